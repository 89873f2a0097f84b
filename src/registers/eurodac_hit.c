#include "registers/eurodac_hit.h"

#include "law/period.h"

ST_CODES_DEFINE(eurodac_hit_state, EURODAC_HIT_STATE)
ST_SHAPE_DEFINE(eurodac_hit, EURODAC_HIT, "Eurodac hit", "Eurodac Art 27(4)")

enum { HITS_MAX = 1000 };

static int journal(struct st_tx *tx, enum st_entry_kind kind, const char *action, struct st_id id, const char *citation,
                   struct st_error *err)
{
    struct st_entry entry = {.kind = kind, .action = action, .register_name = st_eurodac.name, .record = id,
                             .citation = citation};
    return st_journal_add(tx, &entry, err);
}

static int decide(struct st_tx *tx, enum st_operation operation, const char *action, struct st_id id,
                  struct st_error *err)
{
    int rc = st_access_decide(NULL, tx->actor, st_eurodac.rights, st_eurodac.record, operation, st_eurodac.title, err);
    int logged = rc == ST_OK ? ST_OK : journal(tx, ST_ENTRY_REFUSAL, action, id, "Eurodac Art 40(1)", NULL);

    return logged == ST_OK ? rc : logged;
}

/* Does the law foresee that these two are compared? */
static int check_pair(struct st_tx *tx, const struct eurodac_hit *hit, bool own_state_asked, struct st_error *err)
{
    struct eurodac_dataset asked = {0}, found = {0};
    struct register_entry entry = {0};
    struct st_eurodac_pair pair = {.own_state_asked = own_state_asked};
    int rc = st_record_get(&asked, NULL, tx, &eurodac_dataset_shape, hit->asked, err);

    if (rc == ST_OK)
        rc = st_record_get(&found, NULL, tx, &eurodac_dataset_shape, hit->found, err);
    if (rc == ST_OK)
        rc = st_record_get(&entry, NULL, tx, &register_entry_shape, hit->found, err);
    if (rc != ST_OK)
        return rc;
    pair.incoming = (enum eurodac_category)asked.category;
    pair.stored = (enum eurodac_category)found.category;
    pair.stored_marked = (entry.marks & ST_CODE_BIT(register_mark_protection_granted)) != 0;
    pair.incoming_transfer = st_date_known(asked.arrived_take_charge_on);
    pair.same_state = st_str_eq(asked.origin, found.origin);
    if (!st_id_eq(hit->asked, hit->found) && st_eurodac_compares(&pair))
        return ST_OK;
    return st_fail(err, ST_E_STATE, "found", ST_MSG("The law foresees no comparison of these two datasets."),
                   "Eurodac Art 27(1)", "Nothing is to be done.");
}

int st_eurodac_hit_propose(struct st_tx *tx, struct st_id *id, const struct eurodac_hit *hit, bool own_state_asked,
                           struct st_error *err)
{
    struct eurodac_hit h = *hit;
    int rc = decide(tx, ST_MAY_SEARCH, "eurodac.hit", hit->asked, err);

    h.state = eurodac_hit_state_proposed;
    h.received_at = tx->now;
    if (rc == ST_OK)
        rc = st_shape_check(&eurodac_hit_shape, &h, NULL, 0, tx->now, tx->arena, "", err);
    if (rc == ST_OK)
        rc = check_pair(tx, &h, own_state_asked, err);
    if (rc != ST_OK)
        return rc;
    *id = st_id_new(tx->now);
    rc = st_record_insert(tx, &eurodac_hit_shape, *id, &h, err);
    return rc == ST_OK ? journal(tx, ST_ENTRY_CHANGE, "eurodac.hit", *id, "Eurodac Art 27(4)", err) : rc;
}

/* The result goes at once; what stays is the duty to tell. */
static int deny(struct st_tx *tx, struct eurodac_hit *h, struct st_error *err)
{
    struct st_str rest = tx->actor->authority;
    /* The hours of this Regulation elapse; its working days are those of Reg. 1182/71 Art 2(2). */
    struct st_period_query query = {.event_at = h->received_at, .length = {3, ST_WORKING_DAYS},
                                    .profile = ST_REG_1182, .state = st_str_cut(&rest, '-')};
    struct st_period_result result;
    int rc = st_period(&result, &query, err);

    if (rc != ST_OK)
        return rc;
    h->tell_by = st_period_own_deadline(&result);
    h->score = (struct st_number){0, false};
    h->fingers = 0;
    return h->state == eurodac_hit_state_confirmed
               ? st_register_unlink(tx, &st_eurodac, h->found, "Eurodac Art 38(6)", err)
               : ST_OK;
}

int st_eurodac_hit_decide(struct st_tx *tx, struct st_id id, int64_t version, enum eurodac_hit_state decision,
                          struct st_error *err)
{
    struct eurodac_hit h = {0};
    int rc = decide(tx, ST_MAY_VERIFY, "eurodac.hit.decide", id, err);

    if (rc == ST_OK)
        rc = st_record_get(&h, NULL, tx, &eurodac_hit_shape, id, err);
    if (rc != ST_OK)
        return rc;
    if (decision == eurodac_hit_state_unknown || decision == eurodac_hit_state_proposed ||
        h.state == eurodac_hit_state_false_hit ||
        (h.state == eurodac_hit_state_confirmed && decision != eurodac_hit_state_false_hit))
        return st_fail(err, ST_E_STATE, "state", ST_MSG("This hit cannot be decided so any more."), "Eurodac Art 38(6)",
                       "Have the datasets compared again.");
    if (decision == eurodac_hit_state_confirmed)
        rc = st_register_link(tx, &st_eurodac, h.asked, h.found, "Eurodac Art 3(6)", err);
    else if (decision == eurodac_hit_state_false_hit)
        rc = deny(tx, &h, err);
    h.state = (uint16_t)decision;
    h.decided_by = tx->actor->officer;
    h.decided_at = tx->now;
    if (rc == ST_OK)
        rc = st_record_update(tx, &eurodac_hit_shape, id, version, &h, NULL, err);
    return rc == ST_OK ? journal(tx, ST_ENTRY_CHANGE, "eurodac.hit.decide", id, "Eurodac Art 38(4)", err) : rc;
}

static int erase_by(struct st_tx *tx, const char *field, struct st_id dataset, struct st_error *err)
{
    struct st_id *ids = NULL;
    void *found;
    size_t n = 0;
    int rc;

    do {
        rc = st_record_find(&found, &ids, &n, tx, &eurodac_hit_shape, field, st_cell_id(tx->arena, dataset), HITS_MAX,
                            err);
        for (size_t i = 0; rc == ST_OK && i < n; i++)
            rc = st_record_delete(tx, &eurodac_hit_shape, ids[i], err);
    } while (rc == ST_OK && n == HITS_MAX);
    return rc;
}

int st_eurodac_hits_erase(struct st_tx *tx, struct st_id dataset, struct st_error *err)
{
    int rc = erase_by(tx, "asked", dataset, err);
    return rc == ST_OK ? erase_by(tx, "found", dataset, err) : rc;
}
