#include "app/parts.h"

#include "app/people.h"
#include "app/representation.h"

/* ---- A person ---- */

static void flag(struct st_html *page, bool on, enum st_tone tone, const char *key)
{
    if (!on)
        return;
    st_page_badge(page, tone, key);
    st_html_str(page, ST_S(" "));
}

void st_part_person(struct st_html *page, const struct person *person, struct st_id id)
{
    struct st_date today = st_request_today(page->req);
    char text[ST_ID_TEXT];
    int least = 0, most = 0;
    bool child = st_person_age(&least, &most, person, today) && least < 18;

    st_html_open(page, "section", "class", "st-person", NULL);
    st_html_attr_t(page, "aria-label", "Person");
    st_html_open(page, "p", "class", "st-person-name", NULL);
    st_html_open(page, "a", "class", "ds-link", NULL);
    st_html_attr(page, "href", st_strf(page->req->arena, "/persons/%s", st_id_print(text, id)));
    st_html_name(page, st_person_called(page->req->arena, person));
    st_html_close(page);
    st_html_close(page);
    st_html_open(page, "p", "class", "st-soft", NULL);
    st_html_name(page, person->number);
    if (st_str_known(person->band) && person->band.n > 0) {
        st_html_str(page, ST_S(" · "));
        st_html_t(page, "Band");
        st_html_str(page, ST_S(" "));
        st_html_name(page, person->band);
    }
    if (st_person_age(&least, &most, person, today)) {
        st_html_str(page, ST_S(" · "));
        (void)st_part_age(page, person);
        if (st_yes(person->age_estimated)) {
            st_html_str(page, ST_S(" "));
            st_html_t(page, "(estimated)");
        }
    }
    if (person->sex != sex_unknown) {
        st_html_str(page, ST_S(" · "));
        st_html_t(page, st_code_label(&sex_codes, person->sex));
    }
    st_html_close(page);
    st_html_open(page, "p", NULL);
    /* sentences */
    flag(page, child && most >= 18, ST_WARNING, "May be a minor");
    flag(page, child && most < 18, ST_WARNING, "Minor");
    flag(page, st_yes(person->unaccompanied), ST_DANGER, "Unaccompanied");
    flag(page, person->identity_certainty == certainty_declared, ST_NEUTRAL, "Identity declared, not confirmed");
    /* end of sentences */
    st_html_close(page);
    st_html_close(page);
}

/* ---- A case ---- */

bool st_reads_files(const struct st_tx *tx)
{
    return st_access_decide(NULL, tx->actor, st_persons.rights, &person_shape, ST_MAY_READ, st_persons.title, NULL) ==
               ST_OK || st_access_by_care(tx->actor, &st_persons);
}

void st_part_deleted_on(struct st_html *page, struct st_date erase_on, struct st_str citation)
{
    if (!st_date_known(erase_on))
        return;
    st_page_fact_open(page, "Deleted on");
    st_html_date(page, erase_on);
    st_html_open(page, "cite", "class", "st-cite", NULL);
    st_html_str(page, citation.p ? citation : ST_S(""));
    st_html_close(page);
}

struct st_str st_case_path(struct st_arena *arena, struct st_str procedure, struct st_id id)
{
    char text[ST_ID_TEXT];
    return st_strf(arena, "/%.*ss/%s", (int)procedure.n, procedure.p, st_id_print(text, id));
}

struct st_str st_case_action_path(struct st_arena *arena, struct st_str procedure, struct st_id id, const char *action)
{
    struct st_str path = st_case_path(arena, procedure, id);
    return st_strf(arena, "%.*s/%s", (int)path.n, path.p, action);
}

void st_case_clock_view(struct st_clock_view *out, const struct st_procedure *p, const struct case_clock *clock)
{
    const struct st_clock *row = p ? st_clock_find(p, clock->name) : NULL;

    *out = (struct st_clock_view){
        .what = {.text = row ? row->label : "Time limit"},
        .ends_at = clock->ends_at,
        .citation = clock->citation.p,
        .if_missed = {.text = row ? row->consequence : NULL},
        .paused_since = clock->suspended_at,
    };
    if (st_str_known(clock->suspended_why) && clock->suspended_why.n > 0)
        out->paused_why = ST_MSG("{0}", ST_V(clock->suspended_why));
}

/* The rule that works the clock's end out says in its own words what happens; the table's words otherwise. */
static void clock_of(struct st_clock_view *out, struct st_case *c, const struct case_clock *clock)
{
    struct st_clock_due due = {0};

    st_case_clock_view(out, c->procedure, clock);
    if (st_case_clock_due(&due, c, st_str_z(c->tx->arena, clock->name), NULL) == ST_OK && due.consequence.text != NULL)
        out->if_missed = due.consequence;
}

static bool names_action(const struct st_element *element, const char *action)
{
    struct st_str rest = st_str_of(element->actions);

    while (rest.n > 0)
        if (st_str_is(st_str_cut(&rest, ' '), action))
            return true;
    return false;
}

const struct st_element_state *st_case_view_element(const struct st_case_view *v, const char *action)
{
    for (size_t i = 0; i < v->elements_n; i++)
        if (names_action(v->elements[i].element, action))
            return &v->elements[i];
    return NULL;
}

/* In the order in which a conversation runs: the first part that is open, then the step that the chart calls
 * primary. */
static const struct st_step *next_step(const struct st_case_view *v)
{
    for (size_t i = 0; i < v->elements_n; i++) {
        const struct st_element_state *e = &v->elements[i];
        for (size_t k = 0; e->needed && !e->done && k < v->offers_n; k++)
            if (v->offers[k].open && names_action(e->element, v->offers[k].step->action))
                return v->offers[k].step;
    }
    for (size_t k = 0; k < v->offers_n; k++)
        if (v->offers[k].open && (v->offers[k].step->flags & ST_STEP_PRIMARY))
            return v->offers[k].step;
    return NULL;
}

/* An officer of the right role names the purpose by opening the step; so each step is judged under its own. */
static int judge_offers(struct st_tx *tx, struct st_case_view *v, struct st_error *err)
{
    int rc = st_case_offers(&v->offers, &v->offers_n, &v->c, err);

    for (size_t i = 0; rc == ST_OK && i < v->offers_n; i++) {
        struct st_actor actor = *tx->actor;
        struct st_tx named = *tx;
        struct st_case c = v->c;
        struct st_offer *again;
        size_t n;
        if (v->offers[i].open || v->offers[i].step->purpose == purpose_unknown ||
            v->offers[i].step->purpose == st_actor_purpose(tx->actor))
            continue;
        actor.purpose = st_str_of(st_code_name(&purpose_codes, v->offers[i].step->purpose));
        named.actor = &actor;
        c.tx = &named;
        rc = st_case_offers(&again, &n, &c, err);
        if (rc == ST_OK && n == v->offers_n)
            v->offers[i] = again[i];
    }
    return rc;
}

const struct st_offer *st_case_view_offer(const struct st_case_view *v, struct st_str action)
{
    for (size_t i = 0; i < v->offers_n; i++)
        if (st_str_is(action, v->offers[i].step->action))
            return &v->offers[i];
    return NULL;
}

static int load_person(struct st_tx *tx, struct st_case_view *v, struct st_error *err)
{
    struct st_error refusal = {0};
    int rc;

    if (v->c.masked || !st_id_known(v->c.file.person))
        return ST_OK;
    rc = st_person_get(tx, &v->person, NULL, v->c.file.person, &refusal);
    v->person_known = rc == ST_OK;
    if (rc != ST_OK && rc != ST_E_FORBIDDEN && rc != ST_E_NOTFOUND) {
        *err = refusal;
        return rc;
    }
    return ST_OK; /* a role may work on a case and not open the person's file */
}

static int load_charge(struct st_tx *tx, struct st_case_view *v, struct st_error *err)
{
    struct st_representation_view *charge = ST_NEW(tx->arena, struct st_representation_view);
    int rc = st_id_known(v->c.subject) ? st_representation_view_load(tx, charge, v->c.subject, err) : ST_OK;

    v->bystander = v->c.copy;
    v->charge = charge->shown ? charge : NULL;
    return rc;
}

int st_case_view_load(struct st_tx *tx, struct st_case_view *v, struct st_error *err)
{
    int rc = st_str_known(v->unmask_reason) ? st_case_unmask(&v->c, tx, v->id, v->unmask_reason, err)
                                            : st_case_get(&v->c, tx, v->id, true, err);

    if (rc == ST_OK)
        rc = load_person(tx, v, err);
    if (rc == ST_OK)
        rc = judge_offers(tx, v, err);
    if (rc == ST_OK)
        rc = st_case_drafts(&v->drafts, &v->drafts_n, &v->c, err);
    if (rc == ST_OK)
        rc = load_charge(tx, v, err);
    if (rc != ST_OK)
        return rc;
    v->elements_n = st_case_elements(&v->elements, &v->c);
    v->holder = st_id_known(v->c.file.holder) ? st_staff_name(tx, v->c.file.holder) : ST_S("");
    v->officers = ST_NEW_N(tx->arena, struct st_str, v->c.actions_n + 1);
    for (size_t i = 0; i < v->c.actions_n; i++)
        v->officers[i] = st_id_known(v->c.actions[i].officer) ? st_staff_name(tx, v->c.actions[i].officer) : ST_S("");
    v->drafts_by = ST_NEW_N(tx->arena, struct st_str, v->drafts_n + 1);
    for (size_t i = 0; i < v->drafts_n; i++)
        v->drafts_by[i] = st_staff_name(tx, v->drafts[i].owner);
    v->opens = ST_NEW_N(tx->arena, bool, v->c.actions_n + 1);
    for (size_t i = 0; i < v->c.actions_n; i++) {
        const struct st_step *step = st_case_step(&v->c, i);
        v->opens[i] = !v->c.masked && st_id_known(v->c.actions[i].form) && step != NULL && step->form != NULL &&
                      st_case_shows(&v->c, step->form);
    }
    v->clocks = ST_NEW_N(tx->arena, struct st_clock_view, v->c.clocks_n + 1);
    for (size_t i = 0; i < v->c.clocks_n; i++)
        clock_of(&v->clocks[i], &v->c, &v->c.clocks[i]);
    v->primary = next_step(v);
    v->undoable = st_case_undoable(&v->c, NULL) == ST_OK;
    if (v->undoable && v->c.actions_n > 0)
        v->undo_until.us = v->c.actions[v->c.actions_n - 1].at.us + ST_UNDO;
    return ST_OK;
}

/* ---- Reasons ---- */

int st_queue_view_load(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct st_queue_view *q = arg;
    int rc = st_outbox_status(&q->now, tx, err);

    return rc == ST_OK ? st_outbox_list(&q->rows, &q->n, tx, q->most, err) : rc;
}

void st_part_why(struct st_html *page, const struct st_error *err)
{
    for (size_t i = 0; i < err->n; i++) {
        st_html_open(page, err->n > 1 ? "div" : "span", NULL);
        st_html_message(page, &err->faults[i].what);
        if (err->faults[i].citation != NULL && err->faults[i].citation[0])
            st_html_element(page, "cite", err->faults[i].citation, "class", "st-cite", NULL);
        st_html_str(page, ST_S(" "));
        st_html_t(page, err->faults[i].cure);
        st_html_close(page);
    }
}

static void fact_value(struct st_html *page, const struct st_field *f, struct st_str value)
{
    bool yes = st_str_is(value, "yes");

    if (!st_str_known(value)) /* asked whether it is known at all: unknown never becomes no */
        st_html_t(page, "unknown");
    else if (f->kind == ST_KIND_TRI)
        st_html_t(page, yes ? "Yes" : "No");
    else if (f->kind == ST_KIND_CODE)
        st_html_t(page, st_code_label(f->codes, st_code_of(f->codes, value)));
    else
        st_html_name(page, value);
}

static void tree(struct st_html *page, const struct st_answer *answer)
{
    st_html_open(page, "ol", "class", "st-tree", NULL);
    for (size_t i = 0; i < answer->trace_n; i++) {
        const struct st_trace_step *step = &answer->trace[i];
        st_html_open(page, "li", NULL);
        if (step->fact != NULL) {
            st_html_t(page, step->fact->label);
            st_html_str(page, ST_S(": "));
            st_html_open(page, "strong", NULL);
            fact_value(page, step->fact, step->value);
            st_html_close(page);
            if (!step->was_known && st_str_known(step->value))
                st_html_element(page, "span", "(not known, assumed here)", "class", "st-soft", NULL);
            if (step->fact->citation[0])
                st_html_element(page, "cite", step->fact->citation, "class", "st-cite", NULL);
        } else {
            st_html_str(page, ST_S("→ "));
            st_html_message(page, &step->reason->text);
            st_html_element(page, "cite", step->reason->citation, "class", "st-cite", NULL);
        }
        st_html_close(page);
    }
    st_html_close(page);
}

static void field_list(struct st_html *page, const char *title, const struct st_field *const *fields, size_t n)
{
    if (n == 0)
        return;
    st_html_element(page, "p", title, "class", "st-list-head", NULL);
    st_html_open(page, "ul", NULL);
    for (size_t i = 0; i < n; i++)
        st_html_element(page, "li", fields[i]->label, NULL);
    st_html_close(page);
}

static void whence(struct st_html *page, const struct st_answer *answer, struct st_str trace_address)
{
    st_page_description(page);
    st_page_fact(page, "Rule", st_str_of(answer->rule->id));
    st_page_fact(page, "Source", st_str_of(answer->rule->citation));
    st_page_fact_open(page, "As of");
    st_html_date(page, answer->as_of);
    st_page_fact(page, "Rule set", (struct st_str){st_rules_hash, 16});
    st_page_description_end(page);
    if (!st_str_known(trace_address))
        return;
    st_html_open(page, "p", NULL);
    st_html_link(page, trace_address, "The whole trace, for programs");
    st_html_close(page);
}

void st_part_answer(struct st_html *page, const struct st_answer *answer, struct st_str trace_address)
{
    unsigned depth = page->depth;

    st_html_open(page, "ul", "class", "st-reasons", NULL);
    for (size_t i = 0; i < answer->reasons_n; i++) {
        st_html_open(page, "li", NULL);
        st_html_message(page, &answer->reasons[i].text);
        st_html_element(page, "cite", answer->reasons[i].citation, "class", "st-cite", NULL);
        st_html_close(page);
    }
    st_html_close(page);
    /* sentences */
    field_list(page, "Needed for a whole answer", answer->needs, answer->needs_n);
    /* end of sentences */
    st_html_open(page, "details", "class", "st-details", NULL);
    st_html_element(page, "summary", "Step by step", NULL);
    tree(page, answer);
    /* sentences */
    field_list(page, "Not known, and without weight here", answer->immaterial, answer->immaterial_n);
    /* end of sentences */
    whence(page, answer, trace_address);
    st_html_close_to(page, depth);
}

void st_part_what_if(struct st_html *page, const struct st_what_if *rows, size_t n)
{
    if (n == 0)
        return;
    st_html_open(page, "details", "class", "st-details", NULL);
    st_html_element(page, "summary", "What would change it", NULL);
    st_html_open(page, "ul", NULL);
    for (size_t i = 0; i < n; i++) {
        st_html_open(page, "li", NULL);
        st_html_t(page, rows[i].fact->label);
        st_html_str(page, ST_S(": "));
        st_html_open(page, "strong", NULL);
        fact_value(page, rows[i].fact, rows[i].value);
        st_html_close(page);
        if (rows[i].answer.reasons_n > 0) {
            const struct st_reason *last = &rows[i].answer.reasons[rows[i].answer.reasons_n - 1];
            st_html_str(page, ST_S(" → "));
            st_html_message(page, &last->text);
            st_html_element(page, "cite", last->citation, "class", "st-cite", NULL);
        }
        st_html_close(page);
    }
    st_html_close(page);
    st_html_close(page);
}
