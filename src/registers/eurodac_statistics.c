#include "registers/eurodac_statistics.h"

#include <sodium.h>

#include "registers/by_law.h"
#include "registers/eurodac_message.h"

ST_SHAPE_DEFINE(eurodac_count, EURODAC_COUNT, "Counter of Eurodac", "Eurodac Art 12(1)")

enum { FIGURES_MAX = 5000, MONTH = 7, ADULT_MONTHS = 12 * 18 };

static const struct {
    const char *point, *counts;
} points[] = {
    /* sentences */
    {"a", "Applicants, and those who apply for the first time"},
    {"b", "Rejected applicants"},
    {"c", "Persons disembarked after search and rescue"},
    {"d", "Beneficiaries of temporary protection"},
    {"e", "Applicants who were granted international protection"},
    {"f", "Persons registered as minors"},
    {"g", "Persons admitted under the Union framework"},
    {"h", "Persons admitted under a national resettlement scheme"},
    {"i", "Datasets transmitted"},
    {"j", "Transmissions for admission procedures"},
    {"k", "Hits for applicants"},
    {"l", "Hits for persons in an admission procedure"},
    {"m", "Hits for irregular crossings"},
    {"n", "Hits for illegal stays"},
    {"o", "Hits for disembarked persons"},
    {"p", "Hits for beneficiaries of temporary protection"},
    {"q", "Biometrics asked for again"},
    {"r", "Datasets marked and unmarked"},
    {"s", "Hits on marked datasets"},
    {"t", "Law-enforcement requests of Member States, and their hits"},
    {"u", "Requests of Europol, and their hits"},
    {"v", "Requests of data subjects"},
    {"w", "False hits"},
    /* end of sentences */
};

const char *st_eurodac_point(struct st_str point)
{
    for (size_t i = 0; i < sizeof(points) / sizeof(points[0]); i++)
        if (st_str_is(point, points[i].point))
            return points[i].counts;
    return "";
}

/* ---- Counting ---- */
ST_STATEMENT(count_one, "eurodac.count", "INSERT INTO eurodac_count (authority, id, version, month, member_state, point, "
    "detail, birth_year, sex, n) VALUES (?1, ?2, 1, ?3, ?4, ?5, ?6, ?7, ?8, 1) "
    "ON CONFLICT (authority, id) DO UPDATE SET n = eurodac_count.n + 1", NULL);

/* A counter has no name but what it counts. */
static struct st_cell counter_of(struct st_tx *tx, struct st_str month, const struct st_eurodac__event *e)
{
    struct st_str name = st_strf(tx->arena, "%.*s|%.*s|%s|%s|%d|%u", (int)month.n, month.p, (int)e->state.n,
                                 e->state.n ? e->state.p : "", e->point, e->detail ? e->detail : "", e->birth_year,
                                 e->sex);
    struct st_id id;

    (void)crypto_generichash(id.b, sizeof(id.b), (const uint8_t *)name.p, name.n, NULL, 0);
    return st_cell_id(tx->arena, id);
}

int st_eurodac__count(struct st_tx *tx, const struct st_eurodac__event *e, struct st_error *err)
{
    char day[ST_DATE_TEXT];
    struct st_str month = {st_date_print(day, st_register__today(tx)), MONTH};

    return st_db_exec(tx->db, NULL, &count_one,
                      ST_BIND(st_cell_str(tx->actor->authority), counter_of(tx, month, e), st_cell_str(month),
                              st_cell_str(e->state), st_cell_text(e->point), st_cell_text(e->detail),
                              e->birth_year ? st_cell_int(e->birth_year) : st_cell_null(),
                              e->sex ? st_cell_text(st_code_name(&sex_codes, e->sex)) : st_cell_null()), err);
}

int st_eurodac__count_dataset(struct st_tx *tx, const struct eurodac_dataset *d, struct st_error *err)
{
    struct st_eurodac__event e = {.point = "i", .state = d->origin, .birth_year = d->born_on.year, .sex = d->sex,
                                  .detail = st_code_name(&eurodac_category_codes, d->category)};

    if (d->category == eurodac_category_admission_granted || d->category == eurodac_category_national_resettlement)
        return ST_OK; /* persons, points (g) and (h) */
    return st_eurodac__count(tx, &e, err);
}

static const char *point_of(enum eurodac_category incoming)
{
    switch (incoming) {
    case eurodac_category_applicant: return "k";
    case eurodac_category_admission_registered: return "l";
    case eurodac_category_irregular_crossing: return "m";
    case eurodac_category_illegal_stay: return "n";
    case eurodac_category_disembarked: return "o";
    case eurodac_category_temporary_protection: return "p";
    case eurodac_category_law_enforcement: return "t";
    case eurodac_category_europol: return "u";
    default: return NULL;
    }
}

int st_eurodac__count_hits(struct st_tx *tx, enum eurodac_category incoming, struct st_str state,
                           const struct eurodac_found *found, size_t n, struct st_error *err)
{
    const uint64_t protection = ST_CODE_BIT(register_mark_protection_granted);
    const uint64_t marks = protection | ST_CODE_BIT(register_mark_residence_document);
    struct st_eurodac__event e = {.point = point_of(incoming), .state = state};
    int rc = ST_OK;

    for (size_t i = 0; rc == ST_OK && e.point != NULL && i < n; i++) {
        e.detail = found[i].marks & protection ? "protection_granted"
                                               : st_code_name(&eurodac_category_codes, found[i].dataset.category);
        rc = st_eurodac__count(tx, &e, err);
        if (rc == ST_OK && (found[i].marks & marks) && incoming < eurodac_category_law_enforcement)
            rc = st_eurodac__count(tx, &(struct st_eurodac__event){.point = "s", .state = state}, err);
    }
    return rc;
}

int st_eurodac__count_search(struct st_tx *tx, enum eurodac_category incoming, struct st_str state,
                             const struct eurodac_found *found, size_t n, struct st_error *err)
{
    struct st_eurodac__event e = {.point = incoming == eurodac_category_admission_registered ? "j"
                                           : incoming == eurodac_category_data_subject       ? "v"
                                                                                             : point_of(incoming),
                                  .state = state, .detail = "request"};
    int rc = st_eurodac__count(tx, &e, err);

    return rc == ST_OK ? st_eurodac__count_hits(tx, incoming, state, found, n, err) : rc;
}

/* ---- Persons, from the sequences (L8) ---- */
#define PERSONS(condition)                                                                                            \
    "SELECT d.origin, COUNT(DISTINCT COALESCE(e.sequence, e.id)) FROM eurodac_dataset d JOIN register_entry e "        \
    "ON e.authority = d.authority AND e.id = d.id WHERE d.authority = ?1 AND d.transmitted_on >= ?2 "                  \
    "AND d.transmitted_on < ?3 AND " condition " GROUP BY d.origin ORDER BY d.origin"
ST_STATEMENT(of_category, "eurodac.persons of category", PERSONS("d.category = ?4"), NULL);
ST_STATEMENT(first_time, "eurodac.persons for the first time",
    PERSONS("d.category = ?4 AND NOT EXISTS (SELECT 1 FROM register_entry o JOIN eurodac_dataset p "
            "ON p.authority = o.authority AND p.id = o.id WHERE o.authority = e.authority AND o.sequence = e.sequence "
            "AND p.category = ?4 AND p.transmitted_on < d.transmitted_on)"), NULL);
ST_STATEMENT(rejected, "eurodac.persons rejected", PERSONS("d.rejected = ?4"), NULL);
ST_STATEMENT(with_mark, "eurodac.persons with mark", PERSONS("(e.marks & ?4) <> 0"), NULL);
ST_STATEMENT(born_after, "eurodac.persons born after", PERSONS("d.born_on > ?4"), NULL);
ST_STATEMENT(counters, "eurodac.counters", "SELECT month, member_state, point, detail, birth_year, sex, n "
    "FROM eurodac_count WHERE authority = ?1 AND month >= ?2 AND month < ?3 "
    "ORDER BY point, member_state, detail, month, birth_year, sex LIMIT ?4", NULL);

struct figures {
    struct st_tx *tx;
    struct st_date from, until; /* half open */
    struct st_eurodac_figure *v;
    size_t n;
};

static void add(struct figures *f, const struct eurodac_count *count)
{
    if (f->n < FIGURES_MAX)
        f->v[f->n++] = (struct st_eurodac_figure){*count, false};
}

static int persons(struct figures *f, const char *point, const char *detail, const struct st_statement *statement,
                   struct st_cell value, struct st_error *err)
{
    struct st_rows rows = {0};
    struct st_arena *a = f->tx->arena;
    int rc = st_db_query(&rows, f->tx->db, a, statement,
                         ST_BIND(st_cell_text(EURODAC_CENTRE), st_cell_date(a, f->from), st_cell_date(a, f->until),
                                 value), err);

    for (size_t i = 0; rc == ST_OK && i < rows.n; i++)
        add(f, &(struct eurodac_count){.member_state = st_rows_str(&rows, i, 0), .point = st_str_of(point),
                                       .detail = st_str_of(detail), .n = {st_rows_int(&rows, i, 1), true}});
    return rc;
}

static int all_persons(struct figures *f, struct st_error *err)
{
    const struct {
        const char *point, *detail;
        const struct st_statement *statement;
        struct st_cell value;
    } rows[] = {
        {"a", "all", &of_category, st_cell_text("applicant")},
        {"a", "first_time", &first_time, st_cell_text("applicant")},
        {"b", NULL, &rejected, st_cell_int(ST_YES)},
        {"c", NULL, &of_category, st_cell_text("disembarked")},
        {"d", NULL, &of_category, st_cell_text("temporary_protection")},
        {"e", NULL, &with_mark, st_cell_int((int64_t)ST_CODE_BIT(register_mark_protection_granted))},
        {"f", NULL, &born_after, st_cell_date(f->tx->arena, st_date_add_months(f->from, -ADULT_MONTHS))},
        {"g", NULL, &of_category, st_cell_text("admission_granted")},
        {"h", NULL, &of_category, st_cell_text("national_resettlement")},
    };
    int rc = ST_OK;

    for (size_t i = 0; rc == ST_OK && i < sizeof(rows) / sizeof(rows[0]); i++)
        rc = persons(f, rows[i].point, rows[i].detail, rows[i].statement, rows[i].value, err);
    return rc;
}

static int all_counters(struct figures *f, struct st_error *err)
{
    char from[ST_DATE_TEXT], until[ST_DATE_TEXT];
    struct st_rows rows = {0};
    int rc = st_db_query(&rows, f->tx->db, f->tx->arena, &counters,
                         ST_BIND(st_cell_text(EURODAC_CENTRE),
                                 st_cell_str((struct st_str){st_date_print(from, f->from), MONTH}),
                                 st_cell_str((struct st_str){st_date_print(until, f->until), MONTH}),
                                 st_cell_int(FIGURES_MAX)), err);

    for (size_t i = 0; rc == ST_OK && i < rows.n; i++) {
        struct eurodac_count c = {.month = st_rows_str(&rows, i, 0), .member_state = st_rows_str(&rows, i, 1),
                                  .point = st_rows_str(&rows, i, 2), .detail = st_rows_str(&rows, i, 3),
                                  .n = {st_rows_int(&rows, i, 6), true}};
        c.birth_year = (struct st_number){st_rows_int(&rows, i, 4), st_rows_int(&rows, i, 4) != 0};
        c.sex = (uint16_t)st_code_of(&sex_codes, st_rows_str(&rows, i, 5));
        add(f, &c);
    }
    return rc;
}

/* The same point, State and detail. */
static bool same_group(const struct eurodac_count *a, const struct eurodac_count *b)
{
    return st_str_eq(a->point, b->point) && st_str_eq(a->member_state, b->member_state) &&
           st_str_eq(a->detail, b->detail);
}

/* Outside, a group of cells is broken down by month, year of birth and sex only where no cell is small: or else a
 * hidden cell could be had by taking the others from the sum. */
static void publish(struct figures *f)
{
    size_t n = 0, end;

    for (size_t at = 0; at < f->n; at = end) {
        struct st_eurodac_figure sum = f->v[at];
        bool small = sum.count.n.v < ST_EURODAC_SMALL_CELL;

        for (end = at + 1; end < f->n && same_group(&f->v[at].count, &f->v[end].count); end++) {
            small |= f->v[end].count.n.v < ST_EURODAC_SMALL_CELL;
            sum.count.n.v += f->v[end].count.n.v;
        }
        if (!small) {
            memmove(&f->v[n], &f->v[at], (end - at) * sizeof(f->v[0]));
            n += end - at;
            continue;
        }
        if (end - at > 1) {
            sum.count.birth_year.known = false;
            sum.count.sex = sex_unknown;
        }
        sum.hidden = sum.count.n.v < ST_EURODAC_SMALL_CELL;
        if (sum.hidden)
            sum.count.n = (struct st_number){0, false};
        f->v[n++] = sum;
    }
    f->n = n;
}

static bool read_period(struct figures *f, struct st_str period)
{
    if (!st_date_parse(&f->from, period) || f->from.day != 0)
        return false;
    f->until = f->from.month != 0 ? st_date_add_months(st_date(f->from.year, f->from.month, 1), 1)
                                  : st_date(f->from.year + 1, 1, 1);
    f->from = st_date_earliest(f->from);
    return true;
}

int st_eurodac_statistics(struct st_tx *tx, struct st_eurodac_figure **out, size_t *n, struct st_str period,
                          bool outside, struct st_error *err)
{
    struct figures f = {.tx = tx};
    int rc = st_eurodac__decide(NULL, tx, ST_MAY_COUNT, "eurodac.statistics", (struct st_id){{0}}, err);

    *n = 0;
    if (rc == ST_OK && !read_period(&f, period))
        rc = st_fail(err, ST_E_INVALID, "period", ST_MSG("This is no month and no year."), "Eurodac Art 12(2)",
                     "Write 2026-09, or 2026.");
    if (rc != ST_OK)
        return rc;
    f.v = ST_NEW_N(tx->arena, struct st_eurodac_figure, FIGURES_MAX);
    rc = all_persons(&f, err);
    if (rc == ST_OK)
        rc = all_counters(&f, err);
    if (outside)
        publish(&f);
    *out = f.v;
    *n = f.n;
    return rc == ST_OK ? st_register__note(tx, ST_ENTRY_READ, "eurodac.statistics", &st_eurodac, (struct st_id){{0}},
                                           (struct st_id){{0}}, "Eurodac Art 12(1)", err)
                       : rc;
}
