#include "identity/name_map.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

struct st_name_map_node {
    struct st_name_map_node *next;
    uint64_t key;
    struct st_numbers list;
};

/* ---- lists ---- */

/* Not realloc: that may leave a copy of the numbers behind. */
static void resize(struct st_numbers *list, uint32_t room)
{
    uint32_t *p = st_heap(room * sizeof *p);
    if (list->n)
        memcpy(p, list->p, list->n * sizeof *p);
    if (list->p)
        explicit_bzero(list->p, list->room * sizeof *list->p);
    free(list->p);
    list->p = p;
    list->room = room;
}

void st_numbers_add(struct st_numbers *list, uint32_t number)
{
    if (list->n == list->room)
        resize(list, list->room ? list->room * 2 : 2);
    list->p[list->n++] = number;
}

void st_numbers_remove(struct st_numbers *list, uint32_t number)
{
    for (uint32_t i = 0; i < list->n; i++)
        if (list->p[i] == number) {
            list->p[i] = list->p[--list->n];
            explicit_bzero(&list->p[list->n], sizeof *list->p);
            return;
        }
}

void st_numbers_deinit(struct st_numbers *list)
{
    if (list->p)
        explicit_bzero(list->p, list->room * sizeof *list->p);
    free(list->p);
    *list = (struct st_numbers){0};
}

/* ---- the map: chains in buckets ---- */

static struct st_name_map_node **place(const struct st_name_map *map, uint64_t key)
{
    uint64_t mixed = key * UINT64_C(0x9E3779B97F4A7C15);
    struct st_name_map_node **at = &map->buckets[(mixed >> 20) & (map->room - 1)];
    while (*at && (*at)->key != key)
        at = &(*at)->next;
    return at;
}

static void rehash(struct st_name_map *map)
{
    struct st_name_map old = *map;
    map->room = old.room ? old.room * 2 : 64;
    map->buckets = st_heap(map->room * sizeof *map->buckets);
    memset(map->buckets, 0, map->room * sizeof *map->buckets);
    for (size_t i = 0; i < old.room; i++)
        for (struct st_name_map_node *node = old.buckets[i], *next; node; node = next) {
            next = node->next;
            node->next = NULL;
            *place(map, node->key) = node;
        }
    free(old.buckets);
}

static void forget(struct st_name_map_node *node)
{
    st_numbers_deinit(&node->list);
    explicit_bzero(node, sizeof *node);
    free(node);
}

void st_name_map_add(struct st_name_map *map, uint64_t key, uint32_t number)
{
    struct st_name_map_node **at;
    if (map->n >= map->room)
        rehash(map);
    at = place(map, key);
    if (!*at) {
        *at = st_heap(sizeof **at);
        **at = (struct st_name_map_node){.key = key};
        map->n++;
    }
    st_numbers_add(&(*at)->list, number);
}

void st_name_map_remove(struct st_name_map *map, uint64_t key, uint32_t number)
{
    struct st_name_map_node **at, *node;
    if (!map->room || !*(at = place(map, key)))
        return;
    node = *at;
    st_numbers_remove(&node->list, number);
    if (node->list.n)
        return;
    *at = node->next;
    map->n--;
    forget(node);
}

const struct st_numbers *st_name_map_get(const struct st_name_map *map, uint64_t key)
{
    struct st_name_map_node *node = map->room ? *place(map, key) : NULL;
    return node ? &node->list : NULL;
}

void st_name_map_deinit(struct st_name_map *map)
{
    for (size_t i = 0; i < map->room; i++)
        for (struct st_name_map_node *node = map->buckets[i], *next; node; node = next) {
            next = node->next;
            forget(node);
        }
    free(map->buckets);
    *map = (struct st_name_map){0};
}
