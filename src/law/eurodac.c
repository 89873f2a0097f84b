#include "law/eurodac.h"

#include "law/period.h"
#include "law/words.h"

#define EURODAC_APPLIES 2026, 6, 12

ST_CODES_DEFINE(eurodac_situation, EURODAC_SITUATION)
ST_CODES_DEFINE(eurodac_admission, EURODAC_ADMISSION)
ST_CODES_DEFINE(eurodac_companion, EURODAC_COMPANION)
ST_SHAPE_DEFINE(eurodac_capture_facts, EURODAC_CAPTURE_FACTS, "The person and the event", "Eurodac Art 13 to 26")
ST_SHAPE_DEFINE(eurodac_capture, EURODAC_CAPTURE, "Whose biometrics are taken", "Eurodac Art 13(1)")
ST_SHAPE_DEFINE(eurodac_child_facts, EURODAC_CHILD_FACTS, "Taking the biometrics of a child", "Eurodac Art 13, 14")
ST_SHAPE_DEFINE(eurodac_child, EURODAC_CHILD, "How biometrics are taken", "Eurodac Art 14(1)")
ST_SHAPE_DEFINE(eurodac_information_facts, EURODAC_INFORMATION_FACTS, "Who is to be informed", "Eurodac Art 42")
ST_SHAPE_DEFINE(eurodac_information, EURODAC_INFORMATION, "What the person is told", "Eurodac Art 42")
ST_SHAPE_DEFINE(eurodac_retention_facts, EURODAC_RETENTION_FACTS, "A dataset and its beginning", "Eurodac Art 29")
ST_SHAPE_DEFINE(eurodac_retention, EURODAC_RETENTION, "How long a dataset is kept", "Eurodac Art 29")
ST_SHAPE_DEFINE(eurodac_erasure_facts, EURODAC_ERASURE_FACTS, "Citizenship acquired", "Eurodac Art 30")
ST_SHAPE_DEFINE(eurodac_erasure, EURODAC_ERASURE, "Advance erasure", "Eurodac Art 30")
ST_SHAPE_DEFINE(eurodac_logs_facts, EURODAC_LOGS_FACTS, "Logs of a dataset", "Eurodac Art 41")
ST_SHAPE_DEFINE(eurodac_logs, EURODAC_LOGS, "How long logs are kept", "Eurodac Art 41(4)")

/* Data are kept by dates: no weekend makes that longer. */
static struct st_date later(struct st_run *r, const struct st_date *from, int64_t years)
{
    struct st_period_query query = {.event = *from, .length = {years, ST_YEARS}, .profile = ST_DATE, .state = ST_S("EU")};
    return st_count_period(r, &query, from, from).last_day;
}

/* ---- eurodac.capture ---- */

static void take(struct eurodac_capture *o, enum eurodac_category category)
{
    o->take = ST_YES;
    o->category = (uint16_t)category;
    o->stored = st_tri_of(st_eurodac_stored(category));
    o->compared = st_tri_of(category < eurodac_category_admission_granted ||
                            category > eurodac_category_national_resettlement);
}

/* K2: uncertain and unproven counts as under six. */
static bool counts_as_under_six(struct st_run *r, const struct eurodac_capture_facts *f)
{
    if (known(r, f->under_six) ? !is(r, f->under_six) : is(r, f->age_proven))
        return false;
    because(r, "Eurodac Art 14(1)", known(r, f->under_six)
                                        ? "Under six years of age: no biometrics for Eurodac."
                                        : "It is uncertain whether the child is six and nothing proves it: the child "
                                          "counts as under six.");
    return true;
}

/* Art 18(1): nothing is kept, and nothing is asked where it would change nothing (X10). */
static void admission_begins(struct st_run *r, const struct eurodac_capture_facts *f, struct eurodac_capture *o)
{
    if (is(r, f->negative_without_comparison)) {
        o->take = ST_NO;
        because(r, "Eurodac Art 18(1)",
                "Admission is refused without a comparison, so the biometrics need not be compared.");
        return;
    }
    take(o, eurodac_category_admission_registered);
    because(r, "Eurodac Art 18(1)", "Registered for an admission procedure: compared, nothing is kept.");
}

/* Art 18(2). A1: of the grounds, those that point (f) points at. */
static void admission_ends(struct st_run *r, const struct eurodac_capture_facts *f, struct eurodac_capture *o)
{
    switch (code(r, f->admission)) {
    case eurodac_admission_granted:
        take(o, eurodac_category_admission_granted);
        because(r, "Eurodac Art 18(2)(a)", "Status granted after an admission procedure: a dataset is sent.");
        return;
    case eurodac_admission_no_consent:
        take(o, eurodac_category_admission_discontinued);
        because(r, "Eurodac Art 18(2)(c)", "Consent was not given or was withdrawn: a dataset is sent.");
        return;
    case eurodac_admission_refused:
        if (has(r, f->refusal_grounds, admission_refusal_danger) ||
            has(r, f->refusal_grounds, admission_refusal_entry_alert)) {
            take(o, eurodac_category_admission_refused);
            because(r, "Eurodac Art 18(2)(b)", "Refused because of danger or an alert for refusal of entry: a dataset "
                                               "is sent. This is the chosen reading of the article.");
            return;
        }
        break;
    default: break;
    }
    o->take = ST_NO;
    because(r, "Eurodac Art 18(2)", "The admission procedure ended in a way of which Eurodac takes no dataset.");
}

static void crossing(struct st_run *r, const struct eurodac_capture_facts *f, struct eurodac_capture *o)
{
    if (is(r, f->turned_back) && (!is(r, f->remains_physically) || is(r, f->custody_until_removal))) {
        o->take = ST_NO;
        because(r, "Eurodac Art 22(1)", "Turned back, and gone or in custody until removal: no biometrics for Eurodac.");
        return;
    }
    take(o, eurodac_category_irregular_crossing);
    because(r, "Eurodac Art 22(1)", "Apprehended in connection with an irregular crossing: biometrics are taken promptly.");
}

static void temporary(struct st_run *r, const struct eurodac_capture_facts *f, struct eurodac_capture *o)
{
    struct st_date start = st_param_date(r, "eurodac.tp.start");

    o->take = ST_NO;
    if (is(r, f->decision_2022_382)) {
        because(r, "Eurodac Art 63(3)",
                "Protected under Implementing Decision 2022/382 or its like: Eurodac does not apply.");
    } else if (!st_date_known(start) || st_date_cmp(st_as_of(r), start) < 0) {
        because(r, "Eurodac Art 63(2)", "Datasets of beneficiaries of temporary protection are not taken yet.");
    } else {
        take(o, eurodac_category_temporary_protection);
        because(r, "Eurodac Art 26(1)", "Registered as a beneficiary of temporary protection: biometrics are taken.");
    }
}

/* Art 15(1)(b); whoever meets the entry conditions has their biometrics taken when the application is registered. */
static void at_the_border(struct st_run *r, const struct eurodac_capture_facts *f, struct eurodac_capture *o)
{
    if (is(r, f->entry_conditions_met)) {
        o->take = ST_NO;
        because(r, "Eurodac Art 15(1)(a)", "The entry conditions are met: biometrics are taken when the application is "
                                           "registered.");
        return;
    }
    take(o, eurodac_category_applicant);
    because(r, "Eurodac Art 15(1)(b)", "Applied at the border without the entry conditions: biometrics are taken when "
                                       "the application is made.");
}

ST_RULE(eurodac_capture, eurodac_capture_facts, eurodac_capture, "eurodac.capture", "Eurodac Art 13(1)",
        "Are biometrics taken for Eurodac?", "EUR-1.2 EUR-A1 EUR-D1 EUR-D2 EUR-X10 EUR-K2", ST_READING, EURODAC_APPLIES)
{
    if (!is(r, f->third_country_national)) {
        o->take = ST_NO;
        because(r, "Eurodac Art 13(1)", "Eurodac takes biometrics of third-country nationals and stateless persons only.");
        return;
    }
    if (counts_as_under_six(r, f)) {
        o->take = ST_NO;
        return;
    }
    switch (code(r, f->situation)) {
    case eurodac_situation_application_registered:
        take(o, eurodac_category_applicant);
        because(r, "Eurodac Art 15(1)(a)", "Applicant for international protection: biometrics are taken.");
        break;
    case eurodac_situation_application_at_border: at_the_border(r, f, o); break;
    case eurodac_situation_admission_registered: admission_begins(r, f, o); break;
    case eurodac_situation_admission_concluded: admission_ends(r, f, o); break;
    case eurodac_situation_national_resettlement:
        take(o, eurodac_category_national_resettlement);
        because(r, "Eurodac Art 20(1)", "Admitted under a national resettlement scheme: biometrics are taken.");
        break;
    case eurodac_situation_irregular_crossing: crossing(r, f, o); break;
    case eurodac_situation_illegal_stay:
        take(o, eurodac_category_illegal_stay);
        because(r, "Eurodac Art 23(1)", "Illegally staying: biometrics are taken promptly.");
        break;
    case eurodac_situation_disembarked:
        take(o, eurodac_category_disembarked);
        because(r, "Eurodac Art 24(1)", "Disembarked after search and rescue: biometrics are taken promptly.");
        break;
    case eurodac_situation_temporary_protection: temporary(r, f, o); break;
    default: break;
    }
}

/* ---- eurodac.child ---- */

/* K4: who is at the child's side throughout. 0: nobody yet. */
static enum eurodac_companion companion(struct st_run *r, const struct eurodac_child_facts *f)
{
    if (!is(r, f->unaccompanied))
        return is(r, f->family_present) ? eurodac_companion_family : eurodac_companion_unknown;
    if (is(r, f->representative))
        return eurodac_companion_representative;
    if (is(r, f->provisional))
        return eurodac_companion_provisional;
    return is(r, f->independent) ? eurodac_companion_trained_person : eurodac_companion_unknown;
}

static void taking_from_a_child(struct st_run *r, const struct eurodac_child_facts *f, struct eurodac_child *o)
{
    enum eurodac_companion at_their_side = companion(r, f);

    o->accompanied_by = (uint16_t)at_their_side;
    o->may_take = ST_YES;
    because(r, "Eurodac Art 14(1)", "The best interests of the child are a primary consideration.");
    if (!is(r, f->official_trained)) {
        o->may_take = ST_NO;
        because(r, "Eurodac Art 14(1)", "Only an official trained to take a child's biometrics takes them.");
    }
    if (at_their_side == eurodac_companion_unknown && is(r, f->unaccompanied)) {
        o->may_take = ST_NO;
        because(r, "Eurodac Art 14(1)", "An unaccompanied child is accompanied by the representative or by a trained, "
                                        "independent person throughout.");
    } else if (at_their_side == eurodac_companion_unknown) {
        because(r, "Eurodac Art 14(1)", "No adult family member is present to accompany the child.");
    } else {
        because(r, "Eurodac Art 14(1)", "The child is accompanied throughout by: {0}.",
                st_value_key(st_code_label(&eurodac_companion_codes, at_their_side)));
    }
}

/* X14, X15, K5, K6, K7: what follows when it does not work. */
static void when_it_does_not_work(struct st_run *r, const struct eurodac_child_facts *f, struct eurodac_child *o,
                                  bool minor)
{
    if (is(r, f->impossible)) {
        bool measures = is(r, f->intentional) || !(minor || is(r, f->vulnerable));

        o->may_take = ST_NO;
        o->measures = st_tri_of(measures);
        o->coercion = ST_NO;
        because(r, "Eurodac Art 13(5)", measures
                    ? "The condition was brought about intentionally, or the person is not deemed vulnerable because "
                      "of it: national measures may be used."
                    : "Fingertips or face make it impossible without the person's intent: no measures are used.");
        return;
    }
    if (!is(r, f->refuses)) {
        o->measures = ST_NO;
        o->coercion = ST_NO;
        return;
    }
    o->may_take = ST_NO;
    o->measures = ST_YES;
    o->coercion = st_tri_of(is(r, f->coercion_permitted));
    because(r, minor ? "Eurodac Art 14(1)" : "Eurodac Art 13(3)",
            minor ? "No force is used against a child; proportionate coercion only as a last resort where the law "
                    "permits it."
                  : "National measures that are effective and proportionate; coercion only as a last resort.");
    if (minor && is(r, f->risk)) {
        o->refer = ST_YES;
        o->coercion = ST_NO;
        because(r, "Eurodac Art 14(1)", "The child refuses and may be at risk: refer to child protection.");
    }
}

ST_RULE(eurodac_child, eurodac_child_facts, eurodac_child, "eurodac.child", "Eurodac Art 13 and 14",
        "How are biometrics taken, and what if it does not work?",
        "EUR-K1 EUR-K3 EUR-K4 EUR-K5 EUR-K6 EUR-K7 EUR-X14 EUR-X15", ST_VERIFIED, EURODAC_APPLIES)
{
    bool minor = is(r, f->minor);

    o->refer = ST_NO;
    if (minor) {
        taking_from_a_child(r, f, o);
    } else {
        o->may_take = ST_YES;
        because(r, "Eurodac Art 13(2)", "Dignity and physical integrity of the person are respected.");
    }
    when_it_does_not_work(r, f, o, minor);
}

/* ---- eurodac.information ---- */
ST_RULE(eurodac_information, eurodac_information_facts, eurodac_information, "eurodac.information", "Eurodac Art 42",
        "What is the person told when biometrics are taken?", "EUR-O8 EUR-K9", ST_VERIFIED, EURODAC_APPLIES)
{
    unsigned category = code(r, f->category);

    o->inform = st_tri_of(category <= eurodac_category_admission_registered);
    if (o->inform == ST_NO) {
        because(r, "Eurodac Art 42(1)", "This is a request, not a person whose biometrics are taken.");
        return;
    }
    because(r, "Eurodac Art 42(2)", "Told in writing, and orally where necessary, when the biometrics are taken.");
    o->security = st_tri_of(category == eurodac_category_applicant || category == eurodac_category_irregular_crossing ||
                            category == eurodac_category_illegal_stay || category == eurodac_category_disembarked);
    if (st_yes(o->security))
        because(r, "Eurodac Art 42(1)(c)", "Also told that a threat to internal security would be recorded.");
    o->child_friendly = st_tri_of(is(r, f->minor));
    if (st_yes(o->child_friendly))
        because(r, "Eurodac Art 42(2)", "A child is told in a way fit for their age, with leaflets or a demonstration.");
}

/* ---- eurodac.retention ---- */

/* R11, R12: from anniversary to anniversary of the Council decision; the last stretch ends with the protection. */
static void keep_while_protected(struct st_run *r, const struct eurodac_retention_facts *f, struct eurodac_retention *o)
{
    int64_t stretch = st_param_number(r, "eurodac.keep_protection_years"), years = stretch;
    struct st_date end;

    (void)date(r, f->decision_in_force_on);
    end = later(r, &f->decision_in_force_on, stretch);
    if (!st_date_known(end))
        return;
    o->stored = ST_YES;
    if (known(r, f->protection_ends_on)) {
        struct st_date over = date(r, f->protection_ends_on);
        o->ends_on = st_date_cmp(over, end) > 0 ? over : end;
        o->extended = ST_NO;
        because(r, "Eurodac Art 29(9)",
                "Kept for the first year, and then while the protection lasts: until {0}. The end of a stretch shorter "
                "than a year is the chosen reading.", ST_V(o->ends_on));
        return;
    }
    while (st_date_cmp(end, st_as_of(r)) < 0)
        end = later(r, &f->decision_in_force_on, years += stretch);
    o->ends_on = end;
    o->extended = ST_YES;
    because(r, "Eurodac Art 29(9)", "Kept until {0}, an anniversary of the Council decision, and longer while the "
                                    "protection lasts.", ST_V(end));
}

static void keep_years(struct st_run *r, const struct eurodac_retention_facts *f, struct eurodac_retention *o,
                       const char *parameter, const char *citation)
{
    struct st_date sent = date(r, f->sent_on);
    int64_t years = st_param_number(r, parameter);

    o->stored = ST_YES;
    o->extended = ST_NO;
    o->ends_on = later(r, &f->sent_on, years);
    if (!st_date_known(o->ends_on))
        return;
    because(r, citation, "Sent on {0}; kept {1} years, until {2}. No mark, link, update or hit moves that day.",
            ST_V(sent), ST_V(years), ST_V(o->ends_on));
}

ST_RULE(eurodac_retention, eurodac_retention_facts, eurodac_retention, "eurodac.retention", "Eurodac Art 29",
        "How long is the dataset kept?",
        "EUR-R1 EUR-R2 EUR-R3 EUR-R4 EUR-R5 EUR-R6 EUR-R7 EUR-R8 EUR-R9 EUR-R10 EUR-R11 EUR-R12 EUR-R13 EUR-R14 EUR-R15",
        ST_READING, EURODAC_APPLIES)
{
    static const struct {
        const char *parameter, *citation;
    } kept[] = {
        [eurodac_category_applicant] = {"eurodac.keep_applicant_years", "Eurodac Art 29(1)"},
        [eurodac_category_admission_granted] = {"eurodac.keep_other_years", "Eurodac Art 29(3)"},
        [eurodac_category_admission_refused] = {"eurodac.keep_refused_years", "Eurodac Art 29(4)"},
        [eurodac_category_admission_discontinued] = {"eurodac.keep_refused_years", "Eurodac Art 29(4)"},
        [eurodac_category_national_resettlement] = {"eurodac.keep_other_years", "Eurodac Art 29(5)"},
        [eurodac_category_irregular_crossing] = {"eurodac.keep_other_years", "Eurodac Art 29(6)"},
        [eurodac_category_illegal_stay] = {"eurodac.keep_other_years", "Eurodac Art 29(7)"},
        [eurodac_category_disembarked] = {"eurodac.keep_other_years", "Eurodac Art 29(8)"},
    };
    unsigned category = code(r, f->category);

    if (category == eurodac_category_temporary_protection) {
        keep_while_protected(r, f, o);
    } else if (!st_eurodac_stored((enum eurodac_category)category)) {
        o->stored = ST_NO;
        because(r, "Eurodac Art 29(2)", "Compared only: nothing is kept.");
    } else if ((category == eurodac_category_applicant || category == eurodac_category_illegal_stay) &&
               is(r, f->arrived_by_relocation)) { /* R3: the special rule goes before 29(7) */
        because(r, "Eurodac Art 25(2)", "Sent on arrival after relocation: kept like an applicant's dataset.");
        keep_years(r, f, o, "eurodac.keep_applicant_years", "Eurodac Art 29(1)");
    } else {
        keep_years(r, f, o, kept[category].parameter, kept[category].citation);
    }
}

/* ---- eurodac.advance_erasure ---- */
ST_RULE(eurodac_advance_erasure, eurodac_erasure_facts, eurodac_erasure, "eurodac.advance_erasure", "Eurodac Art 30",
        "Is the dataset erased before its time?", "EUR-R16 EUR-R17 EUR-R18 EUR-R19", ST_VERIFIED, EURODAC_APPLIES)
{
    unsigned category = code(r, f->category);

    o->erase = ST_NO;
    if (category == eurodac_category_admission_refused || category == eurodac_category_admission_discontinued) {
        because(r, "Eurodac Art 30(1)", "Article 29(4) is not among the periods that citizenship cuts short.");
        return;
    }
    if (!st_eurodac_stored((enum eurodac_category)category)) {
        because(r, "Eurodac Art 29(2)", "Compared only: nothing is kept.");
        return;
    }
    o->at_once = st_tri_of(is(r, f->citizen_of_origin));
    if (!st_yes(o->at_once) && !is(r, f->citizen_of_other)) {
        o->at_once = ST_UNKNOWN;
        because(r, "Eurodac Art 30(1)", "No citizenship of a Member State was acquired.");
        return;
    }
    o->erase = ST_YES;
    o->inform_hours = (struct st_number){st_param_number(r, "eurodac.inform_hours"), true};
    because(r, "Eurodac Art 30(1)", st_yes(o->at_once)
                                        ? "Now a citizen of the State of origin, which erases without delay."
                                        : "Now a citizen of another Member State: the State of origin erases as soon "
                                          "as it is aware.");
    because(r, "Eurodac Art 30(2)", "Within {0} hours Eurodac tells the States whose data produced a hit.",
            ST_V(o->inform_hours.v));
}

/* ---- eurodac.logs ---- */
ST_RULE(eurodac_logs, eurodac_logs_facts, eurodac_logs, "eurodac.logs", "Eurodac Art 41(4)",
        "When are the logs of a dataset erased?", "EUR-O2", ST_VERIFIED, EURODAC_APPLIES)
{
    struct st_date end = date(r, f->storage_ends_on);
    int64_t years = st_param_number(r, "eurodac.keep_logs_years");

    o->erase_after = later(r, &f->storage_ends_on, years);
    if (!st_date_known(o->erase_after))
        return;
    because(r, "Eurodac Art 41(4)", "Storage ends on {0}; years that the logs are kept longer: {1}, until {2}.", ST_V(end),
            ST_V(years), ST_V(o->erase_after));
    o->wait = st_tri_of(is(r, f->control_running));
    if (st_yes(o->wait))
        because(r, "Eurodac Art 41(4)", "A monitoring procedure that has begun needs them: they wait for its end.");
}
