#include "law/screening_stay.h"

#include "law/screening_words.h"

ST_CODES_DEFINE(entry_status, ENTRY_STATUS)
ST_CODES_DEFINE(screening_place, SCREENING_PLACE)
ST_CODES_DEFINE(detention_ground, DETENTION_GROUND)
ST_CODES_DEFINE(return_detention_ground, RETURN_DETENTION_GROUND)
ST_CODES_DEFINE(detention_regime, DETENTION_REGIME)
ST_CODES_DEFINE(other_law, OTHER_LAW)
ST_SHAPE_DEFINE(screening_entry_outcome, SCREENING_ENTRY_OUTCOME, "Entry and place", "SR Art 6 to 8")
ST_SHAPE_DEFINE(detention_facts, DETENTION_FACTS, "What is known for a detention", "SR Art 8(7)")
ST_SHAPE_DEFINE(detention_outcome, DETENTION_OUTCOME, "Detention", "SR Art 8(7)")
ST_SHAPE_DEFINE(access_facts, ACCESS_FACTS, "Access of counsel and organisations", "SR Art 8(6)")
ST_SHAPE_DEFINE(access_outcome, ACCESS_OUTCOME, "Limits to access", "SR Art 8(6)")
ST_SHAPE_DEFINE(cooperation_facts, COOPERATION_FACTS, "What the person did", "SR Art 9")
ST_SHAPE_DEFINE(cooperation_outcome, COOPERATION_OUTCOME, "Cooperation", "SR Art 9")
ST_SHAPE_DEFINE(relation_facts, RELATION_FACTS, "What is known of the procedures", "SR Art 4")
ST_SHAPE_DEFINE(relation_outcome, RELATION_OUTCOME, "Other law beside the screening", "SR Art 4")

/* ---- screening.entry: SCR-20 to SCR-23 ---- */

ST_RULE(screening_entry, screening_facts, screening_entry_outcome, "screening.entry", "SR Art 6 to 9",
        "May the person enter, and where does the screening take place?", "SCR-20 SCR-21 SCR-22 SCR-23 SCR-30", ST_VERIFIED,
        SR_APPLIES)
{
    o->stay_available = ST_YES;
    if (found_inside(r, f)) {
        o->entry = entry_status_inside;
        o->place = screening_place_territory;
        because(r, "SR Art 8(2)", "Inside the territory: screening at an adequate, designated place there.");
        because(r, "SR Art 7(1)", "The person is inside and stays available; the law does not treat them as not having entered.");
        return;
    }
    o->place = screening_place_border;
    because(r, "SR Art 8(1)",
            "At the border: screening at an adequate, designated place, generally at or near the external border.");
    if (code(r, f->entry_basis) == entry_basis_sbc_6_5_c) {
        o->entry = entry_status_let_in;
        because(r, "SR Art 5(3), first subparagraph", "Let in on humanitarian or similar grounds: Article 6 does not name them.");
        because(r, "SR Art 9(1)", "During the screening the person stays available to the authorities.");
    } else {
        o->entry = entry_status_not_authorised;
        because(r, "SR Art 6",
                "During the screening entry is not authorised, wherever the person is; national law sees to it that they stay "
                "available.");
    }
}

/* ---- screening.detention: SCR-25 ---- */

/* RCD Art 13(2): minors as a rule not; the two exceptions, each only in their best interests. */
static bool minor_may_be_detained(struct st_run *r, const struct detention_facts *f)
{
    because(r, "RCD Art 13(2)",
            "Minors are as a rule not detained: only exceptionally, as a last resort, in their best interests, and never in "
            "prison.");
    if (!is(r, f->in_best_interests))
        return false;
    return is(r, f->unaccompanied) ? is(r, f->safeguards_minor) : is(r, f->caregiver_detained);
}

static bool applicant_may_be_detained(struct st_run *r, const struct detention_facts *f)
{
    if (!known(r, f->grounds)) {
        because(r, "RCD Art 10(1) and (4)", "None of the grounds of the closed list: no detention. Screening is no ground.");
        return false;
    }
    st_because_of_each(r, &detention_ground_codes, noted(r, f->grounds), "Ground found: {0}.");
    if (!is(r, f->assessed) || is(r, f->milder_means)) {
        because(r, "RCD Art 10(2)", "Not individually assessed as necessary, or less coercive measures would do: no detention.");
        return false;
    }
    if (is(r, f->serious_health_risk)) {
        because(r, "RCD Art 13(1)", "It would put the health of a person with special needs at serious risk: no detention.");
        return false;
    }
    return !is(r, f->minor) || minor_may_be_detained(r, f);
}

static bool other_may_be_detained(struct st_run *r, const struct detention_facts *f)
{
    if (!known(r, f->return_grounds)) {
        because(r, "Return Dir. Art 15(1)", "Neither ground of the Return Directive: no detention. Screening is no ground.");
        return false;
    }
    st_because_of_each(r, &return_detention_ground_codes, noted(r, f->return_grounds), "Ground found: {0}.");
    if (is(r, f->milder_means)) {
        because(r, "Return Dir. Art 15(1)", "Less coercive measures would do: no detention.");
        return false;
    }
    if (!is(r, f->minor))
        return true;
    because(r, "Return Dir. Art 17", "Minors only as a last resort, for the shortest time, in their best interests.");
    return is(r, f->in_best_interests);
}

ST_RULE(screening_detention, detention_facts, detention_outcome, "screening.detention", "SR Art 8(7); RCD Art 10 to 13",
        "Which rules on detention apply, and do they leave it open?", "SCR-25 SCR-26", ST_FROM_MEMORY, SR_APPLIES)
{
    bool may;

    if (is(r, f->application_made)) {
        o->regime = detention_regime_reception;
        because(r, "RCD Art 10(1)", "An applicant is not detained for being an applicant, nor for being screened.");
        may = applicant_may_be_detained(r, f);
    } else {
        o->regime = detention_regime_return_law;
        because(r, "SR Art 8(7)", "Without an application the detention rules of the Return Directive apply.");
        may = other_may_be_detained(r, f);
    }
    o->may_detain = st_tri_of(may);
    if (may)
        because(r, "SR Art 8(8)", "The law leaves it open: a named officer decides and gives reasons; Charter rights stand.");
}

/* ---- screening.access: SCR-24 ---- */

ST_RULE(screening_access, access_facts, access_outcome, "screening.access", "SR Art 8(6)",
        "May the access of counsel and organisations be limited?", "SCR-24", ST_VERIFIED, SR_APPLIES)
{
    o->may_limit = o->reason_due = ST_NO;
    if (!is(r, f->limit_wanted)) {
        because(r, "SR Art 8(6)", "Organisations and persons who advise and counsel have effective access.");
        return;
    }
    o->reason_due = ST_YES;
    o->may_limit = st_tri_of(is(r, f->in_national_law) && is(r, f->necessary) && is(r, f->access_remains));
    if (st_yes(o->may_limit))
        because(r, "SR Art 8(6)",
                "National law provides for the limit, it is objectively necessary, and access is not severely restricted.");
    else
        because(r, "SR Art 8(6)",
                "A limit needs national law and objective necessity, and never severely restricts access or makes it "
                "impossible.");
}

/* ---- screening.cooperation: SCR-31 to SCR-33 ---- */

ST_RULE(screening_cooperation, cooperation_facts, cooperation_outcome, "screening.cooperation", "SR Art 9 and 17(1)(i)",
        "Was the duty to cooperate met, and what follows if not?", "SCR-30 SCR-31 SCR-32 SCR-33", ST_VERIFIED, SR_APPLIES)
{
    bool available = is(r, f->stayed_available), particulars = is(r, f->particulars_given),
         biometrics = !is(r, f->biometrics_due) || is(r, f->biometrics_given);

    o->screening_goes_on = ST_YES;
    o->may_apply = ST_YES;
    o->duty_met = st_tri_of(available && particulars && biometrics);
    if (!available)
        because(r, "SR Art 9(1)", "The person did not stay available.");
    if (!particulars)
        because(r, "SR Art 9(2)(a)", "Name, date of birth, gender or nationality were not given.");
    if (!biometrics)
        because(r, "SR Art 9(2)(b)", "Biometrics were due and not given.");
    o->asylum_law_applies = st_tri_of(!st_yes(o->duty_met) && is(r, f->application_made));
    if (st_yes(o->asylum_law_applies))
        because(r, "APR Art 41(1)(b)",
                "For an applicant who refuses particulars or biometrics asylum law has rules; the determining authority decides.");
    if (st_yes(o->duty_met))
        because(r, "SR Art 17(1)(i)", "The duty was met.");
    else
        because(r, "SR Art 17(1)(i)",
                "The form says so, and that is all: the screening goes on, and the right to apply stands.");
}

/* ---- screening.relation: SCR-11 to SCR-13 ---- */

static unsigned return_law_applies(struct st_run *r, const struct relation_facts *f)
{
    if (!is(r, f->screened)) {
        because(r, "SR Art 4(2)", "No screening: the return directive applies directly.");
        return other_law_now;
    }
    if (found_inside(r, f)) {
        because(r, "SR Art 4(2)", "Screening inside the territory: the return procedure runs beside it.");
        return other_law_in_parallel;
    }
    if (is(r, f->screening_ended)) {
        because(r, "SR Art 4(2)", "The screening has ended: the return directive can apply.");
        return other_law_now;
    }
    because(r, "SR Art 4(2)", "Screening at the border: the return directive applies only after it has ended.");
    return other_law_after_screening;
}

/* APR Art 27(7) holds registration back for the persons of Art 5(1) only. */
static unsigned registration_applies(struct st_run *r, const struct relation_facts *f)
{
    if (!is(r, f->application_made)) {
        because(r, "APR Art 26(1)", "No application was made; a wish for protection expressed at any moment is one.");
        return other_law_not_at_all;
    }
    if (is(r, f->screened) && !found_inside(r, f) && !at_crossing_point(r, f) && !is(r, f->screening_ended)) {
        because(r, "APR Art 27(7)", "Apprehended or disembarked: the application is registered once the screening has ended.");
        return other_law_after_screening;
    }
    because(r, "APR Art 27(1)", "The application is registered within its own time limit; the screening does not wait for it.");
    return other_law_now;
}

ST_RULE(screening_relation, relation_facts, relation_outcome, "screening.relation", "SR Art 4; AMMR Art 16(4)",
        "Which other procedures run beside the screening?", "SCR-11 SCR-12 SCR-13", ST_VERIFIED, SR_APPLIES)
{
    o->return_law = (uint16_t)return_law_applies(r, f);
    o->registration = (uint16_t)registration_applies(r, f);
    o->security_examination_due = ST_NO;
    if (!is(r, f->application_made))
        return;
    if (!is(r, f->security_check_done)) {
        o->security_examination_due = ST_YES;
        because(r, "AMMR Art 16(4), first subparagraph",
                "No security check was carried out: the State that registers first examines internal security as soon as "
                "possible.");
    } else if (is(r, f->reasons_to_look_again)) {
        o->security_examination_due = ST_YES;
        because(r, "AMMR Art 16(4), second subparagraph",
                "There are justified reasons to look again: the State that registers first examines internal security.");
    }
}
