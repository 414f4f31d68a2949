/* open.c - engine and policy from the options, progress, and how errors are told. */
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "sim/cli/cli.h"

double cli_clock(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

int cli_report(eep_status status, const eep_error *error)
{
    char text[1200];
    if (status == EEP_OK) return CLI_DONE;
    fprintf(stderr, "eepool: %s\n", eep_error_text(error, text, sizeof text));
    /* A name that nobody knows is wrong usage on the command line, but bad input in a file. */
    const int code = eep_status_exit_code(status);
    return code == CLI_USAGE && error->file[0] != '\0' ? CLI_INPUT : code;
}

/* Since when the present piece of work has been going on, and when it was last told. */
typedef struct progress_state {
    double started, told;
    const char *what;
} progress_state;

/* Quiet for a second; then a line that is written over ten times a second, and removed at the end. */
static void show_progress(void *context, const char *what, uint64_t done, uint64_t total)
{
    progress_state *state = context;
    const double now = cli_clock();
    if (state->what == NULL || strcmp(state->what, what) != 0) {
        state->what = what;
        state->started = state->told = now;
    }
    const int finished = total > 0 && done >= total;
    if (now - state->started < 1.0 || (now - state->told < 0.1 && !finished)) return;
    state->told = now;
    if (finished) {
        fprintf(stderr, "\r\033[K");
    } else if (total > 0) {
        fprintf(stderr, "\r\033[K%s %s of %s (%u %%)", what, cli_number(done), cli_number(total),
                (unsigned)(done * 100 / total));
    } else {
        fprintf(stderr, "\r\033[K%s %s", what, cli_number(done));
    }
    fflush(stderr);
}

eep_status cli_engine(const cli_options *options, eep_engine **engine, eep_error *error)
{
    static progress_state state;
    eep_engine_options chosen;
    eep_engine_defaults(&chosen);
    chosen.threads = options->threads;
    chosen.cpu = options->cpu;
    if (!options->quiet && !options->no_progress && isatty(STDERR_FILENO)) {
        chosen.progress = show_progress;
        chosen.progress_context = &state;
    }
    return eep_engine_new(&chosen, engine, error);
}

eep_status cli_open_baseline(const cli_options *options, eep_policy **policy, eep_error *error)
{
    return eep_policy_load(NULL, options->policy, policy, error);
}

eep_status cli_open_policy(const cli_options *options, eep_policy **policy, eep_error *error)
{
    eep_status status = cli_open_baseline(options, policy, error);
    if (status != EEP_OK) return status;
    for (size_t i = 0; status == EEP_OK && i < options->reform_count; i++)
        status = eep_policy_reform(*policy, options->reforms[i], error);
    for (size_t i = 0; status == EEP_OK && i < options->set_count; i++)
        status = eep_policy_set(*policy, options->sets[i], error);
    if (status != EEP_OK) eep_policy_free(*policy);
    return status;
}

void cli_print_remarks(const cli_options *options, const eep_policy *policy, eep_date day)
{
    const char *remark;
    eep_reform reform;
    if (options->quiet) return;
    for (size_t i = 0; eep_policy_reform_at(policy, i, &reform); i++)
        fprintf(stderr, "note: under the reform '%s'%s\n", reform.title,
                reform.is_illustrative ? ", whose values are illustrative" : "");
    for (size_t i = 0; (remark = eep_policy_remark(policy, day, i)) != NULL; i++)
        fprintf(stderr, "note: %s\n", remark);
}
