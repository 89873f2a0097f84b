/* What Eurodac holds of one set of fingerprints: categories, fields, which category takes which field.
 * Regulation (EU) 2024/1358 Art 17, 19, 21 to 24 and 26. The lists are closed: "only the following data".
 *
 * spec row        where
 * §1.2            eurodac_category, st_eurodac_digit, st_eurodac_stored
 * §1.4 matrix     eurodac_dataset_matrix (column = category - 1)
 * F1              st_eurodac_cir_fields
 * F2              st_eurodac_complete_for_linking
 * F3              security_reason: the flag is the set of its reasons, so a flag without a reason cannot be written
 * F7, I24         st_eurodac_reference_fits */
#ifndef ST_LAW_EURODAC_DATASET_H
#define ST_LAW_EURODAC_DATASET_H

#include "law/particulars.h"

/* Categories of persons. The first nine are stored, in the order of the columns of the matrix. */
#define EURODAC_CATEGORY(C)                                                                                           \
    C(eurodac_category, applicant, "Applicant for international protection", "Eurodac Art 15(1)")                     \
    C(eurodac_category, admission_granted, "Admission procedure: status granted", "Eurodac Art 18(2)(a)")             \
    C(eurodac_category, admission_refused, "Admission procedure: refused", "Eurodac Art 18(2)(b)")                    \
    C(eurodac_category, admission_discontinued, "Admission procedure: discontinued", "Eurodac Art 18(2)(c)")          \
    C(eurodac_category, national_resettlement, "National resettlement", "Eurodac Art 20(1)")                          \
    C(eurodac_category, irregular_crossing, "Irregular crossing of the external border", "Eurodac Art 22(1)")         \
    C(eurodac_category, illegal_stay, "Illegal stay", "Eurodac Art 23(1)")                                            \
    C(eurodac_category, disembarked, "Disembarked after search and rescue", "Eurodac Art 24(1)")                      \
    C(eurodac_category, temporary_protection, "Temporary protection", "Eurodac Art 26(1)")                            \
    C(eurodac_category, admission_registered, "Admission procedure: registered", "Eurodac Art 18(1)")                 \
    C(eurodac_category, law_enforcement, "Law-enforcement request of a Member State", "Eurodac Art 33(1)")            \
    C(eurodac_category, europol, "Law-enforcement request of Europol", "Eurodac Art 34(1)")                           \
    C(eurodac_category, data_subject, "The data subject's own request", "Eurodac Art 43")
ST_CODES(eurodac_category, EURODAC_CATEGORY)

/* Fingers by their numbers in ISO/IEC 19794-2 and ANSI/NIST-ITL. */
#define FINGER(C)                                                                                                     \
    C(finger, right_thumb, "Right thumb", "") C(finger, right_index, "Right index finger", "")                        \
    C(finger, right_middle, "Right middle finger", "") C(finger, right_ring, "Right ring finger", "")                 \
    C(finger, right_little, "Right little finger", "") C(finger, left_thumb, "Left thumb", "")                        \
    C(finger, left_index, "Left index finger", "") C(finger, left_middle, "Left middle finger", "")                   \
    C(finger, left_ring, "Left ring finger", "") C(finger, left_little, "Left little finger", "")
ST_CODES(finger, FINGER)

/* Why a person could pose a threat to internal security: the only four reasons that the law knows. */
#define SECURITY_REASON(C)                                                                                            \
    C(security_reason, armed, "Armed", "Eurodac Art 17(2)(i)(i)")                                                     \
    C(security_reason, violent, "Violent", "Eurodac Art 17(2)(i)(ii)")                                                \
    C(security_reason, terrorist_offence, "Indications of a terrorist offence", "Eurodac Art 17(2)(i)(iii)")          \
    C(security_reason, serious_offence, "Indications of an offence of the arrest-warrant list",                       \
      "Eurodac Art 17(2)(i)(iv)")
ST_CODES(security_reason, SECURITY_REASON)

/* Which check led to the security flag. */
#define SECURITY_SOURCE(C)                                                                                            \
    C(security_source, screening, "Screening", "SR Art 15")                                                           \
    C(security_source, first_registration, "Examination by the first State of registration", "AMMR Art 16(4)")        \
    C(security_source, asylum_procedure, "Security check in the asylum procedure", "APR Art 9(5)")                    \
    C(security_source, capture, "Security check when biometrics were taken", "Eurodac Art 23(3)(e)")
ST_CODES(security_source, SECURITY_SOURCE)

/* Grounds on which admission is refused: Regulation (EU) 2024/1350 Art 6 ("URF"). */
#define ADMISSION_REFUSAL(C)                                                                                          \
    C(admission_refusal, other_rights, "Has the rights of a national elsewhere", "URF Art 6(1)(a)")                   \
    C(admission_refusal, serious_crime, "Serious crime or grave international crime", "URF Art 6(1)(b)")              \
    C(admission_refusal, danger, "Danger to the community, public policy, security or health", "URF Art 6(1)(c)")     \
    C(admission_refusal, entry_alert, "Alert for refusal of entry", "URF Art 6(1)(d)")                                \
    C(admission_refusal, already_protected, "Already granted protection", "URF Art 6(1)(e)")                          \
    C(admission_refusal, earlier_refusal, "Refused in the last three years", "URF Art 6(1)(f)")                       \
    C(admission_refusal, optional_ground, "Optional ground", "URF Art 6(2)")
ST_CODES(admission_refusal, ADMISSION_REFUSAL)

#define EURODAC_PRINT(F)                                                                                              \
    F(code, finger, ST_REQUIRED, finger, "Finger", "", "Eurodac Art 2(1)(z)")                                         \
    F(tri, rolled, 0, 0, "Rolled", "", "Eurodac Art 2(1)(z)")                                                         \
    F(number, quality, ST_NOT_PERSONAL, 0, "Quality", "0 to 100", "Eurodac Art 38(1)")                                \
    F(blob, minutiae, ST_REQUIRED, 65535, "Minutiae", "ISO/IEC 19794-2:2005 record", "Eurodac Art 17(1)(a)")
ST_SHAPE(eurodac_print, EURODAC_PRINT)

#define EURODAC_SCAN(F)                                                                                               \
    F(blob, image, ST_REQUIRED, 4000000, "Colour copy", "JPEG or PNG", "Eurodac Art 17(1)(j)")                        \
    F(tri, other_document, 0, 0, "Another document that helps to identify", "", "Eurodac Art 17(1)(j)")               \
    F(code, authenticity, 0, certainty, "Authenticity", "", "Eurodac Art 17(1)(j)")
ST_SHAPE(eurodac_scan, EURODAC_SCAN)

#define EURODAC_DATASET(F)                                                                                            \
    F(code, category, ST_REQUIRED, eurodac_category, "Category", "", "Eurodac Art 2(1)(y)")                           \
    F(many, fingerprints, 0, eurodac_print, "Fingerprints", "", "Eurodac Art 17(1)(a)")                               \
    F(blob, facial_image, 0, 2000000, "Facial image", "", "Eurodac Art 17(1)(b)")                                     \
    F(many, names, 0, person_name, "Names", "", "Eurodac Art 17(1)(c)")                                               \
    F(many, nationalities, 0, person_nationality, "Nationalities", "", "Eurodac Art 17(1)(d)")                        \
    F(date, born_on, ST_IN_PAST, 0, "Date of birth", "Year alone, or year and month, when the rest is not known",     \
      "Eurodac Art 17(1)(e)")                                                                                         \
    F(text, born_in, 0, 200, "Place of birth", "", "Eurodac Art 17(1)(f)")                                            \
    F(text, born_in_country, 0, 3, "Country of birth", "Three-letter code", "Eurodac Art 17(1)(f)")                   \
    F(text, origin, ST_INDEXED, 3, "Member State of origin", "", "Eurodac Art 17(1)(g)")                              \
    F(text, event_place, 0, 200, "Place", "Of application, registration, apprehension or disembarkation",             \
      "Eurodac Art 17(1)(g)")                                                                                         \
    F(date, event_on, ST_IN_PAST, 0, "Date of the event",                                                             \
      "Of application, registration, apprehension or disembarkation", "Eurodac Art 17(1)(g)")                         \
    F(code, sex, 0, sex, "Sex", "", "Eurodac Art 17(1)(h)")                                                           \
    F(many, documents, 0, person_document, "Documents", "", "Eurodac Art 17(1)(i)")                                   \
    F(many, scans, 0, eurodac_scan, "Scanned documents", "", "Eurodac Art 17(1)(j)")                                  \
    F(text, reference, ST_INDEXED, 24, "Reference number", "State, figure of the category, own number",               \
      "Eurodac Art 37(3)")                                                                                            \
    F(date, biometrics_taken_on, ST_IN_PAST, 0, "Biometrics taken on", "", "Eurodac Art 17(1)(l)")                    \
    F(date, transmitted_on, ST_IN_PAST, 0, "Transmitted on", "", "Eurodac Art 17(1)(m)")                              \
    F(text, operator, 0, 60, "Operator", "User id of the operator", "Eurodac Art 17(1)(n)")                           \
    F(text, responsible_state, 0, 3, "Member State responsible", "", "Eurodac Art 16(1)")                             \
    F(text, relocation_state, 0, 3, "Member State of relocation", "", "Eurodac Art 25(1)")                            \
    F(date, arrived_take_charge_on, ST_IN_PAST, 0, "Arrived after take charge on", "", "Eurodac Art 16(2)(a)")        \
    F(date, arrived_take_back_on, ST_IN_PAST, 0, "Arrived after take back on", "", "Eurodac Art 16(2)(b)")            \
    F(date, left_on, ST_IN_PAST, 0, "Left the territory on", "", "Eurodac Art 16(2)(c)")                              \
    F(date, removed_on, ST_IN_PAST, 0, "Removed, or left under a return decision, on", "", "Eurodac Art 16(2)(d)")    \
    F(date, arrived_relocation_on, ST_IN_PAST, 0, "Arrived after relocation on", "", "Eurodac Art 25(2)")             \
    F(tri, visa_issued, 0, 0, "A visa was issued", "", "Eurodac Art 17(2)(h)")                                        \
    F(text, visa_state, 0, 3, "Visa issued by or for", "", "Eurodac Art 17(2)(h)")                                    \
    F(text, visa_application, 0, 40, "Visa application number", "", "Eurodac Art 17(2)(h)")                           \
    F(codes, security_flag, ST_SENSITIVE, security_reason, "Could pose a threat to internal security",                \
      "Set by a named officer, with at least one reason", "Eurodac Art 17(2)(i)")                                     \
    F(code, security_source, ST_SENSITIVE, security_source, "Security flag follows from", "", "Eurodac Art 17(2)(i)") \
    F(tri, rejected, 0, 0, "Rejected, with no right to remain", "", "Eurodac Art 17(2)(j)")                           \
    F(tri, border_decision_final, 0, 0, "Border procedure: decision final", "", "Eurodac Art 17(2)(k)")               \
    F(tri, avrr_granted, 0, 0, "Assisted voluntary return granted", "", "Eurodac Art 17(2)(l)")                       \
    F(date, granted_on, ST_IN_PAST, 0, "Status granted on", "", "Eurodac Art 19(1)(o)")                               \
    F(date, refused_on, ST_IN_PAST, 0, "Admission refused on", "", "Eurodac Art 19(1)(p)")                            \
    F(codes, refusal_grounds, 0, admission_refusal, "Grounds of refusal", "", "Eurodac Art 19(1)(p)")                 \
    F(date, discontinued_on, ST_IN_PAST, 0, "Discontinued on", "", "Eurodac Art 19(1)(q)")                            \
    F(tri, exclusion_ground, 0, 0, "Excluded from temporary protection", "", "Eurodac Art 26(2)(o)")                  \
    F(text, council_decision, 0, 80, "Council Implementing Decision", "Its reference", "Eurodac Art 26(2)(p)")
ST_SHAPE(eurodac_dataset, EURODAC_DATASET)
/* The same record in a table of its own: what the centre sent of a dataset found, kept under the hit's id. */
extern const struct st_shape eurodac_dataset_found_shape;

/* Which category takes which field; column = category - 1, for the nine categories that are stored. */
extern const struct st_matrix eurodac_dataset_matrix;

/* From which checks the security flag may follow in a category: bits of security_source (Art 17(2)(i), 22(3)(d),
 * 23(3)(e), 24(3)(f)); 0 where the category has no flag. */
uint64_t st_eurodac_flag_sources(enum eurodac_category category);
/* The figure of the category in the reference number (Art 37(4)). */
int st_eurodac_digit(enum eurodac_category category);
/* True for the nine categories of which Eurodac keeps a dataset. */
bool st_eurodac_stored(enum eurodac_category category);
/* The reference number names this State and this category: state letters, figure, own number (Art 37(3), (4)). */
bool st_eurodac_reference_fits(struct st_str reference, struct st_str state, enum eurodac_category category);
/* Writes a reference number ("IT1000000042") into the arena; `number` is the State's own. */
struct st_str st_eurodac_reference(struct st_arena *arena, struct st_str state, enum eurodac_category category,
                                   int64_t number);
/* The bits of the fields that the CIR holds: points (a) to (f), (h) and (i) (Art 3(2)). */
uint64_t st_eurodac_cir_fields(void);
/* Points (a) to (f) and (h) are all there, so the record counts as a transmitted dataset for linking (Art 17(3)). */
bool st_eurodac_complete_for_linking(const struct eurodac_dataset *dataset);

#endif
