/* Parts that the pages of several subjects show: a person's head, a case with its clocks, an explanation, faults of a
 * refusal in one paragraph. What they show has been read before; nothing here asks the store. */
#ifndef ST_APP_PARTS_H
#define ST_APP_PARTS_H

#include "cases/procedure.h"
#include "registers/person.h"
#include "store/outbox.h"
#include "web/page.h"

/* The head of a person: name, number, band, age, flags as words. Links to the person's page. */
void st_part_person(struct st_html *page, const struct person *person, struct st_id id);

/* May the actor read files of persons at all? A list is no place to be refused fifty times. */
bool st_reads_files(const struct st_tx *tx);

/* A row of facts: on which day the law erases this, and under which article. Nothing while there is no such day. */
void st_part_deleted_on(struct st_html *page, struct st_date erase_on, struct st_str citation);

/* "/screenings/<id>": the page of a case of this procedure; with an action "/screenings/<id>/<action>". */
struct st_str st_case_path(struct st_arena *arena, struct st_str procedure, struct st_id id);
struct st_str st_case_action_path(struct st_arena *arena, struct st_str procedure, struct st_id id, const char *action);

struct st_representation_view;

/* A case as its pages show it: read whole by st_case_view_load, inside the store. */
struct st_case_view {
    struct st_id id;
    struct st_str unmask_reason;       /* given by a reader who has a mask, to look without it; unknown: as it is */
    struct st_case c;                  /* its transaction is over afterwards: only what lies in it may be looked at */
    bool person_known;
    struct person person;              /* what the reader may see of it */
    struct st_str holder;              /* name; "" when nobody holds the case */
    struct st_str *officers;           /* names, one for each action */
    struct st_clock_view *clocks;      /* one for each clock */
    struct st_offer *offers;           /* each judged under the purpose of its own step: naming it is one key */
    size_t offers_n;
    struct st_element_state *elements;
    size_t elements_n;
    struct st_draft *drafts;           /* begun and not sent, of steps that this reader may take */
    struct st_str *drafts_by;          /* names of who keeps them */
    size_t drafts_n;
    const struct st_step *primary;     /* the one thing to do next; NULL: nothing is open to this reader */
    bool *opens;                       /* one for each action: may this reader open what was written */
    bool undoable;
    bool bystander;                    /* the reader represents or assists the person: no part of the case is theirs */
    struct st_representation_view *charge; /* who represents or assists the person; NULL: not for this reader */
    struct st_instant undo_until;
};
/* Reads the case `v->id` for the transaction's actor (a reading that is journalled). Errors: those of st_case_get. */
int st_case_view_load(struct st_tx *tx, struct st_case_view *v, struct st_error *err);
/* A clock with label, consequence and the article, from what the engine keeps. */
void st_case_clock_view(struct st_clock_view *out, const struct st_procedure *p, const struct case_clock *clock);
/* The offer of an action; NULL: the state does not foresee it. */
const struct st_offer *st_case_view_offer(const struct st_case_view *v, struct st_str action);
/* The element that an action belongs to; NULL: none. */
const struct st_element_state *st_case_view_element(const struct st_case_view *v, const char *action);

/* The queue to the centre with its newest messages, `most` of them at most. */
struct st_queue_view {
    size_t most;
    struct st_queue now;
    struct st_queue_row *rows;
    size_t n;
};
/* For st_app_read; `arg` is a struct st_queue_view. */
int st_queue_view_load(struct st_tx *tx, void *arg, struct st_error *err);

/* Why: the faults of a refusal, each with its article and the cure. */
void st_part_why(struct st_html *page, const struct st_error *err);

/* The explanation of a rule's answer in its three layers: the sentences with their articles, the tree of facts, and
 * (a link) the trace. `trace_address` may be unknown. */
void st_part_answer(struct st_html *page, const struct st_answer *answer, struct st_str trace_address);
/* What would change the answer: `n` rows of st_rule_what_if. */
void st_part_what_if(struct st_html *page, const struct st_what_if *rows, size_t n);

#endif
