/* The tables of a shape and their statements. Shared by record.c, which runs them, and table.c, which makes them. */
#ifndef ST_STORE_TABLE_H
#define ST_STORE_TABLE_H

#include "store/internal.h"

enum { ST_NODE_DEPTH = 4 }; /* lists in lists */

/* A column: a field of the element, or of a shape inside it (`one`), that stands `base` bytes into the element. */
struct st_column {
    const struct st_field *field;
    const char *name;
    size_t base;
};

/* One table: the record itself (node 0), or the elements of a list in it. Its key is authority, id and a position for
 * each list on the way; node 0 has the version in that place. */
struct st_node {
    const char *name;
    const struct st_node *parent; /* NULL for node 0; else it stands before this one */
    size_t list, size;            /* where the list stands in the parent's element; the size of an element */
    size_t key_n;                 /* positions; for node 0 the version */
    struct st_column *columns;
    size_t columns_n;
    struct st_statement insert, remove;
};

/* The statements that find by one field: one for each node. */
struct st_finder {
    const char *field;
    struct st_statement *statements;
};

struct st_table {
    struct st_arena *arena; /* in which it stands; never freed */
    const struct st_shape *shape;
    struct st_node *nodes;
    size_t nodes_n;
    struct st_statement update, exists;
    struct st_statement *get, *page; /* one for each node */
    struct st_finder *finders;
    size_t finders_n;
};

/* Made once; lives as long as the program. */
const struct st_table *st_table__make(const struct st_shape *shape);
/* CREATE TABLE and CREATE INDEX in portable SQL. */
void st_table__create(struct st_buf *out, const struct st_table *table);
const struct st_shape *const *st_records__registered(void);

#endif
