#include "registers/eurodac.h"

#include <sodium.h>

#include "law/parameters.h"
#include "registers/cir.h"
#include "registers/eurodac_hit.h"

enum { OWN_NUMBER_MAX = 1000000000 };

#define DETAILS                                                                                                       \
    "category fingerprints facial_image names nationalities born_on born_in born_in_country origin event_place "      \
    "event_on sex documents scans reference biometrics_taken_on transmitted_on"

static const struct st_right rights[] = {
    {role_registration_officer, purpose_asylum_system, ST_MAY_READ | ST_MAY_WRITE | ST_MAY_SEARCH | ST_MAY_MARK |
     ST_MAY_ERASE, "*", "Eurodac Art 15(1), 40(1), (3)"},
    {role_screening_officer, purpose_irregular_migration, ST_MAY_READ | ST_MAY_WRITE | ST_MAY_SEARCH, "*",
     "Eurodac Art 22(1), 24(1), 40(1)"},
    {role_supervisor, purpose_irregular_migration, ST_MAY_READ | ST_MAY_WRITE | ST_MAY_SEARCH | ST_MAY_MARK |
     ST_MAY_ERASE, "*", "Eurodac Art 22(1), 24(1), 40(1), (3)"},
    {role_return_officer, purpose_irregular_migration, ST_MAY_READ | ST_MAY_WRITE | ST_MAY_SEARCH, "*",
     "Eurodac Art 23(1), 40(1)"},
    {role_fingerprint_expert, purpose_asylum_system, ST_MAY_READ | ST_MAY_VERIFY,
     "category fingerprints facial_image sex reference", "Eurodac Art 38(4), (5)"},
    {role_fingerprint_expert, purpose_irregular_migration, ST_MAY_READ | ST_MAY_VERIFY,
     "category fingerprints facial_image sex reference", "Eurodac Art 38(4), (5)"},
    {role_law_enforcement, purpose_serious_crime, ST_MAY_SEARCH, DETAILS, "Eurodac Art 33(1)"},
    {role_verifying_officer, purpose_serious_crime, ST_MAY_VERIFY, "category reference", "Eurodac Art 32(2)"},
    {role_data_protection_officer, purpose_data_protection, ST_MAY_READ | ST_MAY_SEARCH | ST_MAY_MARK, "*",
     "Eurodac Art 43"},
    {role_statistician, purpose_statistics, ST_MAY_COUNT, "category origin event_on", "Eurodac Art 12"},
    {role_unknown, purpose_unknown, 0, NULL, NULL},
};

/* One row for each category that is stored: who records it, how long it stays, where a security flag may come from. */
#define ROLE(r) (UINT64_C(1) << role_##r)
#define SOURCE(s) (UINT64_C(1) << security_source_##s)
static const struct {
    enum eurodac_category category;
    uint64_t recorded_by;
    int years; /* 0: counted from the Council decision, Art 29(9) */
    const char *kept_under;
    uint64_t sources;
} categories[] = {
    {eurodac_category_applicant, ROLE(registration_officer), 10, "Eurodac Art 29(1)",
     SOURCE(screening) | SOURCE(first_registration) | SOURCE(asylum_procedure)},
    {eurodac_category_admission_granted, ROLE(registration_officer), 5, "Eurodac Art 29(3)", 0},
    {eurodac_category_admission_refused, ROLE(registration_officer), 3, "Eurodac Art 29(4)", 0},
    {eurodac_category_admission_discontinued, ROLE(registration_officer), 3, "Eurodac Art 29(4)", 0},
    {eurodac_category_national_resettlement, ROLE(registration_officer), 5, "Eurodac Art 29(5)", 0},
    {eurodac_category_irregular_crossing, ROLE(screening_officer) | ROLE(supervisor), 5, "Eurodac Art 29(6)",
     SOURCE(screening)},
    {eurodac_category_illegal_stay, ROLE(screening_officer) | ROLE(supervisor) | ROLE(return_officer), 5,
     "Eurodac Art 29(7)", SOURCE(screening) | SOURCE(capture)},
    {eurodac_category_disembarked, ROLE(screening_officer) | ROLE(supervisor), 5, "Eurodac Art 29(8)",
     SOURCE(screening)},
    {eurodac_category_temporary_protection, ROLE(registration_officer), 0, "Eurodac Art 29(9)", 0},
};

/* ---- How long ---- */
static int storage(struct st_storage *out, const void *record, struct st_date start, struct st_arena *arena,
                   struct st_error *err)
{
    const struct eurodac_dataset *d = record;
    struct st_date from = st_date_known(d->transmitted_on) ? d->transmitted_on : start;
    int years;

    (void)arena;
    *out = (struct st_storage){.citation = "Eurodac Art 29(2)"};
    if (!st_eurodac_stored((enum eurodac_category)d->category))
        return ST_OK;
    years = categories[d->category - 1].years;
    out->citation = categories[d->category - 1].kept_under;
    if (st_date_known(d->arrived_relocation_on)) { /* a relocated person's dataset, whatever article it came under */
        years = 10;
        out->citation = "Eurodac Art 29(1)";
    }
    if (years == 0)
        return st_fail(err, ST_E_NEEDS, "council_decision",
                       ST_MSG("It is not known when the Council decision on temporary protection entered into force."),
                       "Eurodac Art 29(9)", "Enter the Council decision among the parameters of the law.");
    out->stored = true;
    out->ends_on = st_date_add_months(from, 12 * years);
    return ST_OK;
}

/* ---- Its own checks ---- */
bool st_eurodac_maybe_under_six(struct st_date born_on, struct st_date taken_on)
{
    return st_date_known(born_on) &&
           st_date_cmp(st_date_add_months(st_date_latest(born_on), 12 * 6), st_date_earliest(taken_on)) > 0;
}

static struct st_str state_of(const struct st_actor *actor)
{
    struct st_str rest = actor->authority;
    return st_str_cut(&rest, '-');
}

static struct st_date today(const struct st_tx *tx)
{
    struct st_local local = {0};
    bool known = st_zone_local(&local, tx->now, "UTC");

    ST_ASSERT(known);
    return local.date;
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

    d->origin = st_str_dup(tx->arena, state_of(tx->actor));
    d->transmitted_on = today(tx);
    d->operator = st_str_dup(tx->arena, st_str_of(st_id_print(officer, tx->actor->officer)));
    if (d->reference.n == 0)
        return own_reference(tx, d, err);
    rc = taken(&n, tx, d->reference, err);
    return rc != ST_OK || n == 0 ? rc
                                 : st_fail(err, ST_E_EXISTS, "reference",
                                           ST_MSG("Another dataset has this reference number."), "Eurodac Art 37(3)",
                                           "Leave it empty: the program gives the number.");
}

/* What a dataset was sent with stays: who it is from, which category, which number, when. */
static int check_kept(const struct eurodac_dataset *before, const struct eurodac_dataset *d, struct st_error *err)
{
    bool kept = before->category == d->category && st_str_eq(before->origin, d->origin) &&
                st_str_eq(before->reference, d->reference) &&
                st_date_cmp(before->transmitted_on, d->transmitted_on) == 0 &&
                st_date_cmp(before->biometrics_taken_on, d->biometrics_taken_on) == 0;

    return kept ? ST_OK
                : st_fail(err, ST_E_INVALID, "reference",
                          ST_MSG("Category, State, reference number and dates of a dataset that was sent do not change."),
                          "Eurodac Art 37(3)", "Erase the dataset and send another where it is wrong.");
}

static int check_recorder(const struct st_actor *actor, const struct eurodac_dataset *d, struct st_error *err)
{
    for (unsigned r = 1; r < role_count; r++)
        if ((categories[d->category - 1].recorded_by >> r & 1) && st_actor_is(actor, (enum role)r))
            return ST_OK;
    return st_fail(err, ST_E_FORBIDDEN, "category", ST_MSG("Your role does not record persons of this category."),
                   st_code_row(&eurodac_category_codes, d->category)->citation,
                   "Ask an officer whose unit is listed for this category.");
}

static int check_security(const struct eurodac_dataset *d, struct st_error *err)
{
    if ((d->security_flag != 0) != (d->security_source != 0))
        return st_fail(err, ST_E_INVALID, "security_flag",
                       ST_MSG("A security flag needs one of its four reasons and the check that it follows from."),
                       "Eurodac Art 17(2)(i)", "Enter both, or neither.");
    if (d->security_source != 0 && !(categories[d->category - 1].sources >> d->security_source & 1))
        return st_fail(err, ST_E_INVALID, "security_source",
                       ST_MSG("For this category a security flag cannot follow from this check."),
                       "Eurodac Art 17(2)(i)", "Name the check in which the threat was found.");
    return ST_OK;
}

static int check_started(struct st_tx *tx, const struct eurodac_dataset *d, struct st_error *err)
{
    const struct st_parameter *start = st_parameter("eurodac.tp.start", today(tx));

    if (d->category != eurodac_category_temporary_protection ||
        (!start->empty && st_date_cmp(today(tx), start->date) >= 0))
        return ST_OK;
    return st_fail(err, ST_E_INVALID, "category",
                   ST_MSG("Datasets of beneficiaries of temporary protection are not taken yet."), "Eurodac Art 63(2)",
                   "Register the person nationally.");
}

static int check(struct st_tx *tx, const struct st_register *reg, struct st_id id, const void *before, void *record,
                 struct st_error *err)
{
    struct eurodac_dataset *d = record;
    int rc = ST_OK;

    (void)reg;
    (void)id;
    if (!st_eurodac_stored((enum eurodac_category)d->category))
        return st_fail(err, ST_E_INVALID, "category", ST_MSG("Eurodac keeps no dataset of this category."),
                       "Eurodac Art 29(2)", "Have the prints compared only.");
    rc = before != NULL ? check_kept(before, d, err) : complete(tx, d, err);
    if (rc == ST_OK && !st_str_eq(d->origin, state_of(tx->actor)))
        rc = st_fail(err, ST_E_FORBIDDEN, "origin", ST_MSG("Only the Member State of origin changes a dataset."),
                     "Eurodac Art 40(3)", "Tell the Member State of origin what is wrong.");
    if (rc == ST_OK)
        rc = check_recorder(tx->actor, d, err);
    if (rc == ST_OK)
        rc = check_started(tx, d, err);
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
    return rc == ST_OK ? check_security(d, err) : rc;
}

static int changed(struct st_tx *tx, const struct st_register *reg, struct st_id id, const void *before,
                   const void *record, struct st_error *err)
{
    int rc = record == NULL ? st_eurodac_hits_erase(tx, id, err) : ST_OK;

    (void)reg;
    return rc == ST_OK ? st_cir_follow(tx, id, before, record, err) : rc;
}

/* ---- What is compared with what ---- */
bool st_eurodac_compares(const struct st_eurodac_pair *p)
{
    if (p->incoming_transfer || (p->same_state && !p->own_state_asked) || !st_eurodac_stored(p->stored))
        return false;
    switch (p->incoming) {
    case eurodac_category_applicant:
    case eurodac_category_irregular_crossing:
    case eurodac_category_illegal_stay:
    case eurodac_category_disembarked:
    case eurodac_category_temporary_protection:
    case eurodac_category_law_enforcement:
    case eurodac_category_europol:
    case eurodac_category_data_subject: return true;
    case eurodac_category_admission_registered:
        return (p->stored == eurodac_category_applicant && p->stored_marked) ||
               (p->stored >= eurodac_category_admission_granted &&
                p->stored <= eurodac_category_national_resettlement);
    case eurodac_category_admission_granted:
    case eurodac_category_admission_refused:
    case eurodac_category_admission_discontinued:
    case eurodac_category_national_resettlement:
    case eurodac_category_unknown:
    case eurodac_category_count: break;
    }
    return false;
}

/* ---- Advance erasure ---- */
int st_eurodac_citizenship(struct st_tx *tx, struct st_id id, struct st_error *err)
{
    struct eurodac_dataset d = {0};
    int rc = st_register_get(tx, &d, NULL, NULL, &st_eurodac, id, err);

    if (rc != ST_OK)
        return rc;
    if (d.category == eurodac_category_admission_refused || d.category == eurodac_category_admission_discontinued)
        return st_fail(err, ST_E_STATE, "category",
                       ST_MSG("A dataset of a refused or discontinued admission runs to its end."), "Eurodac Art 30(1)",
                       "Nothing is to be done.");
    return st_register_erase(tx, &st_eurodac, id, "Eurodac Art 30(1)", err);
}

const struct st_register st_eurodac = {
    .name = "eurodac",
    .title = "Eurodac data",
    .act = "Regulation (EU) 2024/1358",
    .record = &eurodac_dataset_shape,
    .rights = rights,
    .storage = storage,
    .check = check,
    .changed = changed,
};
