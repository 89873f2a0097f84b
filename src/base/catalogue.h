/* The translations, generated at build time from data/messages/<language>.po by tools/messages.py. */
#ifndef ST_BASE_CATALOGUE_H
#define ST_BASE_CATALOGUE_H

#include <stddef.h>

struct st_translation {
    const char *key, *text;
};

struct st_catalogue {
    const char *language;
    const char *name; /* the language's own name */
    size_t n;
    const struct st_translation *rows; /* sorted by key, byte order */
};

extern const struct st_catalogue st_catalogues[];
extern const size_t st_catalogues_n;

#endif
