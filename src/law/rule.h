/* Rules: from facts to an outcome, with reasons.
 *
 * A rule is a pure function over a facts shape and an outcome shape. It reads like the article: it asks for facts in
 * plain yes and no and gives its reasons as it goes. What is unknown is the engine's business: for every unknown
 * yes/no or code that a rule asked for, the engine runs it under each value. Where all runs agree the fact did not
 * matter and the answer stands; where they differ, the answer names the facts it needs. An unknown date, number or
 * text that was asked is needed at once. Nothing unknown ever becomes no.
 *
 *   ST_RULE(screening_deadline, screening_facts, screening_deadline_outcome,
 *           "screening.deadline", "SR Art 8", "By when must the screening end?", "SCR-D1 SCR-D2 SCR-D3", ST_VERIFIED)
 *   {
 *       if (is(r, f->within_territory)) {
 *           …
 *           because(r, "SR Art 8(4)", "Found inside the territory: three days, until {0}.", ST_V(o->last_day));
 *       }
 *   }
 *
 * A rule has no clock, no globals, no I/O: everything is asked as of a date, and lists, lengths and thresholds that the
 * legislator can change are dated parameters (data/law-parameters.csv). One run takes microseconds. */
#ifndef ST_LAW_RULE_H
#define ST_LAW_RULE_H

#include "base/shape.h"

/* How sure the reading is (the spec's [V], [M], [?]); shown on the coverage page and with each answer. */
enum st_confidence { ST_VERIFIED = 1, ST_FROM_MEMORY, ST_READING };

struct st_run;

struct st_rule {
    const char *id;       /* "screening.deadline" */
    const char *citation; /* "SR Art 8" */
    const char *question; /* catalogue key: what it answers, in plain words */
    const char *spec;     /* ids of the spec rows it implements, separated by spaces */
    enum st_confidence confidence;
    struct st_date from, until; /* in force; `until` unknown = open */
    const struct st_shape *facts, *outcome;
    void (*run)(struct st_run *r, const void *facts, void *outcome);
};

/* Defines a rule `<name>_rule` in force from the date of application of its act (`since`, a struct st_date). */
#define ST_RULE(name, facts_tag, outcome_tag, id, citation, question, spec, confidence, ...)                          \
    static void name##_body(struct st_run *r, const struct facts_tag *f, struct outcome_tag *o);                      \
    static void name##_run(struct st_run *r, const void *f, void *o)                                                  \
    {                                                                                                                 \
        name##_body(r, f, o);                                                                                         \
    }                                                                                                                 \
    const struct st_rule name##_rule = {id,          citation,           question,      spec,                         \
                                        confidence,  {__VA_ARGS__},      {0, 0, 0},     &facts_tag##_shape,           \
                                        &outcome_tag##_shape, name##_run};                                            \
    static void name##_body(struct st_run *r, const struct facts_tag *f, struct outcome_tag *o)

/* ---- What a rule may ask and say; the words for it are in law/words.h. ---- */
bool st_ask_yes(struct st_run *r, const uint8_t *fact);
unsigned st_ask_code(struct st_run *r, const uint16_t *fact);
struct st_date st_ask_date(struct st_run *r, const struct st_date *fact);
struct st_instant st_ask_instant(struct st_run *r, const struct st_instant *fact);
int64_t st_ask_number(struct st_run *r, const struct st_number *fact);
struct st_str st_ask_text(struct st_run *r, const struct st_str *fact);
bool st_ask_known(struct st_run *r, const void *fact);
/* True when the set (a `codes` fact) holds the value. A set is a record of what was noted: what it lacks was not noted
 * and is not an unknown. */
bool st_ask_has(struct st_run *r, const uint64_t *fact, unsigned value);
uint64_t st_ask_set(struct st_run *r, const uint64_t *fact); /* all of them */
void st_because(struct st_run *r, const char *citation, struct st_message text);
/* The fact is known but cannot be used (no such State, a year whose holidays are not known): it is needed anew. Say why
 * with st_because. */
void st_ask_anew(struct st_run *r, const void *fact);

/* Dated parameters, as of the date of the question. A parameter that does not exist is a bug; one that has no value on
 * that date is unknown (0, {0}). */
int64_t st_param_number(struct st_run *r, const char *name);
struct st_date st_param_date(struct st_run *r, const char *name);
/* The day the question is asked for. */
struct st_date st_as_of(const struct st_run *r);
/* The run's arena, for results of other pure functions (law/period.h). */
struct st_arena *st_run_arena(struct st_run *r);

/* ---- Asking a rule ---- */
struct st_reason {
    const char *citation;
    struct st_message text;
};

/* One line of the explanation tree: a fact that was asked and the value it had, or a reason given there. */
struct st_trace_step {
    const struct st_field *fact; /* NULL for a reason */
    bool was_known;
    struct st_str value; /* canonical text of the value assumed or known */
    const struct st_reason *reason;
};

struct st_answer {
    const struct st_rule *rule;
    struct st_date as_of;
    void *outcome; /* a struct of rule->outcome; fields on which it depends what is unknown are unknown */
    bool complete; /* no needs */
    size_t reasons_n, needs_n, immaterial_n, trace_n;
    const struct st_reason *reasons;           /* of every run alike */
    const struct st_field *const *needs;       /* facts without which there is no (full) answer */
    const struct st_field *const *immaterial;  /* unknown facts that turned out not to matter */
    const struct st_trace_step *trace;         /* of the first run */
    unsigned runs;
};

/* Answers the rule for the facts (a struct of rule->facts). Everything in *out lives in the arena.
 * Errors: ST_E_STATE when the rule is not in force on `as_of`. Missing facts are no error: see out->needs. */
int st_rule_ask(struct st_answer *out, const struct st_rule *rule, const void *facts, struct st_date as_of,
                struct st_arena *arena, struct st_error *err);

/* What would change the answer: for each yes/no or code that was asked, the other values that give another outcome. */
struct st_what_if {
    const struct st_field *fact;
    struct st_str value; /* canonical text of the other value */
    struct st_answer answer;
};
int st_rule_what_if(struct st_what_if **out, size_t *n, const struct st_rule *rule, const void *facts,
                    struct st_date as_of, struct st_arena *arena, struct st_error *err);

/* {"rule","as_of","outcome","reasons":[{"citation","text"}],"needs":[…],"rules_hash"} and, with `trace`, "version",
 * "facts", "immaterial" and "trace":[{"asked","value"}|{"asked","assumed"}|{"citation","text"}]. */
void st_answer_write(struct st_json *w, const struct st_answer *answer, const void *facts, bool trace,
                     const struct st_reader *reader);
/* The same with the trace and what would change the answer: "what_if":[{"fact","value","outcome"}]. */
void st_answer_write_what_if(struct st_json *w, const struct st_answer *answer, const void *facts,
                             const struct st_what_if *other, size_t other_n, const struct st_reader *reader);

/* All rules of the program, sorted by id; look-up by id (NULL: none such). */
extern const struct st_rule *const st_rules[];
extern const size_t st_rules_n;
const struct st_rule *st_rule_find(struct st_str id);
/* The act that a rule belongs to: the first part of its id, and the act's name and number (a catalogue key). */
struct st_act_of_rules {
    const char *prefix, *title;
};
extern const struct st_act_of_rules st_acts_of_rules[]; /* in the order of the list; ends with prefix NULL */
bool st_rule_of_act(const struct st_rule *rule, const struct st_act_of_rules *act);

/* The explanation as a tree: each reason with the facts that were asked on the way to it, each fact once under it;
 * facts asked after the last reason have a branch without one. */
struct st_branch {
    const struct st_reason *reason; /* NULL: no reason was given for these */
    const struct st_trace_step *const *facts;
    size_t facts_n;
};
size_t st_answer_tree(struct st_branch **out, const struct st_answer *answer, struct st_arena *arena);

/* SHA-256 in hex over the sources of the rules and their data, made at build time. */
extern const char st_rules_hash[];

#endif
