/* How well names are matched, against labelled pairs: recall at 10 % false positives and best balanced accuracy, the
 * share of right answers per class and per pair of scripts, best F1 on the public benchmark, time per comparison.
 *
 *   bench_names DIRECTORY      with name-pairs.tsv and public-name-bench.tsv in it */
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

static bool read_file(struct name_pairs *out, struct st_arena *arena, const char *directory, const char *name,
                      bool bench)
{
    struct st_str path = st_strf(arena, "%s/%s", directory, name);
    bool ok = name_pairs_read(out, arena, path.p, bench);
    if (!ok)
        fprintf(stderr, "bench_names: cannot open %s\n", path.p);
    return ok;
}

static void print_all(struct name_pairs *pairs, struct name_pairs *bench)
{
    struct st_instant from = st_instant_now();
    name_pairs_score(pairs);
    int64_t us = st_instant_now().us - from.us;
    int threshold = name_pairs_threshold(pairs, 100);
    name_pairs_score(bench);
    printf("%zu pairs: recall at 10 %% false positives %d/1000 (from score %d on), best balanced accuracy %d/1000\n",
           pairs->n, name_pairs_recall(pairs, threshold), threshold, name_pairs_balanced(pairs));
    printf("%zu pairs of the public benchmark: best F1 %d/1000\n", bench->n, name_pairs_f1(bench));
    printf("%lld ns a comparison\n", (long long)(us * 1000 / (int64_t)pairs->n));
    table(pairs, threshold, false);
    table(pairs, threshold, true);
}

int main(int argc, char **argv)
{
    struct st_arena *arena = st_arena_new();
    struct name_pairs pairs, bench;
    bool ok = argc == 2 && read_file(&pairs, arena, argv[1], "name-pairs.tsv", false) &&
              read_file(&bench, arena, argv[1], "public-name-bench.tsv", true);
    if (argc != 2)
        fprintf(stderr, "usage: bench_names DIRECTORY\n");
    if (ok)
        print_all(&pairs, &bench);
    st_arena_free(arena);
    return ok ? 0 : 2;
}
