/* What an officer typed and did not send. */
#include "cases/case.h"
#include "store/journal.h"

enum { DRAFTS_MAX = 500 };

/* The draft of this officer for the step; the id is unknown when there is none. */
static int find(struct case_draft *out, struct st_id *id, struct st_tx *tx, struct st_id case_id, const char *action,
                struct st_error *err)
{
    void *found;
    struct st_id *ids;
    size_t n;
    int rc = st_record_find(&found, &ids, &n, tx, &case_draft_shape, "case_id", st_cell_id(tx->arena, case_id),
                            DRAFTS_MAX, err);

    *id = (struct st_id){{0}};
    for (size_t i = 0; rc == ST_OK && i < n; i++) {
        const struct case_draft *d = (const struct case_draft *)found + i;
        if (st_id_eq(d->owner, tx->actor->officer) && st_str_is(d->action, action)) {
            *out = *d;
            *id = ids[i];
        }
    }
    return rc;
}

int st_case__draft_drop(struct st_case *c, const char *action, struct st_error *err)
{
    struct case_draft d;
    struct st_id id;
    int rc;

    if (!st_id_known(c->tx->actor->officer))
        return ST_OK;
    rc = find(&d, &id, c->tx, c->id, action, err);
    return rc == ST_OK && st_id_known(id) ? st_record_delete(c->tx, &case_draft_shape, id, err) : rc;
}

int st_case__drafts_erase(struct st_tx *tx, struct st_id case_id, struct st_error *err)
{
    struct st_id *ids = NULL;
    void *found;
    size_t n = DRAFTS_MAX;
    int rc = ST_OK;

    while (rc == ST_OK && n == DRAFTS_MAX) {
        rc = st_record_find(&found, &ids, &n, tx, &case_draft_shape, "case_id", st_cell_id(tx->arena, case_id),
                            DRAFTS_MAX, err);
        for (size_t i = 0; rc == ST_OK && i < n; i++)
            rc = st_record_delete(tx, &case_draft_shape, ids[i], err);
    }
    return rc;
}

int st_case_draft_keep(struct st_tx *tx, struct st_id case_id, const char *action, struct st_str body,
                       struct st_error *err)
{
    struct st_case c;
    struct case_draft d, old;
    struct st_id id;
    int rc = st_case_get(&c, tx, case_id, false, err);

    if (rc == ST_OK)
        rc = find(&old, &id, tx, case_id, action, err);
    if (rc != ST_OK)
        return rc;
    d = (struct case_draft){.owner = tx->actor->officer, .case_id = case_id, .action = st_str_of(action), .body = body,
                            .saved_at = tx->now};
    if (st_str_known(body))
        rc = st_shape_check(&case_draft_shape, &d, NULL, 0, tx->now, tx->arena, "", err);
    if (rc == ST_OK && st_id_known(id))
        rc = st_record_delete(tx, &case_draft_shape, id, err);
    if (rc == ST_OK && st_str_known(body))
        rc = st_record_insert(tx, &case_draft_shape, st_id_new(tx->now), &d, err);
    return rc != ST_OK ? rc
                       : st_case__journal(&c, ST_ENTRY_CHANGE, "case.draft", "", (struct st_str){NULL, 0}, err);
}

int st_case_draft_get(struct case_draft *out, struct st_tx *tx, struct st_id case_id, const char *action,
                      struct st_error *err)
{
    struct st_id id;
    int rc = find(out, &id, tx, case_id, action, err);

    if (rc == ST_OK && !st_id_known(id))
        rc = st_fail(err, ST_E_NOTFOUND, "", ST_MSG("Nothing was kept for this step."), "", "Fill in the form.");
    return rc;
}
