/* What store.c, run.c and pool.c share: the queue of the writer, connections, listeners, the clock. */
#ifndef ST_STORE_RUNNER_H
#define ST_STORE_RUNNER_H

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>

#include "store/internal.h"

enum { GROUP_MAX = 256, CONNECTIONS_MAX = 16, LISTENERS_MAX = 8, ATTEMPTS_MAX = 30 };

/* A transaction and what is to happen once it is durable. */
struct st_after {
    void (*fn)(void *arg);
    void *arg;
    struct st_after *next;
};
struct st_run {
    struct st_tx tx; /* first: the command holds a pointer to it */
    struct st_after *after, **after_end;
};

/* One thing to be done in a write transaction. It lives on the stack of the thread that waits for it. */
struct st_job {
    struct st_store *store;
    /* one of three: a command, the entries of a read, housekeeping */
    st_command_fn command;
    bool entries, refusals_only;
    st_housekeeping_fn housekeeping;
    void *arg;
    const struct st_actor *actor;
    struct st_tx *read; /* whose entries */
    struct st_error *err;
    enum st_err clean_code; /* as *err was: what a second run starts with */
    size_t clean_n;
    int rc;
    struct st_run run;
    struct st_arena *arena; /* of the command */
    struct st_kept *kept;   /* where the caller's thread keeps what it said */
    bool written;    /* something of it stands in the open transaction: hooks are due after the commit */
    sem_t done;
    struct st_job *next;
};

/* Connections that wait for use, and those in use. SQLite's only read; the writer has its own. */
struct st_pool {
    pthread_mutex_t lock;
    pthread_cond_t freed;
    struct st_db *idle[CONNECTIONS_MAX];
    size_t idle_n, made;
};

/* The order in which transactions call their hooks: numbers given before they commit, and how many have called. */
struct st_turns {
    pthread_mutex_t lock;
    pthread_cond_t called;
    uint64_t given, served;
};

struct st_runner {
    struct st_pool pool;
    struct st_turns turns;
    /* The writer of SQLite. */
    struct st_db *writer_db;
    pthread_t writer;
    bool writing, stopping;
    pthread_mutex_t lock;
    pthread_cond_t work;
    struct st_job *first, **end;
    struct st_arena *arenas[GROUP_MAX];
    atomic_bool scrub;    /* something was deleted: the write-ahead log still has it */
    atomic_bool replaced; /* or a value replaced: it goes from there within a minute */
    /* Listeners are called by one thread at a time. */
    pthread_mutex_t listeners_lock;
    struct {
        st_committed_fn fn;
        void *context;
    } listeners[LISTENERS_MAX];
    size_t listeners_n;
    /* The clock: legal time at a moment of real time, and how fast it runs from there. */
    pthread_mutex_t clock_lock;
    struct st_instant legal, real;
    int64_t speed;
    bool training;
    char *authority;
};

/* ---- pool.c ---- */
int st_pool__take(struct st_db **out, struct st_store *store, struct st_error *err);
void st_pool__give(struct st_store *store, struct st_db *db); /* a dead connection is closed */
void st_pool__close(struct st_store *store);

/* ---- fault.c ---- */
/* What the calling thread keeps of failures, whose words often stand in the arena of the command that failed. */
struct st_kept *st_kept__mine(void);
/* Copies what the faults from number `from` on hold of the dying arena. The owner of `kept` is the caller, or waits. */
void st_kept__faults(struct st_kept *kept, struct st_error *err, size_t from, const struct st_arena *dying);

/* ---- run.c ---- */
/* Runs the job to its end: through the writer, or on a connection of its own. */
int st_run__job(struct st_job *job);
int st_run__read(struct st_store *store, const struct st_actor *actor, st_command_fn read, void *arg,
                 struct st_arena *arena, struct st_error *err);
int st_run__start_writer(struct st_store *store, struct st_error *err);
void st_run__stop_writer(struct st_store *store);

#endif
