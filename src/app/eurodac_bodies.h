/* What is sent about a law-enforcement request, by a program or by a form: one shape for both. */
#ifndef ST_APP_EURODAC_BODIES_H
#define ST_APP_EURODAC_BODIES_H

#include "law/eurodac.h"

#define EURODAC_VERDICT_BODY(F) F(code, verdict, ST_REQUIRED, eurodac_verdict, "Verdict", "", "Eurodac Art 32(2)")
ST_SHAPE(eurodac_verdict_body, EURODAC_VERDICT_BODY)

#define EURODAC_NEED_BODY(F)                                                                                          \
    F(tri, needed, ST_REQUIRED, 0, "The ongoing investigation it was asked for needs it", "", "Eurodac Art 47(4)")
ST_SHAPE(eurodac_need_body, EURODAC_NEED_BODY)

#endif
