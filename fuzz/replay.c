/* Gives a fuzz target its seeds, one after the other: whole, and cut short at every length (every 61st byte of a long
 * one), each in a heap block of exactly its size so that a sanitizer sees a read past the end. */
#include "target.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST = 1 << 20, SHORT = 4096, STRIDE = 61 };

static void give(const uint8_t *bytes, size_t n)
{
    uint8_t *exact = malloc(n ? n : 1);
    if (exact == NULL)
        abort();
    memcpy(exact, bytes, n);
    (void)LLVMFuzzerTestOneInput(exact, n);
    free(exact);
}

static void replay(const char *path, uint8_t *bytes)
{
    FILE *f = fopen(path, "rb");
    size_t n;

    if (f == NULL) {
        perror(path);
        exit(1);
    }
    n = fread(bytes, 1, LONGEST, f);
    (void)fclose(f);
    for (size_t cut = 0; cut < n; cut += n > SHORT ? STRIDE : 1)
        give(bytes, cut);
    give(bytes, n);
}

int main(int argc, char **argv)
{
    uint8_t *bytes = malloc(LONGEST);
    struct dirent **names = NULL;
    int seeds = 0, n;

    if (bytes == NULL || argc != 2)
        abort();
    if ((n = scandir(argv[1], &names, NULL, alphasort)) < 0) {
        perror(argv[1]);
        exit(1);
    }
    for (int i = 0; i < n; i++) {
        char path[4096];
        if (names[i]->d_name[0] != '.') {
            (void)snprintf(path, sizeof path, "%s/%s", argv[1], names[i]->d_name);
            replay(path, bytes);
            seeds++;
        }
        free(names[i]);
    }
    free(names);
    free(bytes);
    printf("%d seeds replayed\n", seeds);
    return seeds > 0 ? 0 : 1;
}
