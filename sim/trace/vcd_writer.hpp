#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "base/decimal.hpp"
#include "base/time.hpp"
#include "sim/trace/trace_file.hpp"
#include "sim/trace/wave_listener.hpp"

namespace otbench::sim {

/// How closely the curves in a file follow what was computed: as far as straight lines between their points may be off.
struct WaveAccuracy {
    double volts = 0.01;
    double share_of_swing = 0.06;  ///< of what a voltage swings in one edge, where that is more
    double settled_volts = 0.01;   ///< when the next edge begins
    double milliamperes = 0.05;
};

/// Writes a Value Change Dump (IEEE 1364, clause 18): levels, real numbers and texts that change at events. Buffered;
/// SystemC's own tracing writes unbuffered and costs a hundred times as much. Texts are an extension of GTKWave's,
/// which Surfer reads, too: blanks, backslashes and what is not printable ASCII stand in them as `\x20`.
class VcdWriter {
public:
    enum class Signal : std::size_t {};

    /// Declares a signal, `scope` being the part it belongs to. Of one that comes after `open`, the file has the first
    /// value with `add_point`, and the declaration from `close` on.
    Signal add_level(const std::string& scope, const std::string& name, bool initial);
    Signal add_real(const std::string& scope, const std::string& name, double initial);
    /// Empty at first.
    Signal add_text(const std::string& scope, const std::string& name);

    /// The unit of times, to which they are rounded.
    enum class Unit { nanosecond, microsecond };

    /// Writes the header with all signals. Throws `std::system_error` when the file cannot be created.
    void open(const std::string& path, Unit unit = Unit::nanosecond);
    /// Writes out what is buffered, ending the dump at `end`, and completes the header. Throws `std::system_error` on
    /// failure.
    void close(Nanoseconds end);

    [[nodiscard]] bool is_open() const { return file_.is_open(); }
    /// Tells `reader` all that the file gets from `open` on, as `read_vcd` would, but for the time of its end.
    void tell_reader(WaveListener reader) { reader_ = std::move(reader); }

    /// One who writes some changes later than they happen. `catch_up` has it write all up to now; it is called now and
    /// then, and by `close`.
    class Source {
    public:
        Source() = default;
        Source(const Source&) = delete;
        Source& operator=(const Source&) = delete;
        virtual ~Source() = default;
        virtual void catch_up() = 0;
    };
    void add_source(Source& source) { sources_.push_back(&source); }
    void remove_source(Source& source);
    /// Writes changes out when there are many: to be called by a source when it writes none at present.
    void write_out_many();

    /// For those who write curves.
    void set_accuracy(const WaveAccuracy& accuracy) { accuracy_ = accuracy; }
    [[nodiscard]] const WaveAccuracy& accuracy() const { return accuracy_; }

    /// Called for the value of every signal now, as of time 0, and for every change and point from now on, also without
    /// a file.
    using Listener =
        std::function<void(Nanoseconds at, const std::string& scope, const std::string& name, double value)>;
    void on_change(Listener listener);
    /// Whether anyone gets the changes.
    [[nodiscard]] bool is_wanted() const { return is_open() || listener_ != nullptr; }

    /// Changes, which the file has in the order of their times and those of one time in the order of these calls;
    /// before `open` or after `close` they cost nothing and are not written. Without sources times never decrease.
    void change(Nanoseconds at, Signal signal, bool level);
    void change(Nanoseconds at, Signal signal, double value);
    /// The same for the listener alone, and for the file alone.
    void tell(Nanoseconds at, Signal signal, double value);
    void write(Nanoseconds at, Signal signal, double value);
    /// A point of a curve, which is written even if it repeats the value, as the end of a straight piece does.
    void add_point(Nanoseconds at, Signal signal, double value);
    /// Listeners get no texts.
    void change_text(Nanoseconds at, Signal signal, const std::string& text);

private:
    enum class Kind { level, real, text };
    struct Variable {
        std::string scope, name, code;
        Kind kind;
        double value;  ///< as the listener knows it
        std::string text;
    };

    struct Change {
        Nanoseconds at;
        std::size_t signal;
        double value;  ///< of a text its place in `texts_`
    };

    Signal add(const std::string& scope, const std::string& name, Kind kind, double initial);
    [[nodiscard]] std::string header() const;
    void declare_late_signals() const;
    void catch_up();
    void write_out();
    void write_time(Nanoseconds at);
    void write_value(const Variable& variable, double value);
    void write_text(const Variable& variable, const std::string& text);
    void declare_to_reader(const Variable& variable) const;

    std::vector<Variable> variables_;
    WaveAccuracy accuracy_;
    std::string path_;
    std::size_t declared_ = 0, header_size_ = 0;  ///< of the signals, and in the file
    Nanoseconds unit_{1};
    Nanoseconds::rep written_time_ = 0;  ///< in units
    GrowingDecimal time_;
    TraceFile file_;
    Listener listener_;
    std::vector<Source*> sources_;
    std::vector<Change> changes_;     ///< that are still to be written, in order of time
    std::vector<std::string> texts_;  ///< of these changes
    WaveListener reader_;
    bool catching_up_ = false;
};

}  // namespace otbench::sim
