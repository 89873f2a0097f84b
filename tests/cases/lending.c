#include "lending.h"

ST_SHAPE_DEFINE(loan_asked, LOAN_ASKED, "Request for a book", "Library Act Art 1")
ST_SHAPE_DEFINE(loan_returned, LOAN_RETURNED, "Return of a book", "Library Act Art 3")

/* Art 2: a book is due seven days after the day it was asked for, at midnight. */
static int due_back(struct st_clock_due *out, struct st_case *c, struct st_error *err)
{
    const struct loan_asked *asked = st_case_form(c, "ask", err);
    if (asked == NULL)
        return ST_E_NEEDS;
    out->last_day = st_date_add_days(asked->asked_on, 7);
    if (!st_zone_instant(&out->started_at, asked->asked_on, 0, 0, 0, "Europe/Rome") ||
        !st_zone_instant(&out->ends_at, st_date_add_days(out->last_day, 1), 0, 0, 0, "Europe/Rome"))
        return ST_E_BUG;
    out->outer_end = out->ends_at;
    out->citation = ST_S("Library Act Art 2");
    return ST_OK;
}

/* Art 4: a book that is being repaired is not lent. */
static int not_in_repair(struct st_case *c, const void *form, struct st_error *err)
{
    const struct loan_asked *asked = st_case_form(c, "ask", err);
    (void)form;
    if (asked != NULL && st_str_is(asked->title, "Torn"))
        return st_fail(err, ST_E_STATE, "", ST_MSG("This book is being repaired."), "Library Act Art 4",
                       "Offer another book.");
    return ST_OK;
}

static const struct st_state states[] = {{"asked", "Asked for"}, {"lent", "Lent"}, {"overdue", "Overdue"},
                                         {"back", "Back"}, {NULL, NULL}};

static const struct st_clock clocks[] = {
    {"back_by", "Back by", "The loan becomes overdue.", due_back, "fall_due"},
    {NULL, NULL, NULL, NULL, NULL},
};

static const struct st_element elements[] = {
    {"stamp", "Stamp", "stamp", "Library Act Art 1", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

enum { DESK = ST_WHO(role_screening_officer) | ST_WHO(role_supervisor), HEAD = ST_WHO(role_supervisor) };

/* clang-format off */
static const struct st_step steps[] = {
    /* from     action      label             form                  who         purpose            guard          to         clocks                  apply flags               citation */
    { NULL,     "ask",      "Ask for a book", &loan_asked_shape,    DESK,       purpose_screening, NULL,          "asked",   {{0}},                  NULL, 0,                  "Library Act Art 1" },
    { "asked",  "stamp",    "Stamp",          NULL,                 DESK,       purpose_screening, NULL,          NULL,      {{0}},                  NULL, ST_STEP_ONCE,       "Library Act Art 1" },
    { "asked",  "lend",     "Lend",           NULL,                 DESK,       purpose_screening, not_in_repair, "lent",    {ST_START("back_by")},  NULL, ST_STEP_PRIMARY,    "Library Act Art 2" },
    { "lent",   "fall_ill", "Reader ill",     NULL,                 HEAD,       purpose_screening, NULL,          NULL,      {ST_SUSPEND("back_by")}, NULL, ST_STEP_REASON,    "Library Act Art 5" },
    { "lent",   "recover",  "Reader well",    NULL,                 HEAD,       purpose_screening, NULL,          NULL,      {ST_RESUME("back_by")}, NULL, 0,                  "Library Act Art 5" },
    { "lent",   "return",   "Return",         &loan_returned_shape, DESK,       purpose_screening, NULL,          "back",    {ST_STOP("back_by")},   NULL, ST_STEP_CLOSES,     "Library Act Art 3" },
    { "overdue","return",   "Return",         &loan_returned_shape, DESK,       purpose_screening, NULL,          "back",    {ST_STOP("back_by")},   NULL, ST_STEP_CLOSES,     "Library Act Art 3" },
    { "lent",   "fall_due", "Overdue",        NULL,                 ST_THE_LAW, purpose_screening, NULL,          "overdue", {{0}},                  NULL, 0,                  "Library Act Art 2" },
    { NULL, NULL, NULL, NULL, 0, purpose_unknown, NULL, NULL, {{0}}, NULL, 0, NULL },
};
/* clang-format on */

const struct st_procedure lending = {
    .name = "lending",
    .title = "Lending",
    .act = "Library Act",
    .version = 1,
    .states = states,
    .steps = steps,
    .elements = elements,
    .clocks = clocks,
    .readers = DESK,
};
