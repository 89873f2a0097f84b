/* Sentences with values in them, kept apart until somebody reads them.
 *
 * A message is a catalogue key (the English sentence, with {0} … {4} where values go) and typed values. Rules give
 * their reasons, parsers their faults and procedures their consequences as messages; only the page, the print or the
 * command line turns them into text, in the reader's language. Nothing below formats a date or a number. */
#ifndef ST_BASE_MESSAGE_H
#define ST_BASE_MESSAGE_H

#include "base/buf.h"
#include "base/date.h"
#include "base/str.h"

enum st_value_kind { ST_VALUE_NONE, ST_VALUE_TEXT, ST_VALUE_KEY, ST_VALUE_NUMBER, ST_VALUE_DATE, ST_VALUE_INSTANT };

/* One value in a sentence. KEY is itself a catalogue key (a code's label) and is translated too. */
struct st_value {
    enum st_value_kind kind;
    union {
        struct st_str text;
        const char *key;
        int64_t number;
        struct st_date date;
        struct st_instant instant;
    } u;
};

enum { ST_MESSAGE_VALUES = 6 }; /* five and an end mark */

struct st_message {
    const char *text; /* catalogue key; NULL = no message */
    struct st_value values[ST_MESSAGE_VALUES];
};

/* A value of each kind, as ST_V picks them. */
struct st_value st_value_str(struct st_str v);
struct st_value st_value_text(const char *v);
struct st_value st_value_key(const char *v);
struct st_value st_value_number(int64_t v);
struct st_value st_value_size(size_t v);
struct st_value st_value_date(struct st_date v);
struct st_value st_value_instant(struct st_instant v);

/* A value of any printable type. `const char *` is taken as plain text; use st_value_key for a label. */
#define ST_V(x)                                                                                                       \
    _Generic((x), struct st_str : st_value_str, char * : st_value_text, const char * : st_value_text,                 \
             int : st_value_number, unsigned : st_value_number, long : st_value_number,                               \
             unsigned long : st_value_size, struct st_date : st_value_date,                                         \
             struct st_instant : st_value_instant, struct st_value : st_value_same)(x)
struct st_value st_value_same(struct st_value v);

/* A message: ST_MSG("The screening ends on {0}.", ST_V(date)). */
#define ST_MSG(...)                                                                                                   \
    ((struct st_message){ST_MSG_TEXT(__VA_ARGS__, 0), {ST_MSG_VALUES(__VA_ARGS__, {ST_VALUE_NONE, {{NULL, 0}}})}})
#define ST_MSG_TEXT(text, ...) text
#define ST_MSG_VALUES(text, ...) __VA_ARGS__

/* Whose eyes: the language of the sentence and the time zone in which instants are shown. */
struct st_reader {
    const char *language;  /* "en", "sv"; NULL = "en" */
    const char *time_zone; /* IANA name; NULL = "UTC" */
};

/* Appends the message in the reader's language. A key without a translation appears in English. */
void st_message_print(struct st_buf *out, const struct st_message *message, const struct st_reader *reader);
/* The same for a page: somebody's words of other than Latin letters do not turn the direction of the sentence. */
void st_message_print_isolated(struct st_buf *out, const struct st_message *message, const struct st_reader *reader);
/* Appends a date of the record ("8 Jan 2001", "January 2001"). A date inside a message is a day to act on and is printed
 * with its weekday. */
void st_date_print_words(struct st_buf *out, struct st_date date, const struct st_reader *reader);

/* The translation of a catalogue key; the key itself when there is none. Never NULL unless key is. */
const char *st_translate(const char *key, const char *language);
/* True when the catalogue of `language` holds the key. English holds all. */
bool st_translated(const char *key, const char *language);

#endif
