/* "Same" and "similar" names as the law on the multiple-identity detector has it.
 *
 * Delegated Regulations (EU) 2023/332 and 2023/333, Annexes I and II: names are the same when a surname and a first
 * name are equal after the harmonisation of their format; they are similar when one of a closed list of slips lies
 * between them. This is a test with an answer in law, unlike the score of name_compare.h, which ranks candidates: two
 * names may be similar here and far apart there (Jamal, Jamil: one letter). */
#ifndef ST_IDENTITY_NAME_DATA_H
#define ST_IDENTITY_NAME_DATA_H

#include "identity/name_compare.h"

/* One pair of fields of an identity. Surname-type: surname, birth name, former surname, alias; first-name-type
 * likewise. A caller with several of them compares each with each and keeps the best answer. */
struct st_name_data {
    struct st_str surname, first_name; /* UTF-8; empty when the person has none */
};

struct st_name_data_result {
    enum st_name_decision decision;
    struct st_message reason;
};

/* Symmetric. Everything it makes comes from the arena. ST_E_INVALID when both fields of a side are empty or a field
 * is not UTF-8; ST_E_LIMIT as st_name_key. */
int st_name_data_compare(struct st_name_data_result *out, const struct st_name_data *a, const struct st_name_data *b,
                         struct st_arena *arena, struct st_error *err);

#endif
