/* What a failed command said outlives the arena that it said it in. */
#include <pthread.h>
#include <stdlib.h>

#include "store/runner.h"

enum { KEPT = 64 * 1024 };

/* Two arenas in turn: what a thread's failures said stays until at least KEPT bytes more were said. */
struct st_kept {
    struct st_arena *now, *before;
};

static pthread_key_t mine_key;
static pthread_once_t mine_once = PTHREAD_ONCE_INIT;

static void forget(void *kept)
{
    struct st_kept *k = kept;

    st_arena_free(k->now);
    st_arena_free(k->before);
    free(k);
}

static void make_key(void) { ST_ASSERT(pthread_key_create(&mine_key, forget) == 0); }

struct st_kept *st_kept__mine(void)
{
    struct st_kept *kept;

    (void)pthread_once(&mine_once, make_key);
    kept = pthread_getspecific(mine_key);
    if (kept == NULL) {
        kept = st_heap(sizeof(*kept));
        kept->now = st_arena_new();
        ST_ASSERT(pthread_setspecific(mine_key, kept) == 0);
    }
    return kept;
}

static const char *text(struct st_kept *kept, const struct st_arena *dying, const char *s)
{
    return s != NULL && st_arena_holds(dying, s) ? st_str_z(kept->now, st_str_of(s)) : s;
}

static void value(struct st_kept *kept, const struct st_arena *dying, struct st_value *v)
{
    if (v->kind == ST_VALUE_KEY)
        v->u.key = text(kept, dying, v->u.key);
    else if (v->kind == ST_VALUE_TEXT && v->u.text.p != NULL && st_arena_holds(dying, v->u.text.p))
        v->u.text = st_str_dup(kept->now, v->u.text);
}

void st_kept__faults(struct st_kept *kept, struct st_error *err, size_t from, const struct st_arena *dying)
{
    if (err == NULL || err->n <= from)
        return;
    if (st_arena_used(kept->now) > KEPT) {
        st_arena_free(kept->before);
        kept->before = kept->now;
        kept->now = st_arena_new();
    }
    for (size_t i = from; i < err->n; i++) {
        struct st_fault *f = &err->faults[i];
        f->field = text(kept, dying, f->field);
        f->citation = text(kept, dying, f->citation);
        f->cure = text(kept, dying, f->cure);
        f->what.text = text(kept, dying, f->what.text);
        for (size_t k = 0; k < ST_MESSAGE_VALUES; k++)
            value(kept, dying, &f->what.values[k]);
    }
}
