/* Synthetic people: names in two scripts, ages, documents with a valid machine readable zone.
 *
 * Nobody here exists. Everything follows from a seed: the same seed and index give the same person on every machine.
 * Names are put together from common parts of each country; documents carry made-up numbers. */
#ifndef ST_SIM_PEOPLE_H
#define ST_SIM_PEOPLE_H

#include "registers/person.h"

/* A source of numbers that depends on the seed alone (splitmix64). */
struct st_sim_random {
    uint64_t state;
};
struct st_sim_random st_sim_random(uint64_t seed, uint64_t stream);
uint64_t st_sim_next(struct st_sim_random *r);
/* 0 … n - 1; n > 0. */
unsigned st_sim_below(struct st_sim_random *r, unsigned n);
bool st_sim_chance(struct st_sim_random *r, unsigned percent);

struct st_sim_options {
    uint64_t seed, index; /* which person */
    struct st_date today; /* ages are as of this day */
    uint64_t family;      /* people of one family share origin and family name; 0 = alone */
    bool child;
};

/* Makes the person: at least one name (Latin), one in the own script where the origin has another, date of birth
 * (year alone for some), sex, nationality, languages; about half carry a passport with a valid zone. Texts live in
 * the arena. */
void st_sim_person(struct person *out, const struct st_sim_options *options, struct st_arena *arena);

#endif
