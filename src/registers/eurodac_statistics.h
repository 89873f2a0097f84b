/* The statistics that eu-LISA draws up every month (Eurodac Art 12), kept by the centre.
 *
 * What happens is counted as it happens, in counters that name nobody: points (i) to (w). Persons are counted from
 * the sequences when somebody asks: points (a) to (h). Cells under five are hidden from everybody outside (Art
 * 12(2)).
 *
 * spec row O5, O6, L8; invariant I19 */
#ifndef ST_REGISTERS_EURODAC_STATISTICS_H
#define ST_REGISTERS_EURODAC_STATISTICS_H

#include "registers/eurodac.h"

/* One counter of one month. */
#define EURODAC_COUNT(F)                                                                                              \
    F(text, month, ST_NOT_PERSONAL | ST_INDEXED, 7, "Month", "", "Eurodac Art 12(2)")                                 \
    F(text, member_state, ST_NOT_PERSONAL, 3, "Member State", "", "Eurodac Art 12(2)")                                \
    F(text, point, ST_NOT_PERSONAL, 1, "Point", "", "Eurodac Art 12(1)")                                              \
    F(text, detail, ST_NOT_PERSONAL, 60, "Detail", "", "Eurodac Art 12(1)")                                           \
    F(number, birth_year, ST_NOT_PERSONAL, 0, "Year of birth", "", "Eurodac Art 12(2)")                               \
    F(code, sex, ST_NOT_PERSONAL, sex, "Sex", "", "Eurodac Art 12(2)")                                                \
    F(number, n, ST_NOT_PERSONAL, 0, "Number", "", "Eurodac Art 12(1)")
ST_SHAPE(eurodac_count, EURODAC_COUNT)

enum { ST_EURODAC_SMALL_CELL = 5 };

struct st_eurodac_figure {
    struct eurodac_count count; /* month unknown for points (a) to (h): they are of the whole period */
    bool hidden;                /* a small cell: its number is not shown */
};

/* The figures of a month ("2026-09") or a year ("2026"), by point, Member State and detail. `outside`: as published,
 * small cells hidden. Right: ST_MAY_COUNT. Journalled. Errors: ST_E_INVALID (no such period), ST_E_FORBIDDEN. */
int st_eurodac_statistics(struct st_tx *tx, struct st_eurodac_figure **out, size_t *n, struct st_str period,
                          bool outside, struct st_error *err);
/* What a point of Article 12(1) counts: a catalogue key; "" when there is no such point. */
const char *st_eurodac_point(struct st_str point);

/* ---- Counting, at the centre ---- */
struct st_eurodac__event {
    const char *point;
    struct st_str state;
    const char *detail; /* NULL: none */
    int birth_year;     /* 0: not broken down */
    unsigned sex;
};
int st_eurodac__count(struct st_tx *tx, const struct st_eurodac__event *event, struct st_error *err);
int st_eurodac__count_dataset(struct st_tx *tx, const struct eurodac_dataset *d, struct st_error *err);
struct eurodac_found;
int st_eurodac__count_hits(struct st_tx *tx, enum eurodac_category incoming, struct st_str state,
                           const struct eurodac_found *found, size_t n, struct st_error *err);
int st_eurodac__count_search(struct st_tx *tx, enum eurodac_category incoming, struct st_str state,
                             const struct eurodac_found *found, size_t n, struct st_error *err);

#endif
