/* What a browser sends for a form, read into a record: what st_form_fields wrote, backwards. */
#include "base/date_input.h"
#include "law/states.h"
#include "web/form.h"
#include "web/request.h"

/* Fields of a form that belong to the form and not to the record. */
static bool is_formality(struct st_str name)
{
    return st_str_is(name, "csrf") || st_str_is(name, "version") || st_str_is(name, "purpose") ||
           st_str_is(name, "action");
}

/* The field that a dotted path ends at; NULL when there is none. */
static const struct st_field *field_at(const struct st_shape *shape, struct st_str path)
{
    const struct st_field *f = NULL;
    int64_t index;

    while (path.n > 0) {
        struct st_str word = st_str_cut(&path, '.');
        if (f != NULL && f->kind == ST_KIND_MANY && st_str_to_int64(&index, word))
            continue;
        f = shape ? st_shape_field(shape, word) : NULL;
        if (f == NULL)
            return NULL;
        shape = f->shape;
    }
    return f;
}

static int two_digits(const char *p)
{
    return p[0] >= '0' && p[0] <= '9' && p[1] >= '0' && p[1] <= '9' ? (p[0] - '0') * 10 + p[1] - '0' : 99;
}

/* "2026-09-17T21:04", the wall clock of the reader, as an instant; anything else as it is. */
static struct st_str wall_clock(const struct st_request *req, struct st_str value)
{
    struct st_str time = value, day = st_str_cut(&time, 'T');
    struct st_instant t;
    struct st_date d;
    char text[ST_INSTANT_TEXT];

    if (time.n != 5 || two_digits(time.p) > 23 || two_digits(time.p + 3) > 59 || !st_date_parse(&d, day) ||
        !st_date_whole(d) || !st_zone_instant(&t, d, two_digits(time.p), two_digits(time.p + 3), 0, req->time_zone))
        return value;
    return st_str_dup(req->arena, st_str_of(st_instant_print(text, t)));
}

/* A date as people write it, in its canonical form. One that has two readings is a fault that names both. */
static struct st_str loose_date(const struct st_request *req, const struct st_field *f, const char *path,
                                struct st_str value, struct st_error *err)
{
    struct st_date_hint hint = {st_date_from_days(req->now.us / ST_DAY), (f->flags & ST_IN_PAST) != 0};
    struct st_date_input read;
    struct st_date d;
    char text[ST_DATE_TEXT];

    if (st_date_parse(&d, value) || !st_date_input_read(&read, value, &hint))
        return value;
    if (read.ambiguous && read.n > 1) {
        (void)st_fail(err, ST_E_INVALID, path, ST_MSG("{0} may mean {1} or {2}.", ST_V(st_value_key(f->label)),
                      ST_V(read.readings[0].date), ST_V(read.readings[1].date)), f->citation,
                      "Write it as 2026-09-17, or 2026-09 or 2026 when the rest is not known.");
        return (struct st_str){NULL, 0};
    }
    return st_str_dup(req->arena, st_str_of(st_date_print(text, read.date)));
}

/* All boxes ticked under one name, as one set. */
static struct st_str joined(const struct st_request *req, size_t at)
{
    struct st_buf out = ST_BUF_INIT(16 * 1024);
    struct st_str result;

    for (size_t i = at; i < req->form.n; i++) {
        if (!st_str_eq(req->form.v[i].name, req->form.v[at].name))
            continue;
        if (out.n > 0)
            st_buf_char(&out, ' ');
        st_buf_str(&out, req->form.v[i].value);
    }
    result = out.failed ? req->form.v[at].value : st_buf_dup(req->arena, &out);
    st_buf_deinit(&out);
    return result;
}

/* The same name stands earlier in the form. */
static bool repeated(const struct st_request *req, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (st_str_eq(req->form.v[i].name, req->form.v[at].name))
            return true;
    return false;
}

void st_form_read_part(void *record, const struct st_shape *shape, const struct st_request *req, const char *prefix,
                       const char *other, struct st_error *err)
{
    struct st_pair *mine = ST_NEW_N(req->arena, struct st_pair, req->form.n + 1);
    struct st_request part = *req;
    struct st_error faults = {0};
    size_t n = 0, cut = prefix ? strlen(prefix) : 0;

    for (size_t i = 0; i < req->form.n; i++) {
        struct st_pair pair = req->form.v[i];
        if (prefix ? !st_str_starts(pair.name, prefix) : st_str_starts(pair.name, other))
            continue;
        pair.name = (struct st_str){pair.name.p + cut, pair.name.n - cut};
        mine[n++] = pair;
    }
    part.form = (struct st_pairs){mine, n};
    st_form_read(record, shape, &part, &faults);
    (void)st_fail_part(err, &faults, prefix ? prefix : "", req->arena);
}

/* Files chosen under the name of a list: each is a row of its own, and the bytes are the row's. */
static const char *row_of_file(const struct st_request *req, const struct st_field *list, size_t at)
{
    const struct st_field *rows = list->shape->fields();
    struct st_str name = req->form.v[at].name;
    size_t bytes = 0, row = 0;

    while (bytes + 1 < list->shape->n && rows[bytes].kind != ST_KIND_BLOB)
        bytes++;
    for (size_t i = 0; i < at; i++)
        row += st_str_eq(req->form.v[i].name, name) && req->form.v[i].value.n > 0;
    return st_strf(req->arena, "%.*s.%zu.%s", (int)name.n, name.p, row, rows[bytes].name).p;
}

void st_form_read(void *record, const struct st_shape *shape, const struct st_request *req, struct st_error *err)
{
    for (size_t i = 0; i < req->form.n; i++) {
        const struct st_field *f = field_at(shape, req->form.v[i].name);
        const char *path = f != NULL && f->kind == ST_KIND_MANY ? row_of_file(req, f, i)
                                                                 : st_str_z(req->arena, req->form.v[i].name);
        struct st_str value = req->form.v[i].value;

        if (is_formality(req->form.v[i].name) || (f != NULL && value.n == 0))
            continue; /* empty is unknown, as the record already has it */
        if (f != NULL && f->kind == ST_KIND_CODES) {
            if (repeated(req, i))
                continue;
            value = joined(req, i);
        } else if (f != NULL && f->kind == ST_KIND_INSTANT) {
            value = wall_clock(req, value);
        } else if (f != NULL && (f->flags & ST_LANGUAGES)) {
            value = st_languages_read(value, req->arena);
        } else if (f != NULL && f->kind == ST_KIND_DATE) {
            value = loose_date(req, f, path, value, err);
        }
        if (st_str_known(value))
            (void)st_shape_set(record, shape, path, value, req->arena, err);
    }
}
