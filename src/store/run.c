/* Running commands: the group commit of SQLite's writer, transactions of PostgreSQL run again when it asks. */
#include <sodium.h>
#include <stdio.h>
#include <time.h>

#include "store/runner.h"

/* Commands, reads and hooks do not start others: the writer would wait for itself. */
static _Thread_local const struct st_store *inside, *writer_of;

/* ---- One job in an open transaction ---- */
static void start_again(struct st_job *job, struct st_db *db)
{
    job->rc = ST_OK;
    job->written = false;
    if (job->err != NULL) {
        job->err->code = job->clean_code;
        job->err->n = job->clean_n;
    }
    st_arena_reset(job->arena);
    job->run = (struct st_run){.tx = {.store = job->store, .db = db, .arena = job->arena, .actor = job->actor,
                                      .now = st_store_now(job->store), .write = true}};
    job->run.after_end = &job->run.after;
}

static int run_command(struct st_job *job)
{
    struct st_tx *tx = &job->run.tx;
    int rc = job->command(tx, job->arg, job->err);

    if (rc != ST_OK)
        return rc;
    if (tx->db->failed != ST_OK) /* it overlooked an error: nothing of it can stand */
        return st_fail(job->err, (enum st_err)tx->db->failed, "", ST_MSG("This transaction has failed already."), "",
                       "Try again.");
    ST_ASSERT(st_journal__pending(tx) > 0); /* every change leaves an entry */
    return st_journal__write(tx, false, job->err);
}

/* The read's own moment, arena and actor; only the connection is the writer's. */
static int run_entries(struct st_job *job)
{
    struct st_tx *tx = &job->run.tx;
    struct st_db *db = tx->db;

    *tx = *job->read;
    tx->db = db;
    tx->write = true;
    tx->keys = NULL;
    return st_journal__write(tx, job->refusals_only, job->err);
}

static int run_job(struct st_job *job)
{
    const struct st_store *before = inside;

    inside = job->store;
    if (job->housekeeping != NULL)
        job->rc = job->housekeeping(job->run.tx.db, job->arg, job->err);
    else
        job->rc = job->entries ? run_entries(job) : run_command(job);
    inside = before;
    job->written = job->rc == ST_OK;
    return job->rc;
}

/* A refused command leaves nothing but the entries of its refusal. */
static bool to_be_noted(const struct st_job *job)
{
    return job->rc == ST_E_FORBIDDEN && job->command != NULL && st_journal__pending(&job->run.tx) > 0;
}

static int note_refusal(struct st_job *job)
{
    int rc;

    job->run.after = NULL;
    job->run.after_end = &job->run.after;
    job->run.tx.keys = NULL; /* those that it made went back */
    rc = st_journal__write(&job->run.tx, true, NULL);
    if (rc != ST_OK)
        job->rc = st_fail(job->err, (enum st_err)rc, "", ST_MSG("The refusal could not be written to the journal."), "",
                          "Try again.");
    job->written = rc == ST_OK;
    return rc;
}

/* ---- What hangs on the commit ---- */
/* A transaction takes a number before it commits and calls its hooks after all those with smaller ones. Of two that
 * touched the same row the second waited for the first one's commit, so it has the larger number: an index sees the
 * changes of a record in their order, whichever threads made them. */
static uint64_t take_turn(struct st_turns *t)
{
    uint64_t turn;

    (void)pthread_mutex_lock(&t->lock);
    turn = t->given++;
    (void)pthread_mutex_unlock(&t->lock);
    return turn;
}

static void wait_until_served(struct st_turns *t, uint64_t turns)
{
    (void)pthread_mutex_lock(&t->lock);
    while (t->served < turns)
        (void)pthread_cond_wait(&t->called, &t->lock);
    (void)pthread_mutex_unlock(&t->lock);
}

static void end_turn(struct st_turns *t)
{
    (void)pthread_mutex_lock(&t->lock);
    t->served++;
    (void)pthread_cond_broadcast(&t->called);
    (void)pthread_mutex_unlock(&t->lock);
}

void st_store_wait_for_hooks(struct st_store *store)
{
    struct st_turns *t = &store->runner->turns;
    uint64_t given;

    ST_ASSERT(inside == NULL && writer_of != store);
    (void)pthread_mutex_lock(&t->lock);
    given = t->given;
    (void)pthread_mutex_unlock(&t->lock);
    wait_until_served(t, given);
}

static void call_hooks(struct st_job *job)
{
    struct st_runner *r = job->store->runner;

    if (!job->written || job->housekeeping != NULL)
        return;
    inside = job->store;
    (void)pthread_mutex_lock(&r->listeners_lock);
    for (struct st_after *a = job->run.after; a != NULL; a = a->next)
        a->fn(a->arg);
    for (size_t i = 0; i < r->listeners_n; i++)
        r->listeners[i].fn(r->listeners[i].context, &job->run.tx);
    (void)pthread_mutex_unlock(&r->listeners_lock);
    inside = NULL;
}

void st_tx_after_commit(struct st_tx *tx, void (*fn)(void *arg), void *arg)
{
    struct st_run *run = (struct st_run *)tx;
    struct st_after *after = ST_NEW(tx->arena, struct st_after);

    ST_ASSERT(tx->write);
    *after = (struct st_after){fn, arg, NULL};
    *run->after_end = after;
    run->after_end = &after->next;
}

/* ---- SQLite: the writer ---- */
static void in_savepoint(struct st_job *job, struct st_db *db)
{
    job->rc = st_db_savepoint(db, job->err);
    if (job->rc == ST_OK && run_job(job) == ST_OK)
        job->rc = st_db_release(db, job->err);
    if (job->rc == ST_OK)
        return;
    job->written = false;
    st_db_rollback_to_savepoint(db);
    if (!to_be_noted(job) || st_db__undone(db) || st_db_savepoint(db, NULL) != ST_OK)
        return;
    if (note_refusal(job) != ST_OK || st_db_release(db, NULL) != ST_OK)
        st_db_rollback_to_savepoint(db);
}

/* Gives the failure of the whole group to those who thought they were done. */
static void fail_group(struct st_job **jobs, size_t n, int rc, const struct st_error *why)
{
    for (size_t i = 0; i < n; i++) {
        if (jobs[i]->rc != ST_OK && !jobs[i]->written)
            continue;
        jobs[i]->rc = rc;
        jobs[i]->written = false;
        if (jobs[i]->err != NULL && why->n > 0)
            (void)st_fail(jobs[i]->err, (enum st_err)rc, "", why->faults[0].what, "", why->faults[0].cure);
    }
}

/* Runs the jobs in one transaction. When the database undid it as a whole, or would not commit it, each runs again
 * alone, so that one does not spoil the others. */
static void run_group(struct st_store *store, struct st_job **jobs, size_t n)
{
    struct st_runner *r = store->runner;
    struct st_db *db = r->writer_db;
    struct st_error why = {0};
    int rc = st_db_begin(db, true, &why);

    for (size_t i = 0; i < n; i++)
        start_again(jobs[i], db);
    if (rc != ST_OK) {
        fail_group(jobs, n, rc, &why);
        return;
    }
    for (size_t i = 0; rc == ST_OK && i < n; i++) {
        in_savepoint(jobs[i], db);
        if (st_db__undone(db))
            rc = jobs[i]->rc != ST_OK ? jobs[i]->rc : ST_E_IO;
    }
    if (rc == ST_OK)
        rc = st_db_commit(db, &why);
    if (rc == ST_OK)
        return;
    st_db_rollback(db);
    if (n == 1)
        fail_group(jobs, n, rc, &why);
    else
        for (size_t i = 0; i < n; i++)
            run_group(store, &jobs[i], 1);
}

void st_store__scrub_next(struct st_store *store) { atomic_store(&store->runner->scrub, true); }

static void scrub_next(void *store) { st_store__scrub_next(store); }

void st_store__scrub_after(struct st_tx *tx)
{
    if (tx->store != NULL && tx->store->dialect == ST_SQLITE)
        st_tx_after_commit(tx, scrub_next, tx->store);
}

static void scrub_soon(void *store) { atomic_store(&((struct st_store *)store)->runner->replaced, true); }

void st_store__scrub_soon(struct st_tx *tx)
{
    if (tx->store != NULL && tx->store->dialect == ST_SQLITE)
        st_tx_after_commit(tx, scrub_soon, tx->store);
}

static int nothing(struct st_db *db, void *arg, struct st_error *err)
{
    (void)db;
    (void)arg;
    (void)err;
    return ST_OK;
}

void st_store__scrub_again(struct st_store *store)
{
    if (store->dialect == ST_SQLITE && atomic_load(&store->runner->scrub))
        (void)st_store__transact(store, nothing, NULL, NULL);
}

void st_store__scrub_replaced(struct st_store *store)
{
    if (atomic_exchange(&store->runner->replaced, false))
        st_store__scrub_next(store);
    st_store__scrub_again(store);
}

/* Emptying the log needs a moment without readers; when they leave none, the next group tries again. */
static void scrub(struct st_store *store)
{
    static const struct st_statement patience = {"patience", "PRAGMA busy_timeout = 200", NULL},
                                     usual = {"usual patience", "PRAGMA busy_timeout = 5000", NULL},
                                     empty = {"empty log", "PRAGMA wal_checkpoint(TRUNCATE)", NULL};
    struct st_runner *r = store->runner;
    struct st_rows rows;

    if (!atomic_exchange(&r->scrub, false))
        return;
    (void)st_db_exec(r->writer_db, NULL, &patience, NULL, 0, NULL);
    if (st_db_query(&rows, r->writer_db, r->arenas[0], &empty, NULL, 0, NULL) != ST_OK || st_rows_int(&rows, 0, 0) != 0)
        atomic_store(&r->scrub, true);
    (void)st_db_exec(r->writer_db, NULL, &usual, NULL, 0, NULL);
}

static void finish_group(struct st_store *store, struct st_job **jobs, size_t n)
{
    bool swept = false;

    for (size_t i = 0; i < n; i++) {
        call_hooks(jobs[i]);
        swept = swept || jobs[i]->written;
    }
    end_turn(&store->runner->turns);
    if (swept)
        (void)st_keys__sweep(store, NULL); /* what it could not do it does after the next commit, or at a start */
    scrub(store);
    for (size_t i = 0; i < n; i++) {
        st_kept__faults(jobs[i]->kept, jobs[i]->err, jobs[i]->clean_n, jobs[i]->arena);
        (void)sem_post(&jobs[i]->done); /* the job is gone with that */
    }
}

/* Takes what waits, up to a group; 0 when the store is closing and nothing waits any more. */
static size_t take_jobs(struct st_runner *r, struct st_job **jobs)
{
    size_t n = 0;

    (void)pthread_mutex_lock(&r->lock);
    while (r->first == NULL && !r->stopping)
        (void)pthread_cond_wait(&r->work, &r->lock);
    while (r->first != NULL && n < GROUP_MAX) {
        jobs[n++] = r->first;
        r->first = r->first->next;
    }
    if (r->first == NULL)
        r->end = &r->first;
    (void)pthread_mutex_unlock(&r->lock);
    for (size_t i = 0; i < n; i++) {
        if (r->arenas[i] == NULL)
            r->arenas[i] = st_arena_new();
        jobs[i]->arena = r->arenas[i];
    }
    return n;
}

static void *write_groups(void *arg)
{
    struct st_store *store = arg;
    struct st_job *jobs[GROUP_MAX];
    size_t n;

    writer_of = store;
    while ((n = take_jobs(store->runner, jobs)) > 0) {
        (void)take_turn(&store->runner->turns); /* there is one writer: its turn has come */
        run_group(store, jobs, n);
        finish_group(store, jobs, n);
    }
    return NULL;
}

int st_run__start_writer(struct st_store *store, struct st_error *err)
{
    if (pthread_create(&store->runner->writer, NULL, write_groups, store) != 0)
        return st_fail(err, ST_E_IO, "", ST_MSG("The system has no thread left."), "", "Raise its limits.");
    store->runner->writing = true;
    return ST_OK;
}

void st_run__stop_writer(struct st_store *store)
{
    struct st_runner *r = store->runner;

    if (r->writing) {
        (void)pthread_mutex_lock(&r->lock);
        r->stopping = true;
        (void)pthread_cond_signal(&r->work);
        (void)pthread_mutex_unlock(&r->lock);
        (void)pthread_join(r->writer, NULL);
        r->writing = false;
    }
    for (size_t i = 0; i < GROUP_MAX; i++)
        st_arena_free(r->arenas[i]);
}

static int through_writer(struct st_job *job)
{
    struct st_runner *r = job->store->runner;

    (void)sem_init(&job->done, 0, 0);
    (void)pthread_mutex_lock(&r->lock);
    *r->end = job;
    r->end = &job->next;
    (void)pthread_cond_signal(&r->work);
    (void)pthread_mutex_unlock(&r->lock);
    while (sem_wait(&job->done) != 0) /* interrupted by a signal */
        continue;
    (void)sem_destroy(&job->done);
    return job->rc;
}

/* ---- PostgreSQL: a transaction for each job ---- */
/* 1, 2, 4 … milliseconds and a bit, at most about a hundred. */
static void wait_a_bit(unsigned attempt)
{
    uint32_t most = UINT32_C(1000000) << (attempt < 7 ? attempt : 7);
    struct timespec pause = {0, (long)(most / 2 + randombytes_uniform(most / 2))};

    (void)nanosleep(&pause, NULL);
}

static int commit_job(struct st_job *job, struct st_db *db)
{
    struct st_turns *turns = &job->store->runner->turns;
    uint64_t turn = take_turn(turns);
    int rc = st_db_commit(db, job->err);

    job->written = rc == ST_OK;
    wait_until_served(turns, turn);
    call_hooks(job);
    end_turn(turns);
    return rc;
}

static void note_alone(struct st_job *job, struct st_db *db)
{
    int rc = st_db_begin(db, true, NULL);

    if (rc == ST_OK)
        rc = note_refusal(job);
    if (rc == ST_OK)
        rc = commit_job(job, db);
    if (rc == ST_OK)
        return;
    st_db_rollback(db);
    job->rc = rc;
    job->written = false;
}

static void try_job(struct st_job *job, struct st_db *db)
{
    job->rc = st_db_begin(db, true, job->err);
    if (job->rc == ST_OK && run_job(job) == ST_OK) {
        job->rc = commit_job(job, db);
        return;
    }
    st_db_rollback(db);
    if (to_be_noted(job))
        note_alone(job, db);
}

static int on_server(struct st_job *job)
{
    struct st_db *db;
    bool again = true;

    job->arena = st_arena_new();
    for (unsigned attempt = 0; again; attempt++) {
        if (attempt > 0)
            wait_a_bit(attempt);
        job->rc = st_pool__take(&db, job->store, job->err);
        if (job->rc != ST_OK)
            break;
        start_again(job, db);
        try_job(job, db);
        again = job->rc != ST_OK && job->rc != ST_E_UNCERTAIN && !job->written && (db->conflict || db->dead) &&
                attempt < ATTEMPTS_MAX;
        st_pool__give(job->store, db);
    }
    if (job->written)
        (void)st_keys__sweep(job->store, NULL);
    st_kept__faults(job->kept, job->err, job->clean_n, job->arena);
    st_arena_free(job->arena);
    return job->rc;
}

/* ---- Both ---- */
/* Housekeeping that the writer asks of itself, from a hook. */
static int at_once(struct st_job *job)
{
    struct st_db *db = job->store->runner->writer_db;
    int rc = st_db_begin(db, true, job->err);

    if (rc != ST_OK)
        return rc;
    rc = job->housekeeping(db, job->arg, job->err);
    if (rc == ST_OK)
        return st_db_commit(db, job->err);
    st_db_rollback(db);
    return rc;
}

int st_run__job(struct st_job *job)
{
    ST_ASSERT(inside == NULL);
    job->kept = st_kept__mine();
    if (job->err != NULL) {
        job->clean_code = job->err->code;
        job->clean_n = job->err->n;
    }
    if (job->store->dialect == ST_POSTGRES)
        return on_server(job);
    if (writer_of == job->store) {
        ST_ASSERT(job->housekeeping != NULL);
        return at_once(job);
    }
    return through_writer(job);
}

static int read_once(struct st_tx *tx, st_command_fn read, void *arg, struct st_error *err)
{
    int rc = st_db_begin(tx->db, false, err);

    if (rc != ST_OK)
        return rc;
    tx->journal = NULL;
    tx->keys = NULL;
    inside = tx->store;
    rc = read(tx, arg, err);
    inside = NULL;
    if (rc == ST_OK && tx->db->failed != ST_OK)
        rc = st_fail(err, (enum st_err)tx->db->failed, "", ST_MSG("This transaction has failed already."), "",
                     "Try again.");
    return rc;
}

int st_run__read(struct st_store *store, const struct st_actor *actor, st_command_fn read, void *arg,
                 struct st_arena *arena, struct st_error *err)
{
    struct st_tx tx = {.store = store, .arena = arena, .actor = actor, .now = st_store_now(store)};
    struct st_job entries = {.store = store, .entries = true, .actor = actor, .read = &tx, .err = err};
    enum st_err code = err ? err->code : ST_OK;
    size_t faults = err ? err->n : 0;
    bool again = true;
    int rc = ST_OK, logged;

    ST_ASSERT(inside == NULL && writer_of != store);
    for (unsigned attempt = 0; again; attempt++) {
        if (attempt > 0) {
            wait_a_bit(attempt);
            if (err != NULL) {
                err->code = code;
                err->n = faults;
            }
        }
        rc = st_pool__take(&tx.db, store, err);
        if (rc != ST_OK)
            return rc;
        rc = read_once(&tx, read, arg, err);
        again = rc != ST_OK && (tx.db->conflict || tx.db->dead) && attempt < ATTEMPTS_MAX;
        st_db_rollback(tx.db); /* a read leaves nothing */
        st_pool__give(store, tx.db);
    }
    entries.refusals_only = rc == ST_E_FORBIDDEN;
    if ((rc != ST_OK && rc != ST_E_FORBIDDEN) || st_journal__pending(&tx) == 0)
        return rc;
    logged = st_run__job(&entries);
    return logged == ST_OK ? rc : logged;
}
