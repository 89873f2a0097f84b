#include "law/screening_queries.h"

#include "law/screening_words.h"

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

#define BIT ST_CODE_BIT

/* ---- screening.identity: SCR-50 to SCR-57 ---- */

/* The query gave an answer, or was left out with a reason; a failure is no answer. */
static bool answered(struct st_run *r, const uint16_t *result)
{
    return st_ask_known(r, result) && st_ask_code(r, result) != query_result_failed;
}

/* SCR-51 to SCR-54: the repository with biometrics; again with identity data where that gave nothing. */
static void plan_repository(struct st_run *r, const struct identity_facts *f, struct identity_outcome *o)
{
    bool usable = is(r, f->biometrics_usable);
    unsigned first = usable && known(r, f->first_query) ? code(r, f->first_query) : 0;

    o->in_presence = ST_YES;
    because(r, "SR Art 14(2)", "The Common Identity Repository is queried.");
    because(r, "SR recital 41", "The person is present when it is; it does not show which system holds the data.");
    if (usable) {
        o->plan |= BIT(identity_step_cir_biometrics);
        if (first == 0)
            o->open |= BIT(identity_step_cir_biometrics);
    }
    if (!usable || first == query_result_failed || first == query_result_no_hit) {
        o->plan |= BIT(identity_step_cir_identity_data);
        because(r, "SR Art 14(4)",
                "Biometrics cannot be used, failed or gave no hit: the query is made with identity data, together with "
                "document data or other information.");
        if (!answered(r, &f->second_query))
            o->open |= BIT(identity_step_cir_identity_data);
    }
    if (is(r, f->portal_possible)) {
        o->route = query_route_portal;
        o->reason_due = ST_NO;
        because(r, "SR Art 14(3)", "The query goes through the European Search Portal.");
    } else {
        o->route = query_route_direct;
        o->reason_due = ST_YES;
        because(r, "SR Art 14(3)",
                "The portal cannot be used for technical reasons: the systems are queried directly, and the reason is "
                "recorded.");
    }
}

static void plan_other_searches(struct st_run *r, const struct identity_facts *f, struct identity_outcome *o)
{
    if (is(r, f->document_with_chip)) {
        o->plan |= BIT(identity_step_chip);
        because(r, "SR Art 14(6)", "Where possible, a biometric identifier stored in a document is verified.");
        if (!has(r, f->means, identity_means_chip))
            o->open |= BIT(identity_step_chip);
    }
    if (is(r, f->national_relevant)) {
        o->plan |= BIT(identity_step_national);
        because(r, "SR Art 14(2)", "National databases are searched where relevant, as national law provides.");
        if (!answered(r, &f->national))
            o->open |= BIT(identity_step_national);
    }
}

ST_RULE(screening_identity, identity_facts, identity_outcome, "screening.identity", "SR Art 14",
        "Which steps does the identity check need?", "SCR-50 SCR-51 SCR-53 SCR-54 SCR-55 SCR-56 SCR-57", ST_READING,
        SR_APPLIES)
{
    if (is(r, f->done_at_border_check)) {
        o->complete = ST_YES;
        because(r, "SR Art 14(1)", "Identity was verified or established at the border check: nothing is repeated.");
        return;
    }
    if (is(r, f->cir_in_operation) && is(r, f->portal_in_operation)) {
        plan_repository(r, f, o);
        o->plan |= BIT(identity_step_sis);
        because(r, "SR Art 14(3) and (5)", "The SIS is searched under its own law; the portal is optional for it.");
        if (!answered(r, &f->sis))
            o->open |= BIT(identity_step_sis);
    } else {
        o->skipped = BIT(identity_step_cir_biometrics) | BIT(identity_step_cir_identity_data) | BIT(identity_step_sis);
        because(r, "SR Art 25, third subparagraph",
                "The repository or the portal is not yet in operation: these queries do not yet apply. What other law allows "
                "is not touched.");
    }
    plan_other_searches(r, f, o);
    st_because_of_each(r, &identity_step_codes, o->open, "Still open: {0}.");
    o->complete = st_tri_of(o->open == 0);
}

/* ---- screening.security: SCR-60 to SCR-72 ---- */

/* The systems of the Union to which Art 25, third subparagraph, applies; in the order of Art 15(2). */
#define UNION_SYSTEMS                                                                                                 \
    (BIT(security_system_sis) | BIT(security_system_ees) | BIT(security_system_etias) |                               \
     BIT(security_system_etias_watchlist) | BIT(security_system_vis) | BIT(security_system_ecris_tcn))

static uint64_t union_systems_ready(struct st_run *r, const struct security_facts *f, struct security_plan_outcome *o)
{
    uint64_t ready = UNION_SYSTEMS & noted(r, f->in_operation);

    if (!is(r, f->cir_in_operation) || !is(r, f->portal_in_operation))
        ready = 0;
    o->skipped |= UNION_SYSTEMS & ~ready;
    if (o->skipped & UNION_SYSTEMS)
        because(r, "SR Art 25, third subparagraph",
                "Left out: systems that are not yet in operation, or whose queries wait for the repository and the portal.");
    return ready;
}

static uint64_t interpol(struct st_run *r, const struct security_facts *f, struct security_plan_outcome *o)
{
    if (is(r, f->interpol_without_trace))
        return BIT(security_system_interpol);
    o->skipped |= BIT(security_system_interpol);
    because(r, "SR Art 16(6)",
            "Interpol cannot be asked without revealing something to the owner of the alert: the screening leaves it out.");
    return 0;
}

static void say_limits(struct st_run *r, uint64_t plan)
{
    const uint64_t security_refusals = BIT(security_system_ees) | BIT(security_system_etias) | BIT(security_system_vis);

    if (plan & security_refusals)
        because(r, "SR Art 15(3)",
                "Of the EES, ETIAS and the VIS only refusals, annulments and revocations on security grounds are retrieved.");
    if (plan & BIT(security_system_ecris_tcn))
        because(r, "SR Art 15(4)", "Of ECRIS-TCN only convictions for terrorist and other serious offences are retrieved.");
    if (plan & BIT(security_system_belongings))
        because(r, "SR Art 15(1)", "The check may cover the objects carried; searches follow national law.");
}

ST_RULE(screening_security, security_facts, security_plan_outcome, "screening.security", "SR Art 15 and 16",
        "Which systems does the security check consult?",
        "SCR-60 SCR-61 SCR-62 SCR-63 SCR-64 SCR-65 SCR-66 SCR-67 SCR-68 SCR-70 SCR-71 SCR-72", ST_READING, SR_APPLIES)
{
    const uint64_t before = noted(r, f->done_at_border_check);
    uint64_t plan = union_systems_ready(r, f, o) | BIT(security_system_europol) | interpol(r, f, o);

    if (is(r, f->national_wanted))
        plan |= BIT(security_system_national);
    if (is(r, f->belongings_wanted))
        plan |= BIT(security_system_belongings);
    if (plan & before)
        because(r, "SR Art 15(2)", "What was consulted at the border check is not consulted again.");
    o->plan = plan & ~before;
    o->open = o->plan & ~noted(r, f->answered);
    say_limits(r, o->plan);
    o->route = is(r, f->portal_in_operation) ? query_route_portal : query_route_direct;
    if (o->route == query_route_portal)
        because(r, "SR Art 16(1)", "The queries may go through the European Search Portal.");
    st_because_of_each(r, &security_system_codes, o->open, "Still open: {0}.");
    o->complete = st_tri_of(o->open == 0);
}

/* ---- screening.hit: SCR-60 to SCR-68 ---- */

static const struct hit_row {
    enum security_system system;
    enum hit_limit limit;
    enum hit_follow_up follow_up;
    const char *citation, *sentence;
} hit_rows[] = {
    {security_system_sis, hit_limit_alert, hit_follow_up_sirene, "SR Art 16(3)",
     "A hit in the SIS: its data are open; its procedures follow, with the issuing State through SIRENE."},
    {security_system_ees, hit_limit_security_refusals, hit_follow_up_consult_record, "SR Art 16(2)",
     "A hit in the EES: a refusal of entry on security grounds; the record is consulted under the law of the EES."},
    {security_system_etias, hit_limit_security_refusals, hit_follow_up_consult_record, "SR Art 16(2)",
     "A hit in ETIAS: an authorisation refused, annulled or revoked on security grounds; its law governs the record."},
    {security_system_etias_watchlist, hit_limit_notice_only, hit_follow_up_opinion, "SR Art 16(7)",
     "A hit in the ETIAS watchlist: whoever entered the data is notified by the system and may give an opinion."},
    {security_system_vis, hit_limit_security_refusals, hit_follow_up_consult_record, "SR Art 16(2)",
     "A hit in the VIS: a visa or permit refused, annulled or revoked on security grounds; its law governs the record."},
    {security_system_ecris_tcn, hit_limit_flagged_convictions, hit_follow_up_criminal_records, "SR Art 16(4)",
     "A flagged record in ECRIS-TCN: used only for the security check and to consult national criminal records."},
    {security_system_europol, hit_limit_match, hit_follow_up_europol_notified, "SR Art 16(5)",
     "A match with Europol data: Europol is notified with the data of the query and follows up if needed."},
    {security_system_interpol, hit_limit_match, hit_follow_up_interpol_bureau, "SR Art 16(6)",
     "A match in an Interpol database: nothing may be revealed to the owner of the alert."},
    {security_system_national, hit_limit_national_law, hit_follow_up_national_law, "SR Art 15(2)",
     "A hit in a national database: national law governs what follows."},
    {security_system_belongings, hit_limit_national_law, hit_follow_up_national_law, "SR Art 15(1)",
     "Something was found on the person or in the objects carried: national law governs what follows."},
};

/* When an opinion on the threat may be given: after the criminal records (16(4)), after the watchlist has answered. */
static bool may_conclude(struct st_run *r, const struct hit_facts *f, unsigned system)
{
    if (system == security_system_ecris_tcn && !is(r, f->records_consulted)) {
        because(r, "SR Art 16(4)", "National criminal records are consulted before an opinion is delivered.");
        return false;
    }
    if (system == security_system_etias_watchlist && !is(r, f->opinion_settled)) {
        because(r, "ETIAS Art 35a(1)", "The opinion, or the end of the time for it, is waited for.");
        return false;
    }
    return true;
}

ST_RULE(screening_hit, hit_facts, hit_outcome, "screening.hit", "SR Art 15(3) and (4), Art 16",
        "What may be read of a hit, and what follows it?",
        "SCR-60 SCR-61 SCR-62 SCR-63 SCR-64 SCR-65 SCR-66 SCR-67 SCR-68 SCR-73 SCR-74", ST_VERIFIED, SR_APPLIES)
{
    unsigned system = code(r, f->system);

    o->may_apply = ST_YES;
    if (code(r, f->result) != query_result_hit) {
        o->hit_on_form = ST_NO;
        o->may_conclude = ST_YES;
        because(r, "SR Art 17(1)(h)", "No hit in this system: nothing follows from it.");
        return;
    }
    for (size_t i = 0; i < sizeof(hit_rows) / sizeof(hit_rows[0]); i++) {
        if (hit_rows[i].system != system)
            continue;
        o->limit = (uint16_t)hit_rows[i].limit;
        o->follow_up = BIT(hit_rows[i].follow_up);
        st_because(r, hit_rows[i].citation, ST_MSG(hit_rows[i].sentence));
    }
    o->hit_on_form = st_tri_of(system != security_system_belongings);
    o->may_conclude = st_tri_of(may_conclude(r, f, system));
    because(r, "SR Art 3", "A hit is no finding: an officer concludes, and the right to apply stands.");
}

/* ---- screening.security_flag: SCR-75 ---- */

static const char *article_of_flag(unsigned category)
{
    switch (category) {
    case eurodac_category_illegal_stay: return "Eurodac Art 23(3)(e)";
    case eurodac_category_irregular_crossing: return "Eurodac Art 22(3)(d)";
    case eurodac_category_disembarked: return "Eurodac Art 24(3)(f)";
    default: return "Eurodac Art 17(2)(i)";
    }
}

ST_RULE(screening_security_flag, security_flag_facts, security_flag_outcome, "screening.security_flag",
        "Eurodac Art 17(2)(i), 22(3)(d), 23(3)(e), 24(3)(f)", "May the security flag be set in Eurodac?", "SCR-75", ST_VERIFIED,
        SR_APPLIES)
{
    unsigned category = code(r, f->category);
    const char *article = article_of_flag(category);
    uint64_t sources = st_eurodac_flag_sources((enum eurodac_category)category);

    o->may_set = ST_NO;
    if (sources == 0) {
        because(r, article, "This category of Eurodac has no security flag.");
    } else if (!(sources & BIT(code(r, f->source)))) {
        because(r, article, "In this category the flag does not follow from such a check.");
    } else if (!known(r, f->reasons)) {
        because(r, article,
                "None of the four circumstances: armed, violent, indications of a terrorist offence or of one of the "
                "arrest-warrant list.");
    } else if (!is(r, f->named_officer) || !known(r, f->statement)) {
        because(r, article, "A named officer sets the flag and says why; the program never does.");
    } else {
        o->may_set = ST_YES;
        st_because_of_each(r, &security_reason_codes, noted(r, f->reasons), "The flag may be set: {0}.");
    }
}

/* ---- screening.relocation_bar: SCR-76 ---- */

ST_RULE(screening_relocation_bar, relocation_bar_facts, relocation_bar_outcome, "screening.relocation_bar",
        "AMMR Art 67(2) and 16(4)", "Does internal security bar a relocation?", "SCR-76", ST_VERIFIED, SR_APPLIES)
{
    o->barred = o->stop_now = ST_NO;
    if (!is(r, f->threat_grounds)) {
        because(r, "AMMR Art 67(2)", "No reasonable grounds to see a threat to internal security: nothing bars the relocation.");
        return;
    }
    o->barred = ST_YES;
    o->stop_now = st_tri_of(is(r, f->relocation_begun));
    because(r, "AMMR Art 67(2)",
            "Reasonable grounds to see a threat to internal security: no relocation, now or later, and no transfer to any State.");
    if (st_yes(o->stop_now))
        because(r, "AMMR Art 67(2)", "The relocation procedure that has begun is terminated immediately.");
    if (!is(r, f->application_made))
        return;
    o->responsible = text(r, f->benefitting_state);
    because(r, "AMMR Art 16(4), third subparagraph",
            "The person is an applicant: the benefitting State, {0}, is responsible and examines the application.",
            ST_V(o->responsible));
}
