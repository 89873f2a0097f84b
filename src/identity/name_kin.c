#include "identity/name_kin.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/error.h"

/* One family a line. A word stands in one family only. */
static const char *const families[] = {
    /* from the scriptures, in Arabic, Hebrew, Slavic, Ethiopian and western dress */
    "Abraham Ibrahim Ibrahima Ebrima Avraham Abram Brahim إبراهيم ابراهيم",
    "Isaac Ishaq Yitzhak Isak Isaak إسحاق",
    "Jacob Yaqub Yakov Yakiv James Jacques Jaime Giacomo Jakub Iakovos Яков Яків يعقوب",
    "Joseph Yusuf Josef José Giuseppe Iosif Osip Yosyp Yosef Youssouf Иосиф Осип Йосип يوسف",
    "Moses Musa Moshe Moisés Moisei Mose موسى Моисей",
    "David Dawud Dawit Davyd Daoud داود Давид",
    "Solomon Suleiman Salomon Shlomo Soliman سليمان Соломон",
    "Job Ayyub Iov Ayoub",
    "Jonah Yunus Jonas Younes Yonas",
    "Zechariah Zakariya Zacharias Zakhar Zekaria",
    "Elijah Ilyas Elias Ilya Illia Ilias",
    "John Juan Jean Johann Johannes Ivan Giovanni João Jan Ioannis Yohannes Yahya Hans Ian Ion Jovan János Yuhanna "
    "Hovhannes Youhanna Yahia Иван Іван Иоанн يحيى",
    "Mary Maria Maryam Marie Miriam Mariama Meryem Mariia Marya Мария Марія مريم",
    "Anna Hanna Ana Anne Hannah Анна Ганна",
    "Michael Mikhail Mykhailo Michel Miguel Mikael Mihail Michał Mikail Mihai Михаил Михайло ميخائيل",
    "Gabriel Jibril Djibril Gavriil Gavrilo Cebrail Havryil",
    "Jesus Isa Issa Jesús Eesa",
    "Peter Pyotr Petro Pierre Pedro Pietro Petar Petros Boutros Piotr Pjotr Пётр Петр Петро بطرس",
    "Paul Pavel Pavlo Pablo Paolo Boulos Paweł Pavlos Павел Павло بولس",
    "Matthew Matvei Matvii Matthias Mateo Mathieu Mateusz Matteo Матвей Матвій",
    "Thomas Toma Foma Tomasz Tomás Фома Хома",
    "Stephen Stepan Stefan Esteban Étienne István Stéphane Stefano Stephanos Štěpán Степан Стефан",
    "Elizabeth Yelizaveta Yelyzaveta Isabel Elisaveta Lizaveta Елизавета Єлизавета",
    /* Greek, Latin and Germanic names of the calendar */
    "George Georgy Heorhii Yuri Yurii Georgios Giorgi Georges Jorge Girgis Jerzy Georg Gheorghe Gevorg Jurij "
    "Egor Георгий Георгій Юрий Юрій جورج",
    "Alexander Oleksandr Aleksandr Iskandar Alejandro Alessandro Alexandre Skender Aliaksandr Eskandar "
    "Александр Олександр إسكندر اسكندر",
    "Nicholas Nikolai Mykola Nikola Nicolas Niklas Mikalai Nikolaos Nikolay Mikola Николай Микола",
    "Andrew Andrei Andrii Andrés Andreas André Andrzej Andriy Andrej Андрей Андрій",
    "Vladimir Volodymyr Uladzimir Włodzimierz Владимир Володимир",
    "Eugene Yevgeny Yevhen Evgeni Eugen Eugenio Eugène Yevgeniy Evgeniy Евгений Євген Євгеній",
    "Gregory Grigory Hryhorii Gregor Grigor Krikor Ryhor Hryhoriy Григорий Григорій",
    "Demetrius Dmitry Dmytro Dimitrios Dzmitry Dimitri Дмитрий Дмитро",
    "Theodore Fyodor Fedir Teodor Feodor Theodoros Tewodros Fedor Фёдор Федор Федір",
    "Sergei Serhii Sergio Serge Siarhei Sarkis Serhiy Сергей Сергій",
    "Basil Vasily Vasyl Vasil Vasyli Basile Василий Василь",
    "Cyril Kirill Kyrylo Kiril Кирилл Кирило",
    "Nikita Mykyta Никита Микита", "Igor Ihor Игорь Ігор", "Oleg Oleh Олег", "Bogdan Bohdan", "Gleb Hlib",
    "Nikifor Nykyfor",
    "Helen Elena Olena Helena Yelena Alena Elene Hélène Елена Олена",
    "Catherine Kateryna Ekaterina Katarina Yekaterina Katarzyna Katharina Екатерина Катерина",
    "Xenia Oksana Ksenia Aksinia Kseniia Ксения Оксана",
    "Galina Halyna Галина", "Nadezhda Nadiia Надежда Надія", "Natalia Nataliia Natalya Наталья Наталія",
    "Tatiana Tetiana Tatyana Татьяна Тетяна", "Vera Vira",
    "Svetlana Svitlana", "Irina Iryna",
    "William Wilhelm Guillaume Guillermo",
    "Charles Karl Carlos Karel Carlo Karol",
    "Henry Heinrich Henri Enrique Henrik",
    /* the names of Islam from the Atlantic to Bengal */
    "Muhammad Mamadou Mahamadou Magomed Mehmet Maxamed Mahammad Mohamadou Muhammed Mouhamadou محمد Магомед",
    "Ahmad Amadou Ahmadou Ahmet Axmed Akhmat أحمد احمد Ахмад Ахмед",
    "Umar Oumarou Omar Ömer Cumar عمر Умар",
    "Uthman Osman Ousmane Usman Othman Cismaan عثمان Осман",
    "Hasan Alassane Lassana Alhassane Xasan Khasan حسن Хасан",
    "Husayn Ousseynou Houcine Lhoussaine Khuseyn Xuseen Hüseyin حسين حسین Хусейн",
    "Abdullah Abdoulaye Cabdulle Abdulle Abdullahi عبدالله",
    "Abubakar Boubacar Boubakar Bakary Aboubacar Ebubekir",
    "Jaafar Dzhafar Cafer Djafar",
    "Jamal Cemal Djamal Dzhamal", "Jamil Cemil Djamil",
    "Fatima Fatma Fatoumata Fatimata Fatouma Faadumo Fatemeh فاطمة فاطمه",
    "Aisha Aïssatou Aïssata Caasho Ayşe Ayesha عائشة عایشه",
    "Khadija Kadidia Kadiatou Hatice Khadidiatou خديجة خدیجه",
    "Zaynab Zineb Seynabou Zeynep Seynab",
    /* one family name on the two sides of a colonial border */
    "Diallo Jallow Jalloh", "Ndiaye Njie Njai", "Cissé Ceesay Sesay Sissay", "Touré Touray Turay", "Diop Jobe Joof",
};

enum { FAMILIES = sizeof families / sizeof *families, MEMBERS_MAX = 600 };
_Static_assert(FAMILIES < 256, "family numbers are bytes");

struct member {
    struct st_name_sounds sounds;
    uint8_t family;
};

static struct member members[MEMBERS_MAX];
static size_t members_n;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static int by_sounds(const void *a, const void *b)
{
    const struct st_name_sounds *x = &((const struct member *)a)->sounds, *y = &((const struct member *)b)->sounds;
    return x->n != y->n ? x->n - y->n : memcmp(x->unit, y->unit, x->n);
}

static void read_families(void)
{
    for (size_t i = 0; i < FAMILIES; i++)
        for (struct st_str left = st_str_of(families[i]), word; left.n;) {
            word = st_str_cut(&left, ' ');
            ST_ASSERT(members_n < MEMBERS_MAX);
            members[members_n].family = (uint8_t)(i + 1);
            members_n += st_name_sounds_read(&members[members_n].sounds, word);
        }
    qsort(members, members_n, sizeof *members, by_sounds);
    for (size_t i = 1; i < members_n; i++)
        ST_ASSERT(by_sounds(&members[i - 1], &members[i]) != 0 || members[i - 1].family == members[i].family);
}

uint8_t st_name_kin(const struct st_name_sounds *word)
{
    struct member wanted = {.sounds = *word};
    const struct member *found;
    pthread_once(&once, read_families);
    found = bsearch(&wanted, members, members_n, sizeof *members, by_sounds);
    return found ? found->family : 0;
}
