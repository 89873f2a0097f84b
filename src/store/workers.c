/* The threads of the store: one delivers messages, one seals the journal and sweeps keys whose day has come. */
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "store/internal.h"

enum { SWEEP_EVERY = 30, SCRUB_EVERY = 60, PURGE_EVERY = 3600 }; /* rounds of the sealer, which are about a second */

struct st_workers {
    struct st_store *store;
    pthread_t deliverer, sealer;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool stop, letters;
};

/* Waits a second, or until there is something to do; true when the threads are to end. The caller holds the lock. */
static bool rest(struct st_workers *w, const bool *work)
{
    struct timespec until;

    (void)clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 1;
    while (!w->stop && !(work != NULL && *work))
        if (pthread_cond_timedwait(&w->wake, &w->lock, &until) != 0)
            break;
    return w->stop;
}

static void *deliver(void *arg)
{
    struct st_workers *w = arg;

    (void)pthread_mutex_lock(&w->lock);
    do {
        w->letters = false;
        (void)pthread_mutex_unlock(&w->lock);
        (void)st_outbox_deliver(w->store, NULL, NULL); /* what fails is noted in the queue and tried again */
        (void)pthread_mutex_lock(&w->lock);
    } while (!rest(w, &w->letters));
    (void)pthread_mutex_unlock(&w->lock);
    return NULL;
}

static void *seal(void *arg)
{
    struct st_workers *w = arg;
    unsigned round = 0;

    (void)pthread_mutex_lock(&w->lock);
    for (;; round++) {
        (void)pthread_mutex_unlock(&w->lock);
        (void)st_journal_seal(w->store, NULL, NULL); /* doctor counts what stays unsealed */
        if (round % SWEEP_EVERY == 0) {
            st_keys__sweep_next(w->store->keys);
            (void)st_keys__sweep(w->store, NULL);
        }
        if (round % PURGE_EVERY == 0)
            (void)st_outbox__purge(w->store, NULL);
        if (round % SCRUB_EVERY == 0)
            st_store__scrub_replaced(w->store);
        st_store__scrub_again(w->store);
        (void)pthread_mutex_lock(&w->lock);
        if (rest(w, NULL))
            break;
    }
    (void)pthread_mutex_unlock(&w->lock);
    return NULL;
}

void st_outbox__wake(struct st_store *store)
{
    struct st_workers *w = store->workers;

    if (w == NULL)
        return;
    (void)pthread_mutex_lock(&w->lock);
    w->letters = true;
    (void)pthread_cond_broadcast(&w->wake);
    (void)pthread_mutex_unlock(&w->lock);
}

int st_store_start_workers(struct st_store *store, struct st_error *err)
{
    struct st_workers *w = st_heap(sizeof(*w));
    bool one;

    ST_ASSERT(store->workers == NULL);
    memset(w, 0, sizeof(*w));
    w->store = store;
    (void)pthread_mutex_init(&w->lock, NULL);
    (void)pthread_cond_init(&w->wake, NULL);
    store->workers = w;
    one = pthread_create(&w->deliverer, NULL, deliver, w) == 0;
    if (one && pthread_create(&w->sealer, NULL, seal, w) == 0)
        return ST_OK;
    (void)pthread_mutex_lock(&w->lock);
    w->stop = true;
    (void)pthread_cond_broadcast(&w->wake);
    (void)pthread_mutex_unlock(&w->lock);
    if (one)
        (void)pthread_join(w->deliverer, NULL);
    store->workers = NULL;
    free(w);
    return st_fail(err, ST_E_IO, "", ST_MSG("The system cannot start a thread."), "", "Look at the process limits.");
}

void st_workers__stop(struct st_store *store)
{
    struct st_workers *w = store->workers;

    if (w == NULL)
        return;
    (void)pthread_mutex_lock(&w->lock);
    w->stop = true;
    (void)pthread_cond_broadcast(&w->wake);
    (void)pthread_mutex_unlock(&w->lock);
    (void)pthread_join(w->deliverer, NULL);
    (void)pthread_join(w->sealer, NULL);
    store->workers = NULL;
    (void)st_journal_seal(store, NULL, NULL); /* a store that was closed in peace has nothing unsealed */
    (void)pthread_mutex_destroy(&w->lock);
    (void)pthread_cond_destroy(&w->wake);
    free(w);
}
