#include "law/screening_checks.h"

#include "law/screening_words.h"

ST_CODES_DEFINE(health_lack, HEALTH_LACK)
ST_CODES_DEFINE(vulnerability_lack, VULNERABILITY_LACK)
ST_SHAPE_DEFINE(elements_facts, ELEMENTS_FACTS, "What was done", "SR Art 8(5)")
ST_SHAPE_DEFINE(elements_outcome, ELEMENTS_OUTCOME, "Elements of the screening", "SR Art 8(5)")
ST_SHAPE_DEFINE(health_facts, HEALTH_FACTS, "What is known of the health check", "SR Art 12(1)")
ST_SHAPE_DEFINE(health_check_outcome, HEALTH_CHECK_OUTCOME, "Health check", "SR Art 12(1)")
ST_SHAPE_DEFINE(vulnerability_facts, VULNERABILITY_FACTS, "What is known of the vulnerability check", "SR Art 12(3)")
ST_SHAPE_DEFINE(vulnerability_outcome, VULNERABILITY_OUTCOME, "Vulnerability check", "SR Art 12(3)")

#define BIT ST_CODE_BIT

/* ---- screening.elements: Art 8(5) ---- */

/* Under which article the biometrics are registered (Art 14(2)). */
static enum eurodac_category category_of(struct st_run *r, const struct elements_facts *f)
{
    if (found_inside(r, f)) {
        because(r, "SR Art 14(2)",
                "Article 8(5)(d) does not name Article 23 of the Eurodac Regulation, Article 14(2) does: found inside, the "
                "person is registered under it.");
        return eurodac_category_illegal_stay;
    }
    switch (code(r, f->event)) {
    case screening_event_irregular_crossing: return eurodac_category_irregular_crossing;
    case screening_event_sar_disembarkation: return eurodac_category_disembarked;
    default: return eurodac_category_applicant;
    }
}

static bool old_enough(struct st_run *r, const struct elements_facts *f)
{
    if (is(r, f->age_in_doubt)) {
        because(r, "Eurodac Art 14(1)", "Uncertain whether under six, and no proof: the child counts as under six.");
        return false;
    }
    if (!is(r, f->at_least_six)) {
        because(r, "Eurodac Art 22(1)", "Under six: no biometrics are taken; everything else of the screening is done.");
        return false;
    }
    return true;
}

/* Health grounds and technical problems suspend the capture; usable prints and consent do not come by waiting. */
static bool hindrance_suspends(struct st_run *r, const struct elements_facts *f)
{
    unsigned state = known(r, f->hindrance) ? code(r, f->hindrance) : 0;
    return state == capture_health || state == capture_technical;
}

ST_RULE(screening_elements, elements_facts, elements_outcome, "screening.elements", "SR Art 8(5)",
        "Which parts of the screening are open?", "SCR-02 SCR-52 SCR-71", ST_VERIFIED, SR_APPLIES)
{
    /* Only what a border check or Eurodac may have done before (Art 8(5)(d), 14(1), 15(2)). */
    const uint64_t may_be_done_before =
        BIT(screening_element_identity) | BIT(screening_element_biometrics) | BIT(screening_element_security);
    const uint64_t not_checks = BIT(screening_element_form) | BIT(screening_element_referral);

    o->category = (uint16_t)category_of(r, f);
    o->due = BIT(screening_element_health) | BIT(screening_element_vulnerability) | BIT(screening_element_identity) |
             BIT(screening_element_security) | not_checks;
    if (old_enough(r, f))
        o->due |= BIT(screening_element_biometrics);
    o->open = o->due & ~noted(r, f->done) & ~(noted(r, f->done_at_border_check) & may_be_done_before);
    if ((o->open & BIT(screening_element_biometrics)) && hindrance_suspends(r, f)) {
        o->suspended = BIT(screening_element_biometrics);
        because(r, "Eurodac Art 22(6)", "The capture waits until the hindrance has ended; the duty remains.");
    }
    o->all_done = st_tri_of((o->open & ~not_checks) == 0);
    st_because_of_each(r, &screening_element_codes, o->open, "Still open: {0}.");
    if (st_yes(o->all_done))
        because(r, "SR Art 18(1)", "All checks of this screening are completed.");
}

/* ---- screening.health: SCR-40 to SCR-43, SCR-47 ---- */

ST_RULE(screening_health, health_facts, health_check_outcome, "screening.health", "SR Art 12(1) and (2)",
        "Does the preliminary health check stand?", "SCR-27 SCR-40 SCR-41 SCR-42 SCR-43 SCR-47", ST_VERIFIED, SR_APPLIES)
{
    unsigned outcome = code(r, f->outcome);

    o->care_due = ST_YES;
    o->may_apply = ST_YES;
    if (!is(r, f->medical_staff))
        o->lacks |= BIT(health_lack_medical_staff);
    if (!known(r, f->author))
        o->lacks |= BIT(health_lack_author);
    if (outcome == health_outcome_no_further_check && !known(r, f->no_check_reason))
        o->lacks |= BIT(health_lack_reason);
    o->stands = st_tri_of(o->lacks == 0);
    o->isolation_to_decide = st_tri_of(has(r, f->needs, health_need_isolation));
    o->counts_for_apr = st_tri_of(is(r, f->application_made));
    st_because_of_each(r, &health_lack_codes, o->lacks, "The health check lacks: {0}.");
    if (outcome == health_outcome_no_further_check)
        because(r, "SR Art 17(1)(d)",
                "Medical staff may decide that no further check is necessary; the form names who decided and why.");
    because(r, "SR Art 12(1)", "Emergency care and essential treatment of illness are open to everybody.");
    if (st_yes(o->isolation_to_decide))
        because(r, "SR Art 12(1)",
                "A need for isolation was found. It bars neither an application for protection nor the referral.");
    if (st_yes(o->counts_for_apr))
        because(r, "SR Art 12(2)", "The check may form part of the medical examination of applicants.");
}

/* ---- screening.vulnerability: SCR-44 to SCR-46 ---- */

/* Art 12(4): indications of vulnerability, or of special reception or procedural needs. */
static void support(struct st_run *r, const struct vulnerability_facts *f, struct vulnerability_outcome *o)
{
    bool minor = is(r, f->minor);

    o->support_due = ST_YES;
    o->child_protection_due = st_tri_of(minor);
    because(r, "SR Art 12(4)", "There are indications: timely and adequate support in adequate facilities is due.");
    if (!known(r, f->support))
        o->lacks |= BIT(vulnerability_lack_support);
    if (!minor)
        return;
    because(r, "SR Art 12(4)",
            "A minor gets it in a child-friendly way from trained staff, together with the child-protection authority.");
    if (!is(r, f->trained_for_minors))
        o->lacks |= BIT(vulnerability_lack_trained_for_minors);
    if (!is(r, f->child_protection_told))
        o->lacks |= BIT(vulnerability_lack_child_protection);
}

ST_RULE(screening_vulnerability, vulnerability_facts, vulnerability_outcome, "screening.vulnerability",
        "SR Art 12(3) to (5)", "Does the vulnerability check stand, and what support is due?",
        "SCR-27 SCR-44 SCR-45 SCR-46 SCR-107", ST_VERIFIED, SR_APPLIES)
{
    bool found = is(r, f->found);

    o->support_due = o->child_protection_due = ST_NO;
    if (!is(r, f->specialised_staff))
        o->lacks |= BIT(vulnerability_lack_specialised_staff);
    if (found && !known(r, f->indications))
        o->lacks |= BIT(vulnerability_lack_indications);
    if (found || is(r, f->reception_needs) || is(r, f->procedural_needs))
        support(r, f, o);
    o->trafficking_authority_due = st_tri_of(has(r, f->indications, vulnerability_trafficking));
    if (st_yes(o->trafficking_authority_due))
        because(r, "SR Art 8(9)", "Signs of trafficking: the authority that identifies victims is involved.");
    o->assessment_follows = ST_YES;
    if (is(r, f->application_made))
        because(r, "APR Art 20(1)",
                "The check may be a first part of the assessments in the asylum procedure; it does not replace them.");
    else
        because(r, "SR Art 12(5)",
                "The check may be a first part of the one in the return procedure; it does not replace it.");
    o->stands = st_tri_of(o->lacks == 0);
    st_because_of_each(r, &vulnerability_lack_codes, o->lacks, "The vulnerability check lacks: {0}.");
}
