/* The chart of the screening: its states, steps, parts, clocks and readers. */
#include "cases/screening_case.h"

#include "law/eurodac_time.h"
#include "registers/eurodac_transmit.h"

ST_SHAPE_DEFINE(screening_opened, SCREENING_OPENED, "Beginning of the screening", "SR Art 5 and 7")
ST_SHAPE_DEFINE(application_recorded, APPLICATION_RECORDED, "Application for protection", "APR Art 26")
ST_SHAPE_DEFINE(application_withdrawn, APPLICATION_WITHDRAWN, "Withdrawal of the application", "APR Art 40")
ST_SHAPE_DEFINE(screening_circumstances, SCREENING_CIRCUMSTANCES, "Circumstances that move the clocks", "SR Art 8(3)")
ST_SHAPE_DEFINE(relocation_planned, RELOCATION_PLANNED, "Relocation", "SR Art 18(3)")
ST_SHAPE_DEFINE(watchlist_opinion, WATCHLIST_OPINION, "Opinion on a hit in the ETIAS watchlist", "ETIAS Art 35a")
ST_SHAPE_DEFINE(screening_ended, SCREENING_ENDED, "End of the screening", "SR Art 18(6)")

/* ---- Clocks: each asks its rule ---- */

/* The rule's own words on what follows: its last reason. */
static void from_answer(struct st_clock_due *out, struct st_case *c, const struct st_answer *answer)
{
    struct st_answer *kept = ST_NEW(c->tx->arena, struct st_answer);

    *kept = *answer;
    out->answer = kept;
    if (answer->reasons_n == 0)
        return;
    out->citation = st_str_of(answer->reasons[0].citation);
    out->consequence = answer->reasons[answer->reasons_n - 1].text;
}

static int screening_limit(struct st_clock_due *out, struct st_case *c, struct st_error *err)
{
    const struct screening_deadline_outcome *o;
    struct screening_facts facts;
    struct st_answer answer;
    int rc = st_screening_facts(&facts, c, err);

    if (rc == ST_OK)
        rc = st_screening__ask(&answer, c, &screening_deadline_rule, &facts, err);
    if (rc != ST_OK)
        return rc;
    o = answer.outcome;
    *out = (struct st_clock_due){.started_at = o->runs_from, .ends_at = o->ends_at, .last_day = o->nominal,
                                 .outer_end = o->outer_end, .uncertain = o->uncertain == ST_YES};
    from_answer(out, c, &answer);
    return st_instant_known(o->ends_at) ? ST_OK : st_case_refuse(err, ST_E_NEEDS, &answer, "");
}

static int transmission_facts_of(struct transmission_clock_facts *out, struct st_case *c, unsigned category,
                                 struct st_error *err)
{
    const struct screening_opened *opened = st_case_form(c, "start", err);
    const struct biometrics_taken *missed = st_case_form(c, "note_no_biometrics", err);
    const struct screening_circumstances *k = st_case_form(c, "state_circumstances", err);
    const struct case_action *taken = st_case_action(c, "take_biometrics");
    static const struct screening_circumstances nothing_noted = {0};
    unsigned hindrance = missed ? missed->capture : 0;

    k = k ? k : &nothing_noted;
    *out = (struct transmission_clock_facts){
        .category = (uint16_t)category,
        .member_state = c->file.member_state,
        .applied_at_border = st_tri_of(opened && (opened->event == screening_event_bcp_application ||
                                                  opened->event == screening_event_transit_zone_application)),
        .event_at = opened ? opened->event_at : (struct st_instant){0},
        .taken_at = taken ? taken->happened_at : (struct st_instant){0},
        .turned_back = opened ? opened->turned_back : ST_UNKNOWN,
        .remains_physically = opened ? opened->remains_physically : ST_UNKNOWN,
        .custody_until_removal = opened ? opened->custody_until_removal : ST_UNKNOWN,
        /* What moves the clock is noted when it happens; what was not noted has not happened. */
        .custody_over_72h = k->custody_over_72_hours ? k->custody_over_72_hours : ST_NO,
        .release_at = k->release_at,
        .fingertips_unusable = st_tri_of(hindrance == capture_fingertips),
        .health_measures = st_tri_of(hindrance == capture_health),
        .health_ended_at = k->health_ended_at,
        .technical_problems = st_tri_of(hindrance == capture_technical),
        .influx_notified = k->influx_notified,
        .influx_from = k->influx_from,
        .influx_until = k->influx_until,
    };
    return st_eurodac_clock_settings(out, c->tx, c->at, err);
}

static int eurodac_limit(struct st_clock_due *out, struct st_case *c, struct st_error *err)
{
    const struct transmission_clock_outcome *o;
    const struct elements_outcome *elements;
    struct transmission_clock_facts facts;
    struct st_answer parts, answer;
    int rc = st_screening__elements(&parts, c, err);

    if (rc != ST_OK)
        return rc;
    elements = parts.outcome;
    if (parts.complete && !(elements->due & ST_CODE_BIT(screening_element_biometrics)))
        return ST_E_STATE; /* a child under six */
    rc = transmission_facts_of(&facts, c, elements->category, err);
    if (rc == ST_OK)
        rc = st_screening__ask(&answer, c, &eurodac_transmission_rule, &facts, err);
    if (rc != ST_OK)
        return rc;
    o = answer.outcome;
    *out = (struct st_clock_due){.started_at = facts.event_at, .ends_at = o->strict_end, .outer_end = o->outer_end,
                                 .uncertain = o->uncertain == ST_YES};
    from_answer(out, c, &answer);
    if (o->clock == transmission_clock_none)
        return ST_E_STATE;
    return st_instant_known(o->strict_end) ? ST_OK : ST_E_NEEDS;
}

static int watchlist_limit(struct st_clock_due *out, struct st_case *c, struct st_error *err)
{
    const struct watchlist_opinion *opinion = st_case_form(c, "watchlist_opinion", err);
    const struct watchlist_outcome *o;
    struct st_screening__findings found;
    struct st_answer answer;
    int rc = st_screening__findings(&found, c, err);

    if (rc != ST_OK)
        return rc;
    if (!st_instant_known(found.watchlist_at))
        return ST_E_STATE;
    struct watchlist_facts facts = {.member_state = c->file.member_state, .received_at = found.watchlist_at,
                                    .opinion_given = st_tri_of(opinion != NULL), .limit_passed = ST_NO,
                                    .threat_seen = opinion ? opinion->threat : ST_UNKNOWN};
    rc = st_screening__ask(&answer, c, &screening_watchlist_opinion_rule, &facts, err);
    if (rc != ST_OK)
        return rc;
    o = answer.outcome;
    *out = (struct st_clock_due){.started_at = facts.received_at, .ends_at = o->ends_at, .last_day = o->nominal,
                                 .outer_end = o->outer_end};
    from_answer(out, c, &answer);
    out->consequence = (struct st_message){0}; /* the clock's own words say it */
    return st_instant_known(o->ends_at) ? ST_OK : ST_E_NEEDS;
}

static const struct st_clock clocks[] = {
    {"screening_limit", "Screening ends",
     "The screening ends; open checks go on the form, and the person is referred.", screening_limit, "limit_passed",
     true},
    {"eurodac_transmission", "Data to Eurodac", "The duty to send stays, and the delay is explained.", eurodac_limit,
     NULL, true},
    {"watchlist_opinion", "Opinion on the watchlist hit", "Without an opinion there is taken to be no security risk.",
     watchlist_limit, NULL, true},
    {NULL, NULL, NULL, NULL, NULL, false},
};

/* ---- Parts ---- */

static bool element(struct st_case *c, enum screening_element e, bool open)
{
    struct st_answer answer;
    const struct elements_outcome *o;

    if (st_screening__elements(&answer, c, NULL) != ST_OK)
        return false;
    o = answer.outcome;
    return ((open ? o->open : o->due) & ST_CODE_BIT(e)) != 0;
}

static bool identity_done(struct st_case *c) { return !element(c, screening_element_identity, true); }
static bool security_done(struct st_case *c) { return !element(c, screening_element_security, true); }
static bool biometrics_needed(struct st_case *c) { return element(c, screening_element_biometrics, false); }
static bool form_done(struct st_case *c) { return st_screening__offer_is_fresh(c); }

static bool is_minor(struct st_case *c)
{
    struct person person;
    return st_screening__person(&person, c, NULL) == ST_OK && st_screening__age(c, &person).minor != ST_NO;
}

static const struct st_element elements[] = {
    {"information", "Information", "give_information", "SR Art 11", NULL, NULL},
    {"minor", "Assistance of a minor", "assist_minor", "SR Art 13", is_minor, NULL},
    {"health", "Preliminary health check", "check_health", "SR Art 8(5)(a)", NULL, NULL},
    {"vulnerability", "Preliminary vulnerability check", "check_vulnerability", "SR Art 8(5)(b)", NULL, NULL},
    {"identity", "Identification or verification of identity", "check_identity", "SR Art 8(5)(c)", NULL, identity_done},
    {"biometrics", "Registration of biometric data", "take_biometrics", "SR Art 8(5)(d)", biometrics_needed, NULL},
    {"security", "Security check", "check_security", "SR Art 8(5)(e)", NULL, security_done},
    {"statement", "Statement of the person", "take_statement", "SR Art 17", NULL, NULL},
    {"form", "Screening form", "offer_form", "SR Art 8(5)(f)", NULL, form_done},
    {"referral", "Referral", "refer refrain end_criminal end_departure end_entry_conditions", "SR Art 8(5)(g)", NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL, NULL},
};

/* ---- Steps ---- */
#define OFFICER (ST_WHO(role_screening_officer) | ST_WHO(role_supervisor))
#define MEDICAL ST_WHO(role_medical_staff)
#define CARE ST_WHO(role_vulnerability_staff)
/* Whoever hears the wish notes it: nobody needs another role for that. */
#define ANYBODY                                                                                                       \
    (OFFICER | MEDICAL | CARE | ST_WHO(role_fingerprint_expert) | ST_WHO(role_registration_officer) |                 \
     ST_WHO(role_return_officer) | ST_WHO(role_representative))

static const struct st_state states[] = {
    {"running", "Screening under way"}, {"limit_passed", "Ended by its time limit, to be referred"},
    {"referred", "Referred"},           {"ended", "Ended without referral"},
    {NULL, NULL},
};

static const struct st_step steps[] = {
    /* from, action, label, form, who, purpose, guard, to, clocks, effects, flags, article */
    {NULL, "start", "Begin the screening", &screening_opened_shape, OFFICER, purpose_screening, st_screening__may_start,
     "running", {ST_START("screening_limit"), ST_START("eurodac_transmission")}, NULL, 0, "SR Art 5 and 7"},
    {NULL, "refrain", "Refrain from the screening", &screening_opened_shape, OFFICER, purpose_screening,
     st_screening__may_refrain, "ended", {{0}}, st_screening__announce, ST_STEP_CLOSES | ST_STEP_REASON,
     "SR Art 7(2) and 18(6)"},
    {"*", "give_information", "Give information", &information_given_shape, OFFICER, purpose_screening, NULL, NULL, {{0}},
     NULL, 0, "SR Art 11"},
    {"*", "assist_minor", "Record the assistance of the minor", &assistance_of_minor_shape, OFFICER, purpose_screening,
     st_screening__may_assist, NULL, {{0}}, NULL, 0, "SR Art 13"},
    {"running", "check_health", "Check health", &health_check_shape, MEDICAL, purpose_health_check,
     st_screening__may_check_health, NULL, {{0}}, NULL, 0, "SR Art 12(1)"},
    {"running", "check_vulnerability", "Check vulnerability", &vulnerability_check_shape, CARE,
     purpose_vulnerability_check, st_screening__may_check_vulnerability, NULL, {{0}}, NULL, 0, "SR Art 12(3)"},
    {"running", "take_biometrics", "Take biometrics", &biometrics_taken_shape, OFFICER, purpose_irregular_migration,
     st_screening__may_take_biometrics, NULL, {ST_STOP("eurodac_transmission")}, st_screening__send, 0, "SR Art 14(2)"},
    {"running", "note_no_biometrics", "Note why there are no biometrics", &biometrics_taken_shape, OFFICER,
     purpose_screening, st_screening__may_note_no_biometrics, NULL, {{0}}, NULL, 0, "Eurodac Art 13 and 14"},
    {"*", "retake_biometrics", "Send better prints", &biometrics_taken_shape, OFFICER, purpose_irregular_migration,
     st_screening__may_retake, NULL, {{0}}, st_screening__resend, ST_STEP_ALWAYS, "Eurodac Art 38(1)"},
    {"running", "check_identity", "Check identity", &identity_check_shape, OFFICER, purpose_identification,
     st_screening__may_check_identity, NULL, {{0}}, NULL, 0, "SR Art 14"},
    {"running", "check_security", "Check security", &security_check_shape, OFFICER, purpose_security_check,
     st_screening__may_check_security, NULL, {ST_START("watchlist_opinion")}, NULL, 0, "SR Art 15"},
    {"*", "flag_threat", "Set the security flag in Eurodac", NULL, OFFICER, purpose_screening, st_screening__may_flag,
     NULL, {{0}}, st_screening__flag, ST_STEP_WITHHELD, "Eurodac Art 17(2)(i)"},
    {"*", "watchlist_opinion", "Enter the opinion on the watchlist hit", &watchlist_opinion_shape, OFFICER,
     purpose_security_check, st_screening__may_give_opinion, NULL, {ST_STOP("watchlist_opinion")}, NULL,
     ST_STEP_WITHHELD, "ETIAS Art 35a"},
    {"running", "take_statement", "Take the statement", &screening_statement_shape, OFFICER, purpose_screening, NULL,
     NULL, {{0}}, NULL, 0, "SR Art 17"},
    {"*", "record_application", "Record an application for protection", &application_recorded_shape, ANYBODY,
     purpose_unknown, NULL, NULL, {{0}}, NULL, ST_STEP_ALWAYS, "APR Art 26"},
    {"*", "withdraw_application", "Record a withdrawal", &application_withdrawn_shape, OFFICER, purpose_screening,
     st_screening__may_withdraw, NULL, {{0}}, NULL, 0, "APR Art 40"},
    {"running", "state_circumstances", "Note what moves the clocks", &screening_circumstances_shape, OFFICER,
     purpose_screening, NULL, NULL, {{0}}, NULL, 0, "SR Art 8(3)"},
    {"*", "plan_relocation", "Note a planned relocation", &relocation_planned_shape, OFFICER, purpose_screening,
     st_screening__may_plan_relocation, NULL, {{0}}, NULL, 0, "SR Art 18(3)"},
    {"*", "refuse_access", "Refuse access to a counsellor", &access_refused_shape, OFFICER, purpose_screening,
     st_screening__may_refuse_access, NULL, {{0}}, NULL, 0, "SR Art 8(6)"},
    {"*", "note", "Leave a note for the next shift", &shift_note_shape, OFFICER | MEDICAL | CARE, purpose_unknown, NULL,
     NULL, {{0}}, NULL, 0, "SR Art 8(9)"},
    {"*", "offer_form", "Offer the form to the person", &form_offered_shape, OFFICER, purpose_screening, NULL, NULL,
     {{0}}, NULL, 0, "SR Art 17(3)"},
    {"*", "note_eurodac_erased", "Erased in Eurodac", &screening_eurodac_erased_shape, ST_THE_LAW, purpose_unknown, NULL,
     NULL, {{0}}, NULL, ST_STEP_ALWAYS, "SR Art 18(7)"},
    {"running", "refer", "Refer", &screening_referral_shape, OFFICER, purpose_screening, st_screening__may_refer,
     "referred", {ST_STOP("screening_limit")}, NULL, ST_STEP_CLOSES | ST_STEP_PRIMARY | ST_STEP_FINAL, "SR Art 18"},
    {"limit_passed", "refer", "Refer", &screening_referral_shape, OFFICER, purpose_screening, st_screening__may_refer,
     "referred", {{0}}, NULL, ST_STEP_CLOSES | ST_STEP_PRIMARY | ST_STEP_FINAL, "SR Art 18(5)"},
    {"running", "end_entry_conditions", "End: the entry conditions are met", &screening_ended_shape, OFFICER,
     purpose_screening, st_screening__may_end_conditions, "ended", {ST_STOP("screening_limit")}, NULL, ST_STEP_CLOSES,
     "SR Art 5(3)"},
    {"running", "end_departure", "End: the person leaves by own decision", &screening_departure_shape, OFFICER,
     purpose_screening, st_screening__may_depart, "ended", {ST_STOP("screening_limit")}, NULL, ST_STEP_CLOSES,
     "SR Art 5(3)"},
    {"*", "end_criminal", "End: criminal or extradition procedure", &screening_ended_shape, OFFICER, purpose_screening,
     st_screening__may_end_criminal, "ended", {ST_STOP("screening_limit")}, NULL, ST_STEP_CLOSES | ST_STEP_FINAL,
     "SR Art 18(6)"},
    {"running", "limit_passed", "The time limit passed", NULL, ST_THE_LAW, purpose_unknown, NULL, "limit_passed", {{0}},
     NULL, 0, "SR Art 18(5)"},
    {NULL, NULL, NULL, NULL, 0, purpose_unknown, NULL, NULL, {{0}}, NULL, 0, NULL},
};

/* ---- Readers ---- */
/* Information contained in the form goes to the representative, redacted as in the person's own copy: recital 33. */
#define IN_CARE "screening_opened information_given assistance_of_minor application_recorded application_withdrawn " \
    "screening_circumstances screening_statement relocation_planned access_refused form_offered screening_referral "  \
    "screening_ended screening_departure health_check vulnerability_check"
#define BEDSIDE "information_given assistance_of_minor application_recorded shift_note "
static const struct st_case_right readers[] = {
    {role_screening_officer, purpose_screening, "*", 0, "SR Art 8(9)"},
    {role_screening_officer, purpose_identification, "*", 0, "SR Art 14"},
    {role_screening_officer, purpose_irregular_migration, "*", 0, "Eurodac Art 22"},
    {role_screening_officer, purpose_security_check, "*", 0, "SR Art 15"},
    {role_screening_officer, purpose_security_check, "security_check watchlist_opinion", ST_READ_SENSITIVE, "SR Art 15"},
    {role_supervisor, purpose_screening, "*", 0, "SR Art 8(9)"},
    {role_supervisor, purpose_identification, "*", 0, "SR Art 14"},
    {role_supervisor, purpose_irregular_migration, "*", 0, "Eurodac Art 22"},
    {role_supervisor, purpose_security_check, "*", 0, "SR Art 15"},
    {role_supervisor, purpose_security_check, "security_check watchlist_opinion", ST_READ_SENSITIVE, "SR Art 15"},
    {role_medical_staff, purpose_health_check, BEDSIDE "health_check", ST_READ_SENSITIVE, "SR Art 12(1)"},
    {role_vulnerability_staff, purpose_vulnerability_check, BEDSIDE "vulnerability_check", ST_READ_SENSITIVE,
     "SR Art 12(3)"},
    {role_registration_officer, purpose_asylum_system, "*", ST_READ_CLOSED, "SR Art 18(2)"},
    {role_return_officer, purpose_irregular_migration, "*", ST_READ_CLOSED, "SR Art 18(1)"},
    {role_representative, purpose_assistance_of_minor, IN_CARE, ST_READ_COPY, "SR Art 13(3) and 17(3)"},
    {role_monitor, purpose_rights_monitoring, "*", ST_READ_MASKED, "SR Art 10(2)"},
    {role_data_protection_officer, purpose_data_protection, "*", 0, "GDPR Art 39"},
    {role_unknown, purpose_unknown, NULL, 0, NULL},
};

const struct st_procedure screening_procedure = {
    "screening", "Screening", "Screenings", "Regulation (EU) 2024/1356", 1, states, steps, elements, clocks, readers, false,
    st_screening__erase_on, "SR Art 18(7)", st_screening__record_gone,
};

/* ---- Beginning ---- */

/* What usually is so, for the officer to look at and change: nobody types it a hundred times. What the rule needs and
 * nothing is known of stays open. */
int st_screening_prefill(struct screening_opened *out, struct st_tx *tx, struct st_id arrival, struct st_error *err)
{
    struct arrival a;
    int rc = st_arrival_get(tx, &a, NULL, arrival, err);
    bool inside = a.event == screening_event_within_territory;

    *out = (struct screening_opened){0};
    if (rc != ST_OK)
        return rc;
    out->event = a.event;
    out->event_at = a.event_at;
    out->third_country_national = ST_YES;
    out->entry_conditions_met = ST_NO;
    out->entry_basis = entry_basis_none;
    out->criminal_or_extradition = ST_NO;
    if (a.event == screening_event_bcp_application || a.event == screening_event_transit_zone_application)
        out->application_made = ST_YES;
    if (a.event == screening_event_irregular_crossing)
        out->turned_back = out->internal_border_controlled = ST_NO;
    if (inside) {
        out->illegally_staying = ST_YES;
        out->sent_back_under_bilateral = ST_NO;
    }
    return ST_OK;
}

int st_screening_start(struct st_id *out, struct st_tx *tx, const struct screening_opened *form, struct st_id person,
                       struct st_id arrival, struct st_error *err)
{
    struct screening_opened opened = *form;
    struct arrival a = {0};
    struct st_case c;
    int rc;

    if (!st_id_known(arrival))
        return st_fail(err, ST_E_INVALID, "arrival", ST_MSG("The person's file names no arrival."), "SR Art 5",
                       "Open an arrival, or name the one that the person came with.");
    rc = st_arrival_get(tx, &a, NULL, arrival, err);
    if (rc == ST_OK)
        rc = st_case_act(&c, tx, &(struct st_act){.action = "start", .form = &opened, .procedure = &screening_procedure,
                                                  .person = person, .arrival = arrival, .member_state = a.member_state,
                                                  .place = a.place}, err);
    if (rc == ST_OK)
        *out = c.id;
    return rc;
}
