#include "app/paper.h"

#include "base/catalogue.h"
#include "law/states.h"
#include "web/request.h"

const char *st_paper_second(const struct st_request *req, struct st_str languages)
{
    const char *asked = st_parse_language(st_request_query(req, "also"));

    while (asked == NULL && languages.n > 0) {
        const struct st_language *l = st_language_of(st_languages_next(&languages), NULL);
        asked = l != NULL ? st_parse_language(st_str_of(l->code)) : NULL;
        if (asked != NULL && strcmp(asked, req->language) == 0)
            asked = NULL; /* it is the page's */
    }
    if (asked != NULL)
        return asked;
    return strcmp(req->language, "en") != 0 || st_catalogues_n == 0 ? "en" : st_catalogues[0].language;
}

void st_paper_country(struct st_html *page, struct st_str code, const char *second)
{
    const struct st_country *country = st_country_of(code);
    const struct st_member_state *state = country ? NULL : st_state_of(code);

    if (country != NULL || state != NULL)
        st_paper_label(page, country ? country->name : state->name, second);
    else
        st_html_name(page, code);
}

void st_paper_languages(struct st_html *page, struct st_str languages, const char *second)
{
    for (bool any = false; languages.n > 0; any = true) {
        struct st_str one = st_languages_next(&languages);
        const struct st_language *l = st_language_of(one, NULL);
        st_html_str(page, any ? ST_S(", ") : ST_S(""));
        if (l != NULL)
            st_paper_label(page, l->name, second);
        else
            st_html_name(page, one);
    }
}

void st_paper_label(struct st_html *page, const char *key, const char *second)
{
    const char *first = st_translate(key, page->reader.language), *other = st_translate(key, second);

    st_html_str(page, st_str_of(first));
    if (strcmp(first, other) == 0)
        return;
    st_html_str(page, ST_S(" "));
    st_html_open(page, "span", "class", "st-second", "lang", second, NULL);
    st_html_str(page, st_str_of(other));
    st_html_close(page);
}

static bool named(const char *names, const char *name)
{
    struct st_str rest = st_str_of(names);

    while (rest.n > 0)
        if (st_str_is(st_str_cut(&rest, ' '), name))
            return true;
    return false;
}

static void codes(struct st_html *page, const struct st_field *f, uint64_t set, const char *second)
{
    bool any = false;

    for (unsigned i = 1; i <= f->codes->n; i++) {
        if (!(set & ST_CODE_BIT(i)))
            continue;
        if (any)
            st_html_str(page, ST_S("; "));
        any = true;
        st_paper_label(page, st_code_label(f->codes, i), second);
    }
}

static void value(struct st_html *page, const struct st_field *f, const void *record, const char *second)
{
    const void *at = st_field_get(f, record);
    struct st_buf text = ST_BUF_INIT(64 * 1024);

    switch (f->kind) {
    case ST_KIND_DATE: st_html_date(page, *(const struct st_date *)at); break;
    case ST_KIND_INSTANT: st_html_instant(page, *(const struct st_instant *)at); break;
    case ST_KIND_TRI: st_paper_label(page, *(const uint8_t *)at == ST_YES ? "Yes" : "No", second); break;
    case ST_KIND_CODE: st_paper_label(page, st_code_label(f->codes, *(const uint16_t *)at), second); break;
    case ST_KIND_CODES: codes(page, f, *(const uint64_t *)at, second); break;
    case ST_KIND_BLOB: st_paper_label(page, "held", second); break;
    case ST_KIND_TEXT:
        if (f->flags & ST_LANGUAGES)
            st_paper_languages(page, *(const struct st_str *)at, second);
        else if (f->limit <= 3)
            st_paper_country(page, *(const struct st_str *)at, second);
        else
            st_html_name(page, *(const struct st_str *)at);
        break;
    default:
        st_field_print(&text, f, record);
        st_html_name(page, st_buf_get(&text));
    }
    st_buf_deinit(&text);
}

void st_paper_line(struct st_html *page, const struct st_shape *shape, const void *record, const char *without,
                   const char *second)
{
    const struct st_field *rows = shape->fields();

    for (size_t i = 0; i < shape->n; i++) {
        if (!st_field_known(&rows[i], record) || (rows[i].flags & ST_HIDDEN) || rows[i].kind == ST_KIND_ONE ||
            rows[i].kind == ST_KIND_MANY || named(without, rows[i].name))
            continue;
        st_html_open(page, "div", NULL);
        st_html_open(page, "span", "class", "st-soft", NULL);
        st_paper_label(page, rows[i].label, second);
        st_html_str(page, ST_S(": "));
        st_html_close(page);
        value(page, &rows[i], record, second);
        st_html_close(page);
    }
}
