#include "app/print_drawing.h"

#include "identity/turn.h"
#include "web/request.h"

enum { MARGIN = 12, RADIUS = 5, TAIL = 14 };

static int pair_of(const struct st_print_match *match, size_t i, bool second)
{
    for (int k = 0; match != NULL && k < match->n; k++)
        if ((second ? match->pairs[k].b : match->pairs[k].a) == i)
            return k + 1;
    return 0;
}

/* The part of the image that holds minutiae, with a margin. */
static struct st_str box_of(struct st_arena *arena, const struct st_minutiae *view)
{
    int left = INT32_MAX, top = INT32_MAX, right = 0, bottom = 0;

    for (size_t i = 0; i < view->n; i++) {
        const struct st_minutia *m = &view->rows[i];
        left = m->x < left ? m->x : left;
        top = m->y < top ? m->y : top;
        right = m->x > right ? m->x : right;
        bottom = m->y > bottom ? m->y : bottom;
    }
    if (view->n == 0)
        return ST_S("0 0 100 100");
    return st_strf(arena, "%d %d %d %d", left - 2 * MARGIN, top - 2 * MARGIN, right - left + 4 * MARGIN,
                   bottom - top + 4 * MARGIN);
}

static void attr(struct st_html *page, const char *name, int v) { st_html_attr_int(page, name, v); }

static void minutia(struct st_html *page, const struct st_minutia *m, int pair)
{
    const char *ink = pair ? "#0b4778" : "#8a97a3";
    uint16_t turn = (uint16_t)(m->angle << 8);

    st_html_open(page, "line", "stroke", ink, "stroke-width", pair ? "2" : "1", NULL);
    attr(page, "x1", m->x);
    attr(page, "y1", m->y);
    attr(page, "x2", m->x + st_turn_cos(turn) * TAIL / ST_TURN_ONE);
    attr(page, "y2", m->y - st_turn_sin(turn) * TAIL / ST_TURN_ONE);
    st_html_close(page);
    if (m->kind == ST_MINUTIA_BIFURCATION) {
        st_html_open(page, "rect", "fill", pair ? "#ffffff" : "none", "stroke", ink, "stroke-width", pair ? "2" : "1", NULL);
        attr(page, "x", m->x - RADIUS + 1);
        attr(page, "y", m->y - RADIUS + 1);
        attr(page, "width", 2 * RADIUS - 2);
        attr(page, "height", 2 * RADIUS - 2);
    } else {
        st_html_open(page, "circle", "fill", pair ? "#ffffff" : "none", "stroke", ink, "stroke-width", pair ? "2" : "1", NULL);
        attr(page, "cx", m->x);
        attr(page, "cy", m->y);
        attr(page, "r", RADIUS);
    }
    st_html_close(page);
    if (pair == 0)
        return;
    st_html_open(page, "text", "font-size", "11", "font-weight", "700", "fill", "#14202b", NULL);
    attr(page, "x", m->x + RADIUS + 2);
    attr(page, "y", m->y - RADIUS);
    st_html_int(page, pair);
    st_html_close(page);
}

void st_print_draw(struct st_html *page, const struct st_minutiae *view, const struct st_print_match *match,
                   bool second, const char *caption)
{
    struct st_message said = ST_MSG("{0} minutiae, {1} of them paired", ST_V((int)view->n),
                                    ST_V(match ? (int)match->n : 0));

    st_html_open(page, "figure", NULL);
    st_html_open(page, "svg", "role", "img", NULL);
    st_html_attr(page, "viewBox", box_of(page->req->arena, view));
    st_html_attr_t(page, "aria-label", caption);
    for (size_t i = 0; i < view->n; i++)
        minutia(page, &view->rows[i], pair_of(match, i, second));
    st_html_close(page);
    st_html_open(page, "figcaption", NULL);
    st_html_t(page, caption);
    st_html_str(page, ST_S(": "));
    st_html_message(page, &said);
    st_html_close(page);
    st_html_close(page);
}
