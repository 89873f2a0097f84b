#include "base/date.h"

#include <stdio.h>
#include <time.h>

bool st_date_valid(struct st_date d)
{
    if (d.year < 1 || d.year > 9999 || d.month > 12 || (d.month == 0 && d.day != 0))
        return false;
    return d.month == 0 || d.day <= st_days_in_month(d.year, d.month);
}

static bool leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

int st_days_in_month(int year, int month)
{
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && leap(year) ? 29 : days[month - 1];
}

int st_date_cmp(struct st_date a, struct st_date b)
{
    if (a.year != b.year)
        return a.year < b.year ? -1 : 1;
    if (a.month != b.month)
        return a.month < b.month ? -1 : 1;
    return (a.day > b.day) - (a.day < b.day);
}

/* Days from civil and back, by counting years from 1 March so that the leap day comes last. */
int64_t st_date_to_days(struct st_date d)
{
    int64_t y = d.year - (d.month <= 2);
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;
    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

struct st_date st_date_from_days(int64_t days)
{
    int64_t z = days + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t day_of_era = z - era * 146097;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t m = (5 * day_of_year + 2) / 153;
    int64_t month = m < 10 ? m + 3 : m - 9;
    return st_date((int)(year_of_era + era * 400 + (month <= 2)), (int)month,
                   (int)(day_of_year - (153 * m + 2) / 5 + 1));
}

struct st_date st_date_add_days(struct st_date d, int64_t days)
{
    return st_date_from_days(st_date_to_days(d) + days);
}

struct st_date st_date_add_months(struct st_date d, int months)
{
    int m = d.year * 12 + d.month - 1 + months;
    int year = m / 12, month = m % 12 + 1;
    int last = st_days_in_month(year, month);
    return st_date(year, month, d.day < last ? d.day : last);
}

int st_date_weekday(struct st_date d)
{
    int64_t w = (st_date_to_days(d) + 3) % 7; /* 1970-01-01 was a Thursday */
    return (int)(w < 0 ? w + 7 : w) + 1;
}

struct st_date st_date_earliest(struct st_date d)
{
    return st_date(d.year, d.month ? d.month : 1, d.day ? d.day : 1);
}

struct st_date st_date_latest(struct st_date d)
{
    int month = d.month ? d.month : 12;
    return st_date(d.year, month, d.day ? d.day : st_days_in_month(d.year, month));
}

char *st_date_print(char *out, struct st_date d)
{
    if (!st_date_known(d))
        out[0] = 0;
    else if (d.month == 0)
        (void)snprintf(out, ST_DATE_TEXT, "%04d", d.year);
    else if (d.day == 0)
        (void)snprintf(out, ST_DATE_TEXT, "%04d-%02d", d.year, d.month);
    else
        (void)snprintf(out, ST_DATE_TEXT, "%04d-%02d-%02d", d.year, d.month, d.day);
    return out;
}

/* `n` digits at s[at]; -1 if they are not digits. */
static int digits(struct st_str s, size_t at, size_t n)
{
    int v = 0;
    if (at + n > s.n)
        return -1;
    for (size_t i = at; i < at + n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return -1;
        v = v * 10 + (s.p[i] - '0');
    }
    return v;
}

bool st_date_parse(struct st_date *out, struct st_str s)
{
    int year = digits(s, 0, 4), month = 0, day = 0;
    struct st_date d;

    if (s.n != 4 && s.n != 7 && s.n != 10)
        return false;
    if (s.n >= 7)
        month = s.p[4] == '-' ? digits(s, 5, 2) : -1;
    if (s.n == 10)
        day = s.p[7] == '-' ? digits(s, 8, 2) : -1;
    if (year < 0 || month < 0 || day < 0)
        return false;
    d = st_date(year, month, day);
    if (!st_date_valid(d))
        return false;
    *out = d;
    return true;
}

char *st_instant_print(char *out, struct st_instant t)
{
    int64_t days, us, seconds, fraction;
    struct st_date d;

    out[0] = 0;
    if (!st_instant_known(t))
        return out;
    days = t.us >= 0 ? t.us / ST_DAY : -((-t.us + ST_DAY - 1) / ST_DAY);
    us = t.us - days * ST_DAY;
    seconds = us / ST_SECOND;
    fraction = us % ST_SECOND;
    d = st_date_from_days(days);
    (void)snprintf(out, ST_INSTANT_TEXT, "%04d-%02d-%02dT%02d:%02d:%02d", d.year, d.month, d.day,
                   (int)(seconds / 3600), (int)(seconds / 60 % 60), (int)(seconds % 60));
    if (fraction)
        (void)snprintf(out + 19, ST_INSTANT_TEXT - 19, ".%06d", (int)fraction);
    (void)snprintf(out + strlen(out), 2, "Z");
    return out;
}

/* Reads ":SS" and ".ffffff" at s[*at]; both optional. */
static bool parse_seconds(int64_t *us, struct st_str s, size_t *at)
{
    int64_t unit = ST_SECOND / 10;

    *us = 0;
    if (*at >= s.n || s.p[*at] != ':')
        return true;
    int second = digits(s, *at + 1, 2);
    if (second < 0 || second > 59)
        return false;
    *us = second * ST_SECOND;
    *at += 3;
    if (*at >= s.n || s.p[*at] != '.')
        return true;
    for (++*at; *at < s.n && s.p[*at] >= '0' && s.p[*at] <= '9'; ++*at, unit /= 10)
        *us += (s.p[*at] - '0') * unit;
    return true;
}

/* Reads "Z" or "+HH:MM" to the end of s. */
static bool parse_offset(int64_t *us, struct st_str s, size_t at)
{
    *us = 0;
    if (at + 1 == s.n && (s.p[at] == 'Z' || s.p[at] == 'z'))
        return true;
    if (at + 6 != s.n || (s.p[at] != '+' && s.p[at] != '-') || s.p[at + 3] != ':')
        return false;
    int hours = digits(s, at + 1, 2), minutes = digits(s, at + 4, 2);
    if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59)
        return false;
    *us = (hours * 3600 + minutes * 60) * ST_SECOND * (s.p[at] == '-' ? -1 : 1);
    return true;
}

bool st_instant_parse(struct st_instant *out, struct st_str s)
{
    struct st_date d;
    int64_t seconds, offset;
    size_t at = 16;

    if (s.n < 17 || !st_date_parse(&d, (struct st_str){s.p, 10}) || !st_date_whole(d) ||
        (s.p[10] != 'T' && s.p[10] != 't' && s.p[10] != ' '))
        return false;
    int hour = digits(s, 11, 2), minute = s.p[13] == ':' ? digits(s, 14, 2) : -1;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || !parse_seconds(&seconds, s, &at) ||
        !parse_offset(&offset, s, at))
        return false;
    out->us = st_date_to_days(d) * ST_DAY + hour * ST_HOUR + minute * 60 * ST_SECOND + seconds - offset;
    return true;
}

struct st_instant st_instant_now(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (struct st_instant){(int64_t)now.tv_sec * ST_SECOND + now.tv_nsec / 1000};
}
