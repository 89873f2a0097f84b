/* Who has these prints? Minutiae of many persons, held in memory and searched one against all.
 *
 * The gallery is derived data: it is rebuilt from the registers at start, and rebuilt equals live. A record under one
 * key holds up to ten fingers. Any number of threads may search while one adds or removes; what is removed is
 * overwritten, not only forgotten. The score is that of print_match.h: thousandths, higher is more alike. */
#ifndef ST_IDENTITY_GALLERY_H
#define ST_IDENTITY_GALLERY_H

#include "base/id.h"
#include "identity/print_match.h"

struct st_gallery;

struct st_gallery *st_gallery_new(void);
/* Overwrites and frees everything; NULL is fine. */
void st_gallery_free(struct st_gallery *gallery);

enum { ST_GALLERY_VIEWS = 30 }; /* under one key, several of one finger among them */

/* Adds the views of one record under a key; adding again under the same key adds fingers (and the group becomes that of
 * the last call). The views are copied. `group` says whose record it is (an authority, a category); a search may ask
 * for some groups only. Errors: ST_E_INVALID (no views, or a position that is none), ST_E_LIMIT (too many under the
 * key); then nothing is added. */
int st_gallery_add(struct st_gallery *gallery, struct st_id key, uint32_t group, const struct st_minutiae *views,
                   size_t n, struct st_error *err);
/* Removes everything under the key; returns how many views there were. */
size_t st_gallery_remove(struct st_gallery *gallery, struct st_id key);
/* Keys held. */
size_t st_gallery_size(struct st_gallery *gallery);

struct st_gallery_search {
    const struct st_minutiae *views; /* of one person */
    size_t n;
    uint32_t group_mask, group_value; /* only records with (group & mask) == value; both 0: all */
    int min_score;                    /* 0 = ST_PRINT_CANDIDATE_FROM */
    size_t limit;                     /* 0 = 20 */
};

struct st_gallery_hit {
    struct st_id key;
    int score;        /* of all fingers together, 0 … 1000; ST_PRINT_SAME_FROM and over only where that is as rare among
                         so many records as it is between two prints */
    uint32_t fingers; /* bit f: the record's finger of position f agrees (0 unknown, 1 … 10), alone a candidate */
};

/* The records that may be of this person, best first; equal scores in the order of keys. Fingers of the same position
 * are compared, one of unknown position with all. A finger that either side lacks, or that shows too few minutiae,
 * counts neither for nor against. A record of whose first fingers (those with most minutiae) none agrees is left
 * without comparing the rest. Where more than 500 records are searched with four or more fingers of known position, all
 * are first looked at, and the twentieth that is most alike (500 at least) is compared. The work is shared among the
 * processors; what is found does not depend on their number. Everything found comes from the arena. Errors:
 * ST_E_INVALID (no view with enough minutiae, a position that is none). */
int st_gallery_find(struct st_gallery_hit **out, size_t *n, struct st_gallery *gallery,
                    const struct st_gallery_search *search, struct st_arena *arena, struct st_error *err);

#endif
