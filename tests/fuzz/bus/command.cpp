// Commands of a master: what is parsed and encoded is parsed as the same command. Input: CI and user data.
#include "bus/message/command.hpp"

#include "tests/fuzz/fuzz_input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace otbench::bus;
    using otbench::fuzz::require;
    if (size == 0) return 0;
    const auto command = parse_command(data[0], {data + 1, size - 1});
    if (!command) {
        (void)describe(command.error());
        return 0;
    }
    if (const auto* sent = std::get_if<DataSend>(&*command)) {
        RecordWalker walk = sent->walk();
        for (auto record = walk.next(); record && *record; record = walk.next()) (void)(**record).vif_code();
    }
    const auto encoded = encode_command(*command);
    require(encoded.has_value(), "what was parsed can be encoded");
    const auto again = parse_command(encoded->ci, encoded->data);
    require(again && again->index() == command->index(), "what was encoded is the same command");
    const auto twice = encode_command(*again);
    require(twice && twice->ci == encoded->ci && twice->data == encoded->data, "encoding is stable");
    return 0;
}
