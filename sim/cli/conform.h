/* conform.h - the three forms in which eepool conform says what it found, all on standard output. */
#ifndef EEP_CLI_CONFORM_H
#define EEP_CLI_CONFORM_H

#include "sim/cli/cli.h"

void cli_conform_text(const eep_suite *suite, const eep_grade *grade);
void cli_conform_csv(const eep_suite *suite, const eep_grade *grade); /* one line a wrong answer */
void cli_conform_json(const eep_suite *suite, const eep_grade *grade);

#endif
