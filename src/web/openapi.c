/* The OpenAPI 3.1 document, written from the route tables and the shapes. */
#include "web/floor.h"

static void schema_ref(struct st_json *w, const struct st_shape *shape, struct st_arena *arena)
{
    st_json_object(w);
    st_json_key(w, "$ref");
    st_json_str(w, st_strf(arena, "#/components/schemas/%s", shape->name));
    st_json_object_end(w);
}

static void content(struct st_json *w, const char *type, const struct st_shape *shape, struct st_arena *arena)
{
    st_json_key(w, "content");
    st_json_object(w);
    st_json_key(w, type);
    st_json_object(w);
    if (shape != NULL) {
        st_json_key(w, "schema");
        schema_ref(w, shape, arena);
    }
    st_json_object_end(w);
    st_json_object_end(w);
}

static void parameter(struct st_json *w, const char *name, size_t n, const char *in, bool required, const char *help)
{
    st_json_object(w);
    st_json_key(w, "name");
    st_json_str(w, (struct st_str){name, n});
    st_json_key(w, "in");
    st_json_text(w, in);
    st_json_key(w, "required");
    st_json_bool(w, required);
    if (help != NULL) {
        st_json_key(w, "description");
        st_json_text(w, help);
    }
    st_json_key(w, "schema");
    st_json_object(w);
    st_json_key(w, "type");
    st_json_text(w, "string");
    st_json_object_end(w);
    st_json_object_end(w);
}

static void parameters(struct st_json *w, const struct st_route *row)
{
    struct st_str rest = st_str_of(row->path + 1);

    st_json_key(w, "parameters");
    st_json_array(w);
    while (rest.n > 0) {
        struct st_str word = st_str_cut(&rest, '/');
        if (word.n > 2 && word.p[0] == '{')
            parameter(w, word.p + 1, word.n - 2, "path", true, NULL);
    }
    if (row->purposes != 0 || (row->flags & ST_NAMED))
        parameter(w, "Purpose", 7, "header", true, "For which purpose the data are asked for");
    if (row->flags & ST_IF_MATCH)
        parameter(w, "If-Match", 8, "header", true, "The ETag of the version that is changed");
    if (row->flags & ST_IDEMPOTENT)
        parameter(w, "Idempotency-Key", 15, "header", false, "A random key: the same key gets the same answer");
    st_json_array_end(w);
}

static void answer(struct st_json *w, const char *status, const char *text, const char *type,
                   const struct st_shape *shape, struct st_arena *arena)
{
    st_json_key(w, status);
    st_json_object(w);
    st_json_key(w, "description");
    st_json_text(w, text);
    content(w, type, shape, arena);
    st_json_object_end(w);
}

static void names_of(struct st_json *w, const char *key, const struct st_codes *codes, uint64_t bits)
{
    if (codes == NULL || bits == 0)
        return;
    st_json_key(w, key);
    st_json_array(w);
    for (unsigned i = 1; i <= codes->n; i++)
        if (bits & ST_CODE_BIT(i))
            st_json_text(w, st_code_name(codes, i));
    st_json_array_end(w);
}

/* A JSON object whose members depend on what it is about. */
static void free_body(struct st_json *w, const char *what)
{
    st_json_key(w, "requestBody");
    st_json_object(w);
    st_json_key(w, "required");
    st_json_bool(w, true);
    st_json_key(w, "description");
    st_json_text(w, what);
    st_json_key(w, "content");
    st_json_object(w);
    st_json_key(w, "application/json");
    st_json_object(w);
    st_json_key(w, "schema");
    st_json_object(w);
    st_json_key(w, "type");
    st_json_text(w, "object");
    st_json_object_end(w);
    st_json_object_end(w);
    st_json_object_end(w);
    st_json_object_end(w);
}

static void operation(struct st_json *w, const struct st_route *row, const struct st_codes *roles,
                      const struct st_codes *purposes, struct st_arena *arena)
{
    char method[8] = {0};
    const char *name = st_method_name(row->method);

    for (size_t i = 0; name[i] && i < sizeof(method) - 1; i++)
        method[i] = st_ascii_lower(name[i]);
    st_json_key(w, method);
    st_json_object(w);
    st_json_key(w, "summary");
    st_json_text(w, row->help);
    parameters(w, row);
    if (row->body != NULL) {
        st_json_key(w, "requestBody");
        st_json_object(w);
        st_json_key(w, "required");
        st_json_bool(w, true);
        content(w, "application/json", row->body, arena);
        st_json_object_end(w);
    }
    if (row->takes != NULL)
        free_body(w, row->takes);
    st_json_key(w, "responses");
    st_json_object(w);
    answer(w, "2XX", "Done", "application/json", row->answer, arena);
    st_json_key(w, "default");
    st_json_object(w);
    st_json_key(w, "$ref");
    st_json_text(w, "#/components/responses/problem");
    st_json_object_end(w);
    st_json_object_end(w);
    if (row->flags & ST_PUBLIC) {
        st_json_key(w, "security");
        st_json_array(w);
        st_json_array_end(w);
    }
    names_of(w, "x-roles", roles, row->roles);
    names_of(w, "x-purposes", purposes, row->purposes);
    if (row->audit != NULL) {
        st_json_key(w, "x-journal");
        st_json_text(w, row->audit);
    }
    st_json_object_end(w);
}

static bool in_api(const struct st_route *row) { return strncmp(row->path, "/api/", 5) == 0; }

static void paths(struct st_json *w, const struct st_router *router, const struct st_codes *roles,
                  const struct st_codes *purposes, struct st_arena *arena)
{
    const char *open = NULL;

    st_json_key(w, "paths");
    st_json_object(w);
    for (size_t i = 0; i < st_router_count(router); i++) {
        const struct st_route *row = st_router_row(router, i);
        if (!in_api(row))
            continue;
        if (open == NULL || strcmp(open, row->path) != 0) {
            if (open != NULL)
                st_json_object_end(w);
            st_json_key(w, row->path);
            st_json_object(w);
            open = row->path;
        }
        operation(w, row, roles, purposes, arena);
    }
    if (open != NULL)
        st_json_object_end(w);
    st_json_object_end(w);
}

/* Each shape once, under its name. */
static void schemas(struct st_json *w, const struct st_router *router, struct st_arena *arena)
{
    size_t n = st_router_count(router), known = 0;
    const struct st_shape **seen = ST_NEW_N(arena, const struct st_shape *, 2 * n);

    st_json_key(w, "schemas");
    st_json_object(w);
    for (size_t i = 0; i < 2 * n; i++) {
        const struct st_route *row = st_router_row(router, i / 2);
        const struct st_shape *shape = i % 2 ? row->answer : row->body;
        bool fresh = shape != NULL && in_api(row);
        for (size_t k = 0; k < known && fresh; k++)
            fresh = strcmp(seen[k]->name, shape->name) != 0;
        if (!fresh)
            continue;
        seen[known++] = shape;
        st_json_key(w, shape->name);
        st_shape_schema(w, shape);
    }
    st_json_object_end(w);
}

static void problem_and_security(struct st_json *w, struct st_arena *arena)
{
    st_json_key(w, "responses");
    st_json_object(w);
    answer(w, "problem", "What is wrong, field by field, with the article and the cure (RFC 9457)",
           "application/problem+json", NULL, arena);
    st_json_object_end(w);
    st_json_key(w, "securitySchemes");
    st_json_object(w);
    st_json_key(w, "session");
    st_json_object(w);
    st_json_key(w, "type");
    st_json_text(w, "http");
    st_json_key(w, "scheme");
    st_json_text(w, "bearer");
    st_json_object_end(w);
    st_json_object_end(w);
}

void st_floor_openapi(struct st_json *w, const struct st_router *router, const struct st_codes *roles,
                      const struct st_codes *purposes)
{
    struct st_arena *arena = st_arena_new();

    st_json_object(w);
    st_json_key(w, "openapi");
    st_json_text(w, "3.1.0");
    st_json_key(w, "info");
    st_json_object(w);
    st_json_key(w, "title");
    st_json_text(w, "Statera");
    st_json_key(w, "version");
    st_json_text(w, "1");
    st_json_object_end(w);
    st_json_key(w, "security");
    st_json_array(w);
    st_json_object(w);
    st_json_key(w, "session");
    st_json_array(w);
    st_json_array_end(w);
    st_json_object_end(w);
    st_json_array_end(w);
    paths(w, router, roles, purposes, arena);
    st_json_key(w, "components");
    st_json_object(w);
    schemas(w, router, arena);
    problem_and_security(w, arena);
    st_json_object_end(w);
    st_json_object_end(w);
    st_arena_free(arena);
}
