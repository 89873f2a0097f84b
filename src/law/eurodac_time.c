#include "law/eurodac_time.h"

#include "law/words.h"

ST_CODES_DEFINE(transmission_clock, TRANSMISSION_CLOCK_KIND)
ST_SHAPE_DEFINE(transmission_clock_facts, TRANSMISSION_CLOCK_FACTS, "What is known for the transmission", "Eurodac Art 15 to 26")
ST_SHAPE_DEFINE(transmission_clock_outcome, TRANSMISSION_CLOCK_OUTCOME, "By when the data go to Eurodac", "Eurodac Art 15 to 26")
