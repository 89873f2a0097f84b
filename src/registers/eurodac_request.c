#include "registers/eurodac_request.h"

#include "law/keeping.h"
#include "registers/by_law.h"
#include "registers/eurodac_hit.h"
#include "registers/eurodac_message.h"
#include "store/keys.h"

ST_SHAPE_DEFINE(eurodac_request, EURODAC_REQUEST, "Law-enforcement request", "Eurodac Art 32(1)")

enum { REQUESTS_MAX = 1000 };

static int note(struct st_tx *tx, enum st_entry_kind kind, const char *action, struct st_id id, struct st_error *err)
{
    return st_register__note(tx, kind, action, &st_eurodac, id, (struct st_id){{0}}, "Eurodac Art 51(2)", err);
}

/* Police and verifiers work for one purpose only; others have rights of the same names for their own. */
static int decide(struct st_tx *tx, enum st_operation operation, const char *action, struct st_id id,
                  struct st_error *err)
{
    int rc = st_eurodac__decide(NULL, tx, operation, action, id, err), logged;

    if (rc != ST_OK || st_actor_purpose(tx->actor) == purpose_serious_crime)
        return rc;
    rc = st_fail(err, ST_E_FORBIDDEN, "", ST_MSG("Such a request serves the fight against serious crime only."),
                 "Eurodac Art 33(1)", "Search for the purpose that you work for.");
    logged = note(tx, ST_ENTRY_REFUSAL, action, id, NULL);
    return logged == ST_OK ? rc : logged;
}

/* ---- The conditions ---- */
static uint8_t stated(struct st_str text) { return st_tri_of(st_str_trim(text).n > 0); }

/* What the request states; whether it is true the verifier judges. */
static struct eurodac_gate_facts facts_of(const struct eurodac_request *r)
{
    return (struct eurodac_gate_facts){
        .europol = st_tri_of(st_yes(r->europol)), .cir_flag = st_tri_of(st_yes(r->cir_flag)),
        .national_checked = stated(r->national_check), .others_checked = stated(r->prum_check),
        .grounds_not_to = stated(r->prum_check), .europol_checked = stated(r->europol_check),
        .serious = stated(r->offence), .specific = stated(r->persons), .substantial = stated(r->grounds),
        .reference = stated(r->file), .by_face = ST_NO, .urgent = st_tri_of(st_yes(r->urgent)),
        .against_child = r->against_child == ST_NO ? ST_NO : ST_YES, /* who may be a child is treated as one */
        .child_grounds = stated(r->child_grounds), .verified = st_tri_of(r->verdict != eurodac_verdict_unknown),
        .verdict = r->verdict};
}

static int gate_of(struct st_tx *tx, const struct eurodac_request *r, const struct eurodac_gate_outcome **out,
                   struct st_answer *answer, struct st_error *err)
{
    struct eurodac_gate_facts *facts = ST_NEW(tx->arena, struct eurodac_gate_facts);
    const void *outcome = NULL;
    int rc;

    *facts = facts_of(r);
    rc = st_eurodac__ask(&outcome, answer, tx, &eurodac_law_enforcement_rule, facts, err);
    *out = outcome;
    return rc;
}

/* The field in which a condition of the rule is stated. */
static const char *field_of(const char *citation)
{
    static const char *const fields[][2] = {
        {"Eurodac Art 33(1)(a)(i)", "national_check"}, {"Eurodac Art 33(1)(a)(ii)", "prum_check"},
        {"Eurodac Art 34(1)(a)", "europol_check"}, {"Eurodac Art 14(3)", "child_grounds"}};

    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
        if (strcmp(citation, fields[i][0]) == 0)
            return fields[i][1];
    return "grounds";
}

static int check(struct st_tx *tx, const struct eurodac_request *r, struct st_error *err)
{
    const struct eurodac_gate_outcome *outcome = NULL;
    struct st_answer answer;
    int rc = st_shape_check(&eurodac_request_shape, r, NULL, 0, tx->now, tx->arena, "", err);

    if (rc == ST_OK)
        rc = gate_of(tx, r, &outcome, &answer, err);
    if (rc != ST_OK || outcome->gate != eurodac_gate_refused)
        return rc;
    for (size_t i = 0; i < answer.reasons_n; i++)
        rc = st_fail(err, ST_E_INVALID, field_of(answer.reasons[i].citation), answer.reasons[i].text,
                     answer.reasons[i].citation, "Say in the request that it is so, or do not search.");
    return rc == ST_OK ? ST_E_INVALID : rc;
}

/* The record of a request stays for the supervisory authorities (Art 47(4)), counted from its search, or from the
 * request while nothing was searched for. */
static int keep_until(struct eurodac_request *r, struct st_tx *tx, struct st_error *err)
{
    struct st_date last = {0};
    int rc = st_keeping_last_day(&last, kept_matter_law_enforcement_request, st_register__today(tx), tx->arena, err);

    if (rc == ST_OK)
        r->erase_on = st_date_add_days(last, 1);
    return rc;
}

/* ---- Asking and verifying ---- */
int st_eurodac_request_ask(struct st_tx *tx, struct st_id *id, const struct eurodac_request *request,
                           struct st_error *err)
{
    struct eurodac_request r = *request;
    int rc = decide(tx, ST_MAY_SEARCH, "eurodac.request", (struct st_id){{0}}, err);

    r.verdict = eurodac_verdict_unknown;
    if (rc == ST_OK)
        rc = check(tx, &r, err);
    if (rc != ST_OK)
        return rc;
    r.asked_by = tx->actor->officer;
    r.asked_unit = tx->actor->unit;
    r.asked_at = tx->now;
    *id = st_id_new(tx->now);
    rc = keep_until(&r, tx, err);
    if (rc == ST_OK)
        rc = st_record_insert(tx, &eurodac_request_shape, *id, &r, err);
    return rc == ST_OK ? note(tx, ST_ENTRY_CHANGE, "eurodac.request", *id, err) : rc;
}

/* E5: every authority erases what it got; that it did stands in the request, where the verifier sees it. */
static int erase_result(struct st_tx *tx, struct st_id id, struct eurodac_request *r, struct st_error *err)
{
    int rc = st_eurodac_hits_erase_request(tx, id, NULL, err);

    r->erased_at = tx->now;
    r->hits = (struct st_number){0, false};
    return rc == ST_OK ? note(tx, ST_ENTRY_ERASURE, "eurodac.request.erase", id, err) : rc;
}

int st_eurodac_request_verify(struct st_tx *tx, struct st_id id, enum eurodac_verdict verdict, struct st_error *err)
{
    const struct eurodac_gate_outcome *outcome = NULL;
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
    rc = gate_of(tx, &r, &outcome, NULL, err);
    if (rc == ST_OK && st_yes(outcome->erase))
        rc = erase_result(tx, id, &r, err);
    if (rc == ST_OK)
        rc = st_record_update(tx, &eurodac_request_shape, id, version, &r, NULL, err);
    return rc == ST_OK ? note(tx, ST_ENTRY_CHANGE, "eurodac.request.verify", id, err) : rc;
}

bool st_eurodac_request_open(const struct eurodac_request *request)
{
    return request->verdict == eurodac_verdict_permitted ||
           (request->verdict == eurodac_verdict_unknown && st_yes(request->urgent));
}

/* ---- Searching ---- */

/* Art 51(2)(g): the data used for the comparison stand in the log, locked; prints by their fingers only. */
static int log_key(struct st_tx *tx, struct st_id id, const struct eurodac_search_message *body, struct st_error *err)
{
    struct eurodac_search_message used = *body;
    struct st_entry entry = {.kind = ST_ENTRY_READ, .action = "eurodac.request.search", .register_name = st_eurodac.name,
                             .record = id, .citation = "Eurodac Art 51(2)", .n = 1};
    struct eurodac_print *fingers = ST_NEW_N(tx->arena, struct eurodac_print, body->prints.n);
    int rc;

    for (size_t i = 0; i < body->prints.n; i++)
        fingers[i].finger = body->prints.v[i].finger;
    used.prints.v = fingers;
    entry.envelopes[0].subject = id;
    rc = st_eurodac__pack(&entry.envelopes[0].json, tx, &eurodac_search_message_shape, &used, err);
    return rc == ST_OK ? st_journal_add(tx, &entry, err) : rc;
}

static int may_search(const struct eurodac_request *r, const struct st_eurodac_key *key, struct st_error *err)
{
    if (!st_eurodac_request_open(r))
        return st_fail(err, ST_E_STATE, "verdict", ST_MSG("The verifying authority has not permitted this search."),
                       "Eurodac Art 32(2)", "Wait for its verdict.");
    if (st_instant_known(r->searched_at))
        return st_fail(err, ST_E_STATE, "searched_at", ST_MSG("This request has been searched for."), "Eurodac Art 32(1)",
                       "A new request is needed for another search.");
    if (key->prints_n == 0 && key->name.n == 0 && key->document.n == 0)
        return st_fail(err, ST_E_INVALID, "prints", ST_MSG("There is nothing to search by."), "Eurodac Art 33(3)",
                       "Give fingerprints, a name or a document number.");
    return ST_OK;
}

int st_eurodac_request_search(struct st_tx *tx, struct st_id id, const struct st_eurodac_key *key,
                              struct st_error *err)
{
    struct eurodac_request r = {0};
    struct eurodac_search_message body = {.request = id, .name = key->name, .document = key->document};
    struct st_eurodac__letter letter = {.kind = "eurodac.search", .about = id, .shape = &eurodac_search_message_shape,
                                        .body = &body, .citation = "Eurodac Art 32(2)",
                                        .due_at = {tx->now.us + 24 * ST_HOUR}};
    int64_t version;
    int rc = decide(tx, ST_MAY_SEARCH, "eurodac.request.search", id, err);

    if (rc == ST_OK)
        rc = st_record_get(&r, &version, tx, &eurodac_request_shape, id, err);
    if (rc == ST_OK)
        rc = may_search(&r, key, err);
    if (rc != ST_OK)
        return rc;
    body.category = st_yes(r.europol) ? eurodac_category_europol : eurodac_category_law_enforcement;
    body.reference = st_eurodac_reference(tx->arena, st_register__state(tx->actor->authority),
                                          (enum eurodac_category)body.category, (int64_t)(tx->now.us / ST_SECOND));
    body.prints.v = st_alloc_copy(tx->arena, key->prints, key->prints_n * sizeof(*key->prints));
    body.prints.n = key->prints_n;
    r.searched_by = tx->actor->officer;
    r.searched_at = tx->now;
    rc = keep_until(&r, tx, err);
    if (rc == ST_OK)
        rc = st_record_update(tx, &eurodac_request_shape, id, version, &r, NULL, err);
    if (rc == ST_OK)
        rc = st_eurodac__send(tx, &letter, err);
    return rc == ST_OK ? log_key(tx, id, &body, err) : rc;
}

/* A request that was refused while its answer was under way keeps nothing (Art 32(5)). */
int st_eurodac__keep_request_hits(struct st_tx *tx, struct st_id request, const struct eurodac_result_message *result,
                                  struct st_error *err)
{
    struct eurodac_request r = {0};
    int rc = st_record_get(&r, NULL, tx, &eurodac_request_shape, request, err);

    if (rc != ST_OK)
        return rc == ST_E_NOTFOUND ? ST_OK : rc;
    r.answered_at = tx->now;
    if (!st_eurodac_request_open(&r)) {
        rc = erase_result(tx, request, &r, err);
    } else {
        for (size_t i = 0; rc == ST_OK && i < result->hits.n; i++)
            rc = st_eurodac__keep_hit(tx, &(struct eurodac_hit){.asked = request, .request = request},
                                      &result->hits.v[i], err);
        r.hits = (struct st_number){(int64_t)result->hits.n, true};
    }
    if (rc == ST_OK)
        rc = st_record_update(tx, &eurodac_request_shape, request, 0, &r, NULL, err);
    return rc == ST_OK ? note(tx, ST_ENTRY_CHANGE, "eurodac.request.answered", request, err) : rc;
}

/* ---- How long ---- */
int st_eurodac_request_keep(struct st_tx *tx, struct st_id id, bool needed, struct st_error *err)
{
    struct eurodac_request r = {0};
    int64_t version;
    int rc = decide(tx, ST_MAY_SEARCH, "eurodac.request.keep", id, err);

    if (rc == ST_OK)
        rc = st_record_get(&r, &version, tx, &eurodac_request_shape, id, err);
    r.case_needs = st_tri_of(needed);
    if (rc == ST_OK)
        rc = st_record_update(tx, &eurodac_request_shape, id, version, &r, NULL, err);
    return rc == ST_OK ? note(tx, ST_ENTRY_CHANGE, "eurodac.request.keep", id, err) : rc;
}

ST_STATEMENT(answered_before, "eurodac.requests answered", "SELECT id FROM eurodac_request WHERE authority = ?1 "
    "AND answered_at <= ?2 AND erased_at IS NULL AND (case_needs IS NULL OR case_needs <> 2) "
    "ORDER BY answered_at LIMIT ?3", NULL);

static int expire_one(struct st_tx *tx, struct st_id id, size_t *done, struct st_error *err)
{
    struct eurodac_request r = {0};
    struct eurodac_keep_facts facts = {.found_unjustified = ST_NO, .case_needs = ST_NO};
    struct st_local obtained = {0};
    const void *outcome;
    int rc = st_record_get(&r, NULL, tx, &eurodac_request_shape, id, err);

    (void)st_zone_local(&obtained, r.answered_at, "UTC");
    facts.obtained_on = obtained.date;
    if (rc == ST_OK)
        rc = st_eurodac__ask(&outcome, NULL, tx, &eurodac_law_enforcement_data_rule, &facts, err);
    if (rc != ST_OK || !st_yes(((const struct eurodac_keep *)outcome)->erase_now))
        return rc;
    rc = erase_result(tx, id, &r, err);
    (*done)++;
    return rc == ST_OK ? st_record_update(tx, &eurodac_request_shape, id, 0, &r, NULL, err) : rc;
}

static int expire_results(struct st_tx *tx, size_t *done, size_t limit, struct st_error *err)
{
    struct st_date month_ago = st_date_add_months(st_register__today(tx), -1);
    struct st_instant before;
    struct st_rows rows = {0};
    int rc = ST_OK;

    if (!st_zone_instant(&before, month_ago, 0, 0, 0, "UTC"))
        return ST_E_BUG;
    rc = st_db_query(&rows, tx->db, tx->arena, &answered_before,
                     ST_BIND(st_cell_str(tx->actor->authority), st_cell_instant(before),
                             st_cell_int((int64_t)(limit - *done))), err);
    for (size_t i = 0; rc == ST_OK && i < rows.n; i++)
        rc = expire_one(tx, st_rows_id(&rows, i, 0), done, err);
    return rc;
}

ST_STATEMENT(records_ended, "eurodac.requests ended", "SELECT id FROM eurodac_request WHERE authority = ?1 "
    "AND erase_on <= ?2 AND (case_needs IS NULL OR case_needs <> 2) ORDER BY erase_on, id LIMIT ?3", NULL);

/* With the record go its log, which holds the data that were used for the comparison, and what waits in the outbox. */
static int erase_record(struct st_tx *tx, struct st_id id, struct st_error *err)
{
    int rc = st_eurodac_hits_erase_request(tx, id, NULL, err);

    if (rc == ST_OK)
        rc = st_record_delete(tx, &eurodac_request_shape, id, err);
    if (rc == ST_OK)
        rc = st_key_destroy(tx, id, ST_KEY_RECORD, err);
    if (rc == ST_OK)
        rc = st_key_destroy(tx, id, ST_KEY_LOG, err);
    return rc == ST_OK ? st_register__note(tx, ST_ENTRY_ERASURE, "eurodac.request.expire", &st_eurodac, id,
                                           (struct st_id){{0}}, ST_KEEPING_CITATION, err)
                       : rc;
}

static int expire_records(struct st_tx *tx, size_t *done, size_t limit, struct st_error *err)
{
    struct st_rows rows = {0};
    int rc = st_db_query(&rows, tx->db, tx->arena, &records_ended,
                         ST_BIND(st_cell_str(tx->actor->authority), st_cell_date(tx->arena, st_register__today(tx)),
                                 st_cell_int((int64_t)(limit - *done))), err);

    for (size_t i = 0; rc == ST_OK && i < rows.n; i++) {
        rc = erase_record(tx, st_rows_id(&rows, i, 0), err);
        *done += rc == ST_OK;
    }
    return rc;
}

int st_eurodac__expire_requests(struct st_tx *tx, size_t *done, size_t limit, struct st_error *err)
{
    int rc = expire_results(tx, done, limit, err);
    return rc == ST_OK && *done < limit ? expire_records(tx, done, limit, err) : rc;
}

/* ---- Reading ---- */
static enum st_operation reading(const struct st_tx *tx)
{
    return st_actor_is(tx->actor, role_verifying_officer) ? ST_MAY_VERIFY : ST_MAY_SEARCH;
}

int st_eurodac_request_get(struct st_tx *tx, struct eurodac_request *out, struct st_id id, struct st_error *err)
{
    int rc = decide(tx, reading(tx), "eurodac.request.read", id, err);

    if (rc == ST_OK)
        rc = st_record_get(out, NULL, tx, &eurodac_request_shape, id, err);
    return rc == ST_OK ? note(tx, ST_ENTRY_READ, "eurodac.request.read", id, err) : rc;
}

ST_STATEMENT(all_requests, "eurodac.requests", "SELECT id FROM eurodac_request WHERE authority = ?1 ORDER BY id LIMIT ?2",
    NULL);

int st_eurodac_requests(struct st_tx *tx, struct eurodac_request **out, struct st_id **ids, size_t *n,
                        struct st_error *err)
{
    struct st_rows rows = {0};
    int rc = decide(tx, reading(tx), "eurodac.requests", (struct st_id){{0}}, err);

    *n = 0;
    if (rc == ST_OK)
        rc = st_db_query(&rows, tx->db, tx->arena, &all_requests,
                         ST_BIND(st_cell_str(tx->actor->authority), st_cell_int(REQUESTS_MAX)), err);
    *out = ST_NEW_N(tx->arena, struct eurodac_request, rows.n);
    *ids = ST_NEW_N(tx->arena, struct st_id, rows.n);
    for (; rc == ST_OK && *n < rows.n; (*n)++) {
        (*ids)[*n] = st_rows_id(&rows, *n, 0);
        rc = st_record_get(&(*out)[*n], NULL, tx, &eurodac_request_shape, (*ids)[*n], err);
    }
    return rc == ST_OK ? note(tx, ST_ENTRY_READ, "eurodac.requests", (struct st_id){{0}}, err) : rc;
}

ST_STATEMENT(requests_waiting, "eurodac.requests waiting", "SELECT COUNT(*) FROM eurodac_request WHERE authority = ?1 "
             "AND verdict IS NULL AND ?2 <> '' AND asked_unit <> ?2 AND asked_by <> ?3", NULL);

int st_eurodac_requests_waiting(struct st_tx *tx, int64_t *n, struct st_error *err)
{
    struct st_rows rows = {0};
    int rc = st_db_query(&rows, tx->db, tx->arena, &requests_waiting,
                         ST_BIND(st_cell_str(tx->actor->authority), st_cell_str(tx->actor->unit),
                                 st_cell_id(tx->arena, tx->actor->officer)), err);

    *n = rc == ST_OK ? st_rows_int(&rows, 0, 0) : 0;
    return rc;
}
