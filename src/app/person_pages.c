/* A person's page: particulars, family, cases, Eurodac, one timeline; and who looked. */
#include "registers/eurodac_transmit.h"
#include "registers/seen.h"
#include "app/parts.h"
#include "app/people.h"
#include "app/representation.h"

#define WRITERS (ST_ROLE(screening_officer) | ST_ROLE(supervisor) | ST_ROLE(registration_officer))

enum { TIMELINE = 50, READINGS = 100, CASES = 50 }; /* entries on a page, cases */

static const char PERSONS[] = "/persons/";

/* Everything that the page shows, as far as the reader may see it. */
struct view {
    struct st_id id;
    struct person p;
    int64_t version;
    struct person *family;
    struct st_id *family_ids;
    size_t family_n;
    struct st_case_row *cases;
    size_t cases_n;
    struct st_date last_day; /* of the file; unknown while a case is open */
    struct st_str kept_under;
    bool eurodac;
    struct eurodac_transmission *sent;
    struct st_id *sent_ids;
    size_t sent_n;
    struct eurodac_hit *hits;
    struct st_id *hit_ids;
    size_t hits_n;
    struct identity_decision *decisions;
    size_t decisions_n;
    struct st_str *others; /* names of the other person of each decision */
    struct st_journal_row *rows;
    struct st_str *officers; /* one for each row */
    size_t rows_n;
    struct st_id before;     /* entries older than this one; unknown: from the newest */
    bool more;               /* there are older ones */
    struct st_id changed;    /* the newest entry that is no reading: what a live screen holds */
    struct st_representation_view charge;
    bool minor;              /* or may be one */
    bool masked;             /* the monitor sees roles instead of officers (SR Art 10(2)) */
};

/* ---- Reading ---- */
static int newest_first(const void *a, const void *b)
{
    return st_id_cmp(((const struct st_journal_row *)b)->id, ((const struct st_journal_row *)a)->id);
}

/* Who sees only those in care learns of no step that tells of a hit (SR Art 17(3)), nor what other registers did. */
static bool may_know(const struct st_tx *tx, const struct st_journal_row *row)
{
    return !st_access_by_care(tx->actor, &st_persons) ||
           (!st_case_withheld(row->action) && (row->register_name.n == 0 || st_str_is(row->register_name, "person") ||
                                               st_str_is(row->register_name, "representation")));
}

/* A page of entries of these kinds, in the order in which they were written. */
static int load_rows(struct st_tx *tx, struct view *v, const int *kinds, size_t kinds_n, size_t limit,
                     struct st_error *err)
{
    struct st_journal_filter filter = {.person = v->id, .before = v->before, .limit = limit + 1};
    struct st_journal_row *all = ST_NEW_N(tx->arena, struct st_journal_row, (limit + 1) * kinds_n), *rows;
    size_t n;
    int rc = ST_OK;

    for (size_t k = 0; rc == ST_OK && k < kinds_n; k++) {
        filter.kind = kinds[k];
        rc = st_entries_seen(&rows, &n, tx, &filter, err);
        for (size_t i = 0; rc == ST_OK && i < n; i++)
            if (may_know(tx, &rows[i]))
                all[v->rows_n++] = rows[i];
    }
    qsort(all, v->rows_n, sizeof(*all), newest_first);
    v->more = v->rows_n > limit;
    v->rows_n = v->more ? limit : v->rows_n;
    v->rows = all;
    v->officers = ST_NEW_N(tx->arena, struct st_str, v->rows_n + 1);
    for (size_t i = 0; rc == ST_OK && i < v->rows_n; i++)
        v->officers[i] = st_staff_name(tx, v->rows[i].officer);
    return rc;
}

static int load_timeline(struct st_tx *tx, struct view *v, struct st_error *err)
{
    static const int kinds[] = {ST_ENTRY_CHANGE, ST_ENTRY_BY_LAW, ST_ENTRY_ERASURE};
    int rc = st_entries_newest_change(&v->changed, tx, v->id, err);

    return rc == ST_OK ? load_rows(tx, v, kinds, sizeof(kinds) / sizeof(kinds[0]), TIMELINE, err) : rc;
}

/* Only what has changed, for a live screen: no reading of the file. */
static int load_changed(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct view *v = arg;
    return st_entries_newest_change(&v->changed, tx, v->id, err);
}

static int load_older(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct view *v = arg;
    int rc = st_person_get(tx, &v->p, &v->version, v->id, err);

    v->masked = st_actor_purpose(tx->actor) == purpose_rights_monitoring;
    return rc == ST_OK ? load_timeline(tx, v, err) : rc;
}

static bool may_read_eurodac(const struct st_tx *tx)
{
    return st_access_decide(NULL, tx->actor, st_eurodac.rights, NULL, ST_MAY_READ, st_eurodac.title, NULL) == ST_OK;
}

static int load_eurodac(struct st_tx *tx, struct view *v, struct st_error *err)
{
    int rc;

    v->eurodac = may_read_eurodac(tx);
    if (!v->eurodac)
        return ST_OK;
    rc = st_eurodac_transmissions(tx, &v->sent, &v->sent_ids, &v->sent_n, v->id, eurodac_sending_unknown, err);
    return rc == ST_OK ? st_eurodac_hits_of_person(tx, &v->hits, &v->hit_ids, &v->hits_n, v->id, err) : rc;
}

/* Decisions are for those who could take part in finding out who somebody is. */
static int load_decisions(struct st_tx *tx, struct view *v, struct st_error *err)
{
    int rc = st_access_decide(NULL, tx->actor, st_persons.rights, NULL, ST_MAY_SEARCH, st_persons.title, NULL);

    if (rc != ST_OK)
        return ST_OK;
    rc = st_identity_decisions(&v->decisions, &v->decisions_n, tx, v->id, err);

    v->others = ST_NEW_N(tx->arena, struct st_str, v->decisions_n + 1);
    for (size_t i = 0; rc == ST_OK && i < v->decisions_n; i++) {
        struct person other;
        struct st_id id = st_id_eq(v->decisions[i].person, v->id) ? v->decisions[i].other : v->decisions[i].person;
        rc = st_person_get(tx, &other, NULL, id, err);
        v->others[i] = rc == ST_OK ? st_person_called(tx->arena, &other) : ST_S("");
        v->decisions[i].other = id;
    }
    return rc;
}

static int load(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct view *v = arg;
    struct st_case_filter cases = {.person = v->id, .limit = CASES};
    int rc = st_person_get(tx, &v->p, &v->version, v->id, err);

    v->masked = st_actor_purpose(tx->actor) == purpose_rights_monitoring;
    if (rc == ST_OK)
        rc = st_person_family(tx, &v->family, &v->family_ids, &v->family_n, v->id, err);
    if (rc == ST_OK)
        rc = st_case_list(&v->cases, &v->cases_n, tx, &cases, err);
    if (rc == ST_OK)
        rc = st_person_last_day(tx, &v->last_day, &v->kept_under, v->id, err);
    if (rc == ST_OK)
        rc = load_eurodac(tx, v, err);
    if (rc == ST_OK)
        rc = load_decisions(tx, v, err);
    if (rc == ST_OK)
        rc = st_representation_view_load(tx, &v->charge, v->id, err);
    return rc == ST_OK ? load_timeline(tx, v, err) : rc;
}

static int load_readings(struct st_tx *tx, void *arg, struct st_error *err)
{
    static const int kinds[] = {ST_ENTRY_READ, ST_ENTRY_REFUSAL};
    struct view *v = arg;
    int rc = st_person_get(tx, &v->p, NULL, v->id, err);

    v->masked = st_actor_purpose(tx->actor) == purpose_rights_monitoring;
    return rc == ST_OK ? load_rows(tx, v, kinds, 2, READINGS, err) : rc;
}

/* ---- Parts of the page ---- */
static void actions(struct st_html *page, const struct view *v)
{
    struct st_arena *arena = page->req->arena;
    char id[ST_ID_TEXT], arrival[ST_ID_TEXT];
    bool writes = st_request_may(page->req, WRITERS);
    bool screens = st_request_may(page->req, ST_ROLE(screening_officer) | ST_ROLE(supervisor));
    const struct st_case_row *running = NULL;

    for (size_t i = 0; i < v->cases_n && running == NULL; i++)
        if (!st_instant_known(v->cases[i].file.closed_at))
            running = &v->cases[i];
    st_html_open(page, "p", "class", "st-row", NULL);
    if (running != NULL)
        st_page_action(page, ST_PRIMARY, st_case_path(arena, running->file.procedure, running->id),
                       screens ? "Go on with the case" : "Open the case");
    else if (screens)
        st_page_action(page, ST_PRIMARY,
                       st_strf(arena, "/screenings/new?person=%s&arrival=%s", st_id_print(id, v->id),
                               st_id_known(v->p.arrival) ? st_id_print(arrival, v->p.arrival) : ""), "Begin the screening");
    if (writes) {
        st_page_action(page, ST_SECONDARY, st_path(arena, PERSONS, v->id, "/candidates"), "Seen before?");
        st_page_action(page, ST_SECONDARY, st_path(arena, PERSONS, v->id, "/edit"), "Correct");
        st_page_action(page, ST_SECONDARY, st_path(arena, "/persons/new?head=", v->id, ""), "Capture a family member");
    }
    if (page->req->roles & ST_ROLE(data_protection_officer))
        st_page_action(page, ST_SECONDARY, st_path(arena, PERSONS, v->id, "/rights"), "Rights of the person");
    st_page_action(page, ST_SECONDARY, st_path(arena, PERSONS, v->id, "/log"), "Who looked");
    st_html_close(page);
}

static void family(struct st_html *page, const struct view *v)
{
    if (v->family_n < 2)
        return;
    st_html_element(page, "h2", "Travels together", NULL);
    st_html_open(page, "ul", "class", "st-list", NULL);
    for (size_t i = 0; i < v->family_n; i++) {
        bool here = st_id_eq(v->family_ids[i], v->id);
        st_html_open(page, "li", NULL);
        st_html_open(page, here ? "strong" : "a", NULL);
        if (!here)
            st_html_attr(page, "href", st_path(page->req->arena, PERSONS, v->family_ids[i], ""));
        st_html_name(page, st_person_called(page->req->arena, &v->family[i]));
        st_html_close(page);
        if (v->family[i].family_relation.n > 0) {
            st_html_str(page, ST_S(" · "));
            st_html_name(page, v->family[i].family_relation);
        }
        if (i == 0) {
            st_html_str(page, ST_S(" · "));
            st_html_t(page, "head of the family");
        }
        st_html_close(page);
    }
    st_html_close(page);
}

static void cases(struct st_html *page, const struct view *v)
{
    static const char *const columns[] = {"Case", "Procedure", "State", "Opened at", NULL};

    st_html_element(page, "h2", "Cases", NULL);
    if (v->cases_n == 0) {
        st_html_element(page, "p", "None yet.", NULL);
        return;
    }
    st_page_table(page, "Cases", columns);
    for (size_t i = 0; i < v->cases_n; i++) {
        const struct case_file *f = &v->cases[i].file;
        const struct st_procedure *p = st_procedure_find(f->procedure);
        st_page_row(page);
        st_html_open(page, "th", "scope", "row", NULL);
        st_html_open(page, "a", "class", "ds-link", NULL);
        st_html_attr(page, "href", st_case_path(page->req->arena, f->procedure, v->cases[i].id));
        st_html_name(page, f->number);
        st_html_close(page);
        st_page_cell(page);
        st_html_t(page, p ? p->title : "unknown");
        st_page_cell(page);
        st_html_t(page, p ? st_state_label(p, f->state) : "unknown");
        st_page_cell(page);
        st_html_instant(page, f->opened_at);
    }
    st_page_table_end(page);
}

static void hits(struct st_html *page, const struct view *v)
{
    static const char *const columns[] = {"Hit", "Score", "State", "Received at", NULL};
    struct st_str hit;

    if (v->hits_n == 0)
        return;
    st_page_table(page, "Hits in Eurodac", columns);
    for (size_t i = 0; i < v->hits_n; i++) {
        st_page_row(page);
        st_html_open(page, "th", "scope", "row", NULL);
        hit = st_path(page->req->arena, "/hits/", v->hit_ids[i], "");
        if (st_request_may_open(page->req, hit))
            st_html_link(page, hit, "Seen before in Eurodac");
        else
            st_html_t(page, "Seen before in Eurodac");
        st_page_cell(page);
        if (v->hits[i].score.known)
            st_part_score(page, (int)v->hits[i].score.v);
        st_page_cell(page);
        st_page_badge(page, v->hits[i].state == eurodac_hit_state_proposed ? ST_WARNING : ST_NEUTRAL,
                      st_code_label(&eurodac_hit_state_codes, v->hits[i].state));
        st_page_cell(page);
        st_html_instant(page, v->hits[i].received_at);
    }
    st_page_table_end(page);
}

static enum st_tone sending_tone(unsigned state)
{
    return state == eurodac_sending_recorded || state == eurodac_sending_compared_only ? ST_SUCCESS
           : state == eurodac_sending_waiting                                          ? ST_INFO
                                                                                       : ST_WARNING;
}

/* What the live parts of the page hold: everything up to the newest change. */
static struct st_str live_key(const struct st_request *req, const struct view *v)
{
    char id[ST_ID_TEXT];
    return st_id_known(v->changed) ? st_strf(req->arena, "%s", st_id_print(id, v->changed)) : (struct st_str){NULL, 0};
}

static void eurodac(struct st_html *page, const struct view *v)
{
    static const char *const columns[] = {"Reference number", "Category", "State", "Sent at", NULL};

    if (!v->eurodac)
        return;
    st_page_live(page, "eurodac", "work");
    st_html_attr(page, "data-kept", live_key(page->req, v));
    st_html_element(page, "h2", "Eurodac", NULL);
    if (v->sent_n == 0)
        st_html_element(page, "p", "Nothing has been sent.", NULL);
    else
        st_page_table(page, "Sent to Eurodac", columns);
    for (size_t i = 0; i < v->sent_n; i++) {
        const struct eurodac_transmission *t = &v->sent[i];
        st_page_row(page);
        st_page_cell_name(page, t->reference);
        st_page_cell(page);
        st_html_t(page, st_code_label(&eurodac_category_codes, t->category));
        st_page_cell(page);
        st_page_badge(page, sending_tone(t->state), st_code_label(&eurodac_sending_codes, t->state));
        st_page_cell(page);
        st_html_instant(page, t->put_at);
    }
    if (v->sent_n > 0)
        st_page_table_end(page);
    hits(page, v);
    st_html_close(page);
}

static void decisions(struct st_html *page, const struct view *v)
{
    static const char *const columns[] = {"Other person", "Decision", "Reason", "Decided at", NULL};

    if (v->decisions_n == 0)
        return;
    st_html_element(page, "h2", "Decisions on identity", NULL);
    st_page_table(page, "Decisions on identity", columns);
    for (size_t i = 0; i < v->decisions_n; i++) {
        const struct identity_decision *d = &v->decisions[i];
        char other[ST_ID_TEXT];
        st_page_row(page);
        st_html_open(page, "th", "scope", "row", NULL);
        st_html_open(page, "a", "class", "ds-link", NULL);
        st_html_attr(page, "href", st_path(page->req->arena, PERSONS, v->id,
                                           st_strf(page->req->arena, "/candidates/%s", st_id_print(other, d->other)).p));
        st_html_name(page, v->others[i]);
        st_html_close(page);
        st_page_cell(page);
        st_html_t(page, st_code_label(&identity_verdict_codes, d->verdict));
        st_page_cell(page);
        st_html_name(page, d->reason);
        st_page_cell(page);
        st_html_instant(page, d->decided_at);
    }
    st_page_table_end(page);
}

static void what(struct st_html *page, const struct st_journal_row *row)
{
    const char *label = st_action_label(row->action);

    if (label != NULL)
        st_html_t(page, label);
    else
        st_html_name(page, row->action);
    if (row->citation.n > 0) {
        st_html_open(page, "cite", "class", "st-cite", NULL);
        st_html_str(page, row->citation);
        st_html_close(page);
    }
}

static void role_names(struct st_html *page, struct st_str roles)
{
    while (roles.n > 0) {
        st_html_t(page, st_code_label(&role_codes, st_code_of(&role_codes, st_str_cut(&roles, ' '))));
        st_html_str(page, roles.n > 0 ? ST_S(", ") : ST_S(""));
    }
}

static void who(struct st_html *page, const struct view *v, size_t i)
{
    const struct st_journal_row *row = &v->rows[i];

    if (v->masked && row->role.n > 0)
        role_names(page, row->role);
    else if (v->officers[i].n > 0)
        st_html_name(page, v->officers[i]);
    else
        st_html_t(page, row->kind == ST_ENTRY_BY_LAW ? "By operation of law" : "The system");
}

/* Links from one page of entries to the next. */
static void other_pages(struct st_html *page, const struct view *v, const char *rest)
{
    struct st_str here = st_path(page->req->arena, PERSONS, v->id, rest);
    char id[ST_ID_TEXT];

    if (!v->more && !st_id_known(v->before))
        return;
    st_html_open(page, "nav", "class", "st-row", NULL);
    st_html_attr_t(page, "aria-label", "Other entries");
    if (st_id_known(v->before))
        st_html_link(page, here, "Back to the newest");
    if (v->more)
        st_html_link(page, st_strf(page->req->arena, "%s?before=%s", here.p, st_id_print(id, v->rows[v->rows_n - 1].id)),
                     "Older ones");
    st_html_close(page);
}

static void timeline_rows(struct st_html *page, const struct view *v)
{
    st_html_element(page, "h2", "Timeline", NULL);
    st_html_open(page, "ol", "class", "st-timeline", NULL);
    for (size_t i = 0; i < v->rows_n; i++) {
        st_html_open(page, "li", NULL);
        st_html_open(page, "div", "class", "st-timeline-when", NULL);
        st_html_instant(page, v->rows[i].at);
        st_html_close(page);
        st_html_open(page, "div", NULL);
        what(page, &v->rows[i]);
        st_html_open(page, "div", "class", "st-soft", NULL);
        who(page, v, i);
        st_html_close(page);
        st_html_close(page);
        st_html_close(page);
    }
    st_html_close(page);
}

static void timeline(struct st_html *page, const struct view *v)
{
    st_page_live(page, "timeline", "work");
    st_html_attr(page, "data-kept", live_key(page->req, v));
    timeline_rows(page, v);
    other_pages(page, v, "");
    st_html_close(page);
}

/* Earlier entries stand on pages of their own, under the person's head. */
static int show_older(struct st_request *req, struct st_response *res, struct view *v, struct st_error *err)
{
    struct st_html page;
    int rc = st_app_read(req, load_older, v, err);

    if (rc != ST_OK)
        return rc;
    st_page_begin(&page, req, res, &ST_MSG("Person {0}", ST_V(v->p.number)));
    st_part_crumb(&page, st_path(req->arena, PERSONS, v->id, ""), "Back to the person");
    st_part_person(&page, &v->p, v->id);
    timeline_rows(&page, v);
    other_pages(&page, v, "");
    st_page_end(&page);
    return ST_OK;
}

/* A screen that refreshes itself holds everything already: nothing is read, and nothing logged. */
static bool nothing_new(struct st_request *req, struct st_response *res, struct view *v)
{
    if (!st_request_is_live(req) || st_app_read(req, load_changed, v, NULL) != ST_OK ||
        !st_request_holds(req, live_key(req, v)))
        return false;
    res->status = 204;
    res->content_type = NULL;
    return true;
}

/* What nobody has decided yet stands first. */
static void undecided(struct st_html *page, const struct view *v)
{
    for (size_t i = 0; i < v->hits_n; i++)
        if (v->hits[i].state == eurodac_hit_state_proposed) {
            st_page_notice(page, ST_WARNING, &ST_MSG("Eurodac has seen these fingerprints before. An expert has to decide."));
            return;
        }
}

/* A file that nothing needs is kept for the controller's limit only; else as long as the last thing that needs it. */
static void end_of_file(struct st_html *page, const struct view *v)
{
    st_html_open(page, "p", "class", "st-soft", NULL);
    if (st_date_known(v->last_day))
        st_html_message(page, &ST_MSG("This file is erased when {0} has passed ({1}).", ST_V(v->last_day),
                                      ST_V(v->kept_under)));
    else
        st_html_t(page, "This file is kept as long as a case, a record or a request needs it.");
    st_html_close(page);
}

static int show(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct view v = {0};
    struct st_html page;
    int least, most, rc = st_request_id(&v.id, req, "id", err);

    if (rc == ST_OK && st_id_parse(&v.before, st_request_query(req, "before")))
        return show_older(req, res, &v, err);
    if (rc == ST_OK && nothing_new(req, res, &v))
        return ST_OK;
    if (rc == ST_OK)
        rc = st_app_read(req, load, &v, err);
    if (rc != ST_OK)
        return rc;
    st_page_begin(&page, req, res, &ST_MSG("Person {0}", ST_V(v.p.number)));
    if (st_id_known(v.p.arrival))
        st_part_crumb(&page, st_path(req->arena, "/arrivals/", v.p.arrival, ""), "To the arrival");
    st_part_person(&page, &v.p, v.id);
    undecided(&page, &v);
    actions(&page, &v);
    st_part_particulars(&page, &v.p);
    v.minor = st_yes(v.p.unaccompanied) || (st_person_age(&least, &most, &v.p, st_request_today(req)) && least < 18);
    st_part_representation(&page, &v.charge, v.id, v.minor);
    family(&page, &v);
    cases(&page, &v);
    eurodac(&page, &v);
    decisions(&page, &v);
    timeline(&page, &v);
    end_of_file(&page, &v);
    st_page_end(&page);
    return ST_OK;
}

/* ---- Who looked ---- */
static int show_log(struct st_request *req, struct st_response *res, struct st_error *err)
{
    static const char *const columns[] = {"When", "Who", "What", "Role", "Purpose", NULL};
    struct view v = {0};
    struct st_html page;
    int rc = st_request_id(&v.id, req, "id", err);

    if (rc == ST_OK)
        (void)st_id_parse(&v.before, st_request_query(req, "before"));
    if (rc == ST_OK)
        rc = st_app_read(req, load_readings, &v, err);
    if (rc != ST_OK)
        return rc;
    st_page_begin(&page, req, res, &ST_MSG("Who looked at person {0}", ST_V(v.p.number)));
    st_part_crumb(&page, st_path(req->arena, PERSONS, v.id, ""), "Back to the person");
    st_html_element(&page, "p", "Every look at these data is an entry of the journal, yours too. The person may have this "
                                "list.", NULL);
    st_page_table(&page, "Who looked", columns);
    for (size_t i = 0; i < v.rows_n; i++) {
        st_page_row(&page);
        st_page_cell(&page);
        st_html_instant(&page, v.rows[i].at);
        st_page_cell(&page);
        who(&page, &v, i);
        st_page_cell(&page);
        what(&page, &v.rows[i]);
        if (v.rows[i].kind == ST_ENTRY_REFUSAL) {
            st_html_str(&page, ST_S(" "));
            st_page_badge(&page, ST_WARNING, "Refused");
        }
        st_page_cell(&page);
        role_names(&page, v.rows[i].role);
        st_page_cell(&page);
        st_html_t(&page, st_code_label(&purpose_codes, st_code_of(&purpose_codes, v.rows[i].purpose)));
    }
    st_page_table_end(&page);
    other_pages(&page, &v, "/log");
    st_page_end(&page);
    return ST_OK;
}

/* ---- Correcting ---- */
static int load_one(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct view *v = arg;
    return st_person_get(tx, &v->p, &v->version, v->id, err);
}

static int edit_form(struct st_request *req, struct st_response *res, const struct view *v,
                     const struct st_error *faults)
{
    const struct st_form_options options = {.faults = faults, .typed = &req->form, .countries = "countries"};
    char id[ST_ID_TEXT];
    struct st_html page;

    st_page_begin(&page, req, res, &ST_MSG("Correct particulars"));
    st_part_crumb(&page, st_path(req->arena, PERSONS, v->id, ""), "Back to the person");
    st_page_faults(&page, faults);
    st_form_begin(&page, st_path(req->arena, PERSONS, v->id, "/edit").p);
    st_html_attr_text(&page, "class", "st-compact");
    st_form_version(&page, req->version >= 0 ? req->version : v->version);
    if (st_id_known(v->p.arrival))
        st_form_hidden(&page, "arrival", st_str_of(st_id_print(id, v->p.arrival)));
    if (st_id_known(v->p.family_head))
        st_form_hidden(&page, "family_head", st_str_of(st_id_print(id, v->p.family_head)));
    st_form_fields(&page, &person_shape, &v->p, &options);
    st_page_button(&page, ST_PRIMARY, "Save");
    st_form_end(&page);
    st_part_countries(&page);
    st_page_end(&page);
    return ST_OK;
}

static int show_edit(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct view v = {0};
    int rc = st_request_id(&v.id, req, "id", err);

    if (rc == ST_OK)
        rc = st_app_read(req, load_one, &v, err);
    return rc == ST_OK ? edit_form(req, res, &v, NULL) : rc;
}

static int command_update(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct view *v = arg;
    struct person p = v->p;
    return st_person_update(tx, v->id, v->version, &p, err);
}

static int update(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct view v = {.p = *(const struct person *)req->input, .version = req->version}, stands = {.version = 0};
    int rc = st_request_id(&v.id, req, "id", err);

    if (rc == ST_OK)
        rc = req->faults.n > 0 ? ST_E_INVALID : st_app_write(req, command_update, &v, &req->faults);
    if (rc == ST_OK) {
        st_response_redirect(res, st_path(req->arena, PERSONS, v.id, ""));
        return ST_OK;
    }
    *err = req->faults;
    if (!st_app_again(res, err))
        return rc;
    *err = (struct st_error){0};
    stands.id = v.id;
    rc = st_app_read(req, load_one, &stands, err); /* there may be no such file here, whatever was wrong */
    return rc == ST_OK ? edit_form(req, res, &v, &req->faults) : rc;
}

const struct st_route st_person_routes[] = {
    {ST_GET, "/persons/{id}", show, .audit = "person.read", .help = "A person's file with its timeline", .flags = ST_PAGE},
    {ST_GET, "/persons/{id}/log", show_log, .audit = "person.read", .help = "Who looked at this person", .flags = ST_PAGE},
    {ST_GET, "/persons/{id}/edit", show_edit, .roles = WRITERS, .audit = "person.read",
     .help = "The form that corrects particulars", .flags = ST_PAGE},
    {ST_POST, "/persons/{id}/edit", update, .roles = WRITERS, .body = &person_shape, .audit = "person.update",
     .help = "Corrects particulars", .flags = ST_PAGE | ST_IF_MATCH},
    {0}};
