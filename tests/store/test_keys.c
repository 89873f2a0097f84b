/* Keys: made before the data, destroyed after them, gone for good. On SQLite, and on PostgreSQL where STATERA_TEST_PG
 * says. covers: UF-08 UF-21 */
#include "place.h"

#include <sys/stat.h>

#include "store/internal.h"

struct locking {
    struct st_id owner;
    struct st_str plain, locked, opened;
    int opened_rc;
    bool fail, make;
};

static int noted(struct st_tx *tx, struct st_error *err)
{
    struct st_entry entry = {.kind = ST_ENTRY_SYSTEM, .action = "test.keys", .register_name = "", .citation = ""};
    return st_journal_add(tx, &entry, err);
}

static int lock(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct locking *l = arg;
    struct st_str locked = {NULL, 0};
    int rc = st_key_lock(&locked, tx, l->owner, ST_KEY_RECORD, l->plain, err);

    if (rc == ST_OK)
        l->locked = st_str_dup(at.arena, locked);
    if (rc == ST_OK && l->fail)
        return ST_E_STATE;
    return rc == ST_OK ? noted(tx, err) : rc;
}

static int open_again(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct locking *l = arg;

    (void)err;
    l->opened_rc = st_key_open(&l->opened, tx, l->owner, ST_KEY_RECORD, l->locked, NULL);
    return ST_OK;
}

static int destroy(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct locking *l = arg;
    int rc = st_key_destroy(tx, l->owner, ST_KEY_RECORD, err);

    if (rc == ST_OK && l->fail)
        return ST_E_STATE;
    return rc == ST_OK ? noted(tx, err) : rc;
}

static struct locking locked_text(struct st_id owner, const char *text)
{
    struct locking l = {.owner = owner, .plain = st_str_of(text)};

    assert_int_equal(place_write(lock, &l), ST_OK);
    return l;
}

static int opens(struct locking *l)
{
    assert_int_equal(place_read(open_again, l), ST_OK);
    return l->opened_rc;
}

static void test_what_is_locked_opens_after_a_restart_and_looks_like_nothing(void **state)
{
    struct locking l = locked_text(anna, "Anna Testsson");

    (void)state;
    assert_null(memmem(l.locked.p, l.locked.n, "Testsson", 8));
    assert_int_equal(opens(&l), ST_OK);
    assert_str_is(l.opened, "Anna Testsson");
    place_close();
    place_open();
    assert_int_equal(opens(&l), ST_OK);
    assert_str_is(l.opened, "Anna Testsson");
}

static void test_two_lockings_of_one_text_differ(void **state)
{
    struct locking a = locked_text(anna, "same"), b = locked_text(anna, "same");

    (void)state;
    assert_false(st_str_eq(a.locked, b.locked));
}

static void test_a_key_opens_nothing_of_another_owner_class_or_authority(void **state)
{
    struct locking l = locked_text(anna, "of Anna"), other = locked_text(boris, "of Boris");
    static const struct st_actor elsewhere = {.authority = {"EL-LES", 6}};

    (void)state;
    other.locked = l.locked;
    assert_int_equal(opens(&other), ST_E_VERIFY);
    assert_int_equal(st_store_read(at.store, &elsewhere, open_again, &l, at.arena, NULL), ST_OK);
    assert_int_equal(l.opened_rc, ST_E_NOTFOUND);
}

static void test_changed_bytes_do_not_open(void **state)
{
    struct locking l = locked_text(anna, "of Anna");

    (void)state;
    for (size_t i = 0; i < l.locked.n; i++) {
        struct locking changed = l;
        char *bytes = st_alloc_copy(at.arena, l.locked.p, l.locked.n);
        bytes[i] ^= 1;
        changed.locked.p = bytes;
        assert_int_equal(opens(&changed), ST_E_VERIFY);
    }
    l.locked.n = 10;
    assert_int_equal(opens(&l), ST_E_VERIFY);
}

static void test_destroying_is_for_good(void **state)
{
    struct locking l = locked_text(anna, "to be forgotten"), other = locked_text(boris, "stays");

    (void)state;
    assert_int_equal(place_write(destroy, &l), ST_OK);
    assert_int_equal(opens(&l), ST_E_NOTFOUND);
    place_close();
    place_open();
    assert_int_equal(opens(&l), ST_E_NOTFOUND);
    assert_int_equal(opens(&other), ST_OK);
}

static void test_a_command_that_fails_destroys_nothing(void **state)
{
    struct locking l = locked_text(anna, "stays");

    (void)state;
    l.fail = true;
    assert_int_equal(place_write(destroy, &l), ST_E_STATE);
    assert_int_equal(opens(&l), ST_OK);
}

static void test_data_that_went_back_leave_no_key_that_matters(void **state)
{
    struct locking failed = {.owner = anna, .plain = ST_S("never written"), .fail = true}, l;

    (void)state;
    assert_int_equal(place_write(lock, &failed), ST_E_STATE);
    l = locked_text(anna, "written");
    place_close();
    place_open();
    assert_int_equal(opens(&l), ST_OK);
    assert_str_is(l.opened, "written");
}

/* The process dies between the commit and the sweep: the mark is in the data, the key still there. */
static int mark_only(struct st_db *db, void *arg, struct st_error *err)
{
    static const struct st_statement mark = {"test.mark", "INSERT INTO key_doom (authority, owner, class, due_at) "
                                             "VALUES ('IT-LMP', ?1, 1, 0)", NULL};
    const struct st_id *owner = arg;

    return st_db_exec(db, NULL, &mark, ST_BIND(st_cell_id(at.arena, *owner)), err);
}

static void test_a_mark_that_a_dead_process_left_is_swept_at_the_next_start(void **state)
{
    struct locking l = locked_text(anna, "to be forgotten");
    struct st_id owner = anna;

    (void)state;
    assert_int_equal(st_store__transact(at.store, mark_only, &owner, NULL), ST_OK);
    assert_int_equal(opens(&l), ST_OK);
    place_close();
    place_open();
    assert_int_equal(opens(&l), ST_E_NOTFOUND);
}

static int destroy_later(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct st_instant *when = arg;
    int rc = st_key_destroy_at(tx, anna, ST_KEY_RECORD, *when, err);

    return rc == ST_OK ? noted(tx, err) : rc;
}

static void test_a_key_can_have_its_day(void **state)
{
    struct locking l = locked_text(anna, "a year more");
    struct st_instant when, before, after;

    (void)state;
    assert_true(st_instant_parse(&when, ST_S("2027-09-02T10:00:00Z")));
    before.us = when.us - ST_HOUR;
    after.us = when.us + ST_HOUR;
    assert_int_equal(place_write(destroy_later, &when), ST_OK);
    assert_int_equal(opens(&l), ST_OK);
    assert_int_equal(st_store_clock_set(at.store, before, 1, NULL), ST_OK);
    st_keys__sweep_next(at.store->keys);
    assert_int_equal(st_keys__sweep(at.store, NULL), ST_OK);
    assert_int_equal(opens(&l), ST_OK);
    assert_int_equal(st_store_clock_set(at.store, after, 1, NULL), ST_OK);
    st_keys__sweep_next(at.store->keys);
    assert_int_equal(st_keys__sweep(at.store, NULL), ST_OK);
    assert_int_equal(opens(&l), ST_E_NOTFOUND);
}

/* Another process destroys a key that this one has in memory. */
static void test_another_process_forgets_within_a_moment(void **state)
{
    struct locking l = locked_text(anna, "to be forgotten");
    struct st_store *first = at.store;

    (void)state;
    assert_int_equal(opens(&l), ST_OK);
    place_open();
    assert_int_equal(place_write(destroy, &l), ST_OK);
    assert_int_equal(opens(&l), ST_E_NOTFOUND);
    place_close();
    at.store = first;
    (void)usleep(1100 * 1000);
    assert_int_equal(opens(&l), ST_E_NOTFOUND);
}

static void test_two_processes_agree_on_one_key(void **state)
{
    struct locking mine = locked_text(boris, "opens the cache"), theirs;
    struct st_store *first = at.store, *second;

    (void)state;
    place_open();
    second = at.store;
    theirs = locked_text(anna, "made there");
    at.store = first;
    mine = locked_text(anna, "made here");
    assert_int_equal(opens(&theirs), ST_OK);
    at.store = second;
    assert_int_equal(opens(&mine), ST_OK);
    place_close();
    at.store = first;
}

/* The secret as it stands in the file. */
static struct st_str secret_of(struct st_id owner)
{
    static const struct st_statement find = {"test.secret", "SELECT secret FROM key_secret WHERE owner = ?1", NULL};
    struct st_rows rows = {0};
    struct st_db *db;

    assert_int_equal(st_db_open(&db, place_file("test.db.keys"), false, true, NULL), ST_OK);
    assert_int_equal(st_db_query(&rows, db, at.arena, &find, ST_BIND(st_cell_id(at.arena, owner)), NULL), ST_OK);
    st_db_close(db);
    assert_int_equal(rows.n, 1);
    return st_rows_str(&rows, 0, 0);
}

static bool file_holds(const char *path, struct st_str bytes)
{
    FILE *f = fopen(path, "rb");
    char *all = st_alloc(at.arena, 1 << 20);
    size_t n = f != NULL ? fread(all, 1, 1 << 20, f) : 0;

    if (f != NULL)
        (void)fclose(f);
    return memmem(all, n, bytes.p, bytes.n) != NULL;
}

static void test_a_destroyed_secret_stands_in_no_file_and_the_files_are_their_owners_only(void **state)
{
    struct locking l = locked_text(anna, "x");
    struct st_str secret;
    struct stat about;

    (void)state;
    if (at.postgres != NULL)
        return;
    secret = secret_of(anna);
    assert_int_equal(secret.n, 32);
    assert_true(file_holds(place_file("test.db.keys"), secret) || file_holds(place_file("test.db.keys-wal"), secret));
    assert_int_equal(stat(place_file("test.db.keys"), &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    assert_int_equal(place_write(destroy, &l), ST_OK);
    assert_false(st_str_known(secret_of(anna)));
    assert_false(file_holds(place_file("test.db.keys"), secret));
    assert_false(file_holds(place_file("test.db.keys-wal"), secret));
}

static int write_name(struct st_db *db, void *arg, struct st_error *err)
{
    (void)arg;
    return st_db_script(db, "INSERT INTO meta (name, text) VALUES ('test', 'Xqmarkedson')", err);
}

static int delete_name(struct st_db *db, void *arg, struct st_error *err)
{
    (void)arg;
    return st_db_script(db, "DELETE FROM meta WHERE name = 'test'", err);
}

static bool name_is_in_a_file(void)
{
    return file_holds(place_file("test.db"), ST_S("Xqmarkedson")) ||
           file_holds(place_file("test.db-wal"), ST_S("Xqmarkedson"));
}

static void test_a_running_store_keeps_no_erased_bytes_in_its_log(void **state)
{
    struct locking l = {.owner = anna};

    (void)state;
    if (at.postgres != NULL)
        return;
    assert_int_equal(st_store_start_workers(at.store, NULL), ST_OK);
    assert_int_equal(st_store__transact(at.store, write_name, NULL, NULL), ST_OK);
    assert_true(name_is_in_a_file());
    assert_int_equal(st_store__transact(at.store, delete_name, NULL, NULL), ST_OK);
    assert_int_equal(place_write(destroy, &l), ST_OK);
    for (int i = 0; i < 500 && name_is_in_a_file(); i++)
        (void)usleep(10 * 1000);
    assert_false(name_is_in_a_file());
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, place_make, place_drop)
    const struct CMUnitTest keys[] = {
        TEST(test_what_is_locked_opens_after_a_restart_and_looks_like_nothing),
        TEST(test_two_lockings_of_one_text_differ),
        TEST(test_a_key_opens_nothing_of_another_owner_class_or_authority),
        TEST(test_changed_bytes_do_not_open),
        TEST(test_destroying_is_for_good),
        TEST(test_a_command_that_fails_destroys_nothing),
        TEST(test_data_that_went_back_leave_no_key_that_matters),
        TEST(test_a_mark_that_a_dead_process_left_is_swept_at_the_next_start),
        TEST(test_a_key_can_have_its_day),
        TEST(test_another_process_forgets_within_a_moment),
        TEST(test_two_processes_agree_on_one_key),
        TEST(test_a_running_store_keeps_no_erased_bytes_in_its_log),
        TEST(test_a_destroyed_secret_stands_in_no_file_and_the_files_are_their_owners_only),
    };
    return PLACE_RUN(keys);
}
