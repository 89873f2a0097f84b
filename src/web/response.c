#include "web/response.h"

void st_response_header(struct st_response *res, const char *name, struct st_str value)
{
    ST_ASSERT(res->headers_n < ST_RESPONSE_HEADERS_MAX);
    for (size_t i = 0; i < value.n; i++)
        ST_ASSERT((unsigned char)value.p[i] >= 0x20 && value.p[i] != 0x7f);
    res->headers[res->headers_n++] = (struct st_pair){st_str_of(name), st_str_dup(res->arena, value)};
}

const char *st_response_cookie_name(const struct st_request *req, const char *name)
{
    return req->tls ? st_strf(req->arena, "__Host-%s", name).p : name;
}

void st_response_cookie(struct st_response *res, const struct st_request *req, const char *name, struct st_str value,
                        int seconds)
{
    struct st_str age = seconds == 0 ? ST_S("") : st_strf(res->arena, "; Max-Age=%d", seconds > 0 ? seconds : 0);

    st_response_header(res, "Set-Cookie",
                       st_strf(res->arena, "%s=%.*s; Path=/; HttpOnly; SameSite=Strict%s%s",
                               st_response_cookie_name(req, name), (int)value.n, value.p, req->tls ? "; Secure" : "",
                               age.p));
}

void st_response_redirect(struct st_response *res, struct st_str location)
{
    ST_ASSERT(st_str_starts(location, "/") && !st_str_starts(location, "//"));
    res->status = 303;
    res->content_type = NULL;
    st_response_header(res, "Location", location);
}

struct st_json st_response_json(struct st_response *res, int status)
{
    res->status = status;
    res->content_type = "application/json";
    st_buf_clear(&res->body);
    return (struct st_json)ST_JSON_INIT(&res->body);
}

static void version_tag(struct st_response *res, int64_t version)
{
    st_response_header(res, "ETag", st_strf(res->arena, "\"v%lld\"", (long long)version));
}

struct st_json st_response_items(struct st_response *res)
{
    struct st_json w = st_response_json(res, 200);

    st_json_object(&w);
    st_json_key(&w, "items");
    st_json_array(&w);
    return w;
}

void st_response_items_end(struct st_json *w)
{
    st_json_array_end(w);
    st_json_object_end(w);
}

void st_response_records(struct st_response *res, const struct st_shape *shape, const void *rows,
                         const struct st_id *ids, size_t n)
{
    struct st_json w = st_response_items(res);

    for (size_t i = 0; i < n; i++) {
        st_json_object(&w);
        st_json_key(&w, "id"), st_json_id(&w, ids[i]);
        st_json_key(&w, "record"), st_shape_write(&w, shape, (const char *)rows + i * shape->size, ST_ALL_FIELDS);
        st_json_object_end(&w);
    }
    st_response_items_end(&w);
}

void st_response_record(struct st_response *res, const struct st_shape *shape, const void *record, int64_t version)
{
    struct st_json w = st_response_json(res, res->status);

    if (version >= 0)
        version_tag(res, version);
    st_shape_write(&w, shape, record, UINT64_MAX);
}

bool st_response_version(struct st_response *res, const struct st_request *req, int64_t version)
{
    struct st_str known = st_request_header(req, "if-none-match");
    int64_t theirs;

    version_tag(res, version);
    if (!st_parse_version_tag(&theirs, known) || theirs != version)
        return false;
    res->status = 304;
    res->content_type = NULL;
    return true;
}

void st_response_public(struct st_response *res, int seconds)
{
    res->stored = true;
    st_response_header(res, "Cache-Control", seconds > 86400 * 30
                           ? st_strf(res->arena, "public, max-age=%d, immutable", seconds)
                           : st_strf(res->arena, "public, max-age=%d", seconds));
}
