#include "law/parameters.h"

#include "base/error.h"

const struct st_parameter *st_parameter(const char *name, struct st_date as_of)
{
    static const struct st_parameter none = {.empty = true};
    bool exists = false;

    for (size_t i = 0; i < st_parameters_n; i++) {
        const struct st_parameter *p = &st_parameters[i];
        if (strcmp(p->name, name) != 0)
            continue;
        exists = true;
        if ((!st_date_known(p->from) || st_date_cmp(p->from, as_of) <= 0) &&
            (!st_date_known(p->until) || st_date_cmp(as_of, p->until) <= 0))
            return p;
    }
    ST_ASSERT(exists);
    return &none;
}
