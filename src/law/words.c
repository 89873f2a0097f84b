#include "law/words.h"

struct st_period_result st_count_period(struct st_run *r, const struct st_period_query *query, const void *event,
                                        const void *state)
{
    struct st_period_result result = {0};
    struct st_error err = {0};

    if (!st_str_known(query->state) || (!st_instant_known(query->event_at) && !st_date_known(query->event)))
        return result;
    if (st_period(&result, query, &err) == ST_OK)
        return result;
    for (size_t i = 0; i < err.n; i++) {
        st_because(r, err.faults[i].citation, err.faults[i].what);
        st_ask_anew(r, strcmp(err.faults[i].field, "event") == 0 ? event : state);
    }
    return (struct st_period_result){0};
}
