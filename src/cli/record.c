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
