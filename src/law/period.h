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

/* Counting profiles (law-time.md section 6): which clauses count, and whether they move the end. */
enum st_profile {
    ST_REG_1182 = 1, /* "reg-1182": Reg. 1182/71 as it stands: roll-over (3(4)) and two working days (3(5)) */
    ST_OWN_75,       /* "own-75": AMMR Art 75: roll-over only */
    ST_CONDITION,    /* "condition": windows of validity that are no limits for an act: raw end */
    ST_LIBERTY,      /* "liberty": maxima on deprivation of liberty: raw end, hours without rounding, never later */
    ST_ELAPSED,      /* "hours": elapsed hours, no roll-over; takes no other unit */
    ST_NATIONAL,     /* "national": transposed directives: `national` of the query, else as ST_REG_1182 */
    ST_APR_73,       /* "apr-73": the same words in APR Art 73 */
    ST_RBP_11,       /* "rbp-11": the same words in RBP Art 11 */
    ST_DATE,         /* "date": entry into force, effect, expiry, an action due on a date: Reg. 1182/71 Art 4 and 5;
                        also for the keeping of data, which no weekend makes longer */
    ST_PROFILES_END
};

struct st_period_query {
    struct st_date event;        /* a whole date, or */
    struct st_instant event_at;  /* the instant of the event (then `event` is not looked at) */
    struct st_period_length length;
    enum st_profile profile;
    struct st_str state;         /* where the action is to be taken (Art 2(1)); "EU" for the institutions */
    bool backwards;              /* counted back from the event (Art 3(4), second subparagraph) */
    /* What follows is zero for most. */
    const char *zone;            /* where the clocks of the place differ from the capital's: "Atlantic/Canary" */
    enum st_profile national;    /* how this installation counts limits of transposed directives */
    bool art5_literal;           /* reading: Art 5(2) taken by its words, a period in days is not moved (T-034) */
    bool hours_from_date;        /* the act says "after the date of": the other reading counts from its end */
    const struct st_date *local_holidays; /* regional or local ones where the action is to be taken, any order */
    size_t local_holidays_n;
    bool two_working_days_for_hours; /* reading: Art 3(5) also for 48 hours and more (T-020) */
};

struct st_period_step {
    const char *rule;     /* "T-018", a row of the specification */
    const char *citation; /* "Reg. 1182/71 Art 3(4)" */
    struct st_message text;
};

enum { ST_PERIOD_STEPS = 16 };

struct st_period_result {
    struct st_date last_day;    /* the period ends with the last hour of this day; for hours, the day it ends on */
    struct st_instant ends_at;  /* 24:00 of last_day where the action is to be taken; for hours, the end itself */
    struct st_date raw_end;     /* before any roll-over; an extension is counted from here */
    struct st_instant strict_end; /* counted from the event without rounding in the debtor's favour: for alarms */
    struct st_instant starts_at;  /* the first moment of the period (Art 3(1)); backwards, where counting starts */
    struct st_instant effect_at;  /* the first moment of last_day: what takes effect that day does so then (Art 4(2)) */
    struct st_date alt_end;     /* the last day by the other reading; unknown when there is none */
    struct st_instant alt_ends_at; /* and the moment it ends */
    const char *zone;           /* whose clocks counted: the query's, the State's, or those of Brussels */
    bool uncertain;             /* the readings differ and the law does not settle it */
    bool projected;             /* holidays computed, not yet published, were counted */
    size_t steps_n;
    struct st_period_step steps[ST_PERIOD_STEPS];
};

/* Counts. Errors: ST_E_INVALID (length 0 or over 200 years, no event, unknown State, zone or profile: the fault names
 * the field), ST_E_NEEDS (the calendar of a year that matters is not there; nothing is guessed). On an error *out is
 * not to be used. */
int st_period(struct st_period_result *out, const struct st_period_query *query, struct st_error *err);

/* Two safe dates: where readings differ, an authority keeps the earlier one as its own deadline, and a person may use a
 * right until the later one. For maxima on liberty both are the earlier one. */
struct st_date st_period_own_deadline(const struct st_period_result *result);
struct st_date st_period_right_until(const struct st_period_result *result);
/* True when an act at that moment is in time: 23:59 on the last day is (Art 3(2)). */
bool st_period_in_time(const struct st_period_result *result, struct st_instant act);

/* "72 hours", "2 months", "5 working days", "1/2 month", "1.5 months", "3 half-months". False when it is no length. */
bool st_period_length_parse(struct st_period_length *out, struct st_str text);
/* By the names above (also "ammr-75"); 0 when there is none such. */
enum st_profile st_profile_of(struct st_str name);
const char *st_profile_name(enum st_profile profile);
/* The profile of the limits of an act, by its short name as in data/member-states.csv ("AMMR", "SR", "EURODAC", "CFMR"
 * …, also "RETURN"); 0 when it is unknown. */
enum st_profile st_profile_of_act(struct st_str act);

#endif
