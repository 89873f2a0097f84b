/* Dated parameters of the law: lists, lengths and thresholds that the legislator can change without changing a rule.
 * From data/law-parameters.csv, embedded at build time by tools/parameters.py. */
#ifndef ST_LAW_PARAMETERS_H
#define ST_LAW_PARAMETERS_H

#include "base/date.h"

struct st_parameter {
    const char *name, *unit, *citation, *note;
    char confidence;            /* 'V', 'M', '?' */
    struct st_date from, until; /* unknown = open */
    int64_t number;             /* 0 for a date or an empty value */
    struct st_date date;        /* unknown for a number or an empty value */
    bool empty;                 /* the law foresees it but it has no value yet */
};

extern const struct st_parameter st_parameters[]; /* sorted by name, then from */
extern const size_t st_parameters_n;

/* The value of a parameter on a day. A name that no row has is a bug; a day without a row gives an empty value. */
const struct st_parameter *st_parameter(const char *name, struct st_date as_of);

#endif
