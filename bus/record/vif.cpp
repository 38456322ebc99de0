#include "bus/record/vif.hpp"

#include <fmt/core.h>

#include <array>
#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <string>

namespace otbench::bus {
namespace {

/// `count` codes from `first` on whose exponents rise by one.
struct Range {
    std::uint8_t first;
    std::uint8_t count;
    VifEntry entry;
};
using Table = std::array<VifEntry, 128>;

template <std::size_t N>
constexpr Table expand(const std::array<Range, N>& ranges) {
    Table table{};
    for (const Range& range : ranges) {
        for (std::size_t i = 0; i < range.count; ++i) {
            // Not met at run time: it keeps the tables below from compiling.
            if (table[range.first + i].quantity != Quantity::reserved) throw std::logic_error{"code listed twice"};
            table[range.first + i] = range.entry;
            table[range.first + i].exponent = static_cast<std::int8_t>(range.entry.exponent + static_cast<int>(i));
        }
    }
    return table;
}

using Q = Quantity;
using U = Unit;
using N = Nature;

// EN 13757-3, primary VIF; spec: M-Bus protocol, 12.1.
constexpr Table primary = expand(std::array<Range, 40>{{
    {0x00, 8, {Q::energy, U::watt_hour, -3}},
    {0x08, 8, {Q::energy, U::joule, 0}},
    {0x10, 8, {Q::volume, U::cubic_metre, -6}},
    {0x18, 8, {Q::mass, U::kilogram, -3}},
    {0x20, 1, {Q::on_time, U::second}},
    {0x21, 1, {Q::on_time, U::minute}},
    {0x22, 1, {Q::on_time, U::hour}},
    {0x23, 1, {Q::on_time, U::day}},
    {0x24, 1, {Q::operating_time, U::second}},
    {0x25, 1, {Q::operating_time, U::minute}},
    {0x26, 1, {Q::operating_time, U::hour}},
    {0x27, 1, {Q::operating_time, U::day}},
    {0x28, 8, {Q::power, U::watt, -3}},
    {0x30, 8, {Q::power, U::joule_per_hour, 0}},
    {0x38, 8, {Q::volume_flow, U::cubic_metre_per_hour, -6}},
    {0x40, 8, {Q::volume_flow, U::cubic_metre_per_minute, -7}},
    {0x48, 8, {Q::volume_flow, U::cubic_metre_per_second, -9}},
    {0x50, 8, {Q::mass_flow, U::kilogram_per_hour, -3}},
    {0x58, 4, {Q::flow_temperature, U::celsius, -3}},
    {0x5C, 4, {Q::return_temperature, U::celsius, -3}},
    {0x60, 4, {Q::temperature_difference, U::kelvin, -3}},
    {0x64, 4, {Q::external_temperature, U::celsius, -3}},
    {0x68, 4, {Q::pressure, U::bar, -3}},
    {0x6C, 1, {Q::time_point, U::none, 0, N::point}},
    {0x6D, 1, {Q::time_point, U::none, 0, N::point}},
    {0x6E, 1, {Q::heat_cost_units}},
    {0x70, 1, {Q::averaging_duration, U::second}},
    {0x71, 1, {Q::averaging_duration, U::minute}},
    {0x72, 1, {Q::averaging_duration, U::hour}},
    {0x73, 1, {Q::averaging_duration, U::day}},
    {0x74, 1, {Q::actuality_duration, U::second}},
    {0x75, 1, {Q::actuality_duration, U::minute}},
    {0x76, 1, {Q::actuality_duration, U::hour}},
    {0x77, 1, {Q::actuality_duration, U::day}},
    {0x78, 1, {Q::fabrication_number, U::none, 0, N::counter}},
    {0x79, 1, {Q::identification, U::none, 0, N::counter}},
    {0x7A, 1, {Q::bus_address, U::none, 0, N::counter}},
    {0x7C, 1, {Q::plain_text}},
    {0x7E, 1, {Q::any_quantity}},
    {0x7F, 1, {Q::manufacturer_specific}},
}});

// EN 13757-3, extension FD; spec: M-Bus protocol, 12.2.
constexpr Table extension_fd = expand(std::array<Range, 83>{{
    {0x00, 4, {Q::credit, U::currency, -3}},
    {0x04, 4, {Q::debit, U::currency, -3}},
    {0x08, 1, {Q::transmission_count, U::none, 0, N::counter}},
    {0x09, 1, {Q::medium, U::none, 0, N::bits}},
    {0x0A, 1, {Q::manufacturer, U::none, 0, N::bits}},
    {0x0B, 1, {Q::parameter_set, U::none, 0, N::bits}},
    {0x0C, 1, {Q::model_version, U::none, 0, N::counter}},
    {0x0D, 1, {Q::hardware_version, U::none, 0, N::counter}},
    {0x0E, 1, {Q::firmware_version, U::none, 0, N::counter}},
    {0x0F, 1, {Q::software_version, U::none, 0, N::counter}},
    {0x10, 1, {Q::customer_location, U::none, 0, N::bits}},
    {0x11, 1, {Q::customer, U::none, 0, N::bits}},
    {0x12, 1, {Q::access_code_user, U::none, 0, N::bits}},
    {0x13, 1, {Q::access_code_operator, U::none, 0, N::bits}},
    {0x14, 1, {Q::access_code_system_operator, U::none, 0, N::bits}},
    {0x15, 1, {Q::access_code_developer, U::none, 0, N::bits}},
    {0x16, 1, {Q::password, U::none, 0, N::bits}},
    {0x17, 1, {Q::error_flags, U::none, 0, N::bits}},
    {0x18, 1, {Q::error_mask, U::none, 0, N::bits}},
    {0x19, 1, {Q::security_key, U::none, 0, N::bits}},
    {0x1A, 1, {Q::digital_output, U::none, 0, N::bits}},
    {0x1B, 1, {Q::digital_input, U::none, 0, N::bits}},
    {0x1C, 1, {Q::baud_rate, U::baud, 0, N::counter}},
    {0x1D, 1, {Q::response_delay, U::bit_time, 0, N::counter}},
    {0x1E, 1, {Q::retry, U::none, 0, N::counter}},
    {0x1F, 1, {Q::remote_control, U::none, 0, N::bits}},
    {0x20, 1, {Q::first_cyclic_storage, U::none, 0, N::counter}},
    {0x21, 1, {Q::last_cyclic_storage, U::none, 0, N::counter}},
    {0x22, 1, {Q::storage_block_size, U::none, 0, N::counter}},
    {0x23, 1, {Q::tariff_descriptor, U::none, 0, N::bits}},
    {0x24, 1, {Q::storage_interval, U::second}},
    {0x25, 1, {Q::storage_interval, U::minute}},
    {0x26, 1, {Q::storage_interval, U::hour}},
    {0x27, 1, {Q::storage_interval, U::day}},
    {0x28, 1, {Q::storage_interval, U::month}},
    {0x29, 1, {Q::storage_interval, U::year}},
    {0x2A, 1, {Q::operator_data, U::none, 0, N::bits}},
    {0x2B, 1, {Q::second_of_time_point, U::second}},
    {0x2C, 1, {Q::duration_since_readout, U::second}},
    {0x2D, 1, {Q::duration_since_readout, U::minute}},
    {0x2E, 1, {Q::duration_since_readout, U::hour}},
    {0x2F, 1, {Q::duration_since_readout, U::day}},
    {0x30, 1, {Q::tariff_start, U::none, 0, N::point}},
    {0x31, 1, {Q::tariff_duration, U::minute}},
    {0x32, 1, {Q::tariff_duration, U::hour}},
    {0x33, 1, {Q::tariff_duration, U::day}},
    {0x34, 1, {Q::tariff_period, U::second}},
    {0x35, 1, {Q::tariff_period, U::minute}},
    {0x36, 1, {Q::tariff_period, U::hour}},
    {0x37, 1, {Q::tariff_period, U::day}},
    {0x38, 1, {Q::tariff_period, U::month}},
    {0x39, 1, {Q::tariff_period, U::year}},
    {0x3A, 1, {Q::dimensionless}},
    {0x3B, 1, {Q::wireless_container, U::none, 0, N::opaque}},
    {0x3C, 1, {Q::transmission_period, U::second}},
    {0x3D, 1, {Q::transmission_period, U::minute}},
    {0x3E, 1, {Q::transmission_period, U::hour}},
    {0x3F, 1, {Q::transmission_period, U::day}},
    {0x40, 16, {Q::voltage, U::volt, -9}},
    {0x50, 16, {Q::current, U::ampere, -12}},
    {0x60, 1, {Q::reset_counter, U::none, 0, N::counter}},
    {0x61, 1, {Q::cumulation_counter, U::none, 0, N::counter}},
    {0x62, 1, {Q::control_signal, U::none, 0, N::bits}},
    {0x63, 1, {Q::day_of_week, U::none, 0, N::counter}},
    {0x64, 1, {Q::week_number, U::none, 0, N::counter}},
    {0x65, 1, {Q::time_of_day_change, U::none, 0, N::bits}},
    {0x66, 1, {Q::parameter_activation_state, U::none, 0, N::bits}},
    {0x67, 1, {Q::supplier_information, U::none, 0, N::bits}},
    {0x68, 1, {Q::duration_since_cumulation, U::hour}},
    {0x69, 1, {Q::duration_since_cumulation, U::day}},
    {0x6A, 1, {Q::duration_since_cumulation, U::month}},
    {0x6B, 1, {Q::duration_since_cumulation, U::year}},
    {0x6C, 1, {Q::battery_operating_time, U::hour}},
    {0x6D, 1, {Q::battery_operating_time, U::day}},
    {0x6E, 1, {Q::battery_operating_time, U::month}},
    {0x6F, 1, {Q::battery_operating_time, U::year}},
    {0x70, 1, {Q::battery_change, U::none, 0, N::point}},
    {0x71, 1, {Q::rf_level, U::dbm}},
    {0x72, 1, {Q::daylight_saving, U::none, 0, N::bits}},
    {0x73, 1, {Q::listening_window, U::none, 0, N::bits}},
    {0x74, 1, {Q::remaining_battery_life, U::day}},
    {0x75, 1, {Q::stop_count, U::none, 0, N::counter}},
    {0x76, 1, {Q::manufacturer_container, U::none, 0, N::opaque}},
}});

// EN 13757-3, extension FB; spec: M-Bus protocol, 12.3.
constexpr Table extension_fb = expand(std::array<Range, 35>{{
    {0x00, 2, {Q::energy, U::watt_hour, 5}},
    {0x02, 2, {Q::reactive_energy, U::var_hour, 3}},
    {0x04, 2, {Q::apparent_energy, U::volt_ampere_hour, 3}},
    {0x08, 2, {Q::energy, U::joule, 8}},
    {0x0C, 4, {Q::energy, U::calorie, 5}},
    {0x10, 2, {Q::volume, U::cubic_metre, 2}},
    {0x14, 4, {Q::reactive_power, U::var, 0}},
    {0x18, 2, {Q::mass, U::kilogram, 5}},
    {0x1A, 2, {Q::relative_humidity, U::percent, -1}},
    {0x20, 1, {Q::volume, U::cubic_foot, 0}},
    {0x21, 1, {Q::volume, U::cubic_foot, -1}},
    {0x22, 2, {Q::volume, U::gallon, -1}},
    {0x24, 1, {Q::volume_flow, U::gallon_per_minute, -3}},
    {0x25, 1, {Q::volume_flow, U::gallon_per_minute, 0}},
    {0x26, 1, {Q::volume_flow, U::gallon_per_hour, 0}},
    {0x28, 2, {Q::power, U::watt, 5}},
    {0x2A, 1, {Q::voltage_phase, U::degree, -1}},
    {0x2B, 1, {Q::current_phase, U::degree, -1}},
    {0x2C, 4, {Q::frequency, U::hertz, -3}},
    {0x30, 2, {Q::power, U::joule_per_hour, 8}},
    {0x34, 4, {Q::apparent_power, U::volt_ampere, 0}},
    {0x58, 4, {Q::flow_temperature, U::fahrenheit, -3}},
    {0x5C, 4, {Q::return_temperature, U::fahrenheit, -3}},
    {0x60, 4, {Q::temperature_difference, U::fahrenheit_difference, -3}},
    {0x64, 4, {Q::external_temperature, U::fahrenheit, -3}},
    {0x68, 1, {Q::heat_cost_rating}},
    {0x69, 1, {Q::heat_cost_rating}},
    {0x6A, 1, {Q::heat_cost_rating}},
    {0x6B, 1, {Q::heat_cost_rating}},
    {0x6C, 1, {Q::heat_cost_rating}},
    {0x6D, 1, {Q::heat_cost_rating}},
    {0x6E, 1, {Q::heat_cost_rating}},
    {0x70, 4, {Q::temperature_limit, U::fahrenheit, -3}},
    {0x74, 4, {Q::temperature_limit, U::celsius, -3}},
    {0x78, 8, {Q::cumulated_maximum_power, U::watt, -3}},
}});

// EN 13757-3, second level of extension FD; not in the spec, from public implementations.
constexpr Table second_level = expand(std::array<Range, 3>{{
    {0x00, 1, {Q::selected_application, U::none, 0, N::bits}},
    {0x02, 1, {Q::remaining_battery_life, U::month}},
    {0x03, 1, {Q::remaining_battery_life, U::year}},
}});

const Table& table_of(VifTable table) {
    switch (table) {
        case VifTable::extension_fb: return extension_fb;
        case VifTable::extension_fd: return extension_fd;
        case VifTable::primary: break;
    }
    return primary;
}

/// Calls `use(code, entry)` for every code in the order in which an encoder prefers them, until `use` returns true.
template <class Use>
void for_each_code(Use use) {
    for (const VifTable table : {VifTable::primary, VifTable::extension_fb, VifTable::extension_fd}) {
        for (std::uint8_t code = 0; code < 128; ++code)
            if (use(VifCode{table, code}, table_of(table)[code])) return;
    }
}

/// The two points in time of the primary table differ in what the data may be, not in a unit.
Checked<VifCode> time_point_code(std::string_view step) {
    if (step == "date") return VifCode{VifTable::primary, 0x6C};
    if (step == "date-time") return VifCode{VifTable::primary, 0x6D};
    return InputError{fmt::format("a time-point is a 'date' or a 'date-time', not '{}'", step)};
}

std::string step_text(const VifEntry& entry) {
    return entry.unit == Unit::none ? std::string{"1"}
                                    : fmt::format("1e{} {}", int{entry.exponent}, symbol(entry.unit));
}

}  // namespace

const VifEntry& vif_entry(VifCode code) {
    return table_of(code.table)[code.code & 0x7F];
}

const VifEntry& second_level_entry(std::uint8_t code) {
    return second_level[code & 0x7F];
}

std::optional<VifCode> find_vif(Quantity quantity, Unit unit, int exponent) {
    std::optional<VifCode> found;
    for_each_code([&](VifCode code, const VifEntry& entry) {
        if (entry.quantity == quantity && entry.unit == unit && entry.exponent == exponent) found = code;
        return found.has_value();
    });
    return found;
}

Checked<VifCode> find_vif(std::string_view quantity, std::string_view step) {
    const auto wanted = quantity_named(quantity);
    if (!wanted || *wanted == Quantity::reserved) return InputError{fmt::format("unknown quantity '{}'", quantity)};
    if (*wanted == Quantity::time_point) return time_point_code(step);
    const auto size = parse_measure(step.empty() ? "1" : step);
    if (!size) return size.error();
    std::optional<VifCode> found;
    std::string steps;
    for_each_code([&](VifCode code, const VifEntry& entry) {
        if (entry.quantity != *wanted) return false;
        const UnitScale scale = scale_of(entry.unit);
        const double expected = std::pow(10.0, entry.exponent) * scale.factor;
        const double given = size->value * size->scale.factor;
        if (scale.dimension == size->scale.dimension && std::abs(expected - given) <= 1e-9 * expected) found = code;
        steps += (steps.empty() ? "" : ", ") + step_text(entry);
        return found.has_value();
    });
    if (!found)
        return InputError{fmt::format("no VIF codes {} in steps of '{}' (expected one of {})", quantity, step, steps)};
    return *found;
}

}  // namespace otbench::bus
