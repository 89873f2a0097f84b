/* Eurodac seen from a station: what is sent to the centre, what came of it, which hits came back.
 *
 * A station never waits for the centre. Sending stores the own dataset and puts it into the outbox in one
 * transaction; capture goes on while the line is cut. When the centre has answered, the transmission is `recorded`
 * (or `compared_only`, Art 18(1)), and its hits stand here, under the station's own authority, with all that the
 * centre sent of the datasets found (Art 27(4)): an officer sees both sides without asking anybody. A dataset that
 * is changed, marked or erased here is changed, marked or erased at the centre by message too.
 *
 * spec row            where
 * §1.3 X1, X2         late, late_reason; st_eurodac_resend (same reference number, Art 38(1))
 * §1.6 C3, C4, C6     hits with the data found, first what helps to determine responsibility; `retake`
 * C12, L3, L4         st_eurodac_hit_decide (eurodac_hit.h) */
#ifndef ST_REGISTERS_EURODAC_TRANSMIT_H
#define ST_REGISTERS_EURODAC_TRANSMIT_H

#include "registers/eurodac_hit.h"

#define EURODAC_CENTRE "EU-EURODAC"         /* the authority under which the centre keeps its data */
#define EURODAC_CENTRE_ROLE "eurodac-central" /* how messages address it */

#define EURODAC_SENDING(C)                                                                                            \
    C(eurodac_sending, waiting, "Waiting for the line to Eurodac", "Eurodac Art 15(1)")                               \
    C(eurodac_sending, recorded, "Recorded in Eurodac", "Eurodac Art 37(2)")                                          \
    C(eurodac_sending, compared_only, "Compared, not recorded", "Eurodac Art 29(2)")                                  \
    C(eurodac_sending, retake, "Quality too low: retake and send again", "Eurodac Art 38(1)")                         \
    C(eurodac_sending, refused, "Refused by Eurodac", "Eurodac Art 37(2)")
ST_CODES(eurodac_sending, EURODAC_SENDING)

/* Why a time limit was missed; the duty stays. */
#define EURODAC_DELAY(C)                                                                                              \
    C(eurodac_delay, fingertips, "Condition of the fingertips", "Eurodac Art 15(1)")                                  \
    C(eurodac_delay, health, "Health of the person or public health", "Eurodac Art 15(2)")                            \
    C(eurodac_delay, technical, "Serious technical problems", "Eurodac Art 15(2)")                                    \
    C(eurodac_delay, influx, "Sudden influx after disembarkations", "Eurodac Art 24(6)")                              \
    C(eurodac_delay, refusal, "The person refused", "Eurodac Art 13(3)")                                              \
    C(eurodac_delay, other, "Another reason", "")
ST_CODES(eurodac_delay, EURODAC_DELAY)

/* Kept under the id of the dataset, at the station only. */
#define EURODAC_TRANSMISSION(F)                                                                                       \
    F(id, person, ST_INDEXED, 0, "Person", "", "")                                                                    \
    F(id, case_id, ST_INDEXED, 0, "Case", "", "")                                                                     \
    F(code, category, 0, eurodac_category, "Category", "", "Eurodac Art 2(1)(y)")                                     \
    F(text, reference, 0, 24, "Reference number", "", "Eurodac Art 37(3)")                                            \
    F(code, state, ST_INDEXED, eurodac_sending, "State", "", "Eurodac Art 37(6)")                                     \
    F(instant, put_at, 0, 0, "Sent at", "When it went into the outbox", "Eurodac Art 17(1)(m)")                       \
    F(instant, due_at, 0, 0, "Due at", "", "Eurodac Art 15(1)")                                                       \
    F(text, due_under, 0, 120, "Due under", "", "")                                                                   \
    F(instant, answered_at, 0, 0, "Answered at", "", "Eurodac Art 38(2)")                                             \
    F(tri, urgent, 0, 0, "Comparison within one hour", "", "Eurodac Art 38(2)")                                       \
    F(tri, hit, 0, 0, "A hit", "", "Eurodac Art 27(4)")                                                               \
    F(number, hits, 0, 0, "Hits", "", "Eurodac Art 27(4)")                                                            \
    F(number, times, 0, 0, "Times sent", "", "Eurodac Art 38(1)")                                                     \
    F(tri, late, 0, 0, "After the time limit", "The duty to send stays", "Eurodac Art 15(1)")                         \
    F(code, late_reason, 0, eurodac_delay, "Reason of the delay", "", "Eurodac Art 15(2)")                            \
    F(text, late_note, ST_LONG, 1000, "About the delay", "", "")                                                      \
    F(text, problem, ST_NOT_PERSONAL, 60, "What the centre said", "", "Eurodac Art 38(1)")                            \
    F(code, erased_for, ST_HIDDEN, eurodac_event, "Erased because", "", "Eurodac Art 30(1)")
ST_SHAPE(eurodac_transmission, EURODAC_TRANSMISSION)

/* What the settings of the place say of a time limit: serious technical problems in the time that it runs (Art 15(2)),
 * a sudden influx notified for the day of the disembarkation (Art 24(6)). Only where the facts do not say so already;
 * what is noted nowhere has not happened. `at` is the moment at which the limit is worked out. */
struct transmission_clock_facts;
int st_eurodac_clock_settings(struct transmission_clock_facts *facts, struct st_tx *tx, struct st_instant at,
                              struct st_error *err);

struct st_eurodac_sending {
    struct st_id person, case_id;
    /* When the strict time limit ends and under which article; a procedure hands over its own clock. Unknown: worked
     * out from the category and the day of the event. */
    struct st_instant due_at;
    struct st_str due_under;
    bool urgent; /* compare within one hour (Art 38(2)) */
};

/* Records the dataset here (origin, operator, reference number and day are filled in), and sends it. A person
 * registered for an admission procedure is compared only: nothing is kept but the transmission. *id (may be NULL) is
 * the dataset's and the transmission's. Errors: those of st_register_put. */
int st_eurodac_send(struct st_tx *tx, struct st_id *id, const struct st_eurodac_sending *how,
                    const struct eurodac_dataset *dataset, struct st_error *err);
/* Sends better prints under the same reference number after the centre found the first ones unusable (Art 38(1)), at
 * latest 48 hours after `retaken_at`. Only in state `retake`; else ST_E_STATE. */
int st_eurodac_resend(struct st_tx *tx, struct st_id id, const struct eurodac_print *prints, size_t n,
                      struct st_instant retaken_at, struct st_error *err);
/* Says why a time limit was missed. ST_E_STATE when it was not. */
int st_eurodac_explain_delay(struct st_tx *tx, struct st_id id, enum eurodac_delay reason, struct st_str note,
                             struct st_error *err);

/* What was compared only has no dataset to go with (Art 29(2)): the note that it was sent and its hits go with the
 * person's file. */
int st_eurodac__forget_person(struct st_tx *tx, struct st_id person, struct st_error *err);

/* What was sent for a person (or, unknown, everything in that state; state unknown: all). Journalled as a read. */
int st_eurodac_transmissions(struct st_tx *tx, struct eurodac_transmission **out, struct st_id **ids, size_t *n,
                             struct st_id person, enum eurodac_sending state, struct st_error *err);

/* ---- Hits ---- */
/* The hits of a person, those that help to determine responsibility first (Art 27(5)); with an unknown person all
 * that wait for a decision. Without the data found: st_eurodac_hit_get. Journalled as a read. */
int st_eurodac_hits_of_person(struct st_tx *tx, struct eurodac_hit **out, struct st_id **ids, size_t *n,
                              struct st_id person, struct st_error *err);

/* Both sides of a hit, for the expert's eyes: fields that the actor may not see are unknown. */
struct st_eurodac_sides {
    struct eurodac_hit hit;
    int64_t version;              /* for st_eurodac_hit_decide */
    struct eurodac_dataset own;   /* what was sent; all unknown where it is kept no more, or was compared only */
    struct eurodac_dataset found; /* what the centre sent of the dataset found; all unknown after a false hit */
};
int st_eurodac_hit_get(struct st_tx *tx, struct st_eurodac_sides *out, struct st_id id, struct st_error *err);

#endif
