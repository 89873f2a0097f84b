/* PostgreSQL by libpq: statements prepared once for each connection, values and rows in binary form.
 *
 * The database tells the types of a statement's values when it is prepared; a cell that does not fit them is a bug of
 * the statement. Server messages quote values, so of an error only its SQLSTATE is kept. */
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>

#include "store/internal.h"

/* Of pg_type.dat: these numbers are fixed. */
enum { OID_BOOL = 16, OID_BYTEA = 17, OID_NAME = 19, OID_INT8 = 20, OID_INT2 = 21, OID_INT4 = 23, OID_TEXT = 25,
       OID_VARCHAR = 1043 };

enum { SQL_MAX = 1 << 20, BINARY = 1 };

struct postgres_db {
    struct st_db db;
    PGconn *connection;
    unsigned prepared; /* names them */
};

struct prepared {
    char name[16];
    int n;
    Oid *types;
};

static PGconn *connection_of(struct st_db *db) { return ((struct postgres_db *)db)->connection; }

/* ---- Errors ---- */
static enum st_err code_of(const char *state)
{
    static const struct {
        const char *state;
        enum st_err code;
    } known[] = {
        {"40001", ST_E_BUSY},   /* serialization_failure */
        {"40P01", ST_E_BUSY},   /* deadlock_detected */
        {"55P03", ST_E_BUSY},   /* lock_not_available */
        {"23505", ST_E_EXISTS}, /* unique_violation */
        {"53100", ST_E_LIMIT},  /* disk_full */
    };

    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        if (strcmp(known[i].state, state) == 0)
            return known[i].code;
    /* integrity and syntax: the program's own fault */
    return strncmp(state, "23", 2) == 0 || strncmp(state, "42", 2) == 0 || strncmp(state, "22", 2) == 0 ? ST_E_BUG : ST_E_IO;
}

static int failed(struct st_db *db, const PGresult *result, const char *statement, struct st_error *err)
{
    const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
    char text[32];

    if (PQstatus(connection_of(db)) == CONNECTION_BAD)
        db->dead = true;
    (void)snprintf(text, sizeof(text), "SQLSTATE %.5s", state ? state : "-----");
    return st_db__fail(db, state && !db->dead ? code_of(state) : ST_E_IO, statement, text, err);
}

/* ---- Statements ---- */
/* ?1 becomes $1; what stands in quotes stays. */
static const char *with_dollars(struct st_buf *out, const char *sql)
{
    char quote = 0;

    for (const char *p = sql; *p != 0; p++) {
        if (quote != 0)
            quote = *p == quote ? (char)0 : quote;
        else if (*p == '\'' || *p == '"')
            quote = *p;
        st_buf_char(out, *p == '?' && quote == 0 ? '$' : *p);
    }
    st_buf_char(out, 0);
    ST_ASSERT(!out->failed);
    return out->p;
}

static void free_prepared(struct prepared *p)
{
    if (p == NULL)
        return;
    free(p->types);
    free(p);
}

/* What the database made of a statement's values. */
static int describe(struct prepared *p, struct st_db *db, const struct st_statement *statement, struct st_error *err)
{
    PGresult *result = PQdescribePrepared(connection_of(db), p->name);
    int rc = ST_OK;

    if (PQresultStatus(result) == PGRES_COMMAND_OK) {
        p->n = PQnparams(result);
        p->types = st_heap(((size_t)p->n + 1) * sizeof(*p->types));
        for (int i = 0; i < p->n; i++)
            p->types[i] = PQparamtype(result, i);
    } else {
        rc = failed(db, result, statement->name, err);
    }
    PQclear(result);
    return rc;
}

static int prepared(struct prepared **out, struct st_db *db, const struct st_statement *statement, struct st_error *err)
{
    void **kept = st_db__handle(db, statement);
    struct st_buf sql = ST_BUF_INIT(SQL_MAX);
    struct prepared *p = *kept;
    PGresult *result;
    int rc = ST_OK;

    *out = p;
    if (p != NULL)
        return ST_OK;
    p = st_heap(sizeof(*p));
    *p = (struct prepared){.n = 0};
    (void)snprintf(p->name, sizeof(p->name), "s%u", ((struct postgres_db *)db)->prepared++);
    result = PQprepare(connection_of(db), p->name,
                       with_dollars(&sql, statement->postgres ? statement->postgres : statement->sql), 0, NULL);
    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        rc = failed(db, result, statement->name, err);
    PQclear(result);
    st_buf_deinit(&sql);
    if (rc == ST_OK)
        rc = describe(p, db, statement, err);
    if (rc == ST_OK)
        *kept = *out = p;
    else
        free_prepared(p);
    return rc;
}

/* ---- Values ---- */
static void put_big_endian(unsigned char *out, uint64_t v, int n)
{
    for (int i = n - 1; i >= 0; i--, v >>= 8)
        out[i] = (unsigned char)v;
}

static int64_t get_big_endian(const unsigned char *p, int n)
{
    uint64_t v = p[0] & 0x80 ? ~UINT64_C(0) : 0;

    for (int i = 0; i < n; i++)
        v = v << 8 | p[i];
    return (int64_t)v;
}

static int int_size(Oid type)
{
    return type == OID_INT8 ? 8 : type == OID_INT4 ? 4 : type == OID_INT2 ? 2 : type == OID_BOOL ? 1 : 0;
}

static bool is_text(Oid type) { return type == OID_TEXT || type == OID_VARCHAR || type == OID_NAME; }

/* The values of one call, as libpq wants them. */
struct bound {
    const char *values[512];
    int lengths[512], formats[512];
    unsigned char numbers[512][8];
};

static void bind(struct bound *b, const struct prepared *p, const struct st_cell *cells)
{
    for (int i = 0; i < p->n; i++) {
        const struct st_cell *c = &cells[i];
        int size = int_size(p->types[i]);
        b->formats[i] = BINARY;
        b->values[i] = c->s.p;
        b->lengths[i] = (int)c->s.n;
        switch (c->kind) {
        case ST_CELL_NULL: b->values[i] = NULL; b->lengths[i] = 0; break;
        case ST_CELL_INT:
            ST_ASSERT(size > 0);
            put_big_endian(b->numbers[i], (uint64_t)c->i, size);
            b->values[i] = (const char *)b->numbers[i];
            b->lengths[i] = size;
            break;
        case ST_CELL_TEXT: ST_ASSERT(is_text(p->types[i]) && c->s.n <= INT32_MAX); break;
        case ST_CELL_BLOB: ST_ASSERT(p->types[i] == OID_BYTEA && c->s.n <= INT32_MAX); break;
        }
    }
}

static struct st_cell column(const PGresult *result, int row, int i)
{
    const char *value = PQgetvalue(result, row, i);
    Oid type = PQftype(result, i);
    struct st_str bytes = {value, (size_t)PQgetlength(result, row, i)};

    if (PQgetisnull(result, row, i))
        return st_cell_null();
    if (int_size(type) > 0)
        return st_cell_int(get_big_endian((const unsigned char *)value, int_size(type)));
    ST_ASSERT(is_text(type) || type == OID_BYTEA); /* a sum, for one, is to be cast to BIGINT */
    return (struct st_cell){type == OID_BYTEA ? ST_CELL_BLOB : ST_CELL_TEXT, 0, bytes};
}

static int run(struct st_rows *out, uint64_t *changed, struct st_db *db, struct st_arena *arena,
               const struct st_statement *statement, const struct st_cell *cells, size_t n, struct st_error *err)
{
    struct st_db__gather rows = {.arena = arena};
    struct prepared *p;
    struct bound b;
    PGresult *result;
    int64_t touched = 0;
    int rc = prepared(&p, db, statement, err);

    if (rc != ST_OK)
        return rc;
    ST_ASSERT((size_t)p->n == n && n <= sizeof(b.lengths) / sizeof(b.lengths[0]));
    bind(&b, p, cells);
    result = PQexecPrepared(connection_of(db), p->name, p->n, b.values, b.lengths, b.formats, BINARY);
    if (PQresultStatus(result) != PGRES_COMMAND_OK && PQresultStatus(result) != PGRES_TUPLES_OK) {
        rc = failed(db, result, statement->name, err);
    } else {
        (void)st_str_to_int64(&touched, st_str_of(PQcmdTuples(result)));
        *changed = (uint64_t)touched;
        for (int r = 0; out != NULL && r < PQntuples(result); r++)
            for (int i = 0; i < PQnfields(result); i++)
                st_db__gather_cell(&rows, column(result, r, i));
        if (out != NULL)
            st_db__gather_done(out, &rows, (size_t)PQnfields(result));
    }
    PQclear(result);
    return rc;
}

static int prepare(struct st_db *db, const struct st_statement *statement, struct st_error *err)
{
    struct prepared *p;

    return prepared(&p, db, statement, err);
}

static int script(struct st_db *db, const char *sql, struct st_error *err)
{
    PGresult *result = PQexec(connection_of(db), sql);
    ExecStatusType status = PQresultStatus(result);
    int rc = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ? ST_OK : failed(db, result, "script", err);

    PQclear(result);
    return rc;
}

/* ---- Transactions ---- */
static int control(struct st_db *db, const struct st_statement *statement, struct st_error *err)
{
    PGresult *result = PQexec(connection_of(db), statement->sql);
    int rc = PQresultStatus(result) == PGRES_COMMAND_OK ? ST_OK : failed(db, result, statement->name, err);

    PQclear(result);
    return rc;
}

/* Whoever loses the line between COMMIT and its answer does not know what happened. */
static int commit(struct st_db *db, struct st_error *err)
{
    PGresult *result = PQexec(connection_of(db), "COMMIT");
    int rc = ST_OK;

    if (PQstatus(connection_of(db)) == CONNECTION_BAD) {
        db->dead = true;
        rc = st_db__fail(db, ST_E_UNCERTAIN, "commit", "", err);
    } else if (PQresultStatus(result) != PGRES_COMMAND_OK || strcmp(PQcmdStatus(result), "COMMIT") != 0) {
        rc = failed(db, result, "commit", err);
    }
    PQclear(result);
    return rc;
}

static bool undone(struct st_db *db) { return PQtransactionStatus(connection_of(db)) == PQTRANS_IDLE; }

/* A read sees one state of the whole database and is never asked to run again. */
static const struct st_statement begin_write = {"begin", "BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE", NULL},
                                 begin_read = {"begin to read", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", NULL};

static void close_postgres(struct st_db *db)
{
    for (size_t i = 0; i < db->handles_room; i++)
        free_prepared(db->handles[i].handle);
    PQfinish(connection_of(db));
    free(db);
}

static const struct st_db__driver postgres_driver = {run, prepare, script, control, commit, undone, close_postgres,
                                                     &begin_write, &begin_read};

/* ---- Opening ---- */
static void no_notice(void *context, const char *message)
{
    (void)context;
    (void)message;
}

int st_db__open_postgres(struct st_db **out, const char *url, bool read_only, struct st_error *err)
{
    static const char *const words[] = {"dbname", "client_encoding", "fallback_application_name", NULL};
    const char *const values[] = {url, "UTF8", "statera", NULL};
    struct postgres_db *p = st_heap(sizeof(*p));
    int rc = ST_OK;

    *p = (struct postgres_db){.db = {.driver = &postgres_driver, .dialect = ST_POSTGRES}};
    p->connection = PQconnectdbParams(words, values, 1);
    if (PQstatus(p->connection) != CONNECTION_OK)
        rc = st_fail(err, ST_E_IO, "db", ST_MSG("The database server does not answer, or refuses the connection."), "",
                     "Check the address, the name and the rights given in the URL.");
    if (rc == ST_OK) {
        (void)PQsetNoticeProcessor(p->connection, no_notice, NULL);
        rc = script(&p->db, "SET TimeZone = 'UTC'; SET lock_timeout = '5s'; SET bytea_output = 'hex'", err);
    }
    if (rc == ST_OK && read_only)
        rc = script(&p->db, "SET default_transaction_read_only = on", err);
    if (rc != ST_OK) {
        st_db_close(&p->db);
        return rc;
    }
    *out = &p->db;
    return ST_OK;
}
