/* Figures about the server for its operator, as Prometheus reads them. Counts only: no path with a value in it, no
 * name, nothing about a person. */
#ifndef ST_WEB_METRICS_H
#define ST_WEB_METRICS_H

#include <stdatomic.h>

#include "base/buf.h"

enum { ST_METRICS_BUCKETS = 10 };

struct st_metrics {
    atomic_uint_fast64_t by_class[6]; /* answers by first digit of the status */
    atomic_uint_fast64_t buckets[ST_METRICS_BUCKETS + 1], microseconds;
};

/* A figure of another floor, read when somebody asks. `name` in Prometheus' form, `kind` "gauge" or "counter". */
struct st_gauge {
    const char *name, *kind, *help;
    int64_t (*read)(void *context);
    void *context;
};

void st_metrics_count(struct st_metrics *metrics, int status, int64_t microseconds);
/* Appends the answers and their times, then the gauges (ended by a row without name; may be NULL). */
void st_metrics_print(struct st_buf *out, struct st_metrics *metrics, const struct st_gauge *gauges);
void st_metrics_print_one(struct st_buf *out, const char *name, const char *kind, const char *help, int64_t value);

#endif
