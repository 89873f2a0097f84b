/* A file that somebody gives for a proof or an export, as `statera journal verify` opens it: whatever it holds, there
 * is a verdict, and what is not valid has a reason. */
#include "target.h"

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "store/journal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct st_arena *arena = st_arena_new();
    struct st_verification v, again;
    char path[64];
    int file = memfd_create("proof", MFD_CLOEXEC), rc;

    ST_ASSERT(file >= 0 && write(file, data, size) == (ssize_t)size);
    (void)snprintf(path, sizeof(path), "/proc/self/fd/%d", file);
    rc = st_journal_verify(&v, arena, path, NULL, NULL, NULL);
    ST_ASSERT(rc == ST_OK || rc == ST_E_VERIFY || rc == ST_E_INVALID);
    if (rc != ST_E_INVALID)
        ST_ASSERT(v.valid == (rc == ST_OK) && v.valid == (v.problem.text == NULL));
    ST_ASSERT(st_journal_verify(&again, arena, path, NULL, NULL, NULL) == rc);
    (void)st_journal_verify(&v, arena, path, NULL, path, NULL); /* as the checkpoint that an outsider kept */
    (void)close(file);
    st_arena_free(arena);
    return 0;
}
