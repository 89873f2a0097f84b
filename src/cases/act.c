/* Taking a step in a case: all or nothing. Also late, as a correction, and taken back. */
#include "cases/case.h"
#include "registers/representation.h"
#include "store/journal.h"

enum { PAYLOAD_MAX = 1 << 20 };

/* ---- Opening ---- */

static int number_of(struct st_case *c, const struct st_act *act, struct st_error *err)
{
    struct case_file before = {0};
    struct st_local local;
    char number[ST_NUMBER_TEXT];
    int rc;

    if (st_id_known(act->follows)) {
        rc = st_record_get(&before, NULL, c->tx, &case_file_shape, act->follows, err);
        c->file.number = before.number;
        return rc;
    }
    if (!st_zone_local(&local, c->tx->now, "UTC"))
        return ST_E_BUG;
    (void)st_number_new(number, st_str_z(c->tx->arena, act->member_state), local.date.year);
    c->file.number = st_str_dup(c->tx->arena, st_str_of(number));
    return ST_OK;
}

static int open_case(struct st_case *c, struct st_tx *tx, const struct st_act *act, struct st_error *err)
{
    *c = (struct st_case){.tx = tx, .procedure = act->procedure, .id = st_id_new(tx->now),
                           .subject = act->person, .in_care = st_in_care(tx, act->person), .new_case = true};
    c->file = (struct case_file){
        .procedure = st_str_of(act->procedure->name),
        .chart_version = {act->procedure->version, true},
        .member_state = act->member_state,
        .place = act->place,
        .person = act->person,
        .arrival = act->arrival,
        .follows = act->follows,
        .holder = tx->actor->officer,
        .held_since = tx->now,
        .opened_at = tx->now,
    };
    if (!st_id_known(act->person) && !act->procedure->without_person)
        return st_fail(err, ST_E_INVALID, "person", ST_MSG("A case needs a person."), "", "Register the person first.");
    return number_of(c, act, err);
}

/* ---- When it was done, and in which state the case was then ---- */

static struct st_str state_at(const struct st_case *c, struct st_instant t)
{
    const struct case_action *last = NULL, *first = NULL;

    for (size_t i = 0; i < c->actions_n; i++) {
        const struct case_action *a = &c->actions[i];
        if (!st_case__moves(c, i) || st_case_standing(c, i) != ST_STANDS)
            continue;
        if (first == NULL || st_case__after(first, a))
            first = a;
        if (a->happened_at.us <= t.us && (last == NULL || st_case__after(a, last)))
            last = a;
    }
    return last ? last->to_state : first ? first->to_state : c->file.state;
}

static int check_late(struct st_case *c, const struct st_act *act, struct st_error *err)
{
    c->at = st_instant_known(act->happened_at) ? act->happened_at : c->tx->now;
    if (c->at.us > c->tx->now.us)
        return st_fail(err, ST_E_INVALID, "happened_at", ST_MSG("This lies in the future."), "",
                       "Enter when it was done.");
    if (c->at.us < c->tx->now.us && st_id_known(c->tx->actor->officer) && !st_id_known(act->corrects) &&
        st_str_trim(act->late_why).n == 0)
        return st_fail(err, ST_E_INVALID, "late_why", ST_MSG("A late entry says why it comes late."), "",
                       "Say it in a few words: the line was cut, the form was filled in on paper.");
    return ST_OK;
}

/* Takes an action's effect away: an entry that undoes it, the state before it, open again if it had closed the case. */
static int take_back(struct st_case *c, size_t i, const char *name, struct st_str why, struct st_error *err)
{
    const struct st_step *step = st_case_step(c, i);
    struct case_action a = {.action = st_str_of(name), .undoes = c->action_ids[i], .from_state = c->file.state,
                            .to_state = c->actions[i].from_state, .reason = why, .happened_at = c->tx->now};

    if (!st_case__moves(c, i) || st_id_known(c->actions[i].corrects))
        a.to_state = c->file.state;
    c->file.state = a.to_state;
    if (step != NULL && (step->flags & ST_STEP_CLOSES))
        c->file.closed_at = (struct st_instant){0};
    return st_case__add(c, &a, err);
}

/* What the law did after the moment of a late entry gives way to it: it would not have happened. */
static int law_gives_way(struct st_case *c, const struct st_act *act, struct st_error *err)
{
    int rc = ST_OK;

    for (size_t i = c->actions_n; rc == ST_OK && i-- > 0;)
        if (st_yes(c->actions[i].by_law) && st_case__moves(c, i) && st_case_standing(c, i) == ST_STANDS &&
            c->actions[i].happened_at.us > c->at.us)
            rc = take_back(c, i, "set_aside", act->late_why, err);
    return rc;
}

/* The last officer's step after that moment that moved the case; -1: none. */
static int moved_since(const struct st_case *c)
{
    for (size_t i = c->actions_n; i-- > 0;)
        if (st_case__moves(c, i) && st_case_standing(c, i) == ST_STANDS && !st_yes(c->actions[i].by_law) &&
            c->actions[i].happened_at.us > c->at.us)
            return (int)i;
    return -1;
}

static const char *label_of(const struct st_case *c, int i)
{
    const struct st_step *step = st_case_step(c, (size_t)i);
    return step ? step->label : "";
}

static int not_foreseen(const struct st_case *c, struct st_str state, struct st_error *err)
{
    return st_fail(err, ST_E_STATE, "action",
                   ST_MSG("This is not foreseen while the case is: {0}.",
                          st_value_key(c->new_case ? "not opened" : st_state_label(c->procedure, state))),
                   c->procedure->act, "Look at what the case allows now.");
}

static int find_step(const struct st_step **out, struct st_case *c, const struct st_act *act, struct st_error *err)
{
    bool by_law = !st_id_known(c->tx->actor->officer); /* it acts on what is there */
    struct st_str state = c->new_case || by_law ? c->file.state : state_at(c, c->at);
    struct st_str from = c->new_case ? (struct st_str){NULL, 0} : state;
    bool late = !c->new_case && c->at.us < c->tx->now.us && !st_str_eq(state, c->file.state);
    int rc = ST_OK;

    if (late) {
        const struct st_step *step = st_step_find(c->procedure, from, st_str_of(act->action));
        int after = moved_since(c);
        if (step == NULL)
            return not_foreseen(c, state, err);
        if (after >= 0 &&
            (step->to != NULL || (st_instant_known(c->file.closed_at) && !(step->flags & ST_STEP_ALWAYS))))
            return st_fail(err, ST_E_STATE, "happened_at",
                           ST_MSG("Another step was taken after that moment: {0}.", st_value_key(label_of(c, after))),
                           step->citation, "A correction of that step may be the way.");
        if (after < 0)
            rc = law_gives_way(c, act, err);
    }
    *out = st_case__step(c, from, st_str_of(act->action));
    if (rc == ST_OK && *out == NULL)
        rc = not_foreseen(c, state, err);
    return rc;
}

/* ---- Corrections ---- */

static int correctable(const struct st_step **out, struct st_case *c, int i, struct st_error *err)
{
    const struct case_action *a = i >= 0 && c->actions != NULL ? &c->actions[i] : NULL;
    const struct st_step *step = a != NULL ? st_case_step(c, (size_t)i) : NULL;

    *out = NULL;
    if (a == NULL || step == NULL || step->form == NULL || st_yes(a->by_law))
        return st_fail(err, ST_E_STATE, "corrects", ST_MSG("There is no form here that could be corrected."), "",
                       "Look at the timeline.");
    if (st_case_standing(c, (size_t)i) != ST_STANDS)
        return st_fail(err, ST_E_CONFLICT, "corrects", ST_MSG("This entry was corrected or taken back already."), "",
                       "Correct the newest one.");
    if ((step->flags & ST_STEP_FINAL) || (st_instant_known(c->file.closed_at) && !(step->flags & ST_STEP_ALWAYS)))
        return st_fail(err, ST_E_STATE, "corrects", ST_MSG("This has left the house and stays as it was sent."),
                       step->citation, "Tell the authority that received it.");
    *out = step;
    return ST_OK;
}

int st_case_correctable(struct st_case *c, size_t i, struct st_error *err)
{
    const struct st_step *step;
    int rc = correctable(&step, c, (int)i, err);

    if (rc != ST_OK)
        return rc;
    c->corrects = &c->actions[i];
    rc = st_case__may(c, step, NULL, false, err);
    c->corrects = NULL;
    return rc;
}

static int find_correction(const struct st_step **out, struct st_case *c, const struct st_act *act,
                           struct st_error *err)
{
    int i = st_case__find(c, act->corrects), rc = correctable(out, c, i, err);

    if (rc != ST_OK)
        return rc;
    if (*out == NULL || strcmp((*out)->action, act->action) != 0)
        return st_fail(err, ST_E_INVALID, "action", ST_MSG("A correction repeats the step that it corrects."), "",
                       "Name the same action.");
    if (st_str_trim(act->reason).n == 0)
        return st_fail(err, ST_E_INVALID, "reason", ST_MSG("A reason is missing."), "", "Say what was wrong.");
    c->corrects = &c->actions[i];
    if (!st_instant_known(act->happened_at))
        c->at = c->corrects->happened_at;
    return ST_OK;
}

/* ---- Checking ---- */

/* Did something happen since that version that this step must not pass over? */
static bool overtaken(const struct st_case *c, const struct st_step *step, const struct st_act *act)
{
    if (act->version == 0 || act->version == c->version)
        return false;
    if (act->version > c->version || step->to != NULL)
        return true;
    for (size_t i = 0; i < c->actions_n; i++)
        if (c->actions[i].position.v > act->version &&
            (st_str_is(c->actions[i].action, act->action) ||
             !st_str_eq(c->actions[i].from_state, c->actions[i].to_state)))
            return true;
    return false;
}

static int check_request(struct st_case *c, const struct st_step *step, const struct st_act *act,
                         struct st_error *err)
{
    int rc;

    ST_ASSERT(step != NULL);
    if (!c->new_case && overtaken(c, step, act))
        return st_fail(err, ST_E_CONFLICT, "version",
                       ST_MSG("Somebody else acted in this case since you opened the page."), "",
                       "Look at the new state, then decide again. What you typed is kept.");
    if (step->form != NULL && act->form == NULL)
        return st_fail(err, ST_E_INVALID, "", ST_MSG("This step needs its form."), step->citation, "Fill in the form.");
    if ((step->flags & ST_STEP_REASON) && st_str_trim(act->reason).n == 0)
        return st_fail(err, ST_E_INVALID, "reason", ST_MSG("A reason is missing."), step->citation,
                       "Say in your own words why.");
    rc = step->form ? st_shape_check(step->form, act->form, NULL, 0, c->tx->now, c->tx->arena, "", err) : ST_OK;
    return rc != ST_OK ? rc : st_case__may(c, step, act->form, true, err);
}

/* ---- Storing ---- */

static int store_case(struct st_case *c, struct st_error *err)
{
    if (c->new_case) {
        int rc = st_record_insert(c->tx, &case_file_shape, c->id, &c->file, err);
        c->new_case = false;
        c->version = 1;
        return rc == ST_OK ? st_case__needs(c, err) : rc;
    }
    return st_record_update(c->tx, &case_file_shape, c->id, c->version, &c->file, &c->version, err);
}

/* The version of a case is the number of its actions: what came after a version is what has a higher position. */
int st_case__add(struct st_case *c, struct case_action *a, struct st_error *err)
{
    struct case_action *longer = ST_NEW_N(c->tx->arena, struct case_action, c->actions_n + 1);
    struct st_id *ids = ST_NEW_N(c->tx->arena, struct st_id, c->actions_n + 1), id = st_id_new(c->tx->now);
    int rc;

    a->case_id = c->id;
    a->position = (struct st_number){(int64_t)c->actions_n + 1, true};
    a->officer = c->tx->actor->officer;
    a->role = c->tx->actor->role;
    a->at = c->tx->now;
    rc = st_record_insert(c->tx, &case_action_shape, id, a, err);
    if (rc != ST_OK)
        return rc;
    for (size_t i = 0; i < c->actions_n; i++)
        longer[i] = c->actions[i], ids[i] = c->action_ids[i];
    longer[c->actions_n] = *a;
    ids[c->actions_n++] = id;
    if (c->corrects != NULL)
        c->corrects = longer + (c->corrects - c->actions);
    c->actions = longer;
    c->action_ids = ids;
    c->forms = NULL;
    return store_case(c, err);
}

static int store_action(struct st_case *c, const struct st_step *step, const struct st_act *act, struct st_error *err)
{
    struct st_str state = c->file.state;
    struct case_action a = {
        .action = st_str_of(step->action),
        .by_law = st_tri_of(step->who == ST_THE_LAW),
        .happened_at = c->at,
        .late_why = c->at.us < c->tx->now.us && c->corrects == NULL ? act->late_why : (struct st_str){NULL, 0},
        .corrects = act->corrects,
        .from_state = c->corrects ? c->corrects->from_state : state,
        .to_state = c->corrects ? c->corrects->to_state : step->to ? st_str_of(step->to) : state,
        .reason = act->reason,
    };
    int rc = ST_OK;

    if (c->corrects == NULL)
        c->file.state = a.to_state;
    if (c->corrects == NULL && (step->flags & ST_STEP_CLOSES))
        c->file.closed_at = c->at;
    if (step->form != NULL) {
        a.form = st_id_new(c->tx->now);
        rc = st_record_insert(c->tx, step->form, a.form, act->form, err);
    }
    return rc != ST_OK ? rc : st_case__add(c, &a, err);
}

/* ---- The journal ---- */

int st_case__journal(struct st_case *c, enum st_entry_kind kind, const char *action, const char *citation,
                     struct st_str payload, struct st_error *err)
{
    struct st_entry entry = {.kind = kind, .action = action, .register_name = "", .person = c->file.person,
                             .case_id = c->id, .citation = citation};

    if (payload.n > 0) { /* under the case's own log key: what its entries say is gone with the case (SR Art 18(7)) */
        entry.n = 1;
        entry.envelopes[0] = (struct st_envelope){c->id, payload};
    }
    return st_journal_add(c->tx, &entry, err);
}

static bool has_bytes(const struct st_field *f)
{
    const struct st_field *inner = f->shape ? f->shape->fields() : NULL;

    if (f->kind == ST_KIND_BLOB)
        return true;
    for (size_t i = 0; inner != NULL && i < f->shape->n; i++)
        if (has_bytes(&inner[i]))
            return true;
    return false;
}

/* Images and prints stay out: the record keeps them, and the register's own entry says that they went there. */
uint64_t st_case__without_bytes(const struct st_shape *shape)
{
    const struct st_field *fields = shape->fields();
    uint64_t bits = 0;

    for (size_t i = 0; i < shape->n; i++)
        if (!has_bytes(&fields[i]))
            bits |= UINT64_C(1) << i;
    return bits;
}

static int journal_step(struct st_case *c, const struct st_step *step, const struct st_act *act, struct st_error *err)
{
    struct st_buf text = ST_BUF_INIT(PAYLOAD_MAX);
    struct st_json w = ST_JSON_INIT(&text);
    struct st_str payload;

    st_json_object(&w);
    if (step->form != NULL) {
        st_json_key(&w, "form");
        st_shape_write(&w, step->form, act->form, st_case__without_bytes(step->form));
    }
    if (act->reason.n) {
        st_json_key(&w, "reason");
        st_json_str(&w, act->reason);
    }
    if (c->at.us < c->tx->now.us) {
        st_json_key(&w, "happened_at");
        st_json_instant(&w, c->at);
    }
    st_json_object_end(&w);
    payload = st_buf_dup(c->tx->arena, &text);
    st_buf_deinit(&text);
    return st_case__journal(c, step->who == ST_THE_LAW ? ST_ENTRY_BY_LAW : ST_ENTRY_CHANGE,
                            st_strf(c->tx->arena, "%s.%s%s", c->procedure->name, step->action,
                                    c->corrects ? ".correct" : "").p,
                            step->citation, payload, err);
}

/* ---- The step ---- */

int st_case_act(struct st_case *out, struct st_tx *tx, const struct st_act *act, struct st_error *err)
{
    struct st_case local, *c = out ? out : &local;
    const struct st_step *step = NULL;
    int rc = st_id_known(act->case_id) ? st_case__load_for(c, tx, act->case_id, "case.act", err)
                                       : open_case(c, tx, act, err);

    if (rc == ST_OK)
        rc = check_late(c, act, err);
    if (rc == ST_OK)
        rc = st_id_known(act->corrects) ? find_correction(&step, c, act, err) : find_step(&step, c, act, err);
    if (rc == ST_OK)
        rc = check_request(c, step, act, err);
    if (rc == ST_E_FORBIDDEN && step != NULL)
        (void)st_case__journal(c, ST_ENTRY_REFUSAL, "case.act", step->citation, (struct st_str){NULL, 0}, NULL);
    if (rc == ST_OK)
        rc = store_action(c, step, act, err);
    if (rc == ST_OK)
        rc = st_case__clocks(c, err);
    if (rc == ST_OK && step->apply != NULL)
        rc = step->apply(c, act->form, err);
    if (rc == ST_OK)
        rc = st_case__retention(c, err);
    if (rc == ST_OK)
        rc = st_case__drafts_done(c, act, err);
    if (rc == ST_OK)
        rc = journal_step(c, step, act, err);
    c->corrects = NULL;
    return rc;
}

int st_case_by_law(struct st_case *out, struct st_tx *tx, const struct st_act *act, struct st_error *err)
{
    const struct st_actor *actor = tx->actor;
    struct st_actor law = {.authority = actor->authority, .role = ST_S(""), .purpose = ST_S(""), .unit = ST_S("")};
    int rc;

    tx->actor = &law;
    rc = st_case_act(out, tx, act, err);
    tx->actor = actor;
    return rc;
}

/* ---- Taking it back ---- */

/* The newest entry that still counts; notes of hand-over do not hide it. */
static int newest(const struct st_case *c)
{
    for (size_t i = c->actions_n; i-- > 0;)
        if (st_case_step(c, i) != NULL && st_case_standing(c, i) != ST_UNDONE)
            return (int)i;
    return -1;
}

int st_case_undoable(struct st_case *c, struct st_error *err)
{
    int i = newest(c);
    const struct st_step *step = i >= 0 ? st_case_step(c, (size_t)i) : NULL;
    const struct case_action *a = i >= 0 ? &c->actions[i] : NULL;

    if (step == NULL || a->from_state.n == 0 || st_yes(a->by_law))
        return st_fail(err, ST_E_STATE, "", ST_MSG("There is nothing here that could be taken back."), "",
                       "Look at the timeline.");
    if ((step->flags & ST_STEP_FINAL) || step->apply != NULL)
        return st_fail(err, ST_E_STATE, "", ST_MSG("This has had effects outside the case and cannot be taken back."),
                       step->citation, "Correct it instead.");
    if (c->tx->now.us - a->at.us > ST_UNDO)
        return st_fail(err, ST_E_STATE, "", ST_MSG("Only the first {0} minutes allow it to be taken back.",
                                                   ST_V((int)(ST_UNDO / (60 * ST_SECOND)))),
                       "", "Correct it instead.");
    if (!st_id_eq(a->officer, c->tx->actor->officer) && !st_actor_is(c->tx->actor, role_supervisor))
        return st_fail(err, ST_E_FORBIDDEN, "", ST_MSG("Only the officer who entered it, or a supervisor, takes it back."),
                       "", "Ask that officer.");
    return ST_OK;
}

int st_case_undo(struct st_case *out, struct st_tx *tx, struct st_id case_id, int64_t version, struct st_str reason,
                 struct st_error *err)
{
    struct st_case local, *c = out ? out : &local;
    int rc = st_case__load_for(c, tx, case_id, "case.undo", err);

    if (rc == ST_OK && version != 0 && version != c->version)
        rc = st_fail(err, ST_E_CONFLICT, "version",
                     ST_MSG("Somebody else acted in this case since you opened the page."), "",
                     "Look at the new state, then decide again. What you typed is kept.");
    if (rc == ST_OK)
        rc = st_case_undoable(c, err);
    if (rc == ST_OK)
        rc = take_back(c, (size_t)newest(c), "undo", reason, err);
    if (rc == ST_OK)
        rc = st_case__clocks(c, err);
    if (rc == ST_OK)
        rc = st_case__retention(c, err);
    return rc != ST_OK ? rc
                       : st_case__journal(c, ST_ENTRY_CHANGE,
                                          st_strf(tx->arena, "%s.undo", c->procedure->name).p, "",
                                          (struct st_str){NULL, 0}, err);
}
