#include "law/screening_end.h"

#include "law/screening_words.h"

ST_CODES_DEFINE(transmission_lack, TRANSMISSION_LACK)
ST_CODES_DEFINE(referral_alert, REFERRAL_ALERT)
ST_SHAPE_DEFINE(form_facts, FORM_FACTS, "Entries of the form", "SR Art 17")
ST_SHAPE_DEFINE(form_outcome, FORM_OUTCOME, "Completeness of the form", "SR Art 17")
ST_SHAPE_DEFINE(transmission_facts, TRANSMISSION_FACTS, "What is known of the copy and the objections", "SR Art 17(3)")
ST_SHAPE_DEFINE(transmission_outcome, TRANSMISSION_OUTCOME, "Transmission of the form", "SR Art 17(3)")
ST_SHAPE_DEFINE(referral_outcome, REFERRAL_OUTCOME, "Referral", "SR Art 18")
ST_SHAPE_DEFINE(screening_retention_facts, SCREENING_RETENTION_FACTS, "What is known for the deletion", "SR Art 18(7)")
ST_SHAPE_DEFINE(screening_retention_outcome, SCREENING_RETENTION_OUTCOME, "Deletion of the data", "SR Art 18(7)")

/* ---- screening.form: Art 17(1) to (3), Art 18(5) and (6) ---- */

#define BIT ST_CODE_BIT
/* Points (a) and (b): marked confirmed or declared (Art 17(3)). */
#define MARKED_ITEMS                                                                                                  \
    (BIT(form_item_name) | BIT(form_item_birth_date) | BIT(form_item_birth_place) | BIT(form_item_gender) |           \
     BIT(form_item_nationality) | BIT(form_item_residence) | BIT(form_item_languages))
#define REQUIRED_ITEMS                                                                                                \
    (MARKED_ITEMS | BIT(form_item_reason) | BIT(form_item_health) | BIT(form_item_vulnerability) |                    \
     BIT(form_item_application) | BIT(form_item_family) | BIT(form_item_hit) | BIT(form_item_cooperation))
#define ITEMS_WHERE_AVAILABLE                                                                                         \
    (BIT(form_item_entry_reason) | BIT(form_item_route) | BIT(form_item_documents) | BIT(form_item_remarks))

ST_RULE(screening_form, form_facts, form_outcome, "screening.form", "SR Art 17", "Is the screening form complete?",
        "SCR-80 SCR-81", ST_VERIFIED, SR_APPLIES)
{
    const uint64_t filled = noted(r, f->filled), marked = noted(r, f->confirmed) | noted(r, f->declared);
    uint64_t required = REQUIRED_ITEMS;

    if (!(filled & BIT(form_item_open_checks)) && is(r, f->checks_open))
        required |= BIT(form_item_open_checks);
    if (!(filled & BIT(form_item_ended_by)) && is(r, f->ended_early))
        required |= BIT(form_item_ended_by);
    o->missing = required & ~filled;
    o->unmarked = MARKED_ITEMS & filled & ~marked;
    o->not_stated = ITEMS_WHERE_AVAILABLE & ~filled;
    o->redacted = BIT(form_item_hit);
    o->complete = st_tri_of(o->missing == 0 && o->unmarked == 0);
    st_because_of_each(r, &form_item_codes, o->missing, "The form lacks: {0}.");
    st_because_of_each(r, &form_item_codes, o->unmarked, "To be marked as confirmed or as declared: {0}.");
    if (st_yes(o->complete))
        because(r, "SR Art 17(1)", "Every entry that the form requires is there, and what must be marked is marked.");
    because(r, "SR Art 17(3)", "The person gets the form without the entry on whether a consultation gave a hit.");
}

/* ---- screening.transmission: SCR-81, SCR-82 ---- */

static uint64_t not_yet_offered(struct st_run *r, const struct transmission_facts *f)
{
    uint64_t lacks = 0;

    if (!is(r, f->copy_made_available))
        lacks |= BIT(transmission_lack_copy);
    if (!is(r, f->chance_to_object))
        lacks |= BIT(transmission_lack_chance);
    else if (is(r, f->objected) && !is(r, f->objections_recorded))
        lacks |= BIT(transmission_lack_objections);
    return lacks;
}

ST_RULE(screening_transmission, transmission_facts, transmission_outcome, "screening.transmission", "SR Art 17(3)",
        "May the screening form be transmitted?", "SCR-81 SCR-82", ST_VERIFIED, SR_APPLIES)
{
    unsigned to = code(r, f->referral);

    if (to == referral_kind_ended_entry_conditions || to == referral_kind_ended_departure) {
        o->may_transmit = ST_NO;
        because(r, "SR Art 5(3)", "The screening ended without a referral: the form goes to nobody.");
        return;
    }
    o->lacks = not_yet_offered(r, f);
    st_because_of_each(r, &transmission_lack_codes, o->lacks, "Before the form goes out, this is due: {0}.");
    o->may_transmit = st_tri_of(o->lacks == 0 || to == referral_kind_ended_criminal);
    if (to == referral_kind_ended_criminal)
        because(r, "SR Art 18(6)",
                "Article 17(3) does not name this transmission, so it is not held up; the chance to object is offered all the "
                "same.");
    else if (st_yes(o->may_transmit))
        because(r, "SR Art 17(3)", "The person had the form and the chance to say what is incorrect.");
}

/* ---- screening.referral: SCR-90 to SCR-97, in this order ---- */

static void conclude(struct referral_outcome *o, enum referral_kind referral, enum form_recipient recipient)
{
    o->referral = (uint16_t)referral;
    o->recipient = (uint16_t)recipient;
}

/* SCR-90. */
static bool ended_for_criminal_case(struct st_run *r, const struct screening_facts *f, struct referral_outcome *o)
{
    bool applied;

    if (!is(r, f->criminal_or_extradition) || !is(r, f->state_stops_for_criminal_case))
        return false;
    if (!is(r, f->screening_started)) {
        conclude(o, referral_kind_ended_criminal, form_recipient_nobody);
        because(r, "SR Art 18(6)", "The State does not screen because of the criminal or extradition procedure.");
        return true;
    }
    applied = is(r, f->application_made);
    conclude(o, referral_kind_ended_criminal,
             applied ? form_recipient_registering_authority : form_recipient_return_authority);
    because(r, "SR Art 18(6)",
            applied ? "A criminal or extradition procedure ended the screening: the form, with these circumstances, goes to "
                      "the authority that registers the application."
                    : "A criminal or extradition procedure ended the screening: the form, with these circumstances, goes to "
                      "the return authority.");
    return true;
}

/* SCR-91, SCR-07. What the person applied for is registered all the same: Art 3, and APR Art 27. */
static bool ended_otherwise(struct st_run *r, const struct screening_facts *f, struct referral_outcome *o)
{
    if (is(r, f->entry_conditions_met)) {
        conclude(o, referral_kind_ended_entry_conditions, form_recipient_nobody);
        because(r, "SR Art 5(3), second subparagraph", "The entry conditions are met: the screening ends.");
    } else if (is(r, f->leaves_voluntarily_accepted)) {
        conclude(o, referral_kind_ended_departure, form_recipient_nobody);
        because(r, "SR Art 5(3), third subparagraph",
                "The person leaves by own decision for a country that accepts them: the screening may be discontinued.");
    } else {
        return false;
    }
    if (is(r, f->application_made)) {
        o->alerts |= BIT(referral_alert_withdrawal);
        because(r, "APR Art 27(1)",
                "The application is registered all the same; it ends only by a withdrawal before the asylum authority.");
    }
    return true;
}

/* SCR-92, with SCR-76. */
static bool relocated(struct st_run *r, const struct screening_facts *f, struct referral_outcome *o)
{
    if (!is(r, f->relocation_planned))
        return false;
    if (is(r, f->threat_grounds)) {
        o->alerts |= BIT(referral_alert_relocation_barred);
        because(r, "AMMR Art 67(2)", "Reasonable grounds to see a threat to internal security: no relocation.");
        return false;
    }
    conclude(o, referral_kind_relocation, form_recipient_relocation_states);
    because(r, "SR Art 18(3)", "To be relocated: referred, with the form, to the authorities of the States concerned.");
    return true;
}

/* SCR-96: somebody whose screening rests on the application alone, and who no longer has one. */
static void without_application_at_crossing_point(struct st_run *r, struct referral_outcome *o)
{
    conclude(o, referral_kind_refusal_of_entry, form_recipient_nobody);
    o->alerts |= BIT(referral_alert_law_is_silent);
    because(r, "SBC Art 14",
            "Article 18 does not say where somebody goes who withdraws at the crossing point; a refusal of entry is offered, "
            "and an officer decides.");
}

/* SCR-93 to SCR-96. */
static void to_a_procedure(struct st_run *r, const struct screening_facts *f, struct referral_outcome *o)
{
    if (is(r, f->application_made)) {
        if (at_crossing_point(r, f) && is(r, f->application_withdrawn)) {
            without_application_at_crossing_point(r, o);
            return;
        }
        conclude(o, referral_kind_asylum, form_recipient_registering_authority);
        because(r, "SR Art 18(2)",
                "Has applied for protection: referred, with the form, to the authority that registers applications.");
    } else if (at_crossing_point(r, f)) {
        without_application_at_crossing_point(r, o);
    } else if (found_inside(r, f)) {
        conclude(o, referral_kind_return_continues, form_recipient_return_authority);
        because(r, "SR Art 18(4)", "Has not applied: the return procedure, which ran beside the screening, goes on.");
    } else {
        conclude(o, referral_kind_return_procedure, form_recipient_return_authority);
        o->alerts |= BIT(referral_alert_entry_possible);
        because(r, "SR Art 18(1)",
                "Has not applied: referred, with the form, to the return authority; entry under Article 6(5) of the Borders "
                "Code remains possible.");
        because(r, "SR Art 3", "Whoever applies later, at any moment, is an applicant from that moment.");
    }
}

/* SCR-97: when the referral may be made. */
static void time_of_referral(struct st_run *r, const struct screening_facts *f, struct referral_outcome *o)
{
    o->ended_by_limit = ST_NO;
    o->may_refer = ST_YES;
    if (!is(r, f->checks_open)) {
        because(r, "SR Art 18(1)", "The checks are completed, so the person is referred.");
    } else if (is(r, f->limit_passed)) {
        o->ended_by_limit = ST_YES;
        o->alerts |= BIT(referral_alert_open_checks);
        because(r, "SR Art 18(5)",
                "The limit has passed: the screening has ended all the same, and the open checks stand on the form.");
    } else {
        o->may_refer = ST_NO;
        because(r, "SR Art 18(1)", "Checks are open and the limit has not passed: the screening goes on.");
    }
}

ST_RULE(screening_referral, screening_facts, referral_outcome, "screening.referral", "SR Art 18",
        "Where does the person go after the screening?", "SCR-90 SCR-91 SCR-92 SCR-93 SCR-94 SCR-95 SCR-96 SCR-97",
        ST_READING, SR_APPLIES)
{
    if (ended_for_criminal_case(r, f, o) || ended_otherwise(r, f, o)) {
        o->may_refer = ST_YES;
        o->ended_by_limit = ST_NO;
        return;
    }
    if (!relocated(r, f, o))
        to_a_procedure(r, f, o);
    time_of_referral(r, f, o);
}

/* ---- screening.retention: SCR-83 ---- */

/* How long Eurodac keeps a dataset of this category; 0 for one that no screening leads to. */
static int64_t years_kept(struct st_run *r, unsigned category)
{
    switch (category) {
    case eurodac_category_applicant: return st_param_number(r, "eurodac.keep_applicant_years");
    case eurodac_category_irregular_crossing:
    case eurodac_category_illegal_stay:
    case eurodac_category_disembarked: return st_param_number(r, "eurodac.keep_other_years");
    default: return 0;
    }
}

/* The last day: as the register has it, else counted anew from what started the period. */
static void as_eurodac(struct st_run *r, const struct screening_retention_facts *f,
                       struct screening_retention_outcome *o, int64_t years)
{
    struct st_period_query q = {.length = {years, ST_YEARS}, .profile = ST_DATE, .state = text(r, f->member_state)};

    if (is(r, f->no_biometrics)) {
        q.event = date(r, f->screening_ended_on);
        o->last_day = period(r, &q, f->screening_ended_on, f->member_state).last_day;
        because(r, "SR Art 18(7)",
                "No biometrics were transmitted, so there is no date to count from: the end of the screening stands for it.");
    } else if (known(r, f->eurodac_keeps_until)) {
        o->last_day = date(r, f->eurodac_keeps_until);
        because(r, "SR Art 18(7)", "Kept as long as Eurodac keeps the data that the screening sent: until {0}.",
                ST_V(o->last_day));
        return;
    } else {
        q.event = date(r, f->transmitted_on);
        o->last_day = period(r, &q, f->transmitted_on, f->member_state).last_day;
    }
    if (st_date_known(o->last_day))
        because(r, "SR Art 18(7)", "Kept as long as Eurodac keeps the data, {0} years: until {1}.", ST_V(years),
                ST_V(o->last_day));
}

/* An erasure for unlawful recording (Eurodac Art 40(3), 43(4)) is no timeline: the years run on. */
ST_RULE(screening_retention, screening_retention_facts, screening_retention_outcome, "screening.retention",
        "SR Art 18(7)", "Until when are the data of the screening kept?", "SCR-83", ST_READING, SR_APPLIES)
{
    int64_t years = years_kept(r, code(r, f->category));

    if (years == 0) {
        because(r, "SR Art 18(7)", "No screening leads to this category of Eurodac.");
        return;
    }
    if (is(r, f->citizenship)) {
        o->last_day = o->erase_on = date(r, f->citizenship_on);
        because(r, "Eurodac Art 30(1)",
                "Now a citizen of a Member State: erased in Eurodac on {0}, and what the screening stored goes with it.",
                ST_V(o->erase_on));
        return;
    }
    as_eurodac(r, f, o, years);
    if (st_date_whole(o->last_day))
        o->erase_on = st_date_add_days(o->last_day, 1);
}
