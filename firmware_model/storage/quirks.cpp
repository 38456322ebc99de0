#include "firmware_model/storage/quirks.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <optional>

namespace otbench::firmware {
namespace {

// Spec: firmware, section 12.
constexpr auto table = std::array<Quirk, QuirkFixes::highest>{{
    {1, "messages", "subscribing", "asks the broker for QoS 0 although QoS 1 was meant, so commands can get lost",
     "asks for QoS 1", "SUBSCRIBE packets"},
    {2, "messages", "a location is set and a command comes on the topic with the location",
     "refuses it: the chip id is looked for right behind the root", "takes it like one on the short topic", "status"},
    {3, "messages", "a location is set", "connects with a will whose topic has each location and its slash swapped",
     "connects with a will on the status topic", "CONNECT packet"},
    {4, "network", "the broker refuses the connection (wrong password)",
     "takes any CONNACK for success, queues its boot message and tries again every 6 s for ever, without an access "
     "point",
     "checks the return code and treats a refusal like a failed connection", "CONNECT attempts, access point"},
    {5, "network", "a PUBLISH follows an acknowledgement in one TCP segment",
     "ignores what follows the acknowledgement; the command is lost", "handles every packet of the segment", "status"},
    {6, "messages", "a message longer than 127 characters",
     "cuts the text but publishes its full length: a NUL and stray memory at the end",
     "publishes what is left after the cut", "status, log"},
    {7, "messages", "any status message",
     "formats its first field without a sound limit; longer texts write past the scratch buffer", "",
     "no effect on the wire below 128 characters, undefined above"},
    {8, "messages", "a percent sign in a text that is passed on (log line, hat string, sensor name)",
     "takes it for a conversion of the format function", "shows it as it is", "status, log"},
    {9, "messages", "a command in capital letters", "does not know it", "reads commands in any case", "status"},
    {10, "messages", "a path that ends early, or an empty message", "answers `ok` and does nothing",
     "answers `error` with the reason", "status"},
    {11, "configuration", "`get/config/gpio/PIN`", "gives the right value, but as an `error`",
     "answers `ok` with the value", "status"},
    {12, "configuration", "`get/gpio/PIN`", "answers `error:0` from an octet that has nothing to do with the pin",
     "answers `ok` with the pin's level", "status"},
    {13, "messages", "reading back an SSID, password, location or name",
     "shows it in lower case, with underscores and dots for spaces and colons", "shows it unchanged", "status"},
    {14, "configuration", "`get/config/all`", "ends the dump with `error:end`", "ends it with `ok:end`", "status"},
    {15, "configuration", "`get/config/all`",
     "queues more than its buffer holds, and so loses the first dozen of its messages", "sends all of them", "status"},
    {16, "configuration", "a location of exactly 32 characters",
     "stores it without an end: topics run on into the next field, and the next boot erases all locations",
     "refuses more than 31 characters", "topics, status"},
    {17, "configuration", "`set/config/gpio/PIN/LEVEL` with the level that is stored", "answers `error`",
     "answers `ok`", "status"},
    {18, "configuration", "`set/boot_slot` with a word or nothing", "selects slot 0 and answers `ok:ok`", "refuses it",
     "status"},
    {19, "messages", "`set/config/loc/N`",
     "answers on the new topic, while subscriptions and will stay the old ones until it reconnects",
     "answers on the old topic and subscribes anew", "topics, SUBSCRIBE packets"},
    {20, "configuration", "Wi-Fi comes (back) on a board without modules",
     "drives every free pin to its stored level, also those in use: the serial line gets a lasting break",
     "leaves the pins that are in use", "pins, bus"},
    {21, "network", "Wi-Fi comes back",
     "starts MQTT and the peripherals a second time; the mezzanine is reset while it counts as enabled",
     "starts each of them once", "pins, I2C, received octets"},
    {22, "network", "the broker cannot be reached after a boot",
     "opens an access point whose portal was stopped before", "", "the portal is not part of the model"},
    {23, "messages", "a retained message on a command topic",
     "obeys it at every connect, and twice where two subscriptions match", "ignores retained messages", "status"},
    {24, "messages", "the broker connection is lost and found again", "says `booted:slot:N` although it did not boot",
     "says so only after a boot", "status"},
    {25, "messages", "the TCP connection breaks with an error instead of a close",
     "goes on as if connected; the messages of that time appear later, before the boot message",
     "counts as disconnected", "status"},
    {26, "messages", "`trigger/reset`", "restarts before its `ok:ok` has left", "answers first", "status"},
    {27, "messages", "a word followed by a colon and more, such as `yes:x` or `dump:x`",
     "ignores what follows the colon", "refuses it", "status"},
    {28, "messages", "any command", "answers without saying to which command", "",
     "an answer that names its command would be another protocol"},
    {29, "configuration", "`trigger/gpio/PIN/257`", "takes the number modulo 256", "refuses what is neither 0 nor 1",
     "status, pins"},
    {30, "serial", "parity or stop bits set for the software UART",
     "always sends 8 data bits with even parity and checks nothing it receives", "sends and checks as set",
     "pins, received octets"},
    {31, "serial", "a mezzanine that is switched off, pins set, `serial/enable`", "refuses, as if no pins were set",
     "uses the software UART", "status"},
    {32, "serial", "`serial/disable` with the software UART",
     "goes on receiving and keeps driving TX; what arrived meanwhile shows after the next enable",
     "stops receiving and releases the pin", "pins, received octets"},
    {33, "serial", "pins that are reserved or cannot be used",
     "accepts them; some do nothing, 1 and 3 take the console's pins", "refuses them", "status"},
    {34, "serial", "any speed that is not 0", "accepts it: the check assigns where it should compare",
     "accepts the speeds of its table only", "status"},
    {35, "serial", "an odd number of hexadecimal digits to send", "ignores the last character, whatever it is",
     "refuses it", "status"},
    {36, "serial", "more than 32 digits and a further segment", "checks the further segment for digits as well",
     "ignores it", "status"},
    {37, "serial", "enable after disable with the same RX pin", "works, but reports an error on the log topic",
     "reports nothing", "log"},
    {38, "serial", "another RX pin between disable and enable",
     "lets edges on the old pin start a reception on the new one", "forgets the old pin", "received octets"},
    {39, "serial", "the microsecond clock wraps (every 35 min 47 s) during a character",
     "ends all waits of that character at once and garbles it", "waits correctly across the wrap",
     "pins, received octets"},
    {40, "serial", "an interrupt of a lower pin is pending at the same moment", "serves the wrong pin and may crash",
     "", "the model's processor serves one pin at a time and never meets it"},
    {41, "serial", "more than 255 octets unread", "drops the newest and never says so", "reports the overflow", "log"},
    {42, "mezzanine", "`mezz/uart/1`", "addresses a reserved channel of the chip", "addresses channel B", "I2C"},
    {43, "mezzanine", "`buffer/clear`", "leaves what is in the chip's FIFO, which appears later",
     "empties the FIFO first", "received octets"},
    {44, "mezzanine", "`stopbit/1`", "sets two stop bits", "sets one", "I2C"},
    {45, "mezzanine", "disable", "leaves interrupts locked until something else unlocks them", "unlocks them",
     "received octets"},
    {46, "mezzanine", "256 or more unread octets", "shows an empty buffer, or only the count modulo 256",
     "drops the oldest", "received octets"},
    {47, "serial", "one hexadecimal digit to send", "sends nothing and answers `ok`", "refuses it", "status"},
    {48, "serial", "sending", "locks interrupts for 16 bit times a character, so that nothing is received meanwhile",
     "leaves them open during the idle bits", "received octets"},
    {49, "serial", "a NeoPixel or nixie command while serial uses pin 4, 5 or 13", "drives the pins all the same",
     "refuses it", "pins, status"},
    {50, "configuration", "adding the same ADS twice", "counts it twice; the next boot erases all ADS settings",
     "changes nothing", "status"},
    {51, "configuration", "ADS period or samples", "reads the number as binary, eight bits",
     "reads a decimal of 16 bits", "status"},
    {52, "configuration", "setting a field of an ADS that was not added", "writes it into a free slot and answers `ok`",
     "refuses it", "status"},
    {53, "configuration", "`delete/config/ds18b20/all`",
     "clears only two thirds of the table; entries 5 to 7 keep their slots", "clears it whole", "status"},
    {54, "configuration", "deleting a sensor that is not the last",
     "hides the last one, and later adding one hides more", "closes the gap", "status, topics"},
    {55, "configuration", "relay 2 to 8", "fails an assertion or crashes, and reboots", "works", "log, reboot"},
    {56, "configuration", "`nixie/show` with nothing or five characters and more", "fails an assertion and reboots",
     "refuses it", "log, reboot"},
    {57, "configuration", "an update that cannot start", "says `update already in progress` until the next boot",
     "can be tried again", "status"},
    {58, "configuration", "naming a sensor when all eight slots are in use", "may loop until the watchdog bites",
     "refuses it", "status, reboot"},
    {59, "configuration", "`get/info/vdd33` the first time",
     "rewrites a flash sector and answers with a meaningless number", "answers with an error only", "status"},
    {60, "messages", "a chip id of 12 digits below the root otb-iot", "writes one NUL behind the device id", "",
     "what lies there in memory is not known; no effect in the model"},
    {61, "network", "reading a DS18B20", "blocks for 750 ms and more each try", "goes on while the sensor converts",
     "reply times"},
    {62, "configuration", "an address of one digit where two belong", "uses a digit that is not there", "",
     "what lies there in memory is not known"},
    {63, "network", "an SSID of 33 to 63 characters",
     "stores the first 33 without an end; the next boot erases SSID and password", "refuses it", "status, Wi-Fi"},
    {64, "configuration", "`set/config/mqtt/port` with a word", "stores port 0 and answers `ok`", "refuses it",
     "status"},
    {65, "configuration", "`trigger/gpio/pca/WORD/1`", "switches output 0", "refuses it", "status, I2C"},
    {66, "messages", "`logs/ram/N` for a line of more than about 250 characters", "fails an assertion and reboots",
     "cuts the line", "log, reboot"},
    {67, "configuration", "setting the MQTT user or password",
     "ends the wrong field: a password of 32 characters runs on into what follows", "ends the field that was set",
     "CONNECT packet"},
    {68, "network", "a TCP segment of 1024 octets or more", "ignores every packet in it", "handles them", "status"},
    {69, "network", "MQTT is lost after it had been connected, and there is no DS18B20",
     "never restarts and opens no access point", "restarts after the time that is set for it", "reboot"},
    {70, "hat", "a bad upper scan address", "names the lower one in the error; numbers above 255 wrap",
     "names the bad one, does not wrap", "status"},
    {71, "hat", "`mbus/on`", "goes on logging on the UART that now is the M-Bus", "keeps its log off the bus", "bus"},
    {72, "hat", "a data query", "sends two SND_NKE and the REQ_UD2 without a pause or an E5 between them",
     "waits for the answer or its time limit", "bus"},
    {73, "hat", "a zero octet in a frame: address 0, or 192 in a scan and 165 in a query", "cuts the frame there",
     "sends it whole", "bus"},
    {74, "hat", "an octet 0A or 0D in a frame", "inserts an octet or drops one", "sends it as it is", "bus"},
    {75, "hat", "an octet 25 in a frame", "hands it to a format function", "sends it as it is", "bus"},
    {76, "hat", "E5 during a scan", "leaves the octet in the buffer and shifts by a stray index; reports may repeat",
     "takes it out and reports once", "status"},
    {77, "hat", "more than 512 octets pending", "drops the rest and never says so", "reports the overflow", "log"},
    {78, "hat", "an E5 later than 250 ms, or with noise", "credits it to the next address, or ignores it",
     "waits as long as a slave may take and looks for E5 among the octets", "status"},
    {79, "hat", "`mbus/on` without a port expander", "answers `ok` although the bus has no power", "answers `error`",
     "status"},
    {80, "client", "the query script with an address other than 01",
     "sends the checksum that belongs to address 01, so no meter answers", "computes the checksum", "bus"},
    {81, "client", "the script for InfluxDB", "subscribes to topics of an older firmware and receives nothing", "",
     "a script of its own; the bench has its own InfluxDB output"},
    {82, "client", "the query script and an unrelated status message", "takes it for the answer",
     "waits for the answer it expects", "the script's result"},
    {83, "configuration", "`set/config/ds18b20/ADDRESS` without a name",
     "stores an empty name, which gives the topic `temp//ADDRESS`", "leaves the name out", "topics"},
    {84, "messages", "an empty payload delivered with QoS 1 or 2", "reads through a null pointer: reboot",
     "handles it like any empty payload", "reboot"},
    {85, "configuration", "`trigger/update` with a word for the address or the port",
     "starts: only an empty path is refused", "refuses it", "status"},
    {86, "configuration", "`set/config/relay/ID/num/N` before the type is set", "accepts any positive number",
     "accepts 1 to 8", "status"},
    {87, "configuration", "`trigger/neo/message` with a display such as 8x8x",
     "looks at its first three characters only", "refuses it", "status"},
    {88, "configuration", "`set/config/relay/ID/loc/TEXT`", "writes a zero one byte past the location, over the index",
     "", "relay 1 has index 0 anyway, and the others fail an assertion first (Q55)"},
    {89, "configuration", "`get/config/gpio/WORD`", "reads the stored level of pin -1 before it refuses the path", "",
     "what it reads is not used"},
    {90, "messages", "any reply, and a hat's product id, version and scan report",
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

/// The number in `Q14`; nothing if `word` is none.
std::optional<int> number_of(std::string_view word) {
    if (word.size() < 2 || (word.front() != 'Q' && word.front() != 'q')) return std::nullopt;
    int number = 0;
    const auto [end, error] = std::from_chars(word.data() + 1, word.data() + word.size(), number);
    if (error != std::errc{} || end != word.data() + word.size()) return std::nullopt;
    return number >= 1 && number <= QuirkFixes::highest ? std::optional{number} : std::nullopt;
}

const Quirk& quirk_of(int number) {
    return table.at(static_cast<std::size_t>(number - 1));
}

}  // namespace

boost::span<const Quirk> quirks() {
    return table;
}

boost::system::result<QuirkFixes, std::string> QuirkFixes::parse(std::string_view list) {
    QuirkFixes fixes;
    while (!list.empty()) {
        const auto comma = list.find(',');
        const auto word = trim(list.substr(0, comma));
        list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 1);
        if (is_all(word)) {
            for (const Quirk& quirk : table) {
                if (quirk.is_switchable()) fixes.fix(quirk.number);
            }
            continue;
        }
        const auto number = number_of(word);
        if (!number) {
            return fmt::format("'{}' is no known defect; write Q1 to Q{} with commas between, or all", word, highest);
        }
        if (!quirk_of(*number).is_switchable()) {
            return fmt::format("Q{} has no switch: {}", *number, quirk_of(*number).shows);
        }
        fixes.fix(*number);
    }
    return fixes;
}

std::string QuirkFixes::text() const {
    std::string list;
    for (int number = 1; number <= highest; ++number) {
        if ((*this)[number]) list += fmt::format("{}Q{}", list.empty() ? "" : ",", number);
    }
    return list;
}

}  // namespace otbench::firmware
