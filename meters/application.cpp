#include "meters/application.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "bus/message/answer.hpp"
#include "bus/message/telegram.hpp"
#include "bus/record/date_time.hpp"
#include "meters/profile/decoded_names.hpp"

namespace otbench::meters {
namespace {

constexpr std::uint8_t ci_alarm_status = 0x71;  // EN 13757-3; spec: M-Bus protocol, 7.2
constexpr std::uint8_t dif_global_readout = 0x7F;
constexpr std::string_view no_model = "none";
constexpr std::size_t id_size = 4;      // identification number alone
constexpr std::size_t device_size = 8;  // with manufacturer, version and medium

/// Turns the DIF at a telegram's end into 1F, or puts one there.
void end_in_more_follow(OctetBuffer& data) {
    constexpr std::uint8_t dif_more_follow = 0x1F;
    bus::RecordWalker walker{data, bus::Telegram::header_size, bus::Dialect::standard};
    for (;;) {
        const auto record = walker.next();
        if (!record || !*record) break;
        if ((*record)->kind == bus::Record::Kind::data) continue;
        data[(*record)->offset] = dif_more_follow;
        return;
    }
    if (data.size() < bus::max_user_data) data.push_back(dif_more_follow);
}

}  // namespace

MeterApplication::MeterApplication(std::shared_ptr<const Profile> profile)
    : profile_(std::move(profile)),
      readout_(profile_),
      access_number_(profile_->first_access_number),
      baud_(profile_->baud) {}

std::optional<std::string> MeterApplication::value_named(std::string_view name) const {
    return value_name(*profile_, name);
}

Checked<void> MeterApplication::set_value(const std::string& name, std::string_view text, Nanoseconds at) {
    const std::string own = value_named(name).value_or(name);
    if (LiveValues::is_live(text)) return live().set(own, text, value_time(at));
    const auto done = readout_.set_value(own, text);
    if (done && live_) live_->drop(own);
    return done;
}

Checked<void> MeterApplication::set_model(std::string_view text, Nanoseconds at) {
    if (text == no_model) return heat_meter_.reset(), Checked<void>{};
    auto model = HeatMeter::make(text, live(), readout_, *profile_, value_time(at));
    if (!model) return model.error();
    heat_meter_ = std::move(*model);
    return {};
}

std::string MeterApplication::model() const {
    return heat_meter_ ? heat_meter_->text() : std::string{no_model};
}

LiveValues& MeterApplication::live() {
    if (!live_) live_ = std::make_unique<LiveValues>(readout_, seed_);
    return *live_;
}

Nanoseconds MeterApplication::value_time(Nanoseconds at) const {
    const double time = static_cast<double>(at.count()) * pace_;
    if (pace_ == 1.0) return at;
    constexpr auto longest = static_cast<double>(Nanoseconds::max().count() / 2);
    return Nanoseconds{static_cast<Nanoseconds::rep>(std::min(time, longest))};
}

void MeterApplication::refresh(Nanoseconds at) {
    if (live_) live_->refresh(value_time(at));
    if (heat_meter_) readout_.set_status(heat_meter_->status(readout_.status(), readout_));
}

Checked<std::string> MeterApplication::value(const std::string& name) const {
    const std::string own = value_named(name).value_or(name);
    std::string description = live_ ? live_->description(own) : std::string{};
    if (!description.empty()) return description;
    return readout_.value(own);
}

Checked<std::string> MeterApplication::shown_value(const std::string& name, Nanoseconds at) {
    refresh(at);
    return readout_.value(value_named(name).value_or(name));
}

void MeterApplication::set_more_follows(std::optional<bool> more_follows) {
    always_more_follows_ = more_follows.value_or(false);
    readout_.set_without_invented(!more_follows.value_or(true));
}

void MeterApplication::power_lost() {
    chosen_readout_ = 0;
    chosen_records_.clear();
    report_.reset();
}

bus::UserData MeterApplication::class_2_data(std::size_t index, Nanoseconds at) {
    refresh(at);
    if (report_) {
        const auto code = static_cast<std::uint8_t>(*std::exchange(report_, std::nullopt));
        return {bus::ci_application_error, {code}, false, 0};
    }
    auto data = chosen_records_.empty()
                    ? readout_.telegram(chosen_readout_, index, next_access_number())
                    : readout_.chosen_records(chosen_readout_, chosen_records_, next_access_number());
    if (always_more_follows_ && data.ci == bus::ci_variable_data && !readout_.key()) end_in_more_follow(data.data);
    if (alarm_ != 0) data.flags |= bus::control::acd;
    return data;
}

std::optional<bus::UserData> MeterApplication::class_1_data(Nanoseconds /*at*/) {
    const std::uint8_t alarm = std::exchange(alarm_, std::uint8_t{0});
    if (alarm == 0) return std::nullopt;
    if (auto telegram = readout_.alarm_telegram(access_number_)) {
        static_cast<void>(next_access_number());
        return telegram;
    }
    return bus::UserData{ci_alarm_status, {alarm}, false, 0};
}

/// The number of the telegram that is sent now.
std::uint8_t MeterApplication::next_access_number() {
    return std::exchange(access_number_, static_cast<std::uint8_t>(access_number_ + profile_->access_number_step));
}

bool MeterApplication::selected_by(const bus::SelectSlave& select, bus::WildCards cards) const {
    return bus::selects(select, readout_.device(), readout_.fabrication_number(), cards);
}

bus::CommandEffect MeterApplication::receive_user_data(std::uint8_t ci, OctetView data, Nanoseconds at) {
    if (const auto readout = readout_chosen_by(ci)) {
        chosen_readout_ = *readout;
        return {true, true, true, {}};
    }
    const auto command = bus::parse_command(ci, data);
    if (!command) return refuse(Report::unknown_ci);
    if (const auto* to = std::get_if<bus::ApplicationReset>(&*command)) return reset(*to);
    if (const auto* send = std::get_if<bus::DataSend>(&*command)) return write_records(*send, at);
    if (const auto* set = std::get_if<bus::SetBaudRate>(&*command)) return set_rate(*set);
    if (std::holds_alternative<bus::SynchroniseAction>(*command)) return {};
    return refuse(Report::unknown_ci);  // a selection goes to 253
}

std::optional<std::size_t> MeterApplication::readout_chosen_by(std::uint8_t ci) const {
    for (std::size_t i = 0; i < profile_->readouts.size(); ++i)
        if (profile_->readouts[i].ci == ci) return i;
    return std::nullopt;
}

std::optional<std::size_t> MeterApplication::readout_chosen_by(OctetView record) const {
    for (std::size_t i = 0; i < profile_->readouts.size(); ++i) {
        const OctetBuffer& start = profile_->readouts[i].record;
        if (!start.empty() && start.size() <= record.size() && std::equal(start.begin(), start.end(), record.begin()))
            return i;
    }
    return std::nullopt;
}

/// A subcode that the product does not know chooses the default readout.
bus::CommandEffect MeterApplication::reset(const bus::ApplicationReset& reset) {
    power_lost();
    for (std::size_t i = 0; i < profile_->readouts.size(); ++i)
        if (reset.subcode && profile_->readouts[i].subcode == reset.subcode) chosen_readout_ = i;
    return {true, true, true, {}};
}

bus::CommandEffect MeterApplication::set_rate(const bus::SetBaudRate& set) {
    const auto& rates = profile_->baud_rates;
    if (std::find(rates.begin(), rates.end(), set.baud) == rates.end()) return refuse(Report::unknown_ci);
    baud_ = set.baud;
    return {};
}

bus::CommandEffect MeterApplication::refuse(Report why) {
    report_ = why;
    return {true, false, true, {}};
}

bus::CommandEffect MeterApplication::write_records(const bus::DataSend& send, Nanoseconds at) {
    if (send.records.size() == 1 && send.records[0] == dif_global_readout) {
        chosen_records_.clear();
        return {true, true, true, {}};
    }
    bus::CommandEffect effect;
    bool chooses = false;
    bus::RecordWalker walker = send.walk();
    for (;;) {
        const auto record = walker.next();
        if (!record) {
            using Code = bus::CodecErrc;
            const Code code = record.error().code;
            return refuse(code == Code::too_many_dife   ? Report::too_many_dife
                          : code == Code::too_many_vife ? Report::too_many_vife
                                                        : Report::premature_end);
        }
        if (!*record) return effect;
        if (const auto readout = readout_chosen_by(send.records.subspan((*record)->offset))) {
            chosen_readout_ = *readout;
            chosen_records_.clear();
            effect.starts_over = effect.outdates_answers = true;
            continue;
        }
        if ((*record)->kind == bus::Record::Kind::data && (*record)->field() == bus::DataField::selection) {
            if (!std::exchange(chooses, true)) chosen_records_.clear();
            chosen_records_.push_back(address_of(**record));
            effect.starts_over = effect.outdates_answers = true;
            continue;
        }
        const auto done = write_record(**record, at);
        effect.outdates_answers |= done.outdates_answers;
        if (done.primary_address) effect.primary_address = done.primary_address;
        if (report_) return effect;
    }
}

/// A record that sets something.
bus::CommandEffect MeterApplication::write_record(const bus::Record& record, Nanoseconds at) {
    if (record.kind != bus::Record::Kind::data) return refuse(Report::unspecified);
    const auto quantity = bus::vif_entry(record.vif_code()).quantity;
    if (quantity == bus::Quantity::bus_address && record.data.size() == 1) {
        if (record.data[0] > bus::address::last_primary) return refuse(Report::unspecified);
        return {true, false, false, record.data[0]};
    }
    const bool done = (quantity == bus::Quantity::identification && identify(record.data)) ||
                      (quantity == bus::Quantity::time_point && set_time(record, at));
    return done ? bus::CommandEffect{true, false, true, {}} : refuse(Report::unspecified);
}

bool MeterApplication::identify(OctetView data) {
    if (data.size() != id_size && data.size() != device_size) return false;
    bus::DeviceKey device = readout_.device();
    device.id = static_cast<std::uint32_t>(little_endian(data.first(id_size)));
    if (data.size() == device_size) {
        device.manufacturer = static_cast<std::uint16_t>(little_endian(data.subspan(4, 2)));
        device.version = data[6];
        device.medium = data[7];
    }
    return bool(readout_.set_device(device));
}

bool MeterApplication::set_time(const bus::Record& record, Nanoseconds at) {
    const auto when = bus::decode_date_time(record.data);
    const auto name = readout_.name_at(address_of(record));
    if (!when || !name) return false;
    const std::string text = bus::to_text(*when) + (when->summer_time ? " summer-time" : "");
    const bool runs = live_ && !live_->description(*name).empty();
    return bool(set_value(*name, runs ? "clock from " + bus::to_text(*when) : text, at));
}

}  // namespace otbench::meters
