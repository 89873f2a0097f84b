#include "law/eurodac_dataset.h"

#include "base/error.h"

ST_CODES_DEFINE(eurodac_category, EURODAC_CATEGORY)
ST_CODES_DEFINE(finger, FINGER)
ST_CODES_DEFINE(security_reason, SECURITY_REASON)
ST_CODES_DEFINE(security_source, SECURITY_SOURCE)
ST_CODES_DEFINE(admission_refusal, ADMISSION_REFUSAL)
ST_SHAPE_DEFINE(eurodac_print, EURODAC_PRINT, "Fingerprint", "Eurodac Art 2(1)(z)")
ST_SHAPE_DEFINE(eurodac_scan, EURODAC_SCAN, "Scanned document", "Eurodac Art 17(1)(j)")
ST_SHAPE_DEFINE(eurodac_dataset, EURODAC_DATASET, "Eurodac dataset", "Eurodac Art 2(1)(y)")
const struct st_shape eurodac_dataset_found_shape = {"eurodac_dataset_found", sizeof(struct eurodac_dataset),
                                                     0 EURODAC_DATASET(ST_ONE_MORE), eurodac_dataset_fields,
                                                     "Dataset found in Eurodac", "Eurodac Art 27(4)"};

static const char *const columns[] = {
    "applicant",          "admission_granted", "admission_refused", "admission_discontinued", "national_resettlement",
    "irregular_crossing", "illegal_stay",      "disembarked",       "temporary_protection"};

/* Of the points (o), (p), (q) of Art 19(1), "where applicable", each of the three outcomes of an admission
 * procedure takes its own. */
static const struct st_matrix_row rows[] = {
    {"fingerprints", "MMMMMMMMM"},
    {"facial_image", "MMMMMMMMM"},
    {"names", "MMMMMMMMM"},
    {"nationalities", "MMMMMMMMM"},
    {"born_on", "MMMMMMMMM"},
    {"born_in", "MMMMMMMMM"},
    {"born_in_country", "AAAAAAAAA"},
    {"origin", "MMMMMMMMM"},
    {"event_place", "MMMMMMMMM"},
    {"event_on", "MMMMMMMMM"},
    {"sex", "MMMMMMMMM"},
    {"documents", "AAAAAAACA"},
    {"scans", "AAAAAAACA"},
    {"reference", "MMMMMMMMM"},
    {"biometrics_taken_on", "MMMMMMMMM"},
    {"transmitted_on", "MMMMMMMMM"},
    {"operator", "MMMMMMMMM"},
    {"responsible_state", "C--------"},
    {"relocation_state", "C----CCC-"},
    {"arrived_take_charge_on", "C--------"},
    {"arrived_take_back_on", "C--------"},
    {"left_on", "C--------"},
    {"removed_on", "C----CCC-"},
    {"arrived_relocation_on", "C-----C--"},
    {"visa_issued", "C--------"},
    {"visa_state", "C--------"},
    {"visa_application", "C--------"},
    {"security_flag", "C----CCC-"},
    {"security_source", "C----CCC-"},
    {"rejected", "C--------"},
    {"border_decision_final", "C--------"},
    {"avrr_granted", "C----CCC-"},
    {"granted_on", "-M--M----"},
    {"refused_on", "--M------"},
    {"refusal_grounds", "--M------"},
    {"discontinued_on", "---M-----"},
    {"exclusion_ground", "--------C"},
    {"council_decision", "--------M"},
    {NULL, NULL},
};

const struct st_matrix eurodac_dataset_matrix = {columns, sizeof(columns) / sizeof(columns[0]), rows,
                                                 "Eurodac Art 17, 19, 21, 22, 23, 24 and 26"};

uint64_t st_eurodac_flag_sources(enum eurodac_category category)
{
    switch ((unsigned)category) {
    case eurodac_category_applicant:
        return ST_CODE_BIT(security_source_screening) | ST_CODE_BIT(security_source_first_registration) |
               ST_CODE_BIT(security_source_asylum_procedure);
    case eurodac_category_illegal_stay:
        return ST_CODE_BIT(security_source_screening) | ST_CODE_BIT(security_source_capture);
    case eurodac_category_irregular_crossing:
    case eurodac_category_disembarked: return ST_CODE_BIT(security_source_screening);
    default: return 0;
    }
}

int st_eurodac_digit(enum eurodac_category category)
{
    switch (category) {
    case eurodac_category_temporary_protection: return 0;
    case eurodac_category_applicant: return 1;
    case eurodac_category_irregular_crossing: return 2;
    case eurodac_category_illegal_stay: return 3;
    case eurodac_category_law_enforcement: return 4;
    case eurodac_category_europol: return 5;
    case eurodac_category_data_subject: return 6;
    case eurodac_category_admission_granted:
    case eurodac_category_admission_refused:
    case eurodac_category_admission_discontinued:
    case eurodac_category_admission_registered: return 7;
    case eurodac_category_national_resettlement: return 8;
    case eurodac_category_disembarked: return 9;
    case eurodac_category_unknown:
    case eurodac_category_count: break;
    }
    ST_ASSERT(!"a category of Eurodac");
    return -1;
}

bool st_eurodac_stored(enum eurodac_category category)
{
    return category >= eurodac_category_applicant && category <= eurodac_category_temporary_protection;
}

struct st_str st_eurodac_reference(struct st_arena *arena, struct st_str state, enum eurodac_category category,
                                   int64_t number)
{
    return st_strf(arena, "%.*s%d%09lld", (int)state.n, state.n ? state.p : "", st_eurodac_digit(category),
                   (long long)number);
}

bool st_eurodac_reference_fits(struct st_str reference, struct st_str state, enum eurodac_category category)
{
    if (state.n == 0 || reference.n < state.n + 2 || reference.n > 24 || memcmp(reference.p, state.p, state.n) != 0)
        return false;
    for (size_t i = state.n; i < reference.n; i++) {
        char c = reference.p[i];
        if (!(c >= '0' && c <= '9') && !(i > state.n && c >= 'A' && c <= 'Z'))
            return false;
    }
    return reference.p[state.n] - '0' == st_eurodac_digit(category);
}

static const char *const identity_fields[] = {"fingerprints", "facial_image", "names", "nationalities",
                                              "born_on",      "born_in",      "sex"};
enum { IDENTITY_FIELDS = sizeof(identity_fields) / sizeof(identity_fields[0]) };

static bool in_cir(const char *name)
{
    for (size_t i = 0; i < IDENTITY_FIELDS; i++)
        if (strcmp(identity_fields[i], name) == 0)
            return true;
    return strcmp(name, "born_in_country") == 0 || strcmp(name, "documents") == 0;
}

uint64_t st_eurodac_cir_fields(void)
{
    const struct st_field *fields = eurodac_dataset_shape.fields();
    uint64_t bits = 0;

    for (size_t i = 0; i < eurodac_dataset_shape.n; i++)
        if (in_cir(fields[i].name))
            bits |= UINT64_C(1) << i;
    return bits;
}

bool st_eurodac_complete_for_linking(const struct eurodac_dataset *dataset)
{
    for (size_t i = 0; i < IDENTITY_FIELDS; i++)
        if (!st_field_known(st_shape_field(&eurodac_dataset_shape, st_str_of(identity_fields[i])), dataset))
            return false;
    return true;
}
