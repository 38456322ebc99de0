#include "sim/trace/sigrok_reader.hpp"

#include <fmt/core.h>
#include <zip.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "base/numbers.hpp"
#include "base/octets.hpp"

namespace otbench::sim {
namespace {

constexpr std::size_t most_bytes_of_samples = 1U << 30;
constexpr std::size_t most_bytes_of_metadata = 1U << 20;
constexpr std::size_t most_channels = 1024;
constexpr std::size_t piece_bytes = 1U << 16;

/// An archive in memory that is only read.
class SessionArchive {
public:
    explicit SessionArchive(std::string_view file) {
        zip_source_t* const source = zip_source_buffer_create(file.data(), file.size(), 0, nullptr);
        if (!source) return;
        archive_.reset(zip_open_from_source(source, ZIP_RDONLY, nullptr));
        if (!archive_) zip_source_free(source);
    }

    [[nodiscard]] bool is_open() const { return archive_ != nullptr; }
    [[nodiscard]] bool has(const std::string& name) const {
        return zip_name_locate(archive_.get(), name.c_str(), 0) >= 0;
    }

    /// Hands on the contents of a file piece by piece until `use` refuses one; false when it is damaged or refused.
    bool read(const std::string& name, const std::function<bool(OctetView)>& use) const {
        struct Close {
            void operator()(zip_file_t* file) const { zip_fclose(file); }
        };
        const std::unique_ptr<zip_file_t, Close> file{zip_fopen(archive_.get(), name.c_str(), 0)};
        if (!file) return false;
        OctetBuffer piece(piece_bytes);
        for (;;) {
            const auto size = zip_fread(file.get(), piece.data(), piece.size());
            if (size <= 0) return size == 0;
            if (!use({piece.data(), static_cast<std::size_t>(size)})) return false;
        }
    }

private:
    struct Discard {
        void operator()(zip_t* archive) const { zip_discard(archive); }
    };
    std::unique_ptr<zip_t, Discard> archive_;
};

/// What the file "metadata" says about the device.
struct Metadata {
    std::string capture_file = "logic-1";
    double rate = 0;  ///< samples a second
    std::size_t unit = 0;
    std::map<std::size_t, std::string> probes, analogues;  ///< names by number, from 1
};

/// "100 kHz", "2.4 MHz", "200000".
std::optional<double> parse_rate(std::string_view text) {
    struct Unit {
        std::string_view name;
        double factor;
    };
    static constexpr std::array<Unit, 5> units{{{"", 1}, {"Hz", 1}, {"kHz", 1e3}, {"MHz", 1e6}, {"GHz", 1e9}}};
    const auto blank = std::min(text.find(' '), text.size());
    const auto number = parse_number(text.substr(0, blank));
    const auto name = text.substr(std::min(blank + 1, text.size()));
    const auto* const unit =
        std::find_if(units.begin(), units.end(), [&](const Unit& known) { return known.name == name; });
    if (!number || unit == units.end() || !(*number * unit->factor >= 1) || *number * unit->factor > 1e9)
        return std::nullopt;
    return *number * unit->factor;
}

/// The number behind `prefix` in a key such as "probe3".
std::optional<std::size_t> channel_number(std::string_view key, std::string_view prefix) {
    if (key.substr(0, prefix.size()) != prefix) return std::nullopt;
    const auto number = parse_integer<std::size_t>(key.substr(prefix.size()));
    return number && *number >= 1 && *number <= most_channels ? number : std::nullopt;
}

Checked<Metadata> parse_metadata(std::string_view text) {
    Metadata found;
    while (!text.empty()) {
        auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
        if (line == "[device 2]") return InputError{"the session has several devices (expected one)"};
        const auto equals = line.find('=');
        if (equals == std::string_view::npos) continue;
        const auto key = line.substr(0, equals), value = line.substr(equals + 1);
        if (key == "capturefile") found.capture_file = value;
        if (const auto number = channel_number(key, "probe")) found.probes[*number] = value;
        if (const auto number = channel_number(key, "analog")) found.analogues[*number] = value;
        if (key == "unitsize") {
            const auto unit = parse_integer<std::size_t>(value);
            if (!unit || *unit < 1 || *unit > most_channels)
                return InputError{fmt::format("invalid unitsize '{}' (expected 1 … {})", value, most_channels)};
            found.unit = *unit;
        }
        if (key == "samplerate") {
            const auto rate = parse_rate(value);
            if (!rate) return InputError{fmt::format("invalid samplerate '{}' (expected such as '1 MHz')", value)};
            found.rate = *rate;
        }
    }
    if (found.rate == 0) return InputError{"the session has no samplerate"};
    if (found.probes.empty() && found.analogues.empty()) return InputError{"the session has no channels"};
    return found;
}

class SessionReader {
public:
    SessionReader(const SessionArchive& archive, const Metadata& metadata, const WaveListener& listener)
        : archive_{archive}, metadata_{metadata}, listener_{listener} {}

    Checked<Nanoseconds> read() {
        for (const auto& probe : metadata_.probes) listener_.declared({"", probe.second, false});
        for (const auto& analogue : metadata_.analogues) listener_.declared({"", analogue.second, true});
        if (!metadata_.probes.empty())
            if (auto done = read_logic(); !done) return done.error();
        std::size_t signal = metadata_.probes.size();
        for (const auto& analogue : metadata_.analogues)
            if (auto done = read_analogue(analogue.first, signal++); !done) return done.error();
        return end_;
    }

private:
    [[nodiscard]] Nanoseconds time_of(std::size_t sample) const {
        return Nanoseconds{std::llround(static_cast<double>(sample) * 1e9 / metadata_.rate)};
    }

    /// Hands on the samples of `unit` bytes in the files NAME-1, NAME-2 … or the one file NAME.
    Checked<void> read_samples(const std::string& name, std::size_t unit,
                               const std::function<void(std::size_t, OctetView)>& use) {
        OctetBuffer rest;
        std::size_t sample = 0;
        const auto take = [&](OctetView piece) {
            bytes_ += piece.size();
            if (bytes_ > most_bytes_of_samples) return false;
            rest.insert(rest.end(), piece.begin(), piece.end());
            std::size_t used = 0;
            for (; used + unit <= rest.size(); used += unit) use(sample++, {rest.data() + used, unit});
            rest.erase(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(used));
            return true;
        };
        std::size_t chunk = 1;
        std::string file = archive_.has(name) ? name : fmt::format("{}-1", name);
        do {
            if (!archive_.read(file, take))
                return InputError{bytes_ > most_bytes_of_samples
                                      ? std::string{"the session has more than 1 GiB of samples"}
                                      : fmt::format("the session has no readable '{}'", file)};
            file = fmt::format("{}-{}", name, ++chunk);
        } while (archive_.has(file));
        end_ = std::max(end_, time_of(sample));
        return {};
    }

    Checked<void> read_logic() {
        const std::size_t unit = std::max(metadata_.unit, (metadata_.probes.rbegin()->first + 7) / 8);
        OctetBuffer before(unit);
        return read_samples(metadata_.capture_file, unit, [&](std::size_t sample, OctetView octets) {
            if (sample > 0 && std::equal(octets.begin(), octets.end(), before.begin())) return;
            std::size_t signal = 0;
            for (const auto& probe : metadata_.probes) {
                const std::size_t bit = probe.first - 1;
                const auto level = octets[bit / 8] >> bit % 8 & 1;
                if (sample == 0 || level != (before[bit / 8] >> bit % 8 & 1))
                    listener_.changed(signal, time_of(sample), level);
                ++signal;
            }
            std::copy(octets.begin(), octets.end(), before.begin());
        });
    }

    Checked<void> read_analogue(std::size_t number, std::size_t signal) {
        float before = 0;
        return read_samples(fmt::format("analog-1-{}", number), sizeof before,
                            [&](std::size_t sample, OctetView octets) {
                                float value = 0;
                                std::memcpy(&value, octets.data(), sizeof value);
                                if (!std::isfinite(value) || (sample > 0 && value == before)) return;
                                before = value;
                                listener_.changed(signal, time_of(sample), static_cast<double>(value));
                            });
    }

    const SessionArchive& archive_;
    const Metadata& metadata_;
    const WaveListener& listener_;
    std::size_t bytes_ = 0;
    Nanoseconds end_{0};
};

}  // namespace

bool is_sigrok_session(std::string_view begin) {
    constexpr std::string_view zip_file{"PK\x03\x04"};
    return begin.substr(0, zip_file.size()) == zip_file;
}

Checked<Nanoseconds> read_sigrok_session(std::string_view file, const WaveListener& listener) {
    const SessionArchive archive{file};
    std::string text;
    const auto keep = [&](OctetView piece) {
        text.append(piece.begin(), piece.end());
        return text.size() <= most_bytes_of_metadata;
    };
    if (!archive.is_open() || !archive.read("metadata", keep))
        return InputError{"no readable session (expected a ZIP archive of sigrok with a file 'metadata')"};
    const auto metadata = parse_metadata(text);
    if (!metadata) return metadata.error();
    return SessionReader{archive, *metadata, listener}.read();
}

}  // namespace otbench::sim
