#include "app/finger_part.h"

#include <stdlib.h>

#include "registers/eurodac_transmit.h"
#include "app/people.h"
#include "app/print_drawing.h"

enum { DRAWN_LARGE = 2 }; /* fingers, the best ones; the others are folded away */

void st_fingers_record(struct st_print_record *out, const struct eurodac_print *prints, size_t n,
                       struct st_arena *arena)
{
    *out = (struct st_print_record){.views = ST_NEW_N(arena, struct st_minutiae, ST_PRINT_VIEWS)};
    for (size_t i = 0; i < n && out->n < ST_PRINT_VIEWS; i++) {
        struct st_print_record record;
        if (st_minutiae_read(&record, arena, prints[i].minutiae, NULL) != ST_OK)
            continue;
        out->views[out->n] = record.views[0];
        out->views[out->n++].finger = (uint8_t)prints[i].finger; /* the code list counts as the standard does */
    }
}

void st_part_hit_cells(struct st_html *page, const struct eurodac_hit *hit)
{
    st_page_cell(page);
    st_html_t(page, st_code_label(&eurodac_category_codes, hit->category));
    st_page_cell(page);
    st_part_country(page, hit->origin.p ? hit->origin : ST_S(""));
    st_page_cell(page);
    st_html_date(page, hit->event_on);
}

static int by_score(const void *a, const void *b)
{
    return ((const struct st_print_finger *)b)->match.score - ((const struct st_print_finger *)a)->match.score;
}

void st_fingers_compare(struct st_fingers *out, const struct st_print_record *own, const struct st_print_record *found,
                        struct st_arena *arena)
{
    struct st_print_comparison compared;

    *out = (struct st_fingers){0};
    if (st_print_compare_records(&compared, own, found, arena, NULL) != ST_OK)
        return;
    if (compared.n == 1 && compared.fingers->a->finger && compared.fingers->b->finger &&
        compared.fingers->a->finger != compared.fingers->b->finger)
        return; /* one finger of each side, and not the same one */
    qsort(compared.fingers, compared.n, sizeof(*compared.fingers), by_score);
    *out = (struct st_fingers){compared.n, compared.fingers};
}

static const char *label(const struct st_print_finger *f)
{
    unsigned finger = f->a->finger ? f->a->finger : f->b->finger;
    return finger ? st_code_label(&finger_codes, finger) : "Unknown finger";
}

void st_part_fingers(struct st_html *page, const struct st_fingers *fingers)
{
    static const char *const columns[] = {
        /* sentences */
        "Finger", "Score", "Minutiae that agree",
        /* end of sentences */
        NULL};

    if (fingers->n == 0) {
        st_page_notice(page, ST_INFO, &ST_MSG("There are no prints of both sides to compare."));
        return;
    }
    st_html_open(page, "div", "class", "st-fingers", NULL);
    st_page_table(page, "Fingers, best agreement first", columns);
    for (size_t i = 0; i < fingers->n; i++) {
        const struct st_print_match *m = &fingers->v[i].match;
        st_page_row(page);
        st_html_element(page, "th", label(&fingers->v[i]), "scope", "row", NULL);
        st_page_cell(page);
        st_part_score(page, m->score);
        st_page_cell(page);
        st_html_message(page, &ST_MSG("{0} of {1}", ST_V((int)m->n),
                                      ST_V((int)(m->common_a < m->common_b ? m->common_a : m->common_b))));
    }
    st_page_table_end(page);
    st_html_close(page);
}

static void draw(struct st_html *page, const struct st_print_finger *f, const char *own, const char *found)
{
    st_html_open(page, "div", "class", "st-prints", NULL);
    st_print_draw(page, f->a, &f->match, false, own);
    st_print_draw(page, f->b, &f->match, true, found);
    st_html_close(page);
}

static void draw_small(struct st_html *page, const struct st_fingers *fingers, const char *own, const char *found)
{
    st_html_open(page, "details", "class", "st-details st-more-fingers", NULL);
    st_html_element(page, "summary", "The other fingers", NULL);
    st_html_open(page, "div", "class", "st-small-prints", NULL);
    for (size_t i = DRAWN_LARGE; i < fingers->n; i++) {
        st_html_open(page, "div", NULL);
        st_html_element(page, "h3", label(&fingers->v[i]), NULL);
        draw(page, &fingers->v[i], own, found);
        st_html_close(page);
    }
    st_html_close(page);
    st_html_close(page);
}

void st_part_finger_drawings(struct st_html *page, const struct st_fingers *fingers, const char *own,
                             const char *found)
{
    if (fingers->n == 0)
        return;
    st_html_element(page, "p", "Rings are ridge endings, squares are bifurcations. What carries a number has its partner with "
                               "the same number in the other print.", "class", "st-soft", NULL);
    for (size_t i = 0; i < fingers->n && i < DRAWN_LARGE; i++) {
        struct st_message why[ST_PRINT_REASONS_MAX];
        st_html_element(page, "h3", label(&fingers->v[i]), NULL);
        st_part_reasons(page, why, st_print_reasons(why, &fingers->v[i].match));
        draw(page, &fingers->v[i], own, found);
    }
    if (fingers->n > DRAWN_LARGE)
        draw_small(page, fingers, own, found);
}

/* A file says itself which finger it shows; the code list counts as the standard does. */
int st_fingers_of_files(struct eurodac_print **out, const struct search_print *files, size_t n, struct st_arena *arena,
                        struct st_error *err)
{
    *out = ST_NEW_N(arena, struct eurodac_print, n);
    for (size_t i = 0; i < n; i++) {
        struct st_print_record record;
        struct st_error broken = {0};
        if (st_minutiae_read(&record, arena, files[i].minutiae, &broken) != ST_OK)
            return st_fail(err, ST_E_INVALID, "prints", broken.faults[0].what, "Eurodac Art 33(3)",
                           "Choose other files.");
        if (record.n != 1 || record.views[0].finger == ST_FINGER_UNKNOWN)
            return st_fail(err, ST_E_INVALID, "prints", ST_MSG("A file does not say which one finger it shows."),
                           "Eurodac Art 33(3)", "Choose records of one finger each that name its position.");
        (*out)[i] = (struct eurodac_print){.finger = record.views[0].finger, .minutiae = files[i].minutiae};
    }
    return ST_OK;
}
