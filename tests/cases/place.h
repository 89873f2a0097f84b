/* The place in which tests of cases act: a store with a clock that they move, officers by name, short ways to act and to
 * look. On SQLite, and on PostgreSQL where STATERA_TEST_PG says. */
#ifndef ST_TESTS_CASES_PLACE_H
#define ST_TESTS_CASES_PLACE_H

#include "test.h"

#include "cases/procedure.h"

extern struct place {
    char directory[96], url[512];
    const char *postgres;
    struct st_store *store;
    struct st_arena *arena;
    struct st_error err; /* of the last command */
    struct st_case c;    /* the case last looked at; its transaction is over */
    struct st_element_state *elements; /* its elements */
    size_t elements_n;
    struct st_id person, other_person;
} at;

extern const struct st_actor ada, bo, chief, medic, carer, monitor, counter, nobody, the_law;

/* Opens the place at a moment of legal time; shapes and procedures are those registered before. */
void place_open(const char *clock);
void place_close(void);
/* Runs the group on SQLite, then on PostgreSQL where there is one. */
int place_run(int (*group)(void));

void move_to(const char *clock); /* the clock; nothing is done about it until tick() */
size_t tick(void);
struct st_instant moment(const char *text);

/* As an officer: takes a step; the code that came of it. *act's case id is filled in when it opens one. */
int act(const struct st_actor *who, struct st_act *step);
/* A step of a case, without a form. */
int step(const struct st_actor *who, struct st_id id, const char *action);
/* Runs a command of the test, or a read into at.arena. */
int write_as(const struct st_actor *who, st_command_fn command, void *arg);
int read_as(const struct st_actor *who, st_command_fn command, void *arg);
/* Opens the case for the reader into at.c; the code. */
int look_as(const struct st_actor *who, struct st_id id);
/* The same for somebody who may, and must. */
const struct st_case *look(struct st_id id);
/* The first fault of the last command is about this field, and says this. */
void assert_fault(const char *field, const char *text);
/* How many journal entries of a kind and action the case has. */
size_t entries(struct st_id case_id, int kind, const char *action);

#endif
