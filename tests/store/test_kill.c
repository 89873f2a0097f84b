/* Killed at any moment, fifty times on each database: what was acknowledged is there and whole, nothing is there in part,
 * every record has its entry, and the journal verifies.
 * covers: UF-01 */
#include "store/database.h"

#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#include "store/journal.h"
#include "store/outbox.h"
#include "store/record.h"

#define KILLED_PART(F) F(number, n, 0, 0, "N", "", "")
ST_SHAPE(killed_part, KILLED_PART)
ST_SHAPE_DEFINE(killed_part, KILLED_PART, "Part", "")
#define KILLED(F)                                                                                                     \
    F(text, kind, ST_INDEXED, 20, "Kind", "", "")                                                                     \
    F(text, ballast, 0, 4000, "Ballast", "", "")                                                                      \
    F(many, parts, 0, killed_part, "Parts", "", "")
ST_SHAPE(killed, KILLED)
ST_SHAPE_DEFINE(killed, KILLED, "Killed", "")

static const struct st_shape *const shapes[] = {&killed_shape, NULL};
static const struct st_actor here = {.authority = {"IT-LMP", 6}};

enum { KILLS = 50, WRITERS = 4, PARTS = 3, RECORDS_MAX = 100000 };

static struct {
    const char *postgres;
    struct place place;
    struct st_store *store;
    struct st_arena *arena;
    int pipe[2];
} at;
static char ballast[3000];

/* ---- The process that is killed ---- */
static int put(struct st_tx *tx, void *arg, struct st_error *err)
{
    static struct killed_part parts[PARTS];
    const struct st_id *id = arg;
    struct killed k = {.kind = {"all", 3}, .ballast = {ballast, sizeof(ballast)}};
    struct st_entry entry = {.kind = ST_ENTRY_CHANGE, .action = "test.put", .register_name = "", .record = *id,
                             .person = *id, .citation = "", .envelopes = {{*id, {"{}", 2}}}, .n = 1};
    int rc;

    k.parts.v = parts;
    k.parts.n = PARTS;
    rc = st_record_insert(tx, &killed_shape, *id, &k, err);
    return rc == ST_OK ? st_journal_add(tx, &entry, err) : rc;
}

static _Noreturn void give_up(const struct st_error *err)
{
    struct st_buf text = ST_BUF_INIT(1000);
    struct st_json w = ST_JSON_INIT(&text);

    st_json_faults(&w, err, NULL);
    (void)fprintf(stderr, "a change failed: %.*s\n", (int)text.n, text.p);
    _exit(1);
}

static void *write_on(void *arg)
{
    (void)arg;
    for (;;) {
        struct st_id id = st_id_new(st_instant_now());
        struct st_error err = {0};
        if (st_store_write(at.store, &here, put, &id, &err) != ST_OK)
            give_up(&err);
        if (write(at.pipe[1], id.b, sizeof(id.b)) < 0)
            _exit(1);
    }
}

static void open_store(void)
{
    struct st_store_options o = {.url = at.place.url, .create = true, .authority = "IT-LMP"};

    struct st_error err = {0};

    if (st_store_open(&at.store, &o, &err) != ST_OK)
        give_up(&err);
}

static _Noreturn void live(void)
{
    pthread_t threads[WRITERS];

    memset(ballast, 'x', sizeof(ballast));
    open_store();
    if (st_store_start_workers(at.store, NULL) != ST_OK)
        _exit(1);
    for (int i = 0; i < WRITERS; i++)
        if (pthread_create(&threads[i], NULL, write_on, NULL) != 0)
            _exit(1);
    (void)pthread_join(threads[0], NULL);
    _exit(1);
}

/* ---- The one that looks afterwards ---- */
struct sight {
    struct st_id *ids;
    size_t n, parts, entries;
};

static int look(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct sight *s = arg;
    struct st_journal_filter filter = {.kind = ST_ENTRY_CHANGE, .limit = 500};
    struct st_journal_row *rows;
    void *found;
    size_t n = 0;
    int rc = st_record_find(&found, &s->ids, &s->n, tx, &killed_shape, "kind", st_cell_text("all"), RECORDS_MAX, err);

    for (size_t i = 0; rc == ST_OK && i < s->n; i++)
        s->parts += ((struct killed *)found)[i].parts.n;
    do {
        if (rc == ST_OK)
            rc = st_journal_list(&rows, &n, tx, &filter, err);
        s->entries += rc == ST_OK ? n : 0;
        if (rc == ST_OK && n > 0)
            filter.before = rows[n - 1].id;
    } while (rc == ST_OK && n == filter.limit);
    return rc;
}

static int by_id(const void *a, const void *b) { return memcmp(a, b, sizeof(struct st_id)); }

/* Lets it live for a moment after its first answer, then kills it; the acknowledged ids are appended. */
static void live_and_die(struct st_id *acknowledged, size_t *n, unsigned moment)
{
    struct timespec pause = {0, (long)(1 + moment % 40) * 1000000};
    pid_t child;

    assert_int_equal(pipe(at.pipe), 0);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        (void)close(at.pipe[0]);
        live();
    }
    (void)close(at.pipe[1]);
    assert_int_equal(read(at.pipe[0], acknowledged[*n].b, 16), 16);
    ++*n;
    (void)nanosleep(&pause, NULL);
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, NULL, 0), child);
    while (*n < RECORDS_MAX && read(at.pipe[0], acknowledged[*n].b, 16) == 16)
        ++*n;
    (void)close(at.pipe[0]);
}

static void check_all_are_there(struct st_id *acknowledged, size_t n)
{
    struct sight s = {0};
    struct st_error err = {0};

    open_store();
    assert_int_equal(st_store_read(at.store, &here, look, &s, at.arena, &err), ST_OK);
    assert_true(s.n >= n);
    assert_int_equal(s.parts, PARTS * s.n);
    assert_int_equal(s.entries, s.n);
    qsort(s.ids, s.n, sizeof(s.ids[0]), by_id);
    for (size_t i = 0; i < n; i++)
        assert_non_null(bsearch(&acknowledged[i], s.ids, s.n, sizeof(s.ids[0]), by_id));
    st_arena_reset(at.arena);
}

static void killed_again_and_again(void **state)
{
    struct st_id *acknowledged = st_heap(RECORDS_MAX * sizeof(*acknowledged));
    struct st_verification verified;
    char path[160];
    size_t n = 0;

    (void)state;
    for (unsigned i = 0; i < KILLS; i++) {
        live_and_die(acknowledged, &n, i * 17);
        if (i % 10 == 9) {
            check_all_are_there(acknowledged, n);
            st_store_close(at.store);
        }
    }
    check_all_are_there(acknowledged, n);
    assert_true(n >= KILLS);
    (void)snprintf(path, sizeof(path), "%s/old.db", at.place.directory);
    assert_int_equal(st_journal_seal(at.store, NULL, NULL), ST_OK);
    assert_int_equal(st_journal_export(at.store, path, NULL, NULL), ST_OK);
    st_store_close(at.store);
    assert_int_equal(st_journal_verify(&verified, at.arena, path, NULL, NULL, NULL), ST_OK);
    assert_true(verified.valid && verified.entries >= (int64_t)n);
    free(acknowledged);
}

static int set_up(void **state)
{
    (void)state;
    st_records_register(shapes);
    place_make(&at.place, at.postgres);
    at.arena = st_arena_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    st_arena_free(at.arena);
    place_remove(&at.place);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(killed_again_and_again, set_up, tear_down),
    };

    PLACE_RUN_BOTH(tests, at.postgres);
}
