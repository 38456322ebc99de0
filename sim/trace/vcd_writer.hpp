#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "sim/trace/trace_file.hpp"

namespace otbench::sim {

/// Writes a Value Change Dump (IEEE 1364, clause 18) with a unit of 1 ns: levels and real numbers that change at
/// events. Buffered; SystemC's own tracing writes unbuffered and costs a hundred times as much.
class VcdWriter {
public:
    enum class Signal : std::size_t {};

    /// Declares a signal, `scope` being the part it belongs to. Only before `open`.
    Signal add_level(const std::string& scope, const std::string& name, bool initial);
    Signal add_real(const std::string& scope, const std::string& name, double initial);

    /// Writes the header with all signals. Throws `std::system_error` when the file cannot be created.
    void open(const std::string& path);
    /// Writes out what is buffered, ending the dump at `end`. Throws `std::system_error` on failure.
    void close(Nanoseconds end);

    [[nodiscard]] bool is_open() const { return file_.is_open(); }

    /// Called for the value of every signal now, as of time 0, and for every change from now on, also without a file.
    using Listener =
        std::function<void(Nanoseconds at, const std::string& scope, const std::string& name, double value)>;
    void on_change(Listener listener);
    /// Whether anyone gets the changes.
    [[nodiscard]] bool is_wanted() const { return is_open() || listener_ != nullptr; }

    /// Changes at times that never decrease; before `open` or after `close` they cost nothing and are not written.
    void change(Nanoseconds at, Signal signal, bool level);
    void change(Nanoseconds at, Signal signal, double value);

private:
    struct Variable {
        std::string scope, name, code;
        bool is_real;
        double value;
    };

    Signal add(const std::string& scope, const std::string& name, bool is_real, double initial);
    void write_time(Nanoseconds at);
    void write_value(const Variable& variable);

    std::vector<Variable> variables_;
    Nanoseconds written_time_{0};
    TraceFile file_;
    Listener listener_;
};

}  // namespace otbench::sim
