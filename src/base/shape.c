#include "base/shape.h"

unsigned st_code_of(const struct st_codes *codes, struct st_str name)
{
    for (size_t i = 0; i < codes->n; i++)
        if (st_str_is(name, codes->rows[i].name))
            return (unsigned)i + 1;
    return 0;
}

const struct st_code *st_code_row(const struct st_codes *codes, unsigned value)
{
    return value >= 1 && value <= codes->n ? &codes->rows[value - 1] : NULL;
}

const char *st_code_name(const struct st_codes *codes, unsigned value)
{
    const struct st_code *row = st_code_row(codes, value);
    return row ? row->name : "";
}

const char *st_code_label(const struct st_codes *codes, unsigned value)
{
    const struct st_code *row = st_code_row(codes, value);
    return row ? row->label : "unknown";
}

const struct st_field *st_shape_field(const struct st_shape *shape, struct st_str name)
{
    const struct st_field *fields = shape->fields();
    for (size_t i = 0; i < shape->n; i++)
        if (st_str_is(name, fields[i].name))
            return &fields[i];
    return NULL;
}

bool st_field_known(const struct st_field *f, const void *record)
{
    const void *at = st_field_get(f, record);

    switch (f->kind) {
    case ST_KIND_TEXT:
    case ST_KIND_BLOB: return st_str_known(*(const struct st_str *)at);
    case ST_KIND_NUMBER: return ((const struct st_number *)at)->known;
    case ST_KIND_TRI: return *(const uint8_t *)at != ST_UNKNOWN;
    case ST_KIND_CODE: return *(const uint16_t *)at != 0;
    case ST_KIND_CODES: return *(const uint64_t *)at != 0;
    case ST_KIND_DATE: return st_date_known(*(const struct st_date *)at);
    case ST_KIND_INSTANT: return st_instant_known(*(const struct st_instant *)at);
    case ST_KIND_ID: return st_id_known(*(const struct st_id *)at);
    case ST_KIND_ONE: return !st_shape_blank(f->shape, at);
    case ST_KIND_MANY: return ((const struct st_list *)at)->n > 0;
    }
    return false;
}

void st_field_clear(const struct st_field *f, void *record)
{
    memset(st_field_at(f, record), 0, f->kind == ST_KIND_MANY ? sizeof(struct st_list) : f->size);
}

bool st_shape_blank(const struct st_shape *shape, const void *record)
{
    const struct st_field *fields = shape->fields();
    for (size_t i = 0; i < shape->n; i++)
        if (st_field_known(&fields[i], record))
            return false;
    return true;
}

static bool list_equal(const struct st_field *f, const struct st_list *a, const struct st_list *b)
{
    if (a->n != b->n)
        return false;
    for (size_t i = 0; i < a->n; i++)
        if (!st_shape_equal(f->shape, (const char *)a->v + i * f->size, (const char *)b->v + i * f->size))
            return false;
    return true;
}

static bool field_equal(const struct st_field *f, const void *a, const void *b)
{
    const void *x = st_field_get(f, a), *y = st_field_get(f, b);

    if (!st_field_known(f, a) || !st_field_known(f, b))
        return st_field_known(f, a) == st_field_known(f, b);
    switch (f->kind) {
    case ST_KIND_TEXT:
    case ST_KIND_BLOB: return st_str_eq(*(const struct st_str *)x, *(const struct st_str *)y);
    case ST_KIND_NUMBER: return ((const struct st_number *)x)->v == ((const struct st_number *)y)->v;
    case ST_KIND_DATE: return st_date_cmp(*(const struct st_date *)x, *(const struct st_date *)y) == 0;
    case ST_KIND_ONE: return st_shape_equal(f->shape, x, y);
    case ST_KIND_MANY: return list_equal(f, x, y);
    case ST_KIND_TRI:
    case ST_KIND_CODE:
    case ST_KIND_CODES:
    case ST_KIND_INSTANT:
    case ST_KIND_ID: return memcmp(x, y, f->size) == 0;
    }
    return false;
}

bool st_shape_equal(const struct st_shape *shape, const void *a, const void *b)
{
    const struct st_field *fields = shape->fields();
    for (size_t i = 0; i < shape->n; i++)
        if (!field_equal(&fields[i], a, b))
            return false;
    return true;
}

void st_shape_dup(void *out, const struct st_shape *shape, const void *record, struct st_arena *arena)
{
    const struct st_field *fields = shape->fields();

    if (out != record)
        memcpy(out, record, shape->size);
    for (size_t i = 0; i < shape->n; i++) {
        const struct st_field *f = &fields[i];
        void *at = st_field_at(f, out);
        if (f->kind == ST_KIND_TEXT || f->kind == ST_KIND_BLOB) {
            *(struct st_str *)at = st_str_dup(arena, *(struct st_str *)at);
        } else if (f->kind == ST_KIND_ONE) {
            st_shape_dup(at, f->shape, at, arena);
        } else if (f->kind == ST_KIND_MANY) {
            struct st_list *list = at;
            list->v = st_alloc_copy(arena, list->v, list->n * f->size);
            for (size_t k = 0; k < list->n; k++)
                st_shape_dup((char *)list->v + k * f->size, f->shape, (char *)list->v + k * f->size, arena);
        }
    }
}

char st_matrix_cell(const struct st_matrix *matrix, const char *field, unsigned column)
{
    ST_ASSERT(column < matrix->n);
    for (const struct st_matrix_row *row = matrix->rows; row->field != NULL; row++)
        if (strcmp(row->field, field) == 0)
            return row->cells[column];
    return 'A';
}

struct check {
    const struct st_matrix *matrix;
    unsigned column;
    struct st_instant now;
    struct st_arena *arena;
    struct st_error *err;
    int rc;
};

static const char *join(struct st_arena *arena, const char *path, const char *name)
{
    return path[0] ? st_strf(arena, "%s.%s", path, name).p : name;
}

static void fault(struct check *c, const char *path, const struct st_field *f, struct st_message what,
                  const char *citation, const char *cure)
{
    c->rc = st_fail(c->err, ST_E_INVALID, join(c->arena, path, f->name), what, citation, cure);
}

static void check_presence(struct check *c, const struct st_field *f, const void *record, const char *path)
{
    char cell = c->matrix ? st_matrix_cell(c->matrix, f->name, c->column) : (f->flags & ST_REQUIRED) ? 'M' : 'A';
    bool known = st_field_known(f, record);
    const char *citation = f->citation[0] || c->matrix == NULL ? f->citation : c->matrix->citation;

    if (cell == 'M' && !known && !(f->flags & ST_COMPUTED))
        fault(c, path, f, ST_MSG("{0} is missing.", st_value_key(f->label)), citation,
              "Enter it; if it cannot be had, choose the value that says so where there is one.");
    if (cell == '-' && known)
        fault(c, path, f, ST_MSG("{0} has no place in this kind of record.", st_value_key(f->label)), citation,
              "Leave it out.");
}

static void check_past(struct check *c, const struct st_field *f, const void *record, const char *path)
{
    struct st_instant at = {0};

    if (!(f->flags & ST_IN_PAST) || !st_instant_known(c->now) || !st_field_known(f, record))
        return;
    if (f->kind == ST_KIND_DATE) /* a day of slack: the date is the officer's local one */
        at.us = (st_date_to_days(st_date_earliest(*(const struct st_date *)st_field_get(f, record))) - 1) * ST_DAY;
    else if (f->kind == ST_KIND_INSTANT)
        at = *(const struct st_instant *)st_field_get(f, record);
    if (at.us > c->now.us)
        fault(c, path, f, ST_MSG("{0} lies in the future.", st_value_key(f->label)), f->citation,
              "Enter a day that has come.");
}

static void check_record(struct check *c, const struct st_shape *shape, const void *record, const char *path);

static void check_nested(struct check *c, const struct st_field *f, const void *record, const char *path)
{
    const struct st_matrix *outer = c->matrix;
    const struct st_list *list = st_field_get(f, record);

    c->matrix = NULL; /* a matrix speaks of the outermost record; inside, the flags do */
    if (f->kind == ST_KIND_ONE && st_field_known(f, record))
        check_record(c, f->shape, list, join(c->arena, path, f->name));
    for (size_t i = 0; f->kind == ST_KIND_MANY && i < list->n; i++)
        check_record(c, f->shape, (const char *)list->v + i * f->size,
                     st_strf(c->arena, "%s.%zu", join(c->arena, path, f->name), i).p);
    c->matrix = outer;
}

static void check_record(struct check *c, const struct st_shape *shape, const void *record, const char *path)
{
    const struct st_field *fields = shape->fields();

    for (size_t i = 0; i < shape->n; i++) {
        check_presence(c, &fields[i], record, path);
        check_past(c, &fields[i], record, path);
        if (fields[i].kind == ST_KIND_ONE || fields[i].kind == ST_KIND_MANY)
            check_nested(c, &fields[i], record, path);
    }
}

int st_shape_check(const struct st_shape *shape, const void *record, const struct st_matrix *matrix, unsigned column,
                   struct st_instant now, struct st_arena *arena, const char *path, struct st_error *err)
{
    struct check c = {matrix, column, now, arena, err, ST_OK};
    check_record(&c, shape, record, path);
    return c.rc;
}
