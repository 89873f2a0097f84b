/* Public holidays of the States and of the Union's institutions (place "EU").
 * Reg. (EEC, Euratom) 1182/71 Art 2(1): the days designated as such where the action is to be taken. Listed years come
 * from data/public-holidays.csv; later ones from data/holiday-formulas.csv and are marked projected. */
#ifndef ST_LAW_HOLIDAYS_H
#define ST_LAW_HOLIDAYS_H

#include "base/date.h"

struct st_holiday {
    const char *state;
    struct st_date date;
    const char *name;   /* as the list gives it, English where it has one; no catalogue key */
    const char *source; /* "package", "memory", "corrected" (data/SOURCES.md), "formula" */
    bool projected;     /* computed for a year whose list is not there */
};

extern const struct st_holiday st_holidays[]; /* sorted by state, then date */
extern const size_t st_holidays_n;

/* The holiday on that day; NULL when there is none. `state` is a two-letter code (GR is EL), or "EU". */
const struct st_holiday *st_holiday_on(const char *state, struct st_date day);
/* True when the calendar of that place and year is there. */
bool st_calendar_known(const char *state, int year, bool *projected);
/* A day that is no public holiday, no Saturday, no Sunday (Art 2(2)). */
bool st_working_day(const char *state, struct st_date day);

#endif
