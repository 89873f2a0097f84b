/* A made-up procedure: a library lends a book. It shows what a procedure costs (CONTRIBUTING.md), and the tests of the
 * engine run on it. */
#ifndef ST_TESTS_CASES_LENDING_H
#define ST_TESTS_CASES_LENDING_H

#include "cases/procedure.h"

#define LOAN_ASKED(F)                                                                                                 \
    F(text, title, ST_REQUIRED, 200, "Title", "", "Library Act Art 1")                                                \
    F(date, asked_on, ST_REQUIRED | ST_IN_PAST, 0, "Asked on", "", "Library Act Art 1")                               \
    F(tri, member, 0, 0, "Is a member", "", "Library Act Art 1")
ST_SHAPE(loan_asked, LOAN_ASKED)

#define LOAN_INSPECTED(F)                                                                                             \
    F(tri, damaged, ST_REQUIRED, 0, "Damaged", "", "Library Act Art 4")                                               \
    F(text, note, ST_SENSITIVE | ST_LONG, 400, "Note", "For the binder only", "Library Act Art 4")
ST_SHAPE(loan_inspected, LOAN_INSPECTED)

#define LOAN_FACTS(F) F(tri, member, 0, 0, "Is a member", "", "Library Act Art 1")
ST_SHAPE(loan_facts, LOAN_FACTS)
#define LOAN(F) F(tri, allowed, 0, 0, "May borrow", "", "Library Act Art 1")
ST_SHAPE(loan, LOAN)
extern const struct st_rule loan_rule;

extern const struct st_procedure lending_procedure, lending_procedure_2;

#endif
