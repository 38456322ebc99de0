#include "firmware_model/storage/quirks.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

#include "base/numbers.hpp"

namespace otbench::firmware {
namespace {

// Spec: firmware, section 12.
constexpr auto quirk_table = std::array<QuirkEntry, QuirkFixes::highest>{{
    {Quirk::subscribes_with_qos_0, "messages", "subscribing",
     "asks the broker for QoS 0 although QoS 1 was meant, so commands can get lost", "asks for QoS 1",
     "SUBSCRIBE packets"},
    {Quirk::location_topic_refused, "messages", "a location is set and a command comes on the topic with the location",
     "refuses it: the chip id is looked for right behind the root", "takes it like one on the short topic", "status"},
    {Quirk::will_topic_malformed, "messages", "a location is set",
     "connects with a will whose topic has each location and its slash swapped",
     "connects with a will on the status topic", "CONNECT packet"},
    {Quirk::connack_unchecked, "network", "the broker refuses the connection (wrong password)",
     "takes any CONNACK for success, queues its boot message and tries again every 6 s for ever, without an access "
     "point",
     "checks the return code and treats a refusal like a failed connection", "CONNECT attempts, access point"},
    {Quirk::rest_of_segment_lost, "network", "a PUBLISH follows an acknowledgement in one TCP segment",
     "ignores what follows the acknowledgement; the command is lost", "handles every packet of the segment", "status"},
    {Quirk::long_message_overread, "messages", "a message longer than 127 characters",
     "cuts the text but publishes its full length: a NUL and stray memory at the end",
     "publishes what is left after the cut", "status, log"},
    {Quirk::unbounded_status_format, "messages", "any status message",
     "formats its first field without a sound limit; longer texts write past the scratch buffer", "",
     "no effect on the wire below 128 characters, undefined above"},
    {Quirk::percent_is_format, "messages",
     "a percent sign in a text that is passed on (log line, hat string, sensor name)",
     "takes it for a conversion of the format function", "shows it as it is", "status, log"},
    {Quirk::case_sensitive_commands, "messages", "a command in capital letters", "does not know it",
     "reads commands in any case", "status"},
    {Quirk::incomplete_command_ok, "messages", "a path that ends early, or an empty message",
     "answers `ok` and does nothing", "answers `error` with the reason", "status"},
    {Quirk::stored_level_as_error, "configuration", "`get/config/gpio/PIN`", "gives the right value, but as an `error`",
     "answers `ok` with the value", "status"},
    {Quirk::live_level_unreadable, "configuration", "`get/gpio/PIN`",
     "answers `error:0` from a byte that has nothing to do with the pin", "answers `ok` with the pin's level",
     "status"},
    {Quirk::stored_text_changed, "messages", "reading back an SSID, password, location or name",
     "shows it in lower case, with underscores and dots for spaces and colons", "shows it unchanged", "status"},
    {Quirk::dump_ends_in_error, "configuration", "`get/config/all`", "ends the dump with `error:end`",
     "ends it with `ok:end`", "status"},
    {Quirk::queue_overflows, "configuration", "`get/config/all`",
     "queues more than its buffer holds, and so loses the first dozen of its messages", "sends all of them", "status"},
    {Quirk::location_of_32, "configuration", "a location of exactly 32 characters",
     "stores it without an end: topics run on into the next field, and the next boot erases all locations",
     "refuses more than 31 characters", "topics, status"},
    {Quirk::unchanged_level_error, "configuration", "`set/config/gpio/PIN/LEVEL` with the level that is stored",
     "answers `error`", "answers `ok`", "status"},
    {Quirk::boot_slot_word, "configuration", "`set/boot_slot` with a word or nothing",
     "selects slot 0 and answers `ok:ok`", "refuses it", "status"},
    {Quirk::reply_on_new_topic, "messages", "`set/config/loc/N`",
     "answers on the new topic, while subscriptions and will stay the old ones until it reconnects",
     "answers on the old topic and subscribes anew", "topics, SUBSCRIBE packets"},
    {Quirk::boot_states_on_used_pins, "configuration", "Wi-Fi comes (back) on a board without modules",
     "drives every free pin to its stored level, also those in use: the serial line gets a lasting break",
     "leaves the pins that are in use", "pins, bus"},
    {Quirk::wifi_restarts_everything, "network", "Wi-Fi comes back",
     "starts MQTT and the peripherals a second time; the mezzanine is reset while it counts as enabled",
     "starts each of them once", "pins, I2C, received bytes"},
    {Quirk::portal_stays_closed, "network", "the broker cannot be reached after a boot",
     "opens an access point whose portal was stopped before", "opens the portal with the access point", "HTTP port"},
    {Quirk::obeys_retained, "messages", "a retained message on a command topic",
     "obeys it at every connect, and twice where two subscriptions match", "ignores retained messages", "status"},
    {Quirk::boot_message_on_reconnect, "messages", "the broker connection is lost and found again",
     "says `booted:slot:N` although it did not boot", "says so only after a boot", "status"},
    {Quirk::broken_connection_unnoticed, "messages", "the TCP connection breaks with an error instead of a close",
     "goes on as if connected; the messages of that time appear later, before the boot message",
     "counts as disconnected", "status"},
    {Quirk::reset_without_reply, "messages", "`trigger/reset`", "restarts before its `ok:ok` has left", "answers first",
     "status"},
    {Quirk::text_after_colon_ignored, "messages", "a word followed by a colon and more, such as `yes:x` or `dump:x`",
     "ignores what follows the colon", "refuses it", "status"},
    {Quirk::reply_without_command, "messages", "any command", "answers without saying to which command", "",
     "an answer that names its command would be another protocol"},
    {Quirk::level_of_8_bits, "configuration", "`trigger/gpio/PIN/257`", "takes the number modulo 256",
     "refuses what is neither 0 nor 1", "status, pins"},
    {Quirk::frame_settings_ignored, "serial", "parity or stop bits set for the software UART",
     "always sends 8 data bits with even parity and checks nothing it receives", "sends and checks as set",
     "pins, received bytes"},
    {Quirk::idle_mezzanine_blocks_softuart, "serial", "a mezzanine that is switched off, pins set, `serial/enable`",
     "refuses, as if no pins were set", "uses the software UART", "status"},
    {Quirk::receives_while_disabled, "serial", "`serial/disable` with the software UART",
     "goes on receiving and keeps driving TX; what arrived meanwhile shows after the next enable",
     "stops receiving and releases the pin", "pins, received bytes"},
    {Quirk::unusable_serial_pins, "serial", "pins that are reserved or cannot be used",
     "accepts them; some do nothing, 1 and 3 take the console's pins", "refuses them", "status"},
    {Quirk::any_baud, "serial", "any speed that is not 0", "accepts it: the check assigns where it should compare",
     "accepts the speeds of its quirk_table only", "status"},
    {Quirk::odd_digit_dropped, "serial", "an odd number of hexadecimal digits to send",
     "ignores the last character, whatever it is", "refuses it", "status"},
    {Quirk::next_segment_checked, "serial", "more than 32 digits and a further segment",
     "checks the further segment for digits as well", "ignores it", "status"},
    {Quirk::error_after_enable, "serial", "enable after disable with the same RX pin",
     "works, but reports an error on the log topic", "reports nothing", "log"},
    {Quirk::old_rx_pin_listens, "serial", "another RX pin between disable and enable",
     "lets edges on the old pin start a reception on the new one", "forgets the old pin", "received bytes"},
    {Quirk::clock_wrap, "serial", "the microsecond clock wraps (every 35 min 47 s) during a character",
     "ends all waits of that character at once and garbles it", "waits correctly across the wrap",
     "pins, received bytes"},
    {Quirk::wrong_pin_served, "serial", "an interrupt of a lower pin is pending at the same moment",
     "serves the wrong pin and may crash", "", "the model's processor serves one pin at a time and never meets it"},
    {Quirk::overflow_unreported, "serial", "more than 255 bytes unread", "drops the newest and never says so",
     "reports the overflow", "log"},
    {Quirk::second_uart_unreachable, "mezzanine", "`mezz/uart/1`", "addresses a reserved channel of the chip",
     "addresses channel B", "I2C"},
    {Quirk::clear_leaves_fifo, "mezzanine", "`buffer/clear`", "leaves what is in the chip's FIFO, which appears later",
     "empties the FIFO first", "received bytes"},
    {Quirk::one_stop_bit_is_two, "mezzanine", "`stopbit/1`", "sets two stop bits", "sets one", "I2C"},
    {Quirk::disable_leaves_locked, "mezzanine", "disable", "leaves interrupts locked until something else unlocks them",
     "unlocks them", "received bytes"},
    {Quirk::mezzanine_ring_wraps, "mezzanine", "256 or more unread bytes",
     "shows an empty buffer, or only the count modulo 256", "drops the oldest", "received bytes"},
    {Quirk::single_digit_ok, "serial", "one hexadecimal digit to send", "sends nothing and answers `ok`", "refuses it",
     "status"},
    {Quirk::transmission_locks, "serial", "sending",
     "locks interrupts for 16 bit times a character, so that nothing is received meanwhile",
     "leaves them open during the idle bits", "received bytes"},
    {Quirk::outputs_take_serial_pins, "serial", "a NeoPixel or nixie command while serial uses pin 4, 5 or 13",
     "drives the pins all the same", "refuses it", "pins, status"},
    {Quirk::ads_counted_twice, "configuration", "adding the same ADS twice",
     "counts it twice; the next boot erases all ADS settings", "changes nothing", "status"},
    {Quirk::ads_numbers_binary, "configuration", "ADS period or samples", "reads the number as binary, eight bits",
     "reads a decimal of 16 bits", "status"},
    {Quirk::ads_written_unasked, "configuration", "setting a field of an ADS that was not added",
     "writes it into a free slot and answers `ok`", "refuses it", "status"},
    {Quirk::sensors_half_deleted, "configuration", "`delete/config/ds18b20/all`",
     "clears only two thirds of the quirk_table; entries 5 to 7 keep their slots", "clears it whole", "status"},
    {Quirk::sensor_gap, "configuration", "deleting a sensor that is not the last",
     "hides the last one, and later adding one hides more", "closes the gap", "status, topics"},
    {Quirk::relay_without_entry, "configuration", "relay 2 to 8", "fails an assertion or crashes, and reboots", "works",
     "log, reboot"},
    {Quirk::nixie_text_length, "configuration", "`nixie/show` with nothing or five characters and more",
     "fails an assertion and reboots", "refuses it", "log, reboot"},
    {Quirk::failed_update_blocks, "configuration", "an update that cannot start",
     "says `update already in progress` until the next boot", "can be tried again", "status"},
    {Quirk::sensor_slots_full, "configuration", "naming a sensor when all eight slots are in use",
     "may loop until the watchdog bites", "refuses it", "status, reboot"},
    {Quirk::supply_voltage_first_use, "configuration", "`get/info/vdd33` the first time",
     "rewrites a flash sector and answers with a meaningless number", "answers with an error only", "status"},
    {Quirk::device_id_overrun, "messages", "a chip id of 12 digits below the root otb-iot",
     "writes one NUL behind the device id", "", "what lies there in memory is not known; no effect in the model"},
    {Quirk::sensor_blocks, "network", "reading a DS18B20", "blocks for 750 ms and more each try",
     "goes on while the sensor converts", "reply times"},
    {Quirk::short_address, "configuration", "an address of one digit where two belong",
     "uses a digit that is not there", "", "what lies there in memory is not known"},
    {Quirk::long_ssid, "network", "an SSID of 33 to 63 characters",
     "stores the first 33 without an end; the next boot erases SSID and password", "refuses it", "status, Wi-Fi"},
    {Quirk::broker_port_word, "configuration", "`set/config/mqtt/port` with a word", "stores port 0 and answers `ok`",
     "refuses it", "status"},
    {Quirk::led_driver_output_word, "configuration", "`trigger/gpio/pca/WORD/1`", "switches output 0", "refuses it",
     "status, I2C"},
    {Quirk::long_log_line, "messages", "`logs/ram/N` for a line of more than about 250 characters",
     "fails an assertion and reboots", "cuts the line", "log, reboot"},
    {Quirk::unterminated_credentials, "configuration", "setting the MQTT user or password",
     "ends the wrong field: a password of 32 characters runs on into what follows", "ends the field that was set",
     "CONNECT packet"},
    {Quirk::long_segment_lost, "network", "a TCP segment of 1024 bytes or more", "ignores every packet in it",
     "handles them", "status"},
    {Quirk::lost_broker_never_resets, "network",
     "MQTT is lost after it had been connected, on a device without a DS18B20",
     "never restarts and opens no access point", "restarts after the time that is set for it", "reboot"},
    {Quirk::scan_address_error, "hat", "a bad upper scan address",
     "names the lower one in the error; numbers above 255 wrap", "names the bad one, does not wrap", "status"},
    {Quirk::logs_on_bus, "hat", "`mbus/on`", "goes on logging on the UART that now is the M-Bus",
     "keeps its log off the bus", "bus"},
    {Quirk::query_without_pause, "hat", "a data query",
     "sends two SND_NKE and the REQ_UD2 without a pause or an E5 between them",
     "waits for the answer or its time limit", "bus"},
    {Quirk::frame_ends_at_zero, "hat", "a zero byte in a frame: address 0, or 192 in a scan and 165 in a query",
     "cuts the frame there", "sends it whole", "bus"},
    {Quirk::line_ends_in_frame, "hat", "a byte 0A or 0D in a frame", "inserts a byte or drops one", "sends it as it is",
     "bus"},
    {Quirk::percent_in_frame, "hat", "a byte 25 in a frame", "hands it to a format function", "sends it as it is",
     "bus"},
    {Quirk::scan_answer_stays, "hat", "E5 during a scan",
     "leaves the byte in the buffer and shifts by a stray index; reports may repeat", "takes it out and reports once",
     "status"},
    {Quirk::hat_overflow_unreported, "hat", "more than 512 bytes pending", "drops the rest and never says so",
     "reports the overflow", "log"},
    {Quirk::late_scan_answer, "hat", "an E5 later than 250 ms, or with noise",
     "credits it to the next address, or ignores it",
     "waits as long as a slave may take and looks for E5 among the bytes", "status"},
    {Quirk::unpowered_hat_ok, "hat", "`mbus/on` without a port expander", "answers `ok` although the bus has no power",
     "answers `error`", "status"},
    {Quirk::script_checksum, "client", "the query script with an address other than 01",
     "sends the checksum that belongs to address 01, so no meter answers", "computes the checksum", "bus"},
    {Quirk::script_topics, "client", "the script for InfluxDB",
     "subscribes to topics of an older firmware and receives nothing", "",
     "a script of its own; the bench has its own InfluxDB output"},
    {Quirk::script_any_reply, "client", "the query script and an unrelated status message", "takes it for the answer",
     "waits for the answer it expects", "the script's result"},
    {Quirk::nameless_sensor, "configuration", "`set/config/ds18b20/ADDRESS` without a name",
     "stores an empty name, which gives the topic `temp//ADDRESS`", "leaves the name out", "topics"},
    {Quirk::empty_payload_crash, "messages", "an empty payload delivered with QoS 1 or 2",
     "reads through a null pointer: reboot", "handles it like any empty payload", "reboot"},
    {Quirk::update_unchecked, "configuration", "`trigger/update` with a word for the address or the port",
     "starts: only an empty path is refused", "refuses it", "status"},
    {Quirk::relay_count_unchecked, "configuration", "`set/config/relay/ID/num/N` before the type is set",
     "accepts any positive number", "accepts 1 to 8", "status"},
    {Quirk::display_prefix, "configuration", "`trigger/neo/message` with a display such as 8x8x",
     "looks at its first three characters only", "refuses it", "status"},
    {Quirk::relay_location_overrun, "configuration", "`set/config/relay/ID/loc/TEXT`",
     "writes a zero one byte past the location, over the index", "",
     "relay 1 has index 0 anyway, and the others fail an assertion first (Q55)"},
    {Quirk::pin_minus_one, "configuration", "`get/config/gpio/WORD`",
     "reads the stored level of pin -1 before it refuses the path", "", "what it reads is not used"},
    {Quirk::uninitialised_variables, "messages", "any reply, and a hat's product id, version and scan report",
     "reads variables that were never set", "", "the values are assumptions: see P6 and Q76"},
}};

std::string_view trim(std::string_view text) {
    constexpr std::string_view blanks = " \t";
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

bool is_all(std::string_view word) {
    constexpr std::string_view all = "all";
    return std::equal(word.begin(), word.end(), all.begin(), all.end(),
                      [](unsigned char a, char b) { return std::tolower(a) == b; });
}

/// The defect that `word` (`Q14`) names; nothing when it names none.
std::optional<Quirk> quirk_named(std::string_view word) {
    if (word.size() < 2 || (word.front() != 'Q' && word.front() != 'q')) return std::nullopt;
    const auto number = parse_integer<int>(word.substr(1));
    if (!number || *number < 1 || *number > QuirkFixes::highest) return std::nullopt;
    return static_cast<Quirk>(*number);
}

const QuirkEntry& entry_of(Quirk quirk) {
    return quirk_table.at(static_cast<std::size_t>(quirk) - 1);
}

}  // namespace

boost::span<const QuirkEntry> quirks() {
    return quirk_table;
}

boost::system::result<QuirkFixes, std::string> QuirkFixes::parse(std::string_view list) {
    QuirkFixes fixes;
    while (!list.empty()) {
        const auto comma = list.find(',');
        const auto word = trim(list.substr(0, comma));
        list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 1);
        if (is_all(word)) {
            for (const QuirkEntry& entry : quirk_table) {
                if (entry.is_switchable()) fixes.fix(entry.quirk);
            }
            continue;
        }
        const auto quirk = quirk_named(word);
        if (!quirk) {
            return fmt::format("unknown quirk '{}' (expected Q1 to Q{} with commas between, or all)", word, highest);
        }
        const QuirkEntry& entry = entry_of(*quirk);
        if (!entry.is_switchable()) return fmt::format("Q{} has no switch: {}", entry.number(), entry.shows);
        fixes.fix(*quirk);
    }
    return fixes;
}

std::string QuirkFixes::text() const {
    std::string list;
    for (const QuirkEntry& entry : quirk_table) {
        if ((*this)[entry.quirk]) list += fmt::format("{}Q{}", list.empty() ? "" : ",", entry.number());
    }
    return list;
}

}  // namespace otbench::firmware
