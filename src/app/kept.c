#include "app/kept.h"

#include <sodium.h>
#include <stdio.h>

#include "store/state.h"

/* ---- Sessions ---- */
ST_STATEMENT(session_put, "web.session.put",
             "INSERT INTO web_session (key, id, officer, name, authority, unit, roles, purpose, language, time_zone, "
             "begun, seen) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)", NULL);
ST_STATEMENT(session_get, "web.session.get",
             "SELECT id, officer, name, authority, unit, roles, purpose, language, time_zone, begun, seen "
             "FROM web_session WHERE key = ?1", NULL);
ST_STATEMENT(session_seen, "web.session.seen", "UPDATE web_session SET seen = ?2 WHERE key = ?1", NULL);
ST_STATEMENT(session_remove, "web.session.remove", "DELETE FROM web_session WHERE key = ?1", NULL);
ST_STATEMENT(session_choose, "web.session.choose", "UPDATE web_session SET purpose = ?2 WHERE key = ?1", NULL);
ST_STATEMENT(session_forget, "web.session.forget", "DELETE FROM web_session WHERE begun < ?1", NULL);

struct visit {
    const struct st_session *session;
    struct st_session *out;
    const uint8_t *key;
    struct st_instant at;
    const char *purpose;
};

static struct st_cell key_cell(const uint8_t *key, size_t n)
{
    return st_cell_blob((struct st_str){(const char *)key, n});
}

static int put(struct st_db *db, void *arg, struct st_error *err)
{
    const struct st_session *s = ((struct visit *)arg)->session;
    int rc = st_db_exec(db, NULL, &session_forget,
                        ST_BIND(st_cell_int(s->begun.us - ST_SESSION_ABSOLUTE * ST_SECOND)), err);

    if (rc != ST_OK)
        return rc;
    return st_db_exec(db, NULL, &session_put,
                      ST_BIND(key_cell(s->key, sizeof(s->key)), key_cell(s->id.b, sizeof(s->id.b)),
                              key_cell(s->officer.b, sizeof(s->officer.b)), st_cell_text(s->name),
                              st_cell_text(s->authority), st_cell_text(s->unit), st_cell_text(s->roles),
                              st_cell_text(s->purpose), st_cell_text(s->language), st_cell_text(s->time_zone),
                              st_cell_instant(s->begun), st_cell_instant(s->seen)), err);
}

int st_session_keep(struct st_tx *tx, const struct st_session *session, struct st_error *err)
{
    struct visit v = {.session = session};
    return put(tx->db, &v, err);
}

static void text_to(char *out, size_t room, const struct st_rows *rows, size_t column)
{
    struct st_str s = st_rows_str(rows, 0, column);
    (void)snprintf(out, room, "%.*s", (int)s.n, s.n ? s.p : "");
}

static int get(struct st_db *db, void *arg, struct st_error *err)
{
    struct visit *v = arg;
    struct st_session *s = v->out;
    struct st_arena *arena = st_arena_new();
    struct st_rows rows = {0};
    int rc = st_db_query(&rows, db, arena, &session_get, ST_BIND(key_cell(v->key, ST_SESSION_KEY)), err);

    if (rc == ST_OK && rows.n == 0)
        rc = ST_E_NOTFOUND;
    if (rc == ST_OK) {
        *s = (struct st_session){.id = st_rows_id(&rows, 0, 0), .officer = st_rows_id(&rows, 0, 1),
                                 .begun = st_rows_instant(&rows, 0, 9), .seen = st_rows_instant(&rows, 0, 10)};
        memcpy(s->key, v->key, ST_SESSION_KEY);
        text_to(s->name, sizeof(s->name), &rows, 2);
        text_to(s->authority, sizeof(s->authority), &rows, 3);
        text_to(s->unit, sizeof(s->unit), &rows, 4);
        text_to(s->roles, sizeof(s->roles), &rows, 5);
        text_to(s->purpose, sizeof(s->purpose), &rows, 6);
        text_to(s->language, sizeof(s->language), &rows, 7);
        text_to(s->time_zone, sizeof(s->time_zone), &rows, 8);
    }
    st_arena_free(arena);
    return rc;
}

static int seen(struct st_db *db, void *arg, struct st_error *err)
{
    const struct visit *v = arg;
    uint64_t changed = 0;
    int rc = st_db_exec(db, &changed, &session_seen, ST_BIND(key_cell(v->key, ST_SESSION_KEY), st_cell_instant(v->at)),
                        err);
    return rc == ST_OK && changed == 0 ? ST_E_NOTFOUND : rc;
}

static int remove_one(struct st_db *db, void *arg, struct st_error *err)
{
    return st_db_exec(db, NULL, &session_remove, ST_BIND(key_cell(((struct visit *)arg)->key, ST_SESSION_KEY)), err);
}

static int choose(struct st_db *db, void *arg, struct st_error *err)
{
    const struct visit *v = arg;
    uint64_t changed = 0;
    int rc = st_db_exec(db, &changed, &session_choose,
                        ST_BIND(key_cell(v->key, ST_SESSION_KEY), st_cell_text(v->purpose)), err);
    return rc == ST_OK && changed == 0 ? ST_E_NOTFOUND : rc;
}

static int session_store_put(void *context, const struct st_session *session)
{
    struct visit v = {.session = session};
    return st_state_change(context, put, &v, NULL);
}

static int session_store_get(struct st_session *out, void *context, const uint8_t key[ST_SESSION_KEY])
{
    struct visit v = {.out = out, .key = key};
    return st_state_look(context, get, &v, NULL);
}

static int session_store_seen(void *context, const uint8_t key[ST_SESSION_KEY], struct st_instant at)
{
    struct visit v = {.key = key, .at = at};
    return st_state_change(context, seen, &v, NULL);
}

static int session_store_remove(void *context, const uint8_t key[ST_SESSION_KEY])
{
    struct visit v = {.key = key};
    return st_state_change(context, remove_one, &v, NULL);
}

static int session_store_choose(void *context, const uint8_t key[ST_SESSION_KEY], const char *purpose)
{
    struct visit v = {.key = key, .purpose = purpose};
    return st_state_change(context, choose, &v, NULL);
}

struct st_session_store st_sessions_kept(struct st_store *store)
{
    return (struct st_session_store){store, session_store_put, session_store_get, session_store_seen,
                                     session_store_remove, session_store_choose};
}

/* ---- Answers ---- */
ST_STATEMENT(answer_forget, "web.answer.forget", "DELETE FROM web_answer WHERE begun < ?1", NULL);
ST_STATEMENT(answer_get, "web.answer.get", "SELECT content, begun, answer FROM web_answer WHERE key = ?1", NULL);
ST_STATEMENT(answer_hold, "web.answer.hold", "INSERT INTO web_answer (key, content, begun) VALUES (?1, ?2, ?3)", NULL);
ST_STATEMENT(answer_keep, "web.answer.keep", "UPDATE web_answer SET answer = ?2 WHERE key = ?1", NULL);
ST_STATEMENT(answer_drop, "web.answer.drop", "DELETE FROM web_answer WHERE key = ?1", NULL);

enum {
    KEPT_SECONDS = 24 * 60 * 60,
    ANSWER_MAX = ST_RESPONSE_MAX + 4096,
    NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
};

/* Two keys from the one that the client's gave: what the row is found by, and what locks it. */
struct held {
    struct st_kept_answer *out;
    uint8_t row[32], lock[32];
    const uint8_t *content;
    struct st_instant now;
    struct st_arena *arena;
    struct st_str locked;
};

/* When this process began to keep answers: what was held before, it will not finish. */
static struct st_instant started;

static void derive(struct held *h, const uint8_t key[32])
{
    (void)crypto_generichash(h->row, sizeof(h->row), (const uint8_t *)"row", 3, key, 32);
    (void)crypto_generichash(h->lock, sizeof(h->lock), (const uint8_t *)"lock", 4, key, 32);
}

static void pack(struct st_buf *out, struct st_str s)
{
    int64_t n = st_str_known(s) ? (int64_t)s.n : -1;

    st_buf_add(out, &n, sizeof(n));
    st_buf_str(out, s);
}

static struct st_str lock_answer(const struct held *h, const struct st_kept_answer *a, struct st_arena *arena)
{
    struct st_buf plain = ST_BUF_INIT(ANSWER_MAX);
    int64_t status = a->status;
    unsigned long long n = 0;
    uint8_t *out;

    st_buf_add(&plain, &status, sizeof(status));
    pack(&plain, a->content_type);
    pack(&plain, a->etag);
    pack(&plain, a->location);
    pack(&plain, a->body);
    out = st_alloc(arena, plain.n + NONCE + crypto_aead_xchacha20poly1305_ietf_ABYTES);
    randombytes_buf(out, NONCE);
    (void)crypto_aead_xchacha20poly1305_ietf_encrypt(out + NONCE, &n, (const uint8_t *)plain.p, plain.n, NULL, 0, NULL,
                                                     out, h->lock);
    sodium_memzero(plain.p, plain.n);
    st_buf_deinit(&plain);
    return (struct st_str){(const char *)out, (size_t)n + NONCE};
}

static bool unpack(struct st_str *out, struct st_str *rest, struct st_arena *arena)
{
    int64_t n;

    *out = (struct st_str){NULL, 0};
    if (rest->n < sizeof(n))
        return false;
    memcpy(&n, rest->p, sizeof(n));
    *rest = (struct st_str){rest->p + sizeof(n), rest->n - sizeof(n)};
    if (n < 0)
        return true;
    if ((uint64_t)n > rest->n)
        return false;
    *out = st_str_dup(arena, (struct st_str){rest->p, (size_t)n});
    *rest = (struct st_str){rest->p + n, rest->n - (size_t)n};
    return true;
}

static bool open_answer(const struct held *h, struct st_str locked)
{
    uint8_t *plain = st_alloc(h->arena, locked.n + 1);
    const uint8_t *bytes = (const uint8_t *)locked.p;
    struct st_str rest;
    int64_t status;
    unsigned long long n = 0;

    if (locked.n < NONCE || crypto_aead_xchacha20poly1305_ietf_decrypt(plain, &n, NULL, bytes + NONCE, locked.n - NONCE,
                                                                       NULL, 0, bytes, h->lock) != 0 ||
        n < sizeof(status))
        return false;
    memcpy(&status, plain, sizeof(status));
    rest = (struct st_str){(const char *)plain + sizeof(status), (size_t)n - sizeof(status)};
    *h->out = (struct st_kept_answer){.status = (int)status};
    return unpack(&h->out->content_type, &rest, h->arena) && unpack(&h->out->etag, &rest, h->arena) &&
           unpack(&h->out->location, &rest, h->arena) && unpack(&h->out->body, &rest, h->arena);
}

/* The first request gets the key; a later one learns what became of the first. */
static int hold(struct st_db *db, void *arg, struct st_error *err)
{
    struct held *h = arg;
    struct st_rows rows = {0};
    int rc = st_db_exec(db, NULL, &answer_forget, ST_BIND(st_cell_int(h->now.us - KEPT_SECONDS * ST_SECOND)), err);

    if (rc == ST_OK)
        rc = st_db_query(&rows, db, h->arena, &answer_get, ST_BIND(key_cell(h->row, sizeof(h->row))), err);
    if (rc == ST_OK && rows.n == 0)
        return st_db_exec(db, NULL, &answer_hold,
                          ST_BIND(key_cell(h->row, sizeof(h->row)), key_cell(h->content, 32),
                                  st_cell_instant(h->now)), err);
    if (rc != ST_OK)
        return rc;
    if (memcmp(st_rows_str(&rows, 0, 0).p, h->content, 32) != 0)
        return ST_E_CONFLICT;
    h->locked = st_rows_str(&rows, 0, 2);
    if (st_str_known(h->locked))
        return ST_E_EXISTS;
    return st_rows_instant(&rows, 0, 1).us < started.us ? ST_E_UNCERTAIN : ST_E_BUSY;
}

static int answer_begin(struct st_kept_answer *out, void *context, const uint8_t key[32], const uint8_t content[32],
                        struct st_instant now, struct st_arena *arena)
{
    struct held h = {.out = out, .content = content, .now = now, .arena = arena};
    int rc;

    derive(&h, key);
    rc = st_state_change(context, hold, &h, NULL);
    if (rc == ST_E_EXISTS && !open_answer(&h, h.locked))
        rc = ST_E_UNCERTAIN;
    sodium_memzero(h.lock, sizeof(h.lock));
    return rc;
}

static int keep(struct st_db *db, void *arg, struct st_error *err)
{
    const struct held *h = arg;

    return st_str_known(h->locked) ? st_db_exec(db, NULL, &answer_keep,
                                                ST_BIND(key_cell(h->row, sizeof(h->row)), st_cell_blob(h->locked)), err)
                                   : st_db_exec(db, NULL, &answer_drop, ST_BIND(key_cell(h->row, sizeof(h->row))), err);
}

static void answer_end(void *context, const uint8_t key[32], const struct st_kept_answer *answer)
{
    struct st_arena *arena = st_arena_new();
    struct held h = {.arena = arena};

    derive(&h, key);
    if (answer != NULL)
        h.locked = lock_answer(&h, answer, arena);
    (void)st_state_change(context, keep, &h, NULL);
    sodium_memzero(h.lock, sizeof(h.lock));
    st_arena_free(arena);
}

struct st_answer_store st_answers_kept(struct st_store *store)
{
    started = st_instant_now();
    return (struct st_answer_store){store, answer_begin, answer_end};
}
