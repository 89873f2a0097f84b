/* Who represents or assists a person, on the person's page and on that of a case; who is in the reader's own care. */
#ifndef ST_APP_REPRESENTATION_H
#define ST_APP_REPRESENTATION_H

#include "app/people.h"
#include "cases/procedure.h"
#include "registers/representation.h"

struct st_representation_view {
    bool shown; /* the reader may know it */
    struct representation *all;
    struct st_id *ids;
    size_t n, in_force; /* the first `in_force` are */
};

/* Reads them, where the reader may. Inside the store. Errors: ST_E_IO. */
int st_representation_view_load(struct st_tx *tx, struct st_representation_view *v, struct st_id person,
                                struct st_error *err);
/* "Nadia Haddad, Guardians (Provisional representative)", for a fact of a case; "nobody yet". */
void st_part_represented(struct st_html *page, const struct st_representation_view *v);
/* The part of a person's page: who is in charge, who was, and the ways to change it. `minor`: nobody is a finding. */
void st_part_representation(struct st_html *page, const struct st_representation_view *v, struct st_id person,
                            bool minor);

/* My work of somebody with ST_ROLES_IN_CARE: the persons in their care, each with the newest case. */
struct st_in_care_row {
    struct st_id person, case_id; /* case_id unknown: none yet */
    struct person file;
    struct representation charge;
    struct case_file c;
};
int st_in_care_load(struct st_tx *tx, struct st_in_care_row **out, size_t *n, struct st_error *err);
void st_part_in_care(struct st_html *page, const struct st_in_care_row *rows, size_t n);

extern const struct st_route st_representation_routes[], st_representation_api_routes[];

#endif
