/* Keys: made before the data, destroyed after them, gone for good. On SQLite, and on PostgreSQL where STATERA_TEST_PG
 * says. covers: UF-08 UF-21 */
#include "place.h"

#include <pthread.h>
#include <sys/stat.h>

#include "store/care.h"
#include "store/slots.h"

struct locking {
    struct st_id owner;
    struct st_str plain, locked, opened;
    int opened_rc;
    bool fail;
    struct st_arena *arena; /* NULL: the place's */
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
        l->locked = st_str_dup(l->arena ? l->arena : at.arena, locked);
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

static struct st_str ask(const char *file, const struct st_statement *statement, struct st_cell value)
{
    struct st_rows rows = {0};
    struct st_db *db;

    assert_int_equal(st_db_open(&db, place_file(file), false, true, NULL), ST_OK);
    assert_int_equal(st_db_query(&rows, db, at.arena, statement, ST_BIND(value), NULL), ST_OK);
    st_db_close(db);
    assert_int_equal(rows.n, 1);
    return st_rows_str(&rows, 0, 0);
}

/* The slot that the data name, and the secret as it stands in the file. */
static struct st_str slot_of(struct st_id owner)
{
    static const struct st_statement named = {"test.slot", "SELECT slot FROM key_name WHERE owner = ?1", NULL};
    return ask("test.db", &named, st_cell_id(at.arena, owner));
}

static struct st_str secret_of(struct st_str slot)
{
    static const struct st_statement find = {"test.secret", "SELECT secret FROM key_slot WHERE slot = ?1", NULL};
    return ask("test.db.keys", &find, st_cell_blob(slot));
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
    struct st_str slot, secret;
    struct stat about;

    (void)state;
    if (at.postgres != NULL)
        return;
    slot = slot_of(anna);
    secret = secret_of(slot);
    assert_int_equal(secret.n, 32);
    assert_true(file_holds(place_file("test.db.keys"), secret) || file_holds(place_file("test.db.keys-wal"), secret));
    assert_int_equal(stat(place_file("test.db.keys"), &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    assert_int_equal(place_write(destroy, &l), ST_OK);
    assert_false(st_str_known(secret_of(slot)));
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

/* ---- The reserve ---- */
static int64_t living(void)
{
    int64_t n;

    assert_int_equal(st_slots__count(&n, st_keys__slots(at.store->keys), NULL), ST_OK);
    return n;
}

static void test_a_reserve_grows_with_its_use_and_is_given_back(void **state)
{
    static const struct st_actor law = {.authority = {"IT-LMP", 6}};

    (void)state;
    for (uint8_t i = 1; i <= 5; i++) {
        struct locking l = {.owner = {{9, i}}, .plain = ST_S("x")};
        assert_int_equal(st_store_write(at.store, &law, lock, &l, NULL), ST_OK);
    }
    assert_int_equal(living(), 1 + 2 + 4); /* five of them have an owner */
    place_close();
    place_open();
    assert_int_equal(living(), 5);
}

/* As after a kill: who opens the store again finds the secrets of no one, and makes others. */
static void test_what_a_killed_process_had_in_reserve_gets_no_owner(void **state)
{
    struct locking before[2] = {locked_text(anna, "first"), locked_text(boris, "second")}, after;
    struct st_store *killed = at.store;

    (void)state;
    assert_int_equal(living(), 3);
    place_open();
    after = locked_text((struct st_id){{9, 9}}, "after");
    assert_int_equal(living(), 4);
    assert_int_equal(opens(&before[0]), ST_OK);
    assert_int_equal(opens(&before[1]), ST_OK);
    assert_int_equal(opens(&after), ST_OK);
    place_close();
    at.store = killed;
}

struct crowd {
    pthread_t thread;
    struct locking l;
    int rc;
};

static void *lock_one(void *arg)
{
    struct crowd *c = arg;

    c->rc = place_write(lock, &c->l);
    return NULL;
}

/* In one group on SQLite, side by side on PostgreSQL; some of the commands fail and take their keys back. */
static void test_many_who_need_one_key_at_once_get_the_same(void **state)
{
    enum { ALL = 24 };
    struct crowd crowd[ALL];

    (void)state;
    for (size_t i = 0; i < ALL; i++) {
        crowd[i] = (struct crowd){.l = {.owner = i % 2 ? anna : boris, .plain = ST_S("x"), .fail = i % 3 == 0,
                                        .arena = st_arena_new()}};
        assert_int_equal(pthread_create(&crowd[i].thread, NULL, lock_one, &crowd[i]), 0);
    }
    for (size_t i = 0; i < ALL; i++) {
        assert_int_equal(pthread_join(crowd[i].thread, NULL), 0);
        assert_int_equal(crowd[i].rc, i % 3 == 0 ? ST_E_STATE : ST_OK);
    }
    place_close();
    place_open();
    for (size_t i = 0; i < ALL; i++) {
        assert_true(i % 3 == 0 || opens(&crowd[i].l) == ST_OK);
        st_arena_free(crowd[i].l.arena);
    }
}

/* ---- Tombstones ---- */
static size_t erased(struct st_erased **out)
{
    size_t n;

    assert_int_equal(st_care_erased(out, &n, at.store, at.arena, NULL, 100, NULL), ST_OK);
    return n;
}

static void test_who_has_a_key_again_is_not_erased_again(void **state)
{
    struct locking first = locked_text(anna, "of old"), other = locked_text(boris, "x"), second;
    struct st_erased *all;

    (void)state;
    assert_int_equal(place_write(destroy, &first), ST_OK);
    assert_int_equal(place_write(destroy, &other), ST_OK);
    assert_int_equal(place_write(destroy, &other), ST_OK); /* who has no key any more has a tombstone of that too */
    assert_int_equal(erased(&all), 3);
    second = locked_text(anna, "anew");
    assert_int_equal(erased(&all), 2);
    assert_true(st_id_eq(all[0].owner, boris));
    assert_int_equal(opens(&first), ST_E_VERIFY); /* another key */
    assert_int_equal(opens(&second), ST_OK);
    assert_int_equal(place_write(destroy, &second), ST_OK);
    assert_int_equal(erased(&all), 4);
}

/* ---- PostgreSQL's files ---- */
static size_t notes_on_erasures(void)
{
    struct st_finding findings[ST_FINDINGS_MAX];
    size_t n, notes = 0;

    assert_int_equal(st_care_examine(findings, &n, at.store, at.arena, NULL), ST_OK);
    for (size_t i = 0; i < n; i++)
        notes += strcmp(findings[i].subject, "erasures") == 0 && findings[i].health == ST_HEALTH_NOTE;
    return notes;
}

static void test_tables_are_written_anew_where_the_database_does_not_overwrite(void **state)
{
    static const char two_days_ago[] = "UPDATE keys.key_slot SET destroyed_at = destroyed_at - 172800000000";
    struct locking l = locked_text(anna, "x");
    struct st_db *db;
    bool needed;

    (void)state;
    assert_int_equal(place_write(destroy, &l), ST_OK);
    assert_int_equal(notes_on_erasures(), 0);
    if (at.postgres != NULL) {
        assert_int_equal(st_db_open(&db, at.url, false, false, NULL), ST_OK);
        assert_int_equal(st_db_script(db, two_days_ago, NULL), ST_OK);
        st_db_close(db);
        assert_int_equal(notes_on_erasures(), 1);
    }
    assert_int_equal(st_care_clear(at.url, &needed, NULL), ST_OK);
    assert_int_equal(needed, at.postgres != NULL);
    assert_int_equal(notes_on_erasures(), 0);
    assert_int_equal(opens(&l), ST_E_NOTFOUND);
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
        TEST(test_another_process_forgets_within_a_moment),
        TEST(test_two_processes_agree_on_one_key),
        TEST(test_a_reserve_grows_with_its_use_and_is_given_back),
        TEST(test_what_a_killed_process_had_in_reserve_gets_no_owner),
        TEST(test_many_who_need_one_key_at_once_get_the_same),
        TEST(test_who_has_a_key_again_is_not_erased_again),
        TEST(test_tables_are_written_anew_where_the_database_does_not_overwrite),
        TEST(test_a_running_store_keeps_no_erased_bytes_in_its_log),
        TEST(test_a_destroyed_secret_stands_in_no_file_and_the_files_are_their_owners_only),
    };
    return PLACE_RUN(keys);
}
