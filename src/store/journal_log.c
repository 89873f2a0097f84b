/* The tree over the entries: sealing them in batches, and proving that one is in it.
 *
 * Inner hashes are kept as tiles, 256 neighbours of level 0, 8, 16, … each; the tiles at the right edge grow until
 * they are full. What lies between those levels is worked out from a tile when it is needed. */
#include "store/checkpoint.h"
#include "store/internal.h"
#include "store/journal_leaf.h"

#include <pthread.h>
#include <sodium.h>
#include <unistd.h>

enum { TILE = 256, TILE_LEVELS = 8, TILE_ROWS = ST_MERKLE_LEVELS / TILE_LEVELS, SEAL_AT_ONCE = 4096,
       WAIT_US = 50 * 1000 };

/* A sealer that gives no sign of life for so long has died. */
#define LEASE (30 * ST_SECOND)

ST_STATEMENT(any_unsealed, "journal.any unsealed", "SELECT id FROM journal_entry WHERE leaf IS NULL LIMIT 1", NULL);
ST_STATEMENT(unsealed, "journal.unsealed", "SELECT authority, id, leaf_hash FROM journal_entry WHERE leaf IS NULL "
             "ORDER BY id LIMIT ?1", NULL);
ST_STATEMENT(number_leaf, "journal.number leaf", "UPDATE journal_entry SET leaf = ?3 WHERE authority = ?1 AND id = ?2",
             NULL);
ST_STATEMENT(tile_of, "journal.tile", "SELECT hashes FROM journal_tile WHERE level = ?1 AND number = ?2", NULL);
ST_STATEMENT(put_tile, "journal.put tile", "INSERT INTO journal_tile (level, number, hashes) VALUES (?1, ?2, ?3) "
             "ON CONFLICT (level, number) DO UPDATE SET hashes = excluded.hashes", NULL);
ST_STATEMENT(newest_checkpoint, "journal.newest checkpoint", "SELECT size, note, public_key FROM journal_checkpoint "
             "ORDER BY size DESC LIMIT 1", NULL);
ST_STATEMENT(put_checkpoint, "journal.put checkpoint", "INSERT INTO journal_checkpoint (size, note, public_key, "
             "real_at) VALUES (?1, ?2, ?3, ?4)", NULL);
ST_STATEMENT(lease_of, "journal.lease", "SELECT holder, until FROM journal_lease WHERE name = 'sealer'", NULL);
ST_STATEMENT(take_lease, "journal.take lease", "INSERT INTO journal_lease (name, holder, until) "
             "VALUES ('sealer', ?1, ?2) ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, "
             "until = excluded.until", NULL);
ST_STATEMENT(entry_of, "journal.entry", "SELECT " ST_LEAF__COLUMNS " FROM journal_entry WHERE authority = ?1 "
             "AND id = ?2", NULL);
ST_STATEMENT(commitments_of, "journal.commitments", "SELECT commitment FROM journal_envelope WHERE authority = ?1 "
             "AND entry = ?2 ORDER BY position", NULL);

/* ---- Tiles ---- */
struct tiles {
    struct st_db *db;
    struct st_arena *arena;
    uint64_t size; /* leaves in the tree; a tile holds what of them it can */
    struct {
        uint64_t number;
        size_t n;
        bool loaded, changed;
        struct st_hash hashes[TILE];
    } at[TILE_ROWS]; /* one tile of each row */
};

static int load(struct tiles *t, size_t row, uint64_t number, struct st_error *err)
{
    struct st_rows rows = {0};
    struct st_str hashes = {NULL, 0};
    int rc;

    if (t->at[row].loaded && t->at[row].number == number)
        return ST_OK;
    ST_ASSERT(!t->at[row].changed);
    rc = st_db_query(&rows, t->db, t->arena, &tile_of,
                     ST_BIND(st_cell_int((int64_t)row * TILE_LEVELS), st_cell_int((int64_t)number)), err);
    if (rc != ST_OK)
        return rc;
    if (rows.n == 1)
        hashes = st_rows_str(&rows, 0, 0);
    if (hashes.n % ST_HASH != 0 || hashes.n > sizeof(t->at[row].hashes))
        return st_fail(err, ST_E_VERIFY, "", ST_MSG("The journal's inner hashes are damaged."), "",
                       "Restore the database from a backup.");
    memcpy(t->at[row].hashes, hashes.p ? hashes.p : "", hashes.n);
    t->at[row].n = hashes.n / ST_HASH;
    t->at[row].number = number;
    t->at[row].loaded = true;
    return ST_OK;
}

/* The root of 2^levels neighbours in a tile. */
static struct st_hash root_in(const struct st_hash *hashes, unsigned levels)
{
    struct st_merkle tree = {0};

    for (size_t i = 0; i < (size_t)1 << levels; i++)
        st_merkle_append(&tree, hashes[i]);
    return tree.subtree[levels];
}

/* st_merkle_fetch_fn over tiles. */
static int fetch(struct st_hash *out, void *context, unsigned level, uint64_t index, struct st_error *err)
{
    struct tiles *t = context;
    size_t row = level / TILE_LEVELS;
    unsigned above = level % TILE_LEVELS;
    uint64_t first = index << above; /* in units of the row's level */
    int rc = load(t, row, first / TILE, err);

    if (rc == ST_OK && first % TILE + ((uint64_t)1 << above) > t->at[row].n)
        rc = st_fail(err, ST_E_VERIFY, "", ST_MSG("The journal's inner hashes are damaged."), "",
                     "Restore the database from a backup.");
    if (rc == ST_OK)
        *out = root_in(&t->at[row].hashes[first % TILE], above);
    return rc;
}

static int store(struct tiles *t, size_t row, struct st_error *err)
{
    t->at[row].changed = false;
    return st_db_exec(t->db, NULL, &put_tile,
                      ST_BIND(st_cell_int((int64_t)row * TILE_LEVELS), st_cell_int((int64_t)t->at[row].number),
                              st_cell_blob((struct st_str){(const char *)t->at[row].hashes, t->at[row].n * ST_HASH})),
                      err);
}

/* Puts a leaf into its tile; a tile that is full hands its root to the row above. */
static int append(struct tiles *t, struct st_hash hash, struct st_error *err)
{
    uint64_t number = t->size++;

    for (size_t row = 0; row < TILE_ROWS; row++) {
        int rc = load(t, row, number / TILE, err);
        if (rc != ST_OK)
            return rc;
        ST_ASSERT(t->at[row].n == number % TILE);
        t->at[row].hashes[t->at[row].n++] = hash;
        t->at[row].changed = true;
        if (t->at[row].n < TILE)
            return ST_OK;
        hash = root_in(t->at[row].hashes, TILE_LEVELS);
        rc = store(t, row, err);
        if (rc != ST_OK)
            return rc;
        number /= TILE;
    }
    return ST_OK;
}

/* ---- Sealing ---- */
struct sealing {
    struct st_arena *arena;
    struct st_id holder;
    uint8_t public_key[ST_PUBLIC_KEY], secret_key[ST_SECRET_KEY];
    size_t sealed;
    bool taken; /* another process seals just now */
};

/* Is another process in the middle of sealing? */
static int look_at_lease(bool *taken, bool *ours, struct sealing *s, struct st_db *db, struct st_error *err)
{
    struct st_rows rows = {0};
    int rc = st_db_query(&rows, db, s->arena, &lease_of, NULL, 0, err);
    bool held = rc == ST_OK && rows.n == 1 && st_rows_int(&rows, 0, 1) > st_instant_now().us;

    *ours = held && st_id_eq(st_rows_id(&rows, 0, 0), s->holder);
    *taken = held && !*ours;
    return rc;
}

/* A batch is one transaction; between batches others keep off. */
static int keep_lease(struct sealing *s, struct st_db *db, bool more, bool ours, struct st_error *err)
{
    int64_t until = more ? st_instant_now().us + LEASE : 0;

    if (!more && !ours)
        return ST_OK;
    return st_db_exec(db, NULL, &take_lease, ST_BIND(st_cell_id(s->arena, s->holder), st_cell_int(until)), err);
}

static int write_checkpoint(struct sealing *s, struct tiles *t, const struct st_merkle *tree, struct st_error *err)
{
    struct st_buf note = ST_BUF_INIT(ST_CHECKPOINT_TEXT);
    char log[ST_LOG_NAME];
    struct st_hash first;
    int rc = fetch(&first, t, 0, 0, err);

    if (rc != ST_OK)
        return rc;
    st_log_name(log, first);
    st_checkpoint_sign(&note, log, tree->size, st_merkle_root(tree), s->public_key, s->secret_key);
    ST_ASSERT(!note.failed);
    rc = st_db_exec(t->db, NULL, &put_checkpoint,
                    ST_BIND(st_cell_int((int64_t)tree->size), st_cell_str(st_buf_get(&note)),
                            st_cell_blob((struct st_str){(const char *)s->public_key, ST_PUBLIC_KEY}),
                            st_cell_int(st_instant_now().us)), err);
    st_buf_deinit(&note);
    return rc;
}

/* Numbers the leaves, grows tiles and tree. */
static int append_all(struct tiles *t, struct st_merkle *tree, const struct st_rows *rows, struct st_error *err)
{
    int rc = st_merkle_resume(tree, t->size, fetch, t, err);

    for (size_t i = 0; rc == ST_OK && i < rows->n; i++) {
        struct st_str bytes = st_rows_str(rows, i, 2);
        struct st_hash hash;
        ST_ASSERT(bytes.n == ST_HASH);
        memcpy(hash.b, bytes.p, ST_HASH);
        rc = st_db_exec(t->db, NULL, &number_leaf,
                        ST_BIND(*st_rows_cell(rows, i, 0), *st_rows_cell(rows, i, 1), st_cell_int((int64_t)tree->size)),
                        err);
        if (rc == ST_OK)
            rc = append(t, hash, err);
        st_merkle_append(tree, hash);
    }
    for (size_t row = 0; rc == ST_OK && row < TILE_ROWS; row++)
        if (t->at[row].changed)
            rc = store(t, row, err);
    return rc;
}

static int seal(struct st_db *db, void *arg, struct st_error *err)
{
    struct sealing *s = arg;
    struct tiles *t = ST_NEW(s->arena, struct tiles);
    struct st_merkle tree;
    struct st_rows last = {0}, rows = {0};
    bool ours = false;
    int rc = look_at_lease(&s->taken, &ours, s, db, err);

    s->sealed = 0;
    if (rc != ST_OK || s->taken)
        return rc;
    rc = st_db_query(&last, db, s->arena, &newest_checkpoint, NULL, 0, err);
    if (rc == ST_OK)
        rc = st_db_query(&rows, db, s->arena, &unsealed, ST_BIND(st_cell_int(SEAL_AT_ONCE)), err);
    if (rc != ST_OK || rows.n == 0)
        return rc;
    *t = (struct tiles){.db = db, .arena = s->arena, .size = last.n ? (uint64_t)st_rows_int(&last, 0, 0) : 0};
    rc = append_all(t, &tree, &rows, err);
    if (rc == ST_OK)
        rc = write_checkpoint(s, t, &tree, err);
    if (rc == ST_OK)
        rc = keep_lease(s, db, rows.n == SEAL_AT_ONCE, ours, err);
    s->sealed = rows.n;
    return rc;
}

static int look_for_unsealed(struct st_db *db, void *arg, struct st_error *err)
{
    struct sealing *s = arg;
    struct st_rows rows = {0};
    int rc = st_db_query(&rows, db, s->arena, &any_unsealed, NULL, 0, err);

    s->sealed = rows.n;
    return rc;
}

/* One name for the process: its threads may seal for each other. */
static struct st_id process_name;
static pthread_once_t process_named = PTHREAD_ONCE_INIT;

static void name_process(void) { process_name = st_id_new(st_instant_now()); }

static struct st_id this_process(void)
{
    (void)pthread_once(&process_named, name_process);
    return process_name;
}

int st_journal_seal(struct st_store *st, size_t *sealed, struct st_error *err)
{
    struct sealing s = {.arena = st_arena_new(), .holder = this_process()};
    size_t total = 0;
    int rc = st_store__look(st, look_for_unsealed, &s, err);

    if (rc == ST_OK && s.sealed > 0)
        rc = st_keys__sign(st->keys, s.public_key, s.secret_key, err);
    for (bool more = s.sealed > 0; rc == ST_OK && more; more = s.sealed == SEAL_AT_ONCE || s.taken) {
        st_arena_reset(s.arena);
        rc = st_store__transact(st, seal, &s, err);
        total += rc == ST_OK ? s.sealed : 0;
        if (rc == ST_OK && s.taken)
            (void)usleep(WAIT_US); /* what it seals is as good, but we answer when it is done */
    }
    if (sealed != NULL)
        *sealed = total;
    sodium_memzero(s.secret_key, sizeof(s.secret_key));
    st_arena_free(s.arena);
    return rc;
}

/* ---- Proving ---- */
int st_journal__root(struct st_hash *out, struct st_db *db, struct st_arena *arena, uint64_t size,
                     struct st_error *err)
{
    struct tiles *t = ST_NEW(arena, struct tiles);
    struct st_merkle tree;
    int rc;

    *t = (struct tiles){.db = db, .arena = arena};
    rc = st_merkle_resume(&tree, size, fetch, t, err);
    if (rc == ST_OK)
        *out = st_merkle_root(&tree);
    return rc;
}

static void hashes_json(struct st_json *w, const char *key, const struct st_hash *hashes, size_t n)
{
    char hex[2 * ST_HASH + 1];

    st_json_key(w, key);
    st_json_array(w);
    for (size_t i = 0; i < n; i++)
        st_json_text(w, sodium_bin2hex(hex, sizeof(hex), hashes[i].b, ST_HASH));
    st_json_array_end(w);
}

static int commitments(struct st_hash *out, struct st_tx *tx, const struct st_leaf__header *h, struct st_error *err)
{
    struct st_rows rows = {0};
    int rc = st_db_query(&rows, tx->db, tx->arena, &commitments_of,
                         ST_BIND(st_cell_str(h->authority), st_cell_id(tx->arena, h->id)), err);

    if (rc == ST_OK && rows.n != h->envelopes)
        rc = st_fail(err, ST_E_VERIFY, "", ST_MSG("Commitments of a journal entry are missing."), "",
                     "Restore the database from a backup.");
    for (size_t i = 0; rc == ST_OK && i < rows.n; i++)
        memcpy(out[i].b, st_rows_str(&rows, i, 0).p, ST_HASH);
    return rc;
}

int st_journal_prove(struct st_json *w, struct st_tx *tx, struct st_id entry, struct st_error *err)
{
    struct st_hash path[ST_MERKLE_LEVELS], sealed[ST_ENVELOPES_MAX];
    struct st_leaf__header h;
    struct st_rows rows = {0}, last = {0};
    struct tiles *t = ST_NEW(tx->arena, struct tiles);
    size_t n = 0;
    int64_t leaf;
    int rc = st_db_query(&rows, tx->db, tx->arena, &entry_of,
                         ST_BIND(st_cell_str(tx->actor->authority), st_cell_id(tx->arena, entry)), err);

    if (rc == ST_OK && rows.n == 0)
        return st_fail(err, ST_E_NOTFOUND, "entry", ST_MSG("There is no such journal entry."), "", "See journal list.");
    if (rc != ST_OK)
        return rc;
    leaf = st_leaf__header_row(&h, &rows, 0);
    rc = st_db_query(&last, tx->db, tx->arena, &newest_checkpoint, NULL, 0, err);
    if (rc == ST_OK && (leaf < 0 || last.n == 0))
        return st_fail(err, ST_E_STATE, "entry", ST_MSG("The entry is not sealed yet."), "",
                       "Try again in a moment, or seal with statera journal checkpoint.");
    *t = (struct tiles){.db = tx->db, .arena = tx->arena};
    if (rc == ST_OK)
        rc = st_merkle_path(path, &n, (uint64_t)leaf, (uint64_t)st_rows_int(&last, 0, 0), fetch, t, err);
    if (rc == ST_OK)
        rc = commitments(sealed, tx, &h, err);
    if (rc != ST_OK)
        return rc;
    st_json_object(w);
    st_json_key(w, "statera"), st_json_text(w, "proof");
    st_json_key(w, "leaf"), st_json_int(w, leaf);
    st_json_key(w, "header"), st_leaf__header(w, &h);
    hashes_json(w, "commitments", sealed, h.envelopes);
    hashes_json(w, "path", path, n);
    st_json_key(w, "checkpoint"), st_json_str(w, st_rows_str(&last, 0, 1));
    st_json_key(w, "public_key"), st_json_str(w, st_base64(tx->arena, st_rows_str(&last, 0, 2)));
    st_json_object_end(w);
    return ST_OK;
}
