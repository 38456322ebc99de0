#include "meters/values/heat_meter.hpp"

#include <fmt/core.h>

#include "bus/record/vif.hpp"
#include "meters/values/calendar.hpp"

namespace otbench::meters {
namespace {

using bus::Quantity;

// Bits of the status octet (EN 13757-3; spec: M-Bus protocol, 10.1).
constexpr std::uint8_t permanent_error = 0x08;
constexpr std::uint8_t temporary_error = 0x10;

constexpr std::string_view model_word = "heat";
constexpr std::string_view in_flow_word = "in-flow";
constexpr std::string_view billing_word = "billing=";
constexpr const char* hidden_power = "power";

/// The record in which a meter shows a quantity; null when it does not.
const ProfileRecord* record_of(const Profile& profile, Quantity quantity, std::uint64_t storage) {
    for (const ProfileReadout& readout : profile.readouts)
        for (const ProfileTelegram& telegram : readout.telegrams) {
            const auto* variable = std::get_if<VariableTelegram>(&telegram.content);
            if (!variable) continue;
            for (const ProfileRecord& record : variable->records) {
                const bus::RecordDescription& shown = record.description;
                if (record.has_value() && shown.vife.empty() && bus::vif_entry(shown.vif).quantity == quantity &&
                    shown.storage == storage && shown.tariff == 0 && shown.device == 0 &&
                    shown.function == bus::Function::instantaneous)
                    return &record;
            }
        }
    return nullptr;
}

/// Makes a meter's values live, one after the other, until one fails.
class Installer {
public:
    Installer(LiveValues& values, Readout& readout, const Profile& profile, Nanoseconds at)
        : values_(values), readout_(readout), profile_(profile), at_(at) {}

    void set(const std::string& name, const std::string& text) {
        if (done_) done_ = values_.set(name, text, at_);
    }
    void set_hidden(const std::string& name, const std::string& text) {
        if (done_) done_ = values_.set(name, text, at_, LiveValues::Shown::no);
    }
    /// Adds `of` up in the value of that quantity, from what it is now.
    void integrate(Quantity quantity, const std::string& of) {
        if (const auto* record = record_of(profile_, quantity, 0))
            set(record->name(), fmt::format("integral of {} from {}", of, readout_.value(record->name()).value()));
    }
    void store(Quantity quantity, const std::string& period, std::string& stored) {
        const auto* now = record_of(profile_, quantity, 0);
        const auto* then = record_of(profile_, quantity, 1);
        if (!now || !then) return;
        set(then->name(), fmt::format("copy of {} every {}", now->name(), period));
        stored = then->name();
    }
    void store_all(const std::string& billing) {
        if (const auto* clock = record_of(profile_, Quantity::time_point, 0);
            clock && values_.description(clock->name()).empty())
            set(clock->name(), "clock from " + readout_.value(clock->name()).value());
        std::string stored;
        for (const Quantity quantity : {Quantity::volume, Quantity::energy})
            store(quantity, "year on " + billing, stored);
        const auto* date = record_of(profile_, Quantity::time_point, 1);
        if (date && !stored.empty()) set(date->name(), "date of " + stored);
    }

    [[nodiscard]] const Checked<void>& done() const { return done_; }

private:
    LiveValues& values_;
    Readout& readout_;
    const Profile& profile_;
    Nanoseconds at_;
    Checked<void> done_;
};

std::string variable(std::string name) {
    for (char& c : name)
        if (c == '-') c = '_';
    return name;
}

/// The meaning of the first word of the model's text, which is removed from `text`.
std::string_view take_word(std::string_view& text) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(word.size());
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    return word;
}

}  // namespace

Checked<HeatMeter::Options> HeatMeter::parse(std::string_view text) {
    const InputError wrong{
        fmt::format("invalid model '{}' (expected none or heat, optionally with in-flow and billing=06-30)", text)};
    if (take_word(text) != model_word) return wrong;
    Options options;
    while (!text.empty()) {
        const std::string_view word = take_word(text);
        if (word == in_flow_word)
            options.in_flow = true;
        else if (word.substr(0, billing_word.size()) == billing_word)
            options.billing = word.substr(billing_word.size());
        else
            return wrong;
    }
    if (!options.billing.empty())
        if (const auto period = StoragePeriod::parse("year on " + options.billing); !period) return wrong;
    return options;
}

Checked<HeatMeter> HeatMeter::make(std::string_view text, LiveValues& values, Readout& readout, const Profile& profile,
                                   Nanoseconds at) {
    const auto options = parse(text);
    if (!options) return options.error();
    const auto* flow = record_of(profile, Quantity::volume_flow, 0);
    const auto* hot = record_of(profile, Quantity::flow_temperature, 0);
    const auto* cold = record_of(profile, Quantity::return_temperature, 0);
    if (!flow || !hot || !cold)
        return InputError{
            fmt::format("{}: expected a profile with a volume flow, a flow and a return temperature", profile.title)};
    HeatMeter meter;
    meter.text_ = text;
    meter.flow_ = flow->name();
    meter.flow_temperature_ = hot->name();
    meter.return_temperature_ = cold->name();

    Installer install{values, readout, profile, at};
    const auto* power = record_of(profile, Quantity::power, 0);
    const std::string power_name = power ? power->name() : hidden_power;
    const std::string heat = fmt::format("heat of {} between {} and {}{}", flow->name(), hot->name(), cold->name(),
                                         options->in_flow ? ", measured in flow" : "");
    power ? install.set(power_name, heat) : install.set_hidden(power_name, heat);
    if (const auto* difference = record_of(profile, Quantity::temperature_difference, 0))
        install.set(difference->name(),
                    fmt::format("= {} > 0 ? {} - {} : {} in K", variable(flow->name()), variable(hot->name()),
                                variable(cold->name()), difference->error_digits.empty() ? "0" : "0/0"));
    install.integrate(Quantity::energy, power_name);
    install.integrate(Quantity::volume, flow->name());
    if (!options->billing.empty()) install.store_all(options->billing);
    if (!install.done()) return install.done().error();
    return meter;
}

std::uint8_t HeatMeter::status(std::uint8_t before, const Readout& readout) const {
    const auto shown = [&readout](const std::string& name) { return readout.value(name).value(); };
    const bool broken = shown(flow_temperature_) == error_value || shown(return_temperature_) == error_value;
    const auto flow = bus::parse_measure(shown(flow_));
    const bool flows = flow && flow->value > 0;
    const int others = before & ~(permanent_error | temporary_error);
    return static_cast<std::uint8_t>(others | (broken ? permanent_error : 0) | (flows ? 0 : temporary_error));
}

}  // namespace otbench::meters
