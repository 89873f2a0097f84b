#include "registers/eurodac_notice.h"

#include "registers/by_law.h"
#include "registers/eurodac_message.h"

enum { NOTICES_MAX = 500 };

ST_CODES_DEFINE(eurodac_notice_state, EURODAC_NOTICE_STATE)
ST_SHAPE_DEFINE(eurodac_notice, EURODAC_NOTICE, "Notice of Eurodac", "Eurodac Art 16(4)")

/* ---- The centre tells ---- */

/* What the rule attaches to the event for a dataset that it reaches. */
static int rule_of(struct st_tx *tx, enum eurodac_event event, unsigned category, const struct eurodac_change **out,
                   struct st_error *err)
{
    struct eurodac_change_facts facts = {.event = (uint16_t)event, .category = (uint16_t)category,
                                         .others_consulted = ST_YES};
    const void *outcome = NULL;
    int rc = st_eurodac__ask(&outcome, NULL, tx, &eurodac_change_rule, &facts, err);

    *out = outcome;
    return rc;
}

static int tell_one(struct st_tx *tx, struct st_id to, const struct register_entry *entry,
                    const struct eurodac_dataset *about, const struct eurodac_change *change, enum eurodac_event event,
                    struct st_str responsible_state, struct st_error *err)
{
    struct eurodac_notice notice = {.dataset = to, .event = (uint16_t)event, .from_state = about->origin,
                                    .reference = about->reference, .responsible_state = responsible_state,
                                    .act = change->others};
    struct st_eurodac__letter letter = {
        .kind = "eurodac.notice", .to = st_str_z(tx->arena, entry->sender), .about = to, .shape = &eurodac_notice_shape,
        .body = &notice, .due_at = {tx->now.us + change->inform_hours.v * ST_HOUR}, .citation = "Eurodac Art 16(4)"};
    return st_eurodac__send(tx, &letter, err);
}

int st_eurodac__tell_others(struct st_tx *tx, struct st_id dataset, enum eurodac_event event,
                            struct st_str responsible_state, struct st_error *err)
{
    struct register_entry *entries = NULL, own = {0};
    const struct eurodac_change *change = NULL;
    struct eurodac_dataset d = {0};
    struct st_id *ids = NULL;
    size_t n = 0;
    int rc = st_register__entry(&own, NULL, tx, &st_eurodac, dataset, err);

    if (rc == ST_OK)
        rc = st_record_get(&d, NULL, tx, &eurodac_dataset_shape, dataset, err);
    if (rc == ST_OK)
        rc = rule_of(tx, event, d.category, &change, err);
    if (rc != ST_OK || !change->inform_hours.known)
        return rc;
    rc = st_register_sequence(tx, &entries, &ids, &n, dataset, err);
    for (size_t i = 0; rc == ST_OK && i < n; i++)
        if (!st_str_eq(entries[i].sender, own.sender))
            rc = tell_one(tx, ids[i], &entries[i], &d, change, event, responsible_state, err);
    return rc;
}

/* ---- A station is told ---- */

/* Does the own dataset stand so already, or does the article not reach it? Then the notice is for information. */
static bool nothing_to_do(const struct eurodac_notice *notice, const struct eurodac_dataset *d,
                          const struct register_entry *entry)
{
    switch (notice->act) {
    case eurodac_act_set_responsible: /* U9: in datasets of applicants */
        return d->category != eurodac_category_applicant || st_str_eq(d->responsible_state, notice->responsible_state);
    case eurodac_act_mark:
        return (entry->marks & ST_CODE_BIT(notice->event == eurodac_event_residence_document
                                               ? register_mark_residence_document
                                               : register_mark_protection_granted)) != 0;
    case eurodac_act_delete_flag: return d->security_flag == 0;
    default: return true;
    }
}

ST_RECEIVE(st_eurodac__notice)
{
    struct eurodac_notice notice;
    struct register_entry entry = {0};
    struct eurodac_dataset d = {0};
    int rc = st_register__entry(&entry, NULL, tx, &st_eurodac, message->about, NULL);

    (void)answer;
    if (rc == ST_E_NOTFOUND)
        return ST_OK; /* erased here meanwhile */
    if (rc == ST_OK)
        rc = st_record_get(&d, NULL, tx, &eurodac_dataset_shape, message->about, err);
    if (rc == ST_OK)
        rc = st_eurodac__unpack(&notice, tx, &eurodac_notice_shape, message->body, err);
    if (rc != ST_OK)
        return rc;
    notice.dataset = message->about;
    notice.person = entry.person;
    notice.received_at = tx->now;
    notice.state = nothing_to_do(&notice, &d, &entry) ? eurodac_notice_state_informed : eurodac_notice_state_open;
    rc = st_record_insert(tx, &eurodac_notice_shape, message->id, &notice, err);
    return rc == ST_OK ? st_register__note(tx, ST_ENTRY_CHANGE, "eurodac.notice", &st_eurodac, message->about,
                                           entry.person, "Eurodac Art 16(4)", err)
                       : rc;
}

int st_eurodac_notices(struct st_tx *tx, struct eurodac_notice **out, struct st_id **ids, size_t *n,
                       struct st_id person, struct st_error *err)
{
    struct st_cell value = st_id_known(person)
                               ? st_cell_id(tx->arena, person)
                               : st_cell_text(st_code_name(&eurodac_notice_state_codes, eurodac_notice_state_open));
    void *found = NULL;
    int rc = st_eurodac__decide(NULL, tx, ST_MAY_READ, "eurodac.notices", (struct st_id){{0}}, err);

    *n = 0;
    if (rc == ST_OK)
        rc = st_record_find(&found, ids, n, tx, &eurodac_notice_shape, st_id_known(person) ? "person" : "state", value,
                            NOTICES_MAX, err);
    *out = found;
    return rc == ST_OK ? st_register__note(tx, ST_ENTRY_READ, "eurodac.notices", &st_eurodac, (struct st_id){{0}}, person,
                                           "Eurodac Art 16(4)", err)
                       : rc;
}

ST_STATEMENT(notices_in, "eurodac.notices in", "SELECT id FROM eurodac_notice WHERE authority = ?1 AND state = ?2 "
             "ORDER BY id DESC LIMIT ?3", NULL);

int st_eurodac_notices_in(struct st_tx *tx, struct eurodac_notice **out, struct st_id **ids, size_t *n,
                          enum eurodac_notice_state state, size_t limit, struct st_error *err)
{
    struct st_cell in = st_cell_text(st_code_name(&eurodac_notice_state_codes, state));
    struct st_rows rows = {0};
    int rc = st_eurodac__decide(NULL, tx, ST_MAY_READ, "eurodac.notices", (struct st_id){{0}}, err);

    *n = 0;
    if (rc == ST_OK)
        rc = st_db_query(&rows, tx->db, tx->arena, &notices_in,
                         ST_BIND(st_cell_str(tx->actor->authority), in, st_cell_int((int64_t)limit)), err);
    *out = ST_NEW_N(tx->arena, struct eurodac_notice, rows.n + 1);
    *ids = ST_NEW_N(tx->arena, struct st_id, rows.n + 1);
    for (; rc == ST_OK && *n < rows.n; (*n)++) {
        (*ids)[*n] = st_rows_id(&rows, *n, 0);
        rc = st_record_get(&(*out)[*n], NULL, tx, &eurodac_notice_shape, (*ids)[*n], err);
    }
    return rc == ST_OK ? st_register__note(tx, ST_ENTRY_READ, "eurodac.notices", &st_eurodac, (struct st_id){{0}},
                                           (struct st_id){{0}}, "Eurodac Art 16(4)", err)
                       : rc;
}

ST_STATEMENT(notices_waiting, "eurodac.notices waiting",
             "SELECT COUNT(*) FROM eurodac_notice WHERE authority = ?1 AND state = ?2", NULL);

int st_eurodac_notices_waiting(struct st_tx *tx, int64_t *n, struct st_error *err)
{
    struct st_cell open = st_cell_text(st_code_name(&eurodac_notice_state_codes, eurodac_notice_state_open));
    struct st_rows rows = {0};
    int rc = st_db_query(&rows, tx->db, tx->arena, &notices_waiting, ST_BIND(st_cell_str(tx->actor->authority), open),
                         err);

    *n = rc == ST_OK ? st_rows_int(&rows, 0, 0) : 0;
    return rc;
}

enum st_operation st_eurodac_notice_needs(const struct eurodac_notice *notice)
{
    return notice->act == eurodac_act_mark ? ST_MAY_MARK : ST_MAY_WRITE;
}

static int act(struct st_tx *tx, const struct eurodac_notice *notice, struct st_error *err)
{
    struct st_eurodac_happening what = {.state = notice->responsible_state, .others_consulted = ST_YES};
    uint64_t mark = ST_CODE_BIT(notice->event == eurodac_event_residence_document ? register_mark_residence_document
                                                                                  : register_mark_protection_granted);

    switch (notice->act) {
    case eurodac_act_mark: /* "the corresponding datasets", of whatever category */
        return st_register_mark(tx, &st_eurodac, notice->dataset, mark, 0,
                                notice->event == eurodac_event_residence_document ? "Eurodac Art 31(4)"
                                                                                  : "Eurodac Art 31(1)", err);
    case eurodac_act_set_responsible: what.event = eurodac_event_responsible_determined; break;
    default: what.event = eurodac_event_threat_over; break;
    }
    return st_eurodac_happened(tx, notice->dataset, &what, err);
}

int st_eurodac_notice_settle(struct st_tx *tx, struct st_id id, struct st_error *err)
{
    struct eurodac_notice notice = {0};
    int64_t version;
    int rc = st_record_get(&notice, &version, tx, &eurodac_notice_shape, id, err);

    if (rc == ST_OK && notice.state != eurodac_notice_state_open)
        rc = st_fail(err, ST_E_STATE, "state", ST_MSG("Nothing is to be done for this notice."), "Eurodac Art 16(4)",
                     "Look at the dataset.");
    if (rc == ST_OK)
        rc = act(tx, &notice, err);
    notice.state = eurodac_notice_state_done;
    notice.done_by = tx->actor->officer;
    notice.done_at = tx->now;
    return rc == ST_OK ? st_record_update(tx, &eurodac_notice_shape, id, version, &notice, NULL, err) : rc;
}

int st_eurodac_notices_erase(struct st_tx *tx, struct st_id dataset, struct st_error *err)
{
    struct st_id *ids = NULL;
    void *found = NULL;
    size_t n = 0;
    int rc = st_record_find(&found, &ids, &n, tx, &eurodac_notice_shape, "dataset", st_cell_id(tx->arena, dataset),
                            NOTICES_MAX, err);

    for (size_t i = 0; rc == ST_OK && i < n; i++)
        rc = st_record_delete(tx, &eurodac_notice_shape, ids[i], err);
    return rc;
}
