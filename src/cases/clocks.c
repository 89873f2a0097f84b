/* The clocks of a case: started, stopped, suspended, resumed, extended, run out. */
#include "cases/case.h"

static int find_clock(const struct st_case *c, const char *name)
{
    for (size_t i = c->clocks_n; i-- > 0;)
        if (st_str_is(c->clocks[i].name, name))
            return (int)i;
    return -1;
}

/* Time that a clock stood still is given back to its end. */
static struct st_instant later(struct st_instant t, int64_t stood_still)
{
    return st_instant_known(t) ? (struct st_instant){t.us + stood_still} : t;
}

/* Works out the end; a clock whose facts are missing has no end yet and is tried again at the next action. */
static int set_end(struct st_case *c, const struct st_clock *def, struct case_clock *clock, struct st_error *err)
{
    struct st_clock_due due = {0};
    struct st_error missing = {0};
    int rc = def->due(&due, c, &missing);

    if (rc == ST_E_NEEDS)
        return ST_OK;
    if (rc != ST_OK) {
        if (err != NULL)
            *err = missing;
        return rc;
    }
    clock->started_at = due.started_at;
    clock->ends_at = later(due.ends_at, clock->stood_still.v);
    clock->outer_end = later(due.outer_end, clock->stood_still.v);
    clock->last_day = st_date_known(due.last_day)
                          ? st_date_add_days(due.last_day, clock->stood_still.v / ST_DAY)
                          : due.last_day;
    clock->uncertain = st_tri_of(due.uncertain);
    clock->citation = due.citation;
    return ST_OK;
}

static int save(struct st_case *c, size_t i, struct st_error *err)
{
    return st_record_update(c->tx, &case_clock_shape, c->clock_ids[i], 0, &c->clocks[i], NULL, err);
}

static int start(struct st_case *c, const struct st_clock *def, struct st_error *err)
{
    struct case_clock clock = {.case_id = c->id, .name = st_str_of(def->name), .state = clock_state_running,
                               .extensions = {0, true}};
    struct st_id id = st_id_new(c->tx->now);
    int rc = set_end(c, def, &clock, err);

    if (rc != ST_OK)
        return rc;
    struct case_clock *longer = ST_NEW_N(c->tx->arena, struct case_clock, c->clocks_n + 1);
    struct st_id *ids = ST_NEW_N(c->tx->arena, struct st_id, c->clocks_n + 1);
    if (c->clocks_n) {
        memcpy(longer, c->clocks, c->clocks_n * sizeof(clock));
        memcpy(ids, c->clock_ids, c->clocks_n * sizeof(id));
    }
    longer[c->clocks_n] = clock;
    ids[c->clocks_n++] = id;
    c->clocks = longer;
    c->clock_ids = ids;
    return st_record_insert(c->tx, &case_clock_shape, id, &clock, err);
}

static void resume(struct case_clock *clock, struct st_instant now)
{
    clock->stood_still = (struct st_number){clock->stood_still.v + now.us - clock->suspended_at.us, true};
    clock->state = clock_state_running;
    clock->suspended_at = (struct st_instant){0};
    clock->suspended_why = (struct st_str){NULL, 0};
}

static int apply_effect(struct st_case *c, const struct st_clock_effect *e, struct st_str reason, struct st_error *err)
{
    const struct st_clock *def = st_clock_find(c->procedure, st_str_of(e->clock));
    int i = find_clock(c, e->clock);
    struct case_clock *clock;

    ST_ASSERT(def != NULL);
    if (e->kind == ST_CLOCK_START)
        return i >= 0 && c->clocks[i].state == clock_state_running ? ST_OK : start(c, def, err);
    if (i < 0)
        return ST_OK; /* a clock that never started has nothing to stop */
    clock = &c->clocks[i];
    switch (e->kind) {
    case ST_CLOCK_STOP:
        clock->state = clock_state_stopped;
        clock->stopped_at = c->tx->now;
        break;
    case ST_CLOCK_SUSPEND:
        if (clock->state != clock_state_running)
            return ST_OK;
        clock->state = clock_state_suspended;
        clock->suspended_at = c->tx->now;
        clock->suspended_why = reason;
        break;
    case ST_CLOCK_RESUME:
        if (clock->state != clock_state_suspended)
            return ST_OK;
        resume(clock, c->tx->now);
        break;
    case ST_CLOCK_EXTEND:
        clock->extensions = (struct st_number){clock->extensions.v + 1, true};
        break;
    case ST_CLOCK_START:
    case ST_CLOCK_NONE: break;
    }
    return save(c, (size_t)i, err);
}

/* After each action the ends of running clocks are worked out again: facts that a clock waited for may have come, a
 * fact may have been corrected, an extension granted. */
static int renew(struct st_case *c, struct st_error *err)
{
    int rc = ST_OK;

    for (size_t i = 0; rc == ST_OK && i < c->clocks_n; i++) {
        struct case_clock *clock = &c->clocks[i], before = *clock;
        if (clock->state != clock_state_running)
            continue;
        rc = set_end(c, st_clock_find(c->procedure, clock->name), clock, err);
        if (rc == ST_OK && !st_shape_equal(&case_clock_shape, &before, clock))
            rc = save(c, i, err);
    }
    return rc;
}

int st_case__clocks(struct st_case *c, const struct st_step *step, struct st_str reason, struct st_error *err)
{
    int rc = ST_OK;
    for (size_t i = 0; rc == ST_OK && i < ST_STEP_CLOCKS && step->clocks[i].kind != ST_CLOCK_NONE; i++)
        rc = apply_effect(c, &step->clocks[i], reason, err);
    return rc == ST_OK ? renew(c, err) : rc;
}

/* ---- Running out ---- */

const struct st_statement st_sql_case_due = {
    "case.due",
    "SELECT id, case_id, name FROM case_clock WHERE authority = ?1 AND state = 'running' AND ends_at <= ?2"
    " ORDER BY ends_at LIMIT ?3",
    NULL};

struct tick {
    size_t done;
};

static int expire(struct st_tx *tx, struct st_id case_id, struct st_str name, struct st_error *err)
{
    struct st_case c;
    const struct st_clock *def;
    int i, rc = st_case__load(&c, tx, case_id, err);

    if (rc != ST_OK)
        return rc;
    def = st_clock_find(c.procedure, name);
    i = find_clock(&c, def->name);
    c.clocks[i].state = clock_state_expired;
    rc = save(&c, (size_t)i, err);
    if (rc == ST_OK && def->expiry != NULL &&
        st_step_find(c.procedure, st_str_z(tx->arena, c.file.state), st_str_of(def->expiry)) != NULL)
        return st_case_act(NULL, tx, &(struct st_act){.case_id = case_id, .action = def->expiry}, err);
    if (rc == ST_OK) {
        struct st_entry entry = {.kind = ST_ENTRY_BY_LAW, .action = "case.clock_passed", .register_name = "",
                                 .case_id = case_id, .person = c.file.person,
                                 .citation = st_str_z(tx->arena, c.clocks[i].citation)};
        rc = st_journal_add(tx, &entry, err);
    }
    return rc;
}

static int tick(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct tick *t = arg;
    struct st_rows rows;
    int rc = st_db_query(&rows, tx->db, tx->arena, &st_sql_case_due,
                         ST_BIND(st_cell_str(tx->actor->authority), st_cell_instant(tx->now), st_cell_int(50)), err);

    t->done = 0;
    for (size_t i = 0; rc == ST_OK && i < rows.n; i++) {
        rc = expire(tx, st_rows_id(&rows, i, 1), st_rows_str(&rows, i, 2), err);
        t->done++;
    }
    if (rc == ST_OK && t->done == 0)
        return ST_E_NOTFOUND; /* nothing to do: no entry, no commit */
    return rc;
}

int st_cases_tick(struct st_store *store, struct st_str authority, size_t *done, struct st_error *err)
{
    struct st_actor law = {.authority = authority, .role = ST_S(""), .purpose = ST_S("")};
    struct tick t = {0};
    size_t total = 0;
    int rc;

    do {
        rc = st_store_write(store, &law, tick, &t, err);
        total += rc == ST_OK ? t.done : 0;
    } while (rc == ST_OK);
    if (done != NULL)
        *done = total;
    if (rc == ST_E_NOTFOUND) {
        if (err != NULL)
            *err = (struct st_error){0};
        return ST_OK;
    }
    return rc;
}
