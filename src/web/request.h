/* One request as a handler sees it: taken apart, checked, with its own arena.
 *
 * Everything here lives as long as the request. What the route row asks for (sign-in, CSRF, body by shape) has been
 * done before the handler runs. */
#ifndef ST_WEB_REQUEST_H
#define ST_WEB_REQUEST_H

#include "base/id.h"
#include "base/shape.h"
#include "web/parse.h"

/* The methods of HTTP that the program knows. */
enum st_method { ST_GET, ST_POST, ST_PUT, ST_PATCH, ST_DELETE, ST_HEAD, ST_OPTIONS, ST_METHOD_OTHER };
const char *st_method_name(enum st_method method);
enum st_method st_method_of(const char *name);

struct st_route;
struct st_session;
struct st_web;

struct st_request {
    struct st_arena *arena;
    struct st_id id; /* names this request in logs and problems */
    enum st_method method;
    struct st_str target;                 /* path and query as sent */
    struct st_str path;                   /* as sent, still escaped, without query */
    struct st_str segments[ST_SEGMENTS_MAX]; /* decoded */
    size_t segments_n;
    struct st_pairs headers;  /* names in lower case; a value that is no UTF-8 is unknown */
    struct st_pairs query, cookies;
    struct st_pairs params;   /* {id} in the path */
    struct st_str body;       /* as sent; empty when it was too large */
    bool body_too_large, path_broken, query_broken, tls;
    bool misread;             /* a proxy may have read the head, or where the body ends, otherwise than we do */
    const char *peer;         /* address of the other end, without port */

    /* What the web floor finds out before the handler runs. */
    struct st_web *web;
    void *app;                    /* st_web_options.app: what handlers work on */
    const struct st_route *route; /* NULL: none such */
    unsigned allowed;             /* bit per method that the path knows */
    const struct st_session *session; /* NULL: signed out */
    uint64_t roles;               /* bits of the codes of the session's roles */
    unsigned purpose;             /* code of the purpose named; 0 = none */
    const char *language;         /* "en", "sv"; static */
    const char *time_zone;
    struct st_instant now;        /* the clock of the program: legal time */
    struct st_instant real_now;   /* the real clock, for sessions */
    struct st_str visitor;        /* the visitor cookie set with this answer, if any */
    struct st_pairs form;         /* fields of an urlencoded body */
    json_t *json;                 /* a JSON body; released by the floor */
    const void *input;            /* the body as a record of the route's shape; NULL without shape */
    struct st_error faults;       /* page routes: what is wrong with the input (others are answered before) */
    int64_t version;              /* from If-Match, or the form's field "version"; -1 without */
};

/* The first value of a header (name in lower case), cookie, query or form field, or path parameter; unknown when
 * there is none. */
struct st_str st_request_header(const struct st_request *req, const char *name);
struct st_str st_request_cookie(const struct st_request *req, const char *name);
struct st_str st_request_query(const struct st_request *req, const char *name);
struct st_str st_request_form(const struct st_request *req, const char *name);
struct st_str st_request_param(const struct st_request *req, const char *name);
/* A path parameter as a key. Errors: ST_E_NOTFOUND when it is not the text of one. */
int st_request_id(struct st_id *out, const struct st_request *req, const char *name, struct st_error *err);
/* A whole number from the query between `least` and `most`; `otherwise` when it is absent, broken or outside. */
int64_t st_request_number(const struct st_request *req, const char *name, int64_t least, int64_t most,
                          int64_t otherwise);
/* The request is a live screen refreshing itself (ui/app.js), not somebody who asks. */
bool st_request_is_live(const struct st_request *req);
/* It is, and the screen says that it holds what this key stands for (attribute data-kept). What it holds need not be
 * read and brought again: an empty element with the key stands for it, and 204 for a page of which it holds everything.
 * So a screen that refreshes itself consults only what is new to it, and only that is journalled. */
bool st_request_holds(const struct st_request *req, struct st_str key);
/* True when the answer should be a page: a path outside /api/ and a client that takes text/html. */
bool st_request_wants_page(const struct st_request *req);
bool st_request_is_api(const struct st_request *req);
/* The reader that sentences are printed for. */
struct st_reader st_request_reader(const struct st_request *req);

/* Fills path, segments, query, cookies from `target` and `headers`. The server calls it once. */
void st_request_take_apart(struct st_request *req);
/* Chooses the language: ?lang, the cookie "lang", `of_session` (may be NULL), Accept-Language, English. */
void st_request_choose_language(struct st_request *req, const char *of_session);

#endif
