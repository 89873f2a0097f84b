/* statera serve, statera demo: the program as a server. */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cases/system.h"
#include "cli/place.h"
#include "law/states.h"
#include "sim/world.h"
#include "app/app.h"

enum { PORT = 8080, STOP_SECONDS = 10 };

#define SERVE(F)                                                                                                      \
    F(number, port, 0, 0, "Port", "Port to listen on (default 8080; 0: any free one)", "")                            \
    F(text, address, 0, 60, "Address", "Address to listen on (default 127.0.0.1)", "")                                \
    F(text, tls_certificate, 0, 400, "Certificate", "PEM file with the certificate and its chain: serve TLS", "")     \
    F(text, tls_key, 0, 400, "Key", "PEM file with the certificate's key", "")                                        \
    F(text, proxy, 0, 60, "Proxy", "Address of a proxy for TLS that is believed who asks (X-Forwarded-For, -Proto)", "") \
    F(text, time_zone, 0, 48, "Time zone", "Where this place is, as in Europe/Rome (default: that of the capital)", "") \
    F(number, workers, 0, 0, "Workers", "Requests worked on at once (default: twice the cores, at least 16)", "")
ST_SHAPE(serve_options, SERVE)
ST_SHAPE_DEFINE(serve_options, SERVE, "Server", "")

#define DEMO(F)                                                                                                       \
    F(number, port, 0, 0, "Port", "Port to listen on (default 8080; 0: any free one)", "")                            \
    F(text, address, 0, 60, "Address", "Address to listen on (default 127.0.0.1)", "")                                \
    F(tri, empty, 0, 0, "Empty", "Start with the officers' accounts and nothing else", "")                            \
    F(number, seed, 0, 0, "Seed", "Which synthetic world (default 1)", "")                                            \
    F(number, speed, 0, 0, "Speed", "Seconds of legal time that pass in a second (default 1)", "")
ST_SHAPE(demo_options, DEMO)
ST_SHAPE_DEFINE(demo_options, DEMO, "Demonstration", "")

/* ---- Until somebody says stop ---- */
static void wait_for_the_end(void)
{
    sigset_t stop;
    int which;

    (void)sigemptyset(&stop);
    (void)sigaddset(&stop, SIGINT);
    (void)sigaddset(&stop, SIGTERM);
    (void)sigwait(&stop, &which);
}

/* Before any thread exists, so that all of them leave these to the one who waits. */
static void hold_signals(void)
{
    sigset_t held;

    (void)sigemptyset(&held);
    (void)sigaddset(&held, SIGINT);
    (void)sigaddset(&held, SIGTERM);
    (void)pthread_sigmask(SIG_BLOCK, &held, NULL);
    (void)signal(SIGPIPE, SIG_IGN);
}

static int port_of(uint16_t *out, struct st_number asked, struct st_error *err)
{
    if (asked.known && (asked.v < 0 || asked.v > UINT16_MAX))
        return st_fail(err, ST_E_INVALID, "port", ST_MSG("A port is a number from 0 to 65535."), "",
                       "Give another number.");
    *out = asked.known ? (uint16_t)asked.v : PORT;
    return ST_OK;
}

/* A zone that nobody knows would show every time as unknown. */
static int zone_of(const char **out, struct st_cli *cli, struct st_str asked, struct st_str authority)
{
    struct st_local local;

    *out = asked.n > 0 ? st_str_z(cli->arena, asked) : st_state_zone(st_str_cut(&authority, '-'));
    if (asked.n == 0 || st_zone_local(&local, st_instant_now(), *out))
        return ST_OK;
    return st_fail(&cli->err, ST_E_INVALID, "time_zone", ST_MSG("There is no such time zone."), "",
                   "Write it as in Europe/Rome.");
}

struct service {
    struct st_store *store;
    struct st_system *system;
    struct st_app *app;
};

static int start(struct service *s, struct st_app_options *options, struct st_error *err)
{
    int rc = st_system_start(&s->system, s->store, options->authority, err);
    return rc == ST_OK ? st_app_start(&s->app, options, err) : rc;
}

static void stop(struct service *s)
{
    st_app_stop(s->app, STOP_SECONDS);
    st_system_stop(&s->system);
    st_store_close(s->store);
}

static void flush_now(struct st_cli *cli)
{
    (void)fwrite(cli->out.p, 1, cli->out.n, stdout);
    (void)fflush(stdout);
    st_buf_clear(&cli->out);
}

static void say_address(struct st_cli *cli, const struct service *s, const struct st_app_options *o)
{
    struct st_str url = st_strf(cli->arena, "%s://%s:%u/", o->http.tls_certificate ? "https" : "http",
                                o->http.address ? o->http.address : "127.0.0.1", (unsigned)st_app_port(s->app));

    if (st_cli_json(cli)) {
        struct st_json w = ST_JSON_INIT(&cli->out);
        st_json_object(&w);
        st_json_key(&w, "url");
        st_json_str(&w, url);
        st_json_object_end(&w);
        st_buf_char(&cli->out, '\n');
    } else {
        st_cli_say(cli, ST_MSG("Statera serves at {0}", ST_V(url)));
    }
    flush_now(cli);
}

static int serve(struct st_cli *cli)
{
    const struct serve_options *o = cli->options;
    struct service s = {0};
    struct st_app_options options = {0};
    int rc = port_of(&options.http.port, o->port, &cli->err);

    hold_signals();
    if (rc == ST_OK)
        rc = st_cli_open(&s.store, cli);
    if (rc == ST_OK && st_cli_only_said(cli, ST_MSG("Would serve this database."))) {
        stop(&s);
        return ST_OK;
    }
    if (rc == ST_OK) {
        options.store = s.store;
        options.authority = st_cli_authority(cli, s.store);
        options.training = st_store_training(s.store);
        rc = zone_of(&options.time_zone, cli, o->time_zone, options.authority);
    }
    if (rc == ST_OK) {
        options.http.address = o->address.n ? st_str_z(cli->arena, o->address) : NULL;
        options.http.tls_certificate = o->tls_certificate.n ? st_str_z(cli->arena, o->tls_certificate) : NULL;
        options.http.tls_key = o->tls_key.n ? st_str_z(cli->arena, o->tls_key) : NULL;
        options.http.proxy = o->proxy.n ? st_str_z(cli->arena, o->proxy) : NULL;
        options.http.workers = o->workers.known && o->workers.v > 0 ? (unsigned)o->workers.v : 0;
        rc = start(&s, &options, &cli->err);
    }
    if (rc == ST_OK) {
        say_address(cli, &s, &options);
        wait_for_the_end();
    }
    stop(&s);
    return rc;
}

/* ---- The demonstration ---- */

/* Where a demonstration that nobody named a database for keeps it: a directory of its own that goes with it. */
struct demo_place {
    char directory[128];
    const char *url;
    bool ours, exists;
};

static int find_place(struct demo_place *place, struct st_cli *cli)
{
    const char *tmp = getenv("TMPDIR");
    struct stat there;

    if (cli->common.db.n > 0) {
        place->url = st_str_z(cli->arena, cli->common.db);
        place->exists = stat(place->url, &there) == 0 && there.st_size > 0;
        return ST_OK;
    }
    (void)snprintf(place->directory, sizeof(place->directory), "%.90s/statera-demo.XXXXXX", tmp ? tmp : "/tmp");
    if (mkdtemp(place->directory) == NULL)
        return st_fail(&cli->err, ST_E_IO, "db", ST_MSG("No directory for the demonstration can be made."), "",
                       "Give --db FILE in a directory that you may write to.");
    place->ours = true;
    place->url = st_strf(cli->arena, "%s/demo.db", place->directory).p;
    return ST_OK;
}

static void clear_place(const struct demo_place *place)
{
    static const char *const endings[] = {"", "-wal", "-shm", ".keys", ".keys-wal", ".keys-shm"};
    char path[200];

    for (size_t i = 0; place->ours && i < sizeof(endings) / sizeof(endings[0]); i++) {
        (void)snprintf(path, sizeof(path), "%s/demo.db%s", place->directory, endings[i]);
        (void)unlink(path);
    }
    if (place->ours)
        (void)rmdir(place->directory);
}

static void show_progress(uint64_t done, uint64_t total) { st_cli_progress("Making the synthetic world:", done, total); }

static int make_world(struct st_cli *cli, struct st_store *store, const struct demo_options *o)
{
    struct st_sim_world world = {
        .seed = o->seed.known ? (uint64_t)o->seed.v : 1,
        .now = st_instant_now(),
        .empty = st_yes(o->empty),
        .progress = show_progress,
    };
    return st_sim_world_make(store, &world, &cli->err);
}

static int open_demo(struct st_cli *cli, struct service *s, const struct demo_place *place,
                     const struct demo_options *o)
{
    struct st_store_options options = {
        .url = place->url,
        .create = !place->exists,
        .movable_clock = true,
        .authority = cli->common.authority.n ? st_str_z(cli->arena, cli->common.authority) : "IT-LMP",
    };
    int rc = st_system_open(&s->store, &options, &cli->err);

    if (rc == ST_OK && !st_store_training(s->store))
        rc = st_fail(&cli->err, ST_E_FORBIDDEN, "db", ST_MSG("This database was not made for demonstration."), "",
                     "Use statera serve for it, or give another file.");
    if (rc == ST_OK && !place->exists)
        rc = make_world(cli, s->store, o);
    if (rc == ST_E_EXISTS) { /* a database on a server that was a demonstration before goes on */
        cli->err = (struct st_error){0};
        rc = ST_OK;
    }
    if (rc == ST_OK)
        rc = st_store_clock_set(s->store, st_store_now(s->store), o->speed.known ? o->speed.v : 1, &cli->err);
    return rc;
}

static void say_accounts(struct st_cli *cli)
{
    st_cli_say(cli, ST_MSG("No person in it is real. Sign in as one of these; the password of all is {0}",
                           ST_V(ST_SIM_PASSWORD)));
    for (const struct st_sim_account *a = st_sim_accounts; a->sign_in_name != NULL; a++) {
        st_buf_printf(&cli->out, "  %-9s %-18s", a->sign_in_name, a->name);
        const char *between = " ";
        for (unsigned r = 1; r < role_count; r++)
            if (a->roles & ST_CODE_BIT(r)) {
                st_buf_printf(&cli->out, "%s%s", between, st_translate(st_code_label(&role_codes, r), cli->reader.language));
                between = ", ";
            }
        st_buf_char(&cli->out, '\n');
    }
    st_cli_say(cli, ST_MSG("Ctrl-C ends it."));
    flush_now(cli);
}

static int demo(struct st_cli *cli)
{
    const struct demo_options *o = cli->options;
    struct demo_place place = {.ours = false};
    struct service s = {0};
    uint64_t seed = o->seed.known ? (uint64_t)o->seed.v : 1;
    struct st_app_options options = {.training = true, .read_biometrics = st_sim_read_biometrics, .reader = &seed};
    int rc = port_of(&options.http.port, o->port, &cli->err);

    if (rc == ST_OK && st_cli_only_said(cli, ST_MSG("Would make a synthetic world and serve it.")))
        return ST_OK;
    hold_signals();
    if (rc == ST_OK)
        rc = find_place(&place, cli);
    if (rc == ST_OK)
        rc = open_demo(cli, &s, &place, o);
    if (rc == ST_OK) {
        options.store = s.store;
        options.authority = st_str_dup(cli->arena, st_store_authority(s.store));
        options.time_zone = st_state_zone(ST_S("IT"));
        options.http.address = o->address.n ? st_str_z(cli->arena, o->address) : NULL;
        rc = start(&s, &options, &cli->err);
    }
    if (rc == ST_OK) {
        say_address(cli, &s, &options);
        if (!st_cli_json(cli))
            say_accounts(cli);
        wait_for_the_end();
    }
    stop(&s);
    clear_place(&place);
    return rc;
}

const struct st_cli_command st_cli_serve[] = {
    {"serve", "", "", 0, 0, &serve_options_shape, "Serve pages and interface from a database", serve},
    {"demo", "", "", 0, 0, &demo_options_shape, "Make a synthetic world, serve it and print the sign-ins", demo},
    {NULL, NULL, NULL, 0, 0, NULL, NULL, NULL},
};
