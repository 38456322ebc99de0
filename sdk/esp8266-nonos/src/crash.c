/* SPDX-License-Identifier: MIT; see ../include/otbench.h. */
/* Faults of the firmware: the chip restarts, and the bench learns why. */
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "machine.h"

/* What the sanitizers ask for when they are linked; the bench knows the exit code. */
const char *__asan_default_options(void);
const char *__asan_default_options(void) {
    return "exitcode=99:detect_leaks=0:handle_segv=0:handle_sigbus=0:handle_sigfpe=0:handle_sigill=0:handle_abort=0";
}

const char *__ubsan_default_options(void);
const char *__ubsan_default_options(void) { return "exitcode=99:halt_on_error=1:print_stacktrace=1"; }

static void crashed(int signal, siginfo_t *info, void *context) {
    (void)context;
    const uintptr_t address = (uintptr_t)info->si_addr;
    static char where[96];
    const int is_register = address >= 0x60000000 && address < 0x60001000;
    snprintf(where, sizeof where, "%s 0x%08lx%s", signal == SIGFPE || signal == SIGILL ? "at" : "access to",
             (unsigned long)address, is_register ? " (a register; use READ_PERI_REG and WRITE_PERI_REG)" : "");
    fprintf(stderr, "crash: SIG%s, %s\n",
            signal == SIGSEGV  ? "SEGV"
            : signal == SIGBUS ? "BUS"
            : signal == SIGFPE ? "FPE"
            : signal == SIGILL ? "ILL"
                               : "ABRT",
            where);
    odp_crash(sdk_bench, signal, where);
}

void sdk_catch_crashes(void) {
    enum { STACK_SIZE = 64 << 10 };
    static const int signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
    stack_t stack = {.ss_size = STACK_SIZE};
    stack.ss_sp = malloc(STACK_SIZE); /* the fault may be an overflow of the usual one */
    if (!stack.ss_sp || sigaltstack(&stack, NULL) != 0) return;
    struct sigaction action = {.sa_sigaction = crashed, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESETHAND};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; ++i) sigaction(signals[i], &action, NULL);
}
