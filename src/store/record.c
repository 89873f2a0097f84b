/* Records of a shape as rows: the tables of a shape, their statements, and the way of a record into rows and back. */
#include <pthread.h>
#include <stdatomic.h>

#include "store/table.h"

enum { SQL_MAX = 1 << 20, TABLES_MAX = 1024 };

static int no_such_record(struct st_error *err)
{
    return st_fail(err, ST_E_NOTFOUND, "id", ST_MSG("There is no such record."), "", "Compare the number.");
}

/* ---- One value ---- */
static struct st_cell cell_of(const struct st_column *c, const void *element, struct st_arena *arena)
{
    const struct st_field *f = c->field;
    const void *v = st_field_get(f, (const char *)element + c->base);
    const struct st_number *number = v;
    unsigned code;
    uint64_t set;

    switch (f->kind) {
    case ST_KIND_TEXT: return st_cell_str(*(const struct st_str *)v);
    case ST_KIND_BLOB: return st_cell_blob(*(const struct st_str *)v);
    case ST_KIND_NUMBER: return number->known ? st_cell_int(number->v) : st_cell_null();
    case ST_KIND_TRI: return *(const uint8_t *)v ? st_cell_int(*(const uint8_t *)v) : st_cell_null();
    case ST_KIND_CODE:
        code = *(const uint16_t *)v;
        return code ? st_cell_text(st_code_name(f->codes, code)) : st_cell_null();
    case ST_KIND_CODES: set = *(const uint64_t *)v; return set ? st_cell_int((int64_t)set) : st_cell_null();
    case ST_KIND_DATE: return st_cell_date(arena, *(const struct st_date *)v);
    case ST_KIND_INSTANT: return st_cell_instant(*(const struct st_instant *)v);
    case ST_KIND_ID: return st_cell_id(arena, *(const struct st_id *)v);
    case ST_KIND_ONE:
    case ST_KIND_MANY: break;
    }
    ST_ASSERT(!"a field that is no column");
    return st_cell_null();
}

static bool is_id(const struct st_cell *cell)
{
    return cell->kind == ST_CELL_BLOB && cell->s.n == sizeof(((struct st_id *)NULL)->b);
}

/* The field's value from its cell; what the program does not understand is an error, never unknown. */
static bool set_value(const struct st_column *c, void *element, const struct st_rows *rows, size_t row, size_t column)
{
    const struct st_field *f = c->field;
    void *v = st_field_at(f, (char *)element + c->base);
    const struct st_cell *cell = st_rows_cell(rows, row, column);
    unsigned code;

    if (cell->kind == ST_CELL_NULL)
        return true;
    switch (f->kind) {
    case ST_KIND_TEXT:
    case ST_KIND_BLOB: *(struct st_str *)v = cell->s; return true;
    case ST_KIND_NUMBER: *(struct st_number *)v = (struct st_number){cell->i, true}; return true;
    case ST_KIND_TRI: *(uint8_t *)v = (uint8_t)cell->i; return cell->i == ST_YES || cell->i == ST_NO;
    case ST_KIND_CODE:
        code = st_code_of(f->codes, cell->s);
        *(uint16_t *)v = (uint16_t)code;
        return code != 0;
    case ST_KIND_CODES: *(uint64_t *)v = (uint64_t)cell->i; return true;
    case ST_KIND_DATE: return st_date_parse(v, cell->s);
    case ST_KIND_INSTANT: *(struct st_instant *)v = (struct st_instant){cell->i}; return true;
    case ST_KIND_ID:
        if (is_id(cell)) /* another program may have written here */
            memcpy(((struct st_id *)v)->b, cell->s.p, cell->s.n);
        return is_id(cell);
    case ST_KIND_ONE:
    case ST_KIND_MANY: break;
    }
    return false;
}

/* ---- Writing ---- */
/* The cells of an element: authority, id, positions or version, fields. */
static struct st_cell *cells_of(size_t *n, struct st_tx *tx, const struct st_node *node, struct st_id id,
                                const int64_t *key, const void *element)
{
    struct st_cell *cells = ST_NEW_N(tx->arena, struct st_cell, 2 + node->key_n + node->columns_n);
    size_t at = 0;

    cells[at++] = st_cell_str(tx->actor->authority);
    cells[at++] = st_cell_id(tx->arena, id);
    for (size_t i = 0; i < node->key_n; i++)
        cells[at++] = st_cell_int(key[i]);
    for (size_t i = 0; i < node->columns_n; i++)
        cells[at++] = cell_of(&node->columns[i], element, tx->arena);
    *n = at;
    return cells;
}

static int insert_lists(struct st_tx *tx, const struct st_table *t, const struct st_node *parent, struct st_id id,
                        const int64_t *key, const void *element, struct st_error *err);

static int insert_element(struct st_tx *tx, const struct st_table *t, const struct st_node *node, struct st_id id,
                          const int64_t *key, const void *element, struct st_error *err)
{
    size_t n;
    struct st_cell *cells = cells_of(&n, tx, node, id, key, element);
    int rc = st_db_exec(tx->db, NULL, &node->insert, cells, n, err);

    return rc == ST_OK ? insert_lists(tx, t, node, id, key, element, err) : rc;
}

static int insert_lists(struct st_tx *tx, const struct st_table *t, const struct st_node *parent, struct st_id id,
                        const int64_t *key, const void *element, struct st_error *err)
{
    size_t deep = parent == &t->nodes[0] ? 0 : parent->key_n;
    int rc = ST_OK;

    for (size_t k = 1; k < t->nodes_n; k++) {
        const struct st_node *node = &t->nodes[k];
        const struct st_list *list = (const void *)((const char *)element + node->list);
        int64_t own[ST_NODE_DEPTH];

        if (node->parent != parent)
            continue;
        memcpy(own, key, deep * sizeof(own[0]));
        for (size_t i = 0; rc == ST_OK && i < list->n; i++) {
            own[deep] = (int64_t)i;
            rc = insert_element(tx, t, node, id, own, (const char *)list->v + i * node->size, err);
        }
    }
    return rc;
}

int st_record_insert(struct st_tx *tx, const struct st_shape *shape, struct st_id id, const void *record,
                     struct st_error *err)
{
    const struct st_table *t = st_table_of(shape);
    const int64_t version = 1;
    uint64_t changed;
    size_t n;
    struct st_cell *cells = cells_of(&n, tx, &t->nodes[0], id, &version, record);
    int rc;

    ST_ASSERT(tx->write && st_id_known(id));
    rc = st_db_exec(tx->db, &changed, &t->nodes[0].insert, cells, n, err);
    if (rc == ST_OK && changed == 0)
        rc = st_fail(err, ST_E_EXISTS, "", ST_MSG("A record with this key is there already."), "",
                     "Look it up instead of making it again.");
    return rc == ST_OK ? insert_lists(tx, t, &t->nodes[0], id, &version, record, err) : rc;
}

/* Nothing was updated: is the record gone, or did somebody else change it? */
static int why_not_updated(struct st_tx *tx, const struct st_table *t, struct st_id id, struct st_error *err)
{
    struct st_rows rows;
    int rc = st_db_query(&rows, tx->db, tx->arena, &t->exists,
                         ST_BIND(st_cell_str(tx->actor->authority), st_cell_id(tx->arena, id)), err);

    if (rc != ST_OK)
        return rc;
    if (rows.n == 0)
        return no_such_record(err);
    return st_fail(err, ST_E_CONFLICT, "", ST_MSG("Somebody else changed this record after you read it."), "",
                   "Read it again, then decide.");
}

int st_record_update(struct st_tx *tx, const struct st_shape *shape, struct st_id id, int64_t version,
                     const void *record, int64_t *new_version, struct st_error *err)
{
    const struct st_table *t = st_table_of(shape);
    struct st_rows rows;
    size_t n;
    struct st_cell *cells = cells_of(&n, tx, &t->nodes[0], id, &version, record);
    int rc;

    ST_ASSERT(tx->write);
    st_store__scrub_soon(tx);
    rc = st_db_query(&rows, tx->db, tx->arena, &t->update, cells, n, err);
    if (rc == ST_OK && rows.n == 0)
        rc = why_not_updated(tx, t, id, err);
    for (size_t k = 1; rc == ST_OK && k < t->nodes_n; k++)
        if (t->nodes[k].parent == &t->nodes[0])
            rc = st_db_exec(tx->db, NULL, &t->nodes[k].remove, cells, 2, err);
    if (rc == ST_OK)
        rc = insert_lists(tx, t, &t->nodes[0], id, &version, record, err);
    if (rc == ST_OK && new_version != NULL)
        *new_version = st_rows_int(&rows, 0, 0);
    return rc;
}

int st_record_delete(struct st_tx *tx, const struct st_shape *shape, struct st_id id, struct st_error *err)
{
    ST_ASSERT(tx->write);
    st_store__scrub_after(tx);
    return st_db_exec(tx->db, NULL, &st_table_of(shape)->nodes[0].remove,
                      ST_BIND(st_cell_str(tx->actor->authority), st_cell_id(tx->arena, id)), err);
}

/* ---- Reading ---- */
/* What came of one table: its rows in the order of their keys, and where each row's element stands. */
struct found {
    struct st_rows rows;
    void **elements;
};

static int fill(const struct st_node *node, void *element, const struct st_rows *rows, size_t row, struct st_error *err)
{
    if (!is_id(st_rows_cell(rows, row, 0)))
        return st_fail(err, ST_E_IO, "id", ST_MSG("The database holds a value of {0} that this program does not know.",
                                                  ST_V("id")), "", "Run the program that wrote it, or a newer one.");
    for (size_t i = 0; i < node->columns_n; i++)
        if (!set_value(&node->columns[i], element, rows, row, 1 + node->key_n + i))
            return st_fail(err, ST_E_IO, node->columns[i].field->name,
                           ST_MSG("The database holds a value of {0} that this program does not know.",
                                  ST_V(node->columns[i].name)), "", "Run the program that wrote it, or a newer one.");
    return ST_OK;
}

/* True when the child's row hangs on the parent's: the same id and the same positions so far. */
static bool hangs_on(const struct st_rows *child, size_t c, const struct st_rows *parent, size_t p, size_t deep)
{
    if (!st_str_eq(st_rows_str(child, c, 0), st_rows_str(parent, p, 0)))
        return false;
    for (size_t i = 1; i <= deep; i++)
        if (st_rows_int(child, c, i) != st_rows_int(parent, p, i))
            return false;
    return true;
}

/* Hangs the rows of a list into the elements that they belong to; both are in the order of their keys. */
static int hang(struct found *child, const struct st_node *node, const struct found *parent, struct st_arena *arena,
                struct st_error *err)
{
    size_t deep = node->key_n - 1, c = 0;
    int rc = ST_OK;

    child->elements = ST_NEW_N(arena, void *, child->rows.n);
    for (size_t p = 0; p < parent->rows.n; p++) {
        struct st_list *list = (void *)((char *)parent->elements[p] + node->list);
        size_t n = 0;

        while (c + n < child->rows.n && hangs_on(&child->rows, c + n, &parent->rows, p, deep))
            n++;
        if (n == 0)
            continue;
        *list = (struct st_list){st_alloc_n(arena, n, node->size), n};
        for (size_t i = 0; rc == ST_OK && i < n; i++, c++) {
            child->elements[c] = (char *)list->v + i * node->size;
            rc = fill(node, child->elements[c], &child->rows, c, err);
        }
        if (rc != ST_OK)
            return rc;
    }
    return rc;
}

/* Reads the records that `which` selects: statement 0 of it the records themselves, k the rows of the k-th table. */
static int read_records(struct found *root, struct st_tx *tx, const struct st_table *t,
                        const struct st_statement *which, const struct st_cell *cells, size_t n, void *into,
                        struct st_error *err)
{
    struct found *all = ST_NEW_N(tx->arena, struct found, t->nodes_n);
    char *records;
    int rc = st_db_query(&all[0].rows, tx->db, tx->arena, &which[0], cells, n, err);

    if (rc != ST_OK)
        return rc;
    records = into && all[0].rows.n > 0 ? into : st_alloc_n(tx->arena, all[0].rows.n, t->shape->size);
    all[0].elements = ST_NEW_N(tx->arena, void *, all[0].rows.n);
    for (size_t i = 0; rc == ST_OK && i < all[0].rows.n; i++) {
        all[0].elements[i] = records + i * t->shape->size;
        rc = fill(&t->nodes[0], all[0].elements[i], &all[0].rows, i, err);
    }
    for (size_t k = 1; rc == ST_OK && all[0].rows.n > 0 && k < t->nodes_n; k++) {
        const struct st_node *node = &t->nodes[k];
        rc = st_db_query(&all[k].rows, tx->db, tx->arena, &which[k], cells, n, err);
        if (rc == ST_OK)
            rc = hang(&all[k], node, &all[node->parent - t->nodes], tx->arena, err);
    }
    *root = all[0];
    return rc;
}

int st_record_get(void *record, int64_t *version, struct st_tx *tx, const struct st_shape *shape, struct st_id id,
                  struct st_error *err)
{
    const struct st_table *t = st_table_of(shape);
    struct found found;
    int rc = read_records(&found, tx, t, t->get,
                          ST_BIND(st_cell_str(tx->actor->authority), st_cell_id(tx->arena, id)), record, err);

    if (rc == ST_OK && found.rows.n == 0)
        rc = no_such_record(err);
    if (rc == ST_OK && version != NULL)
        *version = st_rows_int(&found.rows, 0, 1);
    return rc;
}

static int read_some(void **out, struct st_id **ids, size_t *n, struct st_tx *tx, const struct st_table *t,
                     const struct st_statement *which, struct st_cell value, size_t limit, struct st_error *err)
{
    struct found found;
    int rc = read_records(&found, tx, t, which,
                          ST_BIND(st_cell_str(tx->actor->authority), value, st_cell_int((int64_t)limit)), NULL, err);

    *n = 0;
    *out = NULL;
    if (rc != ST_OK)
        return rc;
    *n = found.rows.n;
    *out = *n ? found.elements[0] : st_alloc(tx->arena, 1);
    if (ids != NULL)
        *ids = ST_NEW_N(tx->arena, struct st_id, *n);
    for (size_t i = 0; ids != NULL && i < *n; i++)
        (*ids)[i] = st_rows_id(&found.rows, i, 0);
    return ST_OK;
}

int st_record_find(void **out, struct st_id **ids, size_t *n, struct st_tx *tx, const struct st_shape *shape,
                   const char *field, struct st_cell value, size_t limit, struct st_error *err)
{
    const struct st_table *t = st_table_of(shape);
    const struct st_finder *finder = NULL;

    for (size_t i = 0; i < t->finders_n; i++)
        if (strcmp(t->finders[i].field, field) == 0)
            finder = &t->finders[i];
    ST_ASSERT(finder != NULL); /* the field is to be marked ST_INDEXED */
    return read_some(out, ids, n, tx, t, finder->statements, value, limit, err);
}

int st_record_page(void **out, struct st_id **ids, size_t *n, struct st_tx *tx, const struct st_shape *shape,
                   struct st_id after, size_t limit, struct st_error *err)
{
    const struct st_table *t = st_table_of(shape);
    struct st_cell from = st_cell_blob((struct st_str){(const char *)after.b, sizeof(after.b)});

    return read_some(out, ids, n, tx, t, t->page, from, limit, err);
}

/* ---- The tables that the program knows ---- */
/* Made under the lock, read without it. */
static _Atomic(const struct st_table *) known[TABLES_MAX];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const struct st_shape *const *registered;

static size_t place_of(const struct st_shape *shape)
{
    size_t at = (size_t)((uintptr_t)shape / sizeof(void *) * UINT64_C(0x9E3779B97F4A7C15) >> 40) % TABLES_MAX;
    const struct st_table *t;

    while ((t = atomic_load_explicit(&known[at], memory_order_acquire)) != NULL && t->shape != shape)
        at = (at + 1) % TABLES_MAX;
    return at;
}

const struct st_table *st_table_of(const struct st_shape *shape)
{
    const struct st_table *t = atomic_load_explicit(&known[place_of(shape)], memory_order_acquire);

    ST_ASSERT(t != NULL); /* the shape is to be registered */
    return t;
}

void st_records_register(const struct st_shape *const *shapes)
{
    size_t n = 0;

    (void)pthread_mutex_lock(&lock);
    for (; shapes[n] != NULL; n++) {
        size_t at = place_of(shapes[n]);
        if (atomic_load(&known[at]) == NULL)
            atomic_store_explicit(&known[at], st_table__make(shapes[n]), memory_order_release);
    }
    ST_ASSERT(n < TABLES_MAX / 2);
    registered = shapes;
    (void)pthread_mutex_unlock(&lock);
}

const struct st_shape *const *st_records__registered(void)
{
    static const struct st_shape *const none[] = {NULL};

    return registered ? registered : none;
}
