/* The table of routes: everything that can be asked of the server, one row each.
 *
 *   const struct st_route screening_routes[] = {
 *       {ST_POST, "/api/v1/screenings/{id}/refer", screening_refer, .roles = ST_CODE_BIT(role_screening_officer),
 *        .purposes = ST_CODE_BIT(purpose_screening), .body = &referral_shape, .answer = &screening_shape,
 *        .audit = "screening.refer", .help = "Refer, and end the screening. SR Art 18", .flags = ST_IF_MATCH},
 *       {0}};
 *
 * Router, 404, 405, rights, CSRF, body check, idempotency, OpenAPI and the reference read the row. A router is made
 * once at start; finding a route costs one step for each segment of the path. */
#ifndef ST_WEB_ROUTE_H
#define ST_WEB_ROUTE_H

#include "web/response.h"

/* Answers a request. Returns ST_OK with the answer in `res`, or an error that becomes a problem document or an error
 * page; then nothing in `res` counts. */
typedef int (*st_handler_fn)(struct st_request *req, struct st_response *res, struct st_error *err);

enum st_route_flags {
    ST_PUBLIC = 1,       /* nobody needs to be signed in */
    ST_PAGE = 2,         /* HTML: faults of the input reach the handler, which shows the form again */
    ST_IF_MATCH = 4,     /* a change of a versioned record: If-Match or the form's field "version" is required */
    ST_IDEMPOTENT = 8,   /* honours Idempotency-Key: the same key gets the same answer */
    ST_AT_ONCE = 16,     /* never waits: runs on the network thread */
    ST_RAW_BODY = 32,    /* the body is not parsed (an upload); handler reads req->body */
    ST_NO_CSRF = 64,     /* signs nobody's session: another system's signed message */
    ST_NAMED = 128,      /* the call must name a purpose; which ones are open, the rights of what it touches decide */
    ST_BY_ITSELF = 256   /* screens ask for it by themselves: no sign of an officer in front of them */
};

struct st_route {
    enum st_method method;
    const char *path; /* segments, {name} for a parameter */
    st_handler_fn handler;
    uint64_t roles;    /* bits of enum role, any of them; 0 = everybody who is signed in */
    uint64_t purposes; /* bits of enum purpose, one must be named; 0 = none is asked */
    const struct st_shape *body, *answer;
    const char *audit; /* name of the action in the journal; NULL: touches no personal data */
    const char *help;  /* one English sentence (catalogue key) */
    unsigned flags;
    size_t body_max;   /* bytes; 0 = ST_BODY_MAX */
    const char *takes; /* a JSON object that no one shape describes, read by the handler: what stands in it, in English
                          for the description of the interface; NULL: none */
};

enum { ST_BODY_MAX = 1 << 20, ST_PARAMS_MAX = 4 };

struct st_router;

/* Makes the router of several tables, each ended by a row without handler; `tables` is ended by NULL. The tables are
 * borrowed. Errors: ST_E_BUG (two rows alike, a bad path: the fault names it). */
int st_router_new(struct st_router **out, const struct st_route *const *tables, struct st_error *err);
void st_router_free(struct st_router *router);

/* Fills req->route, req->params and req->allowed from req->method and req->segments. A HEAD finds the row of GET. */
void st_router_find(const struct st_router *router, struct st_request *req);

/* All rows, ordered by path and method. */
size_t st_router_count(const struct st_router *router);
const struct st_route *st_router_row(const struct st_router *router, size_t i);

/* "GET, HEAD, POST" for a set of methods. */
struct st_str st_router_allow(unsigned allowed, struct st_arena *arena);

#endif
