/* statera print: fingerprint minutiae alone, without a database. */
#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "cli/cli.h"
#include "identity/answer.h"
#include "identity/print_roc.h"
#include "law/eurodac_dataset.h"

enum { RECORD_MAX = 1 << 20 };

static int read_record(struct st_print_record *out, struct st_cli *cli, const char *path)
{
    struct st_str bytes;
    int rc = st_cli_read(&bytes, cli, path, RECORD_MAX);
    return rc < 0 ? rc : st_minutiae_read(out, cli->arena, bytes, &cli->err);
}

static const char *finger_label(unsigned finger)
{
    return finger ? st_code_label(&finger_codes, finger) : "Unknown finger";
}

/* ---- show ---- */

static int print_show(struct st_cli *cli)
{
    struct st_json w = ST_JSON_INIT(&cli->out);
    struct st_print_record r;
    int rc = read_record(&r, cli, cli->args[0]);
    if (rc < 0)
        return rc;
    if (!st_cli_json(cli)) {
        for (size_t i = 0; i < r.n; i++)
            st_cli_say(cli, ST_MSG("{0}: {1} minutiae, {2} by {3} pixels",
                                   ST_V(st_value_key(finger_label(r.views[i].finger))), ST_V((unsigned)r.views[i].n),
                                   ST_V((unsigned)r.views[i].width), ST_V((unsigned)r.views[i].height)));
        return ST_OK;
    }
    st_print_record_write_json(&w, &r);
    st_buf_char(&cli->out, '\n');
    return ST_OK;
}

/* ---- compare ---- */

static void compare_people(struct st_cli *cli, const struct st_print_comparison *c)
{
    st_buf_printf(&cli->out, "%d  %s\n", c->score, st_print_decision_name(c->decision));
    for (size_t i = 0; i < c->n; i++) {
        struct st_message reasons[ST_PRINT_REASONS_MAX];
        size_t said = st_print_reasons(reasons, &c->fingers[i].match);
        st_cli_say(cli, ST_MSG("{0}: {1} of 1000", ST_V(st_value_key(finger_label(c->fingers[i].a->finger))),
                               ST_V(c->fingers[i].match.score)));
        for (size_t k = 0; k < said; k++)
            st_cli_say(cli, reasons[k]);
    }
}

static int print_compare(struct st_cli *cli)
{
    struct st_json w = ST_JSON_INIT(&cli->out);
    struct st_print_comparison compared;
    struct st_print_record a, b;
    int rc = read_record(&a, cli, cli->args[0]);

    if (rc == ST_OK)
        rc = read_record(&b, cli, cli->args[1]);
    if (rc == ST_OK)
        rc = st_print_compare_records(&compared, &a, &b, cli->arena, &cli->err);
    if (rc != ST_OK)
        return rc;
    if (!st_cli_json(cli)) {
        compare_people(cli, &compared);
        return ST_OK;
    }
    st_print_write_json(&w, &compared, &cli->reader);
    st_buf_char(&cli->out, '\n');
    return ST_OK;
}

/* ---- evaluate: the protocol of the Fingerprint Verification Competitions ---- */

/* A file FINGER_IMPRESSION.iso; `print` is NULL when it could not be read (it then scores 0 with all). */
struct sample {
    int64_t finger, impression;
    struct st_print *print;
};

struct set {
    const char *path; /* below the directory that was asked for; "" for itself */
    struct sample *samples;
    size_t n, broken;
    struct st_print_roc fvc, all_pairs;
};

enum { SETS_MAX = 64, SAMPLES_MAX = 2000, DEPTH_MAX = 3 };

static bool sample_name(struct sample *out, const char *name)
{
    struct st_str rest = st_str_of(name), finger = st_str_cut(&rest, '_'), impression = st_str_cut(&rest, '.');
    return (st_str_is(rest, "iso") || st_str_is(rest, "fmr")) && st_str_to_int64(&out->finger, finger) &&
           st_str_to_int64(&out->impression, impression);
}

static int by_number(const void *a, const void *b)
{
    const struct sample *x = a, *y = b;
    if (x->finger != y->finger)
        return x->finger < y->finger ? -1 : 1;
    return (x->impression > y->impression) - (x->impression < y->impression);
}

static int read_sample(struct sample *s, struct set *set, struct st_cli *cli, const char *path)
{
    struct st_print_record r;
    int rc = read_record(&r, cli, path);
    if (rc == ST_E_INVALID) { /* a failure to enrol, which the protocol counts */
        cli->err = (struct st_error){0};
        set->broken++;
        return ST_OK;
    }
    if (rc < 0)
        return rc;
    s->print = st_alloc(cli->arena, st_print_size(&r.views[0]));
    st_print_place(s->print, &r.views[0]);
    return ST_OK;
}

static bool is_directory(struct st_arena *arena, const char *root, const char *below)
{
    struct stat is;
    return stat(st_strf(arena, "%s/%s", root, below).p, &is) == 0 && S_ISDIR(is.st_mode);
}

/* The sets in a directory and those below it, in the order of names. */
static int find_sets(struct set *sets, size_t *n, struct st_cli *cli, const char *root, const char *below, int depth)
{
    const char *path = st_strf(cli->arena, "%s%s%s", root, below[0] ? "/" : "", below).p;
    struct dirent **entries = NULL;
    int count = scandir(path, &entries, NULL, alphasort), rc = ST_OK;
    struct set set = {.path = below};
    if (count < 0)
        return depth ? ST_OK : st_fail(&cli->err, ST_E_NOTFOUND, "directory",
                                       ST_MSG("Cannot read the directory {0}.", ST_V(path)), "",
                                       "Check the path and its permissions.");
    set.samples = ST_NEW_N(cli->arena, struct sample, (size_t)count);
    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name;
        const char *inside = st_strf(cli->arena, "%s%s%s", below, below[0] ? "/" : "", name).p;
        struct sample *s = &set.samples[set.n];
        if (rc == ST_OK && sample_name(s, name) && set.n < SAMPLES_MAX) {
            rc = read_sample(s, &set, cli, st_strf(cli->arena, "%s/%s", path, name).p);
            set.n++;
        } else if (rc == ST_OK && name[0] != '.' && depth < DEPTH_MAX && is_directory(cli->arena, root, inside)) {
            rc = find_sets(sets, n, cli, root, inside, depth + 1);
        }
        free(entries[i]);
    }
    free(entries);
    qsort(set.samples, set.n, sizeof(*set.samples), by_number);
    if (set.n && *n < SETS_MAX)
        sets[(*n)++] = set;
    return rc;
}

/* Genuine: each impression with every later one of its finger. Impostor: the first impression of each finger with that
 * of every later finger; in the other variant, every two prints of two fingers. */
static void measure(struct set *set, uint64_t *done, uint64_t total)
{
    struct st_print_scores fvc = {0}, all = {0};
    for (size_t i = 0; i < set->n; i++) {
        for (size_t k = i + 1; k < set->n; k++) {
            const struct sample *a = &set->samples[i], *b = &set->samples[k];
            int score = a->print && b->print ? st_print_score(a->print, b->print) : 0;
            bool genuine = a->finger == b->finger, first = a->impression == 1 && b->impression == 1;
            fvc.genuine[score] += genuine;
            all.genuine[score] += genuine;
            fvc.impostor[score] += !genuine && first;
            all.impostor[score] += !genuine;
        }
        *done += set->n - 1 - i;
        st_cli_progress("print evaluate", *done, total);
    }
    st_print_roc(&set->fvc, &fvc);
    st_print_roc(&set->all_pairs, &all);
}

static void rate(struct st_json *w, const char *key, int64_t millionths)
{
    st_json_key(w, key);
    st_json_decimal(w, millionths, 6);
}

static void roc_json(struct st_json *w, const char *key, const struct st_print_roc *roc)
{
    st_json_key(w, key);
    st_json_object(w);
    rate(w, "eer", roc->eer);
    rate(w, "fmr100", roc->fmr100);
    rate(w, "fmr1000", roc->fmr1000);
    rate(w, "zerofmr", roc->zerofmr);
    st_json_key_int(w, "genuine", roc->genuine);
    st_json_key_int(w, "impostor", roc->impostor);
    st_json_object_end(w);
}

/* Over several sets: the means of their rates, the sums of their comparisons. */
static struct st_print_roc mean_of(const struct set *sets, size_t n, bool fvc)
{
    int64_t eer = 0, fmr100 = 0, fmr1000 = 0, zerofmr = 0, half = (int64_t)n / 2;
    struct st_print_roc mean = {0};
    for (size_t i = 0; i < n; i++) {
        const struct st_print_roc *roc = fvc ? &sets[i].fvc : &sets[i].all_pairs;
        mean.genuine += roc->genuine;
        mean.impostor += roc->impostor;
        eer += roc->eer, fmr100 += roc->fmr100, fmr1000 += roc->fmr1000, zerofmr += roc->zerofmr;
    }
    mean.eer = (int32_t)((eer + half) / (int64_t)n);
    mean.fmr100 = (int32_t)((fmr100 + half) / (int64_t)n);
    mean.fmr1000 = (int32_t)((fmr1000 + half) / (int64_t)n);
    mean.zerofmr = (int32_t)((zerofmr + half) / (int64_t)n);
    return mean;
}

static void evaluate_json(struct st_cli *cli, const struct set *sets, size_t n)
{
    struct st_json w = ST_JSON_INIT(&cli->out);
    struct st_print_roc fvc = mean_of(sets, n, true), all_pairs = mean_of(sets, n, false);
    st_json_object(&w);
    roc_json(&w, "fvc", &fvc);
    roc_json(&w, "all_pairs", &all_pairs);
    st_json_key(&w, "sets");
    st_json_array(&w);
    for (size_t i = 0; i < n; i++) {
        st_json_object(&w);
        st_json_key(&w, "path");
        st_json_text(&w, sets[i].path);
        st_json_key_int(&w, "samples", (int64_t)sets[i].n);
        st_json_key_int(&w, "not_enrolled", (int64_t)sets[i].broken);
        roc_json(&w, "fvc", &sets[i].fvc);
        roc_json(&w, "all_pairs", &sets[i].all_pairs);
        st_json_object_end(&w);
    }
    st_json_array_end(&w);
    st_json_object_end(&w);
    st_buf_char(&cli->out, '\n');
}

static void roc_line(struct st_buf *out, const char *name, const char *variant, const struct st_print_roc *roc)
{
    const int32_t rates[] = {roc->eer, roc->fmr100, roc->fmr1000, roc->zerofmr};
    st_buf_printf(out, "%-32s %-9s %6u %7u", name, variant, roc->genuine, roc->impostor);
    for (size_t i = 0; i < 4; i++)
        st_buf_printf(out, "  %3d.%02d %%", rates[i] / 10000, rates[i] % 10000 / 100);
    st_buf_char(out, '\n');
}

static void evaluate_people(struct st_cli *cli, const struct set *sets, size_t n)
{
    struct st_print_roc fvc = mean_of(sets, n, true), all_pairs = mean_of(sets, n, false);
    st_buf_printf(&cli->out, "%-32s %-9s %6s %7s  %8s  %8s  %8s  %8s\n", "", "", "gen.", "imp.", "EER", "FMR100",
                  "FMR1000", "ZeroFMR");
    for (size_t i = 0; i < n; i++) {
        roc_line(&cli->out, sets[i].path, "fvc", &sets[i].fvc);
        roc_line(&cli->out, sets[i].path, "all pairs", &sets[i].all_pairs);
    }
    if (n > 1) {
        roc_line(&cli->out, "mean", "fvc", &fvc);
        roc_line(&cli->out, "mean", "all pairs", &all_pairs);
    }
}

static int print_evaluate(struct st_cli *cli)
{
    struct set *sets = ST_NEW_N(cli->arena, struct set, SETS_MAX);
    uint64_t total = 0, done = 0;
    size_t n = 0;
    int rc = find_sets(sets, &n, cli, cli->args[0], "", 0);
    if (rc < 0)
        return rc;
    if (n == 0)
        return st_fail(&cli->err, ST_E_INVALID, "directory",
                       ST_MSG("There are no prints in this directory or below it."), "",
                       "Name the files FINGER_IMPRESSION.iso, as in 101_1.iso; they are ISO/IEC 19794-2:2005 records.");
    for (size_t i = 0; i < n; i++)
        total += sets[i].n * (sets[i].n - 1) / 2;
    for (size_t i = 0; i < n; i++)
        measure(&sets[i], &done, total);
    if (st_cli_json(cli))
        evaluate_json(cli, sets, n);
    else
        evaluate_people(cli, sets, n);
    return ST_OK;
}

const struct st_cli_command st_cli_print[] = {
    {"print", "show", "FILE|-", 1, 1, NULL, "Show the fingers of an ISO/IEC 19794-2:2005 record", print_show},
    {"print", "compare", "A B", 2, 2, NULL, "Compare the fingerprints of two records, with reasons", print_compare},
    {"print", "evaluate", "DIR", 1, 1, NULL, "Measure the matcher on files FINGER_IMPRESSION.iso, by the FVC protocol",
     print_evaluate},
    {NULL, NULL, NULL, 0, 0, NULL, NULL, NULL},
};
