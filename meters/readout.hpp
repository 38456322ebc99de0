#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bus/codec_error.hpp"
#include "bus/encoder.hpp"
#include "bus/slave_link.hpp"
#include "meters/profile.hpp"

namespace otbench::meters {

/// The value that puts a record into its error state.
constexpr std::string_view error_value = "error";

/// The record with the value that `text` stands for ("9730 kWh", "2017-02-11T19:36", "error"). The error names the
/// record and what is allowed.
[[nodiscard]] bus::Checked<bus::RecordDescription> with_value(const ProfileRecord& record, std::string_view text);

/// What a meter of this profile sends first when nobody gave it other values. The profile's values must be valid.
[[nodiscard]] bus::TelegramDescription initial_telegram(const Profile& profile);

/// What a meter shows and sends: its identification and its values. They last as long as the meter, with power or
/// without.
///
/// Each new telegram has the next access number.
class Readout : public bus::SlaveApplication {
public:
    explicit Readout(std::shared_ptr<const Profile> profile);

    /// Sets the identification number, eight digits, and with it the values that follow it.
    bus::Checked<void> set_id(std::string_view digits);
    [[nodiscard]] const std::string& id() const { return id_; }

    /// Sets a value, as a person writes it. Nothing changes on an error.
    bus::Checked<void> set_value(std::string_view name, std::string_view text);
    /// A value as it was written; an error when there is none of that name.
    [[nodiscard]] bus::Checked<std::string> value(std::string_view name) const;
    /// The names of all values, in the order in which they are sent.
    [[nodiscard]] std::vector<std::string> value_names() const;

    bus::UserData class_2_data(std::size_t index) override;

private:
    struct Shown {
        std::string text;
        bool follows_id = false;
    };

    [[nodiscard]] bus::Checked<std::size_t> index_of(std::string_view name) const;
    bus::Checked<void> show(std::size_t index, std::string_view text);

    std::shared_ptr<const Profile> profile_;
    std::string id_;
    std::vector<Shown> shown_;  ///< of the profile's records, in their order
    bus::TelegramDescription telegram_;
};

}  // namespace otbench::meters
