/* Dates as people type them and as papers show them.
 *
 * "3.5.26", "2026-05-03", "3 May 2026", "den 3 maj 2026", "03/05/2026", "05/1990", "1990", "1404/02/13", "١٩٩٠/٥/٣",
 * "15 Meskerem 1985", "3/1/1985 E.C.". Numbers in any script; months in the languages of the Union, of its neighbours
 * and of those who arrive; the Gregorian, the Solar Hijri, the lunar Hijri and the Ethiopic calendar.
 *
 * Nothing is guessed in silence. The Union writes the day first, so "03/05/2026" is read as 3 May; but since others
 * write the month first, that reading is reported too and the answer is marked ambiguous, for the officer to confirm. A
 * reading that is alone possible ("12/31/1990") is not ambiguous. Dots mean day first: "3.5.26" has one reading. */
#ifndef ST_BASE_DATE_INPUT_H
#define ST_BASE_DATE_INPUT_H

#include "base/date.h"

enum st_calendar {
    ST_GREGORIAN = 1,
    ST_SOLAR_HIJRI, /* Iran, Afghanistan */
    ST_LUNAR_HIJRI, /* Umm al-Qura; by sighting of the moon a day may differ from country to country */
    ST_ETHIOPIC     /* Ethiopia, Eritrea; read only where it is marked, by its month names, Ge'ez numbers or "E.C." */
};

struct st_date_reading {
    struct st_date date; /* Gregorian; without day or month where the input had none */
    enum st_calendar calendar;
};

enum { ST_DATE_READINGS = 6 };

struct st_date_input {
    struct st_date date;       /* the first reading */
    enum st_calendar calendar; /* the calendar that it was written in */
    bool ambiguous;            /* there is more than one reading */
    size_t n;
    struct st_date_reading readings[ST_DATE_READINGS];
};

/* What the reader knows. `today` settles the century of "26" and which Hijri calendar a year can belong to; `past`
 * says that the date cannot lie after today, as a date of birth. */
struct st_date_hint {
    struct st_date today;
    bool past;
};

/* Reads one date. False when the text is no date or not one that can be understood; then *out is zero. A month or a
 * year alone of another calendar covers parts of two Gregorian ones: both are given as readings. */
bool st_date_input_read(struct st_date_input *out, struct st_str text, const struct st_date_hint *hint);

/* "Gregorian calendar" and so on: a catalogue key. */
const char *st_calendar_name(enum st_calendar calendar);

#endif
