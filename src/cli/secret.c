#include "cli/secret.h"

#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

bool st_cli_secret(char out[ST_CLI_SECRET], const char *prompt)
{
    struct termios shown, hidden;
    bool terminal = isatty(STDIN_FILENO) && tcgetattr(STDIN_FILENO, &shown) == 0, got;

    if (terminal) {
        hidden = shown;
        hidden.c_lflag &= ~(tcflag_t)ECHO;
        (void)fprintf(stderr, "%s: ", prompt);
        (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    }
    got = fgets(out, ST_CLI_SECRET, stdin) != NULL;
    if (terminal) {
        (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
        (void)fputc('\n', stderr);
    }
    if (got)
        out[strcspn(out, "\r\n")] = 0;
    return got;
}
