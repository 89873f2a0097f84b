#include "base/date_input.h"

#include <unicode/ucal.h>
#include <unicode/uchar.h>
#include <unicode/ustring.h>

#include "base/date_words.h"

enum { LONGEST_TEXT = 96, PARTS = 10, OLDEST = 120, AHEAD = 20, NOT_A_NUMBER = -1 };
enum { EARLIEST = 1800, LATEST = 2200 }; /* years that a date about a person can have */

/* A number or a word of the input, and what stood before it. */
struct part {
    int value;  /* of a number; NOT_A_NUMBER for a word */
    int digits; /* how many were written; 4 for a Ge'ez number of a thousand or more */
    UChar32 before; /* the last separator, 0 = none */
    struct st_date_word word;
};

struct reader {
    struct st_date_input *out;
    const struct st_date_hint *hint;
    struct part parts[PARTS];
    size_t n;
    enum st_calendar marked; /* 0 = nothing says which calendar */
    struct part numbers[3];
    size_t numbers_n;
    const struct st_month_name *months; /* the months that a name can mean */
    size_t months_n;
};

const char *st_calendar_name(enum st_calendar calendar)
{
    static const char *const keys[] = {
        [ST_GREGORIAN] = "Gregorian calendar",
        [ST_SOLAR_HIJRI] = "Solar Hijri calendar",
        [ST_LUNAR_HIJRI] = "Lunar Hijri calendar",
        [ST_ETHIOPIC] = "Ethiopic calendar",
    };
    return keys[calendar];
}

/* ---- From text to parts ---- */

static bool geez_digit(UChar32 c) { return c >= 0x1369 && c <= 0x137C; }

/* A Ge'ez number at *i: units and tens add up, the hundred sign multiplies what stands before it. */
static struct part geez_number(const UChar *s, int32_t *i, int32_t n)
{
    struct part p = {.digits = 2};
    int units = 0;

    for (; *i < n && geez_digit(s[*i]); ++*i) {
        int v = (int)u_getNumericValue(s[*i]);
        if (v < 100) {
            units += v;
        } else {
            p.value += (units ? units : 1) * 100;
            units = 0;
        }
        if (p.value > 9999)
            p.value = 9999;
    }
    p.value += units;
    if (p.value >= 1000)
        p.digits = 4;
    return p;
}

static struct part decimal_number(const UChar *s, int32_t *i, int32_t n)
{
    struct part p = {0};

    for (; *i < n && u_charDigitValue(s[*i]) >= 0; ++*i, p.digits++)
        if (p.digits < 8)
            p.value = p.value * 10 + u_charDigitValue(s[*i]);
    return p;
}

/* A word; a dot between two letters belongs to it, so that "E.C." is one. */
static struct part word(const UChar *s, int32_t *i, int32_t n)
{
    struct part p = {.value = NOT_A_NUMBER};

    while (*i < n && (u_isalpha(s[*i]) || (s[*i] == '.' && *i + 1 < n && u_isalpha(s[*i + 1])))) {
        if (s[*i] != '.' && p.word.n < ST_DATE_WORD)
            p.word.c[p.word.n++] = s[*i];
        ++*i;
    }
    return p;
}

static bool split(struct reader *r, struct st_str text)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar raw[LONGEST_TEXT + 1], s[4 * LONGEST_TEXT];
    UChar32 before = 0;
    int32_t n = 0;

    if (text.n == 0 || text.n > LONGEST_TEXT || !st_utf8_valid(text.p, text.n))
        return false;
    (void)u_strFromUTF8(raw, LONGEST_TEXT + 1, &n, text.p, (int32_t)text.n, &status);
    n = U_SUCCESS(status) ? st_date__fold(s, 4 * LONGEST_TEXT, raw, n) : -1;
    for (int32_t i = 0; i < n;) {
        struct part *p = &r->parts[r->n];
        bool number = u_charDigitValue(s[i]) >= 0, geez = geez_digit(s[i]);
        if (!number && !geez && !u_isalpha(s[i])) {
            before = u_isUWhiteSpace(s[i]) && before != 0 ? before : s[i];
            i++;
            continue;
        }
        if (r->n == PARTS)
            return false;
        *p = number ? decimal_number(s, &i, n) : geez ? geez_number(s, &i, n) : word(s, &i, n);
        if (geez)
            r->marked = ST_ETHIOPIC;
        p->before = before;
        before = 0;
        r->n++;
    }
    return r->n > 0;
}

/* ---- From parts to numbers, a month's name and a calendar ---- */

static const struct st_month_name *roman_month(const struct st_date_word *w)
{
    static const struct st_month_name roman[] = {
        {{u"i", 1}, ST_GREGORIAN, 1},   {{u"ii", 2}, ST_GREGORIAN, 2},  {{u"iii", 3}, ST_GREGORIAN, 3},
        {{u"iv", 2}, ST_GREGORIAN, 4},  {{u"v", 1}, ST_GREGORIAN, 5},   {{u"vi", 2}, ST_GREGORIAN, 6},
        {{u"vii", 3}, ST_GREGORIAN, 7}, {{u"viii", 4}, ST_GREGORIAN, 8}, {{u"ix", 2}, ST_GREGORIAN, 9},
        {{u"x", 1}, ST_GREGORIAN, 10},  {{u"xi", 2}, ST_GREGORIAN, 11}, {{u"xii", 3}, ST_GREGORIAN, 12},
    };
    for (size_t i = 0; i < 12; i++)
        if (w->n == roman[i].word.n && u_memcmp(w->c, roman[i].word.c, w->n) == 0)
            return &roman[i];
    return NULL;
}

static bool set_month(struct reader *r, const struct st_month_name *rows, size_t n)
{
    if (r->months_n != 0 || n == 0)
        return false;
    r->months = rows;
    r->months_n = n;
    return true;
}

/* Two words can be one name ("كانون الثاني"); then the next part is used up too. */
static bool month_of_two(struct reader *r, size_t i)
{
    struct st_date_word both = r->parts[i].word;
    const struct st_month_name *rows;
    const struct part *next = &r->parts[i + 1];
    size_t n;

    if (i + 1 >= r->n || next->value != NOT_A_NUMBER || both.n + next->word.n > ST_DATE_WORD)
        return false;
    (void)u_memcpy(both.c + both.n, next->word.c, next->word.n);
    both.n += next->word.n;
    rows = st_date__months(&n, &both);
    return set_month(r, rows, n);
}

static bool understand_word(struct reader *r, size_t *i)
{
    const struct st_date_word *w = &r->parts[*i].word;
    enum st_calendar mark = st_date__calendar_mark(w);
    const struct st_month_name *rows;
    size_t n;

    if (mark != 0 && r->numbers_n > 0) {
        if (r->marked != 0 && r->marked != mark)
            return false;
        r->marked = mark;
        return true;
    }
    if (month_of_two(r, *i)) {
        ++*i;
        return true;
    }
    rows = st_date__months(&n, w);
    if (set_month(r, rows, n))
        return true;
    if ((rows = roman_month(w)) != NULL && r->numbers_n > 0 && set_month(r, rows, 1))
        return true;
    return st_date__noise(w);
}

static bool understand(struct reader *r)
{
    for (size_t i = 0; i < r->n; i++) {
        if (r->parts[i].value == NOT_A_NUMBER) {
            if (!understand_word(r, &i))
                return false;
        } else if (r->numbers_n < 3) {
            r->numbers[r->numbers_n++] = r->parts[i];
        } else {
            return false;
        }
    }
    return r->numbers_n > 0;
}

/* ---- Calendars ---- */

/* The first (or the last) day of what is written, in the Gregorian calendar; month and day may be 0. */
static bool to_gregorian(struct st_date *out, enum st_calendar calendar, int year, int month, int day, bool last)
{
    static const char *const locales[] = {
        [ST_SOLAR_HIJRI] = "en@calendar=persian",
        [ST_LUNAR_HIJRI] = "en@calendar=islamic-umalqura",
        [ST_ETHIOPIC] = "en@calendar=ethiopic",
    };
    UErrorCode status = U_ZERO_ERROR;
    UCalendar *c = ucal_open(u"UTC", -1, locales[calendar], UCAL_DEFAULT, &status);
    double millis;

    if (U_FAILURE(status))
        return false;
    ucal_clear(c);
    ucal_setAttribute(c, UCAL_LENIENT, false);
    ucal_set(c, UCAL_EXTENDED_YEAR, year);
    ucal_set(c, UCAL_MONTH, month ? month - 1 : 0);
    ucal_set(c, UCAL_DATE, day ? day : 1);
    millis = ucal_getMillis(c, &status);
    if (last && day == 0) {
        ucal_add(c, month ? UCAL_MONTH : UCAL_EXTENDED_YEAR, 1, &status);
        ucal_add(c, UCAL_DATE, -1, &status);
        millis = ucal_getMillis(c, &status);
    }
    ucal_close(c);
    if (U_FAILURE(status))
        return false;
    *out = st_date_from_days((int64_t)(millis / 86400000.0 - (millis < 0 ? 0.999999 : 0)));
    return true;
}

static void add_reading(struct reader *r, struct st_date d, enum st_calendar calendar, bool month, bool day)
{
    struct st_date_input *out = r->out;

    d = st_date(d.year, month ? d.month : 0, day ? d.day : 0);
    for (size_t i = 0; i < out->n; i++)
        if (st_date_cmp(out->readings[i].date, d) == 0)
            return;
    if (out->n < ST_DATE_READINGS)
        out->readings[out->n++] = (struct st_date_reading){d, calendar};
}

static void take_in(struct reader *r, enum st_calendar calendar, int year, int month, int day)
{
    struct st_date first = st_date(year, month, day), last;

    if (month > 13 || day > 31 || (month == 0 && day != 0))
        return;
    if (calendar == ST_GREGORIAN) {
        if (year >= EARLIEST && year <= LATEST && st_date_valid(first))
            add_reading(r, first, calendar, month != 0, day != 0);
        return;
    }
    if (!to_gregorian(&first, calendar, year, month, day, false) ||
        !to_gregorian(&last, calendar, year, month, day, true) || first.year < EARLIEST || last.year > LATEST)
        return;
    add_reading(r, first, calendar, month != 0, day != 0);
    add_reading(r, last, calendar, month != 0, day != 0);
}

/* Two digits of a year: up to AHEAD years from now, or not after today for what is past; then a hundred years earlier
 * is also possible where somebody could be that old. */
static void take_short_year(struct reader *r, int year, int month, int day)
{
    const struct st_date today = r->hint->today;
    int full = today.year / 100 * 100 + year;

    if (r->hint->past ? st_date_cmp(st_date(full, month, day), today) > 0 : full > today.year + AHEAD)
        full -= 100;
    take_in(r, ST_GREGORIAN, full, month, day);
    if (r->hint->past && today.year - (full - 100) <= OLDEST)
        take_in(r, ST_GREGORIAN, full - 100, month, day);
}

/* One way to see the parts of the input. */
static void take(struct reader *r, enum st_calendar calendar, struct part year, int month, int day)
{
    if (calendar == 0)
        calendar = r->marked;
    if (year.digits <= 2 && (calendar == 0 || calendar == ST_GREGORIAN)) {
        if (year.digits == 2 && day != 0)
            take_short_year(r, year.value, month, day);
    } else if (year.digits != 4) {
        return;
    } else if (calendar != 0) {
        take_in(r, calendar, year.value, month, day);
    } else if (year.value >= EARLIEST) {
        take_in(r, ST_GREGORIAN, year.value, month, day);
    } else if (year.value <= 1500) {
        take_in(r, ST_SOLAR_HIJRI, year.value, month, day);
        take_in(r, ST_LUNAR_HIJRI, year.value, month, day);
    }
}

/* ---- Orders in which a date is written ---- */

static struct part digits_of(int value, int digits) { return (struct part){.value = value, .digits = digits}; }

static bool day_like(struct part p) { return p.digits <= 2; } /* 00 = unknown */

/* "1990", "20260503", "03051990", "030590". */
static void one_number(struct reader *r)
{
    struct part p = r->numbers[0];
    int v = p.value;

    if (p.digits == 4) {
        take(r, (enum st_calendar)0, p, 0, 0);
    } else if (p.digits == 8) {
        if (v / 10000 >= 1200 && v / 100 % 100 != 0 && v % 100 != 0)
            take(r, (enum st_calendar)0, digits_of(v / 10000, 4), v / 100 % 100, v % 100);
        if (v / 1000000 != 0 && v / 10000 % 100 != 0)
            take(r, (enum st_calendar)0, digits_of(v % 10000, 4), v / 10000 % 100, v / 1000000);
    } else if (p.digits == 6) {
        if (v / 10000 != 0 && v / 100 % 100 != 0)
            take(r, (enum st_calendar)0, digits_of(v % 100, 2), v / 100 % 100, v / 10000);
        if (v / 100 % 100 != 0 && v % 100 != 0)
            take(r, (enum st_calendar)0, digits_of(v / 10000, 2), v / 100 % 100, v % 100);
    }
}

/* "05/1990", "1990-05". */
static void two_numbers(struct reader *r)
{
    struct part a = r->numbers[0], b = r->numbers[1];

    if (a.digits == 4 && day_like(b))
        take(r, (enum st_calendar)0, a, b.value, 0);
    else if (b.digits == 4 && day_like(a))
        take(r, (enum st_calendar)0, b, a.value, 0);
}

/* The year first, or the day first; with a slash or a dash also the month first. */
static void three_numbers(struct reader *r)
{
    struct part a = r->numbers[0], b = r->numbers[1], c = r->numbers[2];
    bool strict = b.before == '.' || c.before == '.';

    if (!day_like(b))
        return;
    if (a.digits == 4 && day_like(c)) {
        take(r, (enum st_calendar)0, a, b.value, c.value);
        return;
    }
    if (day_like(a)) {
        take(r, (enum st_calendar)0, c, b.value, a.value);
        if ((!strict || r->out->n == 0) && a.value != 0 && b.value != 0)
            take(r, (enum st_calendar)0, c, a.value, b.value);
    }
    if (a.digits == 2 && c.digits == 2 && c.value >= 1 && b.before == '-') /* "26-05-03", as in Sweden */
        take(r, (enum st_calendar)0, a, b.value, c.value);
}

/* "3 May 2026", "May 3, 2026", "2026. május 3.", "May 2026". */
static void named_month(struct reader *r)
{
    struct part a = r->numbers[0], b = r->numbers[1];

    for (size_t i = 0; i < r->months_n; i++) {
        const struct st_month_name *m = &r->months[i];
        if (r->marked != 0 && r->marked != m->calendar)
            continue;
        if (r->numbers_n == 1)
            take(r, m->calendar, a, m->month, 0);
        else if (r->numbers_n == 2 && a.digits == 4 && day_like(b))
            take(r, m->calendar, a, m->month, b.value);
        else if (r->numbers_n == 2 && day_like(a))
            take(r, m->calendar, b, m->month, a.value);
    }
}

/* Readings too far away to be meant are dropped, unless nothing else is left. */
static void drop_unlikely(struct reader *r)
{
    struct st_date_input *out = r->out;
    struct st_date today = r->hint->today, from = st_date_add_months(today, -12 * OLDEST);
    struct st_date until = r->hint->past ? today : st_date_add_months(today, 12 * AHEAD);
    struct st_date_reading kept[ST_DATE_READINGS];
    size_t n = 0;

    for (size_t i = 0; i < out->n; i++)
        if (st_date_cmp(st_date_earliest(out->readings[i].date), until) <= 0 &&
            st_date_cmp(st_date_latest(out->readings[i].date), from) >= 0)
            kept[n++] = out->readings[i];
    if (n == 0)
        return;
    memcpy(out->readings, kept, n * sizeof(kept[0]));
    out->n = n;
}

bool st_date_input_read(struct st_date_input *out, struct st_str text, const struct st_date_hint *hint)
{
    struct reader r = {.out = out, .hint = hint};

    *out = (struct st_date_input){0};
    if (!split(&r, text) || !understand(&r))
        return false;
    if (r.months_n > 0)
        named_month(&r);
    else if (r.numbers_n == 1)
        one_number(&r);
    else if (r.numbers_n == 2)
        two_numbers(&r);
    else
        three_numbers(&r);
    if (out->n == 0)
        return false;
    drop_unlikely(&r);
    out->date = out->readings[0].date;
    out->calendar = out->readings[0].calendar;
    out->ambiguous = out->n > 1;
    return true;
}
