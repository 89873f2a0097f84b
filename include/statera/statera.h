/* The public library of Statera: the law and the identity of persons, without a database, a clock or a network.
 *
 * A question goes in as text or JSON, an answer comes out as a JSON document that explains itself: what `statera law
 * eval --json` and its like print. The same question with the same rules hash gives the same answer for ever.
 *
 *   struct statera_answer *answer;
 *   int rc = statera_law_ask(&answer, "screening.deadline", "{\"event\":\"within_territory\", …}", "2026-09-01", "en");
 *   puts(statera_answer_json(answer));
 *   statera_answer_free(answer);
 *
 * A failure has a document too: {"error","title","faults":[{"field","text","article","cure"}]}.
 *
 * Every function may be called from any thread. Texts are UTF-8; `language` is "en" or "sv", NULL for English. Each
 * returns 0 or one of the negative codes below and always sets *out, which the caller frees. */
#ifndef STATERA_STATERA_H
#define STATERA_STATERA_H

#ifdef __cplusplus
extern "C" {
#endif

enum statera_code {
    STATERA_OK = 0,
    STATERA_INVALID = -1,   /* the input is wrong: the faults name each field and its cure */
    STATERA_NOT_FOUND = -2, /* no such rule */
    STATERA_STATE = -6,     /* the rule is not in force on that day */
    STATERA_LIMIT = -7,     /* larger than 1 MiB */
    STATERA_NEEDS = -12     /* the calendar of a year that matters is not known */
};

struct statera_answer;

/* The document, NUL-terminated; lives as long as the answer. */
const char *statera_answer_json(const struct statera_answer *answer);
/* NULL is fine. */
void statera_answer_free(struct statera_answer *answer);

/* The version of the library, and the hash of the rules and their data that it answers by. Static. */
const char *statera_version(void);
const char *statera_rules_hash(void);

/* All rules: id, question, citation, dates in force, and the JSON Schemas of facts and outcome. */
int statera_law_rules(struct statera_answer **out, const char *language);
/* Answers a rule for facts given as a JSON object, as the law stood on `as_of` ("2026-09-01"). What is absent or null
 * is not known, and not known never becomes no: the answer then names in "needs" what it takes. Errors: STATERA_INVALID,
 * STATERA_NOT_FOUND, STATERA_STATE, STATERA_LIMIT. */
int statera_law_ask(struct statera_answer **out, const char *rule, const char *facts, const char *as_of,
                    const char *language);
/* Counts a period of the law. `query` is {"event","length","profile","state",…} as `statera law period` takes them.
 * Errors: STATERA_INVALID, STATERA_NEEDS, STATERA_LIMIT. */
int statera_law_period(struct statera_answer **out, const char *query, const char *language);

/* Compares two names in any scripts: {"score","decision","reasons"}. Errors: STATERA_INVALID, STATERA_LIMIT. */
int statera_name_compare(struct statera_answer **out, const char *a, const char *b, const char *language);
/* Reads a machine readable zone; `today` as as_of: {"valid","errors","fields"}. A zone that is not valid is an answer. */
int statera_mrz_parse(struct statera_answer **out, const char *text, const char *today);
#ifdef __cplusplus
}
#endif
#endif
