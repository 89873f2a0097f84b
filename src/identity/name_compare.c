#include "identity/name_compare.h"

#include <unicode/uscript.h>

/* How a whole name follows from its words, in thousandths. Found like the costs of name_sound.c. */
static const struct weights {
    int worst;            /* share of the worst pair of words in the score; the rest is the mean */
    int omitted;          /* a word that one side lacks */
    int omitted_most;     /* the same when only one word is left to compare */
    int particle;         /* what a particle counts beside a word */
    int initial;          /* how well an initial fits its name */
    int article;          /* one side has the article, the other has not */
    int maybe_article;    /* one side may have it */
    int kin;              /* what names of one origin in two languages score at least */
    int lineage;          /* at most, when father and child change places */
    int joined;           /* written in one word here, in two there */
    int contradiction;    /* below this, two words are two names */
} weights = {
    .worst = 500, .omitted = 55, .omitted_most = 150, .particle = 200, .initial = 800, .article = 30,
    .maybe_article = 20, .kin = 850, .lineage = 700, .joined = 10, .contradiction = 600,
};

/* ---- two words ---- */

static int greater(int a, int b) { return a > b ? a : b; }

static int initial_score(const struct st_name_word *a, const struct st_name_word *b)
{
    struct st_name_sounds first = {1, false, {b->sounds.unit[0]}};
    int alike = st_name_sounds_alike(&a->sounds, &first);
    return a->initial && b->initial ? alike : alike * weights.initial / 1000;
}

int st_name_word_score(const struct st_name_word *a, const struct st_name_word *b)
{
    int score = st_name_sounds_alike(&a->sounds, &b->sounds);
    int price = a->article_sure || b->article_sure ? weights.article : weights.maybe_article;
    if (a->initial || b->initial)
        return greater(score, a->initial ? initial_score(a, b) : initial_score(b, a));
    if (a->stem.n && b->stem.n)
        score = greater(score, st_name_sounds_alike(&a->stem, &b->stem));
    if (a->stem.n)
        score = greater(score, st_name_sounds_alike(&a->stem, &b->sounds) - price);
    if (b->stem.n)
        score = greater(score, st_name_sounds_alike(&a->sounds, &b->stem) - price);
    if (a->kin && a->kin == b->kin)
        score = greater(score, weights.kin);
    return score;
}

/* ---- words of one name against words of the other ---- */

struct side {
    size_t n;
    struct st_name_word words[ST_NAME_WORDS_MAX];
    bool joined[ST_NAME_WORDS_MAX];
};

static void side_of(struct side *out, const struct st_name_key *key)
{
    *out = (struct side){.n = key->n};
    memcpy(out->words, key->words, key->n * sizeof *key->words);
}

static struct st_name_word joined_word(const struct st_name_word *a, const struct st_name_word *b)
{
    struct st_name_word out = *a;
    st_name_sounds_join(&out.sounds, &a->sounds, &b->sounds);
    if (a->stem.n)
        st_name_sounds_join(&out.stem, &a->stem, &b->sounds);
    if (a->text.p && b->text.p)
        out.text.n = (size_t)(b->text.p + b->text.n - a->text.p);
    out.initial = out.particle = out.filiation = false;
    out.kin = 0;
    return out;
}

/* Joins the two neighbours of `side` that together fit a word of `other` best, if that fits better than apart. */
static bool join_best(struct side *side, const struct side *other)
{
    int best = 0;
    size_t at = 0;
    struct st_name_word best_word;
    for (size_t i = 0; i + 1 < side->n; i++) {
        struct st_name_word word = joined_word(&side->words[i], &side->words[i + 1]);
        int have = st_name_sounds_weight(&word.sounds);
        for (size_t j = 0; j < other->n; j++) {
            const struct st_name_word *b = &other->words[j];
            int want = st_name_sounds_weight(&b->sounds), score;
            if (b->initial || have > want * 8 / 5 || want > have * 8 / 5)
                continue;
            score = st_name_word_score(&word, b);
            if (score < 700 || score <= best || score < 80 + st_name_word_score(&side->words[i], b) ||
                score < 80 + st_name_word_score(&side->words[i + 1], b))
                continue;
            best = score;
            at = i;
            best_word = word;
        }
    }
    if (!best)
        return false;
    side->words[at] = best_word;
    side->joined[at] = true;
    side->n--;
    memmove(&side->words[at + 1], &side->words[at + 2], (side->n - at - 1) * sizeof *side->words);
    memmove(&side->joined[at + 1], &side->joined[at + 2], (side->n - at - 1) * sizeof *side->joined);
    return true;
}

enum { NOBODY = -1 };

struct pairing {
    bool swapped; /* a and b stand in byte order, so that the answer is the same both ways */
    struct side a, b;
    int score[ST_NAME_WORDS_MAX][ST_NAME_WORDS_MAX];
    int partner[ST_NAME_WORDS_MAX]; /* of each word of a */
    bool taken[ST_NAME_WORDS_MAX];  /* each word of b */
};

static int gain(const struct pairing *p, size_t i, int j)
{
    int score = j == NOBODY ? 0 : p->score[i][j];
    bool light = j != NOBODY && (p->a.words[i].particle || p->b.words[j].particle);
    return light ? score * weights.particle / 1000 : score;
}

/* Best pair first, then exchanges as long as one helps. */
static void pair_words(struct pairing *p)
{
    for (size_t i = 0; i < p->a.n; i++) {
        p->partner[i] = NOBODY;
        for (size_t j = 0; j < p->b.n; j++)
            p->score[i][j] = st_name_word_score(&p->a.words[i], &p->b.words[j]);
    }
    for (size_t round = 0; round < p->a.n && round < p->b.n; round++) {
        int best = -1;
        size_t best_i = 0, best_j = 0;
        for (size_t i = 0; i < p->a.n; i++)
            for (size_t j = 0; p->partner[i] == NOBODY && j < p->b.n; j++)
                if (!p->taken[j] && gain(p, i, (int)j) > best) {
                    best = gain(p, i, (int)j);
                    best_i = i;
                    best_j = j;
                }
        p->partner[best_i] = (int)best_j;
        p->taken[best_j] = true;
    }
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < p->a.n; i++)
            for (size_t k = i + 1; k < p->a.n; k++) {
                int x = p->partner[i], y = p->partner[k];
                if (gain(p, i, y) + gain(p, k, x) <= gain(p, i, x) + gain(p, k, y))
                    continue;
                p->partner[i] = y;
                p->partner[k] = x;
                changed = true;
            }
    }
}

static void pair_up(struct pairing *p, const struct st_name_key *a, const struct st_name_key *b)
{
    memset(p->taken, 0, sizeof p->taken);
    p->swapped = st_str_cmp(a->written, b->written) > 0;
    side_of(&p->a, p->swapped ? b : a);
    side_of(&p->b, p->swapped ? a : b);
    while (join_best(&p->a, &p->b) || join_best(&p->b, &p->a))
        ;
    pair_words(p);
}

/* ---- the score ---- */

static bool in_order(const struct pairing *p)
{
    int before = NOBODY;
    for (size_t i = 0; i < p->a.n; i++) {
        if (p->partner[i] == NOBODY || p->a.words[i].particle)
            continue;
        if (p->partner[i] < before)
            return false;
        before = p->partner[i];
    }
    return true;
}

static size_t full_words(const struct side *s)
{
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++)
        n += !s->words[i].particle;
    return n;
}

static bool names_father(const struct side *s)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->words[i].filiation)
            return true;
    return false;
}
/* Ahmad bin Hasan is not Hasan bin Ahmad. */
static bool lineage_turned(const struct pairing *p)
{
    return names_father(&p->a) && names_father(&p->b) && !in_order(p);
}

static int score_of(const struct pairing *p)
{
    int sum = 0, total = 0, worst = 1000, paired = 0, omitted, score;
    for (size_t i = 0; i < p->a.n; i++) {
        int j = p->partner[i], w;
        if (j == NOBODY)
            continue;
        w = p->a.words[i].particle || p->b.words[j].particle ? weights.particle : 1000;
        if (w < 1000 && p->score[i][j] < weights.contradiction)
            continue;
        sum += w * p->score[i][j] / 1000;
        total += w;
        if (w == 1000) {
            paired++;
            worst = p->score[i][j] < worst ? p->score[i][j] : worst;
        }
        sum -= (p->a.joined[i] || p->b.joined[j]) * weights.joined;
    }
    if (!total)
        return 0;
    omitted = greater((int)full_words(&p->a), (int)full_words(&p->b)) - paired;
    score = sum * 1000 / total;
    score -= (score - worst) * weights.worst / 1000;
    if (omitted > 0) { /* never the same name */
        score -= (paired < 2 ? weights.omitted_most : 0) + omitted * weights.omitted;
        score = score < ST_NAME_SAME_FROM ? score : ST_NAME_SAME_FROM - 1;
    }
    if (score > weights.lineage && lineage_turned(p))
        score = weights.lineage;
    return greater(0, score);
}

int st_name_score(const struct st_name_key *a, const struct st_name_key *b)
{
    struct pairing p;
    pair_up(&p, a, b);
    return score_of(&p);
}

/* ---- the reasons ---- */

static void because(struct st_name_comparison *out, struct st_message reason)
{
    if (out->n < ST_NAME_REASONS_MAX)
        out->reasons[out->n++] = reason;
}

static struct st_message pair_reason(const struct st_name_word *a, const struct st_name_word *b, int score,
                                     bool joined)
{
    bool scripts = a->script != b->script, family = a->family && b->family;
    if (joined)
        return ST_MSG("{0} and {1} are one name, written in one word and in two.", ST_V(a->text), ST_V(b->text));
    if (score < weights.contradiction)
        return ST_MSG("{0} and {1} contradict each other.", ST_V(a->text), ST_V(b->text));
    if (a->kin && a->kin == b->kin && score < ST_NAME_SAME_FROM)
        return ST_MSG("{0} and {1} are forms of one name in different languages.", ST_V(a->text), ST_V(b->text));
    if (a->initial != b->initial)
        return ST_MSG("{0} can be the initial of {1}.", ST_V(a->initial ? a->text : b->text),
                      ST_V(a->initial ? b->text : a->text));
    if (score < ST_NAME_SIMILAR_FROM)
        return ST_MSG("{0} and {1} are only somewhat alike.", ST_V(a->text), ST_V(b->text));
    if (score < ST_NAME_SAME_FROM)
        return ST_MSG("{0} and {1} sound nearly alike.", ST_V(a->text), ST_V(b->text));
    if (scripts)
        return ST_MSG("{0} and {1} are the same name in two scripts.", ST_V(a->text), ST_V(b->text));
    if (family)
        return ST_MSG("The family names are the same in another spelling: {0} and {1}.", ST_V(a->text),
                      ST_V(b->text));
    return ST_MSG("{0} and {1} are spellings of the same name.", ST_V(a->text), ST_V(b->text));
}

static void reasons_of_pairs(struct st_name_comparison *out, const struct pairing *p)
{
    for (size_t i = 0; i < p->a.n; i++) {
        int j = p->partner[i];
        const struct st_name_word *a = &p->a.words[i], *b = j == NOBODY ? NULL : &p->b.words[j];
        if (!b || a->particle || b->particle || st_str_eq(a->text, b->text))
            continue;
        because(out, pair_reason(p->swapped ? b : a, p->swapped ? a : b, p->score[i][j],
                                 p->a.joined[i] || p->b.joined[j]));
    }
}

static void reasons_of_omissions(struct st_name_comparison *out, const struct pairing *p)
{
    for (size_t i = 0; i < p->a.n; i++)
        if (p->partner[i] == NOBODY && !p->a.words[i].particle)
            because(out, ST_MSG("{0} is missing on one side.", ST_V(p->a.words[i].text)));
    for (size_t j = 0; j < p->b.n; j++)
        if (!p->taken[j] && !p->b.words[j].particle)
            because(out, ST_MSG("{0} is missing on one side.", ST_V(p->b.words[j].text)));
}

static bool unvowelled(const struct side *s)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->words[i].sounds.unvowelled)
            return true;
    return false;
}

static void explain(struct st_name_comparison *out, const struct pairing *p)
{
    reasons_of_pairs(out, p);
    if (lineage_turned(p))
        because(out, ST_MSG("Father and child have changed places."));
    else if (!in_order(p))
        because(out, ST_MSG("The words stand in another order: surname and given name may have changed places."));
    reasons_of_omissions(out, p);
    if (unvowelled(&p->a) != unvowelled(&p->b))
        because(out, ST_MSG("One side is written without vowels, so mostly the consonants were compared."));
    if (!out->n)
        because(out, ST_MSG("The names are written alike."));
}

void st_name_compare_keys(struct st_name_comparison *out, const struct st_name_key *a, const struct st_name_key *b)
{
    struct pairing p;
    *out = (struct st_name_comparison){0};
    pair_up(&p, a, b);
    out->score = score_of(&p);
    out->decision = out->score >= ST_NAME_SAME_FROM      ? ST_NAME_SAME
                    : out->score >= ST_NAME_SIMILAR_FROM ? ST_NAME_SIMILAR
                                                         : ST_NAME_DIFFERENT;
    explain(out, &p);
}

static int side(struct st_name_key *out, struct st_str name, const char *field, struct st_arena *arena,
                struct st_error *err)
{
    struct st_error faults = {0};
    int rc = st_name_key(out, name, arena, &faults);

    return rc == ST_OK ? ST_OK : st_fail(err, faults.code, field, faults.faults[0].what, "", faults.faults[0].cure);
}

int st_name_compare(struct st_name_comparison *out, struct st_str a, struct st_str b, struct st_arena *arena,
                    struct st_error *err)
{
    struct st_name_key key_a, key_b;
    int rc = side(&key_a, a, "a", arena, err), other = side(&key_b, b, "b", arena, err);

    if (rc == ST_OK && (rc = other) == ST_OK)
        st_name_compare_keys(out, &key_a, &key_b);
    return rc;
}

const char *st_name_decision_name(enum st_name_decision decision)
{
    static const char *const names[] = {"different", "similar", "same"};
    return names[decision];
}
