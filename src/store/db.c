/* What both databases share: cells and rows, the handles of statements, transactions and what spoils them. */
#include "store/internal.h"

#include <stdlib.h>

struct st_cell st_cell_null(void) { return (struct st_cell){ST_CELL_NULL, 0, {NULL, 0}}; }
struct st_cell st_cell_int(int64_t v) { return (struct st_cell){ST_CELL_INT, v, {NULL, 0}}; }
struct st_cell st_cell_bool(bool v) { return st_cell_int(v); }
struct st_cell st_cell_text(const char *v) { return st_cell_str(st_str_of(v)); }

struct st_cell st_cell_str(struct st_str v)
{
    return st_str_known(v) ? (struct st_cell){ST_CELL_TEXT, 0, v} : st_cell_null();
}

struct st_cell st_cell_blob(struct st_str v)
{
    return st_str_known(v) ? (struct st_cell){ST_CELL_BLOB, 0, v} : st_cell_null();
}

struct st_cell st_cell_id(struct st_arena *arena, struct st_id v)
{
    if (!st_id_known(v))
        return st_cell_null();
    return st_cell_blob((struct st_str){st_alloc_copy(arena, v.b, sizeof(v.b)), sizeof(v.b)});
}

struct st_cell st_cell_date(struct st_arena *arena, struct st_date v)
{
    return st_date_known(v) ? st_cell_text(st_date_print(st_alloc(arena, ST_DATE_TEXT), v)) : st_cell_null();
}

struct st_cell st_cell_instant(struct st_instant v)
{
    return st_instant_known(v) ? st_cell_int(v.us) : st_cell_null();
}

const struct st_cell *st_rows_cell(const struct st_rows *rows, size_t row, size_t column)
{
    ST_ASSERT(row < rows->n && column < rows->columns);
    return &rows->cells[row * rows->columns + column];
}

int64_t st_rows_int(const struct st_rows *rows, size_t row, size_t column)
{
    const struct st_cell *c = st_rows_cell(rows, row, column);

    ST_ASSERT(c->kind == ST_CELL_INT || c->kind == ST_CELL_NULL);
    return c->i;
}

struct st_str st_rows_str(const struct st_rows *rows, size_t row, size_t column)
{
    const struct st_cell *c = st_rows_cell(rows, row, column);

    ST_ASSERT(c->kind != ST_CELL_INT);
    return c->s;
}

struct st_id st_rows_id(const struct st_rows *rows, size_t row, size_t column)
{
    struct st_str s = st_rows_str(rows, row, column);
    struct st_id id = {{0}};

    if (s.p != NULL) {
        ST_ASSERT(s.n == sizeof(id.b));
        memcpy(id.b, s.p, s.n);
    }
    return id;
}

struct st_date st_rows_date(const struct st_rows *rows, size_t row, size_t column)
{
    struct st_str s = st_rows_str(rows, row, column);
    struct st_date date = {0};

    if (s.p != NULL)
        ST_ASSERT(st_date_parse(&date, s));
    return date;
}

struct st_instant st_rows_instant(const struct st_rows *rows, size_t row, size_t column)
{
    return (struct st_instant){st_rows_int(rows, row, column)};
}
