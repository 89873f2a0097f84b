/* Finding persons by name among hundreds of thousands, in milliseconds.
 *
 * The index lives in memory and is derived data: it is rebuilt from the registers at start. Each word of each
 * name is kept once, under the consonant skeletons of its sounds; a search gathers the words that may be meant,
 * then the names that hold them, and compares the best of those in full (name_compare.h). Any number of threads
 * may search while one adds or removes. What is removed is overwritten, not only forgotten. */
#ifndef ST_IDENTITY_NAME_INDEX_H
#define ST_IDENTITY_NAME_INDEX_H

#include "base/id.h"
#include "identity/name_compare.h"

struct st_name_index;

struct st_name_index *st_name_index_new(void);
/* Overwrites and frees everything; NULL is fine. */
void st_name_index_free(struct st_name_index *index);

/* One more name of a person; a person may have many (birth name, former names, aliases). Errors as st_name_key. */
int st_name_index_add(struct st_name_index *index, struct st_id person, struct st_str name, struct st_error *err);
/* Removes all names of a person. Returns how many there were. */
size_t st_name_index_remove(struct st_name_index *index, struct st_id person);
/* Names held. */
size_t st_name_index_size(struct st_name_index *index);

struct st_name_search {
    struct st_str name;
    size_t limit;  /* persons at most; 0 = 20, more than 200 = 200 */
    int min_score; /* 0 = ST_NAME_SIMILAR_FROM */
};

struct st_name_candidate {
    struct st_id person;
    struct st_str name; /* the best fitting of the person's names, NFC */
    struct st_name_comparison why;
};

struct st_name_candidates {
    size_t n;
    struct st_name_candidate *rows; /* best first; equal scores in the order of the persons' keys */
};

/* The persons whose names may be meant. Everything found comes from the arena. Errors as st_name_key. */
int st_name_index_search(struct st_name_candidates *out, struct st_name_index *index,
                         const struct st_name_search *search, struct st_arena *arena, struct st_error *err);

#endif
