/* Connections, kept for the next who needs one. */
#include "store/runner.h"

static int make(struct st_db **out, struct st_store *store, struct st_error *err)
{
    struct st_pool *pool = &store->runner->pool;
    int rc = st_db_open(out, store->url, false, store->dialect == ST_SQLITE, err);

    if (rc == ST_OK)
        return ST_OK;
    (void)pthread_mutex_lock(&pool->lock);
    pool->made--;
    (void)pthread_cond_signal(&pool->freed);
    (void)pthread_mutex_unlock(&pool->lock);
    return rc;
}

int st_pool__take(struct st_db **out, struct st_store *store, struct st_error *err)
{
    struct st_pool *pool = &store->runner->pool;

    *out = NULL;
    (void)pthread_mutex_lock(&pool->lock);
    while (pool->idle_n == 0 && pool->made == CONNECTIONS_MAX)
        (void)pthread_cond_wait(&pool->freed, &pool->lock);
    if (pool->idle_n > 0)
        *out = pool->idle[--pool->idle_n];
    else
        pool->made++;
    (void)pthread_mutex_unlock(&pool->lock);
    return *out ? ST_OK : make(out, store, err);
}

void st_pool__give(struct st_store *store, struct st_db *db)
{
    struct st_pool *pool = &store->runner->pool;
    bool dead = db->dead;

    if (dead)
        st_db_close(db);
    (void)pthread_mutex_lock(&pool->lock);
    if (dead)
        pool->made--;
    else
        pool->idle[pool->idle_n++] = db;
    (void)pthread_cond_signal(&pool->freed);
    (void)pthread_mutex_unlock(&pool->lock);
}

void st_pool__close(struct st_store *store)
{
    struct st_pool *pool = &store->runner->pool;

    ST_ASSERT(pool->idle_n == pool->made); /* nobody is reading any more */
    while (pool->idle_n > 0)
        st_db_close(pool->idle[--pool->idle_n]);
    pool->made = 0;
}
