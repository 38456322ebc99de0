#include "check/gateway/groups/deeds.hpp"

#include "base/text.hpp"
#include "bus/frame/frame.hpp"

namespace otbench::check {
namespace {

using Words = std::vector<std::pair<std::string, std::string>>;

/// The placeholders of a script that asks the meter at an address.
Words words_for(int address) {
    constexpr std::uint8_t request = 0x5B;  // REQ_UD2
    return {{"address", std::to_string(address)},
            {"request", hex_text(bus::short_frame(request, static_cast<std::uint8_t>(address)))}};
}

Ask post_with(int address, Words more) {
    Words words = words_for(address);
    words.insert(words.begin(), {"script", "ask"});
    words.insert(words.end(), more.begin(), more.end());
    return {"post", words};
}

}  // namespace

Ask set_up() {
    return {"setup", {}};
}

Ask read_meter(int address) {
    return {"read", words_for(address)};
}

Ask post_request(int address, int times) {
    return post_with(address, {{"times", std::to_string(times)}});
}

Ask retain_request(int address) {
    return post_with(address, {{"retain", "yes"}});
}

Ask post_request_elsewhere(int address, const std::string& suffix) {
    return post_with(address, {{"topic", suffix}});
}

Ask post(std::string payload) {
    return {"post", {{"payload", std::move(payload)}}};
}

Ask unknown_command() {
    return {"unknown", {}};
}

Ask wait(std::string time) {
    return {"wait", {{"time", std::move(time)}}};
}

Ask broker(std::string act) {
    return {"broker", {{"act", std::move(act)}}};
}

Ask fault(std::string name, std::string value) {
    return {"fault", {{std::move(name), std::move(value)}}};
}

Line one_meter() {
    return {{"itron-cf-echo-2@1"}, {}};
}

Line two_meters() {
    return {{"itron-cf-echo-2@1", "itron-cf-echo-2@2,name=second,id=12345678,energy=4440 kWh"}, {}};
}

Printed energy_of_second() {
    return {"4440 kWh", {"4440", "444", "4440000"}};
}

}  // namespace otbench::check
