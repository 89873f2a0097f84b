/* The opened store: its parts put together, what it remembers of itself, its clock. */
#include "store/runner.h"

#include <sodium.h>
#include <stdlib.h>

/* ---- What the database remembers ---- */
ST_STATEMENT(meta_all, "meta.all", "SELECT name, number, text FROM meta", NULL);
ST_STATEMENT(meta_set, "meta.set",
             "INSERT INTO meta (name, number, text) VALUES (?1, ?2, ?3) ON CONFLICT (name) DO UPDATE SET"
             " number = excluded.number, text = excluded.text", NULL);

static int set_meta(struct st_db *db, const char *name, int64_t number, const char *text, struct st_error *err)
{
    return st_db_exec(db, NULL, &meta_set, ST_BIND(st_cell_text(name), st_cell_int(number), st_cell_text(text)), err);
}

static int save_clock(struct st_db *db, void *arg, struct st_error *err)
{
    const struct st_runner *r = arg;
    int rc = set_meta(db, "clock legal", r->legal.us, NULL, err);

    if (rc == ST_OK)
        rc = set_meta(db, "clock real", r->real.us, NULL, err);
    return rc == ST_OK ? set_meta(db, "clock speed", r->speed, NULL, err) : rc;
}

/* A new database: whose it is, and whether its clock may be moved. */
static int settle(struct st_db *db, const struct st_store_options *options, struct st_error *err)
{
    struct st_runner r = {.legal = options->clock, .real = st_instant_now(), .speed = 1};
    int rc = st_db_begin(db, true, err);

    if (rc != ST_OK)
        return rc;
    rc = set_meta(db, "authority", 0, options->authority ? options->authority : "", err);
    if (rc == ST_OK)
        rc = set_meta(db, "training", options->movable_clock, NULL, err);
    if (!st_instant_known(r.legal))
        r.legal = r.real;
    if (rc == ST_OK && options->movable_clock)
        rc = save_clock(db, &r, err);
    if (rc == ST_OK)
        return st_db_commit(db, err);
    st_db_rollback(db);
    return rc;
}

static int remember(struct st_runner *r, struct st_db *db, struct st_error *err)
{
    struct st_arena *arena = st_arena_new();
    struct st_rows rows;
    int rc = st_db_query(&rows, db, arena, &meta_all, NULL, 0, err);

    for (size_t i = 0; rc == ST_OK && i < rows.n; i++) {
        struct st_str name = st_rows_str(&rows, i, 0), text = st_rows_str(&rows, i, 2);
        int64_t number = st_rows_int(&rows, i, 1);
        if (st_str_is(name, "authority"))
            r->authority = strndup(text.n ? text.p : "", text.n);
        else if (st_str_is(name, "training"))
            r->training = number != 0;
        else if (st_str_is(name, "clock legal"))
            r->legal.us = number;
        else if (st_str_is(name, "clock real"))
            r->real.us = number;
        else if (st_str_is(name, "clock speed"))
            r->speed = number;
    }
    if (r->authority == NULL)
        r->authority = strdup("");
    st_arena_free(arena);
    return rc;
}

/* ---- Opening ---- */
static int fit_schema(struct st_db *db, const struct st_schema_state *state, struct st_arena *arena,
                      const struct st_store_options *options, struct st_error *err)
{
    int64_t mine = st_schema__version(st_schema__migrations, st_schema__migrations_n);
    int rc;

    if (state->version == 0 && !options->create)
        return st_fail(err, ST_E_NOTFOUND, "db", ST_MSG("There is no database here."), "",
                       "Make one with: statera init --db FILE.");
    if (state->version == 0) {
        rc = st_schema__create(db, err);
        return rc == ST_OK ? settle(db, options, err) : rc;
    }
    if (state->version > mine)
        return st_fail(err, ST_E_STATE, "db", ST_MSG("This database was made by a newer program."), "",
                       "Install the newer program.");
    if (state->version < mine)
        return st_fail(err, ST_E_STATE, "db", ST_MSG("This database was made by an older program."), "",
                       "Make a backup, then run: statera migrate --db FILE.");
    if (!st_str_eq(state->fingerprint, st_schema__fingerprint(arena, st_db_dialect(db))))
        return st_fail(err, ST_E_STATE, "db", ST_MSG("The tables of this database are not those of this program."), "",
                       "Open it with the program that made it.");
    return ST_OK;
}

static int open_database(struct st_store *store, const struct st_store_options *options, struct st_error *err)
{
    struct st_runner *r = store->runner;
    struct st_arena *arena = st_arena_new();
    struct st_schema_state state;
    struct st_db *db;
    int rc = st_db_open(&db, options->url, options->create, false, err);

    if (rc == ST_OK) {
        store->dialect = st_db_dialect(db);
        rc = st_schema__state(&state, db, arena, err);
        if (rc == ST_OK)
            rc = fit_schema(db, &state, arena, options, err);
        if (rc == ST_OK)
            rc = remember(r, db, err);
        if (rc == ST_OK && store->dialect == ST_SQLITE)
            r->writer_db = db;
        else
            st_db_close(db);
    }
    st_arena_free(arena);
    return rc;
}

static struct st_store *new_store(const struct st_store_options *options)
{
    struct st_store *store = st_heap(sizeof(*store));
    struct st_runner *r = st_heap(sizeof(*r));

    memset(r, 0, sizeof(*r));
    *store = (struct st_store){.url = strdup(options->url), .runner = r,
                               .keys_url = options->keys_url ? strdup(options->keys_url) : NULL};
    r->end = &r->first;
    (void)pthread_mutex_init(&r->pool.lock, NULL);
    (void)pthread_cond_init(&r->pool.freed, NULL);
    (void)pthread_mutex_init(&r->turns.lock, NULL);
    (void)pthread_cond_init(&r->turns.called, NULL);
    (void)pthread_mutex_init(&r->lock, NULL);
    (void)pthread_cond_init(&r->work, NULL);
    (void)pthread_mutex_init(&r->listeners_lock, NULL);
    (void)pthread_mutex_init(&r->clock_lock, NULL);
    return store;
}

int st_store_open(struct st_store **out, const struct st_store_options *options, struct st_error *err)
{
    struct st_store *store = new_store(options);
    int rc;

    *out = NULL;
    ST_ASSERT(sodium_init() >= 0);
    rc = open_database(store, options, err);
    if (rc == ST_OK)
        rc = st_keys__open(&store->keys, options, err);
    if (rc == ST_OK && store->dialect == ST_SQLITE)
        rc = st_run__start_writer(store, err);
    if (rc == ST_OK)
        rc = st_keys__sweep(store, err);
    if (rc != ST_OK) {
        st_store_close(store);
        return rc;
    }
    *out = store;
    return ST_OK;
}

void st_store_close(struct st_store *store)
{
    struct st_runner *r;

    if (store == NULL)
        return;
    r = store->runner;
    st_workers__stop(store);
    st_run__stop_writer(store);
    st_pool__close(store);
    st_db_close(r->writer_db);
    st_keys__close(store->keys);
    (void)pthread_mutex_destroy(&r->pool.lock);
    (void)pthread_cond_destroy(&r->pool.freed);
    (void)pthread_mutex_destroy(&r->turns.lock);
    (void)pthread_cond_destroy(&r->turns.called);
    (void)pthread_mutex_destroy(&r->lock);
    (void)pthread_cond_destroy(&r->work);
    (void)pthread_mutex_destroy(&r->listeners_lock);
    (void)pthread_mutex_destroy(&r->clock_lock);
    free(r->authority);
    free(r);
    free(store->url);
    free(store->keys_url);
    free(store);
}

struct st_str st_store_authority(const struct st_store *store) { return st_str_of(store->runner->authority); }
bool st_store_training(const struct st_store *store) { return store->runner->training; }

/* ---- Changing and reading ---- */
int st_store_write(struct st_store *store, const struct st_actor *actor, st_command_fn command, void *arg,
                   struct st_error *err)
{
    struct st_job job = {.store = store, .command = command, .arg = arg, .actor = actor, .err = err};

    return st_run__job(&job);
}

int st_store_read(struct st_store *store, const struct st_actor *actor, st_command_fn read, void *arg,
                  struct st_arena *arena, struct st_error *err)
{
    return st_run__read(store, actor, read, arg, arena, err);
}

int st_store__transact(struct st_store *store, st_housekeeping_fn work, void *arg, struct st_error *err)
{
    struct st_job job = {.store = store, .housekeeping = work, .arg = arg, .err = err};

    return st_run__job(&job);
}

int st_store__look(struct st_store *store, st_housekeeping_fn look, void *arg, struct st_error *err)
{
    struct st_db *db;
    int rc = st_pool__take(&db, store, err);

    if (rc != ST_OK)
        return rc;
    rc = st_db_begin(db, false, err);
    if (rc == ST_OK)
        rc = look(db, arg, err);
    st_db_rollback(db);
    st_pool__give(store, db);
    return rc;
}

void st_store_on_commit(struct st_store *store, st_committed_fn fn, void *context)
{
    struct st_runner *r = store->runner;

    (void)pthread_mutex_lock(&r->listeners_lock);
    ST_ASSERT(r->listeners_n < LISTENERS_MAX);
    r->listeners[r->listeners_n].fn = fn;
    r->listeners[r->listeners_n++].context = context;
    (void)pthread_mutex_unlock(&r->listeners_lock);
}

/* ---- The clock ---- */
struct st_instant st_store_now(struct st_store *store)
{
    struct st_runner *r = store->runner;
    struct st_instant real = st_instant_now(), now = real;

    if (!r->training)
        return real;
    (void)pthread_mutex_lock(&r->clock_lock);
    now.us = r->legal.us + (real.us - r->real.us) * r->speed;
    (void)pthread_mutex_unlock(&r->clock_lock);
    return now;
}

int st_store_clock_set(struct st_store *store, struct st_instant now, int64_t speed, struct st_error *err)
{
    struct st_runner *r = store->runner;
    struct st_runner moved = {.legal = now, .real = st_instant_now(), .speed = speed};
    int rc;

    if (speed == ST_CLOCK_SPEED_KEPT) {
        (void)pthread_mutex_lock(&r->clock_lock);
        moved.speed = speed = r->speed;
        (void)pthread_mutex_unlock(&r->clock_lock);
    }
    if (!r->training)
        return st_fail(err, ST_E_FORBIDDEN, "", ST_MSG("The clock of this database follows real time."), "",
                       "Only a database made for demo or training has a clock that can be moved.");
    if (!st_instant_known(now) || speed < 0 || speed > 100000)
        return st_fail(err, ST_E_INVALID, "speed", ST_MSG("The clock needs a time, and a speed from 0 to 100000."), "",
                       "1 is the speed of real time.");
    rc = st_store__transact(store, save_clock, &moved, err);
    if (rc != ST_OK)
        return rc;
    (void)pthread_mutex_lock(&r->clock_lock);
    r->legal = moved.legal;
    r->real = moved.real;
    r->speed = moved.speed;
    (void)pthread_mutex_unlock(&r->clock_lock);
    return ST_OK;
}
