/* Dates as people type them: many forms, four calendars, and no silent guess.
 * covers: UF-02 */
#include "test.h"

#include <stdio.h>

#include "base/date_input.h"

static const struct st_date_hint event = {.today = {2026, 11, 24}, .past = false};
static const struct st_date_hint birth = {.today = {2026, 11, 24}, .past = true};

struct example {
    const char *text, *date, *other; /* other = the second reading, NULL when there is only one */
    enum st_calendar calendar;
};

static void check(const struct example *e, const struct st_date_hint *hint)
{
    struct st_date_input in;
    char text[ST_DATE_TEXT];

    if (!st_date_input_read(&in, st_str_of(e->text), hint))
        fail_msg("not understood: %s", e->text);
    if (strcmp(st_date_print(text, in.date), e->date) != 0 || in.calendar != e->calendar)
        fail_msg("%s read as %s (%s), not %s", e->text, text, st_calendar_name(in.calendar), e->date);
    if (in.ambiguous != (e->other != NULL))
        fail_msg("%s: %zu readings", e->text, in.n);
    if (e->other != NULL)
        assert_string_equal(st_date_print(text, in.readings[1].date), e->other);
}

static void what_people_type(void **state)
{
    static const struct example examples[] = {
        {"3.5.26", "2026-05-03", NULL, ST_GREGORIAN},
        {" 3. 5. 2026 ", "2026-05-03", NULL, ST_GREGORIAN},
        {"2026-05-03", "2026-05-03", NULL, ST_GREGORIAN},
        {"2026/5/3", "2026-05-03", NULL, ST_GREGORIAN},
        {"20260503", "2026-05-03", NULL, ST_GREGORIAN},
        {"3 May 2026", "2026-05-03", NULL, ST_GREGORIAN},
        {"May 3, 2026", "2026-05-03", NULL, ST_GREGORIAN},
        {"3rd of May 2026", "2026-05-03", NULL, ST_GREGORIAN},
        {"Sunday 3 May 2026", "2026-05-03", NULL, ST_GREGORIAN},
        {"3-MAY-26", "2026-05-03", NULL, ST_GREGORIAN},
        {"den 3 maj 2026", "2026-05-03", NULL, ST_GREGORIAN},
        {"1er août 2026", "2026-08-01", NULL, ST_GREGORIAN},
        {"1 aout 2026", "2026-08-01", NULL, ST_GREGORIAN},
        {"3. Mai 2026", "2026-05-03", NULL, ST_GREGORIAN},
        {"3 de mayo de 2026", "2026-05-03", NULL, ST_GREGORIAN},
        {"2026. május 3.", "2026-05-03", NULL, ST_GREGORIAN},
        {"3 Μαΐου 2026", "2026-05-03", NULL, ST_GREGORIAN},
        {"3 мая 2026 г.", "2026-05-03", NULL, ST_GREGORIAN},
        {"3 травня 2026 року", "2026-05-03", NULL, ST_GREGORIAN},
        {"3 V 2026", "2026-05-03", NULL, ST_GREGORIAN},
        {"3 كانون الثاني 1990", "1990-01-03", NULL, ST_GREGORIAN},
        {"٣ مايو ٢٠٢٦", "2026-05-03", NULL, ST_GREGORIAN},
        {"12/31/1990", "1990-12-31", NULL, ST_GREGORIAN}, /* only the month-first reading is possible */
        {"05/1990", "1990-05", NULL, ST_GREGORIAN},
        {"1990-05", "1990-05", NULL, ST_GREGORIAN},
        {"May 1990", "1990-05", NULL, ST_GREGORIAN},
        {"1990", "1990", NULL, ST_GREGORIAN},
        {"١٩٩٠", "1990", NULL, ST_GREGORIAN},
        {"00.00.1990", "1990", NULL, ST_GREGORIAN},
        {"00/05/1990", "1990-05", NULL, ST_GREGORIAN},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(examples) / sizeof(examples[0]); i++)
        check(&examples[i], &event);
}

static void what_can_be_read_twice_is_said(void **state)
{
    static const struct example examples[] = {
        {"03/05/2026", "2026-05-03", "2026-03-05", ST_GREGORIAN},
        {"05/06/26", "2026-06-05", "2026-05-06", ST_GREGORIAN},
        {"٣/٥/٢٠٢٦", "2026-05-03", "2026-03-05", ST_GREGORIAN},
        {"26-05-03", "2003-05-26", "2026-05-03", ST_GREGORIAN},
        {"3 listopad 2026", "2026-10-03", "2026-11-03", ST_GREGORIAN}, /* October in Croatian, November in Polish */
        {"1404/02/13", "2025-05-03", "1983-11-18", ST_SOLAR_HIJRI},
        {"1370 ش", "1991", "1992", ST_SOLAR_HIJRI}, /* one year there lies in two here */
        {"1985 E.C.", "1992", "1993", ST_ETHIOPIC},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(examples) / sizeof(examples[0]); i++)
        check(&examples[i], &event);
}

static void other_calendars(void **state)
{
    static const struct example examples[] = {
        {"1404/02/13 ش", "2025-05-03", NULL, ST_SOLAR_HIJRI},
        {"۱۴۰۴/۰۲/۱۳ هـ.ش", "2025-05-03", NULL, ST_SOLAR_HIJRI},
        {"13 Ordibehesht 1404", "2025-05-03", NULL, ST_SOLAR_HIJRI},
        {"۱۳ اردیبهشت ۱۴۰۴", "2025-05-03", NULL, ST_SOLAR_HIJRI},
        {"1 حمل 1369", "1990-03-21", NULL, ST_SOLAR_HIJRI},
        {"1403/02/31", "2024-05-20", NULL, ST_SOLAR_HIJRI}, /* no lunar month has 31 days */
        {"1447/09/01", "2026-02-18", NULL, ST_LUNAR_HIJRI}, /* in the solar calendar that would be 2068 */
        {"1 Ramadan 1447", "2026-02-18", NULL, ST_LUNAR_HIJRI},
        {"1/9/1447 AH", "2026-02-18", "2025-07-04", ST_LUNAR_HIJRI},
        {"1 Meskerem 1985", "1992-09-11", NULL, ST_ETHIOPIC},
        {"1 መስከረም 1985", "1985-09-01", "1992-09-11", ST_GREGORIAN}, /* in Tigrinya that is also September */
        {"1 መስከረም 1985 ዓ.ም", "1992-09-11", NULL, ST_ETHIOPIC},
        {"፩ መስከረም ፲፱፻፹፭", "1992-09-11", NULL, ST_ETHIOPIC},
        {"1.1.1985 ዓ.ም", "1992-09-11", NULL, ST_ETHIOPIC},
        {"1.1.1985 E.C.", "1992-09-11", NULL, ST_ETHIOPIC},
        {"5.13.1984 E.C.", "1992-09-10", NULL, ST_ETHIOPIC}, /* the month of five days */
        {"11.9.1992 G.C.", "1992-09-11", NULL, ST_GREGORIAN},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(examples) / sizeof(examples[0]); i++)
        check(&examples[i], &event);
}

static void a_birth_lies_in_the_past(void **state)
{
    static const struct example births[] = {
        {"3.5.85", "1985-05-03", NULL, ST_GREGORIAN},
        {"3.5.27", "1927-05-03", NULL, ST_GREGORIAN},
        {"3.5.26", "2026-05-03", "1926-05-03", ST_GREGORIAN}, /* an infant or a person of a hundred years */
        {"1404/02/13", "2025-05-03", "1983-11-18", ST_SOLAR_HIJRI},
        {"1410/02/13", "1989-09-14", NULL, ST_LUNAR_HIJRI}, /* in the solar calendar still to come */
    };
    (void)state;
    for (size_t i = 0; i < sizeof(births) / sizeof(births[0]); i++)
        check(&births[i], &birth);
    check(&(struct example){"3.5.30", "2030-05-03", NULL, ST_GREGORIAN}, &event);
}

static void what_is_no_date_is_refused(void **state)
{
    static const char *const texts[] = {
        "", " ", "abc", "3 Mayy 2026", "31.2.2026", "29.2.2025", "2026-13-01", "32/1/2026", "0", "99", "3/5", "1.2.3.4",
        "3.5.026", "3.5.12345", "1.1.1600", "1.1.2500", "3 May", "3 May 4 June 2026", "30.13.1984 E.C.", "1404/02/32",
        "2026-05-03T10:30", "123456789012", "1 1 1404 ش AH", "00.00.00", "5.0.2026", "3.\xff.2026",
    };
    struct st_date_input in;
    (void)state;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        if (st_date_input_read(&in, st_str_of(texts[i]), &event))
            fail_msg("understood: %s", texts[i]);
    assert_int_equal(in.n, 0);
}

/* Days of a hundred and forty years, in the forms that have one reading, is read as itself. */
static void every_day_is_read_back(void **state)
{
    struct st_date_input in;
    char text[64];
    (void)state;
    for (int64_t day = st_date_to_days(st_date(1907, 1, 1)); day < st_date_to_days(st_date(2046, 1, 1)); day += 3) {
        struct st_date d = st_date_from_days(day);
        assert_true(st_date_input_read(&in, st_str_of(st_date_print(text, d)), &event));
        assert_true(!in.ambiguous && st_date_cmp(in.date, d) == 0);
        (void)snprintf(text, sizeof(text), "%d.%d.%d", d.day, d.month, d.year);
        assert_true(st_date_input_read(&in, st_str_of(text), &event));
        assert_true(!in.ambiguous && st_date_cmp(in.date, d) == 0);
        (void)snprintf(text, sizeof(text), "%d/%d/%d", d.day, d.month, d.year);
        assert_true(st_date_input_read(&in, st_str_of(text), &event));
        assert_true(in.ambiguous == (d.day <= 12 && d.day != d.month) && st_date_cmp(in.date, d) == 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_people_type),
        cmocka_unit_test(what_can_be_read_twice_is_said),
        cmocka_unit_test(other_calendars),
        cmocka_unit_test(a_birth_lies_in_the_past),
        cmocka_unit_test(what_is_no_date_is_refused),
        cmocka_unit_test(every_day_is_read_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
