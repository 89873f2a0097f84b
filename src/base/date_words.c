#include "base/date_words.h"

#include <pthread.h>
#include <stdlib.h>
#include <unicode/uchar.h>
#include <unicode/udat.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

enum { FOLDED = 256, TATWEEL = 0x640 };

/* Languages of the Union, of its neighbours, and of those who arrive; Arabic has four sets of month names. */
static const char *const gregorian_locales[] = {
    "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr", "hu", "it", "lt", "lv", "mt", "nl", "pl", "pt",
    "ro", "sk", "sl", "sv", "nb", "nn", "is", "sq", "bs", "mk", "sr", "sr_Latn", "tr", "uk", "ru", "be", "hy", "ka", "az",
    "ar", "ar_SY", "ar_DZ", "ar_MA", "fa", "fa_AF", "ps", "ku", "ckb", "ur", "bn", "hi", "ne", "so", "sw", "am", "ti", "ha",
};
static const char *const solar_locales[] = {"fa@calendar=persian", "fa_AF@calendar=persian", "ps@calendar=persian",
                                            "en@calendar=persian"};
static const char *const lunar_locales[] = {"ar@calendar=islamic-umalqura", "en@calendar=islamic-umalqura",
                                            "tr@calendar=islamic-umalqura", "ur@calendar=islamic-umalqura"};
static const char *const ethiopic_locales[] = {"am@calendar=ethiopic", "ti@calendar=ethiopic", "en@calendar=ethiopic"};

struct names {
    struct st_month_name *rows;
    size_t n, room;
    struct st_date_word *weekdays;
    size_t weekdays_n, weekdays_room;
};

static struct names names;
static pthread_once_t names_once = PTHREAD_ONCE_INIT;

int32_t st_date__fold(UChar *out, int32_t room, const UChar *text, int32_t n)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar folded[FOLDED], apart[FOLDED];
    int32_t length = 0;

    n = unorm2_normalize(unorm2_getNFKCCasefoldInstance(&status), text, n, folded, FOLDED, &status);
    n = unorm2_normalize(unorm2_getNFKDInstance(&status), folded, n, apart, FOLDED, &status);
    if (U_FAILURE(status))
        return -1;
    for (int32_t i = 0; i < n; i++) {
        if (u_charType(apart[i]) == U_NON_SPACING_MARK || u_charType(apart[i]) == U_FORMAT_CHAR ||
            u_hasBinaryProperty(apart[i], UCHAR_DEFAULT_IGNORABLE_CODE_POINT) || apart[i] == TATWEEL)
            continue;
        if (length == room)
            return -1;
        out[length++] = apart[i];
    }
    return length;
}

static bool word_of(struct st_date_word *out, const UChar *text, int32_t n)
{
    UChar folded[FOLDED];
    bool letter = false;

    n = st_date__fold(folded, FOLDED, text, n);
    out->n = 0;
    for (int32_t i = 0; i < n; i++) {
        if (!u_isalnum(folded[i]))
            continue;
        if (out->n == ST_DATE_WORD)
            return false;
        letter |= u_isalpha(folded[i]);
        out->c[out->n++] = folded[i];
    }
    return letter;
}

static int compare_words(const struct st_date_word *a, const struct st_date_word *b)
{
    return u_strCompare(a->c, a->n, b->c, b->n, false);
}

static int compare_months(const void *a, const void *b)
{
    const struct st_month_name *x = a, *y = b;
    int order = compare_words(&x->word, &y->word);
    if (order == 0)
        order = (int)x->calendar - (int)y->calendar;
    return order ? order : x->month - y->month;
}

static int compare_weekdays(const void *a, const void *b) { return compare_words(a, b); }

static void *grown(void *p, size_t n, size_t *room, size_t size)
{
    if (n < *room)
        return p;
    *room = *room ? 2 * *room : 512;
    return st_heap_grow(p, *room * size);
}

static void gather(UDateFormat *format, UDateFormatSymbolType type, enum st_calendar calendar, int first)
{
    int32_t count = udat_countSymbols(format, type);

    for (int32_t i = first; i < count; i++) {
        UErrorCode status = U_ZERO_ERROR;
        UChar symbol[128];
        struct st_date_word word;
        int32_t n = udat_getSymbols(format, type, i, symbol, 128, &status);
        if (U_FAILURE(status) || !word_of(&word, symbol, n))
            continue;
        if (calendar == 0) {
            names.weekdays = grown(names.weekdays, names.weekdays_n, &names.weekdays_room, sizeof(word));
            names.weekdays[names.weekdays_n++] = word;
        } else {
            names.rows = grown(names.rows, names.n, &names.room, sizeof(*names.rows));
            names.rows[names.n++] = (struct st_month_name){word, calendar, i + 1};
        }
    }
}

static void gather_locale(const char *locale, enum st_calendar calendar)
{
    static const UDateFormatSymbolType types[] = {UDAT_MONTHS, UDAT_SHORT_MONTHS, UDAT_STANDALONE_MONTHS,
                                                  UDAT_STANDALONE_SHORT_MONTHS};
    UErrorCode status = U_ZERO_ERROR;
    UDateFormat *format = udat_open(UDAT_LONG, UDAT_LONG, locale, u"UTC", -1, NULL, 0, &status);

    if (U_FAILURE(status))
        return;
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
        gather(format, types[i], calendar, 0);
    if (calendar == ST_GREGORIAN)
        gather(format, UDAT_WEEKDAYS, (enum st_calendar)0, 1); /* ICU counts weekdays from 1 */
    udat_close(format);
}

#define GATHER(locales, calendar)                                                                                     \
    for (size_t i = 0; i < sizeof(locales) / sizeof((locales)[0]); i++)                                               \
    gather_locale((locales)[i], (calendar))

static void names_init(void)
{
    size_t kept = 0;

    GATHER(gregorian_locales, ST_GREGORIAN);
    GATHER(solar_locales, ST_SOLAR_HIJRI);
    GATHER(lunar_locales, ST_LUNAR_HIJRI);
    GATHER(ethiopic_locales, ST_ETHIOPIC);
    qsort(names.rows, names.n, sizeof(*names.rows), compare_months);
    for (size_t i = 0; i < names.n; i++)
        if (kept == 0 || compare_months(&names.rows[kept - 1], &names.rows[i]) != 0)
            names.rows[kept++] = names.rows[i];
    names.n = kept;
    qsort(names.weekdays, names.weekdays_n, sizeof(*names.weekdays), compare_weekdays);
}

const struct st_month_name *st_date__months(size_t *n, const struct st_date_word *word)
{
    size_t low = 0, high;

    (void)pthread_once(&names_once, names_init);
    for (high = names.n; low < high;) {
        size_t middle = low + (high - low) / 2;
        if (compare_words(&names.rows[middle].word, word) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (*n = 0; low + *n < names.n && compare_words(&names.rows[low + *n].word, word) == 0;)
        ++*n;
    return &names.rows[low];
}

static bool is(const struct st_date_word *word, const UChar *text)
{
    return u_strCompare(word->c, word->n, text, u_strlen(text), false) == 0;
}

enum st_calendar st_date__calendar_mark(const struct st_date_word *word)
{
    static const struct {
        const UChar *text;
        enum st_calendar calendar;
    } marks[] = {
        {u"ad", ST_GREGORIAN},      {u"ce", ST_GREGORIAN},       {u"gc", ST_GREGORIAN},    {u"gregorian", ST_GREGORIAN},
        {u"م", ST_GREGORIAN},       {u"እኤአ", ST_GREGORIAN},      {u"sh", ST_SOLAR_HIJRI},  {u"ap", ST_SOLAR_HIJRI},
        {u"solar", ST_SOLAR_HIJRI}, {u"shamsi", ST_SOLAR_HIJRI}, {u"ش", ST_SOLAR_HIJRI},   {u"هش", ST_SOLAR_HIJRI},
        {u"شمسی", ST_SOLAR_HIJRI},  {u"ah", ST_LUNAR_HIJRI},     {u"lunar", ST_LUNAR_HIJRI}, {u"ه", ST_LUNAR_HIJRI},
        {u"هق", ST_LUNAR_HIJRI},    {u"ق", ST_LUNAR_HIJRI},      {u"ec", ST_ETHIOPIC},     {u"ዓም", ST_ETHIOPIC},
        {u"ethiopian", ST_ETHIOPIC}, {u"ethiopic", ST_ETHIOPIC}, {u"geez", ST_ETHIOPIC},
    };
    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
        if (is(word, marks[i].text))
            return marks[i].calendar;
    return (enum st_calendar)0;
}

bool st_date__noise(const struct st_date_word *word)
{
    static const UChar *const small[] = {u"of", u"the", u"on", u"st", u"nd", u"rd", u"th", u"er", u"de", u"del", u"di",
                                         u"le", u"den", u"der", u"am", u"a", u"e", u"г", u"года", u"р", u"року",
                                         u"calendar", u"hijri", u"an"};
    for (size_t i = 0; i < sizeof(small) / sizeof(small[0]); i++)
        if (is(word, small[i]))
            return true;
    (void)pthread_once(&names_once, names_init);
    return bsearch(word, names.weekdays, names.weekdays_n, sizeof(*names.weekdays), compare_weekdays) != NULL;
}
