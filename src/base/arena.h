/* Memory that dies together.
 *
 * A request, a command, a rule run: each has one arena and frees nothing one by one. Allocation cannot fail in the
 * caller's eyes: sizes that come from outside are capped before they reach an arena, so running out of memory means
 * the machine is out of memory, and then the process stops; what was acknowledged is on disk. Cost: a pointer bump;
 * one malloc for each 16 KiB. Not safe for two threads at once. */
#ifndef ST_BASE_ARENA_H
#define ST_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

struct st_arena;

/* A new, empty arena; st_arena_free releases it and all that came from it (NULL is fine). */
struct st_arena *st_arena_new(void);
void st_arena_free(struct st_arena *arena);
/* Forgets everything allocated but keeps the first block for reuse. */
void st_arena_reset(struct st_arena *arena);
/* True when `p` points into what the arena has handed out. */
bool st_arena_holds(const struct st_arena *arena, const void *p);
/* Bytes handed out since the last reset. */
size_t st_arena_used(const struct st_arena *arena);

/* `n` zeroed bytes, aligned for any type. Never NULL. */
void *st_alloc(struct st_arena *arena, size_t n);
/* `count` zeroed elements; the product is checked. */
void *st_alloc_n(struct st_arena *arena, size_t count, size_t size);
/* A copy of `n` bytes. */
void *st_alloc_copy(struct st_arena *arena, const void *bytes, size_t n);

#define ST_NEW(arena, type) ((type *)st_alloc((arena), sizeof(type)))
#define ST_NEW_N(arena, type, count) ((type *)st_alloc_n((arena), (count), sizeof(type)))

/* malloc, realloc for the few things that outlive a request; they stop the process when memory is gone. */
void *st_heap(size_t n);
void *st_heap_grow(void *p, size_t n);

#endif
