#include "law/rule.h"

#include "law/parameters.h"

enum { RUNS_MAX = 2048, CHOICES_MAX = 24, REASONS_MAX = 64, STEPS_MAX = 256 };

/* One unknown fact that a run met, and which of its values the run assumes. */
struct choice {
    const struct st_field *fact;
    unsigned value, values; /* 0 … values - 1 */
};

struct st_run {
    const struct st_rule *rule;
    const void *facts;
    struct st_date as_of;
    struct st_arena *arena;
    struct choice choices[CHOICES_MAX];
    size_t choices_n, met; /* choices fixed for this run; choices met so far in it */
    const struct st_field *blocked_by[CHOICES_MAX];
    size_t blocked_n;
    struct st_reason reasons[REASONS_MAX];
    size_t reasons_n;
    struct st_trace_step steps[STEPS_MAX];
    size_t steps_n;
};

/* What one run left behind. */
struct leaf {
    struct choice choices[CHOICES_MAX];
    size_t choices_n;
    bool blocked;
    void *outcome;
    const struct st_reason *reasons;
    size_t reasons_n;
};

struct exploration {
    struct leaf *leaves;
    size_t n, room;
    const struct st_field *blocked_by[CHOICES_MAX];
    size_t blocked_n;
    bool too_many;
};

struct st_date st_as_of(const struct st_run *r) { return r->as_of; }
struct st_arena *st_run_arena(struct st_run *r) { return r->arena; }

static const struct st_field *field_at(const struct st_run *r, const void *fact)
{
    const struct st_field *fields = r->rule->facts->fields();
    size_t offset = (size_t)((const char *)fact - (const char *)r->facts);

    for (size_t i = 0; i < r->rule->facts->n; i++)
        if (fields[i].offset == offset)
            return &fields[i];
    ST_ASSERT(!"a rule asked for something that is not one of its facts");
    return NULL;
}

static void note(struct st_run *r, const struct st_field *fact, bool was_known, struct st_str value)
{
    if (r->steps_n < STEPS_MAX)
        r->steps[r->steps_n++] = (struct st_trace_step){fact, was_known, value, NULL};
}

static struct st_str value_text(struct st_run *r, const struct st_field *f)
{
    struct st_buf buf = ST_BUF_INIT(64 * 1024);
    struct st_str value;

    st_field_print(&buf, f, r->facts);
    value = st_buf_dup(r->arena, &buf);
    st_buf_deinit(&buf);
    return value;
}

static void note_known(struct st_run *r, const struct st_field *f) { note(r, f, true, value_text(r, f)); }

static void add_once(const struct st_field **list, size_t *n, const struct st_field *f)
{
    for (size_t i = 0; i < *n; i++)
        if (list[i] == f)
            return;
    if (*n < CHOICES_MAX)
        list[(*n)++] = f;
}

static void block(struct st_run *r, const struct st_field *f)
{
    add_once(r->blocked_by, &r->blocked_n, f);
    note(r, f, false, (struct st_str){NULL, 0});
}

/* The value that this run assumes for an unknown fact; the same each time the run asks for it. */
static unsigned assume(struct st_run *r, const struct st_field *f, unsigned values)
{
    for (size_t i = 0; i < r->met; i++)
        if (r->choices[i].fact == f)
            return r->choices[i].value;
    if (r->met == CHOICES_MAX) {
        block(r, f);
        return 0;
    }
    if (r->met == r->choices_n)
        r->choices[r->choices_n++] = (struct choice){f, 0, values};
    ST_ASSERT(r->choices[r->met].fact == f); /* a pure rule asks the same way each time */
    return r->choices[r->met++].value;
}

bool st_ask_yes(struct st_run *r, const uint8_t *fact)
{
    const struct st_field *f = field_at(r, fact);
    bool yes;

    if (*fact != ST_UNKNOWN) {
        note_known(r, f);
        return *fact == ST_YES;
    }
    yes = assume(r, f, 2) == 1;
    note(r, f, false, yes ? ST_S("yes") : ST_S("no"));
    return yes;
}

unsigned st_ask_code(struct st_run *r, const uint16_t *fact)
{
    const struct st_field *f = field_at(r, fact);
    unsigned value;

    if (*fact != 0) {
        note_known(r, f);
        return *fact;
    }
    if (f->codes->n > 32) { /* too long to try each: a State, a country */
        block(r, f);
        return 0;
    }
    value = assume(r, f, (unsigned)f->codes->n) + 1;
    note(r, f, false, st_str_of(st_code_name(f->codes, value)));
    return value;
}

struct st_date st_ask_date(struct st_run *r, const struct st_date *fact)
{
    const struct st_field *f = field_at(r, fact);
    if (st_date_known(*fact))
        note_known(r, f);
    else
        block(r, f);
    return *fact;
}

struct st_instant st_ask_instant(struct st_run *r, const struct st_instant *fact)
{
    const struct st_field *f = field_at(r, fact);
    if (st_instant_known(*fact))
        note_known(r, f);
    else
        block(r, f);
    return *fact;
}

int64_t st_ask_number(struct st_run *r, const struct st_number *fact)
{
    const struct st_field *f = field_at(r, fact);
    if (fact->known)
        note_known(r, f);
    else
        block(r, f);
    return fact->v;
}

struct st_str st_ask_text(struct st_run *r, const struct st_str *fact)
{
    const struct st_field *f = field_at(r, fact);
    if (st_str_known(*fact))
        note_known(r, f);
    else
        block(r, f);
    return *fact;
}

bool st_ask_known(struct st_run *r, const void *fact)
{
    const struct st_field *f = field_at(r, fact);
    bool has = st_field_known(f, r->facts);
    if (has)
        note_known(r, f);
    else
        note(r, f, false, (struct st_str){NULL, 0});
    return has;
}

uint64_t st_ask_set(struct st_run *r, const uint64_t *fact)
{
    note_known(r, field_at(r, fact));
    return *fact;
}

bool st_ask_has(struct st_run *r, const uint64_t *fact, unsigned value)
{
    return (st_ask_set(r, fact) & ST_CODE_BIT(value)) != 0;
}

void st_ask_anew(struct st_run *r, const void *fact) { add_once(r->blocked_by, &r->blocked_n, field_at(r, fact)); }

void st_because(struct st_run *r, const char *citation, struct st_message text)
{
    ST_ASSERT(r->reasons_n < REASONS_MAX);
    r->reasons[r->reasons_n] = (struct st_reason){citation, text};
    if (r->steps_n < STEPS_MAX)
        r->steps[r->steps_n++] = (struct st_trace_step){NULL, true, {NULL, 0}, &r->reasons[r->reasons_n]};
    r->reasons_n++;
}

int64_t st_param_number(struct st_run *r, const char *name) { return st_parameter(name, r->as_of)->number; }
struct st_date st_param_date(struct st_run *r, const char *name) { return st_parameter(name, r->as_of)->date; }

/* ---- Trying what is unknown ---- */

static void run_once(struct st_run *r, struct leaf *leaf)
{
    r->met = r->blocked_n = r->reasons_n = r->steps_n = 0;
    leaf->outcome = st_alloc(r->arena, r->rule->outcome->size);
    r->rule->run(r, r->facts, leaf->outcome);
    r->choices_n = r->met;
    memcpy(leaf->choices, r->choices, sizeof(leaf->choices));
    leaf->choices_n = r->choices_n;
    leaf->blocked = r->blocked_n > 0;
    leaf->reasons = st_alloc_copy(r->arena, r->reasons, r->reasons_n * sizeof(*r->reasons));
    leaf->reasons_n = r->reasons_n;
}

/* Moves to the next combination of assumed values, the last choice fastest; false when all have been tried. */
static bool next_combination(struct st_run *r)
{
    while (r->choices_n > 0) {
        struct choice *last = &r->choices[r->choices_n - 1];
        if (++last->value < last->values)
            return true;
        r->choices_n--;
    }
    return false;
}

static struct leaf *leaf_new(struct exploration *x, struct st_arena *arena)
{
    if (x->n == x->room) {
        size_t room = x->room ? 2 * x->room : 8;
        struct leaf *grown = ST_NEW_N(arena, struct leaf, room);
        if (x->n)
            memcpy(grown, x->leaves, x->n * sizeof(*grown));
        x->leaves = grown;
        x->room = room;
    }
    return &x->leaves[x->n++];
}

/* The trace of the first run, its reasons pointing into what the answer keeps. */
static void keep_trace(struct st_answer *out, const struct st_run *r, const struct leaf *first)
{
    struct st_trace_step *steps = st_alloc_copy(r->arena, r->steps, r->steps_n * sizeof(*r->steps));

    for (size_t i = 0; i < r->steps_n; i++)
        if (steps[i].reason != NULL)
            steps[i].reason = first->reasons + (steps[i].reason - r->reasons);
    out->trace = steps;
    out->trace_n = r->steps_n;
}

static void explore(struct exploration *x, struct st_run *r, struct st_answer *out)
{
    do {
        run_once(r, leaf_new(x, r->arena));
        if (x->n == 1)
            keep_trace(out, r, &x->leaves[0]);
        for (size_t i = 0; i < r->blocked_n; i++)
            add_once(x->blocked_by, &x->blocked_n, r->blocked_by[i]);
        if (x->n == RUNS_MAX) {
            x->too_many = true;
            return;
        }
    } while (next_combination(r));
}

/* ---- Putting the runs together ---- */

static bool same_result(const struct st_rule *rule, const struct leaf *a, const struct leaf *b)
{
    return a->blocked == b->blocked && (a->blocked || st_shape_equal(rule->outcome, a->outcome, b->outcome));
}

static bool field_agrees(const struct st_shape *shape, const struct st_field *f, const struct leaf *a,
                         const struct leaf *b)
{
    /* compare one field by comparing records in which only it is known */
    struct st_arena *arena = st_arena_new();
    void *x = st_alloc(arena, shape->size), *y = st_alloc(arena, shape->size);
    size_t size = f->kind == ST_KIND_MANY ? sizeof(struct st_list) : f->size;
    bool same;

    memcpy(st_field_at(f, x), st_field_get(f, a->outcome), size);
    memcpy(st_field_at(f, y), st_field_get(f, b->outcome), size);
    same = st_shape_equal(shape, x, y);
    st_arena_free(arena);
    return same;
}

/* Keeps the fields of the first outcome on which all runs agree. */
static void keep_agreed(const struct st_rule *rule, const struct exploration *x, void *outcome)
{
    const struct st_field *fields = rule->outcome->fields();

    for (size_t i = 0; i < rule->outcome->n; i++)
        for (size_t k = 0; k < x->n; k++)
            if (x->leaves[k].blocked || !field_agrees(rule->outcome, &fields[i], &x->leaves[0], &x->leaves[k])) {
                st_field_clear(&fields[i], outcome);
                break;
            }
}

static bool same_value(const struct st_value *a, const struct st_value *b)
{
    if (a->kind != b->kind)
        return false;
    switch (a->kind) {
    case ST_VALUE_NONE: return true;
    case ST_VALUE_TEXT: return st_str_eq(a->u.text, b->u.text);
    case ST_VALUE_KEY: return strcmp(a->u.key, b->u.key) == 0;
    case ST_VALUE_NUMBER: return a->u.number == b->u.number;
    case ST_VALUE_DATE: return st_date_cmp(a->u.date, b->u.date) == 0;
    case ST_VALUE_INSTANT: return a->u.instant.us == b->u.instant.us;
    }
    return false;
}

static bool same_reason(const struct st_reason *a, const struct st_reason *b)
{
    bool same = strcmp(a->citation, b->citation) == 0 && strcmp(a->text.text, b->text.text) == 0;
    for (size_t i = 0; same && i < ST_MESSAGE_VALUES; i++)
        same = same_value(&a->text.values[i], &b->text.values[i]);
    return same;
}

static bool given_in(const struct leaf *leaf, const struct st_reason *reason)
{
    for (size_t i = 0; i < leaf->reasons_n; i++)
        if (same_reason(&leaf->reasons[i], reason))
            return true;
    return false;
}

/* The reasons that every run gave. */
static void common_reasons(struct st_answer *out, const struct exploration *x, struct st_arena *arena)
{
    const struct leaf *first = &x->leaves[0];
    struct st_reason *reasons = ST_NEW_N(arena, struct st_reason, first->reasons_n + 1);

    for (size_t i = 0; i < first->reasons_n; i++) {
        bool everywhere = true;
        for (size_t k = 1; everywhere && k < x->n; k++)
            everywhere = given_in(&x->leaves[k], &first->reasons[i]);
        if (everywhere)
            reasons[out->reasons_n++] = first->reasons[i];
    }
    out->reasons = reasons;
}

static bool same_prefix(const struct leaf *a, const struct leaf *b, size_t n)
{
    if (a->choices_n < n || b->choices_n < n)
        return false;
    for (size_t i = 0; i < n; i++)
        if (a->choices[i].fact != b->choices[i].fact || a->choices[i].value != b->choices[i].value)
            return false;
    return true;
}

/* Choice `at` of leaf k matters when some run that shares what was assumed before it, but assumes another value here,
 * ends differently while everything both assume afterwards for the same facts is the same. Conservative: where later
 * choices are not comparable, a different end counts. */
static bool later_choices_conflict(const struct leaf *a, const struct leaf *b, size_t at)
{
    for (size_t i = at + 1; i < a->choices_n; i++)
        for (size_t k = at + 1; k < b->choices_n; k++)
            if (a->choices[i].fact == b->choices[k].fact && a->choices[i].value != b->choices[k].value)
                return true;
    return false;
}

static bool matters(const struct st_rule *rule, const struct exploration *x, const struct st_field *fact)
{
    for (size_t k = 0; k < x->n; k++)
        for (size_t at = 0; at < x->leaves[k].choices_n; at++) {
            const struct leaf *a = &x->leaves[k];
            if (a->choices[at].fact != fact)
                continue;
            for (size_t m = k + 1; m < x->n; m++) {
                const struct leaf *b = &x->leaves[m];
                if (same_prefix(a, b, at) && b->choices_n > at && b->choices[at].fact == fact &&
                    b->choices[at].value != a->choices[at].value && !later_choices_conflict(a, b, at) &&
                    !same_result(rule, a, b))
                    return true;
            }
        }
    return false;
}

static void sort_out_unknowns(struct st_answer *out, const struct exploration *x, struct st_arena *arena)
{
    const struct st_field *asked[CHOICES_MAX];
    const struct st_field **needs = ST_NEW_N(arena, const struct st_field *, 2 * CHOICES_MAX);
    const struct st_field **immaterial = ST_NEW_N(arena, const struct st_field *, CHOICES_MAX);
    size_t asked_n = 0;

    for (size_t k = 0; k < x->n; k++)
        for (size_t i = 0; i < x->leaves[k].choices_n; i++)
            add_once(asked, &asked_n, x->leaves[k].choices[i].fact);
    for (size_t i = 0; i < asked_n; i++) {
        if (x->too_many || matters(out->rule, x, asked[i]))
            needs[out->needs_n++] = asked[i];
        else
            immaterial[out->immaterial_n++] = asked[i];
    }
    for (size_t i = 0; i < x->blocked_n; i++)
        needs[out->needs_n++] = x->blocked_by[i];
    out->needs = needs;
    out->immaterial = immaterial;
    out->complete = out->needs_n == 0;
}

int st_rule_ask(struct st_answer *out, const struct st_rule *rule, const void *facts, struct st_date as_of,
                struct st_arena *arena, struct st_error *err)
{
    struct exploration x = {0};
    struct st_run r = {.rule = rule, .facts = facts, .as_of = as_of, .arena = arena};

    *out = (struct st_answer){.rule = rule, .as_of = as_of};
    if (st_date_cmp(as_of, rule->from) < 0 ||
        (st_date_known(rule->until) && st_date_cmp(as_of, rule->until) > 0))
        return st_fail(err, ST_E_STATE, "as_of",
                       ST_MSG("The rule {0} was not in force on {1}; it applies from {2}.", ST_V(rule->id), ST_V(as_of),
                              ST_V(rule->from)),
                       rule->citation, "Ask as of a date on which the act applies.");
    explore(&x, &r, out);
    out->runs = (unsigned)x.n;
    out->outcome = st_alloc(arena, rule->outcome->size);
    memcpy(out->outcome, x.leaves[0].outcome, rule->outcome->size);
    keep_agreed(rule, &x, out->outcome);
    common_reasons(out, &x, arena);
    sort_out_unknowns(out, &x, arena);
    return ST_OK;
}

/* ---- What would change the answer ---- */

static void try_other(struct st_what_if *list, size_t *n, const struct st_rule *rule, const void *facts,
                      const struct st_answer *base, const struct st_field *f, const char *value,
                      struct st_arena *arena)
{
    void *other = st_alloc_copy(arena, facts, rule->facts->size);
    struct st_answer answer;

    (void)st_field_parse(other, f, st_str_of(value), arena, f->name, NULL);
    if (st_rule_ask(&answer, rule, other, base->as_of, arena, NULL) == ST_OK &&
        !st_shape_equal(rule->outcome, base->outcome, answer.outcome))
        list[(*n)++] = (struct st_what_if){f, st_str_of(value), answer};
}

int st_rule_what_if(struct st_what_if **out, size_t *n, const struct st_rule *rule, const void *facts,
                    struct st_date as_of, struct st_arena *arena, struct st_error *err)
{
    struct st_answer base;
    int rc = st_rule_ask(&base, rule, facts, as_of, arena, err);
    const struct st_field *seen[STEPS_MAX];
    size_t seen_n = 0;

    *n = 0;
    *out = ST_NEW_N(arena, struct st_what_if, (size_t)CHOICES_MAX * 32);
    for (size_t i = 0; rc == ST_OK && i < base.trace_n && seen_n < CHOICES_MAX; i++) {
        const struct st_field *f = base.trace[i].fact;
        size_t before = seen_n;
        if (f == NULL || !base.trace[i].was_known || (f->kind != ST_KIND_TRI && f->kind != ST_KIND_CODE))
            continue;
        add_once(seen, &seen_n, f);
        if (seen_n == before)
            continue;
        if (f->kind == ST_KIND_TRI)
            try_other(*out, n, rule, facts, &base, f, st_str_is(base.trace[i].value, "yes") ? "no" : "yes", arena);
        for (size_t v = 0; f->kind == ST_KIND_CODE && f->codes->n <= 32 && v < f->codes->n; v++)
            if (!st_str_is(base.trace[i].value, f->codes->rows[v].name))
                try_other(*out, n, rule, facts, &base, f, f->codes->rows[v].name, arena);
    }
    return rc;
}

const struct st_rule *st_rule_find(struct st_str id)
{
    for (size_t i = 0; i < st_rules_n; i++)
        if (st_str_is(id, st_rules[i]->id))
            return st_rules[i];
    return NULL;
}

/* ---- The answer as JSON ---- */

static void write_names(struct st_json *w, const char *key, const struct st_field *const *fields, size_t n)
{
    st_json_key(w, key);
    st_json_array(w);
    for (size_t i = 0; i < n; i++)
        st_json_text(w, fields[i]->name);
    st_json_array_end(w);
}

static void write_reason(struct st_json *w, const struct st_reason *reason, const struct st_reader *reader)
{
    st_json_object(w);
    st_json_key(w, "citation");
    st_json_text(w, reason->citation);
    st_json_key(w, "text");
    st_json_message(w, &reason->text, reader);
    st_json_object_end(w);
}

static void write_trace(struct st_json *w, const struct st_answer *a, const struct st_reader *reader)
{
    st_json_key(w, "trace");
    st_json_array(w);
    for (size_t i = 0; i < a->trace_n; i++) {
        const struct st_trace_step *s = &a->trace[i];
        if (s->fact == NULL) {
            write_reason(w, s->reason, reader);
            continue;
        }
        st_json_object(w);
        st_json_key(w, "asked");
        st_json_text(w, s->fact->name);
        st_json_key(w, s->was_known ? "value" : "assumed");
        st_json_str(w, s->value);
        st_json_object_end(w);
    }
    st_json_array_end(w);
}

static void write_what_if(struct st_json *w, const struct st_what_if *other, size_t n)
{
    st_json_key(w, "what_if");
    st_json_array(w);
    for (size_t i = 0; i < n; i++) {
        st_json_object(w);
        st_json_key(w, "fact");
        st_json_text(w, other[i].fact->name);
        st_json_key(w, "value");
        st_json_str(w, other[i].value);
        st_json_key(w, "outcome");
        st_shape_write(w, other[i].answer.rule->outcome, other[i].answer.outcome, ST_ALL_FIELDS);
        st_json_object_end(w);
    }
    st_json_array_end(w);
}

static void write_answer(struct st_json *w, const struct st_answer *a, const void *facts, bool trace,
                         const struct st_reader *reader)
{
    if (trace) {
        st_json_key(w, "version");
        st_json_int(w, 1);
    }
    st_json_key(w, "rule");
    st_json_text(w, a->rule->id);
    st_json_key(w, "as_of");
    st_json_date(w, a->as_of);
    st_json_key(w, "outcome");
    st_shape_write(w, a->rule->outcome, a->outcome, ST_ALL_FIELDS);
    st_json_key(w, "reasons");
    st_json_array(w);
    for (size_t i = 0; i < a->reasons_n; i++)
        write_reason(w, &a->reasons[i], reader);
    st_json_array_end(w);
    write_names(w, "needs", a->needs, a->needs_n);
    if (trace) {
        st_json_key(w, "facts");
        st_shape_write(w, a->rule->facts, facts, ST_ALL_FIELDS);
        write_names(w, "immaterial", a->immaterial, a->immaterial_n);
        write_trace(w, a, reader);
    }
    st_json_key(w, "rules_hash");
    st_json_text(w, st_rules_hash);
}

void st_answer_write(struct st_json *w, const struct st_answer *a, const void *facts, bool trace,
                     const struct st_reader *reader)
{
    st_json_object(w);
    write_answer(w, a, facts, trace, reader);
    st_json_object_end(w);
}

void st_answer_write_what_if(struct st_json *w, const struct st_answer *a, const void *facts,
                             const struct st_what_if *other, size_t other_n, const struct st_reader *reader)
{
    st_json_object(w);
    write_answer(w, a, facts, true, reader);
    write_what_if(w, other, other_n);
    st_json_object_end(w);
}
