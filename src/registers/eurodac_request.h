/* A law-enforcement request to search Eurodac: reasoned, and verified by another officer of another unit.
 *
 * spec §1.10: G1 to G6, G8, E1, E4, E5. A search may run only while st_eurodac_request_open says so. */
#ifndef ST_REGISTERS_EURODAC_REQUEST_H
#define ST_REGISTERS_EURODAC_REQUEST_H

#include "law/eurodac.h"
#include "registers/register.h"

#define EURODAC_REQUEST(F)                                                                                            \
    F(text, file, ST_REQUIRED | ST_INDEXED, 60, "National file number", "", "Eurodac Art 51(2)")                      \
    F(text, offence, ST_REQUIRED, 200, "Offence", "", "Eurodac Art 33(1)(b)")                                         \
    F(text, persons, ST_REQUIRED, 400, "Case and persons concerned", "", "Eurodac Art 33(1)(c)")                      \
    F(text, grounds, ST_REQUIRED | ST_LONG, 2000, "Why it contributes substantially", "", "Eurodac Art 33(1)(d)")     \
    F(tri, europol, 0, 0, "Request of Europol", "", "Eurodac Art 34(1)")                                              \
    F(text, europol_check, 0, 200, "Search of Europol's own systems", "", "Eurodac Art 34(1)(a)")                     \
    F(tri, cir_flag, 0, 0, "A reply of the CIR named Eurodac", "", "Eurodac Art 33(2)")                               \
    F(text, national_check, 0, 200, "Check of national databases", "", "Eurodac Art 33(1)(a)(i)")                     \
    F(text, prum_check, 0, 400, "Check of other States' fingerprints, or why not", "", "Eurodac Art 33(1)(a)(ii)")    \
    F(tri, against_child, 0, 0, "Against a child under 14", "", "Eurodac Art 14(3)")                                  \
    F(text, child_grounds, ST_LONG, 2000, "Grounds concerning the child", "", "Eurodac Art 14(3)")                    \
    F(tri, urgent, 0, 0, "Imminent danger", "Searched at once, verified after", "Eurodac Art 32(4)")                  \
    F(id, asked_by, ST_COMPUTED, 0, "Asked by", "", "Eurodac Art 51(2)")                                              \
    F(text, asked_unit, ST_COMPUTED, 80, "Unit that asks", "", "Eurodac Art 5(3)")                                    \
    F(instant, asked_at, ST_COMPUTED, 0, "Asked at", "", "Eurodac Art 51(2)")                                         \
    F(code, verdict, ST_COMPUTED, eurodac_verdict, "Verdict", "", "Eurodac Art 32(2)")                                \
    F(id, verified_by, ST_COMPUTED, 0, "Verified by", "", "Eurodac Art 6(1)")                                         \
    F(text, verified_unit, ST_COMPUTED, 80, "Unit that verifies", "", "Eurodac Art 6(1)")                             \
    F(instant, verified_at, ST_COMPUTED, 0, "Verified at", "", "Eurodac Art 32(4)")                                   \
    F(id, searched_by, ST_COMPUTED, 0, "Searched by", "", "Eurodac Art 51(2)(h)")                                     \
    F(instant, searched_at, ST_COMPUTED, 0, "Searched at", "", "Eurodac Art 51(2)(d)")                                \
    F(instant, answered_at, ST_COMPUTED, 0, "Answered at", "", "Eurodac Art 47(4)")                                   \
    F(number, hits, ST_COMPUTED, 0, "Hits", "", "Eurodac Art 32(2)")                                                  \
    F(tri, case_needs, ST_COMPUTED, 0, "The ongoing investigation it was asked for needs it", "",                     \
      "Eurodac Art 47(4)")                                                                                            \
    F(instant, erased_at, ST_COMPUTED, 0, "Result erased at", "", "Eurodac Art 32(5)")                                \
    F(date, erase_on, ST_COMPUTED | ST_INDEXED | ST_NOT_PERSONAL, 0, "Deleted on",                                    \
      "The record of the search itself, kept for the supervisory authorities", "Eurodac Art 47(4)")
ST_SHAPE(eurodac_request, EURODAC_REQUEST)

/* Asks. Role law_enforcement, purpose serious_crime. Errors: ST_E_FORBIDDEN, ST_E_INVALID naming the condition that
 * is not met (rule eurodac.law_enforcement); nobody but the verifier judges whether what is written is true. */
int st_eurodac_request_ask(struct st_tx *tx, struct st_id *id, const struct eurodac_request *request,
                           struct st_error *err);
/* Verifies. Role verifying_officer, another officer, another unit (Art 6(1)). Refused after an urgent search, what
 * that reached is erased at once (Art 32(5)). Errors: ST_E_FORBIDDEN, ST_E_STATE (decided before), ST_E_NOTFOUND. */
int st_eurodac_request_verify(struct st_tx *tx, struct st_id id, enum eurodac_verdict verdict, struct st_error *err);
/* May a search run on it: permitted, or urgent and not yet verified. What a refusal after an urgent search reached is
 * to be erased (Art 32(5)). */
bool st_eurodac_request_open(const struct eurodac_request *request);

/* By what is searched: biometrics or alphanumeric data (Art 33(3)). */
struct st_eurodac_key {
    const struct eurodac_print *prints;
    size_t prints_n;
    struct st_str name, document;
};
/* Searches, once, while the request is open; the answer comes by message (st_eurodac_hits_of_request). Errors:
 * ST_E_FORBIDDEN, ST_E_STATE (not verified, refused, searched before), ST_E_INVALID (nothing to search by). */
int st_eurodac_request_search(struct st_tx *tx, struct st_id id, const struct st_eurodac_key *key,
                              struct st_error *err);
/* Says whether the investigation still needs what was found; without it the data are erased after one month. */
int st_eurodac_request_keep(struct st_tx *tx, struct st_id id, bool needed, struct st_error *err);
/* A request, and all of them, newest last. Journalled as a read. */
int st_eurodac_request_get(struct st_tx *tx, struct eurodac_request *out, struct st_id id, struct st_error *err);
int st_eurodac_requests(struct st_tx *tx, struct eurodac_request **out, struct st_id **ids, size_t *n,
                        struct st_error *err);
/* How many wait for a verdict that this officer may give: another's, of another unit (Art 6(1)). A number of nobody in
 * particular, neither asked for by right nor journalled; for a list of work, which shows it only to who verifies. */
int st_eurodac_requests_waiting(struct st_tx *tx, int64_t *n, struct st_error *err);
/* Erases results whose month is over, and records of requests whose own day has come (rule keeping.limit) unless the
 * investigation still needs what was found; then their logs go too. The hook `expire` of the register. */
int st_eurodac__expire_requests(struct st_tx *tx, size_t *done, size_t limit, struct st_error *err);

#endif
