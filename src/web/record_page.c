/* A record shown as it is: what st_page_record makes of a shape. */
#include "web/page.h"

#include "law/states.h"
#include "web/request.h"

void st_page_country(struct st_html *page, struct st_str code)
{
    const struct st_country *country = st_country_of(code);
    const struct st_member_state *state = country ? NULL : st_state_of(code);

    if (country != NULL)
        st_html_t(page, country->name);
    else if (state != NULL)
        st_html_t(page, state->name);
    else
        st_html_name(page, code);
}

struct st_str st_page_language_names(struct st_html *page, struct st_str languages)
{
    struct st_buf out = ST_BUF_INIT(4096);
    struct st_str names;

    while (languages.n > 0) {
        struct st_str one = st_languages_next(&languages);
        const struct st_language *l = st_language_of(one, NULL);
        st_buf_text(&out, out.n > 0 && one.n > 0 ? ", " : "");
        st_buf_str(&out, l ? st_str_of(st_translate(l->name, page->reader.language)) : one);
    }
    names = st_buf_dup(page->req->arena, &out);
    st_buf_deinit(&out);
    return names;
}

void st_page_languages(struct st_html *page, struct st_str languages)
{
    st_html_name(page, st_page_language_names(page, languages));
}

static void value(struct st_html *page, const struct st_field *f, const void *at)
{
    struct st_buf text = ST_BUF_INIT(64 * 1024);

    switch (f->kind) {
    case ST_KIND_DATE: st_html_date(page, *(const struct st_date *)at); break;
    case ST_KIND_INSTANT: st_html_instant(page, *(const struct st_instant *)at); break;
    case ST_KIND_TRI: st_html_t(page, *(const uint8_t *)at == ST_YES ? "Yes" : "No"); break;
    case ST_KIND_CODE: st_html_t(page, st_code_label(f->codes, *(const uint16_t *)at)); break;
    case ST_KIND_CODES:
        for (unsigned i = 1, said = 0; i <= f->codes->n; i++) {
            if (!(*(const uint64_t *)at & ST_CODE_BIT(i)))
                continue;
            st_html_str(page, said++ ? ST_S(", ") : ST_S(""));
            st_html_t(page, st_code_label(f->codes, i));
        }
        break;
    case ST_KIND_TEXT:
        if (f->flags & ST_LANGUAGES)
            st_page_languages(page, *(const struct st_str *)at);
        else if (f->limit <= 3) /* a code of two or three letters */
            st_page_country(page, *(const struct st_str *)at);
        else
            st_html_name(page, *(const struct st_str *)at);
        break;
    case ST_KIND_BLOB: st_html_t(page, "held"); break;
    default:
        st_field_print(&text, f, (const char *)at - f->offset);
        st_html_name(page, st_buf_get(&text));
    }
    st_buf_deinit(&text);
}

static void nested(struct st_html *page, const struct st_field *f, const void *record, bool sensitive)
{
    st_page_description(page);
    st_page_record(page, f->shape, record, ST_ALL_FIELDS, sensitive);
    st_page_description_end(page);
}

void st_page_record(struct st_html *page, const struct st_shape *shape, const void *record, uint64_t fields,
                    bool sensitive)
{
    const struct st_field *rows = shape->fields();

    for (size_t i = 0; i < shape->n; i++) {
        const struct st_field *f = &rows[i];
        const struct st_list *list = st_field_get(f, record);
        if (!(fields & UINT64_C(1) << (i < 63 ? i : 63)) || !st_field_known(f, record) || (f->flags & ST_HIDDEN) ||
            ((f->flags & ST_SENSITIVE) && !sensitive))
            continue;
        st_page_fact_open(page, f->label);
        if (f->kind == ST_KIND_ONE)
            nested(page, f, st_field_get(f, record), sensitive);
        else if (f->kind == ST_KIND_MANY)
            for (size_t k = 0; k < list->n; k++)
                nested(page, f, (const char *)list->v + k * f->size, sensitive);
        else
            value(page, f, st_field_get(f, record));
    }
}
