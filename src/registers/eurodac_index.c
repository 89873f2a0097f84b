#include "registers/eurodac_index.h"

#include <pthread.h>

#include "identity/print_match.h"
#include "registers/eurodac_transmit.h"

enum { VIEWS_MAX = 64 };

static struct st_gallery *gallery;
static struct st_name_index *names;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void make(void)
{
    gallery = st_gallery_new();
    names = st_name_index_new();
}

struct st_gallery *st_eurodac__gallery(void)
{
    (void)pthread_once(&once, make);
    return gallery;
}

struct st_name_index *st_eurodac__names(void)
{
    (void)pthread_once(&once, make);
    return names;
}

int st_eurodac__views(struct st_minutiae **out, size_t *n, const struct eurodac_print *prints, size_t prints_n,
                      struct st_arena *arena, struct st_error *err)
{
    bool usable = false;

    *out = ST_NEW_N(arena, struct st_minutiae, VIEWS_MAX);
    *n = 0;
    for (size_t i = 0; i < prints_n; i++) {
        struct st_print_record record;
        int rc = st_minutiae_read(&record, arena, prints[i].minutiae, err);

        if (rc != ST_OK)
            return rc;
        for (size_t k = 0; k < record.n && *n < VIEWS_MAX; k++) {
            (*out)[*n] = record.views[k];
            (*out)[*n].finger = (uint8_t)prints[i].finger; /* the code list counts as the standard does */
            usable |= record.views[k].n >= ST_PRINT_LEAST;
            (*n)++;
        }
    }
    return usable ? ST_OK
                  : st_fail(err, ST_E_INVALID, "fingerprints", ST_MSG("No print has enough minutiae to be compared."),
                            "Eurodac Art 38(1)", "Take the prints again.");
}

static void add_names(struct st_id id, const struct eurodac_dataset *d, struct st_arena *arena)
{
    for (size_t i = 0; i < d->names.n; i++) {
        struct st_str whole = st_name_whole(arena, &d->names.v[i]);
        if (whole.n > 0)
            (void)st_name_index_add(st_eurodac__names(), id, whole, NULL);
    }
}

void st_eurodac__index(struct st_str authority, struct st_id id, const void *record)
{
    const struct eurodac_dataset *d = record;
    struct st_arena *arena;
    struct st_minutiae *views;
    size_t n;

    if (!st_str_is(authority, EURODAC_CENTRE))
        return; /* a station searches nobody's prints but through the centre */
    (void)st_gallery_remove(st_eurodac__gallery(), id);
    (void)st_name_index_remove(st_eurodac__names(), id);
    if (d == NULL)
        return;
    arena = st_arena_new();
    if (st_eurodac__views(&views, &n, d->fingerprints.v, d->fingerprints.n, arena, NULL) == ST_OK)
        (void)st_gallery_add(st_eurodac__gallery(), id, (uint32_t)d->category, views, n, NULL);
    add_names(id, d, arena);
    st_arena_free(arena);
}

void st_eurodac__forget(void)
{
    (void)pthread_once(&once, make);
    st_gallery_free(gallery);
    st_name_index_free(names);
    make();
}
