/* How the law counts time: Reg. (EEC, Euratom) No 1182/71 and the own clauses of the acts.
 *
 * A period runs from an event. Days, weeks, months and years are counted from the day after the event's; hours from the
 * next full hour. Which rules move the end depends on the act, so every question names a counting profile. The answer
 * carries the rules that made it, by their ids in the specification (T-010 …), and where readings differ both ends. */
#ifndef ST_LAW_PERIOD_H
#define ST_LAW_PERIOD_H

#include "base/error.h"

enum st_period_unit {
    ST_HOURS = 1,
    ST_DAYS,
    ST_WEEKS,
    ST_MONTHS,
    ST_YEARS,
    ST_WORKING_DAYS,
    ST_HALF_MONTHS /* 3 = one month and a half */
};

struct st_period_length {
    int64_t n;
    enum st_period_unit unit;
};

/* Counting profiles. */
enum st_profile {
    ST_REG_1182 = 1, /* Reg. 1182/71 as it stands: roll-over (3(4)) and two working days (3(5)) */
    ST_OWN_75,       /* AMMR Art 75, APR Art 73, RBP Art 11: roll-over only */
    ST_CONDITION,    /* validity windows that are no limits for an act: raw end */
    ST_LIBERTY,      /* maxima on deprivation of liberty: raw end, never later */
    ST_ELAPSED,      /* "hours": elapsed hours, no roll-over */
    ST_NATIONAL      /* transposed directives: the installation's rule, else as ST_REG_1182 */
};

struct st_period_query {
    struct st_date event;        /* a whole date, or */
    struct st_instant event_at;  /* the instant of the event (then `event` is not looked at) */
    struct st_period_length length;
    enum st_profile profile;
    struct st_str state;         /* where the action is to be taken (Art 2(1)); "EU" for the institutions */
    bool backwards;              /* counted back from the event (Art 3(4), second subparagraph) */
};

struct st_period_step {
    const char *rule;     /* "T-018" */
    const char *citation; /* "Reg. 1182/71 Art 3(4)" */
    struct st_message text;
};

enum { ST_PERIOD_STEPS = 16 };

struct st_period_result {
    struct st_date last_day;    /* the period ends with the last hour of this day; for hours, the day it ends on */
    struct st_instant ends_at;  /* 24:00 of last_day where the action is to be taken; for hours, the end itself */
    struct st_date raw_end;     /* before any roll-over */
    struct st_instant strict_end; /* counted from the event without rounding in the debtor's favour: for alarms */
    struct st_date alt_end;     /* the other reading; unknown when there is none */
    bool uncertain;             /* the readings differ and the law does not settle it */
    bool projected;             /* holidays computed, not yet published, were counted */
    size_t steps_n;
    struct st_period_step steps[ST_PERIOD_STEPS];
};

/* Counts. Errors: ST_E_INVALID (length 0, no event, unknown State: the fault names the field), ST_E_NEEDS (the calendar
 * of a year that matters is not there; nothing is guessed). */
int st_period(struct st_period_result *out, const struct st_period_query *query, struct st_error *err);

/* "72 hours", "2 months", "5 working days", "1/2 month", "1.5 months". False when it is no length. */
bool st_period_length_parse(struct st_period_length *out, struct st_str text);
/* "reg-1182", "own-75" (also "ammr-75"), "condition", "liberty", "hours", "national"; 0 when there is none such. */
enum st_profile st_profile_of(struct st_str name);
const char *st_profile_name(enum st_profile profile);

#endif
