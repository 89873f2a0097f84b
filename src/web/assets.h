/* The files of ui/ as they are built into the program: styles, scripts, pictures. */
#ifndef ST_WEB_ASSETS_H
#define ST_WEB_ASSETS_H

#include "web/route.h"

struct st_asset {
    const char *name, *type, *hash; /* 16 hexadecimal characters of the content's hash */
    const unsigned char *bytes, *gzip; /* gzip NULL: not worth it */
    size_t n, gzip_n;
};

/* Generated from ui/ by tools/ui.py; sorted by name. */
extern const struct st_asset st_assets[];
extern const size_t st_assets_n;

/* The asset of a name; NULL when there is none. */
const struct st_asset *st_asset_get(struct st_str name);
/* "/static/<hash>/<name>", which a browser may keep for ever. A name that is not built in is a bug. */
struct st_str st_asset_address(const char *name, struct st_arena *arena);
/* Serves /static/{hash}/{name}. An old hash gives what is current, not to be kept. */
int st_asset_handler(struct st_request *req, struct st_response *res, struct st_error *err);

#endif
