/* Counting of time: the worked examples of the specification, clock changes, and properties that always hold.
 * covers: UF-04 S-006 */
#include "test.h"

#include "law/holidays.h"
#include "law/period.h"
#include "law/states.h"

static struct st_period_result count(const char *event, const char *length, const char *profile, const char *state)
{
    struct st_period_query q = {.state = st_str_of(state), .profile = st_profile_of(st_str_of(profile))};
    struct st_period_result r;
    struct st_error err = {0};
    assert_true(st_period_length_parse(&q.length, st_str_of(length)));
    if (strlen(event) > 10)
        assert_true(st_instant_parse(&q.event_at, st_str_of(event)));
    else
        assert_true(st_date_parse(&q.event, st_str_of(event)));
    assert_int_equal(st_period(&r, &q, &err), ST_OK);
    return r;
}

static bool has_step(const struct st_period_result *r, const char *rule)
{
    for (size_t i = 0; i < r->steps_n; i++)
        if (strcmp(r->steps[i].rule, rule) == 0)
            return true;
    return false;
}

static void worked_examples(void **state)
{
    static const struct {
        const char *event, *length, *profile, *place, *raw, *end, *rule;
    } examples[] = {
        {"2026-06-15", "7 days", "reg-1182", "SE", "2026-06-22", "2026-06-22", "T-011"},   /* E1 */
        {"2026-06-12", "2 days", "reg-1182", "DE", "2026-06-14", "2026-06-16", "T-020"},   /* E2 */
        {"2027-01-31", "1 month", "reg-1182", "DE", "2027-02-28", "2027-03-01", "T-018"},  /* E3 */
        {"2028-01-31", "1 month", "reg-1182", "DE", "2028-02-29", "2028-02-29", "T-015"},  /* E4 */
        {"2026-08-31", "6 months", "reg-1182", "DE", "2027-02-28", "2027-03-01", "T-018"}, /* E5 */
        {"2026-11-26", "1 month", "reg-1182", "DE", "2026-12-26", "2026-12-28", "T-018"},  /* E6 */
        {"2028-02-29", "1 year", "reg-1182", "FR", "2029-02-28", "2029-02-28", "T-015"},   /* E7 */
        {"2026-07-09", "12 weeks", "reg-1182", "IT", "2026-10-01", "2026-10-01", "T-013"}, /* E8 */
        {"2026-12-11", "2 weeks", "reg-1182", "DE", "2026-12-25", "2026-12-28", "T-018"},  /* E9 */
        {"2027-03-19", "3 days", "reg-1182", "GR", "2027-03-22", "2027-03-23", "T-020"},   /* E10 */
        {"2026-10-01", "1/2 month", "reg-1182", "DE", "2026-10-16", "2026-10-16", "T-016"}, /* E11 */
        {"2026-12-22", "5 working days", "reg-1182", "DE", "2026-12-30", "2026-12-30", "T-005"}, /* E12 */
        {"2027-05-05", "2 days", "reg-1182", "DE", "2027-05-07", "2027-05-10", "T-020"},   /* difference test */
        {"2027-05-05", "2 days", "own-75", "DE", "2027-05-07", "2027-05-07", "T-011"},
        {"2026-09-12", "7 days", "liberty", "IT", "2026-09-19", "2026-09-19", "T-002"}, /* a Saturday, not moved */
        {"2026-09-12", "7 days", "condition", "IT", "2026-09-19", "2026-09-19", "T-002"},
        {"2026-09-12", "7 days", "own-75", "IT", "2026-09-19", "2026-09-21", "T-018"},
        {"2026-09-12", "7 days", "national", "IT", "2026-09-19", "2026-09-21", "T-003"},
        {"2026-07-09", "2 months", "reg-1182", "IT", "2026-09-09", "2026-09-09", "T-014"},
        {"2026-06-15", "7 days", "reg-1182", "SE", "2026-06-22", "2026-06-22", "T-012"},
        {"2026-06-15", "7 days", "reg-1182", "SE", "2026-06-22", "2026-06-22", "T-017"}, /* Midsummer Day is in it */
        {"2026-06-17", "3 days", "liberty", "SE", "2026-06-20", "2026-06-20", "T-017"},
        {"2026-09-12", "7 days", "own-75", "IT", "2026-09-19", "2026-09-21", "T-017"},
        {"2032-06-15", "7 days", "reg-1182", "SE", "2032-06-22", "2032-06-22", "T-004"}, /* computed holidays */
    };
    char text[ST_DATE_TEXT];
    (void)state;
    for (size_t i = 0; i < sizeof(examples) / sizeof(examples[0]); i++) {
        struct st_period_result r =
            count(examples[i].event, examples[i].length, examples[i].profile, examples[i].place);
        assert_string_equal(st_date_print(text, r.raw_end), examples[i].raw);
        assert_string_equal(st_date_print(text, r.last_day), examples[i].end);
        assert_true(has_step(&r, examples[i].rule));
    }
}

/* T-017: nothing is said where only working days lie inside, nor where only they are counted. */
static void what_counts_inside_is_said_where_it_matters(void **state)
{
    struct st_period_result r = count("2026-09-07", "3 days", "reg-1182", "IT");
    (void)state;
    assert_false(has_step(&r, "T-017"));
    r = count("2026-09-07", "10 working days", "reg-1182", "IT");
    assert_false(has_step(&r, "T-017"));
    r = count("2026-09-04T08:30:00Z", "72 hours", "hours", "IT");
    assert_false(has_step(&r, "T-017"));
    assert_true(has_step(&r, "T-010"));
}

static void hours_are_elapsed_hours(void **state)
{
    struct st_period_result r = count("2026-09-04T08:30:00Z", "72 hours", "hours", "SE");
    char text[ST_INSTANT_TEXT];
    (void)state;
    assert_string_equal(st_instant_print(text, r.ends_at), "2026-09-07T09:00:00Z"); /* 11:00 in Stockholm */
    assert_string_equal(st_instant_print(text, r.strict_end), "2026-09-07T08:30:00Z");
    r = count("2026-10-24T10:15:00Z", "24 hours", "hours", "SE"); /* the night has 25 hours */
    assert_string_equal(st_instant_print(text, r.ends_at), "2026-10-25T11:00:00Z");
    r = count("2026-09-04", "72 hours", "hours", "IT"); /* only the date is known: two readings */
    assert_true(r.uncertain);
    assert_string_equal(st_instant_print(text, r.alt_ends_at), "2026-09-07T22:00:00Z"); /* from the end of that day */
    r = count("2027-03-27T20:30:00Z", "24 hours", "hours", "SE"); /* clocks go forward in the night */
    assert_string_equal(st_instant_print(text, r.starts_at), "2027-03-27T21:00:00Z");
    assert_string_equal(st_instant_print(text, r.ends_at), "2027-03-28T21:00:00Z"); /* 22:00 to 23:00 by the clock */
    r = count("2026-09-04T08:30:00Z", "72 hours", "liberty", "SE"); /* never rounded up */
    assert_string_equal(st_instant_print(text, r.ends_at), "2026-09-07T08:30:00Z");
    assert_false(r.uncertain);
}

static void days_end_at_local_midnight(void **state)
{
    char text[ST_INSTANT_TEXT];
    struct st_period_result r = count("2026-06-15", "7 days", "reg-1182", "SE");
    (void)state;
    assert_string_equal(st_instant_print(text, r.ends_at), "2026-06-22T22:00:00Z");
    r = count("2026-06-14T22:30:00Z", "7 days", "reg-1182", "SE"); /* already the 15th in Stockholm */
    assert_string_equal(st_instant_print(text, r.ends_at), "2026-06-22T22:00:00Z");
}

static void what_cannot_be_counted_is_refused(void **state)
{
    struct st_period_query q = {.event = {2026, 9, 1}, .length = {0, ST_DAYS}, .profile = ST_REG_1182, .state = ST_S("IT")};
    struct st_period_result r;
    struct st_error err = {0};
    struct st_period_length l;
    (void)state;
    assert_int_equal(st_period(&r, &q, &err), ST_E_INVALID);
    assert_string_equal(err.faults[0].field, "length");
    q.length.n = 5;
    q.state = ST_S("US");
    assert_int_equal(st_period(&r, &q, NULL), ST_E_INVALID);
    q.state = ST_S("EU"); /* the institutions' days of 2027 are not published here */
    q.event = st_date(2027, 3, 1);
    assert_int_equal(st_period(&r, &q, NULL), ST_E_NEEDS);
    q.state = ST_S("IT");
    q.event = st_date(2040, 3, 1);
    assert_int_equal(st_period(&r, &q, NULL), ST_OK);
    assert_true(r.projected);
    q.event = st_date(2090, 3, 1);
    assert_int_equal(st_period(&r, &q, NULL), ST_E_NEEDS);
    q.event = st_date(2026, 9, 1);
    q.length = (struct st_period_length){200, ST_YEARS};
    q.profile = ST_LIBERTY;
    assert_int_equal(st_period(&r, &q, NULL), ST_OK);
    q.length.n = 201;
    assert_int_equal(st_period(&r, &q, NULL), ST_E_INVALID);
    q.length.n = INT64_MAX;
    assert_int_equal(st_period(&r, &q, NULL), ST_E_INVALID);
    q.length = (struct st_period_length){3, ST_DAYS};
    q.profile = ST_ELAPSED; /* days are not hours */
    assert_int_equal(st_period(&r, &q, NULL), ST_E_INVALID);
    q.profile = (enum st_profile)0;
    assert_int_equal(st_period(&r, &q, NULL), ST_E_INVALID);
    q.profile = ST_LIBERTY;
    q.event = st_date(9999, 1, 1);
    assert_int_equal(st_period(&r, &q, NULL), ST_E_INVALID);
    assert_true(st_period_length_parse(&l, ST_S("1.5 months")) && l.n == 3 && l.unit == ST_HALF_MONTHS);
    assert_true(st_period_length_parse(&l, ST_S("0.5 month")) && l.n == 1 && l.unit == ST_HALF_MONTHS);
    assert_true(st_period_length_parse(&l, ST_S("1 half-month")) && l.n == 1 && l.unit == ST_HALF_MONTHS);
    assert_false(st_period_length_parse(&l, ST_S("two days")));
    assert_false(st_period_length_parse(&l, ST_S("1/2 day")));
    assert_false(st_period_length_parse(&l, ST_S("-1 days")));
}

static void backwards_the_end_does_not_move(void **state)
{
    struct st_period_query q = {.event = {2026, 9, 14}, .length = {2, ST_DAYS}, .profile = ST_REG_1182,
                                .state = ST_S("IT"), .backwards = true};
    struct st_period_result r;
    (void)state;
    assert_int_equal(st_period(&r, &q, NULL), ST_OK);
    assert_int_equal(st_date_cmp(r.last_day, st_date(2026, 9, 12)), 0); /* a Saturday */
    assert_true(has_step(&r, "T-019"));
}

static uint64_t seed = 20260612;
static unsigned below(unsigned n)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(seed >> 33) % n;
}

/* What must be true of one answer. */
static void check_properties(const struct st_period_query *q, const struct st_period_result *r)
{
    bool rolls = q->profile == ST_REG_1182 || q->profile == ST_OWN_75 || q->profile == ST_NATIONAL ||
                 q->profile == ST_APR_73 || q->profile == ST_RBP_11;

    assert_true(st_date_cmp(r->last_day, r->raw_end) >= 0);
    assert_true(r->ends_at.us >= r->strict_end.us);
    assert_true(r->steps_n > 0 && r->steps_n < ST_PERIOD_STEPS);
    if (q->length.unit == ST_HOURS)
        assert_int_equal(r->ends_at.us - r->starts_at.us, q->length.n * ST_HOUR);
    else if (rolls || q->length.unit == ST_WORKING_DAYS)
        assert_true(st_working_day(st_state_of(q->state)->code, r->last_day));
    else
        assert_int_equal(st_date_cmp(r->last_day, r->raw_end), 0);
    if (q->length.unit == ST_MONTHS || q->length.unit == ST_YEARS)
        assert_true(r->raw_end.day <= q->event.day);
    if (q->profile == ST_LIBERTY)
        assert_true(!st_date_known(r->alt_end) && r->ends_at.us == r->strict_end.us);
    assert_true(st_date_cmp(st_period_own_deadline(r), st_period_right_until(r)) <= 0);
}

static void properties_hold_for_many_periods(void **state)
{
    static const enum st_period_unit units[] = {ST_HOURS, ST_DAYS, ST_WEEKS, ST_MONTHS, ST_YEARS, ST_WORKING_DAYS,
                                                ST_HALF_MONTHS};
    int counted = 0;
    (void)state;
    for (int i = 0; i < 20000; i++) {
        const struct st_member_state *s = &st_member_states[below((unsigned)st_member_states_n)];
        struct st_period_query q = {.event = st_date_from_days(st_date_to_days(st_date(2025, 1, 1)) + below(3000)),
                                    .length = {1 + below(40), units[below(7)]},
                                    .profile = (enum st_profile)(1 + below(ST_PROFILES_END - 1)),
                                    .state = st_str_of(s->code)};
        struct st_period_result r, other;
        if (q.profile == ST_ELAPSED)
            q.length.unit = ST_HOURS;
        int rc = st_period(&r, &q, NULL);
        if (rc == ST_E_NEEDS) /* past the last projected year */
            continue;
        assert_int_equal(rc, ST_OK);
        check_properties(&q, &r);
        counted++;
        q.length.n++; /* a longer period never ends earlier */
        if (st_period(&other, &q, NULL) == ST_OK)
            assert_true(st_date_cmp(other.last_day, r.last_day) >= 0);
        q.length.n--; /* nor does one with another holiday in it */
        struct st_date extra[2] = {st_date_add_days(r.last_day, -(int64_t)below(3)), r.last_day};
        q.local_holidays = extra;
        q.local_holidays_n = 1 + below(2);
        if (st_period(&other, &q, NULL) == ST_OK)
            assert_true(st_date_cmp(other.last_day, r.last_day) >= 0 && other.ends_at.us >= r.ends_at.us);
    }
    assert_true(counted > 15000);
}

/* Art 4: the Pact acts were published on 22 May 2024, in force on the twentieth day following: 11 June 2024; Regulation
 * (EU) 2026/1047 was published on 12 May 2026: 1 June 2026. A day that takes effect does so at its first moment (T-031),
 * what ends with it ends with its last (T-032); weekends move neither (T-030, T-033). */
static void a_date_is_not_moved(void **state)
{
    char text[ST_INSTANT_TEXT];
    struct st_period_result r = count("2024-05-22", "20 days", "date", "EU");
    (void)state;
    assert_string_equal(st_date_print(text, r.last_day), "2024-06-11");
    assert_string_equal(st_instant_print(text, r.effect_at), "2024-06-10T22:00:00Z");
    assert_string_equal(st_instant_print(text, r.ends_at), "2024-06-11T22:00:00Z");
    assert_true(has_step(&r, "T-030") && has_step(&r, "T-031") && has_step(&r, "T-032") && has_step(&r, "T-033"));
    assert_false(has_step(&r, "T-012"));
    r = count("2026-05-12", "20 days", "date", "EU");
    assert_string_equal(st_date_print(text, r.last_day), "2026-06-01");
    r = count("2026-06-11", "2 days", "date", "IT"); /* a Saturday */
    assert_string_equal(st_date_print(text, r.last_day), "2026-06-13");
    r = count("2028-02-29", "5 years", "date", "IT"); /* data are kept until 28 February */
    assert_string_equal(st_date_print(text, r.last_day), "2033-02-28");
}

static void own_clauses_are_cited(void **state)
{
    static const struct {
        const char *profile, *citation;
    } clauses[] = {{"own-75", "AMMR Art 75(d)"}, {"apr-73", "APR Art 73(c)"}, {"rbp-11", "RBP Art 11(c)"},
                   {"reg-1182", "Reg. 1182/71 Art 3(4)"}};
    (void)state;
    for (size_t i = 0; i < sizeof(clauses) / sizeof(clauses[0]); i++) {
        struct st_period_result r = count("2026-09-12", "7 days", clauses[i].profile, "IT");
        bool cited = false;
        for (size_t k = 0; k < r.steps_n; k++)
            cited |= strcmp(r.steps[k].rule, "T-018") == 0 && strcmp(r.steps[k].citation, clauses[i].citation) == 0;
        assert_true(cited);
        for (size_t k = 0; i < 3 && k < r.steps_n; k++) /* an act with its own clause is not counted by another's */
            assert_true(strncmp(r.steps[k].citation, clauses[i].citation, 8) == 0 || strcmp(r.steps[k].rule, "T-002") == 0);
        assert_string_equal(st_profile_name(st_profile_of(st_str_of(clauses[i].profile))), clauses[i].profile);
    }
    assert_int_equal(st_profile_of(ST_S("ammr-75")), ST_OWN_75);
    assert_int_equal(st_profile_of(ST_S("common sense")), 0);
    assert_int_equal(st_profile_of_act(ST_S("APR")), ST_APR_73);
    assert_int_equal(st_profile_of_act(ST_S("RCD")), ST_NATIONAL);
    assert_int_equal(st_profile_of_act(ST_S("SR")), ST_REG_1182);
}

/* Where readings differ, the authority keeps the earlier date and the person may rely on the later one. */
static void two_safe_dates(void **state)
{
    char text[ST_INSTANT_TEXT];
    struct st_period_result r = count("2026-06-12", "2 days", "reg-1182", "DE");
    (void)state;
    assert_string_equal(st_date_print(text, st_period_own_deadline(&r)), "2026-06-14"); /* T-034 */
    assert_string_equal(st_date_print(text, st_period_right_until(&r)), "2026-06-16");
    assert_string_equal(st_instant_print(text, r.alt_ends_at), "2026-06-14T22:00:00Z");
    r = count("2026-06-12", "2 days", "liberty", "DE"); /* for liberty there is only the earlier one */
    assert_string_equal(st_date_print(text, st_period_right_until(&r)), "2026-06-14");
    r = count("2026-09-12", "7 days", "condition", "IT"); /* TIM-9: conditions might roll too */
    assert_true(r.uncertain);
    assert_string_equal(st_date_print(text, r.alt_end), "2026-09-21");
    r = count("2026-09-12", "7 days", "national", "IT");
    assert_true(r.uncertain);
    assert_string_equal(st_date_print(text, r.alt_end), "2026-09-19");
    r = count("2026-09-14", "7 days", "national", "IT"); /* both readings agree */
    assert_false(r.uncertain);
}

static void readings_can_be_chosen(void **state)
{
    struct st_period_query q = {.event = {2026, 6, 12}, .length = {2, ST_DAYS}, .profile = ST_REG_1182,
                                .state = ST_S("DE"), .art5_literal = true};
    struct st_period_result r;
    char text[ST_INSTANT_TEXT];
    (void)state;
    assert_int_equal(st_period(&r, &q, NULL), ST_OK);
    assert_string_equal(st_date_print(text, r.last_day), "2026-06-14");
    assert_string_equal(st_date_print(text, r.alt_end), "2026-06-16");
    assert_true(has_step(&r, "T-034"));

    q = (struct st_period_query){.length = {48, ST_HOURS}, .profile = ST_ELAPSED, .state = ST_S("DE"),
                                 .two_working_days_for_hours = true};
    assert_true(st_instant_parse(&q.event_at, ST_S("2026-06-12T08:30:00Z"))); /* a Friday */
    assert_int_equal(st_period(&r, &q, NULL), ST_OK);
    assert_string_equal(st_date_print(text, r.last_day), "2026-06-16");
    assert_string_equal(st_date_print(text, r.alt_end), "2026-06-14");
    assert_true(has_step(&r, "T-020"));
    q.two_working_days_for_hours = false;
    q.hours_from_date = true;
    assert_int_equal(st_period(&r, &q, NULL), ST_OK);
    assert_string_equal(st_instant_print(text, r.ends_at), "2026-06-14T09:00:00Z");
    assert_string_equal(st_instant_print(text, r.alt_ends_at), "2026-06-14T22:00:00Z");

    q = (struct st_period_query){.event = {2026, 9, 12}, .length = {7, ST_DAYS}, .profile = ST_NATIONAL,
                                 .national = ST_CONDITION, .state = ST_S("IT")}; /* this State does not roll */
    assert_int_equal(st_period(&r, &q, NULL), ST_OK);
    assert_string_equal(st_date_print(text, r.last_day), "2026-09-19");
    assert_false(r.uncertain);
}

static void place_decides_clock_and_calendar(void **state)
{
    static const struct st_date lucia = {2026, 6, 22};
    struct st_period_query q = {.event = {2026, 6, 15}, .length = {7, ST_DAYS}, .profile = ST_REG_1182,
                                .state = ST_S("ES"), .zone = "Atlantic/Canary"};
    struct st_period_result r;
    struct st_error err = {0};
    char text[ST_INSTANT_TEXT];
    (void)state;
    assert_int_equal(st_period(&r, &q, NULL), ST_OK);
    assert_string_equal(st_instant_print(text, r.ends_at), "2026-06-22T23:00:00Z"); /* an hour after Madrid */
    q.local_holidays = &lucia;
    q.local_holidays_n = 1;
    assert_int_equal(st_period(&r, &q, NULL), ST_OK);
    assert_string_equal(st_date_print(text, r.last_day), "2026-06-23");
    q.zone = "Atlantic/Nowhere";
    assert_int_equal(st_period(&r, &q, &err), ST_E_INVALID);
    assert_string_equal(err.faults[0].field, "zone");
}

/* An act at 23:59 on the last day is in time, an act at 24:00 is not. */
static void the_last_day_is_whole(void **state)
{
    struct st_period_result r = count("2026-06-15", "7 days", "reg-1182", "SE");
    struct st_instant act;
    (void)state;
    assert_true(st_instant_parse(&act, ST_S("2026-06-22T21:59:59Z")));
    assert_true(st_period_in_time(&r, act));
    assert_true(st_instant_parse(&act, ST_S("2026-06-22T22:00:00Z")));
    assert_false(st_period_in_time(&r, act));
}

/* An extension starts from the end that the law fixes, not from the working day it was moved to (TC-7). */
static void an_extension_is_counted_from_the_raw_end(void **state)
{
    struct st_period_result first = count("2026-08-31", "6 months", "own-75", "DE"); /* Sunday 28 Feb, moved to 1 March */
    struct st_period_query more = {.event = first.raw_end, .length = {3, ST_MONTHS}, .profile = ST_OWN_75,
                                   .state = ST_S("DE")};
    struct st_period_result r;
    (void)state;
    assert_int_equal(st_period(&r, &more, NULL), ST_OK);
    assert_int_equal(st_date_cmp(r.last_day, st_date(2027, 5, 28)), 0);
}

/* Past years whose calendar is not there do not matter to an end that lies in one that is. */
static void only_the_calendars_that_matter_are_asked_for(void **state)
{
    struct st_period_result r = count("2024-12-02", "2 months", "reg-1182", "DE");
    struct st_period_query q = {.event = {2024, 3, 1}, .length = {5, ST_DAYS}, .profile = ST_REG_1182,
                                .state = ST_S("DE")};
    (void)state;
    assert_int_equal(st_date_cmp(r.last_day, st_date(2025, 2, 3)), 0);
    assert_int_equal(st_period(&r, &q, NULL), ST_E_NEEDS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(worked_examples),
        cmocka_unit_test(what_counts_inside_is_said_where_it_matters),
        cmocka_unit_test(hours_are_elapsed_hours),
        cmocka_unit_test(days_end_at_local_midnight),
        cmocka_unit_test(what_cannot_be_counted_is_refused),
        cmocka_unit_test(backwards_the_end_does_not_move),
        cmocka_unit_test(properties_hold_for_many_periods),
        cmocka_unit_test(a_date_is_not_moved),
        cmocka_unit_test(own_clauses_are_cited),
        cmocka_unit_test(two_safe_dates),
        cmocka_unit_test(readings_can_be_chosen),
        cmocka_unit_test(place_decides_clock_and_calendar),
        cmocka_unit_test(the_last_day_is_whole),
        cmocka_unit_test(an_extension_is_counted_from_the_raw_end),
        cmocka_unit_test(only_the_calendars_that_matter_are_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
