#include "web/session.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "web/route.h"

static const char COOKIE[] = "session", VISITOR[] = "visitor";
enum { TOKEN_BYTES = 32, SEEN_EVERY = 60 };

static void hash(uint8_t out[32], const void *bytes, size_t n, const char *what)
{
    (void)crypto_generichash(out, 32, bytes, n, (const uint8_t *)what, strlen(what));
}

/* The token that the request carries, as bytes. */
static bool token_of(uint8_t out[TOKEN_BYTES], const struct st_request *req)
{
    struct st_str bearer = st_request_header(req, "authorization");

    if (st_str_starts(bearer, "Bearer "))
        return st_hex_decode(out, TOKEN_BYTES, (struct st_str){bearer.p + 7, bearer.n - 7});
    return st_hex_decode(out, TOKEN_BYTES, st_request_cookie(req, st_response_cookie_name(req, COOKIE)));
}

void st_session_new(char token[ST_TOKEN_TEXT], struct st_session *session, const struct st_request *req)
{
    uint8_t bytes[TOKEN_BYTES];

    *session = (struct st_session){0};
    randombytes_buf(bytes, sizeof(bytes));
    (void)sodium_bin2hex(token, ST_TOKEN_TEXT, bytes, sizeof(bytes));
    hash(session->key, bytes, sizeof(bytes), "statera session key");
    hash(session->csrf, bytes, sizeof(bytes), "statera session csrf");
    sodium_memzero(bytes, sizeof(bytes));
    session->begun = session->seen = req->real_now;
    session->id = st_id_new(req->real_now);
}

int st_session_begin(const char *token, const struct st_session *session, const struct st_session_store *store,
                     struct st_request *req, struct st_response *res)
{
    int rc = session->kept ? ST_OK : store->put(store->context, session);

    if (rc != ST_OK)
        return rc;
    if (res != NULL)
        st_response_cookie(res, req, COOKIE, st_str_of(token), 0);
    return ST_OK;
}

static bool too_old(const struct st_session *s, struct st_instant now)
{
    return now.us - s->seen.us > ST_SESSION_IDLE * ST_SECOND || now.us - s->begun.us > ST_SESSION_ABSOLUTE * ST_SECOND;
}

const struct st_session *st_session_find(const struct st_session_store *store, const struct st_request *req)
{
    struct st_session *s;
    uint8_t bytes[TOKEN_BYTES], key[ST_SESSION_KEY];
    bool by_itself;

    if (!token_of(bytes, req))
        return NULL;
    hash(key, bytes, sizeof(bytes), "statera session key");
    s = ST_NEW(req->arena, struct st_session);
    if (store->get(s, store->context, key) != ST_OK)
        return NULL;
    if (too_old(s, req->real_now)) {
        (void)store->remove(store->context, key);
        return NULL;
    }
    hash(s->csrf, bytes, sizeof(bytes), "statera session csrf");
    /* What a screen fetches by itself is no sign of an officer in front of it. */
    by_itself = st_str_known(st_request_header(req, "x-live")) ||
                (req->route != NULL && (req->route->flags & ST_BY_ITSELF));
    if (req->real_now.us - s->seen.us > SEEN_EVERY * ST_SECOND && !by_itself)
        (void)store->seen(store->context, key, req->real_now);
    return s;
}

void st_session_end(const struct st_session_store *store, struct st_request *req, struct st_response *res)
{
    if (req->session != NULL)
        (void)store->remove(store->context, req->session->key);
    req->session = NULL;
    st_response_cookie(res, req, COOKIE, ST_S(""), -1);
}

/* ---- CSRF ---- */

static void csrf_text(char out[ST_CSRF_TEXT], const uint8_t secret[32], struct st_str path)
{
    uint8_t mac[16];
    (void)crypto_generichash(mac, sizeof(mac), (const uint8_t *)path.p, path.n, secret, 32);
    (void)sodium_bin2hex(out, ST_CSRF_TEXT, mac, sizeof(mac));
}

static bool visitor_secret(uint8_t out[32], struct st_str cookie)
{
    uint8_t bytes[TOKEN_BYTES];
    if (!st_hex_decode(bytes, sizeof(bytes), cookie))
        return false;
    hash(out, bytes, sizeof(bytes), "statera visitor csrf");
    return true;
}

struct st_str st_csrf_token(struct st_request *req, struct st_response *res, const char *path)
{
    struct st_str cookie = req->visitor.p ? req->visitor
                                          : st_request_cookie(req, st_response_cookie_name(req, VISITOR));
    char *text = st_alloc(req->arena, ST_CSRF_TEXT);
    uint8_t secret[32], bytes[TOKEN_BYTES];

    if (req->session != NULL) {
        csrf_text(text, req->session->csrf, st_str_of(path));
        return st_str_of(text);
    }
    if (!visitor_secret(secret, cookie)) {
        randombytes_buf(bytes, sizeof(bytes));
        cookie = req->visitor = st_hex(req->arena, bytes, sizeof(bytes));
        st_response_cookie(res, req, VISITOR, cookie, 0);
        ST_ASSERT(visitor_secret(secret, cookie));
    }
    csrf_text(text, secret, st_str_of(path));
    return st_str_of(text);
}

bool st_csrf_valid(const struct st_request *req)
{
    struct st_str given = st_request_form(req, "csrf"), site = st_request_header(req, "sec-fetch-site");
    char right[ST_CSRF_TEXT];
    uint8_t secret[32];

    if (st_str_is(site, "cross-site") || st_str_is(site, "same-site"))
        return false;
    if (!st_str_known(given))
        given = st_request_header(req, "x-csrf-token");
    if (req->session != NULL)
        csrf_text(right, req->session->csrf, req->path);
    else if (visitor_secret(secret, st_request_cookie(req, st_response_cookie_name(req, VISITOR))))
        csrf_text(right, secret, req->path);
    else
        return false;
    return given.n == ST_CSRF_TEXT - 1 && sodium_memcmp(given.p, right, given.n) == 0;
}

/* ---- Sessions in memory ---- */

enum { MEMORY_MAX = 4096 };

struct st_session_memory {
    pthread_mutex_t lock;
    struct st_session *v;
    size_t n;
};

struct st_session_memory *st_session_memory_new(void)
{
    struct st_session_memory *m = st_heap(sizeof(*m));
    (void)pthread_mutex_init(&m->lock, NULL);
    return m;
}

void st_session_memory_free(struct st_session_memory *m)
{
    if (m == NULL)
        return;
    (void)pthread_mutex_destroy(&m->lock);
    free(m->v);
    free(m);
}

static struct st_session *memory_find(struct st_session_memory *m, const uint8_t key[ST_SESSION_KEY])
{
    for (size_t i = 0; i < m->n; i++)
        if (sodium_memcmp(m->v[i].key, key, ST_SESSION_KEY) == 0)
            return &m->v[i];
    return NULL;
}

static int memory_put(void *context, const struct st_session *session)
{
    struct st_session_memory *m = context;
    struct st_session *place;

    (void)pthread_mutex_lock(&m->lock);
    place = memory_find(m, session->key);
    if (place == NULL && m->n < MEMORY_MAX) {
        m->v = st_heap_grow(m->v, (m->n + 1) * sizeof(*m->v));
        place = &m->v[m->n++];
    } else if (place == NULL) {
        place = &m->v[0];
        for (size_t i = 1; i < m->n; i++)
            if (m->v[i].seen.us < place->seen.us)
                place = &m->v[i];
    }
    *place = *session;
    (void)pthread_mutex_unlock(&m->lock);
    return ST_OK;
}

static int memory_get(struct st_session *out, void *context, const uint8_t key[ST_SESSION_KEY])
{
    struct st_session_memory *m = context;
    struct st_session *found;

    (void)pthread_mutex_lock(&m->lock);
    found = memory_find(m, key);
    if (found != NULL)
        *out = *found;
    (void)pthread_mutex_unlock(&m->lock);
    return found ? ST_OK : ST_E_NOTFOUND;
}

static int memory_seen(void *context, const uint8_t key[ST_SESSION_KEY], struct st_instant at)
{
    struct st_session_memory *m = context;
    struct st_session *found;

    (void)pthread_mutex_lock(&m->lock);
    found = memory_find(m, key);
    if (found != NULL)
        found->seen = at;
    (void)pthread_mutex_unlock(&m->lock);
    return found ? ST_OK : ST_E_NOTFOUND;
}

static int memory_remove(void *context, const uint8_t key[ST_SESSION_KEY])
{
    struct st_session_memory *m = context;
    struct st_session *found;

    (void)pthread_mutex_lock(&m->lock);
    found = memory_find(m, key);
    if (found != NULL)
        *found = m->v[--m->n];
    (void)pthread_mutex_unlock(&m->lock);
    return ST_OK;
}

static int memory_choose(void *context, const uint8_t key[ST_SESSION_KEY], const char *purpose)
{
    struct st_session_memory *m = context;
    struct st_session *found;

    (void)pthread_mutex_lock(&m->lock);
    found = memory_find(m, key);
    if (found != NULL)
        (void)snprintf(found->purpose, sizeof(found->purpose), "%s", purpose);
    (void)pthread_mutex_unlock(&m->lock);
    return found ? ST_OK : ST_E_NOTFOUND;
}

struct st_session_store st_session_memory_store(struct st_session_memory *m)
{
    return (struct st_session_store){m, memory_put, memory_get, memory_seen, memory_remove, memory_choose};
}
