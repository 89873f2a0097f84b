#include "law/screening_designation.h"

#include "law/screening_words.h"

ST_CODES_DEFINE(representation_kind, REPRESENTATION_KIND)
ST_CODES_DEFINE(designation_lack, DESIGNATION_LACK)
ST_SHAPE_DEFINE(designation_facts, DESIGNATION_FACTS, "What is known of the person to be put in charge", "SR Art 13")
ST_SHAPE_DEFINE(designation_outcome, DESIGNATION_OUTCOME, "Designation", "SR Art 13")

#define BIT ST_CODE_BIT

/* SCR-104: not too many at one time. Who acts under the Directive has a ceiling even in exceptional situations; the
 * Regulation names none for the trained person. */
static uint64_t look_at_load(struct st_run *r, const struct designation_facts *f)
{
    int64_t usual = st_param_number(r, "screening.minors_per_person");
    int64_t most = st_param_number(r, "screening.minors_per_representative");
    int64_t would_be;

    if (!known(r, f->minors_in_care)) {
        because(r, "SR Art 13(5)", "How many minors are in this person's care is not known.");
        return BIT(designation_lack_load);
    }
    would_be = number(r, f->minors_in_care) + 1;
    if (would_be > most && code(r, f->kind) != representation_kind_trained_person) {
        because(r, "RCD Art 27(1)", "With this one the person would have {0} minors in care; never more than {1}.",
                ST_V(would_be), ST_V(most));
        return BIT(designation_lack_most);
    }
    if (would_be > usual && is(r, f->normal_circumstances)) {
        because(r, "SR Art 13(5)",
                "With this one the person would have {0} minors in care; under normal circumstances at most {1}.",
                ST_V(would_be), ST_V(usual));
        return BIT(designation_lack_load);
    }
    return 0;
}

/* SCR-103: changed only when necessary. A representative takes over from whoever acted until the appointment. */
static uint64_t look_at_change(struct st_run *r, const struct designation_facts *f, struct designation_outcome *o)
{
    if (!is(r, f->another))
        return 0;
    o->ends_other = ST_YES;
    if (code(r, f->kind) == representation_kind_representative && is(r, f->another_provisionally)) {
        because(r, "RCD Art 27(1)(a)", "Whoever acted provisionally did so until a representative was appointed.");
        return 0;
    }
    because(r, "SR Art 13(4)", "The person who assists is changed only when necessary, and the reason is recorded.");
    return known(r, f->why_changed) ? 0 : BIT(designation_lack_change);
}

ST_RULE(screening_designation, designation_facts, designation_outcome, "screening.designation", "SR Art 13",
        "May this person be put in charge of the minor?", "SCR-101 SCR-102 SCR-103 SCR-104 SCR-105", ST_VERIFIED,
        SR_APPLIES)
{
    o->may_apply = ST_YES;
    o->ends_other = o->may_designate = ST_NO;
    if (!is(r, f->minor)) {
        o->lacks = BIT(designation_lack_minority);
        because(r, "SR Art 2(9)", "Not a minor: the guarantees for minors do not apply.");
        return;
    }
    if (code(r, f->kind) == representation_kind_family_member) {
        o->may_designate = ST_YES;
        because(r, "SR Art 13(2)", "An adult family member who is there accompanies the minor.");
        return;
    }
    because(r, "SR Art 13(3)",
            "Unaccompanied: a representative, or a person trained for it, accompanies and assists as soon as possible.");
    if (!is(r, f->unaccompanied))
        o->lacks |= BIT(designation_lack_unaccompanied);
    if (!is(r, f->trained))
        o->lacks |= BIT(designation_lack_training);
    if (is(r, f->takes_part) || !is(r, f->independent))
        o->lacks |= BIT(designation_lack_independence);
    if (is(r, f->conflict))
        o->lacks |= BIT(designation_lack_no_conflict);
    o->lacks |= look_at_change(r, f, o) | look_at_load(r, f);
    st_because_of_each(r, &designation_lack_codes, o->lacks, "For this designation is lacking: {0}.");
    because(r, "SR Art 13(6)", "That no representative is there yet never hinders an application for protection.");
    o->may_designate = st_tri_of(o->lacks == 0);
}
