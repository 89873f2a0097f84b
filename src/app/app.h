/* The application on the web floor: pages for officers and the JSON interface, over one opened store.
 *
 * Each subject has its files: <subject>_pages.c for people, <subject>_api.c for programs, with one table of routes
 * each; the tables are listed in app.c, and the navigation stands there too. What a handler does is always the same:
 *
 *   static int show(struct st_request *req, struct st_response *res, struct st_error *err)
 *   {
 *       struct view view = {.id = …};
 *       int rc = st_app_read(req, load, &view, err);      load(tx, &view, err) runs inside the store
 *       if (rc != ST_OK)
 *           return rc;                                     the floor makes the problem document or the page of it
 *       st_page_begin(…); …
 *   }
 *
 * Who acts is the session's officer with all of their roles, under the purpose of the request: programs name it in the
 * header Purpose on every call; pages work under the session's purpose, which one key changes (session_pages.c). */
#ifndef ST_APP_APP_H
#define ST_APP_APP_H

#include "registers/access.h"
#include "store/outbox.h"
#include "web/web.h"

struct st_app;
struct biometrics_taken;
struct person;

struct st_app_options {
    struct st_store *store;      /* opened by st_system_open; borrowed until stop */
    struct st_str authority;     /* whom this node acts for, "IT-LMP"; its first two letters are the Member State */
    struct st_http_options http;
    const char *time_zone;       /* where this node is; NULL = "UTC". An officer's own goes before */
    bool training;               /* synthetic people: a border on every page, and the board that moves the clock */
    /* The reader of fingerprints and the camera on the desk: fill what they take of the person who stands there, a
     * record for each finger and the picture, bytes in the arena. NULL: none is attached, files are chosen instead. */
    int (*read_biometrics)(void *reader, struct biometrics_taken *taken, const struct person *person,
                           struct st_arena *arena, struct st_error *err);
    void *reader;
};

/* Starts serving. What `options` points to is borrowed until stop. Errors: those of st_web_start. */
int st_app_start(struct st_app **out, const struct st_app_options *options, struct st_error *err);
/* Stops gracefully within about `seconds`; before st_system_stop. NULL is fine. */
void st_app_stop(struct st_app *app, unsigned seconds);
uint16_t st_app_port(const struct st_app *app);

/* ---- For handlers ---- */
const struct st_app_options *st_app_options(const struct st_request *req);
/* "IT": the State of the authority that the request acts for. */
struct st_str st_app_member_state(const struct st_request *req);

/* Runs a read or a command as the request's officer. A read finds its memory in tx->arena, which is the request's. What
 * a command hands out through `arg` must be copied into the request's arena by the command itself (tx->arena is gone
 * afterwards); the faults it notes are copied here. Errors: those of st_store_read and st_store_write. */
int st_app_read(struct st_request *req, st_command_fn read, void *arg, struct st_error *err);
int st_app_write(struct st_request *req, st_command_fn command, void *arg, struct st_error *err);

/* A form was sent and the command refused it: true when the form is to be shown again with the faults (wrong input, not
 * foreseen now, somebody was faster, facts or rights missing), and then res->status is set. False: a failure of the
 * program, which the handler returns. */
bool st_app_again(struct st_response *res, const struct st_error *err);

/* Bits of roles for rows of routes and of the navigation. */
#define ST_ROLE(name) ST_CODE_BIT(role_##name)
#define ST_PURPOSE(name) ST_CODE_BIT(purpose_##name)

/* The purposes that any of these roles (bits) works under, as bits, found in the rights of the registers and the steps
 * of the procedures. */
uint64_t st_app_purposes(uint64_t roles);

/* Live events: the topic "work" tells that something was committed, at most twice a second. It says nothing about what:
 * the screen that hears it fetches what it may see. */

/* The queue to the centre as it stood less than a second ago, without asking the database. */
struct st_queue st_app_queue(const struct st_request *req);
/* Looks at once, for a page that shows what its own act did. */
void st_app_queue_look(const struct st_request *req);

/* ---- Route tables of the subjects, each ended by a row without handler; listed in app.c ---- */
extern const struct st_route st_work_routes[];  /* my work, the queue */
extern const struct st_route st_case_routes[];  /* screenings and allegations: the procedures' pages */
extern const struct st_route st_screening_routes[];
extern const struct st_route st_hit_routes[];     /* hits of Eurodac */
extern const struct st_route st_notice_routes[];  /* what Eurodac tells of other States' changes */
extern const struct st_route st_monitor_routes[]; /* the fundamental-rights monitor's list */
extern const struct st_route st_subject_routes[], st_subject_api_routes[]; /* the rights of the persons themselves */
extern const struct st_route st_police_routes[];  /* law-enforcement searches of Eurodac */
extern const struct st_route st_journal_routes[]; /* journal, retention, status */
extern const struct st_route st_case_api_routes[], st_draft_api_routes[], st_work_api_routes[], st_law_api_routes[];
extern const struct st_route st_eurodac_api_routes[];
extern const struct st_route st_board_routes[]; /* the demo's board: the line to the centre, the clock */

#endif
