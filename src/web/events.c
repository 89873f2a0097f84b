#include "web/events.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "web/http_server.h"

enum { TOPICS_MAX = 512 };

struct subscriber {
    struct st_events *events;
    struct subscriber *before, *behind;
    void *wake;
    struct st_id officer;
    int64_t ends; /* seconds of the steady clock */
    struct st_buf waiting;
    size_t sent;   /* of `waiting` */
    bool cut_off;
    char topics[TOPICS_MAX]; /* " a b c " */
};

struct st_events {
    pthread_mutex_t lock;
    pthread_cond_t stop;
    struct subscriber *first;
    size_t n;
    uint64_t number;
    unsigned keep_alive;
    bool stopping;
    pthread_t ticker;
};

/* With the lock held. */
static void tell(struct subscriber *s, struct st_str bytes)
{
    if (s->sent == s->waiting.n) {
        st_buf_clear(&s->waiting);
        s->sent = 0;
    }
    st_buf_str(&s->waiting, bytes);
    if (s->waiting.failed)
        s->cut_off = true;
    st_http_wake(s->wake);
}

static int64_t steady_now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec;
}

/* A sign of life now and then finds the browsers that have gone. */
static void *tick(void *context)
{
    struct st_events *events = context;
    struct timespec until;

    (void)pthread_mutex_lock(&events->lock);
    while (!events->stopping) {
        (void)clock_gettime(CLOCK_REALTIME, &until);
        until.tv_sec += events->keep_alive;
        if (pthread_cond_timedwait(&events->stop, &events->lock, &until) == 0)
            continue;
        for (struct subscriber *s = events->first; s != NULL; s = s->behind) {
            s->cut_off = s->cut_off || steady_now() >= s->ends;
            tell(s, ST_S(": still here\n\n"));
        }
    }
    (void)pthread_mutex_unlock(&events->lock);
    return NULL;
}

struct st_events *st_events_new(unsigned keep_alive)
{
    struct st_events *events = st_heap(sizeof(*events));

    events->keep_alive = keep_alive ? keep_alive : ST_EVENTS_KEEP_ALIVE;
    (void)pthread_mutex_init(&events->lock, NULL);
    (void)pthread_cond_init(&events->stop, NULL);
    ST_ASSERT(pthread_create(&events->ticker, NULL, tick, events) == 0);
    return events;
}

void st_events_free(struct st_events *events)
{
    if (events == NULL)
        return;
    (void)pthread_mutex_lock(&events->lock);
    events->stopping = true;
    (void)pthread_cond_signal(&events->stop);
    (void)pthread_mutex_unlock(&events->lock);
    (void)pthread_join(events->ticker, NULL);
    ST_ASSERT(events->first == NULL);
    (void)pthread_mutex_destroy(&events->lock);
    (void)pthread_cond_destroy(&events->stop);
    free(events);
}

static bool wants(const struct subscriber *s, const char *topic)
{
    size_t n = strlen(topic);
    for (const char *at = s->topics; (at = strstr(at, topic)) != NULL; at++)
        if (at[-1] == ' ' && at[n] == ' ')
            return true;
    return false;
}

void st_events_publish(struct st_events *events, const char *topic, struct st_str json)
{
    struct st_buf text = ST_BUF_INIT(ST_EVENTS_BUFFER);

    (void)pthread_mutex_lock(&events->lock);
    st_buf_printf(&text, "id: %llu\nevent: %s\ndata: ", (unsigned long long)++events->number, topic);
    st_buf_str(&text, json);
    st_buf_text(&text, "\n\n");
    ST_ASSERT(!text.failed && memchr(json.p, '\n', json.n) == NULL);
    for (struct subscriber *s = events->first; s != NULL; s = s->behind)
        if (wants(s, topic))
            tell(s, st_buf_get(&text));
    (void)pthread_mutex_unlock(&events->lock);
    st_buf_deinit(&text);
}

static ssize_t read_some(void *context, char *out, size_t n)
{
    struct subscriber *s = context;
    size_t ready;
    bool over;

    (void)pthread_mutex_lock(&s->events->lock);
    ready = s->waiting.n - s->sent;
    n = ready < n ? ready : n;
    if (n > 0)
        memcpy(out, s->waiting.p + s->sent, n);
    s->sent += n;
    over = n == 0 && s->cut_off;
    (void)pthread_mutex_unlock(&s->events->lock);
    return over ? -1 : (ssize_t)n;
}

static void leave(void *context)
{
    struct subscriber *s = context;
    struct st_events *events = s->events;

    (void)pthread_mutex_lock(&events->lock);
    if (s->before != NULL)
        s->before->behind = s->behind;
    else
        events->first = s->behind;
    if (s->behind != NULL)
        s->behind->before = s->before;
    events->n--;
    (void)pthread_mutex_unlock(&events->lock);
    st_buf_deinit(&s->waiting);
    free(s);
}

/* With the lock held. */
static bool has_room(const struct st_events *events, struct st_id officer)
{
    size_t theirs = 0;

    for (const struct subscriber *s = events->first; s != NULL; s = s->behind)
        theirs += st_id_eq(s->officer, officer);
    return events->n < ST_EVENTS_SUBSCRIBERS && theirs < ST_EVENTS_EACH;
}

int st_events_subscribe(struct st_events *events, struct st_response *res, struct st_id officer, struct st_str topics,
                        struct st_error *err)
{
    struct subscriber *s;

    if (topics.n > TOPICS_MAX - 3)
        return st_fail(err, ST_E_LIMIT, "topics", ST_MSG("Too many topics are asked for."), "", "Ask for fewer.");
    s = st_heap(sizeof(*s));
    s->events = events;
    s->wake = res->wake;
    s->officer = officer;
    s->ends = steady_now() + ST_EVENTS_LIFE;
    st_buf_init(&s->waiting, ST_EVENTS_BUFFER);
    st_buf_text(&s->waiting, "retry: 3000\n\n");
    s->topics[0] = ' ';
    memcpy(s->topics + 1, topics.p, topics.n);
    s->topics[topics.n + 1] = ' ';
    (void)pthread_mutex_lock(&events->lock);
    if (!has_room(events, officer)) {
        (void)pthread_mutex_unlock(&events->lock);
        st_buf_deinit(&s->waiting);
        free(s);
        return st_fail(err, ST_E_BUSY, "", ST_MSG("Too many screens listen already."), "", "Reload the page instead.");
    }
    s->behind = events->first;
    if (s->behind != NULL)
        s->behind->before = s;
    events->first = s;
    events->n++;
    (void)pthread_mutex_unlock(&events->lock);
    res->status = 200;
    res->content_type = "text/event-stream";
    st_response_header(res, "X-Accel-Buffering", ST_S("no"));
    res->stream = (struct st_stream){s, read_some, leave};
    return ST_OK;
}
