#include "base/message.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unicode/udat.h>
#include <unicode/ustring.h>

#include "base/catalogue.h"
#include "base/error.h"

struct st_value st_value_str(struct st_str v) { return (struct st_value){ST_VALUE_TEXT, {.text = v}}; }
struct st_value st_value_text(const char *v) { return st_value_str(st_str_of(v)); }
struct st_value st_value_key(const char *v) { return (struct st_value){ST_VALUE_KEY, {.key = v}}; }
struct st_value st_value_number(int64_t v) { return (struct st_value){ST_VALUE_NUMBER, {.number = v}}; }
struct st_value st_value_size(size_t v) { return st_value_number((int64_t)v); }
struct st_value st_value_date(struct st_date v) { return (struct st_value){ST_VALUE_DATE, {.date = v}}; }
struct st_value st_value_instant(struct st_instant v) { return (struct st_value){ST_VALUE_INSTANT, {.instant = v}}; }
struct st_value st_value_same(struct st_value v) { return v; }

static int compare_keys(const void *key, const void *row)
{
    return strcmp(key, ((const struct st_translation *)row)->key);
}

static const char *look_up(const char *key, const char *language)
{
    for (size_t i = 0; i < st_catalogues_n; i++) {
        const struct st_catalogue *c = &st_catalogues[i];
        if (strcmp(c->language, language) == 0) {
            const struct st_translation *row = bsearch(key, c->rows, c->n, sizeof(*c->rows), compare_keys);
            return row ? row->text : NULL;
        }
    }
    return NULL;
}

const char *st_translate(const char *key, const char *language)
{
    const char *text = key && language ? look_up(key, language) : NULL;
    return text ? text : key;
}

bool st_translated(const char *key, const char *language)
{
    return strcmp(language, "en") == 0 || look_up(key, language) != NULL;
}

/* Opening a date format costs milliseconds; each thread keeps those it used. */
enum { FORMATS = 12 };
struct format_cache {
    struct {
        char language[12], pattern[24];
        UDateFormat *format;
    } slots[FORMATS];
    unsigned next;
};

static pthread_key_t cache_key;
static pthread_once_t cache_once = PTHREAD_ONCE_INIT;

static void cache_free(void *p)
{
    struct format_cache *cache = p;
    for (unsigned i = 0; i < FORMATS; i++)
        if (cache->slots[i].format != NULL)
            udat_close(cache->slots[i].format);
    free(cache);
}

static void cache_init(void) { (void)pthread_key_create(&cache_key, cache_free); }

static UDateFormat *format_open(const char *language, const char *pattern)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar wide[24];

    (void)u_strFromUTF8(wide, 24, NULL, pattern, -1, &status);
    UDateFormat *f = udat_open(UDAT_PATTERN, UDAT_PATTERN, language, u"UTC", -1, wide, -1, &status);
    ST_ASSERT(U_SUCCESS(status));
    return f;
}

static UDateFormat *format_of(const char *language, const char *pattern)
{
    struct format_cache *cache;
    unsigned i;

    (void)pthread_once(&cache_once, cache_init);
    cache = pthread_getspecific(cache_key);
    if (cache == NULL) {
        cache = st_heap(sizeof(*cache));
        (void)pthread_setspecific(cache_key, cache);
    }
    for (i = 0; i < FORMATS; i++)
        if (cache->slots[i].format != NULL && strcmp(cache->slots[i].language, language) == 0 &&
            strcmp(cache->slots[i].pattern, pattern) == 0)
            return cache->slots[i].format;
    i = cache->next++ % FORMATS;
    if (cache->slots[i].format != NULL)
        udat_close(cache->slots[i].format);
    cache->slots[i].format = format_open(language, pattern);
    (void)snprintf(cache->slots[i].language, sizeof(cache->slots[i].language), "%s", language);
    (void)snprintf(cache->slots[i].pattern, sizeof(cache->slots[i].pattern), "%s", pattern);
    return cache->slots[i].format;
}

/* Prints days since the epoch by an ICU pattern; the format runs in UTC, so the day does not move. */
static void print_by_pattern(struct st_buf *out, int64_t days, int64_t us, const char *pattern, const char *language)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar wide[64];
    char text[192];
    int32_t n = 0;

    (void)udat_format(format_of(language, pattern), (double)days * 86400000.0 + (double)(us / 1000), wide, 64, NULL,
                      &status);
    (void)u_strToUTF8(text, sizeof(text), &n, wide, -1, &status);
    if (U_SUCCESS(status))
        st_buf_add(out, text, (size_t)n);
}

static void print_date(struct st_buf *out, struct st_date d, const char *day, const char *language)
{
    const char *pattern = d.month == 0 ? "y" : d.day == 0 ? "MMMM y" : day;
    if (!st_date_known(d))
        st_buf_text(out, st_translate("unknown", language));
    else
        print_by_pattern(out, st_date_to_days(st_date_earliest(d)), 0, pattern, language);
}

void st_date_print_words(struct st_buf *out, struct st_date date, const struct st_reader *reader)
{
    print_date(out, date, "d MMM y", reader->language);
}

static void print_instant(struct st_buf *out, struct st_instant t, const struct st_reader *reader)
{
    struct st_local local;
    int64_t us;

    if (!st_instant_known(t) || !st_zone_local(&local, t, reader->time_zone ? reader->time_zone : "UTC")) {
        st_buf_text(out, st_translate("unknown", reader->language));
        return;
    }
    us = (local.hour * 3600 + local.minute * 60 + local.second) * ST_SECOND;
    print_by_pattern(out, st_date_to_days(local.date), us, "EEE d MMM y, HH:mm", reader->language);
}

/* Between U+2068 and U+2069 the direction of what stands around it is its own affair (Unicode TR 9 §2.3). */
static void print_isolated(struct st_buf *out, struct st_str text)
{
    bool plain = true;

    for (size_t i = 0; i < text.n; i++)
        plain = plain && (unsigned char)text.p[i] < 0x80;
    st_buf_text(out, plain ? "" : "\xE2\x81\xA8");
    st_buf_str(out, text);
    st_buf_text(out, plain ? "" : "\xE2\x81\xA9");
}

static void print_value(struct st_buf *out, const struct st_value *v, const struct st_reader *reader, bool isolate)
{
    switch (v->kind) {
    case ST_VALUE_NONE: break;
    case ST_VALUE_TEXT:
        if (isolate)
            print_isolated(out, v->u.text);
        else
            st_buf_str(out, v->u.text);
        break;
    case ST_VALUE_KEY: st_buf_text(out, st_translate(v->u.key ? v->u.key : "", reader->language)); break;
    case ST_VALUE_NUMBER: st_buf_int(out, v->u.number); break;
    case ST_VALUE_DATE: print_date(out, v->u.date, "EEE d MMM y", reader->language); break;
    case ST_VALUE_INSTANT: print_instant(out, v->u.instant, reader); break;
    }
}

static void print(struct st_buf *out, const struct st_message *message, const struct st_reader *reader, bool isolate)
{
    struct st_reader r = {reader && reader->language ? reader->language : "en",
                          reader && reader->time_zone ? reader->time_zone : "UTC"};
    const char *p = st_translate(message->text, r.language);

    while (p != NULL && *p) {
        if (p[0] == '{' && p[1] >= '0' && p[1] < '0' + ST_MESSAGE_VALUES - 1 && p[2] == '}') {
            print_value(out, &message->values[p[1] - '0'], &r, isolate);
            p += 3;
        } else {
            st_buf_char(out, *p++);
        }
    }
}

void st_message_print(struct st_buf *out, const struct st_message *message, const struct st_reader *reader)
{
    print(out, message, reader, false);
}

void st_message_print_isolated(struct st_buf *out, const struct st_message *message, const struct st_reader *reader)
{
    print(out, message, reader, true);
}
