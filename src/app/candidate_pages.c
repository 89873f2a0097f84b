/* Seen before? Candidates with their reasons, two files side by side with what differs marked, and the officer's
 * decision. Deciding again un-merges; both files stay as they are. */
#include "registers/eurodac_transmit.h"
#include "app/parts.h"
#include "app/people.h"

#define VERDICT_GIVEN(F)                                                                                              \
    F(code, verdict, ST_REQUIRED, identity_verdict, "Decision", "", "SR Art 14")                                      \
    F(text, reason, ST_REQUIRED | ST_LONG, 2000, "Reason", "What you saw, in your own words", "")
ST_SHAPE(verdict_given, VERDICT_GIVEN)
ST_SHAPE_DEFINE(verdict_given, VERDICT_GIVEN, "Decision on identity", "SR Art 14")

static const char PERSONS[] = "/persons/";

struct view {
    struct st_id id, other;
    struct person p, q;
    struct st_candidate *candidates;
    size_t n;
    struct st_str *deciders;
    struct st_particulars_comparison compared;
    struct identity_decision decision; /* the newest about the two; verdict unknown: none */
    struct st_str decider;
    struct st_id case_id; /* the person's open case; unknown: none that the reader may open */
    struct st_str procedure;
    bool hit;             /* Eurodac has seen the prints, and nobody has decided yet */
};

/* ---- The list ---- */
static int load_case(struct st_tx *tx, struct view *v, struct st_error *err)
{
    struct st_case_filter open_ones = {.person = v->id, .open_only = true, .limit = 1};
    struct st_case_row *rows;
    size_t n = 0;
    int rc = st_case_list(&rows, &n, tx, &open_ones, err);

    if (rc == ST_OK && n > 0) {
        v->case_id = rows[0].id;
        v->procedure = rows[0].file.procedure;
    }
    return rc;
}

static int load_hits(struct st_tx *tx, struct view *v, struct st_error *err)
{
    struct eurodac_hit *hits;
    struct st_id *ids;
    size_t n = 0;
    int rc = st_access_decide(NULL, tx->actor, st_eurodac.rights, NULL, ST_MAY_READ, st_eurodac.title, NULL);

    if (rc != ST_OK)
        return ST_OK;
    rc = st_eurodac_hits_of_person(tx, &hits, &ids, &n, v->id, err);
    for (size_t i = 0; rc == ST_OK && i < n; i++)
        v->hit = v->hit || hits[i].state == eurodac_hit_state_proposed;
    return rc;
}

static int load_list(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct view *v = arg;
    int rc = st_person_get(tx, &v->p, NULL, v->id, err);

    if (rc == ST_OK)
        rc = st_search_candidates(&v->candidates, &v->n, tx, v->id, err);
    if (rc == ST_OK)
        rc = load_case(tx, v, err);
    if (rc == ST_OK)
        rc = load_hits(tx, v, err);
    v->deciders = ST_NEW_N(tx->arena, struct st_str, v->n + 1);
    for (size_t i = 0; rc == ST_OK && i < v->n; i++)
        v->deciders[i] = st_staff_name(tx, v->candidates[i].decision.decided_by);
    return rc;
}

static struct st_str pair_path(struct st_arena *arena, struct st_id id, struct st_id other)
{
    char text[ST_ID_TEXT];
    return st_path(arena, PERSONS, id, st_strf(arena, "/candidates/%s", st_id_print(text, other)).p);
}

static enum st_tone verdict_tone(unsigned verdict)
{
    return verdict == identity_verdict_same ? ST_WARNING : verdict == identity_verdict_different ? ST_SUCCESS : ST_INFO;
}

static void decided(struct st_html *page, const struct identity_decision *d, struct st_str by)
{
    st_html_open(page, "p", NULL);
    st_page_badge(page, verdict_tone(d->verdict), st_code_label(&identity_verdict_codes, d->verdict));
    st_html_str(page, ST_S(" "));
    st_html_name(page, d->reason);
    st_html_open(page, "span", "class", "st-soft", NULL);
    st_html_str(page, ST_S(" · "));
    st_html_name(page, by);
    st_html_str(page, ST_S(" · "));
    st_html_instant(page, d->decided_at);
    st_html_close(page);
    st_html_close(page);
}

static void card(struct st_html *page, const struct view *v, size_t i)
{
    const struct st_candidate *c = &v->candidates[i];

    st_html_open(page, "li", "class", "st-card", NULL);
    st_html_open(page, "h2", NULL);
    st_part_score(page, c->compared.score);
    st_html_str(page, ST_S(" "));
    st_html_name(page, st_person_called(page->req->arena, &c->shown));
    st_html_close(page);
    st_html_open(page, "p", "class", "st-soft", NULL);
    st_html_name(page, c->shown.number);
    st_html_str(page, ST_S(" "));
    st_html_date(page, c->shown.born_on);
    st_html_close(page);
    if (c->decided)
        decided(page, &c->decision, v->deciders[i]);
    st_part_reasons(page, c->compared.why, c->compared.n);
    st_page_action(page, c->decided ? ST_SECONDARY : ST_PRIMARY, pair_path(page->req->arena, v->id, c->person),
                   c->decided ? "Look again" : "Compare and decide");
    st_html_close(page);
}

/* What comes after: the screening, the family, the next person of the same boat. */
static void what_next(struct st_html *page, const struct view *v)
{
    struct st_arena *arena = page->req->arena;
    char id[ST_ID_TEXT], arrival[ST_ID_TEXT];

    st_html_open(page, "p", "class", "st-row", NULL);
    if (st_id_known(v->case_id))
        st_page_action(page, v->n == 0 ? ST_PRIMARY : ST_SECONDARY, st_case_path(arena, v->procedure, v->case_id),
                       "Go on with the case");
    else if (st_request_may(page->req, ST_ROLE(screening_officer) | ST_ROLE(supervisor)))
        st_page_action(page, v->n == 0 ? ST_PRIMARY : ST_SECONDARY,
                       st_strf(arena, "/screenings/new?person=%s&arrival=%s", st_id_print(id, v->id),
                               st_id_known(v->p.arrival) ? st_id_print(arrival, v->p.arrival) : ""),
                       "Begin the screening");
    st_page_action(page, ST_SECONDARY, st_path(arena, "/persons/new?head=", v->id, ""), "Capture a family member");
    if (st_id_known(v->p.arrival))
        st_page_action(page, ST_SECONDARY, st_path(arena, "/persons/new?arrival=", v->p.arrival, ""),
                       "Capture the next person");
    st_html_close(page);
}

static int show_list(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct view v = {0};
    struct st_html page;
    int rc = st_request_id(&v.id, req, "id", err);

    if (rc == ST_OK)
        rc = st_app_read(req, load_list, &v, err);
    if (rc != ST_OK)
        return rc;
    st_page_begin(&page, req, res, &ST_MSG("Seen before?"));
    if (st_str_known(st_request_query(req, "new")))
        st_page_notice(&page, ST_SUCCESS, &ST_MSG("The file is open: {0}.", ST_V(v.p.number)));
    st_part_person(&page, &v.p, v.id);
    if (v.hit)
        st_page_notice(&page, ST_WARNING, &ST_MSG("Eurodac has seen these fingerprints before. An expert has to decide."));
    if (v.n == 0)
        st_html_element(&page, "p", "No other file here is like this one. Fingerprints are compared when they are taken.",
                        NULL);
    else
        st_html_element(&page, "p", "The program proposes these; you decide. A decision can be taken again at any time.",
                        NULL);
    what_next(&page, &v);
    st_html_open(&page, "ul", "class", "st-cards", NULL);
    for (size_t i = 0; i < v.n; i++)
        card(&page, &v, i);
    st_html_close(&page);
    st_page_end(&page);
    return ST_OK;
}

/* ---- Two files side by side ---- */
static int load_pair(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct view *v = arg;
    struct identity_decision *all = NULL;
    size_t n = 0;
    int rc = st_person_get(tx, &v->p, NULL, v->id, err);

    if (rc == ST_OK)
        rc = st_person_get(tx, &v->q, NULL, v->other, err);
    if (rc == ST_OK)
        rc = st_identity_decisions(&all, &n, tx, v->id, err);
    if (rc != ST_OK)
        return rc;
    st_particulars_compare(&v->compared, &v->p, &v->q, tx->arena);
    for (size_t i = 0; i < n && v->decision.verdict == identity_verdict_unknown; i++)
        if (st_id_eq(all[i].person, v->other) || st_id_eq(all[i].other, v->other))
            v->decision = all[i];
    v->decider = st_staff_name(tx, v->decision.decided_by);
    return ST_OK;
}

static int look(struct view *v, struct st_request *req, struct st_error *err)
{
    int rc = st_request_id(&v->id, req, "id", err);

    if (rc == ST_OK)
        rc = st_request_id(&v->other, req, "other", err);
    return rc == ST_OK ? st_app_read(req, load_pair, v, err) : rc;
}

static void side_head(struct st_html *page, const struct person *p, struct st_id id)
{
    st_html_open(page, "th", "scope", "col", NULL);
    st_html_open(page, "a", "class", "ds-link", NULL);
    st_html_attr(page, "href", st_path(page->req->arena, PERSONS, id, ""));
    st_html_name(page, st_person_called(page->req->arena, p));
    st_html_close(page);
    st_html_open(page, "div", "class", "st-sub", NULL);
    st_html_name(page, p->number);
    st_html_close(page);
    st_html_close(page);
}

static int decide_again_page(struct st_request *req, struct st_response *res, const struct view *v,
                             const struct st_error *faults)
{
    const struct st_form_options options = {.faults = faults, .typed = &req->form};
    struct verdict_given before = {.verdict = v->decision.verdict};
    struct st_html page;

    st_page_begin(&page, req, res, &ST_MSG("Are these two one person?"));
    st_part_crumb(&page, st_path(req->arena, PERSONS, v->id, "/candidates"), "Back to the candidates");
    st_page_faults(&page, faults);
    if (v->decision.verdict != identity_verdict_unknown)
        decided(&page, &v->decision, v->decider);
    st_html_open(&page, "div", "class", "st-pair-why", NULL);
    st_part_score(&page, v->compared.score);
    st_part_reasons(&page, v->compared.why, v->compared.n);
    st_html_close(&page);
    st_html_open(&page, "div", "class", "st-scroll", "tabindex", "0", "role", "group", NULL);
    st_html_attr_t(&page, "aria-label", "Side by side");
    st_html_open(&page, "table", "class", "ds-table st-pair", NULL);
    st_html_element(&page, "caption", "Side by side", NULL);
    st_html_open(&page, "thead", NULL);
    st_html_open(&page, "tr", NULL);
    st_html_element(&page, "td", "", NULL);
    side_head(&page, &v->p, v->id);
    side_head(&page, &v->q, v->other);
    st_html_element(&page, "th", "Compared", "scope", "col", NULL);
    st_html_close(&page);
    st_html_close(&page);
    st_html_open(&page, "tbody", NULL);
    st_part_pair_rows(&page, &v->p, &v->q);
    st_page_table_end(&page);
    st_html_element(&page, "h2", "Your decision", NULL);
    st_form_begin(&page, pair_path(req->arena, v->id, v->other).p);
    st_html_attr_text(&page, "class", "st-compact");
    st_form_fields(&page, &verdict_given_shape, &before, &options);
    st_page_button(&page, ST_PRIMARY, "Decide");
    st_form_end(&page);
    st_page_end(&page);
    return ST_OK;
}

static int show_pair(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct view v = {0};
    int rc = look(&v, req, err);

    return rc == ST_OK ? decide_again_page(req, res, &v, NULL) : rc;
}

static int command_decide(struct st_tx *tx, void *arg, struct st_error *err)
{
    const struct identity_decision *d = arg;
    struct st_id id;
    return st_identity_decide(tx, &id, d, err);
}

static int decide(struct st_request *req, struct st_response *res, struct st_error *err)
{
    const struct verdict_given *given = req->input;
    struct identity_decision d = {.verdict = given->verdict, .reason = given->reason};
    struct view v = {0};
    struct st_error faults;
    int rc = st_request_id(&d.person, req, "id", err);

    if (rc == ST_OK)
        rc = st_request_id(&d.other, req, "other", err);
    if (rc != ST_OK)
        return rc;
    rc = req->faults.n > 0 ? ST_E_INVALID : st_app_write(req, command_decide, &d, &req->faults);
    if (rc == ST_OK) {
        st_response_redirect(res, st_path(req->arena, PERSONS, d.person, "/candidates"));
        return ST_OK;
    }
    *err = faults = req->faults;
    if (!st_app_again(res, err))
        return rc;
    *err = (struct st_error){0};
    rc = look(&v, req, err);
    return rc == ST_OK ? decide_again_page(req, res, &v, &faults) : rc;
}

#define DECIDERS (ST_ROLE(screening_officer) | ST_ROLE(supervisor) | ST_ROLE(registration_officer))

const struct st_route st_candidate_routes[] = {
    {ST_GET, "/persons/{id}/candidates", show_list, .roles = DECIDERS, .audit = "person.read",
     .help = "Who may have been seen before, and why", .flags = ST_PAGE},
    {ST_GET, "/persons/{id}/candidates/{other}", show_pair, .roles = DECIDERS, .audit = "person.read",
     .help = "Two files side by side", .flags = ST_PAGE},
    {ST_POST, "/persons/{id}/candidates/{other}", decide, .roles = DECIDERS, .body = &verdict_given_shape,
     .audit = "identity.decide", .help = "Decides whether two files are of one person", .flags = ST_PAGE},
    {0}};
