/* A person's particulars as the acts list them: names, nationalities, documents, sex. The screening form, the Eurodac
 * dataset and the person's file are made of these. */
#ifndef ST_LAW_PARTICULARS_H
#define ST_LAW_PARTICULARS_H

#include "base/shape.h"

#define NAME_KIND(C)                                                                                                  \
    C(name_kind, current, "Name", "")                                                                                 \
    C(name_kind, native, "Name in own script", "")                                                                    \
    C(name_kind, birth, "Name at birth", "Eurodac Art 17(1)(c)")                                                      \
    C(name_kind, former, "Earlier name", "Eurodac Art 17(1)(c)")                                                      \
    C(name_kind, alias, "Alias", "Eurodac Art 17(1)(c)")
ST_CODES(name_kind, NAME_KIND)
#define SEX(C) C(sex, female, "Female", "") C(sex, male, "Male", "") C(sex, unspecified, "Unspecified", "")
ST_CODES(sex, SEX)
#define DOCUMENT_KIND(C)                                                                                              \
    C(document_kind, passport, "Passport", "") C(document_kind, identity_card, "Identity card", "")                   \
    C(document_kind, residence_permit, "Residence permit", "") C(document_kind, visa, "Visa", "")                     \
    C(document_kind, other, "Other document", "")
ST_CODES(document_kind, DOCUMENT_KIND)
/* SR Art 17(3): each item is confirmed or only declared by the person. */
#define CERTAINTY(C)                                                                                                  \
    C(certainty, declared, "Declared", "SR Art 17(3)")                                                                \
    C(certainty, confirmed, "Confirmed", "SR Art 17(3)")
ST_CODES(certainty, CERTAINTY)

#define PERSON_NAME(F)                                                                                                \
    F(code, kind, ST_REQUIRED, name_kind, "Kind of name", "", "")                                                     \
    F(text, family, 0, 200, "Family name", "As in the document; in any script", "SR Art 17(1)(a)")                    \
    F(text, given, 0, 200, "Given names", "", "SR Art 17(1)(a)")
ST_SHAPE(person_name, PERSON_NAME)
/* "Family, given", in the arena or borrowed: the comma tells comparisons which words are the family name. */
struct st_str st_name_whole(struct st_arena *arena, const struct person_name *name);

#define PERSON_NATIONALITY(F)                                                                                         \
    F(text, country, ST_REQUIRED, 3, "Nationality", "Three-letter code; XXA for a stateless person", "SR Art 17(1)(b)")
ST_SHAPE(person_nationality, PERSON_NATIONALITY)

#define PERSON_DOCUMENT(F)                                                                                            \
    F(code, kind, ST_REQUIRED, document_kind, "Kind of document", "", "Eurodac Art 17(1)(i)")                         \
    F(text, number, ST_INDEXED, 40, "Document number", "", "Eurodac Art 17(1)(i)")                                    \
    F(text, issuer, 0, 3, "Issued by", "Three-letter code", "Eurodac Art 17(1)(i)")                                   \
    F(date, expires_on, 0, 0, "Expires on", "", "Eurodac Art 17(1)(i)")                                               \
    F(text, mrz, 0, 140, "Machine readable zone", "As read; two or three lines", "")                                  \
    F(code, certainty, 0, certainty, "Authenticity", "", "SR Art 17(3)")
ST_SHAPE(person_document, PERSON_DOCUMENT)

#endif
