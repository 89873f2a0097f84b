/* A copy to restore that somebody has changed: a fresh database of this program, in which the input sets bytes (four
 * each: where, as three, and what). It is taken over whole or refused, and what stood in its place then stands. */
#include "target.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/care.h"

enum { TEXT = 200, FRESH_MAX = 4 << 20 };

static char place[TEXT], copy[TEXT + 16], target[TEXT + 16];
static uint8_t *fresh;
static size_t fresh_n;

static void tidy_up(void)
{
    static const char *const names[] = {"fresh", "fresh.keys", "copy", "target"};
    char path[TEXT + 32];

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        (void)snprintf(path, sizeof(path), "%s/%s", place, names[i]);
        (void)unlink(path);
    }
    (void)rmdir(place);
    free(fresh);
}

static size_t read_file(uint8_t *bytes, size_t most, const char *path)
{
    FILE *f = fopen(path, "rb");
    size_t n = f ? fread(bytes, 1, most, f) : 0;

    if (f != NULL)
        (void)fclose(f);
    return n;
}

static void write_file(const char *path, const uint8_t *bytes, size_t n)
{
    FILE *f = fopen(path, "wb");

    ST_ASSERT(f != NULL && fwrite(bytes, 1, n, f) == n && fclose(f) == 0);
}

static void make_fresh(void)
{
    const char *tmp = getenv("TMPDIR");
    char path[TEXT + 16];
    struct st_store_options options = {.url = path, .create = true, .authority = "IT-LMP"};
    struct st_store *store;

    (void)snprintf(place, sizeof(place), "%.150s/statera-fuzz.XXXXXX", tmp ? tmp : "/tmp");
    ST_ASSERT(mkdtemp(place) != NULL);
    (void)atexit(tidy_up);
    (void)snprintf(path, sizeof(path), "%s/fresh", place);
    (void)snprintf(copy, sizeof(copy), "%s/copy", place);
    (void)snprintf(target, sizeof(target), "%s/target", place);
    ST_ASSERT(st_store_open(&store, &options, NULL) == ST_OK);
    st_store_close(store);
    fresh = st_heap(FRESH_MAX);
    fresh_n = read_file(fresh, FRESH_MAX, path);
    ST_ASSERT(fresh_n > 0 && fresh_n < FRESH_MAX);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint8_t before[] = "what stood here";
    uint8_t *changed, after[sizeof(before)];
    int rc;

    if (fresh == NULL)
        make_fresh();
    changed = st_heap(fresh_n);
    memcpy(changed, fresh, fresh_n);
    for (size_t i = 0; i + 4 <= size; i += 4)
        changed[((size_t)data[i] << 16 | (size_t)data[i + 1] << 8 | data[i + 2]) % fresh_n] = data[i + 3];
    write_file(copy, changed, fresh_n);
    free(changed);
    (void)unlink(target);
    rc = st_care_restore(target, copy, false, NULL, NULL);
    ST_ASSERT(rc == ST_OK || rc == ST_E_INVALID || rc == ST_E_VERIFY || rc == ST_E_STATE || rc == ST_E_IO);
    ST_ASSERT((rc == ST_OK) == (access(target, F_OK) == 0));
    ST_ASSERT(size >= 4 || rc == ST_OK);
    write_file(target, before, sizeof(before)); /* no database: it is not replaced by what is refused */
    rc = st_care_restore(target, copy, false, NULL, NULL);
    ST_ASSERT(rc != ST_OK && read_file(after, sizeof(after), target) == sizeof(after));
    ST_ASSERT(memcmp(before, after, sizeof(after)) == 0);
    return 0;
}
