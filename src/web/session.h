/* Who is signed in, and is it really this browser that asks.
 *
 * A session is a random token of 256 bits in a cookie (or, for programs, in "Authorization: Bearer"). The store keeps
 * only its hash, so that a stolen table opens nothing. What is forged, unknown or too old is signed out, never an
 * error. CSRF tokens are derived from the token and the address of the form; nothing of them is stored. Session times
 * run by the real clock, whatever the clock of the law says. */
#ifndef ST_WEB_SESSION_H
#define ST_WEB_SESSION_H

#include <pthread.h>

#include "base/password.h"
#include "web/response.h"

enum {
    ST_SESSION_KEY = 32,
    ST_TOKEN_TEXT = 65, /* 64 hexadecimal characters and NUL */
    ST_CSRF_TEXT = 33,
    ST_SESSION_IDLE = 30 * 60,        /* seconds without a request */
    ST_SESSION_ABSOLUTE = 12 * 60 * 60 /* a long shift */
};

struct st_session {
    uint8_t key[ST_SESSION_KEY]; /* hash of the token; what the store finds it by */
    struct st_id officer;
    struct st_id id;             /* names the session in the journal; says nothing about the token */
    char name[120];              /* shown to the officer only */
    char authority[24], unit[48];
    char roles[320];             /* stable names separated by spaces */
    char purpose[48];            /* the one that pages work under; "" = none chosen */
    char language[12], time_zone[48];
    struct st_instant begun, seen;
    uint8_t csrf[32];            /* derived at look-up, never stored */
    bool kept;                   /* it stands in the store already: written with the note of the sign-in */
};

/* Where sessions live; `put` keeps a new one. Each returns ST_OK or a negative code;
 * `get` ST_E_NOTFOUND. Called from any worker at once. */
struct st_session_store {
    void *context;
    int (*put)(void *context, const struct st_session *session);
    int (*get)(struct st_session *out, void *context, const uint8_t key[ST_SESSION_KEY]);
    int (*seen)(void *context, const uint8_t key[ST_SESSION_KEY], struct st_instant at);
    int (*remove)(void *context, const uint8_t key[ST_SESSION_KEY]);
    /* Another purpose; ST_E_NOTFOUND when the session has ended meanwhile: nothing revives it. */
    int (*choose)(void *context, const uint8_t key[ST_SESSION_KEY], const char *purpose);
};

/* A store in memory: for tests and the first start. It holds at most 4096 sessions; the longest unseen gives way. */
struct st_session_memory;
struct st_session_memory *st_session_memory_new(void);
void st_session_memory_free(struct st_session_memory *memory);
struct st_session_store st_session_memory_store(struct st_session_memory *memory);

/* A new session, nobody's yet: key, id, begun and seen. */
void st_session_new(char token[ST_TOKEN_TEXT], struct st_session *session, const struct st_request *req);
/* Begins it: stores it unless it is kept already, sets the cookie (res may be NULL: a program that gets the token
 * itself). Errors: those of the store. */
int st_session_begin(const char *token, const struct st_session *session, const struct st_session_store *store,
                     struct st_request *req, struct st_response *res);
/* The session of a request, in its arena; NULL when signed out. */
const struct st_session *st_session_find(const struct st_session_store *store, const struct st_request *req);
/* Ends the session of the request and forgets the cookie. */
void st_session_end(const struct st_session_store *store, struct st_request *req, struct st_response *res);

/* The CSRF token of the form whose action is `path`. Signed out, it hangs on a visitor's cookie, which is set here when
 * it is missing; so call it before the answer is ready. */
struct st_str st_csrf_token(struct st_request *req, struct st_response *res, const char *path);
/* Does the request carry the right token (form field "csrf" or header X-CSRF-Token), and does it not come from
 * another site? */
bool st_csrf_valid(const struct st_request *req);

/* ---- Throttle ---- */
/* Counts wrong passwords for a name at an address (5 go free, then each further try waits twice as long, from 2 s up to
 * 15 minutes), for a name wherever it is tried (10; up to 2 minutes) and for an address whatever names it tries (30; up
 * to 2 minutes). So neither many addresses that guess at one account nor one address that tries many names get far. An
 * officer is not locked out by them: at an address where a right password was given in the last 30 days the count of
 * the name does not hold, and where the officer's own was, neither does that of the address.
 *
 * Keeps keyed hashes, no names. In memory; 4096 of each, the oldest gives way; a restart forgets. */
struct st_throttle;
struct st_throttle *st_throttle_new(void);
void st_throttle_free(struct st_throttle *throttle);
/* Asks before the password is looked at: seconds still to wait, or 0 = go on; then the try counts as failed until it is
 * known otherwise, so that many at once count too. `address` empty: only the name counts, as a name at an address. */
int64_t st_throttle_try(struct st_throttle *throttle, struct st_str name, struct st_str address, struct st_instant now);
/* The password was right. */
void st_throttle_passed(struct st_throttle *throttle, struct st_str name, struct st_str address, struct st_instant now);
/* It could not be looked at: the try does not count. */
void st_throttle_undo(struct st_throttle *throttle, struct st_str name, struct st_str address);

#endif
