/* An allegation that fundamental rights were not respected in a screening: SR Art 10(1), (2)(b).
 *
 * Received by the independent monitor, found substantiated or not, referred for investigation, closed with its outcome.
 * Only monitors read it; no officer sees that it exists. It may name a screening, and need not name a person. Closed,
 * it goes by itself at the mechanism's own limit (rule keeping.limit); what the journal says of it goes with it. */
#ifndef ST_CASES_ALLEGATION_H
#define ST_CASES_ALLEGATION_H

#include "cases/procedure.h"

#define ALLEGATION_SUBJECT(C)                                                                                         \
    C(allegation_subject, access_to_asylum, "Access to the asylum procedure", "SR Art 10(2)(a)")                      \
    C(allegation_subject, non_refoulement, "Non-refoulement", "SR Art 10(2)(a)")                                      \
    C(allegation_subject, best_interests, "Best interests of the child", "SR Art 10(2)(a)")                           \
    C(allegation_subject, detention, "Detention", "SR Art 10(2)(a)")                                                  \
    C(allegation_subject, treatment, "Treatment or living conditions", "SR Art 8(8)")                                 \
    C(allegation_subject, data_protection, "Data protection", "SR Art 11(1)(d)")                                      \
    C(allegation_subject, other, "Other fundamental rights", "SR Art 10(2)(a)")
ST_CODES(allegation_subject, ALLEGATION_SUBJECT)

#define ALLEGATION_RECEIVED(F)                                                                                        \
    F(codes, subjects, ST_REQUIRED, allegation_subject, "About", "", "SR Art 10(2)(a)")                               \
    F(instant, received_at, ST_REQUIRED | ST_IN_PAST, 0, "Received at", "", "SR Art 10(2)(b)")                        \
    F(text, received_from, 0, 120, "Received from", "The person, a representative, an organisation, own finding", "") \
    F(text, screening, 0, 24, "Screening", "Case number, where the allegation is about one", "")                      \
    F(text, account, ST_REQUIRED | ST_LONG, 4000, "Account", "", "SR Art 10(2)(b)")
ST_SHAPE(allegation_received, ALLEGATION_RECEIVED)

#define ALLEGATION_FINDING(F)                                                                                         \
    F(text, reasons, ST_REQUIRED | ST_LONG, 4000, "Reasons", "", "SR Art 10(2)(b)")                                   \
    F(tri, offence_or_claim, 0, 0, "A case for civil or criminal justice", "", "SR Art 10(1)")
ST_SHAPE(allegation_finding, ALLEGATION_FINDING)

#define ALLEGATION_REFERRED(F)                                                                                        \
    F(text, to_body, ST_REQUIRED, 120, "Referred to", "Investigating body, civil or criminal justice", "SR Art 10(1)") \
    F(text, reference, 0, 60, "Their reference", "", "")
ST_SHAPE(allegation_referred, ALLEGATION_REFERRED)

#define ALLEGATION_CLOSED(F)                                                                                         \
    F(text, outcome, ST_REQUIRED | ST_LONG, 4000, "Outcome", "", "SR Art 10(2)(b)")                                   \
    F(tri, recommendation, 0, 0, "To be taken up in the yearly recommendations", "", "SR Art 10(2)")
ST_SHAPE(allegation_closed, ALLEGATION_CLOSED)

extern const struct st_procedure allegation_procedure;

#endif
