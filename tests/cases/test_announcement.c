/* A person who is sent back at once to another Member State is announced there, and stands in that authority's work until
 * a screening has begun or the person did not come (SR Art 7(2), recital 19). The whole system runs, on both databases.
 * covers: S-007 UF-04 UF-07 */
#include "place.h"

#include "cases/announcement.h"
#include "cases/arrival.h"
#include "cases/retention.h"
#include "cases/screening.h"
#include "cases/system.h"

#define MARK "Zyxwomark"
static const struct st_actor menton = {.authority = {"FR-MEN", 6}, .officer = {{8, 1}},
                                       .role = {"screening_officer", 17}, .purpose = {"screening", 9}};

static int set_up(void **state)
{
    (void)state;
    st_system_register();
    place_open("2026-09-01T08:00:00Z");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    place_close();
    return 0;
}

/* ---- Who is sent back, and by whom screened ---- */

static struct person_name test_names[] = {{name_kind_current, {MARK, sizeof(MARK) - 1}, {"Ada", 3}}};

struct found {
    const char *state;
    struct st_id arrival, person, screening;
    struct screening_opened opened;
};

static int find_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct found *f = arg;
    struct arrival arrival = {.member_state = st_str_of(f->state), .place = ST_S("Ventimiglia"),
                              .event = screening_event_within_territory, .event_at = moment("2026-09-01T06:00:00Z"),
                              .people = {1, true}};
    struct person person = {.born_on = {1990, 1, 5}, .born_in = ST_S(MARK "-town"), .sex = sex_female,
                            .languages = ST_S("ar")};
    int rc = st_arrival_open(tx, &f->arrival, &arrival, err);

    person.names.v = test_names;
    person.names.n = 1;
    person.arrival = f->arrival;
    if (rc == ST_OK)
        rc = st_person_open(tx, &f->person, &person, err);
    return rc == ST_OK ? st_screening_prefill(&f->opened, tx, f->arrival, err) : rc;
}

static struct found found(const struct st_actor *who, const char *state)
{
    struct found f = {.state = state};

    assert_int_equal(write_as(who, find_command, &f), ST_OK);
    f.opened.illegally_staying = f.opened.crossed_external_border_irregularly = ST_YES;
    f.opened.already_screened = f.opened.sent_back_under_bilateral = ST_NO;
    return f;
}

static int refrain(struct found *f, const char *to, const char *authority)
{
    struct st_act a = {.action = "refrain", .form = &f->opened, .procedure = &screening_procedure, .person = f->person,
                       .arrival = f->arrival, .member_state = ST_S("IT"), .place = ST_S("Ventimiglia"),
                       .reason = ST_S("Handed over at the bridge")};

    f->opened.sent_back_under_bilateral = ST_YES;
    f->opened.sent_back_to = st_str_of(to);
    f->opened.sent_back_authority = st_str_of(authority);
    return act(&ada, &a);
}

static int make_a_child(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct found *f = arg;
    struct person person = {0};
    int64_t version;
    int rc = st_person_get(tx, &person, &version, f->person, err);

    person.born_on = st_date(2014, 1, 5);
    return rc == ST_OK ? st_person_update(tx, f->person, version, &person, err) : rc;
}

static int start_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct found *f = arg;
    return st_screening_start(&f->screening, tx, &f->opened, f->person, f->arrival, err);
}

static void catch_up(const char *clock)
{
    move_to(clock);
    assert_int_equal(st_system_catch_up(at.store, the_law.authority, &at.err), ST_OK);
}

/* ---- What stands in the work of an authority ---- */

struct work {
    struct st_work_row *rows;
    size_t n;
};

static int work_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct work *w = arg;
    struct st_work_filter filter = {.procedure = ST_S("announcement"), .limit = 10};
    return st_work_list(&w->rows, &w->n, tx, &filter, err);
}

static struct work work_of(const struct st_actor *who)
{
    struct work w = {0};
    assert_int_equal(read_as(who, work_command, &w), ST_OK);
    return w;
}

static struct st_id announced(void)
{
    struct found f = found(&ada, "IT");
    struct work w;

    assert_int_equal(refrain(&f, "FR", "FR-MEN"), ST_OK);
    catch_up("2026-09-01T08:05:00Z");
    w = work_of(&menton);
    assert_int_equal(w.n, 1);
    return w.rows[0].case_id;
}

/* ---- The tests ---- */

/* SCR-100: not to screen a child is a decision about a child. */
static void who_sends_a_child_back_has_weighed_its_interests(void **state)
{
    struct found f = found(&ada, "IT");

    (void)state;
    assert_int_equal(write_as(&ada, make_a_child, &f), ST_OK);
    assert_int_equal(refrain(&f, "FR", "FR-MEN"), ST_E_INVALID);
    assert_fault("best_interests", "A decision about a child says how the best interests were weighed.");
    f.opened.best_interests = ST_S("To the aunt in Nice, who was heard");
    assert_int_equal(refrain(&f, "FR", "FR-MEN"), ST_OK);
}

static void whoever_sends_back_says_to_whom(void **state)
{
    struct found f = found(&ada, "IT");

    (void)state;
    assert_int_equal(refrain(&f, "FR", ""), ST_E_INVALID);
    assert_fault("sent_back_authority", "The authority that takes the person in is told, so that it screens.");
    assert_int_equal(refrain(&f, "FR", "AT-BRE"), ST_E_INVALID);
    assert_int_equal(refrain(&f, "FR", "FR-"), ST_E_INVALID);
    assert_int_equal(refrain(&f, "IT", "IT-LMP"), ST_E_INVALID);
    assert_fault("sent_back_to", "The person is sent back to another Member State.");
    assert_int_equal(work_of(&menton).n, 0);
}

static int form_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct st_id id = *(struct st_id *)arg;
    const struct st_shape *shape = NULL;
    struct announcement_received *form = NULL;
    void *read = NULL;
    struct st_case c;
    int rc = st_case_get(&c, tx, id, true, err);

    if (rc == ST_OK)
        rc = st_case_read_form(&read, &shape, &c, 0, err);
    form = read;
    assert_ptr_equal(shape, &announcement_received_shape);
    assert_true(st_str_is(form->from_authority, "IT-LMP"));
    assert_int_equal(form->names.n, 1);
    assert_true(st_str_is(form->names.v[0].family, MARK));
    assert_true(st_str_is(form->languages, "ar"));
    assert_int_equal(form->event_at.us, moment("2026-09-01T06:00:00Z").us);
    return rc;
}

static void the_receiving_authority_has_it_in_its_work(void **state)
{
    struct st_id id = announced();
    struct work w = work_of(&menton);

    (void)state;
    assert_str_is(w.rows[0].clock, "screening_owed");
    assert_int_equal(w.rows[0].ends_at.us, moment("2026-09-04T22:00:00Z").us); /* three days, by the clocks of France */
    assert_true(w.rows[0].uncertain);
    assert_int_equal(read_as(&menton, form_command, &id), ST_OK);
    assert_int_equal(work_of(&ada).n, 0); /* not the sender's */
    catch_up("2026-09-05T08:00:00Z");
    assert_int_equal(work_of(&menton).n, 1); /* the duty stays, and it came once */
}

static void it_ends_with_the_screening_that_has_begun(void **state)
{
    struct st_id id = announced();
    struct found f = found(&menton, "FR");
    struct announcement_screened done = {.screening = ST_S("FR-2026-000000-0")};
    struct st_act a = {.case_id = id, .action = "note_screening", .form = &done};
    struct st_actor other = menton;

    (void)state;
    assert_int_equal(write_as(&menton, start_command, &f), ST_OK);
    assert_int_equal(act(&menton, &a), ST_E_INVALID); /* no such number */
    assert_int_equal(look_as(&menton, id), ST_OK);
    done.screening = st_str_dup(at.arena, at.c.file.number);
    assert_int_equal(act(&menton, &a), ST_E_INVALID);
    assert_fault("screening", "This number is not that of a screening.");
    assert_int_equal(look_as(&menton, f.screening), ST_OK);
    done.screening = st_str_dup(at.arena, at.c.file.number);
    other.role = ST_S("medical_staff");
    other.purpose = ST_S("health_check");
    assert_int_equal(act(&other, &a), ST_E_FORBIDDEN);
    assert_int_equal(act(&menton, &a), ST_OK);
    assert_int_equal(work_of(&menton).n, 0);
    assert_int_equal(look_as(&menton, id), ST_OK);
    assert_str_is(at.c.file.state, "screened");
    assert_int_equal(st_date_cmp(at.c.file.erase_on, st_date(2031, 9, 2)), 0);
}

ST_STATEMENT(left_announced, "test.left_announced",
             "SELECT (SELECT count(*) FROM announcement_received) + (SELECT count(*) FROM announcement_missed) + "
             "(SELECT count(*) FROM announcement_received__names) + (SELECT count(*) FROM case_file) + "
             "(SELECT count(*) FROM person)", NULL);

static int count_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct st_rows rows = {0};
    int rc = st_db_query(&rows, tx->db, tx->arena, &left_announced, NULL, 0, err);
    *(int64_t *)arg = rc == ST_OK ? st_rows_int(&rows, 0, 0) : -1;
    return rc;
}

static void who_did_not_come_is_forgotten_too(void **state)
{
    struct announcement_missed missed = {.what_was_done = ST_S(MARK " was looked for")};
    struct st_act a = {.case_id = announced(), .action = "note_missed", .form = &missed};
    int64_t left;

    (void)state;
    assert_int_equal(act(&menton, &a), ST_OK);
    assert_int_equal(work_of(&menton).n, 0);
    catch_up("2031-09-01T23:59:59Z");
    assert_int_equal(read_as(&the_law, count_command, &left), ST_OK);
    assert_true(left > 0);
    catch_up("2031-09-02T00:00:00Z"); /* as the data of somebody found illegally staying; here and there */
    assert_int_equal(read_as(&the_law, count_command, &left), ST_OK);
    assert_int_equal(left, 0);
    assert_int_equal(look_as(&menton, a.case_id), ST_E_NOTFOUND);
}

#define STORED(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
static int group(void)
{
    const struct CMUnitTest tests[] = {
        STORED(whoever_sends_back_says_to_whom),
        STORED(who_sends_a_child_back_has_weighed_its_interests),
        STORED(the_receiving_authority_has_it_in_its_work),
        STORED(it_ends_with_the_screening_that_has_begun),
        STORED(who_did_not_come_is_forgotten_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

int main(void) { return place_run(group); }
