#pragma once

#include <bitset>
#include <boost/core/span.hpp>
#include <boost/system/result.hpp>
#include <string>
#include <string_view>

namespace otbench::firmware {

/// A known defect of the firmware. `Qn` is the number it has in all documents of the bench.
struct Quirk {
    int number;
    std::string_view area;     ///< the part of the firmware it is in: messages, network, config, serial, ...
    std::string_view trigger;  ///< what brings it about
    std::string_view effect;   ///< what the device then does
    std::string_view fixed;    ///< what it does with the defect corrected; empty: nothing to switch
    std::string_view shows;    ///< where a user sees it; without a switch: why there is none

    [[nodiscard]] bool is_switchable() const { return !fixed.empty(); }
};

/// Every known defect in the order of its number.
boost::span<const Quirk> quirks();

/// The defects that a device does not have. By default it has all of them, as the real one does.
class QuirkFixes {
public:
    static constexpr int highest = 90;

    /// Reads what a user writes: `Q14,Q31` in any case, `all`, or nothing. The error is a sentence that names what is
    /// not a number of a defect, or has no switch.
    static boost::system::result<QuirkFixes, std::string> parse(std::string_view list);

    void fix(int number) { fixed_.set(static_cast<std::size_t>(number)); }
    /// True when the defect of this number is corrected.
    [[nodiscard]] bool operator[](int number) const { return fixed_.test(static_cast<std::size_t>(number)); }
    [[nodiscard]] bool none() const { return fixed_.none(); }
    /// As `parse` reads it.
    [[nodiscard]] std::string text() const;

private:
    std::bitset<highest + 1> fixed_;
};

}  // namespace otbench::firmware
