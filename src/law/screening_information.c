#include "law/screening_information.h"

#include "law/screening_words.h"

ST_CODES_DEFINE(information_lack, INFORMATION_LACK)
ST_SHAPE_DEFINE(information_facts, INFORMATION_FACTS, "What the person was told", "SR Art 11")
ST_SHAPE_DEFINE(information_outcome, INFORMATION_OUTCOME, "Information", "SR Art 11")

#define BIT ST_CODE_BIT

/* What is due to this person: Art 11(1) to everybody, Art 11(2) where appropriate. */
static uint64_t items_due(struct st_run *r, const struct information_facts *f, uint64_t given)
{
    uint64_t due = BIT(information_item_screening) | BIT(information_item_right_to_apply) |
                   BIT(information_item_rights_and_duties) | BIT(information_item_data_protection);

    if (is(r, f->application_made)) {
        due |= BIT(information_item_applicant_duties);
        because(r, "SR Art 11(1)(b)", "An applicant is told of the duties of applicants, and what follows when they are not met.");
    } else {
        due |= BIT(information_item_return_duty);
        because(r, "SR Art 11(2)(b)",
                "Who has not applied is told of the duty to return and the help with voluntary departure, and always of the "
                "right to apply.");
    }
    if ((given & BIT(information_item_entry_and_stay)) || !is(r, f->entry_rules_told))
        due |= BIT(information_item_entry_and_stay);
    if (is(r, f->relocation_planned))
        due |= BIT(information_item_relocation);
    return due;
}

/* Art 11(3): how it is told. */
static uint64_t lacks_in_telling(struct st_run *r, const struct information_facts *f)
{
    uint64_t lacks = 0;

    if (!is(r, f->understood_language))
        lacks |= BIT(information_lack_language);
    if (!is(r, f->in_writing))
        lacks |= BIT(information_lack_writing);
    if (is(r, f->oral_needed) && !is(r, f->told_orally))
        lacks |= BIT(information_lack_interpretation);
    if (!is(r, f->minor))
        return lacks;
    if (!is(r, f->child_friendly))
        lacks |= BIT(information_lack_child_friendly);
    if (!is(r, f->companion_involved))
        lacks |= BIT(information_lack_companion);
    return lacks;
}

ST_RULE(screening_information, information_facts, information_outcome, "screening.information", "SR Art 11",
        "Has the person been told what is due, in the way that is due?", "SCR-34 SCR-35 SCR-36 SCR-37", ST_VERIFIED,
        SR_APPLIES)
{
    const uint64_t given = noted(r, f->given);

    o->due = items_due(r, f, given);
    o->open = o->due & ~given;
    if (given != 0) /* as long as nothing was told, there is no way of telling to look at */
        o->lacks = lacks_in_telling(r, f);
    o->complete = st_tri_of(o->open == 0 && o->lacks == 0);
    st_because_of_each(r, &information_item_codes, o->open, "Not yet told: {0}.");
    st_because_of_each(r, &information_lack_codes, o->lacks, "The way of telling lacks: {0}.");
    if (st_yes(o->complete))
        because(r, "SR Art 11", "The person was told all that is due, in the way that is due.");
}
