/* Forms, made from shapes.
 *
 * A form posts to a path of this program with its CSRF token and, where a record is changed, its version. The fields
 * come from the shape: kind gives the control, the rest is label, help, article and the fault that belongs to it. What
 * was typed is never taken away: after a fault the form shows it again. */
#ifndef ST_WEB_FORM_H
#define ST_WEB_FORM_H

#include "base/shape.h"
#include "web/html.h"

/* <form method="post"> with its token; more attributes may follow at once (st_html_attr). */
void st_form_begin(struct st_html *page, const char *action);
void st_form_end(struct st_html *page);
void st_form_hidden(struct st_html *page, const char *name, struct st_str value);
/* The version of the record that the form changes (field "version"). */
void st_form_version(struct st_html *page, int64_t version);

struct st_form_options {
    const struct st_error *faults; /* shown at their fields; NULL = none */
    const struct st_pairs *typed;  /* what the officer typed, which goes before the record; NULL = none */
    const struct st_matrix *matrix; /* which fields this category asks for; NULL = flags only */
    unsigned column;
    uint64_t fields;               /* bits of the fields shown; 0 = all that are not hidden or computed */
    bool sensitive;                /* also those marked ST_SENSITIVE */
    bool adult;                    /* the person is of age: those marked ST_OF_A_MINOR stand folded at the end */
    unsigned spare_rows;           /* empty rows offered at the end of each list; 0 = 1 */
    bool asks;                     /* the fields ask for records: what is left open stands for any */
    const char *focus;             /* path of the field where typing or a scan begins; NULL = none */
    const char *countries;         /* id of a <datalist> offered for three-letter codes; NULL = none */
    const char *prefix;            /* before every field's name, where a page asks two shapes: "act."; NULL = none */
};

/* A form that carries files: at once after st_form_begin. */
void st_form_takes_files(struct st_html *page);
/* Files for a list of the shape whose rows hold bytes: any number are chosen at once, each a row. They are not shown
 * again after a fault: no browser gives them back. */
void st_form_files(struct st_html *page, const struct st_shape *shape, const char *name,
                   const struct st_form_options *options);

/* The fields of a shape. `record` may be NULL (an empty form). */
void st_form_fields(struct st_html *page, const struct st_shape *shape, const void *record,
                    const struct st_form_options *options);
/* Reads the form that a request carries into the zeroed record; faults are collected, each with its field. Dates may be
 * written as people write them; times are of the reader's zone; what is empty stays unknown. The floor does this for
 * every route with a body shape. */
void st_form_read(void *record, const struct st_shape *shape, const struct st_request *req, struct st_error *err);
/* The same for a form of two shapes: reads only fields that begin with the prefix (the faults carry it too); with NULL
 * only those that do not begin with `other`. */
void st_form_read_part(void *record, const struct st_shape *shape, const struct st_request *req, const char *prefix,
                       const char *other, struct st_error *err);

/* One text field that belongs to no shape: name, label and autocomplete as in HTML; type "text", "password", "search". */
void st_form_text(struct st_html *page, const char *type, const char *name, const char *key,
                  const char *autocomplete, struct st_str value);

#endif
