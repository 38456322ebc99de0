#include "bus/message/medium.hpp"

#include <array>

namespace otbench::bus {
namespace {

// Index: the medium octet. Texts are UTF-8.
constexpr std::array<std::string_view, 64> names = {{
    "Other",
    "Oil",
    "Electricity",
    "Gas",
    "Heat: Outlet",
    "Steam",
    "Warm water (30-90°C)",
    "Water",
    "Heat Cost Allocator",
    "Compressed Air",
    "Cooling load meter: Outlet",
    "Cooling load meter: Inlet",
    "Heat: Inlet",
    "Heat / Cooling load meter",
    "Bus/System",
    "Unknown Medium",
    "Irrigation Water",
    "Water Logger",
    "Gas Logger",
    "Gas Converter",
    "Calorific value",
    "Hot water (>90°C)",
    "Cold water",
    "Dual water",
    "Pressure",
    "A/D Converter",
    "Smoke Detector",
    "Ambient Sensor",
    "Gas Detector",
    "",
    "",
    "",
    "Breaker: Electricity",
    "Valve: Gas or Water",
    "Reserved",
    "Reserved",
    "Reserved",
    "Customer Unit: Display Device",
    "Reserved",
    "Reserved",
    "Waste Water",
    "Garbage",
    "Reserved",
    "Reserved",
    "Reserved",
    "Reserved",
    "Reserved",
    "Reserved",
    "Service Unit",
    "Reserved",
    "Reserved",
    "Reserved",
    "Reserved",
    "",
    "Radio Converter: System",
    "Radio Converter: Meter",
    "Reserved",
    "Reserved",
    "Reserved",
    "Reserved",
    "Reserved",
    "Reserved",
    "Reserved",
    "Reserved",
}};

constexpr std::array<std::string_view, 16> fixed_names = {{
    "Other",
    "Oil",
    "Electricity",
    "Gas",
    "Heat",
    "Steam",
    "Hot Water",
    "Water",
    "H.C.A.",
    "Reserved",
    "Gas Mode 2",
    "Heat Mode 2",
    "Hot Water Mode 2",
    "Water Mode 2",
    "H.C.A. Mode 2",
    "Reserved",
}};

struct Medium {
    std::uint8_t code;
    std::string_view text;
};

// What libmbus has no word for.
constexpr std::array<Medium, 5> further = {{
    {0x2A, "Carbon dioxide"},
    {0x31, "Gateway"},
    {0x32, "Unidirectional Repeater"},
    {0x33, "Bidirectional Repeater"},
    {0x38, "Bus Converter: Meter"},
}};

}  // namespace

std::string_view medium_text(std::uint8_t medium) {
    for (const Medium& row : further)
        if (row.code == medium) return row.text;
    const std::string_view known = medium_name(medium);
    return known == "Reserved" ? std::string_view{} : known;
}

std::string_view medium_name(std::uint8_t medium) {
    return medium < names.size() ? names[medium] : std::string_view{};
}

std::string_view fixed_medium_name(std::uint8_t medium) {
    return fixed_names[medium & 0x0F];
}

}  // namespace otbench::bus
