#include "meters/profile.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "bus/manufacturer.hpp"
#include "bus/medium.hpp"
#include "meters/readout.hpp"
#include "meters/yaml_fields.hpp"

namespace otbench::meters {
namespace {

using namespace std::chrono_literals;

/// A word of a profile and what it stands for.
template <class T>
struct Word {
    std::string_view word;
    T meaning;
};

constexpr std::array<Word<bus::Function>, 4> functions = {{
    {"instantaneous", bus::Function::instantaneous},
    {"maximum", bus::Function::maximum},
    {"minimum", bus::Function::minimum},
    {"error-state", bus::Function::error_state},
}};

/// How a record without a value is sent; true: as value during error state, all its digits nines.
constexpr std::array<Word<bool>, 1> error_states = {{{"nines", true}}};

/// The default of a record that shows the meter's id.
constexpr std::string_view follows_id = "id";

// Rates of EN 13757-2 (spec: M-Bus protocol, section 2).
constexpr std::array<std::int64_t, 8> bauds = {300, 600, 1200, 2400, 4800, 9600, 19200, 38400};

/// Reads one profile; whatever is wrong goes to `errors_`.
class ProfileReader {
public:
    explicit ProfileReader(YamlErrors& errors) : errors_(errors) {}

    Profile read(const YAML::Node& root) {
        YamlFields fields{root, "a profile", errors_};
        if (const auto title = fields.required_text("title")) profile_.title = title->text;
        read_identity(fields);
        read_behaviour(fields);
        read_records(fields.node("records"), fields.mark());
        read_manufacturer_block(fields);
        fields.finish();
        if (errors_.empty()) check_size(fields.mark());
        return std::move(profile_);
    }

private:
    void read_identity(YamlFields& fields) {
        if (const auto letters = fields.required_text("manufacturer")) {
            const auto code = bus::manufacturer_code(letters->text);
            if (!code) errors_.add(letters->mark, fmt::format("'{}' is no code of three letters A-Z", letters->text));
            profile_.manufacturer = code.value_or(0);
        }
        profile_.version = octet(fields, "version");
        read_medium(fields);
        profile_.status = octet(fields, "status");
        profile_.first_access_number = octet(fields, "first-access-number");
        if (const auto id = fields.required_text("id")) {
            const auto digits = bus::parse_id(id->text);
            if (!digits) errors_.add(id->mark, digits.error().message);
            profile_.id = id->text;
        }
    }

    void read_medium(YamlFields& fields) {
        const auto medium = fields.required_text("medium");
        if (!medium) return;
        std::vector<std::string_view> names;
        for (int code = 0; code <= 0xFF; ++code) {
            const auto name = bus::medium_name(static_cast<std::uint8_t>(code));
            if (name == medium->text) {
                profile_.medium = static_cast<std::uint8_t>(code);
                return;
            }
            if (!name.empty() && name != "Reserved") names.push_back(name);
        }
        errors_.add(medium->mark,
                    fmt::format("unknown medium '{}'; known are \"{}\"", medium->text, fmt::join(names, "\", \"")));
    }

    void read_behaviour(YamlFields& fields) {
        if (const auto baud = fields.text("baud")) {
            const auto* known = std::find_if(bauds.begin(), bauds.end(),
                                             [&](std::int64_t b) { return std::to_string(b) == baud->text; });
            if (known == bauds.end()) {
                errors_.add(baud->mark, fmt::format("baud '{}' is not one of {}", baud->text, fmt::join(bauds, ", ")));
            } else {
                profile_.baud = static_cast<double>(*known);
            }
        }
        profile_.unit_loads = static_cast<double>(fields.whole("unit-loads", 1, 1, 4));  // spec: M-Bus protocol, 1.2
        profile_.response_delay = fields.duration("response-delay", 40ms);
        profile_.start_up_time = fields.duration("start-up-time", 500ms);
    }

    void read_records(const YAML::Node& records, const YAML::Mark& profile_mark) {
        if (!records.IsDefined() || !records.IsSequence()) {
            errors_.add(records.IsDefined() ? records.Mark() : profile_mark, "a profile needs a list of 'records'");
            return;
        }
        for (const auto& node : records) read_record(node);
    }

    void read_record(const YAML::Node& node) {
        YamlFields fields{node, "a record", errors_};
        ProfileRecord record;
        bus::RecordDescription& description = record.description;
        if (const auto name = fields.required_text("name")) {
            if (profile_.find(name->text)) errors_.add(name->mark, fmt::format("a second value '{}'", name->text));
            description.name = name->text;
        }
        read_vif(fields, description);
        if (const auto coding = fields.required_text("coding")) {
            take(bus::coding_named(coding->text), coding->mark, description.coding);
        }
        description.function = word(fields, "function", functions, bus::Function::instantaneous);
        description.storage = static_cast<std::uint64_t>(fields.whole("storage", 0, 0, (1LL << 41) - 1));
        description.tariff = static_cast<std::uint32_t>(fields.whole("tariff", 0, 0, (1 << 20) - 1));
        description.device = static_cast<std::uint16_t>(fields.whole("device", 0, 0, (1 << 10) - 1));
        record.has_error_state = word(fields, "error-state", error_states, false);
        const auto initial = fields.required_text("default");
        if (initial && initial->text != follows_id) record.initial = initial->text;
        fields.finish();
        if (initial && errors_.empty()) {
            const auto value = with_value(record, record.follows_id() ? profile_.id : record.initial);
            if (!value) errors_.add(initial->mark, value.error().message);
        }
        profile_.records.push_back(std::move(record));
    }

    void read_vif(YamlFields& fields, bus::RecordDescription& description) {
        const auto quantity = fields.required_text("quantity");
        const auto step = fields.text("step");
        if (!quantity) return;
        const auto& mark = step ? step->mark : quantity->mark;
        take(bus::find_vif(quantity->text, step ? step->text : ""), mark, description.vif);
    }

    void read_manufacturer_block(YamlFields& fields) {
        const auto block = fields.text("manufacturer-block");
        if (!block) return;
        std::string digits = block->text;
        digits.erase(std::remove(digits.begin(), digits.end(), ' '), digits.end());
        for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
            std::uint8_t value = 0;
            const auto* const pair = digits.data() + i;
            if (std::from_chars(pair, pair + 2, value, 16).ptr != pair + 2) break;
            profile_.manufacturer_block.push_back(value);
        }
        if (2 * profile_.manufacturer_block.size() != digits.size()) {
            errors_.add(block->mark, fmt::format("'{}' is not pairs of hex digits", block->text));
        }
    }

    void check_size(const YAML::Mark& mark) {
        const auto user_data = bus::encode_telegram(initial_telegram(profile_));
        if (!user_data) errors_.add(mark, user_data.error().message);
    }

    static std::uint8_t octet(YamlFields& fields, std::string_view key) {
        return static_cast<std::uint8_t>(fields.whole(key, 0, 0, 0xFF));
    }

    /// Stores what was found, or reports why it was not.
    template <class T>
    void take(const bus::Checked<T>& found, const YAML::Mark& mark, T& place) {
        if (found) {
            place = *found;
        } else {
            errors_.add(mark, found.error().message);
        }
    }

    template <class T, std::size_t N>
    T word(YamlFields& fields, std::string_view key, const std::array<Word<T>, N>& words, T fallback) {
        const auto text = fields.text(key);
        if (!text) return fallback;
        std::vector<std::string_view> known;
        for (const auto& entry : words) {
            if (entry.word == text->text) return entry.meaning;
            known.push_back(entry.word);
        }
        errors_.add(text->mark, fmt::format("{} '{}' is not one of {}", key, text->text, fmt::join(known, ", ")));
        return fallback;
    }

    YamlErrors& errors_;
    Profile profile_;
};

}  // namespace

const ProfileRecord* Profile::find(std::string_view value_name) const {
    const auto found = std::find_if(records.begin(), records.end(),
                                    [&](const ProfileRecord& record) { return record.name() == value_name; });
    return found == records.end() ? nullptr : &*found;
}

std::string Profile::value_names() const {
    std::vector<std::string_view> names;
    for (const auto& record : records) names.push_back(record.name());
    return fmt::format("{}", fmt::join(names, ", "));
}

std::string to_string(const ProfileError& error) {
    if (error.line == 0) return fmt::format("{}: {}", error.file, error.message);
    return fmt::format("{}:{}:{}: {}", error.file, error.line, error.column, error.message);
}

ProfileResult read_profile(std::string_view text, std::string name, const std::string& file) {
    YamlErrors errors{file};
    try {
        const auto documents = YAML::LoadAll(std::string{text});
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
