/* Particulars of two sides, row by row, each row with a word that says how they compare. */
#include "identity/name_compare.h"
#include "app/people.h"

static void verdict(struct st_html *page, bool left, bool right, bool same)
{
    st_page_cell(page);
    if (!left || !right)
        st_html_element(page, "span", "not known on both sides", "class", "st-soft", NULL);
    else
        st_page_badge(page, same ? ST_SUCCESS : ST_WARNING, same ? "Same" : "Differs");
}

/* Names are compared as names: another spelling, order or script is said as such. */
static void name_verdict(struct st_html *page, const struct person_name *x, const struct person_name *y)
{
    struct st_arena *arena = page->req->arena;
    struct st_name_comparison c = {.decision = ST_NAME_DIFFERENT};
    bool same = x != NULL && y != NULL && st_str_eq(x->family, y->family) && st_str_eq(x->given, y->given);

    if (x == NULL || y == NULL || same ||
        st_name_compare(&c, st_name_whole(arena, x), st_name_whole(arena, y), arena, NULL) != ST_OK ||
        c.decision == ST_NAME_DIFFERENT) {
        verdict(page, x != NULL, y != NULL, same);
        return;
    }
    st_page_cell(page);
    /* sentences */
    st_page_badge(page, c.decision == ST_NAME_SAME ? ST_SUCCESS : ST_WARNING,
                  c.decision == ST_NAME_SAME ? "Written otherwise" : "Similar");
    /* end of sentences */
}

static void row_begin(struct st_html *page, const char *label)
{
    st_page_row(page);
    st_html_element(page, "th", label, "scope", "row", NULL);
}

static void names_of(struct st_html *page, const struct person *p, enum name_kind kind)
{
    bool first = true;

    st_page_cell(page);
    for (size_t i = 0; i < p->names.n; i++) {
        if (p->names.v[i].kind != kind)
            continue;
        if (!first) {
            st_html_open(page, "br", NULL);
            st_html_close(page);
        }
        first = false;
        st_part_name(page, &p->names.v[i]);
    }
}

static const struct person_name *first_name(const struct person *p, enum name_kind kind)
{
    for (size_t i = 0; i < p->names.n; i++)
        if (p->names.v[i].kind == kind)
            return &p->names.v[i];
    return NULL;
}

static void name_rows(struct st_html *page, const struct person *a, const struct person *b)
{
    for (unsigned kind = 1; kind < name_kind_count; kind++) {
        const struct person_name *x = first_name(a, (enum name_kind)kind), *y = first_name(b, (enum name_kind)kind);
        if (x == NULL && y == NULL)
            continue;
        row_begin(page, st_code_label(&name_kind_codes, kind));
        names_of(page, a, (enum name_kind)kind);
        names_of(page, b, (enum name_kind)kind);
        name_verdict(page, x, y);
    }
}

static void text_row(struct st_html *page, const char *label, struct st_str a, struct st_str b)
{
    if (a.n == 0 && b.n == 0)
        return;
    row_begin(page, label);
    st_page_cell(page);
    st_html_name(page, a);
    st_page_cell(page);
    st_html_name(page, b);
    verdict(page, a.n > 0, b.n > 0, st_str_eq(a, b));
}

static void birth_row(struct st_html *page, const struct person *a, const struct person *b)
{
    if (!st_date_known(a->born_on) && !st_date_known(b->born_on))
        return;
    row_begin(page, "Date of birth");
    st_page_cell(page);
    st_html_date(page, a->born_on);
    st_page_cell(page);
    st_html_date(page, b->born_on);
    verdict(page, st_date_known(a->born_on), st_date_known(b->born_on), st_date_cmp(a->born_on, b->born_on) == 0);
}

static void code_row(struct st_html *page, const char *label, const struct st_codes *codes, unsigned a, unsigned b)
{
    if (a == 0 && b == 0)
        return;
    row_begin(page, label);
    st_page_cell(page);
    st_html_t(page, a ? st_code_label(codes, a) : "");
    st_page_cell(page);
    st_html_t(page, b ? st_code_label(codes, b) : "");
    verdict(page, a != 0, b != 0, a == b);
}

static bool shares(const struct person *a, const struct person *b)
{
    for (size_t i = 0; i < a->nationalities.n; i++)
        for (size_t k = 0; k < b->nationalities.n; k++)
            if (st_str_eq(a->nationalities.v[i].country, b->nationalities.v[k].country))
                return true;
    return false;
}

static void countries(struct st_html *page, const struct person *p)
{
    st_page_cell(page);
    for (size_t i = 0; i < p->nationalities.n; i++) {
        st_html_str(page, i ? ST_S(", ") : ST_S(""));
        st_part_country(page, p->nationalities.v[i].country);
    }
}

static void document_cell(struct st_html *page, const struct person *p)
{
    st_page_cell(page);
    for (size_t i = 0; i < p->documents.n; i++) {
        st_html_open(page, "div", NULL);
        st_html_t(page, st_code_label(&document_kind_codes, p->documents.v[i].kind));
        st_html_str(page, ST_S(" "));
        st_html_name(page, p->documents.v[i].number);
        st_html_close(page);
    }
}

static bool one_document(const struct person *a, const struct person *b)
{
    for (size_t i = 0; i < a->documents.n; i++)
        for (size_t k = 0; k < b->documents.n; k++)
            if (a->documents.v[i].number.n > 0 && st_str_eq(a->documents.v[i].number, b->documents.v[k].number))
                return true;
    return false;
}

void st_part_pair_rows(struct st_html *page, const struct person *a, const struct person *b)
{
    name_rows(page, a, b);
    birth_row(page, a, b);
    code_row(page, "Sex", &sex_codes, a->sex, b->sex);
    if (a->nationalities.n + b->nationalities.n > 0) {
        row_begin(page, "Nationalities");
        countries(page, a);
        countries(page, b);
        verdict(page, a->nationalities.n > 0, b->nationalities.n > 0, shares(a, b));
    }
    text_row(page, "Place of birth", a->born_in, b->born_in);
    if (a->documents.n + b->documents.n > 0) {
        row_begin(page, "Documents");
        document_cell(page, a);
        document_cell(page, b);
        verdict(page, a->documents.n > 0, b->documents.n > 0, one_document(a, b));
    }
    text_row(page, "Languages", st_page_language_names(page, a->languages), st_page_language_names(page, b->languages));
    text_row(page, "Band", a->band, b->band);
}
