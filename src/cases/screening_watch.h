/* The monitor's list of screenings: SR Art 10(2), APR Art 43(4).
 *
 * The fundamental-rights monitor looks at all screenings of a place and a time without asking the watched for data, and
 * sees for each, without knowing whose it is, what may touch a right: how long it took, whether an interpreter and a
 * representative were there, what was refused, and when. A mark is a reason to look, no finding. */
#ifndef ST_CASES_SCREENING_WATCH_H
#define ST_CASES_SCREENING_WATCH_H

#include "cases/screening.h"

#define WATCH_MARK(C)                                                                                                 \
    C(watch_mark, limit_passed, "Longer than the time limit", "SR Art 8(3)")                                          \
    C(watch_mark, no_information, "No information on record", "SR Art 11(1)")                                         \
    C(watch_mark, no_interpreter, "Informed orally without an interpreter", "SR Art 11(3)")                           \
    C(watch_mark, no_representative, "Minor without assistance on record", "SR Art 13(2)")                            \
    C(watch_mark, no_vulnerability_check, "Ended without a vulnerability check", "SR Art 12(3)")                      \
    C(watch_mark, no_health_check, "Ended without a health check", "SR Art 12(1)")                                    \
    C(watch_mark, custody, "In custody", "SR Art 8(7)")                                                               \
    C(watch_mark, access_refused, "Access to a counsellor refused", "SR Art 8(6)")                                    \
    C(watch_mark, at_night, "Decided at night, from 22 to 6", "SR Art 10(2)")                                         \
    C(watch_mark, objection, "The person objected to the form", "SR Art 17(3)")
ST_CODES(watch_mark, WATCH_MARK)

#define WATCH_AGE(C)                                                                                                  \
    C(watch_age, minor, "Minors", "SR Art 13") C(watch_age, unaccompanied, "Unaccompanied minors", "SR Art 13(3)")    \
    C(watch_age, adult, "Adults", "")
ST_CODES(watch_age, WATCH_AGE)

/* What the monitor asks for; everything may be unknown. */
#define SCREENING_WATCHED(F)                                                                                          \
    F(text, place, ST_NOT_PERSONAL, 80, "Place", "", "")                                                              \
    F(date, from, 0, 0, "Opened from", "", "")                                                                        \
    F(date, until, 0, 0, "Opened until", "This day is in it", "")                                                     \
    F(code, outcome, 0, referral_kind, "Outcome", "", "SR Art 18")                                                    \
    F(text, language, ST_LANGUAGES | ST_NOT_PERSONAL, 40, "Language spoken", "", "")                                  \
    F(code, age, 0, watch_age, "Minors or adults", "", "SR Art 13")                                                   \
    F(code, mark, 0, watch_mark, "What may touch a right", "", "SR Art 10(2)")
ST_SHAPE(screening_watched, SCREENING_WATCHED)

struct st_watch_row {
    struct st_id id;
    struct st_str number, place, state, languages;
    struct st_instant opened_at, closed_at;
    int64_t minutes;        /* from the event to the end, or to now */
    unsigned outcome;       /* referral_kind; 0 while there is none */
    uint8_t minor, unaccompanied;
    uint64_t marks;         /* bits of watch_mark */
};
struct st_watch {
    struct st_watch_row *rows;
    size_t n;
    struct st_id next;      /* where the next part begins; unknown: this is the end */
};
/* Screenings of that kind, newest first, up to `limit` (at most 200), from `before` (unknown: the newest). Days are
 * those of the zone (IANA). Names nobody; one entry of the journal. Role: monitor. Errors: ST_E_FORBIDDEN. */
int st_screening_watch(struct st_watch *out, struct st_tx *tx, const struct screening_watched *asked, const char *zone,
                       struct st_id before, size_t limit, struct st_error *err);
/* `count` screenings of the period at random (SCR-113), whatever else is asked; as above. */
int st_screening_watch_sample(struct st_watch *out, struct st_tx *tx, const struct screening_watched *asked,
                              const char *zone, size_t count, struct st_error *err);

#endif
