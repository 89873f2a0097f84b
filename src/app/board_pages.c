/* The demo's board: what happens outside the station, at the press of a button. The line to the centre is cut or
 * joined, the clock of the law is moved. Only where people are synthetic. */
#include "cases/system.h"
#include "app/app.h"
#include "web/form.h"
#include "web/page.h"

#define BOARD_LINE(F) F(tri, cut, ST_REQUIRED, 0, "Cut the line", "", "")
#define BOARD_CLOCK(F)                                                                                                \
    F(number, hours, ST_REQUIRED, 0, "Hours on", "At most 2000", "")
ST_SHAPE(board_line, BOARD_LINE)
ST_SHAPE_DEFINE(board_line, BOARD_LINE, "The line to the centre", "")
ST_SHAPE(board_clock, BOARD_CLOCK)
ST_SHAPE_DEFINE(board_clock, BOARD_CLOCK, "The clock of the law", "")

enum { HOURS_MOST = 2000 };

static int only_training(const struct st_request *req, struct st_error *err)
{
    if (st_app_options(req)->training)
        return ST_OK;
    return st_fail(err, ST_E_NOTFOUND, "", ST_MSG("There is no page at this address."), "",
                   "Check the address, or begin at the first page.");
}

static void line_part(struct st_html *page, const struct st_queue *queue)
{
    st_html_element(page, "h2", "The line to the centre", NULL);
    if (queue->cut)
        st_page_notice(page, ST_WARNING, &ST_MSG("Cut since {0}. What the station sends waits in the queue.",
                                                 ST_V(queue->cut_since)));
    else
        st_page_notice(page, ST_SUCCESS, &ST_MSG("The line stands."));
    st_form_begin(page, "/board/line");
    st_form_hidden(page, "cut", queue->cut ? ST_S("no") : ST_S("yes"));
    st_page_button(page, ST_SECONDARY, queue->cut ? "Join the line" : "Cut the line");
    st_form_end(page);
}

static void clock_part(struct st_html *page, const struct st_request *req)
{
    static const struct {
        const char *key, *hours;
    } moves[] = {
        /* sentences */
        {"One hour on", "1"},
        {"Six hours on", "6"},
        {"One day on", "24"},
        {"Three days on", "72"},
        /* end of sentences */
    };

    st_html_element(page, "h2", "The clock of the law", NULL);
    st_html_open(page, "p", NULL);
    st_html_instant(page, req->now);
    st_html_close(page);
    st_html_open(page, "div", "class", "st-row", NULL);
    for (size_t i = 0; i < sizeof(moves) / sizeof(moves[0]); i++) {
        st_form_begin(page, "/board/clock");
        st_form_hidden(page, "hours", st_str_of(moves[i].hours));
        st_page_button(page, ST_SECONDARY, moves[i].key);
        st_form_end(page);
    }
    st_html_close(page);
}

static int show(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct st_html page;
    struct st_queue queue;
    int rc = only_training(req, err);

    if (rc != ST_OK)
        return rc;
    st_app_queue_look(req);
    queue = st_app_queue(req);
    st_page_begin(&page, req, res, &ST_MSG("The board"));
    st_page_faults(&page, &req->faults);
    line_part(&page, &queue);
    clock_part(&page, req);
    st_page_end(&page);
    return ST_OK;
}

static int line(struct st_request *req, struct st_response *res, struct st_error *err)
{
    const struct board_line *asked = req->input;
    struct st_actor actor = st_request_actor(req);
    int rc = only_training(req, err);

    if (rc == ST_OK && req->faults.n > 0)
        return show(req, res, err);
    if (rc == ST_OK)
        rc = st_node_cut(st_app_options(req)->store, &actor, st_yes(asked->cut), err);
    if (rc != ST_OK)
        return rc;
    st_app_queue_look(req);
    st_response_redirect(res, ST_S("/board"));
    return ST_OK;
}

static int move_clock(struct st_request *req, struct st_response *res, struct st_error *err)
{
    const struct board_clock *asked = req->input;
    const struct st_app_options *o = st_app_options(req);
    int rc = only_training(req, err);

    if (rc == ST_OK && req->faults.n == 0 && (asked->hours.v < 1 || asked->hours.v > HOURS_MOST))
        (void)st_fail(&req->faults, ST_E_INVALID, "hours", ST_MSG("The clock moves on by 1 to {0} hours.",
                      ST_V(HOURS_MOST)), "", "Name a whole number of hours.");
    if (rc == ST_OK && req->faults.n > 0) {
        res->status = 422;
        return show(req, res, err);
    }
    if (rc == ST_OK)
        rc = st_store_clock_set(o->store, (struct st_instant){req->now.us + asked->hours.v * ST_HOUR},
                                ST_CLOCK_SPEED_KEPT, err);
    if (rc == ST_OK)
        rc = st_system_catch_up(o->store, o->authority, err);
    if (rc != ST_OK)
        return rc;
    st_app_queue_look(req);
    st_response_redirect(res, ST_S("/board"));
    return ST_OK;
}

const struct st_route st_board_routes[] = {
    {ST_GET, "/board", show, .help = "The demo's board", .flags = ST_PAGE},
    {ST_POST, "/board/line", line, .body = &board_line_shape, .audit = "node.cut",
     .help = "Cuts or joins the line to the centre", .flags = ST_PAGE},
    {ST_POST, "/board/clock", move_clock, .body = &board_clock_shape, .help = "Moves the clock of the law",
     .flags = ST_PAGE},
    {0}};
