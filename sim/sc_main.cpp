#include <systemc>

// SystemC's library wants this symbol for the `main` it brings along; ours elaborate and run models themselves.
int sc_main(int /*argc*/, char* /*argv*/[]) {
    return 0;
}
