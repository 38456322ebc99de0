#include "meters/readout.hpp"

#include <fmt/core.h>

#include <utility>

#include "bus/telegram.hpp"

namespace otbench::meters {
namespace {

/// Digits of a BCD coding; 0 for any other.
std::size_t bcd_digits(bus::Coding coding) {
    switch (coding) {
        case bus::Coding::bcd2: return 2;
        case bus::Coding::bcd4: return 4;
        case bus::Coding::bcd6: return 6;
        case bus::Coding::bcd8: return 8;
        case bus::Coding::bcd12: return 12;
        default: return 0;
    }
}

template <class T>
bus::Checked<bus::RecordValue> as_record_value(const bus::Checked<T>& parsed) {
    if (!parsed) return parsed.error();
    return bus::RecordValue{*parsed};
}

bus::Checked<bus::RecordValue> parse_value(bus::Coding coding, std::string_view text) {
    switch (coding) {
        case bus::Coding::text: return bus::RecordValue{std::string{text}};
        case bus::Coding::date_g:
        case bus::Coding::date_time_f:
        case bus::Coding::date_time_i:
        case bus::Coding::time_j: return as_record_value(bus::parse_date_time(text));
        default: return as_record_value(bus::parse_measure(text));
    }
}

}  // namespace

bus::Checked<bus::RecordDescription> with_value(const ProfileRecord& record, std::string_view text) {
    bus::RecordDescription description = record.description;
    if (text == error_value && record.has_error_state) {
        const auto digits = bcd_digits(description.coding);
        if (digits == 0)
            return bus::InputError{fmt::format("record '{}': only BCD has nines for an error state", record.name())};
        description.function = bus::Function::error_state;
        description.value = bus::RawDigits{std::string(digits, '9')};
        return description;
    }
    auto value = parse_value(description.coding, text);
    if (!value) return bus::InputError{fmt::format("record '{}': {}", record.name(), value.error().message)};
    description.value = std::move(*value);
    bus::OctetBuffer octets;
    if (const auto encoded = bus::encode_record(description, octets); !encoded) return encoded.error();
    return description;
}

bus::TelegramDescription initial_telegram(const Profile& profile) {
    bus::TelegramDescription telegram;
    telegram.device = {bus::parse_id(profile.id).value(), profile.manufacturer, profile.version, profile.medium};
    telegram.access_number = profile.first_access_number;
    telegram.status = profile.status;
    telegram.manufacturer_data = profile.manufacturer_block;
    for (const auto& record : profile.records) {
        telegram.records.push_back(with_value(record, record.follows_id() ? profile.id : record.initial).value());
    }
    return telegram;
}

Readout::Readout(std::shared_ptr<const Profile> profile)
    : profile_(std::move(profile)), id_(profile_->id), telegram_(initial_telegram(*profile_)) {
    for (const auto& record : profile_->records) {
        shown_.push_back({record.follows_id() ? id_ : record.initial, record.follows_id()});
    }
}

bus::Checked<void> Readout::set_id(std::string_view digits) {
    const auto id = bus::parse_id(digits);
    if (!id) return id.error();
    bus::TelegramDescription renamed = telegram_;
    renamed.device.id = *id;
    for (std::size_t i = 0; i < shown_.size(); ++i) {
        if (!shown_[i].follows_id) continue;
        auto record = with_value(profile_->records[i], digits);
        if (!record) return record.error();
        renamed.records[i] = std::move(*record);
    }
    telegram_ = std::move(renamed);
    for (auto& shown : shown_) {
        if (shown.follows_id) shown.text = digits;
    }
    id_ = digits;
    return {};
}

bus::Checked<void> Readout::set_value(std::string_view name, std::string_view text) {
    const auto index = index_of(name);
    if (!index) return index.error();
    const auto done = show(*index, text);
    if (done) shown_[*index].follows_id = false;
    return done;
}

bus::Checked<std::string> Readout::value(std::string_view name) const {
    const auto index = index_of(name);
    if (!index) return index.error();
    return shown_[*index].text;
}

std::vector<std::string> Readout::value_names() const {
    std::vector<std::string> names;
    for (const auto& record : profile_->records) names.push_back(record.name());
    return names;
}

bus::UserData Readout::class_2_data(std::size_t /*index*/) {
    auto user_data = bus::encode_telegram(telegram_).value();
    ++telegram_.access_number;
    return {bus::ci_variable_data, std::move(user_data), telegram_.more_follow};
}

bus::Checked<std::size_t> Readout::index_of(std::string_view name) const {
    for (std::size_t i = 0; i < profile_->records.size(); ++i) {
        if (profile_->records[i].name() == name) return i;
    }
    return bus::InputError{
        fmt::format("{} has no value '{}'; it has {}", profile_->title, name, profile_->value_names())};
}

/// Puts a value in its place, unless the telegram could not carry it.
bus::Checked<void> Readout::show(std::size_t index, std::string_view text) {
    auto record = with_value(profile_->records[index], text);
    if (!record) return record.error();
    std::swap(telegram_.records[index], *record);
    if (const auto encoded = bus::encode_telegram(telegram_); !encoded) {
        std::swap(telegram_.records[index], *record);
        return encoded.error();
    }
    shown_[index].text = text;
    return {};
}

}  // namespace otbench::meters
