#include "law/particulars.h"

ST_CODES_DEFINE(name_kind, NAME_KIND)
ST_CODES_DEFINE(sex, SEX)
ST_CODES_DEFINE(document_kind, DOCUMENT_KIND)
ST_CODES_DEFINE(certainty, CERTAINTY)
ST_SHAPE_DEFINE(person_name, PERSON_NAME, "Name", "SR Art 17(1)(a)")
ST_SHAPE_DEFINE(person_nationality, PERSON_NATIONALITY, "Nationality", "SR Art 17(1)(b)")
ST_SHAPE_DEFINE(person_document, PERSON_DOCUMENT, "Document", "Eurodac Art 17(1)(i)")
