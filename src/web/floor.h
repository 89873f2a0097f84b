/* What the parts of the web floor share among themselves: its own routes. */
#ifndef ST_WEB_FLOOR_H
#define ST_WEB_FLOOR_H

#include "web/route.h"

struct st_web;

/* /healthz, /metrics, /static, /events, /api/v1/openapi.json */
extern const struct st_route st_floor_routes[];
/* /sign-in, /sign-out, /api/v1/sessions */
extern const struct st_route st_sign_in_routes[];

/* "/sign-in?next=<where the request wanted to go>". */
struct st_str st_floor_sign_in_address(const struct st_request *req);
/* Appends the server's figures. */
void st_floor_metrics(struct st_web *web, struct st_buf *out);
/* Writes the OpenAPI 3.1 document of the router's rows under /api/. */
void st_floor_openapi(struct st_json *w, const struct st_router *router, const struct st_codes *roles,
                      const struct st_codes *purposes);

#endif
