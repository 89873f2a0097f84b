/* What can go wrong, as a value.
 *
 * Every function that can fail returns `int`: ST_OK or one of `enum st_err`. Details for the person who has to mend
 * the input (which field, what is wrong, what to do) travel in a `struct st_error` that the caller owns. Input errors
 * never abort; a broken promise inside the program does (ST_ASSERT), because a process that has lost its own
 * invariants must not go on writing about people. */
#ifndef ST_BASE_ERROR_H
#define ST_BASE_ERROR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/message.h"

enum st_err {
    ST_OK = 0,
    ST_E_INVALID = -1,   /* the input is wrong; the faults name each field and its cure */
    ST_E_NOTFOUND = -2,  /* no such thing, or none that the asker may know of */
    ST_E_EXISTS = -3,    /* it is already there */
    ST_E_FORBIDDEN = -4, /* the right, the purpose or the law forbids it; the fault says whom to ask */
    ST_E_CONFLICT = -5,  /* somebody else changed the record first */
    ST_E_STATE = -6,     /* the case is not in a state in which the law foresees this */
    ST_E_LIMIT = -7,     /* too large, too deep, too many */
    ST_E_BUSY = -8,      /* try again */
    ST_E_UNCERTAIN = -9, /* the connection died during commit: ask whether it happened before trying again */
    ST_E_IO = -10,       /* disk, network, database */
    ST_E_BUG = -11,      /* the program is wrong */
    ST_E_NEEDS = -12,    /* facts are missing; the faults name them */
    ST_E_VERIFY = -13,   /* evidence did not verify */
    ST_E_NOTSIGNED = -14 /* nobody is signed in */
};

/* One thing that is wrong: where (a dotted path such as "documents.0.number", or "" for the whole), what, the article
 * that asks for it ("" if none) and what to do about it. The strings are catalogue keys, never text with values in. */
struct st_fault {
    const char *field;
    struct st_message what;
    const char *citation;
    const char *cure;
};

enum { ST_FAULTS_MAX = 32 };

/* Details of a failure. Zero-initialise; `arena` may be NULL, then field paths must outlive the error. */
struct st_error {
    enum st_err code;
    size_t n;
    struct st_fault faults[ST_FAULTS_MAX];
    const char *file; /* where in the source it was first reported */
    int line;
};

/* Notes one fault and returns `code`, so that a function can end with `return st_fail(…)`. The first code noted stays.
 * More than ST_FAULTS_MAX faults are counted as the last one. `err` may be NULL: then only the code is returned.
 * `field`, `citation` and `cure` are borrowed and must outlive `err`. */
#define st_fail(err, code, field, what, citation, cure)                                                               \
    st_fail_at((err), (code), (field), (what), (citation), (cure), __FILE__, __LINE__)
int st_fail_at(struct st_error *err, enum st_err code, const char *field, struct st_message what,
               const char *citation, const char *cure, const char *file, int line);

/* Notes the faults of a part, each with `before` before its field ("a." makes "header" to "a.header"), and returns the
 * part's code. */
int st_fail_part(struct st_error *err, const struct st_error *part, const char *before, struct st_arena *arena);

/* The stable name of a code ("not_found"), used in JSON and logs. Never NULL. */
const char *st_err_name(int code);
/* One plain sentence for the code (a catalogue key). Never NULL. */
const char *st_err_title(int code);
/* The HTTP status and the exit status of the command line that belong to the code. */
int st_err_http_status(int code);
int st_err_exit_status(int code);

/* A promise of the program itself; checked in every build. */
#define ST_ASSERT(condition) ((condition) ? (void)0 : st_assert_failed(#condition, __FILE__, __LINE__))
_Noreturn void st_assert_failed(const char *condition, const char *file, int line);

#endif
