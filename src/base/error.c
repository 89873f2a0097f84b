#include "base/error.h"

#include <stdio.h>
#include <stdlib.h>

static const struct {
    const char *name, *title;
    int http_status, exit_status;
} codes[] = {
    /* exit status: 0 done, 1 refused by law or rights, 2 usage, 3 not found, 4 waiting, 5 system,
     * 6 invalid input, 7 failed verification, 8 missing facts */
    /* sentences */
    [-ST_OK] = {"ok", "Done.", 200, 0},
    [-ST_E_INVALID] = {"invalid", "Something in the input is wrong.", 422, 6},
    [-ST_E_NOTFOUND] = {"not_found", "There is nothing here that you may see.", 404, 3},
    [-ST_E_EXISTS] = {"exists", "It is already there.", 409, 6},
    [-ST_E_FORBIDDEN] = {"forbidden", "You may not do this.", 403, 1},
    [-ST_E_CONFLICT] = {"conflict", "Somebody else changed this first.", 412, 1},
    [-ST_E_STATE] = {"state", "The case is not in a state that allows this.", 409, 1},
    [-ST_E_LIMIT] = {"limit", "The input is too large.", 413, 6},
    [-ST_E_BUSY] = {"busy", "The system is busy. Try again.", 503, 4},
    [-ST_E_UNCERTAIN] = {"uncertain", "It is not known whether this was saved. Look before you try again.", 503, 5},
    [-ST_E_IO] = {"io", "The system could not do this now.", 500, 5},
    [-ST_E_BUG] = {"bug", "The program made a mistake. Nothing was changed.", 500, 5},
    [-ST_E_NEEDS] = {"needs", "Facts are missing.", 422, 8},
    [-ST_E_VERIFY] = {"verify", "The evidence did not verify.", 409, 7},
    [-ST_E_NOTSIGNED] = {"not_signed_in", "Sign in first.", 401, 1},
    /* end of sentences */
};

static size_t row(int code)
{
    size_t i = code <= 0 ? (size_t)-code : sizeof(codes) / sizeof(codes[0]);
    return i < sizeof(codes) / sizeof(codes[0]) ? i : (size_t)-ST_E_BUG;
}

const char *st_err_name(int code) { return codes[row(code)].name; }
const char *st_err_title(int code) { return codes[row(code)].title; }
int st_err_http_status(int code) { return codes[row(code)].http_status; }
int st_err_exit_status(int code) { return codes[row(code)].exit_status; }

int st_fail_at(struct st_error *err, enum st_err code, const char *field, struct st_message what,
               const char *citation, const char *cure, const char *file, int line)
{
    if (err == NULL)
        return code;
    if (err->code == ST_OK) {
        err->code = code;
        err->file = file;
        err->line = line;
    }
    if (err->n < ST_FAULTS_MAX)
        err->faults[err->n++] = (struct st_fault){field ? field : "", what, citation ? citation : "",
                                                  cure ? cure : ""};
    return code;
}

int st_fail_part(struct st_error *err, const struct st_error *part, const char *before, struct st_arena *arena)
{
    for (size_t i = 0; i < part->n; i++) {
        const struct st_fault *f = &part->faults[i];
        (void)st_fail_at(err, part->code, st_strf(arena, "%s%s", before, f->field).p, f->what, f->citation, f->cure,
                         part->file, part->line);
    }
    return (int)part->code;
}

void st_assert_failed(const char *condition, const char *file, int line)
{
    (void)fprintf(stderr, "statera: broken promise: %s (%s:%d)\n", condition, file, line);
    abort();
}
