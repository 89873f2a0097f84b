#include "base/json.h"

/* Nesting depth outside strings; jansson itself would recurse up to 2048 levels. */
static bool too_deep(struct st_str text)
{
    unsigned depth = 0;
    bool in_string = false;

    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (in_string) {
            if (c == '\\')
                i++;
            else if (c == '"')
                in_string = false;
        } else if (c == '"') {
            in_string = true;
        } else if (c == '{' || c == '[') {
            if (++depth > ST_JSON_DEPTH)
                return true;
        } else if ((c == '}' || c == ']') && depth > 0) {
            depth--;
        }
    }
    return false;
}

int st_json_parse(json_t **out, struct st_str text, struct st_error *err)
{
    json_error_t e;

    *out = NULL;
    if (too_deep(text))
        return st_fail(err, ST_E_INVALID, "", ST_MSG("The JSON is nested too deeply (more than {0} levels).",
                                                     ST_V((int)ST_JSON_DEPTH)), "", "Send a flatter document.");
    *out = json_loadb(text.n ? text.p : "", text.n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &e);
    if (*out == NULL)
        return st_fail(err, ST_E_INVALID, "", ST_MSG("This is not valid JSON (line {0}, column {1}).", ST_V(e.line),
                                                     ST_V(e.column)), "",
                       "Check quotes, commas, brackets, doubled keys and that the text is UTF-8.");
    return ST_OK;
}

static void before_value(struct st_json *w)
{
    uint64_t bit = UINT64_C(1) << w->depth;
    if (w->not_first & bit)
        st_buf_char(w->out, ',');
    w->not_first |= bit;
}

static void open_level(struct st_json *w, char c)
{
    before_value(w);
    st_buf_char(w->out, c);
    w->depth++;
    ST_ASSERT(w->depth < 64);
    w->not_first &= ~(UINT64_C(1) << w->depth);
}

static void close_level(struct st_json *w, char c)
{
    ST_ASSERT(w->depth > 0);
    w->depth--;
    st_buf_char(w->out, c);
}

void st_json_object(struct st_json *w) { open_level(w, '{'); }
void st_json_object_end(struct st_json *w) { close_level(w, '}'); }
void st_json_array(struct st_json *w) { open_level(w, '['); }
void st_json_array_end(struct st_json *w) { close_level(w, ']'); }

static void quoted(struct st_buf *out, struct st_str s)
{
    size_t from = 0;

    st_buf_char(out, '"');
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        st_buf_add(out, s.p + from, i - from);
        from = i + 1;
        switch (c) {
        case '"': st_buf_text(out, "\\\""); break;
        case '\\': st_buf_text(out, "\\\\"); break;
        case '\n': st_buf_text(out, "\\n"); break;
        case '\t': st_buf_text(out, "\\t"); break;
        default: st_buf_printf(out, "\\u%04x", c); break;
        }
    }
    st_buf_add(out, s.p + from, s.n - from);
    st_buf_char(out, '"');
}

void st_json_key(struct st_json *w, const char *key)
{
    before_value(w);
    quoted(w->out, st_str_of(key));
    st_buf_char(w->out, ':');
    w->not_first &= ~(UINT64_C(1) << w->depth); /* the value after a key wants no comma; before_value sets it anew */
}

static void raw(struct st_json *w, const char *text)
{
    before_value(w);
    st_buf_text(w->out, text);
}

void st_json_str(struct st_json *w, struct st_str v)
{
    if (!st_str_known(v)) {
        st_json_null(w);
        return;
    }
    before_value(w);
    quoted(w->out, v);
}

void st_json_text(struct st_json *w, const char *v) { st_json_str(w, st_str_of(v)); }
void st_json_bool(struct st_json *w, bool v) { raw(w, v ? "true" : "false"); }
void st_json_null(struct st_json *w) { raw(w, "null"); }

void st_json_int(struct st_json *w, int64_t v)
{
    before_value(w);
    st_buf_int(w->out, v);
}

void st_json_decimal(struct st_json *w, int64_t v, int digits)
{
    int64_t unit = 1;
    for (int i = 0; i < digits; i++)
        unit *= 10;
    before_value(w);
    if (v < 0)
        st_buf_char(w->out, '-');
    st_buf_int(w->out, (v < 0 ? -v : v) / unit);
    if (digits > 0)
        st_buf_printf(w->out, ".%0*lld", digits, (long long)((v < 0 ? -v : v) % unit));
}

void st_json_date(struct st_json *w, struct st_date v)
{
    char text[ST_DATE_TEXT];
    st_json_text(w, st_date_known(v) ? st_date_print(text, v) : NULL);
}

void st_json_instant(struct st_json *w, struct st_instant v)
{
    char text[ST_INSTANT_TEXT];
    st_json_text(w, st_instant_known(v) ? st_instant_print(text, v) : NULL);
}

void st_json_id(struct st_json *w, struct st_id v)
{
    char text[ST_ID_TEXT];
    st_json_text(w, st_id_known(v) ? st_id_print(text, v) : NULL);
}

void st_json_message(struct st_json *w, const struct st_message *v, const struct st_reader *reader)
{
    struct st_buf text = ST_BUF_INIT(64 * 1024);
    st_message_print(&text, v, reader);
    st_json_str(w, st_buf_get(&text));
    st_buf_deinit(&text);
}

void st_json_key_int(struct st_json *w, const char *key, int64_t v)
{
    st_json_key(w, key);
    st_json_int(w, v);
}

void st_json_key_str(struct st_json *w, const char *key, struct st_str v)
{
    st_json_key(w, key);
    st_json_str(w, v);
}

void st_json_key_id(struct st_json *w, const char *key, struct st_id v)
{
    st_json_key(w, key);
    st_json_id(w, v);
}

void st_json_key_messages(struct st_json *w, const char *key, const struct st_message *v, size_t n,
                          const struct st_reader *reader)
{
    st_json_key(w, key);
    st_json_array(w);
    for (size_t i = 0; i < n; i++)
        st_json_message(w, &v[i], reader);
    st_json_array_end(w);
}

void st_json_faults(struct st_json *w, const struct st_error *err, const struct st_reader *reader)
{
    const char *language = reader && reader->language ? reader->language : "en";

    st_json_array(w);
    for (size_t i = 0; i < err->n; i++) {
        const struct st_fault *f = &err->faults[i];
        st_json_object(w);
        st_json_key(w, "field");
        st_json_text(w, f->field);
        st_json_key(w, "text");
        st_json_message(w, &f->what, reader);
        st_json_key(w, "article");
        st_json_text(w, f->citation[0] ? f->citation : NULL);
        st_json_key(w, "cure");
        st_json_text(w, f->cure[0] ? st_translate(f->cure, language) : NULL);
        st_json_object_end(w);
    }
    st_json_array_end(w);
}
