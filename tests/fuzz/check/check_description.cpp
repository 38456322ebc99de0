// Descriptions of clients and of gateways: any text is read or refused, and a script that is read can be read again.
#include "check/client/client.hpp"
#include "check/gateway/gateway.hpp"
#include "tests/fuzz/fuzz_input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace otbench;
    const std::string_view text = fuzz::text_of(data, size);
    (void)check::read_client(text, "client.yaml");
    const auto gateway = check::read_gateway(text, "gateway.yaml");
    if (!gateway) return 0;
    for (const auto& [action, script] : gateway->commands)
        fuzz::require(check::parse_script(script).has_value(), "a script that was read is valid");
    return 0;
}
