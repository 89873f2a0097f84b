/* The public library as a stranger links it: by its header and its shared object alone, answers and refusals.
 * covers: UF-24 UF-05 */
#include <statera/statera.h>
#include <stdbool.h>
#include <string.h>

#include "test.h"

static bool says(struct statera_answer *answer, const char *text)
{
    bool found = strstr(statera_answer_json(answer), text) != NULL;

    if (!found)
        print_message("%s\n", statera_answer_json(answer));
    statera_answer_free(answer);
    return found;
}

static void test_a_rule_answers_with_reasons(void **state)
{
    struct statera_answer *a;

    (void)state;
    assert_int_equal(statera_law_ask(&a, "screening.scope",
                                     "{\"event\":\"sar_disembarkation\",\"third_country_national\":\"yes\","
                                     "\"criminal_or_extradition\":\"no\",\"entry_basis\":\"none\","
                                     "\"entry_conditions_met\":\"no\",\"leaves_voluntarily_accepted\":\"no\"}",
                                     "2026-09-01", "en"), STATERA_OK);
    assert_non_null(strstr(statera_answer_json(a), statera_rules_hash()));
    assert_true(says(a, "\"basis\":\"sr_5_1_b\""));
}

static void test_unknown_stays_unknown(void **state)
{
    struct statera_answer *a;

    (void)state;
    assert_int_equal(statera_law_ask(&a, "screening.scope", "{}", "2026-09-01", NULL), STATERA_OK);
    assert_true(says(a, "\"needs\":[\"third_country_national\""));
}

static void test_refusals_name_the_field(void **state)
{
    struct statera_answer *a;

    (void)state;
    assert_int_equal(statera_law_ask(&a, "screening.nothing", "{}", "2026-09-01", "en"), STATERA_NOT_FOUND);
    assert_true(says(a, "\"field\":\"rule\""));
    assert_int_equal(statera_law_ask(&a, "screening.scope", "{}", "2025-01-01", "en"), STATERA_STATE);
    assert_true(says(a, "\"error\":\"state\""));
    assert_int_equal(statera_law_ask(&a, "screening.scope", "{\"event\":\"a tea party\"}", "2026-09-01", "sv"),
                     STATERA_INVALID);
    assert_true(says(a, "\"field\":\"event\""));
    assert_int_equal(statera_law_ask(&a, "screening.scope", "[1,", "2026-09-01", "en"), STATERA_INVALID);
    statera_answer_free(a);
    assert_int_equal(statera_law_ask(&a, NULL, "{}", "2026-09-01", "en"), STATERA_INVALID);
    statera_answer_free(a);
    assert_int_equal(statera_name_compare(&a, "\xff", "Ali", "en"), STATERA_INVALID);
    assert_true(says(a, "\"field\":\"a\""));
}

static void test_periods_names_and_zones(void **state)
{
    struct statera_answer *a;

    (void)state;
    assert_int_equal(statera_law_period(&a, "{\"event\":\"2026-09-01\",\"length\":\"2 months\",\"state\":\"IT\"}", "en"),
                     STATERA_OK);
    assert_true(says(a, "\"last_day\":\"2026-11-02\"")); /* the first is a holiday, and a Sunday */
    assert_int_equal(statera_name_compare(&a, "Mohammed Al-Masri", "محمد المصري", "en"), STATERA_OK);
    assert_true(says(a, "\"decision\":\"same\""));
    assert_int_equal(statera_mrz_parse(&a, "P<", "2026-09-01"), STATERA_OK);
    assert_true(says(a, "\"valid\":false"));
    assert_int_equal(statera_law_rules(&a, "sv"), STATERA_OK);
    assert_true(says(a, "screening.scope"));
    assert_true(strlen(statera_version()) > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_rule_answers_with_reasons),
        cmocka_unit_test(test_unknown_stays_unknown),
        cmocka_unit_test(test_refusals_name_the_field),
        cmocka_unit_test(test_periods_names_and_zones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
