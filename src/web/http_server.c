#include "web/http_server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { SPARE_MAX = 256, BODY_KEPT = 64 * 1024, SWALLOWED_MAX = 64 << 20, HEADERS_MAX = 64, ANSWER_KEPT = 256 * 1024 };

/* One request and its answer on their way. Owned by the network thread, but between suspension and resumption by a
 * worker. */
struct exchange {
    struct st_http_server *server;
    struct exchange *next;            /* in the queue, or among the spare ones */
    struct exchange *before, *behind; /* among those under way */
    struct MHD_Connection *connection;
    struct st_arena *arena;
    struct st_request req;
    struct st_response res;
    struct st_buf body;
    char peer[INET6_ADDRSTRLEN];
    uint64_t swallowed;
    int64_t began_us;
    bool begun, at_once, answered;
    /* Streams only: a wake that comes while `read` finds nothing must not be lost. */
    pthread_mutex_t wake_lock;
    bool woken, asleep;
};

/* A connection. While it is waited for, it stands in a row with the others, the longest waited for first. */
struct guest {
    struct guest *before, *behind;
    int socket;
    bool awaited;
};

struct st_http_server {
    struct MHD_Daemon *daemon; /* written once, under the lock */
    struct st_http_service service;
    struct st_http_options options;
    uint16_t port;
    bool tls;
    pthread_t *workers;
    unsigned workers_n;
    pthread_mutex_t lock; /* guards what follows */
    pthread_cond_t arrived, idle;
    struct exchange *first, *last, *spare, *under_way;
    struct guest *longest, *newest; /* of those waited for */
    unsigned waiting, in_flight, spare_n, streams, guests;
    uint64_t requests, refused_busy, too_large;
    bool finished;        /* the workers go home */
    atomic_bool stopping; /* no new requests */
};

static int64_t monotonic_us(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* ---- Exchanges ---- */

static struct exchange *exchange_new(struct st_http_server *server)
{
    struct exchange *ex = st_heap(sizeof(*ex));
    ex->server = server;
    ex->arena = st_arena_new();
    st_buf_init(&ex->res.body, ST_RESPONSE_MAX);
    (void)pthread_mutex_init(&ex->wake_lock, NULL);
    return ex;
}

static struct exchange *exchange_take(struct st_http_server *server)
{
    struct exchange *ex;

    (void)pthread_mutex_lock(&server->lock);
    ex = server->spare;
    if (ex != NULL) {
        server->spare = ex->next;
        server->spare_n--;
    } else {
        ex = exchange_new(server);
    }
    server->requests++;
    server->in_flight++;
    ex->before = NULL;
    ex->behind = server->under_way;
    if (ex->behind != NULL)
        ex->behind->before = ex;
    server->under_way = ex;
    (void)pthread_mutex_unlock(&server->lock);
    ex->began_us = monotonic_us();
    return ex;
}

static void exchange_free(struct exchange *ex)
{
    st_arena_free(ex->arena);
    st_buf_deinit(&ex->body);
    st_buf_deinit(&ex->res.body);
    (void)pthread_mutex_destroy(&ex->wake_lock);
    free(ex);
}

static void empty(struct st_buf *buf, size_t kept)
{
    if (buf->room > kept)
        st_buf_deinit(buf);
    else
        st_buf_clear(buf);
}

/* Makes the exchange as new, its memory kept. */
static void exchange_clean(struct exchange *ex)
{
    struct st_buf body = ex->res.body;

    empty(&ex->body, BODY_KEPT);
    empty(&body, ANSWER_KEPT);
    st_arena_reset(ex->arena);
    ex->req = (struct st_request){0};
    ex->res = (struct st_response){0};
    ex->res.body = body;
    ex->begun = ex->at_once = ex->answered = ex->woken = ex->asleep = false;
    ex->swallowed = 0;
    ex->connection = NULL;
}

static void unlink_from_those_under_way(struct exchange *ex)
{
    (void)pthread_mutex_lock(&ex->server->lock);
    if (ex->before != NULL)
        ex->before->behind = ex->behind;
    else
        ex->server->under_way = ex->behind;
    if (ex->behind != NULL)
        ex->behind->before = ex->before;
    (void)pthread_mutex_unlock(&ex->server->lock);
}

static void exchange_give_back(struct exchange *ex)
{
    struct st_http_server *server = ex->server;
    bool kept;

    unlink_from_those_under_way(ex);
    exchange_clean(ex);
    (void)pthread_mutex_lock(&server->lock);
    kept = server->spare_n < SPARE_MAX;
    if (kept) {
        ex->next = server->spare;
        server->spare = ex;
        server->spare_n++;
    }
    if (--server->in_flight == 0)
        (void)pthread_cond_broadcast(&server->idle);
    (void)pthread_mutex_unlock(&server->lock);
    if (!kept)
        exchange_free(ex);
}

/* ---- Connections ---- */

/* With the lock held. */
static void await(struct st_http_server *server, struct guest *guest)
{
    if (guest->awaited)
        return;
    guest->awaited = true;
    guest->behind = NULL;
    guest->before = server->newest;
    if (server->newest != NULL)
        server->newest->behind = guest;
    else
        server->longest = guest;
    server->newest = guest;
}

/* With the lock held. */
static void await_no_more(struct st_http_server *server, struct guest *guest)
{
    if (!guest->awaited)
        return;
    guest->awaited = false;
    if (guest->before != NULL)
        guest->before->behind = guest->behind;
    else
        server->longest = guest->behind;
    if (guest->behind != NULL)
        guest->behind->before = guest->before;
    else
        server->newest = guest->before;
}

static struct guest *guest_of(struct MHD_Connection *connection)
{
    return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
}

/* The request is there whole, or its answer has been sent. */
static void change_guest(struct exchange *ex, void (*change)(struct st_http_server *server, struct guest *guest))
{
    (void)pthread_mutex_lock(&ex->server->lock);
    change(ex->server, guest_of(ex->connection));
    (void)pthread_mutex_unlock(&ex->server->lock);
}

/* The last quarter of the connections is for those who come next: one that is waited for gives way for each. */
static void on_connection(void *context, struct MHD_Connection *connection, void **state,
                          enum MHD_ConnectionNotificationCode what)
{
    struct st_http_server *server = context;
    struct guest *guest = *state;

    (void)pthread_mutex_lock(&server->lock);
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        *state = guest = st_heap(sizeof(*guest));
        guest->socket = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
        await(server, guest);
        if (++server->guests > server->options.connections / 4 * 3 && server->longest != guest) {
            (void)shutdown(server->longest->socket, SHUT_RDWR); /* the network thread then sees its end */
            await_no_more(server, server->longest);
        }
    } else if (guest != NULL) {
        await_no_more(server, guest);
        server->guests--;
        free(guest);
        *state = NULL;
    }
    (void)pthread_mutex_unlock(&server->lock);
}

/* ---- The request, as the network thread sees it ---- */

/* The first call of libmicrohttpd for a request: the raw target, before anything is unescaped. */
static void *on_target(void *context, const char *target, struct MHD_Connection *connection)
{
    struct exchange *ex = exchange_take(context);

    ex->connection = connection;
    ex->req.arena = ex->res.arena = ex->arena;
    ex->req.target = st_str_dup(ex->arena, st_str_of(target));
    return ex;
}

/* The escapes are ours to decode, once and strictly. */
static size_t leave_escaped(void *context, struct MHD_Connection *connection, char *text)
{
    (void)context;
    (void)connection;
    return strlen(text);
}

struct header_list {
    struct st_arena *arena;
    struct st_pair *v;
    size_t n;
    bool too_many;
};

static enum MHD_Result on_header(void *context, enum MHD_ValueKind kind, const char *name, size_t n, const char *value,
                                 size_t value_n)
{
    struct header_list *list = context;
    struct st_str text = {value ? value : "", value ? value_n : 0};
    char *lower;

    (void)kind;
    if (list->n == HEADERS_MAX) {
        list->too_many = true;
        return MHD_NO;
    }
    if (!st_utf8_valid(text.p, text.n) && memchr(text.p, 0, text.n) == NULL)
        text = (struct st_str){NULL, 0};
    lower = st_alloc(list->arena, n + 1);
    for (size_t i = 0; i < n; i++)
        lower[i] = st_ascii_lower(name[i]);
    list->v[list->n++] = (struct st_pair){{lower, n}, st_str_dup(list->arena, text)};
    return MHD_YES;
}

static const char *peer_of(struct exchange *ex)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(ex->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const void *address = NULL;

    if (info == NULL || info->client_addr == NULL)
        return "";
    if (info->client_addr->sa_family == AF_INET)
        address = &((const struct sockaddr_in *)(const void *)info->client_addr)->sin_addr;
    else if (info->client_addr->sa_family == AF_INET6)
        address = &((const struct sockaddr_in6 *)(const void *)info->client_addr)->sin6_addr;
    if (address == NULL || inet_ntop(info->client_addr->sa_family, address, ex->peer, sizeof(ex->peer)) == NULL)
        return "";
    return ex->peer;
}

/* A refusal of the server itself, for programs; the floors above make no part of it. */
static void plain_refusal(struct st_response *res, int status, const char *code)
{
    struct st_json w = st_response_json(res, status);
    res->content_type = "application/problem+json";
    st_json_object(&w);
    st_json_key(&w, "status");
    st_json_int(&w, status);
    st_json_key(&w, "code");
    st_json_text(&w, code);
    st_json_object_end(&w);
}

static const struct {
    const char *name, *value;
} always[] = {
    {"Content-Security-Policy",
     "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
     "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(self), microphone=(), geolocation=(), payment=(), usb=()"},
};

static void add_headers(struct MHD_Response *mhd, const struct exchange *ex)
{
    const struct st_response *res = &ex->res;

    for (size_t i = 0; i < sizeof(always) / sizeof(always[0]); i++)
        (void)MHD_add_response_header(mhd, always[i].name, always[i].value);
    if (ex->req.tls)
        (void)MHD_add_response_header(mhd, "Strict-Transport-Security", "max-age=63072000; includeSubDomains");
    if (!res->stored)
        (void)MHD_add_response_header(mhd, "Cache-Control", "no-store");
    if (res->content_type != NULL)
        (void)MHD_add_response_header(mhd, "Content-Type", res->content_type);
    if (ex->req.language != NULL && res->content_type != NULL)
        (void)MHD_add_response_header(mhd, "Content-Language", ex->req.language);
    for (size_t i = 0; i < res->headers_n; i++)
        (void)MHD_add_response_header(mhd, res->headers[i].name.p, res->headers[i].value.p);
    if (ex->server->stopping || ex->req.misread)
        (void)MHD_add_response_header(mhd, "Connection", "close");
}

/* ---- Streams ---- */

static ssize_t stream_read(void *context, uint64_t at, char *out, size_t n)
{
    struct exchange *ex = context;
    ssize_t got;

    (void)at;
    for (;;) {
        (void)pthread_mutex_lock(&ex->wake_lock);
        ex->woken = false;
        (void)pthread_mutex_unlock(&ex->wake_lock);
        got = ex->res.stream.read(ex->res.stream.context, out, n);
        if (got > 0)
            return got;
        if (got < 0 || ex->server->stopping)
            return MHD_CONTENT_READER_END_OF_STREAM;
        (void)pthread_mutex_lock(&ex->wake_lock);
        if (!ex->woken) {
            ex->asleep = true;
            MHD_suspend_connection(ex->connection);
            (void)pthread_mutex_unlock(&ex->wake_lock);
            return 0;
        }
        (void)pthread_mutex_unlock(&ex->wake_lock);
    }
}

void st_http_wake(void *wake)
{
    struct exchange *ex = wake;

    (void)pthread_mutex_lock(&ex->wake_lock);
    ex->woken = true;
    if (ex->asleep) {
        ex->asleep = false;
        MHD_resume_connection(ex->connection);
    }
    (void)pthread_mutex_unlock(&ex->wake_lock);
}

static void count_stream(struct st_http_server *server, bool more)
{
    (void)pthread_mutex_lock(&server->lock);
    server->streams = more ? server->streams + 1 : server->streams - 1;
    (void)pthread_mutex_unlock(&server->lock);
}

/* ---- The answer ---- */

static struct MHD_Response *to_mhd(struct exchange *ex)
{
    struct st_response *res = &ex->res;
    struct st_str bytes = res->fixed.p != NULL ? res->fixed : st_buf_get(&res->body);

    if (res->stream.read != NULL)
        return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 4096, stream_read, ex, NULL);
    if (res->content_type == NULL)
        bytes.n = 0;
    /* MHD only reads from it; the exchange outlives the sending. */
    return MHD_create_response_from_buffer(bytes.n, (void *)(uintptr_t)bytes.p, MHD_RESPMEM_PERSISTENT);
}

static enum MHD_Result answer(struct exchange *ex)
{
    struct MHD_Response *mhd;
    enum MHD_Result done;

    if (ex->res.body.failed) {
        ex->res.body.failed = false;
        plain_refusal(&ex->res, 500, "bug");
    }
    if ((mhd = to_mhd(ex)) == NULL)
        return MHD_NO;
    if (ex->res.stream.read != NULL)
        count_stream(ex->server, true);
    add_headers(mhd, ex);
    done = MHD_queue_response(ex->connection, (unsigned)ex->res.status, mhd);
    MHD_destroy_response(mhd);
    return done;
}

static enum MHD_Result refuse(struct exchange *ex, int status, const char *code)
{
    ex->answered = true;
    plain_refusal(&ex->res, status, code);
    return answer(ex);
}

static void handle(struct exchange *ex)
{
    ex->req.body = st_buf_get(&ex->body);
    if (ex->req.body_too_large)
        ex->req.body = ST_S("");
    ex->server->service.handle(ex->server->service.context, &ex->req, &ex->res);
    ex->answered = true;
}

/* Behind the proxy that was named: who is behind it, and whether by TLS. A header that a client sent stands before the
 * proxy's own, so the last one counts. */
static void believe_proxy(struct exchange *ex)
{
    const char *proxy = ex->server->options.proxy;
    struct st_str last = {NULL, 0};
    struct in6_addr address;
    const char *text;

    if (proxy == NULL || strcmp(ex->req.peer, proxy) != 0)
        return;
    for (size_t i = 0; i < ex->req.headers.n; i++) {
        struct st_str name = ex->req.headers.v[i].name, value = ex->req.headers.v[i].value;
        if (st_str_is(name, "x-forwarded-proto"))
            ex->req.tls = st_str_is(value, "https");
        while (st_str_is(name, "x-forwarded-for") && value.n > 0)
            last = st_str_trim(st_str_cut(&value, ','));
    }
    text = st_str_z(ex->arena, last.n ? last : ST_S(""));
    if (inet_pton(AF_INET, text, &address) == 1 || inet_pton(AF_INET6, text, &address) == 1)
        ex->req.peer = text;
}

/* Headers are there: what the service wants to know, and how much body is welcome. */
static enum MHD_Result begin(struct exchange *ex, const char *method)
{
    struct header_list list = {ex->arena, ST_NEW_N(ex->arena, struct st_pair, HEADERS_MAX), 0, false};
    struct st_http_service *service = &ex->server->service;
    int64_t announced;

    ex->begun = true;
    (void)MHD_get_connection_values_n(ex->connection, MHD_HEADER_KIND, on_header, &list);
    ex->req.headers = (struct st_pairs){list.v, list.n};
    ex->req.method = st_method_of(method);
    ex->req.peer = peer_of(ex);
    ex->req.tls = ex->server->tls;
    believe_proxy(ex);
    ex->req.id = st_id_new(st_instant_now());
    ex->res.status = 200;
    ex->res.wake = ex;
    st_request_take_apart(&ex->req);
    ex->body.max = service->begin(service->context, &ex->req, &ex->at_once);
    if (list.too_many)
        return refuse(ex, 431, "limit");
    if (ex->req.misread) { /* nothing behind its head is looked at */
        handle(ex);
        return answer(ex);
    }
    if (ex->server->stopping)
        return refuse(ex, 503, "busy");
    if (st_str_to_int64(&announced, st_request_header(&ex->req, "content-length")) && announced > SWALLOWED_MAX)
        return refuse(ex, 413, "limit"); /* not worth reading to the end */
    return MHD_YES;
}

static enum MHD_Result take_body(struct exchange *ex, const char *bytes, size_t *n)
{
    int64_t limit = (int64_t)ex->server->options.body_seconds * 1000000;

    st_buf_add(&ex->body, bytes, *n);
    if (ex->body.failed) {
        ex->req.body_too_large = true;
        ex->swallowed += *n;
        st_buf_deinit(&ex->body);
        ex->body.failed = true;
    }
    *n = 0;
    return ex->swallowed > SWALLOWED_MAX || monotonic_us() - ex->began_us > limit ? MHD_NO : MHD_YES;
}

/* Puts the exchange where a worker finds it; false when too many wait. */
static bool enqueue(struct exchange *ex)
{
    struct st_http_server *server = ex->server;
    bool room;

    (void)pthread_mutex_lock(&server->lock);
    room = server->waiting < server->options.queue && !server->finished;
    if (room) {
        MHD_suspend_connection(ex->connection); /* before a worker can see it, or the resumption may come first */
        ex->next = NULL;
        if (server->last != NULL)
            server->last->next = ex;
        else
            server->first = ex;
        server->last = ex;
        server->waiting++;
        (void)pthread_cond_signal(&server->arrived);
    } else {
        server->refused_busy++;
    }
    (void)pthread_mutex_unlock(&server->lock);
    return room;
}

static enum MHD_Result on_request(void *context, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *bytes, size_t *n, void **state)
{
    struct exchange *ex = *state;

    (void)context;
    (void)connection;
    (void)url;
    (void)version;
    if (!ex->begun)
        return begin(ex, method);
    if (*n > 0)
        return take_body(ex, bytes, n);
    if (ex->answered)
        return answer(ex);
    if (ex->req.body_too_large) {
        (void)pthread_mutex_lock(&ex->server->lock);
        ex->server->too_large++;
        (void)pthread_mutex_unlock(&ex->server->lock);
    }
    change_guest(ex, await_no_more);
    if (ex->at_once) {
        handle(ex);
        return answer(ex);
    }
    return enqueue(ex) ? MHD_YES : refuse(ex, 503, "busy");
}

static void on_completed(void *context, struct MHD_Connection *connection, void **state,
                         enum MHD_RequestTerminationCode why)
{
    struct exchange *ex = *state;

    (void)context;
    (void)connection;
    (void)why;
    if (ex == NULL)
        return;
    change_guest(ex, await);
    if (ex->res.stream.close != NULL) {
        ex->res.stream.close(ex->res.stream.context);
        count_stream(ex->server, false);
    }
    if (ex->begun && ex->server->service.end != NULL)
        ex->server->service.end(ex->server->service.context, &ex->req, &ex->res, monotonic_us() - ex->began_us);
    *state = NULL;
    exchange_give_back(ex);
}

/* ---- Workers ---- */

static void *work(void *context)
{
    struct st_http_server *server = context;

    (void)pthread_mutex_lock(&server->lock);
    for (;;) {
        struct exchange *ex = server->first;
        if (ex == NULL) {
            if (server->finished)
                break;
            (void)pthread_cond_wait(&server->arrived, &server->lock);
            continue;
        }
        server->first = ex->next;
        if (server->first == NULL)
            server->last = NULL;
        server->waiting--;
        (void)pthread_mutex_unlock(&server->lock);
        handle(ex);
        MHD_resume_connection(ex->connection);
        (void)pthread_mutex_lock(&server->lock);
    }
    (void)pthread_mutex_unlock(&server->lock);
    return NULL;
}

/* ---- Start and stop ---- */

static unsigned or_else(unsigned v, unsigned otherwise) { return v ? v : otherwise; }

/* How many connections of those wanted the process may open, beside the files that the rest of the program needs. */
static unsigned files_for(unsigned connections)
{
    enum { OTHERS = 256 };
    struct rlimit limit;
    rlim_t wanted = (rlim_t)connections + OTHERS;

    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted)
        return connections;
    limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
        (void)getrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_cur >= wanted)
        return connections;
    return limit.rlim_cur > 2 * OTHERS ? (unsigned)limit.rlim_cur - OTHERS : OTHERS;
}

static void fill_defaults(struct st_http_options *o)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    unsigned n = cores > 0 ? (unsigned)cores : 1;

    o->address = o->address ? o->address : "127.0.0.1";
    o->threads = or_else(o->threads, n);
    o->workers = or_else(o->workers, n * 2 > 16 ? n * 2 : 16);
    o->queue = or_else(o->queue, 1024);
    o->connections = files_for(or_else(o->connections, 4096));
    o->idle_seconds = or_else(o->idle_seconds, 30);
    o->body_seconds = or_else(o->body_seconds, 120);
}

static int read_pem(char **out, const char *path, struct st_error *err)
{
    enum { PEM_MAX = 256 * 1024 };
    FILE *f = fopen(path, "rbe");
    size_t n = 0;

    *out = st_heap(PEM_MAX + 1);
    if (f != NULL) {
        n = fread(*out, 1, PEM_MAX, f);
        (void)fclose(f);
    }
    if (n == 0)
        return st_fail(err, ST_E_INVALID, "tls", ST_MSG("The certificate or its key cannot be read."), "",
                       "Name two PEM files that this program may read.");
    return ST_OK;
}

static bool to_address(struct sockaddr_storage *out, const char *text, uint16_t port)
{
    struct sockaddr_in *four = (struct sockaddr_in *)(void *)out;
    struct sockaddr_in6 *six = (struct sockaddr_in6 *)(void *)out;

    *out = (struct sockaddr_storage){0};
    if (inet_pton(AF_INET, text, &four->sin_addr) == 1) {
        four->sin_family = AF_INET;
        four->sin_port = htons(port);
        return true;
    }
    if (inet_pton(AF_INET6, text, &six->sin6_addr) != 1)
        return false;
    six->sin6_family = AF_INET6;
    six->sin6_port = htons(port);
    return true;
}

static struct MHD_Daemon *daemon_start(struct st_http_server *server, const struct sockaddr_storage *address,
                                       char *certificate, char *key)
{
    const struct st_http_options *o = &server->options;
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC;
    struct MHD_OptionItem tls[] = {{MHD_OPTION_HTTPS_MEM_CERT, 0, certificate},
                                   {MHD_OPTION_HTTPS_MEM_KEY, 0, key},
                                   {MHD_OPTION_END, 0, NULL}};

    if (address->ss_family == AF_INET6)
        flags |= MHD_USE_IPv6;
    if (server->tls)
        flags |= MHD_USE_TLS;
    else
        tls[0].option = MHD_OPTION_END;
    return MHD_start_daemon(flags, o->port, NULL, NULL, on_request, server,
                            MHD_OPTION_ARRAY, tls,
                            MHD_OPTION_SOCK_ADDR, (const struct sockaddr *)address,
                            MHD_OPTION_THREAD_POOL_SIZE, o->threads > 1 ? o->threads : 0U,
                            MHD_OPTION_URI_LOG_CALLBACK, on_target, server,
                            MHD_OPTION_UNESCAPE_CALLBACK, leave_escaped, NULL,
                            MHD_OPTION_NOTIFY_COMPLETED, on_completed, server,
                            MHD_OPTION_NOTIFY_CONNECTION, on_connection, server,
                            MHD_OPTION_CONNECTION_LIMIT, o->connections,
                            MHD_OPTION_PER_IP_CONNECTION_LIMIT, o->per_address,
                            MHD_OPTION_CONNECTION_TIMEOUT, o->idle_seconds,
                            MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)32 * 1024,
                            MHD_OPTION_LISTEN_BACKLOG_SIZE, 1024U,
                            MHD_OPTION_STRICT_FOR_CLIENT, 1,
                            MHD_OPTION_END);
}

static int listen_now(struct st_http_server *server, struct st_error *err)
{
    char *certificate = NULL, *key = NULL;
    struct sockaddr_storage address;
    struct MHD_Daemon *started;
    int rc = ST_OK;

    if (!to_address(&address, server->options.address, server->options.port))
        return st_fail(err, ST_E_INVALID, "address", ST_MSG("This is no numeric address."), "",
                       "Give an address such as 127.0.0.1 or ::1.");
    if (server->options.proxy != NULL && !to_address(&(struct sockaddr_storage){0}, server->options.proxy, 0))
        return st_fail(err, ST_E_INVALID, "proxy", ST_MSG("This is no numeric address."), "",
                       "Give the address that the proxy connects from, such as 127.0.0.1.");
    if (server->tls && ((rc = read_pem(&certificate, server->options.tls_certificate, err)) != ST_OK ||
                        (rc = read_pem(&key, server->options.tls_key, err)) != ST_OK))
        goto out;
    started = daemon_start(server, &address, certificate, key);
    (void)pthread_mutex_lock(&server->lock);
    server->daemon = started;
    (void)pthread_mutex_unlock(&server->lock);
    if (started == NULL) {
        rc = server->tls && errno != EADDRINUSE
                 ? st_fail(err, ST_E_INVALID, "tls", ST_MSG("The server cannot start with this certificate."), "",
                           "Check that certificate and key belong together.")
                 : st_fail(err, ST_E_IO, "port", ST_MSG("Port {0} cannot be opened.", ST_V((int)server->options.port)),
                           "", "Another program may use it; choose another with --port.");
        goto out;
    }
    server->port = MHD_get_daemon_info(started, MHD_DAEMON_INFO_BIND_PORT)->port;
out:
    free(certificate);
    if (key != NULL)
        sodium_memzero(key, strlen(key));
    free(key);
    return rc;
}

static void workers_stop(struct st_http_server *server)
{
    (void)pthread_mutex_lock(&server->lock);
    server->finished = true;
    (void)pthread_cond_broadcast(&server->arrived);
    (void)pthread_mutex_unlock(&server->lock);
    for (unsigned i = 0; i < server->workers_n; i++)
        (void)pthread_join(server->workers[i], NULL);
}

static void server_free(struct st_http_server *server)
{
    while (server->spare != NULL) {
        struct exchange *ex = server->spare;
        server->spare = ex->next;
        exchange_free(ex);
    }
    (void)pthread_mutex_destroy(&server->lock);
    (void)pthread_cond_destroy(&server->arrived);
    (void)pthread_cond_destroy(&server->idle);
    free(server->workers);
    free(server);
}

int st_http_server_start(struct st_http_server **out, const struct st_http_options *options,
                         const struct st_http_service *service, struct st_error *err)
{
    struct st_http_server *server = st_heap(sizeof(*server));
    int rc;

    *out = NULL;
    server->options = *options;
    server->service = *service;
    server->tls = options->tls_certificate != NULL;
    fill_defaults(&server->options);
    (void)pthread_mutex_init(&server->lock, NULL);
    (void)pthread_cond_init(&server->arrived, NULL);
    (void)pthread_cond_init(&server->idle, NULL);
    server->workers = st_heap(server->options.workers * sizeof(*server->workers));
    while (server->workers_n < server->options.workers &&
           pthread_create(&server->workers[server->workers_n], NULL, work, server) == 0)
        server->workers_n++;
    *out = server; /* a request may come before this returns */
    if ((rc = listen_now(server, err)) != ST_OK) {
        *out = NULL;
        workers_stop(server);
        server_free(server);
    }
    return rc;
}

uint16_t st_http_server_port(const struct st_http_server *server) { return server->port; }

void st_http_server_counts(struct st_http_server *server, struct st_http_counts *out)
{
    struct MHD_Daemon *daemon;

    (void)pthread_mutex_lock(&server->lock);
    *out = (struct st_http_counts){server->requests,  server->refused_busy, server->too_large, server->in_flight,
                                   server->waiting,   server->streams,      0};
    daemon = server->daemon;
    (void)pthread_mutex_unlock(&server->lock);
    if (daemon != NULL) /* the first request may come before it is known */
        out->connections = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_CURRENT_CONNECTIONS)->num_connections;
}

/* Ends every stream: its next read says so. */
static void wake_streams(struct st_http_server *server)
{
    (void)pthread_mutex_lock(&server->lock);
    for (struct exchange *ex = server->under_way; ex != NULL; ex = ex->behind)
        st_http_wake(ex);
    (void)pthread_mutex_unlock(&server->lock);
}

void st_http_server_stop(struct st_http_server *server, unsigned seconds)
{
    struct timespec until;
    MHD_socket listening;

    if (server == NULL)
        return;
    listening = MHD_quiesce_daemon(server->daemon);
    (void)clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += seconds;
    server->stopping = true;
    wake_streams(server);
    (void)pthread_mutex_lock(&server->lock);
    while (server->in_flight > 0 && pthread_cond_timedwait(&server->idle, &server->lock, &until) == 0)
        ;
    (void)pthread_mutex_unlock(&server->lock);
    workers_stop(server); /* what was in the queue is answered, so no connection stays suspended */
    wake_streams(server);
    MHD_stop_daemon(server->daemon);
    if (listening != MHD_INVALID_SOCKET)
        (void)close(listening);
    server_free(server);
}
