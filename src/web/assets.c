#include "web/assets.h"

#include <stdlib.h>

static int by_name(const void *key, const void *row)
{
    return st_str_cmp(*(const struct st_str *)key, st_str_of(((const struct st_asset *)row)->name));
}

const struct st_asset *st_asset_get(struct st_str name)
{
    return bsearch(&name, st_assets, st_assets_n, sizeof(*st_assets), by_name);
}

struct st_str st_asset_address(const char *name, struct st_arena *arena)
{
    const struct st_asset *asset = st_asset_get(st_str_of(name));
    ST_ASSERT(asset != NULL);
    return st_strf(arena, "/static/%s/%s", asset->hash, asset->name);
}

static bool takes_gzip(const struct st_request *req)
{
    struct st_str accepted = st_request_header(req, "accept-encoding");

    while (accepted.n > 0) {
        struct st_str rest = st_str_cut(&accepted, ','), coding = st_str_trim(st_str_cut(&rest, ';'));
        rest = st_str_trim(rest);
        if (st_str_is(coding, "gzip"))
            return !st_str_is(rest, "q=0") && !st_str_starts(rest, "q=0.0");
    }
    return false;
}

int st_asset_handler(struct st_request *req, struct st_response *res, struct st_error *err)
{
    enum { FOR_EVER = 365 * 86400 };
    const struct st_asset *asset = st_asset_get(st_request_param(req, "name"));
    struct st_str tag;

    if (asset == NULL)
        return st_fail(err, ST_E_NOTFOUND, "", ST_MSG("There is no such file."), "", "");
    tag = st_strf(req->arena, "\"%s\"", asset->hash);
    st_response_public(res, st_str_is(st_request_param(req, "hash"), asset->hash) ? FOR_EVER : 60);
    st_response_header(res, "ETag", tag);
    st_response_header(res, "Vary", ST_S("Accept-Encoding"));
    if (st_str_eq(st_request_header(req, "if-none-match"), tag)) {
        res->status = 304;
        return ST_OK;
    }
    res->content_type = asset->type;
    res->fixed = (struct st_str){(const char *)asset->bytes, asset->n};
    if (asset->gzip != NULL && takes_gzip(req)) {
        res->fixed = (struct st_str){(const char *)asset->gzip, asset->gzip_n};
        st_response_header(res, "Content-Encoding", ST_S("gzip"));
    }
    return ST_OK;
}
