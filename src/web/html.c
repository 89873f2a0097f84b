#include "web/html.h"

static const char *const VOID[] = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"};

static bool is_void(const char *element)
{
    for (size_t i = 0; i < sizeof(VOID) / sizeof(VOID[0]); i++)
        if (strcmp(VOID[i], element) == 0)
            return true;
    return false;
}

static void end_tag(struct st_html *page)
{
    if (page->in_tag)
        st_buf_char(page->out, '>');
    page->in_tag = false;
}

static void escaped(struct st_buf *out, struct st_str s)
{
    size_t from = 0;

    for (size_t i = 0; i < s.n; i++) {
        const char *entity;
        switch (s.p[i]) {
        case '&': entity = "&amp;"; break;
        case '<': entity = "&lt;"; break;
        case '>': entity = "&gt;"; break;
        case '"': entity = "&quot;"; break;
        case '\'': entity = "&#39;"; break;
        default: continue;
        }
        st_buf_add(out, s.p + from, i - from);
        st_buf_text(out, entity);
        from = i + 1;
    }
    if (s.n > 0) /* an unknown text has no bytes to point at */
        st_buf_add(out, s.p + from, s.n - from);
}

static bool is_address(const char *name)
{
    return strcmp(name, "href") == 0 || strcmp(name, "src") == 0 || strcmp(name, "action") == 0 ||
           strcmp(name, "formaction") == 0;
}

/* A path of our own, a place on the page, a query, or https; so no javascript:, no //elsewhere. */
static bool address_fit(struct st_str s)
{
    if (s.n == 0)
        return true;
    if (s.p[0] == '/')
        return s.n == 1 || (s.p[1] != '/' && s.p[1] != '\\');
    return s.p[0] == '#' || s.p[0] == '?' || st_str_starts(s, "https://");
}

/* Spaces and controls have no place in an address; what else is unsafe is dealt with as an attribute. */
static void address(struct st_buf *out, struct st_str s)
{
    if (!address_fit(s))
        s = ST_S("#");
    for (size_t i = 0; i < s.n; i++) {
        if ((unsigned char)s.p[i] <= 0x20 || s.p[i] == 0x7f)
            st_buf_printf(out, "%%%02X", (unsigned char)s.p[i]);
        else
            escaped(out, (struct st_str){s.p + i, 1});
    }
}

void st_html_attr(struct st_html *page, const char *name, struct st_str value)
{
    ST_ASSERT(page->in_tag && strncmp(name, "on", 2) != 0 && strcmp(name, "style") != 0);
    if (!st_str_known(value))
        return;
    st_buf_char(page->out, ' ');
    st_buf_text(page->out, name);
    st_buf_text(page->out, "=\"");
    if (is_address(name))
        address(page->out, value);
    else
        escaped(page->out, value);
    st_buf_char(page->out, '"');
}

void st_html_attr_text(struct st_html *page, const char *name, const char *value)
{
    st_html_attr(page, name, st_str_of(value));
}

void st_html_attr_int(struct st_html *page, const char *name, int64_t value)
{
    ST_ASSERT(page->in_tag);
    st_buf_char(page->out, ' ');
    st_buf_text(page->out, name);
    st_buf_text(page->out, "=\"");
    st_buf_int(page->out, value);
    st_buf_char(page->out, '"');
}

void st_html_attr_t(struct st_html *page, const char *name, const char *key)
{
    st_html_attr_text(page, name, st_translate(key, page->reader.language));
}

void st_html_flag(struct st_html *page, const char *name, bool on)
{
    ST_ASSERT(page->in_tag);
    if (!on)
        return;
    st_buf_char(page->out, ' ');
    st_buf_text(page->out, name);
}

static void start(struct st_html *page, const char *element)
{
    end_tag(page);
    ST_ASSERT(page->depth < ST_HTML_DEPTH);
    if (strcmp(element, "tr") == 0)
        page->column = 0;
    else if (page->depth > 0 && strcmp(page->stack[page->depth - 1], "tr") == 0)
        page->column++;
    page->stack[page->depth++] = element;
    st_buf_char(page->out, '<');
    st_buf_text(page->out, element);
    page->in_tag = true;
}

static void attributes(struct st_html *page, va_list pairs)
{
    const char *name;
    while ((name = va_arg(pairs, const char *)) != NULL)
        st_html_attr_text(page, name, va_arg(pairs, const char *));
}

void st_html_open(struct st_html *page, const char *element, ...)
{
    va_list pairs;

    start(page, element);
    va_start(pairs, element);
    attributes(page, pairs);
    va_end(pairs);
}

void st_html_close(struct st_html *page)
{
    const char *element;

    ST_ASSERT(page->depth > 0);
    element = page->stack[--page->depth];
    end_tag(page);
    if (is_void(element))
        return;
    st_buf_text(page->out, "</");
    st_buf_text(page->out, element);
    st_buf_char(page->out, '>');
}

void st_html_close_to(struct st_html *page, unsigned depth)
{
    while (page->depth > depth)
        st_html_close(page);
}

void st_html_str(struct st_html *page, struct st_str text)
{
    end_tag(page);
    escaped(page->out, text);
}

void st_html_t(struct st_html *page, const char *key)
{
    st_html_str(page, st_str_of(st_translate(key, page->reader.language)));
}

void st_html_message(struct st_html *page, const struct st_message *message)
{
    struct st_buf text = ST_BUF_INIT(64 * 1024);

    st_message_print_isolated(&text, message, &page->reader);
    st_html_str(page, st_buf_get(&text));
    st_buf_deinit(&text);
}

void st_html_int(struct st_html *page, int64_t v)
{
    end_tag(page);
    st_buf_int(page->out, v);
}

void st_html_name(struct st_html *page, struct st_str name)
{
    st_html_open(page, "bdi", NULL);
    st_html_str(page, name);
    st_html_close(page);
}

void st_html_date(struct st_html *page, struct st_date date)
{
    struct st_buf words = ST_BUF_INIT(256);
    char text[ST_DATE_TEXT];

    if (!st_date_known(date))
        return;
    st_date_print_words(&words, date, &page->reader);
    st_html_open(page, "time", "datetime", st_date_print(text, date), NULL);
    st_html_str(page, st_buf_get(&words));
    st_html_close(page);
    st_buf_deinit(&words);
}

void st_html_instant(struct st_html *page, struct st_instant instant)
{
    struct st_message shown = ST_MSG("{0}", ST_V(instant));
    char text[ST_INSTANT_TEXT];

    if (!st_instant_known(instant))
        return;
    st_html_open(page, "time", "datetime", st_instant_print(text, instant), NULL);
    st_html_message(page, &shown);
    st_html_close(page);
}

void st_html_element(struct st_html *page, const char *element, const char *key, ...)
{
    va_list pairs;

    start(page, element);
    va_start(pairs, key);
    attributes(page, pairs);
    va_end(pairs);
    st_html_t(page, key);
    st_html_close(page);
}

void st_html_link(struct st_html *page, struct st_str to, const char *key)
{
    st_html_open(page, "a", "class", "ds-link", NULL);
    st_html_attr(page, "href", to);
    st_html_t(page, key);
    st_html_close(page);
}

const char *st_html_direction(const char *language)
{
    static const char *const rtl[] = {"ar", "fa", "ps", "ur", "ckb", "he"};
    for (size_t i = 0; i < sizeof(rtl) / sizeof(rtl[0]); i++)
        if (strncmp(language, rtl[i], strlen(rtl[i])) == 0 && strchr("-", language[strlen(rtl[i])]) != NULL)
            return "rtl";
    return "ltr";
}
