/* The store of keys: a database of its own beside the data (FILE.keys, or the schema "keys" of PostgreSQL).
 *
 * A key that a command makes waits in memory until st_keys__commit, just before the data's commit, writes it with all
 * others that wait: one flush for a group. Several threads (PostgreSQL) share that flush; each finds its own keys
 * durable when its call returns. A destroyed key leaves its row without the secret, a tombstone: from it a restored
 * copy of the data learns what was erased since. */
#include "store/internal.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>

enum { SECRET = crypto_aead_xchacha20poly1305_ietf_KEYBYTES, NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
       TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES, AUTHORITY_MAX = 32, CACHE_SLOTS = 16384,
       SWEEP_AT_ONCE = 500 };

/* Another process may have destroyed keys; what is cached here outlives that by so much at most. */
#define EPOCH_LOOK_EVERY ST_SECOND

struct key_name {
    char authority[AUTHORITY_MAX]; /* padded with NUL, so that names compare as bytes */
    uint8_t owner[16];
    int64_t key_class;
};

struct cached {
    struct key_name name;
    uint8_t secret[SECRET];
    bool used;
    bool durable; /* false: some thread still has it among its waiting keys */
};

struct waiting {
    struct key_name name;
    uint8_t secret[SECRET];
    pthread_t maker;
    bool ready; /* its transaction is about to commit; another may yet go back and need no key */
    bool lost;  /* another process was first with a key of this name */
};

struct st_keys {
    char *url;
    struct st_db *db, *looking;   /* the second only reads, so that no reader waits for a flush */
    pthread_mutex_t db_lock;      /* of db; the locks are taken in this order */
    pthread_mutex_t looking_lock; /* of looking */
    pthread_mutex_t lock;         /* of the rest */
    struct cached *cache;    /* CACHE_SLOTS, one name to a slot */
    struct waiting *waiting;
    size_t waiting_n, waiting_room;
    int64_t epoch;
    struct st_instant epoch_seen;
    bool doomed; /* some transaction marked keys; the sweeper has work when it commits */
};

static const char tables_sqlite[] =
    "CREATE TABLE IF NOT EXISTS key_secret (authority TEXT NOT NULL, owner BLOB NOT NULL, class INTEGER NOT NULL, "
    "secret BLOB, destroyed_at INTEGER, PRIMARY KEY (authority, owner, class)) STRICT, WITHOUT ROWID; "
    "CREATE TABLE IF NOT EXISTS key_epoch (name TEXT NOT NULL PRIMARY KEY, epoch INTEGER NOT NULL) STRICT; "
    "INSERT INTO key_epoch (name, epoch) VALUES ('destroyed', 1) ON CONFLICT DO NOTHING;";
static const char tables_postgres[] =
    "CREATE SCHEMA IF NOT EXISTS keys; "
    "CREATE TABLE IF NOT EXISTS keys.key_secret (authority TEXT NOT NULL, owner BYTEA NOT NULL, class BIGINT NOT NULL, "
    "secret BYTEA, destroyed_at BIGINT, PRIMARY KEY (authority, owner, class)); "
    "CREATE TABLE IF NOT EXISTS keys.key_epoch (name TEXT NOT NULL PRIMARY KEY, epoch BIGINT NOT NULL); "
    "INSERT INTO keys.key_epoch (name, epoch) VALUES ('destroyed', 1) ON CONFLICT DO NOTHING;";

/* Not ST_STATEMENT: that list is prepared against the data, these tables are elsewhere. tests/store/test_keys.c runs
 * every one on both databases. */
#define KEYS_STATEMENT(id, before, table, after)                                                                      \
    static const struct st_statement id = {"keys." #id, before #table after, before "keys." #table after}

KEYS_STATEMENT(find, "SELECT secret FROM ", key_secret, " WHERE authority = ?1 AND owner = ?2 AND class = ?3");
KEYS_STATEMENT(put, "INSERT INTO ", key_secret,
               " AS k (authority, owner, class, secret) VALUES (?1, ?2, ?3, ?4) "
               "ON CONFLICT (authority, owner, class) DO UPDATE SET secret = excluded.secret WHERE k.secret IS NULL");
KEYS_STATEMENT(destroy, "INSERT INTO ", key_secret,
               " (authority, owner, class, secret, destroyed_at) VALUES (?1, ?2, ?3, NULL, ?4) "
               "ON CONFLICT (authority, owner, class) DO UPDATE SET secret = NULL, destroyed_at = excluded.destroyed_at");
KEYS_STATEMENT(next_epoch, "UPDATE ", key_epoch, " SET epoch = epoch + 1 WHERE name = 'destroyed'");
KEYS_STATEMENT(look_at_epoch, "SELECT epoch FROM ", key_epoch, " WHERE name = 'destroyed'");

KEYS_STATEMENT(all_after, "SELECT authority, owner, class, secret, destroyed_at FROM ", key_secret,
               " WHERE (authority, owner, class) > (?1, ?2, ?3) ORDER BY authority, owner, class LIMIT ?4");
KEYS_STATEMENT(destroyed_after, "SELECT authority, owner, class FROM ", key_secret,
               " WHERE (authority, owner, class) > (?1, ?2, ?3) AND secret IS NULL AND destroyed_at IS NOT NULL "
               "ORDER BY authority, owner, class LIMIT ?4");
KEYS_STATEMENT(newest_destroyed, "SELECT authority, owner, class FROM ", key_secret,
               " WHERE secret IS NULL AND destroyed_at IS NOT NULL ORDER BY destroyed_at DESC LIMIT ?1");
KEYS_STATEMENT(living_after, "SELECT authority, owner, class FROM ", key_secret,
               " WHERE (authority, owner, class) > (?1, ?2, ?3) AND class = 2 AND secret IS NOT NULL "
               "ORDER BY authority, owner, class LIMIT ?4");
KEYS_STATEMENT(take_over, "INSERT INTO ", key_secret,
               " AS k (authority, owner, class, secret, destroyed_at) VALUES (?1, ?2, ?3, ?4, ?5) "
               "ON CONFLICT (authority, owner, class) DO UPDATE SET secret = CASE WHEN excluded.destroyed_at IS NULL "
               "THEN coalesce(k.secret, excluded.secret) END, destroyed_at = excluded.destroyed_at "
               "WHERE k.destroyed_at IS NULL");

ST_STATEMENT(doom, "keys.doom", "INSERT INTO key_doom (authority, owner, class, due_at) VALUES (?1, ?2, ?3, ?4) "
             "ON CONFLICT (authority, owner, class) DO UPDATE SET due_at = excluded.due_at", NULL);
ST_STATEMENT(doomed, "keys.doomed", "SELECT authority, owner, class FROM key_doom WHERE due_at <= ?1 "
             "ORDER BY due_at LIMIT ?2", NULL);
ST_STATEMENT(doom_done, "keys.doom done", "DELETE FROM key_doom WHERE authority = ?1 AND owner = ?2 AND class = ?3",
             NULL);
ST_STATEMENT(forget_payloads, "keys.forget payloads", "UPDATE journal_envelope SET ciphertext = NULL "
             "WHERE authority = ?1 AND subject = ?2 AND ciphertext IS NOT NULL", NULL);

ST_STATEMENT(forget_bodies, "keys.forget bodies", "UPDATE outbox SET body = NULL, state = 4, problem = 'erased' "
             "WHERE authority = ?1 AND locked_by = ?2 AND body IS NOT NULL", NULL);
ST_STATEMENT(forget_answers, "keys.forget answers", "UPDATE inbox SET answer = NULL WHERE authority = ?1 "
             "AND locked_by = ?2 AND answer IS NOT NULL", NULL);

/* ---- Names ---- */
static struct key_name key_name(struct st_str authority, struct st_id owner, int64_t key_class)
{
    struct key_name name;

    ST_ASSERT(authority.n < AUTHORITY_MAX);
    memset(&name, 0, sizeof(name));
    if (authority.n > 0)
        memcpy(name.authority, authority.p, authority.n);
    memcpy(name.owner, owner.b, sizeof(name.owner));
    name.key_class = key_class;
    return name;
}

static bool same(const struct key_name *a, const struct key_name *b) { return memcmp(a, b, sizeof(*a)) == 0; }

static struct st_cell bytes(const void *p, size_t n) { return st_cell_blob((struct st_str){p, n}); }

#define BIND_NAME(name) st_cell_text((name)->authority), bytes((name)->owner, 16), st_cell_int((name)->key_class)

static struct cached *slot(struct st_keys *keys, const struct key_name *name)
{
    uint64_t hash = UINT64_C(14695981039346656037); /* FNV-1a; nobody outside chooses these names */
    const uint8_t *p = (const uint8_t *)name;

    for (size_t i = 0; i < sizeof(*name); i++)
        hash = (hash ^ p[i]) * UINT64_C(1099511628211);
    return &keys->cache[(hash >> 32) % CACHE_SLOTS];
}

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

int st_keys__open(struct st_keys **out, const struct st_store_options *options, struct st_error *err)
{
    struct st_arena *arena = st_arena_new();
    struct st_keys *keys = st_heap(sizeof(*keys));
    int rc;

    memset(keys, 0, sizeof(*keys));
    (void)pthread_mutex_init(&keys->db_lock, NULL);
    (void)pthread_mutex_init(&keys->looking_lock, NULL);
    (void)pthread_mutex_init(&keys->lock, NULL);
    keys->cache = sodium_allocarray(CACHE_SLOTS, sizeof(*keys->cache)); /* kept out of swap and core dumps */
    ST_ASSERT(keys->cache != NULL);
    sodium_memzero(keys->cache, CACHE_SLOTS * sizeof(*keys->cache));
    keys->doomed = true; /* what a process that died left to do */
    keys->url = strdup(place(options, arena));
    rc = st_db_open(&keys->db, keys->url, true, false, err);
    if (rc == ST_OK)
        rc = st_db_script(keys->db, st_db_dialect(keys->db) == ST_SQLITE ? tables_sqlite : tables_postgres, err);
    if (rc == ST_OK)
        rc = st_db_open(&keys->looking, keys->url, false, true, err);
    if (rc != ST_OK) {
        st_keys__close(keys);
        keys = NULL;
    }
    *out = keys;
    st_arena_free(arena);
    return rc;
}

void st_keys__close(struct st_keys *keys)
{
    if (keys == NULL)
        return;
    st_db_close(keys->db);
    st_db_close(keys->looking);
    free(keys->url);
    if (keys->waiting != NULL)
        sodium_memzero(keys->waiting, keys->waiting_room * sizeof(*keys->waiting));
    free(keys->waiting);
    sodium_free(keys->cache); /* overwrites it first */
    (void)pthread_mutex_destroy(&keys->db_lock);
    (void)pthread_mutex_destroy(&keys->looking_lock);
    (void)pthread_mutex_destroy(&keys->lock);
    free(keys);
}

/* ---- Waiting keys; the caller holds `lock` ---- */
static void wait_for_commit(struct st_keys *keys, const struct key_name *name, const uint8_t *secret)
{
    struct waiting *w;

    for (size_t i = 0; i < keys->waiting_n; i++)
        if (pthread_equal(keys->waiting[i].maker, pthread_self()) && same(&keys->waiting[i].name, name))
            return;
    if (keys->waiting_n == keys->waiting_room) {
        size_t room = keys->waiting_room ? 2 * keys->waiting_room : 64;
        struct waiting *grown = st_heap(room * sizeof(*grown)); /* realloc would leave secrets behind */
        if (keys->waiting_n > 0)
            memcpy(grown, keys->waiting, keys->waiting_n * sizeof(*grown));
        if (keys->waiting != NULL)
            sodium_memzero(keys->waiting, keys->waiting_room * sizeof(*keys->waiting));
        free(keys->waiting);
        keys->waiting = grown;
        keys->waiting_room = room;
    }
    w = &keys->waiting[keys->waiting_n++];
    memset(w, 0, sizeof(*w));
    w->name = *name;
    memcpy(w->secret, secret, SECRET);
    w->maker = pthread_self();
}

static void drop_waiting(struct st_keys *keys, size_t i)
{
    keys->waiting[i] = keys->waiting[--keys->waiting_n];
    sodium_memzero(&keys->waiting[keys->waiting_n], sizeof(*keys->waiting));
}

static void remember(struct st_keys *keys, const struct key_name *name, const uint8_t *secret, bool durable)
{
    struct cached *c = slot(keys, name);

    c->name = *name;
    memcpy(c->secret, secret, SECRET);
    c->used = true;
    c->durable = durable;
}

/* In memory? A key that only waits is then waited for by this thread too: its data must not be durable before it. */
static bool recall(uint8_t *secret, struct st_keys *keys, const struct key_name *name)
{
    const struct cached *c = slot(keys, name);

    if (c->used && same(&c->name, name)) {
        memcpy(secret, c->secret, SECRET);
        if (!c->durable)
            wait_for_commit(keys, name, secret);
        return true;
    }
    for (size_t i = 0; i < keys->waiting_n; i++)
        if (!keys->waiting[i].lost && same(&keys->waiting[i].name, name)) {
            memcpy(secret, keys->waiting[i].secret, SECRET);
            wait_for_commit(keys, name, secret);
            return true;
        }
    return false;
}

static void forget(struct st_keys *keys, const struct key_name *name)
{
    struct cached *c = slot(keys, name);

    if (c->used && same(&c->name, name))
        sodium_memzero(c, sizeof(*c));
}

/* ---- Looking up ---- */
/* A connection that the server closed is made anew. The caller holds its lock. */
static int ready(struct st_db **db, const struct st_keys *keys, bool read_only, struct st_error *err)
{
    struct st_db *fresh;
    int rc;

    if (!(*db)->dead)
        return ST_OK;
    rc = st_db_open(&fresh, keys->url, false, read_only, err);
    if (rc != ST_OK)
        return rc;
    st_db_close(*db);
    *db = fresh;
    return ST_OK;
}

/* Reads the secret from the database; the caller holds the connection's lock. */
static int fetch(uint8_t *secret, bool *found, struct st_db *db, const struct key_name *name, struct st_error *err)
{
    struct st_arena *arena = st_arena_new();
    struct st_rows rows = {0};
    int rc = st_db_query(&rows, db, arena, &find, ST_BIND(BIND_NAME(name)), err);

    *found = rc == ST_OK && rows.n == 1 && st_rows_str(&rows, 0, 0).n == SECRET;
    if (*found) {
        struct st_str s = st_rows_str(&rows, 0, 0);
        memcpy(secret, s.p, SECRET);
        sodium_memzero((void *)(uintptr_t)s.p, s.n);
    }
    st_arena_free(arena);
    return rc;
}

/* fetch on the connection that reads; the caller holds `looking_lock`. */
static int look_up(uint8_t *secret, bool *found, struct st_keys *keys, const struct key_name *name,
                   struct st_error *err)
{
    int rc = ready(&keys->looking, keys, true, err);

    if (rc == ST_OK)
        rc = fetch(secret, found, keys->looking, name, NULL);
    if (rc == ST_OK || !keys->looking->dead)
        return rc == ST_OK ? ST_OK : fetch(secret, found, keys->looking, name, err);
    rc = ready(&keys->looking, keys, true, err);
    return rc == ST_OK ? fetch(secret, found, keys->looking, name, err) : rc;
}

/* Forgets what is cached when another process has destroyed keys. */
static int look_for_destroyed(struct st_keys *keys, struct st_error *err)
{
    struct st_instant now = st_instant_now();
    struct st_arena *arena;
    struct st_rows rows = {0};
    bool due;
    int rc;

    (void)pthread_mutex_lock(&keys->lock);
    due = now.us - keys->epoch_seen.us > EPOCH_LOOK_EVERY || now.us < keys->epoch_seen.us;
    if (due)
        keys->epoch_seen = now;
    (void)pthread_mutex_unlock(&keys->lock);
    if (!due)
        return ST_OK;
    arena = st_arena_new();
    (void)pthread_mutex_lock(&keys->looking_lock);
    rc = ready(&keys->looking, keys, true, err);
    if (rc == ST_OK)
        rc = st_db_query(&rows, keys->looking, arena, &look_at_epoch, NULL, 0, err);
    (void)pthread_mutex_lock(&keys->lock);
    if (rc == ST_OK && rows.n == 1 && st_rows_int(&rows, 0, 0) != keys->epoch) {
        keys->epoch = st_rows_int(&rows, 0, 0);
        for (size_t i = 0; i < CACHE_SLOTS; i++)
            if (keys->cache[i].durable)
                sodium_memzero(&keys->cache[i], sizeof(keys->cache[i]));
    }
    (void)pthread_mutex_unlock(&keys->lock);
    (void)pthread_mutex_unlock(&keys->looking_lock);
    st_arena_free(arena);
    return rc;
}

/* The secret of a name, made when `make` is set and there is none. Errors: ST_E_NOTFOUND. */
static int secret_of(uint8_t *secret, struct st_keys *keys, const struct key_name *name, bool make,
                     struct st_error *err)
{
    bool found;
    int rc = look_for_destroyed(keys, err);

    if (rc != ST_OK)
        return rc;
    (void)pthread_mutex_lock(&keys->lock);
    found = recall(secret, keys, name);
    (void)pthread_mutex_unlock(&keys->lock);
    if (found)
        return ST_OK;
    (void)pthread_mutex_lock(&keys->looking_lock);
    rc = look_up(secret, &found, keys, name, err);
    (void)pthread_mutex_lock(&keys->lock);
    if (rc == ST_OK && found) {
        remember(keys, name, secret, true);
    } else if (rc == ST_OK && recall(secret, keys, name)) {
        found = true; /* another thread made it meanwhile */
    } else if (rc == ST_OK && make) {
        randombytes_buf(secret, SECRET);
        remember(keys, name, secret, false);
        wait_for_commit(keys, name, secret);
        found = true;
    }
    (void)pthread_mutex_unlock(&keys->lock);
    (void)pthread_mutex_unlock(&keys->looking_lock);
    if (rc == ST_OK && !found)
        rc = st_fail(err, ST_E_NOTFOUND, "", ST_MSG("The key of these data was destroyed."), "GDPR Art 17",
                     "What was erased stays erased.");
    return rc;
}

/* ---- Before the data's commit, and instead of it ---- */
/* Writes the key; sets lost when another process was first. The caller holds `db_lock`. */
static int write_one(struct st_keys *keys, struct waiting *w, struct st_error *err)
{
    uint8_t theirs[SECRET];
    uint64_t changed = 0;
    bool found;
    int rc = st_db_exec(keys->db, &changed, &put, ST_BIND(BIND_NAME(&w->name), bytes(w->secret, SECRET)), err);

    if (rc != ST_OK || changed == 1)
        return rc;
    rc = fetch(theirs, &found, keys->db, &w->name, err);
    w->lost = rc == ST_OK && (!found || sodium_memcmp(theirs, w->secret, SECRET) != 0);
    sodium_memzero(theirs, SECRET);
    return rc;
}

/* A line that broke, even while it was saving, is no harm: the data that the keys are for are not committed yet, and a
 * key that is there already is found to be the same. So the command may simply run again. */
static int write_all(struct st_keys *keys, struct waiting *all, size_t n, struct st_error *err)
{
    int rc = ready(&keys->db, keys, false, err);

    if (rc != ST_OK)
        return rc;
    rc = st_db_begin(keys->db, true, err);
    for (size_t i = 0; rc == ST_OK && i < n; i++)
        rc = write_one(keys, &all[i], err);
    if (rc == ST_OK)
        rc = st_db_commit(keys->db, err);
    else
        st_db_rollback(keys->db);
    return rc != ST_OK && keys->db->dead ? ST_E_BUSY : rc;
}

/* What this thread waits for: *mine are neither durable nor lost yet. Lost ones are dropped, and true is the answer. */
static bool take_lost(size_t *mine, struct st_keys *keys)
{
    bool lost = false;

    *mine = 0;
    for (size_t i = keys->waiting_n; i-- > 0;) {
        if (!pthread_equal(keys->waiting[i].maker, pthread_self()))
            continue;
        lost |= keys->waiting[i].lost;
        if (keys->waiting[i].lost)
            drop_waiting(keys, i);
        else
            ++*mine;
    }
    return lost;
}

/* What is written waits no longer, whoever waited for it. */
static void settle(struct st_keys *keys, const struct waiting *written)
{
    struct cached *c = slot(keys, &written->name);

    if (written->lost)
        forget(keys, &written->name);
    else if (c->used && same(&c->name, &written->name))
        c->durable = true;
    for (size_t i = keys->waiting_n; i-- > 0;) {
        struct waiting *w = &keys->waiting[i];
        if (!same(&w->name, &written->name) || sodium_memcmp(w->secret, written->secret, SECRET) != 0)
            continue;
        w->lost = written->lost; /* its maker is told */
        if (!w->lost)
            drop_waiting(keys, i);
    }
}

static void make_ready(struct st_keys *keys)
{
    (void)pthread_mutex_lock(&keys->lock);
    for (size_t i = 0; i < keys->waiting_n; i++)
        if (pthread_equal(keys->waiting[i].maker, pthread_self()))
            keys->waiting[i].ready = true;
    (void)pthread_mutex_unlock(&keys->lock);
}

/* Writes all that is ready, in one flush, while others go on making keys: who waits here may find its own flushed. */
int st_keys__commit(struct st_keys *keys, struct st_error *err)
{
    struct waiting *all = NULL;
    size_t n = 0, mine;
    bool lost;
    int rc = ST_OK;

    make_ready(keys);
    (void)pthread_mutex_lock(&keys->db_lock);
    (void)pthread_mutex_lock(&keys->lock);
    lost = take_lost(&mine, keys);
    if (mine > 0) {
        all = st_heap(keys->waiting_n * sizeof(*all));
        for (size_t i = 0; i < keys->waiting_n; i++)
            if (keys->waiting[i].ready && !keys->waiting[i].lost)
                all[n++] = keys->waiting[i];
        (void)pthread_mutex_unlock(&keys->lock);
        rc = write_all(keys, all, n, err);
        (void)pthread_mutex_lock(&keys->lock);
        for (size_t i = 0; rc == ST_OK && i < n; i++)
            settle(keys, &all[i]);
        lost |= take_lost(&mine, keys);
        sodium_memzero(all, n * sizeof(*all));
        free(all);
    }
    (void)pthread_mutex_unlock(&keys->lock);
    (void)pthread_mutex_unlock(&keys->db_lock);
    if (rc == ST_OK && lost)
        rc = st_fail(err, ST_E_BUSY, "", ST_MSG("Another process made the same key first."), "", "Try again.");
    return rc;
}

void st_keys__rollback(struct st_keys *keys)
{
    (void)pthread_mutex_lock(&keys->lock);
    for (size_t i = keys->waiting_n; i-- > 0;)
        if (pthread_equal(keys->waiting[i].maker, pthread_self()))
            drop_waiting(keys, i);
    (void)pthread_mutex_unlock(&keys->lock);
}

/* ---- Making, locking, opening ---- */
int st_key_make(struct st_tx *tx, struct st_id owner, enum st_key_class key_class, struct st_error *err)
{
    struct key_name name = key_name(tx->actor->authority, owner, key_class);
    uint8_t secret[SECRET];
    int rc = secret_of(secret, tx->store->keys, &name, true, err);

    sodium_memzero(secret, sizeof(secret));
    return rc;
}

int st_key_lock(struct st_str *out, struct st_tx *tx, struct st_id owner, enum st_key_class key_class,
                struct st_str plain, struct st_error *err)
{
    struct key_name name = key_name(tx->actor->authority, owner, key_class);
    uint8_t *locked = st_alloc(tx->arena, NONCE + plain.n + TAG);
    uint8_t secret[SECRET];
    unsigned long long n = 0;
    int rc = secret_of(secret, tx->store->keys, &name, true, err);

    if (rc != ST_OK)
        return rc;
    randombytes_buf(locked, NONCE);
    (void)crypto_aead_xchacha20poly1305_ietf_encrypt(locked + NONCE, &n, (const uint8_t *)plain.p, plain.n,
                                                     (const uint8_t *)&name, sizeof(name), NULL, locked, secret);
    sodium_memzero(secret, sizeof(secret));
    *out = (struct st_str){(const char *)locked, NONCE + (size_t)n};
    return ST_OK;
}

int st_key_open(struct st_str *out, struct st_tx *tx, struct st_id owner, enum st_key_class key_class,
                struct st_str locked, struct st_error *err)
{
    struct key_name name = key_name(tx->actor->authority, owner, key_class);
    const uint8_t *p = (const uint8_t *)locked.p;
    uint8_t *plain, secret[SECRET];
    unsigned long long n = 0;
    int rc = secret_of(secret, tx->store->keys, &name, false, err);

    if (rc != ST_OK)
        return rc;
    plain = st_alloc(tx->arena, locked.n + 1);
    if (locked.n < NONCE + TAG ||
        crypto_aead_xchacha20poly1305_ietf_decrypt(plain, &n, NULL, p + NONCE, locked.n - NONCE,
                                                   (const uint8_t *)&name, sizeof(name), p, secret) != 0)
        rc = st_fail(err, ST_E_VERIFY, "", ST_MSG("Stored data do not fit their key."), "",
                     "Restore the database and its keys from the same backup.");
    sodium_memzero(secret, sizeof(secret));
    *out = rc == ST_OK ? (struct st_str){(const char *)plain, (size_t)n} : (struct st_str){NULL, 0};
    return rc;
}

int st_key__salt(uint8_t out[ST_KEY__SALT], struct st_tx *tx, struct st_id owner, struct st_id entry, int64_t position,
                 struct st_error *err)
{
    struct key_name name = key_name(tx->actor->authority, owner, ST_KEY_LOG);
    uint8_t secret[SECRET], message[sizeof(entry.b) + sizeof(position)];
    int rc = secret_of(secret, tx->store->keys, &name, true, err);

    memcpy(message, entry.b, sizeof(entry.b));
    memcpy(message + sizeof(entry.b), &position, sizeof(position));
    if (rc == ST_OK)
        (void)crypto_generichash(out, ST_KEY__SALT, message, sizeof(message), secret, sizeof(secret));
    sodium_memzero(secret, sizeof(secret));
    return rc;
}

int st_keys__sign(struct st_keys *keys, uint8_t public_key[ST_KEY__PUBLIC],
                  uint8_t secret_key[ST_KEY__SECRET], struct st_error *err)
{
    struct key_name name = key_name(ST_S(""), (struct st_id){{0}}, ST_KEY__SIGNING);
    uint8_t seed[SECRET];
    int rc, tries = 0;

    do {
        rc = secret_of(seed, keys, &name, true, err);
        if (rc == ST_OK)
            rc = st_keys__commit(keys, tries == 0 ? NULL : err);
    } while (rc == ST_E_BUSY && tries++ == 0); /* another process made it first */
    if (rc == ST_OK)
        (void)crypto_sign_seed_keypair(public_key, secret_key, seed);
    sodium_memzero(seed, sizeof(seed));
    return rc;
}

/* ---- Destroying ---- */
void st_keys__sweep_next(struct st_keys *keys)
{
    (void)pthread_mutex_lock(&keys->lock);
    keys->doomed = true;
    (void)pthread_mutex_unlock(&keys->lock);
}

static void sweep_next(void *keys) { st_keys__sweep_next(keys); }

int st_key_destroy_at(struct st_tx *tx, struct st_id owner, enum st_key_class key_class, struct st_instant when,
                      struct st_error *err)
{
    struct key_name name = key_name(tx->actor->authority, owner, key_class);
    int rc = st_db_exec(tx->db, NULL, &doom, ST_BIND(BIND_NAME(&name), st_cell_int(when.us)), err);

    if (rc == ST_OK)
        st_tx_after_commit(tx, sweep_next, tx->store->keys);
    return rc;
}

int st_key_destroy(struct st_tx *tx, struct st_id owner, enum st_key_class key_class, struct st_error *err)
{
    return st_key_destroy_at(tx, owner, key_class, (struct st_instant){0}, err);
}

static int forget_by(uint64_t *rows, struct st_db *db, const struct st_statement *statement, struct st_str authority,
                     const uint8_t owner[16], struct st_error *err)
{
    uint64_t changed = 0;
    int rc = st_db_exec(db, &changed, statement, ST_BIND(st_cell_str(authority), bytes(owner, 16)), err);

    if (rows != NULL)
        *rows += changed;
    return rc;
}

int st_keys__forget(uint64_t *rows, struct st_db *db, struct st_str authority, const uint8_t owner[16],
                    int64_t key_class, struct st_error *err)
{
    int rc;

    if (key_class == ST_KEY_LOG)
        return forget_by(rows, db, &forget_payloads, authority, owner, err);
    if (key_class != ST_KEY_RECORD)
        return ST_OK;
    rc = forget_by(rows, db, &forget_bodies, authority, owner, err);
    return rc == ST_OK ? forget_by(rows, db, &forget_answers, authority, owner, err) : rc;
}

struct doomed_keys {
    struct st_arena *arena;
    struct st_instant now;
    struct key_name *names;
    size_t n;
};

static int read_doomed(struct st_db *db, void *arg, struct st_error *err)
{
    struct doomed_keys *d = arg;
    struct st_rows rows = {0};
    int rc = st_db_query(&rows, db, d->arena, &doomed,
                         ST_BIND(st_cell_int(d->now.us), st_cell_int(SWEEP_AT_ONCE)), err);

    d->n = rows.n;
    d->names = ST_NEW_N(d->arena, struct key_name, rows.n);
    for (size_t i = 0; rc == ST_OK && i < rows.n; i++)
        d->names[i] = key_name(st_rows_str(&rows, i, 0), st_rows_id(&rows, i, 1), st_rows_int(&rows, i, 2));
    return rc;
}

/* The keys are gone: what they locked goes, and then the mark. */
static int forget_doomed(struct st_db *db, void *arg, struct st_error *err)
{
    const struct doomed_keys *d = arg;
    int rc = ST_OK;

    for (size_t i = 0; rc == ST_OK && i < d->n; i++) {
        rc = st_keys__forget(NULL, db, st_str_of(d->names[i].authority), d->names[i].owner, d->names[i].key_class, err);
        if (rc == ST_OK)
            rc = st_db_exec(db, NULL, &doom_done, ST_BIND(BIND_NAME(&d->names[i])), err);
    }
    return rc;
}

/* Overwrites the secrets in the store of keys; durable when it returns. */
static int destroy_all(struct st_keys *keys, const struct doomed_keys *d, struct st_error *err)
{
    int64_t now = st_instant_now().us;
    int rc;

    (void)pthread_mutex_lock(&keys->db_lock);
    (void)pthread_mutex_lock(&keys->looking_lock); /* nobody reads a secret that is about to go */
    (void)pthread_mutex_lock(&keys->lock);
    rc = ready(&keys->db, keys, false, err);
    if (rc == ST_OK)
        rc = st_db_begin(keys->db, true, err);
    for (size_t i = 0; rc == ST_OK && i < d->n; i++) {
        forget(keys, &d->names[i]);
        rc = st_db_exec(keys->db, NULL, &destroy, ST_BIND(BIND_NAME(&d->names[i]), st_cell_int(now)), err);
    }
    if (rc == ST_OK)
        rc = st_db_exec(keys->db, NULL, &next_epoch, NULL, 0, err);
    if (rc == ST_OK)
        rc = st_db_commit(keys->db, err);
    else
        st_db_rollback(keys->db);
    if (rc == ST_OK && st_db_dialect(keys->db) == ST_SQLITE) /* the write-ahead log still holds the old pages */
        (void)st_db_script(keys->db, "PRAGMA wal_checkpoint(TRUNCATE)", NULL);
    (void)pthread_mutex_unlock(&keys->lock);
    (void)pthread_mutex_unlock(&keys->looking_lock);
    (void)pthread_mutex_unlock(&keys->db_lock);
    return rc;
}

int st_keys__sweep(struct st_store *store, struct st_error *err)
{
    struct st_keys *keys = store->keys;
    struct doomed_keys d = {.now = st_store_now(store)};
    bool work;
    int rc = ST_OK;

    (void)pthread_mutex_lock(&keys->lock);
    work = keys->doomed;
    keys->doomed = false;
    (void)pthread_mutex_unlock(&keys->lock);
    if (!work)
        return ST_OK;
    d.arena = st_arena_new();
    do {
        st_arena_reset(d.arena);
        rc = st_store__transact(store, read_doomed, &d, err);
        if (rc == ST_OK && d.n > 0)
            rc = destroy_all(keys, &d, err);
        if (rc == ST_OK && d.n > 0) {
            st_store__scrub_next(store);
            rc = st_store__transact(store, forget_doomed, &d, err);
        }
    } while (rc == ST_OK && d.n == SWEEP_AT_ONCE);
    st_arena_free(d.arena);
    if (rc != ST_OK)
        st_keys__sweep_next(keys); /* the marks are there: the next sweep tries again */
    return rc;
}

/* ---- Copies ---- */
static int names_of(struct st_erased **out, size_t *n, struct st_keys *keys, struct st_arena *arena,
                    const struct st_statement *statement, const struct st_cell *cells, size_t cells_n,
                    struct st_error *err)
{
    struct st_rows rows = {0};
    int rc;

    (void)pthread_mutex_lock(&keys->db_lock);
    rc = st_db_query(&rows, keys->db, arena, statement, cells, cells_n, err);
    (void)pthread_mutex_unlock(&keys->db_lock);
    *n = rows.n;
    *out = ST_NEW_N(arena, struct st_erased, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        (*out)[i] = (struct st_erased){st_rows_str(&rows, i, 0), st_rows_id(&rows, i, 1), st_rows_int(&rows, i, 2)};
    return rc;
}

static int names_after(struct st_erased **out, size_t *n, struct st_keys *keys, struct st_arena *arena,
                       const struct st_statement *statement, const struct st_erased *after, size_t limit,
                       struct st_error *err)
{
    struct key_name from = after ? key_name(after->authority, after->owner, after->key_class)
                                 : key_name(ST_S(""), (struct st_id){{0}}, 0);
    const struct st_cell cells[] = {BIND_NAME(&from), st_cell_int((int64_t)limit)};

    return names_of(out, n, keys, arena, statement, cells, sizeof(cells) / sizeof(cells[0]), err);
}

int st_keys__destroyed(struct st_erased **out, size_t *n, struct st_keys *keys, struct st_arena *arena,
                       const struct st_erased *after, size_t limit, struct st_error *err)
{
    return names_after(out, n, keys, arena, &destroyed_after, after, limit, err);
}

int st_keys__newest_destroyed(struct st_erased **out, size_t *n, struct st_keys *keys, struct st_arena *arena,
                              size_t limit, struct st_error *err)
{
    return names_of(out, n, keys, arena, &newest_destroyed, ST_BIND(st_cell_int((int64_t)limit)), err);
}

int st_keys__living(struct st_erased **out, size_t *n, struct st_keys *keys, struct st_arena *arena,
                    const struct st_erased *after, size_t limit, struct st_error *err)
{
    return names_after(out, n, keys, arena, &living_after, after, limit, err);
}

int st_keys__alive(bool *alive, struct st_keys *keys, struct st_str authority, struct st_id owner, int64_t key_class,
                   struct st_error *err)
{
    struct key_name name = key_name(authority, owner, key_class);
    uint8_t secret[SECRET];
    int rc;

    (void)pthread_mutex_lock(&keys->looking_lock);
    rc = look_up(secret, alive, keys, &name, err);
    (void)pthread_mutex_unlock(&keys->looking_lock);
    sodium_memzero(secret, sizeof(secret));
    return rc;
}

/* One page of another store's keys; the last name of it in *last. */
static int take_over_page(size_t *n, struct key_name *last, struct st_keys *into, struct st_db *from,
                          struct st_arena *arena, struct st_error *err)
{
    struct st_rows rows = {0};
    int rc = st_db_query(&rows, from, arena, &all_after, ST_BIND(BIND_NAME(last), st_cell_int(SWEEP_AT_ONCE)), err);

    *n = rows.n;
    if (rc == ST_OK)
        rc = st_db_begin(into->db, true, err);
    for (size_t i = 0; rc == ST_OK && i < rows.n; i++) {
        struct st_str secret = st_rows_str(&rows, i, 3);
        *last = key_name(st_rows_str(&rows, i, 0), st_rows_id(&rows, i, 1), st_rows_int(&rows, i, 2));
        rc = st_db_exec(into->db, NULL, &take_over,
                        ST_BIND(BIND_NAME(last), st_cell_blob(secret), *st_rows_cell(&rows, i, 4)), err);
        if (secret.n > 0)
            sodium_memzero((void *)(uintptr_t)secret.p, secret.n);
    }
    if (rc == ST_OK)
        return st_db_commit(into->db, err);
    st_db_rollback(into->db);
    return rc;
}

int st_keys__take_over(const char *url, const char *from_url, struct st_error *err)
{
    struct st_store_options options = {.url = url};
    struct key_name last = key_name(ST_S(""), (struct st_id){{0}}, 0);
    struct st_arena *arena = st_arena_new();
    struct st_keys *into = NULL;
    struct st_db *from = NULL;
    size_t n = 1;
    int rc = st_db_open(&from, from_url, false, true, err);

    if (rc == ST_OK)
        rc = st_keys__open(&into, &options, err);
    while (rc == ST_OK && n > 0) {
        st_arena_reset(arena);
        rc = take_over_page(&n, &last, into, from, arena, err);
    }
    st_keys__close(into);
    st_db_close(from);
    st_arena_free(arena);
    return rc;
}
