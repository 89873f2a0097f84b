/* A small synthetic world, for demonstration, training and tests: officers with accounts, three arrivals with their
 * people, screenings in every state, and people whom Eurodac has seen before.
 *
 * It is made by the same commands that officers give, as time would have passed: the clock of the database, which must
 * be movable, is set back some days and walks up to `now`. The same seed gives the same people, prints and events.
 * Nobody in it exists. */
#ifndef ST_SIM_WORLD_H
#define ST_SIM_WORLD_H

#include "law/screening_form.h"
#include "registers/person.h"
#include "store/store.h"

struct st_sim_account {
    const char *sign_in_name, *name, *unit;
    uint64_t roles; /* bits of enum role */
    enum purpose purpose;
};

/* The officers of the world, ended by a row without name; all have the same password, which is no secret. */
extern const struct st_sim_account st_sim_accounts[];
#define ST_SIM_PASSWORD "lampedusa-by-night"

struct st_sim_world {
    uint64_t seed;
    struct st_instant now;   /* where the clock stands in the end */
    bool empty;              /* the accounts and nothing else */
    void (*progress)(uint64_t done, uint64_t total); /* may be NULL */
};

/* Makes the world in a store without any account, under the store's own authority.
 * Errors: ST_E_EXISTS (there are accounts), ST_E_FORBIDDEN (the clock cannot be moved), those of the commands. */
int st_sim_world_make(struct st_store *store, const struct st_sim_world *world, struct st_error *err);

/* What the reader on the demonstration's desk takes of a person: of somebody of the world the fingers that Eurodac may
 * know, of anybody else fingers that follow from their number. `seed` points to a uint64_t. Fits
 * st_app_options.read_biometrics. */
int st_sim_read_biometrics(void *seed, struct biometrics_taken *taken, const struct person *person,
                           struct st_arena *arena, struct st_error *err);

#endif
