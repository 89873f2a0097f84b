/* Cases: what they hold, what was done in them and still stands, what can be done now. */
#include "cases/case.h"

#include "law/states.h"
#include "registers/representation.h"

/* ---- Loading ---- */

static int load_actions(struct st_case *c, struct st_error *err)
{
    void *actions;
    int rc = st_record_find(&actions, &c->action_ids, &c->actions_n, c->tx, &case_action_shape, "case_id",
                            st_cell_id(c->tx->arena, c->id), ST_CASE_ROWS, err);
    if (rc != ST_OK)
        return rc;
    c->actions = actions;
    for (size_t i = 1; i < c->actions_n; i++) /* nearly in order already */
        for (size_t j = i; j > 0 && c->actions[j].position.v < c->actions[j - 1].position.v; j--) {
            struct case_action a = c->actions[j];
            struct st_id id = c->action_ids[j];
            c->actions[j] = c->actions[j - 1], c->action_ids[j] = c->action_ids[j - 1];
            c->actions[j - 1] = a, c->action_ids[j - 1] = id;
        }
    return ST_OK;
}

static int load_clocks(struct st_case *c, struct st_error *err)
{
    void *clocks;
    int rc = st_record_find(&clocks, &c->clock_ids, &c->clocks_n, c->tx, &case_clock_shape, "case_id",
                            st_cell_id(c->tx->arena, c->id), ST_CASE_ROWS, err);
    c->clocks = clocks;
    return rc;
}

/* Clocks stand in the order of the chart; those of one name in the order in which they started. */
static void sort_clocks(struct st_case *c)
{
    struct case_clock *clocks = ST_NEW_N(c->tx->arena, struct case_clock, c->clocks_n + 1);
    struct st_id *ids = ST_NEW_N(c->tx->arena, struct st_id, c->clocks_n + 1);
    size_t n = 0;

    for (const struct st_clock *def = c->procedure->clocks; def != NULL && def->name != NULL; def++)
        for (size_t i = 0; i < c->clocks_n; i++)
            if (st_str_is(c->clocks[i].name, def->name))
                clocks[n] = c->clocks[i], ids[n++] = c->clock_ids[i];
    ST_ASSERT(n == c->clocks_n);
    c->clocks = clocks;
    c->clock_ids = ids;
}

int st_case__load(struct st_case *c, struct st_tx *tx, struct st_id id, struct st_error *err)
{
    int rc;

    *c = (struct st_case){.tx = tx, .id = id, .at = tx->now};
    rc = st_record_get(&c->file, &c->version, tx, &case_file_shape, id, err);
    c->subject = c->file.person;
    if (rc == ST_OK)
        rc = load_actions(c, err);
    if (rc == ST_OK)
        rc = load_clocks(c, err);
    if (rc != ST_OK)
        return rc;
    c->procedure = st_procedure_version(c->file.procedure, c->file.chart_version.v);
    if (c->procedure == NULL)
        return st_fail(err, ST_E_STATE, "", ST_MSG("This case began under a chart that this program does not have."),
                       "", "Use a newer program.");
    sort_clocks(c);
    c->in_care = st_in_care(tx, c->subject);
    return ST_OK;
}

int st_case__load_for(struct st_case *c, struct st_tx *tx, struct st_id id, const char *action, struct st_error *err)
{
    struct st_entry refusal = {.kind = ST_ENTRY_REFUSAL, .action = action, .register_name = "", .case_id = id,
                               .citation = "SR Art 13(3)"};
    bool only_in_care = st_actor_only_in_care(tx->actor);
    int rc = st_case__load(c, tx, id, only_in_care ? NULL : err);

    if (!only_in_care || (rc == ST_OK && c->in_care) || (rc != ST_OK && rc != ST_E_NOTFOUND))
        return rc;
    rc = st_journal_add(tx, &refusal, NULL);
    return rc == ST_OK ? st_access_not_in_care(err) : rc;
}

/* ---- What was done, and how it stands ---- */

int st_case__find(const struct st_case *c, struct st_id action)
{
    for (size_t i = 0; i < c->actions_n; i++)
        if (st_id_eq(c->action_ids[i], action))
            return (int)i;
    return -1;
}

enum st_standing st_case_standing(const struct st_case *c, size_t i)
{
    struct st_id id = c->action_ids[i];

    for (size_t j = 0; j < c->actions_n; j++)
        if (st_id_eq(c->actions[j].undoes, id))
            return ST_UNDONE;
    for (size_t j = i + 1; j < c->actions_n; j++)
        if (st_id_eq(c->actions[j].corrects, id) && st_case_standing(c, j) != ST_UNDONE)
            return ST_CORRECTED;
    return ST_STANDS;
}

const struct st_step *st_case_step(const struct st_case *c, size_t i)
{
    const struct case_action *a = &c->actions[i];
    return st_step_find(c->procedure, a->from_state, a->action);
}

bool st_case__moves(const struct st_case *c, size_t i)
{
    return st_case_step(c, i) != NULL && !st_str_eq(c->actions[i].from_state, c->actions[i].to_state);
}

bool st_case__after(const struct case_action *a, const struct case_action *b)
{
    return a->happened_at.us != b->happened_at.us ? a->happened_at.us > b->happened_at.us
                                                  : a->position.v > b->position.v;
}

const struct case_action *st_case_action(const struct st_case *c, const char *action)
{
    const struct case_action *newest = NULL;

    for (size_t i = 0; i < c->actions_n; i++)
        if (st_str_is(c->actions[i].action, action) && st_case_standing(c, i) == ST_STANDS &&
            (newest == NULL || st_case__after(&c->actions[i], newest)))
            newest = &c->actions[i];
    return newest;
}

const void *st_case_form(struct st_case *c, const char *action, struct st_error *err)
{
    const struct case_action *taken = st_case_action(c, action);
    const struct st_step *step;
    size_t i;
    void *form;

    if (taken == NULL || !st_id_known(taken->form))
        return NULL;
    i = (size_t)(taken - c->actions);
    if (c->forms == NULL)
        c->forms = ST_NEW_N(c->tx->arena, const void *, c->actions_n);
    if (c->forms[i] != NULL)
        return c->forms[i];
    step = st_case_step(c, i);
    ST_ASSERT(step != NULL && step->form != NULL);
    form = st_alloc(c->tx->arena, step->form->size);
    if (st_record_get(form, NULL, c->tx, step->form, taken->form, err) != ST_OK)
        return NULL;
    c->forms[i] = form;
    return form;
}

const struct case_clock *st_case_clock(const struct st_case *c, const char *name)
{
    for (size_t i = c->clocks_n; i-- > 0;)
        if (st_str_is(c->clocks[i].name, name))
            return &c->clocks[i];
    return NULL;
}

/* ---- Elements ---- */

static bool word_in(const char *list, struct st_str word)
{
    struct st_str rest = st_str_of(list);
    while (rest.n > 0)
        if (st_str_eq(st_str_cut(&rest, ' '), word))
            return true;
    return false;
}

static const struct case_action *done_by(const struct st_case *c, const struct st_element *e)
{
    const struct case_action *newest = NULL;

    for (size_t i = 0; i < c->actions_n; i++)
        if (word_in(e->actions, c->actions[i].action) && st_case_standing(c, i) == ST_STANDS &&
            (newest == NULL || st_case__after(&c->actions[i], newest)))
            newest = &c->actions[i];
    return newest;
}

size_t st_case_elements(struct st_element_state **out, struct st_case *c)
{
    size_t n = 0;

    for (const struct st_element *e = c->procedure->elements; e != NULL && e->name != NULL; e++)
        n++;
    *out = ST_NEW_N(c->tx->arena, struct st_element_state, n + 1);
    for (size_t i = 0; i < n; i++) {
        const struct st_element *e = &c->procedure->elements[i];
        const struct case_action *by = done_by(c, e);
        bool done = by != NULL && (e->done == NULL || e->done(c));
        (*out)[i] = (struct st_element_state){e, e->needed == NULL || e->needed(c), done, by};
    }
    return n;
}

/* ---- Who may, and may it be done now ---- */

unsigned st_case__roles(const struct st_actor *actor)
{
    unsigned bits = 0;
    for (unsigned role = 1; role < role_count; role++)
        if (st_actor_is(actor, (enum role)role))
            bits |= ST_WHO(role);
    return bits;
}

static const char *who_may(unsigned who)
{
    for (unsigned role = 1; role < role_count; role++)
        if (who & ST_WHO(role))
            return st_code_label(&role_codes, role);
    return "The law itself";
}

/* The roles by which the actor may act in this case. */
static unsigned roles_in(const struct st_case *c)
{
    unsigned roles = st_case__roles(c->tx->actor);
    return c->in_care ? roles : roles & ~(unsigned)ST_ROLES_IN_CARE;
}

/* Role and purpose. What the law does itself is no officer's; an officer's step is not the law's. */
int st_case__who(struct st_case *c, const struct st_step *step, bool purpose, struct st_error *err)
{
    const struct st_actor *actor = c->tx->actor;

    if (step->who == ST_THE_LAW ? st_id_known(actor->officer) : (roles_in(c) & step->who) == 0)
        return st_fail(err, ST_E_FORBIDDEN, "", ST_MSG("You may not do this: it belongs to the role {0}.",
                                                       st_value_key(who_may(step->who))),
                       step->citation, "Ask an officer with that role.");
    if (purpose && step->who != ST_THE_LAW && step->purpose != purpose_unknown &&
        st_actor_purpose(actor) != step->purpose)
        return st_fail(err, ST_E_FORBIDDEN, "Purpose",
                       ST_MSG("This is done for the purpose: {0}.",
                              st_value_key(st_code_label(&purpose_codes, step->purpose))),
                       step->citation, "Name that purpose.");
    return ST_OK;
}

int st_case__may(struct st_case *c, const struct st_step *step, const void *form, bool purpose, struct st_error *err)
{
    int rc = st_case__who(c, step, purpose, err);

    if (rc != ST_OK)
        return rc;
    if ((step->flags & ST_STEP_ONCE) && c->corrects == NULL && st_case_action(c, step->action) != NULL)
        return st_fail(err, ST_E_STATE, "", ST_MSG("This has been done already."), step->citation,
                       "Look at the timeline.");
    return step->guard ? step->guard(c, form, err) : ST_OK;
}

const struct st_step *st_case__step(const struct st_case *c, struct st_str from, struct st_str action)
{
    const struct st_step *step = st_step_find(c->procedure, from, action);

    if (step != NULL && st_instant_known(c->file.closed_at) && step->from != NULL && strcmp(step->from, "*") == 0 &&
        !(step->flags & ST_STEP_ALWAYS))
        return NULL; /* a closed case takes only the steps that its end state names */
    return step;
}

int st_case_offers(struct st_offer **out, size_t *n, struct st_case *c, struct st_error *err)
{
    size_t rows = 0;

    (void)err;
    for (const struct st_step *s = c->procedure->steps; s->action != NULL; s++)
        rows++;
    *out = ST_NEW_N(c->tx->arena, struct st_offer, rows + 1);
    *n = 0;
    for (const struct st_step *s = c->procedure->steps; s->action != NULL; s++) {
        struct st_offer *o = &(*out)[*n];
        if (s->from == NULL || s->who == ST_THE_LAW || st_case__step(c, c->file.state, st_str_of(s->action)) != s)
            continue;
        o->step = s;
        o->open = st_case__may(c, s, NULL, false, &o->why_not) == ST_OK;
        ++*n;
    }
    return ST_OK;
}

struct st_date st_case_day(const struct st_case *c)
{
    const char *zone = st_state_zone(c->file.member_state);
    struct st_local local = {0};
    bool known = st_zone_local(&local, c->at, zone ? zone : "UTC");

    ST_ASSERT(known);
    return local.date;
}

int st_case_refuse(struct st_error *err, enum st_err code, const struct st_answer *answer, const char *cure)
{
    for (size_t i = 0; i < answer->needs_n && code == ST_E_NEEDS; i++)
        (void)st_fail(err, ST_E_NEEDS, answer->needs[i]->name,
                      ST_MSG("Needed to answer: {0}", st_value_key(answer->needs[i]->label)), answer->rule->citation,
                      "Enter what is known of it.");
    for (size_t i = 0; i < answer->reasons_n && code != ST_E_NEEDS; i++)
        (void)st_fail(err, code, "", answer->reasons[i].text, answer->reasons[i].citation, cure);
    return code;
}
