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
        {"2026-09-12", "7 days", "own-75", "IT", "2026-09-19", "2026-09-21", "TIM"},
        {"2026-09-12", "7 days", "national", "IT", "2026-09-19", "2026-09-21", "T-003"},
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
    assert_string_equal(st_date_print(text, r.alt_end), "2026-09-08");
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
    struct st_period_length l;
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

static void properties_hold_for_many_periods(void **state)
{
    static const enum st_period_unit units[] = {ST_HOURS, ST_DAYS, ST_WEEKS, ST_MONTHS, ST_YEARS, ST_WORKING_DAYS,
                                                ST_HALF_MONTHS};
    (void)state;
    for (int i = 0; i < 20000; i++) {
        const struct st_member_state *s = &st_member_states[below((unsigned)st_member_states_n)];
        struct st_period_query q = {.event = st_date_from_days(st_date_to_days(st_date(2025, 1, 1)) + below(3000)),
                                    .length = {1 + below(40), units[below(7)]},
                                    .profile = (enum st_profile)(1 + below(6)),
                                    .state = st_str_of(s->code)};
        struct st_period_result r;
        int rc = st_period(&r, &q, NULL);
        if (rc == ST_E_NEEDS) /* past the last projected year */
            continue;
        assert_int_equal(rc, ST_OK);
        assert_true(st_date_cmp(r.last_day, r.raw_end) >= 0);
        assert_true(r.ends_at.us >= r.strict_end.us);
        if (q.length.unit == ST_HOURS)
            assert_int_equal((r.ends_at.us - r.strict_end.us) / ST_HOUR, 1);
        else if (q.profile == ST_REG_1182 || q.profile == ST_OWN_75 || q.profile == ST_NATIONAL)
            assert_true(st_working_day(s->code, r.last_day));
        if (q.length.unit == ST_MONTHS || q.length.unit == ST_YEARS)
            assert_true(r.raw_end.day <= q.event.day);
        q.length.n++; /* a longer period never ends earlier */
        struct st_period_result longer;
        if (st_period(&longer, &q, NULL) == ST_OK)
            assert_true(st_date_cmp(longer.last_day, r.last_day) >= 0);
    }
}

/* Art 4(2): the twentieth day following publication on 22 May 2024 is 11 June 2024. */
static void entry_into_force_is_a_date_not_a_period(void **state)
{
    (void)state;
    assert_int_equal(st_date_cmp(st_date_add_days(st_date(2024, 5, 22), 20), st_date(2024, 6, 11)), 0);
}

static void every_state_has_its_calendar(void **state)
{
    bool projected;
    (void)state;
    assert_int_equal(st_member_states_n, 31);
    for (size_t i = 0; i < st_member_states_n; i++)
        for (int year = 2025; year <= 2045; year++) {
            assert_true(st_calendar_known(st_member_states[i].code, year, &projected));
            assert_int_equal(projected, year > 2028);
        }
    assert_non_null(st_holiday_on("EL", st_date(2027, 3, 15))); /* Clean Monday, by Orthodox Easter on 2 May 2027 */
    assert_non_null(st_holiday_on("IT", st_date(2031, 4, 14))); /* Easter Monday, projected */
    assert_string_equal(st_state_zone(ST_S("GR")), "Europe/Athens");
    assert_string_equal(st_state_of(ST_S("D"))->code, "DE");
    assert_string_equal(st_country_of(ST_S("XXA"))->kind, "person");
    assert_null(st_country_of(ST_S("QQQ")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(worked_examples),
        cmocka_unit_test(hours_are_elapsed_hours),
        cmocka_unit_test(days_end_at_local_midnight),
        cmocka_unit_test(what_cannot_be_counted_is_refused),
        cmocka_unit_test(backwards_the_end_does_not_move),
        cmocka_unit_test(properties_hold_for_many_periods),
        cmocka_unit_test(entry_into_force_is_a_date_not_a_period),
        cmocka_unit_test(every_state_has_its_calendar),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
