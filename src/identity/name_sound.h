/* What a spelling sounds like, in any script.
 *
 * One name travels under many spellings: Хадижат, Khadizhat, Chadidschat. Letters differ by the custom of the clerk,
 * sounds hardly do. A word becomes a row of sound units: a unit is a set of sounds that a letter (or a group such as
 * "sch") stands for, the usual readings and the rarer ones. Two words are compared by the cheapest way to turn one
 * row into the other. Latin, Cyrillic and Arabic letters are read from a table of this file's own; other scripts pass
 * through ICU's Latin letters first. Nothing here is for display. */
#ifndef ST_IDENTITY_NAME_SOUND_H
#define ST_IDENTITY_NAME_SOUND_H

#include <stdbool.h>

#include "base/str.h"

enum { ST_NAME_SOUNDS_MAX = 32 };

/* The sounds of one word. Plain bytes: it can be copied, compared and wiped. */
struct st_name_sounds {
    uint8_t n;
    bool unvowelled; /* the script leaves short vowels out */
    uint8_t unit[ST_NAME_SOUNDS_MAX];
};

/* The script of a word: an ICU script code (UScriptCode), USCRIPT_COMMON when no letter tells. */
int st_name_script(struct st_str word);

/* Reads a word (valid UTF-8, one word of a name). What has no sound is skipped; what comes after ST_NAME_SOUNDS_MAX
 * units is not looked at. False when nothing in it can be sounded. */
bool st_name_sounds_read(struct st_name_sounds *out, struct st_str word);
/* `a` with `b` behind it, as if written in one word. */
void st_name_sounds_join(struct st_name_sounds *out, const struct st_name_sounds *a, const struct st_name_sounds *b);
/* `a` without its first `n` units. */
void st_name_sounds_skip(struct st_name_sounds *out, const struct st_name_sounds *a, size_t n);

/* How much there is to hear: about 100 for a consonant, less for a vowel. */
int st_name_sounds_weight(const struct st_name_sounds *s);
/* 0 (nothing in common) to 1000 (the same sounds). Symmetric. */
int st_name_sounds_alike(const struct st_name_sounds *a, const struct st_name_sounds *b);

/* The coarse consonant classes of a word, for finding it again under another spelling: one byte per class, ambiguous
 * letters branch. Writes up to `max` different skeletons, each ST_NAME_SKELETON_MAX bytes at most, NUL-terminated.
 * Returns how many. */
enum { ST_NAME_SKELETON_MAX = 7, ST_NAME_SKELETONS_MAX = 8 };
size_t st_name_skeletons(char out[][ST_NAME_SKELETON_MAX + 1], size_t max, const struct st_name_sounds *s);

/* The name in plain ASCII letters by ICU's `Any-Latin; Latin-ASCII`, lower case. A key for finding, never for
 * display. */
struct st_str st_name_latin(struct st_arena *arena, struct st_str name);

#endif
