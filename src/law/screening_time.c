#include "law/screening_time.h"

#include "law/words.h"

ST_CODES_DEFINE(screening_period, SCREENING_PERIOD)
ST_SHAPE_DEFINE(screening_deadline_outcome, SCREENING_DEADLINE_OUTCOME, "By when the screening ends", "SR Art 8")
ST_SHAPE_DEFINE(watchlist_facts, WATCHLIST_FACTS, "Hit in the ETIAS watchlist", "ETIAS Art 35a")
ST_SHAPE_DEFINE(watchlist_outcome, WATCHLIST_OUTCOME, "Opinion on the hit", "ETIAS Art 35a")
