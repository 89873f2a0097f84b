/* Eurodac: what is its own among the registers. Regulation (EU) 2024/1358.
 *
 * spec row        where
 * §1.6 matrix     st_eurodac_compares
 * §1.8 R1-R10     st_eurodac.storage (R11 needs the Council decision's date and is refused without it)
 * §1.8 R16-R18    st_eurodac_citizenship
 * §1.9            st_eurodac.rights, and who records which category
 * §1.2, F3, F4    st_eurodac.check */
#ifndef ST_REGISTERS_EURODAC_H
#define ST_REGISTERS_EURODAC_H

#include "law/eurodac_dataset.h"
#include "registers/register.h"

/* Its record is `eurodac_dataset`. st_register_put fills origin, operator, transmission day and reference number of a
 * new dataset (a reference that is given is kept: a resend goes under the same number, Art 38(1)). */
extern const struct st_register st_eurodac;

/* An incoming dataset beside a stored one. */
struct st_eurodac_pair {
    enum eurodac_category incoming, stored;
    bool stored_marked;     /* protection granted, Art 31(1) */
    bool incoming_transfer; /* new dataset after take charge, Art 16(2)(a) */
    bool same_state;        /* the stored dataset is the sender's own */
    bool own_state_asked;   /* and the sender wants those covered too, Art 27(3) */
};
/* Does Eurodac compare the two by itself (Art 27(1) to (3)), or on request for law enforcement and data subjects? */
bool st_eurodac_compares(const struct st_eurodac_pair *pair);

/* True when the person may be under six on the day the biometrics were taken: a birth date that lacks its day or month
 * is read in the child's favour (Art 13, 14). */
bool st_eurodac_maybe_under_six(struct st_date born_on, struct st_date taken_on);

/* Erases after the person acquired the citizenship of a Member State (Art 30(1)). Errors: ST_E_STATE when the article
 * does not reach the dataset (admission refused or discontinued), and those of st_register_erase. */
int st_eurodac_citizenship(struct st_tx *tx, struct st_id id, struct st_error *err);

#endif
