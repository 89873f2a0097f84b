/* Law-enforcement searches of Eurodac, for the units that ask and for those that verify: Eurodac Art 32 to 34, 47. */
#include "registers/eurodac_hit.h"
#include "registers/eurodac_request.h"
#include "registers/staff.h"
#include "app/eurodac_bodies.h"
#include "app/finger_part.h"
#include "app/people.h"

enum { FILES_MAX = 2 << 20 };

#define POLICE_KEY(F)                                                                                                 \
    F(text, name, 0, 200, "Name", "In any script, spelling and order", "Eurodac Art 33(3)")                           \
    F(text, document, 0, 40, "Document number", "", "Eurodac Art 33(3)")                                              \
    F(many, prints, 0, search_print, "Fingerprints", "ISO/IEC 19794-2:2005 records, one finger in each",              \
      "Eurodac Art 33(3)")
ST_SHAPE(police_key, POLICE_KEY)
ST_SHAPE_DEFINE(police_key, POLICE_KEY, "By what is searched", "Eurodac Art 33(3)")

#define POLICE (ST_ROLE(law_enforcement) | ST_ROLE(verifying_officer))
#define CRIME ST_PURPOSE(serious_crime)

static const char AT[] = "/police/";

struct view {
    struct st_id id;
    struct eurodac_request request, *all;
    struct st_str asked_by, verified_by;
    struct st_id *ids;
    size_t n;
    struct eurodac_hit *hits;
    size_t hits_n;
    const void *input;
};

/* How far a request is, as one word. */
static const char *state_of(enum st_tone *tone, const struct eurodac_request *r)
{
    /* sentences */
    *tone = ST_NEUTRAL;
    if (r->verdict == eurodac_verdict_refused)
        return "Refused";
    if (r->verdict == eurodac_verdict_unknown && !st_yes(r->urgent)) {
        *tone = ST_WARNING;
        return "To be verified";
    }
    if (r->verdict == eurodac_verdict_unknown) {
        *tone = ST_DANGER;
        return "Urgent, to be verified afterwards";
    }
    if (!st_instant_known(r->searched_at)) {
        *tone = ST_INFO;
        return "May be searched";
    }
    *tone = st_instant_known(r->answered_at) ? ST_SUCCESS : ST_INFO;
    return st_instant_known(r->answered_at) ? "Answered" : "Sent, not yet answered";
    /* end of sentences */
}

/* ---- The list ---- */
static int load_list(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct view *v = arg;
    return st_eurodac_requests(tx, &v->all, &v->ids, &v->n, err);
}

static void list_row(struct st_html *page, const struct eurodac_request *r, struct st_id id)
{
    enum st_tone tone;
    const char *state = state_of(&tone, r);

    st_page_row(page);
    st_html_open(page, "th", "scope", "row", NULL);
    st_html_open(page, "a", "class", "ds-link", NULL);
    st_html_attr(page, "href", st_path(page->req->arena, AT, id, ""));
    st_html_name(page, r->file);
    st_html_close(page);
    st_page_cell(page);
    st_page_badge(page, tone, state);
    st_page_cell(page);
    st_html_name(page, r->offence);
    st_page_cell(page);
    st_html_name(page, r->asked_unit);
    st_page_cell(page);
    st_html_instant(page, r->asked_at);
}

static int show_list(struct st_request *req, struct st_response *res, struct st_error *err)
{
    static const char *const columns[] = {
        /* sentences */
        "National file number", "State", "Offence", "Unit that asks", "Asked at",
        /* end of sentences */
        NULL};
    struct view v = {.n = 0};
    struct st_html page;
    int rc = st_app_read(req, load_list, &v, err);

    if (rc != ST_OK)
        return rc;
    st_page_begin(&page, req, res, &ST_MSG("Law-enforcement requests"));
    if (st_request_may(req, ST_ROLE(law_enforcement))) {
        st_html_open(&page, "p", NULL);
        st_page_action(&page, ST_PRIMARY, ST_S("/police/new"), "Ask for a search");
        st_html_close(&page);
    }
    if (v.n == 0) {
        st_html_open(&page, "div", "class", "st-empty", NULL);
        st_html_element(&page, "p", "Nobody has asked for a search.", NULL);
        st_html_close(&page);
    } else {
        st_page_table(&page, "Newest first", columns);
        for (size_t i = v.n; i-- > 0;)
            list_row(&page, &v.all[i], v.ids[i]);
        st_page_table_end(&page);
    }
    st_page_end(&page);
    return ST_OK;
}

/* ---- Asking ---- */
static int new_page(struct st_request *req, struct st_response *res, const struct st_error *faults)
{
    struct st_form_options o = {.faults = faults, .typed = &req->form};
    struct st_html page;

    st_page_begin(&page, req, res, &ST_MSG("Ask for a search"));
    st_part_crumb(&page, ST_S("/police"), "Law-enforcement requests");
    st_page_faults(&page, faults);
    st_page_notice(&page, ST_INFO, &ST_MSG("An officer of another unit verifies that each condition is met before anything is "
                                           "searched; where danger is imminent, afterwards."));
    st_form_begin(&page, "/police/new");
    st_form_fields(&page, &eurodac_request_shape, NULL, &o);
    st_page_button(&page, ST_PRIMARY, "Send to be verified");
    st_form_end(&page);
    st_page_end(&page);
    return ST_OK;
}

static int show_new(struct st_request *req, struct st_response *res, struct st_error *err)
{
    (void)err;
    return new_page(req, res, NULL);
}

static int command_ask(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct view *v = arg;
    return st_eurodac_request_ask(tx, &v->id, v->input, err);
}

static int ask(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct view v = {.input = req->input};
    int rc = req->faults.n > 0 ? ST_E_INVALID : st_app_write(req, command_ask, &v, &req->faults);

    if (rc == ST_OK) {
        st_response_redirect(res, st_path(req->arena, AT, v.id, ""));
        return ST_OK;
    }
    *err = req->faults;
    return st_app_again(res, err) ? new_page(req, res, &req->faults) : rc;
}

/* ---- One request ---- */
static int load_one(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct view *v = arg;
    int rc = st_eurodac_request_get(tx, &v->request, v->id, err);

    if (rc != ST_OK)
        return rc;
    v->asked_by = st_staff_name(tx, v->request.asked_by);
    v->verified_by = st_id_known(v->request.verified_by) ? st_staff_name(tx, v->request.verified_by) : ST_S("");
    if (!st_instant_known(v->request.answered_at) || !st_actor_is(tx->actor, role_law_enforcement))
        return ST_OK;
    return st_eurodac_hits_of_request(tx, &v->hits, &v->ids, &v->hits_n, v->id, err);
}

static void verify_form(struct st_html *page, const struct view *v, const struct st_error *faults)
{
    struct st_form_options o = {.faults = faults, .typed = &page->req->form};

    if (v->request.verdict != eurodac_verdict_unknown || !st_request_may(page->req, ST_ROLE(verifying_officer)))
        return;
    st_html_element(page, "h2", "Verify", NULL);
    st_form_begin(page, st_path(page->req->arena, AT, v->id, "/verify").p);
    st_form_fields(page, &eurodac_verdict_body_shape, NULL, &o);
    st_page_button(page, ST_PRIMARY, "Decide");
    st_form_end(page);
}

static void search_form(struct st_html *page, const struct view *v, const struct st_error *faults)
{
    struct st_form_options o = {.faults = faults, .typed = &page->req->form, .fields = 3};

    if (!st_eurodac_request_open(&v->request) || st_instant_known(v->request.searched_at) ||
        !st_request_may(page->req, ST_ROLE(law_enforcement)))
        return;
    st_html_element(page, "h2", "Search", NULL);
    st_html_element(page, "p", "Once, by fingerprints or by name or document number. The answer comes by message.", "class",
                    "st-soft", NULL);
    st_form_begin(page, st_path(page->req->arena, AT, v->id, "/search").p);
    st_form_takes_files(page);
    st_form_fields(page, &police_key_shape, NULL, &o);
    st_form_files(page, &police_key_shape, "prints", &o);
    st_page_button(page, ST_PRIMARY, "Search Eurodac");
    st_form_end(page);
}

static void need_form(struct st_html *page, const struct view *v, const struct st_error *faults)
{
    struct st_form_options o = {.faults = faults, .typed = &page->req->form};

    if (v->hits_n == 0 || !st_request_may(page->req, ST_ROLE(law_enforcement)))
        return;
    st_html_element(page, "p", "What was found is erased after a month, unless the investigation still needs it.", NULL);
    st_form_begin(page, st_path(page->req->arena, AT, v->id, "/need").p);
    st_form_fields(page, &eurodac_need_body_shape, NULL, &o);
    st_page_button(page, ST_SECONDARY, "Say so");
    st_form_end(page);
}

static void hit_row(struct st_html *page, const struct eurodac_hit *hit)
{
    st_page_row(page);
    st_html_open(page, "th", "scope", "row", NULL);
    st_html_name(page, hit->reference.n > 0 ? hit->reference : ST_S("–"));
    st_part_hit_cells(page, hit);
    st_page_cell(page);
    if (st_yes(hit->by_data))
        st_html_t(page, "Found by name or number");
    else
        st_part_score(page, (int)hit->score.v);
}

static void found(struct st_html *page, const struct view *v, const struct st_error *faults)
{
    static const char *const columns[] = {
        /* sentences */
        "Reference number", "Category", "Member State of origin", "Date of the event", "Score",
        /* end of sentences */
        NULL};

    if (!st_instant_known(v->request.answered_at))
        return;
    st_html_element(page, "h2", "Found", NULL);
    if (st_instant_known(v->request.erased_at)) {
        st_html_element(page, "p", "The result was erased.", NULL);
        return;
    }
    if (!st_request_may(page->req, ST_ROLE(law_enforcement))) {
        st_html_element(page, "p", "What was found is for the unit that asked.", NULL);
        return;
    }
    if (v->hits_n == 0) {
        st_html_element(page, "p", "Eurodac holds nobody who fits.", NULL);
        return;
    }
    st_page_table(page, "Ask the State of origin for the person's file, by its reference number", columns);
    for (size_t i = 0; i < v->hits_n; i++)
        hit_row(page, &v->hits[i]);
    st_page_table_end(page);
    need_form(page, v, faults);
}

static void facts(struct st_html *page, const struct view *v)
{
    enum st_tone tone;
    const char *state = state_of(&tone, &v->request);

    st_page_description(page);
    st_page_fact_open(page, "State");
    st_page_badge(page, tone, state);
    st_page_fact(page, "Asked by", v->asked_by);
    if (v->verified_by.n > 0)
        st_page_fact(page, "Verified by", v->verified_by);
    st_page_record(page, &eurodac_request_shape, &v->request, ST_ALL_FIELDS, false);
    st_page_description_end(page);
}

static int request_page(struct st_request *req, struct st_response *res, struct view *v, const struct st_error *faults,
                        struct st_error *err)
{
    struct st_html page;
    int rc = st_app_read(req, load_one, v, err);

    if (rc != ST_OK)
        return rc;
    st_page_begin(&page, req, res, &ST_MSG("Request {0}", ST_V(v->request.file)));
    st_part_crumb(&page, ST_S("/police"), "Law-enforcement requests");
    st_page_faults(&page, faults);
    verify_form(&page, v, faults);
    search_form(&page, v, faults);
    found(&page, v, faults);
    st_html_element(&page, "h2", "What was asked", NULL);
    facts(&page, v);
    st_page_end(&page);
    return ST_OK;
}

static int show_one(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct view v = {.n = 0};
    int rc = st_request_id(&v.id, req, "id", err);

    return rc == ST_OK ? request_page(req, res, &v, NULL, err) : rc;
}

/* Runs what a form of the page asks for, and shows the page again. */
static int act(struct st_request *req, struct st_response *res, st_command_fn command, struct st_error *err)
{
    struct view v = {.input = req->input};
    int rc = st_request_id(&v.id, req, "id", err);

    if (rc != ST_OK)
        return rc;
    rc = req->faults.n > 0 ? ST_E_INVALID : st_app_write(req, command, &v, &req->faults);
    if (rc == ST_OK) {
        st_response_redirect(res, st_path(req->arena, AT, v.id, ""));
        return ST_OK;
    }
    *err = req->faults;
    return st_app_again(res, err) ? request_page(req, res, &v, &req->faults, err) : rc;
}

static int command_verify(struct st_tx *tx, void *arg, struct st_error *err)
{
    const struct view *v = arg;
    const struct eurodac_verdict_body *b = v->input;
    return st_eurodac_request_verify(tx, v->id, (enum eurodac_verdict)b->verdict, err);
}

static int command_need(struct st_tx *tx, void *arg, struct st_error *err)
{
    const struct view *v = arg;
    const struct eurodac_need_body *b = v->input;
    return st_eurodac_request_keep(tx, v->id, st_yes(b->needed), err);
}

static int command_search(struct st_tx *tx, void *arg, struct st_error *err)
{
    const struct view *v = arg;
    const struct police_key *given = v->input;
    struct eurodac_print *prints;
    int rc = st_fingers_of_files(&prints, given->prints.v, given->prints.n, tx->arena, err);

    if (rc != ST_OK)
        return rc;
    struct st_eurodac_key key = {.prints = prints, .prints_n = given->prints.n, .name = given->name,
                                 .document = given->document};
    return st_eurodac_request_search(tx, v->id, &key, err);
}

static int verify(struct st_request *req, struct st_response *res, struct st_error *err)
{
    return act(req, res, command_verify, err);
}

static int need(struct st_request *req, struct st_response *res, struct st_error *err)
{
    return act(req, res, command_need, err);
}

static int search(struct st_request *req, struct st_response *res, struct st_error *err)
{
    return act(req, res, command_search, err);
}

const struct st_route st_police_routes[] = {
    {ST_GET, "/police", show_list, .roles = POLICE, .purposes = CRIME, .audit = "eurodac.requests",
     .help = "Law-enforcement requests", .flags = ST_PAGE},
    {ST_GET, "/police/new", show_new, .roles = ST_ROLE(law_enforcement), .purposes = CRIME,
     .help = "The form of a request", .flags = ST_PAGE},
    {ST_POST, "/police/new", ask, .roles = ST_ROLE(law_enforcement), .purposes = CRIME, .body = &eurodac_request_shape,
     .audit = "eurodac.request", .help = "Ask for a law-enforcement search", .flags = ST_PAGE},
    {ST_GET, "/police/{id}", show_one, .roles = POLICE, .purposes = CRIME, .audit = "eurodac.request.read",
     .help = "A law-enforcement request", .flags = ST_PAGE},
    {ST_POST, "/police/{id}/verify", verify, .roles = ST_ROLE(verifying_officer), .purposes = CRIME,
     .body = &eurodac_verdict_body_shape, .audit = "eurodac.request.verify", .help = "Verify another unit's request",
     .flags = ST_PAGE},
    {ST_POST, "/police/{id}/search", search, .roles = ST_ROLE(law_enforcement), .purposes = CRIME,
     .body = &police_key_shape, .audit = "eurodac.request.search", .help = "Search on a request that is open",
     .flags = ST_PAGE, .body_max = FILES_MAX},
    {ST_POST, "/police/{id}/need", need, .roles = ST_ROLE(law_enforcement), .purposes = CRIME,
     .body = &eurodac_need_body_shape, .audit = "eurodac.request.keep",
     .help = "Say whether the investigation needs what was found; else it is erased after a month", .flags = ST_PAGE},
    {0}};
