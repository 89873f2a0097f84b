/* What the parts of the web floor share among themselves: its own routes. */
#ifndef ST_WEB_FLOOR_H
#define ST_WEB_FLOOR_H

#include "web/route.h"

struct st_web;
struct st_html;

/* /healthz, /metrics, /static, /events, /api/v1/openapi.json */
extern const struct st_route st_floor_routes[];
/* /sign-in, /sign-out, /api/v1/sessions */
extern const struct st_route st_sign_in_routes[];

/* /purpose */
extern const struct st_route st_purpose_routes[];

/* The path `asked` when it is one of this program, otherwise the first page: never a way to elsewhere. */
struct st_str st_floor_next(const struct st_request *req, struct st_str asked);
/* The purposes that may be chosen, each a button that sets it and goes on to `next`; those of `offered` (bits) only. */
void st_floor_purpose_buttons(struct st_html *page, uint64_t offered, struct st_str next);

/* "/sign-in?next=<where the request wanted to go>". */
struct st_str st_floor_sign_in_address(const struct st_request *req);
/* Appends the server's figures. */
void st_floor_metrics(struct st_web *web, struct st_buf *out);
/* Writes the OpenAPI 3.1 document of the router's rows under /api/. */
void st_floor_openapi(struct st_json *w, const struct st_router *router, const struct st_codes *roles,
                      const struct st_codes *purposes);

#endif
