#include "circuit/measure/spice_deck.hpp"

#include <fmt/core.h>

#include <utility>

#include "circuit/segment/cable_constants.hpp"

namespace otbench::circuit {
namespace {

/// A subcircuit of the bench's own netlist, for netlists that define the converter alone.
std::string own_subcircuit(const std::string& name) {
    const std::string& text = nominal_circuit()->netlist_text;
    const auto begin = text.find(".subckt " + name);
    const auto end = text.find(".ends " + name, begin);
    return text.substr(begin, text.find('\n', end) - begin + 1);
}

/// The parts of a subcircuit `spice_cable`, for a length in metres that its text gives.
class SpiceCable {
public:
    explicit SpiceCable(const CableParameters& cable) : constants_{cable_constants(cable)} {}

    /// From node `from` along the minus wire to node `to`.
    void wires(const std::string& from, const std::string& to, const std::string& metres) {
        ++count_;
        text_ += fmt::format("R{0} {1} m{0} {{{3}*{4:.9g}}}\nL{0} m{0} {2} {{{3}*{5:.9g}}}\n", count_, from,
                             constants_.skin.empty() ? to : inner(0), metres, constants_.ohm, constants_.henry);
        for (std::size_t i = 0; i < constants_.skin.size(); ++i) {
            const std::string end = i + 1 == constants_.skin.size() ? to : inner(i + 1);
            text_ += fmt::format("Rs{0}_{1} {2} {3} {{{4}*{5:.9g}}}\nLs{0}_{1} {2} {3} {{{4}*{6:.9g}}}\n", count_, i,
                                 inner(i), end, metres, constants_.skin[i].ohm, constants_.skin[i].henry);
        }
    }

    /// Between the wires at node `at`.
    void insulation(const std::string& at, const std::string& metres) {
        text_ += fmt::format("C{0} ap {1} {{{2}*{3:.9g}}}\n", count_, at, metres, constants_.farad);
        for (std::size_t i = 0; i < constants_.dielectric.size(); ++i)
            text_ += fmt::format("Rd{0}_{1} {2} d{0}_{1} {{{3:.9g}/({4})}}\nCd{0}_{1} ap d{0}_{1} {{{4}*{5:.9g}}}\n",
                                 count_, i, at, constants_.dielectric[i].ohm, metres, constants_.dielectric[i].farad);
    }

    [[nodiscard]] const std::string& text() const { return text_; }

private:
    [[nodiscard]] std::string inner(std::size_t branch) const { return fmt::format("s{}_{}", count_, branch); }

    CableConstants constants_;
    int count_ = 0;
    std::string text_;
};

}  // namespace

std::string spice_cable(const std::string& name, const CableParameters& cable) {
    constexpr int cells = 10;
    SpiceCable parts{cable};
    std::string node = "an";
    for (int i = 1; i <= cells; ++i) {
        const auto next = fmt::format("n{}", i);
        parts.wires(std::exchange(node, next), next, i == 1 ? "len/20" : "len/10");
        parts.insulation(next, "len/10");
    }
    parts.wires(node, "bn", "len/20");
    return fmt::format(".subckt {0} ap an bp bn params: len=100\nRp ap bp 1u\n{1}.ends {0}\n", name, parts.text());
}

std::string spice_subcircuits(const Circuit& circuit) {
    std::string text = circuit.netlist_text + "\n";
    for (const char* name : {"mbus_cable", "mbus_lump", "mbus_slave", "tss721_rx"})
        if (circuit.netlist_text.find(fmt::format(".subckt {}", name)) == std::string::npos)
            text += own_subcircuit(name);
    return text;
}

SpicePoints::SpicePoints(double level) : level_{level}, text_{fmt::format("PWL(0 {:.12g}", level)} {}

void SpicePoints::ramp(double start_s, double length_s, double level) {
    text_ += fmt::format("\n+ {:.14g} {:.12g} {:.14g} {:.12g}", start_s, level_, start_s + length_s, level);
    level_ = level;
}

std::string spice_control(const std::string& analysis, const std::string& lets, const std::string& vectors) {
    return fmt::format(".control\nset wr_singlescale\nset numdgt=14\n{}\n{}\nwrdata {} {}\nquit 0\n.endc\n.end\n",
                       analysis, lets, spice_output_file, vectors);
}

}  // namespace otbench::circuit
