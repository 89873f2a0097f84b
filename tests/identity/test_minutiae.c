/* Fingerprint minutiae as ISO/IEC 19794-2. covers: S-022 */
#include "test.h"

#include <dirent.h>

#include "identity/minutiae.h"
#include "shared.h"

static struct st_arena *arena;

/* Two views: three minutiae of every kind, then none. */
static struct st_minutia rows[] = {
    {.x = 0, .y = 16383, .angle = 255, .kind = ST_MINUTIA_ENDING, .quality = 100},
    {.x = 16383, .y = 0, .angle = 0, .kind = ST_MINUTIA_BIFURCATION},
    {.x = 150, .y = 200, .angle = 64, .kind = ST_MINUTIA_OTHER, .quality = 1},
};
static struct st_minutiae two_views[] = {
    {.width = 300, .height = 400, .x_per_cm = 197, .y_per_cm = 224, .finger = 1, .view = 2, .impression = 1,
     .quality = 80, .n = 3, .rows = rows},
    {.width = 300, .height = 400, .x_per_cm = 197, .y_per_cm = 224, .finger = 10, .view = 15, .n = 0, .rows = rows},
};

static struct st_str record(void)
{
    struct st_buf buf = ST_BUF_INIT(4096);
    assert_int_equal(st_minutiae_write(&buf, two_views, 2, NULL), ST_OK);
    struct st_str bytes = st_buf_dup(arena, &buf);
    st_buf_deinit(&buf);
    return bytes;
}

static void assert_same_view(const struct st_minutiae *a, const struct st_minutiae *b)
{
    assert_int_equal(a->width, b->width);
    assert_int_equal(a->height, b->height);
    assert_int_equal(a->x_per_cm, b->x_per_cm);
    assert_int_equal(a->y_per_cm, b->y_per_cm);
    assert_int_equal(a->finger, b->finger);
    assert_int_equal(a->view, b->view);
    assert_int_equal(a->impression, b->impression);
    assert_int_equal(a->quality, b->quality);
    assert_int_equal(a->n, b->n);
    for (size_t i = 0; i < a->n; i++) {
        assert_int_equal(a->rows[i].x, b->rows[i].x);
        assert_int_equal(a->rows[i].y, b->rows[i].y);
        assert_int_equal(a->rows[i].angle, b->rows[i].angle);
        assert_int_equal(a->rows[i].kind, b->rows[i].kind);
        assert_int_equal(a->rows[i].quality, b->rows[i].quality);
    }
}

static void what_is_written_is_read_back(void **state)
{
    (void)state;
    struct st_print_record out;
    struct st_str bytes = record();
    assert_int_equal(bytes.n, 24 + (6 + 3 * 6) + 6);
    assert_int_equal(st_minutiae_read(&out, arena, bytes, NULL), ST_OK);
    assert_int_equal(out.n, 2);
    for (size_t i = 0; i < 2; i++)
        assert_same_view(&out.views[i], &two_views[i]);
}

/* The bytes by hand, so that reader and writer cannot be wrong together. */
static void a_record_byte_by_byte(void **state)
{
    (void)state;
    static const char bytes[] = "FMR\0" " 20\0" "\0\0\0\x27" "\x80\x01"
                                "\x01\x2c" "\x01\x90" "\0\xc5" "\0\xc6" "\1" "\0"
                                "\x06" "\x13" "\xff" "\1"
                                "\x41\x02" "\x03\x04" "\x40" "\x65"
                                "\0\3" "abc";
    struct st_print_record out;
    assert_int_equal(st_minutiae_read(&out, arena, (struct st_str){bytes, sizeof(bytes) - 1}, NULL), ST_OK);
    struct st_minutia row = {.x = 0x102, .y = 0x304, .angle = 64, .kind = ST_MINUTIA_ENDING};
    struct st_minutiae view = {.width = 300, .height = 400, .x_per_cm = 197, .y_per_cm = 198, .finger = 6, .view = 1,
                               .impression = 3, .n = 1, .rows = &row};
    assert_int_equal(out.n, 1);
    assert_same_view(&out.views[0], &view);
}

static void assert_fault(struct st_str bytes, const char *field, const char *what)
{
    struct st_error err = {0};
    struct st_print_record out;
    assert_int_equal(st_minutiae_read(&out, arena, bytes, &err), ST_E_INVALID);
    assert_int_equal(err.n, 1);
    assert_string_equal(err.faults[0].field, field);
    assert_string_equal(err.faults[0].what.text, what);
    assert_true(st_translated(err.faults[0].what.text, "sv"));
    assert_true(st_translated(err.faults[0].cure, "sv"));
    assert_null(out.views);
}

/* The record with one byte changed. */
static struct st_str with(size_t at, unsigned value)
{
    struct st_str bytes = record();
    char *p = st_alloc_copy(arena, bytes.p, bytes.n);
    p[at] = (char)value;
    return (struct st_str){p, bytes.n};
}

static void faults_name_field_and_cure(void **state)
{
    (void)state;
    assert_fault(ST_S(""), "header", "The fingerprint record is only {0} bytes long.");
    assert_fault(with(0, 'G'), "header", "This is not a fingerprint minutiae record: it does not begin with FMR.");
    assert_fault(with(5, '3'), "header", "The fingerprint record has another version than 2005.");
    assert_fault(with(8, 1), "length", "The fingerprint record declares {0} bytes, but {1} were received.");
    assert_fault(with(19, 0), "resolution",
                 "A resolution of {0} by {1} pixels per centimetre is not one of a fingerprint.");
    assert_fault(with(22, 0), "views", "The fingerprint record holds no finger.");
    assert_fault(with(22, 255), "views", "The fingerprint record is too short for {0} fingers.");
    assert_fault(with(22, 1), "length", "{0} bytes follow after the last finger of the fingerprint record.");
    assert_fault(with(22, 3), "views.2", "The fingerprint record ends inside this finger.");
    assert_fault(with(24, 11), "views.0.finger", "{0} is not a finger position; they run from 0 to 10.");
    assert_fault(with(27, 255), "views.0", "The fingerprint record ends inside this finger.");
    assert_fault(with(40, 0xc0), "views.0.minutiae.2.kind",
                 "A minutia is neither ridge ending, bifurcation nor other.");
    assert_fault(with(46, 1), "views.0", "The fingerprint record ends inside this finger.");
}

/* Every prefix is refused, whatever length it declares, and nothing outside it is read (the sanitiser watches). */
static void every_cut_is_noticed(void **state)
{
    (void)state;
    struct st_str bytes = record();
    for (size_t n = 0; n < bytes.n; n++) {
        uint8_t *p = st_heap(n);
        struct st_print_record out;
        memcpy(p, bytes.p, n);
        if (n >= 12)
            p[11] = (uint8_t)n;
        assert_int_equal(st_minutiae_read(&out, arena, (struct st_str){(char *)p, n}, NULL), ST_E_INVALID);
        free(p);
    }
}

static void writing_refuses_what_the_format_cannot_hold(void **state)
{
    (void)state;
    struct st_buf buf = ST_BUF_INIT(40);
    struct st_minutia far = {.x = 16384, .kind = ST_MINUTIA_OTHER}, odd = {.kind = 3};
    struct st_minutiae views[2] = {two_views[0], two_views[1]};
    assert_int_equal(st_minutiae_write(&buf, views, 0, NULL), ST_E_INVALID);
    views[1].width++;
    assert_int_equal(st_minutiae_write(&buf, views, 2, NULL), ST_E_INVALID);
    views[0].n = 1, views[0].rows = &far;
    assert_int_equal(st_minutiae_write(&buf, views, 1, NULL), ST_E_INVALID);
    views[0].rows = &odd;
    assert_int_equal(st_minutiae_write(&buf, views, 1, NULL), ST_E_INVALID);
    views[0] = two_views[0], views[0].finger = 11;
    assert_int_equal(st_minutiae_write(&buf, views, 1, NULL), ST_E_INVALID);
    assert_int_equal(buf.n, 0);
    assert_int_equal(st_minutiae_write(&buf, two_views, 1, NULL), ST_E_LIMIT);
    st_buf_deinit(&buf);
}

/* Every published template is read and written back byte for byte (they carry no extended data). */
static void read_folder(const char *folder, size_t expected)
{
    DIR *dir = opendir(folder);
    size_t n = 0;
    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        if (entry->d_name[0] == '.')
            continue;
        struct st_str bytes = file_bytes(arena, st_strf(arena, "%s/%s", folder, entry->d_name).p);
        struct st_print_record out;
        struct st_buf buf = ST_BUF_INIT(1 << 16);
        assert_int_equal(st_minutiae_read(&out, arena, bytes, NULL), ST_OK);
        assert_int_equal(st_minutiae_write(&buf, out.views, out.n, NULL), ST_OK);
        assert_true(st_str_eq(st_buf_get(&buf), bytes));
        st_buf_deinit(&buf);
        n++;
    }
    closedir(dir);
    assert_int_equal(n, expected);
}

static void real_templates_come_back_whole(void **state)
{
    (void)state;
    static const char *const sets[] = {"fvc2002_db1_b", "fvc2002_db3_b", "fvc2004_db1_b", "fvc2004_db4_b"};
    static const char *const kinds[] = {"iso", "iso_fixed", "mindtct"};
    if (shared_path(arena, "data/fingerprints") == NULL)
        skip();
    for (size_t i = 0; i < 4; i++)
        for (size_t k = 0; k < 3; k++)
            read_folder(shared_path(arena, st_strf(arena, "data/fingerprints/%s/%s", sets[i], kinds[k]).p), 80);
}

static void samples_of_other_makers(void **state)
{
    (void)state;
    const char *iso = shared_path(arena, "data/nist-itl/fmr.iso2005");
    const char *ansi = shared_path(arena, "data/nist-itl/fmr.ansi2004");
    struct st_print_record out;
    if (iso == NULL || ansi == NULL)
        skip();
    /* Its last extended data block declares 42 bytes and has 41: a file cut by one byte, and its length agrees. */
    assert_fault(file_bytes(arena, iso), "views.1", "The fingerprint record ends inside this finger.");
    struct st_buf buf = ST_BUF_INIT(1024);
    st_buf_str(&buf, file_bytes(arena, iso));
    st_buf_char(&buf, 0);
    buf.p[11]++;
    assert_int_equal(st_minutiae_read(&out, arena, st_buf_get(&buf), NULL), ST_OK);
    assert_int_equal(out.n, 2);
    assert_int_equal(out.views[0].n, 27);
    assert_int_equal(out.views[1].n, 22);
    st_buf_deinit(&buf);
    assert_fault(file_bytes(arena, ansi), "header", "This is an ANSI INCITS 378 record, which is not read.");
}

static int make_arena(void **state) { (void)state, arena = st_arena_new(); return 0; }
static int drop_arena(void **state) { (void)state, st_arena_free(arena); return 0; }

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read_back),
        cmocka_unit_test(a_record_byte_by_byte),
        cmocka_unit_test(faults_name_field_and_cure),
        cmocka_unit_test(every_cut_is_noticed),
        cmocka_unit_test(writing_refuses_what_the_format_cannot_hold),
        cmocka_unit_test(real_templates_come_back_whole),
        cmocka_unit_test(samples_of_other_makers),
    };
    return cmocka_run_group_tests(tests, make_arena, drop_arena);
}
