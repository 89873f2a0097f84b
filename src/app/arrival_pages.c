/* Arrivals: who came when and where, their bands, and how far the capture has come. */
#include "app/parts.h"
#include "app/people.h"
#include "app/qr.h"
#include "law/keeping.h"

#define BANDS_ASKED(F) F(number, count, ST_REQUIRED, 0, "How many bands", "", "")
ST_SHAPE(bands_asked, BANDS_ASKED)
ST_SHAPE_DEFINE(bands_asked, BANDS_ASKED, "Bands", "")

enum { LISTED = 100, PRINTED_MAX = 2000, CASES = 500 };

static const char ARRIVALS[] = "/arrivals/";

/* Everything that the pages show of one arrival. */
struct view {
    struct st_id id;
    struct arrival arrival;
    int64_t version, captured;
    const struct st_request *req;
    struct person *persons; /* those that the screen holds already are blank */
    struct st_str *keys;    /* of each row: it changes with the file and with the case */
    struct st_id *ids;
    size_t n;
    struct st_case_row *cases; /* those of the arrival that the reader may open, newest first */
    size_t cases_n;
};

static int load_head(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct view *v = arg;
    int rc = st_arrival_get(tx, &v->arrival, &v->version, v->id, err);

    return rc == ST_OK ? st_arrival_captured(tx, v->id, &v->captured, err) : rc;
}

static const struct case_file *case_of(const struct view *v, struct st_id person)
{
    for (size_t i = 0; i < v->cases_n; i++)
        if (st_id_eq(v->cases[i].file.person, person) && st_procedure_find(v->cases[i].file.procedure) != NULL)
            return &v->cases[i].file;
    return NULL;
}

/* Reads those whom the screen does not hold already: a list that refreshes itself all night makes no readings of its
 * own (docs/architecture.md). */
static int load_people(struct st_tx *tx, struct view *v, struct st_error *err)
{
    int64_t *versions = NULL;
    int rc = st_persons_versions(tx, &v->ids, &versions, &v->n, v->id, err);

    v->persons = ST_NEW_N(tx->arena, struct person, v->n + 1);
    v->keys = ST_NEW_N(tx->arena, struct st_str, v->n + 1);
    for (size_t i = 0; rc == ST_OK && i < v->n; i++) {
        const struct case_file *file = case_of(v, v->ids[i]);
        char id[ST_ID_TEXT];
        v->keys[i] = st_strf(tx->arena, "%s.%lld.%s", st_id_print(id, v->ids[i]), (long long)versions[i],
                             file ? st_str_z(tx->arena, file->state) : "none");
        if (!st_request_holds(v->req, v->keys[i]))
            rc = st_person_get(tx, &v->persons[i], NULL, v->ids[i], err);
    }
    return rc;
}

static int load(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct view *v = arg;
    int rc = load_head(tx, v, err);
    struct st_case_filter cases = {.arrival = v->id, .limit = CASES};

    if (rc == ST_OK)
        rc = st_case_list(&v->cases, &v->cases_n, tx, &cases, err);
    return rc == ST_OK ? load_people(tx, v, err) : rc;
}

static int look(struct view *v, struct st_request *req, st_command_fn how, struct st_error *err)
{
    int rc = st_request_id(&v->id, req, "id", err);

    v->req = req;
    return rc == ST_OK ? st_app_read(req, how, v, err) : rc;
}

/* ---- The list ---- */
struct list {
    struct arrival *rows;
    struct st_id *ids;
    int64_t *captured;
    size_t n;
};

static int load_list(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct list *l = arg;
    int rc = st_arrival_list(tx, &l->rows, &l->ids, &l->n, LISTED, err);

    l->captured = ST_NEW_N(tx->arena, int64_t, l->n + 1);
    for (size_t i = 0; rc == ST_OK && i < l->n; i++)
        rc = st_arrival_captured(tx, l->ids[i], &l->captured[i], err);
    return rc;
}

static void counts(struct st_html *page, int64_t captured, int64_t people)
{
    struct st_message text = ST_MSG("{0} of {1} captured", ST_V((long)captured), ST_V((long)people));

    st_html_message(page, &text);
    st_html_open(page, "progress", "class", "st-progress", NULL);
    st_html_attr_int(page, "value", captured);
    st_html_attr_int(page, "max", people > 0 ? people : 1);
    st_html_attr_t(page, "aria-label", "Captured");
    st_html_close(page);
}

static void state(struct st_html *page, const struct arrival *a)
{
    bool closed = st_instant_known(a->closed_at);
    st_page_badge(page, closed ? ST_NEUTRAL : ST_SUCCESS, closed ? "Closed" : "Open");
}

static int show_list(struct st_request *req, struct st_response *res, struct st_error *err)
{
    static const char *const columns[] = {"Arrival", "When", "What happened", "People", "State", NULL};
    struct list l = {0};
    struct st_html page;
    int rc = st_app_read(req, load_list, &l, err);

    if (rc != ST_OK)
        return rc;
    st_page_begin(&page, req, res, &ST_MSG("Arrivals"));
    st_html_open(&page, "p", NULL);
    st_page_action(&page, ST_PRIMARY, ST_S("/arrivals/new"), "Open an arrival");
    st_html_close(&page);
    if (l.n == 0)
        st_page_notice(&page, ST_INFO, &ST_MSG("Nobody has arrived yet."));
    else
        st_page_table(&page, "Arrivals", columns);
    for (size_t i = 0; i < l.n; i++) {
        st_page_row(&page);
        st_html_open(&page, "th", "scope", "row", NULL);
        st_html_open(&page, "a", "class", "ds-link", NULL);
        st_html_attr(&page, "href", st_path(req->arena, ARRIVALS, l.ids[i], ""));
        st_html_name(&page, l.rows[i].place);
        st_html_close(&page);
        st_html_open(&page, "div", "class", "st-sub", NULL);
        st_html_name(&page, l.rows[i].number);
        st_page_cell(&page);
        st_html_instant(&page, l.rows[i].event_at);
        st_page_cell(&page);
        st_html_t(&page, st_code_label(&screening_event_codes, l.rows[i].event));
        st_page_cell(&page);
        counts(&page, l.captured[i], l.rows[i].people.v);
        st_page_cell(&page);
        state(&page, &l.rows[i]);
    }
    if (l.n > 0)
        st_page_table_end(&page);
    st_page_end(&page);
    return ST_OK;
}

/* ---- Opening and correcting ---- */
static uint64_t asked_fields(void)
{
    const struct st_field *fields = arrival_shape.fields();
    return ST_ALL_FIELDS & ~(UINT64_C(1) << (st_shape_field(&arrival_shape, ST_S("member_state")) - fields));
}

static int form(struct st_request *req, struct st_response *res, const struct view *v, const struct st_error *faults)
{
    const struct st_form_options options = {.faults = faults, .typed = &req->form, .fields = asked_fields()};
    bool fresh = !st_id_known(v->id);
    struct st_html page;

    st_page_begin(&page, req, res, fresh ? &ST_MSG("Open an arrival")
                                         : &ST_MSG("Correct arrival {0}", ST_V(v->arrival.number)));
    st_part_crumb(&page, fresh ? ST_S("/arrivals") : st_path(req->arena, ARRIVALS, v->id, ""),
                  fresh ? "Arrivals" : "Back to the arrival");
    st_page_faults(&page, faults);
    st_form_begin(&page, fresh ? "/arrivals/new" : st_path(req->arena, ARRIVALS, v->id, "/edit").p);
    st_form_hidden(&page, "member_state", v->arrival.member_state);
    if (!fresh)
        st_form_version(&page, req->version >= 0 ? req->version : v->version);
    st_form_fields(&page, &arrival_shape, &v->arrival, &options);
    st_page_button(&page, ST_PRIMARY, fresh ? "Open the arrival" : "Save");
    st_form_end(&page);
    st_page_end(&page);
    return ST_OK;
}

/* What a new arrival most likely is: here, and now. */
static struct view blank(const struct st_request *req)
{
    return (struct view){.arrival = {.member_state = st_app_member_state(req), .event_at = req->now}};
}

static int show_new(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct view v = blank(req);

    (void)err;
    return form(req, res, &v, NULL);
}

static int command_open(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct view *v = arg;
    struct arrival a = v->arrival;
    return st_arrival_open(tx, &v->id, &a, err);
}

static int open_arrival(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct view v = blank(req);
    int rc = req->faults.n > 0 ? ST_E_INVALID : ST_OK;

    v.arrival = *(const struct arrival *)req->input;
    if (rc == ST_OK)
        rc = st_app_write(req, command_open, &v, &req->faults);
    if (rc == ST_OK) {
        st_response_redirect(res, st_path(req->arena, ARRIVALS, v.id, ""));
        return ST_OK;
    }
    *err = req->faults;
    v.id = (struct st_id){{0}};
    return st_app_again(res, err) ? form(req, res, &v, &req->faults) : rc;
}

static int show_edit(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct view v = {0};
    int rc = look(&v, req, load_head, err);

    return rc == ST_OK ? form(req, res, &v, NULL) : rc;
}

static int command_update(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct view *v = arg;
    struct arrival a = v->arrival;
    return st_arrival_update(tx, v->id, v->version, &a, err);
}

static int update(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct view v = {.arrival = *(const struct arrival *)req->input, .version = req->version}, stands = {.version = 0};
    int rc = st_request_id(&v.id, req, "id", err);

    if (rc != ST_OK)
        return rc;
    rc = req->faults.n > 0 ? ST_E_INVALID : st_app_write(req, command_update, &v, &req->faults);
    if (rc == ST_OK) {
        st_response_redirect(res, st_path(req->arena, ARRIVALS, v.id, ""));
        return ST_OK;
    }
    *err = req->faults;
    if (!st_app_again(res, err))
        return rc;
    *err = (struct st_error){0};
    stands.id = v.id;
    rc = st_app_read(req, load_head, &stands, err); /* there may be no such arrival here, whatever was wrong */
    v.arrival.number = stands.arrival.number;
    return rc == ST_OK ? form(req, res, &v, &req->faults) : rc;
}

/* ---- One arrival ---- */
static void facts(struct st_html *page, const struct view *v)
{
    const struct arrival *a = &v->arrival;

    st_page_description(page);
    st_page_fact(page, "Number", a->number);
    st_page_fact_open(page, "When");
    st_html_instant(page, a->event_at);
    st_page_fact_open(page, "What happened");
    st_html_t(page, st_code_label(&screening_event_codes, a->event));
    if (a->means.n > 0)
        st_page_fact(page, "Came by", a->means);
    st_page_fact_open(page, "People");
    counts(page, v->captured, a->people.v);
    if (a->children.known) {
        st_page_fact_open(page, "Of them children");
        st_html_int(page, a->children.v);
    }
    if (a->remarks.n > 0)
        st_page_fact(page, "Remarks", a->remarks);
    if (st_instant_known(a->closed_at)) {
        st_page_fact_open(page, "Closed at");
        st_html_instant(page, a->closed_at);
    }
    st_part_deleted_on(page, a->erase_on, ST_S(ST_KEEPING_CITATION));
    st_page_description_end(page);
}

static void bands(struct st_html *page, const struct view *v, const struct st_error *faults)
{
    const struct st_form_options options = {.faults = faults, .typed = &page->req->form};
    int64_t missing = v->arrival.people.v - v->arrival.bands_printed.v;
    struct bands_asked asked = {.count = {missing > 0 ? missing : 1, true}};
    struct st_message printed = ST_MSG("{0} bands have been numbered.", ST_V((long)v->arrival.bands_printed.v));

    st_html_element(page, "h2", "Bands", NULL);
    st_html_open(page, "p", NULL);
    st_html_message(page, &printed);
    if (v->arrival.bands_printed.v > 0) {
        st_html_str(page, ST_S(" "));
        st_html_link(page, st_path(page->req->arena, ARRIVALS, v->id, "/bands"), "Print them again");
    }
    st_html_close(page);
    st_form_begin(page, st_path(page->req->arena, ARRIVALS, v->id, "/bands").p);
    st_form_fields(page, &bands_asked_shape, &asked, &options);
    st_page_button(page, ST_SECONDARY, "Number and print bands");
    st_form_end(page);
}

/* How far a person has come: the state of the newest case. */
static void progress(struct st_html *page, const struct view *v, struct st_id person)
{
    st_page_cell(page);
    for (size_t i = 0; i < v->cases_n; i++) {
        const struct case_file *f = &v->cases[i].file;
        if (f != case_of(v, person))
            continue;
        st_html_link(page, st_case_path(page->req->arena, f->procedure, v->cases[i].id),
                     st_state_label(st_procedure_find(f->procedure), f->state));
        return;
    }
    st_html_element(page, "span", "No case yet", "class", "st-soft", NULL);
}

static void people(struct st_html *page, const struct view *v)
{
    static const char *const columns[] = {"Name", "Band", "Born", "Nationality", "State", NULL};

    st_page_live(page, "people", "work");
    st_html_element(page, "h2", "People captured", NULL);
    if (v->n == 0)
        st_html_element(page, "p", "Nobody yet.", NULL);
    else
        st_page_table(page, "People captured", columns);
    for (size_t i = 0; i < v->n; i++) {
        st_page_row(page);
        st_html_attr(page, "data-kept", v->keys[i]);
        if (st_request_holds(page->req, v->keys[i]))
            continue;
        st_part_person_cells(page, &v->persons[i], v->ids[i]);
        progress(page, v, v->ids[i]);
    }
    if (v->n > 0)
        st_page_table_end(page);
    st_html_close(page);
}

static int page_of(struct st_request *req, struct st_response *res, const struct view *v, const struct st_error *faults)
{
    bool open = !st_instant_known(v->arrival.closed_at);
    bool may = st_request_may(req, ST_ROLE(screening_officer) | ST_ROLE(supervisor));
    struct st_html page;

    st_page_begin(&page, req, res, &ST_MSG("Arrival {0}", ST_V(v->arrival.place)));
    st_part_crumb(&page, ST_S("/arrivals"), "Arrivals");
    st_page_faults(&page, faults);
    if (open && may) {
        st_html_open(&page, "p", "class", "st-row", NULL);
        st_page_action(&page, ST_PRIMARY, st_path(req->arena, "/persons/new?arrival=", v->id, ""), "Capture a person");
        st_page_action(&page, ST_SECONDARY, st_path(req->arena, ARRIVALS, v->id, "/edit"), "Correct");
        st_html_close(&page);
    }
    facts(&page, v);
    people(&page, v);
    if (open && may) {
        bands(&page, v, faults);
        st_html_element(&page, "h2", "Close", NULL);
        st_html_element(&page, "p", "When everybody has been captured. Files and screenings go on.", NULL);
        st_form_begin(&page, st_path(req->arena, ARRIVALS, v->id, "/close").p);
        st_page_button(&page, ST_SECONDARY, "Close the arrival");
        st_form_end(&page);
    }
    st_page_end(&page);
    return ST_OK;
}

static int show(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct view v = {0};
    int rc = look(&v, req, load, err);

    return rc == ST_OK ? page_of(req, res, &v, NULL) : rc;
}

static int command_close(struct st_tx *tx, void *arg, struct st_error *err)
{
    return st_arrival_close(tx, ((struct view *)arg)->id, err);
}

/* A refused act shows the arrival again with the reason. */
static int again(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct view v = {0};
    struct st_error faults = *err, reading = {0};
    int rc;

    if (!st_app_again(res, &faults))
        return (int)faults.code;
    rc = look(&v, req, load, &reading);
    if (rc == ST_OK)
        return page_of(req, res, &v, &faults);
    *err = reading;
    return rc;
}

static int close_arrival(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct view v = {0};
    int rc = st_request_id(&v.id, req, "id", err);

    if (rc == ST_OK)
        rc = st_app_write(req, command_close, &v, err);
    if (rc != ST_OK)
        return again(req, res, err);
    st_response_redirect(res, st_path(req->arena, ARRIVALS, v.id, ""));
    return ST_OK;
}

/* ---- Bands ---- */
struct band_job {
    struct st_id id;
    int64_t count, first;
};

static int command_bands(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct band_job *job = arg;
    return st_arrival_bands(tx, job->id, job->count, &job->first, err);
}

static int number_bands(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct band_job job = {.count = ((const struct bands_asked *)req->input)->count.v};
    int rc = st_request_id(&job.id, req, "id", err);
    char id[ST_ID_TEXT];

    *err = req->faults;
    if (rc == ST_OK)
        rc = err->n > 0 ? ST_E_INVALID : st_app_write(req, command_bands, &job, err);
    if (rc != ST_OK)
        return again(req, res, err);
    st_response_redirect(res, st_strf(req->arena, "/arrivals/%s/bands?first=%lld&count=%lld", st_id_print(id, job.id),
                                      (long long)job.first, (long long)job.count));
    return ST_OK;
}

static void band(struct st_html *page, const struct arrival *a, int64_t n)
{
    struct st_str text = st_strf(page->req->arena, "%.*s/%lld", (int)a->number.n, a->number.p, (long long)n);

    st_html_open(page, "li", "class", "st-band", NULL);
    st_qr_draw(page, text);
    st_html_open(page, "div", NULL);
    st_html_open(page, "p", "class", "st-band-number", NULL);
    st_html_int(page, n);
    st_html_close(page);
    st_html_open(page, "p", NULL);
    st_html_name(page, text);
    st_html_close(page);
    st_html_open(page, "p", NULL);
    st_html_name(page, a->place);
    st_html_str(page, ST_S(" · "));
    st_html_instant(page, a->event_at);
    st_html_close(page);
    st_html_close(page);
    st_html_close(page);
}

static int print_bands(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct view v = {0};
    struct st_html page;
    int64_t first, count;
    int rc = look(&v, req, load_head, err);

    if (rc != ST_OK)
        return rc;
    first = st_request_number(req, "first", 1, v.arrival.bands_printed.v, 1);
    count = st_request_number(req, "count", 1, PRINTED_MAX, v.arrival.bands_printed.v);
    if (count > v.arrival.bands_printed.v - first + 1)
        count = v.arrival.bands_printed.v - first + 1;
    st_page_begin_print(&page, req, res, &ST_MSG("Bands of arrival {0}", ST_V(v.arrival.number)));
    st_html_open(&page, "p", "class", "st-screen-only st-row", NULL);
    st_html_link(&page, st_path(req->arena, ARRIVALS, v.id, ""), "Back to the arrival");
    st_html_element(&page, "span", "Print this page with the browser: 22 bands on a sheet.", NULL);
    st_html_close(&page);
    st_html_open(&page, "ul", "class", "st-bands", NULL);
    for (int64_t i = 0; i < count; i++)
        band(&page, &v.arrival, first + i);
    st_html_close(&page);
    st_page_end(&page);
    return ST_OK;
}

#define CAPTURERS (ST_ROLE(screening_officer) | ST_ROLE(supervisor))
#define SEE (CAPTURERS | ST_ROLE(monitor))
#define SEEING (ST_PURPOSE(screening) | ST_PURPOSE(rights_monitoring))

const struct st_route st_arrival_routes[] = {
    {ST_GET, "/arrivals", show_list, .roles = SEE, .purposes = SEEING, .help = "Arrivals, newest first", .flags = ST_PAGE},
    {ST_GET, "/arrivals/new", show_new, .roles = CAPTURERS, .purposes = ST_PURPOSE(screening),
     .help = "The form of a new arrival", .flags = ST_PAGE},
    {ST_POST, "/arrivals/new", open_arrival, .roles = CAPTURERS, .purposes = ST_PURPOSE(screening),
     .body = &arrival_shape, .audit = "arrival.open", .help = "Opens an arrival", .flags = ST_PAGE},
    {ST_GET, "/arrivals/{id}", show, .roles = SEE, .purposes = SEEING, .audit = "person.read",
     .help = "An arrival with its people and bands", .flags = ST_PAGE},
    {ST_GET, "/arrivals/{id}/edit", show_edit, .roles = CAPTURERS, .purposes = ST_PURPOSE(screening),
     .help = "The form that corrects an arrival", .flags = ST_PAGE},
    {ST_POST, "/arrivals/{id}/edit", update, .roles = CAPTURERS, .purposes = ST_PURPOSE(screening),
     .body = &arrival_shape, .audit = "arrival.update", .help = "Corrects an arrival", .flags = ST_PAGE | ST_IF_MATCH},
    {ST_POST, "/arrivals/{id}/close", close_arrival, .roles = CAPTURERS, .purposes = ST_PURPOSE(screening),
     .audit = "arrival.close", .help = "Closes an arrival", .flags = ST_PAGE},
    {ST_GET, "/arrivals/{id}/bands", print_bands, .roles = CAPTURERS, .purposes = ST_PURPOSE(screening),
     .help = "The sheet of bands to print", .flags = ST_PAGE},
    {ST_POST, "/arrivals/{id}/bands", number_bands, .roles = CAPTURERS, .purposes = ST_PURPOSE(screening),
     .body = &bands_asked_shape, .audit = "arrival.bands", .help = "Numbers bands and shows the sheet to print",
     .flags = ST_PAGE},
    {0}};
