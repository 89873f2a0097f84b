#include "web/web.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "web/floor.h"
#include "web/form.h"
#include "web/multipart.h"
#include "web/problem.h"

struct st_web {
    struct st_web_options options;
    struct st_router *router;
    struct st_http_server *server;
    struct st_events *events;
    struct st_throttle *throttle;
    struct st_session_memory *session_memory;
    struct st_answers_memory *answers_memory;
    struct st_metrics metrics;
    const struct st_route **tables;
};

/* ---- Steps before the handler; each returns ST_OK or has noted a fault ---- */

static int step_head(struct st_request *req, struct st_response *res, struct st_error *err)
{
    if (!req->misread)
        return ST_OK;
    res->status = 400;
    return st_fail(err, ST_E_INVALID, "", ST_MSG("The head of the request can be read in two ways."), "",
                   "Send one Host, one Content-Length or Transfer-Encoding: chunked, and names without spaces.");
}

static int step_route(struct st_request *req, struct st_response *res, struct st_error *err)
{
    if (req->route != NULL)
        return ST_OK;
    if (req->allowed == 0)
        return st_fail(err, ST_E_NOTFOUND, "", ST_MSG("There is no page at this address."), "",
                       "Check the address, or begin at the first page.");
    st_response_header(res, "Allow", st_router_allow(req->allowed, req->arena));
    res->status = 405;
    return st_fail(err, ST_E_INVALID, "", ST_MSG("This address does not take the method of the request."), "",
                   "Use one of the methods in the header Allow.");
}

static int step_form(struct st_request *req, struct st_response *res, struct st_error *err)
{
    if (req->body_too_large)
        return st_fail(err, ST_E_LIMIT, "", ST_MSG("The body is larger than {0} bytes.", ST_V((int64_t)(long)(
                       req->route->body_max ? req->route->body_max : ST_BODY_MAX))), "", "Send less at once.");
    if (!req->query_broken)
        return ST_OK;
    res->status = 400;
    return st_fail(err, ST_E_INVALID, "", ST_MSG("The query of the address is not well-formed UTF-8."), "",
                   "Send the query in UTF-8 with whole %XX escapes.");
}

static int step_signed_in(struct st_request *req, struct st_response *res, struct st_error *err)
{
    if (req->session != NULL || (req->route->flags & ST_PUBLIC))
        return ST_OK;
    if (st_request_is_api(req))
        st_response_header(res, "WWW-Authenticate", ST_S("Bearer"));
    return st_fail(err, ST_E_NOTSIGNED, "", ST_MSG("Nobody is signed in, or the session has ended."), "",
                   "Sign in and try again.");
}

/* The label of the first code in a set of bits. */
static const char *first_label(const struct st_codes *codes, uint64_t bits)
{
    for (unsigned i = 1; codes != NULL && i <= codes->n; i++)
        if (bits & ST_CODE_BIT(i))
            return codes->rows[i - 1].label;
    return "unknown";
}

static int step_rights(struct st_request *req, struct st_error *err)
{
    const struct st_web_options *o = &req->web->options;
    const struct st_route *route = req->route;

    if (!st_request_may(req, route->roles))
        return st_fail(err, ST_E_FORBIDDEN, "",
                       ST_MSG("This needs the role: {0}.", ST_V(st_value_key(first_label(o->roles, route->roles)))), "",
                       "Ask somebody who holds the role, or ask your administrator for it.");
    if ((route->flags & ST_NAMED) && req->purpose == 0)
        return st_fail(err, ST_E_FORBIDDEN, "Purpose", ST_MSG("The call does not say for which purpose it asks."), "",
                       "Name the purpose in the header Purpose.");
    if (route->purposes == 0 || (req->purpose != 0 && (route->purposes & ST_CODE_BIT(req->purpose))))
        return ST_OK;
    return st_fail(err, ST_E_FORBIDDEN, "Purpose",
                   ST_MSG("This is open only for a purpose such as: {0}.",
                          ST_V(st_value_key(first_label(o->purposes, route->purposes)))), "",
                   "Name the purpose for which you ask.");
}

static bool is_type(struct st_str header, const char *type)
{
    struct st_str first = st_str_trim(st_str_cut(&header, ';'));
    return first.n == strlen(type) && strncasecmp(first.p, type, first.n) == 0;
}

static bool changes(const struct st_request *req)
{
    return req->method != ST_GET && req->method != ST_HEAD && req->method != ST_OPTIONS;
}

static int step_parse(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct st_str type = st_request_header(req, "content-type");
    int rc = ST_OK;

    if (req->body.n == 0 || (req->route->flags & ST_RAW_BODY))
        return ST_OK;
    if (is_type(type, "application/json")) {
        rc = st_json_parse(&req->json, req->body, err);
    } else if (is_type(type, "application/x-www-form-urlencoded")) {
        rc = st_parse_form(&req->form, req->body, req->arena, err);
    } else if (is_type(type, "multipart/form-data") && (req->route->flags & ST_PAGE)) {
        rc = st_parse_multipart(&req->form, req->body, type, req->arena, err);
    } else {
        res->status = 415;
        return st_fail(err, ST_E_INVALID, "Content-Type", ST_MSG("The body has a type that is not taken here."), "",
                       "Send application/json, or a form.");
    }
    if (rc == ST_E_INVALID)
        res->status = 400;
    return rc;
}

/* A program that names its token in a header cannot have been led here by a page; JSON cannot be sent by another site's
 * form. Everything else shows the token of its form. */
static int step_csrf(struct st_request *req, struct st_error *err)
{
    struct st_str site = st_request_header(req, "sec-fetch-site");
    bool bearer = st_str_starts(st_request_header(req, "authorization"), "Bearer ");
    bool json = is_type(st_request_header(req, "content-type"), "application/json") && !st_str_is(site, "cross-site");

    if (!changes(req) || (req->route->flags & ST_NO_CSRF) || bearer || (json && st_request_is_api(req)) ||
        st_csrf_valid(req))
        return ST_OK;
    return st_fail(err, ST_E_FORBIDDEN, "csrf", ST_MSG("The form is too old, or did not come from this site."), "",
                   "Open the page again and send the form once more.");
}

/* The body as a record of the row's shape. */
static int step_input(struct st_request *req, struct st_error *err)
{
    const struct st_shape *shape = req->route->body;
    struct st_error *faults = (req->route->flags & ST_PAGE) ? &req->faults : err;
    void *record;

    if (req->route->takes != NULL && (req->json == NULL || !json_is_object(req->json)))
        return st_fail(err, ST_E_INVALID, "", ST_MSG("The body is no JSON object."), "", "Send a JSON object.");
    if (shape == NULL || !changes(req))
        return ST_OK;
    record = st_alloc(req->arena, shape->size);
    if (req->json != NULL)
        (void)st_shape_read(record, shape, req->json, req->arena, "", faults);
    else
        st_form_read(record, shape, req, faults);
    if (faults->n == 0)
        (void)st_shape_check(shape, record, NULL, 0, req->now, req->arena, "", faults);
    req->input = record;
    return (int)err->code;
}

static int step_version(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct st_str tag = st_request_header(req, "if-match"), field = st_request_form(req, "version");

    /* The engines read 0 as "whatever is there": nobody says that from outside. */
    if ((st_str_known(tag) ? st_parse_version_tag(&req->version, tag) : st_str_to_int64(&req->version, field)) &&
        req->version >= 1)
        return ST_OK;
    req->version = -1;
    if (!(req->route->flags & ST_IF_MATCH))
        return ST_OK;
    res->status = 428;
    return st_fail(err, ST_E_INVALID, "If-Match", ST_MSG("The change does not say which version it changes."), "",
                   "Read the record, and send its ETag as If-Match.");
}

/* A form was to be shown again, and its record is not here or not the asker's: that goes before what was wrong with the
 * input, which stands first. */
static void refusal_first(struct st_error *err, int rc)
{
    if ((rc != ST_E_NOTFOUND && rc != ST_E_FORBIDDEN) || (int)err->code == rc || err->n == 0)
        return;
    err->faults[0] = err->faults[err->n - 1];
    err->n = 1;
    err->code = (enum st_err)rc;
}

static int run_handler(struct st_request *req, struct st_response *res, struct st_error *err)
{
    const struct st_answer_store *answers = &req->web->options.answers;
    bool held = false;
    int rc;

    if ((req->route->flags & ST_IDEMPOTENT) && st_answers_begin(&rc, &held, answers, req, res, err))
        return rc;
    res->status = 200;
    rc = req->route->handler(req, res, err);
    if (rc != ST_OK && err->code == ST_OK)
        err->code = (enum st_err)rc;
    refusal_first(err, rc);
    if (rc != ST_OK) /* too many tries; any other status may be of a form that could not be shown again */
        st_problem(res, req, res->status == 429 ? res->status : 0, err);
    if (held)
        st_answers_end(answers, req, res);
    return ST_OK;
}

/* ---- The request ---- */

static uint64_t bits_of(const struct st_codes *codes, struct st_str names)
{
    uint64_t bits = 0;

    while (codes != NULL && names.n > 0) {
        unsigned code = st_code_of(codes, st_str_cut(&names, ' '));
        if (code != 0)
            bits |= ST_CODE_BIT(code);
    }
    return bits;
}

/* The purpose: the header, the form, the query; for pages the session's, or the only one that the page is for. A
 * program names it on every call. */
static unsigned purpose_of(const struct st_request *req)
{
    const struct st_codes *codes = req->web->options.purposes;
    uint64_t asked = req->route ? req->route->purposes : 0;
    struct st_str given = st_request_header(req, "purpose");
    unsigned code;

    if (codes == NULL)
        return 0;
    if (!st_str_known(given))
        given = st_request_form(req, "purpose");
    if (!st_str_known(given))
        given = st_request_query(req, "purpose");
    if (st_str_known(given))
        return st_code_of(codes, given);
    if (st_request_is_api(req))
        return 0;
    code = req->session ? st_code_of(codes, st_str_of(req->session->purpose)) : 0;
    if (code != 0 && (asked == 0 || (asked & ST_CODE_BIT(code))))
        return code;
    if (req->route && (req->route->flags & ST_PAGE) && asked != 0 && (asked & (asked - 1)) == 0)
        for (unsigned i = 1; i <= codes->n; i++)
            if (asked == ST_CODE_BIT(i))
                return i;
    return code;
}

static void know_visitor(struct st_web *web, struct st_request *req)
{
    const struct st_web_options *o = &web->options;

    req->real_now = o->real_now ? o->real_now() : st_instant_now();
    req->now = o->now ? o->now(o->app) : req->real_now;
    if (!req->misread && (req->route == NULL || !(req->route->flags & ST_AT_ONCE)))
        req->session = st_session_find(&o->sessions, req);
    req->time_zone = req->session && req->session->time_zone[0] ? req->session->time_zone : o->time_zone;
    req->roles = req->session ? bits_of(o->roles, st_str_of(req->session->roles)) : 0;
    st_request_choose_language(req, req->session ? req->session->language : NULL);
}

static int answer(struct st_request *req, struct st_response *res, struct st_error *err)
{
    int rc;

    if ((rc = step_head(req, res, err)) != ST_OK || (rc = step_route(req, res, err)) != ST_OK ||
        (rc = step_form(req, res, err)) != ST_OK || (rc = step_signed_in(req, res, err)) != ST_OK ||
        (rc = step_parse(req, res, err)) != ST_OK || (rc = step_csrf(req, err)) != ST_OK)
        return rc;
    req->purpose = purpose_of(req);
    if ((rc = step_rights(req, err)) != ST_OK || (rc = step_input(req, err)) != ST_OK ||
        (rc = step_version(req, res, err)) != ST_OK)
        return rc;
    return run_handler(req, res, err);
}

/* A line for the operator when the program itself failed: the request's number, never its content. */
static void log_failure(const struct st_request *req, const struct st_response *res, const struct st_error *err)
{
    char id[ST_ID_TEXT];

    if (res->status < 500 || err->code == ST_E_BUSY)
        return;
    (void)fprintf(stderr, "statera: request %s %s %s: %d %s (%s:%d)\n", st_id_print(id, req->id),
                  st_method_name(req->method), req->route ? req->route->path : "-", res->status,
                  st_err_name(err->code), err->file ? err->file : "-", err->line);
}

static void handle(void *context, struct st_request *req, struct st_response *res)
{
    struct st_error err = {0};

    res->arena = req->arena;
    know_visitor(context, req);
    if (req->method == ST_OPTIONS && req->allowed != 0 && !req->misread) {
        res->status = 204;
        st_response_header(res, "Allow", st_router_allow(req->allowed, req->arena));
    } else if (answer(req, res, &err) != ST_OK) {
        if (err.code == ST_E_NOTSIGNED && st_request_wants_page(req) && req->web->options.authenticate != NULL)
            st_response_redirect(res, st_floor_sign_in_address(req));
        else
            st_problem(res, req, res->status >= 400 ? res->status : 0, &err);
    }
    log_failure(req, res, &err);
}

static size_t begin(void *context, struct st_request *req, bool *at_once)
{
    struct st_web *web = context;

    req->web = web;
    req->app = web->options.app;
    st_router_find(web->router, req);
    if (req->route == NULL)
        return 0;
    *at_once = (req->route->flags & ST_AT_ONCE) != 0;
    return req->route->body_max ? req->route->body_max : ST_BODY_MAX;
}

static void end(void *context, struct st_request *req, const struct st_response *res, int64_t microseconds)
{
    struct st_web *web = context;

    json_decref(req->json);
    if (res->stream.read == NULL)
        st_metrics_count(&web->metrics, res->status, microseconds);
}

/* ---- Start and stop ---- */

static void fill_defaults(struct st_web *web)
{
    struct st_web_options *o = &web->options;
    size_t n = 0;

    if (o->sessions.put == NULL) {
        web->session_memory = st_session_memory_new();
        o->sessions = st_session_memory_store(web->session_memory);
    }
    if (o->answers.begin == NULL) {
        web->answers_memory = st_answers_memory_new();
        o->answers = st_answers_memory_store(web->answers_memory);
    }
    o->time_zone = o->time_zone ? o->time_zone : "UTC";
    o->home = o->home ? o->home : "/";
    while (o->tables != NULL && o->tables[n] != NULL)
        n++;
    web->tables = st_heap((n + 4) * sizeof(*web->tables));
    if (n > 0)
        memcpy(web->tables, o->tables, n * sizeof(*web->tables));
    web->tables[n++] = st_floor_routes;
    if (o->authenticate != NULL)
        web->tables[n++] = st_sign_in_routes;
    if (o->authenticate != NULL && o->purposes != NULL)
        web->tables[n++] = st_purpose_routes;
    web->tables[n] = NULL;
}

int st_web_start(struct st_web **out, const struct st_web_options *options, struct st_error *err)
{
    struct st_web *web = st_heap(sizeof(*web));
    struct st_http_service service = {web, begin, handle, end};
    int rc;

    *out = NULL;
    web->options = *options;
    fill_defaults(web);
    web->events = st_events_new(0);
    web->throttle = st_throttle_new();
    if ((rc = st_router_new(&web->router, web->tables, err)) != ST_OK ||
        (rc = st_http_server_start(&web->server, &options->http, &service, err)) != ST_OK) {
        st_web_stop(web, 0);
        return rc;
    }
    *out = web;
    return ST_OK;
}

void st_web_stop(struct st_web *web, unsigned seconds)
{
    if (web == NULL)
        return;
    st_http_server_stop(web->server, seconds);
    st_events_free(web->events);
    st_router_free(web->router);
    st_throttle_free(web->throttle);
    st_session_memory_free(web->session_memory);
    st_answers_memory_free(web->answers_memory);
    free(web->tables);
    free(web);
}

uint16_t st_web_port(const struct st_web *web) { return st_http_server_port(web->server); }
const struct st_web_options *st_web_options(const struct st_web *web) { return &web->options; }
struct st_events *st_web_events(struct st_web *web) { return web->events; }
const struct st_router *st_web_router(const struct st_web *web) { return web->router; }
struct st_throttle *st_web_throttle(struct st_web *web) { return web->throttle; }

static int64_t count(uint64_t v) { return (int64_t)v; }

void st_floor_metrics(struct st_web *web, struct st_buf *out)
{
    struct st_http_counts c;

    st_http_server_counts(web->server, &c);
    st_metrics_print(out, &web->metrics, web->options.gauges);
    st_metrics_print_one(out, "statera_http_requests_total", "counter", "Requests begun", count(c.requests));
    st_metrics_print_one(out, "statera_http_refused_busy_total", "counter", "Refused, too many waited",
                         count(c.refused_busy));
    st_metrics_print_one(out, "statera_http_too_large_total", "counter", "Bodies over their limit",
                         count(c.too_large));
    st_metrics_print_one(out, "statera_http_in_flight", "gauge", "Requests under way", c.in_flight);
    st_metrics_print_one(out, "statera_http_waiting", "gauge", "Requests waiting for a worker", c.waiting);
    st_metrics_print_one(out, "statera_http_streams", "gauge", "Open event streams", c.streams);
    st_metrics_print_one(out, "statera_http_connections", "gauge", "Open connections", c.connections);
}

struct st_actor st_request_actor(const struct st_request *req)
{
    const struct st_session *s = req->session;
    const struct st_codes *purposes = req->web->options.purposes;

    if (s == NULL)
        return (struct st_actor){0};
    return (struct st_actor){.authority = st_str_of(s->authority), .officer = s->officer,
                             .role = st_str_of(s->roles),
                             .purpose = purposes ? st_str_of(st_code_name(purposes, req->purpose)) : ST_S(""),
                             .unit = st_str_of(s->unit), .session = s->id};
}

uint64_t st_request_purposes(const struct st_request *req)
{
    const struct st_web_options *o = &req->web->options;

    if (o->purposes == NULL || req->session == NULL)
        return 0;
    return o->may_choose ? o->may_choose(o->app, req->roles) : (ST_CODE_BIT(o->purposes->n) - 1) << 1;
}

bool st_request_may(const struct st_request *req, uint64_t roles) { return roles == 0 || (req->roles & roles) != 0; }

bool st_request_may_open(const struct st_request *req, struct st_str address)
{
    struct st_request there = {.arena = req->arena, .method = ST_GET, .target = address};

    st_request_take_apart(&there);
    st_router_find(req->web->router, &there);
    return there.route == NULL || st_request_may(req, there.route->roles);
}
