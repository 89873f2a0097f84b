/* What needs doing, by urgency; and the hands that cases go through. */
#include "cases/case.h"

/* ---- My work ---- */

ST_STATEMENT(case_work, "case.work",
             "SELECT c.id, c.person, c.holder, c.number, c.procedure, c.state, k.name, k.citation, c.member_state, k.ends_at,"
             " k.outer_end, k.state, k.uncertain FROM case_clock k JOIN case_file c ON c.authority = k.authority AND"
             " c.id = k.case_id WHERE k.authority = ?1 AND k.state = ?2 AND (?3 IS NULL OR c.holder = ?3)"
             " AND c.procedure = ?4 ORDER BY k.ends_at LIMIT ?5",
             "SELECT c.id, c.person, c.holder, c.number, c.procedure, c.state, k.name, k.citation, c.member_state, k.ends_at,"
             " k.outer_end, k.state, k.uncertain FROM case_clock k JOIN case_file c ON c.authority = k.authority AND"
             " c.id = k.case_id WHERE k.authority = ?1 AND k.state = ?2 AND (?3::bytea IS NULL OR c.holder = ?3::bytea)"
             " AND c.procedure = ?4 ORDER BY k.ends_at LIMIT ?5");

/* The same of those who are in an officer's care, whoever holds the case: registers/representation.h. */
ST_STATEMENT(care_work, "case.care_work",
             "SELECT c.id, c.person, c.holder, c.number, c.procedure, c.state, k.name, k.citation, c.member_state, k.ends_at,"
             " k.outer_end, k.state, k.uncertain FROM case_clock k JOIN case_file c ON c.authority = k.authority AND"
             " c.id = k.case_id WHERE k.authority = ?1 AND k.state = ?2 AND c.procedure = ?4 AND EXISTS (SELECT 1 FROM"
             " representation r WHERE r.authority = ?1 AND r.account = ?3 AND r.person = c.person AND r.since <= ?6 AND"
             " (r.until IS NULL OR r.until > ?6)) ORDER BY k.ends_at LIMIT ?5",
             NULL);

struct rows {
    struct st_work_row *v;
    size_t n, room;
};

static struct st_work_row *room_for_one(struct rows *all, struct st_arena *arena)
{
    if (all->n == all->room) {
        struct st_work_row *longer = ST_NEW_N(arena, struct st_work_row, all->room * 2 + 64);
        for (size_t i = 0; i < all->n; i++)
            longer[i] = all->v[i];
        all->v = longer;
        all->room = all->room * 2 + 64;
    }
    return &all->v[all->n++];
}

/* How the actor reads cases of a procedure. */
struct reading {
    const char *procedure;
    bool masked, in_care; /* in_care: only of those in the actor's care */
};

static int select_clocks(struct st_rows *rows, struct st_tx *tx, const struct st_work_filter *filter,
                         const struct reading *r, unsigned state, struct st_error *err)
{
    struct st_cell authority = st_cell_str(tx->actor->authority), procedure = st_cell_text(r->procedure);
    struct st_cell in_state = st_cell_text(st_code_name(&clock_state_codes, state));
    struct st_cell most = st_cell_int((int64_t)(filter->skip + filter->limit));

    if (r->in_care) /* whoever holds them */
        return st_db_query(rows, tx->db, tx->arena, &care_work,
                           ST_BIND(authority, in_state, st_cell_id(tx->arena, tx->actor->officer), procedure, most,
                                   st_cell_int(tx->now.us)), err);
    return st_db_query(rows, tx->db, tx->arena, &case_work,
                       ST_BIND(authority, in_state, st_cell_id(tx->arena, filter->holder), procedure, most), err);
}

/* A clock that tells of a hit is not for readers of the copy. */
static bool withheld(const struct reading *r, struct st_str clock)
{
    const struct st_procedure *p = st_procedure_find(st_str_of(r->procedure));
    return p != NULL && r->in_care && st_case__clock_withheld(p, clock);
}

/* Clocks of one procedure in one state, at most `limit`. */
static int of_procedure(struct rows *all, struct st_tx *tx, const struct st_work_filter *filter,
                        const struct reading *r, unsigned state, struct st_error *err)
{
    struct st_rows rows = {0};
    int rc = select_clocks(&rows, tx, filter, r, state, err);

    for (size_t i = 0; rc == ST_OK && i < rows.n; i++) {
        struct st_work_row *row;
        if (withheld(r, st_rows_str(&rows, i, 6)))
            continue;
        row = room_for_one(all, tx->arena);
        *row = (struct st_work_row){
            .case_id = st_rows_id(&rows, i, 0),
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
        if (!r->masked) {
            row->person = st_rows_id(&rows, i, 1);
            row->holder = st_rows_id(&rows, i, 2);
        }
    }
    return rc;
}

/* Earliest end first; a clock that waits for facts has no end and comes last. */
static int by_end(const void *a, const void *b)
{
    uint64_t x = (uint64_t)((const struct st_work_row *)a)->ends_at.us - 1;
    uint64_t y = (uint64_t)((const struct st_work_row *)b)->ends_at.us - 1;
    return (x > y) - (x < y);
}

static int in_state(struct rows *all, struct st_tx *tx, const struct st_work_filter *filter, unsigned state,
                    struct st_error *err)
{
    struct rows found = {0};
    int rc = ST_OK;

    for (const struct st_procedure *const *p = st_procedures(); rc == ST_OK && *p != NULL; p++) {
        struct st_str name = st_str_of((*p)->name);
        struct reading r = {.procedure = (*p)->name};
        unsigned flags = 0;
        if (*p != st_procedure_find(name) || (filter->procedure.n && !st_str_eq(filter->procedure, name)))
            continue;
        r.in_care = !st_case__reads(&flags, tx->actor, *p, (struct st_case__asked){false, false});
        if (r.in_care && !st_case__reads(&flags, tx->actor, *p, (struct st_case__asked){false, true}))
            continue;
        r.masked = (flags & ST_READ_MASKED) != 0;
        rc = of_procedure(&found, tx, filter, &r, state, err);
    }
    if (found.n > 1)
        qsort(found.v, found.n, sizeof(*found.v), by_end);
    for (size_t i = 0; i < found.n; i++)
        *room_for_one(all, tx->arena) = found.v[i];
    return rc;
}

int st_work_list(struct st_work_row **out, size_t *n, struct st_tx *tx, const struct st_work_filter *filter,
                 struct st_error *err)
{
    static const unsigned order[] = {clock_state_expired, clock_state_running, clock_state_suspended};
    struct st_work_filter page = *filter;
    struct rows all = {0};
    int rc = ST_OK;

    page.limit = filter->limit < ST_LIST_ROWS ? filter->limit : ST_LIST_ROWS;
    for (size_t i = 0; rc == ST_OK && i < 3 && all.n < page.skip + page.limit; i++)
        rc = in_state(&all, tx, &page, order[i], err);
    *n = all.n > page.skip ? all.n - page.skip : 0;
    *n = *n < page.limit ? *n : page.limit;
    *out = *n ? all.v + page.skip : NULL;
    return rc;
}

/* ---- In danger ---- */

ST_STATEMENT(clocks_at_risk, "case.at_risk",
             "SELECT c.procedure, k.name, sum(CASE WHEN k.state = 'expired' OR k.ends_at <= ?2 THEN 1 ELSE 0 END),"
             " sum(CASE WHEN k.state = 'running' AND k.ends_at > ?2 THEN 1 ELSE 0 END)"
             " FROM case_clock k JOIN case_file c ON c.authority = k.authority AND c.id = k.case_id"
             " WHERE k.authority = ?1 AND c.closed_at IS NULL AND (k.state = 'expired' OR"
             " (k.state = 'running' AND k.ends_at <= ?3))"
             " GROUP BY c.procedure, k.name ORDER BY 3 DESC, 4 DESC, 1, 2", NULL);

int st_work_at_risk(struct st_clocks_at_risk **out, size_t *n, struct st_tx *tx, struct st_error *err)
{
    struct st_rows rows = {0};
    int rc = st_db_query(&rows, tx->db, tx->arena, &clocks_at_risk,
                         ST_BIND(st_cell_str(tx->actor->authority), st_cell_instant(tx->now),
                                 st_cell_instant((struct st_instant){tx->now.us + ST_DAY})), err);

    *out = ST_NEW_N(tx->arena, struct st_clocks_at_risk, rows.n + 1);
    *n = rows.n;
    for (size_t i = 0; rc == ST_OK && i < rows.n; i++) {
        const struct st_procedure *p = st_procedure_find(st_rows_str(&rows, i, 0));
        const struct st_clock *clock = p ? st_clock_find(p, st_rows_str(&rows, i, 1)) : NULL;
        (*out)[i] = (struct st_clocks_at_risk){.label = clock ? clock->label : "Time limit",
                                               .procedure = st_rows_str(&rows, i, 0),
                                               .clock = st_rows_str(&rows, i, 1),
                                               .passed = st_rows_int(&rows, i, 2),
                                               .within_24h = st_rows_int(&rows, i, 3)};
    }
    return rc;
}

/* ---- From hand to hand ---- */

static bool works_on(const struct st_actor *actor, const struct st_procedure *p)
{
    unsigned roles = st_case__roles(actor) & ~(unsigned)ST_ROLES_IN_CARE; /* SR Art 13(4): no part of it is theirs */
    for (const struct st_step *s = p->steps; s->action != NULL; s++)
        if (s->who != ST_THE_LAW && (s->who & roles))
            return true;
    return false;
}

static int check_hand(const struct st_case *c, struct st_error *err)
{
    if (!works_on(c->tx->actor, c->procedure))
        return st_fail(err, ST_E_FORBIDDEN, "", ST_MSG("Your role does not work on cases of this procedure."),
                       c->procedure->act, "Ask your supervisor.");
    if (st_instant_known(c->file.closed_at))
        return st_fail(err, ST_E_STATE, "", ST_MSG("This case is closed."), "", "Nobody needs to hold it.");
    return ST_OK;
}

static int give(struct st_case *c, const char *action, struct st_id holder, struct st_id other, struct st_str reason,
                struct st_error *err)
{
    struct case_action a = {.action = st_str_of(action), .by_law = ST_NO, .happened_at = c->tx->now, .other = other,
                            .from_state = c->file.state, .to_state = c->file.state, .reason = reason};
    int rc;

    c->file.holder = holder;
    c->file.held_since = c->tx->now;
    rc = st_case__add(c, &a, err);
    return rc != ST_OK ? rc
                       : st_case__journal(c, ST_ENTRY_CHANGE, st_strf(c->tx->arena, "case.%s", action).p, "",
                                          (struct st_str){NULL, 0}, err);
}

int st_case_take_over(struct st_tx *tx, struct st_id id, struct st_str reason, struct st_error *err)
{
    struct st_case c;
    int rc = st_case__load_for(&c, tx, id, "case.take_over", err);

    if (rc == ST_OK)
        rc = check_hand(&c, err);
    if (rc == ST_OK && st_id_eq(c.file.holder, tx->actor->officer))
        rc = st_fail(err, ST_E_STATE, "", ST_MSG("You hold this case already."), "", "Go on with it.");
    return rc != ST_OK ? rc : give(&c, "take_over", tx->actor->officer, c.file.holder, reason, err);
}

int st_case_hand_over(struct st_tx *tx, const struct st_id *ids, size_t n, struct st_id to, struct st_str note,
                      struct st_error *err)
{
    int rc = ST_OK;

    if (n == 0)
        return st_fail(err, ST_E_INVALID, "cases", ST_MSG("No case was named."), "", "Choose at least one.");
    for (size_t i = 0; rc == ST_OK && i < n; i++) {
        struct st_case c;
        rc = st_case__load_for(&c, tx, ids[i], "case.hand_over", err);
        if (rc == ST_OK)
            rc = check_hand(&c, err);
        if (rc == ST_OK && !st_id_eq(c.file.holder, tx->actor->officer) && !st_actor_is(tx->actor, role_supervisor))
            rc = st_fail(err, ST_E_FORBIDDEN, "", ST_MSG("Only its holder, or a supervisor, hands a case on."), "",
                         "Take it over first.");
        if (rc == ST_OK)
            rc = give(&c, "hand_over", to, to, note, err);
    }
    return rc;
}

ST_STATEMENT(case_handovers, "case.handovers",
             "SELECT a.case_id, c.person, a.officer, c.number, c.procedure, a.action, a.reason, a.at FROM case_action a"
             " JOIN case_file c ON c.authority = a.authority AND c.id = a.case_id WHERE a.authority = ?1 AND a.other = ?2"
             " AND a.action IN ('take_over', 'hand_over') AND a.at >= ?3 ORDER BY a.at DESC LIMIT ?4",
             NULL);

int st_work_handovers(struct st_handover **out, size_t *n, struct st_tx *tx, struct st_instant since,
                      struct st_error *err)
{
    struct st_rows rows = {0};
    int rc = st_db_query(&rows, tx->db, tx->arena, &case_handovers,
                         ST_BIND(st_cell_str(tx->actor->authority), st_cell_id(tx->arena, tx->actor->officer),
                                 st_cell_int(since.us), st_cell_int(ST_LIST_ROWS)), err);

    *n = rows.n;
    *out = ST_NEW_N(tx->arena, struct st_handover, rows.n + 1);
    for (size_t i = 0; rc == ST_OK && i < rows.n; i++)
        (*out)[i] = (struct st_handover){
            .case_id = st_rows_id(&rows, i, 0),
            .person = st_rows_id(&rows, i, 1),
            .by = st_rows_id(&rows, i, 2),
            .number = st_rows_str(&rows, i, 3),
            .procedure = st_rows_str(&rows, i, 4),
            .action = st_rows_str(&rows, i, 5),
            .reason = st_rows_str(&rows, i, 6),
            .at = st_rows_instant(&rows, i, 7),
        };
    for (size_t i = 0; rc == ST_OK && i < *n; i++) {
        struct st_handover *h = &(*out)[i];
        const struct st_procedure *p = st_procedure_find(h->procedure);
        if (p != NULL)
            rc = st_case__drafts_seen(&h->drafts, &h->drafts_n, tx, h->case_id, p, err);
    }
    return rc;
}
