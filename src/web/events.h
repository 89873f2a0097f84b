/* Live events: what changed, told to open screens as server-sent events.
 *
 * Publishing never waits: each subscriber has a small buffer of its own, and one that does not read is cut off (its
 * browser comes back by itself and shows the page anew). So is everybody after a while: who comes back shows a session
 * that is still open. An event carries a topic and a little JSON, never personal data: the screen fetches what it may
 * see. */
#ifndef ST_WEB_EVENTS_H
#define ST_WEB_EVENTS_H

#include "web/response.h"

struct st_events;

enum {
    ST_EVENTS_SUBSCRIBERS = 2000,
    ST_EVENTS_EACH = 24,        /* of one officer: nobody takes the places of all the others */
    ST_EVENTS_BUFFER = 32 * 1024,
    ST_EVENTS_KEEP_ALIVE = 15,
    ST_EVENTS_LIFE = 10 * 60    /* seconds */
};

/* `keep_alive` seconds between signs of life (0 = ST_EVENTS_KEEP_ALIVE). Free after the server has stopped. */
struct st_events *st_events_new(unsigned keep_alive);
void st_events_free(struct st_events *events);

/* Sends to every subscriber of the topic. `json` is one line. Any thread; never blocks on a subscriber. */
void st_events_publish(struct st_events *events, const char *topic, struct st_str json);

/* Makes the answer a stream of the topics (separated by spaces) for an officer. Errors: ST_E_LIMIT (too long a list of
 * topics), ST_E_BUSY (too many listen, altogether or of this officer). */
int st_events_subscribe(struct st_events *events, struct st_response *res, struct st_id officer, struct st_str topics,
                        struct st_error *err);

#endif
