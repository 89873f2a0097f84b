#include "web/answers.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>

#include "web/session.h"

enum { ANSWERS_MAX = 4096, KEY_TEXT_MAX = 200, KEPT_SECONDS = 24 * 60 * 60 };

struct kept {
    uint8_t key[32], content[32];
    struct st_instant at;
    bool done;
    struct st_kept_answer answer; /* its strings are in `bytes` */
    char *bytes;
};

struct st_answers_memory {
    pthread_mutex_t lock;
    struct kept *v;
    size_t n;
};

struct st_answers_memory *st_answers_memory_new(void)
{
    struct st_answers_memory *m = st_heap(sizeof(*m));
    (void)pthread_mutex_init(&m->lock, NULL);
    return m;
}

void st_answers_memory_free(struct st_answers_memory *m)
{
    if (m == NULL)
        return;
    for (size_t i = 0; i < m->n; i++)
        free(m->v[i].bytes);
    free(m->v);
    (void)pthread_mutex_destroy(&m->lock);
    free(m);
}

static struct kept *find(struct st_answers_memory *m, const uint8_t key[32])
{
    for (size_t i = 0; i < m->n; i++)
        if (memcmp(m->v[i].key, key, 32) == 0)
            return &m->v[i];
    return NULL;
}

static void drop(struct st_answers_memory *m, struct kept *k)
{
    free(k->bytes);
    *k = m->v[--m->n];
}

/* Room for one more; NULL when all that are kept are still under way. */
static struct kept *make_room(struct st_answers_memory *m)
{
    struct kept *oldest = NULL;

    if (m->n < ANSWERS_MAX) {
        m->v = st_heap_grow(m->v, (m->n + 1) * sizeof(*m->v));
        return &m->v[m->n++];
    }
    for (size_t i = 0; i < m->n; i++)
        if (m->v[i].done && (oldest == NULL || m->v[i].at.us < oldest->at.us))
            oldest = &m->v[i];
    if (oldest != NULL)
        free(oldest->bytes);
    return oldest;
}

static int memory_begin(struct st_kept_answer *out, void *context, const uint8_t key[32], const uint8_t content[32],
                        struct st_instant now, struct st_arena *arena)
{
    struct st_answers_memory *m = context;
    struct kept *k;
    int rc = ST_OK;

    (void)pthread_mutex_lock(&m->lock);
    k = find(m, key);
    if (k != NULL && k->done && now.us - k->at.us > KEPT_SECONDS * ST_SECOND) {
        drop(m, k);
        k = NULL;
    }
    if (k == NULL) {
        if ((k = make_room(m)) == NULL) {
            rc = ST_E_BUSY;
        } else {
            *k = (struct kept){.at = now};
            memcpy(k->key, key, 32);
            memcpy(k->content, content, 32);
        }
    } else if (memcmp(k->content, content, 32) != 0) {
        rc = ST_E_CONFLICT;
    } else if (!k->done) {
        rc = ST_E_BUSY;
    } else {
        *out = k->answer;
        out->content_type = st_str_dup(arena, k->answer.content_type);
        out->etag = st_str_dup(arena, k->answer.etag);
        out->location = st_str_dup(arena, k->answer.location);
        out->body = st_str_dup(arena, k->answer.body);
        rc = ST_E_EXISTS;
    }
    (void)pthread_mutex_unlock(&m->lock);
    return rc;
}

static struct st_str move_to(char **at, struct st_str s)
{
    struct st_str moved = {*at, s.n};

    if (!st_str_known(s))
        return s;
    if (s.n > 0)
        memcpy(*at, s.p, s.n);
    *at += s.n;
    return moved;
}

static void memory_end(void *context, const uint8_t key[32], const struct st_kept_answer *answer)
{
    struct st_answers_memory *m = context;
    struct kept *k;
    char *at;

    (void)pthread_mutex_lock(&m->lock);
    k = find(m, key);
    if (k != NULL && answer == NULL) {
        drop(m, k);
    } else if (k != NULL) {
        at = k->bytes = st_heap(answer->content_type.n + answer->etag.n + answer->location.n + answer->body.n + 1);
        k->answer =
            (struct st_kept_answer){answer->status, move_to(&at, answer->content_type), move_to(&at, answer->etag),
                                    move_to(&at, answer->location), move_to(&at, answer->body)};
        k->done = true;
    }
    (void)pthread_mutex_unlock(&m->lock);
}

struct st_answer_store st_answers_memory_store(struct st_answers_memory *m)
{
    return (struct st_answer_store){m, memory_begin, memory_end};
}

/* ---- The request's side ---- */

static void hash_part(crypto_generichash_state *state, struct st_str s)
{
    uint64_t n = s.n;
    (void)crypto_generichash_update(state, (const uint8_t *)&n, sizeof(n));
    (void)crypto_generichash_update(state, (const uint8_t *)s.p, s.n);
}

/* The key as the store knows it: it belongs to the officer. */
static void hash_key(uint8_t out[32], const struct st_request *req)
{
    crypto_generichash_state state;
    struct st_id officer = req->session ? req->session->officer : (struct st_id){{0}};

    (void)crypto_generichash_init(&state, NULL, 0, 32);
    (void)crypto_generichash_update(&state, officer.b, sizeof(officer.b));
    hash_part(&state, st_request_header(req, "idempotency-key"));
    (void)crypto_generichash_final(&state, out, 32);
}

static void hash_content(uint8_t out[32], const struct st_request *req)
{
    crypto_generichash_state state;

    (void)crypto_generichash_init(&state, NULL, 0, 32);
    hash_part(&state, st_str_of(st_method_name(req->method)));
    hash_part(&state, req->target);
    hash_part(&state, st_request_header(req, "purpose")); /* an answer is kept for the rights that it was given under */
    hash_part(&state, req->session ? st_str_of(req->session->roles) : ST_S(""));
    hash_part(&state, req->body);
    (void)crypto_generichash_final(&state, out, 32);
}

static void repeat(struct st_response *res, const struct st_kept_answer *a)
{
    res->status = a->status;
    res->content_type = a->content_type.p;
    st_buf_clear(&res->body);
    st_buf_str(&res->body, a->body);
    if (st_str_known(a->etag))
        st_response_header(res, "ETag", a->etag);
    if (st_str_known(a->location))
        st_response_header(res, "Location", a->location);
    st_response_header(res, "Idempotency-Replayed", ST_S("true"));
}

bool st_answers_begin(int *rc, bool *held, const struct st_answer_store *store, struct st_request *req,
                      struct st_response *res, struct st_error *err)
{
    struct st_str given = st_request_header(req, "idempotency-key");
    uint8_t key[32], content[32];
    struct st_kept_answer answer;

    *held = false;
    *rc = ST_OK;
    if (!st_str_known(given))
        return false;
    if (given.n == 0 || given.n > KEY_TEXT_MAX) {
        *rc = st_fail(err, ST_E_INVALID, "Idempotency-Key", ST_MSG("The key has 1 to {0} characters.",
                      ST_V((int)KEY_TEXT_MAX)), "", "Send a new random key with each new request.");
        return true;
    }
    hash_key(key, req);
    hash_content(content, req);
    switch (store->begin(&answer, store->context, key, content, req->real_now, req->arena)) {
    case ST_OK: *held = true; return false;
    case ST_E_EXISTS: repeat(res, &answer); return true;
    case ST_E_CONFLICT:
        *rc = st_fail(err, ST_E_EXISTS, "Idempotency-Key", ST_MSG("This key was used for another request."), "",
                      "Send a new random key with each new request.");
        return true;
    case ST_E_UNCERTAIN:
        *rc = st_fail(err, ST_E_UNCERTAIN, "Idempotency-Key",
                      ST_MSG("The server stopped while it worked on this request."), "",
                      "Look whether it was done; if not, send it with a new key.");
        return true;
    default:
        *rc = st_fail(err, ST_E_BUSY, "Idempotency-Key", ST_MSG("The first request with this key is under way."), "",
                      "Wait a moment and ask again with the same key.");
        return true;
    }
}

static struct st_str header_of(const struct st_response *res, const char *name)
{
    return st_pairs_get(&(struct st_pairs){res->headers, res->headers_n}, name);
}

void st_answers_end(const struct st_answer_store *store, const struct st_request *req, const struct st_response *res)
{
    uint8_t key[32];
    struct st_kept_answer answer = {res->status, st_str_of(res->content_type), header_of(res, "ETag"),
                               header_of(res, "Location"), st_buf_get(&res->body)};

    hash_key(key, req);
    store->end(store->context, key, res->status < 400 && !res->body.failed ? &answer : NULL);
}
