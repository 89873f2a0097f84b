/* Checking an export of the journal, line by line: no database, no keys, no I/O, constant memory.
 *
 * Every line must be the one that has to stand there: a head; entries numbered without a gap, whose hashes grow the
 * tree; checkpoints whose size, root, log and signature are those of the tree so far; an end that counts both. What
 * was changed, dropped, added or moved gives another root than the one that was signed. */
#ifndef ST_STORE_JOURNAL_CHECK_H
#define ST_STORE_JOURNAL_CHECK_H

#include "store/checkpoint.h"
#include "store/journal.h"

enum { ST_CHECK_LINE_MAX = 65536 };

struct st_check {
    struct st_merkle tree;
    int64_t lines, checkpoints, keys;
    bool begun, ended, covered; /* covered: a checkpoint stands behind the last entry */
    char log[ST_LOG_NAME];
    uint8_t public_key[ST_PUBLIC_KEY];
    bool pinned;                  /* public_key was given; no other may sign */
    struct st_checkpoint earlier; /* size 0: none was given */
    struct st_str earlier_text;   /* borrowed */
    struct st_message problem;    /* the first; text NULL: none */
    int64_t problem_line;
};

/* An empty check; `public_key` and `earlier` may be NULL and unknown. Errors: ST_E_INVALID. */
int st_check_init(struct st_check *check, const char *public_key, struct st_str earlier, struct st_error *err);
/* The next line, without its line end. After a problem nothing more is looked at. */
void st_check_line(struct st_check *check, struct st_str line);
/* After the last line: is anything missing? True when all fits. */
bool st_check_end(struct st_check *check);

#endif
