/* Strings, buffers, identifiers, messages. covers: UF-01 */
#include "test.h"

#include "base/error.h"
#include "base/id.h"

static void utf8_is_checked_at_the_border(void **state)
{
    (void)state;
    assert_true(st_utf8_valid("Åsa \xd9\x85\xd8\xad\xd9\x85\xd8\xaf", 13));
    assert_false(st_utf8_valid("\xc0\xaf", 2));         /* overlong */
    assert_false(st_utf8_valid("\xed\xa0\x80", 3));     /* surrogate */
    assert_false(st_utf8_valid("\xf4\x90\x80\x80", 4)); /* over U+10FFFF */
    assert_false(st_utf8_valid("a\0b", 3));
    assert_false(st_utf8_valid("\xe2\x82", 2));
}

static void a_full_buffer_fails_and_never_cuts(void **state)
{
    struct st_buf buf = ST_BUF_INIT(10);
    (void)state;
    st_buf_text(&buf, "12345678");
    assert_false(buf.failed);
    st_buf_text(&buf, "abc");
    assert_true(buf.failed);
    assert_int_equal(buf.n, 8);
    st_buf_deinit(&buf);
}

static void numbers_for_people_catch_slips(void **state)
{
    char number[ST_NUMBER_TEXT], again[ST_NUMBER_TEXT];
    (void)state;
    for (int i = 0; i < 500; i++) {
        (void)st_number_new(number, "IT", 2026);
        assert_true(st_number_parse(again, st_str_of(number)));
        assert_string_equal(number, again);
        for (int at = 0; number[at]; at++) { /* any single wrong character is noticed */
            char right = number[at];
            if (right == '-')
                continue;
            number[at] = right == '7' ? '8' : '7';
            assert_false(st_number_parse(again, st_str_of(number)));
            number[at] = right;
        }
    }
    assert_false(st_number_parse(again, ST_S("")));
    assert_false(st_number_parse(again, ST_S("IT26-AAAA-AAAAAAAAAAAAAAAAAAA")));
}

static void keys_are_ordered_by_time(void **state)
{
    char text[ST_ID_TEXT];
    struct st_id a = st_id_new((struct st_instant){1000000}), b = st_id_new((struct st_instant){2000000}), c;
    (void)state;
    assert_true(st_id_cmp(a, b) < 0);
    assert_true(st_id_parse(&c, st_str_of(st_id_print(text, a))));
    assert_true(st_id_eq(a, c));
    assert_false(st_id_parse(&c, ST_S("018f-")));
}

static void messages_speak_the_readers_language(void **state)
{
    struct st_buf buf = ST_BUF_INIT(500);
    struct st_message m = ST_MSG("Ends on {0} for {1}.", ST_V(st_date(2026, 9, 17)), ST_V("A"));
    struct st_reader swede = {"sv", "Europe/Stockholm"};
    (void)state;
    st_message_print(&buf, &m, NULL);
    assert_str_is(st_buf_get(&buf), "Ends on Thu 17 Sep 2026 for A.");
    st_buf_clear(&buf);
    m = ST_MSG("{0}", ST_V((struct st_date){0}));
    st_message_print(&buf, &m, &swede);
    assert_str_is(st_buf_get(&buf), "okänt");
    st_buf_clear(&buf);
    m = ST_MSG("{0} and {1}", ST_V("\xd7\x90"), ST_V("A"));
    st_message_print_isolated(&buf, &m, NULL);
    assert_str_is(st_buf_get(&buf), "\xe2\x81\xa8\xd7\x90\xe2\x81\xa9 and A");
    st_buf_clear(&buf);
    st_date_print_words(&buf, st_date(2001, 1, 8), &swede);
    assert_str_is(st_buf_get(&buf), "8 jan. 2001");
    st_buf_deinit(&buf);
}

static void whole_numbers_stop_at_their_limits(void **state)
{
    int64_t v;
    (void)state;
    assert_true(st_str_to_int64(&v, ST_S("-9223372036854775808")) && v == INT64_MIN);
    assert_true(st_str_to_int64(&v, ST_S("9223372036854775807")) && v == INT64_MAX);
    assert_false(st_str_to_int64(&v, ST_S("9223372036854775808")));
    assert_false(st_str_to_int64(&v, ST_S("")));
    assert_false(st_str_to_int64(&v, ST_S("1x")));
}

/* What decodes is the only text of its bytes. */
static void base64_has_one_text_for_each_run_of_bytes(void **state)
{
    struct st_arena *arena = st_arena_new();
    struct st_str out;
    static const char *const wrong[] = {"A", "AB", "ABC", "AB=", "A===", "AB==\n", " QUJD", "QUJ*", "QUK=", "QR==", "QUJD====",
                                        "\xed\xa0\x80\xc0", "a\xc3\xa9\xe2"};
    (void)state;
    assert_true(st_base64_decode(&out, arena, ST_S("QUI=")));
    assert_str_is(out, "AB");
    assert_true(st_base64_decode(&out, arena, ST_S("")));
    assert_int_equal(out.n, 0);
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        assert_false(st_base64_decode(&out, arena, st_str_of(wrong[i])));
    st_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(base64_has_one_text_for_each_run_of_bytes),
        cmocka_unit_test(utf8_is_checked_at_the_border),      cmocka_unit_test(a_full_buffer_fails_and_never_cuts),
        cmocka_unit_test(numbers_for_people_catch_slips),     cmocka_unit_test(keys_are_ordered_by_time),
        cmocka_unit_test(messages_speak_the_readers_language), cmocka_unit_test(whole_numbers_stop_at_their_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
