/* A hit: two datasets that may be of one person, until an officer has decided.
 *
 * Hits live at the station that received them, with the data that the centre sent of the dataset found; the centre
 * keeps no hits, only the links between datasets (Art 3(6)). The machine proposes with a score and the fingers that
 * agree; an expert confirms or denies (Art 38(4), (5)), and the centre is told by message: confirmed, the link that
 * it made stands; false, the link is taken away and the result erased here at once, and eu-LISA is to be told within
 * three working days of receiving it (Art 38(6)). Hits of a law-enforcement search carry its request and link
 * nothing. */
#ifndef ST_REGISTERS_EURODAC_HIT_H
#define ST_REGISTERS_EURODAC_HIT_H

#include "registers/eurodac.h"

#define EURODAC_HIT_STATE(C)                                                                                          \
    C(eurodac_hit_state, proposed, "Proposed", "Eurodac Art 27(4)")                                                   \
    C(eurodac_hit_state, confirmed, "Confirmed", "Eurodac Art 38(5)")                                                 \
    C(eurodac_hit_state, false_hit, "False", "Eurodac Art 38(6)")                                                     \
    C(eurodac_hit_state, unsure, "Unsure", "Eurodac Art 38(4)")
ST_CODES(eurodac_hit_state, EURODAC_HIT_STATE)

#define EURODAC_HIT(F)                                                                                                \
    F(id, asked, ST_REQUIRED | ST_INDEXED, 0, "Dataset that was compared", "", "Eurodac Art 27(1)")                   \
    F(id, found, ST_REQUIRED | ST_INDEXED, 0, "Dataset that was found", "", "Eurodac Art 27(4)")                      \
    F(id, person, ST_INDEXED, 0, "Person", "The person's file in this place", "")                                     \
    F(id, case_id, ST_INDEXED, 0, "Case", "", "")                                                                     \
    F(id, request, ST_INDEXED, 0, "Request", "The request that was searched for", "Eurodac Art 32(2)")                \
    F(tri, for_subject, 0, 0, "For the data subject", "Searched for at the person's own request", "Eurodac Art 43(6)") \
    F(number, score, 0, 0, "Score", "In thousandths", "Eurodac Art 27(4)")                                            \
    F(codes, fingers, 0, finger, "Fingers that agree", "", "Eurodac Art 27(4)")                                       \
    F(tri, by_data, 0, 0, "Found by name or number", "Not by biometrics", "Eurodac Art 33(3)")                        \
    F(code, category, 0, eurodac_category, "Category", "", "Eurodac Art 27(4)")                                       \
    F(text, origin, 0, 3, "Member State of origin", "", "Eurodac Art 27(4)")                                          \
    F(text, reference, 0, 24, "Reference number", "", "Eurodac Art 37(3)")                                            \
    F(date, event_on, 0, 0, "Date of the event", "", "Eurodac Art 17(1)(g)")                                          \
    F(date, sent_on, 0, 0, "Transmitted on", "", "Eurodac Art 17(1)(m)")                                              \
    F(codes, marks, 0, register_mark, "Marks", "", "Eurodac Art 31(1)")                                               \
    F(tri, precedence, 0, 0, "Takes precedence", "It can help to determine responsibility", "Eurodac Art 27(5)")      \
    F(code, state, ST_COMPUTED | ST_INDEXED, eurodac_hit_state, "State", "", "Eurodac Art 38(4)")                     \
    F(instant, received_at, ST_COMPUTED, 0, "Received at", "", "Eurodac Art 38(6)")                                   \
    F(id, decided_by, ST_COMPUTED | ST_NOT_PERSONAL, 0, "Decided by", "", "Eurodac Art 38(4)")                        \
    F(instant, decided_at, ST_COMPUTED, 0, "Decided at", "", "Eurodac Art 38(4)")                                     \
    F(date, tell_by, ST_COMPUTED, 0, "eu-LISA is to be told by", "", "Eurodac Art 38(6)")                             \
    F(instant, told_at, ST_COMPUTED, 0, "eu-LISA was told at", "", "Eurodac Art 38(6)")
ST_SHAPE(eurodac_hit, EURODAC_HIT)

#define HIT_DECISION(F)                                                                                               \
    F(code, decision, ST_REQUIRED, eurodac_hit_state, "Decision", "", "Eurodac Art 38(4)")                            \
    F(text, reason, ST_REQUIRED | ST_LONG, 2000, "Reason", "What you saw, in your own words", "Eurodac Art 38(4)")
ST_SHAPE(hit_decision, HIT_DECISION)

/* Decides: confirmed, false or unsure, and tells the centre. A decision can be taken again; a false hit is final,
 * since its evidence is gone. The reason stands in the journal and dies with the person's log. `version` is the one
 * that the expert saw (0: whatever is there). Errors: ST_E_FORBIDDEN, ST_E_INVALID (no reason), ST_E_CONFLICT,
 * ST_E_STATE, ST_E_NOTFOUND. */
int st_eurodac_hit_decide(struct st_tx *tx, struct st_id id, int64_t version, const struct hit_decision *decision,
                          struct st_error *err);
/* How many of the own ones wait for a decision, those that are unsure among them: a number of nobody in particular,
 * neither asked for by right nor journalled; for a list of work, which shows it only to who may open the hits. */
int st_eurodac_hits_waiting(struct st_tx *tx, int64_t *n, struct st_error *err);
/* Erases every hit of an own dataset; the register does so when it erases the dataset. */
int st_eurodac_hits_erase(struct st_tx *tx, struct st_id dataset, struct st_error *err);
/* Erases what a law-enforcement search reached: refused after an urgent search (Art 32(5)), or a month later
 * (Art 47(4)). *erased (may be NULL) is how many. */
int st_eurodac_hits_erase_request(struct st_tx *tx, struct st_id request, size_t *erased, struct st_error *err);
/* What a law-enforcement search found. Right: ST_MAY_SEARCH under the purpose of serious crime. Journalled. */
int st_eurodac_hits_of_request(struct st_tx *tx, struct eurodac_hit **out, struct st_id **ids, size_t *n,
                               struct st_id request, struct st_error *err);
#endif
