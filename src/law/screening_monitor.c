#include "law/screening_monitor.h"

#include "law/words.h"

ST_CODES_DEFINE(allegation_duty, ALLEGATION_DUTY)
ST_SHAPE_DEFINE(monitor_facts, MONITOR_FACTS, "Who asks, and for what", "SR Art 10(2)")
ST_SHAPE_DEFINE(monitor_outcome, MONITOR_OUTCOME, "Access of the monitor", "SR Art 10(2)")
ST_SHAPE_DEFINE(allegation_facts, ALLEGATION_FACTS, "State of the allegation", "SR Art 10")
ST_SHAPE_DEFINE(allegation_outcome, ALLEGATION_OUTCOME, "What is due on an allegation", "SR Art 10")
