#include "runner/report/html/packed_waves.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <tuple>

#include "base/line_fan.hpp"
#include "runner/report/html/packed_text.hpp"
#include "runner/report/html/script_text.hpp"

namespace otbench::runner {
namespace {

/// How the signals of a bus appear; others keep their name, as levels.
struct Appearance {
    const char* signal;
    const char* name;
    const char* unit;
    double scale;  ///< steps in a unit
};
constexpr Appearance appearances[] = {
    {"tx", "TX", "", 1.0},
    {"rx", "RX", "", 1.0},
    {"bus_voltage", "Bus voltage", "V", 100.0},
    {"bus_current_ma", "Bus current", "mA", 100.0},
};

}  // namespace

/// One signal on its way from the file to the page. Of a real wave, a point is kept when no straight line from the last
/// one kept to a later point passes it within half a step.
class PackedWaves::Wave {
public:
    explicit Wave(const sim::WaveSignal& signal) : name_{signal.name} {
        for (const Appearance& known : appearances)
            if (signal.name == known.signal)
                std::tie(name_, unit_, scale_) = std::tuple{known.name, known.unit, known.scale};
    }

    void change(Nanoseconds at, double value) {
        if (!std::isfinite(value)) return;
        value = std::clamp(value * scale_, -1e12, 1e12);
        if (unit_.empty()) {
            points_.add(at.count(), std::llround(value));
            return;
        }
        point({at, value});
    }

    [[nodiscard]] std::string packed(Nanoseconds end) {
        if (has_last_) {
            if (end > last_.at) point({end, last_.value});
            keep(last_);
        }
        return with_member(
            script_text({{"name", name_}, {"unit", unit_}, {"scale", scale_}, {"count", points_.count()}}), "data",
            '"' + packed_text(points_.octets()) + '"');
    }

private:
    /// Differences as numbers of variable length.
    class Differences {
    public:
        void add(std::int64_t time, std::int64_t value) {
            std::array<char, 20> octets;
            char* end = write(octets.data(), static_cast<std::uint64_t>(time - time_));
            const std::int64_t step = value - value_;
            end = write(end, static_cast<std::uint64_t>(step) << 1 ^ static_cast<std::uint64_t>(step >> 63));
            octets_.append(octets.data(), static_cast<std::size_t>(end - octets.data()));
            time_ = time;
            value_ = value;
            ++count_;
        }
        [[nodiscard]] const std::string& octets() const { return octets_; }
        [[nodiscard]] std::size_t count() const { return count_; }

    private:
        /// Returns the end of at most ten octets.
        static char* write(char* at, std::uint64_t number) {
            for (; number >= 0x80; number >>= 7) *at++ = static_cast<char>(number | 0x80);
            *at++ = static_cast<char>(number);
            return at;
        }

        std::string octets_;
        std::int64_t time_ = 0, value_ = 0;
        std::size_t count_ = 0;
    };

    struct Point {
        Nanoseconds at{};
        double value = 0.0;
    };

    void point(Point next) {
        if (!has_last_) keep(next);
        while (next.at != kept_.at && !fan_.admit(double(next.at.count()), next.value, tolerance)) keep(last_);
        if (next.at == kept_.at && has_last_) keep(next);
        last_ = next;
        has_last_ = true;
    }

    void keep(Point point) {
        points_.add(point.at.count(), std::llround(point.value));
        kept_ = point;
        fan_.open(double(point.at.count()), point.value);
    }

    static constexpr double tolerance = 0.5;  // steps
    std::string name_, unit_;
    double scale_ = 1.0;
    Differences points_;
    Point kept_, last_;
    bool has_last_ = false;
    LineFan fan_;  ///< from the last kept point
};

PackedWaves::PackedWaves() = default;
PackedWaves::~PackedWaves() = default;

sim::WaveListener PackedWaves::listener() {
    return {[this](const sim::WaveSignal& signal) { waves_.push_back(std::make_unique<Wave>(signal)); },
            [this](std::size_t signal, Nanoseconds at, double value) { waves_[signal]->change(at, value); }};
}

std::string PackedWaves::packed(Nanoseconds end) {
    std::string packed = "[";
    for (const auto& wave : waves_) packed.append(packed.size() > 1 ? "," : "").append(wave->packed(end));
    return packed + ']';
}

}  // namespace otbench::runner
