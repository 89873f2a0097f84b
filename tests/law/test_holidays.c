/* The calendars of every State, and the tables of States and countries.
 * covers: S-006 UF-04 */
#include "test.h"

#include "base/message.h"
#include "law/holidays.h"
#include "law/states.h"

static void every_state_has_its_calendar(void **state)
{
    bool projected;
    (void)state;
    assert_int_equal(st_member_states_n, 31);
    for (size_t i = 0; i < st_member_states_n; i++)
        for (int year = 2025; year <= 2045; year++) {
            assert_true(st_calendar_known(st_member_states[i].code, year, &projected));
            assert_int_equal(projected, year > 2028);
            assert_non_null(st_holiday_on(st_member_states[i].code, st_date(year, 1, 1)));
        }
    assert_false(st_calendar_known("IT", 2024, NULL));
    assert_false(st_calendar_known("IT", 2046, NULL));
    assert_false(st_calendar_known("US", 2026, NULL));
    assert_true(st_calendar_known("EU", 2026, &projected));
    assert_false(projected);
    assert_false(st_calendar_known("EU", 2027, NULL)); /* the institutions' list is not published */
}

static void days_by_list_and_by_formula(void **state)
{
    static const struct {
        const char *place;
        struct st_date day;
        const char *name; /* NULL = a working day */
    } days[] = {
        {"DE", {2026, 12, 25}, "Christmas Day"},
        {"DE", {2026, 12, 24}, NULL},
        {"EL", {2027, 3, 15}, "Clean Monday"}, /* by Orthodox Easter on 2 May 2027 */
        {"GR", {2027, 3, 15}, "Clean Monday"},
        {"IT", {2031, 4, 14}, "Easter Monday"}, /* projected from here on */
        {"SE", {2030, 6, 22}, "Midsummer Day"},
        {"NL", {2031, 4, 26}, "King's Day"}, /* the 27th is a Sunday */
        {"NL", {2030, 5, 5}, "Liberation Day"},
        {"IE", {2030, 2, 1}, "St. Brigid’s Day"}, /* a Friday */
        {"IE", {2031, 2, 3}, "St. Brigid’s Day"},
        {"LV", {2030, 5, 6}, "Restoration of Independence day (substitute day)"}, /* the 4th is a Saturday */
        {"BG", {2032, 5, 4}, "Labour Day (substitute day)"}, /* a Saturday, and 3 May is Easter Monday */
    };
    (void)state;
    for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
        const struct st_holiday *h = st_holiday_on(days[i].place, days[i].day);
        assert_int_equal(st_working_day(days[i].place, days[i].day), days[i].name == NULL);
        if (days[i].name == NULL) {
            assert_null(h);
            continue;
        }
        assert_non_null(h);
        assert_string_equal(h->name, days[i].name);
        assert_int_equal(h->projected, days[i].day.year > 2028);
        assert_int_equal(strcmp(h->source, "formula") == 0, h->projected);
    }
}

static void the_table_is_in_order(void **state)
{
    (void)state;
    for (size_t i = 1; i < st_holidays_n; i++) {
        int order = strcmp(st_holidays[i - 1].state, st_holidays[i].state);
        assert_true(order < 0 || (order == 0 && st_date_cmp(st_holidays[i - 1].date, st_holidays[i].date) < 0));
    }
    for (size_t i = 1; i < st_countries_n; i++)
        assert_true(strcmp(st_countries[i - 1].code, st_countries[i].code) < 0);
}

static void states_are_found_by_any_code(void **state)
{
    (void)state;
    assert_string_equal(st_state_of(ST_S("GR"))->code, "EL");
    assert_string_equal(st_state_of(ST_S("GRC"))->code, "EL");
    assert_string_equal(st_state_of(ST_S("D"))->code, "DE");
    assert_null(st_state_of(ST_S("US")));
    assert_null(st_state_of(ST_S("")));
    assert_string_equal(st_state_zone(ST_S("GR")), "Europe/Athens");
    assert_string_equal(st_state_zone(ST_S("US")), "UTC");
    assert_string_equal(st_translate(st_state_of(ST_S("GR"))->name, "sv"), "Grekland");
}

static void acts_bind_states(void **state)
{
    (void)state;
    assert_true(st_act_binds(st_state_of(ST_S("IT")), ST_SR));
    assert_true(st_act_binds(st_state_of(ST_S("IE")), ST_APR));
    assert_false(st_act_binds(st_state_of(ST_S("IE")), ST_SR));  /* no part of Schengen */
    assert_true(st_act_binds(st_state_of(ST_S("NO")), ST_SR));   /* part of Schengen */
    assert_false(st_act_binds(st_state_of(ST_S("DK")), ST_APR)); /* Protocol 22 */
    assert_false(st_state_of(ST_S("CH"))->member);
}

static void countries_and_special_codes(void **state)
{
    static const char *const special[] = {"XXA", "XXB", "XXC", "XXX", "UNK", "EUE", "RKS", "UNO", "UNA", "XOM", "UTO"};
    (void)state;
    for (size_t i = 0; i < sizeof(special) / sizeof(special[0]); i++)
        assert_non_null(st_country_of(st_str_of(special[i])));
    assert_string_equal(st_country_of(ST_S("XXA"))->kind, "person");
    assert_string_equal(st_country_of(ST_S("D"))->code, "DEU");
    assert_string_equal(st_country_of(ST_S("ER"))->code, "ERI");
    assert_string_equal(st_translate(st_country_of(ST_S("DEU"))->name, "sv"), "Tyskland");
    assert_null(st_country_of(ST_S("QQQ")));
    assert_null(st_country_of(ST_S("")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_state_has_its_calendar),
        cmocka_unit_test(days_by_list_and_by_formula),
        cmocka_unit_test(the_table_is_in_order),
        cmocka_unit_test(states_are_found_by_any_code),
        cmocka_unit_test(acts_bind_states),
        cmocka_unit_test(countries_and_special_codes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
