/* Who is put in charge of assisting or representing a minor. Regulation (EU) 2024/1356 ("SR") Art 13(2) to (6);
 * Directive (EU) 2024/1346 ("RCD") Art 27, whose provisional representative assists in the screening too.
 *
 * spec row               rule
 * SCR-101 … SCR-105      screening.designation */
#ifndef ST_LAW_SCREENING_DESIGNATION_H
#define ST_LAW_SCREENING_DESIGNATION_H

#include "base/shape.h"
#include "law/rule.h"

#define REPRESENTATION_KIND(C)                                                                                        \
    C(representation_kind, family_member, "Adult family member", "SR Art 13(2)")                                      \
    C(representation_kind, provisional, "Provisional representative", "RCD Art 27(1)(a)")                             \
    C(representation_kind, representative, "Representative", "SR Art 2(7)")                                           \
    C(representation_kind, trained_person, "Person trained to safeguard the best interests of the child",             \
      "SR Art 13(3)")
ST_CODES(representation_kind, REPRESENTATION_KIND)

#define DESIGNATION_FACTS(F)                                                                                          \
    F(code, kind, 0, representation_kind, "Kind", "", "SR Art 13(2) and (3)")                                         \
    F(tri, minor, 0, 0, "Minor", "", "SR Art 2(9)")                                                                   \
    F(tri, unaccompanied, 0, 0, "Unaccompanied minor", "", "SR Art 2(11)")                                            \
    F(tri, trained, 0, 0, "Trained to safeguard the best interests of the child", "", "SR Art 13(3)")                 \
    F(tri, independent, 0, 0, "Independent, without orders, responsible for no part of the screening", "",            \
      "SR Art 13(4)")                                                                                                 \
    F(tri, takes_part, 0, 0, "Has a part in the screening of people here", "By the roles of their account",           \
      "SR Art 13(4)")                                                                                                 \
    F(tri, conflict, 0, 0, "Interests that conflict, or could conflict, with those of the minor", "", "RCD Art 27(6)") \
    F(number, minors_in_care, 0, 0, "Other unaccompanied minors in this person's care", "", "SR Art 13(5)")           \
    F(tri, normal_circumstances, 0, 0, "Normal circumstances", "", "SR Art 13(5)")                                    \
    F(tri, another, 0, 0, "Somebody else is in charge of the minor", "", "SR Art 13(4)")                              \
    F(tri, another_provisionally, 0, 0, "That person acts until a representative is appointed", "", "RCD Art 27(1)(a)") \
    F(text, why_changed, 0, 1000, "Why another person assists now", "Changed only when necessary", "SR Art 13(4)")
ST_SHAPE(designation_facts, DESIGNATION_FACTS)

#define DESIGNATION_LACK(C)                                                                                           \
    C(designation_lack, minority, "A minor", "SR Art 13(1)")                                                          \
    C(designation_lack, unaccompanied, "A minor who is unaccompanied", "SR Art 13(3)")                                \
    C(designation_lack, training, "Training for the task", "SR Art 13(3)")                                            \
    C(designation_lack, independence, "Independence from the screening", "SR Art 13(4)")                              \
    C(designation_lack, no_conflict, "Interests that do not conflict with those of the minor", "RCD Art 27(6)")       \
    C(designation_lack, change, "Why another person assists now", "SR Art 13(4)")                                     \
    C(designation_lack, load, "At most thirty minors in one person's care", "SR Art 13(5)")                           \
    C(designation_lack, most, "At most fifty minors in one representative's care, even in exceptional situations",    \
      "RCD Art 27(1)")
ST_CODES(designation_lack, DESIGNATION_LACK)

#define DESIGNATION_OUTCOME(F)                                                                                        \
    F(tri, may_designate, 0, 0, "May be put in charge", "", "SR Art 13")                                              \
    F(codes, lacks, 0, designation_lack, "Lacks", "", "SR Art 13")                                                    \
    F(tri, ends_other, 0, 0, "Ends the charge of the person before", "", "SR Art 13(4)")                              \
    F(tri, may_apply, 0, 0, "The right to apply stands", "", "SR Art 13(6)")
ST_SHAPE(designation_outcome, DESIGNATION_OUTCOME)
extern const struct st_rule screening_designation_rule;

#endif
