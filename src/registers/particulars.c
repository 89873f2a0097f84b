/* How two persons' particulars compare. The kinds of likeness are those of the Commission's rules on same and similar
 * identity data (Delegated Regulations (EU) 2023/332 and 2023/333, Annexes I and II); the weights are the program's own
 * proposal for the order in which an officer looks, and decide nothing. */
#include "law/states.h"
#include "registers/search.h"

enum {
    SAME_DOCUMENT = 960,
    /* What is added to the score of the names. */
    BIRTH_SAME = 60, BIRTH_FITS = 20, BIRTH_SWAPPED = 10, BIRTH_NEAR = -60, BIRTH_OTHER = -220,
    NATIONALITY_SHARED = 20, NATIONALITY_OTHER = -60, SEX_OTHER = -150
};

static void say(struct st_particulars_comparison *c, struct st_message why)
{
    if (c->n < ST_SEARCH_REASONS)
        c->why[c->n++] = why;
}

/* ---- Names: the best pair of any kinds (SIM Annex I 3.1: all name fields of both sides) ---- */
/* False when one side has no name that can be compared. */
static bool compare_names(struct st_name_comparison *best, const struct person *a, const struct person *b,
                          struct st_arena *arena)
{
    struct st_name_comparison c;
    bool any = false;

    for (size_t i = 0; i < a->names.n; i++)
        for (size_t k = 0; k < b->names.n; k++) {
            struct st_str x = st_name_whole(arena, &a->names.v[i]), y = st_name_whole(arena, &b->names.v[k]);
            if (st_name_compare(&c, x, y, arena, NULL) == ST_OK && (!any || c.score > best->score)) {
                *best = c;
                any = true;
            }
        }
    return any;
}

/* ---- Birth ---- */
static bool may_be_one_day(struct st_date a, struct st_date b)
{
    return st_date_cmp(st_date_earliest(a), st_date_latest(b)) <= 0 &&
           st_date_cmp(st_date_earliest(b), st_date_latest(a)) <= 0;
}

static int characters_that_differ(struct st_date a, struct st_date b)
{
    char ta[ST_DATE_TEXT], tb[ST_DATE_TEXT];
    int n = 0;

    (void)st_date_print(ta, a);
    (void)st_date_print(tb, b);
    for (size_t i = 0; ta[i] != '\0' && tb[i] != '\0'; i++)
        n += ta[i] != tb[i];
    return n;
}

static int compare_birth(struct st_particulars_comparison *c, struct st_date a, struct st_date b)
{
    if (!st_date_known(a) || !st_date_known(b))
        return 0;
    if (st_date_whole(a) && st_date_cmp(a, b) == 0 && st_date_whole(b)) {
        say(c, ST_MSG("Both were born on {0}.", ST_V(a)));
        return BIRTH_SAME;
    }
    if (may_be_one_day(a, b)) {
        say(c, ST_MSG("The dates of birth {0} and {1} fit together.", ST_V(a), ST_V(b)));
        return BIRTH_FITS;
    }
    if (st_date_whole(a) && a.year == b.year && a.month == b.day && a.day == b.month) {
        say(c, ST_MSG("The dates of birth {0} and {1} have day and month exchanged.", ST_V(a), ST_V(b)));
        return BIRTH_SWAPPED;
    }
    if (characters_that_differ(a, b) == 1) {
        say(c, ST_MSG("The dates of birth {0} and {1} differ in one figure.", ST_V(a), ST_V(b)));
        return BIRTH_NEAR;
    }
    say(c, ST_MSG("The dates of birth differ: {0} and {1}.", ST_V(a), ST_V(b)));
    return BIRTH_OTHER;
}

/* ---- Nationality, sex ---- */
static struct st_value country_name(struct st_str code)
{
    const struct st_country *country = st_country_of(code);
    return country ? st_value_key(country->name) : st_value_str(code);
}

static int compare_nationality(struct st_particulars_comparison *c, const struct person *a, const struct person *b)
{
    if (a->nationalities.n == 0 || b->nationalities.n == 0)
        return 0;
    for (size_t i = 0; i < a->nationalities.n; i++)
        for (size_t k = 0; k < b->nationalities.n; k++)
            if (st_str_eq(a->nationalities.v[i].country, b->nationalities.v[k].country)) {
                say(c, ST_MSG("They share a nationality: {0}.", country_name(a->nationalities.v[i].country)));
                return NATIONALITY_SHARED;
            }
    say(c, ST_MSG("They share no nationality."));
    return NATIONALITY_OTHER;
}

static int compare_sex(struct st_particulars_comparison *c, const struct person *a, const struct person *b)
{
    if (a->sex == sex_unknown || b->sex == sex_unknown || a->sex == b->sex || a->sex == sex_unspecified ||
        b->sex == sex_unspecified)
        return 0;
    say(c, ST_MSG("The sex recorded differs."));
    return SEX_OTHER;
}

/* ---- Documents: one number, one issuer ---- */
static bool one_document(const struct person_document *a, const struct person_document *b)
{
    return a->number.n > 0 && st_str_eq(a->number, b->number) &&
           (a->issuer.n == 0 || b->issuer.n == 0 || st_str_eq(a->issuer, b->issuer));
}

static bool compare_documents(struct st_particulars_comparison *c, const struct person *a, const struct person *b)
{
    for (size_t i = 0; i < a->documents.n; i++)
        for (size_t k = 0; k < b->documents.n; k++)
            if (one_document(&a->documents.v[i], &b->documents.v[k])) {
                say(c, ST_MSG("Both have the document {0}.", ST_V(a->documents.v[i].number)));
                return true;
            }
    return false;
}

void st_particulars_compare(struct st_particulars_comparison *out, const struct person *a, const struct person *b,
                            struct st_arena *arena)
{
    struct st_name_comparison names = {0};
    bool document, named;

    *out = (struct st_particulars_comparison){0};
    document = compare_documents(out, a, b);
    named = compare_names(&names, a, b, arena);
    for (size_t i = 0; named && i < names.n; i++)
        say(out, names.reasons[i]);
    out->score = (named ? names.score : 0) + compare_birth(out, a->born_on, b->born_on) +
                 compare_nationality(out, a, b) + compare_sex(out, a, b);
    out->evidence = document ? ST_EVIDENCE_DOCUMENT : ST_EVIDENCE_NAME;
    if (document && out->score < SAME_DOCUMENT)
        out->score = SAME_DOCUMENT;
    out->score = out->score < 0 ? 0 : out->score > 1000 ? 1000 : out->score;
    if (out->n == 0)
        say(out, ST_MSG("Too little is known of one of the two to compare them."));
}
