#include "web/problem.h"

#include "web/page.h"

bool st_problem_speaks(const struct st_error *err) { return err->code != ST_E_IO && err->code != ST_E_BUG; }

/* Headers that belong to the refusal itself stay; those of a half-made answer (cookies, ETag, Location) go. */
static void forget_headers(struct st_response *res)
{
    size_t kept = 0;

    for (size_t i = 0; i < res->headers_n; i++)
        if (st_str_is(res->headers[i].name, "Allow") || st_str_is(res->headers[i].name, "Retry-After") ||
            st_str_is(res->headers[i].name, "WWW-Authenticate"))
            res->headers[kept++] = res->headers[i];
    res->headers_n = kept;
    res->stored = false;
    res->fixed = (struct st_str){NULL, 0};
    if (res->stream.close != NULL)
        res->stream.close(res->stream.context);
    res->stream = (struct st_stream){NULL, NULL, NULL};
}

static void document(struct st_response *res, const struct st_request *req, int status, const struct st_error *err)
{
    struct st_reader reader = st_request_reader(req);
    struct st_json w = st_response_json(res, status);
    struct st_error silent = {.code = err->code};

    res->content_type = "application/problem+json";
    st_json_object(&w);
    st_json_key(&w, "type");
    st_json_str(&w, st_strf(req->arena, "/problems/%s", st_err_name(err->code)));
    st_json_key(&w, "title");
    st_json_text(&w, st_translate(st_err_title(err->code), req->language));
    st_json_key(&w, "status");
    st_json_int(&w, status);
    st_json_key(&w, "code");
    st_json_text(&w, st_err_name(err->code));
    if (err->n > 0 && st_problem_speaks(err)) {
        st_json_key(&w, "detail");
        st_json_message(&w, &err->faults[0].what, &reader);
    }
    st_json_key(&w, "instance");
    st_json_id(&w, req->id);
    st_json_key(&w, "faults");
    st_json_faults(&w, st_problem_speaks(err) ? err : &silent, &reader);
    st_json_object_end(&w);
}

void st_problem(struct st_response *res, struct st_request *req, int status, const struct st_error *err)
{
    status = status ? status : st_err_http_status(err->code);
    forget_headers(res);
    if (st_request_wants_page(req))
        st_page_of_error(res, req, status, err);
    else
        document(res, req, status, err);
}
