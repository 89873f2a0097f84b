#include "web/form.h"

#include <stdio.h>

#include "law/states.h"
#include "web/page.h"
#include "web/request.h"
#include "web/session.h"

enum { RADIOS_MOST = 6, COUNTRY_CODE = 3, ONE_LINE = 72, BESIDE = 5 /* letters that a button takes */ };

/* One field being written: where it stands and what belongs to it. */
struct place {
    struct st_html *page;
    const struct st_form_options *o;
    const struct st_field *field;
    const void *record; /* NULL: empty */
    const char *path;   /* dotted, in the arena */
    const struct st_fault *fault;
    bool required;
};

void st_form_begin(struct st_html *page, const char *action)
{
    page->form = action;
    st_html_open(page, "form", "method", "post", "action", action, "accept-charset", "utf-8", NULL);
}

void st_form_hidden(struct st_html *page, const char *name, struct st_str value)
{
    st_html_open(page, "input", "type", "hidden", "name", name, NULL);
    st_html_attr(page, "value", value);
    st_html_close(page);
}

void st_form_version(struct st_html *page, int64_t version)
{
    st_form_hidden(page, "version", st_strf(page->req->arena, "%lld", (long long)version));
}

void st_form_end(struct st_html *page)
{
    while (strcmp(page->stack[page->depth - 1], "form") != 0)
        st_html_close(page);
    st_form_hidden(page, "csrf", st_csrf_token(page->req, page->res, page->form));
    st_html_close(page);
}

/* ---- What a field shows ---- */

static struct st_str id_of(const struct place *at, const char *kind)
{
    return st_strf(at->page->req->arena, "%s-%s", kind, at->path);
}

/* The canonical text of the value: what was typed before what is stored. */
static struct st_str value_of(const struct place *at)
{
    struct st_arena *arena = at->page->req->arena;
    struct st_buf text = ST_BUF_INIT(4 << 20);
    struct st_str value = at->o->typed ? st_pairs_get(at->o->typed, at->path) : (struct st_str){NULL, 0};

    if (!st_str_known(value) && at->record != NULL) {
        st_field_print(&text, at->field, at->record);
        value = st_buf_dup(arena, &text);
    }
    st_buf_deinit(&text);
    return st_str_known(value) ? value : ST_S("");
}

static void label_text(struct place *at)
{
    struct st_html *page = at->page;

    st_html_t(page, at->field->label);
    if (at->required) {
        st_html_str(page, ST_S(" "));
        st_html_element(page, "span", "required", "class", "ds-tag st-required", "data-color", "warning", NULL);
    }
}

/* A description stands under the label: help, how a date is written, the article. */
static bool has_description(const struct st_field *f)
{
    return f->help[0] || f->citation[0] || f->kind == ST_KIND_DATE;
}

static void description(struct place *at)
{
    struct st_html *page = at->page;

    if (!has_description(at->field))
        return;
    st_html_open(page, "div", "data-field", "description", NULL);
    st_html_attr(page, "id", id_of(at, "h"));
    if (at->field->help[0])
        st_html_element(page, "span", at->field->help, NULL);
    if (at->field->kind == ST_KIND_DATE) {
        st_html_str(page, ST_S(" "));
        st_html_element(page, "span",
                        "As on the paper, for example 17.9.2026; month and year, or the year alone, if the rest is not known.",
                        NULL);
    }
    if (at->field->citation[0])
        st_html_element(page, "cite", at->field->citation, "class", "st-cite", NULL);
    st_html_close(page);
}

static void fault(struct place *at)
{
    if (at->fault == NULL)
        return;
    st_html_open(at->page, "p", "class", "ds-validation-message", NULL);
    st_html_attr(at->page, "id", id_of(at, "e"));
    st_html_message(at->page, &at->fault->what);
    st_html_str(at->page, ST_S(" "));
    st_html_t(at->page, at->fault->cure);
    st_html_close(at->page);
}

/* The attributes that every control has. */
static void control(struct place *at)
{
    struct st_html *page = at->page;
    bool help = has_description(at->field);

    st_html_attr(page, "id", id_of(at, "f"));
    st_html_attr_text(page, "name", at->path);
    st_html_attr_text(page, "class", "ds-input");
    if (help && at->fault)
        st_html_attr(page, "aria-describedby", st_strf(page->req->arena, "h-%s e-%s", at->path, at->path));
    else if (help || at->fault)
        st_html_attr(page, "aria-describedby", id_of(at, help ? "h" : "e"));
    if (at->fault)
        st_html_attr_text(page, "aria-invalid", "true");
    if (at->required)
        st_html_attr_text(page, "aria-required", "true");
    st_html_flag(page, "autofocus", at->o->focus != NULL && strcmp(at->o->focus, at->path) == 0);
}

static void label(struct place *at)
{
    st_html_open(at->page, "label", "class", "ds-label", NULL);
    st_html_attr(at->page, "for", id_of(at, "f"));
    label_text(at);
    st_html_close(at->page);
}

/* ---- Controls ---- */

/* An instant as the reader's wall clock, as <input type="datetime-local"> has it. */
static struct st_str local_time(const struct place *at, struct st_str value)
{
    struct st_instant t;
    struct st_local l;
    char day[ST_DATE_TEXT];
    const char *zone = at->page->reader.time_zone;

    if (!st_instant_parse(&t, value) || !st_zone_local(&l, t, zone ? zone : "UTC"))
        return value;
    return st_strf(at->page->req->arena, "%sT%02d:%02d", st_date_print(day, l.date), l.hour, l.minute);
}

/* The names of languages, once on a page, for every field that asks for some. */
static void offer_languages(struct st_html *page)
{
    if (page->languages)
        return;
    page->languages = true;
    st_html_open(page, "datalist", "id", "languages", NULL);
    for (size_t i = 0; i < st_languages_n; i++) {
        st_html_open(page, "option", NULL);
        st_html_attr_t(page, "value", st_languages[i].name);
        st_html_close(page);
    }
    st_html_close(page);
}

static void languages(struct place *at)
{
    struct st_html *page = at->page;
    struct st_str typed = at->o->typed ? st_pairs_get(at->o->typed, at->path) : (struct st_str){NULL, 0};

    label(at);
    description(at);
    st_html_open(page, "input", "type", "text", "autocomplete", "off", "list", "languages", "data-several", "", NULL);
    control(at);
    st_html_attr(page, "value", st_str_known(typed) ? typed : st_page_language_names(page, value_of(at)));
    st_html_close(page);
    offer_languages(page);
}

static void one_line(struct place *at)
{
    struct st_html *page = at->page;
    enum st_kind kind = at->field->kind;
    struct st_str value = value_of(at);

    label(at);
    description(at);
    st_html_open(page, "input", "autocomplete", "off", NULL);
    control(at);
    st_html_attr_text(page, "type", kind == ST_KIND_INSTANT ? "datetime-local" : "text");
    if (kind == ST_KIND_NUMBER)
        st_html_attr_text(page, "inputmode", "numeric");
    if (kind == ST_KIND_TEXT) {
        st_html_attr_text(page, "dir", "auto");
        st_html_attr_int(page, "maxlength", (int64_t)at->field->limit);
        if (at->field->limit == COUNTRY_CODE)
            st_html_attr_text(page, "list", at->o->countries);
    }
    st_html_attr(page, "value", kind == ST_KIND_INSTANT ? local_time(at, value) : value);
    st_html_close(page);
}

static void long_text(struct place *at)
{
    label(at);
    description(at);
    st_html_open(at->page, "textarea", "rows", "5", "dir", "auto", NULL);
    control(at);
    st_html_attr_int(at->page, "maxlength", (int64_t)at->field->limit);
    st_html_str(at->page, ST_S("\n")); /* the first line break of a textarea is not part of its text */
    st_html_str(at->page, value_of(at));
    st_html_close(at->page);
}

/* Bytes travel as Base64; with script there is a button that takes a file instead (ui/app.js). */
static void bytes(struct place *at)
{
    label(at);
    description(at);
    st_html_open(at->page, "textarea", "rows", "2", "spellcheck", "false", NULL);
    control(at);
    st_html_flag(at->page, "data-file", true);
    st_html_str(at->page, ST_S("\n"));
    st_html_str(at->page, value_of(at));
    st_html_close(at->page);
}

static void choice(struct place *at, const char *type, const char *value, const char *key, bool chosen, unsigned i)
{
    struct st_html *page = at->page;
    struct st_str id = i == 0 ? id_of(at, "f") : st_strf(page->req->arena, "f-%s-%u", at->path, i);

    st_html_open(page, "div", "class", "ds-field", NULL);
    st_html_open(page, "input", "class", "ds-input", "type", type, "name", at->path, "value", value, NULL);
    st_html_attr(page, "id", id);
    st_html_flag(page, "checked", chosen);
    if (at->fault)
        st_html_attr(page, "aria-describedby", id_of(at, "e"));
    st_html_close(page);
    st_html_open(page, "label", "class", "ds-label", "data-weight", "regular", NULL);
    st_html_attr(page, "for", id);
    st_html_t(page, key);
    st_html_close(page);
    st_html_close(page);
}

static const char *unknown_of(const struct place *at)
{
    /* sentences */
    return at->o->asks ? "Any" : "Not known";
    /* end of sentences */
}

/* A question with its answers below: side by side when they are few and short. */
static void group_begin(struct place *at, bool tall)
{
    st_html_open(at->page, "fieldset", "class", "ds-fieldset", NULL);
    st_html_open(at->page, "legend", "class", "ds-label", NULL);
    label_text(at);
    st_html_close(at->page);
    description(at);
    st_html_open(at->page, "div", "class", "st-options", NULL);
    st_html_flag(at->page, "data-tall", tall);
}

static void yes_no(struct place *at)
{
    struct st_str value = value_of(at);

    group_begin(at, false);
    choice(at, "radio", "yes", "Yes", st_str_is(value, "yes"), 0);
    choice(at, "radio", "no", "No", st_str_is(value, "no"), 1);
    if (!at->required)
        choice(at, "radio", "", unknown_of(at), value.n == 0, 2);
}

/* Answers stand side by side where they fit one line of the form. */
static bool is_tall(const struct place *at)
{
    const struct st_codes *codes = at->field->codes;
    const char *language = at->page->reader.language;
    size_t letters = 0;

    for (unsigned i = 0; i < codes->n; i++)
        letters += strlen(st_translate(codes->rows[i].label, language)) + BESIDE;
    return letters > ONE_LINE;
}

static void codes_as_choices(struct place *at, const char *type)
{
    const struct st_codes *codes = at->field->codes;
    struct st_str value = value_of(at);
    unsigned i;

    group_begin(at, is_tall(at));
    for (i = 0; i < codes->n; i++) {
        struct st_str rest = value, one;
        bool chosen = false;
        while (rest.n > 0 && !chosen) {
            one = st_str_cut(&rest, ' ');
            chosen = st_str_is(one, codes->rows[i].name);
        }
        choice(at, type, codes->rows[i].name, codes->rows[i].label, chosen, i);
    }
    if (at->field->kind == ST_KIND_CODE && !at->required)
        choice(at, type, "", unknown_of(at), value.n == 0, i);
}

static void codes_as_list(struct place *at)
{
    const struct st_codes *codes = at->field->codes;
    struct st_html *page = at->page;
    struct st_str value = value_of(at);

    label(at);
    description(at);
    st_html_open(page, "select", NULL);
    control(at);
    st_html_element(page, "option", unknown_of(at), "value", "", NULL);
    for (unsigned i = 0; i < codes->n; i++) {
        st_html_open(page, "option", "value", codes->rows[i].name, NULL);
        st_html_flag(page, "selected", st_str_is(value, codes->rows[i].name));
        st_html_t(page, codes->rows[i].label);
        st_html_close(page);
    }
    st_html_close(page);
}

static void simple_field(struct place *at)
{
    const struct st_field *f = at->field;
    unsigned depth = at->page->depth;
    bool group = f->kind == ST_KIND_TRI || f->kind == ST_KIND_CODES ||
                 (f->kind == ST_KIND_CODE && f->codes->n <= RADIOS_MOST);

    st_html_open(at->page, "div", "class", group ? "st-field" : "ds-field st-field", NULL);
    if (f->kind == ST_KIND_TRI)
        yes_no(at);
    else if (f->kind == ST_KIND_CODES)
        codes_as_choices(at, "checkbox");
    else if (f->kind == ST_KIND_CODE && f->codes->n <= RADIOS_MOST)
        codes_as_choices(at, "radio");
    else if (f->kind == ST_KIND_CODE)
        codes_as_list(at);
    else if (f->kind == ST_KIND_TEXT && (f->flags & ST_LONG))
        long_text(at);
    else if (f->kind == ST_KIND_BLOB)
        bytes(at);
    else if (f->flags & ST_LANGUAGES)
        languages(at);
    else
        one_line(at);
    fault(at);
    st_html_close_to(at->page, depth);
}

/* ---- Shapes ---- */

static void fields_below(struct st_html *page, const struct st_shape *shape, const void *record, const char *prefix,
                         const struct st_form_options *o, uint64_t fields);

static const struct st_fault *fault_at(const struct st_error *err, const char *path)
{
    for (size_t i = 0; err != NULL && i < err->n; i++)
        if (strcmp(err->faults[i].field, path) == 0)
            return &err->faults[i];
    return NULL;
}

/* A nested record, or one row of a list, as a group. */
static void group(struct place *at, const void *record, struct st_str path, int64_t number)
{
    struct st_html *page = at->page;
    unsigned depth = page->depth;

    st_html_open(page, "fieldset", "class", "ds-fieldset st-group", NULL);
    st_html_open(page, "legend", "class", "ds-label", NULL);
    st_html_t(page, at->field->label);
    if (number > 0) {
        st_html_str(page, ST_S(" "));
        st_html_int(page, number);
    }
    st_html_close(page);
    fields_below(page, at->field->shape, record, st_strf(page->req->arena, "%.*s.", (int)path.n, path.p).p, at->o, 0);
    st_html_close_to(page, depth);
}

/* How many rows of a list were typed. */
static size_t rows_typed(const struct place *at)
{
    size_t n = 0, length = strlen(at->path);

    for (size_t i = 0; at->o->typed != NULL && i < at->o->typed->n; i++) {
        struct st_str name = at->o->typed->v[i].name, rest;
        int64_t index;
        if (name.n <= length || memcmp(name.p, at->path, length) != 0 || name.p[length] != '.')
            continue;
        rest = (struct st_str){name.p + length + 1, name.n - length - 1};
        if (st_str_to_int64(&index, st_str_cut(&rest, '.')) && index >= 0 && index < ST_LIST_MAX &&
            (size_t)index >= n && at->o->typed->v[i].value.n > 0)
            n = (size_t)index + 1;
    }
    return n;
}

static void rows(struct place *at)
{
    const struct st_list *list = at->record ? st_field_get(at->field, at->record) : NULL;
    size_t stored = list ? list->n : 0, typed = rows_typed(at), n = typed > stored ? typed : stored;

    st_html_open(at->page, "div", "class", "st-rows", NULL);
    st_html_attr_t(at->page, "data-more", "One more");
    st_html_attr_int(at->page, "data-filled", (int64_t)n); /* with script the spare ones come one by one (ui/app.js) */
    n += at->o->spare_rows ? at->o->spare_rows : 1;
    for (size_t i = 0; i < n && i < ST_LIST_MAX; i++)
        group(at, i < stored ? (const char *)list->v + i * at->field->size : NULL,
              st_strf(at->page->req->arena, "%s.%zu", at->path, i), (int64_t)i + 1);
    st_html_close(at->page);
}

static bool shown(const struct st_field *f, const struct st_form_options *o, char cell)
{
    return !(f->flags & (ST_HIDDEN | ST_COMPUTED)) && (!(f->flags & ST_SENSITIVE) || o->sensitive) && cell != '-';
}

/* The fields, by place, that are asked of minors only. */
static uint64_t fields_of_minors(const struct st_shape *shape)
{
    const struct st_field *rows_of = shape->fields();
    uint64_t fields = 0;

    for (size_t i = 0; i < shape->n && i < 64; i++)
        if (rows_of[i].flags & ST_OF_A_MINOR)
            fields |= UINT64_C(1) << i;
    return fields;
}

static void fields_below(struct st_html *page, const struct st_shape *shape, const void *record, const char *prefix,
                         const struct st_form_options *o, uint64_t fields)
{
    const struct st_field *rows_of = shape->fields();

    for (size_t i = 0; i < shape->n; i++) {
        const struct st_field *f = &rows_of[i];
        bool outermost = strcmp(prefix, o->prefix ? o->prefix : "") == 0;
        char cell = o->matrix && outermost ? st_matrix_cell(o->matrix, f->name, o->column) : 'A';
        struct place at = {page, o, f, record, st_strf(page->req->arena, "%s%s", prefix, f->name).p, NULL,
                           (f->flags & ST_REQUIRED) || cell == 'M'};
        if (!shown(f, o, cell) || (fields != 0 && !(fields & UINT64_C(1) << i)))
            continue;
        at.fault = fault_at(o->faults, at.path);
        if (f->kind == ST_KIND_ONE)
            group(&at, record ? st_field_get(f, record) : NULL, st_str_of(at.path), 0);
        else if (f->kind == ST_KIND_MANY)
            rows(&at);
        else
            simple_field(&at);
    }
}

/* Is anything of these fields on the form already: typed, at fault, or in the record? */
static bool any_filled(const struct st_shape *shape, const void *record, const char *prefix,
                       const struct st_form_options *o, uint64_t fields, struct st_arena *arena)
{
    const struct st_field *rows_of = shape->fields();

    for (size_t i = 0; i < shape->n; i++) {
        const char *path = st_strf(arena, "%s%s", prefix, rows_of[i].name).p;
        if (!(fields & UINT64_C(1) << i))
            continue;
        if (fault_at(o->faults, path) != NULL || (record != NULL && st_field_known(&rows_of[i], record)) ||
            (o->typed != NULL && st_pairs_get(o->typed, path).n > 0))
            return true;
    }
    return false;
}

void st_form_fields(struct st_html *page, const struct st_shape *shape, const void *record,
                    const struct st_form_options *options)
{
    const char *prefix = options->prefix ? options->prefix : "";
    uint64_t asked = options->fields ? options->fields : ~UINT64_C(0);
    uint64_t folded = options->adult ? asked & fields_of_minors(shape) : 0;

    fields_below(page, shape, record, prefix, options, asked & ~folded);
    if (folded == 0)
        return;
    st_html_open(page, "details", "class", "st-details", NULL);
    st_html_flag(page, "open", any_filled(shape, record, prefix, options, folded, page->req->arena));
    st_html_element(page, "summary", "Only for a minor", NULL);
    fields_below(page, shape, record, prefix, options, folded);
    st_html_close(page);
}

void st_form_takes_files(struct st_html *page)
{
    st_html_attr_text(page, "enctype", "multipart/form-data");
}

void st_form_files(struct st_html *page, const struct st_shape *shape, const char *name,
                   const struct st_form_options *options)
{
    const struct st_field *f = st_shape_field(shape, st_str_of(name));
    struct place at = {page, options, f, NULL, name, fault_at(options->faults, name), (f->flags & ST_REQUIRED) != 0};
    unsigned depth = page->depth;

    st_html_open(page, "div", "class", "ds-field st-field", NULL);
    label(&at);
    description(&at);
    st_html_open(page, "input", "type", "file", NULL);
    control(&at);
    st_html_flag(page, "multiple", true);
    st_html_close(page);
    fault(&at);
    st_html_close_to(page, depth);
}

void st_form_text(struct st_html *page, const char *type, const char *name, const char *key,
                  const char *autocomplete, struct st_str value)
{
    st_html_open(page, "div", "class", "ds-field st-field", NULL);
    st_html_open(page, "label", "class", "ds-label", NULL);
    st_html_attr(page, "for", st_strf(page->req->arena, "f-%s", name));
    st_html_t(page, key);
    st_html_close(page);
    st_html_open(page, "input", "class", "ds-input", "type", type, "name", name, "autocomplete", autocomplete, NULL);
    st_html_attr(page, "id", st_strf(page->req->arena, "f-%s", name));
    st_html_attr(page, "value", value);
    st_html_close(page);
    st_html_close(page);
}
