#include "registers/search.h"

#include <stdlib.h>

ST_CODES_DEFINE(identity_verdict, IDENTITY_VERDICT)
ST_SHAPE_DEFINE(identity_decision, IDENTITY_DECISION, "Decision on identity", "SR Art 14")

enum { DECISIONS_MAX = 500 };

static int check(struct st_tx *tx, const struct identity_decision *d, struct st_error *err)
{
    struct register_entry entry;
    int rc = st_shape_check(&identity_decision_shape, d, NULL, 0, tx->now, tx->arena, "", err);

    if (rc == ST_OK && st_id_eq(d->person, d->other))
        rc = st_fail(err, ST_E_INVALID, "other", ST_MSG("A file is not compared with itself."), "", "Choose another one.");
    for (int side = 0; rc == ST_OK && side < 2; side++) {
        entry = (struct register_entry){0};
        rc = st_record_get(&entry, NULL, tx, &register_entry_shape, side ? d->other : d->person, err);
        if (rc == ST_OK && !st_str_is(entry.register_name, st_persons.name))
            rc = st_fail(err, ST_E_NOTFOUND, "person", ST_MSG("There is no such person."), "", "Compare the number.");
    }
    return rc;
}

/* One entry for each of the two: both must be able to see who decided what about them. */
static int journal(struct st_tx *tx, struct st_id id, const struct identity_decision *d, struct st_error *err)
{
    struct st_entry entry = {.kind = ST_ENTRY_CHANGE, .action = "identity.decide", .register_name = st_persons.name,
                             .record = id, .citation = "SR Art 14"};
    struct st_buf text = ST_BUF_INIT(16 * 1024);
    struct st_json w = ST_JSON_INIT(&text);
    int rc = ST_OK;

    st_shape_write(&w, &identity_decision_shape, d, ST_ALL_FIELDS);
    for (int side = 0; rc == ST_OK && side < 2; side++) {
        entry.person = side ? d->other : d->person;
        entry.envelopes[0] = (struct st_envelope){entry.person, st_buf_dup(tx->arena, &text)};
        entry.n = 1;
        rc = st_journal_add(tx, &entry, err);
    }
    st_buf_deinit(&text);
    return rc;
}

int st_identity_decide(struct st_tx *tx, struct st_id *id, const struct identity_decision *decision,
                       struct st_error *err)
{
    struct identity_decision d = *decision;
    struct st_particulars_comparison compared;
    struct person a = {0}, b = {0};
    int rc = st_access_decide(NULL, tx->actor, st_persons.rights, &person_shape, ST_MAY_WRITE, st_persons.title, err);

    if (rc == ST_OK)
        rc = check(tx, &d, err);
    if (rc == ST_OK)
        rc = st_record_get(&a, NULL, tx, &person_shape, d.person, err);
    if (rc == ST_OK)
        rc = st_record_get(&b, NULL, tx, &person_shape, d.other, err);
    if (rc != ST_OK)
        return rc;
    st_particulars_compare(&compared, &a, &b, tx->arena);
    d.score = (struct st_number){compared.score, true};
    d.decided_by = tx->actor->officer;
    d.decided_at = tx->now;
    *id = st_id_new(tx->now);
    rc = st_record_insert(tx, &identity_decision_shape, *id, &d, err);
    return rc == ST_OK ? journal(tx, *id, &d, err) : rc;
}

/* ---- Decisions about a person, whichever side they stand on ---- */
static int find(struct identity_decision **out, struct st_id **ids, size_t *n, struct st_tx *tx, const char *side,
                struct st_id person, struct st_error *err)
{
    void *found = NULL;
    int rc = st_record_find(&found, ids, n, tx, &identity_decision_shape, side, st_cell_id(tx->arena, person),
                            DECISIONS_MAX, err);
    *out = found;
    return rc;
}

static int newest_first(const void *a, const void *b)
{
    const struct identity_decision *x = a, *y = b;
    return x->decided_at.us < y->decided_at.us ? 1 : x->decided_at.us > y->decided_at.us ? -1 : 0;
}

int st_identity_decisions(struct identity_decision **out, size_t *n, struct st_tx *tx, struct st_id person,
                          struct st_error *err)
{
    struct identity_decision *as_one = NULL, *as_other = NULL;
    struct st_id *ids;
    size_t n_one = 0, n_other = 0;
    int rc = find(&as_one, &ids, &n_one, tx, "person", person, err);

    *n = 0;
    if (rc == ST_OK)
        rc = find(&as_other, &ids, &n_other, tx, "other", person, err);
    if (rc != ST_OK)
        return rc;
    *out = ST_NEW_N(tx->arena, struct identity_decision, n_one + n_other + 1);
    /* backwards: the later of two that were taken at one instant comes first */
    for (size_t i = n_other; i-- > 0;)
        (*out)[(*n)++] = as_other[i];
    for (size_t i = n_one; i-- > 0;)
        (*out)[(*n)++] = as_one[i];
    qsort(*out, *n, sizeof(**out), newest_first);
    return ST_OK;
}

int st_identity_forget(struct st_tx *tx, struct st_id person, struct st_error *err)
{
    static const char *const sides[] = {"person", "other"};
    struct identity_decision *found;
    struct st_id *ids = NULL;
    size_t n = 0;
    int rc = ST_OK;

    for (int side = 0; rc == ST_OK && side < 2; side++) {
        rc = find(&found, &ids, &n, tx, sides[side], person, err);
        for (size_t i = 0; rc == ST_OK && i < n; i++)
            rc = st_record_delete(tx, &identity_decision_shape, ids[i], err);
    }
    return rc;
}
