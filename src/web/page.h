/* The frame of a page and the parts that pages are made of.
 *
 *   static int show_arrival(struct st_request *req, struct st_response *res, struct st_error *err)
 *   {
 *       struct st_html page;
 *       ...
 *       st_page_begin(&page, req, res, &ST_MSG("Arrival {0}", ST_V(arrival.number)));
 *       st_page_description(&page);
 *       st_page_fact(&page, "Place", arrival.place);
 *       st_page_fact_end(&page);
 *       st_form_begin(&page, "/arrivals/…/close");
 *       st_page_button(&page, ST_PRIMARY, "Close the arrival");
 *       st_form_end(&page);
 *       st_page_end(&page);
 *       return ST_OK;
 *   }
 *
 * A page works without script, has one primary action, says in words what it says in colour, and reads from right to
 * left where the language does. Everything between begin and end stands in <main>. */
#ifndef ST_WEB_PAGE_H
#define ST_WEB_PAGE_H

#include "base/shape.h"
#include "web/html.h"
#include "web/response.h"

/* Begins the answer as a page (status as in res) with this title and heading. */
void st_page_begin(struct st_html *page, struct st_request *req, struct st_response *res,
                   const struct st_message *title);
/* The same for paper: no navigation, its own print style. */
void st_page_begin_print(struct st_html *page, struct st_request *req, struct st_response *res,
                         const struct st_message *title);
/* Closes what is open and ends the page. */
void st_page_end(struct st_html *page);
/* A whole page that says what went wrong; problem.h calls it. */
void st_page_of_error(struct st_response *res, struct st_request *req, int status, const struct st_error *err);

/* The summary of faults with links to the fields (ids "f-<path>"); nothing without faults. Stands before the form. */
void st_page_faults(struct st_html *page, const struct st_error *err);
/* A notice. `tone`: what colour and icon say; the text says it too. */
enum st_tone { ST_NEUTRAL, ST_INFO, ST_SUCCESS, ST_WARNING, ST_DANGER };
void st_page_notice(struct st_html *page, enum st_tone tone, const struct st_message *text);
/* A coloured word ("Paused"). */
void st_page_badge(struct st_html *page, enum st_tone tone, const char *key);

/* A description list: begin, facts, end. */
void st_page_description(struct st_html *page);
void st_page_fact(struct st_html *page, const char *key, struct st_str value); /* unknown shows "not known" */
void st_page_fact_message(struct st_html *page, const char *key, const struct st_message *value);
/* Opens <dt> and <dd>; what follows stands in it until the next fact or the end. */
void st_page_fact_open(struct st_html *page, const char *key);
void st_page_description_end(struct st_html *page);
/* All known fields of a record whose bits are set, nested records and lists too. `sensitive` false leaves out what is
 * marked ST_SENSITIVE. */
void st_page_record(struct st_html *page, const struct st_shape *shape, const void *record, uint64_t fields,
                    bool sensitive);

/* The name of a country or Member State by its code; the code when there is none such. */
void st_page_country(struct st_html *page, struct st_str code);

/* Languages by their names, commas between (codes of ISO 639; what is none stands as it was typed). */
void st_page_languages(struct st_html *page, struct st_str languages);
/* The same as text, for a field. In the arena. */
struct st_str st_page_language_names(struct st_html *page, struct st_str languages);

/* A table: caption (catalogue key), then column headings (keys, ended by NULL). Rows by st_html_open(page, "tr", NULL)
 * and the cells below; st_page_table_end closes all of it. */
void st_page_table(struct st_html *page, const char *caption, const char *const *columns);
void st_page_row(struct st_html *page);
void st_page_cell(struct st_html *page); /* opens the next cell, closes the one before */
void st_page_cell_name(struct st_html *page, struct st_str name); /* the heading of the row */
void st_page_table_end(struct st_html *page);

/* Buttons and links that look like them. One primary action for each page. */
enum st_button { ST_PRIMARY, ST_SECONDARY, ST_GRAVE };
void st_page_button(struct st_html *page, enum st_button kind, const char *key);
/* A button that sends the form with action=<value>. */
void st_page_button_action(struct st_html *page, enum st_button kind, const char *key, const char *value);
/* A link that looks like one; nothing for an officer whom it would only bring to a refusal. */
void st_page_action(struct st_html *page, enum st_button kind, struct st_str address, const char *key);

/* A running clock of the law: what ends, when, how long still, by which article, what happens if it is missed. Colour
 * with a word: overdue, today, soon, in time, standing still. */
struct st_clock_view {
    struct st_message what;      /* "Screening ends" */
    struct st_instant ends_at;   /* unknown: no end */
    const char *citation;
    struct st_message if_missed; /* text NULL: none */
    struct st_instant paused_since; /* known: the clock stands still */
    bool paused;                    /* it does, and since when is not at hand */
    struct st_message paused_why;
};
void st_page_clock(struct st_html *page, const struct st_clock_view *clock, struct st_instant now);
/* Its parts, for a card that says more: a frame in the colour of the clock (close with st_html_close), what the clock
 * says in full, and the same in one small line, for clocks that are less urgent than the one above them. */
void st_page_clock_frame(struct st_html *page, const struct st_clock_view *clock, struct st_instant now);
void st_page_clock_said(struct st_html *page, const struct st_clock_view *clock, struct st_instant now);
void st_page_clock_line(struct st_html *page, const struct st_clock_view *clock, struct st_instant now);
/* How urgent: for sorting and for the badge. */
enum st_tone st_clock_tone(const struct st_clock_view *clock, struct st_instant now);

/* Opens a part of the page that is fetched anew when an event of the topic comes (with script; without it nothing is
 * lost). Close with st_html_close. A part that is costly to read, or whose reading is journalled, says what it shows by
 * an attribute data-kept (st_html_attr), as any element inside may: see st_request_holds. */
void st_page_live(struct st_html *page, const char *id, const char *topic);

#endif
