#include "cli/record.h"

enum { FORM_MAX = 32 << 20, VALUE_MAX = 1 << 16 };

static int fill_from_file(void *record, const struct st_shape *shape, struct st_cli *cli, struct st_str path)
{
    struct st_str text;
    json_t *json = NULL;
    int rc = st_cli_read(&text, cli, st_str_z(cli->arena, path), FORM_MAX);

    if (rc == ST_OK)
        rc = st_json_parse(&json, text, &cli->err);
    if (rc == ST_OK)
        rc = st_shape_read(record, shape, json, cli->arena, "", &cli->err);
    json_decref(json);
    return rc;
}

int st_cli_fill(void *record, const struct st_shape *shape, struct st_cli *cli, struct st_str form, struct st_str set)
{
    int rc = form.n > 0 ? fill_from_file(record, shape, cli, form) : ST_OK;

    while (rc == ST_OK && set.n > 0) {
        struct st_str value = st_str_trim(st_str_cut(&set, ';')), name = st_str_trim(st_str_cut(&value, '='));
        if (name.n == 0)
            continue;
        rc = st_shape_set(record, shape, st_str_z(cli->arena, name), st_str_trim(value), cli->arena, &cli->err);
    }
    return rc;
}

/* ---- Showing ---- */

static void label(struct st_cli *cli, const struct st_field *f, int depth)
{
    st_buf_printf(&cli->out, "%*s%s: ", depth * 2, "", st_translate(f->label, cli->reader.language));
}

static void show_codes(struct st_cli *cli, const struct st_field *f, uint64_t bits)
{
    const char *comma = "";

    for (unsigned v = 1; v <= f->codes->n; v++)
        if (bits & ST_CODE_BIT(v)) {
            st_buf_printf(&cli->out, "%s%s", comma, st_translate(st_code_label(f->codes, v), cli->reader.language));
            comma = ", ";
        }
}

static void show_value(struct st_cli *cli, const struct st_field *f, const void *record)
{
    const void *at = st_field_get(f, record);
    struct st_message value = {"{0}", {{ST_VALUE_NONE, {{NULL, 0}}}}};

    switch (f->kind) {
    case ST_KIND_CODE: value.values[0] = st_value_key(st_code_label(f->codes, *(const uint16_t *)at)); break;
    case ST_KIND_TRI: value.values[0] = st_value_key(*(const uint8_t *)at == ST_YES ? "Yes" : "No"); break;
    case ST_KIND_DATE: value.values[0] = st_value_date(*(const struct st_date *)at); break;
    case ST_KIND_INSTANT: value.values[0] = st_value_instant(*(const struct st_instant *)at); break;
    case ST_KIND_CODES: show_codes(cli, f, *(const uint64_t *)at); return;
    case ST_KIND_BLOB: st_buf_printf(&cli->out, "%zu B", ((const struct st_str *)at)->n); return;
    case ST_KIND_TEXT:
    case ST_KIND_NUMBER:
    case ST_KIND_ID:
    case ST_KIND_ONE:
    case ST_KIND_MANY: st_field_print(&cli->out, f, record); return;
    }
    st_message_print(&cli->out, &value, &cli->reader);
}

void st_cli_show(struct st_cli *cli, const struct st_shape *shape, const void *record, int depth)
{
    const struct st_field *fields = shape->fields();

    for (size_t i = 0; i < shape->n; i++) {
        const struct st_field *f = &fields[i];
        if (!st_field_known(f, record) || (f->flags & ST_HIDDEN))
            continue;
        label(cli, f, depth);
        if (f->kind == ST_KIND_ONE) {
            st_buf_char(&cli->out, '\n');
            st_cli_show(cli, f->shape, st_field_get(f, record), depth + 1);
        } else if (f->kind == ST_KIND_MANY) {
            const struct st_list *list = st_field_get(f, record);
            st_buf_char(&cli->out, '\n');
            for (size_t k = 0; k < list->n; k++)
                st_cli_show(cli, f->shape, (const char *)list->v + k * f->size, depth + 1);
        } else {
            show_value(cli, f, record);
            st_buf_char(&cli->out, '\n');
        }
    }
}

struct st_str st_cli_id(struct st_cli *cli, struct st_id id)
{
    char text[ST_ID_TEXT];
    return st_id_known(id) ? st_str_dup(cli->arena, st_str_of(st_id_print(text, id))) : ST_S("");
}

/* ---- What arguments name ---- */
int st_cli_key(struct st_id *out, struct st_cli *cli, const char *text)
{
    return st_id_parse(out, st_str_of(text)) ? ST_OK
                                             : st_fail(&cli->err, ST_E_INVALID, "id", ST_MSG("This is not a key."), "",
                                                       "Copy it whole: 36 characters, as the lists print it.");
}

int st_cli_code(unsigned *out, struct st_cli *cli, const struct st_codes *codes, const char *text)
{
    *out = st_code_of(codes, st_str_of(text));
    return *out != 0 ? ST_OK
                     : st_fail(&cli->err, ST_E_INVALID, codes->name, ST_MSG("This word is not on the list."), "",
                               "The manual page names the words.");
}

/* ---- For programs ---- */
static bool shown(const struct st_field *f)
{
    bool prints = f->kind == ST_KIND_MANY;
    const struct st_field *inner = prints ? f->shape->fields() : NULL;

    for (size_t i = 0; prints && i < f->shape->n; i++)
        if (inner[i].kind == ST_KIND_BLOB)
            return false;
    return f->kind != ST_KIND_BLOB;
}

void st_cli_record_json(struct st_json *w, const struct st_shape *shape, const void *record, struct st_id id)
{
    const struct st_field *fields = shape->fields();
    uint64_t bits = 0;

    st_json_object(w);
    if (st_id_known(id))
        st_json_key(w, "id"), st_json_id(w, id);
    for (size_t i = 0; i < shape->n; i++) {
        const struct st_list *list = st_field_get(&fields[i], record);
        const struct st_str *blob = st_field_get(&fields[i], record);
        if (shown(&fields[i])) {
            bits |= UINT64_C(1) << i;
            continue;
        }
        st_json_key(w, fields[i].name);
        st_json_int(w, (int64_t)(fields[i].kind == ST_KIND_MANY ? list->n : blob->n));
    }
    st_json_key(w, "record");
    st_shape_write(w, shape, record, bits);
    st_json_object_end(w);
}

void st_cli_record(struct st_cli *cli, const struct st_shape *shape, const void *record, struct st_id id)
{
    struct st_json w = ST_JSON_INIT(&cli->out);
    char text[ST_ID_TEXT];

    if (st_cli_json(cli)) {
        st_cli_record_json(&w, shape, record, id);
        st_buf_char(&cli->out, '\n');
        return;
    }
    if (st_id_known(id))
        st_buf_printf(&cli->out, "%s\n", st_id_print(text, id));
    st_cli_show(cli, shape, record, 1);
}

void st_cli_records(struct st_cli *cli, const struct st_shape *shape, const void *records, const struct st_id *ids,
                    size_t n)
{
    struct st_json w = ST_JSON_INIT(&cli->out);
    const struct st_id none = {{0}};

    if (st_cli_json(cli))
        st_json_array(&w);
    for (size_t i = 0; i < n; i++) {
        const void *record = (const char *)records + i * shape->size;
        if (st_cli_json(cli))
            st_cli_record_json(&w, shape, record, ids ? ids[i] : none);
        else
            st_cli_record(cli, shape, record, ids ? ids[i] : none);
        if (!st_cli_json(cli) && i + 1 < n)
            st_buf_char(&cli->out, '\n');
    }
    if (st_cli_json(cli)) {
        st_json_array_end(&w);
        st_buf_char(&cli->out, '\n');
    } else if (n == 0) {
        st_cli_say(cli, ST_MSG("Nothing."));
    }
}

void st_cli_new_id(struct st_cli *cli, struct st_id id)
{
    struct st_json w = ST_JSON_INIT(&cli->out);
    char text[ST_ID_TEXT];

    if (st_cli_json(cli)) {
        st_json_object(&w);
        st_json_key(&w, "id"), st_json_id(&w, id);
        st_json_object_end(&w);
    } else {
        st_buf_text(&cli->out, st_id_print(text, id));
    }
    st_buf_char(&cli->out, '\n');
}

void st_cli_done(struct st_cli *cli, struct st_message said)
{
    struct st_json w = ST_JSON_INIT(&cli->out);

    if (!st_cli_json(cli)) {
        st_cli_say(cli, said);
        return;
    }
    st_json_object(&w);
    st_json_key(&w, "done"), st_json_bool(&w, true);
    st_json_object_end(&w);
    st_buf_char(&cli->out, '\n');
}

void st_cli_why(struct st_cli *cli, const struct st_answer *a)
{
    for (size_t i = 0; i < a->reasons_n; i++) {
        st_buf_text(&cli->out, "  - ");
        st_message_print(&cli->out, &a->reasons[i].text, &cli->reader);
        st_buf_printf(&cli->out, " [%s]\n", a->reasons[i].citation);
    }
    for (size_t i = 0; i < a->needs_n; i++)
        st_cli_say(cli, ST_MSG("  Needed to answer: {0}", st_value_key(a->needs[i]->label)));
}
