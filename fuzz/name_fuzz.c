/* Two names, one on each line: whatever strangers write, the score is the same both ways, the law's test too, and the
 * index gives back what it took and forgets what it must. */
#include "target.h"

#include "identity/name_data.h"
#include "identity/name_index.h"

static void compared(struct st_str a, struct st_str b, struct st_arena *arena)
{
    struct st_name_key key_a, key_b;
    struct st_name_comparison c;
    if (st_name_key(&key_a, a, arena, NULL) || st_name_key(&key_b, b, arena, NULL))
        return;
    st_name_compare_keys(&c, &key_a, &key_b);
    ST_ASSERT(c.score >= 0 && c.score <= 1000 && c.n >= 1 && c.n <= ST_NAME_REASONS_MAX);
    ST_ASSERT(c.score == st_name_score(&key_b, &key_a));
    (void)st_name_fold(arena, a);
    (void)st_name_latin(arena, b);
}

static void judged(struct st_str a, struct st_str b, struct st_arena *arena)
{
    struct st_name_data x = {a, b}, y = {b, a};
    struct st_name_data_result there, back;
    if (st_name_data_compare(&there, &x, &y, arena, NULL) || st_name_data_compare(&back, &y, &x, arena, NULL))
        return;
    ST_ASSERT(there.decision == back.decision && there.decision != ST_NAME_DIFFERENT);
}

static void kept(struct st_str a, struct st_str b, struct st_arena *arena)
{
    struct st_name_index *index = st_name_index_new();
    struct st_id one = {{1}}, two = {{2}};
    struct st_name_candidates found;
    struct st_name_search wanted = {a, 5, 1};
    bool first = !st_name_index_add(index, one, a, NULL), second = !st_name_index_add(index, two, b, NULL);
    ST_ASSERT(st_name_index_size(index) == (size_t)first + second);
    ST_ASSERT(!st_name_index_search(&found, index, &wanted, arena, NULL) == first);
    ST_ASSERT(st_name_index_remove(index, one) == first && st_name_index_remove(index, two) == second);
    ST_ASSERT(st_name_index_size(index) == 0);
    st_name_index_free(index);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct st_arena *arena = st_arena_new();
    struct st_str b = {(const char *)data, size}, a = st_str_cut(&b, '\n');
    compared(a, b, arena);
    judged(a, b, arena);
    kept(a, b, arena);
    st_arena_free(arena);
    return 0;
}
