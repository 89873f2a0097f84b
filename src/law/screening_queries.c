#include "law/screening_queries.h"

#include "law/words.h"

ST_CODES_DEFINE(query_route, QUERY_ROUTE)
ST_CODES_DEFINE(identity_step, IDENTITY_STEP)
ST_CODES_DEFINE(hit_limit, HIT_LIMIT)
ST_CODES_DEFINE(hit_follow_up, HIT_FOLLOW_UP)
ST_SHAPE_DEFINE(identity_facts, IDENTITY_FACTS, "What is known of the identity check", "SR Art 14")
ST_SHAPE_DEFINE(identity_outcome, IDENTITY_OUTCOME, "Identity check", "SR Art 14")
ST_SHAPE_DEFINE(security_facts, SECURITY_FACTS, "What is known of the consultations", "SR Art 15")
ST_SHAPE_DEFINE(security_plan_outcome, SECURITY_PLAN_OUTCOME, "Consultations", "SR Art 15")
ST_SHAPE_DEFINE(hit_facts, HIT_FACTS, "Answer of a system", "SR Art 16")
ST_SHAPE_DEFINE(hit_outcome, HIT_OUTCOME, "What follows a hit", "SR Art 16")
ST_SHAPE_DEFINE(security_flag_facts, SECURITY_FLAG_FACTS, "What is known for the security flag", "Eurodac Art 17(2)(i)")
ST_SHAPE_DEFINE(security_flag_outcome, SECURITY_FLAG_OUTCOME, "Security flag", "Eurodac Art 17(2)(i)")
ST_SHAPE_DEFINE(relocation_bar_facts, RELOCATION_BAR_FACTS, "What is known for a relocation", "AMMR Art 67(2)")
ST_SHAPE_DEFINE(relocation_bar_outcome, RELOCATION_BAR_OUTCOME, "Bar to relocation", "AMMR Art 67(2)")
