#include "web/route.h"

#include <stdio.h>
#include <stdlib.h>

/* A node of the tree of path segments. Literals are few per node; they are kept sorted and searched by halves. */
struct node {
    struct st_str word; /* of the segment that leads here */
    struct node *v;     /* children by literal, sorted */
    size_t n;
    struct node *any;   /* child by {parameter} */
    const struct st_route *by_method[ST_METHOD_OTHER];
    unsigned methods;
};

struct st_router {
    struct node root;
    const struct st_route **rows;
    size_t n;
};

static int by_path(const void *a, const void *b)
{
    const struct st_route *x = *(const struct st_route *const *)a, *y = *(const struct st_route *const *)b;
    int c = strcmp(x->path, y->path);
    return c ? c : (int)x->method - (int)y->method;
}

/* Where the word stands among the children, or where it would. */
static size_t place_of(const struct node *node, struct st_str word, bool *found)
{
    size_t low = 0, high = node->n;

    while (low < high) {
        size_t mid = (low + high) / 2;
        int c = st_str_cmp(word, node->v[mid].word);
        if (c == 0) {
            *found = true;
            return mid;
        }
        if (c < 0)
            high = mid;
        else
            low = mid + 1;
    }
    *found = false;
    return low;
}

static struct node *child_for(struct node *node, struct st_str word)
{
    bool found;
    size_t at;

    if (st_str_starts(word, "{")) {
        if (node->any == NULL)
            node->any = st_heap(sizeof(*node->any));
        return node->any;
    }
    at = place_of(node, word, &found);
    if (!found) {
        node->v = st_heap_grow(node->v, (node->n + 1) * sizeof(*node->v));
        memmove(&node->v[at + 1], &node->v[at], (node->n - at) * sizeof(*node->v));
        node->v[at] = (struct node){.word = word};
        node->n++;
    }
    return &node->v[at];
}

static int add(struct st_router *router, const struct st_route *row, struct st_error *err)
{
    struct node *node = &router->root;
    struct st_str rest = st_str_of(row->path);
    size_t segments = 0, params = 0;

    if (rest.n == 0 || rest.p[0] != '/')
        return st_fail(err, ST_E_BUG, row->path, ST_MSG("The path of a route begins with a slash."), "", "");
    rest = (struct st_str){rest.p + 1, rest.n - 1};
    while (rest.n > 0) {
        struct st_str word = st_str_cut(&rest, '/');
        params += st_str_starts(word, "{");
        segments++;
        node = child_for(node, word);
    }
    if (segments > ST_SEGMENTS_MAX || params > ST_PARAMS_MAX)
        return st_fail(err, ST_E_BUG, row->path, ST_MSG("The path of a route is too long."), "", "");
    if (row->method >= ST_HEAD || node->by_method[row->method] != NULL)
        return st_fail(err, ST_E_BUG, row->path, ST_MSG("Two routes are alike."), "", "");
    node->by_method[row->method] = row;
    node->methods |= 1u << row->method;
    return ST_OK;
}

int st_router_new(struct st_router **out, const struct st_route *const *tables, struct st_error *err)
{
    struct st_router *router = st_heap(sizeof(*router));
    int rc = ST_OK;

    *out = NULL;
    for (size_t t = 0; tables[t] != NULL; t++) {
        for (const struct st_route *row = tables[t]; row->handler != NULL && rc == ST_OK; row++) {
            router->rows = st_heap_grow(router->rows, (router->n + 1) * sizeof(const struct st_route *));
            router->rows[router->n++] = row;
            rc = add(router, row, err);
        }
    }
    if (rc != ST_OK) {
        st_router_free(router);
        return rc;
    }
    if (router->n > 0)
        qsort(router->rows, router->n, sizeof(const struct st_route *), by_path);
    *out = router;
    return ST_OK;
}

static void node_deinit(struct node *node)
{
    for (size_t i = 0; i < node->n; i++)
        node_deinit(&node->v[i]);
    free(node->v);
    if (node->any != NULL)
        node_deinit(node->any);
    free(node->any);
}

void st_router_free(struct st_router *router)
{
    if (router == NULL)
        return;
    node_deinit(&router->root);
    free(router->rows);
    free(router);
}

/* The node of a path; a literal goes before a parameter, and where it leads nowhere the parameter is tried. */
static const struct node *walk(const struct node *node, const struct st_request *req, size_t at)
{
    const struct node *end = NULL;
    bool found;
    size_t i;

    if (at == req->segments_n)
        return node->methods ? node : NULL;
    i = place_of(node, req->segments[at], &found);
    if (found)
        end = walk(&node->v[i], req, at + 1);
    if (end == NULL && node->any != NULL)
        end = walk(node->any, req, at + 1);
    return end;
}

static void take_params(struct st_request *req, const char *path)
{
    struct st_str rest = st_str_of(path + 1);
    struct st_pair *v = ST_NEW_N(req->arena, struct st_pair, ST_PARAMS_MAX);
    size_t n = 0;

    for (size_t at = 0; rest.n > 0; at++) {
        struct st_str word = st_str_cut(&rest, '/');
        if (st_str_starts(word, "{"))
            v[n++] = (struct st_pair){{word.p + 1, word.n - 2}, req->segments[at]};
    }
    req->params = (struct st_pairs){v, n};
}

void st_router_find(const struct st_router *router, struct st_request *req)
{
    const struct node *node = req->path_broken ? NULL : walk(&router->root, req, 0);
    enum st_method method = req->method == ST_HEAD ? ST_GET : req->method;

    if (node == NULL)
        return;
    req->allowed = node->methods | 1u << ST_OPTIONS;
    if (node->methods & 1u << ST_GET)
        req->allowed |= 1u << ST_HEAD;
    if (method < ST_METHOD_OTHER)
        req->route = node->by_method[method];
    if (req->route != NULL)
        take_params(req, req->route->path);
}

size_t st_router_count(const struct st_router *router) { return router->n; }
const struct st_route *st_router_row(const struct st_router *router, size_t i) { return router->rows[i]; }

struct st_str st_router_allow(unsigned allowed, struct st_arena *arena)
{
    char *p = st_alloc(arena, 64);
    size_t n = 0;

    for (int i = 0; i < ST_METHOD_OTHER; i++) {
        if (!(allowed & 1u << i))
            continue;
        n += (size_t)snprintf(p + n, 64 - n, "%s%s", n ? ", " : "", st_method_name((enum st_method)i));
    }
    return (struct st_str){p, n};
}
