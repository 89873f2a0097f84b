#include "cases/allegation.h"

#include "law/keeping.h"
#include "law/screening_monitor.h"
#include "law/states.h"

ST_CODES_DEFINE(allegation_subject, ALLEGATION_SUBJECT)
ST_SHAPE_DEFINE(allegation_received, ALLEGATION_RECEIVED, "Allegation", "SR Art 10(1)")
ST_SHAPE_DEFINE(allegation_finding, ALLEGATION_FINDING, "Finding", "SR Art 10(2)(b)")
ST_SHAPE_DEFINE(allegation_referred, ALLEGATION_REFERRED, "Referral of the allegation", "SR Art 10(1)")
ST_SHAPE_DEFINE(allegation_closed, ALLEGATION_CLOSED, "Outcome", "SR Art 10(2)(b)")

/* screening.allegation, as if the investigation were ended: what would still be due? */
static int may_close(struct st_case *c, const void *form, struct st_error *err)
{
    const struct allegation_finding *finding = st_case_form(c, "substantiate", err);
    bool referred = st_case_action(c, "refer_to_justice") != NULL;
    struct allegation_facts facts = {
        .substantiated = ST_YES,
        .investigated = st_tri_of(st_case_action(c, "investigate") != NULL),
        .offence_or_claim = finding ? finding->offence_or_claim : ST_UNKNOWN,
        .referred = st_tri_of(referred),
        .closed = ST_YES,
    };
    struct st_answer answer;
    int rc = st_rule_ask(&answer, &screening_allegation_rule, &facts, st_case_day(c), c->tx->arena, err);
    uint8_t done = rc == ST_OK ? ((const struct allegation_outcome *)answer.outcome)->done : ST_UNKNOWN;

    (void)form;
    if (rc != ST_OK || done == ST_YES)
        return rc;
    return st_case_refuse(err, done == ST_NO ? ST_E_STATE : ST_E_NEEDS, &answer, "See to what is due first.");
}

/* SR Art 10 names no end of storage: the limit of the monitoring mechanism itself, counted from the end of the case. */
static int erase_on(struct st_date *out, struct st_case *c, struct st_error *err)
{
    const char *zone = st_state_zone(c->file.member_state);
    struct st_local ended = {0};
    int rc;

    if (!st_zone_local(&ended, c->file.closed_at, zone ? zone : "UTC"))
        return ST_E_NEEDS;
    rc = st_keeping_last_day(out, kept_matter_allegation, ended.date, c->tx->arena, err);
    if (rc == ST_OK)
        *out = st_date_add_days(*out, 1);
    return rc;
}

#define MONITOR ST_WHO(role_monitor)
static const struct st_state states[] = {
    {"received", "Received"}, {"substantiated", "Substantiated"}, {"dismissed", "Not substantiated"},
    {"closed", "Closed"},     {NULL, NULL},
};
static const struct st_step steps[] = {
    /* from, action, label, form, who, purpose, guard, to, clocks, effects, flags, article */
    {NULL, "receive", "Receive an allegation", &allegation_received_shape, MONITOR, purpose_rights_monitoring, NULL,
     "received", {{0}}, NULL, 0, "SR Art 10(1)"},
    {"received", "substantiate", "Find it substantiated", &allegation_finding_shape, MONITOR, purpose_rights_monitoring,
     NULL, "substantiated", {{0}}, NULL, ST_STEP_PRIMARY, "SR Art 10(2)(b)"},
    {"received", "dismiss", "Find it not substantiated", &allegation_finding_shape, MONITOR, purpose_rights_monitoring,
     NULL, "dismissed", {{0}}, NULL, ST_STEP_CLOSES, "SR Art 10(2)(b)"},
    {"substantiated", "investigate", "Note that an investigation was opened", &allegation_referred_shape, MONITOR,
     purpose_rights_monitoring, NULL, NULL, {{0}}, NULL, 0, "SR Art 10(2)(b)"},
    {"substantiated", "refer_to_justice", "Note the referral to justice", &allegation_referred_shape, MONITOR,
     purpose_rights_monitoring, NULL, NULL, {{0}}, NULL, 0, "SR Art 10(1)"},
    {"substantiated", "close", "Close with the outcome", &allegation_closed_shape, MONITOR, purpose_rights_monitoring,
     may_close, "closed", {{0}}, NULL, ST_STEP_CLOSES, "SR Art 10(2)(b)"},
    {NULL, NULL, NULL, NULL, 0, purpose_unknown, NULL, NULL, {{0}}, NULL, 0, NULL},
};
static const struct st_case_right readers[] = {
    {role_monitor, purpose_rights_monitoring, "*", ST_READ_SENSITIVE, "SR Art 10(2)(b)"},
    {role_unknown, purpose_unknown, NULL, 0, NULL},
};

const struct st_procedure allegation_procedure = {
    "allegation", "Allegation", "Allegations", "Regulation (EU) 2024/1356", 1, states, steps, NULL, NULL, readers, true,
    erase_on, ST_KEEPING_CITATION, NULL,
};
