/* Are two fingerprints of one finger? A score, and the minutiae that agree.
 *
 * A match proposes and an expert decides (Regulation (EU) 2024/1358 Art 38(4)): the result therefore carries which
 * minutiae were paired and how the one print lies on the other, so that a person can follow it. No score proves that
 * two prints are of two fingers.
 *
 * The method: the surroundings of every minutia (its nearest neighbours, seen from it and turned with it) are compared;
 * pairs whose surroundings agree support each other where both minutiae lie the same way to each other; the print is
 * laid on the other one by the best supported pairs, and what then falls together is counted against what could have.
 * Whole numbers only: the same prints give the same score on every machine and in either order. Resolutions may
 * differ; everything is measured in hundredths of a millimetre. */
#ifndef ST_IDENTITY_PRINT_MATCH_H
#define ST_IDENTITY_PRINT_MATCH_H

#include "identity/minutiae.h"

enum {
    ST_PRINT_MINUTIAE = 96,        /* at most so many of a view are looked at, the best ones */
    ST_PRINT_LEAST = 6,            /* a view with fewer minutiae agrees with nothing */
    ST_PRINT_SCORE_MAX = 1000,
    /* The score is a scale of rarity: what prints of two fingers reach gets ten times rarer with each hundred points.
     * Measured on 23 040 pairs of real fingers: 100 is reached by one in seven of them, 200 by one in a hundred, 300 by
     * one in a thousand, 400 by one in ten thousand, 500 by one in all; beyond, the scale is bent to end at 1000. */
    ST_PRINT_CANDIDATE_FROM = 300, /* an expert should look */
    ST_PRINT_SAME_FROM = 500       /* hardly ever reached by two fingers */
};

enum st_print_decision { ST_PRINT_DIFFERENT, ST_PRINT_CANDIDATE, ST_PRINT_SAME };

/* ---- One comparison, with its reasons ---- */

/* Minutia a of the first view and b of the second (their numbers in `rows`) fall together. */
struct st_print_pair {
    uint8_t a, b;
};

struct st_print_match {
    int score; /* 0 … ST_PRINT_SCORE_MAX, symmetric */
    enum st_print_decision decision;
    uint8_t n;                  /* pairs */
    uint8_t count_a, count_b;   /* minutiae of each view that were looked at */
    uint8_t common_a, common_b; /* of those, the ones in the area that both show; 0 when n is 0 */
    /* How the first view lies on the second: turned counter-clockwise by 1/65536 turns about the origin of its image,
     * then moved; hundredths of a millimetre, y DOWN. Only when n > 0. */
    uint16_t turn;
    int32_t move_x, move_y;
    struct st_print_pair pairs[ST_PRINT_MINUTIAE];
};

/* Compares two views. Never fails: what cannot be compared scores 0. */
void st_print_compare(struct st_print_match *out, const struct st_minutiae *a, const struct st_minutiae *b);

enum { ST_PRINT_REASONS_MAX = 4 };
/* Why, in sentences (at least one): how many minutiae agree of how many that could, and how the prints lie. */
size_t st_print_reasons(struct st_message out[ST_PRINT_REASONS_MAX], const struct st_print_match *match);
/* "different", "candidate", "same". Never NULL. */
const char *st_print_decision_name(enum st_print_decision decision);
enum st_print_decision st_print_decide(int score);

/* ---- Many comparisons: prepared prints, flat and without pointers, so that a gallery lays them side by side ---- */

struct st_print;
/* Bytes that a prepared view takes (a multiple of 8). */
size_t st_print_size(const struct st_minutiae *view);
/* Prepares a view at `at`, which has st_print_size bytes and is aligned to 8. */
void st_print_place(struct st_print *at, const struct st_minutiae *view);
/* Minutiae that are looked at; fewer than ST_PRINT_LEAST agree with nothing. */
unsigned st_print_count(const struct st_print *print);
/* The finger position of the view. */
unsigned st_print_finger(const struct st_print *print);
/* The score of st_print_compare. Safe from any number of threads. */
int st_print_score(const struct st_print *a, const struct st_print *b);
/* The score of one person's fingers together, from the scores of `n` pairs of fingers that were compared: evidence for
 * and against adds up. One finger alone keeps its score. */
int st_print_fuse(const int *scores, size_t n);

#endif
