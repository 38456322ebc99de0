#include "meters/profile/profile_import.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "bus/message/describe.hpp"
#include "bus/message/medium.hpp"
#include "bus/message/more_follow.hpp"
#include "bus/message/telegram.hpp"
#include "bus/reading/value_selector.hpp"
#include "bus/record/vife.hpp"
#include "meters/profile/readout.hpp"
#include "meters/profile/record_fields.hpp"
#include "meters/profile/record_text.hpp"

namespace otbench::meters {
namespace {

using Descriptions = std::vector<bus::AnswerDescription>;

/// Where the records end that can be read, counted in the user data of a variable data telegram.
std::size_t end_of_readable_records(OctetView user_data, bus::Dialect dialect) {
    std::size_t end = bus::Telegram::header_size;
    bus::RecordWalker walker{user_data, end, dialect};
    for (auto record = walker.next(); record && *record != nullptr; record = walker.next())
        end = static_cast<std::size_t>((*record)->data.data() + (*record)->data.size() - user_data.data());
    return end;
}

/// As `bus::describe_answer`; where a record cannot be read, it and what follows is one record of octets.
bus::Decoded<bus::AnswerDescription> describe(const bus::Frame& frame, bus::Dialect dialect) {
    auto answer = bus::describe_answer(frame, dialect);
    const bool has_header = frame.ci == bus::ci_variable_data && frame.data.size() >= bus::Telegram::header_size;
    if (answer || !has_header) return answer;
    const std::size_t end = end_of_readable_records(frame.data, dialect);
    bus::Frame readable = frame;
    readable.data = frame.data.first(end);
    answer = bus::describe_answer(readable, dialect);
    if (!answer) return answer;
    auto* telegram = std::get_if<bus::TelegramDescription>(&answer->content);
    if (!telegram) return answer;
    bus::RecordDescription rest;
    rest.fillers = std::exchange(telegram->fillers, 0);
    rest.raw.assign(frame.data.begin() + static_cast<std::ptrdiff_t>(end), frame.data.end());
    telegram->records.push_back(std::move(rest));
    return answer;
}

/// A number as the digits of an identification number.
std::string id_digits(const bus::RecordValue& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) return fmt::format("{:08}", *number);
    const auto* digits = std::get_if<bus::RawDigits>(&value);
    const auto id = digits ? parse_eight_digits(digits->digits) : Checked<std::uint32_t>{InputError{}};
    return id ? fmt::format("{:08X}", *id) : std::string{};
}

/// How many octets stay without a meaning.
std::size_t raw_octets(const Descriptions& answers) {
    std::size_t count = 0;
    for (const auto& answer : answers)
        if (const auto* telegram = std::get_if<bus::TelegramDescription>(&answer.content))
            for (const auto& record : telegram->records) count += record.raw.size();
    return count;
}

bool more_follow(const bus::AnswerDescription& answer) {
    if (const auto* other = std::get_if<bus::OtherDescription>(&answer.content))
        return bus::announces_another(other->ci, other->data);
    const auto* telegram = std::get_if<bus::TelegramDescription>(&answer.content);
    return telegram && telegram->more_follow;
}

/// The header of a telegram, as far as it has one.
struct Header {
    bus::DeviceKey device;
    std::uint8_t access_number = 0, status = 0;
    std::uint16_t signature = 0;
};

/// Fixed data have media of their own, which distinguish two kinds of resolution (spec: M-Bus protocol, 10.2).
std::uint8_t medium_of_fixed(std::uint8_t medium) {
    constexpr std::array<std::uint8_t, 16> media = {0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 3, 4, 6, 7, 8, 0};
    return media[medium & 0x0F];
}

struct HeaderOf {
    Header operator()(const bus::TelegramDescription& t) const {
        return {t.device, t.access_number, t.status, t.signature};
    }
    Header operator()(const bus::FixedDescription& f) const {
        return {{f.id, 0, 0, medium_of_fixed(f.medium)}, f.access_number, f.status, 0};
    }
    Header operator()(const bus::ErrorDescription&) const { return {}; }
    Header operator()(const bus::OtherDescription&) const { return {}; }
};
Header header_of(const bus::AnswerDescription& answer) {
    return std::visit(HeaderOf{}, answer.content);
}

/// The product where it is known, else "ACW Water".
std::string title_of(const bus::DeviceKey& device) {
    if (const auto product = bus::product_name(device); !product.empty()) return std::string{product};
    const std::string maker = manufacturer_text(device.manufacturer);
    const auto medium = bus::medium_name(device.medium);
    if (medium.empty()) return maker;
    return maker.front() == '0' ? std::string{medium} : fmt::format("{} {}", maker, medium);
}

bool same_device(const bus::DeviceKey& l, const bus::DeviceKey& r) {
    return l.id == r.id && l.manufacturer == r.manufacturer && l.version == r.version && l.medium == r.medium;
}

std::string plain_name(const bus::RecordDescription& record) {
    switch (record.coding) {
        case bus::Coding::date_g: return "date";
        case bus::Coding::time_j: return "time";
        case bus::Coding::date_time_f:
        case bus::Coding::date_time_i: return "date-time";
        default: return record.name;
    }
}

/// Meters send zeros where they have no date yet; the record is one of a date all the same.
std::optional<bus::Coding> coding_of_no_date(const bus::RecordDescription& record) {
    constexpr std::array<std::pair<bus::Coding, bus::Coding>, 4> dates = {
        {{bus::Coding::int16, bus::Coding::date_g},
         {bus::Coding::int24, bus::Coding::time_j},
         {bus::Coding::int32, bus::Coding::date_time_f},
         {bus::Coding::int48, bus::Coding::date_time_i}}};
    const auto* number = std::get_if<std::int64_t>(&record.value);
    const bool about_time = bus::vif_entry(record.vif).nature == bus::Nature::point ||
                            std::any_of(record.vife.begin(), record.vife.end(), [](std::uint8_t vife) {
                                return bus::vife_entry(vife).modifier == bus::Modifier::point_of;
                            });
    if (!number || *number != 0 || !about_time) return std::nullopt;
    for (const auto& [integer, date] : dates)
        if (integer == record.coding) return date;
    return std::nullopt;
}

/// "maximum-power", "energy-backward-tariff-2-storage-1": what sets a value apart from others of its quantity.
std::string telling_name(const bus::RecordDescription& record) {
    std::string name = record.name == bus::name(bus::Quantity::time_point) ? plain_name(record) : record.name;
    bool own_table = bus::vif_entry(record.vif).quantity == bus::Quantity::manufacturer_specific;
    for (const std::uint8_t vife : record.vife) {
        const bus::VifeEntry& entry = bus::vife_entry(vife);
        own_table = own_table || entry.modifier == bus::Modifier::opens_table;
        if (own_table) break;
        if (!entry.name.empty() && entry.modifier != bus::Modifier::record_error)
            name += fmt::format("-{}", entry.name);
    }
    if (record.function == bus::Function::maximum || record.function == bus::Function::minimum)
        name = fmt::format("{}-{}", bus::name(record.function), name);
    if (record.function == bus::Function::error_state) name += "-error";
    if (record.device != 0) name += fmt::format("-device-{}", record.device);
    if (record.tariff != 0) name += fmt::format("-tariff-{}", record.tariff);
    if (record.storage != 0) name += fmt::format("-storage-{}", record.storage);
    return name;
}

/// Turns the descriptions of one readout into the profile that sends it.
class ProfileBuilder {
public:
    explicit ProfileBuilder(const Descriptions& answers) : answers_(answers), header_(header_of(answers.front())) {}

    ImportedProfile build() {
        take_identity();
        take_access_numbers();
        auto& telegrams = result_.profile.readouts.emplace_back().telegrams;
        for (const auto& answer : answers_) {
            telegrams.push_back(telegram_of(answer));
            telegrams.back().header = differences_of(answer);
        }
        telegrams.back().more_follows = more_follow(answers_.back());
        return std::move(result_);
    }

private:
    void take_identity() {
        Profile& profile = result_.profile;
        profile.id = fmt::format("{:08X}", header_.device.id);
        profile.manufacturer = header_.device.manufacturer;
        profile.version = header_.device.version;
        profile.medium = header_.device.medium;
        profile.status = header_.status;
        profile.signature = header_.signature;
        profile.control_flags = control_flags_of(answers_.front());
        profile.big_endian = answers_.front().big_endian;
        profile.title = title_of(header_.device);
        if (const auto* telegram = std::get_if<bus::TelegramDescription>(&answers_.front().content))
            profile.dialect = telegram->dialect;
    }

    void take_access_numbers() {
        std::vector<std::uint8_t> numbers;
        for (const auto& answer : answers_) numbers.push_back(header_of(answer).access_number);
        Profile& profile = result_.profile;
        profile.first_access_number = numbers.front();
        if (numbers.size() == 1) return;
        const auto step = static_cast<std::uint8_t>(numbers[1] - numbers[0]);
        bool even = true;
        for (std::size_t i = 1; i < numbers.size(); ++i)
            even = even && static_cast<std::uint8_t>(numbers[i] - numbers[i - 1]) == step;
        if (even)
            profile.access_number_step = step;
        else
            result_.notes.push_back(fmt::format("access numbers {}: the profile counts them up by 1 from {}",
                                                fmt::join(numbers, ", "), numbers.front()));
    }

    /// The properties in which a telegram differs from the first one.
    TelegramHeader differences_of(const bus::AnswerDescription& answer) const {
        const Header header = header_of(answer);
        const auto flags = control_flags_of(answer);
        TelegramHeader differences;
        if (header.status != header_.status) differences.status = header.status;
        if (header.signature != header_.signature) differences.signature = header.signature;
        if (flags != result_.profile.control_flags) differences.control_flags = flags;
        return differences;
    }
    static std::uint8_t control_flags_of(const bus::AnswerDescription& answer) {
        return answer.control & (bus::control::acd | bus::control::dfc);
    }

    ProfileTelegram telegram_of(const bus::AnswerDescription& answer) {
        ProfileTelegram telegram;
        if (const auto* fixed = std::get_if<bus::FixedDescription>(&answer.content))
            telegram.content = fixed_of(*fixed);
        else if (const auto* other = std::get_if<bus::OtherDescription>(&answer.content))
            telegram.content = RawTelegram{other->ci, other->data};
        else
            telegram.content = variable_of(std::get<bus::TelegramDescription>(answer.content));
        return telegram;
    }

    FixedTelegram fixed_of(const bus::FixedDescription& description) {
        FixedTelegram telegram;
        telegram.medium = description.medium;
        for (std::size_t i = 0; i < telegram.counters.size(); ++i)
            telegram.counters[i] = {unique(fmt::format("counter-{}", i + 1)), description.counters[i].unit,
                                    fmt::format("{:08X}", description.counters[i].value)};
        return telegram;
    }

    VariableTelegram variable_of(const bus::TelegramDescription& description) {
        VariableTelegram telegram;
        for (const auto& record : description.records) telegram.records.push_back(record_of(record));
        telegram.manufacturer_data = description.manufacturer_data;
        telegram.manufacturer_block = description.manufacturer_block;
        if (!telegram.manufacturer_data.empty()) telegram.block_name = unique("manufacturer-block");
        telegram.fillers = description.fillers;
        return telegram;
    }

    ProfileRecord record_of(bus::RecordDescription description) {
        if (const auto date = coding_of_no_date(description)) {
            description.value = bus::RawDigits{digits_of(description)};
            description.coding = *date;
        }
        ProfileRecord record;
        record.description = description;
        record.description.value = {};
        if (!record.has_value()) return record;
        if (error_digits(description, record.error_digits)) {
            record.description.function = bus::Function::instantaneous;
            record.initial = error_value;
        } else {
            take_default(description, record);
        }
        record.description.name = unique(telling_name(record.description));
        if (!repeats(record, description)) {
            record = {};
            record.description.fillers = description.fillers;
            record.description.raw = octets_of(description);
        }
        return record;
    }

    /// The digits of BCD data during error state that do not form a number: all nines, or some above 9.
    bool error_digits(const bus::RecordDescription& description, std::string& digits) const {
        const std::size_t count = bus::bcd_digits(description.coding);
        if (description.function != bus::Function::error_state || count == 0) return false;
        const std::string sent = digits_of(description);
        const bool nines = sent == std::string(count, '9');
        if (!nines && !std::holds_alternative<bus::RawDigits>(description.value)) return false;
        digits = sent;
        return true;
    }

    void take_default(const bus::RecordDescription& description, ProfileRecord& record) const {
        const auto quantity = bus::vif_entry(description.vif).quantity;
        const bool names_the_meter = quantity == bus::Quantity::fabrication_number ||
                                     quantity == bus::Quantity::identification ||
                                     quantity == bus::Quantity::customer_location;
        record.follows_id = names_the_meter && id_digits(description.value) == result_.profile.id;
        if (record.follows_id) return;
        const auto [key, text] = value_text(description);
        const auto* when = std::get_if<bus::DateTime>(&description.value);
        record.initial = key == "value" || key.empty() ? text : fmt::format("{} {}", key, text);
        if (when && when->summer_time) record.initial += " summer-time";
    }

    /// Whether the record sends with its default what was described.
    [[nodiscard]] bool repeats(const ProfileRecord& record, const bus::RecordDescription& description) const {
        const auto again = with_default(record, result_.profile.id);
        return again && octets_of(*again) == octets_of(description);
    }

    /// The octets of a record without the fillers before it.
    [[nodiscard]] OctetBuffer octets_of(bus::RecordDescription description) const {
        description.fillers = 0;
        OctetBuffer octets;
        static_cast<void>(bus::encode_record(description, octets, result_.profile.dialect));
        return octets;
    }

    /// The data of a fixed length as hex digits, highest first.
    [[nodiscard]] std::string digits_of(const bus::RecordDescription& description) const {
        const OctetBuffer octets = octets_of(description);
        const auto size = static_cast<std::ptrdiff_t>(bus::data_size(description.coding));
        return fmt::format("{:02X}", fmt::join(octets.rbegin(), octets.rbegin() + size, ""));
    }

    /// `name`, with a number where another value has it.
    std::string unique(const std::string& name) {
        std::string candidate = name;
        for (int i = 2; std::find(names_.begin(), names_.end(), candidate) != names_.end(); ++i)
            candidate = fmt::format("{}-{}", name, i);
        names_.push_back(candidate);
        return candidate;
    }

    const Descriptions& answers_;
    const Header header_;
    ImportedProfile result_;
    std::vector<std::string> names_;
};

bool same_frame(const bus::Frame& l, const bus::Frame& r) {
    return l.control == r.control && l.address == r.address && l.ci == r.ci &&
           std::equal(l.data.begin(), l.data.end(), r.data.begin(), r.data.end());
}

/// The first readout: telegrams up to one that does not announce another, without repetitions.
Checked<Descriptions> first_readout(const std::vector<bus::Frame>& telegrams, bus::Dialect dialect,
                                    std::size_t& taken) {
    Descriptions answers;
    for (taken = 0; taken < telegrams.size(); ++taken) {
        const bus::Frame& frame = telegrams[taken];
        const bool repeated = taken > 0 && same_frame(frame, telegrams[taken - 1]);
        if (repeated) continue;
        if (!answers.empty() && !more_follow(answers.back())) break;
        if (bus::service_of(frame.control) != bus::Service::RSP_UD)
            return InputError{
                fmt::format("telegram {}: control field {:#04x} (expected 0x08, a readout)", taken + 1, frame.control)};
        auto answer = describe(frame, dialect);
        if (!answer) return InputError{fmt::format("telegram {}: {}", taken + 1, bus::describe(answer.error()))};
        if (std::holds_alternative<bus::ErrorDescription>(answer->content))
            return InputError{fmt::format("telegram {}: an application error (expected a readout)", taken + 1)};
        answers.push_back(std::move(*answer));
        const auto device = header_of(answers.back()).device, first = header_of(answers.front()).device;
        const bool names_itself = !std::holds_alternative<bus::OtherDescription>(answers.back().content);
        if (names_itself && !same_device(device, first))
            return InputError{fmt::format("telegram {}: from meter {}, the readout began with one of {}", taken + 1,
                                          bus::secondary_address(device), bus::secondary_address(first))};
        if (answers.back().big_endian != answers.front().big_endian)
            return InputError{fmt::format("telegram {}: in the other byte order than the first", taken + 1)};
    }
    if (answers.empty()) return InputError{"no telegram of a meter found"};
    return answers;
}

/// What of a telegram stays unreadable without a key.
std::optional<bus::Encryption> encryption_in(const bus::Frame& frame) {
    const auto telegram = bus::Telegram::parse(frame.data);
    if (frame.ci != bus::ci_variable_data || !telegram) return std::nullopt;
    const auto part = telegram->encryption();
    return part && !part->is_plain ? part : std::nullopt;
}

}  // namespace

Checked<ImportedProfile> import_profile(const std::vector<bus::Frame>& telegrams) {
    std::size_t taken = 0;
    auto answers = first_readout(telegrams, bus::Dialect::standard, taken);
    if (answers && raw_octets(*answers) != 0) {
        auto others = first_readout(telegrams, bus::Dialect::libmbus, taken);
        if (others && raw_octets(*others) < raw_octets(*answers)) answers = std::move(others);
    }
    if (!answers) return answers.error();
    ImportedProfile result = ProfileBuilder{*answers}.build();
    for (std::size_t i = 0; i < taken; ++i)
        if (const auto part = encryption_in(telegrams[i]))
            result.notes.push_back(
                fmt::format("telegram {}: {}; the profile repeats the encrypted bytes", i + 1, bus::describe(*part)));
    if (taken < telegrams.size())
        result.notes.push_back(fmt::format("telegrams {} to {} come after the first readout and are left out",
                                           taken + 1, telegrams.size()));
    return result;
}

}  // namespace otbench::meters
