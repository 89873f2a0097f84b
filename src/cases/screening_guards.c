/* The guards of the screening's steps: each asks a rule and hands its reasons on. What a guard itself looks at is only
 * whether a form agrees with itself. */
#include "cases/screening_case.h"

#include "identity/minutiae.h"
#include "law/states.h"
#include "registers/eurodac_transmit.h"

#define OUTCOME(answer, shape) ((const struct shape *)(answer).outcome)

static int invalid(struct st_error *err, const char *field, struct st_message what, const char *citation,
                   const char *cure)
{
    return st_fail(err, ST_E_INVALID, field, what, citation, cure);
}

/* What the rule decided with `yes` lets the step pass; a no is refused with the rule's reasons, and where it could not
 * say, with the facts that it needs. */
static int pass(uint8_t yes, enum st_err code, const struct st_answer *answer, const char *cure, struct st_error *err)
{
    if (yes == ST_YES)
        return ST_OK;
    return st_case_refuse(err, yes == ST_NO ? code : ST_E_NEEDS, answer, cure);
}

/* ---- The beginning ---- */

ST_STATEMENT(find_running, "screening.running",
             "SELECT id FROM case_file WHERE authority = ?1 AND person = ?2 AND procedure = 'screening'"
             " AND closed_at IS NULL LIMIT 1", NULL);

static int running_already(struct st_case *c, struct st_error *err)
{
    struct st_rows rows;
    int rc = st_db_query(&rows, c->tx->db, c->tx->arena, &find_running,
                         ST_BIND(st_cell_str(c->tx->actor->authority), st_cell_id(c->tx->arena, c->file.person)), err);

    if (rc == ST_OK && rows.n > 0)
        rc = st_fail(err, ST_E_STATE, "", ST_MSG("A screening of this person is running already."), "SR Art 8",
                     "Go on with that one.");
    return rc;
}

/* screening.scope: required, or may be refrained from and the officer screens all the same. */
int st_screening__may_start(struct st_case *c, const void *form, struct st_error *err)
{
    struct screening_facts facts;
    struct st_answer answer;
    int rc = c->corrects == NULL ? running_already(c, err) : ST_OK;

    if (rc == ST_OK)
        rc = st_screening__facts(&facts, c, form, err);
    if (rc == ST_OK)
        rc = st_screening__ask(&answer, c, &screening_scope_rule, &facts, err);
    if (rc != ST_OK || form == NULL)
        return rc;
    switch (OUTCOME(answer, screening_scope_outcome)->screen) {
    case screening_duty_required:
    case screening_duty_may_refrain: return ST_OK;
    case screening_duty_unknown: return st_case_refuse(err, ST_E_NEEDS, &answer, "");
    default: return st_case_refuse(err, ST_E_STATE, &answer, "Correct the facts, or follow what the reasons name.");
    }
}

/* SCR-100: whoever decides about a child says how the best interests were weighed. screening.minor knows whether it is
 * a child, and whether anything was said. */
static int weighed(struct st_case *c, struct st_str best_interests, struct st_error *err)
{
    struct minor_facts facts = {.unaccompanied = ST_NO, .family_present = ST_NO};
    struct st_answer answer;
    struct person person;
    int rc = st_screening__person(&person, c, err);

    if (rc != ST_OK)
        return rc;
    facts.minor = st_screening__age(c, &person).minor;
    facts.best_interests = st_str_trim(best_interests).n > 0 ? best_interests : (struct st_str){NULL, 0};
    rc = st_screening__ask(&answer, c, &screening_minor_rule, &facts, err);
    if (rc != ST_OK || !(OUTCOME(answer, minor_outcome)->lacks & ST_CODE_BIT(minor_lack_best_interests)))
        return rc;
    return invalid(err, "best_interests", ST_MSG("A decision about a child says how the best interests were weighed."),
                   "SR Art 13(1)", "Write it in your own words.");
}

/* Whoever is sent back goes to somebody, in another Member State: that authority is told, and screens (Art 7(2)). */
static int check_receiver(const struct st_case *c, const struct screening_opened *o, struct st_error *err)
{
    struct st_str unit = o->sent_back_authority, state;

    if (!st_yes(o->sent_back_under_bilateral))
        return ST_OK;
    state = st_str_cut(&unit, '-');
    if (unit.n == 0 || !st_str_eq(state, o->sent_back_to) || st_state_of(state) == NULL)
        return st_fail(err, ST_E_INVALID, "sent_back_authority",
                       ST_MSG("The authority that takes the person in is told, so that it screens."), "SR Art 7(2)",
                       "Enter it with its Member State, as FR-MEN.");
    if (st_str_eq(state, c->file.member_state))
        return st_fail(err, ST_E_INVALID, "sent_back_to", ST_MSG("The person is sent back to another Member State."),
                       "SR Art 7(2)", "Enter the State that receives the person.");
    return ST_OK;
}

/* screening.scope: only where the law lets the State refrain. */
int st_screening__may_refrain(struct st_case *c, const void *form, struct st_error *err)
{
    struct screening_facts facts;
    struct st_answer answer;
    unsigned screen;
    int rc = st_screening__facts(&facts, c, form, err);

    if (rc == ST_OK)
        rc = st_screening__ask(&answer, c, &screening_scope_rule, &facts, err);
    if (rc != ST_OK)
        return rc;
    screen = OUTCOME(answer, screening_scope_outcome)->screen;
    rc = pass(screen == screening_duty_unknown ? ST_UNKNOWN : st_tri_of(screen == screening_duty_may_refrain),
              ST_E_STATE, &answer, "Begin the screening, or follow what the reasons name.", err);
    if (rc == ST_OK && form != NULL)
        rc = weighed(c, ((const struct screening_opened *)form)->best_interests, err);
    return rc == ST_OK && form != NULL ? check_receiver(c, form, err) : rc;
}

/* ---- The checks ---- */

/* screening.health; that medical staff does it, the chart says. */
int st_screening__may_check_health(struct st_case *c, const void *form, struct st_error *err)
{
    const struct health_check *check = form;
    struct health_facts facts = {.medical_staff = ST_YES};
    struct st_answer answer;
    int rc;

    if (form == NULL)
        return ST_OK;
    facts.outcome = check->outcome;
    facts.needs = check->needs;
    facts.author = check->examined_by;
    facts.no_check_reason = check->no_check_reason;
    facts.application_made = ST_NO; /* decides nothing here */
    rc = st_screening__ask(&answer, c, &screening_health_rule, &facts, err);
    return rc != ST_OK ? rc
                       : pass(OUTCOME(answer, health_check_outcome)->stands, ST_E_INVALID, &answer,
                              "Enter what is lacking.", err);
}

int st_screening__may_check_vulnerability(struct st_case *c, const void *form, struct st_error *err)
{
    const struct vulnerability_check *check = form;
    struct vulnerability_facts facts = {.specialised_staff = ST_YES};
    struct st_answer answer;
    struct person person;
    int rc;

    if (form == NULL)
        return ST_OK;
    rc = st_screening__person(&person, c, err);
    if (rc != ST_OK)
        return rc;
    facts.found = check->found;
    facts.indications = check->indications;
    facts.reception_needs = check->reception_needs;
    facts.procedural_needs = check->procedural_needs;
    facts.minor = st_screening__age(c, &person).minor;
    facts.support = check->support;
    facts.trained_for_minors = check->trained_for_minors;
    facts.child_protection_told = check->child_protection_told;
    facts.application_made = ST_NO; /* decides nothing here */
    rc = st_screening__ask(&answer, c, &screening_vulnerability_rule, &facts, err);
    return rc != ST_OK ? rc
                       : pass(OUTCOME(answer, vulnerability_outcome)->stands, ST_E_INVALID, &answer,
                              "Enter what is lacking.", err);
}

/* screening.identity: going round the portal, or a query that failed, has its reason (Art 14(3)). What is not in
 * operation yet needs none (Art 25). */
int st_screening__may_check_identity(struct st_case *c, const void *form, struct st_error *err)
{
    const uint64_t sis = ST_CODE_BIT(security_system_sis);
    const struct identity_check *check = form;
    struct st_screening_systems systems;
    struct st_answer answer;
    bool left_out, queried;
    int rc = form ? st_screening__identity(&answer, c, check, err) : ST_OK;

    if (rc != ST_OK || form == NULL)
        return rc;
    rc = st_screening_systems(&systems, c, c->at, err);
    if (rc != ST_OK)
        return rc;
    queried = systems.repository == ST_YES && systems.portal == ST_YES;
    left_out = (queried && check->cir >= query_result_failed) ||
               (queried && !(systems.waiting & sis) && check->sis >= query_result_failed) ||
               check->national == query_result_failed || (queried && check->second_query == query_result_failed) ||
               OUTCOME(answer, identity_outcome)->reason_due == ST_YES;
    if (left_out && st_str_trim(check->failure_reason).n == 0 && check->done_at_border_check != ST_YES)
        return invalid(err, "failure_reason", ST_MSG("A query that was not made, or went round the portal, has a reason."),
                       "SR Art 14(3)", "Say why.");
    return ST_OK;
}

/* ---- Biometrics ---- */

/* Each print is a record that can be read: a broken one would be found out only by the centre, days later. */
static int check_readable(struct st_case *c, const struct biometrics_taken *taken, struct st_error *err)
{
    for (size_t i = 0; i < taken->fingerprints.n; i++) {
        struct st_print_record record;
        struct st_error why = {0};
        const char *field = st_strf(c->tx->arena, "fingerprints.%zu.minutiae", i).p;
        if (st_minutiae_read(&record, c->tx->arena, taken->fingerprints.v[i].minutiae, &why) != ST_OK)
            return invalid(err, field, why.faults[0].what, "Eurodac Art 38(1)", "Take the finger again.");
    }
    return ST_OK;
}

/* screening.biometrics: due, and nothing lacking before the capture begins. */
int st_screening__may_take_biometrics(struct st_case *c, const void *form, struct st_error *err)
{
    const struct biometrics_taken *taken = form;
    const struct biometrics_outcome *o;
    struct st_answer answer;
    int rc = st_screening__biometrics(&answer, c, form, err);

    if (rc != ST_OK)
        return rc;
    o = OUTCOME(answer, biometrics_outcome);
    if (o->due == ST_NO || (c->corrects == NULL && st_case_action(c, "take_biometrics") != NULL))
        return st_case_refuse(err, ST_E_STATE, &answer, "Note why none are taken, or go on with the next check.");
    if (form == NULL)
        return ST_OK;
    if (taken->capture != capture_taken)
        return invalid(err, "capture", ST_MSG("Here only biometrics that were taken are entered."), "Eurodac Art 13(1)",
                       "Use the other step to note why they were not taken.");
    if (taken->fingerprints.n == 0 && taken->facial_image.n == 0)
        return invalid(err, "fingerprints", ST_MSG("There is no fingerprint and no facial image."), "Eurodac Art 13(1)",
                       "Take them, or note why that is not possible.");
    rc = check_readable(c, taken, err);
    return rc != ST_OK ? rc : pass(o->may_begin, ST_E_INVALID, &answer, "See to what is lacking first.", err);
}

int st_screening__may_note_no_biometrics(struct st_case *c, const void *form, struct st_error *err)
{
    const struct biometrics_taken *missed = form;
    struct st_answer answer;
    uint8_t due;
    int rc = st_screening__biometrics(&answer, c, NULL, err);

    if (rc == ST_OK && st_case_action(c, "take_biometrics") != NULL)
        return st_case_refuse(err, ST_E_STATE, &answer, "Correct that entry where it is wrong.");
    if (rc != ST_OK || form == NULL)
        return rc;
    due = OUTCOME(answer, biometrics_outcome)->due;
    if (missed->capture == capture_taken)
        return invalid(err, "capture", ST_MSG("Biometrics that were taken are entered in their own step."),
                       "Eurodac Art 13(1)", "Use the step for biometrics.");
    if ((missed->capture == capture_under_six) != (due == ST_NO))
        return st_case_refuse(err, due == ST_UNKNOWN ? ST_E_NEEDS : ST_E_INVALID, &answer,
                              "Correct the date of birth, or choose what hindered the capture.");
    return ST_OK;
}

/* After the centre found the quality too low: Eurodac Art 38(1). */
int st_screening__may_retake(struct st_case *c, const void *form, struct st_error *err)
{
    const struct biometrics_taken *taken = form;
    void *found;
    size_t n;
    int rc = st_record_find(&found, NULL, &n, c->tx, &eurodac_transmission_shape, "case_id",
                            st_cell_id(c->tx->arena, c->id), 20, err);

    for (size_t i = 0; rc == ST_OK && i < n; i++) {
        if (((const struct eurodac_transmission *)found)[i].state != eurodac_sending_retake)
            continue;
        if (taken != NULL && taken->fingerprints.n == 0)
            return invalid(err, "fingerprints", ST_MSG("There is no fingerprint."), "Eurodac Art 38(1)", "Take them again.");
        return taken != NULL ? check_readable(c, taken, err) : ST_OK;
    }
    return rc != ST_OK ? rc
                       : st_fail(err, ST_E_STATE, "", ST_MSG("Eurodac did not ask for better prints."),
                                 "Eurodac Art 38(1)", "Go on with the next check.");
}

/* ---- Security ---- */

static int check_queries(const struct security_check *check, uint64_t waiting, struct st_error *err)
{
    bool hit = false;

    for (size_t i = 0; i < check->queries.n; i++) {
        const struct security_query *q = &check->queries.v[i];
        hit = hit || q->result == query_result_hit;
        if (q->result >= query_result_failed && st_str_trim(q->reason).n == 0 && !(waiting & ST_CODE_BIT(q->system)))
            return invalid(err, "queries", ST_MSG("A system that was not asked has a reason: {0}.",
                                                  st_value_key(st_code_label(&security_system_codes, q->system))),
                           "SR Art 15(2)", "Say why it was not asked.");
    }
    if (hit && check->hit != ST_YES)
        return invalid(err, "hit", ST_MSG("One of the consultations gave a hit."), "SR Art 17(1)(h)",
                       "Say so, or correct the consultation.");
    return ST_OK;
}

/* screening.security_flag: one of the four reasons, a named officer, in own words. */
static int flag_allowed(struct st_case *c, uint64_t reasons, struct st_str statement, struct st_error *err)
{
    struct st_answer elements, answer;
    int rc = st_screening__elements(&elements, c, err);

    if (rc != ST_OK)
        return rc;
    struct security_flag_facts facts = {
        .category = OUTCOME(elements, elements_outcome)->category,
        .source = security_source_screening,
        .reasons = reasons,
        .named_officer = st_tri_of(st_id_known(c->tx->actor->officer)),
        .statement = statement,
    };
    rc = st_screening__ask(&answer, c, &screening_security_flag_rule, &facts, err);
    return rc != ST_OK ? rc
                       : pass(OUTCOME(answer, security_flag_outcome)->may_set, ST_E_INVALID, &answer,
                              "Give the reason in your own words, or leave the flag out.", err);
}

int st_screening__may_check_security(struct st_case *c, const void *form, struct st_error *err)
{
    const struct security_check *check = form;
    struct st_screening_systems systems;
    int rc = form ? st_screening_systems(&systems, c, c->at, err) : ST_OK;

    if (rc == ST_OK && form != NULL)
        rc = check_queries(check, systems.waiting, err);
    return rc != ST_OK || form == NULL || check->reasons == 0 ? rc : flag_allowed(c, check->reasons, check->note, err);
}

/* The dataset went out before the threat was found: the flag follows it. */
int st_screening__may_flag(struct st_case *c, const void *form, struct st_error *err)
{
    struct st_screening__findings found = {0};
    struct st_id dataset;
    int rc = st_screening__dataset(&dataset, c, err);

    (void)form;
    if (rc == ST_OK)
        rc = st_screening__findings(&found, c, err);
    if (rc == ST_OK && (found.reasons == 0 || !st_id_known(dataset)))
        rc = st_fail(err, ST_E_STATE, "", ST_MSG("There is no reason for a flag, or no data in Eurodac to set it on."),
                     "Eurodac Art 17(2)(i)", "Enter the reason with the security check.");
    return rc == ST_OK ? flag_allowed(c, found.reasons, found.note, err) : rc;
}

int st_screening__may_give_opinion(struct st_case *c, const void *form, struct st_error *err)
{
    (void)form;
    return st_case_clock(c, "watchlist_opinion") != NULL
               ? ST_OK
               : st_fail(err, ST_E_STATE, "", ST_MSG("There was no hit in the ETIAS watchlist."), "SR Art 16(7)",
                         "Go on with the next check.");
}

/* ---- Minors, applications ---- */

int st_screening__may_assist(struct st_case *c, const void *form, struct st_error *err)
{
    struct st_answer answer;
    struct person person;
    int rc = st_screening__person(&person, c, err);

    (void)form;
    if (rc == ST_OK)
        rc = st_screening__minor(&answer, c, err);
    if (rc == ST_OK && st_screening__age(c, &person).minor == ST_NO)
        rc = st_case_refuse(err, ST_E_STATE, &answer, "Correct the date of birth where it is wrong.");
    return rc;
}

int st_screening__may_withdraw(struct st_case *c, const void *form, struct st_error *err)
{
    struct screening_facts facts;
    int rc = st_screening_facts(&facts, c, err);

    (void)form;
    if (rc == ST_OK && facts.application_made != ST_YES)
        rc = st_fail(err, ST_E_STATE, "", ST_MSG("No application was made that could be withdrawn."), "APR Art 40",
                     "Record the application first.");
    return rc;
}

/* ---- The end ---- */

/* screening.minor: no officer closes the screening of a child who was not assisted, without saying why. The end by its
 * time limit is held up by nothing. */
static int minor_allows(struct st_case *c, struct st_error *err)
{
    struct st_answer answer;
    int rc = ST_OK;

    if (st_str_is(c->file.state, "limit_passed"))
        return ST_OK;
    rc = st_screening__minor(&answer, c, err);
    return rc != ST_OK ? rc
                       : pass(OUTCOME(answer, minor_outcome)->may_close, ST_E_STATE, &answer,
                              "Record who assists the child, or why nobody does yet.", err);
}

int st_screening__may_end_conditions(struct st_case *c, const void *form, struct st_error *err)
{
    const struct screening_ended *ended = form;
    return form != NULL ? weighed(c, ended->best_interests, err) : ST_OK;
}

int st_screening__may_refuse_access(struct st_case *c, const void *form, struct st_error *err)
{
    const struct access_refused *refused = form;
    return form != NULL ? weighed(c, refused->best_interests, err) : ST_OK;
}

int st_screening__may_plan_relocation(struct st_case *c, const void *form, struct st_error *err)
{
    const struct relocation_planned *plan = form;
    return form != NULL ? weighed(c, plan->best_interests, err) : ST_OK;
}

/* The officer departs from what the law was read to give: allowed, with own reasons. */
static int check_decision(const struct screening_referral *decision, const struct referral_outcome *proposal,
                          const struct elements_outcome *elements, struct st_error *err)
{
    const uint64_t not_checks = ST_CODE_BIT(screening_element_form) | ST_CODE_BIT(screening_element_referral);
    uint64_t open = elements->open & ~not_checks;

    if (decision->referral >= referral_kind_ended_entry_conditions)
        return invalid(err, "referral", ST_MSG("A screening that ends without a referral has a step of its own."),
                       "SR Art 5(3)", "Choose that step.");
    if (decision->referral != proposal->referral && st_str_trim(decision->own_reasons).n == 0)
        return invalid(err, "own_reasons",
                       ST_MSG("The law was read to give: {0}. Your decision is another.",
                              st_value_key(st_code_label(&referral_kind_codes, proposal->referral))),
                       "SR Art 18", "Give your own reasons.");
    if (decision->referral == referral_kind_relocation && decision->relocation_state.n == 0)
        return invalid(err, "relocation_state", ST_MSG("The State of relocation is missing."), "SR Art 18(3)",
                       "Name it.");
    if ((decision->open_checks & ~not_checks) != open)
        return invalid(err, "open_checks", ST_MSG("The checks that are open differ from those that you name."),
                       "SR Art 18(5)", "Name all that are open, and no others.");
    if (open != 0 && st_str_trim(decision->why_open).n == 0)
        return invalid(err, "why_open", ST_MSG("Checks are open without a reason."), "SR Art 18(5)",
                       "Say why they were not completed.");
    return ST_OK;
}

static int form_allows(struct st_case *c, const struct screening_referral *decision, struct st_error *err)
{
    struct st_answer answer;
    int rc;

    if (st_str_is(c->file.state, "limit_passed"))
        return ST_OK; /* the screening ended all the same; what is missing stands on the form */
    rc = st_screening__form_check(&answer, c, decision, err);
    return rc != ST_OK ? rc
                       : pass(OUTCOME(answer, form_outcome)->complete, ST_E_STATE, &answer,
                              "Complete the form.", err);
}

static int transmission_allows(struct st_case *c, enum referral_kind referral, struct st_error *err)
{
    struct st_answer answer;
    int rc = st_screening__transmission(&answer, c, referral, err);
    return rc != ST_OK ? rc
                       : pass(OUTCOME(answer, transmission_outcome)->may_transmit, ST_E_STATE, &answer,
                              "Offer the form as it stands now: hand over the copy, read it back, note objections.", err);
}

/* screening.referral, .form, .transmission, .minor, .elements. */
int st_screening__may_refer(struct st_case *c, const void *form, struct st_error *err)
{
    const struct screening_referral *decision = form;
    const struct referral_outcome *proposal;
    struct st_answer answer, elements;
    int rc = st_screening_proposal(&answer, c, err);

    if (rc == ST_OK)
        rc = st_screening__elements(&elements, c, err);
    if (rc != ST_OK)
        return rc;
    proposal = OUTCOME(answer, referral_outcome);
    if (proposal->referral == 0 || proposal->may_refer == ST_UNKNOWN)
        return st_case_refuse(err, ST_E_NEEDS, answer.complete ? &elements : &answer, "");
    if (proposal->may_refer != ST_YES)
        return st_case_refuse(err, ST_E_STATE,
                              OUTCOME(elements, elements_outcome)->all_done == ST_YES ? &answer : &elements,
                              "Complete the checks first.");
    rc = minor_allows(c, err);
    if (rc == ST_OK && decision != NULL)
        rc = check_decision(decision, proposal, OUTCOME(elements, elements_outcome), err);
    if (rc == ST_OK && decision != NULL)
        rc = weighed(c, decision->best_interests, err);
    if (rc == ST_OK)
        rc = form_allows(c, decision, err);
    return rc == ST_OK ? transmission_allows(c, decision ? decision->referral : proposal->referral, err) : rc;
}

/* Art 5(3), third subparagraph: by own decision, for a country that accepts. */
int st_screening__may_depart(struct st_case *c, const void *form, struct st_error *err)
{
    const struct screening_departure *departure = form;
    struct screening_facts facts;
    struct st_answer answer;
    int rc = minor_allows(c, err);

    if (rc == ST_OK && form != NULL)
        rc = weighed(c, departure->best_interests, err);
    if (rc != ST_OK || form == NULL)
        return rc;
    rc = st_screening_facts(&facts, c, err);
    if (rc == ST_OK) {
        facts.leaves_voluntarily_accepted =
            st_tri_of(st_yes(departure->own_decision) && st_yes(departure->accepted_there));
        rc = st_screening__ask(&answer, c, &screening_scope_rule, &facts, err);
    }
    return rc != ST_OK || OUTCOME(answer, screening_scope_outcome)->screen == screening_duty_may_discontinue
               ? rc
               : st_case_refuse(err, ST_E_STATE, &answer, "Only a departure by own decision, accepted there, ends it.");
}

/* Art 18(6): the form goes out with the circumstances; nothing else holds it up. */
int st_screening__may_end_criminal(struct st_case *c, const void *form, struct st_error *err)
{
    const struct screening_ended *ended = form;
    struct screening_facts facts;
    struct st_answer answer;
    int rc = form != NULL ? weighed(c, ended->best_interests, err) : ST_OK;

    if (rc == ST_OK)
        rc = st_screening_facts(&facts, c, err);
    if (rc != ST_OK)
        return rc;
    facts.criminal_or_extradition = facts.state_stops_for_criminal_case = ST_YES; /* that is what this step says */
    rc = st_screening__ask(&answer, c, &screening_scope_rule, &facts, err);
    return rc != ST_OK || OUTCOME(answer, screening_scope_outcome)->screen == screening_duty_ends
               ? rc
               : st_case_refuse(err, ST_E_STATE, &answer, "Look at the facts of the entry.");
}
