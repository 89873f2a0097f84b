/* Cases: loading, what was done, what can be done. */
#include "cases/case.h"

#include "store/journal.h"

static int load_clocks(struct st_case *c, struct st_error *err)
{
    void *clocks;
    int rc = st_record_find(&clocks, &c->clock_ids, &c->clocks_n, c->tx, &case_clock_shape, "case_id",
                            st_cell_id(c->tx->arena, c->id), ST_CASE_ROWS, err);
    c->clocks = clocks;
    return rc;
}

static int by_position(const void *a, const void *b)
{
    int64_t x = ((const struct case_action *)a)->position.v, y = ((const struct case_action *)b)->position.v;
    return (x > y) - (x < y);
}

int st_case__load(struct st_case *c, struct st_tx *tx, struct st_id id, struct st_error *err)
{
    void *actions;
    int rc;

    *c = (struct st_case){.tx = tx, .id = id};
    rc = st_record_get(&c->file, &c->version, tx, &case_file_shape, id, err);
    if (rc == ST_OK)
        rc = st_record_find(&actions, NULL, &c->actions_n, tx, &case_action_shape, "case_id",
                            st_cell_id(tx->arena, id), ST_CASE_ROWS, err);
    if (rc == ST_OK) {
        c->actions = actions;
        qsort(c->actions, c->actions_n, sizeof(*c->actions), by_position);
        rc = load_clocks(c, err);
    }
    if (rc != ST_OK)
        return rc;
    c->procedure = st_procedure_find(c->file.procedure);
    ST_ASSERT(c->procedure != NULL);
    return ST_OK;
}

/* The roles of the actor as ST_WHO bits. */
unsigned st_case__roles(const struct st_actor *actor)
{
    unsigned bits = 0;
    for (unsigned role = 1; role < role_count; role++)
        if (st_actor_is(actor, (enum role)role))
            bits |= ST_WHO(role);
    return bits;
}

static bool st_case__reads(const struct st_actor *actor, const struct st_procedure *p)
{
    for (const struct st_case_right *r = p->readers; r->role != role_unknown; r++)
        if (st_actor_is(actor, r->role) && r->purpose == st_actor_purpose(actor))
            return true;
    return false;
}

int st_case_get(struct st_case *out, struct st_tx *tx, struct st_id id, bool journal, struct st_error *err)
{
    struct st_entry entry = {.kind = ST_ENTRY_READ, .action = "case.read", .register_name = "", .citation = ""};
    int rc = st_case__load(out, tx, id, err);

    if (rc != ST_OK)
        return rc;
    if (!st_case__reads(tx->actor, out->procedure)) {
        rc = st_fail(err, ST_E_FORBIDDEN, "", ST_MSG("Your role does not open cases of this procedure."),
                     out->procedure->act, "Ask the officer who holds the case, or your supervisor.");
        entry.kind = ST_ENTRY_REFUSAL;
    }
    entry.case_id = id;
    entry.person = out->file.person;
    if (journal || rc != ST_OK) {
        int logged = st_journal_add(tx, &entry, err);
        rc = rc != ST_OK ? rc : logged;
    }
    return rc;
}

int st_case_by_number(struct st_id *out, struct st_tx *tx, struct st_str number, struct st_error *err)
{
    char canonical[ST_NUMBER_TEXT];
    struct st_id *ids;
    void *files;
    size_t n;
    int rc;

    if (!st_number_parse(canonical, number))
        return st_fail(err, ST_E_INVALID, "number", ST_MSG("This number was mistyped: its check character does not fit."),
                       "", "Compare it with the paper, character by character.");
    rc = st_record_find(&files, &ids, &n, tx, &case_file_shape, "number", st_cell_text(canonical), 1, err);
    if (rc == ST_OK && n == 0)
        rc = st_fail(err, ST_E_NOTFOUND, "number", ST_MSG("There is no case with this number here."), "",
                     "Search by the person instead.");
    if (rc == ST_OK)
        *out = ids[0];
    return rc;
}

const struct case_action *st_case_action(const struct st_case *c, const char *action)
{
    for (size_t i = c->actions_n; i-- > 0;)
        if (st_str_is(c->actions[i].action, action))
            return &c->actions[i];
    return NULL;
}

const void *st_case_form(struct st_case *c, const char *action, struct st_error *err)
{
    const struct case_action *taken = st_case_action(c, action);
    const struct st_step *step;
    void *form;

    if (taken == NULL || !st_id_known(taken->form))
        return NULL;
    step = st_step_find(c->procedure, taken->from_state.n ? st_str_z(c->tx->arena, taken->from_state) : NULL,
                        taken->action);
    ST_ASSERT(step != NULL && step->form != NULL);
    form = st_alloc(c->tx->arena, step->form->size);
    return st_record_get(form, NULL, c->tx, step->form, taken->form, err) == ST_OK ? form : NULL;
}

const struct case_clock *st_case_clock(const struct st_case *c, const char *name)
{
    for (size_t i = c->clocks_n; i-- > 0;)
        if (st_str_is(c->clocks[i].name, name))
            return &c->clocks[i];
    return NULL;
}

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
    for (size_t i = c->actions_n; i-- > 0;)
        if (word_in(e->actions, c->actions[i].action))
            return &c->actions[i];
    return NULL;
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
        (*out)[i] = (struct st_element_state){e, e->needed == NULL || e->needed(c), by != NULL, by};
    }
    return n;
}

/* ---- Who may, and may it be done now ---- */

static const char *who_may(unsigned who)
{
    for (unsigned role = 1; role < role_count; role++)
        if (who & ST_WHO(role))
            return st_code_label(&role_codes, role);
    return "The law itself";
}

int st_case__may(struct st_case *c, const struct st_step *step, const void *form, struct st_error *err)
{
    unsigned roles = st_case__roles(c->tx->actor);

    if (step->who == ST_THE_LAW ? st_id_known(c->tx->actor->officer) : (roles & step->who) == 0)
        return st_fail(err, ST_E_FORBIDDEN, "", ST_MSG("You may not do this: it belongs to the role {0}.",
                                                       st_value_key(who_may(step->who))),
                       step->citation, "Ask an officer with that role.");
    if ((step->flags & ST_STEP_ONCE) && st_case_action(c, step->action) != NULL)
        return st_fail(err, ST_E_STATE, "", ST_MSG("This has been done already."), step->citation,
                       "Look at the timeline.");
    return step->guard ? step->guard(c, form, err) : ST_OK;
}

int st_case_offers(struct st_offer **out, size_t *n, struct st_case *c, struct st_error *err)
{
    const char *state = st_str_z(c->tx->arena, c->file.state);
    size_t rows = 0;

    (void)err;
    for (const struct st_step *s = c->procedure->steps; s->action != NULL; s++)
        rows++;
    *out = ST_NEW_N(c->tx->arena, struct st_offer, rows);
    *n = 0;
    for (const struct st_step *s = c->procedure->steps; s->action != NULL; s++) {
        struct st_offer *o = &(*out)[*n];
        if (s->from == NULL || s->who == ST_THE_LAW || st_step_find(c->procedure, state, st_str_of(s->action)) != s)
            continue;
        if (st_instant_known(c->file.closed_at) && strcmp(s->from, "*") == 0)
            continue;
        o->step = s;
        o->open = st_case__may(c, s, NULL, &o->why_not) == ST_OK;
        ++*n;
    }
    return ST_OK;
}

/* ---- My work ---- */

const struct st_statement st_sql_case_work = {
    "case.work",
    "SELECT c.id, c.person, c.holder, c.number, c.procedure, c.state, k.name, k.citation, c.member_state, k.ends_at,"
    " k.outer_end, k.state, k.uncertain FROM case_clock k JOIN case_file c ON c.authority = k.authority AND"
    " c.id = k.case_id WHERE k.authority = ?1 AND k.state = ?2 AND (?3 IS NULL OR c.holder = ?3)"
    " AND (?4 IS NULL OR c.procedure = ?4) ORDER BY k.ends_at LIMIT ?5",
    "SELECT c.id, c.person, c.holder, c.number, c.procedure, c.state, k.name, k.citation, c.member_state, k.ends_at,"
    " k.outer_end, k.state, k.uncertain FROM case_clock k JOIN case_file c ON c.authority = k.authority AND"
    " c.id = k.case_id WHERE k.authority = ?1 AND k.state = ?2 AND (?3::bytea IS NULL OR c.holder = ?3::bytea)"
    " AND (?4::text IS NULL OR c.procedure = ?4::text) ORDER BY k.ends_at LIMIT ?5"};

static int work_in_state(struct st_work_row *out, size_t *n, struct st_tx *tx, const struct st_work_filter *filter,
                         unsigned state, struct st_error *err)
{
    struct st_rows rows;
    int rc = st_db_query(&rows, tx->db, tx->arena, &st_sql_case_work,
                         ST_BIND(st_cell_str(tx->actor->authority),
                                 st_cell_text(st_code_name(&clock_state_codes, state)),
                                 st_cell_id(tx->arena, filter->holder), st_cell_str(filter->procedure),
                                 st_cell_int((int64_t)(filter->limit - *n))),
                         err);

    for (size_t i = 0; rc == ST_OK && i < rows.n; i++)
        out[(*n)++] = (struct st_work_row){
            .case_id = st_rows_id(&rows, i, 0),
            .person = st_rows_id(&rows, i, 1),
            .holder = st_rows_id(&rows, i, 2),
            .number = st_rows_str(&rows, i, 3),
            .procedure = st_rows_str(&rows, i, 4),
            .state = st_rows_str(&rows, i, 5),
            .clock = st_rows_str(&rows, i, 6),
            .citation = st_rows_str(&rows, i, 7),
            .member_state = st_rows_str(&rows, i, 8),
            .ends_at = st_rows_instant(&rows, i, 9),
            .outer_end = st_rows_instant(&rows, i, 10),
            .clock_state = (int)state,
            .uncertain = st_rows_int(&rows, i, 12) == ST_YES,
        };
    return rc;
}

int st_work_list(struct st_work_row **out, size_t *n, struct st_tx *tx, const struct st_work_filter *filter,
                 struct st_error *err)
{
    static const unsigned order[] = {clock_state_expired, clock_state_running, clock_state_suspended};
    int rc = ST_OK;

    *n = 0;
    *out = ST_NEW_N(tx->arena, struct st_work_row, filter->limit);
    for (size_t i = 0; rc == ST_OK && i < 3 && *n < filter->limit; i++)
        rc = work_in_state(*out, n, tx, filter, order[i], err);
    return rc;
}
