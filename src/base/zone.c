/* Time zones through ICU, whose tz data are kept. Opening a calendar costs about a millisecond, so each thread keeps
 * the ones it used, keyed by zone; a process meets a handful of zones. */
#include "base/date.h"

#include <pthread.h>
#include <stdlib.h>
#include <unicode/ucal.h>
#include <unicode/ustring.h>

enum { ZONE_NAME = 48, ZONES = 8 };

struct zone_cache {
    struct {
        char name[ZONE_NAME];
        UCalendar *calendar;
    } slots[ZONES];
    unsigned next;
};

static pthread_key_t cache_key;
static pthread_once_t cache_once = PTHREAD_ONCE_INIT;

static void cache_free(void *p)
{
    struct zone_cache *cache = p;
    for (unsigned i = 0; i < ZONES; i++)
        if (cache->slots[i].calendar != NULL)
            ucal_close(cache->slots[i].calendar);
    free(cache);
}

static void cache_init(void) { (void)pthread_key_create(&cache_key, cache_free); }

static bool zone_exists(const UChar *id)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar canonical[ZONE_NAME];
    UBool is_system = false;

    (void)ucal_getCanonicalTimeZoneID(id, -1, canonical, ZONE_NAME, &is_system, &status);
    return U_SUCCESS(status) && is_system;
}

static UCalendar *calendar_open(const char *zone)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar id[ZONE_NAME];
    UCalendar *calendar;

    (void)u_strFromUTF8(id, ZONE_NAME, NULL, zone, -1, &status);
    if (U_FAILURE(status) || !zone_exists(id))
        return NULL;
    calendar = ucal_open(id, -1, "en", UCAL_GREGORIAN, &status);
    if (U_FAILURE(status))
        return NULL;
    ucal_setGregorianChange(calendar, -1e17, &status); /* Gregorian throughout, as in date.h */
    ucal_setAttribute(calendar, UCAL_REPEATED_WALL_TIME, UCAL_WALLTIME_FIRST);
    ucal_setAttribute(calendar, UCAL_SKIPPED_WALL_TIME, UCAL_WALLTIME_NEXT_VALID);
    return calendar;
}

static UCalendar *calendar_of(const char *zone)
{
    struct zone_cache *cache;
    unsigned i;

    if (zone == NULL || strlen(zone) >= ZONE_NAME)
        return NULL;
    (void)pthread_once(&cache_once, cache_init);
    cache = pthread_getspecific(cache_key);
    if (cache == NULL) {
        cache = st_heap(sizeof(*cache));
        (void)pthread_setspecific(cache_key, cache);
    }
    for (i = 0; i < ZONES; i++)
        if (cache->slots[i].calendar != NULL && strcmp(cache->slots[i].name, zone) == 0)
            return cache->slots[i].calendar;
    UCalendar *calendar = calendar_open(zone);
    if (calendar == NULL)
        return NULL;
    i = cache->next++ % ZONES;
    if (cache->slots[i].calendar != NULL)
        ucal_close(cache->slots[i].calendar);
    cache->slots[i].calendar = calendar;
    memcpy(cache->slots[i].name, zone, strlen(zone) + 1);
    return calendar;
}

bool st_zone_local(struct st_local *out, struct st_instant t, const char *zone)
{
    UErrorCode status = U_ZERO_ERROR;
    UCalendar *c = calendar_of(zone);

    if (c == NULL)
        return false;
    ucal_setMillis(c, (double)(t.us >= 0 ? t.us / 1000 : (t.us - 999) / 1000), &status);
    out->date = st_date(ucal_get(c, UCAL_YEAR, &status), ucal_get(c, UCAL_MONTH, &status) + 1,
                        ucal_get(c, UCAL_DATE, &status));
    out->hour = (uint8_t)ucal_get(c, UCAL_HOUR_OF_DAY, &status);
    out->minute = (uint8_t)ucal_get(c, UCAL_MINUTE, &status);
    out->second = (uint8_t)ucal_get(c, UCAL_SECOND, &status);
    out->offset_seconds =
        (ucal_get(c, UCAL_ZONE_OFFSET, &status) + ucal_get(c, UCAL_DST_OFFSET, &status)) / 1000;
    return U_SUCCESS(status);
}

bool st_zone_instant(struct st_instant *out, struct st_date d, int hour, int minute, int second, const char *zone)
{
    UErrorCode status = U_ZERO_ERROR;
    UCalendar *c = calendar_of(zone);
    double millis;

    if (c == NULL || !st_date_whole(d))
        return false;
    ucal_clear(c);
    ucal_setDateTime(c, d.year, d.month - 1, d.day, hour, minute, second, &status);
    millis = ucal_getMillis(c, &status);
    out->us = (int64_t)millis * 1000;
    return U_SUCCESS(status);
}
