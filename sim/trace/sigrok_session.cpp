#include "sim/trace/sigrok_session.hpp"

#include <fmt/core.h>
#include <zip.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <new>
#include <vector>

#include "base/octets.hpp"
#include "base/output_file.hpp"
#include "sim/trace/vcd_reader.hpp"

namespace otbench::sim {
namespace {

using namespace std::chrono_literals;

constexpr Nanoseconds period = 10us;
constexpr Nanoseconds longest = 60s;
constexpr std::size_t bits_of_octet = 8;

struct Channel {
    struct Change {
        std::size_t sample;  ///< the first one with the new value
        double value;
    };
    WaveSignal signal;
    std::vector<Change> changes;
};

std::size_t sample_at(Nanoseconds time) {
    return static_cast<std::size_t>((time + period - 1ns) / period);
}

/// Calls `use` with the begin and the end of each piece of constant value.
template <class Use>
void for_each_piece(const Channel& channel, std::size_t samples, Use use) {
    for (std::size_t i = 0; i < channel.changes.size(); ++i) {
        const auto& change = channel.changes[i];
        const std::size_t end = i + 1 < channel.changes.size() ? channel.changes[i + 1].sample : samples;
        if (change.sample < end) use(change.sample, std::min(end, samples), change.value);
    }
}

/// The samples of all levels, a bit each from the lowest one of the first octet on.
OctetBuffer logic_samples(const std::vector<const Channel*>& levels, std::size_t unit, std::size_t samples) {
    OctetBuffer octets(samples * unit);
    for (std::size_t i = 0; i < levels.size(); ++i) {
        const auto bit = static_cast<std::uint8_t>(1U << i % bits_of_octet);
        for_each_piece(*levels[i], samples, [&](std::size_t begin, std::size_t end, double value) {
            if (value == 0.0) return;
            for (std::size_t at = begin; at < end; ++at) octets[at * unit + i / bits_of_octet] |= bit;
        });
    }
    return octets;
}

OctetBuffer analogue_samples(const Channel& channel, std::size_t samples) {
    std::vector<float> values(samples);
    for_each_piece(channel, samples, [&](std::size_t begin, std::size_t end, double value) {
        std::fill(values.begin() + static_cast<std::ptrdiff_t>(begin),
                  values.begin() + static_cast<std::ptrdiff_t>(end), static_cast<float>(value));
    });
    OctetBuffer octets(samples * sizeof(float));
    if (!octets.empty()) std::memcpy(octets.data(), values.data(), octets.size());
    return octets;
}

/// A ZIP archive in memory, of octets that it keeps until it is closed.
class Archive {
public:
    Archive() : memory_{zip_source_buffer_create(nullptr, 0, 0, nullptr)} {
        if (!memory_) throw std::bad_alloc{};
        zip_source_keep(memory_.get());  // the archive takes one, and `content` reads the other
        archive_.reset(zip_open_from_source(memory_.get(), ZIP_TRUNCATE, nullptr));
        if (!archive_) throw std::bad_alloc{};
    }

    void add(const std::string& name, OctetBuffer octets) {
        constexpr zip_uint16_t first_day = 0x0021;  // 1 January 1980: no time of the clock gets into the file
        constexpr zip_uint32_t fastest = 1;
        const auto& kept = *kept_.emplace_back(std::make_unique<OctetBuffer>(std::move(octets)));
        zip_source_t* const source = zip_source_buffer(archive_.get(), kept.data(), kept.size(), 0);
        const auto index = zip_file_add(archive_.get(), name.c_str(), source, 0);
        if (!source || index < 0) throw std::bad_alloc{};
        (void)zip_file_set_dostime(archive_.get(), static_cast<zip_uint64_t>(index), 0, first_day, 0);
        (void)zip_set_file_compression(archive_.get(), static_cast<zip_uint64_t>(index), ZIP_CM_DEFLATE, fastest);
    }
    void add(const std::string& name, const std::string& text) { add(name, OctetBuffer{text.begin(), text.end()}); }

    /// Ends the archive: the bytes of its file.
    std::string close() {
        if (zip_close(archive_.get()) != 0) throw std::bad_alloc{};
        (void)archive_.release();
        zip_stat_t size;
        if (zip_source_stat(memory_.get(), &size) != 0 || zip_source_open(memory_.get()) != 0) throw std::bad_alloc{};
        std::string content(size.size, '\0');
        const auto read = zip_source_read(memory_.get(), content.data(), content.size());
        (void)zip_source_close(memory_.get());
        if (read != static_cast<zip_int64_t>(content.size())) throw std::bad_alloc{};
        return content;
    }

private:
    struct Discard {
        void operator()(zip_t* archive) const { zip_discard(archive); }
        void operator()(zip_source_t* source) const { zip_source_free(source); }
    };
    std::unique_ptr<zip_source_t, Discard> memory_;
    std::vector<std::unique_ptr<OctetBuffer>> kept_;
    std::unique_ptr<zip_t, Discard> archive_;
};

/// "tx", or "bus2.tx" where several signals have that name.
std::string channel_name(const Channel& channel, const std::vector<Channel>& all) {
    const auto alike = std::count_if(all.begin(), all.end(),
                                     [&](const Channel& other) { return other.signal.name == channel.signal.name; });
    return alike > 1 ? channel.signal.scope + "." + channel.signal.name : channel.signal.name;
}

/// The bytes of the session.
std::string packed(const std::vector<Channel>& all, std::size_t samples) {
    std::vector<const Channel*> levels, reals;
    for (const auto& channel : all) (channel.signal.is_real ? reals : levels).push_back(&channel);
    const std::size_t unit = std::max<std::size_t>(1, (levels.size() + bits_of_octet - 1) / bits_of_octet);
    std::string metadata = fmt::format(
        "[global]\nsigrok version=0.5.2\n\n[device 1]\ncapturefile=logic-1\ntotal probes={}\nsamplerate={} kHz\n"
        "total analog={}\n",
        levels.size(), 1ms / period, reals.size());
    std::size_t number = 0;
    for (const auto* level : levels) metadata += fmt::format("probe{}={}\n", ++number, channel_name(*level, all));
    for (const auto* real : reals) metadata += fmt::format("analog{}={}\n", ++number, channel_name(*real, all));
    metadata += fmt::format("unitsize={}\n", unit);

    Archive archive;
    archive.add("version", std::string{"2"});
    archive.add("metadata", metadata);
    archive.add("logic-1-1", logic_samples(levels, unit, samples));
    number = levels.size();
    for (const auto* real : reals)
        archive.add(fmt::format("analog-1-{}-1", ++number), analogue_samples(*real, samples));
    return archive.close();
}

}  // namespace

void write_sigrok_session(const std::string& vcd, const std::string& session, Nanoseconds length) {
    const auto forget = [&]() -> void { std::filesystem::remove(session); };  // that of an earlier run
    if (length > longest) return forget();
    std::ifstream file{vcd, std::ios::binary};
    std::vector<Channel> channels;
    const auto end = read_vcd(file, {[&](const WaveSignal& signal) {
                                         channels.push_back({signal, {}});
                                     },
                                     [&](std::size_t signal, Nanoseconds at, double value) {
                                         channels[signal].changes.push_back({sample_at(at), value});
                                     }});
    if (!end || channels.empty()) return forget();
    write_whole_file(session, packed(channels, sample_at(*end)));
}

}  // namespace otbench::sim
