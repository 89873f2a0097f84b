/* The fundamental-rights monitor's workplace: all screenings by place, time and what may touch a right, without knowing
 * whose they are; a random sample; and, with a reason, one case without the mask. */
#include "cases/screening_watch.h"
#include "app/app.h"
#include "app/parts.h"
#include "web/form.h"

enum { ROWS = 50, SAMPLE = 20, SAMPLE_MOST = 200 };

struct watching {
    struct screening_watched asked;
    const char *zone;
    struct st_id before;
    size_t limit, sample; /* 0: no sample, the list */
    struct st_watch found;
    struct st_str *places;
    size_t places_n;
};

static int load(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct watching *w = arg;
    int rc = w->sample > 0 ? st_screening_watch_sample(&w->found, tx, &w->asked, w->zone, w->sample, err)
                           : st_screening_watch(&w->found, tx, &w->asked, w->zone, w->before, w->limit, err);

    return rc == ST_OK ? st_case_places(&w->places, &w->places_n, tx, err) : rc;
}

/* The questions of the address, as they would stand in a form. */
static int read_asked(struct watching *w, struct st_request *req, struct st_error *err)
{
    struct st_pair *mine = ST_NEW_N(req->arena, struct st_pair, req->query.n + 1);
    struct st_request part = *req;
    size_t n = 0;

    for (size_t i = 0; i < req->query.n; i++)
        if (st_shape_field(&screening_watched_shape, req->query.v[i].name) != NULL)
            mine[n++] = req->query.v[i];
    part.form = (struct st_pairs){mine, n};
    st_form_read(&w->asked, &screening_watched_shape, &part, err);
    w->zone = req->time_zone ? req->time_zone : "UTC";
    w->sample = (size_t)st_request_number(req, "sample", 1, SAMPLE_MOST, 0);
    w->limit = (size_t)st_request_number(req, "limit", 1, SAMPLE_MOST, ROWS);
    (void)st_id_parse(&w->before, st_request_query(req, "before"));
    return err->n > 0 ? (int)err->code : ST_OK;
}

/* ---- The list ---- */

static void place_field(struct st_html *page, const struct watching *w)
{
    st_html_open(page, "div", "class", "ds-field st-field", NULL);
    st_html_element(page, "label", "Place", "for", "f-place", "class", "ds-label", NULL);
    st_html_open(page, "select", "id", "f-place", "name", "place", "class", "ds-input", NULL);
    st_html_element(page, "option", "Everywhere", "value", "", NULL);
    for (size_t i = 0; i < w->places_n; i++) {
        st_html_open(page, "option", NULL);
        st_html_attr(page, "value", w->places[i]);
        st_html_flag(page, "selected", st_str_eq(w->places[i], w->asked.place));
        st_html_str(page, w->places[i]);
        st_html_close(page);
    }
    st_html_close(page);
    st_html_close(page);
}

static void questions(struct st_html *page, const struct watching *w, const struct st_error *faults)
{
    struct st_form_options o = {.faults = faults, .typed = faults->n ? &page->req->query : NULL,
                                .asks = true, .fields = ST_ALL_FIELDS & ~UINT64_C(1)}; /* the place is a list */

    st_html_open(page, "form", "method", "get", "action", "/monitoring", "class", "st-compact st-questions", NULL);
    st_html_open(page, "div", "class", "st-section", NULL);
    place_field(page, w);
    st_form_fields(page, &screening_watched_shape, &w->asked, &o);
    st_html_close(page);
    st_html_open(page, "p", "class", "st-row", NULL);
    st_page_button(page, ST_PRIMARY, "Show");
    st_html_open(page, "button", "type", "submit", "name", "sample", "class", "ds-button", "data-variant", "secondary",
                 NULL);
    st_html_attr_int(page, "value", SAMPLE);
    st_html_message(page, &ST_MSG("{0} of this time at random", ST_V((int)SAMPLE)));
    st_html_close(page);
    st_html_close(page);
    st_html_close(page);
}

static void marks(struct st_html *page, uint64_t set)
{
    for (unsigned i = 1; i < watch_mark_count; i++)
        if (set & ST_CODE_BIT(i))
            st_html_element(page, "div", st_code_label(&watch_mark_codes, i), "class", "st-mark", NULL);
}

static void who(struct st_html *page, const struct st_watch_row *row)
{
    if (row->unaccompanied == ST_YES)
        st_html_t(page, "Unaccompanied minor");
    else if (row->minor == ST_YES)
        st_html_t(page, "Minor");
    else if (row->minor == ST_NO)
        st_html_t(page, "Adult");
    else
        st_html_t(page, "May be a minor");
    if (row->languages.n == 0)
        return;
    st_html_str(page, ST_S(" · "));
    st_page_languages(page, row->languages);
}

static void list_row(struct st_html *page, const struct st_watch_row *row)
{
    st_page_row(page);
    st_html_open(page, "th", "scope", "row", NULL);
    st_html_open(page, "a", "class", "ds-link", NULL);
    st_html_attr(page, "href", st_case_path(page->req->arena, ST_S("screening"), row->id));
    st_html_name(page, row->number);
    st_html_close(page);
    st_page_cell(page);
    st_html_instant(page, row->opened_at);
    st_html_open(page, "div", "class", "st-soft", NULL);
    st_html_name(page, row->place);
    st_html_close(page);
    st_page_cell(page);
    st_html_message(page, &ST_MSG("{0} d {1} h", ST_V((long)(row->minutes / 1440)), ST_V((long)(row->minutes % 1440 / 60))));
    st_page_cell(page);
    who(page, row);
    st_page_cell(page);
    if (row->outcome != referral_kind_unknown)
        st_html_t(page, st_code_label(&referral_kind_codes, row->outcome));
    else
        st_html_t(page, st_state_label(&screening_procedure, row->state));
    st_page_cell(page);
    marks(page, row->marks);
}

/* The next part of the list under the same questions. */
static void next_part(struct st_html *page, const struct watching *w)
{
    char id[ST_ID_TEXT];
    struct st_buf out = ST_BUF_INIT(4096);
    struct st_str rest = page->req->target;

    if (!st_id_known(w->found.next) || w->sample > 0)
        return;
    (void)st_str_cut(&rest, '?');
    st_buf_printf(&out, "/monitoring?before=%s", st_id_print(id, w->found.next));
    while (rest.n > 0) {
        struct st_str one = st_str_cut(&rest, '&');
        if (one.n > 0 && !st_str_starts(one, "before="))
            st_buf_printf(&out, "&%.*s", (int)one.n, one.p);
    }
    st_html_open(page, "p", NULL);
    st_html_link(page, out.failed ? ST_S("/monitoring") : st_buf_dup(page->req->arena, &out), "Older ones");
    st_html_close(page);
    st_buf_deinit(&out);
}

static void found(struct st_html *page, const struct watching *w)
{
    static const char *const columns[] = {
        /* sentences */
        "Number", "Opened", "It took", "Person", "Outcome", "To look at",
        /* end of sentences */
        NULL};

    if (w->found.n == 0) {
        st_html_open(page, "div", "class", "st-empty", NULL);
        st_html_element(page, "p", "There is no such screening.", NULL);
        st_html_close(page);
    } else {
        st_html_open(page, "div", "class", "st-watch", NULL);
        st_page_table(page, w->sample > 0 ? "A random sample" : "Newest first", columns);
        for (size_t i = 0; i < w->found.n; i++)
            list_row(page, &w->found.rows[i]);
        st_page_table_end(page);
        st_html_close(page);
    }
    next_part(page, w);
}

static int show(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct watching w = {.limit = ROWS};
    struct st_error faults = {0};
    struct st_html page;
    bool understood = read_asked(&w, req, &faults) == ST_OK;
    int rc = understood ? st_app_read(req, load, &w, err) : ST_OK;

    if (rc != ST_OK)
        return rc;
    res->status = understood ? 200 : st_err_http_status(faults.code);
    st_page_begin(&page, req, res, &ST_MSG("Monitoring of screenings"));
    st_html_element(&page, "p", "Nobody is named here. A mark is a reason to look, no finding. What you open, the officers "
                                "do not see.", NULL);
    st_page_faults(&page, &faults);
    questions(&page, &w, &faults);
    if (understood)
        found(&page, &w);
    st_page_end(&page);
    return ST_OK;
}

/* ---- For programs ---- */

static void row_json(struct st_json *w, const struct st_watch_row *row)
{
    st_json_object(w);
    st_json_key(w, "id"), st_json_id(w, row->id);
    st_json_key(w, "number"), st_json_str(w, row->number);
    st_json_key(w, "place"), st_json_str(w, row->place);
    st_json_key(w, "state"), st_json_str(w, row->state);
    st_json_key(w, "opened_at"), st_json_instant(w, row->opened_at);
    st_json_key(w, "closed_at"), st_json_instant(w, row->closed_at);
    st_json_key(w, "minutes"), st_json_int(w, row->minutes);
    st_json_key(w, "outcome"), st_json_text(w, st_code_name(&referral_kind_codes, row->outcome));
    st_json_key(w, "languages"), st_json_str(w, row->languages);
    st_json_key(w, "minor"), st_json_text(w, row->minor == ST_YES ? "yes" : row->minor == ST_NO ? "no" : "unknown");
    st_json_key(w, "marks");
    st_json_array(w);
    for (unsigned i = 1; i < watch_mark_count; i++)
        if (row->marks & ST_CODE_BIT(i))
            st_json_text(w, st_code_name(&watch_mark_codes, i));
    st_json_array_end(w);
    st_json_object_end(w);
}

static int list(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct watching w = {.limit = ROWS};
    struct st_json json;
    int rc = read_asked(&w, req, err);

    if (rc == ST_OK)
        rc = st_app_read(req, load, &w, err);
    if (rc != ST_OK)
        return rc;
    json = st_response_json(res, 200);
    st_json_object(&json);
    st_json_key(&json, "items");
    st_json_array(&json);
    for (size_t i = 0; i < w.found.n; i++)
        row_json(&json, &w.found.rows[i]);
    st_json_array_end(&json);
    st_json_key(&json, "next_before"), st_json_id(&json, w.found.next);
    st_json_object_end(&json);
    return ST_OK;
}

#define MONITORS .roles = ST_ROLE(monitor), .purposes = ST_PURPOSE(rights_monitoring)

const struct st_route st_monitor_routes[] = {
    {ST_GET, "/monitoring", show, MONITORS, .audit = "screening.watch", .help = "Screenings as the monitor sees them",
     .flags = ST_PAGE},
    {ST_GET, "/api/v1/monitoring/screenings", list, MONITORS, .audit = "screening.watch",
     .help = "Screenings by ?place, ?from, ?until, ?outcome, ?language, ?age, ?mark; ?sample=N draws at random; ?before, "
             "?limit; nobody is named", .flags = ST_NAMED},
    {0}};
