#include "law/screening_monitor.h"

#include "law/screening_words.h"

ST_CODES_DEFINE(allegation_duty, ALLEGATION_DUTY)
ST_SHAPE_DEFINE(monitor_facts, MONITOR_FACTS, "Who asks, and for what", "SR Art 10(2)")
ST_SHAPE_DEFINE(monitor_outcome, MONITOR_OUTCOME, "Access of the monitor", "SR Art 10(2)")
ST_SHAPE_DEFINE(allegation_facts, ALLEGATION_FACTS, "State of the allegation", "SR Art 10")
ST_SHAPE_DEFINE(allegation_outcome, ALLEGATION_OUTCOME, "What is due on an allegation", "SR Art 10")

/* ---- screening.monitor: SCR-112, SCR-113, SCR-115, SCR-117 ---- */

ST_RULE(screening_monitor, monitor_facts, monitor_outcome, "screening.monitor", "SR Art 10(2)",
        "May the independent monitor see this?", "SCR-112 SCR-113 SCR-115 SCR-117", ST_READING, SR_APPLIES)
{
    o->access = o->unannounced = ST_NO;
    if (!is(r, f->on_behalf_of_monitor)) {
        because(r, "SR Art 10(2)", "Only who acts for the independent monitoring mechanism has its access.");
    } else if (!is(r, f->needed_for_task)) {
        because(r, "SR Art 10(2)", "Access goes as far as the monitor needs it for its task, and the monitor says so.");
    } else if (is(r, f->classified) && !is(r, f->security_clearance)) {
        because(r, "SR Art 10(2)", "Classified information and such places need the clearance of a national authority.");
    } else {
        o->access = o->unannounced = ST_YES;
        because(r, "SR Art 10(2)",
                "The monitor has access to all relevant places, people and documents, at random and unannounced.");
    }
}

/* ---- screening.allegation: SCR-110, SCR-111 ---- */

ST_RULE(screening_allegation, allegation_facts, allegation_outcome, "screening.allegation", "SR Art 10(1) and (2)(b)",
        "What is due on an allegation of a breach of fundamental rights?", "SCR-110 SCR-111", ST_VERIFIED, SR_APPLIES)
{
    if (!known(r, f->substantiated))
        o->due = ST_CODE_BIT(allegation_duty_record);
    else if (is(r, f->substantiated)) {
        if (!is(r, f->investigated))
            o->due |= ST_CODE_BIT(allegation_duty_investigate);
        else if (!is(r, f->closed))
            o->due |= ST_CODE_BIT(allegation_duty_follow);
        if (is(r, f->offence_or_claim) && !is(r, f->referred))
            o->due |= ST_CODE_BIT(allegation_duty_refer);
    } else {
        because(r, "SR Art 10(2)(b)", "The allegation was looked at and is not substantiated.");
    }
    o->done = st_tri_of(o->due == 0);
    st_because_of_each(r, &allegation_duty_codes, o->due, "Due now: {0}.");
}
