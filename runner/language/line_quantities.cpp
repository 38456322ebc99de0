#include "runner/language/line_quantities.hpp"

namespace otbench::runner {

boost::span<const LineQuantity> line_quantities() {
    using What = LineExpectation::What;
    static constexpr LineQuantity list[] = {
        {What::bus_voltage_mark, "bus-voltage-mark", Dimension::voltage},
        {What::bus_voltage_space, "bus-voltage-space", Dimension::voltage},
        {What::bus_current_idle, "bus-current-idle", Dimension::current},
        {What::bus_current_space, "bus-current-space", Dimension::current},
        {What::rx_low_count, "rx-low-count", Dimension::count},
        {What::collision_count, "collision-count", Dimension::count},
        {What::rx_level, "rx-level", Dimension::count},
    };
    return list;
}

std::string_view name_of(LineExpectation::What what) {
    return line_quantities()[static_cast<std::size_t>(what)].name;
}

}  // namespace otbench::runner
