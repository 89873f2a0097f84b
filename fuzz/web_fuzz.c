/* The request line and its headers as strangers write them: the first byte says which part the rest is. What is
 * accepted is text, holds its limits, and leads somewhere only by the table. */
#include "target.h"

#include "web/html.h"
#include "web/multipart.h"
#include "web/route.h"

static int nothing(struct st_request *req, struct st_response *res, struct st_error *err)
{
    (void)req;
    (void)res;
    (void)err;
    return ST_OK;
}

static const struct st_route routes[] = {{ST_GET, "/", nothing, .help = ""},
                                         {ST_GET, "/a/{id}/b", nothing, .help = ""},
                                         {ST_POST, "/a/{id}", nothing, .help = ""},
                                         {ST_GET, "/a/new/{x}/{y}", nothing, .help = ""},
                                         {0}};

static void all_text(const struct st_pairs *pairs)
{
    for (size_t i = 0; i < pairs->n; i++)
        ST_ASSERT(st_utf8_valid(pairs->v[i].name.p, pairs->v[i].name.n) &&
                  st_utf8_valid(pairs->v[i].value.p, pairs->v[i].value.n));
}

static void form(struct st_str text, struct st_arena *arena)
{
    struct st_pairs pairs;
    if (st_parse_form(&pairs, text, arena, NULL) == ST_OK)
        all_text(&pairs);
}

/* The first line names the boundary. */
static void files(struct st_str text, struct st_arena *arena)
{
    struct st_str type = st_str_cut(&text, '\n');
    struct st_pairs pairs;
    if (st_parse_multipart(&pairs, text, type, arena, NULL) == ST_OK)
        all_text(&pairs);
}

static void target(struct st_str text, struct st_arena *arena)
{
    static const struct st_route *const tables[] = {routes, NULL};
    struct st_request req = {.arena = arena, .method = ST_GET, .target = text};
    struct st_router *router;

    ST_ASSERT(st_router_new(&router, tables, NULL) == ST_OK);
    st_request_take_apart(&req);
    st_request_choose_language(&req, NULL);
    st_router_find(router, &req);
    if (!req.query_broken)
        all_text(&req.query);
    all_text(&req.params);
    for (size_t i = 0; i < req.segments_n && !req.path_broken; i++)
        ST_ASSERT(memchr(req.segments[i].p, '/', req.segments[i].n) == NULL && !st_str_is(req.segments[i], ".."));
    st_router_free(router);
}

static void headers(struct st_str text, struct st_arena *arena)
{
    struct st_pairs cookies;
    int64_t version;
    const char *language = st_parse_accept_language(text);

    st_parse_cookies(&cookies, text, arena);
    ST_ASSERT(cookies.n <= ST_COOKIES_MAX);
    ST_ASSERT(language == NULL || st_parse_language(st_str_of(language)) == language);
    (void)st_parse_accepts_html(text);
    if (st_parse_version_tag(&version, text))
        ST_ASSERT(version >= 0);
}

/* Whatever the text, no tag and no attribute of its own comes out of it. */
static void page(struct st_str text)
{
    struct st_buf out = ST_BUF_INIT(1 << 20);
    struct st_html html = ST_HTML_INIT(&out, ((struct st_reader){"en", "UTC"}));
    size_t tags = 0, quotes = 0;

    st_html_open(&html, "a", NULL);
    st_html_attr(&html, "href", text);
    st_html_attr(&html, "title", text);
    st_html_str(&html, text);
    st_html_close(&html);
    for (size_t i = 0; i < out.n; i++) {
        tags += out.p[i] == '<';
        quotes += out.p[i] == '"';
    }
    ST_ASSERT(out.failed || (tags == 2 && quotes == 4));
    st_buf_deinit(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct st_arena *arena;
    struct st_str text;

    if (size == 0)
        return 0;
    text = (struct st_str){(const char *)data + 1, size - 1};
    arena = st_arena_new();
    switch (data[0] % 5) {
    case 0: target(text, arena); break;
    case 1: headers(text, arena); break;
    case 2: page(text); break;
    case 3: files(text, arena); break;
    default: form(text, arena);
    }
    st_arena_free(arena);
    return 0;
}
