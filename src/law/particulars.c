#include "law/particulars.h"

ST_CODES_DEFINE(name_kind, NAME_KIND)
ST_CODES_DEFINE(sex, SEX)
ST_CODES_DEFINE(document_kind, DOCUMENT_KIND)
ST_CODES_DEFINE(certainty, CERTAINTY)
ST_SHAPE_DEFINE(person_name, PERSON_NAME, "Name", "SR Art 17(1)(a)")
ST_SHAPE_DEFINE(person_nationality, PERSON_NATIONALITY, "Nationality", "SR Art 17(1)(b)")
ST_SHAPE_DEFINE(person_document, PERSON_DOCUMENT, "Document", "Eurodac Art 17(1)(i)")

struct st_str st_name_whole(struct st_arena *arena, const struct person_name *name)
{
    if (name->family.n == 0 || name->given.n == 0)
        return name->family.n > 0 ? name->family : name->given;
    return st_strf(arena, "%.*s, %.*s", (int)name->family.n, name->family.p, (int)name->given.n, name->given.p);
}
