/* Comparing two fingerprints: made ones, moved and turned ones, and hostile ones. How well it does on real prints is
 * measured by tests/cli/test_prints.py. covers: S-022 */
#include "test.h"

#include <stdlib.h>

#include "identity/print_match.h"
#include "identity/turn.h"
#include "sim/people.h"
#include "sim/prints.h"

static struct st_arena *arena;

static struct st_minutiae finger(uint64_t person, unsigned position, uint32_t capture, uint8_t wear)
{
    struct st_sim_print print = {.seed = 11, .person = person, .capture = capture, .wear = wear};
    struct st_minutiae out;
    st_sim_print_finger(&out, &print, position, arena);
    return out;
}

static int score(struct st_minutiae a, struct st_minutiae b)
{
    struct st_print_match m;
    st_print_compare(&m, &a, &b);
    return m.score;
}

/* Two captures of one finger agree, captures of two fingers do not: the figures of the synthetic world. */
static void one_finger_agrees_and_two_do_not(void **state)
{
    (void)state;
    int missed = 0, below_same = 0, taken = 0, highest = 0;
    for (uint64_t person = 0; person < 300; person++) {
        unsigned position = 1 + (unsigned)person % 10;
        struct st_minutiae first = finger(person, position, 0, 0), again = finger(person, position, 1, 10);
        struct st_minutiae other = finger(person + 1, position, 1, 10);
        int same = score(first, again), different = score(first, other);
        missed += same < ST_PRINT_CANDIDATE_FROM;
        below_same += same < ST_PRINT_SAME_FROM;
        taken += different >= ST_PRINT_CANDIDATE_FROM;
        highest = different > highest ? different : highest;
    }
    print_message("of 300: %d not a candidate, %d not the same; %d false candidates, highest score of two fingers %d\n",
                  missed, below_same, taken, highest);
    assert_in_range(missed, 0, 3);
    assert_in_range(below_same, 0, 15);
    assert_in_range(taken, 0, 3);
    assert_true(highest < ST_PRINT_SAME_FROM);
}

static void either_order_gives_one_score(void **state)
{
    (void)state;
    for (uint64_t person = 0; person < 60; person++) {
        struct st_minutiae a = finger(person, 2, 0, 0), b = finger(person + person % 2, 2, 1, 20);
        struct st_print_match there, back;
        st_print_compare(&there, &a, &b);
        st_print_compare(&back, &b, &a);
        assert_int_equal(there.score, back.score);
        assert_int_equal(there.n, back.n);
        assert_int_equal(there.common_a, back.common_b);
        for (size_t i = 0; i < there.n; i++) {
            assert_int_equal(there.pairs[i].a, back.pairs[i].b);
            assert_int_equal(there.pairs[i].b, back.pairs[i].a);
        }
    }
}

static void the_order_of_rows_does_not_matter(void **state)
{
    (void)state;
    struct st_minutiae a = finger(1, 3, 0, 0), b = finger(1, 3, 1, 10), mixed = b;
    mixed.rows = ST_NEW_N(arena, struct st_minutia, b.n);
    for (size_t i = 0; i < b.n; i++)
        mixed.rows[i] = b.rows[b.n - 1 - i];
    assert_int_equal(score(a, b), score(a, mixed));
}

/* The same print in other pixels, turned by a known angle and moved: every minutia finds itself. */
static struct st_minutiae laid_otherwise(const struct st_minutiae *from, uint16_t turn)
{
    struct st_minutiae out = *from;
    out.x_per_cm = out.y_per_cm = (uint16_t)(2 * from->x_per_cm);
    out.rows = ST_NEW_N(arena, struct st_minutia, from->n);
    for (size_t i = 0; i < from->n; i++) {
        int32_t x = from->rows[i].x - 200, y = 240 - from->rows[i].y;
        int32_t cos = st_turn_cos(turn), sin = st_turn_sin(turn);
        out.rows[i] = from->rows[i];
        out.rows[i].x = (uint16_t)(1000 + 2 * (x * cos - y * sin) / ST_TURN_ONE);
        out.rows[i].y = (uint16_t)(1100 - 2 * (x * sin + y * cos) / ST_TURN_ONE);
        out.rows[i].angle = (uint8_t)(from->rows[i].angle + turn / 256);
    }
    return out;
}

static void moving_turning_and_resolution_do_not_matter(void **state)
{
    (void)state;
    struct st_minutiae print = finger(5, 1, 0, 0);
    for (unsigned turn = 0; turn < ST_TURN; turn += 256 * 37) {
        struct st_minutiae moved = laid_otherwise(&print, (uint16_t)turn);
        struct st_print_match m;
        st_print_compare(&m, &print, &moved);
        assert_int_equal(m.n, print.n);
        assert_int_equal(m.common_a, print.n);
        assert_int_equal(m.decision, ST_PRINT_SAME);
        assert_in_range(st_turn_between(m.turn, (uint16_t)turn), 0, 200);
        for (size_t i = 0; i < m.n; i++)
            assert_int_equal(m.pairs[i].a, m.pairs[i].b);
    }
}

/* The lay that is reported brings each minutia to its pair, in hundredths of a millimetre, y down. */
static void the_lay_can_be_followed(void **state)
{
    (void)state;
    for (unsigned order = 0; order < 2; order++) {
        struct st_minutiae print = finger(6, 4, 0, 0), moved = laid_otherwise(&print, 256 * 20);
        struct st_minutiae a = order ? moved : print, b = order ? print : moved;
        struct st_print_match m;
        moved.n = print.n;
        st_print_compare(&m, &a, &b);
        assert_true(m.n > 20);
        for (size_t i = 0; i < m.n; i++) {
            int64_t x = a.rows[m.pairs[i].a].x * 1000 / a.x_per_cm, y = a.rows[m.pairs[i].a].y * 1000 / a.y_per_cm;
            int64_t cos = st_turn_cos(m.turn), sin = st_turn_sin(m.turn);
            int64_t off_x = m.move_x + (x * cos + y * sin) / ST_TURN_ONE - b.rows[m.pairs[i].b].x * 1000 / b.x_per_cm;
            int64_t off_y = m.move_y + (y * cos - x * sin) / ST_TURN_ONE - b.rows[m.pairs[i].b].y * 1000 / b.y_per_cm;
            assert_in_range(off_x + 40, 0, 80);
            assert_in_range(off_y + 40, 0, 80);
        }
    }
}

static void reasons_are_sentences(void **state)
{
    (void)state;
    struct st_minutiae a = finger(7, 1, 0, 0), b = finger(7, 1, 1, 0), few = a;
    struct st_print_match m;
    struct st_message said[ST_PRINT_REASONS_MAX];
    size_t n;
    st_print_compare(&m, &a, &b);
    n = st_print_reasons(said, &m);
    assert_int_equal(n, 3);
    for (size_t i = 0; i < n; i++)
        assert_true(st_translated(said[i].text, "sv"));
    assert_string_equal(said[0].text, "In the area that both prints show, {0} minutiae agree of {1} that could.");
    assert_int_equal(said[0].values[0].u.number, m.n);
    assert_true(said[0].values[0].u.number <= said[0].values[1].u.number);
    few.n = ST_PRINT_LEAST - 1;
    st_print_compare(&m, &few, &b);
    assert_int_equal(m.score, 0);
    assert_int_equal(st_print_reasons(said, &m), 1);
    assert_string_equal(said[0].text, "The prints show {0} and {1} minutiae; fewer than {2} cannot be compared.");
    assert_true(st_translated(said[0].text, "sv"));
}

static void fingers_together_say_more_than_one(void **state)
{
    (void)state;
    assert_int_equal(st_print_fuse(NULL, 0), 0);
    assert_int_equal(st_print_fuse((int[]){412}, 1), 412);
    assert_int_equal(st_print_fuse((int[]){913}, 1), 913);
    assert_true(st_print_fuse((int[]){280, 290}, 2) > 400);
    assert_true(st_print_fuse((int[]){280, 40}, 2) < 280);
    assert_int_equal(st_print_fuse((int[]){50, 60, 70, 20}, 4), 0);
    int all[10];
    for (int i = 0; i < 10; i++)
        all[i] = ST_PRINT_SCORE_MAX;
    assert_in_range(st_print_fuse(all, 10), 990, ST_PRINT_SCORE_MAX);
    for (int s = 1, last = 0; s < 1000; s++) { /* never falls as one finger gets better */
        int fused = st_print_fuse((int[]){s, 300}, 2);
        assert_true(fused >= last);
        last = fused;
    }
}

/* Whatever a record says, the comparison ends and holds its bounds; the sanitizers watch. */
static void hostile_prints_do_no_harm(void **state)
{
    (void)state;
    struct st_sim_random r = st_sim_random(1, 1);
    struct st_minutiae views[8];
    for (size_t v = 0; v < 8; v++) {
        views[v] = (struct st_minutiae){.x_per_cm = v % 2 ? 39 : 1600, .y_per_cm = v % 3 ? 1600 : 39, .n = 255};
        views[v].rows = ST_NEW_N(arena, struct st_minutia, 255);
        for (size_t i = 0; i < 255; i++) {
            struct st_minutia *m = &views[v].rows[i];
            m->x = (uint16_t)(v < 2 ? 100 : v < 4 ? 16383 * (i % 2) : st_sim_below(&r, v < 6 ? 300 : 16384));
            m->y = (uint16_t)(v == 0 ? 100 : v == 1 ? i * 60 : v < 4 ? 16383 * (i % 3 % 2) : st_sim_below(&r, v < 6 ? 300 : 16384));
            m->angle = (uint8_t)(v < 4 ? 7 : st_sim_below(&r, 256));
        }
    }
    for (size_t a = 0; a < 8; a++)
        for (size_t b = a; b < 8; b++) {
            struct st_print_match m;
            st_print_compare(&m, &views[a], &views[b]);
            assert_in_range(m.score, 0, ST_PRINT_SCORE_MAX);
            assert_int_equal(m.score, score(views[b], views[a]));
            assert_true(m.n <= ST_PRINT_MINUTIAE && m.count_a <= ST_PRINT_MINUTIAE);
        }
}

static void of_many_minutiae_the_best_are_looked_at(void **state)
{
    (void)state;
    struct st_minutiae good = finger(8, 1, 0, 0), full = good;
    struct st_sim_random r = st_sim_random(2, 2);
    full.n = 200;
    full.rows = ST_NEW_N(arena, struct st_minutia, 200);
    for (size_t i = 0; i < 200; i++)
        full.rows[i] = i < 200u - good.n
                           ? (struct st_minutia){(uint16_t)st_sim_below(&r, 400), (uint16_t)st_sim_below(&r, 480),
                                                 (uint8_t)st_sim_below(&r, 256), ST_MINUTIA_ENDING, 1}
                           : good.rows[i - (200u - good.n)];
    assert_true(score(good, full) >= ST_PRINT_SAME_FROM);
}

static void sines_directions_and_roots(void **state)
{
    (void)state;
    assert_int_equal(st_turn_sin(0), 0);
    assert_int_equal(st_turn_sin(ST_TURN / 4), ST_TURN_ONE);
    assert_int_equal(st_turn_cos(ST_TURN / 2), -ST_TURN_ONE);
    assert_in_range(st_turn_sin(ST_TURN / 12) - 8192 + 3, 0, 6); /* sin 30 degrees = 1/2 */
    assert_int_equal(st_turn_of(0, 0), 0);
    for (unsigned turn = 0; turn < ST_TURN; turn += 101) {
        int32_t x = st_turn_cos((uint16_t)turn) * 100, y = st_turn_sin((uint16_t)turn) * 100;
        int64_t length = (int64_t)st_turn_sin((uint16_t)turn) * st_turn_sin((uint16_t)turn) +
                         (int64_t)st_turn_cos((uint16_t)turn) * st_turn_cos((uint16_t)turn);
        assert_in_range(st_turn_between(st_turn_of(x, y), (uint16_t)turn), 0, 8);
        assert_in_range(length, INT64_C(16378) * 16378, INT64_C(16390) * 16390);
    }
    for (uint64_t v = 0; v < 100000; v += 7)
        assert_true((uint64_t)st_root(v) * st_root(v) <= v && v < (uint64_t)(st_root(v) + 1) * (st_root(v) + 1));
    assert_int_equal(st_root(UINT64_MAX), UINT32_MAX);
}

static int make_arena(void **state) { (void)state, arena = st_arena_new(); return 0; }
static int drop_arena(void **state) { (void)state, st_arena_free(arena); return 0; }

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_finger_agrees_and_two_do_not),
        cmocka_unit_test(either_order_gives_one_score),
        cmocka_unit_test(the_order_of_rows_does_not_matter),
        cmocka_unit_test(moving_turning_and_resolution_do_not_matter),
        cmocka_unit_test(the_lay_can_be_followed),
        cmocka_unit_test(reasons_are_sentences),
        cmocka_unit_test(fingers_together_say_more_than_one),
        cmocka_unit_test(hostile_prints_do_no_harm),
        cmocka_unit_test(of_many_minutiae_the_best_are_looked_at),
        cmocka_unit_test(sines_directions_and_roots),
    };
    return cmocka_run_group_tests(tests, make_arena, drop_arena);
}
