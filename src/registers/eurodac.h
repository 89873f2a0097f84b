/* Eurodac: what is its own among the registers. Regulation (EU) 2024/1358.
 *
 * Two places keep datasets under the same ids: the station keeps its own, and the centre (authority "EU-EURODAC")
 * those of all States, with their copies in the common identity repository, their prints in the gallery and their
 * links. What a station records, changes, marks or erases goes to the centre by message (eurodac_transmit.h,
 * eurodac_message.h).
 *
 * spec row        where
 * §1.6 matrix     st_eurodac_compares (rule eurodac.comparison)
 * §1.7 U1-U17     st_eurodac_happened (rule eurodac.change)
 * §1.8 R1-R15     st_eurodac.storage (rule eurodac.retention; R11 needs the Council decision's date)
 * §1.8 R16-R18    st_eurodac_happened with `citizenship`
 * §1.9            st_eurodac.rights, and who records which category
 * §1.2, F3, F4    st_eurodac.check
 * O2              st_eurodac.logs (rule eurodac.logs) */
#ifndef ST_REGISTERS_EURODAC_H
#define ST_REGISTERS_EURODAC_H

#include "law/eurodac.h"
#include "registers/register.h"

/* Its record is `eurodac_dataset`. A new dataset is recorded with st_eurodac_send, which also sends it;
 * st_register_put fills origin, operator, transmission day and reference number (a reference that is given is kept:
 * a resend goes under the same number, Art 38(1)) and sends what changed. */
extern const struct st_register st_eurodac;

/* Does Eurodac compare the two by itself (Art 27(1) to (3)), or on request for law enforcement and data subjects, and
 * would a hit go before others (Art 27(5))? Errors: ST_E_STATE before the Regulation applies. */
int st_eurodac_compares(struct eurodac_comparison *out, const struct eurodac_pair *pair, struct st_date as_of,
                        struct st_arena *arena, struct st_error *err);

/* True when the person may be under six on the day the biometrics were taken: a birth date that lacks its day or
 * month is read in the child's favour (Art 13, 14). */
bool st_eurodac_maybe_under_six(struct st_date born_on, struct st_date taken_on);

/* What happened to a person after the dataset was sent. */
struct st_eurodac_happening {
    enum eurodac_event event;
    struct st_date on;        /* the day, for events that add one */
    struct st_str state;      /* responsible State, or State of relocation */
    uint8_t others_consulted; /* tri, before a security flag is deleted */
};
/* Does with the own dataset what the law attaches to the event: adds the State or the day, marks, removes the mark
 * or the flag, erases. The centre and, where the law says so, the other States are told. Errors: ST_E_STATE with the
 * rule's reason when the article does not reach the dataset, when others are to be consulted first, or when the
 * event takes a dataset of its own; those of st_register_put, _mark and _erase. */
int st_eurodac_happened(struct st_tx *tx, struct st_id id, const struct st_eurodac_happening *what,
                        struct st_error *err);

#endif
