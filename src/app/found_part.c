/* The people that a search found: score, who it is, why, and what was asked beside it. */
#include "app/found_part.h"

#include "app/finger_part.h"
#include "app/people.h"

static void finger_pairs(struct st_html *page, const struct st_found *found, const struct st_search_hit *h)
{
    struct st_print_record other;
    struct st_fingers fingers;

    st_fingers_record(&other, h->prints, h->prints_n, page->req->arena);
    st_fingers_compare(&fingers, found->fingers, &other, page->req->arena);
    st_part_fingers(page, &fingers);
    /* sentences */
    st_part_finger_drawings(page, &fingers, "Searched with", "Found");
    /* end of sentences */
}

/* What was asked beside what was found, for the eyes of the officer who decides. */
static void compared(struct st_html *page, const struct st_found *found, const struct st_search_hit *h)
{
    static const char *const columns[] = {
        /* sentences */
        "Particulars", "Asked", "Found", "Compared",
        /* end of sentences */
        NULL};
    bool words = !st_shape_blank(&person_shape, found->asked), prints = h->prints_n > 0 && found->fingers->n > 0;

    if (!words && !prints)
        return;
    st_html_open(page, "details", "class", "st-details", NULL);
    st_html_element(page, "summary", "Side by side", NULL);
    if (prints)
        finger_pairs(page, found, h);
    if (words) {
        st_page_table(page, "Side by side", columns);
        st_part_pair_rows(page, found->asked, &h->shown);
        st_page_table_end(page);
    }
    st_html_close(page);
}

static void hit(struct st_html *page, const struct st_found *found, const struct st_search_hit *h)
{
    st_html_open(page, "li", "class", "st-card", NULL);
    st_html_open(page, "h3", NULL);
    st_part_score(page, h->score);
    st_html_str(page, ST_S(" "));
    if (st_id_known(h->person)) {
        st_html_open(page, "a", "class", "ds-link", NULL);
        st_html_attr(page, "href", st_path(page->req->arena, "/persons/", h->person, ""));
        st_html_name(page, st_person_called(page->req->arena, &h->shown));
        st_html_close(page);
    } else {
        st_html_name(page, st_person_called(page->req->arena, &h->shown));
    }
    if (!st_str_is(st_str_of(h->register_name), "person")) {
        st_html_str(page, ST_S(" "));
        st_page_badge(page, ST_INFO, "Common identity repository");
    }
    st_html_close(page);
    st_html_open(page, "p", "class", "st-soft", NULL);
    if (h->shown.number.n > 0)
        st_html_name(page, h->shown.number);
    if (h->shown.number.n > 0 && st_date_known(h->shown.born_on))
        st_html_str(page, ST_S(" · "));
    st_html_date(page, h->shown.born_on);
    for (size_t i = 0; i < h->shown.nationalities.n; i++) {
        st_html_str(page, ST_S(" · "));
        st_part_country(page, h->shown.nationalities.v[i].country);
    }
    st_html_close(page);
    st_part_reasons(page, h->why, h->n);
    compared(page, found, h);
    st_html_close(page);
}

void st_part_found(struct st_html *page, const struct st_found *found)
{
    st_html_open(page, "ul", "class", "st-cards", NULL);
    for (size_t i = 0; i < found->n; i++)
        hit(page, found, &found->hits[i]);
    st_html_close(page);
}
