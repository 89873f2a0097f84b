#include "lending.h"

#include "law/period.h"
#include "law/words.h"

ST_SHAPE_DEFINE(loan_asked, LOAN_ASKED, "Request for a book", "Library Act Art 1")
ST_SHAPE_DEFINE(loan_inspected, LOAN_INSPECTED, "Inspection", "Library Act Art 4")
ST_SHAPE_DEFINE(loan_facts, LOAN_FACTS, "Who asks", "Library Act Art 1")
ST_SHAPE_DEFINE(loan, LOAN, "Answer", "Library Act Art 1")

/* ---- Its rule ---- */
ST_RULE(loan, loan_facts, loan, "library.loan", "Library Act Art 1", "May the reader borrow?", "", ST_VERIFIED, 2026, 1, 1)
{
    if (!is(r, f->member)) {
        o->allowed = ST_NO;
        because(r, "Library Act Art 1(1)", "Only members borrow.");
        return;
    }
    o->allowed = ST_YES;
    because(r, "Library Act Art 1(2)", "Members borrow.");
}

/* ---- Its guard: asks the rule and hands the reasons on ---- */
static int member_asks(struct st_case *c, const void *form, struct st_error *err)
{
    const struct loan_asked *asked = form;
    struct loan_facts facts = {.member = asked ? asked->member : ST_UNKNOWN};
    struct st_answer answer;
    int rc = asked ? st_rule_ask(&answer, &loan_rule, &facts, st_case_day(c), c->tx->arena, err) : ST_OK;

    if (rc != ST_OK || asked == NULL || ((const struct loan *)answer.outcome)->allowed == ST_YES)
        return rc;
    return st_case_refuse(err, answer.complete ? ST_E_STATE : ST_E_NEEDS, &answer, "Become a member first.");
}

/* ---- Its clock: two weeks from the lending, two more for each extension ---- */
static int back_by(struct st_clock_due *out, struct st_case *c, struct st_error *err)
{
    const struct case_action *lent = st_case_action(c, "lend");
    struct st_period_query q = {.event_at = lent->happened_at, .profile = ST_REG_1182, .state = c->file.member_state,
                                .length = {2 + 2 * st_case_clock(c, "back_by")->extensions.v, ST_WEEKS}};
    struct st_period_result end;
    int rc = st_period(&end, &q, err);

    *out = (struct st_clock_due){.started_at = lent->happened_at, .ends_at = end.ends_at, .last_day = end.last_day,
                                 .citation = ST_S("Library Act Art 2")};
    return rc;
}

/* ---- The chart ---- */
#define DESK (ST_WHO(role_screening_officer) | ST_WHO(role_supervisor))
#define HEAD ST_WHO(role_supervisor)
#define BINDER ST_WHO(role_medical_staff)
static const struct st_state states[] = {{"asked", "Asked for"}, {"lent", "Lent"}, {"overdue", "Overdue"},
                                         {"back", "Back"}, {"declined", "Declined"}, {NULL, NULL}};
static const struct st_step steps[] = {
    /* from    action       label              form                    who         purpose, guard, to, clocks … */
    {NULL,      "ask",       "Ask",             &loan_asked_shape,      DESK,       purpose_screening, member_asks, "asked",
     {{0}}, NULL, 0, "Library Act Art 1"},
    {"asked",   "lend",      "Lend",            NULL,                   DESK,       purpose_screening, NULL, "lent",
     {ST_START("back_by")}, NULL, ST_STEP_PRIMARY, "Library Act Art 2"},
    {"asked",   "decline",   "Decline",         NULL,                   DESK,       purpose_screening, NULL, "declined",
     {{0}}, NULL, ST_STEP_CLOSES | ST_STEP_REASON, "Library Act Art 3"},
    {"lent",    "extend",    "Extend",          NULL,                   HEAD,       purpose_screening, NULL, NULL,
     {ST_EXTEND("back_by")}, NULL, ST_STEP_ONCE, "Library Act Art 2"},
    {"lent",    "close_up",  "Library closes",  NULL,                   DESK,       purpose_screening, NULL, NULL,
     {ST_SUSPEND("back_by")}, NULL, ST_STEP_REASON, "Library Act Art 2"},
    {"lent",    "open_up",   "Library opens",   NULL,                   DESK,       purpose_screening, NULL, NULL,
     {ST_RESUME("back_by")}, NULL, 0, "Library Act Art 2"},
    {"*",       "inspect",   "Inspect",         &loan_inspected_shape,  BINDER,     purpose_health_check, NULL, NULL,
     {{0}}, NULL, 0, "Library Act Art 4"},
    {"lent",    "fall_due",  "Overdue",         NULL,                   ST_THE_LAW, purpose_unknown, NULL, "overdue",
     {{0}}, NULL, 0, "Library Act Art 5"},
    {"lent",    "take_back", "Take back",       NULL,                   DESK,       purpose_screening, NULL, "back",
     {ST_STOP("back_by")}, NULL, ST_STEP_CLOSES, "Library Act Art 6"},
    {"overdue", "take_back", "Take back",       NULL,                   DESK,       purpose_screening, NULL, "back",
     {ST_STOP("back_by")}, NULL, ST_STEP_CLOSES, "Library Act Art 6"},
    {NULL, NULL, NULL, NULL, 0, purpose_unknown, NULL, NULL, {{0}}, NULL, 0, NULL},
};
static const struct st_element elements[] = {
    {"state_of_book", "State of the book", "inspect", "Library Act Art 4", NULL, NULL}, {NULL, NULL, NULL, NULL, NULL, NULL}};
static const struct st_clock clocks[] = {{"back_by", "Back by", "The loan is overdue.", back_by, "fall_due", false},
                                         {NULL, NULL, NULL, NULL, NULL, false}};
static const struct st_case_right readers[] = {
    {role_screening_officer, purpose_screening, "*", 0, "Library Act Art 7"},
    {role_supervisor, purpose_screening, "*", 0, "Library Act Art 7"},
    {role_medical_staff, purpose_health_check, "loan_inspected", ST_READ_SENSITIVE, "Library Act Art 4"},
    {role_monitor, purpose_rights_monitoring, "*", ST_READ_MASKED, "Library Act Art 8"},
    {role_unknown, purpose_unknown, NULL, 0, NULL},
};
const struct st_procedure lending_procedure = {"lending", "Lending", "Lendings", "Library Act", 1, states, steps, elements, clocks,
                                               readers, false, NULL, NULL, NULL};

/* The next version of the chart: members only keep a book for as long as the old one says; nothing can be declined. */
static const struct st_step steps_2[] = {
    /* from    action       label              form                    who         purpose, guard, to, clocks … */
    {NULL,      "ask",       "Ask",             &loan_asked_shape,      DESK,       purpose_screening, member_asks, "asked",
     {{0}}, NULL, 0, "Library Act Art 1"},
    {"asked",   "lend",      "Lend",            NULL,                   DESK,       purpose_screening, NULL, "lent",
     {ST_START("back_by")}, NULL, 0, "Library Act Art 2"},
    {"lent",    "take_back", "Take back",       NULL,                   DESK,       purpose_screening, NULL, "back",
     {ST_STOP("back_by")}, NULL, ST_STEP_CLOSES, "Library Act Art 6"},
    {NULL, NULL, NULL, NULL, 0, purpose_unknown, NULL, NULL, {{0}}, NULL, 0, NULL},
};
const struct st_procedure lending_procedure_2 = {"lending", "Lending", "Lendings", "Library Act", 2, states, steps_2, NULL, clocks,
                                                 readers, false, NULL, NULL, NULL};
