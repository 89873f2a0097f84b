/* What Eurodac tells a State of what another State did with its dataset of the same person: responsibility, marks,
 * the end of a threat, erasure. Within 72 hours (Art 16(4), 17(4), 30(2), 31(1), (4)).
 *
 * A notice is a task where the law wants the own dataset changed too; an officer settles it, or it settles itself
 * when the own dataset stands so already, and so it never goes in a circle. */
#ifndef ST_REGISTERS_EURODAC_NOTICE_H
#define ST_REGISTERS_EURODAC_NOTICE_H

#include "registers/eurodac.h"

#define EURODAC_NOTICE_STATE(C)                                                                                       \
    C(eurodac_notice_state, open, "To be done", "") C(eurodac_notice_state, done, "Done", "")                         \
    C(eurodac_notice_state, informed, "For information", "")
ST_CODES(eurodac_notice_state, EURODAC_NOTICE_STATE)

#define EURODAC_NOTICE(F)                                                                                             \
    F(id, dataset, ST_REQUIRED | ST_INDEXED, 0, "Own dataset", "", "Eurodac Art 16(4)")                               \
    F(id, person, ST_INDEXED, 0, "Person", "", "")                                                                    \
    F(code, event, ST_REQUIRED, eurodac_event, "What happened", "", "Eurodac Art 16(4)")                              \
    F(text, from_state, 0, 3, "Told of by", "The Member State that changed its dataset", "Eurodac Art 16(4)")         \
    F(text, reference, 0, 24, "Reference number", "Of the other dataset", "Eurodac Art 37(3)")                        \
    F(text, responsible_state, 0, 3, "Member State responsible", "", "Eurodac Art 16(4)")                             \
    F(code, act, 0, eurodac_act, "What is to be done", "", "Eurodac Art 16(4), 17(4), 31")                            \
    F(code, state, ST_INDEXED, eurodac_notice_state, "State", "", "")                                                 \
    F(instant, received_at, 0, 0, "Received at", "", "")                                                              \
    F(id, done_by, ST_NOT_PERSONAL, 0, "Done by", "", "")                                                             \
    F(instant, done_at, 0, 0, "Done at", "", "")
ST_SHAPE(eurodac_notice, EURODAC_NOTICE)

/* The notices of a person, or (unknown) all that are to be done. Right: ST_MAY_READ. Journalled. */
int st_eurodac_notices(struct st_tx *tx, struct eurodac_notice **out, struct st_id **ids, size_t *n,
                       struct st_id person, struct st_error *err);
/* Those in one state, newest first, at most `limit`. Right: ST_MAY_READ. Journalled. */
int st_eurodac_notices_in(struct st_tx *tx, struct eurodac_notice **out, struct st_id **ids, size_t *n,
                          enum eurodac_notice_state state, size_t limit, struct st_error *err);
/* How many are to be done: a number of nobody in particular, neither asked for by right nor journalled; for a list of
 * work, which shows it only to who may open the notices. */
int st_eurodac_notices_waiting(struct st_tx *tx, int64_t *n, struct st_error *err);
/* What the own dataset needs for the act of a notice: ST_MAY_MARK or ST_MAY_WRITE. */
enum st_operation st_eurodac_notice_needs(const struct eurodac_notice *notice);
/* Does with the own dataset what the notice asks for. Errors: ST_E_STATE (nothing is to be done), those of
 * st_register_put and st_register_mark. */
int st_eurodac_notice_settle(struct st_tx *tx, struct st_id id, struct st_error *err);
int st_eurodac_notices_erase(struct st_tx *tx, struct st_id dataset, struct st_error *err);

/* The centre tells all other States that have a dataset in the sequence. */
int st_eurodac__tell_others(struct st_tx *tx, struct st_id dataset, enum eurodac_event event,
                            struct st_str responsible_state, struct st_error *err);

#endif
