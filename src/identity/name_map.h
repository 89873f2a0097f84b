/* A map from 64-bit keys to lists of numbers that forgets without trace: what is taken out is overwritten.
 *
 * The ground of name_index.c. Not safe for two writers, nor for a writer beside readers. */
#ifndef ST_IDENTITY_NAME_MAP_H
#define ST_IDENTITY_NAME_MAP_H

#include <stddef.h>
#include <stdint.h>

struct st_numbers {
    uint32_t n, room;
    uint32_t *p;
};

/* Appends; numbers may repeat. */
void st_numbers_add(struct st_numbers *list, uint32_t number);
/* Takes one occurrence out; the order of the others may change. Nothing happens when it is not there. */
void st_numbers_remove(struct st_numbers *list, uint32_t number);
void st_numbers_deinit(struct st_numbers *list);

struct st_name_map_node;
struct st_name_map {
    size_t n, room; /* keys, buckets (a power of two) */
    struct st_name_map_node **buckets;
};

void st_name_map_deinit(struct st_name_map *map);
void st_name_map_add(struct st_name_map *map, uint64_t key, uint32_t number);
void st_name_map_remove(struct st_name_map *map, uint64_t key, uint32_t number);
/* The list under the key, borrowed until the next change; NULL when there is none. */
const struct st_numbers *st_name_map_get(const struct st_name_map *map, uint64_t key);

#endif
