/* Days, instants and zones. covers: UF-02 */
#include "test.h"

#include "base/date.h"

static void civil_days_round_trip(void **state)
{
    (void)state;
    for (int64_t day = -719162; day < 2932896; day += 13) {
        struct st_date d = st_date_from_days(day);
        assert_true(st_date_valid(d));
        assert_int_equal(st_date_to_days(d), day);
    }
    assert_int_equal(st_date_to_days(st_date(1970, 1, 1)), 0);
    assert_int_equal(st_date_weekday(st_date(2026, 9, 4)), 5); /* a Friday */
    assert_int_equal(st_date_weekday(st_date(1969, 12, 28)), 7);
}

static void partial_dates_keep_what_is_known(void **state)
{
    struct st_date d;
    char text[ST_DATE_TEXT];
    (void)state;
    assert_true(st_date_parse(&d, ST_S("1990")));
    assert_string_equal(st_date_print(text, d), "1990");
    assert_int_equal(st_date_cmp(st_date_latest(d), st_date(1990, 12, 31)), 0);
    assert_true(st_date_parse(&d, ST_S("1990-02")));
    assert_int_equal(st_date_cmp(st_date_latest(d), st_date(1990, 2, 28)), 0);
    assert_false(st_date_parse(&d, ST_S("1990-02-30")));
    assert_false(st_date_parse(&d, ST_S("1990-00-10")));
    assert_false(st_date_parse(&d, ST_S("90-02-10")));
}

static void months_clip_to_the_last_day(void **state)
{
    (void)state;
    assert_int_equal(st_date_cmp(st_date_add_months(st_date(2028, 1, 31), 1), st_date(2028, 2, 29)), 0);
    assert_int_equal(st_date_cmp(st_date_add_months(st_date(2028, 2, 29), 12), st_date(2029, 2, 28)), 0);
    assert_int_equal(st_date_cmp(st_date_add_months(st_date(2026, 8, 31), 6), st_date(2027, 2, 28)), 0);
}

static void instants_parse_and_print(void **state)
{
    struct st_instant t;
    char text[ST_INSTANT_TEXT];
    (void)state;
    assert_true(st_instant_parse(&t, ST_S("2026-09-04T10:30:00+02:00")));
    assert_string_equal(st_instant_print(text, t), "2026-09-04T08:30:00Z");
    assert_true(st_instant_parse(&t, ST_S("2026-09-04T10:30Z")));
    assert_true(st_instant_parse(&t, ST_S("2026-09-04T10:30:01.5Z")));
    assert_string_equal(st_instant_print(text, t), "2026-09-04T10:30:01.500000Z");
    assert_false(st_instant_parse(&t, ST_S("2026-09-04T10:30")));
    assert_false(st_instant_parse(&t, ST_S("2026-09-04T24:30Z")));
}

static void zones_know_summer(void **state)
{
    struct st_instant t;
    struct st_local local;
    (void)state;
    assert_true(st_zone_instant(&t, st_date(2026, 9, 4), 10, 30, 0, "Europe/Stockholm"));
    assert_int_equal(t.us, (st_date_to_days(st_date(2026, 9, 4)) * 24 + 8) * ST_HOUR + ST_HOUR / 2);
    assert_true(st_zone_local(&local, t, "Atlantic/Canary"));
    assert_int_equal(local.hour, 9);
    assert_false(st_zone_local(&local, t, "Europe/Atlantis"));
    /* the hour from 02:00 to 03:00 comes twice on 25 October 2026: the first is meant */
    assert_true(st_zone_instant(&t, st_date(2026, 10, 25), 2, 30, 0, "Europe/Berlin"));
    assert_true(st_zone_local(&local, t, "UTC"));
    assert_int_equal(local.hour, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(civil_days_round_trip),     cmocka_unit_test(partial_dates_keep_what_is_known),
        cmocka_unit_test(months_clip_to_the_last_day), cmocka_unit_test(instants_parse_and_print),
        cmocka_unit_test(zones_know_summer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
