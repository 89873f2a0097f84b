/* What the rules of the screening share. Only their files include this. */
#ifndef ST_LAW_SCREENING_WORDS_H
#define ST_LAW_SCREENING_WORDS_H

#include "law/screening.h"
#include "law/words.h"

#define SR_APPLIES 2026, 6, 12

/* Inside the territory, of any facts that say what happened. An internal border whose controls are not yet lifted
 * follows the rules for the territory (recital 21). */
#define found_inside(r, f) st_found_inside((r), &(f)->event, &(f)->internal_border_controlled)
static inline bool st_found_inside(struct st_run *r, const uint16_t *event, const uint8_t *internal_border_controlled)
{
    unsigned what = st_ask_code(r, event);
    return what == screening_event_within_territory ||
           (what == screening_event_irregular_crossing && st_ask_yes(r, internal_border_controlled));
}

/* Applied at a crossing point or in a transit zone. */
#define at_crossing_point(r, f) st_at_crossing_point((r), &(f)->event)
static inline bool st_at_crossing_point(struct st_run *r, const uint16_t *event)
{
    unsigned what = st_ask_code(r, event);
    return what == screening_event_bcp_application || what == screening_event_transit_zone_application;
}

/* Each member of a set that is noted gives a reason: the article of its row, and the sentence with its label in {0}. */
void st_because_of_each(struct st_run *r, const struct st_codes *codes, uint64_t set, const char *sentence);

#endif
