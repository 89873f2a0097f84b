#include "law/holidays.h"

static const char *inside(const char *state) { return strcmp(state, "GR") == 0 ? "EL" : state; }

/* The first holiday of the place on or after the day; st_holidays_n when there is none. */
static size_t first_from(const char *state, struct st_date day)
{
    size_t low = 0, high = st_holidays_n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(st_holidays[middle].state, state);
        if (order == 0)
            order = st_date_cmp(st_holidays[middle].date, day);
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct st_holiday *st_holiday_on(const char *state, struct st_date day)
{
    state = inside(state);
    size_t i = first_from(state, day);
    if (i < st_holidays_n && strcmp(st_holidays[i].state, state) == 0 && st_date_cmp(st_holidays[i].date, day) == 0)
        return &st_holidays[i];
    return NULL;
}

bool st_calendar_known(const char *state, int year, bool *projected)
{
    state = inside(state);
    size_t i = first_from(state, st_date(year, 1, 1));
    bool known = i < st_holidays_n && strcmp(st_holidays[i].state, state) == 0 && st_holidays[i].date.year == year;

    if (projected != NULL)
        *projected = known && st_holidays[i].projected;
    return known;
}

bool st_working_day(const char *state, struct st_date day)
{
    return st_date_weekday(day) <= 5 && st_holiday_on(state, day) == NULL;
}
