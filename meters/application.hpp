#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "bus/message/command.hpp"
#include "bus/slave/slave_link.hpp"
#include "meters/profile/profile.hpp"
#include "meters/profile/readout.hpp"
#include "meters/values/heat_meter.hpp"
#include "meters/values/live_values.hpp"

namespace otbench::meters {

/// The application layer of a meter: which telegrams its link gets, and what commands do to it (EN 13757-3; spec: M-Bus
/// protocol, section 7).
///
/// A command that is refused is acknowledged first and reported with the next answer (CI 70).
class MeterApplication : public bus::SlaveApplication {
public:
    explicit MeterApplication(std::shared_ptr<const Profile> profile);

    [[nodiscard]] Readout& readout() { return readout_; }
    [[nodiscard]] const Readout& readout() const { return readout_; }

    /// The name in the profile of a value that is given by this name or its decoded one; nothing if there is neither.
    [[nodiscard]] std::optional<std::string> value_named(std::string_view name) const;
    /// Sets a value, constant or live (see `LiveValues`), from `at` on. Nothing changes on an error.
    Checked<void> set_value(const std::string& name, std::string_view text, Nanoseconds at);
    /// Lets a model calculate its values from others, from `at` on: see `HeatMeter`; "none" for none.
    Checked<void> set_model(std::string_view text, Nanoseconds at);
    [[nodiscard]] std::string model() const;
    /// A value as it was described, an expression for one that changes.
    [[nodiscard]] Checked<std::string> value(const std::string& name) const;
    /// A value as the meter shows it at `at`.
    [[nodiscard]] Checked<std::string> shown_value(const std::string& name, Nanoseconds at);
    /// Values and clocks run so much faster than the times of all calls; before any is set.
    void set_pace(double pace) { pace_ = pace; }
    /// Noise in live values comes from it; before any is set.
    void set_seed(std::uint64_t seed) { seed_ = seed; }

    /// The rate that a master chose last, or the profile's.
    [[nodiscard]] double baud() const { return baud_; }
    void set_baud(double baud) { baud_ = baud; }

    /// The alarm status that waits as class 1 data until a master has fetched it; 0 takes it back.
    void set_alarm(std::uint8_t status) { alarm_ = status; }
    [[nodiscard]] std::uint8_t alarm() const { return alarm_; }

    /// Whether telegrams of variable data announce another one: true: every one does, false: the last recorded one of
    /// a sequence never does; none: as in the profile.
    void set_more_follows(std::optional<bool> more_follows);

    [[nodiscard]] std::uint8_t access_number() const { return access_number_; }
    void set_access_number(std::uint8_t number) { access_number_ = number; }

    /// Forgets what does not outlast a loss of power: chosen telegrams and records, reports that were not fetched.
    void power_lost();

    bus::UserData class_2_data(std::size_t index, Nanoseconds at) override;
    std::optional<bus::UserData> class_1_data(Nanoseconds at) override;
    bus::CommandEffect receive_user_data(std::uint8_t ci, OctetView data, Nanoseconds at) override;
    [[nodiscard]] bool selected_by(const bus::SelectSlave& select, bus::WildCards cards) const override;

private:
    /// Codes of application errors (spec: M-Bus protocol, 7.2).
    enum class Report : std::uint8_t {
        unspecified = 0,
        unknown_ci = 1,
        premature_end = 4,
        too_many_dife = 5,
        too_many_vife = 6,
    };

    bus::CommandEffect reset(const bus::ApplicationReset& reset);
    bus::CommandEffect write_records(const bus::DataSend& send, Nanoseconds at);
    bus::CommandEffect write_record(const bus::Record& record, Nanoseconds at);
    bus::CommandEffect set_rate(const bus::SetBaudRate& set);
    bus::CommandEffect refuse(Report why);
    bool identify(OctetView data);
    bool set_time(const bus::Record& record, Nanoseconds at);
    [[nodiscard]] std::optional<std::size_t> readout_chosen_by(std::uint8_t ci) const;
    [[nodiscard]] std::optional<std::size_t> readout_chosen_by(OctetView record) const;
    std::uint8_t next_access_number();
    void refresh(Nanoseconds at);
    [[nodiscard]] Nanoseconds value_time(Nanoseconds at) const;
    LiveValues& live();

    std::shared_ptr<const Profile> profile_;
    Readout readout_;
    std::unique_ptr<LiveValues> live_;  ///< null while all values are constants
    std::optional<HeatMeter> heat_meter_;
    std::uint64_t seed_ = 1;
    double pace_ = 1.0;
    std::uint8_t access_number_;
    double baud_;
    std::uint8_t alarm_ = 0;
    bool always_more_follows_ = false;  ///< even the last telegram of a sequence announces another one
    std::size_t chosen_readout_ = 0;
    std::vector<RecordAddress> chosen_records_;  ///< empty: all
    std::optional<Report> report_;               ///< for the next answer
};

}  // namespace otbench::meters
