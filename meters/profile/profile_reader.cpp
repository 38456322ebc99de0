#include "meters/profile/profile_reader.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "bus/message/answer.hpp"
#include "meters/profile/readout.hpp"
#include "meters/profile/record_fields.hpp"
#include "meters/profile/yaml_documents.hpp"

namespace otbench::meters {
namespace {

using namespace std::chrono_literals;

// The window of an answer, counted from the end of the request (EN 13757-2; spec: M-Bus protocol, section 2).
constexpr LineTime earliest_answer{0ns, 11};
constexpr LineTime latest_answer{50ms, 330};

/// Reads all of a profile but its telegrams; whatever is wrong goes to `errors_`.
class ProfileReader {
public:
    explicit ProfileReader(YamlErrors& errors) : errors_(errors) {}

    Profile read(const YAML::Node& root) {
        YamlFields fields{root, "a profile", errors_};
        if (const auto title = fields.required_text("title")) profile_.title = title->text;
        read_identity(fields);
        read_line(fields);
        read_form(fields);
        profile_.readouts = read_readouts(fields, profile_.id, errors_);
        if (const auto alarm = fields.node("alarm"); alarm.IsDefined())
            profile_.alarm = read_telegram(alarm, profile_.id, errors_);
        fields.finish();
        if (errors_.empty()) check_sizes(fields.mark());
        return std::move(profile_);
    }

private:
    template <class Convert>
    auto needed(YamlFields& fields, std::string_view key, Convert convert) {
        if (!fields.node(key).IsDefined()) errors_.add(fields.mark(), fmt::format("a profile needs '{}'", key));
        return converted(fields, key, errors_, convert);
    }

    void read_identity(YamlFields& fields) {
        profile_.manufacturer = needed(fields, "manufacturer", parse_manufacturer).value_or(0);
        profile_.version = read_octet(fields, "version");
        profile_.medium = needed(fields, "medium", parse_medium).value_or(0);
        profile_.status = read_octet(fields, "status");
        profile_.first_access_number = read_octet(fields, "first-access-number");
        profile_.access_number_step = read_octet(fields, "access-number-step", profile_.access_number_step);
        profile_.id = fmt::format("{:08X}", needed(fields, "id", parse_eight_digits).value_or(0));
    }

    void read_line(YamlFields& fields) {
        profile_.baud = converted(fields, "baud", errors_, parse_baud).value_or(profile_.baud);
        read_baud_rates(fields.node("baud-rates"));
        profile_.baud_fallback = fields.duration("baud-fallback", 5min);                 // spec: M-Bus protocol, 7.1
        profile_.unit_loads = static_cast<double>(fields.whole("unit-loads", 1, 1, 4));  // spec: M-Bus protocol, 1.2
        profile_.start_up_time = fields.duration("start-up-time", 500ms);
        profile_.response_delay = fields.line_time("response-delay", {40ms, 0});
        const Nanoseconds delay = profile_.response_delay.at(profile_.baud);
        const auto given = fields.text("response-delay");
        if (!given || (delay >= earliest_answer.at(profile_.baud) && delay <= latest_answer.at(profile_.baud))) return;
        errors_.add(
            given->mark,
            fmt::format("'response-delay' is '{}'; at {} baud a meter answers after 11 to 330 bit times + 50 ms",
                        given->text, profile_.baud));
    }

    void read_baud_rates(const YAML::Node& rates) {
        profile_.baud_rates = {profile_.baud};
        if (!rates.IsDefined()) return;
        if (!rates.IsSequence()) return errors_.add(rates.Mark(), "'baud-rates' is a list");
        for (const auto& node : rates) {
            const auto rate = parse_baud(node.IsScalar() ? node.Scalar() : "");
            if (!rate) return errors_.add(node.Mark(), rate.error().message);
            profile_.baud_rates.push_back(*rate);
        }
    }

    void read_form(YamlFields& fields) {
        profile_.control_flags = read_control_flags(fields, errors_);
        profile_.signature = static_cast<std::uint16_t>(fields.whole("signature", 0, 0, 0xFFFF));
        profile_.high_octet_first = read_choice(fields, "byte-order", "low-first", "high-first");
        if (read_choice(fields, "variable-lengths", "standard", "libmbus")) profile_.dialect = bus::Dialect::libmbus;
    }

    /// Whether the second of two words stands at `key`; the first is the default.
    bool read_choice(YamlFields& fields, std::string_view key, std::string_view first, std::string_view second) {
        const auto text = fields.text(key);
        if (text && text->text != first && text->text != second)
            errors_.add(text->mark, fmt::format("'{}' is {} or {}", key, first, second));
        return text && text->text == second;
    }

    /// Every telegram fits its frame.
    void check_sizes(const YAML::Mark& mark) {
        for (const ProfileReadout& readout : profile_.readouts) {
            for (std::size_t i = 0; i < readout.telegrams.size(); ++i) {
                const bool last = i + 1 == readout.telegrams.size();
                const auto fits = fits_a_frame(profile_, readout.telegrams[i], last);
                if (!fits) return errors_.add(mark, fmt::format("telegram {}: {}", i + 1, fits.error().message));
            }
        }
    }

    YamlErrors& errors_;
    Profile profile_;
};

}  // namespace

ProfileResult read_profile(std::string_view text, std::string name, const std::string& file) {
    YamlErrors errors{file};
    try {
        const auto documents = yaml_documents(std::string{text});
        if (documents.size() != 1) {
            errors.add(YAML::Mark{}, fmt::format("a profile is one document, not {}", documents.size()));
            return errors.take();
        }
        auto profile = std::make_shared<Profile>(ProfileReader{errors}.read(documents.front()));
        profile->name = std::move(name);
        if (errors.empty()) return std::shared_ptr<const Profile>{std::move(profile)};
    } catch (const YAML::Exception& error) {
        errors.add(error.mark, error.msg);
    }
    return errors.take();
}

}  // namespace otbench::meters
