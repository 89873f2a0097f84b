/* Putting somebody in charge of a minor, ending it, and seeing who is. */
#include "app/representation.h"

#include "app/parts.h"

#define DESIGNATORS (ST_ROLE(screening_officer) | ST_ROLE(supervisor) | ST_ROLE(vulnerability_staff))
#define DESIGNATING (ST_PURPOSE(screening) | ST_PURPOSE(vulnerability_check))

static const char PERSONS[] = "/persons/";

/* ---- Reading ---- */
int st_representation_view_load(struct st_tx *tx, struct st_representation_view *v, struct st_id person,
                                struct st_error *err)
{
    int rc = st_access_decide_about(NULL, tx, &st_representations, ST_MAY_READ, person, NULL);

    v->shown = rc == ST_OK;
    if (!v->shown)
        return ST_OK;
    rc = st_representation_list(tx, &v->all, &v->ids, &v->n, person, err);
    for (size_t i = 0; rc == ST_OK && i < v->n; i++)
        v->in_force += st_representation_in_force(&v->all[i], tx->now);
    return rc;
}

/* ---- Parts ---- */
static void who(struct st_html *page, const struct representation *r)
{
    if (r->name.n > 0)
        st_html_name(page, r->name);
    if (r->organisation.n > 0) {
        st_html_str(page, r->name.n > 0 ? ST_S(", ") : ST_S(""));
        st_html_name(page, r->organisation);
    }
    if (r->name.n + r->organisation.n > 0)
        st_html_str(page, ST_S(" · "));
    st_html_t(page, st_code_label(&representation_kind_codes, r->kind));
}

void st_part_represented(struct st_html *page, const struct st_representation_view *v)
{
    for (size_t i = 0; i < v->in_force; i++) {
        st_html_open(page, "div", NULL);
        who(page, &v->all[i]);
        st_html_close(page);
    }
    if (v->in_force == 0)
        st_html_t(page, "nobody yet");
}

/* For which purpose this reader designates; named by the key that is pressed. */
static const char *purpose(const struct st_request *req)
{
    return st_request_may(req, ST_ROLE(screening_officer) | ST_ROLE(supervisor)) ? "screening" : "vulnerability_check";
}

static void row(struct st_html *page, const struct st_representation_view *v, size_t i, struct st_id person, bool ends)
{
    const struct representation *r = &v->all[i];
    char record[ST_ID_TEXT];

    st_html_open(page, "li", NULL);
    st_html_open(page, "strong", NULL);
    who(page, r);
    st_html_close(page);
    st_html_open(page, "div", "class", "st-soft", NULL);
    st_html_message(page, st_instant_known(r->until)
                              ? &ST_MSG("from {0} to {1}", ST_V(r->since), ST_V(r->until))
                              : &ST_MSG("since {0}", ST_V(r->since)));
    if (r->designated_by.n > 0) {
        st_html_str(page, ST_S(" · "));
        st_html_message(page, &ST_MSG("designated by {0}", ST_V(r->designated_by)));
    }
    if (r->minors_in_care.known) {
        st_html_str(page, ST_S(" · "));
        st_html_message(page, &ST_MSG("minors in care at that time: {0}", ST_V((long)r->minors_in_care.v)));
    }
    st_html_close(page);
    if (r->contact.n > 0) {
        st_html_open(page, "div", NULL);
        st_html_name(page, r->contact);
        st_html_close(page);
    }
    if (r->ended_because.n > 0) {
        st_html_open(page, "div", NULL);
        st_html_name(page, r->ended_because);
        st_html_close(page);
    }
    if (ends)
        st_page_action(page, ST_SECONDARY,
                       st_strf(page->req->arena, "%s/representatives/%s?purpose=%s",
                               st_path(page->req->arena, PERSONS, person, "").p, st_id_print(record, v->ids[i]),
                               purpose(page->req)), "End");
    st_html_close(page);
}

static void in_charge(struct st_html *page, const struct st_representation_view *v, struct st_id person, bool minor,
                      bool writes)
{
    if (v->in_force == 0 && minor) {
        st_html_open(page, "p", NULL);
        st_html_t(page, "Nobody represents or assists this minor yet. That never hinders the right to apply for protection.");
        st_html_open(page, "cite", "class", "st-cite", NULL);
        st_html_str(page, ST_S("SR Art 13(6)"));
        st_html_close(page);
        st_html_close(page);
    }
    if (v->in_force > 0)
        st_html_open(page, "ul", "class", "st-list", NULL);
    for (size_t i = 0; i < v->in_force; i++)
        row(page, v, i, person, writes);
    if (v->in_force > 0)
        st_html_close(page);
}

void st_part_representation(struct st_html *page, const struct st_representation_view *v, struct st_id person,
                            bool minor)
{
    bool writes = st_request_may(page->req, DESIGNATORS);

    if (!v->shown || (v->n == 0 && !minor))
        return;
    st_html_open(page, "section", "id", "representative", "aria-labelledby", "representative-title", NULL);
    st_html_element(page, "h2", "Representative", "id", "representative-title", NULL);
    in_charge(page, v, person, minor, writes);
    if (writes && minor)
        st_page_action(page, ST_SECONDARY,
                       st_strf(page->req->arena, "%s?purpose=%s",
                               st_path(page->req->arena, PERSONS, person, "/representatives/new").p,
                               purpose(page->req)),
                       v->in_force > 0 ? "Replace, or add a family member" : "Designate");
    if (v->n > v->in_force) {
        st_html_open(page, "details", "class", "st-details", NULL);
        st_html_element(page, "summary", "Earlier", NULL);
        st_html_open(page, "ul", "class", "st-list", NULL);
        for (size_t i = v->in_force; i < v->n; i++)
            row(page, v, i, person, false);
        st_html_close(page);
        st_html_close(page);
    }
    st_html_close(page);
}

/* ---- In one's own care ---- */
static int load_row(struct st_tx *tx, struct st_in_care_row *r, struct st_error *err)
{
    struct st_case_filter newest = {.person = r->person, .limit = 1};
    struct st_representation_view v = {0};
    struct st_case_row *cases;
    size_t n = 0;
    int rc = st_person_get(tx, &r->file, NULL, r->person, err);

    if (rc == ST_OK)
        rc = st_representation_view_load(tx, &v, r->person, err);
    if (rc == ST_OK)
        rc = st_case_list(&cases, &n, tx, &newest, err);
    for (size_t i = 0; rc == ST_OK && i < v.in_force; i++)
        if (st_id_eq(v.all[i].account, tx->actor->officer))
            r->charge = v.all[i];
    if (rc == ST_OK && n > 0) {
        r->case_id = cases[0].id;
        r->c = cases[0].file;
    }
    return rc;
}

int st_in_care_load(struct st_tx *tx, struct st_in_care_row **out, size_t *n, struct st_error *err)
{
    struct st_id *persons = NULL;
    int rc = st_all_in_care(tx, &persons, n, err);

    *out = ST_NEW_N(tx->arena, struct st_in_care_row, *n);
    for (size_t i = 0; rc == ST_OK && i < *n; i++) {
        (*out)[i].person = persons[i];
        rc = load_row(tx, &(*out)[i], err);
    }
    return rc;
}

static void case_cell(struct st_html *page, const struct st_in_care_row *r)
{
    const struct st_procedure *p = st_id_known(r->case_id) ? st_procedure_find(r->c.procedure) : NULL;

    if (p == NULL) {
        st_html_t(page, "None yet.");
        return;
    }
    st_html_link(page, st_case_path(page->req->arena, r->c.procedure, r->case_id), p->title);
    st_html_str(page, ST_S(": "));
    st_html_t(page, st_state_label(p, r->c.state));
}

void st_part_in_care(struct st_html *page, const struct st_in_care_row *rows, size_t n)
{
    static const char *const columns[] = {"Person", "Case", "In charge as", "Since", NULL};

    st_html_element(page, "h2", "In your care", NULL);
    if (n == 0) {
        st_html_open(page, "div", "class", "st-empty", NULL);
        st_html_element(page, "p", "Nobody is in your care today. Whoever is put in your charge appears here at once.", NULL);
        st_html_close(page);
        return;
    }
    st_page_table(page, "In your care", columns);
    for (size_t i = 0; i < n; i++) {
        st_page_row(page);
        st_html_open(page, "th", "scope", "row", NULL);
        st_html_open(page, "a", "class", "ds-link", NULL);
        st_html_attr(page, "href", st_path(page->req->arena, PERSONS, rows[i].person, ""));
        st_html_name(page, st_person_called(page->req->arena, &rows[i].file));
        st_html_close(page);
        st_html_close(page);
        st_page_cell(page);
        case_cell(page, &rows[i]);
        st_page_cell(page);
        st_html_t(page, st_code_label(&representation_kind_codes, rows[i].charge.kind));
        st_page_cell(page);
        st_html_instant(page, rows[i].charge.since);
    }
    st_page_table_end(page);
}

/* ---- Designating ---- */
struct view {
    struct st_id person, record;
    struct person p;
    struct representation r;
    int64_t version;
    struct st_str because;
    struct st_instant until;
    struct st_representation_view now;
    struct st_representative *accounts;
    size_t accounts_n;
};

static int load_new(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct view *v = arg;
    int rc = st_person_get(tx, &v->p, NULL, v->person, err);

    if (rc == ST_OK)
        rc = st_representation_view_load(tx, &v->now, v->person, err);
    return rc == ST_OK ? st_representatives(tx, &v->accounts, &v->accounts_n, err) : rc;
}

static void accounts(struct st_html *page, const struct view *v)
{
    static const char *const columns[] = {"Name", "Unit", "Minors in this person's care", "Sign-in name", NULL};

    if (v->accounts_n == 0)
        return;
    st_page_table(page, "Representatives who have an account here", columns);
    for (size_t i = 0; i < v->accounts_n; i++) {
        const struct st_representative *a = &v->accounts[i];
        st_page_row(page);
        st_page_cell_name(page, a->name);
        st_page_cell(page);
        st_html_name(page, a->unit);
        st_page_cell(page);
        st_html_int(page, a->minors);
        st_page_cell(page);
        st_html_open(page, "a", "class", "ds-link", NULL);
        st_html_attr(page, "href", st_strf(page->req->arena, "?account=%.*s&purpose=%s#f-kind", (int)a->sign_in_name.n,
                                           a->sign_in_name.p, purpose(page->req)));
        st_html_name(page, a->sign_in_name);
        st_html_close(page);
    }
    st_page_table_end(page);
}

static int designate_form(struct st_request *req, struct st_response *res, struct view *v,
                          const struct st_error *faults, struct st_error *err)
{
    const struct st_form_options options = {.faults = faults, .typed = &req->form};
    struct st_html page;
    int rc = st_app_read(req, load_new, v, err);

    if (rc != ST_OK)
        return rc;
    st_page_begin(&page, req, res, &ST_MSG("Who is put in charge"));
    st_part_crumb(&page, st_path(req->arena, PERSONS, v->person, ""), "Back to the person");
    st_part_person(&page, &v->p, v->person);
    st_page_faults(&page, faults);
    if (v->now.in_force > 0)
        st_page_notice(&page, ST_INFO, &ST_MSG("Somebody is in charge already. A representative who is put in charge now takes "
                                               "over; the reason is recorded."));
    accounts(&page, v);
    st_form_begin(&page, st_path(req->arena, PERSONS, v->person, "/representatives/new").p);
    st_html_attr_text(&page, "class", "st-compact");
    st_form_hidden(&page, "purpose", st_str_of(purpose(req)));
    st_form_fields(&page, &representation_shape, &v->r, &options);
    st_page_button(&page, ST_PRIMARY, "Put in charge");
    st_form_end(&page);
    st_page_end(&page);
    return ST_OK;
}

static int show_new(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct view v = {.r = {.sign_in_name = st_request_query(req, "account"), .normal_circumstances = ST_YES}};
    int rc = st_request_id(&v.person, req, "id", err);

    return rc == ST_OK ? designate_form(req, res, &v, NULL, err) : rc;
}

static int command_designate(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct view *v = arg;
    return st_representation_designate(tx, &v->record, v->person, &v->r, err);
}

static struct st_str back_to(struct st_request *req, struct st_id person)
{
    return st_path(req->arena, PERSONS, person, "#representative");
}

static int designate(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct view v = {.r = *(const struct representation *)req->input};
    int rc = st_request_id(&v.person, req, "id", err);

    if (rc == ST_OK)
        rc = req->faults.n > 0 ? ST_E_INVALID : st_app_write(req, command_designate, &v, &req->faults);
    if (rc == ST_OK) {
        st_response_redirect(res, back_to(req, v.person));
        return ST_OK;
    }
    *err = req->faults;
    if (!st_app_again(res, err))
        return rc;
    *err = (struct st_error){0}; /* of the reading: there may be no such record here */
    return designate_form(req, res, &v, &req->faults, err);
}

/* ---- Ending ---- */
#define CHARGE_ENDED(F)                                                                                               \
    F(instant, until, ST_IN_PAST, 0, "Until", "Now, when left empty", "RCD Art 27(1)")                                \
    F(text, ended_because, ST_REQUIRED | ST_LONG, 1000, "Ended because", "", "SR Art 13(4)")
ST_SHAPE(charge_ended, CHARGE_ENDED)
ST_SHAPE_DEFINE(charge_ended, CHARGE_ENDED, "End of a charge", "SR Art 13(4)")

static int load_one(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct view *v = arg;
    int rc = st_person_get(tx, &v->p, NULL, v->person, err);

    if (rc == ST_OK)
        rc = st_representation_get(tx, &v->r, &v->version, v->record, err);
    if (rc == ST_OK && st_id_known(v->r.person) && !st_id_eq(v->r.person, v->person))
        rc = st_fail(err, ST_E_NOTFOUND, "", ST_MSG("There is no such record."), "", "Compare the number.");
    return rc;
}

static int end_form(struct st_request *req, struct st_response *res, struct view *v, const struct st_error *faults,
                    struct st_error *err)
{
    const struct st_form_options options = {.faults = faults, .typed = &req->form};
    char record[ST_ID_TEXT];
    struct st_html page;
    int rc = st_app_read(req, load_one, v, err);

    if (rc != ST_OK)
        return rc;
    st_page_begin(&page, req, res, &ST_MSG("Who is in charge"));
    st_part_crumb(&page, back_to(req, v->person), "Back to the person");
    st_part_person(&page, &v->p, v->person);
    st_page_faults(&page, faults);
    st_page_description(&page);
    st_page_record(&page, &representation_shape, &v->r, ST_ALL_FIELDS, false);
    st_page_description_end(&page);
    if (st_request_may(req, DESIGNATORS) && !st_instant_known(v->r.until)) {
        st_html_element(&page, "h2", "End", NULL);
        st_form_begin(&page, st_strf(req->arena, "%s/representatives/%s", st_path(req->arena, PERSONS, v->person, "").p,
                                     st_id_print(record, v->record)).p);
        st_html_attr_text(&page, "class", "st-compact");
        st_form_version(&page, req->version >= 0 ? req->version : v->version);
        st_form_hidden(&page, "purpose", st_str_of(purpose(req)));
        st_form_fields(&page, &charge_ended_shape, NULL, &options);
        st_page_button(&page, ST_PRIMARY, "End");
        st_form_end(&page);
    }
    st_page_end(&page);
    return ST_OK;
}

static int ids_of(struct view *v, struct st_request *req, struct st_error *err)
{
    int rc = st_request_id(&v->person, req, "id", err);
    return rc == ST_OK ? st_request_id(&v->record, req, "record", err) : rc;
}

static int show_one(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct view v = {0};
    int rc = ids_of(&v, req, err);

    return rc == ST_OK ? end_form(req, res, &v, NULL, err) : rc;
}

static int command_end(struct st_tx *tx, void *arg, struct st_error *err)
{
    const struct view *v = arg;
    return st_representation_end(tx, v->record, v->version, v->until, v->because, err);
}

static int end(struct st_request *req, struct st_response *res, struct st_error *err)
{
    const struct charge_ended *given = req->input;
    struct view v = {.version = req->version, .until = given->until, .because = given->ended_because};
    int rc = ids_of(&v, req, err);

    if (rc == ST_OK)
        rc = req->faults.n > 0 ? ST_E_INVALID : st_app_write(req, command_end, &v, &req->faults);
    if (rc == ST_OK) {
        st_response_redirect(res, back_to(req, v.person));
        return ST_OK;
    }
    *err = req->faults;
    if (!st_app_again(res, err))
        return rc;
    *err = (struct st_error){0}; /* of the reading: there may be no such record here */
    return end_form(req, res, &v, &req->faults, err);
}

const struct st_route st_representation_routes[] = {
    {ST_GET, "/persons/{id}/representatives/new", show_new, .roles = DESIGNATORS, .purposes = DESIGNATING,
     .audit = "person.read", .help = "The form that puts somebody in charge of a minor", .flags = ST_PAGE},
    {ST_POST, "/persons/{id}/representatives/new", designate, .roles = DESIGNATORS, .purposes = DESIGNATING,
     .body = &representation_shape, .audit = "representation.designate", .help = "Puts somebody in charge of a minor",
     .flags = ST_PAGE},
    {ST_GET, "/persons/{id}/representatives/{record}", show_one, .audit = "representation.read",
     .help = "Who is or was in charge of a person", .flags = ST_PAGE},
    {ST_POST, "/persons/{id}/representatives/{record}", end, .roles = DESIGNATORS, .purposes = DESIGNATING,
     .body = &charge_ended_shape, .audit = "representation.end", .help = "Ends a charge", .flags = ST_PAGE | ST_IF_MATCH},
    {0}};
