/* What stations and the centre of Eurodac say to each other. Bodies are shapes; a message's `about` is the dataset
 * and the key of the dataset locks it, so that a message dies with the dataset that it is about.
 *
 * kind                from → to           body                      answer
 * eurodac.record      station → centre    eurodac_record_message    eurodac_receipt (Art 37(6), 38(1))
 * eurodac.change      station → centre    eurodac_change_message
 * eurodac.erase       station → centre    eurodac_erase_message
 * eurodac.decision    station → centre    eurodac_decision_message  (Art 3(6), 38(6))
 * eurodac.search      station → centre    eurodac_search_message    eurodac_result_message (Art 18(1), 32, 43)
 * eurodac.compare     centre → itself     eurodac_compare_message   in order of arrival (Art 38(2))
 * eurodac.result      centre → station    eurodac_result_message    (Art 27(4))
 * eurodac.notice      centre → station    eurodac_notice            (Art 16(4), 17(4), 30(2), 31(1), (4)) */
#ifndef ST_REGISTERS_EURODAC_MESSAGE_H
#define ST_REGISTERS_EURODAC_MESSAGE_H

#include "registers/eurodac_transmit.h"

#define EURODAC_RECORD_MESSAGE(F)                                                                                     \
    F(one, dataset, 0, eurodac_dataset, "Eurodac dataset", "", "Eurodac Art 37(2)")                                   \
    F(tri, urgent, 0, 0, "Comparison within one hour", "", "Eurodac Art 38(2)")
ST_SHAPE(eurodac_record_message, EURODAC_RECORD_MESSAGE)

#define EURODAC_RECEIPT(F)                                                                                            \
    F(code, state, ST_REQUIRED, eurodac_sending, "State", "", "Eurodac Art 37(6)")                                    \
    F(text, problem, 0, 60, "What the centre said", "", "Eurodac Art 38(1)")
ST_SHAPE(eurodac_receipt, EURODAC_RECEIPT)

/* Only what changed: names of fields with their new values, and marks. */
#define EURODAC_CHANGE_MESSAGE(F)                                                                                     \
    F(text, fields, 0, 2000, "Fields", "Separated by spaces", "Eurodac Art 40(3)")                                    \
    F(one, dataset, 0, eurodac_dataset, "Eurodac dataset", "", "Eurodac Art 40(3)")                                   \
    F(codes, set, 0, register_mark, "Marks", "", "Eurodac Art 31(1)")                                                 \
    F(codes, clear, 0, register_mark, "Marks removed", "", "Eurodac Art 31(3)")
ST_SHAPE(eurodac_change_message, EURODAC_CHANGE_MESSAGE)

#define EURODAC_ERASE_MESSAGE(F)                                                                                      \
    F(id, dataset, ST_REQUIRED, 0, "Eurodac dataset", "", "Eurodac Art 40(3)")                                        \
    F(code, event, 0, eurodac_event, "Erased because", "", "Eurodac Art 30(1)")
ST_SHAPE(eurodac_erase_message, EURODAC_ERASE_MESSAGE)

#define EURODAC_DECISION_MESSAGE(F)                                                                                   \
    F(id, asked, ST_REQUIRED, 0, "Dataset that was compared", "", "Eurodac Art 38(6)")                                \
    F(id, found, ST_REQUIRED, 0, "Dataset that was found", "", "Eurodac Art 38(6)")                                   \
    F(code, decision, ST_REQUIRED, eurodac_hit_state, "State", "", "Eurodac Art 38(4)")
ST_SHAPE(eurodac_decision_message, EURODAC_DECISION_MESSAGE)

#define EURODAC_SEARCH_MESSAGE(F)                                                                                     \
    F(code, category, ST_REQUIRED, eurodac_category, "Category", "", "Eurodac Art 37(4)")                             \
    F(id, request, 0, 0, "Request", "The request that was searched for", "Eurodac Art 32(2)")                         \
    F(text, reference, 0, 24, "Reference number", "", "Eurodac Art 37(3)")                                            \
    F(many, prints, 0, eurodac_print, "Fingerprints", "", "Eurodac Art 33(3)")                                        \
    F(text, name, 0, 200, "Name", "In any script, spelling and order", "Eurodac Art 33(3)")                           \
    F(text, document, 0, 40, "Document number", "", "Eurodac Art 33(3)")
ST_SHAPE(eurodac_search_message, EURODAC_SEARCH_MESSAGE)

#define EURODAC_COMPARE_MESSAGE(F) F(tri, urgent, 0, 0, "Comparison within one hour", "", "Eurodac Art 38(2)")
ST_SHAPE(eurodac_compare_message, EURODAC_COMPARE_MESSAGE)

#define EURODAC_FOUND(F)                                                                                              \
    F(id, hit, ST_REQUIRED, 0, "Hit", "", "Eurodac Art 27(4)")                                                        \
    F(id, found, ST_REQUIRED, 0, "Dataset that was found", "", "Eurodac Art 27(4)")                                   \
    F(number, score, 0, 0, "Score", "In thousandths", "Eurodac Art 27(4)")                                            \
    F(codes, fingers, 0, finger, "Fingers that agree", "", "Eurodac Art 27(4)")                                       \
    F(tri, by_data, 0, 0, "Found by name or number", "Not by biometrics", "Eurodac Art 33(3)")                        \
    F(tri, precedence, 0, 0, "Takes precedence", "It can help to determine responsibility", "Eurodac Art 27(5)")      \
    F(codes, marks, 0, register_mark, "Marks", "", "Eurodac Art 27(4)")                                               \
    F(one, dataset, 0, eurodac_dataset, "Eurodac dataset", "", "Eurodac Art 27(4)")
ST_SHAPE(eurodac_found, EURODAC_FOUND)

#define EURODAC_RESULT_MESSAGE(F) F(many, hits, 0, eurodac_found, "Hits", "", "Eurodac Art 27(4)")
ST_SHAPE(eurodac_result_message, EURODAC_RESULT_MESSAGE)

/* Writes a body into the transaction's arena, and reads one. Errors: ST_E_INVALID, ST_E_LIMIT. */
int st_eurodac__pack(struct st_str *out, struct st_tx *tx, const struct st_shape *shape, const void *record,
                     struct st_error *err);
int st_eurodac__unpack(void *out, struct st_tx *tx, const struct st_shape *shape, struct st_str body,
                       struct st_error *err);
/* Puts a message to the centre, or from it, into the outbox. */
struct st_eurodac__letter {
    const char *kind, *to;
    struct st_id about, person, case_id;
    const struct st_shape *shape;
    const void *body;
    struct st_instant due_at;
    const char *citation;
};
int st_eurodac__send(struct st_tx *tx, const struct st_eurodac__letter *letter, struct st_error *err);

/* True when the transaction acts for the centre. */
bool st_eurodac__central(const struct st_tx *tx);
/* Answers a rule of Eurodac as of the transaction's day; ST_E_NEEDS when facts are missing. *out (may be NULL) gets
 * the whole answer. */
struct st_answer;
struct st_rule;
int st_eurodac__ask(const void **outcome, struct st_answer *out, struct st_tx *tx, const struct st_rule *rule,
                    const void *facts, struct st_error *err);
/* Decides by the register's rights table and journals a refusal; *seen (may be NULL) as st_access_decide. */
int st_eurodac__decide(uint64_t *seen, struct st_tx *tx, enum st_operation operation, const char *action,
                       struct st_id record, struct st_error *err);
/* A refusal that speaks with the rule's last reason. */
int st_eurodac__refuse(const struct st_answer *answer, enum st_err code, const char *field, const char *cure,
                       struct st_error *err);

/* Keeps a hit and the data found (eurodac_hit.c); `about` says whose it is. Keeps the hits of a law-enforcement
 * search (eurodac_request.c). */
int st_eurodac__keep_hit(struct st_tx *tx, const struct eurodac_hit *about, const struct eurodac_found *found,
                         struct st_error *err);
int st_eurodac__keep_request_hits(struct st_tx *tx, struct st_id request, const struct eurodac_result_message *result,
                                  struct st_error *err);
/* The same for a search at the data subject's request (subject.c). */
int st_subject__keep_hits(struct st_tx *tx, struct st_id request, const struct eurodac_result_message *result,
                          struct st_error *err);

/* ---- Receivers, for the list in registers.c ---- */
#define ST_PREPARE(name)                                                                                              \
    int name(struct st_incoming *message, struct st_store *store, const struct st_actor *actor,                       \
             struct st_arena *arena, struct st_error *err)
#define ST_RECEIVE(name)                                                                                              \
    int name(struct st_tx *tx, const struct st_incoming *message, struct st_str *answer, struct st_error *err)
#define ST_ANSWERED(name)                                                                                             \
    int name(struct st_tx *tx, const struct st_incoming *message, struct st_str answer, struct st_error *err)
ST_PREPARE(st_eurodac__seek);        /* eurodac_seek.h */
ST_PREPARE(st_eurodac__seek_stored);
ST_RECEIVE(st_eurodac__record);
ST_RECEIVE(st_eurodac__change);
ST_RECEIVE(st_eurodac__erase);
ST_RECEIVE(st_eurodac__decision);
ST_RECEIVE(st_eurodac__search);
ST_RECEIVE(st_eurodac__compare);
ST_RECEIVE(st_eurodac__result);
ST_RECEIVE(st_eurodac__notice);
ST_ANSWERED(st_eurodac__recorded);
ST_ANSWERED(st_eurodac__told);
ST_ANSWERED(st_eurodac__searched);

#endif
