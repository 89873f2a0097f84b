/* covers: the machine readable zone. */
#include "test.h"

#include "identity/mrz.h"

static void check_digits_of_the_specimens(void **state)
{
    (void)state;
    assert_int_equal(st_mrz_check_digit(ST_S("520727")), '3');
    assert_int_equal(st_mrz_check_digit(ST_S("AB2134<<<")), '5');
    assert_int_equal(st_mrz_check_digit(ST_S("HA672242<658022549601086<<<<<<<<<<<<<<0")), '8');
    assert_int_equal(st_mrz_check_digit(ST_S("")), '0');
    assert_int_equal(st_mrz_check_digit(ST_S("ab")), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(check_digits_of_the_specimens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
