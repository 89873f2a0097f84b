/* How letters sound: the table behind name_sound.c, and nothing else includes it.
 *
 * A row gives a spelling and its sound units, separated by spaces. A unit lists the usual sounds, after '/' the
 * rarer ones; '~' marks a unit that is often left out, ':' a vowel drawn out, which scripts without vowels do
 * write. The longest spelling wins; '^' binds it to the beginning of a word, '$' to the end. Sounds: p b f v w m n
 * t d T(hin) D(his) s z S(hip) Z(French j) C(hip) J(am) c(ts) k g x(loch) G(its voiced twin) h '(the catch in the
 * throat) l r y and the vowels a e i o u.
 *
 * The rows come from the customs of romanisation in use on documents: English, French, German, Spanish, Turkish,
 * Polish and South Slavic spelling; Ukrainian national (2010), ICAO Doc 9303, BGN/PCGN and ISO 9 for Cyrillic; the
 * ALA-LC and BGN family for Arabic, Persian, Pashto and Urdu; Somali Latin letters. */
#ifndef ST_IDENTITY_NAME_LETTERS_H
#define ST_IDENTITY_NAME_LETTERS_H

struct letters {
    const char *spelling, *sounds;
};

/* clang-format off */
static const struct letters letters[] = {
    /* Latin vowels */
    {"a", "a"}, {"e", "e"}, {"i", "i/y"}, {"o", "o"}, {"u", "u/w"}, {"y", "iy/u"},
    {"aa", "a:"}, {"ee", "i/e:"}, {"oo", "u/o:"}, {"ou", "uw/o:"}, {"ii", "i/y:"}, {"uu", "u:"}, {"ā", "a:"},
    {"ī", "i/y:"}, {"ū", "u:"}, {"ea", "ie/a"}, {"ae", "ae/i"}, {"oe", "oe/u"},
    {"ue", "ue/i"}, {"e$", "e~"}, {"iy$", "i y~"}, {"ij$", "i y~"}, {"yj$", "i y~"}, {"yi$", "i y~"},
    {"^ye", "y~ e"}, {"^ie", "y~ e"}, {"â", "y~ a"}, {"û", "y~ u"}, {"ä", "ae"},
    {"ö", "oe/u"}, {"ü", "u/ie"}, {"å", "ao"}, {"ø", "oe/u"},
    {"œ", "oe/u"}, {"æ", "ae"}, {"ı", "i/u"}, {"ə", "ea/i"}, {"ǝ", "ie/a~"}, {"ɑ", "ao/e~"},

    /* Latin consonants */
    {"b", "b/pv"}, {"c", "k/scCJ"}, {"^c", "k/scCJ'"}, {"ce", "sc/kC e"}, {"ci", "sc/kC i/y"},
    {"cy", "sc/kC iy/u"}, {"d", "d/tDz"},
    {"f", "f/pv"}, {"g", "g/JGkhZ"}, {"ge", "gJ/ZxGh e"}, {"gi", "gJ/ZxGh i/y"}, {"gy", "gJ/ZxGh iy/u"},
    {"gue", "g e"}, {"gui", "g i/y"}, {"h", "h/x'G"}, {"h$", "h/x'~"}, {"j", "JZy/xzgGi"}, {"k", "k/gGx"},
    {"l", "l"}, {"m", "m"}, {"n", "n"}, {"p", "p/bf"}, {"q", "k/gGxC"}, {"qu", "k/w"}, {"que", "k e"},
    {"qui", "k i/y"}, {"r", "r"}, {"s", "s/zScT"}, {"t", "t/dTc"}, {"v", "vw/fub"}, {"w", "vw/uf"},
    {"x", "k/hxSz s/S~"}, {"^x", "hxS/zks"}, {"z", "z/scZJDT"},
    {"ch", "SCx/khgZ"}, {"tch", "C/S"}, {"tsch", "C/SJ"}, {"sch", "S/Zx"}, {"schtsch", "S/C"}, {"shch", "S/C"},
    {"shtch", "S/C"}, {"chtch", "S/C"}, {"sz", "sS/zZ"}, {"cz", "C/cs"}, {"dsch", "J/CZ"}, {"dsh", "J/CZ"},
    {"dzh", "J/Z"}, {"dj", "J/Zdy"}, {"dz", "zJ/cdD"}, {"dsj", "zJ/cdD y~"}, {"dh", "dD/zJ"},
    {"gh", "G/gkhxr"}, {"kh", "x/khGg"},
    {"th", "Tt/sdh"}, {"ph", "f/p"}, {"sh", "S/sxC"}, {"zh", "Z/zJGS"}, {"^rh", "r"}, {"ck", "k/gGx"},
    {"ts", "c/CsS"},
    {"tz", "c/szC"}, {"ff", "f/v"}, {"ovs$", "o vw/fub s~"}, {"evs$", "e vw/fub s~"}, {"avs$", "a vw/fub s~"},
    {"^dia", "dJ iy~ a"}, {"^ndia", "n dJ iy~ a"}, /* French for what is J in Wolof and Pulaar */
    {"ñ", "n y~"}, {"ń", "n y~"}, {"ł", "l/w"}, {"đ", "dJ"}, {"ð", "D/d"}, {"þ", "T/t"}, {"ħ", "h/x"}, {"š", "S/s"},
    {"č", "C/Sk"}, {"ć", "C/cS"}, {"ž", "Z/zJ"}, {"ş", "S/s"}, {"ś", "S/s"}, {"ŝ", "S"}, {"ç", "Cs/S"},
    {"ğ", "G/gyw~"}, {"ġ", "G/g"}, {"ǧ", "J/g"}, {"ḫ", "x/hk"}, {"ẖ", "x/hk"}, {"ḵ", "x/hk"}, {"ḥ", "h/x"},
    {"ḏ", "D/dz"}, {"ṯ", "T/ts"}, {"ẓ", "zD/d"}, {"ż", "Z/z"}, {"ț", "c/t"}, {"ţ", "c/t"}, {"ѐ", "e"},

    /* The first name of many, cut short */
    {"^mohd$", "m o h a m a d"}, {"^muhd$", "m o h a m a d"}, {"^mhd$", "m o h a m a d"}, {"^md$", "m o h a m a d"},

    /* Cyrillic */
    {"а", "a"}, {"б", "b"}, {"в", "v/wfu"}, {"г", "gh/GJ"}, {"ґ", "g"}, {"ғ", "G/g"}, {"д", "d/t"}, {"е", "e/i"},
    {"^е", "y~ e"}, {"ё", "y~ oe"}, {"є", "y~ e"}, {"ж", "Z/JzSy"}, {"з", "z/s"}, {"и", "i"}, {"й", "iy~"},
    {"і", "i"}, {"ї", "y~ i"}, {"ј", "yJ/i"}, {"к", "k/x"}, {"қ", "k/g"}, {"л", "l"}, {"љ", "l y~"}, {"м", "m"},
    {"н", "n"}, {"ң", "n"}, {"њ", "n y~"}, {"о", "o/a"}, {"ө", "oe/u"}, {"п", "p"}, {"р", "r"}, {"с", "s/z"},
    {"т", "t/T"}, {"ћ", "C/Sc"}, {"у", "u/wo"}, {"ў", "vwu"}, {"ұ", "u"}, {"ү", "u/i"}, {"ф", "f/Ttv"},
    {"х", "xh/k"}, {"һ", "h/x"}, {"ҳ", "h/x"}, {"ц", "c/sCkz"}, {"ч", "C/Sc"}, {"ҷ", "J/C"}, {"џ", "J/Z"},
    {"ш", "S/Cs"}, {"щ", "S/C"}, {"ъ", ""}, {"ы", "i/u"}, {"ь", ""}, {"э", "e"}, {"ә", "ea"}, {"ю", "y~ u"},
    {"я", "y~ a"}, {"ђ", "J/d"}, {"дж", "J/Zy"}, {"дз", "zJ/D"}, {"ий$", "i y~"}, {"ый$", "i y~"}, {"ій$", "i y~"},

    /* Arabic: Arabic, Persian, Pashto, Urdu, Kurdish */
    {"ا", "a/e"}, {"^ا", "aeiou~"}, {"آ", "a"}, {"أ", "a'/eu~"}, {"^أ", "aeou/i~"}, {"إ", "i/e"}, {"^إ", "ie/a~"},
    {"ء", "'~"}, {"ؤ", "'u/ow~"}, {"ئ", "'i/ey~"}, {"ى", "a/i"}, {"ب", "b/p"}, {"پ", "p"}, {"ت", "t"}, {"ټ", "t"},
    {"ٹ", "t"}, {"ث", "Tst"}, {"ج", "JZg/k"}, {"چ", "C/S"}, {"ح", "h/x"}, {"خ", "x/khG"}, {"څ", "cs/z"},
    {"ځ", "zJ/c"}, {"د", "d/t"}, {"ډ", "d"}, {"ڈ", "d"}, {"ذ", "Dz/d"}, {"ر", "r"}, {"ړ", "r"}, {"ڑ", "r"},
    {"ڕ", "r"}, {"ز", "z/s"}, {"ژ", "Z/zJ"}, {"ږ", "gZ/zG"}, {"س", "s"}, {"ش", "S/s"}, {"ښ", "xSs/k"}, {"ص", "s/z"},
    {"ض", "dz/D"}, {"ط", "t"}, {"ظ", "zD/d"}, {"ع", "'a/eiou~"}, {"^ع", "'aeiou~"}, {"غ", "Gg/kxr"}, {"ف", "f/vp"},
    {"ڤ", "v"}, {"ق", "k/gG"}, {"ك", "k"}, {"ک", "k"}, {"ګ", "g"}, {"گ", "g"}, {"ڭ", "ng"}, {"ل", "l"}, {"ڵ", "l"},
    {"م", "m"}, {"ن", "n"}, {"ں", "n~"}, {"ڼ", "n"}, {"ه", "h"}, {"ہ", "h"}, {"ھ", "h~"}, {"ه$", "ae/h~"},
    {"ہ$", "ae/h~"}, {"ة", "a/te~"}, {"ة$", "ae/th~"}, {"ۀ", "ae/h~"}, {"و", "uow/v"}, {"^و", "wv/u"}, {"ۆ", "o"},
    {"ۇ", "u"}, {"ۋ", "vw"}, {"ي", "yi/e"}, {"ی", "yi/e"}, {"^ي", "y"}, {"^ی", "y"}, {"ې", "e/i"}, {"ے", "e/iy"},
    {"ۍ", "e/i y~"}, {"ێ", "e/i"}, {"ە", "ea/h"},
};
/* clang-format on */

#endif
