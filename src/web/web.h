/* The web floor put together: server, routes, sessions, events, pages.
 *
 * What happens to a request, in this order: a head that can be read in two ways (400, the connection is closed);
 * session; route (404, 405 with Allow, OPTIONS); size of the body (413) and query (400); sign-in asked for (401, or the
 * page of /sign-in); form of the body (400, 415); CSRF (403); role and purpose (403, spoken); body by the shape of the
 * row (422, each field named; page routes get the faults themselves); If-Match (428, 412 is the handler's);
 * Idempotency-Key; handler; problem document or error page. */
#ifndef ST_WEB_WEB_H
#define ST_WEB_WEB_H

#include "store/store.h"
#include "web/answers.h"
#include "web/events.h"
#include "web/http_server.h"
#include "web/metrics.h"
#include "web/route.h"
#include "web/session.h"

struct st_web;
struct st_html;

/* An entry of the navigation: shown to those who hold one of the roles (0 = everybody who is signed in). */
struct st_nav {
    const char *path, *key;
    uint64_t roles;
};

struct st_web_options {
    struct st_http_options http;
    const struct st_route *const *tables; /* ended by NULL; the floor adds its own */
    const struct st_nav *nav;             /* ended by a row without path; NULL = none */
    void *app;                            /* handlers find it as req->app */
    struct st_session_store sessions;     /* put NULL: in memory */
    struct st_answer_store answers;       /* begin NULL: in memory */
    const struct st_codes *roles, *purposes; /* the code lists of the rows' bits; NULL: no row may ask for any */
    struct st_instant (*now)(void *app);  /* the clock of the law; NULL: the real one */
    struct st_instant (*real_now)(void);  /* tests; NULL: st_instant_now */
    const char *time_zone;                /* NULL = "UTC"; a session's own goes before */
    bool training;                        /* synthetic people, movable clock: said on every page */
    /* Is everything there that the program needs? For /healthz; NULL: yes. */
    int (*ready)(void *app, struct st_error *err);
    const struct st_gauge *gauges;        /* more figures for /metrics; NULL = none */
    /* Who has this name and password? Fills officer, name, authority, unit, roles, language, time_zone of a session
     * that has its key already; one that it stores itself, with its note of the sign-in, it marks as kept.
     * ST_E_FORBIDDEN: wrong. NULL: there is no sign-in page. Called in a worker; the floor throttles. */
    int (*authenticate)(struct st_session *out, void *app, struct st_str name, struct st_str password,
                        struct st_arena *arena, struct st_error *err);
    const char *home; /* path after sign-in; NULL = "/" */
    /* The purposes (bits) that somebody with these roles may choose for the pages; NULL: all of them. */
    uint64_t (*may_choose)(void *app, uint64_t roles);
    /* What stands under the header of every page of somebody who is signed in (that it is a training among it); NULL:
     * nothing. */
    void (*bar)(struct st_html *page);
};

/* Starts serving. `options` is copied, what it points to is borrowed until stop. Errors: those of st_router_new and
 * st_http_server_start. */
int st_web_start(struct st_web **out, const struct st_web_options *options, struct st_error *err);
/* Stops gracefully within about `seconds`. NULL is fine. */
void st_web_stop(struct st_web *web, unsigned seconds);
uint16_t st_web_port(const struct st_web *web);

/* For handlers and other floors. */
const struct st_web_options *st_web_options(const struct st_web *web);
struct st_events *st_web_events(struct st_web *web);
const struct st_router *st_web_router(const struct st_web *web);
struct st_throttle *st_web_throttle(struct st_web *web);

/* Who acts in this request, for the store. Borrowed from the request; nobody's id when signed out. */
struct st_actor st_request_actor(const struct st_request *req);
/* The purposes (bits) that the request's officer may choose for the pages. */
uint64_t st_request_purposes(const struct st_request *req);
/* One of the roles (bits) is held. 0 asks for none. */
bool st_request_may(const struct st_request *req, uint64_t roles);
/* A role of the request's officer opens the page at this address (its purpose can be chosen there). True for addresses
 * that this program does not serve. */
bool st_request_may_open(const struct st_request *req, struct st_str address);

#endif
