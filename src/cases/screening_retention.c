/* How long a screening is kept: as long as Eurodac keeps the data that it sent (SR Art 18(7)). */
#include "cases/screening_case.h"

#include "law/states.h"
#include "registers/eurodac_transmit.h"

enum { SENT_MAX = 20 };

/* The newest of the datasets that this case sent and that stand here; *n counts what was sent. */
static int newest_sent(struct eurodac_dataset *out, size_t *n, struct st_case *c, struct st_error *err)
{
    struct st_id *ids = NULL;
    void *found;
    int rc = st_record_find(&found, &ids, n, c->tx, &eurodac_transmission_shape, "case_id",
                            st_cell_id(c->tx->arena, c->id), SENT_MAX, err);

    *out = (struct eurodac_dataset){0};
    for (size_t i = 0; rc == ST_OK && i < *n; i++) {
        struct eurodac_dataset d = {0};
        rc = st_record_get(&d, NULL, c->tx, &eurodac_dataset_shape, ids[i], NULL);
        if (rc == ST_OK && st_date_cmp(d.transmitted_on, out->transmitted_on) > 0)
            *out = d;
        rc = rc == ST_E_NOTFOUND ? ST_OK : rc; /* it ended already */
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
    struct eurodac_dataset sent;
    struct st_local ended;
    size_t n = 0;
    int rc = newest_sent(&sent, &n, c, err);

    *out = (struct screening_retention_facts){.member_state = c->file.member_state};
    if (rc != ST_OK)
        return rc;
    if (st_date_known(sent.transmitted_on)) {
        out->no_biometrics = ST_NO;
        out->category = sent.category;
        out->transmitted_on = sent.transmitted_on;
        return ST_OK;
    }
    if (n > 0 || st_case_action(c, "take_biometrics") != NULL)
        return ST_E_NEEDS; /* they were sent, and the day stands here no more */
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
