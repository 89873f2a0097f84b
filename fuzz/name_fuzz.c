/* Two names, one on each line: whatever strangers write, the score is the same both ways and a name is like itself. */
#include "target.h"

#include "identity/name_compare.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct st_arena *arena = st_arena_new();
    struct st_str b = {(const char *)data, size}, a = st_str_cut(&b, '\n');
    struct st_name_key key_a, key_b;
    struct st_name_comparison c;

    if (!st_name_key(&key_a, a, arena, NULL) && !st_name_key(&key_b, b, arena, NULL)) {
        st_name_compare_keys(&c, &key_a, &key_b);
        ST_ASSERT(c.score >= 0 && c.score <= 1000 && c.n >= 1 && c.n <= ST_NAME_REASONS_MAX);
        ST_ASSERT(c.score == st_name_score(&key_b, &key_a));
        (void)st_name_fold(arena, a);
        (void)st_name_latin(arena, b);
    }
    st_arena_free(arena);
    return 0;
}
