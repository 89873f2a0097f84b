/* Days, instants and the civil calendar.
 *
 * A date may lack its day, or its day and month: people often know only the year they were born in. An instant is a
 * count of microseconds since 1970-01-01 in UTC; what day it is there is asked of a time zone. Zero is unknown for
 * both. The proleptic Gregorian calendar, years 1 to 9999. How the law counts is not here but in law/period.h. */
#ifndef ST_BASE_DATE_H
#define ST_BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

struct st_date {
    int16_t year; /* 0 = the date is unknown */
    uint8_t month, day; /* 0 = unknown */
};

struct st_instant {
    int64_t us; /* microseconds since 1970-01-01T00:00:00Z; 0 = unknown */
};

enum { ST_DATE_TEXT = 16, ST_INSTANT_TEXT = 40 };
#define ST_SECOND INT64_C(1000000)
#define ST_HOUR (3600 * ST_SECOND)
#define ST_DAY (24 * ST_HOUR)

static inline struct st_date st_date(int year, int month, int day)
{
    return (struct st_date){(int16_t)year, (uint8_t)month, (uint8_t)day};
}
static inline bool st_date_known(struct st_date d) { return d.year != 0; }
static inline bool st_date_whole(struct st_date d) { return d.year != 0 && d.month != 0 && d.day != 0; }
static inline bool st_instant_known(struct st_instant t) { return t.us != 0; }

bool st_date_valid(struct st_date d);
int st_days_in_month(int year, int month);
/* Order of two dates; unknown parts count as the first of their kind. */
int st_date_cmp(struct st_date a, struct st_date b);
/* Days since 1970-01-01 of a whole date, and back. */
int64_t st_date_to_days(struct st_date d);
struct st_date st_date_from_days(int64_t days);
struct st_date st_date_add_days(struct st_date d, int64_t days);
/* n months on; a day that the month lacks becomes its last day (Reg. 1182/71 Art 3(2)(c)). */
struct st_date st_date_add_months(struct st_date d, int months);
/* 1 = Monday … 7 = Sunday. */
int st_date_weekday(struct st_date d);
/* The first and the last day that a partial date can mean. */
struct st_date st_date_earliest(struct st_date d);
struct st_date st_date_latest(struct st_date d);

/* "2026-09-17", "2026-09", "2026", "" when unknown; `out` holds ST_DATE_TEXT bytes. Returns out. */
char *st_date_print(char *out, struct st_date d);
/* The strict ISO forms of st_date_print (month 00 and day 00 accepted as unknown). */
bool st_date_parse(struct st_date *out, struct st_str text);

/* RFC 3339 in UTC with microseconds only where they are not zero: "2026-09-17T21:04:00Z". */
char *st_instant_print(char *out, struct st_instant t);
/* RFC 3339: "2026-09-17T21:04:00Z", with offset, seconds optional. A form without zone is refused. */
bool st_instant_parse(struct st_instant *out, struct st_str text);

/* The clock of this machine, now. Only the store's clock and the tests call it. */
struct st_instant st_instant_now(void);

/* Time zones, by IANA name (the data come from ICU). An unknown zone gives false. */
struct st_local {
    struct st_date date;
    uint8_t hour, minute, second;
    int32_t offset_seconds; /* east of UTC */
};
bool st_zone_local(struct st_local *out, struct st_instant t, const char *zone);
/* The instant of a local wall-clock time; in the repeated hour of autumn the first one, in the missing hour of spring
 * the moment after the gap. */
bool st_zone_instant(struct st_instant *out, struct st_date d, int hour, int minute, int second, const char *zone);

#endif
