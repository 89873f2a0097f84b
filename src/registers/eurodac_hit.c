#include "registers/eurodac_hit.h"

#include <stdlib.h>

#include "registers/by_law.h"
#include "registers/eurodac_message.h"
#include "registers/eurodac_request.h"
#include "registers/subject.h"

ST_CODES_DEFINE(eurodac_hit_state, EURODAC_HIT_STATE)
ST_SHAPE_DEFINE(hit_decision, HIT_DECISION, "Decision on a hit", "Eurodac Art 38(4)")
ST_SHAPE_DEFINE(eurodac_hit, EURODAC_HIT, "Eurodac hit", "Eurodac Art 27(4)")

enum { HITS_MAX = 1000 };

/* ---- Keeping what the centre sent ---- */
int st_eurodac__keep_hit(struct st_tx *tx, const struct eurodac_hit *about, const struct eurodac_found *found,
                         struct st_error *err)
{
    struct eurodac_hit hit = *about;
    int rc;

    hit.found = found->found;
    hit.score = found->score;
    hit.fingers = found->fingers;
    hit.by_data = found->by_data;
    hit.precedence = found->precedence;
    hit.marks = found->marks;
    hit.category = found->dataset.category;
    hit.origin = found->dataset.origin;
    hit.reference = found->dataset.reference;
    hit.event_on = found->dataset.event_on;
    hit.sent_on = found->dataset.transmitted_on;
    hit.state = eurodac_hit_state_proposed;
    hit.received_at = tx->now;
    rc = st_record_insert(tx, &eurodac_hit_shape, found->hit, &hit, err);
    return rc == ST_OK ? st_record_insert(tx, &eurodac_dataset_found_shape, found->hit, &found->dataset, err) : rc;
}

/* ---- Deciding ---- */
static bool decidable(const struct eurodac_hit *h, enum eurodac_hit_state decision)
{
    if (decision == eurodac_hit_state_unknown || decision == eurodac_hit_state_proposed || st_id_known(h->request))
        return false;
    return h->state != eurodac_hit_state_false_hit &&
           (h->state != eurodac_hit_state_confirmed || decision == eurodac_hit_state_false_hit);
}

static int ask_rule(struct st_tx *tx, struct eurodac_hit *h, enum eurodac_hit_state decision,
                    const struct eurodac_hit_outcome **out, struct st_error *err)
{
    static const enum eurodac_finding findings[] = {
        [eurodac_hit_state_confirmed] = eurodac_finding_same,
        [eurodac_hit_state_false_hit] = eurodac_finding_not_same,
        [eurodac_hit_state_unsure] = eurodac_finding_unsure,
    };
    struct eurodac_hit_facts facts = {.member_state = st_register__state(tx->actor->authority),
                                      .received_at = h->received_at, .by_prints = ST_YES, .checked = ST_YES,
                                      .finding = (uint16_t)findings[decision]};
    const void *outcome = NULL;
    int rc = st_eurodac__ask(&outcome, NULL, tx, &eurodac_hit_rule, &facts, err);

    *out = outcome;
    return rc;
}

/* The result goes at once; what stays is that there was one, and the duty to tell (Art 38(6)). */
static int erase_result(struct st_tx *tx, struct st_id id, struct eurodac_hit *h, struct st_error *err)
{
    h->score = (struct st_number){0, false};
    h->fingers = 0;
    h->category = 0;
    h->precedence = ST_UNKNOWN;
    h->event_on = (struct st_date){0};
    h->sent_on = (struct st_date){0};
    h->marks = 0;
    return st_record_delete(tx, &eurodac_dataset_found_shape, id, err);
}

/* The centre is told with the reference numbers of both sides: it knows them by the datasets. */
static int tell(struct st_tx *tx, struct eurodac_hit *h, struct st_error *err)
{
    struct eurodac_decision_message body = {.asked = h->asked, .found = h->found, .decision = h->state};
    struct st_eurodac__letter letter = {.kind = "eurodac.decision", .about = h->asked, .person = h->person,
                                        .case_id = h->case_id, .shape = &eurodac_decision_message_shape, .body = &body,
                                        .citation = h->state == eurodac_hit_state_false_hit ? "Eurodac Art 38(6)"
                                                                                             : "Eurodac Art 3(6)"};
    if (st_date_known(h->tell_by))
        (void)st_zone_instant(&letter.due_at, st_date_add_days(h->tell_by, 1), 0, 0, 0, "UTC");
    return st_eurodac__send(tx, &letter, err);
}

/* Whose hits: those of a police request are for the police alone, those of a data subject's for its officer. */
static bool may_see(const struct st_tx *tx, const struct eurodac_hit *h)
{
    enum purpose purpose = st_actor_purpose(tx->actor);

    if (!st_id_known(h->request))
        return purpose != purpose_serious_crime;
    return purpose == (st_yes(h->for_subject) ? purpose_data_protection : purpose_serious_crime);
}

static int no_such_hit(struct st_error *err)
{
    return st_fail(err, ST_E_NOTFOUND, "id", ST_MSG("There is no such record."), "", "Compare the number.");
}

/* Refuses for a reason that stands in no table, and says so in the journal. */
static int refused(struct st_tx *tx, const char *action, struct st_id id, struct st_message what, const char *citation,
                   struct st_error *err)
{
    int logged = st_register__note(tx, ST_ENTRY_REFUSAL, action, &st_eurodac, id, (struct st_id){{0}}, citation, NULL);

    return logged != ST_OK ? logged
                           : st_fail(err, ST_E_FORBIDDEN, "", what, citation, "Ask an officer with that role.");
}

/* What was decided and why, locked with what is kept of the person; of a police request, with the request. */
static int note_decision(struct st_tx *tx, struct st_id id, const struct eurodac_hit *h,
                         const struct hit_decision *decision, struct st_error *err)
{
    struct st_id owner = st_id_known(h->person) ? h->person : h->request;
    struct st_buf text = ST_BUF_INIT(16 * 1024);
    struct st_json w = ST_JSON_INIT(&text);
    struct st_entry entry = {.kind = ST_ENTRY_CHANGE, .action = "eurodac.hit.decide", .register_name = st_eurodac.name,
                             .record = id, .person = h->person, .citation = "Eurodac Art 38(4)", .n = 1};

    st_shape_write(&w, &hit_decision_shape, decision, ST_ALL_FIELDS);
    entry.envelopes[0] = (struct st_envelope){owner, st_buf_dup(tx->arena, &text)};
    st_buf_deinit(&text);
    return st_journal_add(tx, &entry, err);
}

int st_eurodac_hit_decide(struct st_tx *tx, struct st_id id, int64_t version, const struct hit_decision *decision,
                          struct st_error *err)
{
    const struct eurodac_hit_outcome *outcome = NULL;
    struct eurodac_hit h = {0};
    int rc = st_eurodac__decide(NULL, tx, ST_MAY_VERIFY, "eurodac.hit.decide", id, err);

    if (rc == ST_OK && !st_actor_is(tx->actor, role_fingerprint_expert)) /* who verifies requests decides no hits */
        rc = refused(tx, "eurodac.hit.decide", id, ST_MSG("A trained fingerprint expert decides on a hit."),
                     "Eurodac Art 38(4)", err);
    if (rc == ST_OK)
        rc = st_record_get(&h, NULL, tx, &eurodac_hit_shape, id, err);
    if (rc == ST_OK && !may_see(tx, &h))
        rc = no_such_hit(err);
    if (rc != ST_OK)
        return rc;
    rc = st_shape_check(&hit_decision_shape, decision, NULL, 0, tx->now, tx->arena, "", err);
    if (rc != ST_OK)
        return rc;
    if (!decidable(&h, (enum eurodac_hit_state)decision->decision))
        return st_fail(err, ST_E_STATE, "state", ST_MSG("This hit cannot be decided so any more."), "Eurodac Art 38(6)",
                       "Have the datasets compared again.");
    rc = ask_rule(tx, &h, (enum eurodac_hit_state)decision->decision, &outcome, err);
    h.state = decision->decision;
    h.decided_by = tx->actor->officer;
    h.decided_at = tx->now;
    if (rc == ST_OK && st_yes(outcome->erase)) {
        h.tell_by = outcome->tell_by;
        rc = erase_result(tx, id, &h, err);
    }
    if (rc == ST_OK)
        rc = st_record_update(tx, &eurodac_hit_shape, id, version, &h, NULL, err);
    if (rc == ST_OK)
        rc = tell(tx, &h, err);
    return rc == ST_OK ? note_decision(tx, id, &h, decision, err) : rc;
}

/* The hits of an own dataset. */
static int of_dataset(struct st_tx *tx, struct eurodac_hit **out, struct st_id **ids, size_t *n, struct st_id asked,
                      struct st_error *err)
{
    void *found = NULL;
    int rc;

    *n = 0;
    rc = st_record_find(&found, ids, n, tx, &eurodac_hit_shape, "asked", st_cell_id(tx->arena, asked), HITS_MAX, err);
    *out = found;
    return rc;
}

ST_ANSWERED(st_eurodac__told)
{
    struct eurodac_decision_message body;
    struct eurodac_hit *hits = NULL;
    struct st_id *ids = NULL;
    size_t n = 0;
    int rc = st_eurodac__unpack(&body, tx, &eurodac_decision_message_shape, message->body, err);

    (void)answer;
    if (rc == ST_OK)
        rc = of_dataset(tx, &hits, &ids, &n, body.asked, err);
    for (size_t i = 0; rc == ST_OK && i < n; i++)
        if (st_id_eq(hits[i].found, body.found) && hits[i].state == body.decision) {
            hits[i].told_at = tx->now;
            if (hits[i].state == eurodac_hit_state_false_hit) { /* the number was kept to tell it */
                hits[i].reference = (struct st_str){NULL, 0};
                hits[i].origin = (struct st_str){NULL, 0};
            }
            rc = st_record_update(tx, &eurodac_hit_shape, ids[i], 0, &hits[i], NULL, err);
        }
    return rc;
}

/* ---- Erasing ---- */
static int erase_hit(struct st_tx *tx, struct st_id id, struct st_error *err)
{
    int rc = st_record_delete(tx, &eurodac_dataset_found_shape, id, err);
    return rc == ST_OK ? st_record_delete(tx, &eurodac_hit_shape, id, err) : rc;
}

static int erase_by(struct st_tx *tx, const char *field, struct st_id value, size_t *erased, struct st_error *err)
{
    struct st_id *ids = NULL;
    void *found = NULL;
    size_t n = 0;
    int rc;

    do {
        n = 0;
        rc = st_record_find(&found, &ids, &n, tx, &eurodac_hit_shape, field, st_cell_id(tx->arena, value), HITS_MAX,
                            err);
        for (size_t i = 0; rc == ST_OK && i < n; i++)
            rc = erase_hit(tx, ids[i], err);
        *erased += n;
    } while (rc == ST_OK && n == HITS_MAX);
    return rc;
}

int st_eurodac_hits_erase(struct st_tx *tx, struct st_id dataset, struct st_error *err)
{
    size_t erased = 0;
    return erase_by(tx, "asked", dataset, &erased, err);
}

int st_eurodac_hits_erase_request(struct st_tx *tx, struct st_id request, size_t *erased, struct st_error *err)
{
    size_t own = 0, *count = erased ? erased : &own;

    *count = 0;
    return erase_by(tx, "request", request, count, err);
}

/* ---- Reading ---- */

static enum st_operation reading(const struct st_tx *tx)
{
    return st_actor_purpose(tx->actor) == purpose_serious_crime ? ST_MAY_SEARCH : ST_MAY_READ;
}

static int order(const void *a, const void *b)
{
    const struct eurodac_hit *x = a, *y = b;

    if (st_yes(x->precedence) != st_yes(y->precedence)) /* Art 27(5) */
        return st_yes(x->precedence) ? -1 : 1;
    return x->score.v == y->score.v ? 0 : x->score.v > y->score.v ? -1 : 1;
}

/* A hit and its id, so that they are sorted together. */
struct row {
    struct eurodac_hit hit; /* first: `order` compares it */
    struct st_id id;
};

struct list {
    struct row rows[HITS_MAX];
    size_t n;
};

static int gather(struct list *list, struct st_tx *tx, const char *field, struct st_cell value, struct st_error *err)
{
    const struct eurodac_hit *hits;
    struct st_id *ids = NULL;
    void *found = NULL;
    size_t n = 0;
    int rc = st_record_find(&found, &ids, &n, tx, &eurodac_hit_shape, field, value, HITS_MAX, err);

    hits = found;
    for (size_t i = 0; rc == ST_OK && i < n && list->n < HITS_MAX; i++)
        if (may_see(tx, &hits[i]))
            list->rows[list->n++] = (struct row){hits[i], ids[i]};
    return rc;
}

static int gather_waiting(struct list *list, struct st_tx *tx, struct st_error *err)
{
    int rc = gather(list, tx, "state", st_cell_text(st_code_name(&eurodac_hit_state_codes, eurodac_hit_state_proposed)),
                    err);
    return rc == ST_OK ? gather(list, tx, "state",
                                st_cell_text(st_code_name(&eurodac_hit_state_codes, eurodac_hit_state_unsure)), err)
                       : rc;
}

static void hand_out(struct eurodac_hit **out, struct st_id **ids, size_t *n, struct st_tx *tx, const struct list *list)
{
    *out = ST_NEW_N(tx->arena, struct eurodac_hit, list->n);
    *ids = ST_NEW_N(tx->arena, struct st_id, list->n);
    for (; *n < list->n; (*n)++) {
        (*out)[*n] = list->rows[*n].hit;
        (*ids)[*n] = list->rows[*n].id;
    }
}

int st_eurodac_hits_of_person(struct st_tx *tx, struct eurodac_hit **out, struct st_id **ids, size_t *n,
                              struct st_id person, struct st_error *err)
{
    struct list *list = ST_NEW(tx->arena, struct list);
    int rc = st_eurodac__decide(NULL, tx, reading(tx), "eurodac.hits", (struct st_id){{0}}, err);

    *n = 0;
    if (rc == ST_OK)
        rc = st_id_known(person) ? gather(list, tx, "person", st_cell_id(tx->arena, person), err)
                                 : gather_waiting(list, tx, err);
    if (rc != ST_OK)
        return rc;
    qsort(list->rows, list->n, sizeof(list->rows[0]), order);
    hand_out(out, ids, n, tx, list);
    return st_register__note(tx, ST_ENTRY_READ, "eurodac.hits", &st_eurodac, (struct st_id){{0}}, person,
                             "Eurodac Art 27(4)", err);
}

/* What a request found is decided by nobody here. */
ST_STATEMENT(hits_waiting, "eurodac.hits waiting", "SELECT COUNT(*) FROM eurodac_hit WHERE authority = ?1 "
             "AND state IN (?2, ?3) AND request IS NULL", NULL);

int st_eurodac_hits_waiting(struct st_tx *tx, int64_t *n, struct st_error *err)
{
    struct st_rows rows = {0};
    int rc = st_db_query(&rows, tx->db, tx->arena, &hits_waiting,
                         ST_BIND(st_cell_str(tx->actor->authority),
                                 st_cell_text(st_code_name(&eurodac_hit_state_codes, eurodac_hit_state_proposed)),
                                 st_cell_text(st_code_name(&eurodac_hit_state_codes, eurodac_hit_state_unsure))), err);

    *n = rc == ST_OK ? st_rows_int(&rows, 0, 0) : 0;
    return rc;
}

/* What a request found is for whoever works for its purpose (Art 47(3)), and of a request that is not here nothing is
 * known, not even that it found nothing. */
static int request_here(struct st_tx *tx, struct st_id request, struct st_error *err)
{
    enum purpose purpose = st_actor_purpose(tx->actor);
    struct eurodac_request police = {0};
    struct subject_request subject = {0};

    if (purpose == purpose_data_protection &&
        st_record_get(&subject, NULL, tx, &subject_request_shape, request, NULL) == ST_OK)
        return ST_OK;
    if (purpose == purpose_serious_crime || purpose == purpose_data_protection)
        return st_record_get(&police, NULL, tx, &eurodac_request_shape, request, err);
    return refused(tx, "eurodac.hits", request, ST_MSG("What the police found is for the police."), "Eurodac Art 47(3)", err);
}

int st_eurodac_hits_of_request(struct st_tx *tx, struct eurodac_hit **out, struct st_id **ids, size_t *n,
                               struct st_id request, struct st_error *err)
{
    struct list *list = ST_NEW(tx->arena, struct list);
    int rc = st_eurodac__decide(NULL, tx, ST_MAY_SEARCH, "eurodac.hits", request, err);

    *n = 0;
    if (rc == ST_OK)
        rc = request_here(tx, request, err);
    if (rc == ST_OK)
        rc = gather(list, tx, "request", st_cell_id(tx->arena, request), err);
    if (rc != ST_OK)
        return rc;
    hand_out(out, ids, n, tx, list);
    return st_register__note(tx, ST_ENTRY_READ, "eurodac.hits", &st_eurodac, request, (struct st_id){{0}},
                             "Eurodac Art 51(2)", err);
}

/* A side that is not kept here is all unknown; that it is not is no error. */
static int side(struct st_tx *tx, struct eurodac_dataset *out, const struct st_shape *shape, struct st_id id,
                uint64_t seen, struct st_error *err)
{
    struct st_error absent = {0};
    int rc = st_record_get(out, NULL, tx, shape, id, &absent);

    if (rc == ST_E_NOTFOUND)
        return ST_OK;
    if (rc != ST_OK && err != NULL)
        *err = absent;
    st_register__hide(&eurodac_dataset_shape, out, seen);
    return rc;
}

int st_eurodac_hit_get(struct st_tx *tx, struct st_eurodac_sides *out, struct st_id id, struct st_error *err)
{
    uint64_t seen = 0;
    int rc = st_eurodac__decide(&seen, tx, reading(tx), "eurodac.hit.read", id, err);

    memset(out, 0, sizeof(*out));
    if (rc == ST_OK)
        rc = st_record_get(&out->hit, &out->version, tx, &eurodac_hit_shape, id, err);
    if (rc == ST_OK && !may_see(tx, &out->hit))
        rc = no_such_hit(err);
    if (rc == ST_OK)
        rc = side(tx, &out->own, &eurodac_dataset_shape, out->hit.asked, seen, err);
    if (rc == ST_OK)
        rc = side(tx, &out->found, &eurodac_dataset_found_shape, id, seen, err);
    return rc == ST_OK ? st_register__note(tx, ST_ENTRY_READ, "eurodac.hit.read", &st_eurodac, id, out->hit.person,
                                           "Eurodac Art 27(4)", err)
                       : rc;
}
