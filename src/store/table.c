/* From a shape to its tables and statements. Names are quoted: a field may be called like a word of SQL. */
#include "store/table.h"

enum { COLUMNS_MAX = 500, NODES_MAX = 64, TEXT_MAX = 1 << 20, NAME_MAX_BYTES = 63 };

/* ---- Which tables, which columns ---- */
struct plan {
    struct st_arena *arena; /* lives as long as the program */
    struct st_table *table;
};

static const char *join(struct plan *p, const char *a, const char *between, const char *b)
{
    struct st_str s = st_strf(p->arena, "%s%s%s", a, a[0] ? between : "", b);

    ST_ASSERT(s.n <= NAME_MAX_BYTES); /* PostgreSQL would cut it */
    return s.p;
}

/* The columns of the key after the authority: id, and positions or version. */
static const char *key_name(const struct st_node *node, size_t i)
{
    static const char *const positions[] = {"position", "position2", "position3", "position4"};

    return node->parent == NULL ? "version" : positions[i];
}

/* A field that is called like a column of the key stands under another name. */
static const char *column_name(struct plan *p, const struct st_node *node, const char *name)
{
    bool taken = strcmp(name, "authority") == 0 || strcmp(name, "id") == 0;

    for (size_t i = 0; i < node->key_n; i++)
        taken |= strcmp(name, key_name(node, i)) == 0;
    return taken ? join(p, "field", "_", name) : name;
}

static void plan_node(struct plan *p, size_t at, const struct st_shape *shape);

static void plan_list(struct plan *p, size_t parent, const struct st_field *f, const char *name, size_t base)
{
    struct st_table *t = p->table;
    size_t at = t->nodes_n++;

    ST_ASSERT(t->nodes_n <= NODES_MAX);
    t->nodes[at] = (struct st_node){.name = join(p, t->nodes[parent].name, "__", name), .parent = &t->nodes[parent],
                                    .list = base + f->offset, .size = f->size,
                                    .key_n = parent == 0 ? 1 : t->nodes[parent].key_n + 1};
    ST_ASSERT(t->nodes[at].key_n <= ST_NODE_DEPTH);
    plan_node(p, at, f->shape);
}

static void plan_fields(struct plan *p, size_t at, const struct st_shape *shape, const char *prefix, size_t base)
{
    const struct st_field *fields = shape->fields();

    for (size_t i = 0; i < shape->n; i++) {
        const char *name = join(p, prefix, "_", fields[i].name);
        struct st_node *node = &p->table->nodes[at];

        if (fields[i].kind == ST_KIND_ONE) {
            plan_fields(p, at, fields[i].shape, name, base + fields[i].offset);
        } else if (fields[i].kind == ST_KIND_MANY) {
            plan_list(p, at, &fields[i], name, base);
        } else {
            ST_ASSERT(node->columns_n < COLUMNS_MAX);
            node->columns[node->columns_n++] = (struct st_column){&fields[i], column_name(p, node, name), base};
        }
    }
}

static void plan_node(struct plan *p, size_t at, const struct st_shape *shape)
{
    struct st_node *node = &p->table->nodes[at];

    node->columns = ST_NEW_N(p->arena, struct st_column, COLUMNS_MAX);
    plan_fields(p, at, shape, "", 0);
}

/* ---- Statements ---- */
static void add_columns(struct st_buf *out, const struct st_node *node)
{
    st_buf_text(out, "\"id\"");
    for (size_t i = 0; i < node->key_n; i++)
        st_buf_printf(out, ", \"%s\"", key_name(node, i));
    for (size_t i = 0; i < node->columns_n; i++)
        st_buf_printf(out, ", \"%s\"", node->columns[i].name);
}

static struct st_statement statement(struct plan *p, const struct st_node *node, const char *verb, struct st_buf *sql)
{
    struct st_statement s;

    ST_ASSERT(!sql->failed);
    s = (struct st_statement){st_strf(p->arena, "%s.%s", node->name, verb).p, st_buf_dup(p->arena, sql).p, NULL};
    st_buf_deinit(sql);
    return s;
}

static struct st_statement insert_statement(struct plan *p, const struct st_node *node)
{
    struct st_buf sql = ST_BUF_INIT(TEXT_MAX);

    st_buf_printf(&sql, "INSERT INTO \"%s\" (\"authority\", ", node->name);
    add_columns(&sql, node);
    st_buf_text(&sql, ") VALUES (?1");
    for (size_t i = 0; i < 1 + node->key_n + node->columns_n; i++)
        st_buf_printf(&sql, ", ?%zu", i + 2);
    st_buf_text(&sql, node->parent ? ")" : ") ON CONFLICT (\"authority\", \"id\") DO NOTHING");
    return statement(p, node, "insert", &sql);
}

static struct st_statement remove_statement(struct plan *p, const struct st_node *node)
{
    struct st_buf sql = ST_BUF_INIT(TEXT_MAX);

    st_buf_printf(&sql, "DELETE FROM \"%s\" WHERE \"authority\" = ?1 AND \"id\" = ?2", node->name);
    return statement(p, node, "delete", &sql);
}

/* ?3 is the version that was read; 0 is any. */
static struct st_statement update_statement(struct plan *p, const struct st_node *node)
{
    struct st_buf sql = ST_BUF_INIT(TEXT_MAX);

    st_buf_printf(&sql, "UPDATE \"%s\" SET \"version\" = \"version\" + 1", node->name);
    for (size_t i = 0; i < node->columns_n; i++)
        st_buf_printf(&sql, ", \"%s\" = ?%zu", node->columns[i].name, i + 4);
    st_buf_text(&sql, " WHERE \"authority\" = ?1 AND \"id\" = ?2 AND (\"version\" = ?3 OR CAST(?3 AS BIGINT) = 0)"
                      " RETURNING \"version\"");
    return statement(p, node, "update", &sql);
}

static struct st_statement exists_statement(struct plan *p, const struct st_node *node)
{
    struct st_buf sql = ST_BUF_INIT(TEXT_MAX);

    st_buf_printf(&sql, "SELECT 1 FROM \"%s\" WHERE \"authority\" = ?1 AND \"id\" = ?2", node->name);
    return statement(p, node, "exists", &sql);
}

static void add_order(struct st_buf *out, const struct st_node *node)
{
    st_buf_text(out, " ORDER BY \"id\"");
    for (size_t i = 0; node->parent != NULL && i < node->key_n; i++)
        st_buf_printf(out, ", \"%s\"", key_name(node, i));
}

static struct st_statement get_statement(struct plan *p, const struct st_node *node)
{
    struct st_buf sql = ST_BUF_INIT(TEXT_MAX);

    st_buf_text(&sql, "SELECT ");
    add_columns(&sql, node);
    st_buf_printf(&sql, " FROM \"%s\" WHERE \"authority\" = ?1 AND \"id\" = ?2", node->name);
    add_order(&sql, node);
    return statement(p, node, "get", &sql);
}

/* Records of which a column is what is asked for (`=`), or those after an id (`>`). Lists come for all records that
 * were found, in one statement for each table. */
static struct st_statement find_statement(struct plan *p, const struct st_node *node, const char *column, char is)
{
    const char *root = p->table->nodes[0].name;
    struct st_buf sql = ST_BUF_INIT(TEXT_MAX);

    st_buf_text(&sql, "SELECT ");
    add_columns(&sql, node);
    st_buf_printf(&sql, " FROM \"%s\" WHERE \"authority\" = ?1 AND ", node->name);
    if (node->parent == NULL)
        st_buf_printf(&sql, "\"%s\" %c ?2", column, is);
    else
        st_buf_printf(&sql, "\"id\" IN (SELECT \"id\" FROM \"%s\" WHERE \"authority\" = ?1 AND \"%s\" %c ?2"
                            " ORDER BY \"id\" LIMIT ?3)", root, column, is);
    add_order(&sql, node);
    if (node->parent == NULL)
        st_buf_text(&sql, " LIMIT ?3");
    return statement(p, node, is == '=' ? "find" : "page", &sql);
}

static void make_finders(struct plan *p)
{
    struct st_table *t = p->table;
    const struct st_node *root = &t->nodes[0];

    t->finders = ST_NEW_N(p->arena, struct st_finder, root->columns_n);
    for (size_t i = 0; i < root->columns_n; i++) {
        struct st_finder *f = &t->finders[t->finders_n];
        if (!(root->columns[i].field->flags & ST_INDEXED))
            continue;
        f->field = root->columns[i].name;
        f->statements = ST_NEW_N(p->arena, struct st_statement, t->nodes_n);
        for (size_t k = 0; k < t->nodes_n; k++)
            f->statements[k] = find_statement(p, &t->nodes[k], f->field, '=');
        t->finders_n++;
    }
}

const struct st_table *st_table__make(const struct st_shape *shape)
{
    struct plan p = {.arena = st_arena_new()};
    struct st_table *t = p.table = ST_NEW(p.arena, struct st_table);

    t->arena = p.arena;
    t->shape = shape;
    t->nodes = ST_NEW_N(p.arena, struct st_node, NODES_MAX);
    t->nodes_n = 1;
    t->nodes[0] = (struct st_node){.name = shape->name, .size = shape->size, .key_n = 1};
    plan_node(&p, 0, shape);
    t->get = ST_NEW_N(p.arena, struct st_statement, t->nodes_n);
    t->page = ST_NEW_N(p.arena, struct st_statement, t->nodes_n);
    for (size_t k = 0; k < t->nodes_n; k++) {
        t->nodes[k].insert = insert_statement(&p, &t->nodes[k]);
        t->nodes[k].remove = remove_statement(&p, &t->nodes[k]);
        t->get[k] = get_statement(&p, &t->nodes[k]);
        t->page[k] = find_statement(&p, &t->nodes[k], "id", '>');
    }
    t->update = update_statement(&p, &t->nodes[0]);
    t->exists = exists_statement(&p, &t->nodes[0]);
    make_finders(&p);
    return t;
}

/* ---- The schema ---- */
static const char *type_of(enum st_kind kind)
{
    switch (kind) {
    case ST_KIND_NUMBER:
    case ST_KIND_TRI:
    case ST_KIND_CODES:
    case ST_KIND_INSTANT: return "BIGINT";
    case ST_KIND_ID:
    case ST_KIND_BLOB: return "BLOB";
    case ST_KIND_TEXT:
    case ST_KIND_CODE:
    case ST_KIND_DATE:
    case ST_KIND_ONE:
    case ST_KIND_MANY: break;
    }
    return "TEXT";
}

static void create_node(struct st_buf *out, const struct st_node *node)
{
    st_buf_printf(out, "CREATE TABLE \"%s\" (\n    \"authority\" TEXT NOT NULL,\n    \"id\" BLOB NOT NULL,\n", node->name);
    for (size_t i = 0; i < node->key_n; i++)
        st_buf_printf(out, "    \"%s\" BIGINT NOT NULL,\n", key_name(node, i));
    for (size_t i = 0; i < node->columns_n; i++)
        st_buf_printf(out, "    \"%s\" %s,\n", node->columns[i].name, type_of(node->columns[i].field->kind));
    st_buf_text(out, "    PRIMARY KEY (\"authority\", \"id\"");
    for (size_t i = 0; node->parent != NULL && i < node->key_n; i++)
        st_buf_printf(out, ", \"%s\"", key_name(node, i));
    st_buf_text(out, ")");
    if (node->parent != NULL) {
        st_buf_text(out, ",\n    FOREIGN KEY (\"authority\", \"id\"");
        for (size_t i = 0; i + 1 < node->key_n; i++)
            st_buf_printf(out, ", \"%s\"", key_name(node, i));
        st_buf_printf(out, ") REFERENCES \"%s\" ON DELETE CASCADE", node->parent->name);
    }
    st_buf_text(out, "\n);\n");
}

/* Indexed fields of a list: no finder looks there, but statements of the floors above do. */
static void index_list(struct st_buf *out, const struct st_node *node)
{
    for (size_t i = 0; i < node->columns_n; i++)
        if (node->columns[i].field->flags & ST_INDEXED)
            st_buf_printf(out, "CREATE INDEX \"%s__by_%s\" ON \"%s\" (\"authority\", \"%s\", \"id\");\n", node->name,
                          node->columns[i].name, node->name, node->columns[i].name);
}

void st_table__create(struct st_buf *out, const struct st_table *table)
{
    const char *name = table->nodes[0].name;

    for (size_t k = 0; k < table->nodes_n; k++)
        create_node(out, &table->nodes[k]);
    for (size_t i = 0; i < table->finders_n; i++)
        st_buf_printf(out, "CREATE INDEX \"%s__by_%s\" ON \"%s\" (\"authority\", \"%s\", \"id\");\n", name,
                      table->finders[i].field, name, table->finders[i].field);
    for (size_t k = 1; k < table->nodes_n; k++)
        index_list(out, &table->nodes[k]);
}

/* ---- All statements ---- */
/* Both ends of the list that ST_STATEMENT makes, named by the linker. */
extern const struct st_statement *const __start_st_statements[], *const __stop_st_statements[];

static int check(struct st_db *db, size_t *n, const struct st_statement *statements, size_t count, struct st_error *err)
{
    int rc = ST_OK;

    for (size_t i = 0; rc == ST_OK && i < count; i++, ++*n)
        rc = db->driver->prepare(db, &statements[i], err);
    return rc;
}

static int check_table(struct st_db *db, size_t *n, const struct st_table *t, struct st_error *err)
{
    int rc = check(db, n, &t->update, 1, err);

    if (rc == ST_OK)
        rc = check(db, n, &t->exists, 1, err);
    if (rc == ST_OK)
        rc = check(db, n, t->get, t->nodes_n, err);
    if (rc == ST_OK)
        rc = check(db, n, t->page, t->nodes_n, err);
    for (size_t k = 0; rc == ST_OK && k < t->nodes_n; k++) {
        rc = check(db, n, &t->nodes[k].insert, 1, err);
        if (rc == ST_OK)
            rc = check(db, n, &t->nodes[k].remove, 1, err);
    }
    for (size_t i = 0; rc == ST_OK && i < t->finders_n; i++)
        rc = check(db, n, t->finders[i].statements, t->nodes_n, err);
    return rc;
}

int st_db_check_statements(struct st_db *db, size_t *n, struct st_error *err)
{
    size_t own, *count = n ? n : &own;
    int rc = ST_OK;

    *count = 0;
    for (const struct st_statement *const *s = __start_st_statements; rc == ST_OK && s < __stop_st_statements; s++)
        rc = check(db, count, *s, 1, err);
    for (const struct st_shape *const *shape = st_records__registered(); rc == ST_OK && *shape != NULL; shape++)
        rc = check_table(db, count, st_table_of(*shape), err);
    return rc;
}
