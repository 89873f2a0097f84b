/* A writer of HTML that cannot forget to escape.
 *
 * Elements are opened and closed by name and the writer keeps the stack, so a page is always well formed. Text and
 * attribute values are escaped where they are written, by the context they are written in; a link's address (href,
 * src, action) must be a path of this program or https, anything else becomes "#". There is no way to write raw text.
 *
 *   st_html_open(page, "p", "class", "lead", NULL);
 *   st_html_t(page, "The screening ends on");            a catalogue key, translated
 *   st_html_name(page, person->family_name);             somebody's words, in <bdi>
 *   st_html_close(page);
 *
 * The bytes go into the buffer given; its limit is the page's. */
#ifndef ST_WEB_HTML_H
#define ST_WEB_HTML_H

#include "base/error.h"
#include "base/id.h"

enum { ST_HTML_DEPTH = 40 };

struct st_request;
struct st_response;

struct st_html {
    struct st_buf *out;
    struct st_reader reader;
    struct st_request *req;  /* whose page it is; NULL outside a request */
    struct st_response *res;
    const char *form; /* action of the form that is open */
    const char *stack[ST_HTML_DEPTH];
    unsigned depth;
    bool in_tag; /* the last tag still takes attributes */
    bool languages; /* the names of languages stand on the page for fields to offer (form.c) */
    const char *const *columns; /* of the table that is open (page.c); NULL: none */
    unsigned column;            /* cells begun in the row */
};

#define ST_HTML_INIT(buffer, the_reader) {(buffer), (the_reader), NULL, NULL, NULL, {NULL}, 0, false, false, NULL, 0}

/* Opens an element; pairs of attribute name and value follow, then NULL. */
void st_html_open(struct st_html *page, const char *element, ...) __attribute__((sentinel));
/* One more attribute of the element just opened. An unknown value leaves it out. */
void st_html_attr(struct st_html *page, const char *name, struct st_str value);
void st_html_attr_text(struct st_html *page, const char *name, const char *value); /* NULL leaves it out */
void st_html_attr_int(struct st_html *page, const char *name, int64_t value);
/* An attribute whose value is a catalogue key. */
void st_html_attr_t(struct st_html *page, const char *name, const char *key);
/* An attribute without value, when `on`. */
void st_html_flag(struct st_html *page, const char *name, bool on);
/* Closes the innermost element; elements that hold nothing (input, br, …) too. */
void st_html_close(struct st_html *page);
/* Closes elements until `depth` of them are open. */
void st_html_close_to(struct st_html *page, unsigned depth);

/* Text between tags. */
void st_html_t(struct st_html *page, const char *key);                         /* a catalogue key, translated */
void st_html_message(struct st_html *page, const struct st_message *message);  /* a sentence with values */
void st_html_str(struct st_html *page, struct st_str text);                    /* as it is */
void st_html_int(struct st_html *page, int64_t v);
/* Names, numbers and keys of any script, isolated from the direction of the text around them. */
void st_html_name(struct st_html *page, struct st_str name);
/* <time> with the machine's form beside the reader's. Nothing for an unknown one. */
void st_html_date(struct st_html *page, struct st_date date);
void st_html_instant(struct st_html *page, struct st_instant instant);

/* A whole element with translated text: st_html_element(page, "h2", "Family", NULL). Attribute pairs as above. */
void st_html_element(struct st_html *page, const char *element, const char *key, ...) __attribute__((sentinel));
/* A link with translated text. */
void st_html_link(struct st_html *page, struct st_str to, const char *key);

/* "rtl" or "ltr". */
const char *st_html_direction(const char *language);

#endif
