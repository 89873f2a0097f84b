#include "cases/system.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "cases/allegation.h"
#include "cases/announcement.h"
#include "cases/retention.h"
#include "cases/screening.h"
#include "registers/register.h"
#include "store/outbox.h"
#include "store/record.h"

enum { SHAPES_MAX = 256, EXPIRE_AT_ONCE = 200, AUTHORITY_TEXT = 32, RECEIVERS_MAX = 64 };

static const struct st_procedure *const all_procedures[] = {
    &screening_procedure, &allegation_procedure, &announcement_procedure,
    NULL};

static const struct st_shape *all_shapes[SHAPES_MAX + 1];

static void add_shape(const struct st_shape *shape)
{
    size_t n = 0;
    while (all_shapes[n] != NULL)
        if (all_shapes[n++] == shape)
            return;
    ST_ASSERT(n < SHAPES_MAX);
    all_shapes[n] = shape;
}

static struct st_receiver all_receivers[RECEIVERS_MAX + 1];

static void add_receivers(const struct st_receiver *rows)
{
    size_t n = 0;
    while (all_receivers[n].kind != NULL)
        n++;
    for (; rows->kind != NULL; rows++) {
        size_t i = 0;
        while (i < n && strcmp(all_receivers[i].kind, rows->kind) != 0)
            i++;
        ST_ASSERT(n < RECEIVERS_MAX);
        if (i == n)
            all_receivers[n++] = *rows;
    }
}

void st_system_register(void)
{
    for (size_t i = 0; st_register_shapes[i] != NULL; i++)
        add_shape(st_register_shapes[i]);
    for (size_t i = 0; st_case_shapes[i] != NULL; i++)
        add_shape(st_case_shapes[i]);
    for (size_t i = 0; all_procedures[i] != NULL; i++)
        for (const struct st_step *s = all_procedures[i]->steps; s->action != NULL; s++)
            if (s->form != NULL)
                add_shape(s->form);
    st_records_register(all_shapes);
    st_procedures_register(all_procedures);
    add_receivers(st_register_receivers);
    add_receivers(st_case_receivers);
    st_outbox_receivers(all_receivers);
    st_registers_on_kept(st_cases_kept);
}

int st_system_open(struct st_store **out, const struct st_store_options *options, struct st_error *err)
{
    int rc;

    st_system_register();
    rc = st_store_open(out, options, err);
    if (rc == ST_OK)
        rc = st_registers_load(*out, err);
    if (rc != ST_OK) {
        st_store_close(*out);
        *out = NULL;
    }
    return rc;
}

/* Cases first: then nothing that is over holds a person's file. */
static int expire(struct st_tx *tx, void *arg, struct st_error *err)
{
    size_t *erased = arg, records = 0;
    int rc = st_cases_expire(tx, erased, EXPIRE_AT_ONCE, err);

    if (rc == ST_OK && *erased < EXPIRE_AT_ONCE)
        rc = st_register_expire(tx, &records, EXPIRE_AT_ONCE - *erased, err);
    *erased += records;
    return rc == ST_OK && *erased == 0 ? ST_E_NOTFOUND : rc; /* nothing to do: no entry, no commit */
}

static int expire_of(struct st_store *store, struct st_str authority, struct st_error *err)
{
    struct st_actor law = {.authority = authority, .role = ST_S(""), .purpose = ST_S("")};
    size_t erased;
    int rc;

    do
        rc = st_store_write(store, &law, expire, &erased, err);
    while (rc == ST_OK);
    if (rc != ST_E_NOTFOUND)
        return rc;
    if (err != NULL)
        *err = (struct st_error){0};
    return ST_OK;
}

/* The authorities whose data stand here, one after the other: a step down the index each, however much they keep. */
#define NEXT(table) "SELECT min(authority) AS a FROM " table " WHERE authority > ?1"
ST_STATEMENT(next_authority, "system.next authority",
             "SELECT min(a) FROM (" NEXT("register_entry") " UNION ALL " NEXT("case_file") " UNION ALL "
             NEXT("subject_request") " UNION ALL " NEXT("eurodac_request") " UNION ALL " NEXT("arrival") ") AS t", NULL);

struct place_after {
    char authority[AUTHORITY_TEXT];
};

static int find_next(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct place_after *p = arg;
    struct st_rows rows = {0};
    int rc = st_db_query(&rows, tx->db, tx->arena, &next_authority, ST_BIND(st_cell_text(p->authority)), err);
    struct st_str next = rc == ST_OK ? st_rows_str(&rows, 0, 0) : (struct st_str){NULL, 0};

    if (rc == ST_OK && next.n == 0)
        return ST_E_NOTFOUND;
    ST_ASSERT(next.n < sizeof(p->authority));
    if (rc == ST_OK) {
        memcpy(p->authority, next.p, next.n);
        p->authority[next.n] = 0;
    }
    return rc;
}

/* What ended, of every authority whose data stand in this database: the law reaches each of them. */
static int expire_all(struct st_store *store, struct st_error *err)
{
    const struct st_actor law = {.authority = ST_S(""), .role = ST_S(""), .purpose = ST_S("")};
    struct st_arena *arena = st_arena_new();
    struct place_after place = {.authority = ""};
    int rc;

    while ((rc = st_store_read(store, &law, find_next, &place, arena, err)) == ST_OK) {
        rc = expire_of(store, st_str_of(place.authority), err);
        if (rc != ST_OK)
            break;
        st_arena_reset(arena);
    }
    st_arena_free(arena);
    return rc == ST_E_NOTFOUND ? ST_OK : rc;
}

int st_system_catch_up(struct st_store *store, struct st_str authority, struct st_error *err)
{
    int rc = st_cases_tick(store, authority, NULL, err);
    if (rc == ST_OK)
        rc = st_outbox_deliver(store, NULL, err);
    return rc == ST_OK ? expire_all(store, err) : rc;
}

/* ---- How it stands ---- */

int st_system_standing(struct st_system_standing *out, struct st_tx *tx, struct st_error *err)
{
    int rc = st_outbox_status(&out->queue, tx, err);

    if (rc == ST_OK)
        rc = st_care_condition(&out->store, tx, err);
    return rc == ST_OK ? st_work_at_risk(&out->clocks, &out->clocks_n, tx, err) : rc;
}

static int look_at_clocks(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct st_system_standing *s = arg;
    return st_work_at_risk(&s->clocks, &s->clocks_n, tx, err);
}

int st_system_examine(struct st_finding *out, size_t *n, struct st_store *store, struct st_arena *arena,
                      struct st_error *err)
{
    struct st_actor law = {.authority = st_store_authority(store), .role = ST_S(""), .purpose = ST_S("")};
    struct st_system_standing s = {.clocks_n = 0};
    int rc = st_care_examine(out, n, store, arena, err);

    if (rc == ST_OK)
        rc = st_store_read(store, &law, look_at_clocks, &s, arena, err);
    if (rc == ST_OK && s.clocks_n == 0)
        out[(*n)++] = (struct st_finding){"clocks", ST_HEALTH_WELL,
                                          ST_MSG("No time limit of an open case has passed or ends within 24 hours."), ""};
    for (size_t i = 0; rc == ST_OK && i < s.clocks_n && *n < ST_FINDINGS_MAX; i++)
        out[(*n)++] = (struct st_finding){"clocks", ST_HEALTH_NOTE,
            ST_MSG("{0}: {1} have passed, {2} end within 24 hours.", st_value_key(s.clocks[i].label),
                   ST_V(s.clocks[i].passed), ST_V(s.clocks[i].within_24h)),
            "Their officers see them first under My work; a supervisor can hand them over."};
    return rc;
}

/* ---- The thread that looks at the clocks ---- */

struct st_system {
    struct st_store *store;
    char authority[24];
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool stop;
};

static void *watch(void *arg)
{
    struct st_system *s = arg;
    struct st_str authority = st_str_of(s->authority);

    (void)pthread_mutex_lock(&s->lock);
    while (!s->stop) {
        struct timespec until;
        (void)pthread_mutex_unlock(&s->lock);
        (void)st_registers_follow(s->store, NULL); /* what it left is done in a second */
        (void)st_cases_tick(s->store, authority, NULL, NULL);
        (void)expire_all(s->store, NULL);
        (void)clock_gettime(CLOCK_REALTIME, &until);
        until.tv_sec += 1;
        (void)pthread_mutex_lock(&s->lock);
        if (!s->stop)
            (void)pthread_cond_timedwait(&s->wake, &s->lock, &until);
    }
    (void)pthread_mutex_unlock(&s->lock);
    return NULL;
}

int st_system_start(struct st_system **out, struct st_store *store, struct st_str authority, struct st_error *err)
{
    struct st_system *s;
    int rc = st_store_start_workers(store, err);

    *out = NULL;
    if (rc != ST_OK)
        return rc;
    ST_ASSERT(authority.n < sizeof(s->authority));
    s = st_heap(sizeof(*s));
    s->store = store;
    memcpy(s->authority, authority.p, authority.n);
    (void)pthread_mutex_init(&s->lock, NULL);
    (void)pthread_cond_init(&s->wake, NULL);
    if (pthread_create(&s->thread, NULL, watch, s) != 0) {
        free(s);
        return st_fail(err, ST_E_IO, "", ST_MSG("The system cannot start a thread."), "", "Look at the process limits.");
    }
    *out = s;
    return ST_OK;
}

void st_system_stop(struct st_system **system)
{
    struct st_system *s = *system;

    if (s == NULL)
        return;
    (void)pthread_mutex_lock(&s->lock);
    s->stop = true;
    (void)pthread_cond_signal(&s->wake);
    (void)pthread_mutex_unlock(&s->lock);
    (void)pthread_join(s->thread, NULL);
    (void)pthread_mutex_destroy(&s->lock);
    (void)pthread_cond_destroy(&s->wake);
    free(s);
    *system = NULL;
}
