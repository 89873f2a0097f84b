#include "web/floor.h"

#include "web/assets.h"
#include "web/page.h"
#include "web/web.h"

static int healthz(struct st_request *req, struct st_response *res, struct st_error *err)
{
    const struct st_web_options *o = st_web_options(req->web);
    struct st_json w;

    if (o->ready != NULL && o->ready(o->app, err) != ST_OK)
        return (int)(err->code = ST_E_BUSY);
    w = st_response_json(res, 200);
    st_json_object(&w);
    st_json_key(&w, "status");
    st_json_text(&w, "ok");
    st_json_object_end(&w);
    return ST_OK;
}

static int metrics(struct st_request *req, struct st_response *res, struct st_error *err)
{
    (void)err;
    res->content_type = "text/plain; version=0.0.4; charset=utf-8";
    st_floor_metrics(req->web, &res->body);
    return ST_OK;
}

static int events(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct st_str topics = st_request_query(req, "topics");

    if (topics.n == 0)
        return st_fail(err, ST_E_INVALID, "topics", ST_MSG("No topic is named."), "", "Name at least one topic.");
    if (req->method == ST_HEAD) {
        res->content_type = "text/event-stream";
        return ST_OK;
    }
    return st_events_subscribe(st_web_events(req->web), res, req->session->officer, topics, err);
}

static int openapi(struct st_request *req, struct st_response *res, struct st_error *err)
{
    const struct st_web_options *o = st_web_options(req->web);
    struct st_json w = st_response_json(res, 200);

    (void)err;
    st_floor_openapi(&w, st_web_router(req->web), o->roles, o->purposes);
    st_response_public(res, 60);
    return ST_OK;
}

const struct st_route st_floor_routes[] = {
    {ST_GET, "/healthz", healthz, .help = "Is the system ready to work", .flags = ST_PUBLIC},
    {ST_GET, "/metrics", metrics, .help = "Figures for the operator, in Prometheus' text form", .flags = ST_PUBLIC},
    {ST_GET, "/events", events, .help = "Live events of the topics asked for, as a stream", .flags = ST_BY_ITSELF},
    {ST_GET, "/static/{hash}/{name}", st_asset_handler, .help = "Styles and scripts of the pages",
     .flags = ST_PUBLIC | ST_AT_ONCE},
    {ST_GET, "/api/v1/openapi.json", openapi, .help = "The description of this interface, as OpenAPI 3.1",
     .flags = ST_PUBLIC},
    {0}};
