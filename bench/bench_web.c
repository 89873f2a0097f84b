/* What a request costs in the web floor: an empty answer from the network thread, from a worker, and a page, each
 * beside a bare handler of the same HTTP library. Load comes from wrk where it is installed.
 *
 * usage: bench_web [SECONDS] */
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "web/page.h"
#include "web/web.h"

static int empty(struct st_request *req, struct st_response *res, struct st_error *err)
{
    (void)req;
    (void)err;
    res->content_type = "text/plain";
    st_buf_text(&res->body, "ok");
    return ST_OK;
}

static int page_of_facts(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct st_html page;

    (void)err;
    st_page_begin(&page, req, res, &ST_MSG("unknown"));
    st_page_description(&page);
    for (int i = 0; i < 100; i++)
        st_page_fact(&page, "unknown", ST_S("A value of thirty characters <>"));
    st_page_description_end(&page);
    st_page_end(&page);
    return ST_OK;
}

static const struct st_route routes[] = {
    {ST_GET, "/at-once", empty, .help = "", .flags = ST_PUBLIC | ST_AT_ONCE},
    {ST_GET, "/worker", empty, .help = "", .flags = ST_PUBLIC},
    {ST_GET, "/page", page_of_facts, .help = "", .flags = ST_PUBLIC | ST_PAGE},
    {0}};

static enum MHD_Result bare(void *context, struct MHD_Connection *connection, const char *url, const char *method,
                            const char *version, const char *bytes, size_t *n, void **state)
{
    static const char text[] = "ok";
    static int known;
    struct MHD_Response *response;
    enum MHD_Result done;

    (void)context;
    (void)url;
    (void)method;
    (void)version;
    (void)bytes;
    (void)n;
    if (*state == NULL) {
        *state = &known;
        return MHD_YES;
    }
    response = MHD_create_response_from_buffer(2, (void *)(uintptr_t)text, MHD_RESPMEM_PERSISTENT);
    (void)MHD_add_response_header(response, "Content-Type", "text/plain");
    done = MHD_queue_response(connection, 200, response);
    MHD_destroy_response(response);
    return done;
}

/* The part of wrk's words between `word` and the end of the line, without blanks before. */
static void find(char *out, size_t room, const char *text, const char *word)
{
    const char *at = strstr(text, word);
    size_t n;

    out[0] = '\0';
    if (at == NULL)
        return;
    at += strlen(word);
    at += strspn(at, " \t:");
    n = strcspn(at, " \n");
    (void)snprintf(out, room, "%.*s", (int)n, at);
}

/* Runs wrk and prints one row of the table. */
static void measure(const char *what, int port, const char *path, const char *seconds)
{
    char address[100], text[4096] = "", each[40], p99[40];
    int pipes[2], status;
    ssize_t got;
    size_t n = 0;
    pid_t pid;

    (void)snprintf(address, sizeof(address), "http://127.0.0.1:%d%s", port, path);
    ST_ASSERT(pipe(pipes) == 0);
    if ((pid = fork()) == 0) {
        (void)dup2(pipes[1], STDOUT_FILENO);
        (void)execlp("wrk", "wrk", "-t1", "-c32", "-d", seconds, "--latency", address, (char *)NULL);
        _exit(127);
    }
    (void)close(pipes[1]);
    while (n < sizeof(text) - 1 && (got = read(pipes[0], text + n, sizeof(text) - 1 - n)) > 0)
        n += (size_t)got;
    (void)close(pipes[0]);
    (void)waitpid(pid, &status, 0);
    find(each, sizeof(each), text, "Requests/sec");
    find(p99, sizeof(p99), text, "99%");
    printf("| %s | %s | %s |\n", what, each[0] ? each : "wrk is not installed", p99);
    (void)fflush(stdout);
}

int main(int argc, char **argv)
{
    static const struct st_route *const tables[] = {routes, NULL};
    struct st_web_options options = {.tables = tables};
    const char *seconds = argc > 1 ? argv[1] : "4s";
    struct MHD_Daemon *daemon = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, bare, NULL,
                                                 MHD_OPTION_THREAD_POOL_SIZE, 2U, MHD_OPTION_END);
    struct st_web *web;

    ST_ASSERT(daemon != NULL && st_web_start(&web, &options, NULL) == ST_OK);
    printf("32 connections kept open by wrk (one thread) on the same machine.\n\n"
           "| answer | requests a second | p99 |\n|---|---|---|\n");
    measure("bare handler of libmicrohttpd, 2 bytes (the limit)",
            MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port, "/", seconds);
    measure("empty, network thread, all checks and headers", st_web_port(web), "/at-once", seconds);
    measure("empty, by a worker", st_web_port(web), "/worker", seconds);
    measure("page with 100 facts, by a worker", st_web_port(web), "/page", seconds);
    MHD_stop_daemon(daemon);
    st_web_stop(web, 1);
    return 0;
}
