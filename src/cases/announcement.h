/* A person whom another Member State sends back at once, under a bilateral arrangement: SR Art 7(2), recital 19.
 *
 * The State that apprehended the person may refrain from screening; the one to which they are sent back shall screen,
 * without delay. The step that refrains (cases/screening.h) puts a message into the outbox, addressed to the authority
 * that takes the person in; there the law opens this case, which stands in that authority's work until a screening has
 * begun or it is known that the person did not come.
 *
 * spec row   where
 * SCR-09     the message "screening.sent_back", the clock screening_owed */
#ifndef ST_CASES_ANNOUNCEMENT_H
#define ST_CASES_ANNOUNCEMENT_H

#include "cases/procedure.h"
#include "store/outbox.h"

/* The body of the message, and the form with which the case opens. Of the person no more than it takes to know them
 * again at the handing over. */
#define ANNOUNCEMENT_RECEIVED(F)                                                                                      \
    F(text, from_authority, ST_NOT_PERSONAL, 24, "Announced by", "The authority that sends the person back", "SR Art 7(2)") \
    F(text, from_number, 0, 24, "Case number there", "", "SR Art 7(2)")                                               \
    F(instant, event_at, ST_REQUIRED, 0, "Apprehended at", "The limit of the screening runs from it", "SR Art 8(4)")  \
    F(text, place, ST_NOT_PERSONAL, 80, "Apprehended where", "", "SR Art 7(1)")                                       \
    F(many, names, 0, person_name, "Names", "", "SR Art 7(2)")                                                        \
    F(date, born_on, 0, 0, "Date of birth", "", "SR Art 7(2)")                                                        \
    F(code, sex, 0, sex, "Sex", "", "SR Art 7(2)")                                                                    \
    F(many, nationalities, 0, person_nationality, "Nationalities", "", "SR Art 7(2)")                                 \
    F(text, languages, ST_LANGUAGES, 60, "Languages", "The best understood first, commas between", "SR Art 11(3)")       \
    F(tri, unaccompanied, 0, 0, "Unaccompanied minor", "", "SR Art 13(3)")
ST_SHAPE(announcement_received, ANNOUNCEMENT_RECEIVED)

#define ANNOUNCEMENT_SCREENED(F)                                                                                      \
    F(text, screening, ST_REQUIRED, 24, "Screening", "Number of the screening that has begun here", "SR Art 7(2)")
ST_SHAPE(announcement_screened, ANNOUNCEMENT_SCREENED)

#define ANNOUNCEMENT_MISSED(F)                                                                                        \
    F(text, what_was_done, ST_REQUIRED | ST_LONG, 1000, "What was done to find out", "", "SR Art 7(2)")
ST_SHAPE(announcement_missed, ANNOUNCEMENT_MISSED)

extern const struct st_procedure announcement_procedure;
/* Who receives the messages of the cases, NULL-kind-ended. */
extern const struct st_receiver st_case_receivers[];

/* Puts the announcement into the outbox of the transaction; the message dies with the case that it is about. */
int st_announcement_send(struct st_tx *tx, const char *to, struct st_id about,
                         const struct announcement_received *what, struct st_error *err);

#endif
