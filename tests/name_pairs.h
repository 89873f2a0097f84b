/* Labelled pairs of names (tests/shared.h, data/names), shared by the test that sets floors and the bench that prints
 * tables. */
#ifndef ST_TESTS_NAME_PAIRS_H
#define ST_TESTS_NAME_PAIRS_H

#include <stdio.h>
#include <stdlib.h>

#include "identity/name_index.h"

struct name_pair {
    const char *kind;    /* why the pair is there */
    const char *scripts; /* "Arab-Latn" */
    struct st_name_key a, b;
    bool match;
    int score;
};

struct name_pairs {
    size_t n;
    struct name_pair *rows;
};

enum { NAME_PAIRS_MAX = 40000, NAME_PAIRS_COLUMNS = 10 };

static inline size_t name_pairs_cut(struct st_str out[NAME_PAIRS_COLUMNS], struct st_str line)
{
    size_t n = 0;
    while (n < NAME_PAIRS_COLUMNS && line.n)
        out[n++] = st_str_cut(&line, '\t');
    return n;
}

/* The columns of name-pairs.tsv start with an id, language and kind; those of the public bench do not. */
static inline bool name_pairs_row(struct name_pair *out, struct st_arena *arena, struct st_str line, bool bench)
{
    struct st_str f[NAME_PAIRS_COLUMNS] = {{0}};
    size_t n = name_pairs_cut(f, line), first = bench ? 0 : 3, kind = bench ? 6 : 8;
    if (n <= kind)
        return false;
    out->kind = st_str_z(arena, f[kind]);
    out->scripts = st_strf(arena, "%.*s-%.*s", (int)f[first + 1].n, f[first + 1].p, (int)f[first + 3].n,
                           f[first + 3].p).p;
    out->match = st_str_is(f[first + 4], "1");
    return !st_name_key(&out->a, f[first], arena, NULL) && !st_name_key(&out->b, f[first + 2], arena, NULL);
}

/* Reads a file of pairs; false when it cannot be opened. A row whose names cannot be read counts as a plain miss. */
static inline bool name_pairs_read(struct name_pairs *out, struct st_arena *arena, const char *path, bool bench)
{
    char line[4096];
    FILE *file = fopen(path, "r");
    *out = (struct name_pairs){0, ST_NEW_N(arena, struct name_pair, NAME_PAIRS_MAX)};
    if (!file)
        return false;
    for (bool head = true; fgets(line, sizeof line, file) && out->n < NAME_PAIRS_MAX; head = false) {
        struct st_str text = st_str_dup(arena, st_str_trim(st_str_of(line)));
        if (head || !text.n)
            continue;
        struct name_pair *row = &out->rows[out->n];
        if (!name_pairs_row(row, arena, text, bench))
            row->a.n = row->b.n = 0;
        out->n += row->kind != NULL;
    }
    fclose(file);
    return true;
}

static inline void name_pairs_score(struct name_pairs *pairs)
{
    for (size_t i = 0; i < pairs->n; i++) {
        struct name_pair *p = &pairs->rows[i];
        p->score = p->a.n && p->b.n ? st_name_score(&p->a, &p->b) : 0;
    }
}

static inline size_t name_pairs_at(const struct name_pairs *pairs, bool match, int threshold)
{
    size_t n = 0;
    for (size_t i = 0; i < pairs->n; i++)
        n += pairs->rows[i].match == match && pairs->rows[i].score >= threshold;
    return n;
}

/* The lowest score that at most `per_mille` of the non-matches reach. */
static inline int name_pairs_threshold(const struct name_pairs *pairs, size_t per_mille)
{
    int threshold = 0;
    size_t all = name_pairs_at(pairs, false, 0);
    while (threshold < 1001 && name_pairs_at(pairs, false, threshold) * 1000 > per_mille * all)
        threshold++;
    return threshold;
}

/* Shares here and below are in thousandths. */
static inline int name_pairs_recall(const struct name_pairs *pairs, int threshold)
{
    return (int)(name_pairs_at(pairs, true, threshold) * 1000 / name_pairs_at(pairs, true, 0));
}

static inline int name_pairs_balanced(const struct name_pairs *pairs)
{
    int best = 0;
    size_t others = name_pairs_at(pairs, false, 0);
    for (int t = 0; t <= 1001; t++) {
        size_t wrong = name_pairs_at(pairs, false, t);
        int here = (name_pairs_recall(pairs, t) + (int)((others - wrong) * 1000 / others)) / 2;
        best = here > best ? here : best;
    }
    return best;
}

static inline int name_pairs_f1(const struct name_pairs *pairs)
{
    int best = 0;
    size_t all = name_pairs_at(pairs, true, 0);
    for (int t = 0; t <= 1001; t++) {
        size_t right = name_pairs_at(pairs, true, t), wrong = name_pairs_at(pairs, false, t);
        int here = (int)(2000 * right / (right + wrong + all));
        best = here > best ? here : best;
    }
    return best;
}

/* Variant groups: one name, its native form and its usual Latin spellings. */
struct name_group {
    struct st_str language, native, variants; /* spellings with '|' between */
};
struct name_groups {
    size_t n;
    struct name_group rows[1000];
};

static inline bool name_groups_read(struct name_groups *out, struct st_arena *arena, const char *path)
{
    char line[4096];
    FILE *file = fopen(path, "r");
    out->n = 0;
    for (bool head = true; file && fgets(line, sizeof line, file) && out->n < 1000; head = false) {
        struct st_str f[NAME_PAIRS_COLUMNS] = {{0}};
        if (!head && name_pairs_cut(f, st_str_dup(arena, st_str_trim(st_str_of(line)))) == 5)
            out->rows[out->n++] = (struct name_group){f[1], f[3], f[4]};
    }
    if (file)
        fclose(file);
    return file != NULL;
}

static inline struct st_id name_groups_person(size_t i)
{
    return (struct st_id){{1, (uint8_t)(i >> 8), (uint8_t)i}};
}

static inline bool name_groups_found(struct st_name_index *index, struct st_str name, struct st_id who)
{
    struct st_arena *arena = st_arena_new();
    struct st_name_search wanted = {name, 5, 500};
    struct st_name_candidates found;
    bool there = false;
    if (!st_name_index_search(&found, index, &wanted, arena, NULL))
        for (size_t i = 0; i < found.n; i++)
            there = there || st_id_eq(found.rows[i].person, who);
    st_arena_free(arena);
    return there;
}

/* One person a group, held under its first spelling, among all persons of the same language; asked for under every
 * other spelling and the native form: how often is it among the first five? */
static inline int name_groups_first_five(const struct name_groups *groups)
{
    size_t asked = 0, found = 0;
    for (size_t i = 0; i < groups->n; i++) {
        struct st_name_index *index = st_name_index_new();
        struct st_str left = groups->rows[i].variants, other;
        for (size_t j = 0; j < groups->n; j++) {
            struct st_str first = groups->rows[j].variants;
            if (st_str_eq(groups->rows[i].language, groups->rows[j].language))
                (void)st_name_index_add(index, name_groups_person(j), st_str_cut(&first, '|'), NULL);
        }
        (void)st_str_cut(&left, '|');
        for (bool native = true; native || left.n; native = false) {
            other = native ? groups->rows[i].native : st_str_cut(&left, '|');
            asked += other.n > 0;
            found += other.n > 0 && name_groups_found(index, other, name_groups_person(i));
        }
        st_name_index_free(index);
    }
    return asked ? (int)(found * 1000 / asked) : 0;
}

#endif
