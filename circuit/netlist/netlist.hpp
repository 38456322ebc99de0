#pragma once

#include <boost/system/result.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "circuit/netlist/circuit_parts.hpp"

namespace otbench::circuit {

/// What is wrong with a netlist, as one line.
struct NetlistError {
    std::string message;
};
template <typename T>
using NetlistResult = boost::system::result<T, NetlistError>;
[[noreturn]] inline void throw_exception_from_error(const NetlistError& error, const boost::source_location&) {
    throw std::invalid_argument{error.message};
}

/// A netlist's text that defines the subcircuit `mbus_master`, ready to be taken apart.
///
/// SPICE's own reader works out includes, expressions and inner subcircuits: `listing_deck` makes ngspice print the
/// circuit with every value as a number, once as it is and once for each of its parameters a little changed.
class Netlist {
public:
    /// Fails when there is no subcircuit `mbus_master` with the ports tx rx vbus36 mbusp mbusn com.
    static NetlistResult<Netlist> read(std::string text, std::string file_name);

    [[nodiscard]] std::string listing_deck() const;
    /// The circuit from what ngspice printed for `listing_deck`.
    [[nodiscard]] NetlistResult<Circuit> circuit(std::string_view listing) const;

    [[nodiscard]] const std::string& text() const { return text_; }
    /// Of the text, sixteen hexadecimal digits (FNV-1a): identifies the netlist of a parameter file.
    [[nodiscard]] std::string hash() const;

private:
    struct Default {
        std::string name;
        double value;
    };
    std::string text_;
    std::string file_name_;
    std::vector<Default> defaults_;
};

}  // namespace otbench::circuit
