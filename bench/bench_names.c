/* How well names are matched, against labelled pairs: recall at 10 % false positives and best balanced accuracy, the
 * share of right answers per class and per pair of scripts, best F1 on the public benchmark; how often the true person
 * is among the first five; the time of a comparison, and of a search among a hundred thousand persons made of words of
 * the pairs.
 *
 *   bench_names DIRECTORY      with name-pairs.tsv, public-name-bench.tsv and name-groups.tsv in it */
#include "name_pairs.h"

static const char *column(const struct name_pair *p, bool by_script) { return by_script ? p->scripts : p->kind; }

static void line(const struct name_pairs *pairs, size_t first, int threshold, bool by_script)
{
    const char *value = column(&pairs->rows[first], by_script);
    size_t n = 0, right = 0;
    for (size_t i = 0; i < pairs->n; i++) {
        const struct name_pair *p = &pairs->rows[i];
        if (p->match != pairs->rows[first].match || strcmp(column(p, by_script), value) != 0)
            continue;
        if (i < first)
            return; /* this line was printed */
        n++;
        right += (p->score >= threshold) == p->match;
    }
    printf("| %-28s | %-9s | %5zu | %4zu |\n", value, pairs->rows[first].match ? "match" : "different", n,
           right * 1000 / n);
}

static void table(const struct name_pairs *pairs, int threshold, bool by_script)
{
    printf("\n| %s | | pairs | right of 1000 |\n|---|---|---:|---:|\n", by_script ? "scripts" : "class");
    for (size_t i = 0; i < pairs->n; i++)
        line(pairs, i, threshold, by_script);
}

static const char *file_in(struct st_arena *arena, const char *directory, const char *name)
{
    return st_strf(arena, "%s/%s", directory, name).p;
}

/* ---- searching ---- */

enum { PERSONS = 100000, SEARCHES = 2000 };

static uint32_t next(uint32_t *seed, uint32_t below)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (uint32_t)((uint64_t)*seed * below >> 32);
}

/* Two or three words; low rows come more often, as some names are common and most are rare. */
static struct st_str made_up(struct st_arena *arena, const struct name_pairs *pairs, uint32_t *seed)
{
    struct st_buf buf = ST_BUF_INIT(ST_NAME_MAX);
    struct st_str out;
    for (uint32_t words = 2 + next(seed, 2); words > 0; words--) {
        const struct name_pair *row = &pairs->rows[next(seed, next(seed, (uint32_t)pairs->n) + 1)];
        const struct st_name_key *key = next(seed, 2) ? &row->a : &row->b;
        if (key->n) {
            st_buf_str(&buf, key->words[0].text);
            st_buf_char(&buf, ' ');
        }
    }
    out = st_buf_dup(arena, &buf);
    st_buf_deinit(&buf);
    return out;
}

static int by_size(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* Each person is asked for under the very name: where it is not first, another of the same score is. */
static void time_searches(struct st_name_index *index, struct st_str *names, uint32_t *seed)
{
    static int64_t us[SEARCHES];
    size_t missed = 0;
    for (size_t i = 0; i < SEARCHES; i++) {
        struct st_arena *arena = st_arena_new();
        struct st_name_search wanted = {names[next(seed, PERSONS)], 20, 0};
        struct st_name_candidates found;
        int64_t from = st_instant_now().us;
        bool ok = !st_name_index_search(&found, index, &wanted, arena, NULL) && found.n;
        us[i] = st_instant_now().us - from;
        missed += !ok || !st_str_eq(st_name_fold(arena, found.rows[0].name), st_name_fold(arena, wanted.name));
        st_arena_free(arena);
    }
    qsort(us, SEARCHES, sizeof *us, by_size);
    printf("| a search among %d persons, median | %lld us | | |\n", PERSONS, (long long)us[SEARCHES / 2]);
    printf("| a search, p95 | %lld us | 5000 us | |\n", (long long)us[SEARCHES * 95 / 100]);
    printf("| a search, slowest of %d | %lld us | | |\n", SEARCHES, (long long)us[SEARCHES - 1]);
    printf("| searches that put another spelling first | %zu of %d | | equal scores |\n", missed, SEARCHES);
}

static void print_searches(struct st_arena *arena, const struct name_pairs *pairs, const struct name_groups *groups)
{
    struct st_name_index *index = st_name_index_new();
    struct st_str *names = ST_NEW_N(arena, struct st_str, PERSONS);
    uint32_t seed = 1;
    int64_t from = st_instant_now().us;
    for (uint32_t i = 0; i < PERSONS; i++) {
        struct st_id person = {{1, (uint8_t)(i >> 16), (uint8_t)(i >> 8), (uint8_t)i}};
        names[i] = made_up(arena, pairs, &seed);
        (void)st_name_index_add(index, person, names[i], NULL);
    }
    printf("| to add a name | %lld us | | |\n", (long long)((st_instant_now().us - from) / PERSONS));
    time_searches(index, names, &seed);
    printf("| true person among the first five, %zu groups of variants | %d/1000 | 980 | |\n", groups->n,
           name_groups_first_five(groups));
    st_name_index_free(index);
}

static void print_matching(struct name_pairs *pairs, struct name_pairs *bench)
{
    struct st_instant from = st_instant_now();
    name_pairs_score(pairs);
    int64_t us = st_instant_now().us - from.us;
    int threshold = name_pairs_threshold(pairs, 100);
    name_pairs_score(bench);
    puts("| figure | measured | aim | to compare with |\n|---|---:|---:|---|");
    printf("| recall at 10 %% false positives, %zu pairs, score %d and over | %d/1000 | 800 | Soundex 633 |\n", pairs->n,
           threshold, name_pairs_recall(pairs, threshold));
    printf("| best balanced accuracy | %d/1000 | 870 | Soundex 793 |\n", name_pairs_balanced(pairs));
    printf("| best F1, %zu pairs of a public benchmark | %d/1000 | 750 | its authors' scorer 706 |\n", bench->n,
           name_pairs_f1(bench));
    printf("| a comparison | %lld ns | | |\n", (long long)(us * 1000 / (int64_t)pairs->n));
}

static void print_tables(const struct name_pairs *pairs)
{
    int threshold = name_pairs_threshold(pairs, 100);
    table(pairs, threshold, false);
    table(pairs, threshold, true);
}

int main(int argc, char **argv)
{
    static struct name_groups groups;
    struct st_arena *arena = st_arena_new();
    struct name_pairs pairs, bench;
    const char *in = argc == 2 ? argv[1] : ".";
    bool ok = name_pairs_read(&pairs, arena, file_in(arena, in, "name-pairs.tsv"), false) &&
              name_pairs_read(&bench, arena, file_in(arena, in, "public-name-bench.tsv"), true) &&
              name_groups_read(&groups, arena, file_in(arena, in, "name-groups.tsv"));
    if (ok) {
        print_matching(&pairs, &bench);
        print_searches(arena, &pairs, &groups);
        print_tables(&pairs);
    } else {
        fprintf(stderr, "usage: bench_names DIRECTORY (with the three files of names)\n");
    }
    st_arena_free(arena);
    return ok ? 0 : 2;
}
