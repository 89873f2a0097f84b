/* The answer to one request.
 *
 * A handler writes into `body` (its limit is the answer's) and names status and type; the security headers are put on
 * every answer by the server, whoever made it. Answers are personal and not stored unless st_response_public says
 * otherwise. */
#ifndef ST_WEB_RESPONSE_H
#define ST_WEB_RESPONSE_H

#include <sys/types.h>

#include "web/request.h"

enum { ST_RESPONSE_HEADERS_MAX = 24, ST_RESPONSE_MAX = 32 << 20 };

/* An answer that goes on: the server calls `read` whenever there is room. */
struct st_stream {
    void *context;
    /* Copies at most `n` bytes; 0 = nothing now (st_http_wake says when there is more), -1 = the end. Never blocks. */
    ssize_t (*read)(void *context, char *out, size_t n);
    /* Called once when the connection is over; afterwards the wake handle is dead. */
    void (*close)(void *context);
};

struct st_response {
    struct st_arena *arena;
    int status;               /* 200 unless said otherwise */
    struct st_buf body;
    struct st_str fixed;      /* instead of `body`: bytes that live as long as the program */
    const char *content_type; /* NULL: no body */
    struct st_pair headers[ST_RESPONSE_HEADERS_MAX];
    size_t headers_n;
    bool stored;              /* a cache-control header of its own stands among `headers` */
    struct st_stream stream;  /* read != NULL: instead of `body` */
    void *wake;               /* for st_http_wake, filled by the server */
};

/* Adds a header. `value` is borrowed for the request; a value with a control character in it is a bug. */
void st_response_header(struct st_response *res, const char *name, struct st_str value);
/* Adds Set-Cookie: HttpOnly, SameSite=Strict, Path=/, Secure under TLS. `seconds` 0 = until the browser closes,
 * negative = forget it. Under TLS the browser sees the name with "__Host-" before it. */
void st_response_cookie(struct st_response *res, const struct st_request *req, const char *name, struct st_str value,
                        int seconds);
/* The name under which a cookie of st_response_cookie comes back. */
const char *st_response_cookie_name(const struct st_request *req, const char *name);

/* See other (303) after a POST, or a plain redirect: `location` is a path of this program, made by the program. */
void st_response_redirect(struct st_response *res, struct st_str location);
/* Begins a JSON answer of this status and returns its writer. */
struct st_json st_response_json(struct st_response *res, int status);
/* Answers 200 with a list, {"items": [ … ]}: begins it; the items are written; the end closes it; a list with more
 * members beside the items closes array and object itself. */
struct st_json st_response_items(struct st_response *res);
void st_response_items_end(struct st_json *w);
/* The list of n records of a shape under their keys: {"items": [{"id": …, "record": …}]}. */
void st_response_records(struct st_response *res, const struct st_shape *shape, const void *rows,
                         const struct st_id *ids, size_t n);
/* Answers with the record of a shape as JSON and its version as ETag (negative: none). */
void st_response_record(struct st_response *res, const struct st_shape *shape, const void *record, int64_t version);
/* ETag "v<version>"; true (and status 304) when the client has this version already. */
bool st_response_version(struct st_response *res, const struct st_request *req, int64_t version);
/* The answer is the same for everybody and may be stored for `seconds`. */
void st_response_public(struct st_response *res, int seconds);

#endif
