#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

/* Under the address sanitizer, what an arena has not handed out or has taken back may not be touched. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WATCHED 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define WATCHED 1
#endif
#ifdef WATCHED
#include <sanitizer/asan_interface.h>
static void forbid(const void *p, size_t n) { ASAN_POISON_MEMORY_REGION(p, n); }
static void permit(const void *p, size_t n) { ASAN_UNPOISON_MEMORY_REGION(p, n); }
#else
static void forbid(const void *p, size_t n) { (void)p, (void)n; }
static void permit(const void *p, size_t n) { (void)p, (void)n; }
#endif

enum { BLOCK = 16 * 1024, ALIGN = 16 };

struct block {
    struct block *next;
    size_t room, used;
    _Alignas(ALIGN) unsigned char bytes[];
};

struct st_arena {
    struct block *first, *current;
    size_t used;
};

void *st_heap(size_t n)
{
    void *p = calloc(1, n ? n : 1);
    ST_ASSERT(p != NULL);
    return p;
}

void *st_heap_grow(void *p, size_t n)
{
    p = realloc(p, n ? n : 1);
    ST_ASSERT(p != NULL);
    return p;
}

static struct block *block_new(size_t room)
{
    struct block *b = malloc(sizeof(*b) + room);
    ST_ASSERT(b != NULL);
    b->next = NULL;
    b->room = room;
    b->used = 0;
    forbid(b->bytes, room);
    return b;
}

struct st_arena *st_arena_new(void)
{
    struct st_arena *arena = st_heap(sizeof(*arena));
    arena->first = arena->current = block_new(BLOCK);
    return arena;
}

static void blocks_free(struct block *b)
{
    while (b != NULL) {
        struct block *next = b->next;
        permit(b->bytes, b->room);
        free(b);
        b = next;
    }
}

void st_arena_free(struct st_arena *arena)
{
    if (arena == NULL)
        return;
    blocks_free(arena->first);
    free(arena);
}

void st_arena_reset(struct st_arena *arena)
{
    blocks_free(arena->first->next);
    arena->first->next = NULL;
    arena->first->used = 0;
    forbid(arena->first->bytes, arena->first->room);
    arena->current = arena->first;
    arena->used = 0;
}

bool st_arena_holds(const struct st_arena *arena, const void *p)
{
    uintptr_t at = (uintptr_t)p;

    for (const struct block *b = arena->first; b != NULL; b = b->next)
        if (at >= (uintptr_t)b->bytes && at < (uintptr_t)b->bytes + b->used)
            return true;
    return false;
}

size_t st_arena_used(const struct st_arena *arena) { return arena->used; }

void *st_alloc(struct st_arena *arena, size_t n)
{
    struct block *b = arena->current;
    size_t need = (n + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    void *p;

    ST_ASSERT(need >= n);
    if (b->room - b->used < need) {
        b->next = block_new(need > BLOCK ? need : BLOCK);
        b = arena->current = b->next;
    }
    p = b->bytes + b->used;
    b->used += need;
    arena->used += need;
    permit(p, n ? n : 1);
    return memset(p, 0, n);
}

void *st_alloc_n(struct st_arena *arena, size_t count, size_t size)
{
    ST_ASSERT(size == 0 || count <= SIZE_MAX / 2 / size);
    return st_alloc(arena, count * size);
}

void *st_alloc_copy(struct st_arena *arena, const void *bytes, size_t n)
{
    void *p = st_alloc(arena, n);
    return n ? memcpy(p, bytes, n) : p;
}
