/* An arrival: one boat, one bus, one group found, with its place and time, its people and their wrist-bands.
 *
 * Opening one takes a minute at the quay: place, time, how they came, how many. Bands are numbered and printed in one
 * go; each person captured later is tied to the arrival by the band, so that nobody is asked twice. */
#ifndef ST_CASES_ARRIVAL_H
#define ST_CASES_ARRIVAL_H

#include "law/screening.h"
#include "registers/person.h"

#define ARRIVAL(F)                                                                                                    \
    F(text, number, ST_COMPUTED | ST_INDEXED | ST_NOT_PERSONAL, 24, "Number", "", "")                                 \
    F(text, member_state, ST_REQUIRED | ST_NOT_PERSONAL, 2, "Member State", "Whose authority screens", "SR Art 8")    \
    F(text, place, ST_REQUIRED | ST_NOT_PERSONAL, 80, "Place", "Port, crossing point, stretch of the border", "SR Art 8(1)") \
    F(code, event, ST_REQUIRED | ST_NOT_PERSONAL, screening_event, "What happened", "", "SR Art 5 and 7")             \
    F(instant, event_at, ST_REQUIRED | ST_IN_PAST | ST_NOT_PERSONAL, 0, "When",                                       \
      "Apprehension, disembarkation or presentation at the crossing point; the clocks run from it", "SR Art 8(3)")    \
    F(number, people, ST_REQUIRED | ST_NOT_PERSONAL, 0, "People", "As counted; correct it when the count changes", "") \
    F(number, children, ST_NOT_PERSONAL, 0, "Of them children", "As far as can be seen", "")                          \
    F(text, means, ST_NOT_PERSONAL, 80, "Came by", "Boat, vehicle, on foot", "")                                      \
    F(text, remarks, ST_LONG, 2000, "Remarks", "Medical emergencies, deaths, persons missing", "")                    \
    F(number, bands_printed, ST_COMPUTED | ST_NOT_PERSONAL, 0, "Bands printed", "", "")                               \
    F(instant, closed_at, ST_COMPUTED | ST_NOT_PERSONAL, 0, "Closed at", "", "")                                      \
    F(date, erase_on, ST_COMPUTED | ST_INDEXED | ST_NOT_PERSONAL, 0, "Deleted on",                                    \
      "While no file and no case belongs to it; else with the last of them", "GDPR Art 5(1)(e)")
ST_SHAPE(arrival, ARRIVAL)

/* All need the role of a screening officer or supervisor and the purpose screening.
 * Errors: ST_E_INVALID, ST_E_FORBIDDEN, ST_E_NOTFOUND, ST_E_STATE (closed), ST_E_CONFLICT. */
int st_arrival_open(struct st_tx *tx, struct st_id *id, struct arrival *arrival, struct st_error *err);
int st_arrival_get(struct st_tx *tx, struct arrival *arrival, int64_t *version, struct st_id id, struct st_error *err);
int st_arrival_update(struct st_tx *tx, struct st_id id, int64_t version, struct arrival *arrival,
                      struct st_error *err);
int st_arrival_close(struct st_tx *tx, struct st_id id, struct st_error *err);
/* Numbers `count` new bands ("<arrival number>/<n>"), 1 … 2000; *first is the first n. */
int st_arrival_bands(struct st_tx *tx, struct st_id id, int64_t count, int64_t *first, struct st_error *err);
/* How many of its people have a file by now. A number, no reading about anybody. */
int st_arrival_captured(struct st_tx *tx, struct st_id id, int64_t *captured, struct st_error *err);
/* The arrival that a band belongs to, by the arrival's number before the slash; ST_E_NOTFOUND. */
int st_arrival_of_band(struct st_tx *tx, struct st_id *id, struct st_str band, struct st_error *err);
/* Newest first, at most `limit`. */
int st_arrival_list(struct st_tx *tx, struct arrival **out, struct st_id **ids, size_t *n, size_t limit,
                    struct st_error *err);

/* Its end (retention.c): a file or case belongs to it; the last of them is gone, and the law erases it; those whose day
 * has come. Without rights: the law's own work, or part of a command that had them. */
int st_arrival__needed(struct st_tx *tx, struct st_id id, struct st_error *err);
int st_arrival__free(struct st_tx *tx, struct st_id id, struct st_error *err);
int st_arrivals__expire(struct st_tx *tx, size_t *done, size_t limit, struct st_error *err);

/* Counted and captured, side by side. */
struct st_arrival_numbers {
    int64_t people, children, bands;                 /* as counted; bands printed */
    int64_t captured, with_band, unaccompanied;      /* files opened */
    int64_t screened, running, referred;             /* screenings begun, not ended yet, referred or ended */
};
int st_arrival_count(struct st_arrival_numbers *out, struct st_tx *tx, struct st_id id, struct st_error *err);
/* Who was captured, in the order of capture, each with the newest screening. No names: the caller reads the files that
 * it shows. */
struct st_arrival_person {
    struct st_id person, case_id; /* case_id unknown: no screening yet */
    struct st_str number, band, case_number, state;
    struct st_instant ends_at;    /* of the screening's clock while it runs */
};
int st_arrival_people(struct st_arrival_person **out, size_t *n, struct st_tx *tx, struct st_id id, size_t limit,
                      struct st_error *err);

#endif
