#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bus/message/describe.hpp"
#include "bus/record/codec_error.hpp"
#include "bus/slave/slave_link.hpp"
#include "meters/profile/profile.hpp"

namespace otbench::meters {

/// The value that puts a record into its error state.
constexpr std::string_view error_value = "error";
/// The default value of a record that shows the number of its telegram.
constexpr std::string_view page_word = "page";

/// The record with the value that `text` stands for: "9730 kWh", "2017-02-11T19:36", "2017-07-11T19:36 summer-time",
/// "error", the number as coded ("coded 973") or digit for digit ("digits 99F0"). The error names the record and what
/// is allowed.
[[nodiscard]] Checked<bus::RecordDescription> with_value(const ProfileRecord& record, std::string_view text);

/// The value by which a record shows an identification number of eight hex digits: BCD has digits beyond 9 as sent.
[[nodiscard]] std::string id_value(const ProfileRecord& record, std::string_view id);

/// The record with the value that it has at first; `id` where it follows the meter's.
[[nodiscard]] Checked<bus::RecordDescription> with_default(const ProfileRecord& record, std::string_view id);

/// Whether a telegram with its default values, the last one of its sequence or not, fits a frame. They must be valid.
[[nodiscard]] Checked<void> fits_a_frame(const Profile& profile, const ProfileTelegram& telegram, bool last);

/// A record that a master wants to read, or wrote to.
struct RecordAddress {
    bus::VifCode vif;
    bus::Function function = bus::Function::instantaneous;
    std::uint64_t storage = 0;
    std::uint32_t tariff = 0;
    std::uint16_t device = 0;
};
[[nodiscard]] RecordAddress address_of(const bus::Record& record);

/// What a meter shows: its identification, its status and its values. They last as long as the meter, with power or
/// without.
class Readout {
public:
    explicit Readout(std::shared_ptr<const Profile> profile);

    /// Sets the identification number, eight digits, and with it the values that follow it.
    Checked<void> set_id(std::string_view digits);
    [[nodiscard]] const std::string& id() const { return id_; }
    /// Sets the whole identification.
    Checked<void> set_device(const bus::DeviceKey& device);
    [[nodiscard]] bus::DeviceKey device() const;
    /// While it is, the meter shows neither its identification number nor its medium: zeros instead.
    void set_anonymous(bool anonymous) { anonymous_ = anonymous; }
    /// Eight digits; nothing when the meter shows none.
    [[nodiscard]] std::optional<std::uint32_t> fabrication_number() const;

    void set_status(std::uint8_t status) { status_ = status; }
    [[nodiscard]] std::uint8_t status() const { return status_; }

    /// Encrypts all variable data with `key` in mode 5; without a key it stops. An error, which changes nothing, when a
    /// telegram would not fit its frame any more, or when its numbers come most significant octet first.
    Checked<void> set_key(const std::optional<bus::AesKey>& key);
    [[nodiscard]] const std::optional<bus::AesKey>& key() const { return key_; }

    /// Sets a value, as a person writes it (see `with_value`; a counter of fixed data: its eight digits; manufacturer
    /// data: octets in hex). Nothing changes on an error.
    Checked<void> set_value(std::string_view name, std::string_view text);
    /// A value as it was written; an error when there is none of that name.
    [[nodiscard]] Checked<std::string> value(std::string_view name) const;
    /// Whether the value can be `error_value`.
    [[nodiscard]] bool has_error_state(std::string_view name) const;
    /// The names of all values, in the order in which they are sent.
    [[nodiscard]] std::vector<std::string> value_names() const;
    /// The name of the value that the record at `address` shows; nothing when there is no such record.
    [[nodiscard]] std::optional<std::string> name_at(const RecordAddress& address) const;

    /// Whether sequences end with their last recorded telegram, which then announces none, instead of with an invented
    /// one (see `ProfileTelegram::invented`).
    void set_without_invented(bool without) { without_invented_ = without; }
    /// How many entries of the profile's log exist; records of others are not sent, nor telegrams without records.
    void set_filling(std::size_t filling) { filling_ = filling; }
    [[nodiscard]] std::size_t filling() const { return filling_; }
    /// How many entries the log can have.
    [[nodiscard]] std::int64_t log_size() const { return static_cast<std::int64_t>(profile_->log_size); }
    /// How many telegrams readout `readout` of the profile has.
    [[nodiscard]] std::size_t size(std::size_t readout) const;
    /// Telegram `index` of readout `readout` of the profile.
    [[nodiscard]] bus::UserData telegram(std::size_t readout, std::size_t index, std::uint8_t access_number) const;
    /// One telegram with the records at `addresses` alone, from whichever telegram of the readout they come.
    [[nodiscard]] bus::UserData chosen_records(std::size_t readout, const std::vector<RecordAddress>& addresses,
                                               std::uint8_t access_number) const;
    /// The profile's own class 1 data; nothing when it has none.
    [[nodiscard]] std::optional<bus::UserData> alarm_telegram(std::uint8_t access_number) const;

private:
    using Page = std::variant<bus::TelegramDescription, bus::FixedDescription, RawTelegram>;

    /// Where a value is shown.
    struct Place {
        std::size_t readout, page, record;
        const ProfileRecord* profile;  ///< null: a counter of fixed data, or the manufacturer data of a telegram
    };
    struct Shown {
        std::string name;
        std::string text;
        bool follows_id = false;
        bool follows_page = false;
        std::vector<Place> places;
    };

    void add_values(const VariableTelegram& telegram, std::size_t readout, std::size_t page);
    void add_values(const FixedTelegram& telegram, std::size_t readout, std::size_t page);
    Shown& value_named(const std::string& name);
    /// A telegram with the records that are sent and the number of the telegram in those that show it.
    [[nodiscard]] Page page_to_send(std::size_t readout, std::size_t index) const;
    [[nodiscard]] Checked<std::size_t> index_of(std::string_view name) const;
    Checked<void> show(Shown& shown, std::string_view text);
    Checked<void> show_id(Shown& shown, std::string_view id);
    Checked<void> put(const Place& place, std::string_view text);
    Checked<void> put_block(bus::TelegramDescription& telegram, std::string_view text) const;
    [[nodiscard]] bus::UserData encoded(const Page& page, const TelegramHeader& header, std::uint8_t access_number,
                                        bool announced = false) const;

    std::shared_ptr<const Profile> profile_;
    std::string id_;
    bus::DeviceKey device_;
    std::optional<bus::AesKey> key_;
    bool anonymous_ = false;
    bool without_invented_ = false;
    std::size_t filling_;
    std::uint8_t status_;
    std::vector<std::vector<Page>> pages_;  ///< of the profile's readouts, in their order
    std::optional<Page> alarm_;
    std::vector<Shown> shown_;  ///< in the order in which they are sent
};

}  // namespace otbench::meters
