/* Eurodac: what passes between the States and the centre, and who else may ask. */
#include "law/eurodac.h"

#include "law/period.h"
#include "law/words.h"

#define EURODAC_APPLIES 2026, 6, 12

ST_CODES_DEFINE(eurodac_finding, EURODAC_FINDING)
ST_CODES_DEFINE(eurodac_event, EURODAC_EVENT)
ST_CODES_DEFINE(eurodac_act, EURODAC_ACT)
ST_CODES_DEFINE(eurodac_gate, EURODAC_GATE)
ST_CODES_DEFINE(eurodac_verdict, EURODAC_VERDICT)
ST_SHAPE_DEFINE(eurodac_pair, EURODAC_PAIR, "An incoming dataset beside a stored one", "Eurodac Art 27")
ST_SHAPE_DEFINE(eurodac_comparison, EURODAC_COMPARISON, "Comparison", "Eurodac Art 27, 28")
ST_SHAPE_DEFINE(eurodac_quality_facts, EURODAC_QUALITY_FACTS, "Quality of the biometrics", "Eurodac Art 38(1)")
ST_SHAPE_DEFINE(eurodac_quality, EURODAC_QUALITY, "What poor quality leads to", "Eurodac Art 38(1)")
ST_SHAPE_DEFINE(eurodac_hit_facts, EURODAC_HIT_FACTS, "A hit and its check", "Eurodac Art 38")
ST_SHAPE_DEFINE(eurodac_hit_outcome, EURODAC_HIT_OUTCOME, "What a hit leads to", "Eurodac Art 38")
ST_SHAPE_DEFINE(eurodac_change_facts, EURODAC_CHANGE_FACTS, "A change after sending", "Eurodac Art 16 to 31")
ST_SHAPE_DEFINE(eurodac_change, EURODAC_CHANGE, "What a change sets off", "Eurodac Art 16 to 31")
ST_SHAPE_DEFINE(eurodac_flag_facts, EURODAC_FLAG_FACTS, "A security flag", "Eurodac Art 17(2)(i)")
ST_SHAPE_DEFINE(eurodac_flag, EURODAC_FLAG, "Whether the flag may be set", "Eurodac Art 17(2)(i)")
ST_SHAPE_DEFINE(eurodac_gate_facts, EURODAC_GATE_FACTS, "A law-enforcement request", "Eurodac Art 33, 34")
ST_SHAPE_DEFINE(eurodac_gate_outcome, EURODAC_GATE_OUTCOME, "Whether the search may run", "Eurodac Art 32")
ST_SHAPE_DEFINE(eurodac_keep_facts, EURODAC_KEEP_FACTS, "Data from a law-enforcement search", "Eurodac Art 47")
ST_SHAPE_DEFINE(eurodac_keep, EURODAC_KEEP, "How long they are kept", "Eurodac Art 47(4)")
ST_SHAPE_DEFINE(eurodac_transfer_facts, EURODAC_TRANSFER_FACTS, "A transfer to a third country", "Eurodac Art 49, 50")
ST_SHAPE_DEFINE(eurodac_transfer, EURODAC_TRANSFER, "Whether it is permitted", "Eurodac Art 49, 50")

/* Art 22(1), 23(1), 24(1): apprehended, found or disembarked. */
static bool irregular(unsigned category)
{
    return category == eurodac_category_irregular_crossing || category == eurodac_category_illegal_stay ||
           category == eurodac_category_disembarked;
}

static bool request(unsigned category)
{
    return category == eurodac_category_law_enforcement || category == eurodac_category_europol ||
           category == eurodac_category_data_subject;
}

static bool admission_or_resettlement(unsigned category)
{
    return category >= eurodac_category_admission_granted && category <= eurodac_category_national_resettlement;
}

/* ---- eurodac.comparison ---- */

/* The row of the incoming category (Art 27(1), (2)). */
static bool row_meets_column(struct st_run *r, const struct eurodac_pair *f)
{
    unsigned incoming = code(r, f->incoming), stored;

    if (admission_or_resettlement(incoming)) {
        because(r, "Eurodac Art 27(1)", "Datasets under Article 18(2) and Article 20 are recorded without a comparison.");
        return false;
    }
    stored = code(r, f->stored);
    if (!st_eurodac_stored((enum eurodac_category)stored)) {
        because(r, "Eurodac Art 29(2)", "Compared only: nothing is kept.");
        return false;
    }
    if (incoming != eurodac_category_admission_registered)
        return true;
    if (admission_or_resettlement(stored) ||
        (stored == eurodac_category_applicant && is(r, f->stored_marked)))
        return true;
    because(r, "Eurodac Art 27(2)", "For an admission procedure only beneficiaries of protection and earlier admission "
                                    "and resettlement data are compared.");
    return false;
}

static bool sent_to_be_compared(struct st_run *r, const struct eurodac_pair *f)
{
    unsigned incoming = code(r, f->incoming);

    if (incoming == eurodac_category_applicant && is(r, f->take_charge)) {
        because(r, "Eurodac Art 27(1)", "A dataset sent on arrival after take charge is not compared.");
        return false;
    }
    if (incoming == eurodac_category_applicant && is(r, f->date_left_only)) {
        because(r, "Eurodac Art 27(1)", "Adding the date of leaving sets off no comparison.");
        return false;
    }
    return true;
}

static bool covers_its_state(struct st_run *r, const struct eurodac_pair *f)
{
    if (request(code(r, f->incoming)) || !is(r, f->same_state) || is(r, f->own_state_asked))
        return true;
    because(r, "Eurodac Art 27(3)", "Data of the same Member State are covered only when it asks.");
    return false;
}

/* C2, D3: the face steps in for poor prints, from the day the software is there. */
static void by_what(struct st_run *r, const struct eurodac_pair *f, struct eurodac_comparison *o)
{
    struct st_date start = st_param_date(r, "eurodac.face_match.start");

    if (is(r, f->prints_usable)) {
        o->by_face = ST_NO;
        because(r, "Eurodac Art 27(1)", "The fingerprints are compared.");
    } else if (st_date_known(start) && st_date_cmp(st_as_of(r), start) >= 0) {
        o->by_face = ST_YES;
        because(r, "Eurodac Art 28(1)", "The fingerprints do not allow it: facial image and sex are compared.");
    } else {
        o->compare = ST_NO;
        o->by_face = ST_NO;
        because(r, "Eurodac Art 63(5)", "The fingerprints do not allow it, and faces are not compared yet.");
    }
}

ST_RULE(eurodac_comparison, eurodac_pair, eurodac_comparison, "eurodac.comparison", "Eurodac Art 27 and 28",
        "Are the two compared?", "EUR-1.6 EUR-C1 EUR-C2 EUR-C4 EUR-D3 EUR-L2 EUR-L5 EUR-L6", ST_READING,
        EURODAC_APPLIES)
{
    unsigned stored;

    o->compare = st_tri_of(row_meets_column(r, f) && sent_to_be_compared(r, f) && covers_its_state(r, f));
    if (!st_yes(o->compare))
        return;
    because(r, request(code(r, f->incoming)) ? "Eurodac Art 32(2)" : "Eurodac Art 27(1)",
            "The law foresees this comparison.");
    by_what(r, f, o);
    stored = code(r, f->stored);
    /* C4: what the criteria and the taking back of AMMR hang on. */
    o->precedence = st_tri_of(!request(code(r, f->incoming)) &&
                              (stored == eurodac_category_applicant || stored == eurodac_category_irregular_crossing ||
                               stored == eurodac_category_disembarked || stored == eurodac_category_admission_granted));
    if (st_yes(o->precedence))
        because(r, "Eurodac Art 27(5)", "A hit can help to determine responsibility: it goes before any other.");
}

/* ---- eurodac.quality ---- */
ST_RULE(eurodac_quality, eurodac_quality_facts, eurodac_quality, "eurodac.quality", "Eurodac Art 38(1)",
        "What follows when the biometrics are not fit for comparison?", "EUR-C6 EUR-X2 EUR-X3", ST_VERIFIED,
        EURODAC_APPLIES)
{
    unsigned category;

    if (is(r, f->usable)) {
        o->retake = ST_NO;
        because(r, "Eurodac Art 38(1)", "The biometrics are fit for comparison.");
        return;
    }
    o->retake = ST_YES;
    because(r, "Eurodac Art 38(1)", "Not fit for comparison: sent again under the same reference number.");
    category = code(r, f->category);
    if (category == eurodac_category_applicant || irregular(category) ||
        category == eurodac_category_temporary_protection) {
        o->hours = (struct st_number){st_param_number(r, "eurodac.retake_hours"), true};
        because(r, "Eurodac Art 15(1)", "Retaken, and sent at latest {0} hours after the retake succeeded.",
                ST_V(o->hours.v));
    } else {
        because(r, "Eurodac Art 18(3)", "Retaken, and sent as soon as possible after the retake succeeded.");
    }
}

/* ---- eurodac.hit ---- */

static void not_the_same(struct st_run *r, const struct eurodac_hit_facts *f, struct eurodac_hit_outcome *o)
{
    int64_t days = st_param_number(r, "eurodac.false_hit_working_days");
    struct st_period_query query = {.event_at = instant(r, f->received_at), .length = {days, ST_WORKING_DAYS},
                                    .profile = ST_REG_1182, .state = text(r, f->member_state)};
    struct st_period_result result = period(r, &query, f->received_at, f->member_state);

    o->linked = ST_NO;
    o->erase = ST_YES;
    because(r, "Eurodac Art 38(6)", "Not the same person: the result is erased at once.");
    if (!st_date_known(result.last_day))
        return;
    o->tell_by = st_period_own_deadline(&result);
    because(r, "Eurodac Art 38(6)", "eu-LISA is told with both reference numbers within {0} working days of receipt, "
                                    "by {1}.", ST_V(days), ST_V(o->tell_by));
}

ST_RULE(eurodac_hit, eurodac_hit_facts, eurodac_hit_outcome, "eurodac.hit", "Eurodac Art 38",
        "What follows from the hit?", "EUR-C7 EUR-C8 EUR-C9 EUR-C10 EUR-C11 EUR-C12 EUR-L2 EUR-L3 EUR-L4", ST_VERIFIED,
        EURODAC_APPLIES)
{
    if (!is(r, f->checked)) {
        bool face_alone = !is(r, f->by_prints) && is(r, f->by_face);

        o->check = ST_YES;
        o->linked = ST_YES;
        o->erase = ST_NO;
        because(r, face_alone ? "Eurodac Art 38(5)" : "Eurodac Art 38(4)",
                face_alone ? "A hit on the face alone is checked and verified at once by a trained expert."
                           : "Where necessary, a fingerprint expert checks the hit at once.");
        because(r, "Eurodac Art 3(6)", "Until then the link that Eurodac made by itself stands.");
        return;
    }
    o->check = ST_NO;
    o->erase = ST_NO;
    switch (code(r, f->finding)) {
    case eurodac_finding_same:
        o->linked = ST_YES;
        because(r, "Eurodac Art 3(6)", "Confirmed: eu-LISA is notified that the link stands.");
        break;
    case eurodac_finding_not_same: not_the_same(r, f, o); break;
    case eurodac_finding_unsure:
        o->check = ST_YES;
        o->linked = ST_YES;
        because(r, "Eurodac Art 38(4)", "Unsure: final identification is made with the other States concerned.");
        break;
    default: break;
    }
}

/* ---- eurodac.change ---- */

#define APPLICANT (UINT64_C(1) << eurodac_category_applicant)
#define ILLEGAL (UINT64_C(1) << eurodac_category_illegal_stay)
#define IRREGULAR                                                                                                     \
    (UINT64_C(1) << eurodac_category_irregular_crossing | ILLEGAL | UINT64_C(1) << eurodac_category_disembarked)
#define CITIZEN                                                                                                       \
    (APPLICANT | IRREGULAR | UINT64_C(1) << eurodac_category_admission_granted |                                      \
     UINT64_C(1) << eurodac_category_national_resettlement | UINT64_C(1) << eurodac_category_temporary_protection)

/* One row for each thing that can happen to a dataset after it was sent. */
struct change {
    uint64_t categories;
    enum eurodac_act act;
    bool compared;
    enum eurodac_act others; /* what the other States do when told; 0: they are not told */
    const char *citation, *sentence;
};

static const struct change changes[] = {
    [eurodac_event_responsible_determined] = {APPLICANT, eurodac_act_set_responsible, false,
        eurodac_act_set_responsible, "Eurodac Art 16(1)",
        "The State that determined responsibility adds the responsible State to its dataset."},
    [eurodac_event_responsible_security] = {APPLICANT, eurodac_act_set_responsible, false, eurodac_act_set_responsible,
        "Eurodac Art 16(1)", "The State that became responsible on security grounds adds itself to its dataset."},
    [eurodac_event_arrived_take_charge] = {APPLICANT, eurodac_act_new_dataset, false, eurodac_act_unknown,
        "Eurodac Art 16(2)(a)", "The responsible State sends a new dataset with the day of arrival; it is not compared."},
    [eurodac_event_arrived_take_back] = {APPLICANT, eurodac_act_set_date, false, eurodac_act_unknown,
        "Eurodac Art 16(2)(b)", "The responsible State adds the day of arrival to its dataset."},
    [eurodac_event_left] = {APPLICANT, eurodac_act_set_date, false, eurodac_act_unknown,
        "Eurodac Art 16(2)(c)", "The State of origin adds the day on which the person left the territory."},
    [eurodac_event_removed] = {APPLICANT | IRREGULAR, eurodac_act_set_date, false, eurodac_act_unknown,
        "Eurodac Art 16(2)(d)", "The State of origin adds the day of removal or of leaving under the return decision."},
    [eurodac_event_responsibility_shifted] = {APPLICANT, eurodac_act_set_responsible, false,
        eurodac_act_set_responsible, "Eurodac Art 16(3)",
        "Responsibility shifted: the State that established it names the responsible State."},
    [eurodac_event_relocation_obliged] = {APPLICANT | IRREGULAR, eurodac_act_set_relocation, false, eurodac_act_unknown,
        "Eurodac Art 25(1)", "The benefitting State adds the State of relocation to its dataset."},
    [eurodac_event_arrived_relocation] = {APPLICANT | ILLEGAL, eurodac_act_new_dataset, true, eurodac_act_unknown,
        "Eurodac Art 25(2)", "The State of relocation sends a dataset with the day of arrival; it is compared."},
    [eurodac_event_protection_granted] = {APPLICANT, eurodac_act_mark, false, eurodac_act_mark,
        "Eurodac Art 31(1)", "The State that granted protection marks its dataset."},
    [eurodac_event_protection_withdrawn] = {APPLICANT, eurodac_act_unmark, false, eurodac_act_unknown,
        "Eurodac Art 31(3)", "The status was withdrawn: the State of origin removes the mark. The article foresees no "
                             "notice to the others."},
    [eurodac_event_beneficiary_relocated] = {APPLICANT | ILLEGAL, eurodac_act_set_responsible, false,
        eurodac_act_set_responsible, "Eurodac Art 31(6)",
        "The State of relocation registers itself as responsible and adds the mark of the State that granted protection."},
    [eurodac_event_residence_document] = {IRREGULAR, eurodac_act_mark, false, eurodac_act_mark,
        "Eurodac Art 31(4)", "The State that issued the residence document marks its dataset."},
    [eurodac_event_threat_over] = {APPLICANT | IRREGULAR, eurodac_act_delete_flag, false, eurodac_act_delete_flag,
        "Eurodac Art 17(4)", "The threat is over: the State that set the flag deletes it."},
    [eurodac_event_citizenship] = {CITIZEN, eurodac_act_erase, false, eurodac_act_unknown,
        "Eurodac Art 30(1)", "Citizenship of a Member State was acquired: the State of origin erases its dataset."},
    [eurodac_event_additional_data] = {APPLICANT | IRREGULAR, eurodac_act_set_field, false, eurodac_act_unknown,
        "Eurodac Art 17(2)", "Another point became known: the State of origin adds it promptly."},
};

/* The clause under which Eurodac tells the others. */
static const char *told_under(unsigned event)
{
    switch (event) {
    case eurodac_event_protection_granted: return "Eurodac Art 31(1)";
    case eurodac_event_residence_document: return "Eurodac Art 31(4)";
    case eurodac_event_threat_over: return "Eurodac Art 17(4)";
    case eurodac_event_citizenship: return "Eurodac Art 30(2)";
    default: return "Eurodac Art 16(4)";
    }
}

ST_RULE(eurodac_change, eurodac_change_facts, eurodac_change, "eurodac.change", "Eurodac Art 16, 17, 25, 30 and 31",
        "What does this change set off?",
        "EUR-U1 EUR-U2 EUR-U3 EUR-U4 EUR-U5 EUR-U6 EUR-U7 EUR-U8 EUR-U9 EUR-U10 EUR-U11 EUR-U12 EUR-U13 EUR-U14 EUR-U15 "
        "EUR-U17 EUR-F6 EUR-R16 EUR-R17 EUR-R19", ST_VERIFIED, EURODAC_APPLIES)
{
    unsigned event = code(r, f->event);
    const struct change *c = &changes[event];

    o->applies = st_tri_of(event != 0 && (c->categories >> code(r, f->category) & 1));
    if (!st_yes(o->applies)) {
        because(r, event != 0 ? c->citation : "Eurodac Art 16", "The article does not reach a dataset of this category.");
        return;
    }
    o->compared = st_tri_of(c->compared);
    o->consult_first = ST_NO;
    if (event == eurodac_event_threat_over && !is(r, f->others_consulted)) {
        o->consult_first = ST_YES;
        because(r, "Eurodac Art 17(4)", "The other States that have a dataset of the person are consulted first.");
        return;
    }
    o->act = (uint16_t)c->act;
    because(r, c->citation, c->sentence);
    if (c->others == eurodac_act_unknown && event != eurodac_event_citizenship)
        return;
    o->others = (uint16_t)c->others;
    o->inform_hours = (struct st_number){st_param_number(r, "eurodac.inform_hours"), true};
    because(r, told_under(event), "Within {0} hours Eurodac tells the States whose data produced a hit.",
            ST_V(o->inform_hours.v));
    if (o->others != 0)
        because(r, told_under(event), "Those States then act on their own datasets: {0}.",
                st_value_key(st_code_label(&eurodac_act_codes, o->others)));
}

/* ---- eurodac.security_flag ---- */
ST_RULE(eurodac_security_flag, eurodac_flag_facts, eurodac_flag, "eurodac.security_flag", "Eurodac Art 17(2)(i)",
        "May a security flag be set?", "EUR-F3 EUR-F4 SCR-75", ST_VERIFIED, EURODAC_APPLIES)
{
    unsigned category = code(r, f->category), source;
    bool reason = false;

    o->permitted = ST_NO;
    if (st_eurodac_flag_sources((enum eurodac_category)category) == 0) {
        because(r, "Eurodac Art 17(2)(i)", "Datasets of this category carry no security flag.");
        return;
    }
    for (unsigned s = 1; s < security_reason_count; s++)
        reason |= has(r, f->reasons, s);
    if (!reason) {
        because(r, "Eurodac Art 17(2)(i)", "A flag needs at least one of its four reasons: armed, violent, indications of "
                                           "a terrorist offence or of an offence of the arrest-warrant list.");
        return;
    }
    source = code(r, f->source);
    if (st_eurodac_flag_sources((enum eurodac_category)category) & ST_CODE_BIT(source)) {
        o->permitted = ST_YES;
        because(r, st_code_row(&security_source_codes, source)->citation,
                "The flag follows from a check that the article names, and has a reason.");
        return;
    }
    because(r, "Eurodac Art 17(2)(i)", "For this category a security flag cannot follow from this check.");
}

/* ---- eurodac.law_enforcement ---- */

static bool gate(struct st_run *r, bool met, const char *citation, struct st_message sentence)
{
    if (!met)
        st_because(r, citation, sentence);
    return met;
}

/* G1, G2, E1, E2: what was searched before. */
static bool searched_elsewhere(struct st_run *r, const struct eurodac_gate_facts *f)
{
    bool national, others;

    if (is(r, f->europol)) /* a reply of the CIR waives nothing for Europol (Art 34(2)) */
        return gate(r, is(r, f->europol_checked), "Eurodac Art 34(1)(a)",
                    ST_MSG("Europol's own systems are to be searched first."));
    if (is(r, f->cir_flag)) {
        because(r, "Eurodac Art 33(2)", "The CIR named Eurodac: no earlier check is needed.");
        return true;
    }
    national = gate(r, is(r, f->national_checked), "Eurodac Art 33(1)(a)(i)",
                    ST_MSG("National databases are to be checked first."));
    others = gate(r, is(r, f->others_checked) || is(r, f->grounds_not_to), "Eurodac Art 33(1)(a)(ii)",
                  ST_MSG("The fingerprints of the other Member States are to be checked first, or the request says why "
                         "that would not help."));
    return national && others;
}

/* G3 to G5, G7, G8. */
static bool conditions(struct st_run *r, const struct eurodac_gate_facts *f)
{
    bool europol = is(r, f->europol), met;

    met = gate(r, is(r, f->serious), europol ? "Eurodac Art 34(1)(b)" : "Eurodac Art 33(1)(b)",
               ST_MSG("It takes a terrorist or other serious criminal offence and an overriding public-security concern."));
    met &= gate(r, is(r, f->specific), europol ? "Eurodac Art 34(1)(c)" : "Eurodac Art 33(1)(c)",
                ST_MSG("It takes a specific case and specific persons."));
    met &= gate(r, is(r, f->substantial), europol ? "Eurodac Art 34(1)(d)" : "Eurodac Art 33(1)(d)",
                ST_MSG("It takes reasonable grounds that the search contributes substantially."));
    met &= gate(r, is(r, f->reference), "Eurodac Art 32(1)",
                ST_MSG("It takes a reasoned request with its reference number."));
    if (is(r, f->against_child))
        met &= gate(r, is(r, f->child_grounds), "Eurodac Art 14(3)",
                    ST_MSG("Against a child under 14, or who may be, further grounds are needed."));
    if (is(r, f->by_face)) {
        struct st_date start = st_param_date(r, "eurodac.face_match.start");
        met &= gate(r, st_date_known(start) && st_date_cmp(st_as_of(r), start) >= 0, "Eurodac Art 32(3)",
                    ST_MSG("Facial images cannot be searched yet."));
    }
    return met;
}

ST_RULE(eurodac_law_enforcement, eurodac_gate_facts, eurodac_gate_outcome, "eurodac.law_enforcement",
        "Eurodac Art 32 to 34", "May the search for law enforcement run?",
        "EUR-G1 EUR-G2 EUR-G3 EUR-G4 EUR-G5 EUR-G6 EUR-G7 EUR-G8 EUR-E1 EUR-E2 EUR-E4 EUR-E5", ST_VERIFIED,
        EURODAC_APPLIES)
{
    bool before = searched_elsewhere(r, f), met = conditions(r, f);

    o->erase = ST_NO;
    if (is(r, f->verified)) {
        bool permitted = code(r, f->verdict) == eurodac_verdict_permitted;

        o->gate = permitted ? eurodac_gate_open : eurodac_gate_refused;
        because(r, "Eurodac Art 32(2)", permitted ? "The verifying authority found all conditions met."
                                                  : "The verifying authority refused the request.");
        if (!permitted && is(r, f->urgent)) {
            o->erase = ST_YES;
            because(r, "Eurodac Art 32(5)", "What an urgent search reached is erased, and the verifying authority is told.");
        }
    } else if (!before || !met) {
        o->gate = eurodac_gate_refused;
    } else if (is(r, f->urgent)) {
        o->gate = eurodac_gate_open_verify_after;
        because(r, "Eurodac Art 32(4)", "Imminent danger: forwarded at once, and verified without undue delay after.");
    } else {
        o->gate = eurodac_gate_verify;
        because(r, "Eurodac Art 32(1)", "The conditions are stated: the verifying authority decides whether they are met.");
    }
}

/* ---- eurodac.law_enforcement_data ---- */
ST_RULE(eurodac_law_enforcement_data, eurodac_keep_facts, eurodac_keep, "eurodac.law_enforcement_data",
        "Eurodac Art 32(5) and 47", "How long are data from a law-enforcement search kept?", "EUR-E5 EUR-E6", ST_VERIFIED,
        EURODAC_APPLIES)
{
    struct st_date obtained;

    if (is(r, f->found_unjustified)) {
        o->erase_now = ST_YES;
        o->tell_verifier = ST_YES;
        because(r, "Eurodac Art 32(5)", "What an urgent search reached is erased, and the verifying authority is told.");
        return;
    }
    o->tell_verifier = ST_NO;
    if (is(r, f->case_needs)) {
        o->erase_now = ST_NO;
        because(r, "Eurodac Art 47(4)", "Kept while the specific ongoing investigation needs them.");
        return;
    }
    obtained = date(r, f->obtained_on);
    if (!st_date_whole(obtained))
        return;
    o->keep_until = st_date_add_months(obtained, (int)st_param_number(r, "eurodac.keep_search_months"));
    o->erase_now = st_tri_of(st_date_cmp(st_as_of(r), o->keep_until) > 0);
    because(r, "Eurodac Art 47(4)", "Obtained on {0}: kept no longer than until {1}, then erased.", ST_V(obtained),
            ST_V(o->keep_until));
}

/* ---- eurodac.third_country ---- */

/* Art 50: the one exception, for return. */
static bool for_return(struct st_run *r, const struct eurodac_transfer_facts *f)
{
    unsigned category;
    bool reached;

    if (!is(r, f->to_return)) {
        because(r, "Eurodac Art 49(1)", "Data from Eurodac are not transferred to third countries, international "
                                        "organisations or private entities.");
        return false;
    }
    category = code(r, f->category);
    reached = st_eurodac_stored((enum eurodac_category)category) && category != eurodac_category_admission_refused &&
              category != eurodac_category_admission_discontinued;
    if (!reached || !is(r, f->from_hit)) {
        because(r, "Eurodac Art 50(1)", "Article 50 does not reach these data.");
        return false;
    }
    return gate(r, is(r, f->origin_agrees), "Eurodac Art 50(1)", ST_MSG("The State of origin has not agreed.")) &&
           gate(r, is(r, f->person_informed), "Eurodac Art 50(3)(b)", ST_MSG("The person has not been informed.")) &&
           gate(r, is(r, f->safe), "Eurodac Art 50(5)",
                ST_MSG("Non-refoulement and confidentiality stand against the transfer."));
}

ST_RULE(eurodac_third_country, eurodac_transfer_facts, eurodac_transfer, "eurodac.third_country",
        "Eurodac Art 49 and 50", "May the data go to a third country?", "EUR-O13 EUR-O14 EUR-O15", ST_VERIFIED,
        EURODAC_APPLIES)
{
    o->permitted = ST_NO;
    if (is(r, f->applies_ammr)) {
        o->permitted = ST_YES;
        because(r, "Eurodac Art 49(5)", "Regulation 2024/1351 applies to that State: treated as inside.");
        return;
    }
    if (!for_return(r, f))
        return;
    if (is(r, f->tells_application)) {
        because(r, "Eurodac Art 49(4)", "No third country is told that the person applied for protection or was in an "
                                        "admission procedure.");
        return;
    }
    o->permitted = ST_YES;
    because(r, "Eurodac Art 50(1)", "Only to identify the person and issue a document for return.");
}
