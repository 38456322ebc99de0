// Any text as a measure, tolerance, selector, date, id or coding, as scenarios and descriptions have them.
#include <cmath>

#include "bus/message/encoder.hpp"
#include "bus/reading/value_selector.hpp"
#include "bus/record/date_time.hpp"
#include "bus/record/manufacturer.hpp"
#include "bus/record/unit.hpp"
#include "tests/fuzz/fuzz_input.hpp"

namespace {

using namespace otbench;
using namespace otbench::bus;
using otbench::fuzz::require;

template <class T>
bool told(const Checked<T>& checked) {
    require(checked || !checked.error().message.empty(), "an error has a message");
    return checked.has_value();
}

void read_measure(std::string_view text) {
    const auto measure = parse_measure(text);
    if (!told(measure)) return;
    require(std::isfinite(measure->value), "a measure is a finite number");
    if (const auto tolerance = parse_tolerance(text, *measure); told(tolerance))
        require(*tolerance >= 0, "a tolerance is not negative");
    told(agree(*measure, *measure));
    for (const Unit unit : {Unit::none, Unit::watt_hour, Unit::celsius}) told(convert(*measure, unit));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = otbench::fuzz::text_of(data, size);
    read_measure(text);
    told(parse_value_selector(text));
    if (const auto when = parse_date_time(text); told(when)) {
        const auto again = parse_date_time(to_text(*when));
        require(again && *again == *when, "a date is read as it is written");
    }
    told(parse_id(text));
    told(coding_named(text));
    (void)manufacturer_code(text);
    const std::size_t comma = std::min(text.find(','), text.size());
    told(find_vif(text.substr(0, comma), text.substr(std::min(comma + 1, text.size()))));
    return 0;
}
