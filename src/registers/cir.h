/* The common identity repository: the identity part of a record of an underlying system, under the same id.
 *
 * It has no life of its own: it comes, changes and goes with its record, in the same transaction (Eurodac Art 3(2),
 * Regulation (EU) 2019/818 Art 18 to 23). */
#ifndef ST_REGISTERS_CIR_H
#define ST_REGISTERS_CIR_H

#include "law/eurodac_dataset.h"
#include "store/record.h"

#define CIR_FILE(F)                                                                                                   \
    F(many, fingerprints, 0, eurodac_print, "Fingerprints", "", "Eurodac Art 17(1)(a)")                               \
    F(blob, facial_image, 0, 2000000, "Facial image", "", "Eurodac Art 17(1)(b)")                                     \
    F(many, names, 0, person_name, "Names", "", "Eurodac Art 17(1)(c)")                                               \
    F(many, nationalities, 0, person_nationality, "Nationalities", "", "Eurodac Art 17(1)(d)")                        \
    F(date, born_on, 0, 0, "Date of birth", "", "Eurodac Art 17(1)(e)")                                               \
    F(text, born_in, 0, 200, "Place of birth", "", "Eurodac Art 17(1)(f)")                                            \
    F(text, born_in_country, 0, 3, "Country of birth", "Three-letter code", "Eurodac Art 17(1)(f)")                   \
    F(code, sex, 0, sex, "Sex", "", "Eurodac Art 17(1)(h)")                                                           \
    F(many, documents, 0, person_document, "Documents", "", "Eurodac Art 17(1)(i)")
ST_SHAPE(cir_file, CIR_FILE)

/* Makes, renews or (`record` NULL) erases the file of a Eurodac dataset. */
int st_cir_follow(struct st_tx *tx, struct st_id id, const struct eurodac_dataset *before,
                  const struct eurodac_dataset *record, struct st_error *err);

#endif
