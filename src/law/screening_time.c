#include "law/screening_time.h"

#include "law/screening_words.h"

ST_CODES_DEFINE(screening_period, SCREENING_PERIOD)
ST_SHAPE_DEFINE(screening_deadline_outcome, SCREENING_DEADLINE_OUTCOME, "By when the screening ends", "SR Art 8")
ST_SHAPE_DEFINE(watchlist_facts, WATCHLIST_FACTS, "Hit in the ETIAS watchlist", "ETIAS Art 35a")
ST_SHAPE_DEFINE(watchlist_outcome, WATCHLIST_OUTCOME, "Opinion on the hit", "ETIAS Art 35a")

/* ---- screening.deadline: SCR-D1 to SCR-D3 ---- */

static const char *zone_of(struct st_run *r, const struct st_str *zone)
{
    return st_ask_known(r, zone) ? st_str_z(st_run_arena(r), *zone) : NULL;
}

/* The nominal end and the outer reading of a limit in days; false when they cannot be counted. */
static bool both_ends(struct st_run *r, const struct screening_facts *f, struct screening_deadline_outcome *o,
                      int64_t days)
{
    struct st_period_query q = {.event_at = o->runs_from, .length = {days, ST_DAYS}, .profile = ST_LIBERTY,
                                .state = text(r, f->member_state), .zone = zone_of(r, &f->zone)};
    struct st_period_result nominal = period(r, &q, f->event_at, f->member_state), outer;

    if (!st_date_known(nominal.last_day))
        return false;
    q.profile = ST_REG_1182;
    outer = period(r, &q, f->event_at, f->member_state);
    o->nominal = nominal.last_day;
    o->ends_at = nominal.ends_at;
    o->last_day = outer.last_day;
    o->outer_end = outer.ends_at;
    o->uncertain = st_tri_of(st_date_cmp(o->nominal, o->last_day) != 0);
    return st_date_known(o->last_day);
}

static void say_outer_reading(struct st_run *r, const struct screening_deadline_outcome *o)
{
    if (st_date_cmp(o->nominal, o->last_day) == 0)
        return;
    because(r, "Reg. 1182/71 Art 3(4) and (5)",
            "Counted by the general rules on periods the limit would end with {0}. Because a screening restricts "
            "liberty, alarms and the referral keep {1}.",
            ST_V(o->last_day), ST_V(o->nominal));
}

/* The same by both sentences of the article, so it is said also while it is not known which of them applies. */
static void say_end_at_border(struct st_run *r, const struct screening_deadline_outcome *o)
{
    because(r, "SR Art 8(3)", "The screening at the border ends with {0}.", ST_V(o->nominal));
}

ST_RULE(screening_deadline, screening_facts, screening_deadline_outcome, "screening.deadline", "SR Art 8(3) and (4)",
        "By when must the screening end?", "SCR-D1 SCR-D2 SCR-D3", ST_READING, SR_APPLIES)
{
    bool inside = found_inside(r, f);
    struct st_instant at = instant(r, f->event_at);

    o->runs_from = at;
    if (inside) {
        int64_t days = st_param_number(r, "screening.territory_days");
        o->period = screening_period_territory;
        if (!both_ends(r, f, o, days))
            return;
        because(r, "SR Art 8(4)", "Apprehended inside the territory: {0} days, so the screening ends with {1}.", ST_V(days),
                ST_V(o->nominal));
    } else if (code(r, f->event) == screening_event_irregular_crossing && is(r, f->at_border_over_72h)) {
        int64_t days = st_param_number(r, "screening.border_after_72h_days");
        o->period = screening_period_border_after_72h;
        o->runs_from.us += st_instant_known(at) ? st_param_number(r, "screening.border_stay_hours") * ST_HOUR : 0;
        if (!both_ends(r, f, o, days))
            return;
        say_end_at_border(r, o);
        because(r, "SR Art 8(3), second sentence",
                "More than 72 hours physically at the external border: it follows in {0} days, counted from the end of those "
                "hours.",
                ST_V(days));
    } else {
        int64_t days = st_param_number(r, "screening.border_days");
        o->period = screening_period_border;
        if (!both_ends(r, f, o, days))
            return;
        say_end_at_border(r, o);
        because(r, "SR Art 8(3), first sentence",
                "It is completed within {0} days from the apprehension, the disembarkation or the presentation at the "
                "crossing point.",
                ST_V(days));
    }
    say_outer_reading(r, o);
    because(r, "SR Art 18(5)",
            "When the limit passes, the screening ends even if checks are open; they stand on the form, and the person is "
            "referred.");
}

/* ---- screening.watchlist_opinion: SCR-D8 ---- */

static void opinion_limit(struct st_run *r, const struct watchlist_facts *f, struct watchlist_outcome *o)
{
    int64_t days = st_param_number(r, "screening.watchlist_days");
    struct st_period_query q = {.event_at = instant(r, f->received_at), .length = {days, ST_DAYS},
                                .profile = ST_LIBERTY, .state = text(r, f->member_state)};
    struct st_period_result nominal = period(r, &q, f->received_at, f->member_state), outer;

    if (!st_date_known(nominal.last_day))
        return;
    q.profile = ST_REG_1182;
    outer = period(r, &q, f->received_at, f->member_state);
    o->nominal = nominal.last_day;
    o->ends_at = nominal.ends_at;
    o->last_day = outer.last_day;
    o->outer_end = outer.ends_at;
    because(r, "ETIAS Art 35a(1)", "A reasoned opinion comes within {0} days of the notification, by {1}.", ST_V(days),
            ST_V(o->nominal));
}

ST_RULE(screening_watchlist_opinion, watchlist_facts, watchlist_outcome, "screening.watchlist_opinion",
        "SR Art 16(7); ETIAS Art 35a", "What is due after a hit in the ETIAS watchlist?", "SCR-D8", ST_VERIFIED, SR_APPLIES)
{
    opinion_limit(r, f, o);
    o->notify_at_once = o->opinion_due = o->no_security_risk = ST_NO;
    if (is(r, f->opinion_given)) {
        because(r, "ETIAS Art 35a(1)", "The opinion has been given; the screening authority weighs it.");
    } else if (is(r, f->limit_passed)) {
        o->no_security_risk = ST_YES;
        because(r, "ETIAS Art 35a(1)(b)", "No opinion was given in time: it is considered that there is no security risk.");
    } else if (is(r, f->threat_seen)) {
        o->notify_at_once = o->opinion_due = ST_YES;
        because(r, "ETIAS Art 35a(1)",
                "The unit sees a possible threat: it tells the screening authority at once and gives its reasons.");
    } else {
        because(r, "ETIAS Art 35a(1)", "The unit sees no possible threat, so no opinion is due.");
    }
}
