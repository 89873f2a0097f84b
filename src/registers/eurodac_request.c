#include "registers/eurodac_request.h"

#include "registers/eurodac.h"

ST_SHAPE_DEFINE(eurodac_request, EURODAC_REQUEST, "Law-enforcement request", "Eurodac Art 32(1)")

static int journal(struct st_tx *tx, enum st_entry_kind kind, const char *action, struct st_id id, struct st_error *err)
{
    struct st_entry entry = {.kind = kind, .action = action, .register_name = st_eurodac.name, .record = id,
                             .citation = "Eurodac Art 51(2)"};
    return st_journal_add(tx, &entry, err);
}

static int decide(struct st_tx *tx, enum st_operation operation, const char *action, struct st_id id,
                  struct st_error *err)
{
    int rc = st_access_decide(NULL, tx->actor, st_eurodac.rights, st_eurodac.record, operation, st_eurodac.title, err);
    int logged;

    if (rc == ST_OK && st_actor_purpose(tx->actor) != purpose_serious_crime)
        rc = st_fail(err, ST_E_FORBIDDEN, "", ST_MSG("Such a request serves the fight against serious crime only."),
                     "Eurodac Art 33(1)", "Search for the purpose that you work for.");
    if (rc == ST_OK)
        return ST_OK;
    logged = journal(tx, ST_ENTRY_REFUSAL, action, id, NULL);
    return logged == ST_OK ? rc : logged;
}

static int check(struct st_tx *tx, const struct eurodac_request *r, struct st_error *err)
{
    int rc = st_shape_check(&eurodac_request_shape, r, NULL, 0, tx->now, tx->arena, "", err);

    if (!st_yes(r->cir_flag) && r->national_check.n == 0)
        rc = st_fail(err, ST_E_INVALID, "national_check", ST_MSG("National databases are to be checked first."),
                     "Eurodac Art 33(1)(a)(i)", "Enter the reference of the check.");
    if (!st_yes(r->cir_flag) && r->prum_check.n == 0)
        rc = st_fail(err, ST_E_INVALID, "prum_check",
                     ST_MSG("The fingerprints of the other Member States are to be checked first."),
                     "Eurodac Art 33(1)(a)(ii)", "Enter the reference of the check, or why it would not help.");
    if (r->against_child != ST_NO && r->child_grounds.n == 0)
        rc = st_fail(err, ST_E_INVALID, "child_grounds",
                     ST_MSG("Against a child under 14, or who may be, further grounds are needed."),
                     "Eurodac Art 14(3)", "Say why the data are needed for an offence that the child is suspected of.");
    return rc;
}

int st_eurodac_request_ask(struct st_tx *tx, struct st_id *id, const struct eurodac_request *request,
                           struct st_error *err)
{
    struct eurodac_request r = *request;
    int rc = decide(tx, ST_MAY_SEARCH, "eurodac.request", (struct st_id){{0}}, err);

    if (rc == ST_OK)
        rc = check(tx, &r, err);
    if (rc != ST_OK)
        return rc;
    r.asked_by = tx->actor->officer;
    r.asked_unit = tx->actor->unit;
    r.asked_at = tx->now;
    r.verdict = eurodac_verdict_unknown;
    *id = st_id_new(tx->now);
    rc = st_record_insert(tx, &eurodac_request_shape, *id, &r, err);
    return rc == ST_OK ? journal(tx, ST_ENTRY_CHANGE, "eurodac.request", *id, err) : rc;
}

int st_eurodac_request_verify(struct st_tx *tx, struct st_id id, enum eurodac_verdict verdict, struct st_error *err)
{
    struct eurodac_request r = {0};
    int64_t version;
    int rc = decide(tx, ST_MAY_VERIFY, "eurodac.request.verify", id, err);

    if (rc == ST_OK)
        rc = st_record_get(&r, &version, tx, &eurodac_request_shape, id, err);
    if (rc != ST_OK)
        return rc;
    if (tx->actor->unit.n == 0 || st_str_eq(r.asked_unit, tx->actor->unit) || st_id_eq(r.asked_by, tx->actor->officer))
        return st_fail(err, ST_E_FORBIDDEN, "", ST_MSG("Who asks does not verify: it takes an officer of another unit."),
                       "Eurodac Art 6(1)", "Hand the request to the verifying authority.");
    if (r.verdict != eurodac_verdict_unknown || verdict == eurodac_verdict_unknown)
        return st_fail(err, ST_E_STATE, "verdict", ST_MSG("This request has its verdict."), "Eurodac Art 32(2)",
                       "A new request is needed for another search.");
    r.verdict = (uint16_t)verdict;
    r.verified_by = tx->actor->officer;
    r.verified_unit = tx->actor->unit;
    r.verified_at = tx->now;
    rc = st_record_update(tx, &eurodac_request_shape, id, version, &r, NULL, err);
    return rc == ST_OK ? journal(tx, ST_ENTRY_CHANGE, "eurodac.request.verify", id, err) : rc;
}

bool st_eurodac_request_open(const struct eurodac_request *request)
{
    return request->verdict == eurodac_verdict_permitted ||
           (request->verdict == eurodac_verdict_unknown && st_yes(request->urgent));
}
