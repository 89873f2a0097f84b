/* Taking a step in a case: all or nothing. */
#include "cases/case.h"
#include "store/journal.h"

static int open_case(struct st_case *c, struct st_tx *tx, const struct st_act *act, struct st_error *err)
{
    struct st_local local;
    char number[ST_NUMBER_TEXT];

    *c = (struct st_case){.tx = tx, .procedure = act->procedure, .id = st_id_new(tx->now), .new_case = true};
    if (!st_zone_local(&local, tx->now, "UTC"))
        return ST_E_BUG;
    (void)st_number_new(number, st_str_z(tx->arena, act->member_state), local.date.year);
    c->file = (struct case_file){
        .number = st_str_dup(tx->arena, st_str_of(number)),
        .procedure = st_str_of(act->procedure->name),
        .chart_version = {act->procedure->version, true},
        .state = ST_S(""),
        .member_state = act->member_state,
        .place = act->place,
        .person = act->person,
        .arrival = act->arrival,
        .holder = tx->actor->officer,
        .held_since = tx->now,
        .opened_at = tx->now,
    };
    if (!st_id_known(act->person))
        return st_fail(err, ST_E_INVALID, "person", ST_MSG("A case needs a person."), "", "Register the person first.");
    return ST_OK;
}

static const struct st_step *find_step(struct st_case *c, const struct st_act *act, struct st_error *err)
{
    const char *from = c->new_case ? NULL : st_str_z(c->tx->arena, c->file.state);
    const struct st_step *step = st_step_find(c->procedure, from, st_str_of(act->action));

    if (step != NULL && st_instant_known(c->file.closed_at) && step->from != NULL && strcmp(step->from, "*") == 0)
        step = NULL; /* a closed case takes only the steps that its end state names */
    if (step == NULL)
        (void)st_fail(err, ST_E_STATE, "action",
                      ST_MSG("This is not foreseen while the case is: {0}.",
                             st_value_key(c->new_case ? "not opened" : st_state_label(c->procedure, c->file.state))),
                      c->procedure->act, "Look at what the case allows now.");
    return step;
}

static int check_request(struct st_case *c, const struct st_step *step, const struct st_act *act,
                         struct st_error *err)
{
    int rc;

    if (!c->new_case && act->version != 0 && act->version != c->version)
        return st_fail(err, ST_E_CONFLICT, "version",
                       ST_MSG("Somebody else acted in this case since you opened the page."), "",
                       "Look at the new state, then decide again. What you typed is kept.");
    if (step->form != NULL && act->form == NULL)
        return st_fail(err, ST_E_INVALID, "", ST_MSG("This step needs its form."), step->citation, "Fill in the form.");
    if ((step->flags & ST_STEP_REASON) && st_str_trim(act->reason).n == 0)
        return st_fail(err, ST_E_INVALID, "reason", ST_MSG("A reason is missing."), step->citation,
                       "Say in your own words why.");
    rc = step->form ? st_shape_check(step->form, act->form, NULL, 0, c->tx->now, c->tx->arena, "", err) : ST_OK;
    return rc != ST_OK ? rc : st_case__may(c, step, act->form, err);
}

static int store_action(struct st_case *c, const struct st_step *step, const struct st_act *act, struct st_error *err)
{
    struct case_action a = {
        .case_id = c->id,
        .position = {(int64_t)c->actions_n + 1, true},
        .action = st_str_of(step->action),
        .officer = c->tx->actor->officer,
        .role = c->tx->actor->role,
        .by_law = st_tri_of(step->who == ST_THE_LAW),
        .at = c->tx->now,
        .from_state = c->file.state,
        .to_state = step->to ? st_str_of(step->to) : c->file.state,
        .reason = act->reason,
    };
    int rc = ST_OK;

    if (step->form != NULL) {
        a.form = st_id_new(c->tx->now);
        rc = st_record_insert(c->tx, step->form, a.form, act->form, err);
    }
    if (rc == ST_OK)
        rc = st_record_insert(c->tx, &case_action_shape, st_id_new(c->tx->now), &a, err);
    if (rc != ST_OK)
        return rc;
    struct case_action *longer = ST_NEW_N(c->tx->arena, struct case_action, c->actions_n + 1);
    if (c->actions_n)
        memcpy(longer, c->actions, c->actions_n * sizeof(a));
    longer[c->actions_n++] = a;
    c->actions = longer;
    c->file.state = a.to_state;
    if (step->flags & ST_STEP_CLOSES)
        c->file.closed_at = c->tx->now;
    return ST_OK;
}

static int store_case(struct st_case *c, struct st_error *err)
{
    if (c->new_case) {
        c->new_case = false;
        c->version = 1;
        return st_record_insert(c->tx, &case_file_shape, c->id, &c->file, err);
    }
    return st_record_update(c->tx, &case_file_shape, c->id, c->version, &c->file, &c->version, err);
}

static int journal_action(struct st_case *c, const struct st_step *step, const struct st_act *act,
                          struct st_error *err)
{
    struct st_buf text = ST_BUF_INIT(1 << 20);
    struct st_json w = ST_JSON_INIT(&text);
    struct st_entry entry = {
        .kind = step->who == ST_THE_LAW ? ST_ENTRY_BY_LAW : ST_ENTRY_CHANGE,
        .action = st_strf(c->tx->arena, "%s.%s", c->procedure->name, step->action).p,
        .register_name = "",
        .person = c->file.person,
        .case_id = c->id,
        .citation = step->citation,
        .n = 1,
    };

    st_json_object(&w);
    if (step->form != NULL) {
        st_json_key(&w, "form");
        st_shape_write(&w, step->form, act->form, ST_ALL_FIELDS);
    }
    if (act->reason.n) {
        st_json_key(&w, "reason");
        st_json_str(&w, act->reason);
    }
    st_json_object_end(&w);
    entry.envelopes[0] = (struct st_envelope){c->file.person, st_buf_dup(c->tx->arena, &text)};
    st_buf_deinit(&text);
    return st_journal_add(c->tx, &entry, err);
}

int st_case_act(struct st_case *out, struct st_tx *tx, const struct st_act *act, struct st_error *err)
{
    struct st_case local, *c = out ? out : &local;
    const struct st_step *step;
    int rc = st_id_known(act->case_id) ? st_case__load(c, tx, act->case_id, err) : open_case(c, tx, act, err);

    if (rc != ST_OK)
        return rc;
    step = find_step(c, act, err);
    if (step == NULL)
        return ST_E_STATE;
    rc = check_request(c, step, act, err);
    if (rc == ST_OK)
        rc = store_action(c, step, act, err);
    if (rc == ST_OK)
        rc = store_case(c, err);
    if (rc == ST_OK)
        rc = st_case__clocks(c, step, act->reason, err);
    if (rc == ST_OK && step->apply != NULL)
        rc = step->apply(c, act->form, err);
    return rc != ST_OK ? rc : journal_action(c, step, act, err);
}

int st_case_take_over(struct st_tx *tx, struct st_id id, struct st_str reason, struct st_error *err)
{
    struct st_case c;
    struct st_entry entry = {.kind = ST_ENTRY_CHANGE, .action = "case.take_over", .register_name = "", .citation = ""};
    int rc = st_case_get(&c, tx, id, false, err);

    if (rc != ST_OK)
        return rc;
    struct case_action a = {
        .case_id = id,
        .position = {(int64_t)c.actions_n + 1, true},
        .action = ST_S("take_over"),
        .officer = tx->actor->officer,
        .role = tx->actor->role,
        .by_law = ST_NO,
        .at = tx->now,
        .from_state = c.file.state,
        .to_state = c.file.state,
        .reason = reason,
    };
    c.file.holder = tx->actor->officer;
    c.file.held_since = tx->now;
    entry.case_id = id;
    entry.person = c.file.person;
    rc = st_record_insert(tx, &case_action_shape, st_id_new(tx->now), &a, err);
    if (rc == ST_OK)
        rc = st_record_update(tx, &case_file_shape, id, c.version, &c.file, NULL, err);
    return rc != ST_OK ? rc : st_journal_add(tx, &entry, err);
}
