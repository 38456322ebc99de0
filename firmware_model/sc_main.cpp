#include <systemc>

// SystemC's library needs this symbol for its own `main`; the programs here elaborate and run models themselves.
int sc_main(int /*argc*/, char* /*argv*/[]) {
    return 0;
}

#ifdef __SANITIZE_ADDRESS__
// LeakSanitizer cannot walk the stacks of SystemC's threads, and their guard pages end it.
extern "C" const char* __asan_default_options();
extern "C" const char* __asan_default_options() {
    return "detect_leaks=0:detect_stack_use_after_return=0";
}
#endif
