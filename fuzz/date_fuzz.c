/* Dates and instants as strangers write them: what is accepted prints back to the same value. */
#include "target.h"

#include "base/date.h"
#include "base/error.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct st_str text = {(const char *)data, size};
    char printed[ST_INSTANT_TEXT];
    struct st_date d, d_again;
    struct st_instant t, t_again;

    if (st_date_parse(&d, text)) {
        ST_ASSERT(st_date_parse(&d_again, st_str_of(st_date_print(printed, d))));
        ST_ASSERT(st_date_cmp(d, d_again) == 0);
    }
    if (st_instant_parse(&t, text) && st_instant_known(t)) {
        ST_ASSERT(st_instant_parse(&t_again, st_str_of(st_instant_print(printed, t))));
        ST_ASSERT(t.us == t_again.us);
    }
    return 0;
}
