#include "law/screening_stay.h"

#include "law/words.h"

ST_CODES_DEFINE(entry_status, ENTRY_STATUS)
ST_CODES_DEFINE(screening_place, SCREENING_PLACE)
ST_CODES_DEFINE(detention_ground, DETENTION_GROUND)
ST_CODES_DEFINE(return_detention_ground, RETURN_DETENTION_GROUND)
ST_CODES_DEFINE(detention_regime, DETENTION_REGIME)
ST_CODES_DEFINE(other_law, OTHER_LAW)
ST_SHAPE_DEFINE(screening_entry_outcome, SCREENING_ENTRY_OUTCOME, "Entry and place", "SR Art 6 to 8")
ST_SHAPE_DEFINE(detention_facts, DETENTION_FACTS, "What is known for a detention", "SR Art 8(7)")
ST_SHAPE_DEFINE(detention_outcome, DETENTION_OUTCOME, "Detention", "SR Art 8(7)")
ST_SHAPE_DEFINE(access_facts, ACCESS_FACTS, "Access of counsel and organisations", "SR Art 8(6)")
ST_SHAPE_DEFINE(access_outcome, ACCESS_OUTCOME, "Limits to access", "SR Art 8(6)")
ST_SHAPE_DEFINE(cooperation_facts, COOPERATION_FACTS, "What the person did", "SR Art 9")
ST_SHAPE_DEFINE(cooperation_outcome, COOPERATION_OUTCOME, "Cooperation", "SR Art 9")
ST_SHAPE_DEFINE(relation_facts, RELATION_FACTS, "What is known of the procedures", "SR Art 4")
ST_SHAPE_DEFINE(relation_outcome, RELATION_OUTCOME, "Other law beside the screening", "SR Art 4")
