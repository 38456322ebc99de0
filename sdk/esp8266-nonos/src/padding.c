/* SPDX-License-Identifier: MIT; see ../include/otbench.h. */
/* Firmware copies constant texts from the flash in words, and so reads up to 7 bytes past their ends. On the chip that is
 * harmless, so AddressSanitizer is told that constants are so much longer. otbench-sdk-cc --sanitize links these functions
 * in place of the sanitizer's (ld --wrap). */
#include <stdint.h>

/* As the compiler describes a variable to the sanitizer (GCC 12, libsanitizer/asan/asan_interface_internal.h). */
struct described {
    uintptr_t at, size, size_with_redzone;
    uintptr_t others[5];
};

extern char __data_start; /* constants are before it */

void __real___asan_register_globals(struct described *variables, uintptr_t count);
void __wrap___asan_register_globals(struct described *variables, uintptr_t count);
void __wrap___asan_register_globals(struct described *variables, uintptr_t count) {
    enum { PADDING = 7 };
    for (uintptr_t i = 0; i < count; ++i) {
        struct described *variable = &variables[i];
        if (variable->at >= (uintptr_t)&__data_start) continue;
        variable->size += PADDING;
        if (variable->size > variable->size_with_redzone) variable->size = variable->size_with_redzone;
    }
    __real___asan_register_globals(variables, count);
}
