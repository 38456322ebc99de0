// A device's stream is signed whatever it is, and loses nothing behind its CONNECT.
#include "sim/host/broker/connect_signer.hpp"

#include "tests/fuzz/fuzz_input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace otbench;
    const std::size_t half = size / 2;
    sim::ConnectSigner whole{"user", "password"}, pieces{"user", "password"};
    const auto at_once = whole.sign({data, size});
    auto in_pieces = pieces.sign({data, half});
    const auto rest = pieces.sign({data + half, size - half});
    in_pieces.insert(in_pieces.end(), rest.begin(), rest.end());
    fuzz::require(at_once == in_pieces, "pieces make no difference");
    return 0;
}
