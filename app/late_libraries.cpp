// Libraries that few runs need, loaded when the first of their functions is called: the dynamic linker would spend a
// third of a start on them. The linker finds the functions here: each jumps to an address of `late_addresses`, which
// leads at first to `late_find` and from then on to the library.
//
// late_functions.inc, which cmake/write_late_functions.sh writes, has the libraries and the functions.
#include <dlfcn.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>

#ifndef __x86_64__
#error "late loading is written for x86-64 alone (OTBENCH_LATE_LIBRARIES=OFF links the libraries)"
#endif

namespace {

constexpr int environment_error = 3;

struct Function {
    const char* library;
    const char* name;
};
constexpr Function functions[] = {
#define LATE_LIBRARY(library)
#define LATE_FUNCTION(number, library, name) {#library, #name},
#include "app/late_functions.inc"
#undef LATE_FUNCTION
};

}  // namespace

extern "C" {

__attribute__((visibility("hidden"))) extern std::uintptr_t late_addresses[std::size(functions)];

/// Loads the library of a function, puts the function's address into its place and returns it. Ends the process when
/// the library is missing.
__attribute__((visibility("hidden"), used)) std::uintptr_t late_load(std::uint64_t number) {
    const Function& function = functions[number];
    void* const library = dlopen(function.library, RTLD_NOW);
    void* const found = library ? dlsym(library, function.name) : nullptr;
    if (!found) {
        std::fprintf(stderr, "otbench: cannot load %s: %s\n", function.library, dlerror());
        _exit(environment_error);
    }
    const auto address = reinterpret_cast<std::uintptr_t>(found);
    __atomic_store_n(&late_addresses[number], address, __ATOMIC_RELEASE);
    return address;
}
}

// Each function with its first address, which hands its number on. What the caller passed in registers is kept.
#define LATE_FUNCTION(number, library, name)                                      \
    asm(".pushsection .text\n"                                                    \
        ".globl " #name "\n.hidden " #name "\n.type " #name ", @function\n" #name \
        ":\n"                                                                     \
        "    jmp *late_addresses + 8 * " #number                                  \
        "(%rip)\n"                                                                \
        "late_first_" #number                                                     \
        ":\n"                                                                     \
        "    pushq $" #number                                                     \
        "\n    jmp late_find\n.popsection\n"                                      \
        ".pushsection .data.rel.local.late, \"aw\"\n.quad late_first_" #number "\n.popsection\n");

asm(R"(
.pushsection .data.rel.local.late, "aw"
.balign 8
.globl late_addresses
.hidden late_addresses
late_addresses:
.popsection
.pushsection .text
late_find:
    .cfi_startproc
    .cfi_def_cfa_offset 16
    pushq %rax
    pushq %rdi
    pushq %rsi
    pushq %rdx
    pushq %rcx
    pushq %r8
    pushq %r9
    pushq %r10
    .cfi_adjust_cfa_offset 64
    subq $128, %rsp
    .cfi_adjust_cfa_offset 128
    movups %xmm0, (%rsp)
    movups %xmm1, 16(%rsp)
    movups %xmm2, 32(%rsp)
    movups %xmm3, 48(%rsp)
    movups %xmm4, 64(%rsp)
    movups %xmm5, 80(%rsp)
    movups %xmm6, 96(%rsp)
    movups %xmm7, 112(%rsp)
    movq 192(%rsp), %rdi
    call late_load
    movq %rax, %r11
    movups (%rsp), %xmm0
    movups 16(%rsp), %xmm1
    movups 32(%rsp), %xmm2
    movups 48(%rsp), %xmm3
    movups 64(%rsp), %xmm4
    movups 80(%rsp), %xmm5
    movups 96(%rsp), %xmm6
    movups 112(%rsp), %xmm7
    addq $128, %rsp
    .cfi_adjust_cfa_offset -128
    popq %r10
    popq %r9
    popq %r8
    popq %rcx
    popq %rdx
    popq %rsi
    popq %rdi
    popq %rax
    addq $8, %rsp
    .cfi_adjust_cfa_offset -72
    jmp *%r11
    .cfi_endproc
.popsection
)");
#include "app/late_functions.inc"
