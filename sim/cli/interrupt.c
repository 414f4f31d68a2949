/* interrupt.c - what is left behind when a command is interrupted: nothing. */
#include <signal.h>

#include "sim/cli/cli.h"

/* Ends the process as the signal would have: who waits for it sees by which it ended. */
static void remove_and_end(int signal_number)
{
    eep_remove_temporaries();
    (void)raise(signal_number); /* blocked until this returns; its own action is in place again */
}

void cli_clean_when_interrupted(void)
{
    static const int signals[] = {SIGHUP, SIGINT, SIGTERM};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct sigaction before, action = {.sa_handler = remove_and_end, .sa_flags = (int)SA_RESETHAND};
        (void)sigemptyset(&action.sa_mask);
        /* What the parent had ignored stays ignored: nohup. */
        if (sigaction(signals[i], NULL, &before) != 0 || before.sa_handler == SIG_IGN) continue;
        (void)sigaction(signals[i], &action, NULL);
    }
}
