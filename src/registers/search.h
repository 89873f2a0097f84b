/* One search over everything that the asker may search, and who may have been seen before.
 *
 * The European search portal's idea (IO Art 6 and 7; Eurodac Art 8a): one request, sent at once to every register whose
 * rights table gives the asker ST_MAY_SEARCH under the purpose named. What may not be searched is not mentioned, not
 * even as empty (IO Art 9(4)). Each hit says with a score and in words why it is there, and shows the fields that the
 * asker may read. The request is journalled before the answer leaves (IO Art 10), each person shown with it.
 *
 * Whether two files are of one person an officer decides, with a reason. A decision is a record of its own: the files
 * stay as they are, and deciding again un-merges. */
#ifndef ST_REGISTERS_SEARCH_H
#define ST_REGISTERS_SEARCH_H

#include "identity/name_compare.h"
#include "identity/print_record.h"
#include "law/eurodac_dataset.h"
#include "registers/person.h"

/* ---- Asking ---- */
#define SEARCH_WORDS(F)                                                                                               \
    F(text, anything, 0, 200, "Number or name", "Of a person, a band, a case, a document; or a name in any script",   \
      "IO Art 9(1)")                                                                                                  \
    F(text, name, 0, 200, "Name", "In any script, spelling and order", "IO Art 9(1)")                                 \
    F(date, born_on, ST_IN_PAST, 0, "Date of birth", "A year alone is enough", "IO Art 9(1)")                         \
    F(text, nationality, 0, 3, "Nationality", "Three-letter code", "IO Art 9(1)")                                     \
    F(code, sex, 0, sex, "Sex", "", "IO Art 9(1)")                                                                    \
    F(text, mrz, ST_LONG, 140, "Machine readable zone", "As scanned or typed; two or three lines", "IO Art 9(1)")

#define SEARCH_PRINT(F)                                                                                               \
    F(blob, minutiae, ST_REQUIRED, 65535, "Minutiae", "ISO/IEC 19794-2:2005 record; it says which fingers it shows",  \
      "IO Art 20a")
ST_SHAPE(search_print, SEARCH_PRINT)

#define SEARCH_REQUEST(F)                                                                                             \
    SEARCH_WORDS(F)                                                                                                   \
    F(many, prints, ST_HIDDEN, search_print, "Fingerprints",                                                          \
      "ISO/IEC 19794-2:2005 records of one person, one or more fingers in each", "IO Art 20a")
ST_SHAPE(search_request, SEARCH_REQUEST)

enum { ST_SEARCH_HITS = 50, ST_SEARCH_REASONS = 12 };

/* What speaks for one person, strongest kind of evidence first. */
enum st_evidence { ST_EVIDENCE_NUMBER = 1, ST_EVIDENCE_PRINTS, ST_EVIDENCE_DOCUMENT, ST_EVIDENCE_NAME };

struct st_search_hit {
    const char *register_name; /* "person": a file of this place; "cir": identity data at the centre, whatever the
                                * register they come from (IO Art 20(3)) */
    struct st_id record;       /* in that register */
    struct st_id person;       /* the file of this place that it belongs to; unknown when there is none */
    enum st_evidence evidence; /* the strongest */
    int score;                 /* 0 … 1000 */
    size_t n;                  /* at least one */
    struct st_message why[ST_SEARCH_REASONS];
    struct person shown;       /* what may be seen, of a dataset too; the rest is unknown */
    const struct eurodac_print *prints; /* of a hit of prints: those that the repository sent (IO Art 18(1), 20(3)) */
    size_t prints_n;
};

struct st_search_reply {
    struct person asked;        /* the request as if it were a person */
    size_t n;
    struct st_search_hit *hits; /* best first */
    bool more;                  /* there were more than ST_SEARCH_HITS */
    bool silent;                /* the line to the centre is cut: what stands there was not asked */
};

/* Asks. At least one of number, name, zone and prints must be known; birth, nationality and sex alone find nothing,
 * they weigh. What `anything` holds is a number or a document's, else a name. Prints go to the common identity
 * repository alone, to identify a person; where they find nobody, the name and the zone are asked there (SR Art
 * 14(4)). Police search Eurodac by a request that another unit verifies (eurodac_request.h). Everything found comes
 * from tx->arena. Errors: ST_E_INVALID (nothing to search by; a zone or a print record that cannot be read, named
 * "prints.0.minutiae"), ST_E_LIMIT (more than ST_PRINT_VIEWS fingers), ST_E_FORBIDDEN (no register may be searched
 * under this purpose; prints for another purpose than identification; a field that the role may not see is not
 * searched by either). */
int st_search(struct st_search_reply *out, struct st_tx *tx, const struct search_request *request,
              struct st_error *err);

/* The fields of a request (bits) that the actor may search by: what the role may see of a person, and prints for
 * screening authorities that identify one (IO Art 8(1), 20a). 0: the actor may not search. */
uint64_t st_search_fields(const struct st_actor *actor);
/* The views of all records, each as it says which finger it is. Errors: as st_search. */
int st_search_views(struct st_print_record *out, const struct search_request *request, struct st_arena *arena,
                    struct st_error *err);

/* How two persons' particulars compare: score and reasons of names, birth, sex, nationality and documents together.
 * Only what both sides know counts; unknown never speaks against. */
struct st_particulars_comparison {
    int score;
    enum st_evidence evidence;
    size_t n;
    struct st_message why[ST_SEARCH_REASONS];
};
void st_particulars_compare(struct st_particulars_comparison *out, const struct person *a, const struct person *b,
                            struct st_arena *arena);

/* ---- Seen before? ---- */
#define IDENTITY_VERDICT(C)                                                                                           \
    C(identity_verdict, same, "The same person", "")                                                                  \
    C(identity_verdict, different, "Not the same person", "")                                                         \
    C(identity_verdict, unsure, "Unsure", "")
ST_CODES(identity_verdict, IDENTITY_VERDICT)

#define IDENTITY_DECISION(F)                                                                                          \
    F(id, person, ST_REQUIRED | ST_INDEXED | ST_HIDDEN, 0, "Person", "", "")                                          \
    F(id, other, ST_REQUIRED | ST_INDEXED | ST_HIDDEN, 0, "Other person", "", "")                                     \
    F(code, verdict, ST_REQUIRED, identity_verdict, "Decision", "", "SR Art 14")                                      \
    F(text, reason, ST_REQUIRED | ST_LONG, 2000, "Reason", "What you saw, in your own words", "SR Art 14")            \
    F(number, score, ST_COMPUTED, 0, "Score", "What the program proposed, in thousandths", "")                        \
    F(id, decided_by, ST_COMPUTED | ST_HIDDEN, 0, "Decided by", "", "")                                               \
    F(instant, decided_at, ST_COMPUTED, 0, "Decided at", "", "")
ST_SHAPE(identity_decision, IDENTITY_DECISION)

struct st_candidate {
    struct st_id person;
    struct person shown; /* what may be seen */
    struct st_particulars_comparison compared;
    bool decided;        /* the newest decision about the two, either way round */
    struct identity_decision decision;
};
/* Other files of this place that may be this person's, best first, those decided before among them whatever their
 * score. Members of one arrival are compared too: people are registered twice at night. Journals a read of each. */
int st_search_candidates(struct st_candidate **out, size_t *n, struct st_tx *tx, struct st_id person,
                         struct st_error *err);
/* Decides. Right: to write persons. Errors: ST_E_INVALID, ST_E_NOTFOUND, ST_E_FORBIDDEN. */
int st_identity_decide(struct st_tx *tx, struct st_id *id, const struct identity_decision *decision,
                       struct st_error *err);
/* All decisions about a person, newest first. */
int st_identity_decisions(struct identity_decision **out, size_t *n, struct st_tx *tx, struct st_id person,
                          struct st_error *err);
/* Erases the decisions about a person; the erasure of a file calls it. */
int st_identity_forget(struct st_tx *tx, struct st_id person, struct st_error *err);

#endif
