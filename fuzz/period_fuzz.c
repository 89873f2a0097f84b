/* Counting of time as strangers ask for it: four lines, event, length, profile, State. What can be counted ends after
 * it begins, never on a day that does not exist, and says by which rules. */
#include "target.h"

#include "law/period.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct st_str text = {(const char *)data, size};
    struct st_str event = st_str_cut(&text, '\n'), length = st_str_cut(&text, '\n'), profile = st_str_cut(&text, '\n');
    struct st_period_query q = {.backwards = size % 2, .state = st_str_cut(&text, '\n')};
    struct st_period_result r;

    q.profile = st_profile_of(profile);
    if (!st_period_length_parse(&q.length, length))
        return 0;
    ST_ASSERT(q.length.n >= 0 && q.length.unit >= ST_HOURS && q.length.unit <= ST_HALF_MONTHS);
    if (!st_date_parse(&q.event, event) && !st_instant_parse(&q.event_at, event))
        return 0;
    if (st_period(&r, &q, NULL) != ST_OK)
        return 0;
    ST_ASSERT(st_date_valid(r.last_day) && st_instant_known(r.ends_at) && r.steps_n <= ST_PERIOD_STEPS);
    ST_ASSERT(q.backwards || !st_instant_known(r.starts_at) || r.ends_at.us >= r.starts_at.us);
    ST_ASSERT(st_date_valid(st_period_own_deadline(&r)) && st_date_valid(st_period_right_until(&r)));
    for (size_t i = 0; i < r.steps_n; i++)
        ST_ASSERT(r.steps[i].rule != NULL && r.steps[i].text.text != NULL);
    return 0;
}
