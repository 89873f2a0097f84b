/* How long a screening is kept: as long as Eurodac keeps the data that it sent (SR Art 18(7)). */
#include "cases/screening_case.h"

#include "law/states.h"
#include "registers/eurodac_transmit.h"

ST_CODES_DEFINE(eurodac_gone, EURODAC_GONE)
ST_SHAPE_DEFINE(screening_eurodac_erased, SCREENING_EURODAC_ERASED, "Erasure in Eurodac", "SR Art 18(7)")

enum { SENT_MAX = 20 };

static struct st_date later(struct st_date a, struct st_date b) { return st_date_cmp(a, b) > 0 ? a : b; }

/* ---- What the case sent ---- */

/* Takes a dataset into account: the newest says category and day, the longest kept says until when. */
static void take(struct screening_retention_facts *f, uint16_t category, struct st_date transmitted_on,
                 struct st_date kept_until)
{
    f->no_biometrics = ST_NO;
    f->eurodac_keeps_until = later(f->eurodac_keeps_until, kept_until);
    if (st_date_cmp(transmitted_on, f->transmitted_on) > 0) {
        f->category = category;
        f->transmitted_on = transmitted_on;
    }
}

/* The datasets that stand here; *n counts what was sent. */
static int standing(struct screening_retention_facts *out, size_t *n, struct st_case *c, struct st_error *err)
{
    struct st_id *ids = NULL;
    void *found;
    int rc = st_record_find(&found, &ids, n, c->tx, &eurodac_transmission_shape, "case_id",
                            st_cell_id(c->tx->arena, c->id), SENT_MAX, err);

    for (size_t i = 0; rc == ST_OK && i < *n; i++) {
        struct eurodac_dataset d = {0};
        struct register_entry entry = {0};
        rc = st_record_get(&d, NULL, c->tx, &eurodac_dataset_shape, ids[i], NULL);
        if (rc == ST_OK)
            rc = st_record_get(&entry, NULL, c->tx, &register_entry_shape, ids[i], err);
        if (rc == ST_OK)
            take(out, d.category, d.transmitted_on, entry.storage_ends_on);
        rc = rc == ST_E_NOTFOUND ? ST_OK : rc; /* it ended already, and the case has noted it */
    }
    return rc;
}

/* Those that were erased in Eurodac meanwhile, as the case has noted. */
static int gone(struct screening_retention_facts *out, struct st_case *c, struct st_error *err)
{
    int rc = ST_OK;

    for (size_t i = 0; rc == ST_OK && i < c->actions_n; i++) {
        struct screening_eurodac_erased e = {0};
        if (!st_str_is(c->actions[i].action, "note_eurodac_erased") || st_case_standing(c, i) != ST_STANDS)
            continue;
        rc = st_record_get(&e, NULL, c->tx, &screening_eurodac_erased_shape, c->actions[i].form, err);
        if (rc == ST_OK && e.category != 0)
            take(out, e.category, e.transmitted_on, e.kept_until);
        if (rc == ST_OK && e.because == eurodac_gone_citizenship) {
            out->citizenship = ST_YES;
            out->citizenship_on = later(out->citizenship_on, e.erased_on);
        }
    }
    return rc;
}

/* The category under which the biometrics would have been registered: as the rule says from what happened. Also of a
 * case that was opened only to note that there is no screening. */
static int category_without_biometrics(uint16_t *out, struct st_case *c, struct st_error *err)
{
    const char *opening = st_case_action(c, "refrain") != NULL ? "refrain" : "start";
    const struct screening_opened *opened = st_case_form(c, opening, err);
    struct elements_facts facts = {0};
    struct st_answer answer;
    int rc;

    if (opened == NULL || opened->event == 0)
        return ST_E_NEEDS;
    facts.event = opened->event;
    facts.internal_border_controlled = opened->internal_border_controlled;
    rc = st_screening__ask(&answer, c, &screening_elements_rule, &facts, err);
    if (rc == ST_OK)
        *out = ((const struct elements_outcome *)answer.outcome)->category;
    return rc;
}

static int facts_of(struct screening_retention_facts *out, struct st_case *c, struct st_error *err)
{
    const char *zone = st_state_zone(c->file.member_state);
    struct st_local ended;
    size_t n = 0;
    int rc;

    *out = (struct screening_retention_facts){.member_state = c->file.member_state, .citizenship = ST_NO};
    rc = standing(out, &n, c, err);
    if (rc == ST_OK)
        rc = gone(out, c, err);
    if (rc != ST_OK || out->category != 0)
        return rc;
    if (n > 0 || st_case_action(c, "take_biometrics") != NULL)
        return ST_E_NEEDS; /* they were sent, and nobody knows when */
    if (!st_zone_local(&ended, c->file.closed_at, zone ? zone : "UTC"))
        return ST_E_NEEDS;
    out->no_biometrics = ST_YES;
    out->screening_ended_on = ended.date;
    return category_without_biometrics(&out->category, c, err);
}

int st_screening__erase_on(struct st_date *out, struct st_case *c, struct st_error *err)
{
    struct screening_retention_facts facts;
    struct st_answer answer;
    int rc = facts_of(&facts, c, err);

    if (rc == ST_OK)
        rc = st_screening__ask(&answer, c, &screening_retention_rule, &facts, err);
    if (rc != ST_OK)
        return rc;
    *out = ((const struct screening_retention_outcome *)answer.outcome)->erase_on;
    return st_date_known(*out) ? ST_OK : ST_E_NEEDS;
}

/* ---- What Eurodac erases before the case is ---- */

/* Citizenship is the person's: every screening of theirs goes, whichever dataset the officer began with. Any other
 * erasure concerns the case that sent the dataset. */
int st_screening__record_gone(struct st_case *c, const struct st_kept *what, struct st_error *err)
{
    const struct eurodac_dataset *d = what->record;
    struct screening_eurodac_erased e = {0};
    struct eurodac_transmission sent = {0};
    struct st_act act = {.case_id = c->id, .action = "note_eurodac_erased", .form = &e};
    bool own = st_id_eq(what->case_id, c->id);
    int rc;

    if (what->reg != &st_eurodac || d == NULL)
        return ST_OK;
    rc = st_record_get(&sent, NULL, c->tx, &eurodac_transmission_shape, what->id, NULL);
    if (rc != ST_OK && rc != ST_E_NOTFOUND)
        return rc;
    e.because = what->due                                            ? eurodac_gone_time
                : sent.erased_for == (uint16_t)eurodac_event_citizenship ? eurodac_gone_citizenship
                                                                     : eurodac_gone_otherwise;
    if (!own && e.because != eurodac_gone_citizenship)
        return ST_OK;
    e.erased_on = st_case_day(c);
    if (own) {
        e.category = d->category;
        e.transmitted_on = d->transmitted_on;
        e.kept_until = what->ends_on;
    }
    return st_case_by_law(NULL, c->tx, &act, err);
}
