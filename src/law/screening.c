#include "law/screening.h"

#include "law/screening_words.h"
#include "law/states.h"

ST_CODES_DEFINE(screening_event, SCREENING_EVENT)
ST_CODES_DEFINE(entry_basis, ENTRY_BASIS)
ST_CODES_DEFINE(screening_basis, SCREENING_BASIS)
ST_CODES_DEFINE(screening_duty, SCREENING_DUTY)
ST_SHAPE_DEFINE(screening_facts, SCREENING_FACTS, "What is known of the person and the event", "SR Art 5 to 8")
ST_SHAPE_DEFINE(screening_scope_outcome, SCREENING_SCOPE_OUTCOME, "Who is screened", "SR Art 5 and 7")

void st_because_of_each(struct st_run *r, const struct st_codes *codes, uint64_t set, const char *sentence)
{
    for (unsigned value = 1; value <= codes->n; value++)
        if (set & ST_CODE_BIT(value))
            st_because(r, st_code_row(codes, value)->citation,
                       ST_MSG(sentence, st_value_key(st_code_label(codes, value))));
}

/* ---- screening.scope ---- */

/* SCR-10: criminal procedure or extradition. */
static bool stopped_for_criminal_case(struct st_run *r, const struct screening_facts *f,
                                      struct screening_scope_outcome *o)
{
    if (!is(r, f->criminal_or_extradition))
        return false;
    if (!is(r, f->state_stops_for_criminal_case)) {
        o->screen = screening_duty_may_refrain;
        because(r, "SR Art 18(6)",
                "A criminal or extradition procedure is pending: the State may decide not to screen.");
    } else if (is(r, f->screening_started)) {
        o->screen = screening_duty_ends;
        because(r, "SR Art 18(6)", "The State stops the screening because of the criminal or extradition procedure.");
    } else {
        o->screen = screening_duty_not_applicable;
        because(r, "SR Art 18(6)", "The State does not screen because of the criminal or extradition procedure.");
    }
    return true;
}

/* The State is bound; SCR-01, SCR-05 (first half), SCR-06, SCR-07: what takes anybody out of the screening, at the
 * border or inside. */
static bool outside_the_screening(struct st_run *r, const struct screening_facts *f,
                                  struct screening_scope_outcome *o)
{
    const struct st_member_state *state = known(r, f->member_state) ? st_state_of(f->member_state) : NULL;
    unsigned let_in;

    if (state != NULL && !st_act_binds(state, ST_SR)) {
        o->screen = screening_duty_not_applicable;
        because(r, "SR recitals 60 to 64", "The Screening Regulation does not bind {0}.", st_value_key(state->name));
        return true;
    }
    if (!is(r, f->third_country_national)) {
        o->screen = screening_duty_not_applicable;
        because(r, "SR Art 5(1)", "Union citizens and others with the right of free movement are not screened.");
        return true;
    }
    if (stopped_for_criminal_case(r, f, o))
        return true;
    let_in = code(r, f->entry_basis);
    if (let_in == entry_basis_sbc_6_5_a || let_in == entry_basis_sbc_6_5_b) {
        o->screen = screening_duty_not_applicable;
        because(r, "SR Art 5(3), first subparagraph", "Authorised to enter for transit or with a visa: no screening.");
        return true;
    }
    if (is(r, f->entry_conditions_met)) {
        bool started = is(r, f->screening_started);
        o->screen = started ? screening_duty_ends : screening_duty_not_applicable;
        because(r, "SR Art 5(3), second subparagraph", "The entry conditions are met, so there is nothing to screen.");
        return true;
    }
    if (is(r, f->leaves_voluntarily_accepted)) {
        o->screen = screening_duty_may_discontinue;
        because(r, "SR Art 5(3), third subparagraph",
                "The person leaves by own decision for a country that accepts them: the screening may be discontinued.");
        return true;
    }
    return false;
}

/* SCR-08, SCR-08a, SCR-09. */
static void scope_inside(struct st_run *r, const struct screening_facts *f, struct screening_scope_outcome *o)
{
    if (is(r, f->sent_back_under_bilateral)) {
        o->screen = screening_duty_may_refrain;
        o->duty_of = text(r, f->sent_back_to);
        because(r, "SR Art 7(2)", "Sent back at once under a bilateral arrangement: {0} screens without delay.",
                ST_V(o->duty_of));
        return;
    }
    if (code(r, f->event) == screening_event_irregular_crossing)
        because(r, "SR recital 21",
                "Crossing an internal border where controls remain follows the rules for the territory.");
    o->screen = screening_duty_not_applicable;
    if (code(r, f->event) == screening_event_within_territory && !is(r, f->illegally_staying)) {
        because(r, "SR Art 7(1)",
                "Not found illegally staying: no screening. Whoever applies inland is not named in Article 7.");
        because(r, "AMMR Art 16(4)", "The State that registers the application first looks at internal security.");
    } else if (!is(r, f->crossed_external_border_irregularly)) {
        because(r, "SR Art 7(1)", "The external border was not crossed without authorisation: no screening inside.");
    } else if (is(r, f->already_screened)) {
        because(r, "SR Art 7(1)", "Already screened in a Member State: no second screening.");
    } else {
        o->screen = screening_duty_required;
        o->basis = screening_basis_sr_7;
        because(r, "SR Art 7(1)",
                "Illegally staying after an unauthorised crossing, never screened: screening inside the territory.");
    }
}

/* SCR-02: whose biometrics need not be taken, for other reasons than age (Eurodac Art 22(1) and (4)). */
static bool biometrics_not_required(struct st_run *r, const struct screening_facts *f)
{
    return is(r, f->turned_back) && (!is(r, f->remains_physically) || is(r, f->custody_until_removal));
}

/* SCR-02 … SCR-05. */
static void scope_at_border(struct st_run *r, const struct screening_facts *f, struct screening_scope_outcome *o)
{
    o->screen = screening_duty_required;
    if (code(r, f->entry_basis) == entry_basis_sbc_6_5_c) {
        bool applied = is(r, f->application_made);
        o->screen = applied ? screening_duty_required : screening_duty_not_applicable;
        o->basis = applied ? screening_basis_sr_5_3 : 0;
        because(r, "SR Art 5(3), first subparagraph",
                applied ? "Let in on humanitarian or similar grounds and then applied for protection: screening."
                        : "Let in on humanitarian or similar grounds without an application: no screening.");
    } else if (code(r, f->event) == screening_event_sar_disembarkation) {
        o->basis = screening_basis_sr_5_1_b;
        because(r, "SR Art 5(1)(b)", "Disembarked after a search and rescue operation: screening.");
    } else if (at_crossing_point(r, f)) {
        bool applied = is(r, f->application_made);
        o->screen = applied ? screening_duty_required : screening_duty_not_applicable;
        o->basis = applied ? screening_basis_sr_5_2 : 0;
        because(r, applied ? "SR Art 5(2)" : "SBC Art 14",
                applied ? "Applied at a crossing point or in a transit zone without the entry conditions: screening."
                        : "No application at the crossing point: ordinary refusal of entry, no screening.");
    } else if (biometrics_not_required(r, f)) {
        o->screen = screening_duty_not_applicable;
        because(r, "SR Art 5(1)(a)",
                "Turned back, and gone or in custody the whole time until removal: no screening.");
    } else {
        o->basis = screening_basis_sr_5_1_a;
        because(r, "SR Art 5(1)(a)",
                "Apprehended in connection with an unauthorised crossing: screening, at any age.");
    }
}

ST_RULE(screening_scope, screening_facts, screening_scope_outcome, "screening.scope", "SR Art 5 and 7",
        "Must this person be screened?",
        "SCR-01 SCR-02 SCR-03 SCR-04 SCR-05 SCR-06 SCR-07 SCR-08 SCR-08a SCR-09 SCR-10", ST_VERIFIED, SR_APPLIES)
{
    if (outside_the_screening(r, f, o))
        return;
    if (found_inside(r, f))
        scope_inside(r, f, o);
    else
        scope_at_border(r, f, o);
}
