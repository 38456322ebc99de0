#include "meters/profile/profile_reader.hpp"

#include <fmt/format.h>

#include <utility>

#include "bus/message/answer.hpp"
#include "meters/profile/profile_keys.hpp"
#include "meters/profile/readout.hpp"
#include "meters/profile/record_fields.hpp"

namespace otbench::meters {
namespace {

using namespace std::chrono_literals;

// The window of an answer, counted from the end of the request (EN 13757-2; spec: M-Bus protocol, section 2).
constexpr LineTime earliest_answer{0ns, 11};
constexpr LineTime latest_answer{50ms, 330};

/// One of two words; the second is true.
auto second_of(std::string_view first, std::string_view second) {
    return [=](std::string_view text) -> Checked<bool> {
        if (text == first || text == second) return text == second;
        return InputError{fmt::format("invalid value '{}' (expected {} or {})", text, first, second)};
    };
}

/// Reads all of a profile but its telegrams; whatever is wrong goes to `errors_`.
class ProfileReader {
public:
    explicit ProfileReader(config::Diagnostics& errors) : errors_(errors) {}

    Profile read(const config::YamlNode& root) {
        const config::Mapping fields{root, keys::profile(root), errors_};
        fields.read("title", profile_.title, any_text);
        read_identity(fields);
        read_line(fields);
        read_form(fields);
        profile_.readouts = read_readouts(fields, profile_.id, errors_);
        read_key(fields);
        if (const auto* alarm = fields.find("alarm")) profile_.alarm = read_alarm(*alarm, profile_.id, errors_);
        if (const auto* push = fields.find("push")) read_push(*push);
        read_log(fields);
        if (errors_.empty()) check_sizes(fields.at());
        return std::move(profile_);
    }

    Profile read_only_identity(const config::YamlNode& root) {
        const config::Mapping fields{root, keys::profile(root), errors_};
        fields.read("title", profile_.title, any_text);
        read_identity(fields);
        return std::move(profile_);
    }

private:
    void read_identity(const config::Mapping& fields) {
        fields.read("manufacturer", profile_.manufacturer, parse_manufacturer);
        profile_.version = fields.whole("version", profile_.version, 0, 0xFF);
        fields.read("medium", profile_.medium, parse_medium);
        profile_.status = fields.whole("status", profile_.status, 0, 0xFF);
        profile_.first_access_number = fields.whole("first-access-number", profile_.first_access_number, 0, 0xFF);
        profile_.access_number_step = fields.whole("access-number-step", profile_.access_number_step, 0, 0xFF);
        profile_.id = fmt::format("{:08X}", fields.converted("id", parse_eight_digits).value_or(0));
    }

    void read_line(const config::Mapping& fields) {
        fields.read("baud", profile_.baud, parse_baud);
        read_baud_rates(fields);
        profile_.baud_fallback =
            fields.converted("baud-fallback", parse_time).value_or(5min);             // spec: M-Bus protocol, 7.1
        profile_.unit_loads = fields.whole("unit-loads", profile_.unit_loads, 1, 4);  // spec: M-Bus protocol, 1.2
        profile_.start_up_time = fields.converted("start-up-time", parse_time).value_or(500ms);
        const auto given = fields.converted("response-delay", parse_line_time);
        profile_.response_delay = given.value_or(LineTime{40ms, 0});
        const Nanoseconds delay = profile_.response_delay.at(profile_.baud);
        if (!given || (delay >= earliest_answer.at(profile_.baud) && delay <= latest_answer.at(profile_.baud))) return;
        fields.complain("response-delay",
                        fmt::format("invalid response-delay '{}' (at {} baud a meter answers after 11 to 330 bit times "
                                    "+ 50 ms)",
                                    fields.written("response-delay"), profile_.baud));
    }

    void read_baud_rates(const config::Mapping& fields) {
        profile_.baud_rates = {profile_.baud};
        for (const auto& node : fields.list("baud-rates")) {
            const auto rate = parse_baud(node.text);
            if (!rate) return errors_.add(node.at, rate.error().message);
            profile_.baud_rates.push_back(*rate);
        }
    }

    void read_form(const config::Mapping& fields) {
        profile_.control_flags = read_control_flags(fields);
        profile_.signature = fields.whole("signature", profile_.signature, 0, 0xFFFF);
        fields.read("byte-order", profile_.big_endian, second_of("low-first", "high-first"));
        if (fields.converted("variable-lengths", second_of("standard", "libmbus")).value_or(false))
            profile_.dialect = bus::Dialect::libmbus;
    }

    void read_key(const config::Mapping& fields) {
        const auto key = fields.converted("key", bus::parse_aes_key);
        if (!key) return;
        profile_.key = *key;
        if (fields.find("signature") != nullptr)
            fields.complain("signature", "'signature' cannot stand beside 'key', which announces the encryption there");
        if (profile_.big_endian) fields.complain("byte-order", "'key' needs the byte-order low-first");
    }

    void read_push(const config::YamlNode& node) {
        const config::Mapping fields{node, keys::push, errors_};
        Push push;
        push.interval = fields.converted("interval", parse_time).value_or(push.interval);
        if (fields.find("to") != nullptr) push.to = fields.whole<std::uint8_t>("to", 0, 0, 0xFF);
        push.ci = fields.whole("ci", push.ci, 0, 0xFF);
        profile_.push = push;
    }

    void read_log(const config::Mapping& fields) {
        profile_.log_size = log_size(profile_);
        profile_.filling = fields.whole("filling", profile_.log_size, 0, profile_.log_size);
    }

    /// Every telegram fits its frame.
    void check_sizes(config::Position at) {
        for (const ProfileReadout& readout : profile_.readouts) {
            for (std::size_t i = 0; i < readout.telegrams.size(); ++i) {
                const bool last = i + 1 == readout.telegrams.size();
                const auto fits = fits_a_frame(profile_, readout.telegrams[i], last);
                if (!fits) return errors_.add(at, fmt::format("telegram {}: {}", i + 1, fits.error().message));
            }
        }
    }

    config::Diagnostics& errors_;
    Profile profile_;
};

ProfileResult read_text(std::string_view text, std::string name, const std::string& file,
                        Profile (ProfileReader::*read)(const config::YamlNode&)) {
    config::Diagnostics errors{file};
    if (const auto root = config::read_yaml(text, "a profile", errors)) {
        ProfileReader reader{errors};
        auto profile = std::make_shared<Profile>((reader.*read)(*root));
        profile->name = std::move(name);
        if (errors.empty()) return std::shared_ptr<const Profile>{std::move(profile)};
    }
    return errors.take_all();
}

}  // namespace

ProfileResult read_profile(std::string_view text, std::string name, const std::string& file) {
    return read_text(text, std::move(name), file, &ProfileReader::read);
}

ProfileResult read_profile_identity(std::string_view text, std::string name, const std::string& file) {
    // What comes before the telegrams is enough, unless the file has another order.
    for (const std::string_view key : {"\nrecords:", "\ntelegrams:"}) {
        const auto at = text.find(key);
        if (at == std::string_view::npos) continue;
        const std::string head = std::string{text.substr(0, at + key.size())} + " []\n";
        auto identity = read_text(head, name, file, &ProfileReader::read_only_identity);
        if (identity) return identity;
    }
    return read_profile(text, std::move(name), file);
}

}  // namespace otbench::meters
