#include "sim/people.h"

#include "identity/mrz.h"

struct st_sim_random st_sim_random(uint64_t seed, uint64_t stream)
{
    struct st_sim_random r = {seed * UINT64_C(0x9E3779B97F4A7C15) ^ (stream + 1) * UINT64_C(0xD1B54A32D192ED03)};
    (void)st_sim_next(&r);
    return r;
}

uint64_t st_sim_next(struct st_sim_random *r)
{
    uint64_t z = r->state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

unsigned st_sim_below(struct st_sim_random *r, unsigned n) { return (unsigned)((st_sim_next(r) >> 32) * n >> 32); }
bool st_sim_chance(struct st_sim_random *r, unsigned percent) { return st_sim_below(r, 100) < percent; }

/* A part of a name in Latin letters and in the own script ("" where that is Latin too). */
struct part {
    const char *latin, *native;
};

enum { PARTS = 10 };

struct origin {
    const char *country, *languages, *birth_places[4];
    unsigned weight;
    struct part family[PARTS], male[PARTS], female[PARTS];
};

static const struct origin origins[] = {
    {"SYR", "ar", {"Halab", "Dimashq", "Homs", "Deir ez-Zor"}, 24,
     {{"Al-Hassan", "الحسن"}, {"Khalil", "خليل"}, {"Darwish", "درويش"}, {"Haddad", "حداد"}, {"Al-Ahmad", "الأحمد"},
      {"Saleh", "صالح"}, {"Mansour", "منصور"}, {"Qasim", "قاسم"}, {"Hamdan", "حمدان"}, {"Sabbagh", "صباغ"}},
     {{"Mohammad", "محمد"}, {"Ahmad", "أحمد"}, {"Omar", "عمر"}, {"Yousef", "يوسف"}, {"Khaled", "خالد"},
      {"Ibrahim", "إبراهيم"}, {"Samir", "سمير"}, {"Tareq", "طارق"}, {"Anas", "أنس"}, {"Bilal", "بلال"}},
     {{"Fatima", "فاطمة"}, {"Maryam", "مريم"}, {"Rana", "رنا"}, {"Huda", "هدى"}, {"Salma", "سلمى"},
      {"Amal", "أمل"}, {"Noor", "نور"}, {"Zeinab", "زينب"}, {"Layla", "ليلى"}, {"Samar", "سمر"}}},
    {"AFG", "prs ps", {"Kabul", "Herat", "Ghazni", "Mazar-e Sharif"}, 20,
     {{"Ahmadi", "احمدی"}, {"Rahimi", "رحیمی"}, {"Hosseini", "حسینی"}, {"Karimi", "کریمی"}, {"Nazari", "نظری"},
      {"Mohammadi", "محمدی"}, {"Rezai", "رضایی"}, {"Sharifi", "شریفی"}, {"Noori", "نوری"}, {"Azizi", "عزیزی"}},
     {{"Ali", "علی"}, {"Reza", "رضا"}, {"Hamid", "حمید"}, {"Farid", "فرید"}, {"Jawad", "جواد"},
      {"Mahdi", "مهدی"}, {"Nasir", "نصیر"}, {"Zabihullah", "ذبیح‌الله"}, {"Esmail", "اسماعیل"}, {"Najib", "نجیب"}},
     {{"Zahra", "زهرا"}, {"Masuma", "معصومه"}, {"Shirin", "شیرین"}, {"Parwana", "پروانه"}, {"Laila", "لیلا"},
      {"Nargis", "نرگس"}, {"Soraya", "ثریا"}, {"Farzana", "فرزانه"}, {"Roya", "رویا"}, {"Hanifa", "حنیفه"}}},
    {"ERI", "ti ar", {"Asmara", "Keren", "Massawa", "Mendefera"}, 12,
     {{"Tesfay", "ተስፋይ"}, {"Haile", "ሃይለ"}, {"Kidane", "ኪዳነ"}, {"Gebre", "ገብረ"}, {"Tekle", "ተክለ"},
      {"Berhane", "በርሀነ"}, {"Habte", "ሃብተ"}, {"Weldu", "ወልዱ"}, {"Araya", "ኣርኣያ"}, {"Mehari", "ምሕሪ"}},
     {{"Yonas", "ዮናስ"}, {"Samuel", "ሳሙኤል"}, {"Dawit", "ዳዊት"}, {"Filmon", "ፊልሞን"}, {"Mikael", "ሚካኤል"},
      {"Abel", "ኣቤል"}, {"Natnael", "ናትናኤል"}, {"Robel", "ሮቤል"}, {"Amanuel", "ኣማኑኤል"}, {"Simon", "ስምኦን"}},
     {{"Selam", "ሰላም"}, {"Rahwa", "ራህዋ"}, {"Miriam", "ማርያም"}, {"Helen", "ሄለን"}, {"Luwam", "ልዋም"},
      {"Saba", "ሳባ"}, {"Winta", "ዊንታ"}, {"Eden", "ኤደን"}, {"Feven", "ፌቨን"}, {"Bisrat", "ብስራት"}}},
    {"BGD", "bn", {"Dhaka", "Sylhet", "Chattogram", "Khulna"}, 12,
     {{"Hossain", "হোসেন"}, {"Rahman", "রহমান"}, {"Islam", "ইসলাম"}, {"Ahmed", "আহমেদ"}, {"Uddin", "উদ্দিন"},
      {"Khan", "খান"}, {"Miah", "মিয়া"}, {"Chowdhury", "চৌধুরী"}, {"Sarkar", "সরকার"}, {"Alam", "আলম"}},
     {{"Rafiq", "রফিক"}, {"Kamal", "কামাল"}, {"Jahangir", "জাহাঙ্গীর"}, {"Sohel", "সোহেল"}, {"Mizan", "মিজান"},
      {"Shafiq", "শফিক"}, {"Tanvir", "তানভীর"}, {"Arif", "আরিফ"}, {"Babul", "বাবুল"}, {"Nayeem", "নাঈম"}},
     {{"Ayesha", "আয়েশা"}, {"Nasrin", "নাসরিন"}, {"Shirina", "শিরিনা"}, {"Taslima", "তাসলিমা"}, {"Rina", "রিনা"},
      {"Sultana", "সুলতানা"}, {"Farida", "ফরিদা"}, {"Moni", "মনি"}, {"Parvin", "পারভীন"}, {"Jesmin", "জেসমিন"}}},
    {"GIN", "fr ff", {"Conakry", "Kankan", "Labe", "Kindia"}, 10,
     {{"Diallo", ""}, {"Bah", ""}, {"Barry", ""}, {"Sow", ""}, {"Camara", ""},
      {"Conde", ""}, {"Keita", ""}, {"Sylla", ""}, {"Toure", ""}, {"Balde", ""}},
     {{"Mamadou", ""}, {"Ibrahima", ""}, {"Alpha", ""}, {"Ousmane", ""}, {"Abdoulaye", ""},
      {"Thierno", ""}, {"Amadou", ""}, {"Sekou", ""}, {"Boubacar", ""}, {"Lamine", ""}},
     {{"Aissatou", ""}, {"Mariama", ""}, {"Fatoumata", ""}, {"Kadiatou", ""}, {"Hawa", ""},
      {"Binta", ""}, {"Aminata", ""}, {"Djenabou", ""}, {"Oumou", ""}, {"Salimatou", ""}}},
    {"SDN", "ar", {"Khartoum", "Nyala", "El Fasher", "Kassala"}, 12,
     {{"Abdalla", "عبد الله"}, {"Osman", "عثمان"}, {"Idris", "إدريس"}, {"Adam", "آدم"}, {"Babiker", "بابكر"},
      {"Eltayeb", "الطيب"}, {"Bashir", "بشير"}, {"Haroun", "هارون"}, {"Ismail", "إسماعيل"}, {"Hamid", "حامد"}},
     {{"Abdelrahman", "عبد الرحمن"}, {"Mustafa", "مصطفى"}, {"Yasir", "ياسر"}, {"Hassan", "حسن"}, {"Mubarak", "مبارك"},
      {"Salih", "صالح"}, {"Faisal", "فيصل"}, {"Nasreldin", "نصر الدين"}, {"Amin", "أمين"}, {"Muawia", "معاوية"}},
     {{"Amna", "آمنة"}, {"Hawaa", "حواء"}, {"Khadija", "خديجة"}, {"Ikhlas", "إخلاص"}, {"Safia", "صفية"},
      {"Halima", "حليمة"}, {"Igbal", "إقبال"}, {"Sawsan", "سوسن"}, {"Nafisa", "نفيسة"}, {"Asha", "عائشة"}}},
    {"UKR", "uk ru", {"Kharkiv", "Odesa", "Dnipro", "Kherson"}, 10,
     {{"Shevchenko", "Шевченко"}, {"Kovalenko", "Коваленко"}, {"Bondarenko", "Бондаренко"}, {"Tkachenko", "Ткаченко"},
      {"Kravchenko", "Кравченко"}, {"Oliinyk", "Олійник"}, {"Marchenko", "Марченко"}, {"Savchenko", "Савченко"},
      {"Rudenko", "Руденко"}, {"Melnyk", "Мельник"}},
     {{"Oleksandr", "Олександр"}, {"Andrii", "Андрій"}, {"Serhii", "Сергій"}, {"Mykola", "Микола"}, {"Dmytro", "Дмитро"},
      {"Ivan", "Іван"}, {"Petro", "Петро"}, {"Yurii", "Юрій"}, {"Taras", "Тарас"}, {"Bohdan", "Богдан"}},
     {{"Olena", "Олена"}, {"Iryna", "Ірина"}, {"Natalia", "Наталія"}, {"Oksana", "Оксана"}, {"Kateryna", "Катерина"},
      {"Yuliia", "Юлія"}, {"Hanna", "Ганна"}, {"Sofiia", "Софія"}, {"Mariia", "Марія"}, {"Tetiana", "Тетяна"}}},
};

static const struct origin *choose_origin(struct st_sim_random *r)
{
    unsigned total = 0, at;

    for (size_t i = 0; i < sizeof(origins) / sizeof(origins[0]); i++)
        total += origins[i].weight;
    at = st_sim_below(r, total);
    for (size_t i = 0;; i++) {
        if (at < origins[i].weight)
            return &origins[i];
        at -= origins[i].weight;
    }
}

static void add_names(struct person *p, const struct part *family, const struct part *given, struct st_arena *arena)
{
    p->names.v = ST_NEW_N(arena, struct person_name, 2);
    p->names.v[0] = (struct person_name){name_kind_current, st_str_of(family->latin), st_str_of(given->latin)};
    p->names.n = 1;
    if (family->native[0])
        p->names.v[p->names.n++] =
            (struct person_name){name_kind_native, st_str_of(family->native), st_str_of(given->native)};
}

static struct st_date choose_birth(struct st_sim_random *r, struct st_date today, bool child)
{
    unsigned age = child ? 1 + st_sim_below(r, 16) : 18 + st_sim_below(r, 20) + st_sim_below(r, 16);
    struct st_date d = st_date_add_days(st_date_add_months(today, -12 * (int)age), -(int64_t)st_sim_below(r, 365));

    if (!child && st_sim_chance(r, 8)) /* many know only the year they were born in */
        return st_date(d.year, 0, 0);
    return d;
}

static void add_passport(struct person *p, struct st_sim_random *r, struct st_date today, struct st_arena *arena)
{
    struct person_document *d = ST_NEW(arena, struct person_document);
    struct st_str number = st_strf(arena, "%c%08u", 'A' + (int)st_sim_below(r, 26), st_sim_below(r, 100000000));
    struct st_mrz mrz = {
        .format = ST_MRZ_TD3,
        .doc_code = ST_S("P"),
        .issuer = p->nationalities.v[0].country,
        .doc_no = number,
        .nationality = p->nationalities.v[0].country,
        .surname = p->names.v[0].family,
        .given_names = p->names.v[0].given,
        .birth = p->born_on,
        .expiry = st_date_add_days(today, (int64_t)st_sim_below(r, 2500) - 400),
        .sex = p->sex == sex_female ? 'F' : 'M',
        .optional1 = ST_S(""),
    };

    *d = (struct person_document){.kind = document_kind_passport, .number = number, .issuer = mrz.issuer,
                                  .expires_on = mrz.expiry, .certainty = certainty_declared};
    if (st_mrz_write(&d->mrz, arena, &mrz, NULL) != ST_OK)
        return;
    p->documents.v = d;
    p->documents.n = 1;
}

void st_sim_person(struct person *out, const struct st_sim_options *o, struct st_arena *arena)
{
    struct st_sim_random own = st_sim_random(o->seed, o->index * 2 + 1);
    struct st_sim_random shared = o->family ? st_sim_random(o->seed, o->family * 2) : own;
    const struct origin *origin = choose_origin(&shared);
    const struct part *family = &origin->family[st_sim_below(&shared, PARTS)];
    bool female = st_sim_chance(&own, 34);
    const struct part *given = &(female ? origin->female : origin->male)[st_sim_below(&own, PARTS)];

    *out = (struct person){0};
    add_names(out, family, given, arena);
    out->sex = female ? sex_female : sex_male;
    out->born_on = choose_birth(&own, o->today, o->child);
    out->born_in = st_str_of(origin->birth_places[st_sim_below(&own, 4)]);
    out->born_in_country = st_str_of(origin->country);
    out->nationalities.v = ST_NEW(arena, struct person_nationality);
    out->nationalities.v[0].country = st_str_of(origin->country);
    out->nationalities.n = 1;
    out->languages = st_str_of(origin->languages);
    out->identity_certainty = certainty_declared;
    if (st_date_whole(out->born_on) && st_sim_chance(&own, 50))
        add_passport(out, &own, o->today, arena);
}
