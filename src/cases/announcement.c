#include "cases/announcement.h"

#include "law/eurodac_dataset.h"
#include "law/screening_end.h"
#include "law/screening_time.h"
#include "law/states.h"

ST_SHAPE_DEFINE(announcement_received, ANNOUNCEMENT_RECEIVED, "Announcement of a person sent back", "SR Art 7(2)")
ST_SHAPE_DEFINE(announcement_screened, ANNOUNCEMENT_SCREENED, "Screening of the person sent back", "SR Art 7(2)")
ST_SHAPE_DEFINE(announcement_missed, ANNOUNCEMENT_MISSED, "The person did not come", "SR Art 7(2)")

enum { BODY_MAX = 64 << 10 };

/* ---- On its way ---- */

int st_announcement_send(struct st_tx *tx, const char *to, struct st_id about,
                         const struct announcement_received *what, struct st_error *err)
{
    struct st_buf text = ST_BUF_INIT(BODY_MAX);
    struct st_json w = ST_JSON_INIT(&text);
    struct st_outgoing out = {.kind = "screening.sent_back", .to = to, .about = about, .locked_by = about,
                              .case_id = about, .citation = "SR Art 7(2)"};
    int rc = ST_OK;

    st_shape_write(&w, &announcement_received_shape, what, ST_ALL_FIELDS);
    if (text.failed)
        rc = st_fail(err, ST_E_LIMIT, "", ST_MSG("The message is too large."), "", "Shorten the names.");
    out.body = st_buf_dup(tx->arena, &text);
    st_buf_deinit(&text);
    return rc == ST_OK ? st_outbox_put(tx, NULL, &out, err) : rc;
}

/* Who sends it stands on the envelope, whatever the letter says. */
static int receive(struct st_tx *tx, const struct st_incoming *message, struct st_str *answer, struct st_error *err)
{
    struct st_str rest = tx->actor->authority;
    struct announcement_received form = {.from_number = {NULL, 0}};
    struct st_act act = {.procedure = &announcement_procedure, .action = "announce", .form = &form,
                         .member_state = st_str_dup(tx->arena, st_str_cut(&rest, '-'))};
    json_t *json = NULL;
    int rc = st_json_parse(&json, message->body, err);

    (void)answer;
    if (rc == ST_OK)
        rc = st_shape_read(&form, &announcement_received_shape, json, tx->arena, "", err);
    json_decref(json);
    form.from_authority = st_str_dup(tx->arena, message->from_authority);
    act.place = form.place;
    return rc == ST_OK ? st_case_by_law(NULL, tx, &act, err) : rc;
}

const struct st_receiver st_case_receivers[] = {
    {.kind = "screening.sent_back", .receive = receive},
    {.kind = NULL},
};

/* ---- The chart ---- */

/* Recital 19 says without delay; the limit of Article 8(4) runs from the apprehension, wherever that was. That it binds
 * the receiving State so is the reading here. */
static int owed(struct st_clock_due *out, struct st_case *c, struct st_error *err)
{
    const struct announcement_received *form = st_case_form(c, "announce", err);
    struct screening_facts facts = {.event = screening_event_within_territory, .member_state = c->file.member_state};
    const struct screening_deadline_outcome *o;
    struct st_answer answer;
    int rc;

    if (form == NULL)
        return ST_E_NEEDS;
    facts.event_at = form->event_at;
    rc = st_rule_ask(&answer, &screening_deadline_rule, &facts, st_case_day(c), c->tx->arena, err);
    if (rc != ST_OK)
        return rc;
    o = answer.outcome;
    *out = (struct st_clock_due){.started_at = o->runs_from, .ends_at = o->ends_at, .last_day = o->nominal,
                                 .outer_end = o->outer_end, .uncertain = true, .citation = ST_S("SR Art 7(2), 8(4)")};
    return st_instant_known(o->ends_at) ? ST_OK : ST_E_NEEDS;
}

static const struct st_clock clocks[] = {
    {"screening_owed", "Screening of a person sent back", "The duty to screen stays: the person is screened without delay.",
     owed, NULL, true},
    {NULL, NULL, NULL, NULL, NULL, false},
};

/* It must be a screening that stands here. */
static int may_note_screening(struct st_case *c, const void *form, struct st_error *err)
{
    const struct announcement_screened *f = form;
    struct case_file file = {0};
    struct st_id id;
    int rc;

    if (f == NULL)
        return ST_OK;
    rc = st_case_by_number(&id, c->tx, f->screening, err);
    if (rc == ST_OK)
        rc = st_record_get(&file, NULL, c->tx, &case_file_shape, id, err);
    if (rc == ST_OK && !st_str_is(file.procedure, "screening"))
        rc = st_fail(err, ST_E_INVALID, "screening", ST_MSG("This number is not that of a screening."), "SR Art 7(2)",
                     "Begin the screening first, then enter its number.");
    return rc;
}

/* Stored under the screening Regulation, without biometrics: like a screening without them (SR Art 18(7)). */
static int erase_on(struct st_date *out, struct st_case *c, struct st_error *err)
{
    const char *zone = st_state_zone(c->file.member_state);
    struct screening_retention_facts facts = {.category = eurodac_category_illegal_stay, .no_biometrics = ST_YES,
                                              .citizenship = ST_NO, .member_state = c->file.member_state};
    struct st_answer answer;
    struct st_local ended = {0};
    int rc;

    if (!st_zone_local(&ended, c->file.closed_at, zone ? zone : "UTC"))
        return ST_E_NEEDS;
    facts.screening_ended_on = ended.date;
    rc = st_rule_ask(&answer, &screening_retention_rule, &facts, st_case_day(c), c->tx->arena, err);
    if (rc == ST_OK)
        *out = ((const struct screening_retention_outcome *)answer.outcome)->erase_on;
    return rc != ST_OK ? rc : st_date_known(*out) ? ST_OK : ST_E_NEEDS;
}

#define OFFICER (ST_WHO(role_screening_officer) | ST_WHO(role_supervisor))
static const struct st_state states[] = {
    {"announced", "Announced"}, {"screened", "Screened here"}, {"missed", "Did not come"}, {NULL, NULL},
};
static const struct st_step steps[] = {
    /* from, action, label, form, who, purpose, guard, to, clocks, effects, flags, article */
    {NULL, "announce", "Announced by another Member State", &announcement_received_shape, ST_THE_LAW, purpose_unknown,
     NULL, "announced", {ST_START("screening_owed")}, NULL, 0, "SR Art 7(2)"},
    {"announced", "note_screening", "Note that the screening has begun", &announcement_screened_shape, OFFICER,
     purpose_screening, may_note_screening, "screened", {ST_STOP("screening_owed")}, NULL,
     ST_STEP_CLOSES | ST_STEP_PRIMARY, "SR Art 7(2)"},
    {"announced", "note_missed", "Note that the person did not come", &announcement_missed_shape, OFFICER,
     purpose_screening, NULL, "missed", {ST_STOP("screening_owed")}, NULL, ST_STEP_CLOSES, "SR Art 7(2)"},
    {NULL, NULL, NULL, NULL, 0, purpose_unknown, NULL, NULL, {{0}}, NULL, 0, NULL},
};
static const struct st_case_right readers[] = {
    {role_screening_officer, purpose_screening, "*", 0, "SR Art 7(2)"},
    {role_supervisor, purpose_screening, "*", 0, "SR Art 7(2)"},
    {role_monitor, purpose_rights_monitoring, "*", ST_READ_MASKED, "SR Art 10(2)"},
    {role_data_protection_officer, purpose_data_protection, "*", 0, "GDPR Art 39"},
    {role_unknown, purpose_unknown, NULL, 0, NULL},
};

const struct st_procedure announcement_procedure = {
    "announcement", "Person sent back", "Persons sent back", "Regulation (EU) 2024/1356", 1, states, steps, NULL, clocks,
    readers, true, erase_on, "SR Art 18(7)", NULL,
};
