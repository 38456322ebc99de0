#include "sim/trace/vcd_writer.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/output_file.hpp"

namespace otbench::sim {
namespace {

constexpr std::size_t longest_line = 64;  ///< without texts
constexpr std::size_t many = 4096;        ///< changes that are written out together

/// Short identifier codes out of the printable characters `!` to `~` (IEEE 1364, 18.2.1).
std::string identifier_code(std::size_t index) {
    std::string code;
    do {
        code += static_cast<char>('!' + index % 94);
        index /= 94;
    } while (index != 0);
    return code;
}

/// Without blanks, which would end the text.
std::string escaped(const std::string& text) {
    std::string result;
    for (const char c : text) {
        if (c > ' ' && c < 0x7f && c != '\\')
            result += c;
        else
            fmt::format_to(std::back_inserter(result), "\\x{:02x}", static_cast<unsigned char>(c));
    }
    return result;
}

}  // namespace

VcdWriter::Signal VcdWriter::add(const std::string& scope, const std::string& name, Kind kind, double initial) {
    variables_.push_back({scope, name, identifier_code(variables_.size()), kind, initial, {}});
    if (is_open()) declare_to_reader(variables_.back());
    return Signal{variables_.size() - 1};
}

VcdWriter::Signal VcdWriter::add_level(const std::string& scope, const std::string& name, bool initial) {
    return add(scope, name, Kind::level, initial ? 1.0 : 0.0);
}

VcdWriter::Signal VcdWriter::add_real(const std::string& scope, const std::string& name, double initial) {
    return add(scope, name, Kind::real, initial);
}

VcdWriter::Signal VcdWriter::add_text(const std::string& scope, const std::string& name) {
    return add(scope, name, Kind::text, 0.0);
}

void VcdWriter::declare_to_reader(const Variable& variable) const {
    if (reader_.declared) reader_.declared({variable.scope, variable.name, variable.kind == Kind::real});
}

void VcdWriter::open(const std::string& path, Unit unit) {
    unit_ = unit == Unit::microsecond ? Nanoseconds{1000} : Nanoseconds{1};
    file_.open(path);
    path_ = path;
    declared_ = variables_.size();
    TextBuffer& text = file_.buffer();
    text.clear();
    text.append(header());
    header_size_ = text.size();
    for (const Variable& v : variables_) declare_to_reader(v);
    text.append("#0\n$dumpvars\n");
    for (const Variable& v : variables_) v.kind == Kind::text ? write_text(v, v.text) : write_value(v, v.value);
    text.append("$end\n");
}

/// Everything in front of the first time.
std::string VcdWriter::header() const {
    constexpr const char* types[] = {"wire 1", "real 64", "string 1"};
    std::string text = fmt::format("$date - $end\n$version otbench $end\n$timescale 1 {} $end\n",
                                   unit_ == Nanoseconds{1} ? "ns" : "us");
    for (const Variable& v : variables_)
        fmt::format_to(std::back_inserter(text), "$scope module {} $end\n$var {} {} {} $end\n$upscope $end\n", v.scope,
                       types[std::size_t(v.kind)], v.code, v.name);
    return text + "$enddefinitions $end\n";
}

void VcdWriter::close(Nanoseconds end) {
    if (!is_open()) return;
    catch_up();
    write_time(end);
    file_.close();
    if (declared_ < variables_.size()) declare_late_signals();
}

/// Gives the file a header with all signals.
void VcdWriter::declare_late_signals() const {
    const std::string before = path_ + ".before";
    std::filesystem::rename(path_, before);
    std::ifstream written{before, std::ios::binary};
    written.seekg(static_cast<std::streamoff>(header_size_));
    std::ofstream complete{path_, std::ios::binary};
    complete << header() << written.rdbuf();
    complete.close();
    if (!complete) throw_write_error(path_);
    std::filesystem::remove(before);
}

void VcdWriter::on_change(Listener listener) {
    listener_ = std::move(listener);
    for (const Variable& variable : variables_)
        if (variable.kind != Kind::text) listener_(Nanoseconds{0}, variable.scope, variable.name, variable.value);
}

void VcdWriter::change(Nanoseconds at, Signal signal, bool level) {
    change(at, signal, level ? 1.0 : 0.0);
}

void VcdWriter::change(Nanoseconds at, Signal signal, double value) {
    if (variables_[std::size_t(signal)].value != value) add_point(at, signal, value);
}

void VcdWriter::add_point(Nanoseconds at, Signal signal, double value) {
    Variable& variable = variables_[std::size_t(signal)];
    variable.value = value;
    if (listener_) listener_(at, variable.scope, variable.name, value);
    write(at, signal, value);
}

void VcdWriter::tell(Nanoseconds at, Signal signal, double value) {
    Variable& variable = variables_[std::size_t(signal)];
    if (variable.value == value) return;
    variable.value = value;
    if (listener_) listener_(at, variable.scope, variable.name, value);
}

void VcdWriter::write(Nanoseconds at, Signal signal, double value) {
    if (!is_open()) return;
    const Change change{at, std::size_t(signal), value};
    if (changes_.empty() || changes_.back().at <= at) {
        if (sources_.empty() && changes_.size() >= many) write_out();
        changes_.push_back(change);
        return;
    }
    const auto later = [](Nanoseconds time, const Change& other) { return time < other.at; };
    changes_.insert(std::upper_bound(changes_.begin(), changes_.end(), at, later), change);
}

void VcdWriter::change_text(Nanoseconds at, Signal signal, const std::string& text) {
    Variable& variable = variables_[std::size_t(signal)];
    if (variable.text == text) return;
    variable.text = text;
    if (!is_open()) return;
    write(at, signal, static_cast<double>(texts_.size()));
    texts_.push_back(text);
}

void VcdWriter::remove_source(Source& source) {
    sources_.erase(std::remove(sources_.begin(), sources_.end(), &source), sources_.end());
}

void VcdWriter::write_out_many() {
    if (changes_.size() >= many && !catching_up_) catch_up();
}

void VcdWriter::catch_up() {
    catching_up_ = true;
    for (Source* source : sources_) source->catch_up();
    catching_up_ = false;
    write_out();
}

void VcdWriter::write_out() {
    for (const Change& change : changes_) {
        write_time(change.at);
        const Variable& v = variables_[change.signal];
        v.kind == Kind::text ? write_text(v, texts_[static_cast<std::size_t>(change.value)])
                             : write_value(v, change.value);
        file_.written();
    }
    changes_.clear();
    texts_.clear();
}

void VcdWriter::write_time(Nanoseconds at) {
    const auto units = (at + unit_ / 2) / unit_;
    if (units <= written_time_) return;
    written_time_ = units;
    TextWriter line{file_.buffer(), longest_line};
    line.octet('#');
    line.growing(static_cast<std::uint64_t>(units), time_);
    line.octet('\n');
}

void VcdWriter::write_value(const Variable& v, double value) {
    const bool is_real = v.kind == Kind::real;
    TextWriter line{file_.buffer(), longest_line};
    if (is_real) {
        line.octet('r');
        line.five_digits(value);
        line.octet(' ');
    } else {
        line.octet(value != 0.0 ? '1' : '0');
    }
    line.text(v.code);
    line.octet('\n');
    if (reader_.changed)
        reader_.changed(static_cast<std::size_t>(&v - variables_.data()), unit_ * written_time_,
                        is_real ? as_five_digits(value) : value);
}

void VcdWriter::write_text(const Variable& v, const std::string& text) {
    const std::string shown = escaped(text);
    TextWriter line{file_.buffer(), longest_line + shown.size()};
    line.octet('s');
    line.text(shown);
    line.octet(' ');
    line.text(v.code);
    line.octet('\n');
}

}  // namespace otbench::sim
