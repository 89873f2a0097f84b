/* Arrivals, persons, candidates, search and officers' accounts on the web floor: their tables of routes and what their
 * files share. */
#ifndef ST_APP_PEOPLE_H
#define ST_APP_PEOPLE_H

#include "cases/arrival.h"
#include "registers/search.h"
#include "registers/staff.h"
#include "app/app.h"
#include "web/form.h"
#include "web/page.h"

extern const struct st_route st_arrival_routes[], st_capture_routes[], st_person_routes[], st_candidate_routes[],
    st_search_routes[], st_staff_routes[];
extern const struct st_route st_people_api_routes[], st_staff_api_routes[], st_identity_api_routes[];
extern const struct st_route st_setting_routes[], st_setting_api_routes[];

/* Roles that may search persons for some purpose of theirs: those of the rights table in registers/person.c. */
#define ST_SEARCHERS                                                                                                  \
    (ST_ROLE(screening_officer) | ST_ROLE(supervisor) | ST_ROLE(registration_officer) | ST_ROLE(return_officer) |     \
     ST_ROLE(medical_staff) | ST_ROLE(vulnerability_staff) | ST_ROLE(data_protection_officer))

/* Who reads what Eurodac tells of a dataset and keeps datasets; an expert compares prints, and does nothing there. */
#define ST_NOTICE_ROLES                                                                                               \
    (ST_ROLE(screening_officer) | ST_ROLE(supervisor) | ST_ROLE(registration_officer) | ST_ROLE(return_officer) |      \
     ST_ROLE(data_protection_officer))

/* Who may look at the settings of the place. */
#define ST_SETTING_READERS                                                                                            \
    (ST_ROLE(administrator) | ST_ROLE(supervisor) | ST_ROLE(data_protection_officer) | ST_ROLE(monitor))

/* "/arrivals/<id>/bands": a path with a key in it, in the arena. */
struct st_str st_path(struct st_arena *arena, const char *before, struct st_id id, const char *after);
/* The day of the request's clock in the reader's zone. */
struct st_date st_request_today(const struct st_request *req);

/* Where the page belongs: a link above its content. */
void st_part_crumb(struct st_html *page, struct st_str to, const char *key);
/* Particulars as facts; what is unknown is left out. */
void st_part_particulars(struct st_html *page, const struct person *person);
/* "Haddad, Nadia". */
void st_part_name(struct st_html *page, const struct person_name *name);
/* "17 to 18 years"; false, and nothing, when the year of birth is unknown. */
bool st_part_age(struct st_html *page, const struct person *person);
/* The name of a country; its code when there is none such. */
void st_part_country(struct st_html *page, struct st_str code);
/* Rows of a table of two sides: label, left, right, and a word that says how they compare. */
void st_part_pair_rows(struct st_html *page, const struct person *a, const struct person *b);
/* The <datalist id="countries"> that fields of three-letter codes offer. */
void st_part_countries(struct st_html *page);
/* What an entry of the journal was, in words ("Particulars changed"); a catalogue key. NULL: not known here. */
const char *st_action_label(struct st_str action);
/* Why a hit is there: "94 of 100", and the sentences. */
void st_part_score(struct st_html *page, int score);
void st_part_reasons(struct st_html *page, const struct st_message *why, size_t n);
/* The cells of a row of a list of persons, in the row that is open: name with number, band, birth with age,
 * nationality; the caller adds cells of its own. */
void st_part_person_cells(struct st_html *page, const struct person *person, struct st_id id);

#endif
