#include <gtest/gtest.h>

#include <systemc>

// SystemC's library wants this symbol for the `main` it brings along.
int sc_main(int /*argc*/, char* /*argv*/[]) {
    return 0;
}

// Tests that simulate need a process each, which CTest gives them: SystemC elaborates only once.
int main(int argc, char* argv[]) {
    testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
}
