/* The procedure engine: state charts in tables, cases that run on them, clocks that the law keeps.
 *
 * A procedure is data: its steps (from-state, action, form, who may, guard, to-state, what happens to the clocks), its
 * elements (a checklist of parts that run side by side inside a state) and its clocks (how the end is worked out, what
 * the law attaches to it). A case is a list of actions; its state is what they led to. A correction is an action too.
 * When a clock runs out, the step that the law foresees is taken by the law itself and journalled as such. The chart
 * drawn in the docs, the buttons an officer sees and the reasons why others are closed all come from the table.
 *
 * Everything here runs inside a store command; see store/store.h. */
#ifndef ST_CASES_PROCEDURE_H
#define ST_CASES_PROCEDURE_H

#include "law/rule.h"
#include "registers/person.h"

/* ---- What the engine keeps ---- */
#define CASE_FILE(F)                                                                                                  \
    F(text, number, ST_COMPUTED | ST_INDEXED, 24, "Case number", "One number from first contact to the end", "")      \
    F(text, procedure, ST_COMPUTED | ST_INDEXED | ST_NOT_PERSONAL, 40, "Procedure", "", "")                           \
    F(number, chart_version, ST_COMPUTED | ST_NOT_PERSONAL, 0, "Chart version", "The chart that the case began under", "") \
    F(text, state, ST_COMPUTED | ST_INDEXED, 40, "State", "", "")                                                     \
    F(text, member_state, ST_NOT_PERSONAL, 2, "Member State", "Whose holidays and time zone count", "Reg. 1182/71 Art 2(1)") \
    F(text, place, ST_INDEXED | ST_NOT_PERSONAL, 80, "Place", "", "")                                                 \
    F(id, person, ST_INDEXED, 0, "Person", "", "")                                                                    \
    F(id, arrival, ST_INDEXED, 0, "Arrival", "", "")                                                                  \
    F(id, follows, ST_INDEXED, 0, "Follows", "The case that this one continues; it keeps the number", "")             \
    F(id, holder, ST_INDEXED, 0, "Held by", "The officer who works on it now", "")                                    \
    F(instant, held_since, 0, 0, "Held since", "", "")                                                                \
    F(instant, opened_at, 0, 0, "Opened at", "", "")                                                                  \
    F(instant, closed_at, 0, 0, "Closed at", "", "")                                                                  \
    F(date, erase_on, ST_COMPUTED | ST_INDEXED | ST_NOT_PERSONAL, 0, "Deleted on",                                    \
      "When the law has this case erased; worked out when it closes", "")
ST_SHAPE(case_file, CASE_FILE)

#define CASE_ACTION(F)                                                                                                \
    F(id, case_id, ST_INDEXED, 0, "Case", "", "")                                                                     \
    F(number, position, 0, 0, "Position", "", "")                                                                     \
    F(text, action, 0, 40, "Action", "", "")                                                                          \
    F(id, form, 0, 0, "Form", "Record of the step's form", "")                                                        \
    F(id, officer, 0, 0, "Officer", "", "")                                                                           \
    F(text, role, 0, 120, "Role", "", "")                                                                             \
    F(tri, by_law, 0, 0, "By operation of law", "", "")                                                               \
    F(instant, at, 0, 0, "Entered at", "", "")                                                                        \
    F(instant, happened_at, 0, 0, "Happened at", "When the thing itself was done: earlier, when it was entered from paper", "") \
    F(text, late_why, 0, 1000, "Entered late because", "", "")                                                        \
    F(id, corrects, 0, 0, "Corrects", "The earlier action whose form this one replaces", "")                          \
    F(id, undoes, 0, 0, "Takes back", "The earlier action that counts no more", "")                                   \
    F(id, other, ST_INDEXED, 0, "Other officer", "Who held the case before, or who is given it", "")                  \
    F(text, from_state, 0, 40, "From state", "", "")                                                                  \
    F(text, to_state, 0, 40, "To state", "", "")                                                                      \
    F(text, reason, 0, 4000, "Reason", "The officer's own", "")
ST_SHAPE(case_action, CASE_ACTION)

#define CLOCK_STATE(C)                                                                                                \
    C(clock_state, running, "Running", "") C(clock_state, suspended, "Suspended", "")                                 \
    C(clock_state, stopped, "Done", "") C(clock_state, expired, "Expired", "")
ST_CODES(clock_state, CLOCK_STATE)

#define CASE_CLOCK(F)                                                                                                 \
    F(id, case_id, ST_INDEXED, 0, "Case", "", "")                                                                     \
    F(text, name, ST_NOT_PERSONAL, 40, "Clock", "", "")                                                               \
    F(code, state, ST_INDEXED, clock_state, "State", "", "")                                                          \
    F(instant, started_at, 0, 0, "Started at", "The event that the period runs from", "")                             \
    F(instant, ends_at, ST_INDEXED, 0, "Ends at", "The earlier, safe end: alarms and what the law attaches", "")      \
    F(date, last_day, 0, 0, "Last day", "", "")                                                                       \
    F(instant, outer_end, 0, 0, "Latest reading", "Where readings differ, the later end", "")                         \
    F(tri, uncertain, 0, 0, "Readings differ", "", "")                                                                \
    F(text, citation, ST_NOT_PERSONAL, 120, "Article", "", "")                                                        \
    F(instant, suspended_at, 0, 0, "Suspended at", "", "")                                                            \
    F(text, suspended_why, 0, 400, "Suspended because", "", "")                                                       \
    F(number, stood_still, ST_NOT_PERSONAL, 0, "Stood still", "Microseconds of all suspensions, given back to the end", "") \
    F(instant, stopped_at, 0, 0, "Stopped at", "", "")                                                                \
    F(number, extensions, 0, 0, "Extensions", "", "")
ST_SHAPE(case_clock, CASE_CLOCK)

/* ---- What a procedure is ---- */
struct st_case;

enum st_clock_effect_kind { ST_CLOCK_NONE, ST_CLOCK_START, ST_CLOCK_STOP, ST_CLOCK_SUSPEND, ST_CLOCK_RESUME,
                            ST_CLOCK_EXTEND };
struct st_clock_effect {
    enum st_clock_effect_kind kind;
    const char *clock;
};
#define ST_START(clock) {ST_CLOCK_START, clock}
#define ST_STOP(clock) {ST_CLOCK_STOP, clock}
#define ST_SUSPEND(clock) {ST_CLOCK_SUSPEND, clock}
#define ST_RESUME(clock) {ST_CLOCK_RESUME, clock}
#define ST_EXTEND(clock) {ST_CLOCK_EXTEND, clock}

enum { ST_STEP_CLOCKS = 4 };

enum st_step_flags {
    ST_STEP_ONCE = 1,     /* at most once in a case */
    ST_STEP_CLOSES = 2,   /* ends the case */
    ST_STEP_PRIMARY = 4,  /* the page's one primary action */
    ST_STEP_REASON = 8,   /* the officer must give a reason */
    ST_STEP_ALWAYS = 16,  /* with "*": also when the case is closed */
    ST_STEP_FINAL = 32,   /* service, transfer, transmission: neither undone nor corrected */
    ST_STEP_WITHHELD = 64 /* that it was taken tells of a hit: no reader of the copy learns of it, or of its clock */
};

/* Bits of role for the `who` column. */
#define ST_WHO(role) (1u << (role))
#define ST_THE_LAW (1u << 31)

/* One row of the chart. `from` NULL opens a case; "*" is any state that is not closed. `form` NULL: none. */
struct st_step {
    const char *from, *action, *label;
    const struct st_shape *form;
    unsigned who;         /* ST_WHO(role_…) | …; ST_THE_LAW for what the law does */
    enum purpose purpose; /* that the actor must name; purpose_unknown: any */
    /* May this be done now? Returns ST_OK or a spoken fault (ST_E_STATE, ST_E_NEEDS, ST_E_FORBIDDEN). `form` is NULL
     * when the page only asks whether the button is open: then only the case is judged. May be NULL. */
    int (*guard)(struct st_case *c, const void *form, struct st_error *err);
    const char *to; /* NULL: the state stays */
    struct st_clock_effect clocks[ST_STEP_CLOCKS];
    /* The step's own effects, inside the transaction, after the form is stored (register records, messages). A step
     * that has them cannot be undone; c->corrects says when it runs for a correction. */
    int (*apply)(struct st_case *c, const void *form, struct st_error *err);
    unsigned flags;
    const char *citation;
};

/* A part that runs side by side with others. */
struct st_element {
    const char *name, *label, *actions, *citation;
    bool (*needed)(struct st_case *c); /* NULL: always */
    bool (*done)(struct st_case *c);   /* NULL: when one of its actions has been taken */
};

struct st_clock_due {
    struct st_instant started_at, ends_at, outer_end;
    struct st_date last_day;
    bool uncertain;
    struct st_str citation;
    const struct st_answer *answer;  /* of the rule that was asked; NULL when none was */
    struct st_message consequence;   /* the rule's own words; text NULL: the clock's */
};

/* A clock: how its end is worked out from the case (usually by asking a rule), and what the law does at the end.
 * `due` returns ST_E_NEEDS while facts are missing: the clock then waits and is tried again at the next action; and
 * ST_E_STATE when there is no such duty in this case: then the clock is not kept. */
struct st_clock {
    const char *name, *label, *consequence; /* catalogue keys; consequence: "The screening ends; …" */
    int (*due)(struct st_clock_due *out, struct st_case *c, struct st_error *err);
    const char *expiry; /* action taken by the law at ends_at; NULL: the duty stays, the clock is shown as passed */
    bool once;          /* once it was stopped it does not start again */
};

struct st_state {
    const char *name, *label;
};

/* Who may open a case, and which of its forms. Rows add up; default refuse. A row of ST_ROLES_IN_CARE counts only in
 * cases of persons who are in the reader's care (registers/access.h); and so do the steps of such a role. */
enum st_read_flags {
    ST_READ_SENSITIVE = 1, /* with the sensitive fields of those forms (health, vulnerability, security) */
    ST_READ_CLOSED = 4,    /* only when the case is closed: authorities that it was referred to */
    ST_READ_MASKED = 2,    /* nothing that points to the person: no person, no free text, no names */
    ST_READ_COPY = 8       /* as the person's own copy has it: nothing that tells of a hit (SR Art 17(3)) */
};
struct st_case_right {
    enum role role;
    enum purpose purpose;
    const char *forms; /* "*", "", or names of shapes separated by spaces */
    unsigned flags;
    const char *citation;
};

/* A chart. A changed chart is a new row of the table with the next version; the old one stays for the cases that began
 * under it. */
struct st_procedure {
    const char *name, *title, *all, *act; /* all: several of them, "Screenings" */
    int version;
    const struct st_state *states;     /* ends with NULL */
    const struct st_step *steps;       /* ends with action NULL */
    const struct st_element *elements; /* ends with name NULL; may be NULL */
    const struct st_clock *clocks;     /* ends with name NULL; may be NULL */
    const struct st_case_right *readers; /* ends with role 0 */
    bool without_person;               /* a case may be about nobody in particular */
    /* The day on which a closed case is erased by operation of law (the first on which it may be kept no more), from
     * its facts, by asking a rule; and under which article. ST_E_NEEDS while facts are missing: then the case is kept.
     * NULL: the law sets no end. */
    int (*erase_on)(struct st_date *out, struct st_case *c, struct st_error *err);
    const char *erase_under;
    /* A record about the case's person is about to be erased in a register (ST_KEPT_GOING): the case notes of it what
     * erase_on needs afterwards. May be NULL. */
    int (*record_gone)(struct st_case *c, const struct st_kept *what, struct st_error *err);
};

/* All procedures, NULL-ended; set by the top of the house at start. Look-up by name: the newest version, or that one
 * (NULL: none such). */
void st_procedures_register(const struct st_procedure *const *list);
const struct st_procedure *const *st_procedures(void);
const struct st_procedure *st_procedure_find(struct st_str name);
const struct st_procedure *st_procedure_version(struct st_str name, int64_t version);
/* The step that an action is from a state; an empty state: the step that opens a case. NULL: none such. */
const struct st_step *st_step_find(const struct st_procedure *p, struct st_str from, struct st_str action);
const struct st_clock *st_clock_find(const struct st_procedure *p, struct st_str name);
const char *st_state_label(const struct st_procedure *p, struct st_str state);
/* The chart as Markdown: a drawing of states and steps, then tables of steps, elements and clocks with their articles,
 * in the reader's language. */
void st_procedure_chart(struct st_buf *out, const struct st_procedure *p, const struct st_reader *reader);

/* ---- A case at hand: everything borrowed from the transaction's arena ---- */
struct st_case {
    struct st_tx *tx;
    const struct st_procedure *procedure;
    struct st_id id;
    int64_t version;
    struct case_file file;
    struct case_action *actions; /* in the order in which they were entered */
    struct st_id *action_ids;
    const void **forms;                  /* by action: what st_case_form has read so far */
    size_t actions_n;
    struct case_clock *clocks;
    struct st_id *clock_ids;
    size_t clocks_n;
    struct st_id subject;                /* the person, for guards and rules: known also where the reader is masked */
    bool masked;                         /* the reader may not know whose case it is */
    bool in_care;                        /* the person is in the reader's care */
    bool copy;                           /* the reader sees what the person's own copy would say */
    bool new_case;                       /* while it is being opened */
    const struct case_action *corrects;  /* while a correction is being made: what it replaces */
    struct st_instant at;                /* while a step is taken: when the thing was done (tx->now unless late) */
};

/* Opens a case for a reader: decides by the procedure's readers, masks what they say, journals the reading (`journal`
 * false: as part of a command that journals itself). Errors: ST_E_NOTFOUND, ST_E_FORBIDDEN. */
int st_case_get(struct st_case *out, struct st_tx *tx, struct st_id id, bool journal, struct st_error *err);
/* The same without the mask, for a reader who has one and says why; the reason goes into the journal. */
int st_case_unmask(struct st_case *out, struct st_tx *tx, struct st_id id, struct st_str reason, struct st_error *err);
/* True when an entry of the journal is of a step that readers of the copy do not learn of (ST_STEP_WITHHELD). */
bool st_case_withheld(struct st_str journal_action);
/* The newest case with a number (several follow one another under one). */
int st_case_by_number(struct st_id *out, struct st_tx *tx, struct st_str number, struct st_error *err);
/* The form of the i-th action, as this reader may see it (sensitive or masked fields unknown); *out NULL when the
 * action has none. Journals the reading when the form has sensitive fields. Errors: ST_E_FORBIDDEN. */
int st_case_read_form(void **out, const struct st_shape **shape, struct st_case *c, size_t i, struct st_error *err);
/* May this reader see forms of the shape; with their sensitive fields? Neither journals anything. */
bool st_case_shows(const struct st_case *c, const struct st_shape *shape);
bool st_case_shows_sensitive(const struct st_case *c, const struct st_shape *shape);

struct st_case_row {
    struct st_id id;
    struct case_file file;
};
struct st_case_filter {
    struct st_id person, arrival, holder; /* unknown: any */
    struct st_str procedure, state;       /* unknown: any */
    struct st_str place;                  /* as it stands in the case; unknown: any */
    struct st_instant opened_from, opened_until; /* the second is not in it; unknown: any */
    bool open_only;
    struct st_id before;                  /* the last id of the page before; unknown: from the newest */
    size_t limit;                         /* at most 500 */
};
/* Newest first; only cases that the actor may open, masked as the procedure says. */
int st_case_list(struct st_case_row **out, size_t *n, struct st_tx *tx, const struct st_case_filter *filter,
                 struct st_error *err);

/* The places at which there are cases, in the order of their names, at most 200. Role: monitor. ST_E_FORBIDDEN. */
int st_case_places(struct st_str **out, size_t *n, struct st_tx *tx, struct st_error *err);

/* How an action stands today. */
enum st_standing { ST_STANDS = 1, ST_CORRECTED, ST_UNDONE };
enum st_standing st_case_standing(const struct st_case *c, size_t i);
/* The step of the chart that the i-th action took; NULL for what the engine itself notes (take_over, hand_over,
 * undo). */
const struct st_step *st_case_step(const struct st_case *c, size_t i);
/* The newest action of that name that stands; NULL if there is none. */
const struct case_action *st_case_action(const struct st_case *c, const char *action);
/* The form of that action, for guards, clocks and rules: unmasked, in the arena; NULL when there is none. Errors go to
 * *err and give NULL. */
const void *st_case_form(struct st_case *c, const char *action, struct st_error *err);
const struct case_clock *st_case_clock(const struct st_case *c, const char *name);
/* Why a clock ends when it ends: asks its rule again. Errors: ST_E_NEEDS, ST_E_NOTFOUND. */
int st_case_clock_due(struct st_clock_due *out, struct st_case *c, const char *name, struct st_error *err);

/* The day on which the step is taken (c->at), where the case is; rules are asked as of it. */
struct st_date st_case_day(const struct st_case *c);
/* For guards: turns a rule's answer into a spoken refusal with its reasons; with ST_E_NEEDS, when what decides is
 * unknown, into one that names the facts it lacks. Returns code. */
int st_case_refuse(struct st_error *err, enum st_err code, const struct st_answer *answer, const char *cure);

/* ---- Acting ---- */
struct st_act {
    struct st_id case_id;      /* unknown: the step opens a case */
    int64_t version;           /* the version that the officer saw; 0: whatever is there */
    const char *action;
    void *form;                /* a struct of the step's form; NULL when it has none */
    struct st_str reason;
    /* A late entry, from paper after an outage: when the thing was done, and why it is entered only now. It is judged
     * in the state in which the case was then, and clocks count from it; what the law did meanwhile gives way. */
    struct st_instant happened_at;
    struct st_str late_why;
    /* A correction: the action whose form this one replaces; `action` is its name. The old form stays visible. */
    struct st_id corrects;
    struct st_id draft;        /* the draft that this goes on from; it goes with the step */
    /* for a step that opens a case */
    const struct st_procedure *procedure;
    struct st_id person, arrival, follows;
    struct st_str member_state, place;
};

/* Takes a step: who may and for which purpose, guard, form checked and stored, clocks, state, own effects, journal; all
 * or nothing. *out (may be NULL) is the case afterwards. Two people may work side by side: a version that is not the
 * newest is a conflict only when the state moved, when this step moves it, or when the same action was taken meanwhile.
 * Errors: ST_E_FORBIDDEN, ST_E_STATE, ST_E_NEEDS, ST_E_INVALID (the form), ST_E_CONFLICT, ST_E_NOTFOUND. */
int st_case_act(struct st_case *out, struct st_tx *tx, const struct st_act *act, struct st_error *err);

/* Takes a step that is the law's own (ST_THE_LAW), inside the transaction of whoever set it off: an officer, or a
 * message that came. *out is the case afterwards, or NULL. Errors as st_case_act. */
int st_case_by_law(struct st_case *out, struct st_tx *tx, const struct st_act *act, struct st_error *err);

/* Takes the newest action back, within ST_UNDO of its entry, by the officer who took it or a supervisor. What left the
 * house (flag FINAL, or effects of its own) stays. ST_OK of st_case_undoable means the button is open. */
#define ST_UNDO (15 * 60 * ST_SECOND)
int st_case_undo(struct st_case *out, struct st_tx *tx, struct st_id case_id, int64_t version, struct st_str reason,
                 struct st_error *err);
int st_case_undoable(struct st_case *c, struct st_error *err);
/* May this actor correct the i-th action? ST_OK, or why not. */
int st_case_correctable(struct st_case *c, size_t i, struct st_error *err);

/* What an officer can do now, and why not the rest. */
struct st_offer {
    const struct st_step *step;
    bool open;
    struct st_error why_not; /* when not open */
};
int st_case_offers(struct st_offer **out, size_t *n, struct st_case *c, struct st_error *err);

struct st_element_state {
    const struct st_element *element;
    bool needed, done;
    const struct case_action *by; /* the action that did it */
};
size_t st_case_elements(struct st_element_state **out, struct st_case *c);

/* Takes the case over from whoever holds it; the former holder is told (st_work_handovers) and sees it in the timeline.
 * Errors: ST_E_FORBIDDEN (no role in this procedure), ST_E_STATE (closed, or yours already). */
int st_case_take_over(struct st_tx *tx, struct st_id id, struct st_str reason, struct st_error *err);
/* Hands cases to another officer, or (`to` unknown) back into the common list, at the end of a shift. All or nothing.
 * By their holder or a supervisor. */
int st_case_hand_over(struct st_tx *tx, const struct st_id *ids, size_t n, struct st_id to, struct st_str note,
                      struct st_error *err);

/* Does what the law attaches to clocks that have run out, in transactions of the law's own; *done may be NULL. The
 * workers call it as time passes, and whoever moves the clock. */
int st_cases_tick(struct st_store *store, struct st_str authority, size_t *done, struct st_error *err);

/* ---- My work ---- */
struct st_work_row {
    struct st_id case_id, person, holder;
    struct st_str number, procedure, state, clock, citation, member_state;
    struct st_instant ends_at, outer_end;
    int clock_state;
    bool uncertain;
};
struct st_work_filter {
    struct st_id holder;     /* unknown: everybody's */
    struct st_str procedure; /* unknown: all */
    size_t skip, limit;      /* a page; at most 500 rows */
};
/* Open clocks by urgency: passed ones, then running ones, earliest end first; suspended ones last. Only of cases that
 * the actor may open; masked readers see no person and no holder. */
int st_work_list(struct st_work_row **out, size_t *n, struct st_tx *tx, const struct st_work_filter *filter,
                 struct st_error *err);

/* Clocks of the law in danger, counted for the whole authority by kind; says nothing of any case and needs no right. */
struct st_clocks_at_risk {
    const char *label;            /* of the clock, in the chart; catalogue key */
    struct st_str procedure, clock;
    int64_t passed, within_24h;   /* of open cases: ended already; end within 24 hours */
};
/* The kinds of which any is in danger, the ones with most passed first. */
int st_work_at_risk(struct st_clocks_at_risk **out, size_t *n, struct st_tx *tx, struct st_error *err);

/* Cases that were taken over from the actor or handed to them since then, newest first; with what lies in them begun
 * and not sent, as far as the actor may take those steps. */
struct st_handover {
    struct st_id case_id, person, by; /* `by`: the officer who took it or gave it */
    struct st_str number, procedure, action, reason; /* "take_over", "hand_over" */
    struct st_instant at;
    struct st_draft *drafts;
    size_t drafts_n;
};
int st_work_handovers(struct st_handover **out, size_t *n, struct st_tx *tx, struct st_instant since,
                      struct st_error *err);

/* ---- Drafts: what an officer typed and did not send ----
 * One for each officer, case and step. Nothing is required of it, but each value is of its field's kind. Whoever may
 * take the step may go on with it, so that a change of shift loses nothing; nobody else learns that it is there. Prints
 * and pictures are not kept: they are taken once and go where they belong. */
#define CASE_DRAFT(F)                                                                                                 \
    F(id, owner, ST_INDEXED, 0, "Owner", "", "")                                                                      \
    F(id, case_id, ST_INDEXED, 0, "Case", "", "")                                                                     \
    F(text, action, 0, 40, "Action", "", "")                                                                          \
    F(text, body, 0, 60000, "Body", "Form and words as JSON", "")                                                     \
    F(instant, saved_at, 0, 0, "Saved at", "", "")
ST_SHAPE(case_draft, CASE_DRAFT)

struct st_draft {
    struct st_id id, case_id, owner;
    struct st_str number, procedure; /* of the case */
    const struct st_step *step;
    struct st_instant saved_at;
    /* what was typed: st_case_draft_get only */
    void *form;                      /* a struct of the step's form; NULL when it has none */
    struct st_str reason, late_why;
    struct st_instant happened_at;
    struct st_id corrects;
};
/* Keeps form and words of *act as this officer's draft, in place of an older one and of the one that it goes on from
 * (act->draft). Asked for are the role and the purpose of the step, not its guard. Errors: ST_E_FORBIDDEN, ST_E_STATE
 * (the case takes no such step any more), ST_E_LIMIT (too long to be kept), ST_E_NOTFOUND. */
int st_case_draft_keep(struct st_tx *tx, const struct st_act *act, struct st_error *err);
/* The drafts in a case whose steps this reader may take, without what they say: the reader's own first, then the
 * newest. None for a masked reader. */
int st_case_drafts(struct st_draft **out, size_t *n, struct st_case *c, struct st_error *err);
/* One of them whole. A colleague's, and one with sensitive fields, is a reading that is journalled; a colleague's with
 * sensitive fields opens for the step's purpose only. Errors: ST_E_FORBIDDEN, ST_E_NOTFOUND. */
int st_case_draft_get(struct st_draft *out, struct st_case *c, struct st_id id, struct st_error *err);
/* Discards a draft of one's own, or as supervisor one whose step one may take. Taking the step drops the officer's own
 * and the one that act->draft names; closing the case those of steps that it no longer takes. */
int st_case_draft_discard(struct st_tx *tx, struct st_id case_id, struct st_id id, struct st_error *err);
/* The actor's own drafts in all cases, newest first. */
int st_work_drafts(struct st_draft **out, size_t *n, struct st_tx *tx, struct st_error *err);

/* The record shapes of the engine itself, NULL-ended, for st_records_register. */
extern const struct st_shape *const st_case_shapes[];

#endif
