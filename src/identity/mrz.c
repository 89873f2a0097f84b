#include "identity/mrz.h"

static int value_of(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'Z')
        return c - 'A' + 10;
    return c == '<' ? 0 : -1;
}

char st_mrz_check_digit(struct st_str field)
{
    static const int weights[] = {7, 3, 1};
    int sum = 0;
    for (size_t i = 0; i < field.n; i++) {
        int value = value_of(field.p[i]);
        if (value < 0)
            return 0;
        sum += value * weights[i % 3];
    }
    return (char)('0' + sum % 10);
}
