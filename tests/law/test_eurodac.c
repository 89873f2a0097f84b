/* Eurodac: the dataset and what holds of it whatever the facts (registers.md §11: I1, I2, I5, I6, I24, I25, I26).
 * covers: S-007 S-012 */
#include "test.h"

#include "base/error.h"
#include "law/eurodac_dataset.h"

static struct st_arena *arena;

static unsigned faults(struct eurodac_dataset *d)
{
    struct st_error err = {0};
    (void)st_shape_check(&eurodac_dataset_shape, d, &eurodac_dataset_matrix, d->category - 1u, (struct st_instant){0},
                         arena, "", &err);
    return (unsigned)err.n;
}

/* Gives every field some value. */
static void fill(struct eurodac_dataset *d)
{
    static const char *const values[][2] = {
        {"fingerprints.0.finger", "right_index"}, {"fingerprints.0.minutiae", "Rk1S"}, {"facial_image", "Rk1S"},
        {"names.0.kind", "current"}, {"names.0.family", "Example"}, {"nationalities.0.country", "SYR"},
        {"born_on", "1999"}, {"born_in", "Aleppo"}, {"origin", "IT"}, {"event_place", "Lampedusa"},
        {"event_on", "2026-09-01"}, {"sex", "female"}, {"reference", "IT1000000042"},
        {"biometrics_taken_on", "2026-09-01"}, {"transmitted_on", "2026-09-01"}, {"operator", "o1"}};
    memset(d, 0, sizeof(*d));
    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
        assert_int_equal(st_shape_set(d, &eurodac_dataset_shape, values[i][0], st_str_of(values[i][1]), arena, NULL),
                         ST_OK);
}

static void each_category_takes_its_own_fields(void **state)
{
    struct eurodac_dataset d;
    (void)state;
    fill(&d);
    d.category = eurodac_category_applicant;
    assert_int_equal(faults(&d), 0);
    d.visa_issued = ST_YES;
    assert_int_equal(faults(&d), 0);
    d.category = eurodac_category_irregular_crossing; /* Art 22 knows no visa */
    assert_int_equal(faults(&d), 1);
    d.visa_issued = ST_UNKNOWN;
    d.category = eurodac_category_temporary_protection; /* the Council decision is missing */
    assert_int_equal(faults(&d), 1);
    d.council_decision = ST_S("2022/382");
    assert_int_equal(faults(&d), 0);
    d.category = eurodac_category_admission_refused; /* date and grounds are missing, the decision has no place */
    assert_int_equal(faults(&d), 3);
    d.facial_image = (struct st_str){NULL, 0};
    assert_int_equal(faults(&d), 4);
}

static void the_cir_gets_points_a_to_f_h_and_i(void **state)
{
    uint64_t bits = st_eurodac_cir_fields();
    unsigned n = 0;
    (void)state;
    for (; bits; bits &= bits - 1)
        n++;
    assert_int_equal(n, 9); /* place of birth is two fields */
}

static void a_dataset_without_a_face_does_not_count_for_linking(void **state)
{
    struct eurodac_dataset d;
    (void)state;
    fill(&d);
    assert_true(st_eurodac_complete_for_linking(&d));
    d.operator = (struct st_str){NULL, 0};
    assert_true(st_eurodac_complete_for_linking(&d));
    d.facial_image = (struct st_str){NULL, 0};
    assert_false(st_eurodac_complete_for_linking(&d));
}

/* I24 */
static void the_reference_number_names_state_and_category(void **state)
{
    (void)state;
    for (unsigned c = 1; c < eurodac_category_count; c++) {
        struct st_str ref = st_eurodac_reference(arena, ST_S("IT"), (enum eurodac_category)c, 42);
        for (unsigned k = 1; k < eurodac_category_count; k++)
            assert_int_equal(st_eurodac_reference_fits(ref, ST_S("IT"), (enum eurodac_category)k),
                             st_eurodac_digit((enum eurodac_category)c) == st_eurodac_digit((enum eurodac_category)k));
        assert_false(st_eurodac_reference_fits(ref, ST_S("FR"), (enum eurodac_category)c));
    }
    assert_str_is(st_eurodac_reference(arena, ST_S("IT"), eurodac_category_disembarked, 42), "IT9000000042");
    assert_false(st_eurodac_reference_fits(ST_S("IT1"), ST_S("IT"), eurodac_category_applicant));
    assert_false(st_eurodac_reference_fits(ST_S("IT1 42"), ST_S("IT"), eurodac_category_applicant));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_category_takes_its_own_fields),
        cmocka_unit_test(the_cir_gets_points_a_to_f_h_and_i),
        cmocka_unit_test(a_dataset_without_a_face_does_not_count_for_linking),
        cmocka_unit_test(the_reference_number_names_state_and_category),
    };
    arena = st_arena_new();
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    st_arena_free(arena);
    return failed;
}
