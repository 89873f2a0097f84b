/* The clocks of a case.
 *
 * They are worked out from the actions, anew after each one: started, stopped, suspended, resumed and extended at the
 * moments when those things happened. So a late entry, a correction and an entry taken back move them as if all had
 * been entered in time; and the ends follow facts that were corrected or came later. */
#include "cases/case.h"
#include "store/journal.h"

static int find_clock(const struct st_case *c, struct st_str name)
{
    for (size_t i = c->clocks_n; i-- > 0;)
        if (st_str_eq(c->clocks[i].name, name))
            return (int)i;
    return -1;
}

/* ---- From the actions to the clocks ---- */

static void start(struct st_case *c, const char *name)
{
    struct case_clock *longer = ST_NEW_N(c->tx->arena, struct case_clock, c->clocks_n + 1);

    for (size_t i = 0; i < c->clocks_n; i++)
        longer[i] = c->clocks[i];
    longer[c->clocks_n++] = (struct case_clock){.case_id = c->id, .name = st_str_of(name), .state = clock_state_running,
                                                .extensions = {0, true}};
    c->clocks = longer;
}

static void effect(struct st_case *c, const struct st_clock_effect *e, const struct case_action *a)
{
    int i = find_clock(c, st_str_of(e->clock));
    const struct st_clock *def = st_clock_find(c->procedure, st_str_of(e->clock));
    struct case_clock *k = i >= 0 ? &c->clocks[i] : NULL;
    bool live = k != NULL && (k->state == clock_state_running || k->state == clock_state_suspended);

    ST_ASSERT(def != NULL);
    if (e->kind == ST_CLOCK_START && !live && !(def->once && k != NULL))
        start(c, e->clock);
    if (k == NULL)
        return; /* a clock that never started has nothing to stop */
    if (e->kind == ST_CLOCK_STOP && k->state != clock_state_stopped) {
        k->state = clock_state_stopped;
        k->stopped_at = a->happened_at;
    } else if (e->kind == ST_CLOCK_SUSPEND && k->state == clock_state_running) {
        k->state = clock_state_suspended;
        k->suspended_at = a->happened_at;
        k->suspended_why = a->reason;
    } else if (e->kind == ST_CLOCK_RESUME && k->state == clock_state_suspended) {
        k->stood_still = (struct st_number){k->stood_still.v + a->happened_at.us - k->suspended_at.us, true};
        k->state = clock_state_running;
        k->suspended_at = (struct st_instant){0};
        k->suspended_why = (struct st_str){NULL, 0};
    } else if (e->kind == ST_CLOCK_EXTEND) {
        k->extensions.v++;
    }
}

/* What the law did because a clock ran out leaves that clock expired. */
static void expire_by(struct st_case *c, const struct case_action *a)
{
    for (const struct st_clock *def = c->procedure->clocks; def != NULL && def->name != NULL; def++) {
        int i = def->expiry && st_str_is(a->action, def->expiry) ? find_clock(c, st_str_of(def->name)) : -1;
        if (i >= 0 && c->clocks[i].state == clock_state_running)
            c->clocks[i].state = clock_state_expired;
    }
}

static void replay(struct st_case *c)
{
    const struct case_action **order = ST_NEW_N(c->tx->arena, const struct case_action *, c->actions_n + 1);
    size_t n = 0;

    for (size_t i = 0; i < c->actions_n; i++) {
        size_t at = n;
        if (st_case_step(c, i) == NULL || st_case_standing(c, i) != ST_STANDS)
            continue;
        for (; at > 0 && st_case__after(order[at - 1], &c->actions[i]); at--)
            order[at] = order[at - 1];
        order[at] = &c->actions[i];
        n++;
    }
    c->clocks = NULL;
    c->clocks_n = 0;
    for (size_t i = 0; i < n; i++) {
        const struct st_step *step = st_case_step(c, (size_t)(order[i] - c->actions));
        for (size_t k = 0; k < ST_STEP_CLOCKS && step->clocks[k].kind != ST_CLOCK_NONE; k++)
            effect(c, &step->clocks[k], order[i]);
        if (step->who == ST_THE_LAW)
            expire_by(c, order[i]);
    }
}

/* ---- Ends ---- */

/* Time that a clock stood still is given back to its end. */
static struct st_instant later(struct st_instant t, int64_t stood_still)
{
    return st_instant_known(t) ? (struct st_instant){t.us + stood_still} : t;
}

/* Works out the end; a clock whose facts are missing has no end yet and is tried again at the next action. */
static int set_end(struct st_case *c, size_t i, struct st_error *err)
{
    const struct st_clock *def = st_clock_find(c->procedure, c->clocks[i].name);
    struct st_clock_due due = {0};
    struct st_error missing = {0};
    int rc = def->due(&due, c, &missing);
    struct case_clock *clock = &c->clocks[i];

    if (rc == ST_E_NEEDS)
        return ST_OK;
    if (rc != ST_OK && rc != ST_E_STATE) {
        if (err != NULL)
            *err = missing;
        return rc;
    }
    clock->state = rc == ST_E_STATE ? 0 : clock->state; /* no such duty: save() leaves it out */
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

int st_case_clock_due(struct st_clock_due *out, struct st_case *c, const char *name, struct st_error *err)
{
    const struct st_clock *def = st_clock_find(c->procedure, st_str_of(name));

    memset(out, 0, sizeof(*out));
    if (def == NULL || find_clock(c, st_str_of(name)) < 0)
        return st_fail(err, ST_E_NOTFOUND, "clock", ST_MSG("There is no such clock in this case."), "",
                       "Look at the clocks of the case.");
    int rc = def->due(out, c, err);
    if (rc == ST_OK && out->consequence.text == NULL)
        out->consequence = ST_MSG(def->consequence);
    return rc;
}

/* ---- Storing ---- */

/* The stored clock that a new one stands for: the same one of its name. */
static int counterpart(const struct case_clock *stored, size_t n, const struct case_clock *clocks, size_t at)
{
    size_t skip = 0;

    for (size_t i = 0; i < at; i++)
        skip += st_str_eq(clocks[i].name, clocks[at].name);
    for (size_t i = 0; i < n; i++)
        if (st_str_eq(stored[i].name, clocks[at].name) && skip-- == 0)
            return (int)i;
    return -1;
}

/* A clock that ran out stays so while its end lies in the past; a corrected fact may set it running again. Where the
 * law takes a step at the end, that step says so (expire_by); when it is set aside, the law gets its turn again. */
static void keep_expired(const struct st_case *c, struct case_clock *k, const struct case_clock *stored)
{
    const struct st_clock *def = st_clock_find(c->procedure, k->name);
    bool by_step = def->expiry != NULL && st_case__step(c, c->file.state, st_str_of(def->expiry)) != NULL;

    if (k->state == clock_state_running && stored->state == clock_state_expired && !by_step &&
        st_instant_known(k->ends_at) && k->ends_at.us <= c->tx->now.us)
        k->state = clock_state_expired;
}

/* Leaves out the clocks of duties that this case does not have. */
static void drop_idle(struct st_case *c)
{
    size_t n = 0;

    for (size_t i = 0; i < c->clocks_n; i++)
        if (c->clocks[i].state != clock_state_unknown)
            c->clocks[n++] = c->clocks[i];
    c->clocks_n = n;
}

static int save(struct st_case *c, const struct case_clock *stored, const struct st_id *ids, size_t n,
                struct st_error *err)
{
    struct st_id *new_ids = ST_NEW_N(c->tx->arena, struct st_id, c->clocks_n + 1);
    bool *used = ST_NEW_N(c->tx->arena, bool, n + 1);
    int rc = ST_OK;

    for (size_t i = 0; rc == ST_OK && i < c->clocks_n; i++) {
        int was = counterpart(stored, n, c->clocks, i);
        new_ids[i] = was >= 0 ? ids[was] : st_id_new(c->tx->now);
        if (was < 0) {
            rc = st_record_insert(c->tx, &case_clock_shape, new_ids[i], &c->clocks[i], err);
            continue;
        }
        used[was] = true;
        keep_expired(c, &c->clocks[i], &stored[was]);
        if (!st_shape_equal(&case_clock_shape, &stored[was], &c->clocks[i]))
            rc = st_record_update(c->tx, &case_clock_shape, new_ids[i], 0, &c->clocks[i], NULL, err);
    }
    for (size_t i = 0; rc == ST_OK && i < n; i++)
        if (!used[i]) /* what started it was taken back, or there is no such duty */
            rc = st_record_delete(c->tx, &case_clock_shape, ids[i], err);
    c->clock_ids = new_ids;
    return rc;
}

int st_case__clocks(struct st_case *c, struct st_error *err)
{
    const struct case_clock *stored = c->clocks;
    const struct st_id *ids = c->clock_ids;
    size_t n = c->clocks_n;
    int rc = ST_OK;

    replay(c);
    for (size_t i = 0; rc == ST_OK && i < c->clocks_n; i++)
        rc = set_end(c, i, err);
    drop_idle(c);
    return rc == ST_OK ? save(c, stored, ids, n, err) : rc;
}

/* ---- Running out ---- */

ST_STATEMENT(case_due, "case.due",
             "SELECT id, case_id, name FROM case_clock WHERE authority = ?1 AND state = 'running' AND ends_at <= ?2"
             " ORDER BY ends_at LIMIT ?3",
             NULL);

enum { TICK_AT_ONCE = 50 };

struct tick {
    size_t done;
};

/* A limit that settings of the place have moved since the last action (an influx notified, an outage) ends later. */
static int moved(bool *later_now, struct st_case *c, size_t i, struct st_error *err)
{
    struct case_clock was = c->clocks[i];
    int rc = set_end(c, i, err);

    *later_now = rc == ST_OK && c->clocks[i].state == clock_state_running && c->clocks[i].ends_at.us > c->tx->now.us;
    if (rc != ST_OK || !*later_now) {
        c->clocks[i] = was;
        return rc;
    }
    rc = st_record_update(c->tx, &case_clock_shape, c->clock_ids[i], 0, &c->clocks[i], NULL, err);
    return rc != ST_OK ? rc
                       : st_case__journal(c, ST_ENTRY_BY_LAW, "case.clock_moved",
                                          st_str_z(c->tx->arena, c->clocks[i].citation), (struct st_str){NULL, 0}, err);
}

static int expire(struct st_tx *tx, struct st_id case_id, struct st_id clock_id, struct st_str name,
                  struct st_error *err)
{
    struct st_case c;
    const struct st_clock *def;
    bool ends_later;
    size_t i = 0;
    int rc = st_case__load(&c, tx, case_id, err);

    if (rc != ST_OK)
        return rc;
    def = st_clock_find(c.procedure, name);
    while (i < c.clocks_n && !st_id_eq(c.clock_ids[i], clock_id))
        i++;
    ST_ASSERT(def != NULL && i < c.clocks_n);
    if (c.clocks[i].state != clock_state_running)
        return ST_OK; /* an expiry before it in this round stopped it */
    rc = moved(&ends_later, &c, i, err);
    if (rc != ST_OK || ends_later)
        return rc;
    c.clocks[i].state = clock_state_expired;
    rc = st_record_update(tx, &case_clock_shape, clock_id, 0, &c.clocks[i], NULL, err);
    if (rc == ST_OK && def->expiry != NULL &&
        st_case__step(&c, c.file.state, st_str_of(def->expiry)) != NULL)
        return st_case_act(NULL, tx, &(struct st_act){.case_id = case_id, .action = def->expiry,
                                                      .happened_at = c.clocks[i].ends_at}, err);
    return rc != ST_OK ? rc
                       : st_case__journal(&c, ST_ENTRY_BY_LAW, "case.clock_passed",
                                          st_str_z(tx->arena, c.clocks[i].citation), (struct st_str){NULL, 0}, err);
}

static int tick(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct tick *t = arg;
    struct st_rows rows;
    int rc = st_db_query(&rows, tx->db, tx->arena, &case_due,
                         ST_BIND(st_cell_str(tx->actor->authority), st_cell_instant(tx->now),
                                 st_cell_int(TICK_AT_ONCE)), err);

    t->done = 0;
    for (size_t i = 0; rc == ST_OK && i < rows.n; i++) {
        rc = expire(tx, st_rows_id(&rows, i, 1), st_rows_id(&rows, i, 0), st_rows_str(&rows, i, 2), err);
        t->done++;
    }
    return rc == ST_OK && t->done == 0 ? ST_E_NOTFOUND : rc; /* nothing to do: no entry, no commit */
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
