/* Hits of Eurodac for the expert who decides: the list, both sides beside each other, the decision with its reason. */
#include "registers/eurodac_transmit.h"
#include "app/finger_part.h"
#include "app/people.h"

/* Who may open hits; what they see of them the rights of the register say. */
#define HIT_ROLES                                                                                                     \
    (ST_ROLE(fingerprint_expert) | ST_ROLE(screening_officer) | ST_ROLE(supervisor) | ST_ROLE(registration_officer) |  \
     ST_ROLE(return_officer))
#define HIT_PURPOSES (ST_PURPOSE(irregular_migration) | ST_PURPOSE(asylum_system))

/* ---- The list ---- */

struct list {
    struct st_id person;
    struct eurodac_hit *hits;
    struct st_id *ids;
    size_t n;
};

static int load_list(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct list *l = arg;
    return st_eurodac_hits_of_person(tx, &l->hits, &l->ids, &l->n, l->person, err);
}

static enum st_tone tone_of(unsigned state)
{
    return state == eurodac_hit_state_proposed    ? ST_WARNING
           : state == eurodac_hit_state_confirmed ? ST_SUCCESS
                                                  : ST_NEUTRAL;
}

static void list_row(struct st_html *page, const struct eurodac_hit *hit, struct st_id id)
{
    st_page_row(page);
    st_html_open(page, "th", "scope", "row", NULL);
    st_html_open(page, "a", "class", "ds-link", NULL);
    st_html_attr(page, "href", st_path(page->req->arena, "/hits/", id, ""));
    st_html_name(page, hit->reference.n > 0 ? hit->reference : ST_S("–"));
    st_html_close(page);
    st_page_cell(page);
    st_page_badge(page, tone_of(hit->state), st_code_label(&eurodac_hit_state_codes, hit->state));
    st_part_hit_cells(page, hit);
    st_page_cell(page);
    st_part_score(page, (int)hit->score.v);
    st_page_cell(page);
    st_html_instant(page, hit->received_at);
}

static int show_list(struct st_request *req, struct st_response *res, struct st_error *err)
{
    static const char *const columns[] = {
        /* sentences */
        "Reference number", "State", "Category", "Member State of origin", "Date of the event", "Score", "Received at",
        /* end of sentences */
        NULL};
    struct list l = {{{0}}, NULL, NULL, 0};
    struct st_html page;
    int rc;

    (void)st_id_parse(&l.person, st_request_query(req, "person"));
    rc = st_app_read(req, load_list, &l, err);
    if (rc != ST_OK)
        return rc;
    st_page_begin(&page, req, res, &ST_MSG("Hits of Eurodac"));
    st_page_live(&page, "hits", "work");
    if (l.n == 0) {
        st_html_open(&page, "div", "class", "st-empty", NULL);
        st_html_element(&page, "p", "No hit waits for a decision.", NULL);
        st_html_close(&page);
    } else {
        st_page_table(&page, "Those that help to determine responsibility first", columns);
        for (size_t i = 0; i < l.n; i++)
            list_row(&page, &l.hits[i], l.ids[i]);
        st_page_table_end(&page);
    }
    st_html_close(&page);
    st_page_end(&page);
    return ST_OK;
}

/* ---- Both sides ---- */

struct sides {
    struct st_id id;
    struct st_eurodac_sides s;
};

static int load_sides(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct sides *v = arg;
    return st_eurodac_hit_get(tx, &v->s, v->id, err);
}

static void side(struct st_html *page, const char *title, const struct eurodac_dataset *dataset)
{
    st_html_open(page, "div", NULL);
    st_html_element(page, "h2", title, NULL);
    if (st_shape_blank(&eurodac_dataset_shape, dataset)) {
        st_html_element(page, "p", "Not kept, or not for your eyes.", "class", "st-unknown", NULL);
    } else {
        st_page_description(page);
        st_page_record(page, &eurodac_dataset_shape, dataset, ~(UINT64_C(1) << 1), false); /* prints are drawn below */
        st_page_description_end(page);
    }
    st_html_close(page);
}

static void decision_form(struct st_html *page, const struct sides *v, const struct st_error *faults)
{
    static const struct {
        unsigned state;
        const char *key;
        enum st_button kind;
    } choices[] = {
        /* sentences */
        {eurodac_hit_state_confirmed, "The same person", ST_SECONDARY},
        {eurodac_hit_state_false_hit, "Not the same person", ST_GRAVE},
        {eurodac_hit_state_unsure, "Unsure", ST_SECONDARY},
        /* end of sentences */
    };
    struct st_form_options o = {.faults = faults, .typed = &page->req->form, .fields = 2};
    struct st_str path = st_path(page->req->arena, "/hits/", v->id, "/decide");

    st_html_element(page, "h2", "Your decision", NULL);
    st_form_begin(page, path.p);
    st_form_version(page, v->s.version);
    st_form_fields(page, &hit_decision_shape, NULL, &o);
    st_html_open(page, "div", "class", "st-row", "role", "group", NULL);
    st_html_attr_t(page, "aria-label", "Your decision");
    for (size_t i = 0; i < 3; i++) {
        st_html_open(page, "button", "type", "submit", "name", "decision", "class", "ds-button", NULL);
        st_html_attr_text(page, "value", st_code_name(&eurodac_hit_state_codes, choices[i].state));
        if (choices[i].kind == ST_SECONDARY)
            st_html_attr_text(page, "data-variant", "secondary");
        else
            st_html_attr_text(page, "data-color", "danger");
        st_html_t(page, choices[i].key);
        st_html_close(page);
    }
    st_html_close(page);
    st_form_end(page);
    st_html_element(page, "p", "A hit found false is erased at once, with what was found, and eu-LISA is told within three "
                               "working days.", "class", "st-soft", NULL);
}

/* Where the hit stands and what it is about, in one line above the decision. */
static void in_short(struct st_html *page, const struct eurodac_hit *hit)
{
    st_html_open(page, "p", NULL);
    st_page_badge(page, tone_of(hit->state), st_code_label(&eurodac_hit_state_codes, hit->state));
    st_html_str(page, ST_S(" "));
    st_part_score(page, (int)hit->score.v);
    st_html_str(page, ST_S(" "));
    st_html_t(page, st_code_label(&eurodac_category_codes, hit->category));
    if (hit->origin.n > 0) {
        st_html_str(page, ST_S(" · "));
        st_part_country(page, hit->origin);
    }
    if (st_date_known(hit->event_on)) {
        st_html_str(page, ST_S(" · "));
        st_html_date(page, hit->event_on);
    }
    st_html_close(page);
}

static int hit_page(struct st_request *req, struct st_response *res, struct sides *v, const struct st_error *faults,
                    struct st_error *err)
{
    struct st_print_record own, found;
    struct st_fingers fingers;
    struct st_html page;
    int rc = st_app_read(req, load_sides, v, err);

    if (rc != ST_OK)
        return rc;
    st_page_begin(&page, req, res, &ST_MSG("Hit {0}", ST_V(v->s.hit.reference)));
    st_part_crumb(&page, ST_S("/hits"), "Hits of Eurodac");
    st_page_faults(&page, faults);
    st_fingers_record(&own, v->s.own.fingerprints.v, v->s.own.fingerprints.n, req->arena);
    st_fingers_record(&found, v->s.found.fingerprints.v, v->s.found.fingerprints.n, req->arena);
    st_fingers_compare(&fingers, &own, &found, req->arena);
    st_html_open(&page, "div", "class", "st-sides", NULL);
    st_html_open(&page, "div", NULL);
    st_part_fingers(&page, &fingers);
    st_html_close(&page);
    st_html_open(&page, "div", NULL);
    in_short(&page, &v->s.hit);
    if (st_request_may(req, ST_ROLE(fingerprint_expert)) && v->s.hit.state != eurodac_hit_state_false_hit)
        decision_form(&page, v, faults);
    st_html_close(&page);
    st_html_close(&page);
    if (fingers.n > 0)
        st_html_element(&page, "h2", "Prints side by side", NULL);
    /* sentences */
    st_part_finger_drawings(&page, &fingers, "Taken here", "Found in Eurodac");
    /* end of sentences */
    st_html_element(&page, "h2", "What Eurodac sent", NULL);
    st_page_description(&page);
    st_page_record(&page, &eurodac_hit_shape, &v->s.hit, ST_ALL_FIELDS & ~UINT64_C(31), false); /* but the keys */
    st_page_description_end(&page);
    st_html_open(&page, "div", "class", "st-sides", NULL);
    /* sentences */
    side(&page, "Taken here", &v->s.own);
    side(&page, "Found in Eurodac", &v->s.found);
    /* end of sentences */
    st_html_close(&page);
    st_page_end(&page);
    return ST_OK;
}

static int show_hit(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct sides v = {{{0}}, {.version = 0}};
    int rc = st_request_id(&v.id, req, "id", err);
    return rc == ST_OK ? hit_page(req, res, &v, NULL, err) : rc;
}

/* ---- The decision ---- */

struct decision {
    struct st_id id;
    int64_t version;
    const struct hit_decision *given;
};

static int run_decide(struct st_tx *tx, void *arg, struct st_error *err)
{
    const struct decision *d = arg;
    return st_eurodac_hit_decide(tx, d->id, d->version, d->given, err);
}

static int decide(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct sides v = {{{0}}, {.version = 0}};
    struct decision d = {.version = req->version, .given = req->input};
    struct st_error faults = req->faults;
    int rc = st_request_id(&v.id, req, "id", err);

    if (rc != ST_OK)
        return rc;
    d.id = v.id;
    rc = faults.n > 0 ? (int)faults.code : st_app_write(req, run_decide, &d, &faults);
    if (rc == ST_OK) {
        st_response_redirect(res, d.given->decision == eurodac_hit_state_false_hit
                                      ? ST_S("/hits") : st_path(req->arena, "/hits/", v.id, ""));
        return ST_OK;
    }
    if (st_app_again(res, &faults))
        return hit_page(req, res, &v, &faults, err);
    *err = faults;
    return rc;
}

const struct st_route st_hit_routes[] = {
    {ST_GET, "/hits", show_list, .roles = HIT_ROLES, .purposes = HIT_PURPOSES, .audit = "eurodac.hits",
     .help = "Hits of Eurodac that wait for a decision", .flags = ST_PAGE},
    {ST_GET, "/hits/{id}", show_hit, .roles = HIT_ROLES, .purposes = HIT_PURPOSES, .audit = "eurodac.hit.read",
     .help = "Both sides of a hit", .flags = ST_PAGE},
    {ST_POST, "/hits/{id}/decide", decide, .roles = ST_ROLE(fingerprint_expert), .purposes = HIT_PURPOSES,
     .body = &hit_decision_shape, .audit = "eurodac.hit.decide", .help = "Decides on a hit",
     .flags = ST_PAGE | ST_IF_MATCH},
    {0}};
