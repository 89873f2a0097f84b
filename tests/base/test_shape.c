/* One made-up shape through all its uses. covers: UF-23 */
#include "test.h"

#include "base/shape.h"

#define COLOUR(C) C(colour, red, "Red", "") C(colour, green, "Green", "") C(colour, blue, "Blue", "")
ST_CODES(colour, COLOUR)
ST_CODES_DEFINE(colour, COLOUR)

#define STAMP(F)                                                                                                      \
    F(text, number, ST_REQUIRED, 20, "Number", "", "")                                                                \
    F(date, expires_on, 0, 0, "Expires on", "", "")

#define PARCEL(F)                                                                                                     \
    F(text, owner, ST_REQUIRED, 40, "Owner", "Who it belongs to", "Art 1")                                            \
    F(number, weight, 0, 0, "Weight", "", "")                                                                         \
    F(tri, fragile, 0, 0, "Fragile", "", "")                                                                          \
    F(code, paper, 0, colour, "Paper", "", "")                                                                        \
    F(codes, ribbons, 0, colour, "Ribbons", "", "")                                                                   \
    F(date, sent_on, ST_IN_PAST, 0, "Sent on", "", "")                                                                \
    F(instant, arrived_at, ST_COMPUTED, 0, "Arrived at", "", "")                                                      \
    F(one, label, 0, stamp, "Label", "", "")                                                                          \
    F(many, stamps, 0, stamp, "Stamps", "", "")

ST_SHAPE(stamp, STAMP)
ST_SHAPE(parcel, PARCEL)
ST_SHAPE_DEFINE(stamp, STAMP, "Stamp", "")
ST_SHAPE_DEFINE(parcel, PARCEL, "Parcel", "Art 1")

static struct st_arena *arena;

static int read_text(struct parcel *p, const char *text, struct st_error *err)
{
    json_t *json;
    int rc;

    memset(p, 0, sizeof(*p));
    memset(err, 0, sizeof(*err));
    rc = st_json_parse(&json, st_str_of(text), err);
    if (rc == ST_OK)
        rc = st_shape_read(p, &parcel_shape, json, arena, "", err);
    json_decref(json);
    return rc;
}

static void json_round_trips(void **state)
{
    static const char text[] = "{\"owner\":\"Ada\",\"weight\":-3,\"fragile\":false,\"paper\":\"green\",\"ribbons\":[\"red\","
                               "\"blue\"],\"sent_on\":\"2026-02\",\"label\":{\"number\":\"A\"},\"stamps\":[{\"number\":"
                               "\"1\",\"expires_on\":\"2027-01-31\"},{\"number\":\"2\"}]}";
    struct st_buf out = ST_BUF_INIT(4096);
    struct st_json w = ST_JSON_INIT(&out);
    struct st_error err;
    struct parcel p, copy;
    (void)state;
    assert_int_equal(read_text(&p, text, &err), ST_OK);
    assert_int_equal(p.stamps.n, 2);
    assert_int_equal(p.paper, colour_green);
    st_shape_write(&w, &parcel_shape, &p, ST_ALL_FIELDS);
    assert_str_is(st_buf_get(&out), text);
    st_shape_dup(&copy, &parcel_shape, &p, arena);
    assert_true(st_shape_equal(&parcel_shape, &p, &copy));
    copy.stamps.v[1].expires_on = st_date(2027, 1, 1);
    assert_false(st_shape_equal(&parcel_shape, &p, &copy));
    st_buf_deinit(&out);
}

static void every_fault_names_its_field(void **state)
{
    struct st_error err;
    struct parcel p;
    (void)state;
    assert_int_equal(read_text(&p,
                               "{\"owner\":5,\"wieght\":1,\"fragile\":\"perhaps\",\"paper\":\"pink\",\"arrived_at\":"
                               "\"2026-01-01T00:00Z\",\"stamps\":[{\"number\":\"1\"},{\"expires_on\":\"soon\"}]}",
                               &err),
                     ST_E_INVALID);
    static const char *const expected[] = {"owner", "wieght", "fragile", "paper", "arrived_at", "stamps.1.expires_on"};
    assert_int_equal(err.n, 6);
    for (size_t i = 0; i < err.n; i++) {
        assert_string_equal(err.faults[i].field, expected[i]);
        assert_true(err.faults[i].cure[0]);
    }
    assert_int_equal(read_text(&p, "{\"owner\":\"a\",\"owner\":\"b\"}", &err), ST_E_INVALID);
    assert_int_equal(read_text(&p, "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]", &err),
                     ST_E_INVALID);
}

static void what_is_required_depends_on_the_column(void **state)
{
    static const char *const columns[] = {"letter", "parcel"};
    static const struct st_matrix_row rows[] = {{"owner", "MM"}, {"weight", "-M"}, {NULL, NULL}};
    static const struct st_matrix matrix = {columns, 2, rows, "Art 2"};
    struct st_error err;
    struct parcel p;
    (void)state;
    assert_int_equal(read_text(&p, "{\"owner\":\"Ada\",\"weight\":3,\"sent_on\":\"2030-01-01\"}", &err), ST_OK);
    assert_int_equal(st_shape_check(&parcel_shape, &p, &matrix, 1, (struct st_instant){0}, arena, "", &err), ST_OK);
    assert_int_equal(st_shape_check(&parcel_shape, &p, &matrix, 0, (struct st_instant){ST_DAY}, arena, "in", &err),
                     ST_E_INVALID);
    assert_int_equal(err.n, 2);
    assert_string_equal(err.faults[0].field, "in.weight");
    assert_string_equal(err.faults[1].field, "in.sent_on");
}

static void paths_set_fields_and_grow_lists(void **state)
{
    struct st_error err = {0};
    struct parcel p = {0};
    (void)state;
    assert_int_equal(st_shape_set(&p, &parcel_shape, "stamps.0.number", ST_S("A"), arena, &err), ST_OK);
    assert_int_equal(st_shape_set(&p, &parcel_shape, "stamps.1.number", ST_S("B"), arena, &err), ST_OK);
    assert_int_equal(st_shape_set(&p, &parcel_shape, "label.number", ST_S("C"), arena, &err), ST_OK);
    assert_int_equal(st_shape_set(&p, &parcel_shape, "ribbons", ST_S("blue red"), arena, &err), ST_OK);
    assert_str_is(p.stamps.v[1].number, "B");
    assert_str_is(p.label.number, "C");
    assert_true(p.ribbons == (ST_CODE_BIT(colour_red) | ST_CODE_BIT(colour_blue)));
    assert_int_equal(st_shape_set(&p, &parcel_shape, "stamps.3.number", ST_S("B"), arena, &err), ST_E_LIMIT);
    assert_int_equal(st_shape_set(&p, &parcel_shape, "stamps.x.number", ST_S("B"), arena, &err), ST_E_INVALID);
    assert_int_equal(st_shape_set(&p, &parcel_shape, "stamps", ST_S("B"), arena, &err), ST_E_INVALID);
    assert_int_equal(st_shape_set(&p, &parcel_shape, "owner.x", ST_S("B"), arena, &err), ST_E_INVALID);
    assert_int_equal(st_shape_set(&p, &parcel_shape, "owner", ST_S("\x01"), arena, &err), ST_E_INVALID);
}

/* With such a character a name is shown as another, or turns what stands beside it; marks that scripts need may stay. */
static void texts_hold_no_character_that_deceives(void **state)
{
    static const char *const ill[] = {"a\x1b[2J", "a\xc2\x85", "a\342\200\256exe.png", "\342\201\246a", "a\xe2\x81\xa9",
                                      "a\357\273\277b", "a\xef\xbf\xbf"};
    static const char *const fit[] = {"\xd9\x85\xd8\xad\xd9\x85\xd8\xaf\xe2\x80\x8f", "Se\303\241n O\342\200\231Brien",
                                      "\xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xae", "a\nb\tc", "\xf0\x9d\x95\x8f"};
    struct parcel p = {0};
    struct st_error err = {0};
    (void)state;
    for (size_t i = 0; i < sizeof(ill) / sizeof(ill[0]); i++) {
        assert_int_equal(st_shape_set(&p, &parcel_shape, "owner", st_str_of(ill[i]), arena, &err), ST_E_INVALID);
        assert_false(st_str_known(p.owner));
    }
    assert_true(err.faults[0].cure[0] != '\0');
    for (size_t i = 0; i < sizeof(fit) / sizeof(fit[0]); i++) {
        assert_int_equal(st_shape_set(&p, &parcel_shape, "owner", st_str_of(fit[i]), arena, &err), ST_OK);
        assert_str_is(p.owner, fit[i]);
    }
}

static void the_schema_is_json(void **state)
{
    struct st_buf out = ST_BUF_INIT(16384);
    struct st_json w = ST_JSON_INIT(&out);
    json_t *json;
    (void)state;
    st_shape_schema(&w, &parcel_shape);
    assert_int_equal(st_json_parse(&json, st_buf_get(&out), NULL), ST_OK);
    assert_string_equal(json_string_value(json_array_get(json_object_get(json, "required"), 0)), "owner");
    assert_int_equal(json_object_size(json_object_get(json, "properties")), 9);
    json_decref(json);
    st_buf_deinit(&out);
}

/* What cannot be read leaves nothing behind: neither the value from before nor half of the new one. */
static void a_wrong_value_is_unknown(void **state)
{
    static const char *const wrong[][2] = {{"weight", "3x"}, {"weight", "99999999999999999999"}, {"fragile", "perhaps"},
                                           {"paper", "pink"}, {"ribbons", "red pink"}, {"sent_on", "2026-02-30"},
                                           {"label.number", "more than twenty bytes of it"},
                                           {"stamps.0.expires_on", "soon"}};
    struct parcel p, empty = {0};
    struct st_error err;
    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        assert_int_equal(read_text(&p, "{\"weight\":7,\"fragile\":true,\"paper\":\"red\",\"ribbons\":[\"blue\"],"
                                       "\"sent_on\":\"2026\",\"label\":{\"number\":\"A\"},"
                                       "\"stamps\":[{\"expires_on\":\"2027-01-31\"}]}", &err), ST_OK);
        assert_int_equal(st_shape_set(&p, &parcel_shape, wrong[i][0], st_str_of(wrong[i][1]), arena, &err), ST_E_INVALID);
        for (size_t k = 0; k < sizeof(wrong) / sizeof(wrong[0]); k++)
            (void)st_shape_set(&p, &parcel_shape, wrong[k][0], st_str_of(wrong[k][1]), arena, NULL);
        p.stamps.n = 0;
        assert_true(st_shape_equal(&parcel_shape, &p, &empty));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_wrong_value_is_unknown),
        cmocka_unit_test(json_round_trips),
        cmocka_unit_test(every_fault_names_its_field),
        cmocka_unit_test(what_is_required_depends_on_the_column),
        cmocka_unit_test(paths_set_fields_and_grow_lists),
        cmocka_unit_test(texts_hold_no_character_that_deceives),
        cmocka_unit_test(the_schema_is_json),
    };
    arena = st_arena_new();
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    st_arena_free(arena);
    return failed;
}
