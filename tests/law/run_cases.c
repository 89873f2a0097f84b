/* Runs the rule cases: text files that a jurist can read.
 *
 *   rule screening.deadline            the rule that the cases below are about
 *   as-of 2026-09-01                   the day they are asked for (until the next such line)
 *   given member_state=IT              facts of every case from here to the next such line or rule
 *
 *   # found in the border area
 *   event=irregular_crossing event_on=2026-09-01
 *   => last_day=2026-09-08 | cites SR Art 8(3)
 *
 * Facts and outcomes are field=value; a value with spaces stands in double quotes. After `=>`: each named outcome field
 * must have that value (`field=` means unknown), `needs a b` exactly those facts must be missing (then, after a comma,
 * what is known all the same), `not in force` the rule must refuse the day; after `|`: `cites X; Y` must be among the
 * citations, `!Z` must not.
 *
 * Every rule of the program must have cases here that end differently (one that meets it and a near miss), one in which
 * the deciding fact is not known, and a comment that names each row of the specification which the rule says it
 * implements. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#include "law/rule.h"

struct tally {
    const struct st_rule *rule;
    unsigned cases, distinct, unknowns;
    char first[512];
    char rows[4096]; /* the comments among its cases, which name rows of the specification */
};

static struct tally tallies[512];
static unsigned passed, failed;

static struct st_str read_file(struct st_arena *arena, const char *path)
{
    FILE *f = fopen(path, "rb");
    char *bytes = st_alloc(arena, 1 << 20);
    size_t n = f ? fread(bytes, 1, (1 << 20) - 1, f) : 0;
    if (f == NULL) {
        (void)fprintf(stderr, "cannot read %s\n", path);
        exit(2);
    }
    (void)fclose(f);
    return (struct st_str){bytes, n};
}

static struct st_str next_word(struct st_str *line)
{
    size_t n = 0;
    bool quoted = false;
    if (line->n == 0)
        return (struct st_str){NULL, 0};
    *line = st_str_trim(*line);
    while (n < line->n && (quoted || line->p[n] != ' ')) {
        quoted ^= line->p[n] == '"';
        n++;
    }
    struct st_str word = {line->p, n};
    line->p += n;
    line->n -= n;
    return word;
}

static struct st_str unquote(struct st_str v)
{
    if (v.n >= 2 && v.p[0] == '"' && v.p[v.n - 1] == '"')
        return (struct st_str){v.p + 1, v.n - 2};
    return v;
}

struct run {
    const char *path;
    unsigned line;
    const struct st_rule *rule;
    struct st_date as_of;
    struct st_arena *arena;
    struct st_str given;
    void *facts;
    bool bad;
};

static void complain(struct run *run, const char *what, struct st_str about)
{
    (void)printf("%s:%u: %s: %s %.*s\n", run->path, run->line, run->rule ? run->rule->id : "-", what, (int)about.n,
                 about.n ? about.p : "");
    run->bad = true;
}

static void set_facts(struct run *run, struct st_str line)
{
    struct st_str word;
    while ((word = next_word(&line)).n > 0) {
        struct st_str name = st_str_cut(&word, '=');
        struct st_error err = {0};
        if (st_shape_set(run->facts, run->rule->facts, st_str_z(run->arena, name), unquote(word), run->arena, &err) != ST_OK)
            complain(run, "no such fact or value:", name);
    }
}

static void expect_value(struct run *run, const struct st_answer *a, struct st_str word)
{
    struct st_str name = st_str_cut(&word, '='), expected = unquote(word);
    const struct st_field *f = st_shape_field(run->rule->outcome, name);
    struct st_buf got = ST_BUF_INIT(65536);

    if (f == NULL) {
        complain(run, "no such outcome:", name);
        return;
    }
    st_field_print(&got, f, a->outcome);
    if (!st_str_eq(st_buf_get(&got), (struct st_str){expected.n ? expected.p : "", expected.n})) {
        complain(run, "expected", name);
        (void)printf("    expected %.*s, got %.*s\n", (int)expected.n, expected.n ? expected.p : "", (int)got.n,
                     got.n ? got.p : "");
    }
    st_buf_deinit(&got);
}

static void expect_needs(struct run *run, const struct st_answer *a, struct st_str list)
{
    struct st_str word;
    size_t n = 0;
    while ((word = next_word(&list)).n > 0) {
        bool found = false;
        for (size_t i = 0; i < a->needs_n; i++)
            found |= st_str_is(word, a->needs[i]->name);
        if (!found)
            complain(run, "should need", word);
        n++;
    }
    if (n != a->needs_n)
        for (size_t i = 0; i < a->needs_n; i++)
            complain(run, "needs", st_str_of(a->needs[i]->name));
}

static void expect_citations(struct run *run, const struct st_answer *a, struct st_str list)
{
    while (list.n > 0) {
        struct st_str one = st_str_trim(st_str_cut(&list, ';'));
        bool found = false, unwanted = st_str_starts(one, "!");
        if (unwanted)
            one.p++, one.n--;
        for (size_t i = 0; i < a->reasons_n; i++)
            found |= st_str_is(one, a->reasons[i].citation);
        if (found == unwanted)
            complain(run, unwanted ? "cites" : "does not cite", one);
    }
}

static struct tally *tally_of(const struct st_rule *rule)
{
    struct tally *t = tallies;
    while (t->rule != NULL && t->rule != rule)
        t++;
    t->rule = rule;
    return t;
}

static void count(const struct run *run, const struct st_answer *a)
{
    struct st_buf text = ST_BUF_INIT(65536);
    struct st_json w = ST_JSON_INIT(&text);
    struct tally *t = tally_of(run->rule);

    t->unknowns += !a->complete;
    st_shape_write(&w, run->rule->outcome, a->outcome, ST_ALL_FIELDS);
    st_buf_int(&text, (int64_t)a->needs_n);
    st_buf_char(&text, 0);
    if (!text.failed && t->cases++ == 0)
        (void)snprintf(t->first, sizeof(t->first), "%s", text.p);
    else
        t->distinct += strncmp(t->first, text.p, sizeof(t->first) - 1) != 0;
    st_buf_deinit(&text);
}

static void check_case(struct run *run, struct st_str line)
{
    struct st_str expected = st_str_trim(st_str_cut(&line, '|')), cites = st_str_trim(line), word;
    struct st_error err = {0};
    struct st_answer a;

    if (st_rule_ask(&a, run->rule, run->facts, run->as_of, run->arena, &err) != ST_OK) {
        if (!st_str_is(expected, "not in force"))
            complain(run, "not in force", (struct st_str){NULL, 0});
        return;
    }
    count(run, &a);
    if (st_str_starts(expected, "needs ")) {
        expected.p += 6;
        expected.n -= 6;
        struct st_str needs = st_str_cut(&expected, ',');
        expect_needs(run, &a, needs);
    } else if (!a.complete) {
        for (size_t i = 0; i < a.needs_n; i++)
            complain(run, "needs", st_str_of(a.needs[i]->name));
    }
    while ((word = next_word(&expected)).n > 0)
        expect_value(run, &a, word);
    if (st_str_starts(cites, "cites "))
        expect_citations(run, &a, (struct st_str){cites.p + 6, cites.n - 6});
}

static void begin_facts(struct run *run)
{
    run->facts = st_alloc(run->arena, run->rule->facts->size);
    set_facts(run, run->given);
}

static void take_line(struct run *run, struct st_str line)
{
    line = st_str_trim(line);
    if (line.n > 0 && line.p[0] == '#' && run->rule != NULL) {
        struct tally *t = tally_of(run->rule);
        size_t used = strlen(t->rows);
        (void)snprintf(t->rows + used, sizeof(t->rows) - used, " %.*s ", (int)line.n, line.p);
    }
    if (line.n == 0 || line.p[0] == '#')
        return;
    if (st_str_starts(line, "rule ")) {
        run->rule = st_rule_find((struct st_str){line.p + 5, line.n - 5});
        if (run->rule == NULL) {
            complain(run, "no such rule:", line);
            exit(2);
        }
        run->facts = NULL;
        run->given = (struct st_str){NULL, 0};
    } else if (st_str_starts(line, "given ") || st_str_is(line, "given")) {
        run->given = (struct st_str){line.p + 5, line.n - 5};
    } else if (st_str_starts(line, "as-of ")) {
        if (!st_date_parse(&run->as_of, (struct st_str){line.p + 6, line.n - 6}))
            complain(run, "not a date:", line);
    } else if (st_str_starts(line, "=>")) {
        run->bad = false;
        if (run->facts == NULL) /* a case without facts of its own */
            begin_facts(run);
        check_case(run, (struct st_str){line.p + 2, line.n - 2});
        if (run->bad)
            failed++;
        else
            passed++;
        run->facts = NULL;
    } else {
        if (run->facts == NULL)
            begin_facts(run);
        set_facts(run, line);
    }
}

static void run_file(const char *path)
{
    struct st_arena *arena = st_arena_new();
    struct st_str rest = read_file(arena, path);
    struct run run = {.path = path, .as_of = {2026, 9, 1}, .arena = arena};

    while (rest.n > 0) {
        run.line++;
        take_line(&run, st_str_cut(&rest, '\n'));
    }
    st_arena_free(arena);
}

/* "EUR-R5" is series "EUR-R", number 5; false when the word is no such name. */
static bool split_row(struct st_str *series, int64_t *number, struct st_str word)
{
    size_t n = word.n;

    while (n > 0 && isdigit((unsigned char)word.p[n - 1]))
        n--;
    *series = (struct st_str){word.p, n};
    return n > 0 && n < word.n && st_str_to_int64(number, (struct st_str){word.p + n, word.n - n});
}

/* "R5 to R8" names R6 too. */
static bool in_named_range(const struct tally *t, struct st_str row)
{
    struct st_str rest = st_str_of(t->rows), word, before = {NULL, 0}, series, from_series, to_series;
    int64_t number, from, to;

    if (!split_row(&series, &number, row))
        return false;
    while ((word = next_word(&rest)).n > 0) {
        if (st_str_is(word, "to") && before.n > 0) {
            struct st_str last = next_word(&rest);
            while (last.n > 0 && ispunct((unsigned char)last.p[last.n - 1]))
                last.n--;
            if (split_row(&from_series, &from, before) && split_row(&to_series, &to, last) &&
                st_str_eq(from_series, series) && st_str_eq(to_series, series) && from <= number && number <= to)
                return true;
        }
        before = word;
    }
    return false;
}

static bool names_row(const struct tally *t, struct st_str row)
{
    const char *at = t->rows;

    while ((at = strstr(at, row.p)) != NULL) {
        if (strchr(" ,.:;()", at[row.n]) != NULL && strchr("0123456789-", at[-1]) == NULL && !isalpha((unsigned char)at[-1]))
            return true;
        at++;
    }
    return in_named_range(t, row);
}

/* The rows of the specification that the rule names and no comment among its cases does. */
static unsigned rows_without_a_case(const struct tally *t, const struct st_rule *rule)
{
    struct st_arena *arena = st_arena_new();
    struct st_str rest = st_str_of(rule->spec), row;
    unsigned missing = 0;

    while ((row = next_word(&rest)).n > 0) {
        row = st_str_of(st_str_z(arena, row));
        /* registers.md numbers the rows of Eurodac without the prefix that they have in the program */
        if (!names_row(t, row) && !(st_str_starts(row, "EUR-") && names_row(t, st_str_of(row.p + 4)))) {
            (void)printf("%s: no case is said to show %s\n", rule->id, row.p);
            missing++;
        }
    }
    st_arena_free(arena);
    return missing;
}

/* Every rule: a case that meets it, one that ends otherwise, one with an unknown, each row of the specification. */
static void check_coverage(void)
{
    for (size_t i = 0; i < st_rules_n; i++) {
        const struct tally *t = tally_of(st_rules[i]);
        bool enough = t->cases >= 2 && t->distinct >= 1 && t->unknowns >= 1;
        if (!enough)
            (void)printf("%s: has %u cases, %u that end differently from the first, %u with an unknown\n",
                         st_rules[i]->id, t->cases, t->distinct, t->unknowns);
        if (rows_without_a_case(t, st_rules[i]) == 0 && enough)
            passed++;
        else
            failed++;
    }
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        run_file(argv[i]);
    check_coverage();
    (void)printf("%u passed, %u failed\n", passed, failed);
    return failed ? 1 : 0;
}
