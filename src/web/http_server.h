/* The HTTP server: libmicrohttpd in front, a pool of workers behind.
 *
 * Network threads read requests and write answers and never wait for anything else: a complete request is handed to a
 * worker while its connection is suspended, and resumed when the answer stands. A body over its limit is read to the
 * end and then refused, since a client that is answered in the middle of its upload sees a broken connection and not
 * the reason. When connections run short, those that have been waited for longest (silent, or a request that comes in
 * drops) are closed, so that somebody new gets in. Each request has one arena; arenas and buffers are used again. Cost:
 * about 20 µs of processor for an empty answer (bench/bench_web.c). */
#ifndef ST_WEB_HTTP_SERVER_H
#define ST_WEB_HTTP_SERVER_H

#include "web/response.h"

struct st_http_server;

struct st_http_options {
    const char *address;     /* numeric; NULL = 127.0.0.1 */
    uint16_t port;           /* 0 = any free one */
    unsigned threads;        /* network threads; 0 = as many as cores */
    unsigned workers;        /* 0 = twice the cores, at least 16: more than wait for a password */
    unsigned queue;          /* requests that may wait for a worker; 0 = 1024; over it 503 */
    unsigned connections;    /* 0 = 4096; fewer where the process may not open so many files */
    unsigned per_address;    /* connections from one address; 0 = no limit (behind a proxy all come from one) */
    unsigned idle_seconds;   /* a silent connection is closed; 0 = 30 */
    unsigned body_seconds;   /* a request must be there whole after this; 0 = 120 */
    const char *tls_certificate, *tls_key; /* PEM files; NULL = plain HTTP */
    const char *proxy;       /* numeric; who connects from there says for whom (the last word of X-Forwarded-For) and
                                whether by TLS (X-Forwarded-Proto: https); NULL = nobody is believed */
};

/* What the server asks of the floor above it. */
struct st_http_service {
    void *context;
    /* On a network thread, headers only: takes what it needs to know from the request and says how many bytes of body
     * are welcome. *at_once: `handle` never waits and may run on the network thread. Must not block. */
    size_t (*begin)(void *context, struct st_request *req, bool *at_once);
    /* Fills the answer. Runs in a worker; never fails. */
    void (*handle)(void *context, struct st_request *req, struct st_response *res);
    /* The answer has been sent, or the client has gone. Optional. */
    void (*end)(void *context, struct st_request *req, const struct st_response *res, int64_t microseconds);
};

struct st_http_counts {
    uint64_t requests, refused_busy, too_large;
    unsigned in_flight, waiting, streams, connections;
};

/* Starts listening. `service` is copied, its context borrowed until stop. Errors: ST_E_IO (address in use, fault says
 * which port), ST_E_INVALID (address, certificate, proxy).
 *
 * A head over 32 kB is refused with 431 by libmicrohttpd itself. It takes cookies apart in the same memory, whether
 * asked to or not, and where that falls short (some 350 of them; a browser keeps 180 for a site) it closes the
 * connection without a word; there is no call by which we could answer. */
int st_http_server_start(struct st_http_server **out, const struct st_http_options *options,
                         const struct st_http_service *service, struct st_error *err);
uint16_t st_http_server_port(const struct st_http_server *server);
void st_http_server_counts(struct st_http_server *server, struct st_http_counts *out);
/* Takes no new connections, lets what is under way finish (at most `seconds`), ends the streams, and is gone. */
void st_http_server_stop(struct st_http_server *server, unsigned seconds);

/* A stream has more to say: the server will call its `read`. Any thread, until the stream's `close` has been called. */
void st_http_wake(void *wake);

#endif
