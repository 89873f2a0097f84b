#include "law/period.h"

#include "law/holidays.h"
#include "law/states.h"

enum { LONGEST = 100 * 366 };

struct counting {
    struct st_period_result *out;
    const struct st_period_query *q;
    struct st_error *err;
    char place[4];
    const char *zone;
    struct st_date event;
    int rc;
};

static void step(struct counting *c, const char *rule, const char *citation, struct st_message text)
{
    if (c->out->steps_n < ST_PERIOD_STEPS)
        c->out->steps[c->out->steps_n++] = (struct st_period_step){rule, citation, text};
}

/* ---- Names ---- */

static const char *const profiles[] = {
    [ST_REG_1182] = "reg-1182", [ST_OWN_75] = "own-75", [ST_CONDITION] = "condition",
    [ST_LIBERTY] = "liberty",   [ST_ELAPSED] = "hours", [ST_NATIONAL] = "national",
};

enum st_profile st_profile_of(struct st_str name)
{
    if (st_str_is(name, "ammr-75"))
        return ST_OWN_75;
    for (int p = ST_REG_1182; p <= ST_NATIONAL; p++)
        if (st_str_is(name, profiles[p]))
            return (enum st_profile)p;
    return (enum st_profile)0;
}

const char *st_profile_name(enum st_profile profile) { return profiles[profile]; }

static bool parse_unit(enum st_period_unit *out, struct st_str word)
{
    static const struct {
        const char *one, *many;
        enum st_period_unit unit;
    } units[] = {
        {"hour", "hours", ST_HOURS},   {"day", "days", ST_DAYS},   {"week", "weeks", ST_WEEKS},
        {"month", "months", ST_MONTHS}, {"year", "years", ST_YEARS}, {"working day", "working days", ST_WORKING_DAYS},
    };
    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
        if (st_str_is(word, units[i].one) || st_str_is(word, units[i].many)) {
            *out = units[i].unit;
            return true;
        }
    return false;
}

bool st_period_length_parse(struct st_period_length *out, struct st_str text)
{
    struct st_str rest = st_str_trim(text), number = st_str_cut(&rest, ' ');
    bool half = false;

    if (!parse_unit(&out->unit, st_str_trim(rest)))
        return false;
    if (st_str_is(number, "1/2") || st_str_is(number, "½"))
        number = ST_S("0"), half = true;
    else if (st_str_ends(number, ".5"))
        number.n -= 2, half = true;
    if (!st_str_to_int64(&out->n, number) || out->n < 0 || out->n > LONGEST)
        return false;
    if (half) {
        if (out->unit != ST_MONTHS)
            return false;
        out->n = 2 * out->n + 1;
        out->unit = ST_HALF_MONTHS;
    }
    return true;
}

/* ---- Days ---- */

static void need_calendar(struct counting *c, int year)
{
    bool projected = false;

    if (c->rc != ST_OK)
        return;
    if (!st_calendar_known(c->place, year, &projected))
        c->rc = st_fail(c->err, ST_E_NEEDS, "state", ST_MSG("The public holidays of {0} in {1} are not known here.",
                                                            st_value_str(c->q->state), ST_V(year)),
                        "Reg. 1182/71 Art 2(1)", "Load the list of that year; no date is guessed.");
    c->out->projected |= projected;
}

static bool working(struct counting *c, struct st_date day)
{
    need_calendar(c, day.year);
    return c->rc != ST_OK || st_working_day(c->place, day); /* after a failure: stop looking */
}

static struct st_date next_working_day(struct counting *c, struct st_date day)
{
    do
        day = st_date_add_days(day, 1);
    while (!working(c, day));
    return day;
}

static struct st_date add_working_days(struct counting *c, struct st_date day, int64_t n, int direction)
{
    for (int64_t left = n; left > 0 && c->rc == ST_OK;) {
        day = st_date_add_days(day, direction);
        left -= working(c, day);
    }
    step(c, "T-005", "Reg. 1182/71 Art 2(2)",
         ST_MSG("Working days are counted: no public holidays, Saturdays or Sundays. {0} of them end on {1}.", ST_V((long)n),
                ST_V(day)));
    return day;
}

/* The day that the period ends with before anything moves it. */
static struct st_date raw_end(struct counting *c)
{
    const struct st_period_length *l = &c->q->length;
    int sign = c->q->backwards ? -1 : 1;
    struct st_date end = c->event;

    switch (l->unit) {
    case ST_DAYS: end = st_date_add_days(c->event, sign * l->n); break;
    case ST_WEEKS:
        end = st_date_add_days(c->event, sign * 7 * l->n);
        step(c, "T-013", "Reg. 1182/71 Art 3(2)(c)", ST_MSG("Weeks end on the weekday of the event: {0}.", ST_V(end)));
        break;
    case ST_MONTHS:
    case ST_YEARS:
        end = st_date_add_months(c->event, sign * (int)l->n * (l->unit == ST_YEARS ? 12 : 1));
        if (end.day != c->event.day)
            step(c, "T-015", "Reg. 1182/71 Art 3(2)(c)",
                 ST_MSG("The last month lacks that date, so its last day counts: {0}.", ST_V(end)));
        else
            step(c, "T-014", "Reg. 1182/71 Art 3(2)(c)", ST_MSG("Months and years end on the date of the event: {0}.",
                                                                ST_V(end)));
        break;
    case ST_HALF_MONTHS:
        end = st_date_add_months(c->event, sign * (int)(l->n / 2));
        end = st_date_add_days(end, sign * 15 * (l->n % 2));
        step(c, "T-016", "Reg. 1182/71 Art 3(2)(d)", ST_MSG("Half a month is fifteen days: {0}.", ST_V(end)));
        break;
    case ST_WORKING_DAYS: end = add_working_days(c, c->event, l->n, sign); break;
    case ST_HOURS: break;
    }
    return end;
}

/* T-018: an end on a holiday, Saturday or Sunday moves to the next working day. */
static struct st_date roll_over(struct counting *c, struct st_date end, const char *rule, const char *citation)
{
    struct st_date moved;

    if (working(c, end))
        return end;
    moved = next_working_day(c, end);
    step(c, rule, citation, ST_MSG("{0} is no working day there, so the period ends on {1}.", ST_V(end), ST_V(moved)));
    return moved;
}

/* T-020: a period of two days or more holds at least two working days. */
static struct st_date two_working_days(struct counting *c, struct st_date end)
{
    struct st_date day = c->event;
    int found = 0;

    if (c->q->length.unit == ST_DAYS && c->q->length.n < 2)
        return end;
    while (st_date_cmp(day, end) < 0 && found < 2 && c->rc == ST_OK) {
        day = st_date_add_days(day, 1);
        found += working(c, day);
    }
    if (found >= 2 || c->rc != ST_OK)
        return end;
    for (; found < 2 && c->rc == ST_OK; found++)
        end = next_working_day(c, end);
    step(c, "T-020", "Reg. 1182/71 Art 3(5)",
         ST_MSG("A period of two days or more holds at least two working days, so it ends on {0}.", ST_V(end)));
    return end;
}

static struct st_date move_end(struct counting *c, struct st_date end)
{
    if (c->q->backwards) {
        step(c, "T-019", "Reg. 1182/71 Art 3(4)", ST_MSG("Counted backwards: the end does not move."));
        return end;
    }
    switch (c->q->profile) {
    case ST_CONDITION:
        step(c, "T-002", "Reg. 1182/71 Art 1", ST_MSG("A condition, not a limit for an act: the end does not move."));
        return end;
    case ST_LIBERTY:
        step(c, "T-002", "Reg. 1182/71 Art 1", ST_MSG("A limit on liberty: the end is never moved to a later day."));
        return end;
    case ST_OWN_75: return roll_over(c, end, "TIM", "AMMR Art 75");
    case ST_NATIONAL:
        step(c, "T-003", "Reg. 1182/71 Art 1", ST_MSG("National law may count otherwise; none is set here."));
        return two_working_days(c, roll_over(c, end, "T-018", "Reg. 1182/71 Art 3(4)"));
    case ST_REG_1182:
    case ST_ELAPSED: break;
    }
    return two_working_days(c, roll_over(c, end, "T-018", "Reg. 1182/71 Art 3(4)"));
}

static void count_days(struct counting *c)
{
    struct st_period_result *out = c->out;
    struct st_date after;

    step(c, "T-011", "Reg. 1182/71 Art 3(1)", ST_MSG("The day of the event, {0}, is not counted.", ST_V(c->event)));
    out->raw_end = raw_end(c);
    out->last_day = c->q->length.unit == ST_WORKING_DAYS ? out->raw_end : move_end(c, out->raw_end);
    if (st_date_cmp(out->last_day, out->raw_end) != 0)
        out->alt_end = out->raw_end; /* T-034: read literally, Art 5(2) would not move it */
    after = st_date_add_days(out->last_day, 1);
    if (!st_zone_instant(&out->ends_at, after, 0, 0, 0, c->zone) ||
        !st_zone_instant(&out->strict_end, st_date_add_days(out->raw_end, 1), 0, 0, 0, c->zone))
        c->rc = ST_E_BUG;
    step(c, "T-012", "Reg. 1182/71 Art 3(2)", ST_MSG("The period ends with the last hour of {0}.", ST_V(out->last_day)));
}

/* ---- Hours ---- */

/* T-010: the period begins with the next full local hour; hours are elapsed hours, whatever the clocks show. */
static void count_hours(struct counting *c)
{
    struct st_period_result *out = c->out;
    struct st_instant event = c->q->event_at, start;
    struct st_local local = {0};
    bool date_only = !st_instant_known(event);

    if (date_only && !st_zone_instant(&event, c->event, 0, 0, 0, c->zone))
        c->rc = ST_E_BUG;
    (void)st_zone_local(&local, event, c->zone);
    start.us = event.us + ST_HOUR - (local.minute * 60 + local.second) * ST_SECOND - event.us % ST_SECOND;
    out->strict_end.us = event.us + c->q->length.n * ST_HOUR;
    out->ends_at.us = start.us + c->q->length.n * ST_HOUR;
    step(c, "T-010", "Reg. 1182/71 Art 3(1)",
         ST_MSG("The hour of the event is not counted; the period runs from the next full hour."));
    if (date_only) { /* "after the date of": the outer reading counts from the end of that day */
        struct st_instant end_of_day;
        (void)st_zone_instant(&end_of_day, st_date_add_days(c->event, 1), 0, 0, 0, c->zone);
        (void)st_zone_local(&local, (struct st_instant){end_of_day.us + c->q->length.n * ST_HOUR}, c->zone);
        out->alt_end = local.date;
        out->uncertain = true;
    }
    (void)st_zone_local(&local, (struct st_instant){out->ends_at.us - 1}, c->zone);
    out->last_day = local.date;
    (void)st_zone_local(&local, (struct st_instant){out->strict_end.us - 1}, c->zone);
    out->raw_end = local.date;
    step(c, "T-018", "Reg. 1182/71 Art 3(4)", ST_MSG("Periods in hours are not moved by weekends or holidays."));
}

static int check(struct counting *c)
{
    const struct st_period_query *q = c->q;

    if (q->length.n <= 0 || q->length.n > LONGEST)
        return st_fail(c->err, ST_E_INVALID, "length", ST_MSG("The length of the period must be more than nothing."), "",
                       "Write it as 7 days, 2 months or 72 hours.");
    if (st_state_of(q->state) == NULL && !st_str_is(q->state, "EU"))
        return st_fail(c->err, ST_E_INVALID, "state", ST_MSG("This is no Member State or associated State."),
                       "Reg. 1182/71 Art 2(1)", "Use the two letters of the State, as IT or EL.");
    if (!st_instant_known(q->event_at) && !st_date_whole(q->event))
        return st_fail(c->err, ST_E_INVALID, "event", ST_MSG("The event needs a whole date."), "Reg. 1182/71 Art 3(1)",
                       "Write it as 2026-09-17 or 2026-09-17T10:30.");
    if (q->profile == 0)
        return st_fail(c->err, ST_E_INVALID, "profile", ST_MSG("There is no such counting profile."), "",
                       "Use reg-1182, own-75, condition, liberty, hours or national.");
    if (q->backwards && q->length.unit == ST_HOURS)
        return st_fail(c->err, ST_E_INVALID, "length", ST_MSG("Hours are not counted backwards."), "",
                       "Count back in days.");
    return ST_OK;
}

int st_period(struct st_period_result *out, const struct st_period_query *q, struct st_error *err)
{
    struct counting c = {.out = out, .q = q, .err = err, .event = q->event, .zone = "Europe/Brussels", .place = "EU"};
    const struct st_member_state *state = st_state_of(q->state);
    struct st_local local;

    *out = (struct st_period_result){0};
    c.rc = check(&c);
    if (c.rc != ST_OK)
        return c.rc;
    if (state != NULL) {
        memcpy(c.place, state->code, strlen(state->code) + 1);
        c.zone = state->zone;
    }
    if (st_instant_known(q->event_at) && st_zone_local(&local, q->event_at, c.zone))
        c.event = local.date;
    if (q->length.unit == ST_HOURS)
        count_hours(&c);
    else
        count_days(&c);
    if (out->projected)
        step(&c, "T-004", "Reg. 1182/71 Art 2(1)",
             ST_MSG("Holidays of a year whose list is not yet published were computed."));
    return c.rc;
}
