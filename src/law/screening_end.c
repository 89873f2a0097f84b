#include "law/screening_end.h"

#include "law/words.h"

ST_CODES_DEFINE(transmission_lack, TRANSMISSION_LACK)
ST_CODES_DEFINE(referral_alert, REFERRAL_ALERT)
ST_SHAPE_DEFINE(form_facts, FORM_FACTS, "Entries of the form", "SR Art 17")
ST_SHAPE_DEFINE(form_outcome, FORM_OUTCOME, "Completeness of the form", "SR Art 17")
ST_SHAPE_DEFINE(transmission_facts, TRANSMISSION_FACTS, "What is known of the copy and the objections", "SR Art 17(3)")
ST_SHAPE_DEFINE(transmission_outcome, TRANSMISSION_OUTCOME, "Transmission of the form", "SR Art 17(3)")
ST_SHAPE_DEFINE(referral_outcome, REFERRAL_OUTCOME, "Referral", "SR Art 18")
ST_SHAPE_DEFINE(screening_retention_facts, SCREENING_RETENTION_FACTS, "What is known for the deletion", "SR Art 18(7)")
ST_SHAPE_DEFINE(screening_retention_outcome, SCREENING_RETENTION_OUTCOME, "Deletion of the data", "SR Art 18(7)")
