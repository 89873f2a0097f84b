/* What leaves the house during a screening: biometrics on their way to Eurodac, and the announcement to another Member
 * State that it is to screen. */
#include "cases/screening_case.h"

#include "cases/announcement.h"

#include "law/states.h"
#include "registers/eurodac_transmit.h"

static struct st_date day_of(const struct st_case *c, struct st_instant t)
{
    const char *zone = st_state_zone(c->file.member_state);
    struct st_local local = {0};
    (void)st_zone_local(&local, t, zone ? zone : "UTC");
    return local.date;
}

static void fill_dataset(struct eurodac_dataset *d, const struct st_case *c, const struct person *person,
                         const struct biometrics_taken *taken, const struct st_screening__findings *found)
{
    d->fingerprints.v = taken->fingerprints.v;
    d->fingerprints.n = taken->fingerprints.n;
    d->facial_image = taken->facial_image;
    d->names.v = person->names.v;
    d->names.n = person->names.n;
    d->nationalities.v = person->nationalities.v;
    d->nationalities.n = person->nationalities.n;
    d->born_on = person->born_on;
    d->born_in = person->born_in;
    d->born_in_country = person->born_in_country;
    d->sex = person->sex;
    d->documents.v = person->documents.v;
    d->documents.n = person->documents.n;
    d->event_place = c->file.place;
    d->biometrics_taken_on = day_of(c, c->at);
    if (found->reasons != 0) {
        d->security_flag = found->reasons;
        d->security_source = security_source_screening;
    }
}

int st_screening__send(struct st_case *c, const void *form, struct st_error *err)
{
    const struct screening_opened *opened = st_case_form(c, "start", err);
    const struct case_clock *clock = st_case_clock(c, "eurodac_transmission");
    struct st_eurodac_sending how = {.person = c->file.person, .case_id = c->id};
    struct eurodac_dataset d = {0};
    struct st_screening__findings security;
    struct st_answer elements;
    struct person person;
    int rc = st_screening__person(&person, c, err);

    if (rc == ST_OK)
        rc = st_screening__findings(&security, c, err);
    if (rc == ST_OK)
        rc = st_screening__elements(&elements, c, err);
    if (rc != ST_OK || c->corrects != NULL) /* a correction of the note; better prints go by retake_biometrics */
        return rc;
    d.category = ((const struct elements_outcome *)elements.outcome)->category;
    d.event_on = opened ? day_of(c, opened->event_at) : (struct st_date){0};
    fill_dataset(&d, c, &person, form, &security);
    if (clock != NULL) {
        how.due_at = clock->ends_at;
        how.due_under = clock->citation;
    }
    return st_eurodac_send(c->tx, NULL, &how, &d, err);
}

int st_screening__resend(struct st_case *c, const void *form, struct st_error *err)
{
    const struct biometrics_taken *taken = form;
    struct st_id *ids;
    void *found;
    size_t n;
    int rc = st_record_find(&found, &ids, &n, c->tx, &eurodac_transmission_shape, "case_id",
                            st_cell_id(c->tx->arena, c->id), 20, err);

    for (size_t i = 0; rc == ST_OK && i < n; i++)
        if (((const struct eurodac_transmission *)found)[i].state == eurodac_sending_retake)
            return st_eurodac_resend(c->tx, ids[i], taken->fingerprints.v, taken->fingerprints.n, c->at, err);
    return rc;
}

/* ---- The security flag, after the dataset was sent ---- */

int st_screening__dataset(struct st_id *out, struct st_case *c, struct st_error *err)
{
    struct st_id *ids;
    void *found;
    size_t n;
    int rc = st_record_find(&found, &ids, &n, c->tx, &eurodac_transmission_shape, "case_id",
                            st_cell_id(c->tx->arena, c->id), 20, err);

    *out = (struct st_id){{0}};
    for (size_t i = 0; rc == ST_OK && i < n; i++) {
        unsigned state = ((const struct eurodac_transmission *)found)[i].state;
        if (state == eurodac_sending_waiting || state == eurodac_sending_recorded)
            *out = ids[i];
    }
    return rc;
}

/* The register sends what changed. */
int st_screening__flag(struct st_case *c, const void *form, struct st_error *err)
{
    struct st_screening__findings found;
    struct st_register_put put = {.person = c->file.person, .case_id = c->id, .action = "eurodac.flag"};
    struct register_entry entry = {0};
    struct eurodac_dataset d = {0};
    int rc = st_screening__dataset(&put.id, c, err);

    (void)form;
    if (rc == ST_OK)
        rc = st_screening__findings(&found, c, err);
    if (rc == ST_OK)
        rc = st_register_get(c->tx, &d, &entry, &put.version, &st_eurodac, put.id, err);
    if (rc != ST_OK)
        return rc;
    d.security_flag = found.reasons;
    d.security_source = security_source_screening;
    return st_register_put(c->tx, NULL, &st_eurodac, &put, &d, err);
}

/* ---- Sent back: the receiving State is told (SR Art 7(2)) ---- */

int st_screening__announce(struct st_case *c, const void *form, struct st_error *err)
{
    const struct screening_opened *opened = form;
    struct announcement_received what = {.from_authority = c->tx->actor->authority, .from_number = c->file.number,
                                         .event_at = opened->event_at, .place = c->file.place};
    struct person person = {0};
    int rc;

    if (!st_yes(opened->sent_back_under_bilateral) || c->corrects != NULL)
        return ST_OK;
    rc = st_screening__person(&person, c, err);
    if (rc != ST_OK)
        return rc;
    what.names.v = person.names.v;
    what.names.n = person.names.n;
    what.born_on = person.born_on;
    what.sex = person.sex;
    what.nationalities.v = person.nationalities.v;
    what.nationalities.n = person.nationalities.n;
    what.languages = person.languages;
    what.unaccompanied = person.unaccompanied;
    return st_announcement_send(c->tx, st_str_z(c->tx->arena, opened->sent_back_authority), c->id, &what, err);
}
