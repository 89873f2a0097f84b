/* Two processes on one database: what the other one adds, corrects and erases is in this one's indexes of names and
 * prints after the next look; own changes are not taken in twice; and whoever writes last, the index ends with what
 * stands in the tables. The second process is this program again, run with words. On SQLite, and on PostgreSQL where
 * STATERA_TEST_PG says.
 * covers: S-022 S-048 UF-03 */
#include "eurodac_place.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/wait.h>

#include "registers/eurodac_index.h"
#include "registers/search.h"

enum { RENAMED = 25 };

ACTOR(officer, 1, "screening_officer", "screening");

struct file {
    struct st_id id;
    struct st_str family;
};

/* ---- What either process does ---- */
static int open_file(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct file *f = arg;
    struct person_name name = {name_kind_current, f->family, {"Zénobie", 8}};
    struct person p = {.sex = sex_female};

    p.names.v = &name;
    p.names.n = 1;
    return st_person_open(tx, &f->id, &p, err);
}

static int rename_file(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct file *f = arg;
    struct person_name name = {name_kind_current, f->family, {"Zénobie", 8}};
    struct person p;
    int rc = st_person_get(tx, &p, NULL, f->id, err);

    p.names.v = &name;
    p.names.n = 1;
    return rc == ST_OK ? st_person_update(tx, f->id, 0, &p, err) : rc;
}

static int name_of(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct file *f = arg;
    struct person p;
    int rc = st_person_get(tx, &p, NULL, f->id, err);

    f->family = rc == ST_OK ? p.names.v[0].family : f->family;
    return rc;
}

static int erase_file(struct st_tx *tx, void *arg, struct st_error *err)
{
    return st_register_erase(tx, &st_persons, ((struct file *)arg)->id, "GDPR Art 17", err);
}

/* A name of its own for each number. */
static struct st_str numbered(const char *stem, unsigned i)
{
    return st_strf(at.arena, "%s%c%c", stem, 'a' + (int)(i / 5), 'a' + (int)(i % 5));
}

/* ---- The second process ---- */
static void beside_eurodac(const char *verb, struct st_id *id)
{
    struct job j = {.id = *id};

    if (strcmp(verb, "send") == 0) {
        j = sent_by(&french_border, eurodac_category_irregular_crossing, 1, 0);
        *id = j.id;
    } else {
        j.what = (struct st_eurodac_happening){.event = eurodac_event_citizenship};
        assert_int_equal(as(&french, happen, &j), ST_OK);
        deliver();
    }
}

static void beside_person(const char *verb, struct st_id *id)
{
    struct file f = {.id = *id, .family = ST_S("Quettreville")};

    if (strcmp(verb, "open") == 0)
        assert_int_equal(as(&officer, open_file, &f), ST_OK);
    f.family = ST_S("Brattstroem");
    if (strcmp(verb, "rename") == 0)
        assert_int_equal(as(&officer, rename_file, &f), ST_OK);
    for (unsigned i = 0; i < RENAMED && strcmp(verb, "rename often") == 0; i++) {
        f.family = numbered("Theirs", i);
        assert_int_equal(as(&officer, rename_file, &f), ST_OK);
    }
    if (strcmp(verb, "erase") == 0)
        assert_int_equal(as(&dpo, erase_file, &f), ST_OK);
    *id = f.id;
}

static int second_process(const char *url, const char *verb, const char *id_text)
{
    struct st_store_options options = {.url = url};
    char text[ST_ID_TEXT];
    struct st_id id = {{0}};

    st_records_register(st_register_shapes);
    st_outbox_receivers(st_register_receivers);
    (void)st_id_parse(&id, st_str_of(id_text));
    at.arena = st_arena_new();
    assert_int_equal(st_store_open(&at.store, &options, NULL), ST_OK);
    assert_int_equal(st_registers_load(at.store, NULL), ST_OK);
    if (strcmp(verb, "send") == 0 || strcmp(verb, "citizen") == 0)
        beside_eurodac(verb, &id);
    else
        beside_person(verb, &id);
    st_store_close(at.store);
    st_arena_free(at.arena);
    (void)printf("%s", st_id_print(text, id));
    return 0;
}

/* Starts it; *from is where it says the id. */
static pid_t start_beside(int *from, const char *verb, struct st_id id)
{
    char text[ST_ID_TEXT];
    int ends[2];
    pid_t child;

    (void)st_id_print(text, id);
    assert_int_equal(pipe(ends), 0);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        (void)dup2(ends[1], STDOUT_FILENO);
        (void)execl("/proc/self/exe", "beside", at.url, verb, text, (char *)NULL);
        _exit(127);
    }
    (void)close(ends[1]);
    *from = ends[0];
    return child;
}

static struct st_id end_beside(int from, pid_t child)
{
    char text[ST_ID_TEXT] = "";
    struct st_id id;
    int status;

    assert_int_equal(read(from, text, ST_ID_TEXT - 1), ST_ID_TEXT - 1);
    (void)close(from);
    assert_true(waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0);
    assert_true(st_id_parse(&id, st_str_of(text)));
    return id;
}

static struct st_id beside(const char *verb, struct st_id id)
{
    int from;
    pid_t child = start_beside(&from, verb, id);
    return end_beside(from, child);
}

/* ---- What this one finds ---- */
static bool finds(struct st_id id, const char *name)
{
    struct st_name_search search = {.name = st_str_of(name)};
    struct st_name_candidates found;

    assert_int_equal(st_name_index_search(&found, st_persons_names(), &search, at.arena, NULL), ST_OK);
    for (size_t i = 0; i < found.n; i++)
        if (st_id_eq(found.rows[i].person, id))
            return true;
    return false;
}

static void follow(void) { assert_int_equal(st_registers_follow(at.store, NULL), ST_OK); }

static void seal(void) { assert_int_equal(st_journal_seal(at.store, NULL, NULL), ST_OK); }

static void a_file_of_the_other_is_found_corrected_and_gone(void **state)
{
    struct st_id id = beside("open", (struct st_id){{0}});

    (void)state;
    assert_false(finds(id, "Zénobie Quettreville"));
    follow();
    assert_true(finds(id, "Zénobie Quettreville"));
    seal(); /* what was followed before it was sealed, and what is sealed before it is followed */
    (void)beside("rename", id);
    seal();
    follow();
    assert_false(finds(id, "Quettreville"));
    assert_true(finds(id, "Zénobie Brattstroem"));
    (void)beside("erase", id);
    follow();
    assert_false(finds(id, "Zénobie Brattstroem"));
    assert_int_equal(st_name_index_size(st_persons_names()), 0);
}

static void nothing_is_taken_in_twice(void **state)
{
    struct file own = {.family = ST_S("Quettreville")};
    struct st_id other = beside("open", (struct st_id){{0}});

    (void)state;
    assert_int_equal(as(&officer, open_file, &own), ST_OK);
    follow();
    assert_true(finds(own.id, "Quettreville") && finds(other, "Quettreville"));
    for (int i = 0; i < 2; i++) { /* taken away by hand they stay away, open or sealed: nobody takes them in again */
        (void)st_name_index_remove(st_persons_names(), own.id);
        (void)st_name_index_remove(st_persons_names(), other);
        follow();
        assert_false(finds(own.id, "Quettreville") || finds(other, "Quettreville"));
        seal();
    }
    follow();
    assert_false(finds(own.id, "Quettreville") || finds(other, "Quettreville"));
}

static atomic_bool over;

static void *keep_following(void *arg)
{
    (void)arg;
    while (!atomic_load(&over))
        if (st_registers_follow(at.store, NULL) != ST_OK)
            break;
    return NULL;
}

static void the_index_ends_with_what_stands_there(void **state)
{
    struct file own = {.family = ST_S("Quettreville")};
    struct st_name_search search = {.limit = 20};
    struct st_name_candidates found;
    pthread_t follower;
    pid_t child;
    int from;

    (void)state;
    assert_int_equal(as(&officer, open_file, &own), ST_OK);
    atomic_store(&over, false);
    assert_int_equal(pthread_create(&follower, NULL, keep_following, NULL), 0);
    child = start_beside(&from, "rename often", own.id);
    for (unsigned i = 0; i < RENAMED; i++) {
        own.family = numbered("Ours", i);
        assert_int_equal(as(&officer, rename_file, &own), ST_OK);
    }
    (void)end_beside(from, child);
    atomic_store(&over, true);
    assert_int_equal(pthread_join(follower, NULL), 0);
    follow();
    assert_int_equal(reading(&officer, name_of, &own), ST_OK);
    search.name = own.family;
    assert_int_equal(st_name_index_search(&found, st_persons_names(), &search, at.arena, NULL), ST_OK);
    assert_int_equal(found.n, 1);
    assert_non_null(strstr(st_str_z(at.arena, found.rows[0].name), st_str_z(at.arena, own.family)));
    assert_int_equal(st_name_index_size(st_persons_names()), 1);
}

/* ---- Eurodac ---- */
static void prints_of_the_other_are_compared_with_and_leave(void **state)
{
    struct st_id seen = beside("send", (struct st_id){{0}});
    struct job j;

    (void)state;
    assert_int_equal(st_gallery_size(st_eurodac__gallery()), 0);
    j = sent_by(&registrar, eurodac_category_applicant, 1, 1); /* no look of its own: the comparison brings one */
    assert_int_equal(reading(&italy, first_hit, &j), ST_OK);
    assert_int_equal(j.n, 1);
    assert_true(st_id_eq(j.hit.found, seen));
    assert_int_equal(st_gallery_size(st_eurodac__gallery()), 2);
    (void)beside("citizen", seen);
    follow();
    assert_int_equal(st_gallery_size(st_eurodac__gallery()), 1);
    assert_int_equal(st_name_index_size(st_eurodac__names()), 1);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        EACH_ANEW(a_file_of_the_other_is_found_corrected_and_gone),
        EACH_ANEW(nothing_is_taken_in_twice),
        EACH_ANEW(the_index_ends_with_what_stands_there),
        EACH_ANEW(prints_of_the_other_are_compared_with_and_leave),
    };
    return argc == 4 ? second_process(argv[1], argv[2], argv[3]) : RUN_EACH_ON_BOTH(tests);
}
