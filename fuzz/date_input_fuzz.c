/* Dates as people type them: every reading is a date, and a reading written in ISO form is read back as itself. */
#include "target.h"

#include "base/date_input.h"
#include "base/error.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct st_date_hint hint = {.today = {2026, 11, 24}, .past = size % 2};
    struct st_date_input in, again;
    char printed[ST_DATE_TEXT];

    if (!st_date_input_read(&in, (struct st_str){(const char *)data, size}, &hint)) {
        ST_ASSERT(in.n == 0 && !st_date_known(in.date));
        return 0;
    }
    ST_ASSERT(in.n >= 1 && in.n <= ST_DATE_READINGS && in.ambiguous == (in.n > 1));
    for (size_t i = 0; i < in.n; i++) {
        ST_ASSERT(st_date_valid(in.readings[i].date) && st_calendar_name(in.readings[i].calendar) != NULL);
        ST_ASSERT(st_date_input_read(&again, st_str_of(st_date_print(printed, in.readings[i].date)), &hint));
        ST_ASSERT(!again.ambiguous && st_date_cmp(again.date, in.readings[i].date) == 0);
    }
    return 0;
}
