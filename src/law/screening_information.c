#include "law/screening_information.h"

#include "law/words.h"

ST_CODES_DEFINE(information_lack, INFORMATION_LACK)
ST_SHAPE_DEFINE(information_facts, INFORMATION_FACTS, "What the person was told", "SR Art 11")
ST_SHAPE_DEFINE(information_outcome, INFORMATION_OUTCOME, "Information", "SR Art 11")
