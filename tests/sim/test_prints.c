/* Synthetic prints: the same numbers give the same print, every print is a plausible one and a valid record.
 * covers: S-022 */
#include "test.h"

#include "sim/prints.h"

static struct st_arena *arena;

static void a_record_holds_the_fingers_asked_for(void **state)
{
    (void)state;
    struct st_sim_print print = {.seed = 1, .person = 7, .capture = 3};
    struct st_print_record out;
    assert_int_equal(st_minutiae_read(&out, arena, st_sim_print_record(&print, ST_SIM_TEN_FINGERS, arena), NULL), ST_OK);
    assert_int_equal(out.n, 10);
    for (size_t i = 0; i < 10; i++) {
        assert_int_equal(out.views[i].finger, i + 1);
        assert_int_equal(out.views[i].x_per_cm, ST_SIM_PRINT_PER_CM);
    }
    assert_int_equal(
        st_minutiae_read(&out, arena, st_sim_print_record(&print, ST_SIM_FINGER(2) | ST_SIM_FINGER(7), arena), NULL), ST_OK);
    assert_int_equal(out.n, 2);
    assert_int_equal(out.views[0].finger, 2);
    assert_int_equal(out.views[1].finger, 7);
}

static void the_same_numbers_give_the_same_bytes(void **state)
{
    (void)state;
    struct st_sim_print print = {.seed = 5, .person = 99, .capture = 1}, other = print;
    struct st_str bytes = st_sim_print_record(&print, ST_SIM_TEN_FINGERS, arena);
    assert_true(st_str_eq(bytes, st_sim_print_record(&print, ST_SIM_TEN_FINGERS, arena)));
    other.capture++;
    assert_false(st_str_eq(bytes, st_sim_print_record(&other, ST_SIM_TEN_FINGERS, arena)));
    other = print, other.person++;
    assert_false(st_str_eq(bytes, st_sim_print_record(&other, ST_SIM_TEN_FINGERS, arena)));
    other = print, other.seed++;
    assert_false(st_str_eq(bytes, st_sim_print_record(&other, ST_SIM_TEN_FINGERS, arena)));
}

static void every_print_is_plausible(void **state)
{
    (void)state;
    size_t endings = 0, all = 0;
    for (uint64_t person = 0; person < 100; person++)
        for (unsigned finger = 1; finger <= 10; finger++) {
            struct st_sim_print print = {.seed = 2, .person = person, .capture = (uint32_t)person % 4, .wear = 10};
            struct st_minutiae view;
            st_sim_print_finger(&view, &print, finger, arena);
            assert_in_range(view.n, 25, 80);
            assert_in_range(view.quality, 1, 100);
            for (size_t i = 0; i < view.n; i++) {
                assert_true(view.rows[i].x < ST_SIM_PRINT_WIDTH && view.rows[i].y < ST_SIM_PRINT_HEIGHT);
                assert_true(i == 0 || view.rows[i - 1].y <= view.rows[i].y);
                endings += view.rows[i].kind == ST_MINUTIA_ENDING;
            }
            all += view.n;
        }
    assert_in_range(all / 1000, 35, 60);
    assert_in_range(100 * endings / all, 50, 70);
}

static void wear_loses_minutiae(void **state)
{
    (void)state;
    struct st_minutiae fresh, worn;
    struct st_sim_print print = {.seed = 3, .person = 1};
    st_sim_print_finger(&fresh, &print, 1, arena);
    print.wear = 100;
    st_sim_print_finger(&worn, &print, 1, arena);
    assert_true(worn.quality < fresh.quality);
}

static int make_arena(void **state) { (void)state, arena = st_arena_new(); return 0; }
static int drop_arena(void **state) { (void)state, st_arena_free(arena); return 0; }

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_record_holds_the_fingers_asked_for),
        cmocka_unit_test(the_same_numbers_give_the_same_bytes),
        cmocka_unit_test(every_print_is_plausible),
        cmocka_unit_test(wear_loses_minutiae),
    };
    return cmocka_run_group_tests(tests, make_arena, drop_arena);
}
