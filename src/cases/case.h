/* Shared by the files of the procedure engine only. */
#ifndef ST_CASES_CASE_H
#define ST_CASES_CASE_H

#include <stdlib.h>

#include "cases/procedure.h"
#include "store/journal.h"

enum { ST_CASE_ROWS = 2000, ST_LIST_ROWS = 500 };

/* Loads the case whole, without asking who reads. */
int st_case__load(struct st_case *c, struct st_tx *tx, struct st_id id, struct st_error *err);
/* The roles of the actor as ST_WHO bits. */
unsigned st_case__roles(const struct st_actor *actor);
/* Does a row of the procedure's readers fit role and purpose: in a closed case (or an open one), of a person in the
 * actor's care (or not)? *flags are those that all rows that fit have (ST_READ_MASKED, ST_READ_COPY). */
struct st_case__asked {
    bool closed, in_care;
};
bool st_case__reads(unsigned *flags, const struct st_actor *actor, const struct st_procedure *p,
                    struct st_case__asked asked);
/* Does that a clock runs tell of a hit: is it one that a withheld step stops? */
bool st_case__clock_withheld(const struct st_procedure *p, struct st_str clock);
/* For whoever acts: loads the case as st_case__load, and refuses an actor who sees only persons in care when it is none
 * of theirs, as it does when there is no such case. The refusal is journalled. */
int st_case__load_for(struct st_case *c, struct st_tx *tx, struct st_id id, const char *action, struct st_error *err);
/* May the actor take the step: role, purpose, once, guard. `form` as for the guard; offers ask without the purpose. */
int st_case__may(struct st_case *c, const struct st_step *step, const void *form, bool purpose, struct st_error *err);
/* The same as far as role and purpose go. */
int st_case__who(struct st_case *c, const struct st_step *step, bool purpose, struct st_error *err);
/* Which fields hold no bytes: prints and pictures stay out of drafts and of the journal. */
uint64_t st_case__without_bytes(const struct st_shape *shape);
/* The shape or one inside it has sensitive fields. */
bool st_case__sensitive(const struct st_shape *shape);
/* The step of an action in the state that the case is in; NULL: not foreseen. */
const struct st_step *st_case__step(const struct st_case *c, struct st_str from, struct st_str action);
/* The index of an action, -1: none such. */
int st_case__find(const struct st_case *c, struct st_id action);
/* True when the action moved the case to another state (opening does). */
bool st_case__moves(const struct st_case *c, size_t i);
/* True when `a` happened after `b`; of two at one moment, the one entered later. */
bool st_case__after(const struct case_action *a, const struct case_action *b);
/* Works out every clock anew from the actions, and stores what changed. */
int st_case__clocks(struct st_case *c, struct st_error *err);
/* Adds an action to the case and stores both; fills position, officer, role and time of entry. */
int st_case__add(struct st_case *c, struct case_action *a, struct st_error *err);
int st_case__journal(struct st_case *c, enum st_entry_kind kind, const char *action, const char *citation,
                     struct st_str payload, struct st_error *err);
/* Works out anew on which day the case is erased, and stores it: when it is closed, else there is no such day. What was
 * known once stays while its facts are gone. The person's file follows (retention.h). */
int st_case__retention(struct st_case *c, struct st_error *err);
/* A new case needs the person's file and the arrival: neither has an end while it is open. */
int st_case__needs(struct st_case *c, struct st_error *err);
/* Drops the drafts that a step leaves behind when it was taken: the officer's own, the one that it went on from, and in
 * a closed case those of steps that it takes no more. */
int st_case__drafts_done(struct st_case *c, const struct st_act *act, struct st_error *err);
/* The drafts in a case whose steps the actor's roles may take, own ones first. */
int st_case__drafts_seen(struct st_draft **out, size_t *n, struct st_tx *tx, struct st_id case_id,
                         const struct st_procedure *p, struct st_error *err);
/* Drops what anybody had kept for steps of a case. */
int st_case__drafts_erase(struct st_tx *tx, struct st_id case_id, struct st_error *err);

#endif
