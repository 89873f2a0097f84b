/* How long a start takes before the first answer: opening a database with many persons and filling the index of names.
 *
 *   bench_start [PERSONS]     default 100 000 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cases/system.h"
#include "sim/people.h"

enum { AT_ONCE = 500 };

static const struct st_actor officer = {.authority = {"IT-LMP", 6}, .officer = {{1}}, .unit = {"A", 1},
                                        .role = {"screening_officer", 17}, .purpose = {"screening", 9}};

static void give_up(const char *what)
{
    (void)fprintf(stderr, "bench_start: %s\n", what);
    exit(1);
}

static int register_some(struct st_tx *tx, void *arg, struct st_error *err)
{
    const uint64_t *from = arg;
    int rc = ST_OK;

    for (uint64_t i = 0; rc == ST_OK && i < AT_ONCE; i++) {
        struct st_sim_options who = {.seed = 5, .index = *from + i, .today = {2026, 11, 1}};
        struct person p = {0};
        struct st_id id;
        st_sim_person(&p, &who, tx->arena);
        rc = st_person_open(tx, &id, &p, err);
    }
    return rc;
}

static struct st_store *opened(const char *path)
{
    struct st_store_options options = {.url = path, .create = true, .authority = "IT-LMP"};
    struct st_store *store;

    if (st_system_open(&store, &options, NULL) != ST_OK)
        give_up("the store does not open");
    return store;
}

/* Median of five. */
static int64_t start(const char *path)
{
    enum { TURNS = 5 };
    int64_t us[TURNS];

    for (int i = 0; i < TURNS; i++) {
        int64_t from = st_instant_now().us, took;
        struct st_store *store = opened(path);
        int k = i;
        took = st_instant_now().us - from;
        st_store_close(store);
        for (; k > 0 && us[k - 1] > took; k--)
            us[k] = us[k - 1];
        us[k] = took;
    }
    return us[TURNS / 2];
}

int main(int argc, char **argv)
{
    uint64_t persons = argc > 1 ? strtoull(argv[1], NULL, 10) : 100000, n = 0;
    const char *tmp = getenv("TMPDIR");
    char directory[120], path[160];
    struct st_store *store;

    (void)snprintf(directory, sizeof(directory), "%.80s/bench-start.XXXXXX", tmp ? tmp : ".");
    if (mkdtemp(directory) == NULL)
        give_up("no directory");
    (void)snprintf(path, sizeof(path), "%s/start.db", directory);
    (void)printf("| persons in the database | start to ready, median of 5 | aim |\n|---:|---:|---:|\n");
    for (uint64_t step = persons / 10; step <= persons; step += persons - persons / 10) {
        store = opened(path);
        for (; n < step; n += AT_ONCE)
            if (st_store_write(store, &officer, register_some, &n, NULL) != ST_OK)
                give_up("a registration failed");
        st_store_close(store);
        (void)printf("| %llu | %.2f s | %s |\n", (unsigned long long)n, (double)start(path) / 1e6,
                     step == persons ? "" : "under 1 s");
        (void)fflush(stdout);
    }
    return 0;
}
