#include "law/screening_minor.h"

#include "law/words.h"

ST_CODES_DEFINE(minor_lack, MINOR_LACK)
ST_CODES_DEFINE(capture_lack, CAPTURE_LACK)
ST_CODES_DEFINE(capture_next, CAPTURE_NEXT)
ST_SHAPE_DEFINE(minor_facts, MINOR_FACTS, "What is known of the minor", "SR Art 13")
ST_SHAPE_DEFINE(minor_outcome, MINOR_OUTCOME, "Guarantees for minors", "SR Art 13")
ST_SHAPE_DEFINE(biometrics_facts, BIOMETRICS_FACTS, "What is known of the capture", "Eurodac Art 13 and 14")
ST_SHAPE_DEFINE(biometrics_outcome, BIOMETRICS_OUTCOME, "Capture of biometrics", "Eurodac Art 13 and 14")
