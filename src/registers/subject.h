/* What a person has a right to: to know what is kept of them, who has it and who looked at it; to have it put right,
 * erased or restricted; and an answer in writing. Eurodac Art 43, GDPR Art 15 to 19.
 *
 * Everything here needs the purpose of data protection. Reading a packet is itself in the log. */
#ifndef ST_REGISTERS_SUBJECT_H
#define ST_REGISTERS_SUBJECT_H

#include "registers/eurodac_notice.h"
#include "registers/eurodac_transmit.h"
#include "registers/person.h"
#include "registers/representation.h"

#define SUBJECT_RIGHT(C)                                                                                              \
    C(subject_right, access, "Access", "GDPR Art 15") C(subject_right, rectification, "Rectification", "GDPR Art 16") \
    C(subject_right, completion, "Completion", "GDPR Art 16") C(subject_right, erasure, "Erasure", "GDPR Art 17")     \
    C(subject_right, restriction, "Restriction of processing", "GDPR Art 18")
ST_CODES(subject_right, SUBJECT_RIGHT)

#define SUBJECT_OUTCOME(C)                                                                                            \
    C(subject_outcome, done, "Done", "Eurodac Art 43(4)") C(subject_outcome, refused, "Refused", "Eurodac Art 43(5)") \
    C(subject_outcome, partly, "Done in part", "Eurodac Art 43(4)")
ST_CODES(subject_outcome, SUBJECT_OUTCOME)

/* The written document that a request was made and how it was addressed (Art 43(8)). */
#define SUBJECT_REQUEST(F)                                                                                            \
    F(id, person, ST_REQUIRED | ST_INDEXED, 0, "Person", "", "Eurodac Art 43(6)")                                     \
    F(code, concerns, ST_REQUIRED, subject_right, "Right", "", "Eurodac Art 43(1)")                                   \
    F(date, received_on, ST_REQUIRED | ST_IN_PAST, 0, "Received on", "", "Eurodac Art 43(8)")                         \
    F(text, wish, ST_LONG, 4000, "What the person asks for", "", "Eurodac Art 43(6)")                                 \
    F(code, outcome, ST_COMPUTED, subject_outcome, "Outcome", "", "Eurodac Art 43(4)")                                \
    F(text, answer, ST_COMPUTED | ST_LONG, 4000, "Answer in writing", "With reasons and remedies when refused",       \
      "Eurodac Art 43(5)")                                                                                            \
    F(id, answered_by, ST_COMPUTED | ST_NOT_PERSONAL, 0, "Answered by", "", "")                                       \
    F(instant, answered_at, ST_COMPUTED, 0, "Answered at", "", "Eurodac Art 43(8)")                                   \
    F(date, erase_on, ST_COMPUTED | ST_INDEXED | ST_NOT_PERSONAL, 0, "Deleted on",                                    \
      "Worked out when it is answered; the controller's limit", "GDPR Art 5(1)(e)")
ST_SHAPE(subject_request, SUBJECT_REQUEST)

#define SUBJECT_ANSWER(F)                                                                                             \
    F(code, outcome, ST_REQUIRED, subject_outcome, "Outcome", "", "Eurodac Art 43(4)")                                \
    F(text, answer, ST_LONG, 4000, "Answer in writing", "With reasons and remedies when refused", "Eurodac Art 43(5)")
ST_SHAPE(subject_answer, SUBJECT_ANSWER)

/* A request that waits for its answer keeps the person's file here; the record of an answered one goes by itself at the
 * controller's limit (rule keeping.limit), whether the file is still here or not.
 *
 * Documents a request (ST_E_NOTFOUND: no such person here); documents its answer (ST_E_INVALID: refused without
 * reasons; ST_E_STATE: answered before). */
int st_subject_ask(struct st_tx *tx, struct st_id *id, const struct subject_request *request, struct st_error *err);
int st_subject_answer(struct st_tx *tx, struct st_id id, enum subject_outcome outcome, struct st_str answer,
                      struct st_error *err);

/* All that wait for an answer, the oldest first, at most 200. Journalled as a read of each person's. */
int st_subject_open(struct st_tx *tx, struct subject_request **out, struct st_id **ids, size_t *n,
                    struct st_error *err);
/* How many wait for an answer: a number of nobody in particular, neither asked for by right nor journalled; for a list
 * of work, which shows it only to who may open them. */
int st_subject_waiting(struct st_tx *tx, int64_t *n, struct st_error *err);

/* Erases records of requests whose day has come; the hook `expire` of the persons' files. */
int st_subject__expire(struct st_tx *tx, size_t *done, size_t limit, struct st_error *err);

/* Searches Eurodac with the person's prints, at their request; they are used for this alone and erased at once. When
 * the request is answered, what was found is erased, and so are prints that still wait for the line (Art 43(6)).
 * Errors: ST_E_STATE (answered), ST_E_INVALID (no prints). */
int st_subject_search(struct st_tx *tx, struct st_id request, const struct eurodac_print *prints, size_t n,
                      struct st_error *err);

/* Everything of a person that is kept here. Arrays live in tx->arena. */
struct st_subject_dataset {
    struct st_id id;
    struct eurodac_dataset data;
    struct register_entry entry;
};
struct st_subject_packet {
    struct person person;
    size_t datasets_n, sent_n, hits_n, notices_n, requests_n, log_n;
    struct st_subject_dataset *datasets;
    struct eurodac_transmission *sent;
    struct eurodac_hit *hits; /* what other States' data were received */
    size_t elsewhere_n;
    struct eurodac_hit *elsewhere; /* what a search at the person's request found in Eurodac: whom to ask */
    struct eurodac_notice *notices;
    struct subject_request *requests;
    struct st_id *request_ids;
    size_t representatives_n;
    struct representation *representatives; /* who represents or assisted them, and when */
    struct st_journal_row *log; /* who read or changed what, newest first */
};
/* Errors: ST_E_FORBIDDEN, ST_E_NOTFOUND. */
int st_subject_packet(struct st_tx *tx, struct st_subject_packet *out, struct st_id person, struct st_error *err);
/* The packet as JSON, images and minutiae by their sizes only: the person gets those on paper. */
void st_subject_write(struct st_json *w, const struct st_subject_packet *packet);

/* Sets one field of an own dataset from its canonical text. Errors: ST_E_INVALID, those of st_register_put. */
int st_subject_rectify(struct st_tx *tx, struct st_id dataset, const char *field, struct st_str value,
                       struct st_error *err);

/* Who saw or changed what between two instants: after a breach, or to look for odd use. Newest first, at most `limit`
 * of the newest 5000 entries that the filter lets through. */
struct st_subject_seen {
    struct st_id person, officer; /* unknown = any */
    struct st_instant from, until; /* unknown = open */
    enum purpose purpose;          /* purpose_unknown = any */
    size_t limit;
};
int st_subject_seen(struct st_tx *tx, struct st_journal_row **out, size_t *n, const struct st_subject_seen *what,
                    struct st_error *err);

#endif
