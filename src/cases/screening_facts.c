/* What the case, its forms and the person's file say, as facts for the rules. Nowhere else are facts put together. */
#include "cases/screening_case.h"

#include "registers/settings.h"
#include "store/record.h"

/* ---- The person ---- */

int st_screening__person(struct person *out, struct st_case *c, struct st_error *err)
{
    *out = (struct person){0};
    return st_id_known(c->subject) ? st_record_get(out, NULL, c->tx, &person_shape, c->subject, err) : ST_OK;
}

static uint8_t under(int least, int most, int years)
{
    return most < years ? ST_YES : least >= years ? ST_NO : ST_UNKNOWN;
}

struct st_screening__age st_screening__age(struct st_case *c, const struct person *person)
{
    struct st_screening__age age = {0};
    int least, most;

    if (st_person_age(&least, &most, person, st_case_day(c))) {
        uint8_t under_six = under(least, most, 6);
        age.minor = under(least, most, 18);
        age.at_least_six = under_six == ST_UNKNOWN ? ST_UNKNOWN : st_tri_of(under_six == ST_NO);
        age.in_doubt = st_tri_of(under_six == ST_UNKNOWN); /* Eurodac Art 14(1): without proof, under six */
    }
    if (st_yes(person->unaccompanied))
        age.minor = ST_YES;
    return age;
}

/* ---- The facts ---- */

/* What is noted when it happens, by a step of its own: as long as nothing was noted, it has not happened. */
static uint8_t noted(bool happened, uint8_t value) { return happened ? value : ST_NO; }

static void entry_facts(struct screening_facts *out, const struct screening_opened *o)
{
    out->event = o->event;
    out->event_at = o->event_at;
    out->third_country_national = o->third_country_national;
    out->entry_conditions_met = o->entry_conditions_met;
    out->entry_basis = o->entry_basis;
    out->application_made = o->application_made;
    out->turned_back = o->turned_back;
    out->remains_physically = o->remains_physically;
    out->custody_until_removal = o->custody_until_removal;
    out->illegally_staying = o->illegally_staying;
    out->crossed_external_border_irregularly = o->crossed_external_border_irregularly;
    out->internal_border_controlled = o->internal_border_controlled;
    out->already_screened = o->already_screened;
    out->sent_back_under_bilateral = o->sent_back_under_bilateral;
    out->sent_back_to = o->sent_back_to;
    out->criminal_or_extradition = o->criminal_or_extradition;
    out->state_stops_for_criminal_case = o->state_stops_for_criminal_case;
}

/* A wish expressed in any way counts (APR Art 26): at the beginning, in the statement, or to anybody in between. */
static void application_facts(struct screening_facts *out, struct st_case *c, struct st_error *err)
{
    const struct screening_statement *statement = st_case_form(c, "take_statement", err);
    const struct case_action *made = st_case_action(c, "record_application");
    const struct case_action *withdrawn = st_case_action(c, "withdraw_application");

    if (statement != NULL && statement->application_made != ST_UNKNOWN && !st_yes(out->application_made))
        out->application_made = statement->application_made;
    if (made != NULL)
        out->application_made = ST_YES;
    out->application_withdrawn =
        st_tri_of(withdrawn != NULL && (made == NULL || made->happened_at.us <= withdrawn->happened_at.us));
}

static void later_facts(struct screening_facts *out, struct st_case *c, struct st_error *err)
{
    const struct screening_circumstances *circumstances = st_case_form(c, "state_circumstances", err);
    const struct relocation_planned *relocation = st_case_form(c, "plan_relocation", err);
    struct st_screening__findings security;

    application_facts(out, c, err);
    if (circumstances != NULL)
        out->at_border_over_72h = circumstances->over_72_hours;
    out->relocation_planned = noted(relocation != NULL, relocation ? relocation->planned : ST_NO);
    if (st_screening__findings(&security, c, err) == ST_OK)
        out->threat_grounds = security.threat;
    out->leaves_voluntarily_accepted = st_tri_of(st_case_action(c, "end_departure") != NULL);
    if (st_case_action(c, "end_entry_conditions") != NULL)
        out->entry_conditions_met = ST_YES;
    if (st_case_action(c, "end_criminal") != NULL)
        out->criminal_or_extradition = out->state_stops_for_criminal_case = ST_YES;
    out->limit_passed = st_tri_of(st_case_action(c, "limit_passed") != NULL);
}

int st_screening__facts(struct screening_facts *out, struct st_case *c, const struct screening_opened *opened,
                        struct st_error *err)
{
    struct st_error mine = {0};
    struct st_answer elements;
    int rc = ST_OK;

    *out = (struct screening_facts){.member_state = c->file.member_state, .screening_started = st_tri_of(!c->new_case)};
    if (opened == NULL)
        opened = st_case_form(c, "start", &mine);
    if (opened != NULL)
        entry_facts(out, opened);
    later_facts(out, c, &mine);
    if (mine.code != ST_OK) {
        *err = mine;
        return mine.code;
    }
    if (!c->new_case)
        rc = st_screening__elements(&elements, c, err);
    if (rc == ST_OK && !c->new_case) {
        uint8_t done = ((const struct elements_outcome *)elements.outcome)->all_done;
        out->checks_open = done == ST_UNKNOWN ? ST_UNKNOWN : st_tri_of(done == ST_NO);
    }
    return rc;
}

int st_screening_shows_facts(const struct st_case *c, struct st_error *err)
{
    if (!c->masked && st_case_shows(c, &security_check_shape) && st_case_shows(c, &screening_statement_shape))
        return ST_OK;
    return st_fail(err, ST_E_FORBIDDEN, "", ST_MSG("The answer rests on forms of this case that you may not see."),
                   "SR Art 8(9)", "Ask the screening officer.");
}

int st_screening_facts(struct screening_facts *out, struct st_case *c, struct st_error *err)
{
    return st_screening__facts(out, c, NULL, err);
}

/* ---- Asking ---- */

int st_screening__ask(struct st_answer *out, struct st_case *c, const struct st_rule *rule, const void *facts,
                      struct st_error *err)
{
    return st_rule_ask(out, rule, facts, st_case_day(c), c->tx->arena, err);
}

int st_screening_scope(struct st_answer *out, struct st_case *c, struct st_error *err)
{
    struct screening_facts facts;
    int rc = st_screening_facts(&facts, c, err);
    return rc == ST_OK ? st_screening__ask(out, c, &screening_scope_rule, &facts, err) : rc;
}

int st_screening_proposal(struct st_answer *out, struct st_case *c, struct st_error *err)
{
    struct screening_facts facts;
    int rc = st_screening_facts(&facts, c, err);
    return rc == ST_OK ? st_screening__ask(out, c, &screening_referral_rule, &facts, err) : rc;
}

int st_screening_elements(struct st_answer *out, struct st_case *c, struct st_error *err)
{
    return st_screening__elements(out, c, err);
}

/* ---- screening.elements ---- */

static uint64_t bit_when(bool done, enum screening_element element) { return done ? ST_CODE_BIT(element) : 0; }

/* Identity and security are done when their rules say that no consultation is open. */
static int checks_done(uint64_t *done, struct st_case *c, struct st_error *err)
{
    struct st_answer identity, security;
    const struct identity_check *form = st_case_form(c, "check_identity", err);
    int rc = ST_OK;

    *done = 0;
    if (form != NULL)
        rc = st_screening__identity(&identity, c, form, err);
    if (rc == ST_OK && form != NULL)
        *done |= bit_when(((const struct identity_outcome *)identity.outcome)->complete == ST_YES,
                          screening_element_identity);
    if (rc == ST_OK && st_case_action(c, "check_security") != NULL) {
        rc = st_screening__security(&security, c, NULL, err);
        if (rc == ST_OK)
            *done |= bit_when(((const struct security_plan_outcome *)security.outcome)->complete == ST_YES,
                              screening_element_security);
    }
    return rc;
}

int st_screening__elements(struct st_answer *out, struct st_case *c, struct st_error *err)
{
    const struct screening_opened *opened = st_case_form(c, "start", err);
    const struct biometrics_taken *missed = st_case_form(c, "note_no_biometrics", err);
    struct elements_facts facts = {0};
    struct person person;
    int rc = st_screening__person(&person, c, err);

    if (rc == ST_OK)
        rc = checks_done(&facts.done, c, err);
    if (rc != ST_OK)
        return rc;
    struct st_screening__age age = st_screening__age(c, &person);
    facts.event = opened ? opened->event : 0;
    facts.internal_border_controlled = opened ? opened->internal_border_controlled : ST_UNKNOWN;
    facts.at_least_six = age.at_least_six;
    facts.age_in_doubt = age.in_doubt;
    facts.hindrance = missed ? missed->capture : 0;
    facts.done |= bit_when(st_case_action(c, "check_health") != NULL, screening_element_health) |
                  bit_when(st_case_action(c, "check_vulnerability") != NULL, screening_element_vulnerability) |
                  bit_when(st_case_action(c, "take_biometrics") != NULL, screening_element_biometrics) |
                  bit_when(st_screening__offer_is_fresh(c), screening_element_form) |
                  bit_when(st_case_action(c, "refer") != NULL, screening_element_referral);
    return st_screening__ask(out, c, &screening_elements_rule, &facts, err);
}

/* ---- screening.minor, screening.biometrics ---- */

/* Did somebody else assist before (Art 13(4))? A provisional representative who makes room for the representative is no
 * such change (RCD Art 27(1)(a)). */
static int another_before(uint8_t *out, struct st_case *c, const struct assistance_of_minor *now, struct st_error *err)
{
    int rc = ST_OK;

    *out = ST_NO;
    for (size_t i = 0; rc == ST_OK && i < c->actions_n; i++) {
        const struct case_action *a = &c->actions[i];
        struct assistance_of_minor before = {0};
        if (!st_str_is(a->action, "assist_minor") || st_case_standing(c, i) != ST_STANDS || a == c->corrects)
            continue;
        rc = st_record_get(&before, NULL, c->tx, &assistance_of_minor_shape, a->form, err);
        if (rc == ST_OK && before.assistant.n > 0 && now->assistant.n > 0 &&
            !st_str_eq(before.assistant, now->assistant) &&
            !(st_yes(before.provisional_representative) && !st_yes(now->provisional_representative)))
            *out = ST_YES;
    }
    return rc;
}

int st_screening__minor(struct st_answer *out, struct st_case *c, struct st_error *err)
{
    const struct assistance_of_minor *a = st_case_form(c, "assist_minor", err);
    struct minor_facts facts = {0};
    struct person person;
    int rc = st_screening__person(&person, c, err);

    if (rc != ST_OK)
        return rc;
    facts.minor = st_screening__age(c, &person).minor;
    facts.unaccompanied = person.unaccompanied;
    if (a != NULL) {
        facts.family_present = st_tri_of(a->family_accompanies != ST_UNKNOWN);
        facts.family_accompanies = a->family_accompanies;
        facts.assistant = a->assistant;
        facts.present_from = a->present_from;
        facts.trained = a->trained;
        facts.independent = a->independent;
        facts.provisional_designated = a->provisional_designated;
        facts.provisional_representative = a->provisional_representative;
        facts.minors_in_care = a->minors_in_care;
        facts.normal_circumstances = a->normal_circumstances;
        facts.why_none = a->why_none;
        facts.why_changed = a->why_changed;
        facts.best_interests = a->best_interests;
        rc = another_before(&facts.changed, c, a, err);
    }
    if (rc != ST_OK)
        return rc;
    return st_screening__ask(out, c, &screening_minor_rule, &facts, err);
}

int st_screening__biometrics(struct st_answer *out, struct st_case *c, const struct biometrics_taken *form,
                             struct st_error *err)
{
    const struct screening_opened *opened = st_case_form(c, "start", err);
    struct biometrics_facts facts = {0};
    struct person person;
    int rc = st_screening__person(&person, c, err);

    if (rc != ST_OK)
        return rc;
    struct st_screening__age age = st_screening__age(c, &person);
    facts.at_least_six = age.at_least_six;
    facts.age_in_doubt = age.in_doubt;
    facts.minor = age.minor;
    facts.unaccompanied = person.unaccompanied;
    facts.application_made = opened ? opened->application_made : ST_UNKNOWN;
    facts.taken_before = st_tri_of(c->corrects == NULL && st_case_action(c, "take_biometrics") != NULL);
    if (form != NULL) {
        facts.trained_for_minors = form->trained_for_minors;
        facts.adult_present = form->adult_present;
        facts.family_present = form->adult_present; /* the form asks for one of them, whoever it is */
        facts.risk_to_child = form->risk_to_child;
        facts.capture = form->capture == capture_taken ? 0 : form->capture;
    }
    return st_screening__ask(out, c, &screening_biometrics_rule, &facts, err);
}

/* ---- What is in operation (SR Art 25, third subparagraph) ---- */

int st_screening_systems(struct st_screening_systems *out, struct st_case *c, struct st_instant at,
                         struct st_error *err)
{
    static const struct {
        enum security_system system;
        enum setting start;
    } rows[] = {
        {security_system_sis, setting_sis_start},
        {security_system_ees, setting_ees_start},
        {security_system_etias, setting_etias_start},
        {security_system_etias_watchlist, setting_etias_start},
        {security_system_vis, setting_vis_start},
        {security_system_ecris_tcn, setting_ecris_tcn_start},
    };
    struct st_settings settings;
    int rc = st_settings_load(&settings, c->tx, err);

    *out = (struct st_screening_systems){0};
    for (size_t i = 0; rc == ST_OK && i < sizeof(rows) / sizeof(rows[0]); i++) {
        out->starts[rows[i].system] = st_setting_day(&settings, rows[i].start, at);
        if (st_setting_begun(&settings, rows[i].start, at))
            out->in_operation |= ST_CODE_BIT(rows[i].system);
        else
            out->waiting |= ST_CODE_BIT(rows[i].system);
    }
    if (rc != ST_OK)
        return rc;
    out->repository = st_tri_of(st_setting_begun(&settings, setting_cir_start, at));
    out->portal = st_tri_of(st_setting_begun(&settings, setting_portal_start, at));
    out->portal_outage = st_setting_on(&settings, setting_portal_outage, at);
    if (out->repository != ST_YES || out->portal != ST_YES)
        out->waiting |= out->in_operation;
    return ST_OK;
}

/* A check is judged by what was in operation when it was made: one that stands, when it was entered as done; one that
 * is being entered, or put right, when it is said to be done. */
static struct st_instant moment_of(const struct st_case *c, const char *action, bool stands)
{
    const struct case_action *a = stands ? st_case_action(c, action) : NULL;
    return a != NULL ? a->happened_at : c->at;
}

/* ---- screening.identity ---- */

/* "Not queried" is no answer: where the duty to query does not yet apply, the settings say so. */
static uint16_t answer_of(uint16_t result) { return result == query_result_skipped ? 0 : result; }

int st_screening__identity(struct st_answer *out, struct st_case *c, const struct identity_check *form,
                           struct st_error *err)
{
    static const struct identity_check nothing = {.done_at_border_check = ST_NO};
    bool biometrics = st_case_action(c, "take_biometrics") != NULL;
    bool stands = form != NULL && form == st_case_form(c, "check_identity", err);
    struct st_screening_systems systems;
    int rc = st_screening_systems(&systems, c, moment_of(c, "check_identity", stands), err);

    if (rc != ST_OK)
        return rc;
    form = form ? form : &nothing;
    unsigned second = form->second_query || biometrics ? form->second_query : form->cir;
    struct identity_facts facts = {
        .done_at_border_check = noted(form->done_at_border_check != ST_UNKNOWN, form->done_at_border_check),
        .cir_in_operation = systems.repository,
        .portal_in_operation = systems.portal,
        .portal_possible = form->portal_used || !systems.portal_outage ? form->portal_used : ST_NO,
        .biometrics_usable = st_tri_of(biometrics),
        .first_query = biometrics ? answer_of(form->cir) : 0,
        .second_query = answer_of((uint16_t)second),
        .sis = answer_of(form->sis),
        .national_relevant = st_tri_of(form->national != 0),
        .national = form->national,
        .document_with_chip = st_tri_of(form->means & ST_CODE_BIT(identity_means_chip)),
        .means = form->means,
    };
    return st_screening__ask(out, c, &screening_identity_rule, &facts, err);
}

/* ---- screening.security ---- */

struct consulted {
    uint64_t answered, skipped, named, at_border;
    struct st_instant at; /* the newest of the checks */
};

/* A system that answered in any of the checks has been consulted. */
static void consult(struct consulted *all, const struct security_check *form, struct st_instant at)
{
    all->at_border |= form->done_at_border_check;
    all->at = at.us > all->at.us ? at : all->at;
    for (size_t i = 0; i < form->queries.n; i++) {
        const struct security_query *q = &form->queries.v[i];
        uint64_t bit = ST_CODE_BIT(q->system);
        all->named |= bit;
        if (q->result == query_result_hit || q->result == query_result_no_hit)
            all->answered |= bit;
        if (q->result == query_result_skipped)
            all->skipped |= bit;
    }
}

/* The standing security check of the i-th action; *out zero, and false, when it is none. */
static int check_of(struct security_check *out, bool *found, struct st_case *c, size_t i, struct st_error *err)
{
    const struct case_action *a = &c->actions[i];

    *out = (struct security_check){0};
    *found = st_str_is(a->action, "check_security") && st_case_standing(c, i) == ST_STANDS && a != c->corrects;
    return *found ? st_record_get(out, NULL, c->tx, &security_check_shape, a->form, err) : ST_OK;
}

static int consult_stored(struct consulted *all, struct st_case *c, struct st_error *err)
{
    int rc = ST_OK;

    for (size_t i = 0; rc == ST_OK && i < c->actions_n; i++) {
        struct security_check form;
        bool found;
        rc = check_of(&form, &found, c, i, err);
        if (rc == ST_OK && found)
            consult(all, &form, c->actions[i].happened_at);
    }
    return rc;
}

static bool watchlist_hit(const struct security_check *check)
{
    for (size_t i = 0; i < check->queries.n; i++)
        if (check->queries.v[i].system == security_system_etias_watchlist &&
            check->queries.v[i].result == query_result_hit)
            return true;
    return false;
}

int st_screening__findings(struct st_screening__findings *out, struct st_case *c, struct st_error *err)
{
    int rc = ST_OK;

    *out = (struct st_screening__findings){0};
    for (size_t i = 0; rc == ST_OK && i < c->actions_n; i++) {
        struct security_check form;
        bool found;
        rc = check_of(&form, &found, c, i, err);
        if (rc != ST_OK)
            break;
        out->hit = out->hit == ST_YES ? ST_YES : form.hit != ST_UNKNOWN ? form.hit : out->hit;
        if (form.threat != ST_UNKNOWN) {
            out->threat = form.threat;
            out->reasons = form.reasons;
            out->note = form.note;
        }
        if (!st_instant_known(out->watchlist_at) && watchlist_hit(&form))
            out->watchlist_at = c->actions[i].happened_at;
    }
    return rc;
}

int st_screening__security(struct st_answer *out, struct st_case *c, const struct security_check *form,
                           struct st_error *err)
{
    struct st_screening_systems systems;
    struct consulted all = {0};
    int rc = consult_stored(&all, c, err);

    if (rc == ST_OK && form != NULL)
        consult(&all, form, c->at);
    if (rc == ST_OK)
        rc = st_screening_systems(&systems, c, st_instant_known(all.at) ? all.at : c->at, err);
    if (rc != ST_OK)
        return rc;
    all.skipped &= ~all.answered;
    struct security_facts facts = {
        .in_operation = systems.in_operation,
        .cir_in_operation = systems.repository,
        .portal_in_operation = systems.portal,
        .done_at_border_check = all.at_border,
        .answered = all.answered,
        .interpol_without_trace = st_tri_of(!(all.skipped & ST_CODE_BIT(security_system_interpol))),
        .national_wanted = st_tri_of(all.named & ST_CODE_BIT(security_system_national) & ~all.skipped),
        .belongings_wanted = st_tri_of(all.named & ST_CODE_BIT(security_system_belongings) & ~all.skipped),
    };
    return st_screening__ask(out, c, &screening_security_rule, &facts, err);
}

int st_screening_plan(struct st_answer *out, struct st_case *c, bool security, struct st_error *err)
{
    return security ? st_screening__security(out, c, NULL, err)
                    : st_screening__identity(out, c, st_case_form(c, "check_identity", err), err);
}

/* ---- screening.transmission ---- */

/* Notes and what belongs to the end do not change what the form says; everything else does, also a correction. */
static bool changes_the_form(const struct case_action *a)
{
    static const char *const others[] = {"offer_form", "note", "refuse_access", "refer", "limit_passed", "take_over",
                                         "hand_over", "end_criminal", "end_departure", "end_entry_conditions"};

    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        if (st_str_is(a->action, others[i]))
            return false;
    return true;
}

bool st_screening__offer_is_fresh(const struct st_case *c)
{
    const struct case_action *offer = st_case_action(c, "offer_form");

    for (size_t i = 0; offer != NULL && i < c->actions_n; i++)
        if (changes_the_form(&c->actions[i]) && c->actions[i].position.v > offer->position.v)
            return false;
    return offer != NULL;
}

int st_screening__transmission(struct st_answer *out, struct st_case *c, enum referral_kind referral,
                               struct st_error *err)
{
    const struct form_offered *offer = st_screening__offer_is_fresh(c) ? st_case_form(c, "offer_form", err) : NULL;
    struct transmission_facts facts = {
        .referral = (uint16_t)referral,
        .copy_made_available = st_tri_of(offer != NULL && offer->copy != 0),
        .chance_to_object = offer ? offer->chance_to_object : ST_NO,
        .objected = st_tri_of(offer != NULL && offer->objections.n > 0),
        .objections_recorded = st_tri_of(offer != NULL && offer->objections.n > 0),
    };
    return st_screening__ask(out, c, &screening_transmission_rule, &facts, err);
}
