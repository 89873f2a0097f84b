#include "registers/eurodac.h"

#include <sodium.h>

#include "law/eurodac.h"
#include "law/parameters.h"
#include "registers/by_law.h"
#include "registers/cir.h"
#include "registers/eurodac_index.h"
#include "registers/eurodac_message.h"
#include "registers/eurodac_notice.h"
#include "registers/eurodac_request.h"
#include "registers/settings.h"

enum { OWN_NUMBER_MAX = 1000000000 };

#define DETAILS                                                                                                       \
    "category fingerprints facial_image names nationalities born_on born_in born_in_country origin event_place "      \
    "event_on sex documents scans reference biometrics_taken_on transmitted_on"

static const struct st_right rights[] = {
    {role_registration_officer, purpose_asylum_system, ST_MAY_READ | ST_MAY_WRITE | ST_MAY_SEARCH | ST_MAY_MARK |
     ST_MAY_ERASE, "*", "Eurodac Art 15(1), 40(1), (3)"},
    {role_screening_officer, purpose_screening, ST_MAY_READ | ST_MAY_WRITE | ST_MAY_SEARCH, "*",
     "Eurodac Art 15(1)(b), 22(1), 24(1)"}, /* taken once, for the screening and for Eurodac (SR Art 14(2)) */
    {role_supervisor, purpose_screening, ST_MAY_READ | ST_MAY_WRITE | ST_MAY_SEARCH, "*",
     "Eurodac Art 15(1)(b), 22(1), 24(1)"},
    {role_screening_officer, purpose_irregular_migration, ST_MAY_READ | ST_MAY_WRITE | ST_MAY_SEARCH, "*",
     "Eurodac Art 22(1), 24(1), 40(1)"},
    {role_supervisor, purpose_irregular_migration, ST_MAY_READ | ST_MAY_WRITE | ST_MAY_SEARCH | ST_MAY_MARK |
     ST_MAY_ERASE, "*", "Eurodac Art 22(1), 24(1), 40(1), (3)"},
    {role_return_officer, purpose_irregular_migration, ST_MAY_READ | ST_MAY_WRITE | ST_MAY_SEARCH, "*",
     "Eurodac Art 23(1), 40(1)"},
    {role_fingerprint_expert, purpose_identification, ST_MAY_READ | ST_MAY_VERIFY,
     "category fingerprints facial_image sex reference", "Eurodac Art 38(4), (5)"},
    {role_fingerprint_expert, purpose_asylum_system, ST_MAY_READ | ST_MAY_VERIFY,
     "category fingerprints facial_image sex reference", "Eurodac Art 38(4), (5)"},
    {role_fingerprint_expert, purpose_irregular_migration, ST_MAY_READ | ST_MAY_VERIFY,
     "category fingerprints facial_image sex reference", "Eurodac Art 38(4), (5)"},
    {role_law_enforcement, purpose_serious_crime, ST_MAY_SEARCH, DETAILS, "Eurodac Art 33(1)"},
    {role_verifying_officer, purpose_serious_crime, ST_MAY_VERIFY, "category reference", "Eurodac Art 32(2)"},
    {role_data_protection_officer, purpose_data_protection, ST_MAY_READ | ST_MAY_SEARCH | ST_MAY_WRITE | ST_MAY_MARK |
     ST_MAY_ERASE | ST_MAY_COUNT, "*", "Eurodac Art 43(1), (4)"},
    {role_statistician, purpose_statistics, ST_MAY_COUNT, "category origin event_on", "Eurodac Art 12"},
    {role_unknown, purpose_unknown, 0, NULL, NULL},
};

/* Who records which of the categories that are stored. */
#define ROLE(r) (UINT64_C(1) << role_##r)
#define ADMISSION ROLE(registration_officer)
#define AT_THE_BORDER (ROLE(screening_officer) | ROLE(supervisor))
static const uint64_t recorded_by[] = {
    [eurodac_category_applicant] = ROLE(registration_officer) | AT_THE_BORDER, /* Art 15(1)(a), (b) */
    [eurodac_category_admission_granted] = ADMISSION,
    [eurodac_category_admission_refused] = ADMISSION,
    [eurodac_category_admission_discontinued] = ADMISSION,
    [eurodac_category_national_resettlement] = ADMISSION,
    [eurodac_category_irregular_crossing] = AT_THE_BORDER,
    [eurodac_category_illegal_stay] = AT_THE_BORDER | ROLE(return_officer),
    [eurodac_category_disembarked] = AT_THE_BORDER,
    [eurodac_category_temporary_protection] = ROLE(registration_officer),
};

/* ---- How long ---- */
static int storage(struct st_storage *out, const void *record, struct st_date start, struct st_date as_of,
                   struct st_arena *arena, struct st_error *err)
{
    const struct eurodac_dataset *d = record;
    const struct eurodac_retention *kept;
    struct eurodac_retention_facts facts = {
        .category = d->category,
        .sent_on = st_date_known(d->transmitted_on) ? d->transmitted_on : start,
        .arrived_by_relocation = st_tri_of(st_date_known(d->arrived_relocation_on)),
        .decision_in_force_on = st_parameter("eurodac.tp.decision_in_force", as_of)->date,
        .protection_ends_on = st_parameter("eurodac.tp.protection_ends", as_of)->date,
    };
    struct st_answer answer;
    int rc = st_rule_ask(&answer, &eurodac_retention_rule, &facts, as_of, arena, err);

    if (rc != ST_OK)
        return rc;
    kept = answer.outcome;
    if (answer.needs_n > 0)
        return st_fail(err, ST_E_NEEDS, "council_decision",
                       ST_MSG("It is not known when the Council decision on temporary protection entered into force."),
                       "Eurodac Art 29(9)", "Enter the Council decision among the parameters of the law.");
    *out = (struct st_storage){.stored = st_yes(kept->stored), .ends_on = kept->ends_on,
                               .citation = answer.reasons[answer.reasons_n - 1].citation};
    return ST_OK;
}

static int logs(struct st_date *out, struct st_date storage_ends_on, struct st_arena *arena, struct st_error *err)
{
    struct eurodac_logs_facts facts = {.storage_ends_on = storage_ends_on, .control_running = ST_NO};
    struct st_answer answer;
    int rc = st_rule_ask(&answer, &eurodac_logs_rule, &facts, storage_ends_on, arena, err);

    if (rc == ST_OK)
        *out = ((const struct eurodac_logs *)answer.outcome)->erase_after;
    return rc;
}

/* ---- Its own checks ---- */
bool st_eurodac_maybe_under_six(struct st_date born_on, struct st_date taken_on)
{
    return st_date_known(born_on) &&
           st_date_cmp(st_date_add_months(st_date_latest(born_on), 12 * 6), st_date_earliest(taken_on)) > 0;
}

/* A number points to one dataset (Art 37(3)). */
static int taken(size_t *n, struct st_tx *tx, struct st_str reference, struct st_error *err)
{
    void *found;
    return st_record_find(&found, NULL, n, tx, &eurodac_dataset_shape, "reference", st_cell_str(reference), 1, err);
}

static int own_reference(struct st_tx *tx, struct eurodac_dataset *d, struct st_error *err)
{
    size_t n = 1;
    int rc = ST_OK;

    while (rc == ST_OK && n > 0) {
        d->reference = st_eurodac_reference(tx->arena, d->origin, (enum eurodac_category)d->category,
                                            (int64_t)randombytes_uniform(OWN_NUMBER_MAX));
        rc = taken(&n, tx, d->reference, err);
    }
    return rc;
}

static int complete(struct st_tx *tx, struct eurodac_dataset *d, struct st_error *err)
{
    char officer[ST_ID_TEXT];
    size_t n;
    int rc;

    d->origin = st_str_dup(tx->arena, st_register__state(tx->actor->authority));
    d->transmitted_on = st_register__today(tx);
    d->operator = st_str_dup(tx->arena, st_str_of(st_id_print(officer, tx->actor->officer)));
    if (d->reference.n == 0)
        return own_reference(tx, d, err);
    rc = taken(&n, tx, d->reference, err);
    return rc != ST_OK || n == 0 ? rc
                                 : st_fail(err, ST_E_EXISTS, "reference",
                                           ST_MSG("Another dataset has this reference number."), "Eurodac Art 37(3)",
                                           "Leave it empty: the program gives the number.");
}

/* What a dataset was sent with stays: who it is from, which category, which number, when. Prints that are taken again
 * because the first ones were unusable bring their own days. */
static int check_kept(const struct eurodac_dataset *before, const struct eurodac_dataset *d, bool retaken,
                      struct st_error *err)
{
    bool kept = before->category == d->category && st_str_eq(before->origin, d->origin) &&
                st_str_eq(before->reference, d->reference) &&
                (retaken || (st_date_cmp(before->transmitted_on, d->transmitted_on) == 0 &&
                             st_date_cmp(before->biometrics_taken_on, d->biometrics_taken_on) == 0));

    return kept ? ST_OK
                : st_fail(err, ST_E_INVALID, "reference",
                          ST_MSG("Category, State, reference number and dates of a dataset that was sent do not change."),
                          "Eurodac Art 37(3)", "Erase the dataset and send another where it is wrong.");
}

static int check_recorder(const struct st_actor *actor, const struct eurodac_dataset *d, struct st_error *err)
{
    for (unsigned r = 1; r < role_count; r++)
        if ((recorded_by[d->category] >> r & 1) && st_actor_is(actor, (enum role)r))
            return ST_OK;
    return st_fail(err, ST_E_FORBIDDEN, "category", ST_MSG("Your role does not record persons of this category."),
                   st_code_row(&eurodac_category_codes, d->category)->citation,
                   "Ask an officer whose unit is listed for this category.");
}

static int check_security(struct st_tx *tx, const struct eurodac_dataset *d, struct st_error *err)
{
    struct eurodac_flag_facts facts = {.category = d->category, .source = d->security_source,
                                       .reasons = d->security_flag};
    const void *outcome;
    struct st_answer answer;
    int rc;

    if (d->security_flag == 0 && d->security_source == 0)
        return ST_OK;
    rc = st_eurodac__ask(&outcome, &answer, tx, &eurodac_security_flag_rule, &facts, err);
    if (rc != ST_OK || st_yes(((const struct eurodac_flag *)outcome)->permitted))
        return rc == ST_E_NEEDS ? ST_E_INVALID : rc;
    return st_eurodac__refuse(&answer, ST_E_INVALID, d->security_flag == 0 ? "security_flag" : "security_source",
                              "Name the check in which the threat was found, and its reasons.", err);
}

static int check_started(struct st_tx *tx, const struct eurodac_dataset *d, struct st_error *err)
{
    const struct st_parameter *start = st_parameter("eurodac.tp.start", st_register__today(tx));

    if (d->category != eurodac_category_temporary_protection ||
        (!start->empty && st_date_cmp(st_register__today(tx), start->date) >= 0))
        return ST_OK;
    return st_fail(err, ST_E_INVALID, "category",
                   ST_MSG("Datasets of beneficiaries of temporary protection are not taken yet."), "Eurodac Art 63(2)",
                   "Register the person nationally.");
}

/* What holds of every dataset, wherever it is kept. */
static int check_dataset(struct st_tx *tx, const struct eurodac_dataset *d, struct st_error *err)
{
    int rc = check_started(tx, d, err);

    if (rc == ST_OK)
        rc = st_shape_check(&eurodac_dataset_shape, d, &eurodac_dataset_matrix, d->category - 1U, tx->now, tx->arena, "",
                            err);
    if (rc == ST_OK && !st_eurodac_reference_fits(d->reference, d->origin, (enum eurodac_category)d->category))
        rc = st_fail(err, ST_E_INVALID, "reference", ST_MSG("The reference number does not fit State and category."),
                     "Eurodac Art 37(4)", "Leave it empty: the program gives the number.");
    if (rc == ST_OK && st_eurodac_maybe_under_six(d->born_on, d->biometrics_taken_on))
        rc = st_fail(err, ST_E_INVALID, "born_on",
                     ST_MSG("No biometrics are taken of a child who is or may be under six."), "Eurodac Art 14(1)",
                     "Establish the date of birth, or register the child without biometrics.");
    return rc == ST_OK ? check_security(tx, d, err) : rc;
}

/* The centre takes what the State of origin sends; a number that points to another dataset is a mistake of the
 * sender. */
static int check_at_centre(struct st_tx *tx, const struct eurodac_dataset *before, const struct eurodac_dataset *d,
                           struct st_error *err)
{
    size_t n = 0;
    int rc = before != NULL ? check_kept(before, d, false, err) : taken(&n, tx, d->reference, err);

    if (rc == ST_OK && n > 0)
        rc = st_fail(err, ST_E_EXISTS, "reference", ST_MSG("Another dataset has this reference number."),
                     "Eurodac Art 37(3)", "Leave it empty: the program gives the number.");
    return rc == ST_OK ? check_dataset(tx, d, err) : rc;
}

/* Was the dataset sent back because its prints were unusable? */
static bool to_be_retaken(struct st_tx *tx, struct st_id id)
{
    struct eurodac_transmission t = {0};

    return st_record_get(&t, NULL, tx, &eurodac_transmission_shape, id, NULL) == ST_OK &&
           t.state == eurodac_sending_retake;
}

static int check(struct st_tx *tx, const struct st_register *reg, struct st_id id, const void *before, void *record,
                 struct st_error *err)
{
    struct eurodac_dataset *d = record;
    int rc;

    (void)reg;
    if (!st_eurodac_stored((enum eurodac_category)d->category))
        return st_fail(err, ST_E_INVALID, "category", ST_MSG("Eurodac keeps no dataset of this category."),
                       "Eurodac Art 29(2)", "Have the prints compared only.");
    if (st_eurodac__central(tx))
        return check_at_centre(tx, before, d, err);
    rc = before != NULL ? check_kept(before, d, to_be_retaken(tx, id), err) : complete(tx, d, err);
    if (rc == ST_OK && !st_str_eq(d->origin, st_register__state(tx->actor->authority)))
        rc = st_fail(err, ST_E_FORBIDDEN, "origin", ST_MSG("Only the Member State of origin changes a dataset."),
                     "Eurodac Art 40(3)", "Tell the Member State of origin what is wrong.");
    if (rc == ST_OK && before == NULL)
        rc = check_recorder(tx->actor, d, err);
    return rc == ST_OK ? check_dataset(tx, d, err) : rc;
}

/* ---- What a change here sets off ---- */
static int tell_erased(struct st_tx *tx, const struct st_register *reg, struct st_id id, struct st_error *err)
{
    struct register_entry entry = {0};
    struct eurodac_transmission t = {0};
    struct eurodac_erase_message body = {.dataset = id};
    /* Under a key of its own: the dataset's is destroyed with it. */
    struct st_eurodac__letter letter = {.kind = "eurodac.erase", .about = st_id_new(tx->now),
                                        .shape = &eurodac_erase_message_shape, .body = &body,
                                        .citation = "Eurodac Art 40(3)"};
    int rc = st_register__entry(&entry, NULL, tx, reg, id, err);

    if (rc != ST_OK || st_date_cmp(entry.storage_ends_on, st_register__today(tx)) < 0)
        return rc; /* the centre ends the storage by itself (Art 29(10)) */
    rc = st_record_get(&t, NULL, tx, &eurodac_transmission_shape, id, NULL);
    if (rc != ST_OK && rc != ST_E_NOTFOUND)
        return rc;
    body.event = t.erased_for;
    return st_eurodac__send(tx, &letter, err);
}

static int tell_changed(struct st_tx *tx, struct st_id id, const struct eurodac_dataset *before,
                        const struct eurodac_dataset *after, struct st_error *err)
{
    const struct st_field *fields = eurodac_dataset_shape.fields();
    uint64_t bits = st_register__differing(&eurodac_dataset_shape, before, after);
    struct eurodac_change_message body = {.dataset = *after};
    struct st_eurodac__letter letter = {.kind = "eurodac.change", .about = id, .body = &body,
                                        .shape = &eurodac_change_message_shape, .citation = "Eurodac Art 40(3)"};
    struct st_buf names = ST_BUF_INIT(2000);

    if (bits == 0 || to_be_retaken(tx, id)) /* the resend brings all of it */
        return ST_OK;
    st_register__hide(&eurodac_dataset_shape, &body.dataset, bits);
    for (size_t i = 0; i < eurodac_dataset_shape.n; i++)
        if (bits >> i & 1)
            st_buf_printf(&names, "%s%s", names.n > 0 ? " " : "", fields[i].name);
    body.fields = st_buf_dup(tx->arena, &names);
    st_buf_deinit(&names);
    return st_eurodac__send(tx, &letter, err);
}

static int changed(struct st_tx *tx, const struct st_register *reg, struct st_id id, const void *before,
                   const void *record, struct st_error *err)
{
    int rc = ST_OK;

    if (st_eurodac__central(tx))
        return st_cir_follow(tx, id, before, record, err);
    if (record != NULL)
        return before != NULL ? tell_changed(tx, id, before, record, err) : ST_OK;
    rc = tell_erased(tx, reg, id, err);
    if (rc == ST_OK)
        rc = st_eurodac_hits_erase(tx, id, err);
    if (rc == ST_OK)
        rc = st_eurodac_notices_erase(tx, id, err);
    return rc == ST_OK ? st_record_delete(tx, &eurodac_transmission_shape, id, err) : rc;
}

/* Marks of Article 31 belong to the dataset everywhere; a restriction is this place's own. */
static int marked(struct st_tx *tx, const struct st_register *reg, struct st_id id, uint64_t set, uint64_t clear,
                  const char *citation, struct st_error *err)
{
    const uint64_t everywhere = ST_CODE_BIT(register_mark_protection_granted) |
                                ST_CODE_BIT(register_mark_residence_document);
    struct eurodac_change_message body = {.set = set & everywhere, .clear = clear & everywhere};
    struct st_eurodac__letter letter = {.kind = "eurodac.change", .about = id, .body = &body,
                                        .shape = &eurodac_change_message_shape, .citation = citation};

    (void)reg;
    if (st_eurodac__central(tx) || (body.set | body.clear) == 0)
        return ST_OK;
    return st_eurodac__send(tx, &letter, err);
}

/* ---- The matrix ---- */
int st_eurodac_compares(struct eurodac_comparison *out, const struct eurodac_pair *pair, struct st_date as_of,
                        struct st_arena *arena, struct st_error *err)
{
    struct st_answer answer;
    int rc = st_rule_ask(&answer, &eurodac_comparison_rule, pair, as_of, arena, err);

    if (rc == ST_OK)
        *out = *(const struct eurodac_comparison *)answer.outcome;
    return rc;
}

/* ---- What happens to a person after a dataset was sent ---- */
/* The centre tells the other States only of an erasure that Article 30 asks for: the reason goes with the message. */
static int erase_for(struct st_tx *tx, struct st_id id, enum eurodac_event event, const char *citation,
                     struct st_error *err)
{
    struct eurodac_transmission t = {0};
    int rc = st_record_get(&t, NULL, tx, &eurodac_transmission_shape, id, NULL);

    t.erased_for = (uint16_t)event;
    if (rc == ST_OK)
        rc = st_record_update(tx, &eurodac_transmission_shape, id, 0, &t, NULL, err);
    return rc == ST_OK || rc == ST_E_NOTFOUND ? st_register_erase(tx, &st_eurodac, id, citation, err) : rc;
}

static int set_date(struct eurodac_dataset *d, const struct st_eurodac_happening *what, struct st_error *err)
{
    if (!st_date_whole(what->on))
        return st_fail(err, ST_E_INVALID, "on", ST_MSG("The day is needed."), "Eurodac Art 16(2)", "Enter the day.");
    if (what->event == eurodac_event_arrived_take_back)
        d->arrived_take_back_on = what->on;
    else if (what->event == eurodac_event_left)
        d->left_on = what->on;
    else
        d->removed_on = what->on;
    return ST_OK;
}

static int set_state(struct st_str *field, const struct st_eurodac_happening *what, struct st_error *err)
{
    if (what->state.n != 2)
        return st_fail(err, ST_E_INVALID, "state", ST_MSG("The Member State is needed."), "Eurodac Art 16(1)",
                       "Enter its two-letter code.");
    *field = what->state;
    return ST_OK;
}

static int act(struct st_tx *tx, struct st_id id, struct eurodac_dataset *d, int64_t version,
               const struct st_eurodac_happening *what, const struct eurodac_change *change, const char *citation,
               struct st_error *err)
{
    struct st_register_put put = {.id = id, .version = version};
    uint64_t mark = ST_CODE_BIT(what->event == eurodac_event_residence_document ? register_mark_residence_document
                                                                                : register_mark_protection_granted);
    int rc = ST_OK;

    switch (change->act) {
    case eurodac_act_mark: return st_register_mark(tx, &st_eurodac, id, mark, 0, citation, err);
    case eurodac_act_unmark: return st_register_mark(tx, &st_eurodac, id, 0, mark, citation, err);
    case eurodac_act_erase: return erase_for(tx, id, what->event, citation, err);
    case eurodac_act_set_responsible: rc = set_state(&d->responsible_state, what, err); break;
    case eurodac_act_set_relocation: rc = set_state(&d->relocation_state, what, err); break;
    case eurodac_act_set_date: rc = set_date(d, what, err); break;
    case eurodac_act_delete_flag:
        d->security_flag = 0;
        d->security_source = 0;
        break;
    default:
        return st_fail(err, ST_E_STATE, "event", ST_MSG("This takes a dataset of its own, or a change of its fields."),
                       citation, "Send a new dataset, or correct the field.");
    }
    if (rc == ST_OK)
        rc = st_register_put(tx, NULL, &st_eurodac, &put, d, err);
    if (rc == ST_OK && what->event == eurodac_event_beneficiary_relocated)
        rc = st_register_mark(tx, &st_eurodac, id, mark, 0, citation, err);
    return rc;
}

int st_eurodac_happened(struct st_tx *tx, struct st_id id, const struct st_eurodac_happening *what,
                        struct st_error *err)
{
    struct eurodac_change_facts facts = {.event = (uint16_t)what->event, .others_consulted = what->others_consulted};
    const struct eurodac_change *change;
    struct eurodac_dataset d = {0};
    struct st_answer answer;
    const void *outcome;
    int64_t version;
    int rc = st_register_get(tx, &d, NULL, &version, &st_eurodac, id, err);

    facts.category = d.category;
    if (rc == ST_OK)
        rc = st_eurodac__ask(&outcome, &answer, tx, &eurodac_change_rule, &facts, err);
    if (rc != ST_OK)
        return rc;
    change = outcome;
    if (!st_yes(change->applies))
        return st_eurodac__refuse(&answer, ST_E_STATE, "category", "Nothing is to be done.", err);
    if (st_yes(change->consult_first))
        return st_eurodac__refuse(&answer, ST_E_STATE, "others_consulted",
                                  "Consult them, then say that you have done so.", err);
    return act(tx, id, &d, version, what, change, answer.reasons[0].citation, err);
}

const struct st_register st_eurodac = {
    .name = "eurodac",
    .title = "Eurodac data",
    .act = "Regulation (EU) 2024/1358",
    .record = &eurodac_dataset_shape,
    .rights = rights,
    .storage = storage,
    .logs = logs,
    .logs_kept = setting_eurodac_logs_kept,
    .check = check,
    .changed = changed,
    .marked = marked,
    .index = st_eurodac__index,
    .forget = st_eurodac__forget,
    .expire = st_eurodac__expire_requests,
};
