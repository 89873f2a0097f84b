/* One against all: who has these prints? covers: S-022 */
#include "test.h"

#include <pthread.h>
#include <stdlib.h>

#include "identity/gallery.h"
#include "sim/prints.h"

static struct st_arena *arena;

static struct st_id key_of(uint64_t person)
{
    return (struct st_id){{1, 0, 0, 0, (uint8_t)(person >> 8), (uint8_t)person}};
}

/* The fingers of a set, as captured. */
static size_t capture(struct st_minutiae *views, uint64_t person, uint32_t which, unsigned fingers)
{
    struct st_sim_print print = {.seed = 21, .person = person, .capture = which, .wear = 10};
    size_t n = 0;
    for (unsigned finger = 1; finger <= 10; finger++)
        if (fingers & ST_SIM_FINGER(finger))
            st_sim_print_finger(&views[n++], &print, finger, arena);
    return n;
}

static void enrol(struct st_gallery *g, uint64_t person, uint32_t group, unsigned fingers)
{
    struct st_minutiae views[10];
    size_t n = capture(views, person, 0, fingers);
    assert_int_equal(st_gallery_add(g, key_of(person), group, views, n, NULL), ST_OK);
}

static struct st_gallery *gallery_of(uint64_t persons, unsigned fingers)
{
    struct st_gallery *g = st_gallery_new();
    for (uint64_t person = 0; person < persons; person++)
        enrol(g, person, (uint32_t)person % 4, fingers);
    return g;
}

struct answer {
    struct st_gallery_hit *hits;
    size_t n;
};

static struct answer search(struct st_gallery *g, uint64_t person, unsigned fingers, uint32_t mask, uint32_t value)
{
    struct st_minutiae views[10];
    struct st_gallery_search wanted = {.views = views, .n = capture(views, person, 1, fingers), .group_mask = mask,
                                       .group_value = value};
    struct answer a;
    assert_int_equal(st_gallery_find(&a.hits, &a.n, g, &wanted, arena, NULL), ST_OK);
    return a;
}

static const unsigned four = ST_SIM_FINGER(1) | ST_SIM_FINGER(2) | ST_SIM_FINGER(6) | ST_SIM_FINGER(7);

static void everybody_is_found_and_nobody_else(void **state)
{
    (void)state;
    struct st_gallery *g = gallery_of(30, four);
    assert_int_equal(st_gallery_size(g), 30);
    for (uint64_t person = 0; person < 30; person += 3) {
        struct answer a = search(g, person, four, 0, 0);
        assert_int_equal(a.n, 1);
        assert_true(st_id_eq(a.hits[0].key, key_of(person)));
        assert_true(a.hits[0].score >= 700);
        assert_true((a.hits[0].fingers & four) != 0 && (a.hits[0].fingers & ~four) == 0);
    }
    for (uint64_t person = 1000; person < 1010; person++)
        assert_int_equal(search(g, person, four, 0, 0).n, 0);
    st_gallery_free(g);
}

static void one_common_finger_is_enough_and_a_missing_one_says_nothing(void **state)
{
    (void)state;
    struct st_gallery *g = gallery_of(20, four);
    struct answer a = search(g, 7, ST_SIM_FINGER(2), 0, 0);
    assert_true(a.n >= 1 && st_id_eq(a.hits[0].key, key_of(7)));
    a = search(g, 7, ST_SIM_FINGER(2) | ST_SIM_FINGER(3) | ST_SIM_FINGER(4) | ST_SIM_FINGER(5), 0, 0);
    assert_true(a.n >= 1 && st_id_eq(a.hits[0].key, key_of(7)));
    assert_int_equal(a.hits[0].fingers, ST_SIM_FINGER(2));
    a = search(g, 7, ST_SIM_FINGER(3), 0, 0);
    assert_int_equal(a.n, 0);
    st_gallery_free(g);
}

static void only_the_same_position_is_compared_an_unknown_one_with_all(void **state)
{
    (void)state;
    struct st_gallery *g = gallery_of(20, four);
    struct st_minutiae view;
    struct st_gallery_search wanted = {.views = &view, .n = 1};
    struct st_gallery_hit *hits;
    size_t n;
    capture(&view, 9, 1, ST_SIM_FINGER(6));
    view.finger = 7;
    assert_int_equal(st_gallery_find(&hits, &n, g, &wanted, arena, NULL), ST_OK);
    assert_int_equal(n, 0);
    view.finger = ST_FINGER_UNKNOWN;
    assert_int_equal(st_gallery_find(&hits, &n, g, &wanted, arena, NULL), ST_OK);
    assert_int_equal(n, 1);
    assert_true(st_id_eq(hits[0].key, key_of(9)));
    assert_int_equal(hits[0].fingers, ST_SIM_FINGER(6));
    st_gallery_free(g);
}

static void a_group_is_searched_alone(void **state)
{
    (void)state;
    struct st_gallery *g = gallery_of(20, ST_SIM_FINGER(2));
    assert_int_equal(search(g, 6, ST_SIM_FINGER(2), 3, 2).n, 1); /* person 6 is of group 2 */
    assert_int_equal(search(g, 6, ST_SIM_FINGER(2), 3, 1).n, 0);
    assert_int_equal(search(g, 6, ST_SIM_FINGER(2), 2, 2).n, 1);
    st_gallery_free(g);
}

static void fingers_are_added_to_a_record(void **state)
{
    (void)state;
    struct st_gallery *g = gallery_of(3, ST_SIM_FINGER(2));
    struct st_minutiae views[10];
    struct st_error err = {0};
    enrol(g, 1, 1, ST_SIM_FINGER(3) | ST_SIM_FINGER(4));
    assert_int_equal(st_gallery_size(g), 3);
    struct answer a = search(g, 1, ST_SIM_FINGER(2) | ST_SIM_FINGER(3), 0, 0);
    assert_int_equal(a.n, 1);
    assert_int_equal(a.hits[0].fingers, ST_SIM_FINGER(2) | ST_SIM_FINGER(3));
    for (int i = 0; i < 9; i++)
        enrol(g, 1, 1, ST_SIM_FINGER(1) | ST_SIM_FINGER(5) | ST_SIM_FINGER(6));
    assert_int_equal(st_gallery_add(g, key_of(1), 1, views, capture(views, 1, 0, ST_SIM_FINGER(1)), &err), ST_E_LIMIT);
    assert_string_equal(err.faults[0].field, "views");
    assert_int_equal(st_gallery_remove(g, key_of(1)), ST_GALLERY_VIEWS);
    assert_int_equal(st_gallery_remove(g, key_of(1)), 0);
    assert_int_equal(search(g, 1, ST_SIM_FINGER(2), 0, 0).n, 0);
    st_gallery_free(g);
}

static void what_is_removed_is_gone_whatever_the_order(void **state)
{
    (void)state;
    struct st_gallery *g = gallery_of(600, four); /* large enough that holes are closed */
    for (uint64_t person = 0; person < 600; person++)
        if (person % 10 != 5)
            assert_int_equal(st_gallery_remove(g, key_of(person * 7 % 600)), 4);
    assert_int_equal(st_gallery_size(g), 60);
    size_t found = 0;
    for (uint64_t person = 5; person < 600; person += 35) { /* every other one was removed */
        struct answer a = search(g, person, four, 0, 0);
        assert_true(a.n == 0 || (a.n == 1 && st_id_eq(a.hits[0].key, key_of(person))));
        assert_int_equal(a.n, person % 10 == 5);
        found += a.n;
    }
    assert_int_equal(found, 9);
    st_gallery_free(g);
}

static void limits_and_order_of_hits(void **state)
{
    (void)state;
    struct st_gallery *g = st_gallery_new();
    struct st_minutiae view;
    struct st_gallery_search wanted = {.views = &view, .n = 1, .limit = 3};
    struct st_gallery_hit *hits;
    size_t n;
    capture(&view, 1, 0, ST_SIM_FINGER(2));
    assert_int_equal(st_gallery_find(&hits, &n, g, &wanted, arena, NULL), ST_OK);
    assert_int_equal(n, 0);
    for (uint64_t i = 5; i > 0; i--)
        assert_int_equal(st_gallery_add(g, key_of(i), 0, &view, 1, NULL), ST_OK);
    assert_int_equal(st_gallery_find(&hits, &n, g, &wanted, arena, NULL), ST_OK);
    assert_int_equal(n, 3);
    for (uint64_t i = 0; i < 3; i++) { /* equal scores: in the order of keys */
        assert_true(st_id_eq(hits[i].key, key_of(i + 1)));
        assert_int_equal(hits[i].score, hits[0].score);
    }
    wanted.min_score = hits[0].score + 1;
    assert_int_equal(st_gallery_find(&hits, &n, g, &wanted, arena, NULL), ST_OK);
    assert_int_equal(n, 0);
    st_gallery_free(g);
}

static void what_cannot_be_searched_for_is_refused(void **state)
{
    (void)state;
    struct st_gallery *g = gallery_of(2, ST_SIM_FINGER(2));
    struct st_minutiae view;
    struct st_gallery_search wanted = {.views = &view, .n = 1};
    struct st_gallery_hit *hits;
    struct st_error err = {0};
    size_t n;
    capture(&view, 1, 0, ST_SIM_FINGER(2));
    view.n = ST_PRINT_LEAST - 1;
    assert_int_equal(st_gallery_find(&hits, &n, g, &wanted, arena, &err), ST_E_INVALID);
    assert_string_equal(err.faults[0].what.text, "No finger shows enough minutiae to be searched for.");
    assert_true(st_translated(err.faults[0].what.text, "sv"));
    assert_int_equal(st_gallery_add(g, key_of(2), 0, &view, 1, NULL), ST_OK); /* kept, and never found */
    view.finger = 11;
    assert_int_equal(st_gallery_add(g, key_of(1), 0, &view, 1, NULL), ST_E_INVALID);
    assert_int_equal(st_gallery_add(g, key_of(1), 0, &view, 0, NULL), ST_E_INVALID);
    wanted.n = 0;
    assert_int_equal(st_gallery_find(&hits, &n, g, &wanted, arena, NULL), ST_E_INVALID);
    assert_int_equal(st_gallery_size(g), 3);
    st_gallery_free(g);
    st_gallery_free(NULL);
}

/* Beyond 500 records a glance chooses which are compared: worn prints are still found, and strangers are not. */
static void a_large_gallery_is_glanced_at_first(void **state)
{
    (void)state;
    struct st_gallery *g = gallery_of(640, four);
    struct st_sim_print worn = {.seed = 21, .person = 555, .capture = 1, .wear = 40};
    struct st_minutiae views[4];
    struct st_gallery_search wanted = {.views = views, .n = 4};
    struct st_gallery_hit *hits;
    size_t n;
    for (size_t i = 0; i < 4; i++)
        st_sim_print_finger(&views[i], &worn, (unsigned[]){1, 2, 6, 7}[i], arena);
    assert_int_equal(st_gallery_find(&hits, &n, g, &wanted, arena, NULL), ST_OK);
    assert_int_equal(n, 1);
    assert_true(st_id_eq(hits[0].key, key_of(555)));
    assert_int_equal(search(g, 5000, four, 0, 0).n, 0);
    assert_int_equal(search(g, 639, four, 3, 3).n, 1); /* a group of 160: all are compared */
    st_gallery_free(g);
}

/* What is "the same" between two prints may be chance among many: one finger, just over the threshold. */
static void many_records_make_a_score_less_sure(void **state)
{
    (void)state;
    struct st_gallery *alone = st_gallery_new(), *many = gallery_of(200, ST_SIM_FINGER(2));
    for (uint64_t person = 0; person < 200; person++) {
        struct st_sim_print first = {.seed = 21, .person = person}, worn = {.seed = 21, .person = person, .capture = 1, .wear = 100};
        struct st_minutiae a, b;
        struct st_print_match m;
        struct st_gallery_search wanted = {.views = &b, .n = 1};
        struct st_gallery_hit *hits;
        size_t n;
        first.wear = 10;
        st_sim_print_finger(&a, &first, 2, arena);
        st_sim_print_finger(&b, &worn, 2, arena);
        st_print_compare(&m, &a, &b);
        if (m.score < ST_PRINT_SAME_FROM || m.score > ST_PRINT_SAME_FROM + 50)
            continue;
        assert_int_equal(st_gallery_add(alone, key_of(person), 0, &a, 1, NULL), ST_OK);
        assert_int_equal(st_gallery_find(&hits, &n, alone, &wanted, arena, NULL), ST_OK);
        assert_int_equal(n, 1);
        assert_int_equal(hits[0].score, m.score);
        assert_int_equal(st_gallery_find(&hits, &n, many, &wanted, arena, NULL), ST_OK);
        assert_true(n >= 1 && st_id_eq(hits[0].key, key_of(person)));
        assert_int_equal(hits[0].score, ST_PRINT_SAME_FROM - 1);
        st_gallery_free(alone);
        st_gallery_free(many);
        return;
    }
    fail_msg("no print scores just over the threshold");
}

/* ---- Threads ---- */

struct worker {
    struct st_gallery *gallery;
    struct st_minutiae view;
    uint64_t first;
    int wrong;
};

static void *add_and_remove(void *arg)
{
    struct worker *w = arg;
    for (uint64_t i = 0; i < 300; i++) {
        w->wrong += st_gallery_add(w->gallery, key_of(w->first + i % 20), 0, &w->view, 1, NULL) != ST_OK;
        w->wrong += i % 3 == 2 && st_gallery_remove(w->gallery, key_of(w->first + (i - 1) % 20)) == 0;
    }
    return NULL;
}

static void *look(void *arg)
{
    struct worker *w = arg;
    for (int i = 0; i < 30; i++) {
        struct st_arena *own = st_arena_new();
        struct st_gallery_search wanted = {.views = &w->view, .n = 1, .limit = 1};
        struct st_gallery_hit *hits;
        size_t n;
        w->wrong += st_gallery_find(&hits, &n, w->gallery, &wanted, own, NULL) != ST_OK || n != 1 ||
                    !st_id_eq(hits[0].key, key_of(w->first));
        st_arena_free(own);
    }
    return NULL;
}

static void many_threads_search_while_others_add_and_remove(void **state)
{
    (void)state;
    struct st_gallery *g = gallery_of(5, ST_SIM_FINGER(2));
    struct worker workers[4] = {{.first = 3}, {.first = 4}, {.first = 100}, {.first = 200}};
    pthread_t threads[4];
    for (size_t i = 0; i < 4; i++) {
        workers[i].gallery = g;
        capture(&workers[i].view, workers[i].first, i < 2, ST_SIM_FINGER(2));
        assert_int_equal(pthread_create(&threads[i], NULL, i < 2 ? look : add_and_remove, &workers[i]), 0);
    }
    for (size_t i = 0; i < 4; i++) {
        (void)pthread_join(threads[i], NULL);
        assert_int_equal(workers[i].wrong, 0);
    }
    st_gallery_free(g);
}

static int make_arena(void **state) { (void)state, arena = st_arena_new(); return 0; }
static int drop_arena(void **state) { (void)state, st_arena_free(arena); return 0; }

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everybody_is_found_and_nobody_else),
        cmocka_unit_test(one_common_finger_is_enough_and_a_missing_one_says_nothing),
        cmocka_unit_test(only_the_same_position_is_compared_an_unknown_one_with_all),
        cmocka_unit_test(a_group_is_searched_alone),
        cmocka_unit_test(fingers_are_added_to_a_record),
        cmocka_unit_test(what_is_removed_is_gone_whatever_the_order),
        cmocka_unit_test(limits_and_order_of_hits),
        cmocka_unit_test(what_cannot_be_searched_for_is_refused),
        cmocka_unit_test(a_large_gallery_is_glanced_at_first),
        cmocka_unit_test(many_records_make_a_score_less_sure),
        cmocka_unit_test(many_threads_search_while_others_add_and_remove),
    };
    return cmocka_run_group_tests(tests, make_arena, drop_arena);
}
