/* The search: one field for any number or name, what weighs beside it, the zone of a document; and fingerprints,
 * which go to the common identity repository to identify a person. Sent as a form's body, so that nothing asked for
 * stands in an address, a history or a log. */
#include "cases/procedure.h"
#include "app/found_part.h"
#include "app/parts.h"
#include "app/people.h"

enum { FILES_MAX = 1 << 20 };

struct view {
    const struct search_request *request;
    struct st_search_reply reply;
    struct st_id case_id;     /* the number was a case's */
    struct st_str procedure;
    struct st_id arrival;     /* the number is a band that nobody wears yet */
    struct st_print_record fingers; /* that were searched with */
    bool asked;
};

/* A number may also be a case's, or a band that was printed and not yet given to anybody. */
static int load_beyond(struct st_tx *tx, struct view *v)
{
    struct st_str text = st_str_trim(v->request->anything);
    struct st_case c;

    if (v->reply.n > 0 || text.n == 0)
        return ST_OK;
    if (st_case_by_number(&v->case_id, tx, text, NULL) == ST_OK) {
        if (st_case_get(&c, tx, v->case_id, true, NULL) == ST_OK)
            v->procedure = c.file.procedure;
        else
            v->case_id = (struct st_id){{0}};
        return ST_OK;
    }
    (void)st_arrival_of_band(tx, &v->arrival, text, NULL);
    return ST_OK;
}

static int load(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct view *v = arg;
    int rc = st_search(&v->reply, tx, v->request, err);

    if (rc == ST_OK)
        rc = st_search_views(&v->fingers, v->request, tx->arena, err);
    return rc == ST_OK ? load_beyond(tx, v) : rc;
}

/* ---- The page ---- */
static uint64_t only(const char *name)
{
    return UINT64_C(1) << (st_shape_field(&search_request_shape, st_str_of(name)) - search_request_shape.fields());
}

/* What the officer may search by under the purpose named; 0 names that of the request. */
static uint64_t searched_by(const struct st_request *req, unsigned purpose)
{
    struct st_actor actor = st_request_actor(req);

    if (purpose != purpose_unknown)
        actor.purpose = st_str_of(st_code_name(&purpose_codes, purpose));
    return st_search_fields(&actor);
}

static void words_form(struct st_html *page, const struct search_request *record, const struct st_error *faults)
{
    uint64_t may = searched_by(page->req, purpose_unknown), box = only("anything"), rest = may & ~box & ~only("prints");
    struct st_form_options options = {.faults = faults, .typed = &page->req->form, .countries = "countries", .fields = box,
                                      .focus = page->req->method == ST_GET ? "anything" : NULL};

    st_form_begin(page, "/search");
    st_html_attr_text(page, "class", "st-compact st-search");
    st_html_attr_text(page, "role", "search");
    st_form_fields(page, &search_request_shape, record, &options);
    st_page_button(page, ST_PRIMARY, "Search");
    if (rest != 0) {
        st_html_open(page, "details", "class", "st-details", NULL);
        st_html_flag(page, "open", record != NULL && record->anything.n == 0 && record->prints.n == 0);
        st_html_element(page, "summary", "By name, birth, nationality or document", NULL);
        options.fields = rest;
        st_form_fields(page, &search_request_shape, record, &options);
        st_page_button(page, ST_SECONDARY, "Search");
        st_html_close(page);
    }
    st_form_end(page);
    st_part_countries(page);
}

/* Fingerprints name their own purpose: whoever may identify does so with one key, and the journal says so. */
static void prints_form(struct st_html *page, const struct search_request *record, const struct st_error *faults)
{
    struct st_form_options options = {.faults = faults};

    if (!(searched_by(page->req, purpose_identification) & only("prints")))
        return;
    st_form_begin(page, "/search");
    st_form_takes_files(page);
    st_html_attr_text(page, "class", "st-compact st-search");
    st_html_open(page, "details", "class", "st-details", NULL);
    st_html_flag(page, "open", record != NULL && record->prints.n > 0);
    st_html_element(page, "summary", "By fingerprints", NULL);
    st_html_open(page, "p", "class", "st-soft", NULL);
    st_html_t(page, "They are sent to the common identity repository, only to identify the person.");
    st_html_open(page, "cite", "class", "st-cite", NULL);
    st_html_str(page, ST_S("SR Art 14(2)"));
    st_html_close(page);
    st_html_close(page);
    st_form_hidden(page, "purpose", st_str_of(st_code_name(&purpose_codes, purpose_identification)));
    st_form_files(page, &search_request_shape, "prints", &options);
    st_page_button(page, ST_SECONDARY, "Identify by fingerprints");
    st_html_close(page);
    st_form_end(page);
}

static void results(struct st_html *page, const struct view *v)
{
    st_html_element(page, "h2", "Found", NULL);
    if (st_id_known(v->arrival)) {
        st_page_notice(page, ST_INFO, &ST_MSG("This band was printed; nobody wears it yet."));
        st_html_open(page, "p", NULL);
        st_page_action(page, ST_SECONDARY,
                       st_strf(page->req->arena, "/persons/new?band=%.*s", (int)v->request->anything.n,
                               v->request->anything.p), "Capture a person with this band");
        st_html_close(page);
        return;
    }
    if (v->reply.silent)
        st_page_notice(page, ST_WARNING, &ST_MSG("The line to the centre is cut: only the files of this place were asked."));
    if (v->reply.n == 0)
        st_html_element(page, "p", "Nothing that you may see. That somebody is not found here proves nothing.", NULL);
    if (v->reply.n == 0 && v->fingers.n > 0)
        st_page_notice(page, ST_INFO, &ST_MSG("Fingerprints found nobody: search by name and document too (SR Art 14(4))."));
    if (v->reply.more)
        st_page_notice(page, ST_INFO, &ST_MSG("More than {0} fit; the best are shown. Say more about the person.",
                                              ST_V((int)ST_SEARCH_HITS)));
    st_part_found(page, &(struct st_found){v->reply.n, v->reply.hits, &v->reply.asked, &v->fingers});
}

static int page_of(struct st_request *req, struct st_response *res, const struct view *v, const struct st_error *faults)
{
    struct st_html page;

    st_page_begin(&page, req, res, &ST_MSG("Search"));
    st_page_faults(&page, faults);
    words_form(&page, v->request, faults);
    prints_form(&page, v->request, faults);
    if (v->asked)
        results(&page, v);
    st_page_end(&page);
    return ST_OK;
}

static int show(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct view v = {0};

    (void)err;
    return page_of(req, res, &v, NULL);
}

/* The one person or case with the number is opened at once: a scan of the band is one key. */
static bool goes_straight(struct st_response *res, const struct st_request *req, const struct view *v)
{
    if (st_id_known(v->case_id)) {
        st_response_redirect(res, st_case_path(req->arena, v->procedure, v->case_id));
        return true;
    }
    if (v->reply.n != 1 || v->reply.hits[0].evidence != ST_EVIDENCE_NUMBER)
        return false;
    st_response_redirect(res, st_path(req->arena, "/persons/", v->reply.hits[0].person, ""));
    return true;
}

/* A fault of one file stands at the field in which all of them were chosen. */
static void at_the_files(struct st_error *faults)
{
    for (size_t i = 0; i < faults->n; i++)
        if (strncmp(faults->faults[i].field, "prints.", 7) == 0)
            faults->faults[i].field = "prints";
}

static int search(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct view v = {.request = req->input};
    int rc = req->faults.n > 0 ? ST_E_INVALID : st_app_read(req, load, &v, &req->faults);

    if (rc == ST_OK) {
        v.asked = true;
        return goes_straight(res, req, &v) ? ST_OK : page_of(req, res, &v, NULL);
    }
    at_the_files(&req->faults);
    *err = req->faults;
    return st_app_again(res, err) ? page_of(req, res, &v, &req->faults) : rc;
}

const struct st_route st_search_routes[] = {
    {ST_GET, "/search", show, .help = "The form of the search", .flags = ST_PAGE},
    {ST_POST, "/search", search, .body = &search_request_shape, .audit = "search",
     .help = "Searches by any number, by name, by document, by fingerprints", .flags = ST_PAGE, .body_max = FILES_MAX},
    {0}};
