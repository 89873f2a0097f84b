#include "law/period.h"

#include "law/holidays.h"
#include "law/states.h"

enum { LONGEST = 200 * 366 };

/* What the clauses of a profile do with the end, and where they stand. */
enum ending { STAYS, ROLLS, ROLLS_AND_FILLS };
struct profile {
    const char *name;
    enum ending ending;
    const char *event_day, *units, *clip, *roll, *expiry, *inside;
};

#define REG_1182                                                                                                      \
    "Reg. 1182/71 Art 3(1)", "Reg. 1182/71 Art 3(2)(c)", "Reg. 1182/71 Art 3(2)(c)", "Reg. 1182/71 Art 3(4)",         \
        "Reg. 1182/71 Art 3(2)", "Reg. 1182/71 Art 3(3)"
#define OWN(act, clip, roll) act "(a)", act "(b)", act clip, act roll, act "(b)", act roll
static const struct profile profiles[ST_PROFILES_END] = {
    [ST_REG_1182] = {"reg-1182", ROLLS_AND_FILLS, REG_1182},
    [ST_OWN_75] = {"own-75", ROLLS, OWN("AMMR Art 75", "(c)", "(d)")},
    [ST_CONDITION] = {"condition", STAYS, REG_1182},
    [ST_LIBERTY] = {"liberty", STAYS, REG_1182},
    [ST_ELAPSED] = {"hours", STAYS, REG_1182},
    [ST_NATIONAL] = {"national", ROLLS_AND_FILLS, REG_1182},
    [ST_APR_73] = {"apr-73", ROLLS, OWN("APR Art 73", "(b)", "(c)")},
    [ST_RBP_11] = {"rbp-11", ROLLS, OWN("RBP Art 11", "(b)", "(c)")},
    [ST_DATE] = {"date", STAYS, REG_1182},
};

struct counting {
    struct st_period_result *out;
    const struct st_period_query *q;
    struct st_error *err;
    const struct profile *profile; /* NATIONAL is already replaced by what it stands for */
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

enum st_profile st_profile_of(struct st_str name)
{
    if (st_str_is(name, "ammr-75"))
        return ST_OWN_75;
    for (int p = ST_REG_1182; p < ST_PROFILES_END; p++)
        if (st_str_is(name, profiles[p].name))
            return (enum st_profile)p;
    return (enum st_profile)0;
}

const char *st_profile_name(enum st_profile profile) { return profiles[profile].name; }

enum st_profile st_profile_of_act(struct st_str act)
{
    static const struct {
        const char *act;
        enum st_profile profile;
    } acts[] = {
        {"AMMR", ST_OWN_75},   {"APR", ST_APR_73},   {"RBP", ST_RBP_11},    {"SR", ST_REG_1182},
        {"EURODAC", ST_ELAPSED}, {"CFMR", ST_REG_1182}, /* its own decisions; what it lengthens keeps its profile */
        {"RCD", ST_NATIONAL},  {"RETURN", ST_NATIONAL}, {"QR", ST_REG_1182}, {"URF", ST_REG_1182},
    };
    for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++)
        if (st_str_is(act, acts[i].act))
            return acts[i].profile;
    return (enum st_profile)0;
}

static bool parse_unit(enum st_period_unit *out, struct st_str word)
{
    static const struct {
        const char *one, *many;
        enum st_period_unit unit;
    } units[] = {
        {"hour", "hours", ST_HOURS},   {"day", "days", ST_DAYS},   {"week", "weeks", ST_WEEKS},
        {"month", "months", ST_MONTHS}, {"year", "years", ST_YEARS}, {"working day", "working days", ST_WORKING_DAYS},
        {"half-month", "half-months", ST_HALF_MONTHS},
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

static bool local_holiday(const struct counting *c, struct st_date day)
{
    for (size_t i = 0; i < c->q->local_holidays_n; i++)
        if (st_date_cmp(c->q->local_holidays[i], day) == 0)
            return true;
    return false;
}

static bool working(struct counting *c, struct st_date day)
{
    need_calendar(c, day.year);
    /* After a failure: stop looking. */
    return c->rc != ST_OK || (st_working_day(c->place, day) && !local_holiday(c, day));
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
        step(c, "T-013", c->profile->units, ST_MSG("Weeks end on the weekday of the event: {0}.", ST_V(end)));
        break;
    case ST_MONTHS:
    case ST_YEARS:
        end = st_date_add_months(c->event, sign * (int)l->n * (l->unit == ST_YEARS ? 12 : 1));
        if (end.day != c->event.day)
            step(c, "T-015", c->profile->clip,
                 ST_MSG("The last month lacks that date, so its last day counts: {0}.", ST_V(end)));
        else
            step(c, "T-014", c->profile->units, ST_MSG("Months and years end on the date of the event: {0}.", ST_V(end)));
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

static struct st_message why_not_working(const struct counting *c, struct st_date day, struct st_date moved)
{
    const struct st_holiday *holiday = st_holiday_on(c->place, day);

    if (holiday != NULL)
        return ST_MSG("{0} is a public holiday there ({1}), so the period ends on {2}, the next working day.", ST_V(day),
                      ST_V(holiday->name), ST_V(moved));
    if (local_holiday(c, day))
        return ST_MSG("{0} is a public holiday of that region, so the period ends on {1}, the next working day.",
                      ST_V(day), ST_V(moved));
    return ST_MSG("{0} is a Saturday or a Sunday, so the period ends on {1}, the next working day.", ST_V(day),
                  ST_V(moved));
}

/* T-018: an end on a holiday, Saturday or Sunday moves to the next working day. */
static struct st_date roll_over(struct counting *c, struct st_date end)
{
    struct st_date moved;

    if (working(c, end))
        return end;
    moved = next_working_day(c, end);
    step(c, "T-018", c->profile->roll, why_not_working(c, end, moved));
    return moved;
}

/* T-020: a period of two days or more holds at least two working days, looked for from its end. */
static struct st_date two_working_days(struct counting *c, struct st_date end)
{
    struct st_date day = end;
    int found = 0;

    for (; st_date_cmp(day, c->event) > 0 && found < 2 && c->rc == ST_OK; day = st_date_add_days(day, -1))
        found += working(c, day);
    if (found >= 2 || c->rc != ST_OK)
        return end;
    for (; found < 2 && c->rc == ST_OK; found++)
        end = next_working_day(c, end);
    step(c, "T-020", "Reg. 1182/71 Art 3(5)",
         ST_MSG("A period of two days or more holds at least two working days, so it ends on {0}.", ST_V(end)));
    return end;
}

/* The end by the clauses that move it. */
static struct st_date moved_end(struct counting *c, struct st_date raw)
{
    struct st_date end = roll_over(c, raw);
    bool one_day = c->q->length.unit == ST_DAYS && c->q->length.n < 2;
    return c->profile->ending == ROLLS_AND_FILLS && !one_day ? two_working_days(c, end) : end;
}

/* The same, asked without a trace; the raw end where the calendar is not there. */
static struct st_date moved_end_quietly(const struct counting *c, struct st_date raw)
{
    struct st_period_result scratch = {0};
    struct counting quiet = *c;
    struct st_date end;

    quiet.out = &scratch;
    quiet.err = NULL;
    quiet.profile = &profiles[ST_OWN_75];
    end = moved_end(&quiet, raw);
    return quiet.rc == ST_OK ? end : raw;
}

static void why_it_stays(struct counting *c)
{
    if (c->q->backwards)
        step(c, "T-019", "Reg. 1182/71 Art 3(4)", ST_MSG("Counted backwards: the end does not move."));
    else if (c->q->profile == ST_CONDITION)
        step(c, "T-002", "Reg. 1182/71 Art 1", ST_MSG("A condition, not a limit for an act: the end does not move."));
    else if (c->q->profile == ST_LIBERTY)
        step(c, "T-002", "Reg. 1182/71 Art 1", ST_MSG("A limit on liberty: the end is never moved to a later day."));
    else if (c->q->profile == ST_DATE)
        step(c, "T-030", "Reg. 1182/71 Art 4(1), 5(1)",
             ST_MSG("A date, not a period: weekends and holidays do not move it."));
}

/* Where the period ends, and what another reading gives. */
static void end_of_days(struct counting *c)
{
    struct st_period_result *out = c->out;
    bool national = c->q->profile == ST_NATIONAL && c->q->national == 0;

    out->last_day = out->raw_end;
    if (c->q->length.unit == ST_WORKING_DAYS)
        return;
    if (c->profile->ending == STAYS || c->q->backwards) {
        why_it_stays(c);
        if (c->q->profile == ST_CONDITION && !c->q->backwards)
            out->alt_end = moved_end_quietly(c, out->raw_end); /* TIM-9: the other reading rolls conditions too */
    } else {
        if (national)
            step(c, "T-003", "Reg. 1182/71 Art 1", ST_MSG("National law may count otherwise; none is set here."));
        else if (c->profile->ending == ROLLS)
            step(c, "T-002", "Reg. 1182/71 Art 1",
                 ST_MSG("The act counts its own periods: the rule of two working days is not in it."));
        out->last_day = moved_end(c, out->raw_end);
        if (c->profile->ending == ROLLS_AND_FILLS)
            out->alt_end = out->raw_end; /* T-034: read by its words, Art 5(2) does not move it */
    }
    if (st_date_cmp(out->alt_end, out->last_day) == 0)
        out->alt_end = (struct st_date){0};
    out->uncertain = st_date_known(out->alt_end) && (national || c->q->profile == ST_CONDITION || c->q->art5_literal);
}

/* T-034 by the flag: the two readings change places. */
static void read_art5_literally(struct counting *c)
{
    struct st_period_result *out = c->out;

    if (!c->q->art5_literal || c->profile->ending != ROLLS_AND_FILLS || !st_date_known(out->alt_end))
        return;
    out->alt_end = out->last_day;
    out->last_day = out->raw_end;
    step(c, "T-034", "Reg. 1182/71 Art 5(2)",
         ST_MSG("Read by its words, Article 5 lets the period end on {0} without moving it.", ST_V(out->last_day)));
}

/* T-017: what is not worked inside the period counts. A week holds a weekend; what is shorter is looked through. */
static void say_what_counts_inside(struct counting *c)
{
    struct st_date day = c->q->backwards ? c->out->raw_end : st_date_add_days(c->event, 1);
    struct st_date last = c->q->backwards ? st_date_add_days(c->event, -1) : c->out->raw_end;
    bool some = false;

    if (c->q->length.unit == ST_WORKING_DAYS)
        return;
    for (int i = 0; !some && i < 7 && st_date_cmp(day, last) <= 0; i++, day = st_date_add_days(day, 1))
        some = st_date_weekday(day) > 5 || st_holiday_on(c->place, day) != NULL || local_holiday(c, day);
    if (some)
        step(c, "T-017", c->profile->inside, ST_MSG("Saturdays, Sundays and public holidays inside the period count."));
}

static void at_midnight(struct counting *c, struct st_instant *out, struct st_date day)
{
    if (!st_zone_instant(out, day, 0, 0, 0, c->zone))
        c->rc = ST_E_BUG;
}

/* T-031 to T-033. */
static void say_what_the_date_means(struct counting *c)
{
    step(c, "T-031", "Reg. 1182/71 Art 4(2)",
         ST_MSG("What takes effect on {0} does so with its first hour.", ST_V(c->out->last_day)));
    step(c, "T-032", "Reg. 1182/71 Art 4(3)",
         ST_MSG("What ceases on {0} does so with its last hour.", ST_V(c->out->last_day)));
    step(c, "T-033", "Reg. 1182/71 Art 5(1)",
         ST_MSG("What is due on {0} can be done from its first to its last hour.", ST_V(c->out->last_day)));
}

static void count_days(struct counting *c)
{
    struct st_period_result *out = c->out;

    step(c, "T-011", c->profile->event_day, ST_MSG("The day of the event, {0}, is not counted.", ST_V(c->event)));
    out->raw_end = raw_end(c);
    say_what_counts_inside(c);
    end_of_days(c);
    read_art5_literally(c);
    at_midnight(c, &out->starts_at, c->q->backwards ? c->event : st_date_add_days(c->event, 1));
    at_midnight(c, &out->effect_at, out->last_day);
    at_midnight(c, &out->ends_at, st_date_add_days(out->last_day, 1));
    at_midnight(c, &out->strict_end, st_date_add_days(out->raw_end, 1));
    if (st_date_known(out->alt_end))
        at_midnight(c, &out->alt_ends_at, st_date_add_days(out->alt_end, 1));
    if (c->q->profile == ST_DATE)
        say_what_the_date_means(c);
    else
        step(c, "T-012", c->profile->expiry, ST_MSG("The period ends with the last hour of {0}.", ST_V(out->last_day)));
}

/* ---- Hours ---- */

static struct st_date day_of(const struct counting *c, struct st_instant t)
{
    struct st_local local = {0};
    (void)st_zone_local(&local, t, c->zone);
    return local.date;
}

/* The beginning of the next full local hour. */
static struct st_instant next_hour(const struct counting *c, struct st_instant t)
{
    struct st_local local = {0};
    int64_t part = t.us % ST_SECOND;

    (void)st_zone_local(&local, t, c->zone);
    t.us -= part < 0 ? part + ST_SECOND : part;
    t.us += ST_HOUR - (local.minute * 60 + local.second) * ST_SECOND;
    return t;
}

static struct st_instant hours_after(struct st_instant t, int64_t n) { return (struct st_instant){t.us + n * ST_HOUR}; }

/* The last day that a period ending at t touches. */
static struct st_date last_day_before(const struct counting *c, struct st_instant t)
{
    return day_of(c, (struct st_instant){t.us - 1});
}

/* "After the date of": the other reading counts from the end of the day of the event. */
static void outer_hours(struct counting *c)
{
    struct st_period_result *out = c->out;
    struct st_instant midnight = {0};

    if (c->q->profile == ST_LIBERTY || (st_instant_known(c->q->event_at) && !c->q->hours_from_date))
        return;
    at_midnight(c, &midnight, st_date_add_days(c->event, 1));
    out->alt_ends_at = hours_after(midnight, c->q->length.n);
    out->alt_end = last_day_before(c, out->alt_ends_at);
    out->uncertain = true;
    step(c, "T-010", "Reg. 1182/71 Art 3(1)",
         ST_MSG("Counted from the end of the day of the event, the hours end at {0}.", ST_V(out->alt_ends_at)));
}

/* T-020 by the flag: a period of 48 hours and more that holds no two working days is extended by days. */
static void fill_hours(struct counting *c)
{
    struct st_period_result *out = c->out;
    struct st_date filled;

    if (!c->q->two_working_days_for_hours || c->q->length.n < 48 || c->q->profile == ST_LIBERTY)
        return;
    filled = two_working_days(c, out->last_day);
    if (st_date_cmp(filled, out->last_day) == 0)
        return;
    out->alt_end = out->last_day;
    out->alt_ends_at = out->ends_at;
    out->uncertain = true;
    out->last_day = filled;
    at_midnight(c, &out->ends_at, st_date_add_days(filled, 1));
}

/* T-010: the period begins with the next full local hour; hours are elapsed hours, whatever the clocks show. */
static void count_hours(struct counting *c)
{
    struct st_period_result *out = c->out;
    struct st_instant event = c->q->event_at;
    int64_t n = c->q->length.n;

    if (!st_instant_known(event)) {
        at_midnight(c, &event, c->event);
        step(c, "T-010", "Reg. 1182/71 Art 3(1)", ST_MSG("Only the day is known: its first moment stands for the event."));
    }
    if (c->q->profile == ST_LIBERTY) {
        out->starts_at = event;
        step(c, "T-002", "Reg. 1182/71 Art 1", ST_MSG("A limit on liberty: the hours run from the event itself."));
    } else {
        out->starts_at = next_hour(c, event);
        step(c, "T-010", "Reg. 1182/71 Art 3(1)",
             ST_MSG("The hour of the event is not counted; the period runs from the next full hour, {0}.",
                    ST_V(out->starts_at)));
    }
    out->strict_end = hours_after(event, n);
    out->ends_at = hours_after(out->starts_at, n);
    out->last_day = last_day_before(c, out->ends_at);
    out->raw_end = last_day_before(c, out->strict_end);
    at_midnight(c, &out->effect_at, out->last_day);
    step(c, "T-018", "Reg. 1182/71 Art 3(4)", ST_MSG("Periods in hours are not moved by weekends or holidays."));
    outer_hours(c);
    fill_hours(c);
}

/* ---- The question ---- */

static int64_t longest_days(const struct st_period_length *l)
{
    static const int days[] = {
        [ST_HOURS] = 1, [ST_DAYS] = 1, [ST_WEEKS] = 7, [ST_MONTHS] = 31, [ST_YEARS] = 366, [ST_WORKING_DAYS] = 3,
        [ST_HALF_MONTHS] = 16,
    };
    return l->n > LONGEST ? l->n : l->n * days[l->unit];
}

static int check_length(struct counting *c)
{
    const struct st_period_query *q = c->q;

    if (q->length.n <= 0 || q->length.unit < ST_HOURS || q->length.unit > ST_HALF_MONTHS)
        return st_fail(c->err, ST_E_INVALID, "length", ST_MSG("The length of the period must be more than nothing."), "",
                       "Write it as 7 days, 2 months or 72 hours.");
    if (longest_days(&q->length) > LONGEST)
        return st_fail(c->err, ST_E_INVALID, "length", ST_MSG("No legal period is as long as that."), "",
                       "Give a length of at most 200 years.");
    if (q->backwards && q->length.unit == ST_HOURS)
        return st_fail(c->err, ST_E_INVALID, "length", ST_MSG("Hours are not counted backwards."), "",
                       "Count back in days.");
    if (q->profile == ST_ELAPSED && q->length.unit != ST_HOURS)
        return st_fail(c->err, ST_E_INVALID, "length", ST_MSG("The profile hours counts hours only."), "",
                       "Give the length in hours, or choose the profile of the act.");
    return ST_OK;
}

static int check(struct counting *c)
{
    const struct st_period_query *q = c->q;
    struct st_local local;

    if (q->profile <= 0 || q->profile >= ST_PROFILES_END || q->national < 0 || q->national >= ST_PROFILES_END)
        return st_fail(c->err, ST_E_INVALID, "profile", ST_MSG("There is no such counting profile."), "",
                       "Use reg-1182, own-75, apr-73, rbp-11, condition, liberty, hours, national or date.");
    if (check_length(c) != ST_OK)
        return ST_E_INVALID;
    if (st_state_of(q->state) == NULL && !st_str_is(q->state, "EU"))
        return st_fail(c->err, ST_E_INVALID, "state", ST_MSG("This is no Member State or associated State."),
                       "Reg. 1182/71 Art 2(1)", "Use the two letters of the State, as IT or EL.");
    if (q->zone != NULL && !st_zone_local(&local, q->event_at, q->zone))
        return st_fail(c->err, ST_E_INVALID, "zone", ST_MSG("There is no such time zone."), "Reg. 1182/71 Art 2(1)",
                       "Use a name as Atlantic/Canary.");
    if (!st_instant_known(q->event_at) && !(st_date_whole(q->event) && st_date_valid(q->event)))
        return st_fail(c->err, ST_E_INVALID, "event", ST_MSG("The event needs a whole date."), "Reg. 1182/71 Art 3(1)",
                       "Write it as 2026-09-17 or 2026-09-17T10:30.");
    return ST_OK;
}

/* Room on both sides for the longest period, so that no count leaves the calendar. */
static int check_year(struct counting *c)
{
    if (c->event.year > 1000 && c->event.year < 9000)
        return ST_OK;
    return st_fail(c->err, ST_E_INVALID, "event", ST_MSG("The event lies in no year that the law can mean."),
                   "Reg. 1182/71 Art 3(1)", "Check the year.");
}

int st_period(struct st_period_result *out, const struct st_period_query *q, struct st_error *err)
{
    struct counting c = {.out = out, .q = q, .err = err, .event = q->event, .zone = "Europe/Brussels", .place = "EU"};
    const struct st_member_state *state = st_state_of(q->state);

    *out = (struct st_period_result){0};
    if (check(&c) != ST_OK)
        return ST_E_INVALID;
    c.profile = &profiles[q->profile == ST_NATIONAL && q->national != 0 ? q->national : q->profile];
    if (state != NULL) {
        memcpy(c.place, state->code, strlen(state->code) + 1);
        c.zone = state->zone;
    }
    if (q->zone != NULL)
        c.zone = q->zone;
    out->zone = c.zone;
    if (st_instant_known(q->event_at))
        c.event = day_of(&c, q->event_at);
    if (check_year(&c) != ST_OK)
        return ST_E_INVALID;
    if (q->length.unit == ST_HOURS)
        count_hours(&c);
    else
        count_days(&c);
    if (out->projected)
        step(&c, "T-004", "Reg. 1182/71 Art 2(1)",
             ST_MSG("Holidays of a year whose list is not yet published were computed."));
    return c.rc;
}

/* ---- Using the answer ---- */

struct st_date st_period_own_deadline(const struct st_period_result *r)
{
    bool other = st_date_known(r->alt_end) && st_date_cmp(r->alt_end, r->last_day) < 0;
    return other ? r->alt_end : r->last_day;
}

struct st_date st_period_right_until(const struct st_period_result *r)
{
    bool other = st_date_known(r->alt_end) && st_date_cmp(r->alt_end, r->last_day) > 0;
    return other ? r->alt_end : r->last_day;
}

bool st_period_in_time(const struct st_period_result *r, struct st_instant act) { return act.us < r->ends_at.us; }
