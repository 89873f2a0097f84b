/* The centre of Eurodac: records, compares in order of arrival, links, tells. Each function takes in one kind of
 * message (eurodac_message.h) under the authority of the centre; the right was decided where the message was made. */
#include <stdlib.h>

#include "identity/print_match.h"
#include "registers/by_law.h"
#include "registers/eurodac_index.h"
#include "registers/eurodac_notice.h"
#include "registers/eurodac_seek.h"
#include "registers/eurodac_statistics.h"

static const struct st_id nobody = {{0}};

/* Only the Member State of origin changes what it sent (Art 40(3)). ST_E_NOTFOUND: it is not here any more, or never
 * was. */
static int own_entry(struct register_entry *entry, struct st_tx *tx, struct st_id id, const struct st_incoming *message,
                     struct st_error *err)
{
    int rc = st_register__entry(entry, NULL, tx, &st_eurodac, id, NULL);

    if (rc == ST_OK && !st_str_eq(entry->sender, message->from_authority))
        rc = st_fail(err, ST_E_FORBIDDEN, "sender", ST_MSG("Another authority sent this record."), "Eurodac Art 40(3)",
                     "Tell the authority that sent it.");
    return rc;
}

/* ---- Recording ---- */
static int receipt(struct st_str *answer, struct st_tx *tx, enum eurodac_sending state, const char *problem,
                   struct st_error *err)
{
    struct eurodac_receipt r = {.state = (uint16_t)state, .problem = st_str_of(problem)};
    return st_eurodac__pack(answer, tx, &eurodac_receipt_shape, &r, err);
}

/* Art 38(2): each request within 24 hours of its arrival, within one hour where the State says that it is urgent. */
static int line_up(struct st_tx *tx, struct st_id id, uint8_t urgent, struct st_error *err)
{
    struct eurodac_compare_message body = {.urgent = urgent};
    struct st_eurodac__letter letter = {
        .kind = "eurodac.compare", .to = EURODAC_CENTRE, .about = id, .shape = &eurodac_compare_message_shape,
        .body = &body, .due_at = {tx->now.us + (st_yes(urgent) ? ST_HOUR : 24 * ST_HOUR)},
        .citation = "Eurodac Art 38(2)"};
    return st_eurodac__send(tx, &letter, err);
}

/* Is it of a kind that is compared with anything at all (Art 27(1))? */
static bool is_compared(const struct eurodac_dataset *d)
{
    bool compared = d->category < eurodac_category_admission_granted ||
                    d->category > eurodac_category_national_resettlement;

    return compared && !st_date_known(d->arrived_take_charge_on);
}

static int record(struct st_tx *tx, const struct st_incoming *message, const struct eurodac_record_message *body,
                  struct st_str *answer, struct st_error *err)
{
    struct st_error why = {0};
    int rc = st_register__receive(tx, &st_eurodac, message->about, st_str_dup(tx->arena, message->from_authority),
                                  "eurodac.record", &body->dataset, &why);

    if (rc == ST_E_INVALID || rc == ST_E_EXISTS || rc == ST_E_FORBIDDEN || rc == ST_E_NEEDS) /* nothing was written */
        return receipt(answer, tx, eurodac_sending_refused, why.n > 0 ? why.faults[0].field : st_err_name(rc), err);
    if (rc == ST_OK)
        rc = st_eurodac__count_dataset(tx, &body->dataset, err);
    if (rc == ST_OK && is_compared(&body->dataset))
        rc = line_up(tx, message->about, body->urgent, err);
    if (rc != ST_OK && err != NULL && err->n == 0)
        *err = why;
    return rc == ST_OK ? receipt(answer, tx, eurodac_sending_recorded, NULL, err) : rc;
}

ST_RECEIVE(st_eurodac__record)
{
    struct eurodac_record_message body;
    struct st_minutiae *views;
    size_t n;
    int rc = st_eurodac__unpack(&body, tx, &eurodac_record_message_shape, message->body, err);

    if (rc != ST_OK)
        return rc;
    if (!st_str_eq(body.dataset.origin, st_register__state(message->from_authority)))
        return receipt(answer, tx, eurodac_sending_refused, "origin", err);
    rc = st_eurodac__views(&views, &n, body.dataset.fingerprints.v, body.dataset.fingerprints.n, tx->arena, NULL);
    if (rc == ST_OK)
        return record(tx, message, &body, answer, err);
    rc = st_eurodac__count(tx, &(struct st_eurodac__event){.point = "q", .state = body.dataset.origin}, err);
    if (rc == ST_OK)
        rc = st_register__note(tx, ST_ENTRY_CHANGE, "eurodac.quality", &st_eurodac, message->about, nobody,
                               "Eurodac Art 38(1)", err);
    return rc == ST_OK ? receipt(answer, tx, eurodac_sending_retake, "quality", err) : rc;
}

/* ---- Comparing ---- */
struct quest {
    struct st_tx *tx;
    enum eurodac_category incoming;
    struct st_str state; /* who asks */
    struct st_id own;    /* the dataset that is compared; unknown for a search */
    struct register_entry entry; /* its entry */
    struct eurodac_found *found;
    size_t n;
};

static bool have(const struct quest *q, struct st_id id)
{
    for (size_t i = 0; i < q->n; i++)
        if (st_id_eq(q->found[i].found, id))
            return true;
    return false;
}

/* "Already stored": it came before the one that is compared, so that of two that come together the later one is told. */
static bool stood_before(const struct quest *q, const struct register_entry *entry)
{
    return !st_id_known(q->own) || entry->arrival.v < q->entry.arrival.v;
}

static int allowed(struct eurodac_comparison *out, const struct quest *q, const struct eurodac_dataset *stored,
                   const struct register_entry *entry, struct st_error *err)
{
    struct eurodac_pair pair = {
        .incoming = (uint16_t)q->incoming, .stored = stored->category, .take_charge = ST_NO,
        .stored_marked = st_tri_of(entry->marks & ST_CODE_BIT(register_mark_protection_granted)),
        .date_left_only = ST_NO,
        .same_state = st_tri_of(st_str_eq(stored->origin, q->state)), .own_state_asked = ST_YES,
        .prints_usable = ST_YES};

    /* L6: always asked for, or else sequences have holes. */
    return st_eurodac_compares(out, &pair, st_register__today(q->tx), q->tx->arena, err);
}

/* Takes a candidate into the result if the law lets it. A dataset that is restricted here is compared all the same.
 */
static int consider(struct quest *q, struct st_id id, int score, uint32_t fingers, struct st_error *err)
{
    struct eurodac_comparison comparison = {0};
    struct eurodac_found *f = &q->found[q->n];
    struct register_entry entry = {0};
    int rc;

    if (q->n == EURODAC_CANDIDATES_MAX || st_id_eq(id, q->own) || have(q, id))
        return ST_OK;
    *f = (struct eurodac_found){0};
    rc = st_register__entry(&entry, NULL, q->tx, &st_eurodac, id, NULL);
    if (rc == ST_OK)
        rc = st_record_get(&f->dataset, NULL, q->tx, &eurodac_dataset_shape, id, NULL);
    if (rc != ST_OK)
        return rc == ST_E_NOTFOUND ? ST_OK : rc; /* the index is a moment ahead or behind */
    if (!stood_before(q, &entry))
        return ST_OK;
    rc = allowed(&comparison, q, &f->dataset, &entry, err);
    if (rc != ST_OK || !st_yes(comparison.compare))
        return rc;
    f->hit = st_id_new(q->tx->now);
    f->found = id;
    f->by_data = st_tri_of(score == 0);
    f->score = (struct st_number){score, score > 0};
    f->fingers = fingers;
    f->precedence = comparison.precedence;
    f->marks = entry.marks & ~ST_CODE_BIT(register_mark_restricted) & ~ST_CODE_BIT(register_mark_late);
    q->n++;
    return st_register__note(q->tx, ST_ENTRY_READ, "eurodac.transmit", &st_eurodac, id, nobody, "Eurodac Art 27(4)", err);
}

static int by_prints(struct quest *q, const struct st_eurodac__sought *sought, struct st_error *err)
{
    int rc = ST_OK;

    for (size_t i = 0; rc == ST_OK && i < sought->hits_n; i++)
        rc = consider(q, sought->hits[i].key, sought->hits[i].score, sought->hits[i].fingers, err);
    return rc;
}

static int order(const void *a, const void *b)
{
    const struct eurodac_found *x = a, *y = b;

    if (st_yes(x->precedence) != st_yes(y->precedence)) /* Art 27(5) */
        return st_yes(x->precedence) ? -1 : 1;
    return x->score.v == y->score.v ? st_id_cmp(x->found, y->found) : x->score.v > y->score.v ? -1 : 1;
}

static struct quest quest(struct st_tx *tx, enum eurodac_category incoming, struct st_str authority)
{
    return (struct quest){.tx = tx, .incoming = incoming, .state = st_register__state(authority),
                          .found = ST_NEW_N(tx->arena, struct eurodac_found, EURODAC_CANDIDATES_MAX + 1)};
}

static struct eurodac_result_message result_of(struct quest *q)
{
    struct eurodac_result_message result = {0};

    qsort(q->found, q->n, sizeof(q->found[0]), order);
    result.hits.v = q->found;
    result.hits.n = q->n;
    return result;
}

/* What Eurodac links by itself (Art 3(6)): pairs of which two fingers hardly ever score so by chance. A weaker
 * candidate is linked when an expert has confirmed it. */
static int link_sure(struct quest *q, struct st_error *err)
{
    int rc = ST_OK;

    for (size_t i = 0; rc == ST_OK && i < q->n; i++)
        if (q->found[i].score.v >= ST_PRINT_SAME_FROM)
            rc = st_register__link(q->tx, &st_eurodac, q->own, q->found[i].found, false, "Eurodac Art 3(6)", err);
    return rc;
}

static int send_result(struct quest *q, const struct eurodac_compare_message *asked, struct st_error *err)
{
    struct eurodac_result_message result = result_of(q);
    struct st_eurodac__letter letter = {
        .kind = "eurodac.result", .to = st_str_z(q->tx->arena, q->entry.sender), .about = q->own,
        .shape = &eurodac_result_message_shape, .body = &result, .citation = "Eurodac Art 27(4)",
        .due_at = {q->entry.recorded_at.us + (st_yes(asked->urgent) ? ST_HOUR : 24 * ST_HOUR)}};
    return st_eurodac__send(q->tx, &letter, err);
}

/* The dataset as it was searched with; when it has changed since, its message waits for another search. */
static int as_sought(struct quest *q, const struct st_eurodac__sought *sought, struct st_error *err)
{
    struct eurodac_dataset d = {0};
    int64_t version;
    int rc = st_record_get(&d, &version, q->tx, &eurodac_dataset_shape, q->own, err);

    q->incoming = (enum eurodac_category)d.category;
    q->state = d.origin;
    return rc != ST_OK || (sought != NULL && sought->version == version) ? rc : ST_E_BUSY;
}

ST_RECEIVE(st_eurodac__compare)
{
    const struct st_eurodac__sought *sought = message->prepared;
    struct quest q = quest(tx, eurodac_category_unknown, message->from_authority);
    struct eurodac_compare_message asked;
    int rc = st_register__entry(&q.entry, NULL, tx, &st_eurodac, message->about, NULL);

    (void)answer;
    if (rc == ST_E_NOTFOUND)
        return ST_OK; /* erased before its turn came */
    q.own = message->about;
    if (rc == ST_OK)
        rc = st_eurodac__unpack(&asked, tx, &eurodac_compare_message_shape, message->body, err);
    if (rc == ST_OK)
        rc = as_sought(&q, sought, err);
    if (rc == ST_OK)
        rc = by_prints(&q, sought, err);
    if (rc == ST_OK)
        rc = link_sure(&q, err);
    if (rc == ST_OK)
        rc = st_eurodac__count_hits(tx, q.incoming, q.state, q.found, q.n, err);
    if (rc == ST_OK)
        rc = send_result(&q, &asked, err);
    return rc == ST_OK ? st_register__note(tx, ST_ENTRY_READ, "eurodac.compare", &st_eurodac, q.own, nobody,
                                           "Eurodac Art 27(1)", err)
                       : rc;
}

/* ---- Searching: admission procedures, law enforcement, data subjects; nothing is kept ---- */
ST_STATEMENT(by_document, "eurodac.by_document",
             "SELECT DISTINCT id FROM eurodac_dataset__documents WHERE authority = ?1 AND number = ?2 LIMIT ?3", NULL);

static int by_number(struct quest *q, struct st_str document, struct st_error *err)
{
    struct st_rows rows = {0};
    int rc = st_db_query(&rows, q->tx->db, q->tx->arena, &by_document,
                         ST_BIND(st_cell_str(q->tx->actor->authority), st_cell_str(document),
                                 st_cell_int(EURODAC_ALPHANUMERIC_MAX)), err);

    for (size_t i = 0; rc == ST_OK && i < rows.n; i++)
        rc = consider(q, st_rows_id(&rows, i, 0), 0, 0, err);
    return rc;
}

static int by_name(struct quest *q, const struct st_eurodac__sought *sought, struct st_error *err)
{
    int rc = ST_OK;

    for (size_t i = 0; rc == ST_OK && i < sought->named_n; i++)
        rc = consider(q, sought->named[i], 0, 0, err);
    return rc;
}

ST_RECEIVE(st_eurodac__search)
{
    const struct st_eurodac__sought *sought = message->prepared;
    struct eurodac_search_message body;
    struct eurodac_result_message result;
    struct quest q;
    int rc = st_eurodac__unpack(&body, tx, &eurodac_search_message_shape, message->body, err);

    if (rc != ST_OK)
        return rc;
    if (body.category < eurodac_category_admission_registered)
        return st_fail(err, ST_E_INVALID, "category", ST_MSG("A dataset of this category is recorded, not searched with."),
                       "Eurodac Art 27(1)", "Send the dataset.");
    q = quest(tx, (enum eurodac_category)body.category, message->from_authority);
    rc = by_prints(&q, sought, err);
    if (rc == ST_OK && body.document.n > 0 && body.category != eurodac_category_admission_registered)
        rc = by_number(&q, body.document, err);
    if (rc == ST_OK && body.category != eurodac_category_admission_registered)
        rc = by_name(&q, sought, err);
    if (rc == ST_OK)
        rc = st_eurodac__count_search(tx, q.incoming, q.state, q.found, q.n, err);
    result = result_of(&q);
    if (rc == ST_OK)
        rc = st_eurodac__pack(answer, tx, &eurodac_result_message_shape, &result, err);
    return rc == ST_OK ? st_register__note(tx, ST_ENTRY_READ, "eurodac.search", &st_eurodac, message->about, nobody,
                                           st_code_row(&eurodac_category_codes, body.category)->citation, err)
                       : rc;
}

/* ---- Changes of the State of origin, and whom they are told ---- */
static void take_fields(struct eurodac_dataset *d, struct st_str names, const struct eurodac_dataset *from)
{
    while (names.n > 0) {
        const struct st_field *f = st_shape_field(&eurodac_dataset_shape, st_str_cut(&names, ' '));
        if (f != NULL)
            memcpy(st_field_at(f, d), st_field_get(f, from),
                   f->kind == ST_KIND_MANY ? sizeof(struct st_list) : f->size);
    }
}

static int apply_fields(struct st_tx *tx, const struct st_incoming *message, const struct eurodac_change_message *body,
                        struct st_error *err)
{
    struct eurodac_dataset d = {0}, before;
    int rc = st_record_get(&d, NULL, tx, &eurodac_dataset_shape, message->about, err);

    if (rc != ST_OK || body->fields.n == 0)
        return rc;
    before = d;
    take_fields(&d, body->fields, &body->dataset);
    rc = st_register__receive(tx, &st_eurodac, message->about, message->from_authority, "eurodac.update", &d, err);
    if (rc == ST_OK && d.responsible_state.n > 0 && !st_str_eq(d.responsible_state, before.responsible_state))
        rc = st_eurodac__tell_others(tx, message->about, eurodac_event_responsible_determined, d.responsible_state,
                                     err);
    if (rc == ST_OK && before.security_flag != 0 && d.security_flag == 0)
        rc = st_eurodac__tell_others(tx, message->about, eurodac_event_threat_over, (struct st_str){NULL, 0}, err);
    return rc;
}

static int apply_marks(struct st_tx *tx, const struct st_incoming *message, const struct register_entry *entry,
                       const struct eurodac_change_message *body, struct st_error *err)
{
    static const struct {
        enum register_mark mark;
        enum eurodac_event event;
        const char *citation;
    } marks[] = {{register_mark_protection_granted, eurodac_event_protection_granted, "Eurodac Art 31(1)"},
                 {register_mark_residence_document, eurodac_event_residence_document, "Eurodac Art 31(4)"}};
    struct st_eurodac__event counted = {.point = "r", .state = st_register__state(message->from_authority),
                                        .detail = body->set != 0 ? "marked" : "unmarked"};
    int rc = ST_OK;

    if ((body->set | body->clear) == 0)
        return ST_OK;
    rc = st_register__mark(tx, &st_eurodac, message->about, body->set, body->clear, "Eurodac Art 31", err);
    if (rc == ST_OK)
        rc = st_eurodac__count(tx, &counted, err);
    for (size_t i = 0; rc == ST_OK && i < 2; i++)
        if (body->set & ~entry->marks & ST_CODE_BIT(marks[i].mark))
            rc = st_eurodac__tell_others(tx, message->about, marks[i].event, (struct st_str){NULL, 0}, err);
    return rc;
}

ST_RECEIVE(st_eurodac__change)
{
    struct eurodac_change_message body;
    struct register_entry entry = {0};
    int rc = own_entry(&entry, tx, message->about, message, err);

    (void)answer;
    if (rc == ST_E_NOTFOUND)
        return ST_OK; /* refused or erased before */
    if (rc == ST_OK)
        rc = st_eurodac__unpack(&body, tx, &eurodac_change_message_shape, message->body, err);
    if (rc == ST_OK)
        rc = apply_fields(tx, message, &body, err);
    return rc == ST_OK ? apply_marks(tx, message, &entry, &body, err) : rc;
}

ST_RECEIVE(st_eurodac__erase)
{
    struct eurodac_erase_message body;
    struct register_entry entry = {0};
    int rc = st_eurodac__unpack(&body, tx, &eurodac_erase_message_shape, message->body, err);

    (void)answer;
    if (rc == ST_OK)
        rc = own_entry(&entry, tx, body.dataset, message, err);
    if (rc == ST_E_NOTFOUND)
        return ST_OK;
    if (rc == ST_OK && body.event != 0)
        rc = st_eurodac__tell_others(tx, body.dataset, (enum eurodac_event)body.event, (struct st_str){NULL, 0}, err);
    return rc == ST_OK ? st_register__erase(tx, &st_eurodac, body.dataset,
                                            body.event == eurodac_event_citizenship ? "Eurodac Art 30(1)"
                                                                                    : "Eurodac Art 40(3)", err)
                       : rc;
}

ST_RECEIVE(st_eurodac__decision)
{
    struct eurodac_decision_message body;
    struct register_entry entry = {0}, other = {0};
    int rc = st_eurodac__unpack(&body, tx, &eurodac_decision_message_shape, message->body, err);

    (void)answer;
    if (rc == ST_OK && body.decision == eurodac_hit_state_false_hit)
        rc = st_eurodac__count(tx, &(struct st_eurodac__event){
                                       .point = "w", .state = st_register__state(message->from_authority)}, err);
    if (rc == ST_OK)
        rc = own_entry(&entry, tx, body.asked, message, err);
    if (rc == ST_OK)
        rc = st_register__entry(&other, NULL, tx, &st_eurodac, body.found, NULL);
    if (rc == ST_E_NOTFOUND)
        return ST_OK; /* compared only, or one of the two is gone: there is nothing to link */
    if (rc == ST_OK && body.decision == eurodac_hit_state_confirmed)
        rc = st_register__link(tx, &st_eurodac, body.asked, body.found, true, "Eurodac Art 3(6)", err);
    if (rc == ST_OK && body.decision == eurodac_hit_state_false_hit)
        rc = st_register__unlink(tx, &st_eurodac, body.asked, body.found, "Eurodac Art 38(6)", err);
    return rc;
}
