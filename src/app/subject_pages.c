/* The rights of the person: what is kept of them, their requests and the answers. Eurodac Art 43, GDPR Art 15 to 18. */
#include "law/period.h"
#include "registers/subject.h"
#include "app/finger_part.h"
#include "app/parts.h"
#include "app/people.h"

enum { FILES_MAX = 2 << 20 };

/* The page that is shown again is the person's. */
#define SUBJECT_ANSWER_FORM(F)                                                                                        \
    F(id, person, ST_REQUIRED | ST_HIDDEN, 0, "Person", "", "")                                                       \
    SUBJECT_ANSWER(F)
ST_SHAPE(subject_answer_form, SUBJECT_ANSWER_FORM)
ST_SHAPE_DEFINE(subject_answer_form, SUBJECT_ANSWER_FORM, "Answer to a request", "Eurodac Art 43(4)")

#define SUBJECT_PRINTS(F)                                                                                             \
    F(id, person, ST_REQUIRED | ST_HIDDEN, 0, "Person", "", "")                                                       \
    F(many, prints, 0, search_print, "Fingerprints", "Used for this alone, and erased at once", "Eurodac Art 43(6)")
ST_SHAPE(subject_prints, SUBJECT_PRINTS)
ST_SHAPE_DEFINE(subject_prints, SUBJECT_PRINTS, "Search with the person's own prints", "Eurodac Art 43(6)")

#define OFFICER ST_ROLE(data_protection_officer)
#define RIGHTS ST_PURPOSE(data_protection)

struct view {
    struct st_id person, id; /* id: of the request that is answered */
    struct st_subject_packet packet;
    struct subject_request *open;
    struct st_id *ids;
    size_t n;
    struct st_str *names;
    const void *input;
};

static struct st_str address_of(struct st_arena *arena, struct st_id person)
{
    return st_path(arena, "/persons/", person, "/rights");
}

/* One month from receipt, counted by Regulation 1182/71. */
static void due(struct st_html *page, const struct subject_request *r)
{
    struct st_period_query q = {.event = r->received_on, .length = {1, ST_MONTHS}, .profile = ST_REG_1182,
                                .state = st_app_member_state(page->req)};
    struct st_period_result end;

    if (st_instant_known(r->answered_at) || st_period(&end, &q, NULL) != ST_OK)
        return;
    st_html_message(page, &ST_MSG("by {0}", ST_V(end.last_day)));
    if (st_date_cmp(end.last_day, st_request_today(page->req)) < 0) {
        st_html_str(page, ST_S(" "));
        st_page_badge(page, ST_DANGER, "Overdue");
    }
    st_html_open(page, "cite", "class", "st-cite", NULL);
    st_html_str(page, ST_S("GDPR Art 12(3)"));
    st_html_close(page);
}

/* ---- What waits ---- */
static int load_open(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct view *v = arg;
    int rc = st_subject_open(tx, &v->open, &v->ids, &v->n, err);

    v->names = ST_NEW_N(tx->arena, struct st_str, v->n + 1);
    for (size_t i = 0; rc == ST_OK && i < v->n; i++) {
        struct person person;
        rc = st_person_get(tx, &person, NULL, v->open[i].person, err);
        v->names[i] = rc == ST_OK ? st_person_called(tx->arena, &person) : ST_S("");
    }
    return rc;
}

static int show_list(struct st_request *req, struct st_response *res, struct st_error *err)
{
    static const char *const columns[] = {
        /* sentences */
        "Person", "Right", "Received on", "To be answered",
        /* end of sentences */
        NULL};
    struct view v = {.n = 0};
    struct st_html page;
    int rc = st_app_read(req, load_open, &v, err);

    if (rc != ST_OK)
        return rc;
    st_page_begin(&page, req, res, &ST_MSG("Requests of persons"));
    if (v.n == 0) {
        st_html_open(&page, "div", "class", "st-empty", NULL);
        st_html_element(&page, "p", "No request waits for an answer. A new one is entered on the person's page.", NULL);
        st_page_action(&page, ST_SECONDARY, ST_S("/search"), "Search a person");
        st_html_close(&page);
        st_page_end(&page);
        return ST_OK;
    }
    st_page_table(&page, "The oldest first", columns);
    for (size_t i = 0; i < v.n; i++) {
        st_page_row(&page);
        st_html_open(&page, "th", "scope", "row", NULL);
        st_html_open(&page, "a", "class", "ds-link", NULL);
        st_html_attr(&page, "href", address_of(req->arena, v.open[i].person));
        st_html_name(&page, v.names[i]);
        st_html_close(&page);
        st_page_cell(&page);
        st_html_t(&page, st_code_label(&subject_right_codes, v.open[i].concerns));
        st_page_cell(&page);
        st_html_date(&page, v.open[i].received_on);
        st_page_cell(&page);
        due(&page, &v.open[i]);
    }
    st_page_table_end(&page);
    st_page_end(&page);
    return ST_OK;
}

/* ---- One person: requests, and everything that is kept ---- */
static int load_packet(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct view *v = arg;
    return st_subject_packet(tx, &v->packet, v->person, err);
}

static void answer_form(struct st_html *page, struct st_id person, struct st_id id, const struct st_error *faults)
{
    struct st_form_options o = {.faults = faults, .typed = faults ? &page->req->form : NULL};
    char text[ST_ID_TEXT];

    st_form_begin(page, st_path(page->req->arena, "/requests/", id, "/answer").p);
    st_form_hidden(page, "person", st_str_of(st_id_print(text, person)));
    st_form_fields(page, &subject_answer_form_shape, NULL, &o);
    st_page_button(page, ST_PRIMARY, "Answer");
    st_form_end(page);
    st_html_open(page, "details", "class", "st-details", NULL);
    st_html_element(page, "summary", "Search Eurodac with the person's own prints", NULL);
    st_form_begin(page, st_path(page->req->arena, "/requests/", id, "/search").p);
    st_form_takes_files(page);
    st_form_hidden(page, "person", st_str_of(text));
    st_form_files(page, &subject_prints_shape, "prints", &(struct st_form_options){.faults = faults});
    st_page_button(page, ST_SECONDARY, "Search Eurodac");
    st_form_end(page);
    st_html_close(page);
}

/* The request whose form is on the page: the one that was named, otherwise the first that waits. Two forms of a kind
 * would share the names of their fields. */
static struct st_id in_hand(const struct view *v)
{
    if (st_id_known(v->id))
        return v->id;
    for (size_t i = 0; i < v->packet.requests_n; i++)
        if (!st_instant_known(v->packet.requests[i].answered_at))
            return v->packet.request_ids[i];
    return v->id;
}

static void answering(struct st_html *page, const struct view *v, struct st_id id, const struct st_error *faults)
{
    char text[ST_ID_TEXT];

    if (st_id_eq(id, in_hand(v)))
        answer_form(page, v->person, id, st_id_known(v->id) ? faults : NULL);
    else
        st_page_action(page, ST_SECONDARY, st_strf(page->req->arena, "%s?request=%s",
                       address_of(page->req->arena, v->person).p, st_id_print(text, id)), "Answer");
}

static void request_card(struct st_html *page, const struct view *v, size_t i, const struct st_error *faults)
{
    const struct subject_request *r = &v->packet.requests[i];
    bool answered = st_instant_known(r->answered_at);

    st_html_open(page, "section", "class", "st-card", NULL);
    st_html_open(page, "h3", NULL);
    st_html_t(page, st_code_label(&subject_right_codes, r->concerns));
    st_html_str(page, ST_S(" "));
    st_page_badge(page, answered ? ST_SUCCESS : ST_WARNING,
                  answered ? st_code_label(&subject_outcome_codes, r->outcome) : "To be answered");
    st_html_close(page);
    st_html_open(page, "p", "class", "st-soft", NULL);
    st_html_message(page, &ST_MSG("Received on {0}.", ST_V(r->received_on)));
    st_html_str(page, ST_S(" "));
    due(page, r);
    st_html_close(page);
    if (r->wish.n > 0) {
        st_html_open(page, "p", NULL);
        st_html_name(page, r->wish);
        st_html_close(page);
    }
    if (answered && r->answer.n > 0) {
        st_html_open(page, "p", NULL);
        st_html_name(page, r->answer);
        st_html_close(page);
    }
    if (!answered)
        answering(page, v, v->packet.request_ids[i], faults);
    st_html_close(page);
}

static void new_request(struct st_html *page, const struct view *v, const struct st_error *faults)
{
    struct st_form_options o = {.faults = faults, .typed = faults ? &page->req->form : NULL, .fields = 2 | 4 | 8};
    struct subject_request today = {.received_on = st_request_today(page->req)};

    st_html_open(page, "details", "class", "st-details", NULL);
    st_html_flag(page, "open", faults != NULL);
    st_html_element(page, "summary", "Enter a request", NULL);
    st_form_begin(page, address_of(page->req->arena, v->person).p);
    st_form_fields(page, &subject_request_shape, &today, &o);
    st_page_button(page, ST_PRIMARY, "Enter the request");
    st_form_end(page);
    st_html_close(page);
}

static void records(struct st_html *page, const char *title, const struct st_shape *shape, const void *rows, size_t n)
{
    if (n == 0)
        return;
    st_html_element(page, "h3", title, NULL);
    for (size_t i = 0; i < n; i++) {
        st_page_description(page);
        st_page_record(page, shape, (const char *)rows + i * shape->size, ST_ALL_FIELDS, false);
        st_page_description_end(page);
    }
}

static void datasets(struct st_html *page, const struct st_subject_packet *p)
{
    for (size_t i = 0; i < p->datasets_n; i++) {
        st_html_element(page, "h3", "Eurodac dataset", NULL);
        st_page_description(page);
        st_page_fact_open(page, "Stored until");
        st_html_date(page, p->datasets[i].entry.storage_ends_on);
        st_page_fact(page, "Stored under", p->datasets[i].entry.storage_citation);
        st_page_record(page, &eurodac_dataset_shape, &p->datasets[i].data, ST_ALL_FIELDS, false);
        st_page_description_end(page);
    }
}

static void elsewhere(struct st_html *page, const struct st_subject_packet *p)
{
    if (p->elsewhere_n == 0)
        return;
    st_html_element(page, "h3", "In Eurodac from other States", NULL);
    st_html_open(page, "ul", NULL);
    for (size_t i = 0; i < p->elsewhere_n; i++) {
        st_html_open(page, "li", NULL);
        st_html_message(page, &ST_MSG("In Eurodac from {0}, reference number {1}: ask there too.",
                                      ST_V(p->elsewhere[i].origin), ST_V(p->elsewhere[i].reference)));
        st_html_close(page);
    }
    st_html_close(page);
}

static void kept(struct st_html *page, const struct view *v)
{
    const struct st_subject_packet *p = &v->packet;

    st_html_element(page, "h2", "What is kept of the person here", NULL);
    /* sentences */
    records(page, "Particulars", &person_shape, &p->person, 1);
    datasets(page, p);
    records(page, "Hits", &eurodac_hit_shape, p->hits, p->hits_n);
    elsewhere(page, p);
    records(page, "Notices of other States", &eurodac_notice_shape, p->notices, p->notices_n);
    records(page, "Representatives", &representation_shape, p->representatives, p->representatives_n);
    /* end of sentences */
    st_html_element(page, "h3", "Who looked", NULL);
    st_html_open(page, "p", NULL);
    st_html_message(page, &ST_MSG("{0} entries of the journal concern the person.", ST_V((int64_t)p->log_n)));
    st_html_str(page, ST_S(" "));
    st_html_link(page, st_path(page->req->arena, "/persons/", v->person, "/log"), "Who looked");
    st_html_close(page);
    st_html_element(page, "p", "You may ask for rectification, completion, erasure or restriction, and complain to the "
                               "supervisory authority.", NULL);
}

static int person_page(struct st_request *req, struct st_response *res, struct view *v, const struct st_error *faults,
                       struct st_error *err)
{
    struct st_html page;
    int rc = st_app_read(req, load_packet, v, err);

    if (rc != ST_OK)
        return rc;
    st_page_begin(&page, req, res, &ST_MSG("Rights of the person"));
    st_part_crumb(&page, ST_S("/requests"), "Requests of persons");
    st_part_person(&page, &v->packet.person, v->person);
    st_page_faults(&page, faults);
    st_html_element(&page, "h2", "Requests", NULL);
    for (size_t i = 0; i < v->packet.requests_n; i++)
        request_card(&page, v, i, faults);
    new_request(&page, v, st_id_known(v->id) ? NULL : faults);
    kept(&page, v);
    st_page_end(&page);
    return ST_OK;
}

static int show_person(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct view v = {.n = 0};
    int rc = st_request_id(&v.person, req, "id", err);

    (void)st_id_parse(&v.id, st_request_query(req, "request"));
    return rc == ST_OK ? person_page(req, res, &v, NULL, err) : rc;
}

/* Runs what a form asks for, and shows the person's page again. */
static int act(struct st_request *req, struct st_response *res, struct view *v, st_command_fn command,
               struct st_error *err)
{
    int rc = req->faults.n > 0 ? ST_E_INVALID : st_app_write(req, command, v, &req->faults);

    if (rc == ST_OK) {
        st_response_redirect(res, address_of(req->arena, v->person));
        return ST_OK;
    }
    *err = req->faults;
    return st_app_again(res, err) ? person_page(req, res, v, &req->faults, err) : rc;
}

static int command_ask(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct view *v = arg;
    struct subject_request request = *(const struct subject_request *)v->input;
    struct st_id id;

    request.person = v->person;
    return st_subject_ask(tx, &id, &request, err);
}

static int ask(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct subject_request given = {0};
    struct view v = {.input = &given};
    int rc = st_request_id(&v.person, req, "id", err);

    if (rc != ST_OK)
        return rc;
    st_form_read(&given, &subject_request_shape, req, &req->faults);
    return act(req, res, &v, command_ask, err);
}

static int command_answer(struct st_tx *tx, void *arg, struct st_error *err)
{
    const struct view *v = arg;
    const struct subject_answer_form *a = v->input;
    return st_subject_answer(tx, v->id, (enum subject_outcome)a->outcome, a->answer, err);
}

static int answer(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct view v = {.input = req->input};
    int rc = st_request_id(&v.id, req, "id", err);

    if (rc != ST_OK)
        return rc;
    v.person = ((const struct subject_answer_form *)req->input)->person;
    return act(req, res, &v, command_answer, err);
}

static int command_search(struct st_tx *tx, void *arg, struct st_error *err)
{
    const struct view *v = arg;
    const struct subject_prints *given = v->input;
    struct eurodac_print *prints;
    int rc = st_fingers_of_files(&prints, given->prints.v, given->prints.n, tx->arena, err);

    return rc == ST_OK ? st_subject_search(tx, v->id, prints, given->prints.n, err) : rc;
}

static int search(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct view v = {.input = req->input};
    int rc = st_request_id(&v.id, req, "id", err);

    if (rc != ST_OK)
        return rc;
    v.person = ((const struct subject_prints *)req->input)->person;
    return act(req, res, &v, command_search, err);
}

const struct st_route st_subject_routes[] = {
    {ST_GET, "/requests", show_list, .roles = OFFICER, .purposes = RIGHTS, .audit = "subject.list",
     .help = "Requests of persons that wait for an answer", .flags = ST_PAGE},
    {ST_GET, "/persons/{id}/rights", show_person, .roles = OFFICER, .purposes = RIGHTS, .audit = "subject.packet",
     .help = "What is kept of a person, and their requests", .flags = ST_PAGE},
    {ST_POST, "/persons/{id}/rights", ask, .roles = OFFICER, .purposes = RIGHTS, .audit = "subject.request",
     .help = "Enters a request of the person", .flags = ST_PAGE},
    {ST_POST, "/requests/{id}/answer", answer, .roles = OFFICER, .purposes = RIGHTS, .body = &subject_answer_form_shape,
     .audit = "subject.answer", .help = "Answers a request", .flags = ST_PAGE},
    {ST_POST, "/requests/{id}/search", search, .roles = OFFICER, .purposes = RIGHTS, .body = &subject_prints_shape,
     .audit = "subject.search", .help = "Searches Eurodac with the person's own prints", .flags = ST_PAGE,
     .body_max = FILES_MAX},
    {0}};
