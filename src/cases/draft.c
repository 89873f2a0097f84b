/* What an officer typed and did not send. */
#include "cases/case.h"
#include "store/journal.h"

enum { DRAFTS_MAX = 500, BODY_MAX = 60000, ROOM = 1 << 20 };

/* ---- What a draft says, as JSON ---- */

#define DRAFT_WORDS(F)                                                                                                \
    F(text, reason, 0, 4000, "Reason", "", "")                                                                        \
    F(instant, happened_at, 0, 0, "Happened at", "", "")                                                              \
    F(text, late_why, 0, 1000, "Entered late because", "", "")                                                        \
    F(id, corrects, 0, 0, "Corrects", "", "")
ST_SHAPE(draft_words, DRAFT_WORDS)
ST_SHAPE_DEFINE(draft_words, DRAFT_WORDS, "Words of a draft", "")

static struct st_str known_text(struct st_str s) { return s.n > 0 ? s : (struct st_str){NULL, 0}; }

static struct st_str write_body(struct st_arena *arena, const struct st_step *step, const struct st_act *act)
{
    struct draft_words words = {known_text(act->reason), act->happened_at, known_text(act->late_why), act->corrects};
    struct st_buf text = ST_BUF_INIT(ROOM);
    struct st_json w = ST_JSON_INIT(&text);
    struct st_str body = {NULL, 0};

    st_json_object(&w);
    st_json_key(&w, "words");
    st_shape_write(&w, &draft_words_shape, &words, ST_ALL_FIELDS);
    if (step->form != NULL && act->form != NULL) {
        st_json_key(&w, "form");
        st_shape_write(&w, step->form, act->form, st_case__without_bytes(step->form));
    }
    st_json_object_end(&w);
    if (!text.failed)
        body = st_buf_dup(arena, &text);
    st_buf_deinit(&text);
    return body;
}

/* What a newer chart does not know any more is left out. */
static void read_body(struct st_draft *out, struct st_str body, struct st_arena *arena)
{
    struct draft_words words = {0};
    json_t *whole = NULL;

    if (st_json_parse(&whole, body, NULL) != ST_OK)
        return;
    (void)st_shape_read(&words, &draft_words_shape, json_object_get(whole, "words"), arena, "", NULL);
    out->reason = words.reason;
    out->happened_at = words.happened_at;
    out->late_why = words.late_why;
    out->corrects = words.corrects;
    if (out->step->form != NULL && json_is_object(json_object_get(whole, "form"))) {
        out->form = st_alloc(arena, out->step->form->size);
        (void)st_shape_read(out->form, out->step->form, json_object_get(whole, "form"), arena, "", NULL);
    }
    json_decref(whole);
}

/* ---- Finding ---- */

static int in_case(struct case_draft **out, struct st_id **ids, size_t *n, struct st_tx *tx, struct st_id case_id,
                   struct st_error *err)
{
    void *found = NULL;
    int rc = st_record_find(&found, ids, n, tx, &case_draft_shape, "case_id", st_cell_id(tx->arena, case_id),
                            DRAFTS_MAX, err);
    *out = found;
    return rc;
}

/* The step of a draft that the actor's roles may take; NULL: none such. */
static const struct st_step *step_of(const struct st_actor *actor, const struct st_procedure *p, struct st_str action)
{
    for (const struct st_step *s = p->steps; s->action != NULL; s++)
        if (s->from != NULL && s->who != ST_THE_LAW && st_str_is(action, s->action))
            return st_case__roles(actor) & s->who ? s : NULL;
    return NULL;
}

static struct st_draft *own_first(struct st_draft *drafts, size_t n, struct st_id owner)
{
    for (size_t i = 1; i < n; i++)
        for (size_t k = i; k > 0; k--) {
            bool own = st_id_eq(drafts[k].owner, owner), before = st_id_eq(drafts[k - 1].owner, owner);
            struct st_draft d = drafts[k];
            if (own == before ? d.saved_at.us <= drafts[k - 1].saved_at.us : !own)
                break;
            drafts[k] = drafts[k - 1];
            drafts[k - 1] = d;
        }
    return drafts;
}

int st_case__drafts_seen(struct st_draft **out, size_t *n, struct st_tx *tx, struct st_id case_id,
                         const struct st_procedure *p, struct st_error *err)
{
    struct case_draft *found;
    struct st_id *ids;
    size_t found_n = 0, seen = 0;
    int rc = in_case(&found, &ids, &found_n, tx, case_id, err);

    *out = ST_NEW_N(tx->arena, struct st_draft, found_n + 1);
    for (size_t i = 0; rc == ST_OK && i < found_n; i++) {
        const struct st_step *step = step_of(tx->actor, p, found[i].action);
        if (step != NULL)
            (*out)[seen++] = (struct st_draft){.id = ids[i], .case_id = case_id, .owner = found[i].owner, .step = step,
                                               .procedure = st_str_of(p->name), .saved_at = found[i].saved_at};
    }
    own_first(*out, seen, tx->actor->officer);
    *n = seen;
    return rc;
}

int st_case_drafts(struct st_draft **out, size_t *n, struct st_case *c, struct st_error *err)
{
    int rc;

    *n = 0;
    if (c->masked)
        return ST_OK;
    rc = st_case__drafts_seen(out, n, c->tx, c->id, c->procedure, err);
    for (size_t i = 0; rc == ST_OK && i < *n; i++)
        (*out)[i].number = c->file.number;
    return rc;
}

static int no_draft(struct st_error *err)
{
    return st_fail(err, ST_E_NOTFOUND, "", ST_MSG("There is no such draft here."), "",
                   "It was discarded, or the step has been taken. Look at the case.");
}

int st_case_draft_get(struct st_draft *out, struct st_case *c, struct st_id id, struct st_error *err)
{
    struct case_draft stored = {0};
    bool own, sensitive;
    int rc = c->masked ? ST_E_NOTFOUND : st_record_get(&stored, NULL, c->tx, &case_draft_shape, id, NULL);
    const struct st_step *step = rc == ST_OK ? step_of(c->tx->actor, c->procedure, stored.action) : NULL;

    if (step == NULL || !st_id_eq(stored.case_id, c->id))
        return no_draft(err);
    own = st_id_eq(stored.owner, c->tx->actor->officer);
    sensitive = step->form != NULL && st_case__sensitive(step->form);
    rc = st_case__who(c, step, sensitive && !own, err);
    if (rc == ST_OK && (sensitive || !own))
        rc = st_case__journal(c, ST_ENTRY_READ, "case.read_draft", step->citation, (struct st_str){NULL, 0}, err);
    if (rc != ST_OK)
        return rc;
    *out = (struct st_draft){.id = id, .case_id = c->id, .owner = stored.owner, .number = c->file.number,
                             .procedure = c->file.procedure, .step = step, .saved_at = stored.saved_at};
    read_body(out, stored.body, c->tx->arena);
    return ST_OK;
}

int st_work_drafts(struct st_draft **out, size_t *n, struct st_tx *tx, struct st_error *err)
{
    struct st_id *ids = NULL;
    void *found = NULL;
    size_t found_n = 0;
    int rc = st_record_find(&found, &ids, &found_n, tx, &case_draft_shape, "owner",
                            st_cell_id(tx->arena, tx->actor->officer), DRAFTS_MAX, err);

    *n = 0;
    *out = ST_NEW_N(tx->arena, struct st_draft, found_n + 1);
    for (size_t i = 0; rc == ST_OK && i < found_n; i++) {
        const struct case_draft *d = (const struct case_draft *)found + i;
        const struct st_procedure *p;
        const struct st_step *step;
        struct case_file file = {0};
        rc = st_record_get(&file, NULL, tx, &case_file_shape, d->case_id, err);
        p = rc == ST_OK ? st_procedure_find(file.procedure) : NULL;
        step = p != NULL ? step_of(tx->actor, p, d->action) : NULL; /* a role may have been given up meanwhile */
        if (step != NULL)
            (*out)[(*n)++] = (struct st_draft){.id = ids[i], .case_id = d->case_id, .owner = d->owner, .step = step,
                                               .number = file.number, .procedure = file.procedure,
                                               .saved_at = d->saved_at};
    }
    own_first(*out, *n, tx->actor->officer);
    return rc;
}

/* ---- Keeping ---- */

/* Removes the officer's own draft of the step, and the one named. */
static int drop(struct st_tx *tx, struct st_id case_id, const char *action, struct st_id named, struct st_error *err)
{
    struct case_draft *found;
    struct st_id *ids;
    size_t n = 0;
    int rc = in_case(&found, &ids, &n, tx, case_id, err);

    for (size_t i = 0; rc == ST_OK && i < n; i++)
        if (st_str_is(found[i].action, action) &&
            (st_id_eq(found[i].owner, tx->actor->officer) || st_id_eq(ids[i], named)))
            rc = st_record_delete(tx, &case_draft_shape, ids[i], err);
    return rc;
}

/* The case takes this step, now or as a late entry; a closed one only what its end leaves open. */
static int still_taken(struct st_case *c, const struct st_act *act, struct st_error *err)
{
    if (!st_instant_known(c->file.closed_at) || st_case__step(c, c->file.state, st_str_of(act->action)) != NULL)
        return ST_OK;
    return st_fail(err, ST_E_STATE, "", ST_MSG("This case is closed."), c->procedure->act,
                   "Look at what the case allows now.");
}

int st_case_draft_keep(struct st_tx *tx, const struct st_act *act, struct st_error *err)
{
    const struct st_step *step;
    struct case_draft d;
    struct st_case c;
    int rc = st_case__load_for(&c, tx, act->case_id, "case.draft", err);

    if (rc != ST_OK)
        return rc;
    for (step = c.procedure->steps; step->action != NULL; step++)
        if (step->from != NULL && step->who != ST_THE_LAW && strcmp(step->action, act->action) == 0)
            break;
    if (step->action == NULL)
        return st_fail(err, ST_E_NOTFOUND, "action", ST_MSG("There is no such step."), "", "Go back to the case.");
    rc = st_case__who(&c, step, true, err);
    if (rc != ST_OK) {
        (void)st_case__journal(&c, ST_ENTRY_REFUSAL, "case.draft", step->citation, (struct st_str){NULL, 0}, NULL);
        return rc;
    }
    d = (struct case_draft){.owner = tx->actor->officer, .case_id = c.id, .action = st_str_of(step->action),
                            .body = write_body(tx->arena, step, act), .saved_at = tx->now};
    rc = still_taken(&c, act, err);
    if (rc == ST_OK && (d.body.p == NULL || d.body.n > BODY_MAX))
        rc = st_fail(err, ST_E_LIMIT, "", ST_MSG("This is too long to be kept as a draft."), "",
                     "Take the step now, or keep less of it.");
    if (rc == ST_OK)
        rc = drop(tx, c.id, act->action, act->draft, err);
    if (rc == ST_OK)
        rc = st_record_insert(tx, &case_draft_shape, st_id_new(tx->now), &d, err);
    return rc != ST_OK ? rc
                       : st_case__journal(&c, ST_ENTRY_CHANGE, "case.draft", "", (struct st_str){NULL, 0}, err);
}

/* ---- And letting go ---- */

int st_case_draft_discard(struct st_tx *tx, struct st_id case_id, struct st_id id, struct st_error *err)
{
    struct case_draft d = {0};
    struct st_case c;
    int rc = st_case__load_for(&c, tx, case_id, "case.draft_discard", err);
    const struct st_step *step = NULL;

    if (rc != ST_OK)
        return rc;
    if (st_record_get(&d, NULL, tx, &case_draft_shape, id, NULL) == ST_OK && st_id_eq(d.case_id, case_id))
        step = step_of(tx->actor, c.procedure, d.action);
    if (step == NULL)
        return no_draft(err);
    if (!st_id_eq(d.owner, tx->actor->officer) && !st_actor_is(tx->actor, role_supervisor))
        return st_fail(err, ST_E_FORBIDDEN, "", ST_MSG("Only who kept a draft, or a supervisor, discards it."), "",
                       "Go on with it: then it goes with the step.");
    rc = st_record_delete(tx, &case_draft_shape, id, err);
    return rc != ST_OK
               ? rc
               : st_case__journal(&c, ST_ENTRY_CHANGE, "case.draft_discard", "", (struct st_str){NULL, 0}, err);
}

int st_case__drafts_done(struct st_case *c, const struct st_act *act, struct st_error *err)
{
    struct case_draft *found;
    struct st_id *ids;
    size_t n = 0;
    int rc = ST_OK;

    if (st_id_known(c->tx->actor->officer))
        rc = drop(c->tx, c->id, act->action, act->draft, err);
    if (rc != ST_OK || !st_instant_known(c->file.closed_at))
        return rc;
    rc = in_case(&found, &ids, &n, c->tx, c->id, err);
    for (size_t i = 0; rc == ST_OK && i < n; i++)
        if (st_case__step(c, c->file.state, found[i].action) == NULL)
            rc = st_record_delete(c->tx, &case_draft_shape, ids[i], err);
    return rc;
}

int st_case__drafts_erase(struct st_tx *tx, struct st_id case_id, struct st_error *err)
{
    struct case_draft *found;
    struct st_id *ids = NULL;
    size_t n = DRAFTS_MAX;
    int rc = ST_OK;

    while (rc == ST_OK && n == DRAFTS_MAX) {
        rc = in_case(&found, &ids, &n, tx, case_id, err);
        for (size_t i = 0; rc == ST_OK && i < n; i++)
            rc = st_record_delete(tx, &case_draft_shape, ids[i], err);
    }
    return rc;
}
