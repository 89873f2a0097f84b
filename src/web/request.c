#include "web/request.h"

static const char *const method_names[] = {[ST_GET] = "GET", [ST_POST] = "POST", [ST_PUT] = "PUT",
                                           [ST_PATCH] = "PATCH", [ST_DELETE] = "DELETE", [ST_HEAD] = "HEAD",
                                           [ST_OPTIONS] = "OPTIONS"};

const char *st_method_name(enum st_method method)
{
    return method < ST_METHOD_OTHER ? method_names[method] : "";
}

enum st_method st_method_of(const char *name)
{
    for (int i = 0; i < ST_METHOD_OTHER; i++)
        if (strcmp(method_names[i], name) == 0)
            return (enum st_method)i;
    return ST_METHOD_OTHER;
}

struct st_str st_request_header(const struct st_request *req, const char *name)
{
    return st_pairs_get(&req->headers, name);
}

struct st_str st_request_cookie(const struct st_request *req, const char *name)
{
    return st_pairs_get(&req->cookies, name);
}

struct st_str st_request_query(const struct st_request *req, const char *name)
{
    return st_pairs_get(&req->query, name);
}

struct st_str st_request_form(const struct st_request *req, const char *name)
{
    return st_pairs_get(&req->form, name);
}

struct st_str st_request_param(const struct st_request *req, const char *name)
{
    return st_pairs_get(&req->params, name);
}

int st_request_id(struct st_id *out, const struct st_request *req, const char *name, struct st_error *err)
{
    if (st_id_parse(out, st_request_param(req, name)))
        return ST_OK;
    return st_fail(err, ST_E_NOTFOUND, "", ST_MSG("The address holds something that is no key."), "",
                   "Check the address, or look the record up again.");
}

int64_t st_request_number(const struct st_request *req, const char *name, int64_t least, int64_t most,
                          int64_t otherwise)
{
    struct st_str text = st_request_query(req, name);
    int64_t v;

    return st_str_to_int64(&v, text) && v >= least && v <= most ? v : otherwise;
}

bool st_request_is_api(const struct st_request *req)
{
    return st_str_starts(req->path, "/api/");
}

bool st_request_is_live(const struct st_request *req) { return st_str_known(st_request_header(req, "x-live")); }

bool st_request_holds(const struct st_request *req, struct st_str key)
{
    struct st_str rest = st_request_header(req, "x-live");

    while (rest.n > 0)
        if (st_str_eq(st_str_cut(&rest, ' '), key))
            return true;
    return false;
}

bool st_request_wants_page(const struct st_request *req)
{
    return !st_request_is_api(req) && st_parse_accepts_html(st_request_header(req, "accept"));
}

struct st_reader st_request_reader(const struct st_request *req)
{
    return (struct st_reader){req->language, req->time_zone};
}

static bool is_token(struct st_str name)
{
    for (size_t i = 0; i < name.n; i++)
        if ((unsigned char)name.p[i] <= 0x20 || (unsigned char)name.p[i] >= 0x7f ||
            strchr("\"(),/:;<=>?@[\\]{}", name.p[i]) != NULL)
            return false;
    return name.n > 0;
}

static bool has_control(struct st_str value)
{
    for (size_t i = 0; i < value.n; i++)
        if (((unsigned char)value.p[i] < 0x20 && value.p[i] != '\t') || value.p[i] == 0x7f)
            return true;
    return false;
}

/* What two readers may read in two ways may be an attempt to smuggle a second request past the first of them: a length
 * given twice or beside a transfer coding, another coding than chunked (RFC 9112 §6.1, §6.3), a name that is no token,
 * as with a space before its colon (§5.1), control characters (RFC 9110 §5.5), two hosts (RFC 9112 §3.2). */
static bool misread(const struct st_request *req)
{
    size_t framings = 0, hosts = 0;

    for (size_t i = 0; i < req->headers.n; i++) {
        struct st_str name = req->headers.v[i].name, value = req->headers.v[i].value;
        bool coding = st_str_is(name, "transfer-encoding");
        framings += coding || st_str_is(name, "content-length");
        hosts += st_str_is(name, "host");
        if (!is_token(name) || has_control(value) ||
            (coding && (value.n != strlen("chunked") || strncasecmp(value.p, "chunked", value.n) != 0)))
            return true;
    }
    return framings > 1 || hosts > 1;
}

void st_request_take_apart(struct st_request *req)
{
    struct st_str rest = req->target, cookies = st_request_header(req, "cookie");

    req->path = st_str_cut(&rest, '?');
    req->path_broken = !st_parse_path(req->segments, &req->segments_n, req->path, req->arena);
    req->query_broken = st_parse_form(&req->query, rest, req->arena, NULL) != ST_OK;
    st_parse_cookies(&req->cookies, cookies, req->arena);
    req->misread = misread(req);
    req->version = -1;
}

void st_request_choose_language(struct st_request *req, const char *of_session)
{
    const char *language = st_parse_language(st_request_query(req, "lang"));

    if (language == NULL)
        language = st_parse_language(st_request_cookie(req, "lang"));
    if (language == NULL && of_session != NULL)
        language = st_parse_language(st_str_of(of_session));
    if (language == NULL)
        language = st_parse_accept_language(st_request_header(req, "accept-language"));
    req->language = language ? language : "en";
}
