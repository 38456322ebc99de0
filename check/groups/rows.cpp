#include "check/groups/rows.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace otbench::check {

Ask read(int address) {
    return {"read", {{"address", std::to_string(address)}}};
}

Ask read_at(int address, int baud) {
    return {"read", {{"address", std::to_string(address)}, {"baud", std::to_string(baud)}}};
}

Ask read_several(const std::vector<int>& addresses) {
    return {"read-several", {{"addresses", fmt::format("{}", fmt::join(addresses, " "))}}};
}

Ask read_secondary(std::string address) {
    return {"read-secondary", {{"secondary", std::move(address)}}};
}

Ask scan() {
    constexpr int many_questions = 4;
    return {"scan", {}, many_questions};
}

Ask set_address(int address, int new_address) {
    return {"set-address", {{"address", std::to_string(address)}, {"new-address", std::to_string(new_address)}}};
}

Ask set_baud(int address, int new_baud) {
    return {"set-baud", {{"address", std::to_string(address)}, {"new-baud", std::to_string(new_baud)}}};
}

Ask reset(int address) {
    return {"reset", {{"address", std::to_string(address)}}};
}

Printed energy() {
    return {"9730 kWh", {"9730", "973", "9730000"}};
}

std::vector<Printed> four_telegrams() {
    return {{"1111 kWh", {"1111", "1111000"}},
            {"222.2 m3", {"222.2", "2222"}},
            {"3333 W", {"3333"}},
            {"44.4 C", {"44.4", "444"}}};
}

Printed id(const std::string& digits) {
    return {digits, {digits + "*"}};
}

}  // namespace otbench::check
