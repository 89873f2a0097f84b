/* The words that stand in dates: names of months, marks of a calendar, words to pass over. Private to date_input.c.
 * Names come from ICU's locale data, gathered once, at the first date that holds a word. */
#ifndef ST_BASE_DATE_WORDS_H
#define ST_BASE_DATE_WORDS_H

#include <unicode/utypes.h>

#include "base/date_input.h"

enum { ST_DATE_WORD = 24 };

/* A word in the form in which words are compared: letters and digits only, folded, without marks. */
struct st_date_word {
    UChar c[ST_DATE_WORD];
    int32_t n;
};

struct st_month_name {
    struct st_date_word word;
    enum st_calendar calendar;
    int month;
};

/* Folds UTF-16 for comparison into out (case, compatibility forms, accents, invisible characters, tatweel).
 * Returns the length; -1 when it does not fit in `room`. */
int32_t st_date__fold(UChar *out, int32_t room, const UChar *text, int32_t n);
/* The rows with that name; *n of them, next to each other. "listopad" has two: October in Croatian, November in Polish. */
const struct st_month_name *st_date__months(size_t *n, const struct st_date_word *word);
/* The calendar that the word marks ("E.C.", "هـ.ش", "AH"); 0 when it marks none. */
enum st_calendar st_date__calendar_mark(const struct st_date_word *word);
/* A word that says nothing: "of", "de", "st" in "1st", a day of the week. */
bool st_date__noise(const struct st_date_word *word);

#endif
