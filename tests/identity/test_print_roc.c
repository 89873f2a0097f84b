/* Error rates of a matcher from the scores of a test. covers: S-022 */
#include "test.h"

#include "identity/print_roc.h"

/* Ten genuine scores and ten impostor scores, one after the other; the rates were worked out by hand. */
static struct st_print_roc rates(const int genuine[10], const int impostor[10])
{
    struct st_print_scores s = {0};
    struct st_print_roc out;
    for (int i = 0; i < 10; i++)
        s.genuine[genuine[i]]++, s.impostor[impostor[i]]++;
    st_print_roc(&out, &s);
    assert_int_equal(out.genuine, 10);
    assert_int_equal(out.impostor, 10);
    return out;
}

static void a_perfect_matcher_is_never_wrong(void **state)
{
    (void)state;
    struct st_print_roc r = rates((int[]){500, 510, 520, 530, 540, 550, 560, 570, 580, 1000},
                                  (int[]){0, 1, 2, 3, 4, 5, 6, 7, 8, 499});
    assert_int_equal(r.eer, 0);
    assert_int_equal(r.fmr100, 0);
    assert_int_equal(r.zerofmr, 0);
}

static void rates_meet_at_a_threshold(void **state)
{
    (void)state;
    /* At 101 one impostor of ten reaches it and one genuine score does not: both rates are a tenth. */
    struct st_print_roc r = rates((int[]){100, 300, 300, 300, 300, 300, 300, 300, 300, 300},
                                  (int[]){0, 0, 0, 0, 0, 0, 0, 0, 0, 200});
    assert_int_equal(r.eer, 100000);
    assert_int_equal(r.zerofmr, 100000);
}

static void rates_that_meet_between_two_thresholds_give_the_middle(void **state)
{
    (void)state;
    /* Up to 100: FMR 2/10, FNMR 0. From 101: FMR 0, FNMR 1/10. The lower of the two is the latter. */
    struct st_print_roc r = rates((int[]){100, 300, 300, 300, 300, 300, 300, 300, 300, 300},
                                  (int[]){0, 0, 0, 0, 0, 0, 0, 0, 100, 100});
    assert_int_equal(r.eer, 50000);
    assert_int_equal(r.fmr100, 100000);
    assert_int_equal(r.fmr1000, 100000);
    assert_int_equal(r.zerofmr, 100000);
}

static void one_score_for_all_is_worth_nothing(void **state)
{
    (void)state;
    static const int same[10] = {7, 7, 7, 7, 7, 7, 7, 7, 7, 7};
    struct st_print_roc r = rates(same, same);
    assert_int_equal(r.eer, 500000);
    assert_int_equal(r.zerofmr, 1000000);
}

static void highest_impostor_scores_cost_all(void **state)
{
    (void)state;
    struct st_print_roc r = rates((int[]){900, 900, 900, 900, 900, 900, 900, 900, 900, 900},
                                  (int[]){0, 0, 0, 0, 0, 0, 0, 0, 0, 1000});
    assert_int_equal(r.zerofmr, 1000000);
    assert_int_equal(r.fmr100, 1000000);
    assert_int_equal(r.eer, 50000);
}

static void no_comparisons_are_no_success(void **state)
{
    (void)state;
    struct st_print_scores none = {0};
    struct st_print_roc r;
    st_print_roc(&r, &none);
    assert_int_equal(r.genuine, 0);
    assert_int_equal(r.eer, 1000000);
    assert_int_equal(r.fmr100, 1000000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_perfect_matcher_is_never_wrong),
        cmocka_unit_test(rates_meet_at_a_threshold),
        cmocka_unit_test(rates_that_meet_between_two_thresholds_give_the_middle),
        cmocka_unit_test(one_score_for_all_is_worth_nothing),
        cmocka_unit_test(highest_impostor_scores_cost_all),
        cmocka_unit_test(no_comparisons_are_no_success),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
