/* How fast are fingerprints compared and found? One thread, synthetic fingers: prints prepared and compared a second,
 * and one person's ten fingers searched among 1 000 and 10 000 persons with ten fingers each: somebody who is there and
 * somebody who is not.
 *
 *   bench_prints [PERSONS]     the larger gallery (default 10 000) */
#include <stdio.h>
#include <stdlib.h>

#include "identity/gallery.h"
#include "sim/prints.h"

enum { FINGERS = 10, SMALL = 1000, SEARCHES = 5, PREPARED = 400 };

static int64_t now(void) { return st_instant_now().us; }

static size_t capture(struct st_minutiae *views, uint64_t person, uint32_t which, struct st_arena *arena)
{
    struct st_sim_print print = {.seed = 77, .person = person, .capture = which, .wear = 10};
    for (unsigned finger = 1; finger <= FINGERS; finger++)
        st_sim_print_finger(&views[finger - 1], &print, finger, arena);
    return FINGERS;
}

static struct st_id key_of(uint64_t person)
{
    return (struct st_id){{1, 0, 0, 0, 0, (uint8_t)(person >> 16), (uint8_t)(person >> 8), (uint8_t)person}};
}

/* ---- Comparing ---- */

/* Prints of as many persons, each prepared in memory of its own. */
static int64_t prepare(struct st_print **out, struct st_arena *arena)
{
    struct st_minutiae views[FINGERS];
    int64_t us = 0;
    for (uint64_t person = 0; person < PREPARED; person++) {
        capture(views, person, 0, arena);
        int64_t from = now();
        out[person] = st_alloc(arena, st_print_size(&views[1]));
        st_print_place(out[person], &views[1]);
        us += now() - from;
    }
    return us;
}

/* Comparisons a second of one print against all the others. */
static double rate(struct st_print **prints, size_t probe, int *sum)
{
    int64_t from = now();
    for (size_t i = 0; i < PREPARED; i++)
        *sum += st_print_score(prints[probe], prints[i]);
    return PREPARED * 1e6 / (double)(now() - from);
}

static int by_count(const void *a, const void *b)
{
    return (int)st_print_count(*(struct st_print *const *)a) - (int)st_print_count(*(struct st_print *const *)b);
}

static void print_comparisons(struct st_arena *arena)
{
    static struct st_print *prints[PREPARED];
    int64_t us = prepare(prints, arena);
    int sum = 0;
    double slowness = 0;
    printf("| a print prepared | %.0f us | | |\n", (double)us / PREPARED);
    qsort(prints, PREPARED, sizeof(prints[0]), by_count);
    for (size_t k = 0; k < 3; k++) {
        size_t probe = (size_t[]){0, PREPARED / 2, PREPARED - 1}[k];
        double r = rate(prints, probe, &sum);
        slowness += 1 / r / 3;
        printf("| comparisons a second, probe of %u minutiae | %.0f | %s | %s |\n", st_print_count(prints[probe]), r,
               k == 1 ? "300 000" : "", k == 1 ? "OpenAFIS 46 000, SourceAFIS 11 000, Bozorth3 3 400" : "");
    }
    printf("| comparisons a second, harmonic mean of the three | %.0f | | OpenAFIS 37 300 |\n", 1 / slowness);
    if (sum < 0) /* the scores are used, so that no compiler leaves the work out */
        puts("");
}

/* ---- Searching ---- */

static int by_size(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void search(struct st_gallery *gallery, uint64_t persons, bool enrolled)
{
    int64_t us[SEARCHES];
    size_t first = 0, others = 0;
    for (size_t i = 0; i < SEARCHES; i++) {
        struct st_arena *arena = st_arena_new();
        struct st_minutiae views[FINGERS];
        uint64_t person = enrolled ? i * (persons / SEARCHES) : persons + i;
        struct st_gallery_search wanted = {.views = views, .n = capture(views, person, 1, arena)};
        struct st_gallery_hit *hits;
        size_t n;
        int64_t from = now();
        if (st_gallery_find(&hits, &n, gallery, &wanted, arena, NULL) == ST_OK && n > 0) {
            first += st_id_eq(hits[0].key, key_of(person));
            others += n - st_id_eq(hits[0].key, key_of(person));
        }
        us[i] = now() - from;
        st_arena_free(arena);
    }
    qsort(us, SEARCHES, sizeof(us[0]), by_size);
    printf("| ten fingers among %lu persons, %s: median of %d | %.3f s | %s | |\n", (unsigned long)persons,
           enrolled ? "who is there" : "who is not", SEARCHES, (double)us[SEARCHES / 2] / 1e6,
           persons == SMALL ? "1 s" : "");
    if (enrolled)
        printf("| … found in the first place | %zu of %d | all | |\n", first, SEARCHES);
    printf("| … other persons proposed | %zu | 0 | |\n", others);
}

static void print_searches(uint64_t persons)
{
    struct st_gallery *gallery = st_gallery_new();
    int64_t us = 0;
    for (uint64_t person = 0; person < persons; person++) {
        struct st_arena *arena = st_arena_new();
        struct st_minutiae views[FINGERS];
        size_t n = capture(views, person, 0, arena);
        int64_t from = now();
        (void)st_gallery_add(gallery, key_of(person), 0, views, n, NULL);
        us += now() - from;
        st_arena_free(arena);
    }
    printf("| ten fingers added to %lu persons | %.0f us | | |\n", (unsigned long)persons, (double)us / (double)persons);
    search(gallery, persons, true);
    search(gallery, persons, false);
    st_gallery_free(gallery);
}

int main(int argc, char **argv)
{
    struct st_arena *arena = st_arena_new();
    int64_t persons = 10 * SMALL;
    if (argc > 2 || (argc == 2 && (!st_str_to_int64(&persons, st_str_of(argv[1])) || persons < SMALL)))
        return 2;
    puts("| figure | measured | aim | to compare with |\n|---|---:|---:|---|");
    print_comparisons(arena);
    print_searches(SMALL);
    if (persons > SMALL)
        print_searches((uint64_t)persons);
    st_arena_free(arena);
    return 0;
}
