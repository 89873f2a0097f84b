#include "law/screening_checks.h"

#include "law/words.h"

ST_CODES_DEFINE(health_lack, HEALTH_LACK)
ST_CODES_DEFINE(vulnerability_lack, VULNERABILITY_LACK)
ST_SHAPE_DEFINE(elements_facts, ELEMENTS_FACTS, "What was done", "SR Art 8(5)")
ST_SHAPE_DEFINE(elements_outcome, ELEMENTS_OUTCOME, "Elements of the screening", "SR Art 8(5)")
ST_SHAPE_DEFINE(health_facts, HEALTH_FACTS, "What is known of the health check", "SR Art 12(1)")
ST_SHAPE_DEFINE(health_check_outcome, HEALTH_CHECK_OUTCOME, "Health check", "SR Art 12(1)")
ST_SHAPE_DEFINE(vulnerability_facts, VULNERABILITY_FACTS, "What is known of the vulnerability check", "SR Art 12(3)")
ST_SHAPE_DEFINE(vulnerability_outcome, VULNERABILITY_OUTCOME, "Vulnerability check", "SR Art 12(3)")
