/* Test data that may not be published stand beside the repository: $STATERA_SHARED, or ../shared from its root
 * ($STATERA_ROOT, set by the build). A test that needs them asks here and skips loudly where they are absent. */
#ifndef ST_TESTS_SHARED_H
#define ST_TESTS_SHARED_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/str.h"

/* The path of a file or folder under the shared directory, in the arena; NULL, after saying so, when it is
 * not there. */
static inline const char *shared_path(struct st_arena *arena, const char *name)
{
    const char *shared = getenv("STATERA_SHARED"), *root = getenv("STATERA_ROOT");
    struct st_str path = shared ? st_strf(arena, "%s/%s", shared, name)
                                : st_strf(arena, "%s/../shared/%s", root ? root : ".", name);
    if (access(path.p, R_OK) == 0)
        return path.p;
    fprintf(stderr, "SKIPPED: no test data at %s (set STATERA_SHARED)\n", path.p);
    return NULL;
}

/* The whole of a small file, in the arena; the unknown string when it cannot be read. */
static inline struct st_str file_bytes(struct st_arena *arena, const char *path)
{
    FILE *f = fopen(path, "rb");
    if (f == NULL)
        return (struct st_str){0};
    static char bytes[1 << 20];
    size_t n = fread(bytes, 1, sizeof(bytes), f);
    fclose(f);
    return (struct st_str){st_alloc_copy(arena, bytes, n), n};
}

#endif
