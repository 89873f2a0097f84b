/* Durable changes a second through the store, beside the same rows written by SQLite itself in groups, at once and in
 * turns on the same disk: 1, 8 and 32 callers, each waiting for its commit.
 *
 * A change is one command: a record of eight columns, a journal entry with its leaf; then with a payload locked under
 * the key of a new person (three rows more). The bare side writes a row of the record's and
 * a row of the entry's size, with a flush for a group, and nothing else.
 *
 * usage: bench_store [SECONDS] */
#include <pthread.h>
#include <semaphore.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "store/journal.h"
#include "store/record.h"

#define BENCH_RECORD(F)                                                                                               \
    F(text, family_name, 0, 100, "", "", "")                                                                          \
    F(text, given_names, 0, 100, "", "", "")                                                                          \
    F(date, born_on, 0, 0, "", "", "")                                                                                \
    F(text, born_in, 0, 100, "", "", "")                                                                              \
    F(tri, sure, 0, 0, "", "", "")                                                                                    \
    F(number, count, 0, 0, "", "", "")                                                                                \
    F(instant, seen_at, 0, 0, "", "", "")                                                                             \
    F(id, case_id, ST_INDEXED, 0, "", "", "")
ST_SHAPE(bench_record, BENCH_RECORD)
ST_SHAPE_DEFINE(bench_record, BENCH_RECORD, "", "")

static const struct st_shape *const shapes[] = {&bench_record_shape, NULL};
static const struct st_actor actor = {.authority = {"IT-LMP", 6}, .officer = {{1}}, .role = {"screening_officer", 17},
                                      .purpose = {"screening", 9}, .unit = {"A", 1}};

enum { CALLERS_MAX = 32, GROUP = 256 };

static atomic_bool stop;
static atomic_long done;

static void give_up(const char *what)
{
    (void)fprintf(stderr, "bench_store: %s\n", what);
    exit(1);
}

/* ---- Through the store ---- */
static struct st_store *store;
static bool with_payload;

static int change(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct bench_record r = {.family_name = {"Testsdotter", 11}, .given_names = {"Ada Beata", 9}, .born_on = {1990, 5, 0},
                             .born_in = {"Aleppo", 6}, .sure = ST_YES, .count = {7, true}, .seen_at = tx->now,
                             .case_id = st_id_new(tx->now)};
    struct st_entry entry = {.kind = ST_ENTRY_CHANGE, .action = "bench.record", .register_name = "bench",
                             .record = st_id_new(tx->now), .case_id = r.case_id, .citation = "SR Art 17(1)"};
    int rc = st_record_insert(tx, &bench_record_shape, entry.record, &r, err);

    (void)arg;
    if (with_payload) {
        entry.person = st_id_new(tx->now);
        entry.envelopes[0] = (struct st_envelope){entry.person, ST_S("{\"fields\":[\"family_name\",\"given_names\"]}")};
        entry.n = 1;
    }
    return rc == ST_OK ? st_journal_add(tx, &entry, err) : rc;
}

static void *call_store(void *arg)
{
    (void)arg;
    while (!atomic_load(&stop)) {
        if (st_store_write(store, &actor, change, NULL, NULL) != ST_OK)
            give_up("a change failed");
        atomic_fetch_add(&done, 1);
    }
    return NULL;
}

/* ---- SQLite alone: a writer that commits whatever waits ---- */
struct job {
    struct st_id id;
    sem_t done;
    struct job *next;
};
static struct {
    sqlite3 *db;
    sqlite3_stmt *record, *entry;
    pthread_t writer;
    pthread_mutex_t lock;
    pthread_cond_t work;
    struct job *first, **end;
    bool closing;
} bare = {.lock = PTHREAD_MUTEX_INITIALIZER, .work = PTHREAD_COND_INITIALIZER};

static void insert(sqlite3_stmt *s, const struct st_id *id, int texts)
{
    (void)sqlite3_bind_text(s, 1, "IT-LMP", 6, SQLITE_STATIC);
    (void)sqlite3_bind_blob(s, 2, id->b, 16, SQLITE_STATIC);
    (void)sqlite3_bind_int64(s, 3, 1);
    for (int i = 0; i < texts; i++)
        (void)sqlite3_bind_text(s, 4 + i, "Testsdotter", 11, SQLITE_STATIC);
    (void)sqlite3_bind_blob(s, 4 + texts, id->b, 16, SQLITE_STATIC);
    if (sqlite3_step(s) != SQLITE_DONE)
        give_up("SQLite failed");
    (void)sqlite3_reset(s);
}

static void *write_bare(void *arg)
{
    (void)arg;
    for (;;) {
        struct job *group[GROUP];
        size_t n = 0;
        (void)pthread_mutex_lock(&bare.lock);
        while (bare.first == NULL && !bare.closing)
            (void)pthread_cond_wait(&bare.work, &bare.lock);
        while (bare.first != NULL && n < GROUP) {
            group[n++] = bare.first;
            bare.first = bare.first->next;
        }
        if (bare.first == NULL)
            bare.end = &bare.first;
        (void)pthread_mutex_unlock(&bare.lock);
        if (n == 0)
            return NULL;
        (void)sqlite3_exec(bare.db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
        for (size_t i = 0; i < n; i++) {
            insert(bare.record, &group[i]->id, 7);
            insert(bare.entry, &group[i]->id, 14);
        }
        if (sqlite3_exec(bare.db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
            give_up("SQLite failed");
        for (size_t i = 0; i < n; i++)
            (void)sem_post(&group[i]->done);
    }
}

static void *call_bare(void *arg)
{
    (void)arg;
    while (!atomic_load(&stop)) {
        struct job job = {.id = st_id_new(st_instant_now())};
        (void)sem_init(&job.done, 0, 0);
        (void)pthread_mutex_lock(&bare.lock);
        *bare.end = &job;
        bare.end = &job.next;
        (void)pthread_cond_signal(&bare.work);
        (void)pthread_mutex_unlock(&bare.lock);
        while (sem_wait(&job.done) != 0)
            continue;
        (void)sem_destroy(&job.done);
        atomic_fetch_add(&done, 1);
    }
    return NULL;
}

static void open_bare(const char *path)
{
    static const char sql[] =
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA cache_size = -16000;"
        "CREATE TABLE r (a TEXT, id BLOB, v INTEGER, t1 TEXT, t2 TEXT, t3 TEXT, t4 TEXT, t5 TEXT, t6 TEXT, t7 TEXT, b BLOB,"
        " PRIMARY KEY (a, id)) STRICT; CREATE INDEX r_b ON r (a, b, id);"
        "CREATE TABLE e (a TEXT, id BLOB, v INTEGER, t1 TEXT, t2 TEXT, t3 TEXT, t4 TEXT, t5 TEXT, t6 TEXT, t7 TEXT, t8 TEXT,"
        " t9 TEXT, t10 TEXT, t11 TEXT, t12 TEXT, t13 TEXT, t14 TEXT, b BLOB, PRIMARY KEY (a, id)) STRICT;";

    if (sqlite3_open(path, &bare.db) != SQLITE_OK || sqlite3_exec(bare.db, sql, NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(bare.db, "INSERT INTO r VALUES (?,?,?,?,?,?,?,?,?,?,?)", -1, &bare.record, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(bare.db, "INSERT INTO e VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)", -1, &bare.entry,
                           NULL) != SQLITE_OK)
        give_up("SQLite does not open");
    bare.end = &bare.first;
    if (pthread_create(&bare.writer, NULL, write_bare, NULL) != 0)
        give_up("no thread");
}

static void close_bare(void)
{
    (void)pthread_mutex_lock(&bare.lock);
    bare.closing = true;
    (void)pthread_cond_signal(&bare.work);
    (void)pthread_mutex_unlock(&bare.lock);
    (void)pthread_join(bare.writer, NULL);
    (void)sqlite3_finalize(bare.record);
    (void)sqlite3_finalize(bare.entry);
    (void)sqlite3_close(bare.db);
}

/* ---- Measuring ---- */
static double seconds_now(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double measure(void *(*caller)(void *), int callers, double seconds)
{
    pthread_t threads[CALLERS_MAX];
    double start = seconds_now();

    atomic_store(&stop, false);
    atomic_store(&done, 0);
    for (int i = 0; i < callers; i++)
        if (pthread_create(&threads[i], NULL, caller, NULL) != 0)
            give_up("no thread");
    (void)usleep((useconds_t)(seconds * 1e6));
    atomic_store(&stop, true);
    for (int i = 0; i < callers; i++)
        (void)pthread_join(threads[i], NULL);
    return (double)atomic_load(&done) / (seconds_now() - start);
}

static void open_store(const char *url)
{
    struct st_store_options options = {.url = url, .create = true, .authority = "IT-LMP"};

    if (st_store_open(&store, &options, NULL) != ST_OK)
        give_up("the store does not open");
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

enum { WAYS = 3, TURNS = 15 };

static double median(const double *values)
{
    double sorted[TURNS];

    memcpy(sorted, values, sizeof(sorted));
    qsort(sorted, TURNS, sizeof(double), by_size);
    return sorted[TURNS / 2];
}

/* Of the ratios to bare SQLite within each turn: a disk or a machine that changes its mind changes it for both. */
static double ratio(const double *rates, const double *bare_rates)
{
    double ratios[TURNS];

    for (int turn = 0; turn < TURNS; turn++)
        ratios[turn] = rates[turn] / bare_rates[turn];
    return median(ratios);
}

static void on_sqlite(double seconds)
{
    static const int callers[] = {1, 8, 32};

    (void)printf("| callers | bare SQLite, groups | the store | ratio | with a payload under a new key | ratio |\n"
                 "|---:|---:|---:|---:|---:|---:|\n");
    for (size_t i = 0; i < sizeof(callers) / sizeof(callers[0]); i++) {
        double rates[WAYS][TURNS];
        for (int turn = 0; turn < TURNS; turn++)
            for (int way = 0; way < WAYS; way++) {
                with_payload = way == 2;
                rates[way][turn] = measure(way == 0 ? call_bare : call_store, callers[i], seconds / TURNS);
            }
        (void)printf("| %d | %.0f/s | %.0f/s | %.2f | %.0f/s | %.2f |\n", callers[i], median(rates[0]), median(rates[1]),
                     ratio(rates[1], rates[0]), median(rates[2]), ratio(rates[2], rates[0]));
        (void)fflush(stdout);
    }
}

static void on_postgres(double seconds)
{
    static const int callers[] = {1, 8, 16};

    (void)printf("\n| callers | the store on PostgreSQL | with a payload under a new key |\n|---:|---:|---:|\n");
    for (size_t i = 0; i < sizeof(callers) / sizeof(callers[0]); i++) {
        double plain, locked;
        with_payload = false;
        plain = measure(call_store, callers[i], seconds / 2);
        with_payload = true;
        locked = measure(call_store, callers[i], seconds / 2);
        (void)printf("| %d | %.0f/s | %.0f/s |\n", callers[i], plain, locked);
        (void)fflush(stdout);
    }
}

int main(int argc, char **argv)
{
    double seconds = argc > 1 ? strtod(argv[1], NULL) : 6;
    const char *tmp = getenv("TMPDIR"), *postgres = getenv("STATERA_TEST_PG");
    char directory[120], path[160];

    (void)snprintf(directory, sizeof(directory), "%.80s/bench-store.XXXXXX", tmp ? tmp : ".");
    if (mkdtemp(directory) == NULL)
        give_up("no directory");
    st_records_register(shapes);
    (void)printf("Changes a second, each durable before its caller goes on. Aim: as fast as bare SQLite that writes the same "
                 "rows in groups (ratio 1), and 0.7 with a payload under a new key for one caller: three rows more, and no "
                 "flush of its own. Medians of fifteen turns; ratios within a turn.\n\n");
    (void)snprintf(path, sizeof(path), "%s/bare.db", directory);
    open_bare(path);
    (void)snprintf(path, sizeof(path), "%s/store.db", directory);
    open_store(path);
    on_sqlite(seconds);
    st_store_close(store);
    close_bare();
    if (postgres != NULL && postgres[0] != 0) {
        open_store(postgres);
        on_postgres(seconds);
        st_store_close(store);
    }
    return 0;
}
