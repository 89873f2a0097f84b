/* Who assists or represents a person: adult family member, provisional representative, representative, or a person
 * trained to safeguard the best interests of the child. SR Art 13(2) to (6), RCD Art 27.
 *
 * A record says who is in charge of whom, since when, designated by whom; it ends, and another begins, and what ended
 * stays in the person's file and goes with it. Who of them has an account here sees the persons in their care with it
 * (access.h, ST_ROLES_IN_CARE), as long as the record is in force and no longer. At most one person at a time
 * represents or assists an unaccompanied minor; adults of the family may be several. Who may be designated, the rule
 * screening.designation says. */
#ifndef ST_REGISTERS_REPRESENTATION_H
#define ST_REGISTERS_REPRESENTATION_H

#include "law/screening_designation.h"
#include "registers/register.h"

#define REPRESENTATION(F)                                                                                             \
    F(id, person, ST_COMPUTED | ST_INDEXED | ST_HIDDEN, 0, "Person", "", "SR Art 13(3)")                              \
    F(code, kind, ST_REQUIRED, representation_kind, "In charge as", "", "SR Art 13(2) and (3)")                       \
    F(text, sign_in_name, 0, 60, "Sign-in name", "Of their account here, if they have one", "")                       \
    F(id, account, ST_COMPUTED | ST_INDEXED | ST_HIDDEN, 0, "Account", "", "")                                        \
    F(text, name, ST_INDEXED, 120, "Name", "Of the natural person, also where an organisation is designated",         \
      "RCD Art 27(3)")                                                                                                \
    F(text, organisation, 0, 120, "Organisation", "", "SR Art 2(7)")                                                  \
    F(text, contact, 0, 120, "How to reach them", "", "")                                                             \
    F(instant, since, ST_IN_PAST, 0, "Since", "Now, when left empty", "SR Art 13(3)")                                 \
    F(text, designated_by, ST_REQUIRED, 120, "Designated by", "The competent authority or body", "SR Art 2(7)")       \
    F(text, act, 0, 120, "Decision", "Number and day of the act", "RCD Art 27(1)")                                    \
    F(tri, trained, 0, 0, "Trained to safeguard the best interests of the child", "", "SR Art 13(3)")                 \
    F(tri, independent, 0, 0, "Independent, without orders, responsible for no part of the screening", "",            \
      "SR Art 13(4)")                                                                                                 \
    F(tri, conflict, 0, 0, "Interests that conflict, or could conflict, with those of the minor", "",                 \
      "RCD Art 27(6)")                                                                                                \
    F(tri, normal_circumstances, 0, 0, "Normal circumstances",                                                        \
      "More than thirty minors at one time only when they are not", "SR Art 13(5)")                                   \
    F(number, minors_in_care, ST_COMPUTED, 0, "Minors in this person's care", "At the designation, with this one",    \
      "SR Art 13(5)")                                                                                                 \
    F(text, why_changed, ST_LONG, 1000, "Why another person assists now", "Changed only when necessary",              \
      "SR Art 13(4)")                                                                                                 \
    F(tri, minor_told, 0, 0, "The minor was told, and how to complain", "In a way that the minor understands",        \
      "RCD Art 27(5)(a)")                                                                                             \
    F(instant, until, ST_COMPUTED | ST_INDEXED, 0, "Until", "", "RCD Art 27(1)")                                                   \
    F(text, ended_because, ST_COMPUTED | ST_LONG, 1000, "Ended because", "", "SR Art 13(4)")
ST_SHAPE(representation, REPRESENTATION)

/* The records, kept by the register engine as a part of the person's file. */
extern const struct st_register st_representations;

/* Puts somebody in charge of a person; ends the charge of the one before where the rule says so. Errors:
 * ST_E_FORBIDDEN, ST_E_INVALID (each field named; the rule's reasons), ST_E_NEEDS (what the rule must know),
 * ST_E_NOTFOUND (person). */
int st_representation_designate(struct st_tx *tx, struct st_id *id, struct st_id person,
                                const struct representation *given, struct st_error *err);
/* Ends a charge, now or at a moment since it began, for a reason in own words. Errors: also ST_E_STATE (ended already),
 * ST_E_CONFLICT. */
int st_representation_end(struct st_tx *tx, struct st_id id, int64_t version, struct st_instant until,
                          struct st_str because, struct st_error *err);
/* All of a person, in force first, then newest first, as far as the actor may see them (a reading). */
int st_representation_list(struct st_tx *tx, struct representation **out, struct st_id **ids, size_t *n,
                           struct st_id person, struct st_error *err);
/* One of them, for the page that ends it. `version` may be NULL. */
int st_representation_get(struct st_tx *tx, struct representation *out, int64_t *version, struct st_id id,
                          struct st_error *err);
bool st_representation_in_force(const struct representation *r, struct st_instant now);
/* Whoever represents or assists the person as an unaccompanied minor now, for guards and rules: needs no right. False:
 * nobody does. */
bool st_representation_of(struct representation *out, struct st_tx *tx, struct st_id person);

/* Accounts that may be put in charge, with how many minors each has in care. Right: ST_MAY_WRITE on the records. */
struct st_representative {
    struct st_id account;
    struct st_str sign_in_name, name, unit;
    int64_t minors;
};
int st_representatives(struct st_tx *tx, struct st_representative **out, size_t *n, struct st_error *err);

/* ---- The condition of ST_ROLES_IN_CARE ---- */
/* Is this person in the actor's care now? False without such a role, and of nobody (an unknown id). */
bool st_in_care(struct st_tx *tx, struct st_id person);
/* All who are: their files, in the order in which they came into care. Empty without such a role. */
int st_all_in_care(struct st_tx *tx, struct st_id **persons, size_t *n, struct st_error *err);

#endif
