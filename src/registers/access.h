/* Who may do what, for which purpose, and how a refusal speaks.
 *
 * Access is decided by role and purpose from tables, default refuse. A refusal is a fault: one sentence why, the
 * article, and whom to ask; it says nothing about data that the asker may not know of (IO Art 9). Every decision
 * about personal data is journalled before the answer leaves (registers.md 0.3, steps 1 to 8). */
#ifndef ST_REGISTERS_ACCESS_H
#define ST_REGISTERS_ACCESS_H

#include "base/shape.h"
#include "store/store.h"

#define ST_ROLES(C)                                                                                                   \
    C(role, screening_officer, "Screening officer", "SR Art 8(9)")                                                    \
    C(role, supervisor, "Shift supervisor", "SR Art 8(9)")                                                            \
    C(role, medical_staff, "Medical staff", "SR Art 12(1)")                                                           \
    C(role, vulnerability_staff, "Vulnerability staff", "SR Art 12(3)")                                               \
    C(role, fingerprint_expert, "Fingerprint expert", "Eurodac Art 38(4)")                                            \
    C(role, registration_officer, "Registration officer", "APR Art 27")                                               \
    C(role, return_officer, "Return officer", "SR Art 18(1)")                                                         \
    C(role, representative, "Representative of a minor", "SR Art 13(3)")                                              \
    C(role, law_enforcement, "Designated law-enforcement officer", "Eurodac Art 5")                                   \
    C(role, verifying_officer, "Verifying officer", "Eurodac Art 6")                                                  \
    C(role, monitor, "Fundamental-rights monitor", "SR Art 10")                                                       \
    C(role, data_protection_officer, "Data-protection officer", "GDPR Art 37")                                        \
    C(role, statistician, "Statistician", "Eurodac Art 12")                                                           \
    C(role, administrator, "Administrator", "")
ST_CODES(role, ST_ROLES)

/* Roles whose every right hangs on a person who is in their care: whatever a table gives them counts only about a
 * person whom the officer represents or assists today (registers/representation.h), and about nobody else. In bits;
 * counsel, whose right is a mandate, joins them here. */
#define ST_ROLES_IN_CARE ST_CODE_BIT(role_representative)

#define ST_PURPOSES(C)                                                                                                \
    C(purpose, screening, "Screening of a person", "SR Art 1")                                                        \
    C(purpose, health_check, "Preliminary health check", "SR Art 12(1)")                                              \
    C(purpose, vulnerability_check, "Preliminary vulnerability check", "SR Art 12(3)")                                \
    C(purpose, identification, "Identification or verification of identity", "SR Art 14")                             \
    C(purpose, security_check, "Security check", "SR Art 15")                                                         \
    C(purpose, asylum_system, "Responsibility and asylum", "Eurodac Art 1(1)(a)")                                     \
    C(purpose, irregular_migration, "Irregular migration", "Eurodac Art 1(1)(c)")                                     \
    C(purpose, child_protection, "Protection of children", "Eurodac Art 1(1)(d)")                                     \
    C(purpose, serious_crime, "Terrorist or serious criminal offence", "Eurodac Art 1(1)(e)")                         \
    C(purpose, assistance_of_minor, "Assisting an unaccompanied minor", "SR Art 13")                                  \
    C(purpose, rights_monitoring, "Independent monitoring", "SR Art 10(2)")                                           \
    C(purpose, data_protection, "Rights of the data subject", "Eurodac Art 43")                                       \
    C(purpose, statistics, "Statistics", "Eurodac Art 12")                                                            \
    C(purpose, administration, "Administration of the system", "")
ST_CODES(purpose, ST_PURPOSES)

enum st_operation {
    ST_MAY_READ = 1,
    ST_MAY_SEARCH = 2,
    ST_MAY_WRITE = 4,
    ST_MAY_MARK = 8,
    ST_MAY_ERASE = 16,
    ST_MAY_VERIFY = 32, /* confirm or deny a hit; check another's request */
    ST_MAY_COUNT = 64   /* numbers only */
};

/* One row of a rights table. `fields` is "*" or field names separated by spaces. */
struct st_right {
    enum role role;
    enum purpose purpose;
    unsigned may;
    const char *fields;
    const char *citation;
};

/* True when the actor holds the role (an officer may hold several; st_actor.role lists them, separated by spaces). */
bool st_actor_is(const struct st_actor *actor, enum role role);
enum purpose st_actor_purpose(const struct st_actor *actor); /* purpose_unknown when none or not in the list */

/* True when all roles of the actor are such (they have one). */
bool st_actor_only_in_care(const struct st_actor *actor);

/* Decides about nobody in particular: rows of ST_ROLES_IN_CARE never count. On permit returns ST_OK and, in *fields
 * (may be NULL), the bits of the shape's fields that may be seen or written. On refusal ST_E_FORBIDDEN with a spoken
 * fault: no purpose given, no role for it (and which role has it), operation not foreseen. `what` is the catalogue key
 * of the thing ("Eurodac data"). `rights` ends with role 0. */
int st_access_decide(uint64_t *fields, const struct st_actor *actor, const struct st_right *rights,
                     const struct st_shape *shape, enum st_operation operation, const char *what,
                     struct st_error *err);

/* The same about the records of a register that concern one person (unknown: nobody that is known): rows of
 * ST_ROLES_IN_CARE count where the person is in the actor's care. The refusal of such an actor is one and the same
 * whether the person is another's or there is none such. */
struct st_register;
int st_access_decide_about(uint64_t *fields, struct st_tx *tx, const struct st_register *reg,
                           enum st_operation operation, struct st_id person, struct st_error *err);
/* Does the actor read records of the register only about those in care, whatever other roles the account has? */
bool st_access_by_care(const struct st_actor *actor, const struct st_register *reg);
/* That refusal, for engines that keep tables of their own. Returns ST_E_FORBIDDEN. */
int st_access_not_in_care(struct st_error *err);

#endif
