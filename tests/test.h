/* What every unit test includes: cmocka and the headers that it wants before it.
 *
 * A test names the features it covers in a comment `covers: S-007 UF-04`; tools/coverage.py makes the page of them. */
#ifndef ST_TESTS_TEST_H
#define ST_TESTS_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define assert_str_is(s, text)                                                                                        \
    do {                                                                                                              \
        struct st_str assert_s = (s);                                                                                 \
        assert_int_equal(assert_s.n, strlen(text));                                                                   \
        assert_memory_equal(assert_s.p, text, assert_s.n);                                                            \
    } while (0)

#endif
