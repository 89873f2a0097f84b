/* A fingerprint record as a scanner sends it: what is read is written back as the same fingers, and comparing them
 * ends, holds its bounds and does not depend on the order. */
#include "target.h"

#include "identity/print_match.h"

static void written_anew(const struct st_print_record *r, struct st_arena *arena)
{
    struct st_buf buf = ST_BUF_INIT(1 << 20);
    struct st_print_record read;

    ST_ASSERT(st_minutiae_write(&buf, r->views, r->n, NULL) == ST_OK);
    ST_ASSERT(st_minutiae_read(&read, arena, st_buf_get(&buf), NULL) == ST_OK && read.n == r->n);
    for (size_t i = 0; i < r->n; i++) {
        ST_ASSERT(read.views[i].n == r->views[i].n && read.views[i].finger == r->views[i].finger);
        ST_ASSERT(memcmp(read.views[i].rows, r->views[i].rows, r->views[i].n * sizeof(struct st_minutia)) == 0);
    }
    st_buf_deinit(&buf);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct st_arena *arena = st_arena_new();
    struct st_print_record r;

    if (st_minutiae_read(&r, arena, (struct st_str){(const char *)data, size}, NULL) == ST_OK) {
        struct st_print_match there, back;
        struct st_message reasons[ST_PRINT_REASONS_MAX];
        written_anew(&r, arena);
        st_print_compare(&there, &r.views[0], &r.views[r.n - 1]);
        st_print_compare(&back, &r.views[r.n - 1], &r.views[0]);
        ST_ASSERT(there.score >= 0 && there.score <= ST_PRINT_SCORE_MAX && there.score == back.score);
        ST_ASSERT(there.n <= there.common_a && there.common_a <= there.count_a);
        for (size_t i = 0; i < there.n; i++)
            ST_ASSERT(there.pairs[i].a < r.views[0].n && there.pairs[i].b < r.views[r.n - 1].n);
        ST_ASSERT(st_print_reasons(reasons, &there) >= 1);
    }
    st_arena_free(arena);
    return 0;
}
