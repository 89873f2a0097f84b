/* The end of storage: of cases, of persons' files, of arrivals; and the calendar of all that ends.
 *
 * what                 ends                                                     by
 * case                 on the day that its procedure works out (erase_on)       the rule of its act
 * person's file        with the last case, record or open request that needs    SR Art 18(7)
 *                      it; one that nothing ever needed, at the limit of the    GDPR Art 5(1)(e), rule keeping.limit
 *                      controller
 * arrival              with the last file and case that points to it; else so   GDPR Art 5(1)(e), rule keeping.limit
 *
 * Every end stands in a column (case_file.erase_on, register_entry.storage_ends_on, arrival.erase_on) and moves with
 * what it hangs on, in the same transaction. */
#ifndef ST_CASES_RETENTION_H
#define ST_CASES_RETENTION_H

#include "cases/procedure.h"

/* Erases, by operation of law, up to `limit` closed cases whose day has come (erase_on is tx->now's day in UTC, as for
 * the registers, or earlier): every step's form, actions, clocks, drafts, the case, and the log key under which its
 * journal entries say what was done; the entries stay, and their proof. Then the file of a person whom nothing here
 * needs any more. Then arrivals. *erased counts them. The actor is the law itself. */
int st_cases_expire(struct st_tx *tx, size_t *erased, size_t limit, struct st_error *err);
/* Erases a case that a restored copy brought back after it had been erased. Errors: ST_E_NOTFOUND (it is not there). */
int st_case_erase_again(struct st_tx *tx, struct st_id id, struct st_error *err);
/* Moves the ends that hang on a record of a register: for st_registers_on_kept. */
int st_cases_kept(struct st_tx *tx, const struct st_kept *what, struct st_error *err);

/* ---- The calendar ---- */

/* What ends in a month under which article; counts, nothing about anybody. Last days count, not those of erasure. */
struct st_ending {
    struct st_date month;        /* year and month; unknown: there is no end yet, since something goes on */
    const char *what;            /* catalogue key: "Eurodac data", "Screening", "Persons" */
    struct st_str citation;
    int64_t n;
};
/* Everything of the actor's authority by month, the first month first, then what has no end yet. What the actor could
 * not know of is left out: allegations are known to monitors and to the data-protection officer. Roles: data-protection
 * officer, supervisor, monitor. Journalled. Errors: ST_E_FORBIDDEN. */
int st_retention_calendar(struct st_ending **out, size_t *n, struct st_tx *tx, struct st_error *err);

#endif
