#include "store/slots.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>

/* Reserves grow from one: a process that makes few keys has few left. */
enum { RESERVE_MAX = ST_SLOTS__RESERVE, ROWS_AT_ONCE = 500 };

struct reserved {
    struct st_id slot;
    uint8_t secret[ST_SLOTS__SECRET];
};

struct st_slots {
    char *url;
    struct st_db *db, *looking;   /* the second only reads, so that no reader waits for a flush */
    pthread_mutex_t db_lock;      /* of db; the locks are taken in this order */
    pthread_mutex_t looking_lock; /* of looking */
    pthread_mutex_t lock;         /* of the reserve */
    struct reserved *reserve;     /* RESERVE_MAX, kept out of swap and core dumps */
    size_t made, next;            /* what was handed out stays here for who looks it up */
};

static const char tables_sqlite[] =
    "CREATE TABLE IF NOT EXISTS key_slot (slot BLOB NOT NULL PRIMARY KEY, secret BLOB, destroyed_at INTEGER, "
    "authority TEXT, owner BLOB, class INTEGER) STRICT, WITHOUT ROWID; "
    "CREATE INDEX IF NOT EXISTS key_slot_destroyed ON key_slot (authority, owner, class, slot) "
    "WHERE destroyed_at IS NOT NULL; "
    "CREATE TABLE IF NOT EXISTS key_epoch (name TEXT NOT NULL PRIMARY KEY, epoch INTEGER NOT NULL) STRICT; "
    "INSERT INTO key_epoch (name, epoch) VALUES ('destroyed', 1) ON CONFLICT DO NOTHING;";
static const char tables_postgres[] =
    "CREATE SCHEMA IF NOT EXISTS keys; "
    "CREATE TABLE IF NOT EXISTS keys.key_slot (slot BYTEA NOT NULL PRIMARY KEY, secret BYTEA, destroyed_at BIGINT, "
    "authority TEXT, owner BYTEA, class BIGINT); "
    "CREATE INDEX IF NOT EXISTS key_slot_destroyed ON keys.key_slot (authority, owner, class, slot) "
    "WHERE destroyed_at IS NOT NULL; "
    "CREATE TABLE IF NOT EXISTS keys.key_epoch (name TEXT NOT NULL PRIMARY KEY, epoch BIGINT NOT NULL); "
    "INSERT INTO keys.key_epoch (name, epoch) VALUES ('destroyed', 1) ON CONFLICT DO NOTHING;";

/* Not ST_STATEMENT: that list is prepared against the data, these tables are elsewhere. tests/store/test_keys.c runs
 * every one on both databases. */
#define KEYS_STATEMENT(id, before, table, after)                                                                      \
    static const struct st_statement id = {"keys." #id, before #table after, before "keys." #table after}

KEYS_STATEMENT(find_secret, "SELECT secret FROM ", key_slot, " WHERE slot = ?1 AND secret IS NOT NULL");
KEYS_STATEMENT(put, "INSERT INTO ", key_slot, " (slot, secret) VALUES (?1, ?2) ON CONFLICT (slot) DO NOTHING");
KEYS_STATEMENT(remove_slot, "DELETE FROM ", key_slot, " WHERE slot = ?1 AND destroyed_at IS NULL");
KEYS_STATEMENT(destroy, "INSERT INTO ", key_slot,
               " (slot, destroyed_at, authority, owner, class) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (slot) DO UPDATE "
               "SET secret = NULL, destroyed_at = excluded.destroyed_at, authority = excluded.authority, "
               "owner = excluded.owner, class = excluded.class");
KEYS_STATEMENT(next_epoch, "UPDATE ", key_epoch, " SET epoch = epoch + 1 WHERE name = 'destroyed'");
KEYS_STATEMENT(look_at_epoch, "SELECT epoch FROM ", key_epoch, " WHERE name = 'destroyed'");

KEYS_STATEMENT(destroyed_after, "SELECT authority, owner, class, slot FROM ", key_slot,
               " WHERE destroyed_at IS NOT NULL AND (authority, owner, class, slot) > (?1, ?2, ?3, ?4) "
               "ORDER BY authority, owner, class, slot LIMIT ?5");
KEYS_STATEMENT(newest_destroyed, "SELECT authority, owner, class, slot FROM ", key_slot,
               " WHERE destroyed_at IS NOT NULL ORDER BY destroyed_at DESC LIMIT ?1");
KEYS_STATEMENT(count_destroyed, "SELECT count(*) FROM ", key_slot, " WHERE destroyed_at > ?1 AND destroyed_at < ?2");
KEYS_STATEMENT(count_living, "SELECT count(*) FROM ", key_slot, " WHERE secret IS NOT NULL AND slot <> ?1");
KEYS_STATEMENT(all_after, "SELECT slot, secret, destroyed_at, authority, owner, class FROM ", key_slot,
               " WHERE slot > ?1 ORDER BY slot LIMIT ?2");
KEYS_STATEMENT(take_in, "INSERT INTO ", key_slot,
               " AS k (slot, secret, destroyed_at, authority, owner, class) VALUES (?1, ?2, ?3, ?4, ?5, ?6) "
               "ON CONFLICT (slot) DO UPDATE SET secret = CASE WHEN excluded.destroyed_at IS NULL "
               "THEN coalesce(k.secret, excluded.secret) END, destroyed_at = excluded.destroyed_at, "
               "authority = excluded.authority, owner = excluded.owner, class = excluded.class "
               "WHERE k.destroyed_at IS NULL");

static struct st_cell bytes(const void *p, size_t n) { return st_cell_blob((struct st_str){p, n}); }

static struct st_cell id_cell(const struct st_id *id) { return bytes(id->b, sizeof(id->b)); }

/* ---- Opening ---- */
/* FILE.keys beside FILE; the same server for PostgreSQL. */
static const char *place(const struct st_store_options *options, struct st_arena *arena)
{
    const char *url = options->url;

    if (options->keys_url != NULL)
        return options->keys_url;
    if (st_str_starts(st_str_of(url), "postgres"))
        return url;
    return st_strf(arena, "%s.keys", url).p;
}

int st_slots__open(struct st_slots **out, const struct st_store_options *options, struct st_error *err)
{
    struct st_arena *arena = st_arena_new();
    struct st_slots *s = st_heap(sizeof(*s));
    int rc;

    memset(s, 0, sizeof(*s));
    (void)pthread_mutex_init(&s->db_lock, NULL);
    (void)pthread_mutex_init(&s->looking_lock, NULL);
    (void)pthread_mutex_init(&s->lock, NULL);
    s->reserve = sodium_allocarray(RESERVE_MAX, sizeof(*s->reserve));
    ST_ASSERT(s->reserve != NULL);
    s->url = strdup(place(options, arena));
    rc = st_db_open(&s->db, s->url, true, false, err);
    if (rc == ST_OK)
        rc = st_db_script(s->db, st_db_dialect(s->db) == ST_SQLITE ? tables_sqlite : tables_postgres, err);
    if (rc == ST_OK)
        rc = st_db_open(&s->looking, s->url, false, true, err);
    if (rc != ST_OK) {
        st_slots__close(s);
        s = NULL;
    }
    *out = s;
    st_arena_free(arena);
    return rc;
}

/* A connection that the server closed is made anew. The caller holds its lock. */
static int ready(struct st_db **db, const struct st_slots *s, bool read_only, struct st_error *err)
{
    struct st_db *fresh;
    int rc;

    if (!(*db)->dead)
        return ST_OK;
    rc = st_db_open(&fresh, s->url, false, read_only, err);
    if (rc != ST_OK)
        return rc;
    st_db_close(*db);
    *db = fresh;
    return ST_OK;
}

/* ---- The reserve: [0, next) is handed out, [next, made) is to be had ---- */
/* Runs a statement for each of reserve[from … to - 1], in one transaction. The caller holds `db_lock`, and nobody else
 * has these to do with. */
static int for_reserved(struct st_slots *s, const struct st_statement *statement, size_t from, size_t to,
                        struct st_error *err)
{
    int rc = st_db_begin(s->db, true, err);

    for (size_t i = from; rc == ST_OK && i < to; i++) {
        const struct reserved *r = &s->reserve[i];
        const struct st_cell cells[] = {id_cell(&r->slot), bytes(r->secret, sizeof(r->secret))};
        rc = st_db_exec(s->db, NULL, statement, cells, statement == &put ? 2 : 1, err);
    }
    if (rc == ST_OK)
        return st_db_commit(s->db, err);
    st_db_rollback(s->db);
    return rc;
}

static void make_secrets(struct st_slots *s, size_t n)
{
    struct st_instant now = st_instant_now();

    (void)pthread_mutex_lock(&s->lock);
    for (size_t i = 0; i < n; i++) {
        s->reserve[i].slot = st_id_new(now);
        randombytes_buf(s->reserve[i].secret, ST_SLOTS__SECRET);
    }
    (void)pthread_mutex_unlock(&s->lock);
}

/* Makes the next reserve, twice as large as the last one. A line that broke, even while it was saving, is no harm:
 * what may be there already is the same. The caller holds `db_lock`; nothing is left in reserve. */
static int refill(struct st_slots *s, struct st_error *err)
{
    size_t n = s->made == 0 ? 1 : s->made < RESERVE_MAX ? 2 * s->made : RESERVE_MAX;
    int rc = ready(&s->db, s, false, err);

    if (rc != ST_OK)
        return rc;
    make_secrets(s, n);
    rc = for_reserved(s, &put, 0, n, NULL);
    if (rc != ST_OK) {
        rc = ready(&s->db, s, false, err);
        if (rc == ST_OK)
            rc = for_reserved(s, &put, 0, n, err);
    }
    if (rc != ST_OK)
        return rc;
    (void)pthread_mutex_lock(&s->lock);
    s->made = n;
    s->next = 0;
    (void)pthread_mutex_unlock(&s->lock);
    return ST_OK;
}

static bool hand_out(struct st_id *slot, uint8_t *secret, struct st_slots *s)
{
    bool any;

    (void)pthread_mutex_lock(&s->lock);
    any = s->next < s->made;
    if (any) {
        const struct reserved *r = &s->reserve[s->next++];
        *slot = r->slot;
        memcpy(secret, r->secret, ST_SLOTS__SECRET);
    }
    (void)pthread_mutex_unlock(&s->lock);
    return any;
}

static bool is_empty(struct st_slots *s)
{
    bool empty;

    (void)pthread_mutex_lock(&s->lock);
    empty = s->next == s->made;
    (void)pthread_mutex_unlock(&s->lock);
    return empty;
}

int st_slots__take(struct st_id *slot, uint8_t secret[ST_SLOTS__SECRET], struct st_slots *s, struct st_error *err)
{
    int rc = ST_OK;

    while (rc == ST_OK && !hand_out(slot, secret, s)) {
        (void)pthread_mutex_lock(&s->db_lock);
        if (is_empty(s)) /* another thread may have filled it meanwhile */
            rc = refill(s, err);
        (void)pthread_mutex_unlock(&s->db_lock);
    }
    return rc;
}

/* One of an earlier reserve stays behind, of no one. */
void st_slots__give_back(struct st_slots *s, struct st_id slot)
{
    (void)pthread_mutex_lock(&s->lock);
    for (size_t i = 0; i < s->next; i++)
        if (st_id_eq(s->reserve[i].slot, slot)) {
            struct reserved r = s->reserve[i];
            s->reserve[i] = s->reserve[--s->next];
            s->reserve[s->next] = r;
            sodium_memzero(&r, sizeof(r));
            break;
        }
    (void)pthread_mutex_unlock(&s->lock);
}

void st_slots__close(struct st_slots *s)
{
    if (s == NULL)
        return;
    if (s->next < s->made)
        (void)for_reserved(s, &remove_slot, s->next, s->made, NULL); /* else they stay behind, of no one */
    st_db_close(s->db);
    st_db_close(s->looking);
    free(s->url);
    sodium_free(s->reserve); /* overwrites it first */
    (void)pthread_mutex_destroy(&s->db_lock);
    (void)pthread_mutex_destroy(&s->looking_lock);
    (void)pthread_mutex_destroy(&s->lock);
    free(s);
}

/* ---- Looking up ---- */
static bool is_reserved(uint8_t *secret, struct st_slots *s, struct st_id slot)
{
    bool found = false;

    (void)pthread_mutex_lock(&s->lock);
    for (size_t i = 0; i < s->next && !found; i++) {
        found = st_id_eq(s->reserve[i].slot, slot);
        if (found)
            memcpy(secret, s->reserve[i].secret, ST_SLOTS__SECRET);
    }
    (void)pthread_mutex_unlock(&s->lock);
    return found;
}

/* Reads the secret from the database; the caller holds the connection's lock. */
static int fetch(uint8_t *secret, bool *found, struct st_db *db, struct st_id slot, struct st_error *err)
{
    struct st_arena *arena = st_arena_new();
    struct st_rows rows = {0};
    int rc = st_db_query(&rows, db, arena, &find_secret, ST_BIND(id_cell(&slot)), err);

    *found = rc == ST_OK && rows.n == 1 && st_rows_str(&rows, 0, 0).n == ST_SLOTS__SECRET;
    if (*found) {
        struct st_str s = st_rows_str(&rows, 0, 0);
        memcpy(secret, s.p, ST_SLOTS__SECRET);
        sodium_memzero((void *)(uintptr_t)s.p, s.n);
    }
    st_arena_free(arena);
    return rc;
}

int st_slots__secret(uint8_t secret[ST_SLOTS__SECRET], bool *found, struct st_slots *s, struct st_id slot,
                     struct st_error *err)
{
    int rc;

    *found = is_reserved(secret, s, slot);
    if (*found)
        return ST_OK;
    (void)pthread_mutex_lock(&s->looking_lock);
    rc = ready(&s->looking, s, true, err);
    if (rc == ST_OK)
        rc = fetch(secret, found, s->looking, slot, NULL);
    if (rc != ST_OK) {
        rc = ready(&s->looking, s, true, err);
        if (rc == ST_OK)
            rc = fetch(secret, found, s->looking, slot, err);
    }
    (void)pthread_mutex_unlock(&s->looking_lock);
    return rc;
}

int st_slots__seed(uint8_t secret[ST_SLOTS__SECRET], struct st_slots *s, struct st_error *err)
{
    static const struct st_id of_nobody = {{0}};
    bool found;
    int rc = st_slots__secret(secret, &found, s, of_nobody, err);

    if (rc != ST_OK || found)
        return rc;
    (void)pthread_mutex_lock(&s->db_lock);
    rc = ready(&s->db, s, false, err);
    randombytes_buf(secret, ST_SLOTS__SECRET);
    if (rc == ST_OK) /* another process may be first: then its seed is read */
        rc = st_db_exec(s->db, NULL, &put, ST_BIND(id_cell(&of_nobody), bytes(secret, ST_SLOTS__SECRET)), err);
    if (rc == ST_OK)
        rc = fetch(secret, &found, s->db, of_nobody, err);
    (void)pthread_mutex_unlock(&s->db_lock);
    return rc;
}

/* ---- Destroying ---- */
/* The slot of a tombstone of somebody who never had a key: made of the name, so that it is written once. */
static struct st_id slot_of_none(const struct st_erased *e)
{
    crypto_generichash_state state;
    struct st_id slot;

    (void)crypto_generichash_init(&state, NULL, 0, sizeof(slot.b));
    (void)crypto_generichash_update(&state, e->owner.b, sizeof(e->owner.b));
    (void)crypto_generichash_update(&state, (const uint8_t *)&e->key_class, sizeof(e->key_class));
    (void)crypto_generichash_update(&state, (const uint8_t *)e->authority.p, e->authority.n);
    (void)crypto_generichash_final(&state, slot.b, sizeof(slot.b));
    return slot;
}

static void wipe_reserved(struct st_slots *s, struct st_id slot)
{
    (void)pthread_mutex_lock(&s->lock);
    for (size_t i = 0; i < s->next; i++)
        if (st_id_eq(s->reserve[i].slot, slot))
            sodium_memzero(&s->reserve[i], sizeof(s->reserve[i]));
    (void)pthread_mutex_unlock(&s->lock);
}

void st_slots__forget(struct st_slots *s)
{
    (void)pthread_mutex_lock(&s->lock);
    sodium_memzero(s->reserve, s->next * sizeof(*s->reserve));
    (void)pthread_mutex_unlock(&s->lock);
}

static int destroy_rows(struct st_slots *s, const struct st_erased *doomed, size_t n, struct st_error *err)
{
    int64_t now = st_instant_now().us;
    int rc = st_db_begin(s->db, true, err);

    for (size_t i = 0; rc == ST_OK && i < n; i++) {
        const struct st_erased *e = &doomed[i];
        struct st_id slot = st_id_known(e->slot) ? e->slot : slot_of_none(e);
        wipe_reserved(s, slot);
        rc = st_db_exec(s->db, NULL, &destroy,
                        ST_BIND(id_cell(&slot), st_cell_int(now), st_cell_str(e->authority), id_cell(&e->owner),
                                st_cell_int(e->key_class)), err);
    }
    if (rc == ST_OK)
        rc = st_db_exec(s->db, NULL, &next_epoch, NULL, 0, err);
    if (rc == ST_OK)
        return st_db_commit(s->db, err);
    st_db_rollback(s->db);
    return rc;
}

int st_slots__destroy(struct st_slots *s, const struct st_erased *doomed, size_t n, struct st_error *err)
{
    int rc;

    (void)pthread_mutex_lock(&s->db_lock);
    (void)pthread_mutex_lock(&s->looking_lock); /* nobody reads a secret that is about to go */
    rc = ready(&s->db, s, false, err);
    if (rc == ST_OK)
        rc = destroy_rows(s, doomed, n, err);
    if (rc == ST_OK && st_db_dialect(s->db) == ST_SQLITE) /* the write-ahead log still holds the old pages */
        (void)st_db_script(s->db, "PRAGMA wal_checkpoint(TRUNCATE)", NULL);
    (void)pthread_mutex_unlock(&s->looking_lock);
    (void)pthread_mutex_unlock(&s->db_lock);
    return rc;
}

/* A number that a statement answers with, on the connection that reads. */
static int number(int64_t *out, struct st_slots *s, const struct st_statement *statement, const struct st_cell *cells,
                  size_t n, struct st_error *err)
{
    struct st_arena *arena = st_arena_new();
    struct st_rows rows = {0};
    int rc;

    (void)pthread_mutex_lock(&s->looking_lock);
    rc = ready(&s->looking, s, true, err);
    if (rc == ST_OK)
        rc = st_db_query(&rows, s->looking, arena, statement, cells, n, err);
    (void)pthread_mutex_unlock(&s->looking_lock);
    *out = rc == ST_OK && rows.n == 1 ? st_rows_int(&rows, 0, 0) : 0;
    st_arena_free(arena);
    return rc;
}

int st_slots__epoch(int64_t *epoch, struct st_slots *s, struct st_error *err)
{
    return number(epoch, s, &look_at_epoch, NULL, 0, err);
}

int st_slots__count(int64_t *living, struct st_slots *s, struct st_error *err)
{
    static const struct st_id of_nobody = {{0}};

    return number(living, s, &count_living, ST_BIND(id_cell(&of_nobody)), err);
}

int st_slots__destroyed_between(int64_t *n, struct st_slots *s, struct st_instant after, struct st_instant before,
                                struct st_error *err)
{
    return number(n, s, &count_destroyed, ST_BIND(st_cell_int(after.us), st_cell_int(before.us)), err);
}

/* ---- Tombstones, copies ---- */
static int read_erased(struct st_erased **out, size_t *n, struct st_slots *s, struct st_arena *arena,
                       const struct st_statement *statement, const struct st_cell *cells, size_t cells_n,
                       struct st_error *err)
{
    struct st_rows rows = {0};
    int rc;

    (void)pthread_mutex_lock(&s->db_lock);
    rc = ready(&s->db, s, false, err);
    if (rc == ST_OK)
        rc = st_db_query(&rows, s->db, arena, statement, cells, cells_n, err);
    (void)pthread_mutex_unlock(&s->db_lock);
    *n = rows.n;
    *out = ST_NEW_N(arena, struct st_erased, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        (*out)[i] = (struct st_erased){st_rows_str(&rows, i, 0), st_rows_id(&rows, i, 1), st_rows_int(&rows, i, 2),
                                       st_rows_id(&rows, i, 3)};
    return rc;
}

int st_slots__destroyed(struct st_erased **out, size_t *n, struct st_slots *s, struct st_arena *arena,
                        const struct st_erased *after, size_t limit, struct st_error *err)
{
    static const struct st_erased beginning = {.authority = {"", 0}};
    const struct st_erased *a = after ? after : &beginning;
    const struct st_cell cells[] = {st_cell_str(a->authority), id_cell(&a->owner), st_cell_int(a->key_class),
                                    id_cell(&a->slot), st_cell_int((int64_t)limit)};

    return read_erased(out, n, s, arena, &destroyed_after, cells, sizeof(cells) / sizeof(cells[0]), err);
}

int st_slots__newest_destroyed(struct st_erased **out, size_t *n, struct st_slots *s, struct st_arena *arena,
                               size_t limit, struct st_error *err)
{
    return read_erased(out, n, s, arena, &newest_destroyed, ST_BIND(st_cell_int((int64_t)limit)), err);
}

/* One page of another store's keys, after the slot *last ("": from the beginning), which becomes the last one of it. */
static int take_over_page(size_t *n, struct st_str *last, struct st_slots *into, struct st_db *from,
                          struct st_arena *arena, struct st_error *err)
{
    struct st_rows rows = {0};
    int rc = st_db_query(&rows, from, arena, &all_after, ST_BIND(st_cell_blob(*last), st_cell_int(ROWS_AT_ONCE)), err);

    *n = rows.n;
    if (rc == ST_OK)
        rc = st_db_begin(into->db, true, err);
    for (size_t i = 0; rc == ST_OK && i < rows.n; i++) {
        struct st_str secret = st_rows_str(&rows, i, 1);
        rc = st_db_exec(into->db, NULL, &take_in, st_rows_cell(&rows, i, 0), rows.columns, err);
        if (secret.n > 0)
            sodium_memzero((void *)(uintptr_t)secret.p, secret.n);
    }
    if (rc == ST_OK && rows.n > 0)
        *last = st_rows_str(&rows, rows.n - 1, 0);
    if (rc == ST_OK)
        return st_db_commit(into->db, err);
    st_db_rollback(into->db);
    return rc;
}

int st_slots__take_over(const char *url, const char *from_url, struct st_error *err)
{
    struct st_store_options options = {.url = url};
    struct st_arena *arena = st_arena_new();
    struct st_slots *into = NULL;
    struct st_db *from = NULL;
    struct st_str last = ST_S("");
    char kept[sizeof(struct st_id)];
    size_t n = 1;
    int rc = st_db_open(&from, from_url, false, true, err);

    if (rc == ST_OK)
        rc = st_slots__open(&into, &options, err);
    while (rc == ST_OK && n > 0) {
        memcpy(kept, last.p, last.n); /* the arena goes */
        last.p = kept;
        st_arena_reset(arena);
        rc = take_over_page(&n, &last, into, from, arena, err);
    }
    st_slots__close(into);
    st_db_close(from);
    st_arena_free(arena);
    return rc;
}
