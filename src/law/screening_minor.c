#include "law/screening_minor.h"

#include "law/screening_words.h"

ST_CODES_DEFINE(minor_lack, MINOR_LACK)
ST_CODES_DEFINE(capture_lack, CAPTURE_LACK)
ST_CODES_DEFINE(capture_next, CAPTURE_NEXT)
ST_SHAPE_DEFINE(minor_facts, MINOR_FACTS, "What is known of the minor", "SR Art 13")
ST_SHAPE_DEFINE(minor_outcome, MINOR_OUTCOME, "Guarantees for minors", "SR Art 13")
ST_SHAPE_DEFINE(biometrics_facts, BIOMETRICS_FACTS, "What is known of the capture", "Eurodac Art 13 and 14")
ST_SHAPE_DEFINE(biometrics_outcome, BIOMETRICS_OUTCOME, "Capture of biometrics", "Eurodac Art 13 and 14")

#define BIT ST_CODE_BIT

/* ---- screening.minor: SCR-100 to SCR-105, SCR-107 ---- */

/* SCR-102 to SCR-104: the representative or assisting person is named, was there, is trained, independent, the one
 * designated, and not in charge of too many. */
static void look_at_assistant(struct st_run *r, const struct minor_facts *f, struct minor_outcome *o)
{
    int64_t most = st_param_number(r, "screening.minors_per_person");

    if (!known(r, f->assistant)) {
        o->lacks |= BIT(minor_lack_assistant);
        return;
    }
    if (!known(r, f->present_from))
        o->lacks |= BIT(minor_lack_presence);
    if (!is(r, f->trained))
        o->lacks |= BIT(minor_lack_training);
    if (!is(r, f->independent))
        o->lacks |= BIT(minor_lack_independence);
    if (is(r, f->provisional_designated) && !is(r, f->provisional_representative))
        o->lacks |= BIT(minor_lack_designated);
    if (known(r, f->changed) && is(r, f->changed) && !known(r, f->why_changed))
        o->lacks |= BIT(minor_lack_change);
    if (known(r, f->minors_in_care) && number(r, f->minors_in_care) > most && is(r, f->normal_circumstances)) {
        o->lacks |= BIT(minor_lack_load);
        because(r, "SR Art 13(5)", "This person has {0} unaccompanied minors in care; under normal circumstances at most {1}.",
                ST_V(number(r, f->minors_in_care)), ST_V(most));
    }
}

/* The guard on closing: assisted, or an officer recorded why not. A load above the limit or an unexplained change is a
 * duty of the State, not a reason to hold the child longer. */
static bool may_close(struct st_run *r, const struct minor_facts *f, const struct minor_outcome *o)
{
    const uint64_t holds =
        o->lacks & ~(BIT(minor_lack_load) | BIT(minor_lack_change) | BIT(minor_lack_best_interests));

    if (o->lacks & BIT(minor_lack_best_interests))
        return false;
    if (holds == 0)
        return true;
    if (!known(r, f->why_none))
        return false;
    because(r, "SR Art 13(3)", "An officer has recorded why the minor could not be assisted as the law asks.");
    return true;
}

ST_RULE(screening_minor, minor_facts, minor_outcome, "screening.minor", "SR Art 13",
        "Are the guarantees for a minor met?", "SCR-100 SCR-101 SCR-102 SCR-103 SCR-104 SCR-105 SCR-107", ST_VERIFIED,
        SR_APPLIES)
{
    o->may_apply = ST_YES;
    o->assistance_due = o->child_protection_due = ST_NO;
    if (!is(r, f->minor)) {
        o->may_close = ST_YES;
        because(r, "SR Art 2(9)", "Not a minor: the guarantees for minors do not apply.");
        return;
    }
    o->child_protection_due = ST_YES;
    because(r, "SR Art 13(1)", "The best interests of the child are a primary consideration at every step.");
    if (!known(r, f->best_interests))
        o->lacks |= BIT(minor_lack_best_interests);
    if (is(r, f->unaccompanied)) {
        o->assistance_due = ST_YES;
        because(r, "SR Art 13(3)",
                "Unaccompanied: a representative, or a person trained for it, accompanies and assists as soon as possible.");
        look_at_assistant(r, f, o);
        because(r, "SR Art 13(6)", "That no representative is there yet never hinders an application for protection.");
    } else if (is(r, f->family_present) && !is(r, f->family_accompanies)) {
        o->lacks |= BIT(minor_lack_family);
    }
    st_because_of_each(r, &minor_lack_codes, o->lacks, "For this minor is lacking: {0}.");
    o->may_close = st_tri_of(may_close(r, f, o));
}

/* ---- screening.biometrics: SCR-32, SCR-52, SCR-106 ---- */

static bool due_by_age(struct st_run *r, const struct biometrics_facts *f)
{
    if (is(r, f->age_in_doubt)) {
        because(r, "Eurodac Art 14(1)", "Uncertain whether under six, and no proof: the child counts as under six.");
        return false;
    }
    if (!is(r, f->at_least_six)) {
        because(r, "Eurodac Art 14(1)", "Under six: no biometrics are taken.");
        return false;
    }
    return true;
}

/* Before the capture of a minor: a trained official, and the adult beside the child. */
static uint64_t lacks_for_minor(struct st_run *r, const struct biometrics_facts *f)
{
    uint64_t lacks = 0;

    if (!is(r, f->minor))
        return 0;
    if (!is(r, f->trained_for_minors))
        lacks |= BIT(capture_lack_trained_official);
    if ((is(r, f->unaccompanied) || is(r, f->family_present)) && !is(r, f->adult_present))
        lacks |= BIT(capture_lack_adult);
    return lacks;
}

/* The person refuses: Eurodac Art 13(3), 13(4), 14(1). */
static enum capture_next after_refusal(struct st_run *r, const struct biometrics_facts *f)
{
    bool minor = is(r, f->minor);

    if (minor && is(r, f->risk_to_child)) {
        because(r, "Eurodac Art 14(1)",
                "A minor refuses and there are grounds to fear a risk to the child: referred to child protection, the "
                "national referral mechanism or both.");
        return capture_next_child_protection;
    }
    if (minor)
        because(r, "Eurodac Art 14(1)", "No form of force is used against a minor.");
    if (is(r, f->law_permits_coercion) && is(r, f->other_means_failed)) {
        because(r, "Eurodac Art 13(3)",
                "Where the law permits it and all else failed, proportionate coercion is the last resort; an officer decides, "
                "and dignity and physical integrity are respected.");
        return capture_next_last_resort;
    }
    if (is(r, f->application_made))
        because(r, "Eurodac Art 13(4)",
                "If all measures fail with an applicant, asylum law says what follows; the application stands until then.");
    because(r, "Eurodac Art 13(3)", "National law has effective, proportionate and dissuasive measures for a refusal.");
    return capture_next_measures;
}

/* Fingertips or face that give nothing usable: Eurodac Art 13(5), 14(2), 22(5). */
static enum capture_next after_unusable_prints(struct st_run *r, const struct biometrics_facts *f)
{
    if (is(r, f->vulnerable) && !is(r, f->intentional))
        because(r, "Eurodac Art 13(5)",
                "The condition was not brought about intentionally by a vulnerable person: no measures are used to ensure "
                "compliance.");
    because(r, "Eurodac Art 22(5)", "Prints of too low a quality are taken again, and sent as soon as that has succeeded.");
    return capture_next_retake;
}

static enum capture_next after_attempt(struct st_run *r, const struct biometrics_facts *f)
{
    switch (code(r, f->capture)) {
    case capture_taken:
        because(r, "SR Art 14(2)", "Biometrics are taken once, for identification and for Eurodac.");
        return capture_next_none;
    case capture_fingertips: return after_unusable_prints(r, f);
    case capture_health:
    case capture_technical:
        because(r, "Eurodac Art 22(6)", "The capture waits until the hindrance has ended; the duty remains.");
        return capture_next_wait;
    case capture_refused: return after_refusal(r, f);
    default: return capture_next_take; /* noted as under six, which is not so */
    }
}

ST_RULE(screening_biometrics, biometrics_facts, biometrics_outcome, "screening.biometrics",
        "SR Art 14(2); Eurodac Art 13 and 14", "May biometrics be taken, and what follows when that fails?",
        "SCR-32 SCR-52 SCR-106 EUR-X14 EUR-X15", ST_VERIFIED, SR_APPLIES)
{
    o->may_apply = ST_YES;
    o->due = o->may_begin = ST_NO;
    o->next = capture_next_none;
    if (!due_by_age(r, f))
        return;
    o->due = ST_YES;
    if (known(r, f->capture))
        o->next = (uint16_t)after_attempt(r, f);
    else if (is(r, f->taken_before))
        because(r, "SR Art 14(2)", "Biometrics are taken once, for identification and for Eurodac.");
    else
        o->next = capture_next_take;
    if (o->next != capture_next_take && o->next != capture_next_retake)
        return;
    o->lacks = lacks_for_minor(r, f);
    o->may_begin = st_tri_of(o->lacks == 0);
    st_because_of_each(r, &capture_lack_codes, o->lacks, "Before the capture begins, this is due: {0}.");
    if (o->lacks == 0)
        because(r, "Eurodac Art 13(1)", "From the age of six biometrics are taken, with respect for dignity and integrity.");
}
