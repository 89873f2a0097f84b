#include "registers/register_index.h"

#include <pthread.h>

enum { LOAD_PAGE = 500, ENTRIES_MAX = 8, HELD = 1 << 16, OPEN_MANY = 500 };

/* How far the journal has been followed; and entries whose change the indexes hold already, each at the place that the
 * random end of its id names. One that another has displaced is only indexed once more. */
static struct {
    pthread_mutex_t one_at_a_time;
    int64_t sealed;
    pthread_mutex_t lock;
    struct st_id held[HELD];
} following = {.one_at_a_time = PTHREAD_MUTEX_INITIALIZER, .lock = PTHREAD_MUTEX_INITIALIZER};

static struct st_id *place_of(struct st_id entry) { return &following.held[(entry.b[14] << 8 | entry.b[15]) % HELD]; }

static void hold(const struct st_id *entries, size_t n)
{
    (void)pthread_mutex_lock(&following.lock);
    for (size_t i = 0; i < n; i++)
        *place_of(entries[i]) = entries[i];
    (void)pthread_mutex_unlock(&following.lock);
}

static bool is_held(struct st_id entry)
{
    bool held;

    (void)pthread_mutex_lock(&following.lock);
    held = st_id_eq(*place_of(entry), entry);
    (void)pthread_mutex_unlock(&following.lock);
    return held;
}

/* ---- Own changes ---- */
struct indexing {
    const struct st_tx *tx; /* lives until its hooks have run */
    const struct st_register *reg;
    struct st_str authority;
    struct st_id id;
    const void *record;
};

static void index_now(void *arg)
{
    const struct indexing *i = arg;
    struct st_id entries[ENTRIES_MAX];

    i->reg->index(i->authority, i->id, i->record);
    hold(entries, st_journal_written(entries, ENTRIES_MAX, i->tx, i->id));
}

/* The record is copied whole: its lists may stand on the stack of a command that is over by then. */
void st_register__index_later(struct st_tx *tx, const struct st_register *reg, struct st_id id, const void *record)
{
    struct indexing *i;

    if (reg->index == NULL)
        return;
    i = ST_NEW(tx->arena, struct indexing);
    *i = (struct indexing){.tx = tx, .reg = reg, .authority = st_str_dup(tx->arena, tx->actor->authority), .id = id};
    if (record != NULL) {
        void *copy = st_alloc(tx->arena, reg->record->size);
        st_shape_dup(copy, reg->record, record, tx->arena);
        i->record = copy;
    }
    st_tx_after_commit(tx, index_now, i);
}

/* ---- Changes of other processes ---- */
static int read_changes(struct st_tx *tx, void *arg, struct st_error *err)
{
    return st_journal_changes(arg, tx, following.sealed, err);
}

struct current {
    const struct st_register *reg;
    struct st_id id;
    int64_t version;    /* 0: erased */
    const void *record; /* NULL: erased */
};

static int read_current(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct current *c = arg;
    void *record = st_alloc(tx->arena, c->reg->record->size);
    int rc = st_record_get(record, &c->version, tx, c->reg->record, c->id, NULL);

    c->record = record;
    if (rc == ST_E_NOTFOUND) {
        c->version = 0;
        c->record = NULL;
        return ST_OK;
    }
    return rc == ST_OK ? rc
                       : st_fail(err, (enum st_err)rc, "", ST_MSG("A changed record cannot be read."), "", "Try again.");
}

/* Until what the index took in is what stands there: a change of this process may come between the two. */
static int take_in(struct st_store *store, const struct st_register *reg, const struct st_journal_change *change,
                   struct st_error *err)
{
    struct st_actor system = {.authority = change->authority, .role = ST_S(""), .purpose = ST_S("")};
    struct current now = {.reg = reg, .id = change->record, .version = -1};
    struct st_arena *arena = st_arena_new();
    int64_t taken;
    int rc;

    do {
        taken = now.version;
        st_arena_reset(arena);
        rc = st_store_read(store, &system, read_current, &now, arena, err);
        if (rc == ST_OK && now.version != taken)
            reg->index(change->authority, change->record, now.record);
    } while (rc == ST_OK && now.version != taken);
    st_arena_free(arena);
    return rc;
}

/* Waiting for the hooks comes between reading the entries and looking which are held: then every own one is, and no own
 * change that is older than another's comes after it. */
static int follow(struct st_store *store, struct st_journal_changes *changes, struct st_arena *arena,
                  struct st_error *err)
{
    struct st_actor system = {.authority = ST_S(""), .role = ST_S(""), .purpose = ST_S("")};
    int rc = st_store_read(store, &system, read_changes, changes, arena, err);

    st_store_wait_for_hooks(store);
    for (size_t i = 0; rc == ST_OK && i < changes->n; i++) {
        const struct st_register *reg = st_register_find(changes->v[i].register_name);

        if (reg == NULL || reg->index == NULL || is_held(changes->v[i].entry))
            continue;
        rc = take_in(store, reg, &changes->v[i], err);
        if (rc == ST_OK)
            hold(&changes->v[i].entry, 1);
    }
    if (rc == ST_OK)
        following.sealed = changes->sealed;
    return rc;
}

int st_registers_follow(struct st_store *store, struct st_error *err)
{
    struct st_arena *arena = st_arena_new();
    struct st_journal_changes changes;
    int rc;

    (void)pthread_mutex_lock(&following.one_at_a_time);
    rc = follow(store, &changes, arena, err);
    (void)pthread_mutex_unlock(&following.one_at_a_time);
    if (rc == ST_OK && changes.open > OPEN_MANY)
        (void)st_journal_seal(store, NULL, NULL); /* where nobody seals, all would be looked at every time */
    st_arena_free(arena);
    return rc;
}

/* ---- Filling the indexes ---- */
ST_STATEMENT(authorities, "register.authorities", "SELECT DISTINCT authority FROM register_entry ORDER BY authority", NULL);

struct loading {
    const struct st_register *reg;
    struct st_id after;
    size_t n;
    struct st_rows authorities;
    int64_t sealed;
};

static int load_page(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct loading *l = arg;
    struct st_id *ids = NULL;
    void *records = NULL;
    int rc = st_record_page(&records, &ids, &l->n, tx, l->reg->record, l->after, LOAD_PAGE, err);

    for (size_t i = 0; rc == ST_OK && i < l->n; i++)
        l->reg->index(tx->actor->authority, ids[i], (const char *)records + i * l->reg->record->size);
    if (rc == ST_OK && l->n > 0)
        l->after = ids[l->n - 1];
    return rc;
}

static int look_around(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct loading *l = arg;
    int rc = st_journal_sealed(&l->sealed, tx, err);

    return rc == ST_OK ? st_db_query(&l->authorities, tx->db, tx->arena, &authorities, NULL, 0, err) : rc;
}

static int load(struct st_store *store, const struct st_register *reg, struct st_str authority, struct st_error *err)
{
    struct st_actor system = {.authority = authority, .role = ST_S(""), .purpose = ST_S("")};
    struct loading l = {.reg = reg};
    struct st_arena *arena = st_arena_new();
    int rc;

    do {
        st_arena_reset(arena);
        rc = st_store_read(store, &system, load_page, &l, arena, err);
    } while (rc == ST_OK && l.n == LOAD_PAGE);
    st_arena_free(arena);
    return rc;
}

int st_registers_load(struct st_store *store, struct st_error *err)
{
    struct st_actor system = {.authority = ST_S(""), .role = ST_S(""), .purpose = ST_S("")};
    struct st_arena *arena = st_arena_new();
    struct loading l = {0};
    int rc = st_store_read(store, &system, look_around, &l, arena, err);

    for (size_t i = 0; rc == ST_OK && st_registers[i] != NULL; i++) {
        if (st_registers[i]->index == NULL)
            continue;
        st_registers[i]->forget();
        for (size_t k = 0; rc == ST_OK && k < l.authorities.n; k++)
            rc = load(store, st_registers[i], st_rows_str(&l.authorities, k, 0), err);
    }
    if (rc == ST_OK)
        following.sealed = l.sealed; /* what came while it was read is followed */
    st_arena_free(arena);
    return rc;
}
