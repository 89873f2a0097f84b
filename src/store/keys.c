/* Whose a key is: names in the data, secrets in the store of keys (slots.h), and what is locked under them.
 *
 * A new owner's name is written by the transaction that first locks something, and with it comes and goes; the secret
 * was durable before. What a transaction looks up it remembers for its own length; the cache holds only what is
 * committed, so a transaction that is rolled back leaves nothing in it. */
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>

#include "store/slots.h"

enum { SECRET = ST_SLOTS__SECRET, NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
       TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES, AUTHORITY_MAX = 32, CACHE_ROOM = 16384, SWEEP_AT_ONCE = 500 };

_Static_assert(SECRET == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "a secret is a key");

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
};

/* What a transaction has looked up or made. */
struct st_key_used {
    struct key_name name;
    struct st_id slot;
    struct st_keys *keys;
    struct st_key_used *next;
};

struct st_keys {
    struct st_slots *slots;
    pthread_mutex_t lock; /* of the rest */
    struct cached *cache; /* CACHE_ROOM, one name to a place */
    uint64_t destroyed;   /* how often something was: what was looked up before is not cached after */
    int64_t epoch;
    struct st_instant epoch_seen;
    bool doomed; /* some transaction marked keys; the sweeper has work when it commits */
};

ST_STATEMENT(slot_of, "keys.slot of", "SELECT slot FROM key_name WHERE authority = ?1 AND owner = ?2 AND class = ?3",
             NULL);
ST_STATEMENT(name_slot, "keys.name slot", "INSERT INTO key_name (authority, owner, class, slot) VALUES (?1, ?2, ?3, ?4) "
             "ON CONFLICT (authority, owner, class) DO NOTHING", NULL);
ST_STATEMENT(name_anew, "keys.name anew", "UPDATE key_name SET slot = ?4 WHERE authority = ?1 AND owner = ?2 "
             "AND class = ?3", NULL);
ST_STATEMENT(unname, "keys.unname", "DELETE FROM key_name WHERE authority = ?1 AND owner = ?2 AND class = ?3", NULL);
ST_STATEMENT(doom, "keys.doom", "INSERT INTO key_doom (authority, owner, class, due_at) VALUES (?1, ?2, ?3, ?4) "
             "ON CONFLICT (authority, owner, class) DO UPDATE SET due_at = excluded.due_at", NULL);
ST_STATEMENT(doomed, "keys.doomed", "SELECT d.authority, d.owner, d.class, n.slot FROM key_doom d "
             "LEFT JOIN key_name n ON n.authority = d.authority AND n.owner = d.owner AND n.class = d.class "
             "WHERE d.due_at <= ?1 ORDER BY d.due_at LIMIT ?2", NULL);
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

/* ---- Opening ---- */
int st_keys__open(struct st_keys **out, const struct st_store_options *options, struct st_error *err)
{
    struct st_keys *keys = st_heap(sizeof(*keys));
    int rc;

    memset(keys, 0, sizeof(*keys));
    (void)pthread_mutex_init(&keys->lock, NULL);
    keys->cache = sodium_allocarray(CACHE_ROOM, sizeof(*keys->cache)); /* kept out of swap and core dumps */
    ST_ASSERT(keys->cache != NULL);
    sodium_memzero(keys->cache, CACHE_ROOM * sizeof(*keys->cache));
    keys->doomed = true; /* what a process that died left to do */
    rc = st_slots__open(&keys->slots, options, err);
    if (rc != ST_OK) {
        st_keys__close(keys);
        keys = NULL;
    }
    *out = keys;
    return rc;
}

void st_keys__close(struct st_keys *keys)
{
    if (keys == NULL)
        return;
    st_slots__close(keys->slots);
    sodium_free(keys->cache); /* overwrites it first */
    (void)pthread_mutex_destroy(&keys->lock);
    free(keys);
}

struct st_slots *st_keys__slots(struct st_keys *keys) { return keys->slots; }

/* ---- The cache ---- */
static struct cached *place_of(struct st_keys *keys, const struct key_name *name)
{
    uint64_t hash = UINT64_C(14695981039346656037); /* FNV-1a; nobody outside chooses these names */
    const uint8_t *p = (const uint8_t *)name;

    for (size_t i = 0; i < sizeof(*name); i++)
        hash = (hash ^ p[i]) * UINT64_C(1099511628211);
    return &keys->cache[(hash >> 32) % CACHE_ROOM];
}

/* *destroyed: to be handed to `remember` with what is looked up when it is not here. */
static bool recall(uint8_t *secret, uint64_t *destroyed, struct st_keys *keys, const struct key_name *name)
{
    const struct cached *c = place_of(keys, name);
    bool found;

    (void)pthread_mutex_lock(&keys->lock);
    found = c->used && same(&c->name, name);
    if (found)
        memcpy(secret, c->secret, SECRET);
    *destroyed = keys->destroyed;
    (void)pthread_mutex_unlock(&keys->lock);
    return found;
}

static void remember(struct st_keys *keys, const struct key_name *name, const uint8_t *secret, uint64_t destroyed)
{
    struct cached *c = place_of(keys, name);

    (void)pthread_mutex_lock(&keys->lock);
    if (destroyed == keys->destroyed) {
        c->name = *name;
        memcpy(c->secret, secret, SECRET);
        c->used = true;
    }
    (void)pthread_mutex_unlock(&keys->lock);
}

/* After the commit of the transaction that named the slot, or found it. */
static void remember_used(void *arg)
{
    const struct st_key_used *used = arg;
    uint8_t secret[SECRET];
    uint64_t destroyed;
    bool found = false;

    if (!recall(secret, &destroyed, used->keys, &used->name) &&
        st_slots__secret(secret, &found, used->keys->slots, used->slot, NULL) == ST_OK && found)
        remember(used->keys, &used->name, secret, destroyed);
    sodium_memzero(secret, sizeof(secret));
}

static void forget_all(struct st_keys *keys)
{
    (void)pthread_mutex_lock(&keys->lock);
    keys->destroyed++;
    sodium_memzero(keys->cache, CACHE_ROOM * sizeof(*keys->cache));
    (void)pthread_mutex_unlock(&keys->lock);
    st_slots__forget(keys->slots);
}

static void forget(struct st_keys *keys, const struct st_erased *gone, size_t n)
{
    (void)pthread_mutex_lock(&keys->lock);
    keys->destroyed++;
    for (size_t i = 0; i < n; i++) {
        struct key_name name = key_name(gone[i].authority, gone[i].owner, gone[i].key_class);
        struct cached *c = place_of(keys, &name);
        if (c->used && same(&c->name, &name))
            sodium_memzero(c, sizeof(*c));
    }
    (void)pthread_mutex_unlock(&keys->lock);
}

/* Forgets what is in memory when another process has destroyed keys. */
static int look_for_destroyed(struct st_keys *keys, struct st_error *err)
{
    struct st_instant now = st_instant_now();
    int64_t epoch;
    bool due;
    int rc;

    (void)pthread_mutex_lock(&keys->lock);
    due = now.us - keys->epoch_seen.us > EPOCH_LOOK_EVERY || now.us < keys->epoch_seen.us;
    if (due)
        keys->epoch_seen = now;
    (void)pthread_mutex_unlock(&keys->lock);
    if (!due)
        return ST_OK;
    rc = st_slots__epoch(&epoch, keys->slots, err);
    if (rc != ST_OK)
        return rc;
    (void)pthread_mutex_lock(&keys->lock);
    due = epoch != keys->epoch;
    keys->epoch = epoch;
    (void)pthread_mutex_unlock(&keys->lock);
    if (due)
        forget_all(keys);
    return ST_OK;
}

/* ---- Looking up, making ---- */
struct key {
    struct st_id slot; /* unknown: the data name none */
    uint8_t secret[SECRET];
    bool there;
};

static struct st_id used_before(const struct st_tx *tx, const struct key_name *name)
{
    for (const struct st_key_used *u = tx->keys; u != NULL; u = u->next)
        if (same(&u->name, name))
            return u->slot;
    return (struct st_id){{0}};
}

static void note_used(struct st_tx *tx, const struct key_name *name, struct st_id slot)
{
    struct st_key_used *used = tx->keys;

    while (used != NULL && !same(&used->name, name))
        used = used->next;
    if (used == NULL) {
        used = ST_NEW(tx->arena, struct st_key_used);
        *used = (struct st_key_used){.name = *name, .keys = tx->store->keys, .next = tx->keys};
        tx->keys = used;
        if (tx->write)
            st_tx_after_commit(tx, remember_used, used);
    }
    used->slot = slot;
}

/* A new key, named by the statement; not there when the owner has one. */
static int make(struct key *key, struct st_tx *tx, const struct key_name *name, const struct st_statement *statement,
                struct st_error *err)
{
    struct st_slots *slots = tx->store->keys->slots;
    uint64_t changed = 0;
    int rc = st_slots__take(&key->slot, key->secret, slots, err);

    ST_ASSERT(tx->write);
    if (rc != ST_OK)
        return rc;
    rc = st_db_exec(tx->db, &changed, statement, ST_BIND(BIND_NAME(name), bytes(key->slot.b, 16)), err);
    key->there = changed == 1;
    if (!key->there)
        st_slots__give_back(slots, key->slot);
    return rc;
}

static int find(struct key *key, struct st_tx *tx, const struct key_name *name, struct st_error *err)
{
    struct st_rows rows = {0};
    int rc = ST_OK;

    key->slot = used_before(tx, name);
    if (!st_id_known(key->slot)) {
        rc = st_db_query(&rows, tx->db, tx->arena, &slot_of, ST_BIND(BIND_NAME(name)), err);
        key->slot = rc == ST_OK && rows.n == 1 ? st_rows_id(&rows, 0, 0) : (struct st_id){{0}};
    }
    if (rc != ST_OK || !st_id_known(key->slot))
        return rc;
    return st_slots__secret(key->secret, &key->there, tx->store->keys->slots, key->slot, err);
}

/* The key of a name. One that is wanted is made without looking whether there is one: PostgreSQL would hold a look at
 * what is not there against everybody who makes a key at the same time. */
static int find_or_make(struct key *key, struct st_tx *tx, const struct key_name *name, bool wanted,
                        struct st_error *err)
{
    int rc = ST_OK;

    if (wanted && !st_id_known(used_before(tx, name)))
        rc = make(key, tx, name, &name_slot, err);
    if (rc == ST_OK && !key->there)
        rc = find(key, tx, name, err);
    if (rc == ST_OK && !key->there && wanted) /* destroyed, and used again */
        rc = make(key, tx, name, &name_anew, err);
    return rc != ST_OK || key->there ? rc
                                     : st_fail(err, ST_E_NOTFOUND, "", ST_MSG("The key of these data was destroyed."),
                                               "GDPR Art 17", "What was erased stays erased.");
}

/* The secret of a name, made when `wanted` is set and there is none. Errors: ST_E_NOTFOUND. */
static int secret_of(uint8_t *secret, struct st_tx *tx, const struct key_name *name, bool wanted, struct st_error *err)
{
    struct st_keys *keys = tx->store->keys;
    struct key key = {.there = false};
    uint64_t destroyed;
    int rc = look_for_destroyed(keys, err);

    if (rc != ST_OK || recall(secret, &destroyed, keys, name))
        return rc;
    rc = find_or_make(&key, tx, name, wanted, err);
    if (rc == ST_OK) {
        memcpy(secret, key.secret, SECRET);
        note_used(tx, name, key.slot);
        if (!tx->write) /* what a read sees is committed */
            remember(keys, name, secret, destroyed);
    }
    sodium_memzero(&key, sizeof(key));
    return rc;
}

/* ---- Locking, opening ---- */
int st_key_lock(struct st_str *out, struct st_tx *tx, struct st_id owner, enum st_key_class key_class,
                struct st_str plain, struct st_error *err)
{
    struct key_name name = key_name(tx->actor->authority, owner, key_class);
    uint8_t *locked = st_alloc(tx->arena, NONCE + plain.n + TAG);
    uint8_t secret[SECRET];
    unsigned long long n = 0;
    int rc = secret_of(secret, tx, &name, true, err);

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
    int rc = secret_of(secret, tx, &name, false, err);

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
    int rc = secret_of(secret, tx, &name, true, err);

    memcpy(message, entry.b, sizeof(entry.b));
    memcpy(message + sizeof(entry.b), &position, sizeof(position));
    if (rc == ST_OK)
        (void)crypto_generichash(out, ST_KEY__SALT, message, sizeof(message), secret, sizeof(secret));
    sodium_memzero(secret, sizeof(secret));
    return rc;
}

int st_keys__sign(struct st_keys *keys, uint8_t public_key[ST_KEY__PUBLIC], uint8_t secret_key[ST_KEY__SECRET],
                  struct st_error *err)
{
    uint8_t seed[SECRET];
    int rc = st_slots__seed(seed, keys->slots, err);

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

int st_key_destroy(struct st_tx *tx, struct st_id owner, enum st_key_class key_class, struct st_error *err)
{
    struct key_name name = key_name(tx->actor->authority, owner, key_class);
    int rc = st_db_exec(tx->db, NULL, &doom, ST_BIND(BIND_NAME(&name), st_cell_int(0)), err);

    if (rc == ST_OK)
        st_tx_after_commit(tx, sweep_next, tx->store->keys);
    return rc;
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
    int rc = st_db_exec(db, NULL, &unname,
                        ST_BIND(st_cell_str(authority), bytes(owner, 16), st_cell_int(key_class)), err);

    if (rc == ST_OK && key_class == ST_KEY_LOG)
        rc = forget_by(rows, db, &forget_payloads, authority, owner, err);
    if (rc == ST_OK && key_class == ST_KEY_RECORD)
        rc = forget_by(rows, db, &forget_bodies, authority, owner, err);
    if (rc == ST_OK && key_class == ST_KEY_RECORD)
        rc = forget_by(rows, db, &forget_answers, authority, owner, err);
    return rc;
}

struct doomed_keys {
    struct st_arena *arena;
    struct st_instant now;
    struct st_erased *keys;
    size_t n;
};

static int read_doomed(struct st_db *db, void *arg, struct st_error *err)
{
    struct doomed_keys *d = arg;
    struct st_rows rows = {0};
    int rc = st_db_query(&rows, db, d->arena, &doomed,
                         ST_BIND(st_cell_int(d->now.us), st_cell_int(SWEEP_AT_ONCE)), err);

    d->n = rows.n;
    d->keys = ST_NEW_N(d->arena, struct st_erased, rows.n);
    for (size_t i = 0; rc == ST_OK && i < rows.n; i++)
        d->keys[i] = (struct st_erased){st_rows_str(&rows, i, 0), st_rows_id(&rows, i, 1), st_rows_int(&rows, i, 2),
                                        st_rows_id(&rows, i, 3)};
    return rc;
}

/* The keys are gone: what they locked goes, their names, and then the mark. */
static int forget_doomed(struct st_db *db, void *arg, struct st_error *err)
{
    const struct doomed_keys *d = arg;
    int rc = ST_OK;

    for (size_t i = 0; rc == ST_OK && i < d->n; i++) {
        const struct st_erased *e = &d->keys[i];
        rc = st_keys__forget(NULL, db, e->authority, e->owner.b, e->key_class, err);
        if (rc == ST_OK)
            rc = st_db_exec(db, NULL, &doom_done,
                            ST_BIND(st_cell_str(e->authority), bytes(e->owner.b, 16), st_cell_int(e->key_class)), err);
    }
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
            rc = st_slots__destroy(keys->slots, d.keys, d.n, err);
        if (rc == ST_OK && d.n > 0) {
            forget(keys, d.keys, d.n);
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
int st_keys__made_again(bool *out, struct st_db *db, struct st_arena *arena, const struct st_erased *e,
                        struct st_error *err)
{
    struct st_rows rows = {0};
    int rc = st_db_query(&rows, db, arena, &slot_of,
                         ST_BIND(st_cell_str(e->authority), bytes(e->owner.b, 16), st_cell_int(e->key_class)), err);

    *out = rc == ST_OK && rows.n == 1 && !st_id_eq(st_rows_id(&rows, 0, 0), e->slot);
    return rc;
}
