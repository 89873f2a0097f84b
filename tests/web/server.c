/* A small server over the web floor, which tests/web/scenario.py drives: made-up things with a shape, a page, a form,
 * rights, versions, events. Prints its port; ends when its input does. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "web/form.h"
#include "web/page.h"
#include "web/web.h"

#define ROLES(C)                                                                                                      \
    C(part, keeper, "Keeper", "")                                                                                     \
    C(part, visitor, "Visitor", "")
ST_CODES(part, ROLES)
ST_CODES_DEFINE(part, ROLES)
#define AIMS(C)                                                                                                       \
    C(aim, counting, "Counting", "")                                                                                  \
    C(aim, mending, "Mending", "")
ST_CODES(aim, AIMS)
ST_CODES_DEFINE(aim, AIMS)

#define MARK(F) F(text, text, ST_REQUIRED, 40, "Text", "", "")
ST_SHAPE(mark, MARK)
ST_SHAPE_DEFINE(mark, MARK, "Mark", "")
#define THING(F)                                                                                                      \
    F(text, name, ST_REQUIRED, 40, "Name", "What it is called", "")                                                   \
    F(number, weight, 0, 0, "Weight", "In grams", "")                                                                 \
    F(tri, broken, 0, 0, "Broken", "", "")                                                                            \
    F(code, keeper, 0, part, "Kept by", "", "")                                                                       \
    F(codes, aims, 0, aim, "Aims", "", "")                                                                            \
    F(date, found_on, ST_IN_PAST, 0, "Found on", "", "Thing Act Art 1")                                               \
    F(instant, seen_at, 0, 0, "Seen at", "", "")                                                                      \
    F(text, note, ST_LONG, 200, "Note", "", "")                                                                       \
    F(many, marks, 0, mark, "Marks", "", "")
ST_SHAPE(thing, THING)
ST_SHAPE_DEFINE(thing, THING, "Thing", "")

static int64_t version = 1;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static int empty(struct st_request *req, struct st_response *res, struct st_error *err)
{
    (void)req;
    (void)err;
    res->content_type = "text/plain";
    st_buf_text(&res->body, "ok");
    return ST_OK;
}

static int thing_show(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct thing t = {.name = st_request_param(req, "name"), .weight = {12, true}};

    if (st_str_is(t.name, "nothing"))
        return st_fail(err, ST_E_NOTFOUND, "name", ST_MSG("unknown"), "", "");
    if (st_str_is(t.name, "broken"))
        return st_fail(err, ST_E_IO, "secret", ST_MSG("secret of the house"), "", "");
    if (st_response_version(res, req, version))
        return ST_OK;
    res->headers_n = 0;
    st_response_record(res, &thing_shape, &t, version);
    return ST_OK;
}

static int thing_change(struct st_request *req, struct st_response *res, struct st_error *err)
{
    const struct thing *t = req->input;
    bool fits;

    (void)pthread_mutex_lock(&lock);
    fits = req->version < 0 || req->version == version;
    version += fits;
    (void)pthread_mutex_unlock(&lock);
    if (!fits)
        return st_fail(err, ST_E_CONFLICT, "", ST_MSG("unknown"), "", "");
    res->status = req->method == ST_POST ? 201 : 200;
    st_response_record(res, &thing_shape, t, version);
    st_events_publish(st_web_events(req->web), "things", ST_S("{\"changed\":true}"));
    return ST_OK;
}

static int form_page(struct st_request *req, struct st_response *res, struct st_error *err)
{
    const struct st_form_options options = {.faults = &req->faults, .typed = &req->form};
    struct st_html page;

    (void)err;
    if (req->method == ST_POST && req->faults.n == 0) {
        st_response_redirect(res, ST_S("/things/form?done=1"));
        return ST_OK;
    }
    res->status = req->faults.n > 0 ? 422 : 200;
    st_page_begin(&page, req, res, &ST_MSG("unknown"));
    st_page_faults(&page, &req->faults);
    st_form_begin(&page, "/things/form");
    st_form_fields(&page, &thing_shape, req->input, &options);
    st_page_button(&page, ST_PRIMARY, "Yes");
    st_form_end(&page);
    st_page_end(&page);
    return ST_OK;
}

/* Every part of a page at once, with strangers' text in it. */
static int parts_page(struct st_request *req, struct st_response *res, struct st_error *err)
{
    static const char *const columns[] = {"Name", "Since", NULL};
    struct mark marks[] = {{ST_S("<b>bold</b>")}};
    struct thing t = {.name = ST_S("<script>alert(1)</script>"), .broken = ST_YES, .found_on = st_date(2026, 9, 0),
                      .marks = {marks, 1}};
    struct st_clock_view clock = {.what = ST_MSG("unknown"), .ends_at = {req->now.us + 2 * ST_DAY},
                                  .citation = "Thing Act Art 2", .if_missed = ST_MSG("unknown")};
    struct st_html page;

    (void)err;
    st_page_begin(&page, req, res, &ST_MSG("unknown"));
    st_page_notice(&page, ST_WARNING, &ST_MSG("unknown"));
    st_page_live(&page, "clocks", "things");
    st_page_clock(&page, &clock, req->now);
    clock.ends_at.us = req->now.us - ST_HOUR;
    st_page_clock(&page, &clock, req->now);
    st_html_close(&page);
    st_page_description(&page);
    st_page_record(&page, &thing_shape, &t, ST_ALL_FIELDS, false);
    st_page_fact(&page, "Name", (struct st_str){NULL, 0});
    st_page_description_end(&page);
    st_page_table(&page, "Name", columns);
    st_page_row(&page);
    st_page_cell_name(&page, ST_S("محمد \"x\" & 'y'"));
    st_page_cell(&page);
    st_html_date(&page, st_date(2026, 9, 17));
    st_page_table_end(&page);
    st_html_link(&page, ST_S("javascript:alert(1)"), "Yes");
    st_page_end(&page);
    return ST_OK;
}

static int upload(struct st_request *req, struct st_response *res, struct st_error *err)
{
    (void)err;
    res->content_type = "text/plain";
    st_buf_int(&res->body, (int64_t)req->body.n);
    return ST_OK;
}

static const struct st_route thing_routes[] = {
    {ST_GET, "/", empty, .help = "First page", .flags = ST_PUBLIC},
    {ST_GET, "/empty", empty, .help = "Nothing", .flags = ST_PUBLIC | ST_AT_ONCE},
    {ST_GET, "/worker", empty, .help = "Nothing, by a worker", .flags = ST_PUBLIC},
    {ST_GET, "/parts", parts_page, .help = "Every part of a page", .flags = ST_PUBLIC | ST_PAGE},
    {ST_GET, "/things/form", form_page, .help = "The form", .flags = ST_PAGE},
    {ST_POST, "/things/form", form_page, .body = &thing_shape, .help = "The form sent", .flags = ST_PAGE},
    {ST_PUT, "/upload", upload, .help = "An upload", .flags = ST_PUBLIC | ST_RAW_BODY | ST_NO_CSRF, .body_max = 4 << 20},
    {ST_GET, "/api/v1/things/{name}", thing_show, .answer = &thing_shape, .help = "One thing"},
    {ST_PUT, "/api/v1/things/{name}", thing_change, .body = &thing_shape, .answer = &thing_shape,
     .help = "Change it", .flags = ST_IF_MATCH},
    {ST_POST, "/api/v1/things", thing_change, .roles = ST_CODE_BIT(part_keeper),
     .purposes = ST_CODE_BIT(aim_counting), .body = &thing_shape, .answer = &thing_shape, .audit = "thing.make",
     .help = "A new thing", .flags = ST_IDEMPOTENT},
    {0}};

static const struct st_nav nav[] = {{"/parts", "Name", 0}, {"/things/form", "Yes", ST_CODE_BIT(part_keeper)}, {0}};

/* "keeper" and "visitor" with the password "right". */
static int authenticate(struct st_session *out, void *app, struct st_str name, struct st_str password,
                        struct st_arena *arena, struct st_error *err)
{
    (void)app;
    (void)arena;
    (void)err;
    if ((!st_str_is(name, "keeper") && !st_str_is(name, "visitor")) || !st_str_is(password, "right"))
        return ST_E_FORBIDDEN;
    (void)snprintf(out->name, sizeof(out->name), "%.*s", (int)name.n, name.p);
    (void)snprintf(out->roles, sizeof(out->roles), "%.*s", (int)name.n, name.p);
    out->officer = st_id_new(st_instant_now());
    return ST_OK;
}

int main(int argc, char **argv)
{
    static const struct st_route *const tables[] = {thing_routes, NULL};
    struct st_web_options o = {.tables = tables, .nav = nav, .roles = &part_codes, .purposes = &aim_codes,
                               .authenticate = authenticate, .home = "/parts", .training = true};
    struct st_error err = {0};
    struct st_web *web;
    char c;

    o.http.idle_seconds = 3;
    if (argc > 2) {
        o.http.tls_certificate = argv[1];
        o.http.tls_key = argv[2];
    }
    o.http.proxy = getenv("STATERA_TEST_PROXY");
    if (getenv("STATERA_TEST_PORT") != NULL) {
        int64_t port;
        if (st_str_to_int64(&port, st_str_of(getenv("STATERA_TEST_PORT"))))
            o.http.port = (uint16_t)port;
    }
    if (getenv("STATERA_TEST_CONNECTIONS") != NULL) {
        int64_t connections;
        if (st_str_to_int64(&connections, st_str_of(getenv("STATERA_TEST_CONNECTIONS"))))
            o.http.connections = (unsigned)connections;
    }
    if (st_web_start(&web, &o, &err) != ST_OK) {
        (void)fprintf(stderr, "cannot start: %s\n", err.n ? err.faults[0].what.text : st_err_name(err.code));
        return 1;
    }
    printf("%d\n", st_web_port(web));
    (void)fflush(stdout);
    while (read(STDIN_FILENO, &c, 1) > 0)
        ;
    st_web_stop(web, 2);
    return 0;
}
