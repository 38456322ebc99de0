#include "meters/profile/readout.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "bus/message/byte_order.hpp"
#include "bus/message/telegram.hpp"
#include "bus/security/encrypted_answer.hpp"
#include "meters/profile/record_fields.hpp"

namespace otbench::meters {
namespace {

constexpr std::string_view digits_word = "digits ";
constexpr std::string_view coded_word = "coded ";
constexpr std::string_view summer_time_word = " summer-time";

bool begins_with(std::string_view text, std::string_view start) {
    return text.substr(0, start.size()) == start;
}

bool ends_with(std::string_view text, std::string_view end) {
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

Checked<bus::RecordValue> parse_value(bus::Coding coding, std::string_view text) {
    if (coding == bus::Coding::text) return parse_record_value(coding, text);
    if (begins_with(text, digits_word))
        return bus::RecordValue{bus::RawDigits{std::string{text.substr(digits_word.size())}}};
    if (begins_with(text, coded_word)) return parse_coded_number(text.substr(coded_word.size()));
    const bool summer_time = ends_with(text, summer_time_word);
    if (summer_time) text.remove_suffix(summer_time_word.size());
    auto value = parse_record_value(coding, text);
    if (!summer_time || !value) return value;
    auto* when = std::get_if<bus::DateTime>(&*value);
    if (!when)
        return InputError{fmt::format("invalid point in time '{}' (expected for example 2017-02-11T19:36)", text)};
    when->summer_time = true;
    return value;
}

bus::TelegramDescription telegram_of(const Profile& profile, const VariableTelegram& telegram, bool more_follows) {
    bus::TelegramDescription description;
    description.signature = profile.signature;
    description.dialect = profile.dialect;
    description.manufacturer_data = telegram.manufacturer_data;
    description.manufacturer_block = telegram.manufacturer_block;
    description.fillers = telegram.fillers;
    description.more_follow = more_follows;
    for (const ProfileRecord& record : telegram.records)
        description.records.push_back(with_default(record, profile.id).value());
    return description;
}

/// The user data of a telegram as it is sent, encrypted when there is a key.
Checked<OctetBuffer> user_data(const bus::TelegramDescription& telegram, const std::optional<bus::AesKey>& key) {
    return key ? bus::encode_encrypted_telegram(telegram, *key) : bus::encode_telegram(telegram);
}

bus::FixedDescription fixed_of(const FixedTelegram& telegram) {
    bus::FixedDescription description;
    description.medium = telegram.medium;
    for (std::size_t i = 0; i < telegram.counters.size(); ++i)
        description.counters[i] = {telegram.counters[i].unit, parse_eight_digits(telegram.counters[i].initial).value()};
    return description;
}

bool is_at(const bus::RecordDescription& record, const RecordAddress& address) {
    const bool any = address.vif == bus::VifCode{bus::VifTable::primary, bus::vif_any};
    return (any || record.vif == address.vif) && record.function == address.function &&
           record.storage == address.storage && record.tariff == address.tariff && record.device == address.device &&
           record.raw.empty();
}

}  // namespace

Checked<bus::RecordDescription> with_value(const ProfileRecord& record, std::string_view text) {
    bus::RecordDescription description = record.description;
    if (!record.has_value()) return description;
    if (text == error_value && !record.error_digits.empty()) {
        description.function = bus::Function::error_state;
        description.value = bus::RawDigits{record.error_digits};
    } else {
        auto value = parse_value(description.coding, text);
        if (!value) return InputError{fmt::format("record '{}': {}", record.name(), value.error().message)};
        description.value = std::move(*value);
    }
    OctetBuffer octets;
    if (const auto encoded = bus::encode_record(description, octets); !encoded) return encoded.error();
    return description;
}

std::string id_value(const ProfileRecord& record, std::string_view id) {
    const bool has_letters = id.find_first_not_of("0123456789") != std::string_view::npos;
    const bool as_sent = has_letters && record.description.coding != bus::Coding::text;
    return fmt::format("{}{}", as_sent ? digits_word : "", id);
}

Checked<bus::RecordDescription> with_default(const ProfileRecord& record, std::string_view id) {
    return with_value(record, record.follows_id ? id_value(record, id) : record.initial);
}

Checked<void> fits_a_frame(const Profile& profile, const ProfileTelegram& telegram, bool last) {
    if (const auto* raw = std::get_if<RawTelegram>(&telegram.content)) {
        if (raw->octets.size() <= bus::max_user_data) return {};
        return InputError{fmt::format("the answer has {} bytes of user data (expected at most {})", raw->octets.size(),
                                      bus::max_user_data)};
    }
    const auto* variable = std::get_if<VariableTelegram>(&telegram.content);
    if (!variable) return {};
    const auto encoded = user_data(telegram_of(profile, *variable, telegram.more_follows || !last), profile.key);
    return encoded ? Checked<void>{} : encoded.error();
}

RecordAddress address_of(const bus::Record& record) {
    return {record.vif_code(), record.function(), record.storage(), record.tariff(), record.device()};
}

Readout::Readout(std::shared_ptr<const Profile> profile)
    : profile_(std::move(profile)),
      id_(profile_->id),
      device_{parse_eight_digits(id_).value(), profile_->manufacturer, profile_->version, profile_->medium},
      key_(profile_->key),
      filling_(profile_->filling),
      status_(profile_->status) {
    for (const ProfileReadout& readout : profile_->readouts) {
        auto& pages = pages_.emplace_back();
        for (const ProfileTelegram& telegram : readout.telegrams) {
            const bool last = pages.size() + 1 == readout.telegrams.size();
            const std::size_t r = pages_.size() - 1;
            if (const auto* variable = std::get_if<VariableTelegram>(&telegram.content)) {
                add_values(*variable, r, pages.size());
                pages.emplace_back(telegram_of(*profile_, *variable, telegram.more_follows || !last));
            } else if (const auto* fixed = std::get_if<FixedTelegram>(&telegram.content)) {
                add_values(*fixed, r, pages.size());
                pages.emplace_back(fixed_of(*fixed));
            } else {
                pages.emplace_back(std::get<RawTelegram>(telegram.content));
            }
        }
    }
    if (!profile_->alarm) return;
    if (const auto* variable = std::get_if<VariableTelegram>(&profile_->alarm->content))
        alarm_ = telegram_of(*profile_, *variable, false);
    else if (const auto* raw = std::get_if<RawTelegram>(&profile_->alarm->content))
        alarm_ = *raw;
}

void Readout::add_values(const VariableTelegram& telegram, std::size_t readout, std::size_t page) {
    for (std::size_t i = 0; i < telegram.records.size(); ++i) {
        const ProfileRecord& record = telegram.records[i];
        if (!record.has_value()) continue;
        Shown& shown = value_named(record.name());
        if (shown.places.empty()) {
            shown.text = record.follows_id     ? id_value(record, id_)
                         : record.follows_page ? std::string{page_word}
                                               : record.initial;
            shown.follows_id = record.follows_id;
            shown.follows_page = record.follows_page;
        }
        shown.places.push_back({readout, page, i, &record});
    }
    if (telegram.block_name.empty()) return;
    Shown& shown = value_named(telegram.block_name);
    if (shown.places.empty()) shown.text = hex_text(telegram.manufacturer_data);
    shown.places.push_back({readout, page, telegram.records.size(), nullptr});
}

void Readout::add_values(const FixedTelegram& telegram, std::size_t readout, std::size_t page) {
    for (std::size_t i = 0; i < telegram.counters.size(); ++i) {
        Shown& shown = value_named(telegram.counters[i].name);
        shown.text = telegram.counters[i].initial;
        shown.places.push_back({readout, page, i, nullptr});
    }
}

Readout::Shown& Readout::value_named(const std::string& name) {
    const auto index = index_of(name);
    if (index) return shown_[*index];
    return shown_.emplace_back(Shown{name, {}, false, false, {}});
}

Checked<void> Readout::set_id(std::string_view digits) {
    const auto id = parse_eight_digits(digits);
    if (!id) return id.error();
    for (Shown& shown : shown_) {
        if (!shown.follows_id) continue;
        const auto done = show_id(shown, digits);
        if (done) continue;
        for (Shown& changed : shown_)
            if (changed.follows_id) static_cast<void>(show_id(changed, id_));
        return done;
    }
    device_.id = *id;
    id_ = digits;
    return {};
}

bus::DeviceKey Readout::device() const {
    if (!anonymous_) return device_;
    return {0, device_.manufacturer, device_.version, 0};
}

Checked<void> Readout::set_device(const bus::DeviceKey& device) {
    const auto done = set_id(fmt::format("{:08X}", device.id));
    if (done) device_ = device;
    return done;
}

std::optional<std::uint32_t> Readout::fabrication_number() const {
    for (const Shown& shown : shown_) {
        const ProfileRecord* record = shown.places.front().profile;
        if (!record || bus::vif_entry(record->description.vif).quantity != bus::Quantity::fabrication_number) continue;
        std::string digits = shown.text;
        if (begins_with(digits, digits_word)) digits.erase(0, digits_word.size());
        digits.insert(0, digits.size() < 8 ? 8 - digits.size() : 0, '0');
        if (const auto number = parse_eight_digits(digits)) return *number;
    }
    return std::nullopt;
}

Checked<void> Readout::set_key(const std::optional<bus::AesKey>& key) {
    if (key && profile_->big_endian)
        return InputError{fmt::format("{} sends numbers high octet first, which cannot be encrypted", profile_->title)};
    const auto fits = [&key](const Page& page) {
        const auto* telegram = std::get_if<bus::TelegramDescription>(&page);
        const auto octets = telegram ? user_data(*telegram, key) : OctetBuffer{};
        return octets ? Checked<void>{} : octets.error();
    };
    for (const auto& pages : pages_)
        for (const Page& page : pages)
            if (const auto done = fits(page); !done) return done;
    if (const auto done = alarm_ ? fits(*alarm_) : Checked<void>{}; !done) return done;
    key_ = key;
    return {};
}

Checked<void> Readout::set_value(std::string_view name, std::string_view text) {
    const auto index = index_of(name);
    if (!index) return index.error();
    const auto done = show(shown_[*index], text);
    if (done) shown_[*index].follows_id = shown_[*index].follows_page = false;
    return done;
}

Checked<std::string> Readout::value(std::string_view name) const {
    const auto index = index_of(name);
    if (!index) return index.error();
    return shown_[*index].text;
}

bool Readout::has_error_state(std::string_view name) const {
    const ProfileRecord* record = profile_->find(name);
    return record && !record->error_digits.empty();
}

std::vector<std::string> Readout::value_names() const {
    std::vector<std::string> names;
    for (const Shown& shown : shown_) names.push_back(shown.name);
    return names;
}

std::optional<std::string> Readout::name_at(const RecordAddress& address) const {
    for (const Shown& shown : shown_)
        for (const Place& place : shown.places)
            if (place.profile && is_at(place.profile->description, address)) return shown.name;
    return std::nullopt;
}

bus::UserData Readout::telegram(std::size_t readout, std::size_t index, std::uint8_t access_number) const {
    const std::size_t count = size(readout);
    const std::size_t at = index % count;
    const ProfileTelegram& telegram = profile_->readouts[readout].telegrams[at];
    const bool follows = at + 1 < count;
    const bool announced = follows || (telegram.more_follows && !without_invented_);
    bus::UserData data = encoded(page_to_send(readout, at), telegram.header, access_number, announced);
    data.more_follows = follows;
    return data;
}

std::size_t Readout::size(std::size_t readout) const {
    const auto& telegrams = profile_->readouts[readout].telegrams;
    std::size_t count = telegrams.size();
    if (without_invented_ && telegrams.back().invented) --count;
    const auto has_records = [&](const ProfileTelegram& telegram) {
        const auto* variable = std::get_if<VariableTelegram>(&telegram.content);
        if (!variable || variable->records.empty()) return true;
        return std::any_of(variable->records.begin(), variable->records.end(), [&](const ProfileRecord& record) {
            return record.follows_page ? false : record.log_entry <= filling_;
        });
    };
    while (count > 1 && !has_records(telegrams[count - 1])) --count;
    return count;
}

Readout::Page Readout::page_to_send(std::size_t readout, std::size_t index) const {
    Page page = pages_[readout][index];
    auto* telegram = std::get_if<bus::TelegramDescription>(&page);
    if (!telegram) return page;
    for (const Shown& shown : shown_) {
        if (!shown.follows_page) continue;
        for (const Place& place : shown.places)
            if (place.readout == readout && place.page == index)
                if (auto numbered = with_value(*place.profile, fmt::format("coded {}", index + 1)))
                    telegram->records[place.record] = std::move(*numbered);
    }
    if (filling_ >= profile_->log_size) return page;
    const auto& records = std::get<VariableTelegram>(profile_->readouts[readout].telegrams[index].content).records;
    for (std::size_t i = records.size(); i-- > 0;)
        if (records[i].log_entry > filling_)
            telegram->records.erase(telegram->records.begin() + static_cast<std::ptrdiff_t>(i));
    return page;
}

bus::UserData Readout::chosen_records(std::size_t readout, const std::vector<RecordAddress>& addresses,
                                      std::uint8_t access_number) const {
    bus::TelegramDescription chosen;
    chosen.signature = profile_->signature;
    chosen.dialect = profile_->dialect;
    for (std::size_t i = 0; i < pages_[readout].size(); ++i) {
        const Page page = page_to_send(readout, i);
        const auto* telegram = std::get_if<bus::TelegramDescription>(&page);
        if (!telegram) continue;
        for (const auto& record : telegram->records) {
            const bool wanted = std::any_of(addresses.begin(), addresses.end(),
                                            [&](const RecordAddress& address) { return is_at(record, address); });
            if (!wanted) continue;
            chosen.records.push_back(record);
            if (!user_data(chosen, key_)) chosen.records.pop_back();
        }
    }
    return encoded(Page{std::move(chosen)}, {}, access_number);
}

std::optional<bus::UserData> Readout::alarm_telegram(std::uint8_t access_number) const {
    if (!alarm_) return std::nullopt;
    return encoded(*alarm_, profile_->alarm->header, access_number);
}

bus::UserData Readout::encoded(const Page& page, const TelegramHeader& header, std::uint8_t access_number,
                               bool announced) const {
    const std::uint8_t flags = header.control_flags.value_or(profile_->control_flags);
    const std::uint8_t status = status_ == profile_->status ? header.status.value_or(status_) : status_;
    if (const auto* raw = std::get_if<RawTelegram>(&page))
        return {raw->ci, raw->octets, false, header.control_flags.value_or(0)};
    bus::AnswerDescription answer;
    answer.big_endian = profile_->big_endian;
    if (const auto* fixed = std::get_if<bus::FixedDescription>(&page)) {
        bus::FixedDescription content = *fixed;
        content.id = device().id;
        content.access_number = access_number;
        content.status = status;
        answer.content = content;
    } else {
        bus::TelegramDescription content = std::get<bus::TelegramDescription>(page);
        content.device = device();
        content.access_number = access_number;
        content.status = status;
        content.signature = header.signature.value_or(content.signature);
        content.more_follow = announced;
        if (!profile_->big_endian) return {bus::ci_variable_data, user_data(content, key_).value(), false, flags};
        answer.content = std::move(content);
    }
    const auto octets = bus::encode_answer(answer).value();
    const auto frame = *bus::parse_frame(octets);
    return {frame.ci, {frame.data.begin(), frame.data.end()}, false, flags};
}

Checked<std::size_t> Readout::index_of(std::string_view name) const {
    for (std::size_t i = 0; i < shown_.size(); ++i)
        if (shown_[i].name == name) return i;
    return InputError{fmt::format("unknown value '{}' of {} (expected one of {})", name, profile_->title,
                                  fmt::join(value_names(), ", "))};
}

/// Puts a value in its places, unless one of the telegrams could not carry it.
Checked<void> Readout::show(Shown& shown, std::string_view text) {
    for (std::size_t i = 0; i < shown.places.size(); ++i) {
        if (const auto done = put(shown.places[i], text); !done) {
            while (i-- > 0) static_cast<void>(put(shown.places[i], shown.text));
            return done;
        }
    }
    shown.text = text;
    return {};
}

Checked<void> Readout::show_id(Shown& shown, std::string_view id) {
    return show(shown, id_value(*shown.places.front().profile, id));
}

Checked<void> Readout::put(const Place& place, std::string_view text) {
    Page& page = pages_[place.readout][place.page];
    if (auto* telegram = std::get_if<bus::TelegramDescription>(&page); telegram && !place.profile)
        return put_block(*telegram, text);
    if (!place.profile) {
        const auto digits = parse_eight_digits(text);
        if (!digits) return digits.error();
        std::get<bus::FixedDescription>(page).counters[place.record].value = *digits;
        return {};
    }
    auto record = with_value(*place.profile, text);
    if (!record) return record.error();
    auto& telegram = std::get<bus::TelegramDescription>(page);
    std::swap(telegram.records[place.record], *record);
    if (place.profile->description.coding != bus::Coding::text) return {};  // the length cannot change
    if (const auto encoded = user_data(telegram, key_); !encoded) {
        std::swap(telegram.records[place.record], *record);
        return encoded.error();
    }
    return {};
}

Checked<void> Readout::put_block(bus::TelegramDescription& telegram, std::string_view text) const {
    auto octets = parse_octets(text);
    if (!octets) return octets.error();
    if (octets->empty()) return InputError{"manufacturer data is empty (expected bytes, or none)"};
    std::swap(telegram.manufacturer_data, *octets);
    if (const auto encoded = user_data(telegram, key_); !encoded) {
        std::swap(telegram.manufacturer_data, *octets);
        return encoded.error();
    }
    return {};
}

}  // namespace otbench::meters
