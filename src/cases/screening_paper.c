/* The form of Article 17, put together from the case's actions and the person's file. */
#include "cases/screening_case.h"

#include "store/record.h"

ST_SHAPE_DEFINE(screening_open_item, SCREENING_OPEN_ITEM, "Check not completed", "SR Art 18(5)")
ST_SHAPE_DEFINE(screening_form, SCREENING_FORM, "Screening form", "SR Art 17")

/* ---- Points (a), (b), documents: the person's file ---- */

static void from_file(struct screening_form *out, const struct person *p)
{
    out->person_number = p->number;
    out->names.v = p->names.v;
    out->names.n = p->names.n;
    out->born_on = p->born_on;
    out->age_estimated = p->age_estimated;
    out->born_in = p->born_in;
    out->born_in_country = p->born_in_country;
    out->sex = p->sex;
    out->nationalities.v = p->nationalities.v;
    out->nationalities.n = p->nationalities.n;
    out->languages = p->languages;
    out->documents.v = p->documents.v;
    out->documents.n = p->documents.n;
    out->unaccompanied = p->unaccompanied;
}

static void certainties(struct screening_form *out, const struct identity_check *check)
{
    if (check == NULL)
        return;
    out->name_certainty = check->name_certainty;
    out->birth_date_certainty = check->birth_date_certainty;
    out->birth_place_certainty = check->birth_place_certainty;
    out->sex_certainty = check->sex_certainty;
    out->nationality_certainty = check->nationality_certainty;
    out->residence_certainty = check->residence_certainty;
    out->languages_certainty = check->languages_certainty;
}

/* ---- The rest: the forms of the case ---- */

static int reason_of_screening(struct screening_form *out, struct st_case *c, struct st_error *err)
{
    const struct screening_opened *opened = st_case_form(c, "start", err);
    struct st_answer scope;
    int rc = st_screening_scope(&scope, c, err);

    if (rc != ST_OK || opened == NULL)
        return rc;
    out->event = opened->event;
    out->event_at = opened->event_at;
    out->place = c->file.place;
    out->basis = ((const struct screening_scope_outcome *)scope.outcome)->basis;
    return ST_OK;
}

static void checks(struct screening_form *out, struct st_case *c, struct st_error *err)
{
    const struct health_check *health = st_case_form(c, "check_health", err);
    const struct vulnerability_check *vulnerability = st_case_form(c, "check_vulnerability", err);
    struct st_screening__findings security;
    const struct assistance_of_minor *assistance = st_case_form(c, "assist_minor", err);

    if (health != NULL)
        out->health = *health;
    if (vulnerability != NULL)
        out->vulnerability = *vulnerability;
    if (assistance != NULL)
        out->assistance = *assistance;
    out->hit = st_screening__findings(&security, c, err) == ST_OK ? security.hit : ST_UNKNOWN;
    /* Clinical detail stays with those who found it (Art 17(1)(d), (e) ask for the outcome). */
    out->health.note = out->vulnerability.note = (struct st_str){NULL, 0};
}

static int statement(struct screening_form *out, struct st_case *c, struct st_error *err)
{
    const struct screening_statement *said = st_case_form(c, "take_statement", err);
    const struct application_recorded *applied = st_case_form(c, "record_application", err);
    struct screening_facts facts;
    int rc = st_screening_facts(&facts, c, err);

    if (said != NULL) {
        out->statement = *said;
        out->residence_before = said->residence_before;
        out->applied_at = said->applied_at;
        out->applied_where = said->applied_where;
    }
    if (applied != NULL) {
        out->applied_at = applied->applied_at;
        out->applied_where = applied->place;
    }
    out->application_made = rc == ST_OK ? facts.application_made : ST_UNKNOWN;
    return rc;
}

static void offer(struct screening_form *out, struct st_case *c, struct st_error *err)
{
    const struct form_offered *offered = st_case_form(c, "offer_form", err);

    if (offered == NULL)
        return;
    out->offered = *offered;
    out->offered_at = st_case_action(c, "offer_form")->happened_at;
}

/* ---- The end ---- */

static void sign(struct screening_form *out, const struct case_action *a)
{
    out->signed_by = a->officer;
    out->signed_at = a->at;
}

static void decision(struct screening_form *out, struct st_case *c, const struct screening_referral *taking,
                     struct st_error *err)
{
    const struct screening_referral *referral = taking ? taking : st_case_form(c, "refer", err);
    const struct screening_ended *criminal = st_case_form(c, "end_criminal", err);
    const struct screening_ended *conditions = st_case_form(c, "end_entry_conditions", err);
    const struct case_action *last = c->actions_n ? &c->actions[c->actions_n - 1] : NULL;

    out->limit_passed = st_tri_of(st_case_action(c, "limit_passed") != NULL);
    if (referral != NULL) {
        out->referral = referral->referral;
        out->referred_to = referral->referred_to;
        out->ended_by = referral->ended_by;
    } else if (criminal != NULL) {
        out->referral = referral_kind_ended_criminal;
        out->referred_to = criminal->sent_to;
        out->ended_by = criminal->circumstances;
    } else if (conditions != NULL) {
        out->referral = referral_kind_ended_entry_conditions;
        out->ended_by = conditions->circumstances;
    } else if (st_case_action(c, "end_departure") != NULL) {
        out->referral = referral_kind_ended_departure;
    }
    if (last != NULL && st_instant_known(c->file.closed_at) && !st_yes(last->by_law))
        sign(out, last);
}

/* Field o: what the rule says is open, with the officer's reason. */
static int open_checks(struct screening_form *out, struct st_case *c, const struct screening_referral *taking,
                       struct st_error *err)
{
    const struct screening_referral *referral = taking ? taking : st_case_form(c, "refer", err);
    struct st_answer answer;
    uint64_t open;
    int rc = st_screening__elements(&answer, c, err);

    if (rc != ST_OK)
        return rc;
    open = ((const struct elements_outcome *)answer.outcome)->open &
           ~(ST_CODE_BIT(screening_element_form) | ST_CODE_BIT(screening_element_referral));
    out->open_checks.v = ST_NEW_N(c->tx->arena, struct screening_open_item, screening_element_count);
    for (unsigned e = 1; e < screening_element_count; e++)
        if (open & ST_CODE_BIT(e))
            out->open_checks.v[out->open_checks.n++] = (struct screening_open_item){
                .element = (uint16_t)e, .reason = referral ? referral->why_open : (struct st_str){NULL, 0}};
    return ST_OK;
}

static int assemble(struct screening_form *out, struct st_case *c, const struct screening_referral *taking,
                    struct st_error *err)
{
    struct person person;
    int rc = st_screening__person(&person, c, err);

    *out = (struct screening_form){.number = c->file.number, .version = {c->version, true}, .made_at = c->tx->now,
                                   .copy_for_person = ST_NO, .member_state = c->file.member_state};
    if (rc == ST_OK)
        rc = reason_of_screening(out, c, err);
    if (rc == ST_OK)
        rc = statement(out, c, err);
    if (rc == ST_OK)
        rc = open_checks(out, c, taking, err);
    if (rc != ST_OK)
        return rc;
    from_file(out, &person);
    certainties(out, st_case_form(c, "check_identity", err));
    checks(out, c, err);
    offer(out, c, err);
    decision(out, c, taking, err);
    return ST_OK;
}

/* ---- screening.form ---- */

static uint64_t bit_if(bool filled, enum form_item item) { return filled ? ST_CODE_BIT(item) : 0; }

static uint64_t filled_items(const struct screening_form *f)
{
    return bit_if(f->names.n > 0, form_item_name) | bit_if(st_date_known(f->born_on), form_item_birth_date) |
           bit_if(f->born_in.n > 0 || f->born_in_country.n > 0, form_item_birth_place) |
           bit_if(f->sex != 0, form_item_gender) | bit_if(f->nationalities.n > 0, form_item_nationality) |
           bit_if(f->residence_before.n > 0, form_item_residence) | bit_if(f->languages.n > 0, form_item_languages) |
           bit_if(f->basis != 0, form_item_reason) | bit_if(f->health.outcome != 0, form_item_health) |
           bit_if(f->vulnerability.found != ST_UNKNOWN, form_item_vulnerability) |
           bit_if(f->application_made != ST_UNKNOWN, form_item_application) |
           bit_if(f->statement.family_in_union != ST_UNKNOWN, form_item_family) |
           bit_if(f->hit != ST_UNKNOWN, form_item_hit) |
           bit_if(f->statement.cooperated != ST_UNKNOWN, form_item_cooperation) |
           bit_if(f->statement.reason_of_entry.n > 0, form_item_entry_reason) |
           bit_if(f->statement.route.n > 0 || f->statement.departed_from.n > 0 || f->statement.destination.n > 0,
                  form_item_route) |
           bit_if(f->documents.n > 0, form_item_documents) |
           bit_if(f->statement.remarks.n > 0 || f->statement.smuggling || f->statement.trafficking, form_item_remarks) |
           bit_if(f->open_checks.n > 0, form_item_open_checks) | bit_if(f->ended_by.n > 0, form_item_ended_by);
}

static uint64_t marked(const struct screening_form *f, unsigned as)
{
    return bit_if(f->name_certainty == as, form_item_name) |
           bit_if(f->birth_date_certainty == as, form_item_birth_date) |
           bit_if(f->birth_place_certainty == as, form_item_birth_place) |
           bit_if(f->sex_certainty == as, form_item_gender) |
           bit_if(f->nationality_certainty == as, form_item_nationality) |
           bit_if(f->residence_certainty == as, form_item_residence) |
           bit_if(f->languages_certainty == as, form_item_languages);
}

static int check(struct st_answer *out, struct st_case *c, const struct screening_form *form, struct st_error *err)
{
    struct form_facts facts = {
        .filled = filled_items(form),
        .confirmed = marked(form, certainty_confirmed),
        .declared = marked(form, certainty_declared),
        .checks_open = st_tri_of(form->open_checks.n > 0),
        .ended_early = st_tri_of(form->referral == referral_kind_ended_criminal),
    };
    return st_screening__ask(out, c, &screening_form_rule, &facts, err);
}

int st_screening__form_check(struct st_answer *out, struct st_case *c, const struct screening_referral *taking,
                             struct st_error *err)
{
    struct screening_form form;
    int rc = assemble(&form, c, taking, err);
    return rc == ST_OK ? check(out, c, &form, err) : rc;
}

/* ---- For readers ---- */

/* What this reader may not see is unknown: forms that the chart does not show, and the person where there is a mask. */
static void hide_from_reader(struct screening_form *f, const struct st_case *c)
{
    if (!st_case_shows(c, &health_check_shape))
        f->health = (struct health_check){0};
    if (!st_case_shows(c, &vulnerability_check_shape))
        f->vulnerability = (struct vulnerability_check){0};
    if (!st_case_shows(c, &security_check_shape))
        f->hit = ST_UNKNOWN;
    if (!st_case_shows(c, &screening_statement_shape)) {
        f->statement = (struct screening_statement){0};
        f->residence_before = (struct st_str){NULL, 0};
    }
}

static void mask_person(struct screening_form *f)
{
    const struct st_field *fields = screening_form_shape.fields();

    for (size_t i = 0; i < screening_form_shape.n; i++)
        if (fields[i].kind == ST_KIND_MANY || fields[i].kind == ST_KIND_DATE || fields[i].kind == ST_KIND_ID ||
            fields[i].kind == ST_KIND_ONE ||
            (fields[i].kind == ST_KIND_TEXT && strcmp(fields[i].name, "number") != 0 &&
             strcmp(fields[i].name, "member_state") != 0 && strcmp(fields[i].name, "place") != 0))
            st_field_clear(&fields[i], f);
}

int st_screening_form_get(struct screening_form *out, struct st_case *c, bool copy, struct st_error *err)
{
    struct st_entry entry = {.kind = ST_ENTRY_READ, .action = copy ? "screening.copy" : "screening.form",
                             .register_name = "", .person = c->file.person, .case_id = c->id,
                             .citation = "SR Art 17"};
    struct st_answer answer;
    int rc = assemble(out, c, NULL, err);

    if (rc == ST_OK)
        rc = check(&answer, c, out, err);
    if (rc != ST_OK)
        return rc;
    out->missing = ((const struct form_outcome *)answer.outcome)->missing;
    hide_from_reader(out, c);
    if (copy || c->copy) { /* Art 17(3): the copy does not say whether a consultation gave a hit */
        out->copy_for_person = ST_YES;
        out->hit = ST_UNKNOWN;
        out->missing &= ~ST_CODE_BIT(form_item_hit);
    }
    if (c->masked)
        mask_person(out);
    return st_journal_add(c->tx, &entry, err);
}
