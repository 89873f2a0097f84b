/* Records from and to JSON, and their JSON Schema. */
#include "base/shape.h"

struct reading {
    struct st_arena *arena;
    struct st_error *err;
    int rc;
};

static const char *join(struct st_arena *arena, const char *path, const char *name)
{
    return path[0] ? st_strf(arena, "%s.%s", path, name).p : st_strf(arena, "%s", name).p;
}

static void refuse(struct reading *r, const char *path, struct st_message what, const char *cure)
{
    r->rc = st_fail(r->err, ST_E_INVALID, path, what, "", cure);
}

static void read_record(struct reading *r, void *record, const struct st_shape *shape, const json_t *json,
                        const char *path);

static void read_list(struct reading *r, struct st_list *list, const struct st_field *f, const json_t *json,
                      const char *path)
{
    size_t n = json_array_size(json);

    if (!json_is_array(json)) {
        refuse(r, path, ST_MSG("{0} must be a list.", st_value_key(f->label)), "Send a JSON array.");
    } else if (n > f->limit) {
        refuse(r, path, ST_MSG("{0} has too many elements (at most {1}).", st_value_key(f->label), ST_V(f->limit)),
               "Send fewer.");
    } else {
        list->v = st_alloc_n(r->arena, n, f->size);
        list->n = n;
        for (size_t i = 0; i < n; i++)
            read_record(r, (char *)list->v + i * f->size, f->shape, json_array_get(json, i),
                        st_strf(r->arena, "%s.%zu", path, i).p);
    }
}

static void read_codes(struct reading *r, uint64_t *at, const struct st_field *f, const json_t *json, const char *path)
{
    for (size_t i = 0; i < json_array_size(json); i++) {
        const json_t *v = json_array_get(json, i);
        unsigned code = json_is_string(v) ? st_code_of(f->codes, (struct st_str){json_string_value(v),
                                                                                json_string_length(v)})
                                          : 0;
        if (code == 0) {
            refuse(r, path, ST_MSG("{0} holds a value that is not in its list.", st_value_key(f->label)),
                   "Choose values from the list.");
            return;
        }
        *at |= ST_CODE_BIT(code);
    }
}

/* A leaf: JSON true, numbers and strings become the field's canonical text and are read as that. */
static void read_leaf(struct reading *r, void *record, const struct st_field *f, const json_t *json, const char *path)
{
    struct st_str text = {NULL, 0};

    if (json_is_string(json))
        text = (struct st_str){json_string_value(json), json_string_length(json)};
    else if (json_is_boolean(json) && f->kind == ST_KIND_TRI)
        text = json_is_true(json) ? ST_S("yes") : ST_S("no");
    else if (json_is_integer(json) && f->kind == ST_KIND_NUMBER)
        text = st_strf(r->arena, "%lld", (long long)json_integer_value(json));
    if (text.p == NULL)
        refuse(r, path, ST_MSG("{0} has the wrong JSON type.", st_value_key(f->label)),
               f->kind == ST_KIND_NUMBER ? "Send a whole number." : f->kind == ST_KIND_TRI ? "Send true or false."
                                                                                       : "Send a string.");
    else if (st_field_parse(record, f, text, r->arena, path, r->err) != ST_OK)
        r->rc = ST_E_INVALID;
}

static void read_field(struct reading *r, void *record, const struct st_field *f, const json_t *json,
                       const char *path)
{
    void *at = st_field_at(f, record);

    if (json_is_null(json))
        return;
    if (f->flags & ST_COMPUTED)
        refuse(r, path, ST_MSG("{0} is worked out by the system.", st_value_key(f->label)), "Leave it out.");
    else if (f->kind == ST_KIND_ONE)
        read_record(r, at, f->shape, json, path);
    else if (f->kind == ST_KIND_MANY)
        read_list(r, at, f, json, path);
    else if (f->kind == ST_KIND_CODES && json_is_array(json))
        read_codes(r, at, f, json, path);
    else
        read_leaf(r, record, f, json, path);
}

static void read_record(struct reading *r, void *record, const struct st_shape *shape, const json_t *json,
                        const char *path)
{
    const char *key;
    json_t *value;

    if (!json_is_object(json)) {
        refuse(r, path, ST_MSG("This must be a JSON object."), "Send {\"field\": value, …}.");
        return;
    }
    json_object_foreach((json_t *)(uintptr_t)json, key, value) /* jansson iterates without changing the object */
    {
        const struct st_field *f = st_shape_field(shape, st_str_of(key));
        const char *below = join(r->arena, path, f ? f->name : "");
        if (f == NULL)
            refuse(r, strlen(key) <= 64 ? join(r->arena, path, key) : below, ST_MSG("There is no such field here."),
                   "Check the spelling against the reference page.");
        else
            read_field(r, record, f, value, below);
    }
}

int st_shape_read(void *record, const struct st_shape *shape, const json_t *json, struct st_arena *arena,
                  const char *path, struct st_error *err)
{
    struct reading r = {arena, err, ST_OK};
    read_record(&r, record, shape, json, path);
    return r.rc;
}

static void write_codes(struct st_json *w, const struct st_codes *codes, uint64_t set)
{
    st_json_array(w);
    for (unsigned v = 1; v <= codes->n; v++)
        if (set & ST_CODE_BIT(v))
            st_json_text(w, codes->rows[v - 1].name);
    st_json_array_end(w);
}

static void write_list(struct st_json *w, const struct st_field *f, const struct st_list *list)
{
    st_json_array(w);
    for (size_t i = 0; i < list->n; i++)
        st_shape_write(w, f->shape, (const char *)list->v + i * f->size, ST_ALL_FIELDS);
    st_json_array_end(w);
}

static void write_blob(struct st_json *w, struct st_str bytes)
{
    struct st_arena *arena = st_arena_new();
    st_json_str(w, st_base64(arena, bytes));
    st_arena_free(arena);
}

static void write_value(struct st_json *w, const struct st_field *f, const void *record)
{
    const void *at = st_field_get(f, record);

    switch (f->kind) {
    case ST_KIND_TEXT: st_json_str(w, *(const struct st_str *)at); break;
    case ST_KIND_BLOB: write_blob(w, *(const struct st_str *)at); break;
    case ST_KIND_NUMBER: st_json_int(w, ((const struct st_number *)at)->v); break;
    case ST_KIND_TRI: st_json_bool(w, *(const uint8_t *)at == ST_YES); break;
    case ST_KIND_CODE: st_json_text(w, st_code_name(f->codes, *(const uint16_t *)at)); break;
    case ST_KIND_CODES: write_codes(w, f->codes, *(const uint64_t *)at); break;
    case ST_KIND_DATE: st_json_date(w, *(const struct st_date *)at); break;
    case ST_KIND_INSTANT: st_json_instant(w, *(const struct st_instant *)at); break;
    case ST_KIND_ID: st_json_id(w, *(const struct st_id *)at); break;
    case ST_KIND_ONE: st_shape_write(w, f->shape, at, ST_ALL_FIELDS); break;
    case ST_KIND_MANY: write_list(w, f, at); break;
    }
}

void st_shape_write(struct st_json *w, const struct st_shape *shape, const void *record, uint64_t fields)
{
    const struct st_field *f = shape->fields();

    ST_ASSERT(shape->n <= 64);
    st_json_object(w);
    for (size_t i = 0; i < shape->n; i++) {
        if (!(fields >> i & 1) || !st_field_known(&f[i], record))
            continue;
        st_json_key(w, f[i].name);
        write_value(w, &f[i], record);
    }
    st_json_object_end(w);
}

static void schema_pair(struct st_json *w, const char *key, const char *value)
{
    st_json_key(w, key);
    st_json_text(w, value);
}

static void schema_code(struct st_json *w, const struct st_codes *codes)
{
    schema_pair(w, "type", "string");
    st_json_key(w, "enum");
    st_json_array(w);
    for (size_t i = 0; i < codes->n; i++)
        st_json_text(w, codes->rows[i].name);
    st_json_array_end(w);
}

static void schema_items(struct st_json *w, const struct st_field *f)
{
    schema_pair(w, "type", "array");
    st_json_key(w, "items");
    if (f->kind == ST_KIND_MANY) {
        st_shape_schema(w, f->shape);
    } else {
        st_json_object(w);
        schema_code(w, f->codes);
        st_json_object_end(w);
    }
}

static void schema_value(struct st_json *w, const struct st_field *f)
{
    switch (f->kind) {
    case ST_KIND_TEXT:
        schema_pair(w, "type", "string");
        st_json_key(w, "maxLength");
        st_json_int(w, (int64_t)f->limit);
        break;
    case ST_KIND_BLOB:
        schema_pair(w, "type", "string");
        schema_pair(w, "contentEncoding", "base64");
        break;
    case ST_KIND_NUMBER: schema_pair(w, "type", "integer"); break;
    case ST_KIND_TRI: schema_pair(w, "type", "boolean"); break;
    case ST_KIND_CODE: schema_code(w, f->codes); break;
    case ST_KIND_CODES:
    case ST_KIND_MANY: schema_items(w, f); break;
    case ST_KIND_DATE:
        schema_pair(w, "type", "string");
        schema_pair(w, "pattern", "^\\d{4}(-\\d{2}(-\\d{2})?)?$");
        break;
    case ST_KIND_INSTANT:
        schema_pair(w, "type", "string");
        schema_pair(w, "format", "date-time");
        break;
    case ST_KIND_ID:
        schema_pair(w, "type", "string");
        schema_pair(w, "format", "uuid");
        break;
    case ST_KIND_ONE: break;
    }
}

static void schema_field(struct st_json *w, const struct st_field *f)
{
    if (f->kind == ST_KIND_ONE) {
        st_shape_schema(w, f->shape);
        return;
    }
    st_json_object(w);
    schema_pair(w, "title", f->label);
    if (f->help[0] || f->citation[0]) {
        struct st_arena *arena = st_arena_new();
        st_json_key(w, "description");
        st_json_str(w, f->citation[0] ? st_strf(arena, "%s (%s)", f->help, f->citation) : st_str_of(f->help));
        st_arena_free(arena);
    }
    schema_value(w, f);
    if (f->flags & ST_COMPUTED) {
        st_json_key(w, "readOnly");
        st_json_bool(w, true);
    }
    st_json_object_end(w);
}

void st_shape_schema(struct st_json *w, const struct st_shape *shape)
{
    const struct st_field *f = shape->fields();

    st_json_object(w);
    schema_pair(w, "type", "object");
    schema_pair(w, "title", shape->title);
    st_json_key(w, "additionalProperties");
    st_json_bool(w, false);
    st_json_key(w, "required");
    st_json_array(w);
    for (size_t i = 0; i < shape->n; i++)
        if ((f[i].flags & ST_REQUIRED) && !(f[i].flags & ST_COMPUTED))
            st_json_text(w, f[i].name);
    st_json_array_end(w);
    st_json_key(w, "properties");
    st_json_object(w);
    for (size_t i = 0; i < shape->n; i++) {
        st_json_key(w, f[i].name);
        schema_field(w, &f[i]);
    }
    st_json_object_end(w);
    st_json_object_end(w);
}
