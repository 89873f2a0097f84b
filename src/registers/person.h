/* The person's file in this place: one for each human being who came, from first contact on.
 *
 * It holds what the person said and what documents say, each name in the script it was given in. It is no register of
 * its own law: it lives as long as a case or register record here needs it (SR Art 18(7)). */
#ifndef ST_REGISTERS_PERSON_H
#define ST_REGISTERS_PERSON_H

#include "law/particulars.h"
#include "registers/register.h"

#define PERSON(F)                                                                                                     \
    F(text, number, ST_COMPUTED | ST_INDEXED, 24, "Number", "Printed on the band and on every page", "")              \
    F(many, names, 0, person_name, "Names", "", "SR Art 17(1)(a)")                                                    \
    F(date, born_on, ST_IN_PAST, 0, "Date of birth", "Year alone, or year and month, when the rest is not known",     \
      "SR Art 17(1)(a)")                                                                                              \
    F(tri, age_estimated, 0, 0, "Age is an estimate", "", "")                                                         \
    F(text, born_in, 0, 200, "Place of birth", "", "SR Art 17(1)(a)")                                                 \
    F(text, born_in_country, 0, 3, "Country of birth", "Three-letter code", "SR Art 17(1)(a)")                        \
    F(code, sex, 0, sex, "Sex", "", "SR Art 17(1)(a)")                                                                \
    F(many, nationalities, 0, person_nationality, "Nationalities", "", "SR Art 17(1)(b)")                             \
    F(text, languages, ST_LANGUAGES, 60, "Languages", "The best understood first, commas between", "SR Art 17(1)(b)")    \
    F(many, documents, 0, person_document, "Documents", "", "SR Art 17(2)(c)")                                        \
    F(code, identity_certainty, 0, certainty, "Identity is", "", "SR Art 17(3)")                                      \
    F(id, arrival, ST_INDEXED | ST_HIDDEN, 0, "Arrival", "", "")                                                      \
    F(text, band, ST_INDEXED, 24, "Band", "Number on the wrist-band", "")                                             \
    F(id, family_head, ST_INDEXED | ST_HIDDEN, 0, "Travels with", "File of the person they travel with",              \
      "SR Art 17(1)(g)")                                                                                              \
    F(text, family_relation, 0, 60, "Relation", "", "")                                                               \
    F(tri, unaccompanied, 0, 0, "Unaccompanied minor", "", "SR Art 13(3)")
ST_SHAPE(person, PERSON)

/* The register engine keeps the files (rights, journal, marks, erasure). A file ends when nothing here needs it any
 * more (SR Art 18(7)); one that nothing ever needed, after the controller's limit (rule keeping.limit). */
extern const struct st_register st_persons;

/* Opens a file: gives it a number and journals it. Rights: a role that captures (screening, registration). Of the given
 * record only the number is filled in. Errors: ST_E_INVALID (each field named), ST_E_FORBIDDEN. */
int st_person_open(struct st_tx *tx, struct st_id *id, struct person *person, struct st_error *err);
/* Errors: also ST_E_CONFLICT, ST_E_NOTFOUND. */
int st_person_update(struct st_tx *tx, struct st_id id, int64_t version, struct person *person, struct st_error *err);
/* Reads a file into *person (overwritten); fields that the actor may not see are unknown. Journalled as a read.
 * `version` may be NULL. */
int st_person_get(struct st_tx *tx, struct person *person, int64_t *version, struct st_id id, struct st_error *err);
/* The version of a file: a number that says nothing of the person, so no reading. ST_E_NOTFOUND. */
int st_person_version(struct st_tx *tx, int64_t *version, struct st_id id, struct st_error *err);
/* Who came with an arrival, by key and version of the file, in the order in which the files were opened: no reading. */
int st_persons_versions(struct st_tx *tx, struct st_id **ids, int64_t **versions, size_t *n, struct st_id arrival,
                        struct st_error *err);
/* Erases a file by operation of law, under that article, unless a register record or an unanswered request of the
 * person needs it; decisions on identity and the name index go with it, its log key a year later. The caller has seen
 * that no case needs it, and the actor is the law itself. A file that is not there is fine. */
int st_person_end(struct st_tx *tx, struct st_id id, const char *citation, struct st_error *err);
/* The last day of a file as it stands (unknown while something that has no end needs it), and under which article. */
int st_person_last_day(struct st_tx *tx, struct st_date *last_day, struct st_str *citation, struct st_id id,
                       struct st_error *err);
/* Gives a file its last day (unknown: none while something needs it), and the article. */
int st_person_ends_on(struct st_tx *tx, struct st_id id, struct st_date last_day, const char *citation,
                      struct st_error *err);
/* Finds by number or band; ST_E_NOTFOUND. Says nothing about the person; needs the right to search, but for those who
 * are in the actor's care. */
int st_person_find(struct st_tx *tx, struct st_id *id, struct st_str text, struct st_error *err);
/* The files of those who came with an arrival, in the order in which they were opened; the family of a person: the
 * head first, then who travels with them (one person without family is alone in it); to a reader who sees only persons
 * in care, those of them. Each is a read. */
int st_persons_of_arrival(struct st_tx *tx, struct person **out, struct st_id **ids, size_t *n, struct st_id arrival,
                          struct st_error *err);
int st_person_family(struct st_tx *tx, struct person **out, struct st_id **ids, size_t *n, struct st_id id,
                     struct st_error *err);
/* The name to show: family name in capitals, given names; in own script when there is no Latin one. */
void st_person_display_name(struct st_buf *out, const struct person *person);
/* The same in the arena; the number when there is no name at all. */
struct st_str st_person_called(struct st_arena *arena, const struct person *person);
/* Age in whole years on a day, as a range when the birth date is partial; false when the year is unknown. */
bool st_person_age(int *least, int *most, const struct person *person, struct st_date on);

/* The name index over all files, kept in step after each commit; derived data. NULL before the first file. */
struct st_name_index *st_persons_names(void);

#endif
