/* What a person is told during the screening, and how. Regulation (EU) 2024/1356 ("SR") Art 11.
 *
 * spec row               rule
 * SCR-34 … SCR-37        screening.information */
#ifndef ST_LAW_SCREENING_INFORMATION_H
#define ST_LAW_SCREENING_INFORMATION_H

#include "law/screening_form.h"

/* `given` joins the items of all information_given forms of the person; the way of telling is that of all of them:
 * no as soon as one item was told otherwise. */
#define INFORMATION_FACTS(F)                                                                                          \
    F(codes, given, 0, information_item, "Informed about", "", "SR Art 11(1)")                                        \
    F(tri, application_made, 0, 0, "Has applied for protection", "A wish expressed in any way counts", "APR Art 26")  \
    F(tri, entry_rules_told, 0, 0, "Rules on entry and stay were told before", "", "SR Art 11(2)(a)")                 \
    F(tri, relocation_planned, 0, 0, "To be relocated", "", "SR Art 18(3)")                                           \
    F(tri, understood_language, 0, 0, "In a language understood, or supposed to be", "", "SR Art 11(3)")              \
    F(tri, in_writing, 0, 0, "In writing", "On paper or electronically", "SR Art 11(3)")                              \
    F(tri, oral_needed, 0, 0, "Telling it orally is necessary", "", "SR Art 11(3)")                                   \
    F(tri, told_orally, 0, 0, "Told orally, with interpretation where needed", "", "SR Art 11(3)")                    \
    F(tri, minor, 0, 0, "Minor", "", "SR Art 2(9)")                                                                   \
    F(tri, child_friendly, 0, 0, "In a child-friendly way", "", "SR Art 11(3)")                                       \
    F(tri, companion_involved, 0, 0, "Adult family member, representative or assisting person involved", "",          \
      "SR Art 11(3)")
ST_SHAPE(information_facts, INFORMATION_FACTS)

#define INFORMATION_LACK(C)                                                                                           \
    C(information_lack, language, "A language that the person understands", "SR Art 11(3)")                           \
    C(information_lack, writing, "In writing", "SR Art 11(3)")                                                        \
    C(information_lack, interpretation, "Orally, with interpretation", "SR Art 11(3)")                                \
    C(information_lack, child_friendly, "In a child-friendly way", "SR Art 11(3)")                                    \
    C(information_lack, companion, "With the person who accompanies the minor", "SR Art 11(3)")
ST_CODES(information_lack, INFORMATION_LACK)

#define INFORMATION_OUTCOME(F)                                                                                        \
    F(codes, due, 0, information_item, "To be told", "", "SR Art 11(1)")                                              \
    F(codes, open, 0, information_item, "Not yet told", "", "SR Art 11(1)")                                           \
    F(codes, lacks, 0, information_lack, "What the way of telling lacks", "", "SR Art 11(3)")                         \
    F(tri, complete, 0, 0, "Complete", "", "SR Art 11")
ST_SHAPE(information_outcome, INFORMATION_OUTCOME)
extern const struct st_rule screening_information_rule;

#endif
