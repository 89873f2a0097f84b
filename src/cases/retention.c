/* The end of storage of cases, by operation of law: when it comes, and what goes then. */
#include "cases/case.h"

/* ---- When ---- */

/* Not by st_record_update: the version of a case counts its actions, and this is none. */
ST_STATEMENT(set_erase_on, "case.set_erase_on", "UPDATE case_file SET erase_on = ?3 WHERE authority = ?1 AND id = ?2",
             NULL);

static int day_of_erasure(struct st_date *out, struct st_case *c, struct st_error *err)
{
    struct st_error missing = {0};
    int rc = ST_OK;

    *out = (struct st_date){0};
    if (c->procedure->erase_on == NULL || !st_instant_known(c->file.closed_at))
        return ST_OK;
    rc = c->procedure->erase_on(out, c, &missing);
    if (rc == ST_E_NEEDS) {
        *out = c->file.erase_on;
        return ST_OK;
    }
    if (rc != ST_OK && err != NULL)
        *err = missing;
    return rc;
}

int st_case__retention(struct st_case *c, struct st_error *err)
{
    struct st_date day;
    int rc = day_of_erasure(&day, c, err);

    if (rc != ST_OK || st_date_cmp(day, c->file.erase_on) == 0)
        return rc;
    c->file.erase_on = day;
    return st_db_exec(c->tx->db, NULL, &set_erase_on,
                      ST_BIND(st_cell_str(c->tx->actor->authority), st_cell_id(c->tx->arena, c->id),
                              st_cell_date(c->tx->arena, day)), err);
}

/* ---- What goes ---- */

static int erase_actions(struct st_case *c, struct st_error *err)
{
    int rc = ST_OK;

    for (size_t i = 0; rc == ST_OK && i < c->actions_n; i++) {
        const struct st_step *step = st_case_step(c, i);
        if (step != NULL && step->form != NULL && st_id_known(c->actions[i].form))
            rc = st_record_delete(c->tx, step->form, c->actions[i].form, err);
        if (rc == ST_OK)
            rc = st_record_delete(c->tx, &case_action_shape, c->action_ids[i], err);
    }
    return rc;
}

/* A case has no key of its own: its journal entries hang on the person's, which ends a year after the file. A copy that
 * is restored later holds the day of erasure too, and erases the case again by itself. */
static int erase_case(struct st_tx *tx, struct st_id id, struct st_error *err)
{
    struct st_case c;
    int rc = st_case__load(&c, tx, id, err);

    if (rc == ST_OK)
        rc = erase_actions(&c, err);
    for (size_t i = 0; rc == ST_OK && i < c.clocks_n; i++)
        rc = st_record_delete(tx, &case_clock_shape, c.clock_ids[i], err);
    if (rc == ST_OK)
        rc = st_case__drafts_erase(tx, id, err);
    if (rc == ST_OK)
        rc = st_record_delete(tx, &case_file_shape, id, err);
    if (rc == ST_OK)
        rc = st_case__journal(&c, ST_ENTRY_ERASURE, "case.expire", c.procedure->erase_under, (struct st_str){NULL, 0},
                              err);
    return rc == ST_OK && st_id_known(c.file.person) ? st_case_person_free(tx, c.file.person, err) : rc;
}

/* An arrival that was left open needs no file of its own: by then the screenings of its people have ended. */
int st_case_person_free(struct st_tx *tx, struct st_id person, struct st_error *err)
{
    void *found;
    size_t n = 0;
    int rc = st_record_find(&found, NULL, &n, tx, &case_file_shape, "person", st_cell_id(tx->arena, person), 1, err);

    return rc == ST_OK && n == 0 ? st_person_end(tx, person, err) : rc;
}

/* Whole dates are ISO text, so their order is that of the text. */
ST_STATEMENT(case_ending, "case.ending",
             "SELECT id FROM case_file WHERE authority = ?1 AND erase_on <= ?2 AND closed_at IS NOT NULL"
             " ORDER BY erase_on, id LIMIT ?3",
             NULL);

int st_cases_expire(struct st_tx *tx, size_t *erased, size_t limit, struct st_error *err)
{
    struct st_rows rows = {0};
    struct st_local local = {0};
    int rc;

    ST_ASSERT(!st_id_known(tx->actor->officer) && tx->actor->role.n == 0);
    *erased = 0;
    if (!st_zone_local(&local, tx->now, "UTC"))
        return ST_E_BUG;
    rc = st_db_query(&rows, tx->db, tx->arena, &case_ending,
                     ST_BIND(st_cell_str(tx->actor->authority), st_cell_date(tx->arena, local.date),
                             st_cell_int((int64_t)limit)), err);
    for (size_t i = 0; rc == ST_OK && i < rows.n; i++) {
        rc = erase_case(tx, st_rows_id(&rows, i, 0), err);
        *erased += rc == ST_OK;
    }
    return rc;
}
