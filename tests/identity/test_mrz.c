/* The machine readable zone. covers: S-007 UF-02 */
#include "test.h"

#include "identity/mrz.h"
#include "shared.h"

static struct st_arena *arena;
static const struct st_date today = {2026, 9, 17};

static struct st_mrz parse(const char *text)
{
    struct st_mrz out;
    st_mrz_parse(&out, arena, st_str_of(text), today);
    return out;
}

#define TD3_LINE_1 "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
#define TD3_LINE_2 "L898902C36UTO7408122F1204159ZE184226B<<<<<10"
#define TD1_SPECIMEN "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"

static void check_digits_of_the_specimens(void **state)
{
    (void)state;
    assert_int_equal(st_mrz_check_digit(ST_S("520727")), '3');
    assert_int_equal(st_mrz_check_digit(ST_S("AB2134<<<")), '5');
    assert_int_equal(st_mrz_check_digit(ST_S("HA672242<658022549601086<<<<<<<<<<<<<<0")), '8');
    assert_int_equal(st_mrz_check_digit(ST_S("")), '0');
    assert_int_equal(st_mrz_check_digit(ST_S("ab")), 0);
}

static void assert_is_specimen(struct st_mrz m)
{
    assert_int_equal(m.errors, 0);
    assert_int_equal(m.format, ST_MRZ_TD3);
    assert_str_is(m.doc_code, "P");
    assert_str_is(m.issuer, "UTO");
    assert_str_is(m.doc_no, "L898902C3");
    assert_str_is(m.surname, "ERIKSSON");
    assert_str_is(m.given_names, "ANNA MARIA");
    assert_str_is(m.optional1, "ZE184226B");
    assert_true(m.birth.year == 1974 && m.birth.month == 8 && m.birth.day == 12);
    assert_true(m.expiry.year == 2012 && m.expiry.month == 4 && m.expiry.day == 15);
    assert_int_equal(m.sex, 'F');
    assert_false(m.name_cut);
}

static void line_breaks_blanks_and_small_letters_do_not_matter(void **state)
{
    (void)state;
    assert_is_specimen(parse(TD3_LINE_1 "\n" TD3_LINE_2));
    assert_is_specimen(parse("\r\n  " TD3_LINE_1 " \r\n\r\n\t" TD3_LINE_2 "\r\n\n"));
    assert_is_specimen(parse(TD3_LINE_1 TD3_LINE_2));
    assert_is_specimen(parse("p<utoeriksson<<anna<maria<<<<<<<<<<<<<<<<<<<\r"
                             "l898902c36uto7408122f1204159ze184226b<<<<<10"));
    assert_is_specimen(parse("P<UTO ERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n" TD3_LINE_2));
}

static void what_is_no_zone_says_where(void **state)
{
    (void)state;
    struct st_mrz m = parse("");
    assert_int_equal(m.errors, ST_MRZ_LENGTH);
    m = parse(TD3_LINE_1 "\n" TD3_LINE_2 "\nMORE\nMORE");
    assert_int_equal(m.errors, ST_MRZ_LENGTH);
    m = parse(TD3_LINE_1 "\nL898902C36UTO");
    assert_int_equal(m.errors, ST_MRZ_LENGTH);
    assert_int_equal(m.bad_line, 2);
    m = parse(TD3_LINE_1 "\nL898902C36UTO74O8122F1204159ZE184226Bx<<<<10");
    assert_int_equal(m.errors, ST_MRZ_CHARSET);
    assert_int_equal(m.bad_line, 2);
    assert_int_equal(m.bad_column, 38);
    assert_false(st_str_known(m.doc_no));
    m = parse("P<UTOERIKSSON<<\xc3\x85SA\n");
    assert_int_equal(m.errors, ST_MRZ_CHARSET);
}

/* The zone with one character changed, and its check digits as they were. */
static struct st_mrz changed(size_t at, char c)
{
    char text[] = TD3_LINE_1 "\n" TD3_LINE_2;
    text[at] = c;
    return parse(text);
}

static void every_check_digit_is_named(void **state)
{
    (void)state;
    size_t line2 = sizeof(TD3_LINE_1);
    assert_int_equal(changed(line2 + 9, '7').errors, ST_MRZ_DOCUMENT_NUMBER_CHECK | ST_MRZ_COMPOSITE_CHECK);
    assert_int_equal(changed(line2 + 19, '3').errors, ST_MRZ_BIRTH_DATE_CHECK | ST_MRZ_COMPOSITE_CHECK);
    assert_int_equal(changed(line2 + 27, '0').errors, ST_MRZ_EXPIRY_CHECK | ST_MRZ_COMPOSITE_CHECK);
    assert_int_equal(changed(line2 + 42, '2').errors, ST_MRZ_OPTIONAL_CHECK | ST_MRZ_COMPOSITE_CHECK);
    assert_int_equal(changed(line2 + 43, '1').errors, ST_MRZ_COMPOSITE_CHECK);
    assert_int_equal(changed(line2 + 20, 'X').errors, ST_MRZ_SEX);
    assert_int_equal(changed(line2 + 9, '<').errors, ST_MRZ_DOCUMENT_NUMBER_CHECK | ST_MRZ_COMPOSITE_CHECK);
    for (int bit = 0; bit < ST_MRZ_ERRORS; bit++)
        assert_true(st_translated(st_mrz_error_text(bit), "sv"));
}

/* A TD3 with these dates and fitting check digits. */
static struct st_mrz with_dates(const char *birth, const char *expiry)
{
    struct st_str line = st_strf(arena, "L898902C36UTO%s%cF%s%cZE184226B<<<<<1", birth,
                                 st_mrz_check_digit(st_str_of(birth)), expiry, st_mrz_check_digit(st_str_of(expiry)));
    struct st_str all = st_strf(arena, "%.10s%.7s%.22s", line.p, line.p + 13, line.p + 21);
    return parse(st_strf(arena, TD3_LINE_1 "\n%s%c", line.p, st_mrz_check_digit(all)).p);
}

static void centuries_and_unknown_parts(void **state)
{
    (void)state;
    static const struct {
        const char *birth, *expiry;
        struct st_date born, expires;
        unsigned errors;
    } cases[] = {
        {"260917", "760917", {2026, 9, 17}, {2076, 9, 17}, 0},
        {"260918", "770101", {1926, 9, 18}, {1977, 1, 1}, 0},
        {"74<<<<", "3104<<", {1974, 0, 0}, {2031, 4, 0}, 0},
        {"7408<<", "310430", {1974, 8, 0}, {2031, 4, 30}, 0},
        {"<<<<<<", "<<<<<<", {0, 0, 0}, {0, 0, 0}, 0},
        {"740230", "301301", {0, 0, 0}, {0, 0, 0}, ST_MRZ_BIRTH_DATE | ST_MRZ_EXPIRY_DATE},
        {"7400<<", "3A0101", {0, 0, 0}, {0, 0, 0}, ST_MRZ_BIRTH_DATE | ST_MRZ_EXPIRY_DATE},
        {"74<<12", "300229", {0, 0, 0}, {0, 0, 0}, ST_MRZ_BIRTH_DATE | ST_MRZ_EXPIRY_DATE},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct st_mrz m = with_dates(cases[i].birth, cases[i].expiry);
        assert_int_equal(m.errors, cases[i].errors);
        assert_memory_equal(&m.birth, &cases[i].born, sizeof(m.birth));
        assert_memory_equal(&m.expiry, &cases[i].expires, sizeof(m.expiry));
    }
}

static void long_numbers_of_cards(void **state)
{
    (void)state;
    struct st_mrz m = parse("I<UTOD23145890<7349<<<<<<<<<<<\n"
                            "3407127M9507122UTO<<<<<<<<<<<2\nSTEVENSON<<PETER<JOHN<<<<<<<<<");
    assert_int_equal(m.errors, 0);
    assert_str_is(m.doc_no, "D23145890734");
    assert_int_equal(m.doc_no_cd, '9');
    m = parse("I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<\nD23145890<UTO3407127M95071227349<<<8");
    assert_int_equal(m.errors, 0);
    assert_str_is(m.doc_no, "D23145890734");
}

static struct st_mrz person(enum st_mrz_format format)
{
    return (struct st_mrz){.format = format, .doc_code = format == ST_MRZ_MRV_A ? ST_S("V") : ST_S("P"),
                           .issuer = ST_S("UTO"), .doc_no = ST_S("L898902C3"), .nationality = ST_S("UTO"),
                           .surname = ST_S("Eriksson"), .given_names = ST_S("Anna Maria"), .sex = 'F',
                           .birth = {1974, 8, 12}, .expiry = {2012, 4, 15}, .optional1 = ST_S("ZE184226B")};
}

static struct st_str written(const struct st_mrz *fields)
{
    struct st_str out;
    assert_int_equal(st_mrz_write(&out, arena, fields, NULL), ST_OK);
    return out;
}

static void the_specimens_are_written(void **state)
{
    (void)state;
    struct st_mrz m = person(ST_MRZ_TD3);
    assert_str_is(written(&m), TD3_LINE_1 "\n" TD3_LINE_2);
    m.format = ST_MRZ_TD1, m.doc_code = ST_S("I"), m.doc_no = ST_S("D23145890"), m.optional1 = ST_S("");
    assert_str_is(written(&m), TD1_SPECIMEN);
    m = (struct st_mrz){.format = ST_MRZ_TD1, .doc_code = ST_S("I"), .issuer = ST_S("UTO"),
                        .doc_no = ST_S("D23145890734"), .nationality = ST_S("UTO"), .birth = {1934, 7, 12}, .sex = 'M', .expiry = {1995, 7, 12},
                        .surname = ST_S("Stevenson"), .given_names = ST_S("Peter John")};
    assert_str_is(written(&m),
                  "I<UTOD23145890<7349<<<<<<<<<<<\n3407127M9507122UTO<<<<<<<<<<<2\nSTEVENSON<<PETER<JOHN<<<<<<<<<");
    m.format = ST_MRZ_TD2;
    assert_str_is(written(&m), "I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<\nD23145890<UTO3407127M95071227349<<<8");
    m.optional1 = ST_S("A");
    assert_str_is(parse(st_str_z(arena, written(&m))).optional1, "7349<A");
    m = person(ST_MRZ_MRV_A);
    m.doc_no = ST_S("L8988901C"), m.nationality = ST_S("XXX"), m.optional1 = ST_S("6ZE184226B");
    m.birth = st_date(1940, 9, 7), m.expiry = st_date(1996, 12, 10);
    assert_str_is(written(&m), "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
                              "L8988901C4XXX4009078F96121096ZE184226B<<<<<<");
}

static void writing_refuses_by_field(void **state)
{
    (void)state;
    struct st_mrz whole = person(ST_MRZ_TD3), m;
    struct st_str out;
#define REFUSED(name, change)                                                                    \
    do {                                                                                         \
        struct st_error err = {0};                                                               \
        m = whole;                                                                               \
        change;                                                                                  \
        assert_int_equal(st_mrz_write(&out, arena, &m, &err), ST_E_INVALID);                     \
        assert_string_equal(err.faults[0].field, name);                                          \
        assert_true(st_translated(err.faults[0].what.text, "sv"));                               \
        assert_true(st_translated(err.faults[0].cure, "sv"));                                    \
        assert_false(st_str_known(out));                                                         \
    } while (0)
    REFUSED("format", m.format = ST_MRZ_UNKNOWN);
    REFUSED("doc_code", m.doc_code = ST_S("V"));
    REFUSED("doc_no", m.doc_no = ST_S("1234567890"));
    REFUSED("doc_no", m.doc_no = ST_S("12-34"));
    REFUSED("issuer", m.issuer = ST_S("UTOPIA"));
    REFUSED("optional1", m.optional1 = ST_S("123456789012345"));
    REFUSED("birth", m.birth = st_date(1974, 2, 30));
    REFUSED("expiry", m.expiry = st_date(2026, 13, 1));
    REFUSED("sex", m.sex = 'X');
    REFUSED("surname", m.surname = ST_S("\xe6\x9d\x8e")); /* a Han character */
    REFUSED("given_names", m.given_names = ST_S("R2"));
    REFUSED("surname", m.surname = m.given_names = ST_S(""));
}

static struct st_str letters(const char *name, bool complete)
{
    struct st_buf buf = ST_BUF_INIT(1024);
    assert_int_equal(st_mrz_transliterate(&buf, st_str_of(name)), complete);
    struct st_str out = st_buf_dup(arena, &buf);
    st_buf_deinit(&buf);
    return out;
}

static void names_in_three_scripts(void **state)
{
    (void)state;
    assert_str_is(letters("Åsa Öberg-Müller", true), "AASA<OEBERG<MUELLER");
    assert_str_is(letters("A\xcc\x8asa", true), "AASA"); /* the ring as a mark of its own */
    assert_str_is(letters("D'Artagnan", true), "DARTAGNAN");
    assert_str_is(letters(" O’Connor,  Jr. ", true), "OCONNOR<JR");
    assert_str_is(letters("Weiß", true), "WEISS");
    assert_str_is(letters("Nguyễn Ơn", true), "NGUYEN<ON");
    assert_str_is(letters("ığdır", true), "IGDIR");
    assert_str_is(letters("Щербаков Юрий", true), "SHCHERBAKOV<IURII");
    assert_str_is(letters("محمد", true), "MXHMD");
    assert_str_is(letters("مُحَمَّد", true), "MXHMMD");
    assert_str_is(letters("فاطمة علي", true), "FAXTTMXAH<ELY");
    assert_str_is(letters("Άννα", false), "");
    assert_str_is(letters("李 Li", false), "LI");
    assert_str_is(letters("", true), "");
}

static struct st_str names_line(const char *surname, const char *given)
{
    struct st_mrz m = person(ST_MRZ_TD1);
    struct st_str lines;

    m.doc_code = ST_S("I"), m.surname = st_str_of(surname), m.given_names = st_str_of(given);
    lines = written(&m);
    return (struct st_str){lines.p + 62, lines.n - 62};
}

static void names_that_do_not_fit_end_in_a_letter(void **state)
{
    (void)state;
    assert_int_equal(names_line("A", "B").n, 30);
    assert_true(st_str_starts(names_line("Nilavadhanananda", "Chayapa Dejthamrong Krasuang"),
                              "NILAVADHANANANDA<<CHAYAPA<DEJT"));
    assert_true(st_str_starts(names_line("Nilavadhanananda", "Arnpol Petch Charonguang"),
                              "NILAVADHANANANDA<<ARNPOL<PETCH"));
    assert_true(st_str_starts(names_line("Nilavadhananandas", "Arnpol Petch Charonguang"),
                              "NILAVADHANANANDAS<<ARNPOL<PETC"));
    assert_true(st_str_starts(names_line("Nilavadhanananda", "Arnpol Petsh C"), "NILAVADHANANANDA<<ARNPOL<PETSH"));
    assert_true(st_str_starts(names_line("Nilavadhanananda", "Arnpol Petc Charonguang"),
                              "NILAVADHANANANDA<<ARNPOL<PET<C"));
    assert_true(st_str_starts(names_line("Bennelongwooloomoolooworrawarrawarra", "Dingo"),
                              "BENNELONGWOOLOOMOOLOOWORRAW<<D"));
    assert_true(st_str_starts(names_line("Arkfreith", ""), "ARKFREITH<<<<"));
}

/* What was written is read back, for random documents of every format. */
static void written_zones_are_valid(void **state)
{
    (void)state;
    static const enum st_mrz_format formats[] = {ST_MRZ_TD1, ST_MRZ_TD2, ST_MRZ_TD3, ST_MRZ_MRV_A, ST_MRZ_MRV_B};
    uint32_t seed = 1;
    for (int i = 0; i < 1000; i++) {
        struct st_mrz in = person(formats[i % 5]), out;
        seed = seed * 1664525 + 1013904223;
        in.doc_code = in.format >= ST_MRZ_MRV_A ? ST_S("VC") : ST_S("ID");
        in.doc_no = st_strf(arena, "%08X", seed);
        in.optional1 = st_strf(arena, "%.7u", seed % 10000000);
        in.birth = st_date_from_days(seed % 20000);
        in.expiry = st_date_from_days(19000 + seed % 3650);
        in.sex = "MF\0"[seed % 3];
        st_mrz_parse(&out, arena, written(&in), today);
        assert_int_equal(out.errors, 0);
        assert_int_equal(out.format, in.format);
        assert_true(st_str_eq(out.doc_no, in.doc_no) && st_str_eq(out.optional1, in.optional1));
        assert_int_equal(st_date_cmp(out.birth, in.birth) | st_date_cmp(out.expiry, in.expiry), 0);
        assert_int_equal(out.sex, in.sex);
        assert_str_is(out.surname, "ERIKSSON");
    }
}

/* --- the samples beside the repository --- */

static struct st_str field(struct st_str *line) { return st_str_trim(st_str_cut(line, ',')); }

static struct st_str error_names(unsigned errors)
{
    struct st_str out = ST_S("");
    for (int bit = 0; bit < ST_MRZ_ERRORS; bit++)
        if (errors & 1u << bit)
            out = st_strf(arena, "%s%s%s", out.p, out.n ? "|" : "", st_mrz_error_name(bit));
    return out;
}

#define ASSERT_COLUMN(value)                                                                  \
    do {                                                                                      \
        struct st_str got = (value), expected = field(&row);                                  \
        if (!st_str_eq(got, expected) && (got.n || expected.n))                               \
            fail_msg("%.*s: %s is %.*s, not %.*s", (int)id.n, id.p, #value, (int)got.n, got.p, \
                     (int)expected.n, expected.p);                                            \
    } while (0)
#define CHAR_OF(c) ((struct st_str){&(c), (c) != 0})

static void check_sample(struct st_str row)
{
    struct st_str id = field(&row);
    field(&row);
    struct st_str format = field(&row), lines[3] = {field(&row), field(&row), field(&row)};
    struct st_mrz m = parse(st_strf(arena, "%.*s\n%.*s\n%.*s", (int)lines[0].n, lines[0].p, (int)lines[1].n,
                                    lines[1].p, (int)lines[2].n, lines[2].p).p);
    if (!st_str_is(format, st_mrz_format_name(m.format)))
        fail_msg("%.*s: format %s", (int)id.n, id.p, st_mrz_format_name(m.format));
    ASSERT_COLUMN(m.errors ? ST_S("no") : ST_S("yes"));
    ASSERT_COLUMN(error_names(m.errors));
    ASSERT_COLUMN(m.doc_code);
    ASSERT_COLUMN(m.issuer);
    ASSERT_COLUMN(m.doc_no);
    ASSERT_COLUMN(CHAR_OF(m.doc_no_cd));
    ASSERT_COLUMN(m.nationality);
    ASSERT_COLUMN(m.birth_yymmdd);
    ASSERT_COLUMN(CHAR_OF(m.birth_cd));
    ASSERT_COLUMN(CHAR_OF(m.sex));
    ASSERT_COLUMN(m.expiry_yymmdd);
    ASSERT_COLUMN(CHAR_OF(m.expiry_cd));
    ASSERT_COLUMN(m.optional1);
    ASSERT_COLUMN(m.optional2);
    ASSERT_COLUMN(CHAR_OF(m.composite_cd));
    ASSERT_COLUMN(m.surname);
    ASSERT_COLUMN(m.given_names);
}

static size_t each_row(const char *path, void check(struct st_str row))
{
    struct st_str text = file_bytes(arena, path);
    size_t n = 0;
    for (st_str_cut(&text, '\n'); text.n > 0; n++)
        check(st_str_cut(&text, '\n'));
    return n;
}

static void all_published_samples(void **state)
{
    (void)state;
    const char *path = shared_path(arena, "data/mrz-samples.csv");
    if (path == NULL)
        skip();
    assert_true(each_row(path, check_sample) >= 100);
}

static void check_digit_row(struct st_str row)
{
    struct st_str input = field(&row), digit = field(&row);
    assert_int_equal(st_mrz_check_digit(input), digit.p[0]);
}

static void all_published_check_digits(void **state)
{
    (void)state;
    const char *path = shared_path(arena, "data/mrz-check-digits.csv");
    if (path == NULL)
        skip();
    assert_true(each_row(path, check_digit_row) >= 10);
}

static void check_letter_row(struct st_str row)
{
    struct st_str script = field(&row);
    field(&row);
    struct st_str letter = field(&row), mrz = field(&row);
    if (st_str_starts(script, "greek"))
        return;
    /* within a name, so that no letter is the last one */
    struct st_str got = letters(st_strf(arena, "A%.*sA", (int)letter.n, letter.p).p, true);
    assert_true(st_str_eq(got, st_strf(arena, "A%.*sA", (int)mrz.n, mrz.p)));
}

static void all_published_letters(void **state)
{
    (void)state;
    const char *path = shared_path(arena, "data/mrz-transliteration.csv");
    if (path == NULL)
        skip();
    assert_true(each_row(path, check_letter_row) >= 200);
}

static void sample_files(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        unsigned errors;
    } files[] = {
        {"td1_specimen", 0},
        {"td2_specimen", 0},
        {"td3_specimen", 0},
        {"td3_bad_composite", ST_MRZ_COMPOSITE_CHECK},
        {"td3_bad_docnum_checkdigit", ST_MRZ_DOCUMENT_NUMBER_CHECK | ST_MRZ_COMPOSITE_CHECK},
    };
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        const char *path = shared_path(arena, st_strf(arena, "data/nist-itl/mrz_%s.txt", files[i].name).p);
        struct st_mrz m;
        if (path == NULL)
            skip();
        st_mrz_parse(&m, arena, file_bytes(arena, path), today);
        assert_int_equal(m.errors, files[i].errors);
        assert_str_is(m.given_names, "ANNA MARIA");
    }
}

static int make_arena(void **state) { (void)state, arena = st_arena_new(); return 0; }
static int drop_arena(void **state) { (void)state, st_arena_free(arena); return 0; }

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(check_digits_of_the_specimens),
        cmocka_unit_test(line_breaks_blanks_and_small_letters_do_not_matter),
        cmocka_unit_test(what_is_no_zone_says_where),
        cmocka_unit_test(every_check_digit_is_named),
        cmocka_unit_test(centuries_and_unknown_parts),
        cmocka_unit_test(long_numbers_of_cards),
        cmocka_unit_test(the_specimens_are_written),
        cmocka_unit_test(writing_refuses_by_field),
        cmocka_unit_test(names_in_three_scripts),
        cmocka_unit_test(names_that_do_not_fit_end_in_a_letter),
        cmocka_unit_test(written_zones_are_valid),
        cmocka_unit_test(all_published_samples),
        cmocka_unit_test(all_published_check_digits),
        cmocka_unit_test(all_published_letters),
        cmocka_unit_test(sample_files),
    };
    return cmocka_run_group_tests(tests, make_arena, drop_arena);
}
