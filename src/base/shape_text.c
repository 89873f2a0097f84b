/* Field values from and to their canonical text, and whole records by dotted paths. */
#include "base/shape.h"

struct kind_words {
    const char *wrong, *cure;
};

/* What to tell a person whose value does not fit its kind. */
static const struct kind_words words[] = {
    /* sentences */
    [ST_KIND_TEXT] = {"{0} is not readable text.", "Send UTF-8 text without characters of control or of direction."},
    [ST_KIND_NUMBER] = {"{0} is not a whole number.", "Write digits only."},
    [ST_KIND_TRI] = {"{0} is neither yes nor no.", "Write yes or no, or leave it empty when it is not known."},
    [ST_KIND_CODE] = {"{0} is not one of the values of its list.", "Choose a value from the list."},
    [ST_KIND_CODES] = {"{0} holds a value that is not in its list.", "Choose values from the list."},
    [ST_KIND_DATE] = {"{0} is not a date.", "Write it as 2026-09-17, or 2026-09 or 2026 when the rest is not known."},
    [ST_KIND_INSTANT] = {"{0} is not a date and time.", "Write it with its zone, as 2026-09-17T21:04:00Z."},
    [ST_KIND_ID] = {"{0} is not an identifier.", "Use the identifier exactly as the system gave it."},
    [ST_KIND_BLOB] = {"{0} is not Base64.", "Encode the bytes as Base64 with padding and without line breaks."},
    [ST_KIND_ONE] = {"{0} is a group of fields.", "Set the fields inside it."},
    [ST_KIND_MANY] = {"{0} is a list.", "Set the fields of its elements."},
    /* end of sentences */
};

static int wrong(const struct st_field *f, const char *path, struct st_error *err)
{
    return st_fail(err, ST_E_INVALID, path, ((struct st_message){words[f->kind].wrong, {st_value_key(f->label)}}),
                   f->citation, words[f->kind].cure);
}

/* Control characters, and those that embed, override or isolate a direction (Unicode TR 9 §2, TR 36 §3.6): with them
 * a name is shown as another one, or turns what stands around it. The marks that Arabic and Hebrew need may stay. */
static bool is_control(int32_t c)
{
    return (c < 0x20 && c != '\n' && c != '\t' && c != '\r') || (c >= 0x7F && c < 0xA0) ||
           (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF || (c & 0xFFFE) == 0xFFFE;
}

static bool control_free(struct st_str s)
{
    int32_t c;

    for (size_t at = 0; (c = st_utf8_next(s, &at)) >= 0;)
        if (is_control(c))
            return false;
    return true;
}

static int parse_text(struct st_str *at, const struct st_field *f, struct st_str text, struct st_arena *arena,
                      const char *path, struct st_error *err)
{
    if (!st_utf8_valid(text.p, text.n) || !control_free(text))
        return wrong(f, path, err);
    if (text.n > f->limit)
        return st_fail(err, ST_E_INVALID, path, ST_MSG("{0} is too long ({1} bytes; at most {2}).",
                                                       st_value_key(f->label), ST_V(text.n), ST_V(f->limit)),
                       f->citation, "Shorten it.");
    *at = st_str_dup(arena, text);
    return ST_OK;
}

static int parse_blob(struct st_str *at, const struct st_field *f, struct st_str text, struct st_arena *arena,
                      const char *path, struct st_error *err)
{
    bool fits = text.n / 4 * 3 <= f->limit + 3; /* padding may stand for two bytes */

    if (fits && !st_base64_decode(at, arena, text))
        return wrong(f, path, err);
    if (fits && at->n <= f->limit)
        return ST_OK;
    return st_fail(err, ST_E_INVALID, path, ST_MSG("{0} is too large (at most {1} bytes).", st_value_key(f->label),
                                                   ST_V(f->limit)),
                   f->citation, "Send a smaller file.");
}

static bool parse_codes(uint64_t *at, const struct st_codes *codes, struct st_str text)
{
    uint64_t set = 0;

    while (text.n > 0) {
        struct st_str name = st_str_cut(&text, ' ');
        unsigned v = st_code_of(codes, name);
        if (name.n == 0)
            continue;
        if (v == 0)
            return false;
        set |= ST_CODE_BIT(v);
    }
    *at = set;
    return true;
}

static bool parse_tri(uint8_t *at, struct st_str text)
{
    *at = st_str_is(text, "yes") || st_str_is(text, "true")   ? ST_YES
          : st_str_is(text, "no") || st_str_is(text, "false") ? ST_NO
                                                              : ST_UNKNOWN;
    return *at != ST_UNKNOWN;
}

static int parse_value(void *record, const struct st_field *f, struct st_str text, struct st_arena *arena,
                       const char *path, struct st_error *err)
{
    void *at = st_field_at(f, record);
    struct st_number *number = at;
    bool ok = false;

    if (f->kind == ST_KIND_TEXT) {
        if (st_str_trim(text).n > 0)
            return parse_text(at, f, st_str_trim(text), arena, path, err);
        st_field_clear(f, record);
        return ST_OK;
    }
    text = st_str_trim(text);
    if (text.n == 0 && f->kind != ST_KIND_ONE && f->kind != ST_KIND_MANY) {
        st_field_clear(f, record);
        return ST_OK;
    }
    switch (f->kind) {
    case ST_KIND_NUMBER: ok = number->known = st_str_to_int64(&number->v, text); break;
    case ST_KIND_TRI: ok = parse_tri(at, text); break;
    case ST_KIND_CODE: ok = (*(uint16_t *)at = (uint16_t)st_code_of(f->codes, text)) != 0; break;
    case ST_KIND_CODES: ok = parse_codes(at, f->codes, text); break;
    case ST_KIND_DATE: ok = st_date_parse(at, text); break;
    case ST_KIND_INSTANT: ok = st_instant_parse(at, text); break;
    case ST_KIND_ID: ok = st_id_parse(at, text); break;
    case ST_KIND_BLOB: return parse_blob(at, f, text, arena, path, err);
    case ST_KIND_TEXT:
    case ST_KIND_ONE:
    case ST_KIND_MANY: break;
    }
    return ok ? ST_OK : wrong(f, path, err);
}

int st_field_parse(void *record, const struct st_field *f, struct st_str text, struct st_arena *arena,
                   const char *path, struct st_error *err)
{
    int rc = parse_value(record, f, text, arena, path, err);

    if (rc != ST_OK && f->kind != ST_KIND_ONE && f->kind != ST_KIND_MANY)
        st_field_clear(f, record); /* neither the old value nor half of the new one */
    return rc;
}

static void print_codes(struct st_buf *out, const struct st_codes *codes, uint64_t set)
{
    const char *gap = "";
    for (unsigned v = 1; v <= codes->n; v++) {
        if (!(set & ST_CODE_BIT(v)))
            continue;
        st_buf_text(out, gap);
        st_buf_text(out, codes->rows[v - 1].name);
        gap = " ";
    }
}

void st_field_print(struct st_buf *out, const struct st_field *f, const void *record)
{
    const void *at = st_field_get(f, record);
    char text[ST_INSTANT_TEXT];

    if (!st_field_known(f, record))
        return;
    switch (f->kind) {
    case ST_KIND_TEXT: st_buf_str(out, *(const struct st_str *)at); break;
    case ST_KIND_NUMBER: st_buf_int(out, ((const struct st_number *)at)->v); break;
    case ST_KIND_TRI: st_buf_text(out, *(const uint8_t *)at == ST_YES ? "yes" : "no"); break;
    case ST_KIND_CODE: st_buf_text(out, st_code_name(f->codes, *(const uint16_t *)at)); break;
    case ST_KIND_CODES: print_codes(out, f->codes, *(const uint64_t *)at); break;
    case ST_KIND_DATE: st_buf_text(out, st_date_print(text, *(const struct st_date *)at)); break;
    case ST_KIND_INSTANT: st_buf_text(out, st_instant_print(text, *(const struct st_instant *)at)); break;
    case ST_KIND_ID: st_buf_text(out, st_id_print(text, *(const struct st_id *)at)); break;
    case ST_KIND_BLOB: {
        struct st_arena *arena = st_arena_new();
        st_buf_str(out, st_base64(arena, *(const struct st_str *)at));
        st_arena_free(arena);
        break;
    }
    case ST_KIND_ONE:
    case ST_KIND_MANY: break;
    }
}

static int no_such_field(const char *path, struct st_arena *arena, struct st_error *err)
{
    return st_fail(err, ST_E_INVALID, st_str_dup(arena, st_str_of(path)).p,
                   ST_MSG("There is no such field here."), "", "Check the spelling against the reference page.");
}

/* The element `index` of a list, which may be the one after the last. NULL when that is too far. */
static void *list_element(struct st_list *list, const struct st_field *f, size_t index, struct st_arena *arena)
{
    if (index < list->n)
        return (char *)list->v + index * f->size;
    if (index > list->n || index >= f->limit)
        return NULL;
    void *grown = st_alloc_n(arena, list->n + 1, f->size);
    if (list->n)
        memcpy(grown, list->v, list->n * f->size);
    list->v = grown;
    list->n++;
    return (char *)grown + index * f->size;
}

int st_shape_set(void *record, const struct st_shape *shape, const char *path, struct st_str text,
                 struct st_arena *arena, struct st_error *err)
{
    struct st_str rest = st_str_of(path);

    if (rest.n > ST_PATH_MAX)
        return no_such_field("", arena, err);
    for (;;) {
        const struct st_field *f = st_shape_field(shape, st_str_cut(&rest, '.'));
        int64_t index;
        if (f == NULL)
            return no_such_field(path, arena, err);
        if (f->kind != ST_KIND_ONE && f->kind != ST_KIND_MANY)
            return rest.n ? no_such_field(path, arena, err)
                          : st_field_parse(record, f, text, arena, st_str_dup(arena, st_str_of(path)).p, err);
        record = st_field_at(f, record);
        shape = f->shape;
        if (f->kind == ST_KIND_ONE)
            continue;
        if (!st_str_to_int64(&index, st_str_cut(&rest, '.')) || index < 0)
            return no_such_field(path, arena, err);
        record = list_element(record, f, (size_t)index, arena);
        if (record == NULL)
            return st_fail(err, ST_E_LIMIT, st_str_dup(arena, st_str_of(path)).p,
                           ST_MSG("The elements of {0} must follow each other; at most {1}.", st_value_key(f->label),
                                  ST_V(f->limit)),
                           "", "Number the elements 0, 1, 2, … without gaps.");
    }
}
