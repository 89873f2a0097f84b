/* May two names be the same person's?
 *
 * The answer is a score, a decision and the reasons in plain words. It proposes; an officer decides. "Different"
 * never proves that two persons differ, and "same" never that they are one. */
#ifndef ST_IDENTITY_NAME_COMPARE_H
#define ST_IDENTITY_NAME_COMPARE_H

#include "identity/name_key.h"

enum st_name_decision {
    ST_NAME_DIFFERENT, /* not shown as a candidate */
    ST_NAME_SIMILAR,   /* a candidate: an officer must look */
    ST_NAME_SAME       /* the same name in another spelling, order or script */
};
enum { ST_NAME_REASONS_MAX = 8, ST_NAME_SIMILAR_FROM = 750, ST_NAME_SAME_FROM = 900 };

struct st_name_comparison {
    int score; /* 0 … 1000; ST_NAME_SIMILAR_FROM and ST_NAME_SAME_FROM bound the decisions */
    enum st_name_decision decision;
    size_t n; /* at least one */
    struct st_message reasons[ST_NAME_REASONS_MAX];
};

/* Compares two names as people write them, in any scripts. Symmetric in score and decision. Reasons borrow from the
 * arena. Errors as st_name_key; the fault's field is "a" or "b". */
int st_name_compare(struct st_name_comparison *out, struct st_str a, struct st_str b, struct st_arena *arena,
                    struct st_error *err);
/* The same for names taken apart before. Allocates nothing; reasons borrow from the keys. */
void st_name_compare_keys(struct st_name_comparison *out, const struct st_name_key *a, const struct st_name_key *b);
/* The score alone, for ranking many. */
int st_name_score(const struct st_name_key *a, const struct st_name_key *b);

/* How alike two words are, 0 … 1000. Symmetric. */
int st_name_word_score(const struct st_name_word *a, const struct st_name_word *b);
/* "same", "similar", "different". Never NULL. */
const char *st_name_decision_name(enum st_name_decision decision);

#endif
