/* My work: what runs out first, and why; and the queue to the centre. */
#include "registers/staff.h"
#include "web/app.h"
#include "web/parts.h"

enum { WORK_ROWS = 100, QUEUE_ROWS = 200, HANDOVERS_SINCE_HOURS = 16 };

/* ---- My work ---- */

struct work {
    struct st_id officer;
    bool all;
    struct st_work_row *rows;
    size_t n;
    struct st_str *holders;
    struct st_handover *handed;
    size_t handed_n;
    struct st_str *handed_by;
};

static int load_work(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct work *w = arg;
    struct st_work_filter filter = {.holder = w->all ? (struct st_id){{0}} : w->officer, .limit = WORK_ROWS};
    int rc = st_work_list(&w->rows, &w->n, tx, &filter, err);

    if (rc == ST_OK)
        rc = st_work_handovers(&w->handed, &w->handed_n, tx,
                               (struct st_instant){tx->now.us - HANDOVERS_SINCE_HOURS * ST_HOUR}, err);
    if (rc != ST_OK)
        return rc;
    w->holders = ST_NEW_N(tx->arena, struct st_str, w->n + 1);
    for (size_t i = 0; i < w->n; i++)
        w->holders[i] = st_id_known(w->rows[i].holder) ? st_staff_name(tx, w->rows[i].holder) : ST_S("");
    w->handed_by = ST_NEW_N(tx->arena, struct st_str, w->handed_n + 1);
    for (size_t i = 0; i < w->handed_n; i++)
        w->handed_by[i] = st_staff_name(tx, w->handed[i].by);
    return ST_OK;
}

static void clock_row(struct st_html *page, const struct st_work_row *row, struct st_str holder)
{
    const struct st_procedure *p = st_procedure_find(row->procedure);
    struct case_clock clock = {.name = row->clock, .ends_at = row->ends_at, .citation = row->citation};
    struct st_clock_view view;
    const char *title = p ? p->title : "Case", *state = p ? st_state_label(p, row->state) : "unknown";

    st_case_clock_view(&view, p, &clock);
    if (row->clock_state == clock_state_suspended)
        view.paused = true;
    view.address = st_case_path(page->req->arena, row->procedure, row->case_id);
    view.name = row->number;
    view.about = holder.n > 0
                     ? ST_MSG("{0}: {1}. Held by {2}.", st_value_key(title), st_value_key(state), ST_V(holder))
                     : ST_MSG("{0}: {1}. Held by nobody.", st_value_key(title), st_value_key(state));
    st_html_open(page, "li", NULL);
    st_page_clock(page, &view, page->req->now);
    st_html_close(page);
}

static void handed_over(struct st_html *page, const struct work *w)
{
    if (w->handed_n == 0)
        return;
    st_html_element(page, "h2", "Handed over", NULL);
    st_html_open(page, "ul", "class", "st-plain", NULL);
    for (size_t i = 0; i < w->handed_n; i++) {
        const struct st_handover *h = &w->handed[i];
        st_html_open(page, "li", NULL);
        st_html_open(page, "a", "class", "ds-link", NULL);
        st_html_attr(page, "href", st_case_path(page->req->arena, h->procedure, h->case_id));
        st_html_name(page, h->number);
        st_html_close(page);
        st_html_str(page, ST_S(" "));
        st_html_message(page, st_str_is(h->action, "take_over")
                                  ? &ST_MSG("was taken over by {0}, {1}.", ST_V(w->handed_by[i]), ST_V(h->at))
                                  : &ST_MSG("was given to you by {0}, {1}.", ST_V(w->handed_by[i]), ST_V(h->at)));
        if (h->reason.n > 0) {
            st_html_str(page, ST_S(" "));
            st_html_name(page, h->reason);
        }
        st_html_close(page);
    }
    st_html_close(page);
}

static void filter_link(struct st_html *page, const char *address, const char *key, bool here)
{
    st_html_open(page, "li", NULL);
    st_html_open(page, "a", "href", address, NULL);
    if (here)
        st_html_attr_text(page, "aria-current", "true");
    st_html_t(page, key);
    st_html_close(page);
    st_html_close(page);
}

static void filters(struct st_html *page, bool all)
{
    st_html_open(page, "nav", "class", "st-tabs", NULL);
    st_html_attr_t(page, "aria-label", "Whose cases");
    st_html_open(page, "ul", NULL);
    /* sentences */
    filter_link(page, "/", "Held by me", !all);
    filter_link(page, "/?of=all", "Everybody's", all);
    /* end of sentences */
    st_html_close(page);
    st_html_close(page);
}

static void nothing(struct st_html *page, bool all)
{
    st_html_open(page, "div", "class", "st-empty", NULL);
    if (all)
        st_html_element(page, "p", "No clock of the law is running on a case that you may open.", NULL);
    else
        st_html_element(page, "p", "No clock of the law is running on a case of yours. Look at everybody's, or begin with an "
                                   "arrival.", NULL);
    if (st_request_may(page->req, ST_ROLE(screening_officer) | ST_ROLE(supervisor)))
        st_page_action(page, ST_PRIMARY, ST_S("/arrivals/new"), "Open an arrival");
    st_html_close(page);
}

static int home(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct work w = {.officer = req->session->officer, .all = st_str_is(st_request_query(req, "of"), "all")};
    struct st_html page;
    int rc = st_app_read(req, load_work, &w, err);

    if (rc != ST_OK)
        return rc;
    st_page_begin(&page, req, res, &ST_MSG("My work"));
    filters(&page, w.all);
    st_page_live(&page, "work", "work");
    handed_over(&page, &w);
    if (w.n == 0)
        nothing(&page, w.all);
    st_html_open(&page, "ol", "class", "st-plain", NULL);
    for (size_t i = 0; i < w.n; i++)
        clock_row(&page, &w.rows[i], w.holders[i]);
    st_html_close(&page);
    if (w.n == WORK_ROWS)
        st_html_element(&page, "p", "Only the most urgent are shown.", NULL);
    st_html_close(&page);
    st_page_end(&page);
    return ST_OK;
}

/* ---- The queue ---- */

struct queue {
    struct st_queue now;
    struct st_queue_row *rows;
    size_t n;
};

static int load_queue(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct queue *q = arg;
    int rc = st_outbox_status(&q->now, tx, err);

    return rc == ST_OK ? st_outbox_list(&q->rows, &q->n, tx, QUEUE_ROWS, err) : rc;
}

static void message_state(struct st_html *page, const struct st_queue_row *row, struct st_instant now)
{
    if (row->state == ST_MESSAGE_ANSWERED)
        st_page_badge(page, ST_SUCCESS, "Answered");
    else if (row->state == ST_MESSAGE_SENT)
        st_page_badge(page, ST_INFO, "Sent");
    else if (row->state == ST_MESSAGE_FAILED)
        st_page_badge(page, ST_DANGER, "Failed");
    else if (st_instant_known(row->due_at) && row->due_at.us < now.us)
        st_page_badge(page, ST_DANGER, "Waiting, overdue");
    else
        st_page_badge(page, ST_WARNING, "Waiting");
}

static void message_row(struct st_html *page, const struct st_queue_row *row)
{
    st_page_row(page);
    st_page_cell_name(page, row->kind);
    st_page_cell(page);
    message_state(page, row, page->req->now);
    st_page_cell(page);
    st_html_instant(page, row->put_at);
    st_page_cell(page);
    st_html_instant(page, row->due_at);
    if (row->citation.n > 0) {
        st_html_open(page, "cite", "class", "st-cite", NULL);
        st_html_str(page, row->citation);
        st_html_close(page);
    }
    st_page_cell(page);
    st_html_int(page, row->tries);
    st_page_cell(page);
    st_html_str(page, row->problem);
}

static int show_queue(struct st_request *req, struct st_response *res, struct st_error *err)
{
    static const char *const columns[] = {
        /* sentences */
        "Message", "State", "Put in", "Due", "Tries", "What is wrong",
        /* end of sentences */
        NULL};
    struct queue q = {0};
    struct st_html page;
    int rc = st_app_read(req, load_queue, &q, err);

    if (rc != ST_OK)
        return rc;
    st_page_begin(&page, req, res, &ST_MSG("The queue to the centre"));
    st_page_live(&page, "queue", "work");
    if (q.now.cut)
        st_page_notice(&page, ST_WARNING, &ST_MSG("Cut since {0}. What the station sends waits in the queue.",
                                                  ST_V(q.now.cut_since)));
    if (q.n == 0) {
        st_html_open(&page, "div", "class", "st-empty", NULL);
        st_html_element(&page, "p", "Nothing was sent yet, and nothing waits.", NULL);
        st_html_close(&page);
    } else {
        st_page_table(&page, "Messages, those that wait first", columns);
        for (size_t i = 0; i < q.n; i++)
            message_row(&page, &q.rows[i]);
        st_page_table_end(&page);
    }
    st_html_close(&page);
    st_page_end(&page);
    return ST_OK;
}

const struct st_route st_work_routes[] = {
    {ST_GET, "/", home, .audit = "work.list", .help = "My work: clocks by urgency", .flags = ST_PAGE},
    {ST_GET, "/queue", show_queue, .help = "The queue to the centre", .flags = ST_PAGE},
    {0}};
