#include "identity/print_data.h"
#include "identity/turn.h"

/* Measured: among prints of two fingers, every UNIT of worth more is ten times rarer in each hundred points. Beyond
 * HIGH the scale is bent so that it ends at ST_PRINT_SCORE_MAX. */
enum { UNIT = 66, HIGH = 500, BENDING = 1500 };

int st_print__score(int32_t worth)
{
    int32_t score = worth / UNIT;
    if (score <= HIGH)
        return score;
    return HIGH + (int)((int64_t)(ST_PRINT_SCORE_MAX - HIGH) * (score - HIGH) / (score - HIGH + BENDING));
}

int64_t st_print__points(int score)
{
    if (score <= HIGH)
        return score < 0 ? 0 : score;
    score = score < ST_PRINT_SCORE_MAX ? score : ST_PRINT_SCORE_MAX - 1;
    return HIGH + (int64_t)BENDING * (score - HIGH) / (ST_PRINT_SCORE_MAX - score);
}

/* Evidence in points is the score less what two prints of one finger must at least be expected to reach: below that,
 * it speaks against. */
enum { EXPECTED = 150 };

int st_print_fuse(const int *scores, size_t n)
{
    int64_t sum = EXPECTED;
    if (n == 1)
        return scores[0];
    for (size_t i = 0; i < n; i++)
        sum += st_print__points(scores[i]) - EXPECTED;
    return n && sum > 0 ? st_print__score((int32_t)(sum < INT32_MAX / UNIT ? sum * UNIT : INT32_MAX)) : 0;
}

enum st_print_decision st_print_decide(int score)
{
    if (score >= ST_PRINT_SAME_FROM)
        return ST_PRINT_SAME;
    return score >= ST_PRINT_CANDIDATE_FROM ? ST_PRINT_CANDIDATE : ST_PRINT_DIFFERENT;
}

const char *st_print_decision_name(enum st_print_decision decision)
{
    return decision == ST_PRINT_SAME ? "same" : decision == ST_PRINT_CANDIDATE ? "candidate" : "different";
}

/* ---- Why, in sentences ---- */

static struct st_message how_rare(int score)
{
    static const long rarer[] = {100, 1000, 10000, 100000};
    int step = (score < HIGH ? score : HIGH) / 100 - 2;
    return ST_MSG("Prints of two different fingers reach such a score about once in {0} comparisons, or less often.",
                  ST_V(rarer[step]));
}

size_t st_print_reasons(struct st_message out[ST_PRINT_REASONS_MAX], const struct st_print_match *m)
{
    unsigned common = m->common_a < m->common_b ? m->common_a : m->common_b;
    size_t n = 0;
    if (m->count_a < ST_PRINT_LEAST || m->count_b < ST_PRINT_LEAST) {
        out[n++] = ST_MSG("The prints show {0} and {1} minutiae; fewer than {2} cannot be compared.",
                          ST_V((unsigned)m->count_a), ST_V((unsigned)m->count_b), ST_V(ST_PRINT_LEAST));
        return n;
    }
    if (m->n == 0) {
        out[n++] = ST_MSG("No minutiae of the two prints agree.");
        return n;
    }
    out[n++] = ST_MSG("In the area that both prints show, {0} minutiae agree of {1} that could.", ST_V((unsigned)m->n),
                      ST_V(common));
    out[n++] = ST_MSG("The one print lies on the other when it is turned by {0} degrees.",
                      ST_V((int)((unsigned)st_turn_between(m->turn, 0) * 360 / ST_TURN)));
    if (m->score >= 200)
        out[n++] = how_rare(m->score);
    return n;
}
