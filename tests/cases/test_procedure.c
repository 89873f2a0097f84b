/* The procedure engine on a made-up procedure: steps, guards, clocks, what the law does. covers: UF-01 UF-04 S-007 */
#include "test.h"

#include "cases/case.h"
#include "lending.h"
#include "store/outbox.h"
#include "store_for_tests.h"

static struct st_store *store;
static struct st_arena *arena;
static const struct st_actor desk = {.authority = {"IT-TST", 6}, .officer = {{1}}, .role = {"screening_officer", 17},
                                     .purpose = {"screening", 9}};
static const struct st_actor head = {.authority = {"IT-TST", 6}, .officer = {{2}}, .role = {"supervisor", 10},
                                     .purpose = {"screening", 9}};
static const struct st_actor doctor = {.authority = {"IT-TST", 6}, .officer = {{3}}, .role = {"medical_staff", 13},
                                       .purpose = {"health_check", 12}};

struct call {
    struct st_act act;
    struct st_case result;
};

static int act_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct call *call = arg;
    int rc = st_case_act(&call->result, tx, &call->act, err);
    if (rc == ST_OK) { /* what outlives the transaction */
        st_shape_dup(&call->result.file, &case_file_shape, &call->result.file, arena);
        call->result.clocks = st_alloc_copy(arena, call->result.clocks,
                                            call->result.clocks_n * sizeof(struct case_clock));
    }
    return rc;
}

static int act_as(const struct st_actor *who, struct call *call, struct st_error *err)
{
    memset(err, 0, sizeof(*err));
    return st_store_write(store, who, act_command, call, err);
}

static struct st_id ask(const char *title, struct st_date on)
{
    struct loan_asked form = {.title = st_str_of(title), .asked_on = on};
    struct call call = {.act = {.action = "ask", .procedure = &lending, .form = &form, .person = {{9}},
                                .member_state = ST_S("IT"), .place = ST_S("Desk")}};
    struct st_error err;
    assert_int_equal(act_as(&desk, &call, &err), ST_OK);
    return call.result.id;
}

static int step(const struct st_actor *who, struct st_id id, const char *action, void *form, struct call *call,
                struct st_error *err)
{
    *call = (struct call){.act = {.case_id = id, .action = action, .form = form, .reason = ST_S("because")}};
    return act_as(who, call, err);
}

static void a_case_walks_its_chart(void **state)
{
    struct loan_returned returned = {.damaged = ST_NO};
    struct st_id id = ask("Atlas", st_date(2026, 9, 1));
    struct st_error err;
    struct call call;
    (void)state;
    assert_int_equal(step(&desk, id, "lend", NULL, &call, &err), ST_OK);
    assert_str_is(call.result.file.state, "lent");
    assert_int_equal(call.result.clocks_n, 1);
    assert_int_equal(call.result.clocks[0].last_day.day, 8);
    assert_int_equal(step(&desk, id, "ask", NULL, &call, &err), ST_E_STATE);
    assert_int_equal(step(&desk, id, "return", NULL, &call, &err), ST_E_INVALID); /* its form is missing */
    assert_int_equal(step(&desk, id, "return", &returned, &call, &err), ST_OK);
    assert_true(st_instant_known(call.result.file.closed_at));
    assert_int_equal(call.result.clocks[0].state, clock_state_stopped);
    assert_int_equal(step(&desk, id, "return", &returned, &call, &err), ST_E_STATE);
}

static void a_guard_speaks_and_cites(void **state)
{
    struct st_id id = ask("Torn", st_date(2026, 9, 1));
    struct st_error err;
    struct call call;
    (void)state;
    assert_int_equal(step(&desk, id, "lend", NULL, &call, &err), ST_E_STATE);
    assert_string_equal(err.faults[0].citation, "Library Act Art 4");
    assert_true(err.faults[0].cure[0]);
}

static void each_step_belongs_to_a_role(void **state)
{
    struct st_id id = ask("Atlas", st_date(2026, 9, 1));
    struct st_error err;
    struct call call;
    (void)state;
    assert_int_equal(step(&doctor, id, "lend", NULL, &call, &err), ST_E_FORBIDDEN);
    assert_int_equal(step(&desk, id, "lend", NULL, &call, &err), ST_OK);
    assert_int_equal(step(&desk, id, "fall_ill", NULL, &call, &err), ST_E_FORBIDDEN);
    assert_int_equal(step(&desk, id, "fall_due", NULL, &call, &err), ST_E_FORBIDDEN); /* only the law */
}

static void the_second_of_two_hands_is_told(void **state)
{
    struct st_id id = ask("Atlas", st_date(2026, 9, 1));
    struct call call = {.act = {.case_id = id, .action = "stamp", .version = 1}};
    struct st_error err;
    (void)state;
    assert_int_equal(act_as(&desk, &call, &err), ST_OK);
    call = (struct call){.act = {.case_id = id, .action = "lend", .version = 1}};
    assert_int_equal(act_as(&desk, &call, &err), ST_E_CONFLICT);
}

static void a_suspended_clock_gets_its_time_back(void **state)
{
    struct st_id id = ask("Atlas", st_date(2026, 9, 1));
    struct st_error err;
    struct call call;
    (void)state;
    assert_int_equal(step(&desk, id, "lend", NULL, &call, &err), ST_OK);
    int64_t end = call.result.clocks[0].ends_at.us;
    assert_int_equal(step(&head, id, "fall_ill", NULL, &call, &err), ST_OK);
    assert_int_equal(call.result.clocks[0].state, clock_state_suspended);
    assert_int_equal(st_store_clock_set(store, (struct st_instant){st_store_now(store).us + ST_DAY}, 0, &err), ST_OK);
    assert_int_equal(step(&head, id, "recover", NULL, &call, &err), ST_OK);
    assert_true(call.result.clocks[0].ends_at.us - end >= ST_DAY);
    assert_true(call.result.clocks[0].ends_at.us - end < ST_DAY + ST_HOUR);
}

static void what_the_law_attaches_to_a_clock_happens(void **state)
{
    struct st_id id = ask("Atlas", st_date(2026, 9, 1));
    struct st_error err;
    struct call call;
    struct loan_returned returned = {.damaged = ST_YES};
    (void)state;
    assert_int_equal(step(&desk, id, "lend", NULL, &call, &err), ST_OK);
    assert_int_equal(st_store_clock_set(store, (struct st_instant){call.result.clocks[0].ends_at.us + 1}, 0, &err),
                     ST_OK);
    assert_int_equal(st_cases_tick(store, desk.authority, NULL, &err), ST_OK);
    assert_int_equal(step(&desk, id, "return", &returned, &call, &err), ST_OK);
    assert_int_equal(call.result.actions_n, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_case_walks_its_chart),
        cmocka_unit_test(a_guard_speaks_and_cites),
        cmocka_unit_test(each_step_belongs_to_a_role),
        cmocka_unit_test(the_second_of_two_hands_is_told),
        cmocka_unit_test(a_suspended_clock_gets_its_time_back),
        cmocka_unit_test(what_the_law_attaches_to_a_clock_happens),
    };
    static const struct st_procedure *const procedures[] = {&lending, NULL};
    static const struct st_shape *const shapes[] = {&case_file_shape, &case_action_shape, &case_clock_shape,
                                                    &loan_asked_shape, &loan_returned_shape, NULL};
    arena = st_arena_new();
    st_procedures_register(procedures);
    store = store_for_tests(shapes, "2026-09-01T08:00:00Z");
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    store_for_tests_close(store);
    st_arena_free(arena);
    return failed;
}
