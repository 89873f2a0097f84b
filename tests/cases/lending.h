/* A made-up procedure: the whole of what a new one costs. CONTRIBUTING.md shows it as the example. */
#ifndef ST_TESTS_LENDING_H
#define ST_TESTS_LENDING_H

#include "cases/procedure.h"

#define LOAN_ASKED(F)                                                                                                 \
    F(text, title, ST_REQUIRED, 200, "Title", "", "Library Act Art 1")                                                \
    F(date, asked_on, ST_REQUIRED | ST_IN_PAST, 0, "Asked on", "", "Library Act Art 1")
ST_SHAPE(loan_asked, LOAN_ASKED)

#define LOAN_RETURNED(F) F(tri, damaged, ST_REQUIRED, 0, "Damaged", "", "Library Act Art 3")
ST_SHAPE(loan_returned, LOAN_RETURNED)

extern const struct st_procedure lending;

#endif
