/* The procedure engine, on the made-up procedure of lending.c: steps, guards, clocks that stand still, are extended and
 * run out, late entries, corrections, taking back, hand-over, who reads what, old charts. On both databases.
 * covers: S-007 UF-01 UF-04 UF-07 UF-26 */
#include "lending.h"
#include "place.h"

static const struct st_procedure *const old_charts[] = {&lending_procedure, NULL};
static const struct st_procedure *const both_charts[] = {&lending_procedure, &lending_procedure_2, NULL};

static int set_up(void **state)
{
    static const struct st_shape *shapes[16 + 32];
    size_t n = 0;

    (void)state;
    while (st_case_shapes[n] != NULL)
        shapes[n] = st_case_shapes[n], n++;
    for (size_t i = 0; st_register_shapes[i] != NULL; i++) /* a case asks what else needs its person */
        shapes[n++] = st_register_shapes[i];
    shapes[n++] = &loan_asked_shape;
    shapes[n++] = &loan_inspected_shape;
    st_records_register(shapes);
    st_procedures_register(old_charts);
    place_open("2026-09-01T08:00:00Z");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    place_close();
    return 0;
}

static struct loan_asked asked(uint8_t member)
{
    return (struct loan_asked){.title = ST_S("The Leopard"), .asked_on = {2026, 9, 1}, .member = member};
}

static struct st_act asking(struct loan_asked *form)
{
    return (struct st_act){.action = "ask", .form = form, .procedure = &lending_procedure, .person = at.person,
                           .member_state = ST_S("IT"), .place = ST_S("Lampedusa")};
}

static struct st_id ask_for_it(void)
{
    struct loan_asked form = asked(ST_YES);
    struct st_act a = asking(&form);
    assert_int_equal(act(&ada, &a), ST_OK);
    return a.case_id;
}

static struct st_id lent(void)
{
    struct st_id id = ask_for_it();
    assert_int_equal(step(&ada, id, "lend"), ST_OK);
    return id;
}

static int inspect_it(const struct st_actor *who, struct st_id id, uint8_t damaged, struct st_act a)
{
    struct loan_inspected form = {.damaged = damaged, .note = ST_S("Water on page 12")};
    a.case_id = id;
    a.action = "inspect";
    a.form = &form;
    return act(who, &a);
}

/* ---- Steps ---- */

static void a_case_runs_to_its_end(void **state)
{
    struct st_id id = ask_for_it();
    const struct st_case *c = look(id);
    char number[ST_NUMBER_TEXT];

    (void)state;
    assert_str_is(c->file.state, "asked");
    assert_true(st_number_parse(number, c->file.number));
    assert_true(st_id_eq(c->file.holder, ada.officer));
    assert_int_equal(c->clocks_n, 0);
    assert_int_equal(step(&ada, id, "lend"), ST_OK);
    assert_int_equal(look(id)->clocks_n, 1);
    assert_int_equal(at.c.clocks[0].ends_at.us, moment("2026-09-15T22:00:00Z").us); /* 24:00 in Italy */
    move_to("2026-09-08T09:00:00Z");
    assert_int_equal(step(&bo, id, "take_back"), ST_OK);
    c = look(id);
    assert_str_is(c->file.state, "back");
    assert_int_equal(c->file.closed_at.us, moment("2026-09-08T09:00:00Z").us);
    assert_int_equal(c->version, 3);
    assert_int_equal(c->clocks[0].state, clock_state_stopped);
    assert_int_equal(step(&ada, id, "lend"), ST_E_STATE);
    assert_fault("action", "This is not foreseen while the case is: {0}.");
    assert_int_equal(inspect_it(&medic, id, ST_NO, (struct st_act){0}), ST_E_STATE); /* "*" is every open state */
    assert_int_equal(entries(id, ST_ENTRY_CHANGE, "lending.lend"), 1);
}

static void the_guard_hands_the_reasons_of_its_rule_on(void **state)
{
    struct loan_asked form = asked(ST_NO);
    struct st_act a = asking(&form);

    (void)state;
    assert_int_equal(act(&ada, &a), ST_E_STATE);
    assert_fault("", "Only members borrow.");
    assert_string_equal(at.err.faults[0].citation, "Library Act Art 1(1)");
    form.member = ST_UNKNOWN; /* unknown never becomes no */
    assert_int_equal(act(&ada, &a), ST_E_NEEDS);
    assert_fault("member", "Needed to answer: {0}");
    form.member = ST_YES;
    form.title = (struct st_str){NULL, 0};
    assert_int_equal(act(&ada, &a), ST_E_INVALID);
    assert_string_equal(at.err.faults[0].field, "title");
    a.person = (struct st_id){{0}};
    assert_int_equal(act(&ada, &a), ST_E_INVALID);
    assert_fault("person", "A case needs a person.");
}

static void role_and_purpose_decide_who_acts(void **state)
{
    struct st_id id = ask_for_it();
    struct st_actor other = ada;

    (void)state;
    assert_int_equal(step(&medic, id, "lend"), ST_E_FORBIDDEN);
    assert_fault("", "You may not do this: it belongs to the role {0}.");
    other.purpose = ST_S("statistics");
    assert_int_equal(step(&other, id, "lend"), ST_E_FORBIDDEN);
    assert_fault("Purpose", "This is done for the purpose: {0}.");
    assert_int_equal(entries(id, ST_ENTRY_REFUSAL, "case.act"), 2);
    assert_int_equal(step(&ada, id, "lend"), ST_OK);
    assert_int_equal(step(&ada, id, "fall_due"), ST_E_FORBIDDEN); /* what the law does is no officer's */
    assert_int_equal(step(&ada, id, "extend"), ST_E_FORBIDDEN);
    assert_int_equal(step(&chief, id, "extend"), ST_OK);
    assert_int_equal(step(&chief, id, "extend"), ST_E_STATE);
    assert_fault("", "This has been done already.");
    assert_int_equal(inspect_it(&ada, id, ST_NO, (struct st_act){0}), ST_E_FORBIDDEN);
}

struct offered {
    struct st_id id;
    char open[200], closed[200];
};

static int offers_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct offered *o = arg;
    struct st_offer *offers;
    struct st_case c;
    size_t n, open = 0, closed = 0;
    int rc = st_case_get(&c, tx, o->id, false, err);

    if (rc == ST_OK)
        rc = st_case_offers(&offers, &n, &c, err);
    o->open[0] = o->closed[0] = 0;
    for (size_t i = 0; rc == ST_OK && i < n; i++) {
        char *list = offers[i].open ? o->open : o->closed;
        size_t *at_end = offers[i].open ? &open : &closed;
        *at_end += (size_t)snprintf(list + *at_end, 200 - *at_end, "%s ", offers[i].step->action);
        assert_true(offers[i].open || offers[i].why_not.n > 0);
    }
    return rc;
}

static void the_offers_say_what_is_open_and_why_the_rest_is_not(void **state)
{
    struct offered o = {.id = lent()};

    (void)state;
    assert_int_equal(read_as(&ada, offers_command, &o), ST_OK);
    assert_string_equal(o.open, "close_up open_up take_back ");
    assert_string_equal(o.closed, "extend inspect ");
    assert_int_equal(read_as(&chief, offers_command, &o), ST_OK);
    assert_string_equal(o.open, "extend close_up open_up take_back ");
}

static void an_element_is_done_by_its_action(void **state)
{
    struct st_id id = lent();

    (void)state;
    (void)look(id);
    assert_int_equal(at.elements_n, 1);
    assert_true(at.elements[0].needed && !at.elements[0].done);
    assert_int_equal(inspect_it(&medic, id, ST_NO, (struct st_act){0}), ST_OK);
    (void)look(id);
    assert_true(at.elements[0].done && st_id_eq(at.elements[0].by->officer, medic.officer));
}

/* ---- Clocks ---- */

static void a_clock_that_runs_out_lets_the_law_act(void **state)
{
    struct st_id id = lent();

    (void)state;
    move_to("2026-09-15T21:59:59Z");
    assert_int_equal(tick(), 0);
    move_to("2026-09-16T06:00:00Z");
    assert_int_equal(tick(), 1);
    assert_int_equal(tick(), 0);
    assert_str_is(look(id)->file.state, "overdue");
    assert_int_equal(at.c.clocks[0].state, clock_state_expired);
    assert_true(st_yes(at.c.actions[2].by_law));
    assert_false(st_id_known(at.c.actions[2].officer));
    assert_int_equal(at.c.actions[2].happened_at.us, moment("2026-09-15T22:00:00Z").us); /* not when we looked */
    assert_int_equal(entries(id, ST_ENTRY_BY_LAW, "lending.fall_due"), 1);
    assert_int_equal(step(&ada, id, "take_back"), ST_OK); /* the duty stays */
    assert_int_equal(look(id)->clocks[0].state, clock_state_stopped);
}

static void a_clock_stands_still_and_is_extended(void **state)
{
    struct st_id id = lent();
    struct st_act closing = {.case_id = id, .action = "close_up"};

    (void)state;
    assert_int_equal(act(&ada, &closing), ST_E_INVALID);
    assert_string_equal(at.err.faults[0].field, "reason");
    move_to("2026-09-03T08:00:00Z");
    closing.reason = ST_S("Inventory");
    assert_int_equal(act(&ada, &closing), ST_OK);
    assert_int_equal(look(id)->clocks[0].state, clock_state_suspended);
    assert_str_is(at.c.clocks[0].suspended_why, "Inventory");
    move_to("2026-10-30T08:00:00Z");
    assert_int_equal(tick(), 0); /* it stands still */
    move_to("2026-09-06T08:00:00Z");
    assert_int_equal(step(&ada, id, "open_up"), ST_OK);
    assert_int_equal(look(id)->clocks[0].state, clock_state_running);
    assert_int_equal(at.c.clocks[0].ends_at.us, moment("2026-09-18T22:00:00Z").us); /* three days later */
    assert_int_equal(step(&chief, id, "extend"), ST_OK);
    assert_int_equal(look(id)->clocks[0].ends_at.us, moment("2026-10-02T22:00:00Z").us); /* and two weeks */
    assert_int_equal(at.c.clocks_n, 1);
}

/* ---- Late entries ---- */

static void a_late_entry_counts_from_when_it_was_done(void **state)
{
    struct st_id id = ask_for_it();
    struct st_act a = {.case_id = id, .action = "lend", .happened_at = moment("2026-09-01T10:00:00Z")};

    (void)state;
    move_to("2026-09-04T08:00:00Z");
    assert_int_equal(act(&ada, &a), ST_E_INVALID);
    assert_fault("late_why", "A late entry says why it comes late.");
    a.late_why = ST_S("The line was cut");
    a.happened_at = moment("2026-09-05T10:00:00Z");
    assert_int_equal(act(&ada, &a), ST_E_INVALID);
    assert_fault("happened_at", "This lies in the future.");
    a.happened_at = moment("2026-09-02T10:00:00Z");
    assert_int_equal(act(&ada, &a), ST_OK);
    assert_int_equal(look(id)->clocks[0].ends_at.us, moment("2026-09-16T22:00:00Z").us);
    assert_int_equal(at.c.actions[1].at.us, moment("2026-09-04T08:00:00Z").us);
    assert_int_equal(at.c.actions[1].happened_at.us, moment("2026-09-02T10:00:00Z").us);
    assert_str_is(at.c.actions[1].late_why, "The line was cut");
}

static void what_the_law_did_meanwhile_gives_way(void **state)
{
    struct st_id id = lent();
    struct st_act a = {.case_id = id, .action = "take_back", .happened_at = moment("2026-09-10T10:00:00Z"),
                       .late_why = ST_S("Written on paper while the system was down")};

    (void)state;
    move_to("2026-09-20T08:00:00Z");
    assert_int_equal(tick(), 1);
    assert_str_is(look(id)->file.state, "overdue");
    assert_int_equal(act(&ada, &a), ST_OK);
    assert_str_is(look(id)->file.state, "back");
    assert_int_equal(at.c.file.closed_at.us, moment("2026-09-10T10:00:00Z").us);
    assert_int_equal(st_case_standing(&at.c, 2), ST_UNDONE); /* the law's step stays visible */
    assert_str_is(at.c.actions[3].action, "set_aside");
    assert_int_equal(at.c.clocks[0].state, clock_state_stopped);
    assert_int_equal(at.c.clocks[0].stopped_at.us, moment("2026-09-10T10:00:00Z").us);
}

static void a_late_entry_that_stops_nothing_leaves_the_law_its_turn(void **state)
{
    struct st_id id = lent();

    (void)state;
    move_to("2026-09-20T08:00:00Z");
    assert_int_equal(tick(), 1);
    assert_int_equal(inspect_it(&medic, id, ST_YES, (struct st_act){.happened_at = moment("2026-09-10T10:00:00Z"),
                                                                    .late_why = ST_S("Paper")}), ST_OK);
    assert_int_equal(tick(), 1);
    assert_str_is(look(id)->file.state, "overdue");
}

static void a_late_entry_does_not_pass_over_an_officers_step(void **state)
{
    struct st_id id = ask_for_it();
    struct st_act a = {.case_id = id, .action = "decline", .reason = ST_S("Rare"), .late_why = ST_S("Paper"),
                       .happened_at = moment("2026-09-01T09:00:00Z")};

    (void)state;
    move_to("2026-09-02T08:00:00Z");
    assert_int_equal(step(&ada, id, "lend"), ST_OK);
    move_to("2026-09-03T08:00:00Z");
    assert_int_equal(act(&ada, &a), ST_E_STATE);
    assert_fault("happened_at", "Another step was taken after that moment: {0}.");
    assert_int_equal(inspect_it(&medic, id, ST_NO, (struct st_act){.happened_at = moment("2026-09-01T09:00:00Z"),
                                                                   .late_why = ST_S("Paper")}), ST_OK);
}

/* ---- Corrections and taking back ---- */

static int form_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct st_id *id = arg;
    int rc = st_case_get(&at.c, tx, *id, false, err);
    const struct loan_inspected *form = rc == ST_OK ? st_case_form(&at.c, "inspect", err) : NULL;

    if (form != NULL)
        at.err.line = form->damaged; /* borrowed to carry it out */
    return rc;
}

static int damaged(struct st_id id)
{
    assert_int_equal(read_as(&ada, form_command, &id), ST_OK);
    return at.err.line;
}

static void a_correction_replaces_and_the_old_stays_visible(void **state)
{
    struct st_id id = lent(), first;

    (void)state;
    assert_int_equal(inspect_it(&medic, id, ST_YES, (struct st_act){0}), ST_OK);
    first = look(id)->action_ids[2];
    move_to("2026-09-02T08:00:00Z");
    assert_int_equal(inspect_it(&medic, id, ST_NO, (struct st_act){.corrects = first}), ST_E_INVALID);
    assert_fault("reason", "A reason is missing.");
    assert_int_equal(inspect_it(&ada, id, ST_NO, (struct st_act){.corrects = first, .reason = ST_S("Other book")}),
                     ST_E_FORBIDDEN);
    assert_int_equal(inspect_it(&medic, id, ST_NO, (struct st_act){.corrects = first, .reason = ST_S("Other book")}),
                     ST_OK);
    assert_int_equal(damaged(id), ST_NO);
    (void)look(id);
    assert_int_equal(st_case_standing(&at.c, 2), ST_CORRECTED);
    assert_int_equal(st_case_standing(&at.c, 3), ST_STANDS);
    assert_int_equal(at.c.actions[3].happened_at.us, moment("2026-09-01T08:00:00Z").us);
    assert_str_is(at.c.actions[3].reason, "Other book");
    assert_int_equal(inspect_it(&medic, id, ST_NO, (struct st_act){.corrects = first, .reason = ST_S("Again")}),
                     ST_E_CONFLICT);
    assert_int_equal(entries(id, ST_ENTRY_CHANGE, "lending.inspect.correct"), 1);
}

static int undo_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    return st_case_undo(NULL, tx, *(struct st_id *)arg, 0, ST_S("Wrong button"), err);
}

static void the_newest_entry_is_taken_back_for_a_while(void **state)
{
    struct st_id id = lent();

    (void)state;
    assert_int_equal(write_as(&bo, undo_command, &id), ST_E_FORBIDDEN);
    assert_int_equal(write_as(&ada, undo_command, &id), ST_OK);
    assert_str_is(look(id)->file.state, "asked");
    assert_int_equal(at.c.clocks_n, 0); /* what it started is gone */
    assert_int_equal(st_case_standing(&at.c, 1), ST_UNDONE);
    assert_int_equal(write_as(&ada, undo_command, &id), ST_E_STATE); /* opening is not taken back */
    assert_int_equal(step(&ada, id, "lend"), ST_OK);
    assert_int_equal(look(id)->clocks_n, 1);
    assert_int_equal(step(&ada, id, "take_back"), ST_OK);
    assert_int_equal(write_as(&chief, undo_command, &id), ST_OK); /* a supervisor may */
    assert_str_is(look(id)->file.state, "lent");
    assert_false(st_instant_known(at.c.file.closed_at));
    assert_int_equal(at.c.clocks[0].state, clock_state_running);
    move_to("2026-09-01T08:16:00Z");
    assert_int_equal(write_as(&ada, undo_command, &id), ST_E_STATE);
    assert_fault("", "Only the first {0} minutes allow it to be taken back.");
}

static void a_correction_that_is_taken_back_lets_the_old_stand(void **state)
{
    struct st_id id = lent();

    (void)state;
    assert_int_equal(inspect_it(&medic, id, ST_YES, (struct st_act){0}), ST_OK);
    (void)look(id);
    assert_int_equal(inspect_it(&medic, id, ST_NO, (struct st_act){.corrects = at.c.action_ids[2], .reason = ST_S("Oh")}),
                     ST_OK);
    assert_int_equal(write_as(&medic, undo_command, &id), ST_OK);
    assert_int_equal(damaged(id), ST_YES);
    assert_str_is(look(id)->file.state, "lent");
}

/* ---- Two people, one case ---- */

static void two_people_work_side_by_side(void **state)
{
    struct st_id id = lent();
    int64_t seen = look(id)->version;

    (void)state;
    assert_int_equal(act(&ada, &(struct st_act){.case_id = id, .action = "close_up", .reason = ST_S("Inventory")}), ST_OK);
    assert_int_equal(inspect_it(&medic, id, ST_NO, (struct st_act){.version = seen}), ST_OK); /* nothing moved for her */
    assert_int_equal(inspect_it(&medic, id, ST_YES, (struct st_act){.version = seen}), ST_E_CONFLICT);
    assert_fault("version", "Somebody else acted in this case since you opened the page.");
    assert_int_equal(act(&bo, &(struct st_act){.case_id = id, .action = "take_back", .version = seen}), ST_E_CONFLICT);
    seen = look(id)->version;
    assert_int_equal(act(&bo, &(struct st_act){.case_id = id, .action = "take_back", .version = seen}), ST_OK);
}

struct hands {
    struct st_id ids[2], to;
    size_t n;
    struct st_handover *told;
};

static int take_over_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    return st_case_take_over(tx, ((struct hands *)arg)->ids[0], ST_S("Night shift"), err);
}

static int hand_over_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct hands *h = arg;
    return st_case_hand_over(tx, h->ids, 2, h->to, ST_S("End of shift"), err);
}

static int told_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct hands *h = arg;
    return st_work_handovers(&h->told, &h->n, tx, moment("2026-09-01T00:00:00Z"), err);
}

static void a_case_goes_from_hand_to_hand_with_notice(void **state)
{
    struct hands h = {.ids = {ask_for_it(), ask_for_it()}, .to = bo.officer};

    (void)state;
    assert_int_equal(write_as(&nobody, take_over_command, &h), ST_E_FORBIDDEN);
    assert_int_equal(write_as(&bo, take_over_command, &h), ST_OK);
    assert_true(st_id_eq(look(h.ids[0])->file.holder, bo.officer));
    assert_int_equal(read_as(&ada, told_command, &h), ST_OK);
    assert_int_equal(h.n, 1);
    assert_true(st_id_eq(h.told[0].by, bo.officer));
    assert_str_is(h.told[0].reason, "Night shift");
    assert_int_equal(write_as(&bo, take_over_command, &h), ST_E_STATE);
    h.to = ada.officer;
    assert_int_equal(write_as(&bo, hand_over_command, &h), ST_E_FORBIDDEN); /* the second is not hers: none is given */
    assert_true(st_id_eq(look(h.ids[0])->file.holder, bo.officer));
    assert_int_equal(write_as(&chief, hand_over_command, &h), ST_OK);
    assert_true(st_id_eq(look(h.ids[1])->file.holder, ada.officer));
    assert_int_equal(read_as(&ada, told_command, &h), ST_OK);
    assert_int_equal(h.n, 3);
    assert_int_equal(step(&ada, h.ids[0], "lend"), ST_OK); /* whoever holds it, who has the role acts */
}

/* ---- Reading ---- */

struct reading {
    struct st_id id;
    size_t i;
    bool masked_off;
    void *form;
    const struct st_shape *shape;
};

static int read_form_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct reading *r = arg;
    int rc = r->masked_off ? st_case_unmask(&at.c, tx, r->id, ST_S("Complaint 12"), err)
                           : st_case_get(&at.c, tx, r->id, true, err);
    return rc == ST_OK ? st_case_read_form(&r->form, &r->shape, &at.c, r->i, err) : rc;
}

static void each_reader_sees_what_the_chart_names(void **state)
{
    struct reading r = {.id = lent(), .i = 2};

    (void)state;
    assert_int_equal(inspect_it(&medic, r.id, ST_YES, (struct st_act){0}), ST_OK);
    assert_int_equal(read_as(&ada, read_form_command, &r), ST_OK);
    assert_ptr_equal(r.shape, &loan_inspected_shape);
    assert_int_equal(((struct loan_inspected *)r.form)->damaged, ST_YES);
    assert_null(((struct loan_inspected *)r.form)->note.p); /* sensitive */
    assert_int_equal(read_as(&medic, read_form_command, &r), ST_OK);
    assert_str_is(((struct loan_inspected *)r.form)->note, "Water on page 12");
    assert_int_equal(entries(r.id, ST_ENTRY_READ, "case.read_form"), 1);
    r.i = 0;
    assert_int_equal(read_as(&medic, read_form_command, &r), ST_E_FORBIDDEN);
    assert_fault("Purpose", "You may not open: {0}. It takes the role {1} and the purpose {2}.");
    assert_int_equal(look_as(&nobody, r.id), ST_E_FORBIDDEN);
    assert_fault("Purpose", "Your role does not open cases of this procedure for this purpose.");
    assert_int_equal(entries(r.id, ST_ENTRY_REFUSAL, NULL), 2);
}

static void the_monitor_reads_behind_a_mask_that_a_reason_lifts(void **state)
{
    struct reading r = {.id = lent()};

    (void)state;
    assert_int_equal(read_as(&monitor, read_form_command, &r), ST_OK);
    assert_true(at.c.masked);
    assert_false(st_id_known(at.c.file.person));
    assert_false(st_id_known(at.c.actions[0].officer));
    assert_null(((struct loan_asked *)r.form)->title.p);
    assert_int_equal(((struct loan_asked *)r.form)->member, ST_YES);
    r.masked_off = true;
    assert_int_equal(read_as(&monitor, read_form_command, &r), ST_OK);
    assert_true(st_id_eq(at.c.file.person, at.person));
    assert_str_is(((struct loan_asked *)r.form)->title, "The Leopard");
    assert_int_equal(entries(r.id, ST_ENTRY_READ, "case.unmask"), 1);
}

/* ---- Lists ---- */

struct listing {
    struct st_case_filter filter;
    struct st_work_filter work;
    struct st_case_row *rows;
    struct st_work_row *clocks;
    size_t n, clocks_n;
};

static int list_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct listing *l = arg;
    int rc = st_case_list(&l->rows, &l->n, tx, &l->filter, err);
    return rc == ST_OK ? st_work_list(&l->clocks, &l->clocks_n, tx, &l->work, err) : rc;
}

static void cases_are_listed_in_pages(void **state)
{
    struct st_id ids[3] = {ask_for_it(), ask_for_it(), lent()};
    struct listing l = {.filter = {.person = at.person, .limit = 2}, .work = {.limit = 10}};

    (void)state;
    assert_int_equal(read_as(&ada, list_command, &l), ST_OK);
    assert_int_equal(l.n, 2);
    l.filter.before = l.rows[1].id;
    assert_int_equal(read_as(&ada, list_command, &l), ST_OK);
    assert_int_equal(l.n, 1);
    l.filter = (struct st_case_filter){.state = ST_S("asked"), .holder = ada.officer, .open_only = true, .limit = 9};
    assert_int_equal(read_as(&ada, list_command, &l), ST_OK);
    assert_int_equal(l.n, 2);
    l.filter = (struct st_case_filter){.person = at.other_person, .limit = 9};
    assert_int_equal(read_as(&ada, list_command, &l), ST_OK);
    assert_int_equal(l.n, 0);
    l.filter = (struct st_case_filter){.limit = 9};
    assert_int_equal(read_as(&nobody, list_command, &l), ST_OK);
    assert_int_equal(l.n + l.clocks_n, 0);
    assert_int_equal(read_as(&monitor, list_command, &l), ST_OK);
    assert_int_equal(l.n, 3);
    assert_false(st_id_known(l.rows[0].file.person));
    assert_true(st_id_eq(l.clocks[0].case_id, ids[2]));
    assert_false(st_id_known(l.clocks[0].person));
}

static struct st_id ask_at(const char *when, struct st_str place)
{
    struct loan_asked form = asked(ST_YES);
    struct st_act a = asking(&form);

    move_to(when);
    a.place = place;
    assert_int_equal(act(&ada, &a), ST_OK);
    return a.case_id;
}

static int places_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct st_str *places;
    return st_case_places(&places, arg, tx, err);
}

static void cases_are_found_by_place_and_time(void **state)
{
    struct st_id quay = ask_at("2026-09-03T10:00:00.0001Z", ST_S("Quay")),
                 later = ask_at("2026-09-04T10:00:00Z", ST_S("Quay")), gate = ask_at("2026-09-04T11:00:00Z", ST_S("Gate"));
    struct listing l = {.filter = {.place = ST_S("Quay"), .limit = 9}, .work = {.limit = 1}};
    size_t places = 0;

    (void)state;
    assert_int_equal(read_as(&monitor, list_command, &l), ST_OK);
    assert_int_equal(l.n, 2);
    assert_true(st_id_eq(l.rows[0].id, later) && st_id_eq(l.rows[1].id, quay));
    l.filter.opened_until = moment("2026-09-04T10:00:00Z"); /* not in it */
    assert_int_equal(read_as(&monitor, list_command, &l), ST_OK);
    assert_int_equal(l.n, 1);
    assert_true(st_id_eq(l.rows[0].id, quay));
    l.filter.opened_from = moment("2026-09-03T10:00:00.0002Z"); /* within the millisecond of the key */
    assert_int_equal(read_as(&monitor, list_command, &l), ST_OK);
    assert_int_equal(l.n, 0);
    l.filter = (struct st_case_filter){.opened_from = moment("2026-09-04T10:00:00Z"), .limit = 1};
    assert_int_equal(read_as(&monitor, list_command, &l), ST_OK);
    assert_int_equal(l.n, 1);
    assert_true(st_id_eq(l.rows[0].id, gate));
    l.filter.before = l.rows[0].id;
    assert_int_equal(read_as(&monitor, list_command, &l), ST_OK);
    assert_int_equal(l.n, 1);
    assert_true(st_id_eq(l.rows[0].id, later));
    assert_int_equal(read_as(&ada, places_command, &places), ST_E_FORBIDDEN);
    assert_int_equal(read_as(&monitor, places_command, &places), ST_OK);
    assert_true(places >= 2);
}

static void my_work_begins_with_what_is_most_urgent(void **state)
{
    struct st_id late = lent(), soon, still;
    struct listing l = {.work = {.limit = 10}};

    (void)state;
    move_to("2026-09-05T08:00:00Z");
    soon = lent();
    still = lent();
    assert_int_equal(act(&ada, &(struct st_act){.case_id = still, .action = "close_up", .reason = ST_S("Flood")}), ST_OK);
    move_to("2026-09-17T08:00:00Z");
    assert_int_equal(tick(), 1);
    assert_int_equal(read_as(&ada, list_command, &l), ST_OK);
    assert_int_equal(l.clocks_n, 3);
    assert_true(st_id_eq(l.clocks[0].case_id, late) && l.clocks[0].clock_state == clock_state_expired);
    assert_true(st_id_eq(l.clocks[1].case_id, soon) && l.clocks[1].clock_state == clock_state_running);
    assert_true(st_id_eq(l.clocks[2].case_id, still) && l.clocks[2].clock_state == clock_state_suspended);
    assert_str_is(l.clocks[0].citation, "Library Act Art 2");
    l.work = (struct st_work_filter){.skip = 1, .limit = 1};
    assert_int_equal(read_as(&ada, list_command, &l), ST_OK);
    assert_int_equal(l.clocks_n, 1);
    assert_true(st_id_eq(l.clocks[0].case_id, soon));
    l.work = (struct st_work_filter){.holder = bo.officer, .limit = 10};
    assert_int_equal(read_as(&ada, list_command, &l), ST_OK);
    assert_int_equal(l.clocks_n, 0);
}

/* ---- Drafts ---- */

struct draft {
    struct st_act act;
    struct st_id id; /* of the draft looked for or discarded; unknown: the first one seen */
    struct st_draft *seen, found;
    size_t n;
};

static int keep_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    return st_case_draft_keep(tx, &((struct draft *)arg)->act, err);
}

static int drafts_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct draft *d = arg;
    struct st_case c;
    int rc = st_case_get(&c, tx, d->act.case_id, false, err);

    if (rc == ST_OK)
        rc = st_case_drafts(&d->seen, &d->n, &c, err);
    if (rc == ST_OK && (d->n > 0 || st_id_known(d->id)))
        rc = st_case_draft_get(&d->found, &c, st_id_known(d->id) ? d->id : d->seen[0].id, err);
    return rc;
}

static int own_drafts_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct draft *d = arg;
    return st_work_drafts(&d->seen, &d->n, tx, err);
}

static int discard_command(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct draft *d = arg;
    return st_case_draft_discard(tx, d->act.case_id, d->id, err);
}

static void a_draft_is_kept_until_the_step_is_taken(void **state)
{
    struct draft d = {.act = {.case_id = ask_for_it(), .action = "decline", .reason = ST_S("Rar"),
                              .happened_at = moment("2026-09-01T08:00:00Z"), .late_why = ST_S("Dark")}};

    (void)state;
    assert_int_equal(write_as(&ada, keep_command, &d), ST_OK);
    d.act.reason = ST_S("Rare");
    assert_int_equal(write_as(&ada, keep_command, &d), ST_OK);
    assert_int_equal(read_as(&ada, drafts_command, &d), ST_OK);
    assert_int_equal(d.n, 1);
    assert_str_is(d.found.reason, "Rare");
    assert_str_is(d.found.late_why, "Dark");
    assert_int_equal(d.found.happened_at.us, moment("2026-09-01T08:00:00Z").us);
    assert_true(st_id_eq(d.found.owner, ada.officer));
    assert_int_equal(read_as(&ada, own_drafts_command, &d), ST_OK);
    assert_int_equal(d.n, 1);
    assert_int_equal(strcmp(d.seen[0].step->action, "decline"), 0);
    assert_int_equal(act(&ada, &(struct st_act){.case_id = d.act.case_id, .action = "decline", .reason = ST_S("Rare")}),
                     ST_OK);
    assert_int_equal(read_as(&ada, drafts_command, &d), ST_OK);
    assert_int_equal(d.n, 0);
    d.act.reason = ST_S("Again");
    assert_int_equal(write_as(&ada, keep_command, &d), ST_E_STATE); /* the case is closed */
}

static void only_who_may_take_the_step_sees_its_draft(void **state)
{
    struct loan_inspected form = {.note = ST_S("Torn by its reader")};
    struct draft d = {.act = {.case_id = ask_for_it(), .action = "inspect", .form = &form}};

    (void)state;
    assert_int_equal(write_as(&ada, keep_command, &d), ST_E_FORBIDDEN);
    assert_int_equal(write_as(&medic, keep_command, &d), ST_OK);
    assert_int_equal(read_as(&medic, drafts_command, &d), ST_OK);
    assert_int_equal(d.n, 1);
    assert_str_is(((const struct loan_inspected *)d.found.form)->note, "Torn by its reader");
    d.id = d.seen[0].id;
    assert_int_equal(read_as(&ada, drafts_command, &d), ST_E_NOTFOUND); /* not even that it is there */
    assert_int_equal(d.n, 0);
    assert_int_equal(read_as(&monitor, drafts_command, &d), ST_E_NOTFOUND);
    assert_int_equal(d.n, 0);
    assert_int_equal(write_as(&ada, discard_command, &d), ST_E_NOTFOUND);
    assert_int_equal(write_as(&medic, discard_command, &d), ST_OK);
    assert_int_equal(read_as(&medic, drafts_command, &d), ST_E_NOTFOUND);
}

static void the_next_shift_goes_on_with_a_draft(void **state)
{
    struct draft d = {.act = {.case_id = ask_for_it(), .action = "decline", .reason = ST_S("Rare")}}, kept;
    struct hands h = {.ids = {d.act.case_id, d.act.case_id}, .to = bo.officer};

    (void)state;
    assert_int_equal(write_as(&ada, keep_command, &d), ST_OK);
    assert_int_equal(write_as(&chief, hand_over_command, &h), ST_OK);
    assert_int_equal(read_as(&bo, told_command, &h), ST_OK);
    assert_int_equal(h.told[0].drafts_n, 1);
    assert_true(st_id_eq(h.told[0].drafts[0].owner, ada.officer));
    assert_int_equal(read_as(&bo, drafts_command, &d), ST_OK);
    assert_str_is(d.found.reason, "Rare");
    assert_int_equal(entries(d.act.case_id, ST_ENTRY_READ, "case.read_draft"), 1); /* a colleague's is a reading */
    d.id = d.seen[0].id;
    assert_int_equal(write_as(&bo, discard_command, &d), ST_E_FORBIDDEN);
    kept = d;
    kept.act.draft = d.id;
    kept.act.reason = ST_S("Rare, and bound in silver");
    assert_int_equal(write_as(&bo, keep_command, &kept), ST_OK); /* now it is bo's */
    d.id = (struct st_id){{0}};
    assert_int_equal(read_as(&ada, drafts_command, &d), ST_OK);
    assert_int_equal(d.n, 1);
    assert_true(st_id_eq(d.seen[0].owner, bo.officer));
    d.act.draft = d.seen[0].id;
    assert_int_equal(act(&ada, &d.act), ST_OK);
    assert_int_equal(read_as(&bo, own_drafts_command, &d), ST_OK);
    assert_int_equal(d.n, 0);
}

/* ---- Charts ---- */

static void a_case_keeps_the_chart_it_began_under(void **state)
{
    struct st_id old = ask_for_it(), young;
    struct loan_asked form = asked(ST_YES);
    struct st_act a = asking(&form);

    (void)state;
    st_procedures_register(both_charts);
    a.procedure = st_procedure_find(ST_S("lending"));
    assert_int_equal(a.procedure->version, 2);
    assert_int_equal(act(&ada, &a), ST_OK);
    young = a.case_id;
    a = (struct st_act){.case_id = young, .action = "decline", .reason = ST_S("Rare")};
    assert_int_equal(act(&ada, &a), ST_E_STATE);
    a.case_id = old;
    assert_int_equal(act(&ada, &a), ST_OK);
}

static void a_case_that_follows_keeps_the_number(void **state)
{
    struct st_id first = ask_for_it();
    struct loan_asked form = asked(ST_YES);
    struct st_act a = asking(&form);
    struct st_str number = look(first)->file.number;

    (void)state;
    a.follows = first;
    assert_int_equal(act(&ada, &a), ST_OK);
    assert_true(st_str_eq(look(a.case_id)->file.number, number));
    assert_true(st_id_eq(at.c.file.follows, first));
}

static void a_chart_draws_itself(void **state)
{
    struct st_buf out = ST_BUF_INIT(1 << 20);

    (void)state;
    st_procedure_chart(&out, &lending_procedure, NULL);
    st_buf_char(&out, 0);
    assert_non_null(strstr(out.p, "# Lending"));
    assert_non_null(strstr(out.p, "[Lent]\n   │ Extend\n"));
    assert_non_null(strstr(out.p, "   ┊ Overdue (by operation of law) ──► Overdue\n"));
    assert_non_null(strstr(out.p, "| Back by | The loan is overdue. | fall_due |"));
    st_buf_deinit(&out);
}

#define STORED(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
static int group(void)
{
    const struct CMUnitTest tests[] = {
        STORED(a_case_runs_to_its_end),
        STORED(the_guard_hands_the_reasons_of_its_rule_on),
        STORED(role_and_purpose_decide_who_acts),
        STORED(the_offers_say_what_is_open_and_why_the_rest_is_not),
        STORED(an_element_is_done_by_its_action),
        STORED(a_clock_that_runs_out_lets_the_law_act),
        STORED(a_clock_stands_still_and_is_extended),
        STORED(a_late_entry_counts_from_when_it_was_done),
        STORED(what_the_law_did_meanwhile_gives_way),
        STORED(a_late_entry_that_stops_nothing_leaves_the_law_its_turn),
        STORED(a_late_entry_does_not_pass_over_an_officers_step),
        STORED(a_correction_replaces_and_the_old_stays_visible),
        STORED(the_newest_entry_is_taken_back_for_a_while),
        STORED(a_correction_that_is_taken_back_lets_the_old_stand),
        STORED(two_people_work_side_by_side),
        STORED(a_case_goes_from_hand_to_hand_with_notice),
        STORED(each_reader_sees_what_the_chart_names),
        STORED(the_monitor_reads_behind_a_mask_that_a_reason_lifts),
        STORED(cases_are_listed_in_pages),
        STORED(cases_are_found_by_place_and_time),
        STORED(my_work_begins_with_what_is_most_urgent),
        STORED(a_draft_is_kept_until_the_step_is_taken),
        STORED(only_who_may_take_the_step_sees_its_draft),
        STORED(the_next_shift_goes_on_with_a_draft),
        STORED(a_case_keeps_the_chart_it_began_under),
        STORED(a_case_that_follows_keeps_the_number),
        cmocka_unit_test(a_chart_draws_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

int main(void) { return place_run(group); }
