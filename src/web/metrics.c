#include "web/metrics.h"

#include <inttypes.h>

/* Upper limits of the buckets in microseconds. */
static const int64_t limits[ST_METRICS_BUCKETS] = {500,    1000,   2500,   5000,    10000,
                                                   25000, 50000, 150000, 1000000, 10000000};

void st_metrics_count(struct st_metrics *metrics, int status, int64_t microseconds)
{
    unsigned class = (unsigned)status / 100;
    size_t i = 0;

    while (i < ST_METRICS_BUCKETS && microseconds > limits[i])
        i++;
    atomic_fetch_add_explicit(&metrics->by_class[class < 6 ? class : 0], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&metrics->buckets[i], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&metrics->microseconds, (uint_fast64_t)microseconds, memory_order_relaxed);
}

static void heading(struct st_buf *out, const char *name, const char *kind, const char *help)
{
    st_buf_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind);
}

void st_metrics_print_one(struct st_buf *out, const char *name, const char *kind, const char *help, int64_t value)
{
    heading(out, name, kind, help);
    st_buf_printf(out, "%s %" PRId64 "\n", name, value);
}

void st_metrics_print(struct st_buf *out, struct st_metrics *metrics, const struct st_gauge *gauges)
{
    uint64_t total = 0, sum = metrics->microseconds;

    heading(out, "statera_http_answers_total", "counter", "Answers by class of status");
    for (int i = 1; i < 6; i++)
        st_buf_printf(out, "statera_http_answers_total{class=\"%dxx\"} %" PRIuFAST64 "\n", i,
                      (uint_fast64_t)metrics->by_class[i]);
    heading(out, "statera_http_seconds", "histogram", "Time from request line to the end of the answer");
    for (int i = 0; i < ST_METRICS_BUCKETS; i++) {
        total += metrics->buckets[i];
        st_buf_printf(out, "statera_http_seconds_bucket{le=\"%" PRId64 ".%06" PRId64 "\"} %" PRIu64 "\n",
                      limits[i] / 1000000, limits[i] % 1000000, total);
    }
    total += metrics->buckets[ST_METRICS_BUCKETS];
    st_buf_printf(out, "statera_http_seconds_bucket{le=\"+Inf\"} %" PRIu64 "\n", total);
    st_buf_printf(out, "statera_http_seconds_sum %" PRIu64 ".%06" PRIu64 "\n", sum / 1000000, sum % 1000000);
    st_buf_printf(out, "statera_http_seconds_count %" PRIu64 "\n", total);
    for (const struct st_gauge *g = gauges; g != NULL && g->name != NULL; g++)
        st_metrics_print_one(out, g->name, g->kind, g->help, g->read(g->context));
}
