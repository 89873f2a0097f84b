#include "registers/eurodac_transmit.h"

#include "law/eurodac_time.h"
#include "law/parameters.h"
#include "law/states.h"
#include "registers/by_law.h"
#include "registers/eurodac_index.h"
#include "registers/eurodac_message.h"
#include "registers/settings.h"
#include "store/keys.h"

enum { SENT_MAX = 1000 };

ST_CODES_DEFINE(eurodac_sending, EURODAC_SENDING)
ST_CODES_DEFINE(eurodac_delay, EURODAC_DELAY)
ST_SHAPE_DEFINE(eurodac_transmission, EURODAC_TRANSMISSION, "Transmission to Eurodac", "Eurodac Art 37")

/* ---- The time limit ---- */

static struct st_date day_of(struct st_instant t, const char *zone)
{
    struct st_local local = {0};
    (void)st_zone_local(&local, t, zone);
    return local.date;
}

static void take_influx(struct transmission_clock_facts *facts, const struct st_settings *all)
{
    struct st_date day = day_of(facts->event_at, all->zone);
    struct st_date next = st_date_add_days(day, 1);
    struct st_instant from = {0}, until = {0};
    const struct setting_change *notified = NULL;

    if (st_zone_instant(&from, day, 0, 0, 0, all->zone) && st_zone_instant(&until, next, 0, 0, 0, all->zone))
        notified = st_setting_on_during(all, setting_eurodac_influx, from, until);
    facts->influx_notified = st_tri_of(notified != NULL);
    if (notified == NULL)
        return;
    facts->influx_from = day_of(notified->valid_from, all->zone);
    facts->influx_until = day_of((struct st_instant){notified->valid_until.us - 1}, all->zone);
}

int st_eurodac_clock_settings(struct transmission_clock_facts *facts, struct st_tx *tx, struct st_instant at,
                              struct st_error *err)
{
    const struct st_parameter *hours = st_parameter("eurodac.transmit_hours", day_of(at, "UTC"));
    struct st_instant end = {facts->event_at.us + (hours ? hours->number * ST_HOUR : 0)};
    struct st_settings all;
    int rc = st_settings_load(&all, tx, err);

    if (rc != ST_OK)
        return rc;
    if (facts->influx_notified == ST_UNKNOWN)
        take_influx(facts, &all);
    if (!st_yes(facts->technical_problems))
        facts->technical_problems = st_tri_of(st_setting_on_during(&all, setting_eurodac_problems, facts->event_at,
                                                                   at.us < end.us ? at : end) != NULL);
    return ST_OK;
}

/* Without a procedure's own clock: from the beginning of the day of the event, since the hour is not known. */
static int work_out_due(struct st_tx *tx, struct eurodac_transmission *t, const struct eurodac_dataset *d,
                        struct st_error *err)
{
    const char *zone = st_state_zone(d->origin);
    struct transmission_clock_facts facts = {
        .category = d->category, .member_state = d->origin, .applied_at_border = ST_NO, .turned_back = ST_NO,
        .custody_over_72h = ST_NO, .fingertips_unusable = ST_NO, .health_measures = ST_NO,
        .comparison_needed = ST_YES};
    const struct transmission_clock_outcome *clock;
    struct st_answer answer;
    int rc = ST_OK;

    if (st_date_whole(d->event_on) && st_zone_instant(&facts.event_at, d->event_on, 0, 0, 0, zone))
        rc = st_eurodac_clock_settings(&facts, tx, tx->now, err);
    else
        return ST_OK;
    if (rc == ST_OK)
        rc = st_rule_ask(&answer, &eurodac_transmission_rule, &facts, st_register__today(tx), tx->arena, err);
    if (rc != ST_OK)
        return rc;
    clock = answer.outcome;
    t->due_at = clock->strict_end;
    t->due_under = answer.reasons_n > 0 ? st_str_of(answer.reasons[answer.reasons_n - 1].citation)
                                        : st_str_of(st_code_row(&eurodac_category_codes, d->category)->citation);
    return ST_OK;
}

static bool is_late(const struct st_tx *tx, const struct eurodac_transmission *t)
{
    return st_instant_known(t->due_at) && tx->now.us > t->due_at.us;
}

/* ---- Sending ---- */
static int send_dataset(struct st_tx *tx, struct st_id id, const struct eurodac_transmission *t,
                        const struct eurodac_dataset *d, struct st_error *err)
{
    struct eurodac_record_message body = {.dataset = *d, .urgent = t->urgent};
    struct st_eurodac__letter letter = {.kind = "eurodac.record", .about = id, .person = t->person,
                                        .case_id = t->case_id, .shape = &eurodac_record_message_shape, .body = &body,
                                        .due_at = t->due_at, .citation = st_str_z(tx->arena, t->due_under)};
    return st_eurodac__send(tx, &letter, err);
}

/* Art 18(1): compared, not kept, here either. */
static int send_prints(struct st_tx *tx, struct st_id id, struct eurodac_transmission *t,
                       const struct eurodac_dataset *d, struct st_error *err)
{
    struct eurodac_search_message body = {.category = d->category, .reference = t->reference};
    struct st_eurodac__letter letter = {.kind = "eurodac.search", .about = id, .person = t->person,
                                        .case_id = t->case_id, .shape = &eurodac_search_message_shape, .body = &body,
                                        .due_at = t->due_at, .citation = "Eurodac Art 18(1)"};
    struct st_minutiae *views;
    size_t n;
    int rc = st_eurodac__decide(NULL, tx, ST_MAY_SEARCH, "eurodac.send", id, err);

    if (rc == ST_OK && st_eurodac_maybe_under_six(d->born_on, d->biometrics_taken_on))
        rc = st_fail(err, ST_E_INVALID, "born_on",
                     ST_MSG("No biometrics are taken of a child who is or may be under six."), "Eurodac Art 14(1)",
                     "Establish the date of birth, or register the child without biometrics.");
    if (rc == ST_OK)
        rc = st_eurodac__views(&views, &n, d->fingerprints.v, d->fingerprints.n, tx->arena, err);
    body.prints.v = d->fingerprints.v;
    body.prints.n = d->fingerprints.n;
    return rc == ST_OK ? st_eurodac__send(tx, &letter, err) : rc;
}

static int keep_and_send(struct st_tx *tx, struct st_id *id, struct eurodac_transmission *t,
                         const struct st_eurodac_sending *how, const struct eurodac_dataset *dataset,
                         struct st_error *err)
{
    struct st_register_put put = {.person = how->person, .case_id = how->case_id};
    struct eurodac_dataset d = {0};
    int rc = st_register_put(tx, id, &st_eurodac, &put, dataset, err);

    if (rc == ST_OK)
        rc = st_record_get(&d, NULL, tx, &eurodac_dataset_shape, *id, err);
    t->reference = d.reference;
    if (rc == ST_OK && !st_instant_known(t->due_at))
        rc = work_out_due(tx, t, &d, err);
    return rc == ST_OK ? send_dataset(tx, *id, t, &d, err) : rc;
}

static int compare_only(struct st_tx *tx, struct st_id *id, struct eurodac_transmission *t,
                        const struct eurodac_dataset *dataset, struct st_error *err)
{
    struct eurodac_dataset d = *dataset;

    *id = st_id_new(tx->now);
    d.origin = st_str_dup(tx->arena, st_register__state(tx->actor->authority));
    t->reference = d.reference.n > 0 ? d.reference
                                     : st_eurodac_reference(tx->arena, d.origin, eurodac_category_admission_registered,
                                                            (int64_t)(tx->now.us / ST_SECOND));
    return send_prints(tx, *id, t, &d, err);
}

int st_eurodac_send(struct st_tx *tx, struct st_id *id, const struct st_eurodac_sending *how,
                    const struct eurodac_dataset *dataset, struct st_error *err)
{
    struct eurodac_transmission t = {.person = how->person, .case_id = how->case_id, .category = dataset->category,
                                     .state = eurodac_sending_waiting, .put_at = tx->now, .due_at = how->due_at,
                                     .due_under = how->due_under, .urgent = st_tri_of(how->urgent), .times = {1, true}};
    struct st_id own = {{0}};
    int rc = dataset->category == eurodac_category_admission_registered
                 ? compare_only(tx, &own, &t, dataset, err)
                 : keep_and_send(tx, &own, &t, how, dataset, err);

    if (rc == ST_OK)
        rc = st_record_insert(tx, &eurodac_transmission_shape, own, &t, err);
    if (rc == ST_OK)
        rc = st_register__note(tx, ST_ENTRY_CHANGE, "eurodac.send", &st_eurodac, own, t.person, "Eurodac Art 37(2)", err);
    if (rc == ST_OK && id != NULL)
        *id = own;
    return rc;
}

static int transmission_in(struct eurodac_transmission *t, struct st_tx *tx, struct st_id id,
                           enum eurodac_sending state, struct st_error *err)
{
    int rc = st_record_get(t, NULL, tx, &eurodac_transmission_shape, id, err);

    if (rc == ST_OK && t->state != state)
        rc = st_fail(err, ST_E_STATE, "state", ST_MSG("Eurodac has not asked for these prints again."),
                     "Eurodac Art 38(1)", "Correct the dataset where it is wrong.");
    return rc;
}

/* X2: the hours after the retake where the article gives them; else as soon as possible. */
static int due_after_retake(struct st_tx *tx, struct eurodac_transmission *t, struct st_instant retaken_at,
                            struct st_error *err)
{
    struct eurodac_quality_facts facts = {.category = t->category, .usable = ST_NO};
    const void *outcome;
    struct st_answer answer;
    const struct eurodac_quality *quality;
    int rc = st_eurodac__ask(&outcome, &answer, tx, &eurodac_quality_rule, &facts, err);

    if (rc != ST_OK)
        return rc;
    quality = outcome;
    t->due_at = quality->hours.known ? (struct st_instant){retaken_at.us + quality->hours.v * ST_HOUR}
                                     : (struct st_instant){0};
    t->due_under = st_str_of(answer.reasons[answer.reasons_n - 1].citation);
    return ST_OK;
}

int st_eurodac_resend(struct st_tx *tx, struct st_id id, const struct eurodac_print *prints, size_t n,
                      struct st_instant retaken_at, struct st_error *err)
{
    struct st_register_put put = {.id = id, .action = "eurodac.resend"};
    struct eurodac_transmission t = {0};
    struct eurodac_dataset d = {0};
    struct st_local taken = {0};
    int rc = st_eurodac__decide(NULL, tx, ST_MAY_WRITE, "eurodac.resend", id, err);

    if (rc == ST_OK)
        rc = transmission_in(&t, tx, id, eurodac_sending_retake, err);
    if (rc == ST_OK)
        rc = st_register_get(tx, &d, NULL, &put.version, &st_eurodac, id, err);
    if (rc == ST_OK && (retaken_at.us > tx->now.us || !st_zone_local(&taken, retaken_at, st_state_zone(d.origin))))
        rc = st_fail(err, ST_E_INVALID, "retaken_at", ST_MSG("The prints cannot have been retaken after now."),
                     "Eurodac Art 38(1)", "Enter when the retake succeeded.");
    if (rc != ST_OK)
        return rc;
    d.fingerprints.v = st_alloc_copy(tx->arena, prints, n * sizeof(*prints));
    d.fingerprints.n = n;
    d.biometrics_taken_on = taken.date;
    d.transmitted_on = st_register__today(tx);
    rc = st_register_put(tx, NULL, &st_eurodac, &put, &d, err);
    if (rc == ST_OK) /* the storage runs from the transmission of these prints (Art 29) */
        rc = st_register__restart(tx, &st_eurodac, id, err);
    if (rc == ST_OK)
        rc = due_after_retake(tx, &t, retaken_at, err);
    t.state = eurodac_sending_waiting;
    t.put_at = tx->now;
    t.times.v++;
    if (rc == ST_OK)
        rc = st_record_update(tx, &eurodac_transmission_shape, id, 0, &t, NULL, err);
    return rc == ST_OK ? send_dataset(tx, id, &t, &d, err) : rc;
}

int st_eurodac__forget_person(struct st_tx *tx, struct st_id person, struct st_error *err)
{
    struct st_id *ids = NULL;
    void *found = NULL;
    size_t n = 0;
    int rc = st_record_find(&found, &ids, &n, tx, &eurodac_transmission_shape, "person", st_cell_id(tx->arena, person),
                            SENT_MAX, err);

    for (size_t i = 0; rc == ST_OK && i < n; i++) {
        if (st_eurodac_stored((enum eurodac_category)((const struct eurodac_transmission *)found)[i].category))
            continue; /* it goes with its dataset */
        rc = st_eurodac_hits_erase(tx, ids[i], err);
        if (rc == ST_OK)
            rc = st_record_delete(tx, &eurodac_transmission_shape, ids[i], err);
        if (rc == ST_OK)
            rc = st_key_destroy(tx, ids[i], ST_KEY_RECORD, err);
    }
    return rc;
}

int st_eurodac_explain_delay(struct st_tx *tx, struct st_id id, enum eurodac_delay reason, struct st_str note,
                             struct st_error *err)
{
    struct eurodac_transmission t = {0};
    int rc = st_eurodac__decide(NULL, tx, ST_MAY_WRITE, "eurodac.delay", id, err);

    if (rc == ST_OK)
        rc = st_record_get(&t, NULL, tx, &eurodac_transmission_shape, id, err);
    if (rc == ST_OK && !st_yes(t.late) && !(t.state == eurodac_sending_waiting && is_late(tx, &t)))
        rc = st_fail(err, ST_E_STATE, "late", ST_MSG("The time limit has not been missed."), "Eurodac Art 15(1)",
                     "Nothing is to be done.");
    t.late = ST_YES;
    t.late_reason = (uint16_t)reason;
    t.late_note = note;
    if (rc == ST_OK)
        rc = st_shape_check(&eurodac_transmission_shape, &t, NULL, 0, tx->now, tx->arena, "", err);
    if (rc == ST_OK)
        rc = st_record_update(tx, &eurodac_transmission_shape, id, 0, &t, NULL, err);
    return rc == ST_OK ? st_register__note(tx, ST_ENTRY_CHANGE, "eurodac.delay", &st_eurodac, id, t.person,
                                           "Eurodac Art 15(1)", err)
                       : rc;
}

/* ---- What came of it ---- */
static int note_late(struct st_tx *tx, struct st_id id, struct eurodac_transmission *t, struct st_error *err)
{
    if (!is_late(tx, t) || st_yes(t->late))
        return ST_OK;
    t->late = ST_YES;
    return st_eurodac_stored((enum eurodac_category)t->category)
               ? st_register__mark(tx, &st_eurodac, id, ST_CODE_BIT(register_mark_late), 0,
                                   st_str_z(tx->arena, t->due_under), err)
               : ST_OK;
}

/* The dataset may have been erased while the message was under way: then there is nothing left to note. */
ST_ANSWERED(st_eurodac__recorded)
{
    struct eurodac_transmission t = {0};
    struct eurodac_receipt receipt;
    int rc = st_record_get(&t, NULL, tx, &eurodac_transmission_shape, message->about, NULL);

    if (rc != ST_OK)
        return rc == ST_E_NOTFOUND ? ST_OK : rc;
    rc = st_eurodac__unpack(&receipt, tx, &eurodac_receipt_shape, answer, err);
    t.state = receipt.state;
    t.problem = receipt.problem;
    t.answered_at = tx->now;
    if (rc == ST_OK)
        rc = note_late(tx, message->about, &t, err);
    return rc == ST_OK ? st_record_update(tx, &eurodac_transmission_shape, message->about, 0, &t, NULL, err) : rc;
}

static int add_result(struct st_tx *tx, struct st_id about, const struct eurodac_result_message *result,
                      enum eurodac_sending state, struct st_error *err)
{
    struct eurodac_transmission t = {0};
    int rc = st_record_get(&t, NULL, tx, &eurodac_transmission_shape, about, NULL);

    if (rc != ST_OK)
        return rc == ST_E_NOTFOUND ? ST_OK : rc;
    for (size_t i = 0; rc == ST_OK && i < result->hits.n; i++)
        rc = st_eurodac__keep_hit(tx, &(struct eurodac_hit){.asked = about, .person = t.person, .case_id = t.case_id},
                                  &result->hits.v[i], err);
    t.state = (uint16_t)state;
    t.hit = st_tri_of(result->hits.n > 0);
    t.hits = (struct st_number){(int64_t)result->hits.n, true};
    t.answered_at = tx->now;
    if (rc == ST_OK)
        rc = note_late(tx, about, &t, err);
    if (rc == ST_OK)
        rc = st_record_update(tx, &eurodac_transmission_shape, about, 0, &t, NULL, err);
    return rc == ST_OK ? st_register__note(tx, ST_ENTRY_CHANGE, t.hit == ST_YES ? "eurodac.hit" : "eurodac.no_hit",
                                           &st_eurodac, about, t.person, "Eurodac Art 27(4)", err)
                       : rc;
}

ST_RECEIVE(st_eurodac__result)
{
    struct eurodac_result_message result;
    int rc = st_eurodac__unpack(&result, tx, &eurodac_result_message_shape, message->body, err);

    (void)answer;
    return rc == ST_OK ? add_result(tx, message->about, &result, eurodac_sending_recorded, err) : rc;
}

ST_ANSWERED(st_eurodac__searched)
{
    struct eurodac_search_message search;
    struct eurodac_result_message result;
    int rc = st_eurodac__unpack(&search, tx, &eurodac_search_message_shape, message->body, err);

    if (rc == ST_OK)
        rc = st_eurodac__unpack(&result, tx, &eurodac_result_message_shape, answer, err);
    if (rc != ST_OK)
        return rc;
    if (search.category == eurodac_category_data_subject)
        return st_subject__keep_hits(tx, search.request, &result, err);
    if (st_id_known(search.request))
        return st_eurodac__keep_request_hits(tx, search.request, &result, err);
    return add_result(tx, message->about, &result, eurodac_sending_compared_only, err);
}

/* ---- Reading ---- */
static int by_state(struct st_tx *tx, struct eurodac_transmission *out, struct st_id *ids, size_t *n,
                    enum eurodac_sending state, struct st_error *err)
{
    struct st_id *found_ids = NULL;
    void *found = NULL;
    size_t found_n = 0;
    int rc = st_record_find(&found, &found_ids, &found_n, tx, &eurodac_transmission_shape, "state",
                            st_cell_text(st_code_name(&eurodac_sending_codes, state)), SENT_MAX, err);

    for (size_t i = 0; rc == ST_OK && i < found_n && *n < SENT_MAX; i++) {
        out[*n] = ((struct eurodac_transmission *)found)[i];
        ids[(*n)++] = found_ids[i];
    }
    return rc;
}

static int by_person(struct st_tx *tx, struct eurodac_transmission *out, struct st_id *ids, size_t *n,
                     struct st_id person, enum eurodac_sending state, struct st_error *err)
{
    struct eurodac_transmission *rows;
    struct st_id *found_ids = NULL;
    void *found = NULL;
    size_t found_n = 0;
    int rc = st_record_find(&found, &found_ids, &found_n, tx, &eurodac_transmission_shape, "person",
                            st_cell_id(tx->arena, person), SENT_MAX, err);

    rows = found;
    for (size_t i = 0; rc == ST_OK && i < found_n; i++)
        if (state == eurodac_sending_unknown || rows[i].state == state) {
            out[*n] = rows[i];
            ids[(*n)++] = found_ids[i];
        }
    return rc;
}

int st_eurodac_transmissions(struct st_tx *tx, struct eurodac_transmission **out, struct st_id **ids, size_t *n,
                             struct st_id person, enum eurodac_sending state, struct st_error *err)
{
    int rc = st_eurodac__decide(NULL, tx, ST_MAY_READ, "eurodac.transmissions", (struct st_id){{0}}, err);

    *n = 0;
    *out = ST_NEW_N(tx->arena, struct eurodac_transmission, SENT_MAX);
    *ids = ST_NEW_N(tx->arena, struct st_id, SENT_MAX);
    if (rc == ST_OK && st_id_known(person))
        rc = by_person(tx, *out, *ids, n, person, state, err);
    else
        for (unsigned s = 1; rc == ST_OK && s < eurodac_sending_count; s++)
            if (state == eurodac_sending_unknown || state == s)
                rc = by_state(tx, *out, *ids, n, (enum eurodac_sending)s, err);
    for (size_t i = 0; i < *n; i++)
        if ((*out)[i].state == eurodac_sending_waiting && is_late(tx, &(*out)[i]))
            (*out)[i].late = ST_YES;
    return rc == ST_OK ? st_register__note(tx, ST_ENTRY_READ, "eurodac.transmissions", &st_eurodac, (struct st_id){{0}},
                                           person, "Eurodac Art 40(1)", err)
                       : rc;
}
