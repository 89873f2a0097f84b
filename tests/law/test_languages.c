/* Languages by name and by code, one or several, in any language of the catalogues.
 * covers: UF-02 */
#include "test.h"

#include "law/states.h"

static struct st_arena *arena;

static void languages_are_read_by_name_and_by_code(void **state)
{
    static const struct {
        const char *typed, *stored;
    } rows[] = {
        {"Dari, Pashto", "prs ps"},
        {"prs ps", "prs ps"},
        {"ara; ENG", "ar en"},
        {"dari; PASHTO", "prs ps"},
        {"somaliska", "so"},
        {"Central Kurdish (Sorani)", "ckb"},
        {"Norwegian Bokmål,  arabiska ", "nb ar"},
        {"Arabic, that of the marshes", "ar, that of the marshes"},
        {"whatever he speaks", "whatever he speaks"},
        {",,", ""},
        {"", ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        assert_str_is(st_languages_read(st_str_of(rows[i].typed), arena), rows[i].stored);
}

/* What is too long to be put in order is not cut: its field says that it is too long. */
static void an_endless_list_stays_as_it_was_typed(void **state)
{
    static char typed[4000];

    (void)state;
    for (size_t i = 0; i < sizeof(typed); i++)
        typed[i] = i % 2 ? ',' : '!';
    assert_int_equal(st_languages_read((struct st_str){typed, sizeof(typed)}, arena).n, sizeof(typed));
}

static void a_list_is_taken_apart(void **state)
{
    struct st_str codes = ST_S("prs ps"), mixed = ST_S("so, that of the marshes"), free = ST_S("as his mother speaks");

    (void)state;
    assert_str_is(st_languages_next(&codes), "prs");
    assert_str_is(st_languages_next(&codes), "ps");
    assert_int_equal(codes.n, 0);
    assert_str_is(st_languages_next(&mixed), "so");
    assert_str_is(st_languages_next(&mixed), "that of the marshes");
    assert_str_is(st_languages_next(&free), "as his mother speaks");
    assert_int_equal(free.n, 0);
}

static void no_two_languages_have_one_name(void **state)
{
    (void)state;
    for (size_t i = 0; i < st_languages_n; i++) {
        const struct st_language *l = st_language_of(st_str_of(st_languages[i].code), NULL);
        assert_ptr_equal(l, &st_languages[i]);
        assert_ptr_equal(st_language_of(st_str_of(st_languages[i].name), "en"), &st_languages[i]);
    }
    assert_null(st_language_of(ST_S("xx"), NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(languages_are_read_by_name_and_by_code),
        cmocka_unit_test(an_endless_list_stays_as_it_was_typed),
        cmocka_unit_test(a_list_is_taken_apart),
        cmocka_unit_test(no_two_languages_have_one_name),
    };
    int failed;

    arena = st_arena_new();
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    st_arena_free(arena);
    return failed;
}
