#include "sim/trace/vcd_writer.hpp"

#include <fmt/core.h>

#include <iterator>

namespace otbench::sim {
namespace {

/// Short identifier codes out of the printable characters `!` to `~` (IEEE 1364, 18.2.1).
std::string identifier_code(std::size_t index) {
    std::string code;
    do {
        code += static_cast<char>('!' + index % 94);
        index /= 94;
    } while (index != 0);
    return code;
}

}  // namespace

VcdWriter::Signal VcdWriter::add(const std::string& scope, const std::string& name, bool is_real, double initial) {
    variables_.push_back({scope, name, identifier_code(variables_.size()), is_real, initial});
    return Signal{variables_.size() - 1};
}

VcdWriter::Signal VcdWriter::add_level(const std::string& scope, const std::string& name, bool initial) {
    return add(scope, name, false, initial ? 1.0 : 0.0);
}

VcdWriter::Signal VcdWriter::add_real(const std::string& scope, const std::string& name, double initial) {
    return add(scope, name, true, initial);
}

void VcdWriter::open(const std::string& path) {
    file_.open(path);
    std::string& text = file_.buffer();
    text += "$version otbench $end\n$timescale 1 ns $end\n";
    for (const Variable& v : variables_)
        fmt::format_to(std::back_inserter(text), "$scope module {} $end\n$var {} {} {} $end\n$upscope $end\n", v.scope,
                       v.is_real ? "real 64" : "wire 1", v.code, v.name);
    text += "$enddefinitions $end\n#0\n$dumpvars\n";
    for (const Variable& v : variables_) write_value(v);
    text += "$end\n";
}

void VcdWriter::close(Nanoseconds end) {
    if (!is_open()) return;
    write_time(end);
    file_.close();
}

void VcdWriter::on_change(Listener listener) {
    listener_ = std::move(listener);
    for (const Variable& variable : variables_)
        listener_(Nanoseconds{0}, variable.scope, variable.name, variable.value);
}

void VcdWriter::change(Nanoseconds at, Signal signal, bool level) {
    change(at, signal, level ? 1.0 : 0.0);
}

void VcdWriter::change(Nanoseconds at, Signal signal, double value) {
    Variable& variable = variables_[std::size_t(signal)];
    if (variable.value == value) return;
    variable.value = value;
    if (listener_) listener_(at, variable.scope, variable.name, value);
    if (!is_open()) return;
    write_time(at);
    write_value(variable);
    file_.written();
}

void VcdWriter::write_time(Nanoseconds at) {
    if (at <= written_time_) return;
    written_time_ = at;
    fmt::format_to(std::back_inserter(file_.buffer()), "#{}\n", at.count());
}

void VcdWriter::write_value(const Variable& v) {
    if (v.is_real)
        fmt::format_to(std::back_inserter(file_.buffer()), "r{:.5g} {}\n", v.value, v.code);
    else
        fmt::format_to(std::back_inserter(file_.buffer()), "{}{}\n", v.value != 0.0 ? '1' : '0', v.code);
}

}  // namespace otbench::sim
