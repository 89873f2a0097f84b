#include "law/eurodac_time.h"

#include "law/words.h"

ST_CODES_DEFINE(transmission_clock, TRANSMISSION_CLOCK_KIND)
ST_SHAPE_DEFINE(transmission_clock_facts, TRANSMISSION_CLOCK_FACTS, "What is known for the transmission", "Eurodac Art 15 to 26")
ST_SHAPE_DEFINE(transmission_clock_outcome, TRANSMISSION_CLOCK_OUTCOME, "By when the data go to Eurodac", "Eurodac Art 15 to 26")

#define EURODAC_APPLIES 2026, 6, 12

/* What the articles say of a category. Hours are parameters; empty: the act has no such rule there. */
struct clock_row {
    enum eurodac_category category;
    const char *limit, *late;     /* articles: the time limit; that the duty stays when it is missed (X1) */
    const char *retake, *health;  /* X2 to X5 */
    bool retake_hours, health_hours;
    const char *technical;        /* X6 */
    bool from_date;               /* "after the date of" (X13) */
};

static const struct clock_row rows[] = {
    {eurodac_category_applicant, "Eurodac Art 15(1)(a)", "Eurodac Art 15(1)", "Eurodac Art 15(1)", "Eurodac Art 15(2)",
     true, true, "Eurodac Art 15(2)", false},
    {eurodac_category_admission_granted, "Eurodac Art 18(2)", "Eurodac Art 18(3)", "Eurodac Art 18(3)",
     "Eurodac Art 18(3)", false, false, NULL, false},
    {eurodac_category_admission_refused, "Eurodac Art 18(2)", "Eurodac Art 18(3)", "Eurodac Art 18(3)",
     "Eurodac Art 18(3)", false, false, NULL, false},
    {eurodac_category_admission_discontinued, "Eurodac Art 18(2)", "Eurodac Art 18(3)", "Eurodac Art 18(3)",
     "Eurodac Art 18(3)", false, false, NULL, false},
    {eurodac_category_admission_registered, "Eurodac Art 18(1)", "Eurodac Art 18(3)", "Eurodac Art 18(3)",
     "Eurodac Art 18(3)", false, false, NULL, false},
    {eurodac_category_national_resettlement, "Eurodac Art 20(1)", "Eurodac Art 20(2)", "Eurodac Art 20(2)",
     "Eurodac Art 20(3)", false, true, NULL, false},
    {eurodac_category_irregular_crossing, "Eurodac Art 22(2)", "Eurodac Art 22(5)", "Eurodac Art 22(5)",
     "Eurodac Art 22(6)", true, true, "Eurodac Art 22(6)", true},
    {eurodac_category_illegal_stay, "Eurodac Art 23(2)", "Eurodac Art 23(4)", "Eurodac Art 23(4)", "Eurodac Art 23(5)",
     true, true, "Eurodac Art 23(5)", false},
    {eurodac_category_disembarked, "Eurodac Art 24(2)", "Eurodac Art 24(4)", "Eurodac Art 24(4)", "Eurodac Art 24(5)",
     true, true, "Eurodac Art 24(5)", true},
    {eurodac_category_temporary_protection, "Eurodac Art 26(2)", "Eurodac Art 26(3)", "Eurodac Art 26(3)",
     "Eurodac Art 26(4)", true, true, "Eurodac Art 26(4)", false},
};

static const struct clock_row *row_of(unsigned category)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (rows[i].category == category)
            return &rows[i];
    return NULL;
}

/* Categories and persons of whom nothing goes to Eurodac. */
static bool nothing_goes(struct st_run *r, const struct transmission_clock_facts *f, unsigned category)
{
    if (row_of(category) == NULL) {
        because(r, "Eurodac Art 37(4)", "A request of this kind has no time limit for a transmission.");
        return true;
    }
    if (category == eurodac_category_temporary_protection &&
        st_date_cmp(st_as_of(r), st_param_date(r, "eurodac.tp.start")) < 0) {
        because(r, "Eurodac Art 63(2)", "Beneficiaries of temporary protection are recorded only from {0}.",
                ST_V(st_param_date(r, "eurodac.tp.start")));
        return true;
    }
    if (category == eurodac_category_irregular_crossing && is(r, f->turned_back)) {
        if (!is(r, f->remains_physically) || is(r, f->custody_until_removal)) {
            because(r, "Eurodac Art 22(1)",
                    "Turned back, and gone or in custody the whole time until removal: no biometrics are taken.");
            return true;
        }
        because(r, "Eurodac Art 22(1) and (2)",
                "Turned back, but still on the territory and not in custody throughout. Paragraph 1 asks for biometrics, "
                "paragraph 2 for data of those not turned back. Read so that the data are sent.");
    }
    if (category == eurodac_category_admission_registered && !is(r, f->comparison_needed)) {
        because(r, "Eurodac Art 18(1)", "A negative conclusion is reached without a comparison: nothing is sent.");
        return true;
    }
    return false;
}

static const char *zone_of(struct st_run *r, const struct transmission_clock_facts *f)
{
    return known(r, f->zone) ? st_str_z(st_run_arena(r), f->zone) : NULL;
}

/* Counts `hours` from an instant; by both readings where the act says "after the date of". False when that cannot be
 * counted. */
static bool count_hours(struct st_run *r, const struct transmission_clock_facts *f,
                        struct transmission_clock_outcome *o, const struct st_instant *from, int64_t hours,
                        bool from_date)
{
    struct st_period_query q = {.event_at = st_ask_instant(r, from), .length = {hours, ST_HOURS}, .profile = ST_ELAPSED,
                                .state = text(r, f->member_state), .zone = zone_of(r, f), .hours_from_date = from_date};
    struct st_period_result p = period(r, &q, *from, f->member_state);

    if (!st_date_known(p.last_day))
        return false;
    o->clock = transmission_clock_limit;
    o->hours = (struct st_number){hours, true};
    o->strict_end = p.strict_end;
    o->ends_at = p.ends_at;
    o->outer_end = from_date ? p.alt_ends_at : p.ends_at;
    o->uncertain = st_tri_of(from_date);
    return true;
}

/* Why the clock on the officer's desk shows another end than the sentence before. */
static void alarm(struct st_run *r, const struct transmission_clock_outcome *o)
{
    if (o->strict_end.us != o->ends_at.us)
        because(r, "Reg. 1182/71 Art 3(1)", "The hour of the event itself is not counted. Alarms count it, and keep {0}.",
                ST_V(o->strict_end));
}

/* X4, X5: health measures; X2, X3: fingertips. True when one of them rules the clock. */
static bool hindered(struct st_run *r, const struct transmission_clock_facts *f, struct transmission_clock_outcome *o,
                     const struct clock_row *row)
{
    bool health = is(r, f->health_measures), tips = !health && is(r, f->fingertips_unusable);
    bool hours = health ? row->health_hours : row->retake_hours;
    const char *article = health ? row->health : row->retake;
    int64_t n = st_param_number(r, health ? "eurodac.health_hours" : "eurodac.retake_hours");

    if (!health && !tips)
        return false;
    if (!hours) {
        o->clock = transmission_clock_as_soon_as_possible;
        because(r, article, "Taken and sent as soon as possible after the hindrance; here the act has no limit in hours.");
    } else if (health ? known(r, f->health_ended_at) : known(r, f->retaken_at)) {
        if (!count_hours(r, f, o, health ? &f->health_ended_at : &f->retaken_at, n, false))
            return true;
        because(r, article,
                health ? "The health grounds ended on {0}: sent as soon as possible, at the latest {1} hours later, by {2}."
                       : "Successfully taken again on {0}: sent as soon as possible, at the latest {1} hours later, by {2}.",
                ST_V(health ? f->health_ended_at : f->retaken_at), ST_V(n), ST_V(o->ends_at));
        alarm(r, o);
    } else {
        o->clock = transmission_clock_waiting;
        because(r, article,
                health ? "Health measures make capture impossible: taken and sent at the latest {0} hours after they end."
                       : "Fingertips give no usable prints: they are taken again and sent at the latest {0} hours after success.",
                ST_V(n));
    }
    return true;
}

/* The last day that the notified influx counts: what was notified, at most one month (Art 24(6)). */
static struct st_date influx_end(struct st_run *r, struct st_date from, struct st_date until)
{
    struct st_date most = st_date_add_months(from, (int)st_param_number(r, "eurodac.influx_months"));
    return st_date_cmp(until, most) > 0 ? most : until;
}

/* X7: the influx was notified, and the disembarkation lies in the time notified. */
static bool in_influx(struct st_run *r, const struct transmission_clock_facts *f, unsigned category)
{
    struct st_date from, until;
    struct st_period_query day = {.event_at = f->event_at, .length = {1, ST_DAYS}, .profile = ST_LIBERTY,
                                  .state = f->member_state, .zone = zone_of(r, f)};
    struct st_date on;

    if (category != eurodac_category_disembarked || !is(r, f->influx_notified))
        return false;
    from = date(r, f->influx_from);
    until = date(r, f->influx_until);
    on = period(r, &day, f->event_at, f->member_state).last_day;
    if (!st_date_known(on) || !st_date_known(from) || !st_date_known(until))
        return false; /* what is missing is needed, and says so */
    on = st_date_add_days(on, -1);
    until = influx_end(r, from, until);
    if (st_date_cmp(from, on) > 0 || st_date_cmp(on, until) > 0) {
        because(r, "Eurodac Art 24(6)", "The disembarkation lies outside the time notified, {0} to {1}.", ST_V(from),
                ST_V(until));
        return false;
    }
    because(r, "Eurodac Art 24(6)", "A sudden influx was notified for {0} to {1}: the limit is {2} hours longer.", ST_V(from),
            ST_V(until), ST_V(st_param_number(r, "eurodac.influx_hours")));
    return true;
}

/* X6 to X8: both stretch the same limit, so together they give no more than one of them. */
static int64_t extension(struct st_run *r, const struct transmission_clock_facts *f, unsigned category,
                         const struct clock_row *row)
{
    int64_t longer = in_influx(r, f, category) ? st_param_number(r, "eurodac.influx_hours") : 0;

    if (row->technical != NULL && is(r, f->technical_problems)) {
        int64_t hours = st_param_number(r, "eurodac.technical_hours");
        because(r, row->technical, "Serious technical problems: the limit is {0} hours longer, for the continuity plan.",
                ST_V(hours));
        if (longer > 0)
            because(r, "Eurodac Art 24(5) and (6)", "Both reasons stretch the same limit; they are not added.");
        longer = hours > longer ? hours : longer;
    }
    return longer;
}

/* X9: custody of more than 72 hours. */
static bool before_release(struct st_run *r, const struct transmission_clock_facts *f,
                           struct transmission_clock_outcome *o, unsigned category)
{
    if (category != eurodac_category_irregular_crossing || !is(r, f->custody_over_72h))
        return false;
    o->clock = transmission_clock_before_release;
    if (known(r, f->release_at))
        o->strict_end = o->ends_at = o->outer_end = instant(r, f->release_at);
    o->uncertain = ST_NO;
    because(r, "Eurodac Art 22(4)", "Kept in custody for more than 72 hours: the data are sent before release.");
    return true;
}

/* Ten days from registration (Art 26(2)), with the hours for technical problems after them. */
static void temporary_protection(struct st_run *r, const struct transmission_clock_facts *f,
                                 struct transmission_clock_outcome *o, const struct clock_row *row)
{
    int64_t days = st_param_number(r, "eurodac.tp_days");
    struct st_period_query q = {.event_at = instant(r, f->event_at), .length = {days, ST_DAYS}, .profile = ST_LIBERTY,
                                .state = text(r, f->member_state), .zone = zone_of(r, f)};
    struct st_period_result nominal = period(r, &q, f->event_at, f->member_state), outer;
    int64_t longer = extension(r, f, eurodac_category_temporary_protection, row);

    if (!st_date_known(nominal.last_day))
        return;
    q.profile = ST_REG_1182;
    outer = period(r, &q, f->event_at, f->member_state);
    if (!st_date_known(outer.last_day))
        return;
    o->clock = transmission_clock_limit;
    o->strict_end.us = nominal.ends_at.us + longer * ST_HOUR;
    o->ends_at.us = o->outer_end.us = outer.ends_at.us + longer * ST_HOUR;
    o->uncertain = st_tri_of(nominal.ends_at.us != outer.ends_at.us);
    because(r, row->limit, "Registered as a beneficiary of temporary protection: {0} days, until {1}.", ST_V(days),
            ST_V(o->ends_at));
}

/* SCR-D4, D6, D7 and the other categories: 72 hours from the event that the article names. */
static void seventy_two_hours(struct st_run *r, const struct transmission_clock_facts *f,
                              struct transmission_clock_outcome *o, const struct clock_row *row)
{
    bool at_border = row->category == eurodac_category_applicant && is(r, f->applied_at_border);
    int64_t hours = st_param_number(r, "eurodac.transmit_hours");

    hours += extension(r, f, row->category, row);
    if (at_border) {
        if (!count_hours(r, f, o, &f->taken_at, hours, false))
            return;
        because(r, "Eurodac Art 15(1)(b)",
                "Applied at a crossing point or in a transit zone: {0} hours after biometrics were taken, until {1}.", ST_V(hours),
                ST_V(o->ends_at));
        alarm(r, o);
        return;
    }
    if (!count_hours(r, f, o, &f->event_at, hours, row->from_date))
        return;
    because(r, row->limit, "As soon as possible, at the latest {0} hours after the event, by {1}.", ST_V(hours),
            ST_V(o->ends_at));
    if (row->from_date)
        because(r, row->limit,
                "The act counts from the date: read from the end of that day, the limit is {0}. Alarms keep the earlier one.",
                ST_V(o->outer_end));
    alarm(r, o);
}

ST_RULE(eurodac_transmission, transmission_clock_facts, transmission_clock_outcome, "eurodac.transmission",
        "Eurodac Art 15, 18, 20, 22 to 24 and 26", "By when must the data be sent to Eurodac?",
        "SCR-D4 SCR-D5 SCR-D6 SCR-D7 EUR-X1 EUR-X2 EUR-X3 EUR-X4 EUR-X5 EUR-X6 EUR-X7 EUR-X8 EUR-X9 EUR-X10 "
        "EUR-X11 EUR-X12 EUR-X13", ST_READING, EURODAC_APPLIES)
{
    unsigned category = code(r, f->category);
    const struct clock_row *row = row_of(category);

    if (nothing_goes(r, f, category)) {
        o->clock = transmission_clock_none;
        return;
    }
    if (!hindered(r, f, o, row) && !before_release(r, f, o, category)) {
        if (category == eurodac_category_admission_registered) {
            o->clock = transmission_clock_as_soon_as_possible;
            because(r, row->limit, "As soon as possible after registration, before the conclusion on admission.");
        } else if (category == eurodac_category_temporary_protection) {
            temporary_protection(r, f, o, row);
        } else {
            seventy_two_hours(r, f, o, row);
        }
    }
    because(r, row->late, "A limit that is missed does not end the duty: the data are still taken and sent.");
}
