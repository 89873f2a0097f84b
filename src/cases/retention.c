/* The end of storage of cases and of persons' files, by operation of law: when it comes, and what goes then. */
#include "cases/retention.h"

#include "cases/arrival.h"
#include "cases/case.h"
#include "law/keeping.h"
#include "store/keys.h"

#define NEEDED_UNDER "SR Art 18(7)" /* a file lives as long as what needs it */

static struct st_date today(const struct st_tx *tx)
{
    struct st_local local = {0};
    bool known = st_zone_local(&local, tx->now, "UTC");

    ST_ASSERT(known);
    return local.date;
}

static bool is_the_law(const struct st_tx *tx) { return !st_id_known(tx->actor->officer) && tx->actor->role.n == 0; }

/* ---- A person's file: as long as something needs it ---- */

ST_STATEMENT(needs_of, "person.needs",
             "SELECT (SELECT count(*) FROM case_file WHERE authority = ?1 AND person = ?2 AND erase_on IS NULL)"
             " + (SELECT count(*) FROM register_entry WHERE authority = ?1 AND person = ?2 AND id <> ?2"
             " AND storage_ends_on IS NULL AND with_file IS NULL)"
             " + (SELECT count(*) FROM subject_request WHERE authority = ?1 AND person = ?2 AND outcome IS NULL),"
             " (SELECT max(erase_on) FROM case_file WHERE authority = ?1 AND person = ?2),"
             " (SELECT max(storage_ends_on) FROM register_entry WHERE authority = ?1 AND person = ?2 AND id <> ?2)",
             NULL);

struct needs {
    bool open;               /* something has no end yet */
    struct st_date last_day; /* of what has one; unknown: there is nothing */
};

static int find_needs(struct needs *out, struct st_tx *tx, struct st_id person, struct st_error *err)
{
    struct st_rows rows = {0};
    struct st_date erase_on;
    int rc = st_db_query(&rows, tx->db, tx->arena, &needs_of,
                         ST_BIND(st_cell_str(tx->actor->authority), st_cell_id(tx->arena, person)), err);

    *out = (struct needs){0};
    if (rc != ST_OK)
        return rc;
    out->open = st_rows_int(&rows, 0, 0) > 0;
    out->last_day = st_rows_date(&rows, 0, 2);
    erase_on = st_rows_date(&rows, 0, 1);
    if (st_date_known(erase_on) && st_date_cmp(st_date_add_days(erase_on, -1), out->last_day) > 0)
        out->last_day = st_date_add_days(erase_on, -1);
    return ST_OK;
}

/* Gives the file its end anew. `ends`: the law is at work, and a file that nothing needs goes at once; else, when what
 * needed it was taken away by hand, at the controller's limit. */
static int settle(struct st_tx *tx, struct st_id person, bool ends, const char *citation, struct st_error *err)
{
    struct needs needs;
    struct st_date last = {0};
    int rc = find_needs(&needs, tx, person, err);

    if (rc != ST_OK)
        return rc;
    if (needs.open || st_date_known(needs.last_day))
        return st_person_ends_on(tx, person, needs.open ? last : needs.last_day, NEEDED_UNDER, err);
    if (ends)
        return st_person_end(tx, person, citation, err);
    rc = st_keeping_last_day(&last, kept_matter_person_file, today(tx), tx->arena, err);
    return rc == ST_OK ? st_person_ends_on(tx, person, last, ST_KEEPING_CITATION, err) : rc;
}

int st_case__needs(struct st_case *c, struct st_error *err)
{
    int rc = ST_OK;

    if (st_id_known(c->file.person))
        rc = st_person_ends_on(c->tx, c->file.person, (struct st_date){0}, NEEDED_UNDER, err);
    return rc == ST_OK && st_id_known(c->file.arrival) ? st_arrival__needed(c->tx, c->file.arrival, err) : rc;
}

/* ---- When a case ends ---- */

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
    rc = st_db_exec(c->tx->db, NULL, &set_erase_on,
                    ST_BIND(st_cell_str(c->tx->actor->authority), st_cell_id(c->tx->arena, c->id),
                            st_cell_date(c->tx->arena, day)), err);
    return rc == ST_OK && st_id_known(c->file.person) ? settle(c->tx, c->file.person, false, "", err) : rc;
}

/* ---- What goes with a case ---- */

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

/* What the log says of a case that Eurodac sent nothing of has no period of its own (Eurodac Art 41(4) is about the
 * operations in Eurodac, whose entries hang on the dataset's log key): it goes with the case. */
static int erase_keys(struct st_tx *tx, struct st_id id, struct st_error *err)
{
    int rc = st_key_destroy(tx, id, ST_KEY_LOG, err);
    return rc == ST_OK ? st_key_destroy(tx, id, ST_KEY_RECORD, err) : rc; /* a copy that is restored learns of it */
}

static int erase_case(struct st_tx *tx, struct st_id id, const char *action, struct st_error *err)
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
        rc = erase_keys(tx, id, err);
    if (rc == ST_OK)
        rc = st_case__journal(&c, ST_ENTRY_ERASURE, action, c.procedure->erase_under, (struct st_str){NULL, 0}, err);
    if (rc == ST_OK && st_id_known(c.file.person))
        rc = settle(tx, c.file.person, true, NEEDED_UNDER, err);
    return rc == ST_OK && st_id_known(c.file.arrival) ? st_arrival__free(tx, c.file.arrival, err) : rc;
}

int st_case_erase_again(struct st_tx *tx, struct st_id id, struct st_error *err)
{
    struct case_file file = {0};
    int rc = st_record_get(&file, NULL, tx, &case_file_shape, id, NULL);

    return rc == ST_OK ? erase_case(tx, id, "case.erase_again", err) : rc;
}

/* Whole dates are ISO text, so their order is that of the text. */
ST_STATEMENT(case_ending, "case.ending",
             "SELECT id FROM case_file WHERE authority = ?1 AND erase_on <= ?2 AND closed_at IS NOT NULL"
             " ORDER BY erase_on, id LIMIT ?3",
             NULL);

int st_cases_expire(struct st_tx *tx, size_t *erased, size_t limit, struct st_error *err)
{
    struct st_rows rows = {0};
    int rc;

    ST_ASSERT(is_the_law(tx));
    *erased = 0;
    rc = st_db_query(&rows, tx->db, tx->arena, &case_ending,
                     ST_BIND(st_cell_str(tx->actor->authority), st_cell_date(tx->arena, today(tx)),
                             st_cell_int((int64_t)limit)), err);
    for (size_t i = 0; rc == ST_OK && i < rows.n; i++) {
        rc = erase_case(tx, st_rows_id(&rows, i, 0), "case.expire", err);
        *erased += rc == ST_OK;
    }
    return rc == ST_OK && *erased < limit ? st_arrivals__expire(tx, erased, limit, err) : rc;
}

/* ---- What hangs on the registers ---- */

typedef int (*with_case_fn)(struct st_case *c, const struct st_kept *what, struct st_error *err);

static int note_gone(struct st_case *c, const struct st_kept *what, struct st_error *err)
{
    return c->procedure->record_gone != NULL ? c->procedure->record_gone(c, what, err) : ST_OK;
}

static int work_out(struct st_case *c, const struct st_kept *what, struct st_error *err)
{
    (void)what;
    return st_case__retention(c, err);
}

static int each_case(struct st_tx *tx, const struct st_kept *what, with_case_fn fn, struct st_error *err)
{
    struct st_id *ids = NULL;
    void *found;
    size_t n = 0;
    int rc = st_record_find(&found, &ids, &n, tx, &case_file_shape, "person", st_cell_id(tx->arena, what->person),
                            ST_LIST_ROWS, err);

    for (size_t i = 0; rc == ST_OK && i < n; i++) {
        struct st_case c;
        rc = st_case__load(&c, tx, ids[i], err);
        if (rc == ST_OK)
            rc = fn(&c, what, err);
    }
    return rc;
}

/* A file came, went over to another arrival, or is gone: the arrivals that it belonged to follow. */
static int file_kept(struct st_tx *tx, const struct st_kept *what, struct st_error *err)
{
    const struct person *p = what->record, *before = what->before;
    int rc = ST_OK;

    if (what->event == ST_KEPT_GOING || p == NULL)
        return ST_OK;
    if (what->event == ST_KEPT_HERE && st_id_known(p->arrival))
        rc = st_arrival__needed(tx, p->arrival, err);
    if (what->event == ST_KEPT_GONE)
        before = p;
    if (rc == ST_OK && before != NULL && st_id_known(before->arrival) &&
        (before == p || !st_id_eq(before->arrival, p->arrival)))
        rc = st_arrival__free(tx, before->arrival, err);
    return rc;
}

int st_cases_kept(struct st_tx *tx, const struct st_kept *what, struct st_error *err)
{
    int rc = ST_OK;

    if (what->reg != NULL && what->reg->person_file)
        return file_kept(tx, what, err);
    switch (what->event) {
    case ST_KEPT_GOING: return each_case(tx, what, note_gone, err);
    case ST_KEPT_DUE: return settle(tx, what->person, true, ST_KEEPING_CITATION, err);
    case ST_KEPT_GONE: return settle(tx, what->person, what->due && is_the_law(tx), NEEDED_UNDER, err);
    case ST_KEPT_MOVED: rc = what->reg != NULL ? each_case(tx, what, work_out, err) : ST_OK; break;
    default: break;
    }
    return rc == ST_OK ? settle(tx, what->person, false, "", err) : rc;
}
