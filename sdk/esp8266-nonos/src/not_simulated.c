/* SPDX-License-Identifier: MIT; see ../include/otbench.h. */
/* What otbench-sdk-cc --stub NAME links for functions that the library lacks. */
#include <stdio.h>
#include <stdlib.h>

_Noreturn void otbench_not_simulated(const char *name);
_Noreturn void otbench_not_simulated(const char *name) {
    enum { EXIT_CODE = 98 };
    fprintf(stderr, "SDK function %s is not simulated\n", name);
    exit(EXIT_CODE);
}
