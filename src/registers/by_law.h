/* The register engine for what nobody's right is asked for: what happens by operation of law, and what another place
 * sent whose own officer had the right. Shared by the files of this floor only; each asserts that the actor is the
 * system itself, so no officer's request reaches it. Contracts and errors as the functions of register.h. */
#ifndef ST_REGISTERS_BY_LAW_H
#define ST_REGISTERS_BY_LAW_H

#include "registers/register.h"

/* A record that `sender` sent, under the sender's id: new here, or replaced. */
int st_register__receive(struct st_tx *tx, const struct st_register *reg, struct st_id id, struct st_str sender,
                         const char *action, const void *record, struct st_error *err);
int st_register__mark(struct st_tx *tx, const struct st_register *reg, struct st_id id, uint64_t set, uint64_t clear,
                      const char *citation, struct st_error *err);
/* Links two records of one person: their sequences become one. Linked again, `confirmed` stays once it was given.
 * Unlinking falls apart into what the other links hold together; a sequence of one is none. No link of a record that
 * is erased is lost for the others. */
int st_register__link(struct st_tx *tx, const struct st_register *reg, struct st_id a, struct st_id b, bool confirmed,
                      const char *citation, struct st_error *err);
int st_register__unlink(struct st_tx *tx, const struct st_register *reg, struct st_id a, struct st_id b,
                        const char *citation, struct st_error *err);
int st_register__erase(struct st_tx *tx, const struct st_register *reg, struct st_id id, const char *citation,
                       struct st_error *err);
/* Edges of a record, which its erasure takes away without parting those that it held together. */
int st_register__cut_links(struct st_tx *tx, const struct st_register *reg, struct st_id id,
                           const struct register_entry *entry, struct st_error *err);

/* Works out anew when the storage of a record ends, because what it runs from happened only now (prints that were sent
 * again, Eurodac Art 29 with 38(1)). */
int st_register__restart(struct st_tx *tx, const struct st_register *reg, struct st_id id, struct st_error *err);
/* Tells whoever st_registers_on_kept named. */
int st_register__kept(struct st_tx *tx, const struct st_kept *what, struct st_error *err);

/* May the actor, an officer, do this with a person's records (unknown: nobody's in particular)? A refusal is journalled
 * under the action. For a register's own functions that look further before they store. */
int st_register__may(struct st_tx *tx, const struct st_register *reg, enum st_operation operation, const char *act,
                     struct st_id person, struct st_error *err);

/* The entry of a record in this register; another register's record does not exist here. */
int st_register__entry(struct register_entry *entry, int64_t *version, struct st_tx *tx, const struct st_register *reg,
                       struct st_id id, struct st_error *err);
/* The fields in which two records differ; against nothing, those that are known. */
uint64_t st_register__differing(const struct st_shape *shape, const void *before, const void *record);
/* Makes unknown what may not be seen. */
void st_register__hide(const struct st_shape *shape, void *record, uint64_t seen);
/* The day of tx->now, in UTC. */
struct st_date st_register__today(const struct st_tx *tx);
/* "IT" of "IT-LMP". */
struct st_str st_register__state(struct st_str authority);
/* An entry of the journal without payload. */
int st_register__note(struct st_tx *tx, enum st_entry_kind kind, const char *action, const struct st_register *reg,
                      struct st_id record, struct st_id person, const char *citation, struct st_error *err);

#endif
