#include "bus/message/describe.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "bus/message/telegram.hpp"
#include "tests/bus/codec_samples.hpp"

namespace otbench::bus {
namespace {

namespace fs = std::filesystem;
using ::testing::IsEmpty;

/// Octets on the heap with nothing behind them, so that a sanitiser detects a read past the end.
class ExactOctets {
public:
    explicit ExactOctets(const OctetBuffer& octets) : octets_(new std::uint8_t[octets.size()]), size_(octets.size()) {
        std::copy(octets.begin(), octets.end(), octets_.get());
    }
    [[nodiscard]] OctetView view() const { return {octets_.get(), size_}; }

private:
    std::unique_ptr<std::uint8_t[]> octets_;
    std::size_t size_;
};

OctetBuffer from_hex(std::string hex) {
    hex.erase(std::remove_if(hex.begin(), hex.end(), [](unsigned char c) { return std::isspace(c); }), hex.end());
    OctetBuffer octets;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        octets.push_back(static_cast<std::uint8_t>(std::stoul(hex.substr(i, 2), nullptr, 16)));
    return octets;
}

/// Every frame of the recorded cases and, where they are at hand, of real meters.
std::vector<OctetBuffer> corpus() {
    std::vector<fs::path> lists = {fs::path{OTBENCH_SOURCE_DIR} / "tests/data/decoder/cases.jsonl"};
    std::vector<OctetBuffer> frames;
#ifdef OTBENCH_SHARED_FRAMES
    lists.push_back(fs::path{OTBENCH_SHARED_FRAMES} / "mutated.jsonl");
    for (const auto& entry : fs::recursive_directory_iterator{OTBENCH_SHARED_FRAMES}) {
        if (entry.path().extension() != ".hex") continue;
        std::ifstream file{entry.path()};
        frames.push_back(from_hex({std::istreambuf_iterator<char>{file}, {}}));
    }
#endif
    for (const fs::path& list : lists) {
        std::ifstream file{list};
        for (std::string line; std::getline(file, line);)
            frames.push_back(from_hex(nlohmann::json::parse(line)["hex"].get<std::string>()));
    }
    return frames;
}

/// The description in the first dialect that can read the frame.
Decoded<AnswerDescription> describe_somehow(const Frame& frame) {
    auto answer = describe_answer(frame);
    return answer ? answer : describe_answer(frame, Dialect::libmbus);
}

std::string hex(OctetView octets) {
    std::string text;
    for (const std::uint8_t octet : octets) text += nlohmann::json(octet).dump() + ' ';
    return text;
}

TEST(Describe, reproduces_every_frame_of_the_corpora_octet_for_octet) {
    std::vector<std::string> differences;
    std::size_t described = 0;
    for (const OctetBuffer& octets : corpus()) {
        const ExactOctets exact{octets};
        const auto frame = parse_frame(exact.view());
        if (!frame) continue;
        const auto answer = describe_somehow(*frame);
        if (!answer) continue;
        ++described;
        const auto again = encode_answer(*answer);
        if (!again)
            differences.push_back(again.error().message);
        else if (*again != octets)
            differences.push_back(hex(octets) + "became " + hex(*again));
    }
    EXPECT_GT(described, 200u);
    EXPECT_THAT(differences, IsEmpty());
}

/// Gives a record another value of the same coding; false when it has none that can be changed.
struct Changer {
    RecordDescription& record;

    bool operator()(std::monostate) const { return false; }
    bool operator()(const Measure&) const { return false; }  // descriptions have coded numbers
    bool operator()(std::int64_t& count) const { return count = count == 1 ? 2 : 1, true; }
    bool operator()(double& real) const { return real = real == 1.5 ? 2.5 : 1.5, true; }
    bool operator()(std::string& text) const {
        if (text.empty()) return false;
        text[0] = text[0] == 'a' ? 'b' : 'a';
        return true;
    }
    bool operator()(DateTime& when) const {
        if (when.shape == DateTime::Shape::time)
            when.minute = when.minute == 1 ? 2 : 1;
        else
            when.day = when.day == 1 ? 2 : 1;
        return true;
    }
    bool operator()(RawDigits& raw) const {
        if (raw.digits.empty()) return false;
        raw.digits.back() = raw.digits.back() == '1' ? '2' : '1';
        return true;
    }
};

/// The octets that differ between two equally long buffers, as a range; empty when they are equal.
std::pair<std::size_t, std::size_t> changed_range(const OctetBuffer& a, const OctetBuffer& b) {
    const auto first = std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin();
    const auto after = std::mismatch(a.rbegin(), a.rend(), b.rbegin(), b.rend()).first - a.rbegin();
    return {static_cast<std::size_t>(first), a.size() - static_cast<std::size_t>(after)};
}

TEST(Describe, a_changed_value_is_found_again_and_nothing_else_has_changed) {
    std::size_t changed = 0;
    for (const OctetBuffer& octets : corpus()) {
        const auto frame = parse_frame(octets);
        if (!frame) continue;
        const auto answer = describe_somehow(*frame);
        if (!answer || !std::holds_alternative<TelegramDescription>(answer->content)) continue;
        const auto original = std::get<TelegramDescription>(answer->content);
        for (std::size_t i = 0; i < original.records.size(); ++i) {
            TelegramDescription telegram = original;
            if (!std::visit(Changer{telegram.records[i]}, telegram.records[i].value)) continue;
            ++changed;
            const auto before = encode_telegram(original);
            const auto after = encode_telegram(telegram);
            ASSERT_TRUE(after) << after.error().message;
            ASSERT_EQ(after->size(), before->size());
            const auto again = describe_telegram(*after, telegram.dialect);
            ASSERT_TRUE(again);
            ASSERT_EQ(again->records.size(), telegram.records.size());
            EXPECT_EQ(*encode_telegram(*again), *after);

            // The octets that differ lie in the data of that record.
            const std::size_t first_record = Telegram::parse(*before)->first_record();
            RecordWalker walk{*before, first_record, telegram.dialect};
            OctetView data;
            for (std::size_t k = first_record > Telegram::header_size ? 1 : 0; k <= i; ++k) data = (**walk.next()).data;
            const auto start = static_cast<std::size_t>(data.data() - before->data());
            const auto [first, end] = changed_range(*before, *after);
            EXPECT_LT(first, end);
            EXPECT_GE(first, start);
            EXPECT_LE(end, start + data.size());
        }
    }
    EXPECT_GT(changed, 1000u);
}

TEST(Describe, reproduces_every_decodable_frame_octet_for_octet) {
    std::mt19937 random{20240229};
    const auto octet = [&random] { return static_cast<std::uint8_t>(random()); };
    std::size_t described = 0;
    for (int round = 0; round < 20000; ++round) {
        OctetBuffer data(Telegram::header_size + random() % 60);
        std::generate(data.begin(), data.end(), octet);
        if (round % 2 == 0)  // short DIFs and VIFs make records that a telegram of chance rarely has
            for (std::size_t i = Telegram::header_size; i < data.size(); i += 1 + random() % 6) data[i] &= 0x7F;
        const ExactOctets exact{data};
        for (const Dialect dialect : {Dialect::standard, Dialect::libmbus}) {
            const auto telegram = describe_telegram(exact.view(), dialect);
            if (!telegram) continue;
            ++described;
            const auto again = encode_telegram(*telegram);
            ASSERT_TRUE(again) << again.error().message << " for " << hex(data);
            ASSERT_EQ(*again, data) << hex(data);
        }
    }
    EXPECT_GT(described, 5000u);
}

TEST(Describe, keeps_only_manufacturer_data_of_a_real_meter_as_octets) {
    const auto telegram = describe_telegram(cf_echo_2_user_data);
    ASSERT_TRUE(telegram);
    for (const RecordDescription& record : telegram->records) EXPECT_TRUE(record.raw.empty());
    const RecordDescription& energy = telegram->records.at(1);
    EXPECT_EQ(energy.name, "energy");
    EXPECT_EQ(std::get<std::int64_t>(energy.value), 973);
    EXPECT_EQ(vif_entry(energy.vif).exponent, 4);
    EXPECT_EQ(telegram->manufacturer_data, (OctetBuffer{0x04, 0x00}));
}

TEST(Describe, turns_the_octets_of_mode_2_round) {
    const OctetBuffer data = {
        0x12, 0x34, 0x56, 0x78, 0x04, 0x77, 0x01, 0x02, 0x00, 0x00, 0x00, 0x00,  // header, high octets first
        0x02, 0x03, 0x01, 0x00,                                                  // int16, energy, 256 Wh
    };
    const OctetBuffer octets = long_frame(control::RSP_UD, 1, 0x76, data);
    const auto answer = describe_answer(*parse_frame(octets));
    ASSERT_TRUE(answer);
    EXPECT_TRUE(answer->big_endian);
    const auto& telegram = std::get<TelegramDescription>(answer->content);
    EXPECT_EQ(telegram.device.id, 0x12345678u);
    EXPECT_EQ(telegram.device.manufacturer, 0x0477);
    EXPECT_EQ(std::get<std::int64_t>(telegram.records.at(0).value), 256);
    EXPECT_EQ(*encode_answer(*answer), octets);
}

TEST(Describe, reproduces_encrypted_blocks_of_mode_2_even_cut_short) {
    // Configuration 0755: mode 7, five blocks, of which five bytes are there; read in the other order, 5507, it is
    // none.
    const auto octets = from_hex("68 15 15 68 08 01 76 78563412 7478 56 34 52 01 0755 0000 00390699 90 16");
    const auto frame = parse_frame(octets);
    ASSERT_TRUE(frame);
    const auto description = describe_answer(*frame);
    ASSERT_TRUE(description);
    const auto encoded = encode_answer(*description);
    ASSERT_TRUE(encoded) << encoded.error().message;
    EXPECT_EQ(*encoded, octets);
}

TEST(Describe, knows_fixed_data_and_application_errors) {
    const OctetBuffer fixed = long_frame(control::RSP_UD, 5, 0x73,
                                         OctetBuffer{
                                             0x78, 0x56, 0x34, 0x12,  // id
                                             0x0A, 0x00,              // access number, status
                                             0xE9, 0x7E,              // medium 7: water; units l, historic
                                             0x01, 0x00, 0x00, 0x00,  // counter 1
                                             0x35, 0x01, 0x00, 0x00,  // counter 2
                                         });
    const auto answer = describe_answer(*parse_frame(fixed));
    ASSERT_TRUE(answer);
    EXPECT_EQ(std::get<FixedDescription>(answer->content).medium, 7);
    EXPECT_EQ(std::get<FixedDescription>(answer->content).counters[1].value, 0x135u);
    EXPECT_EQ(*encode_answer(*answer), fixed);
    for (const OctetBuffer& data : {OctetBuffer{}, OctetBuffer{0x08}, OctetBuffer{0x08, 0x01}}) {
        const OctetBuffer error = long_frame(control::RSP_UD, 5, 0x70, data);
        EXPECT_EQ(*encode_answer(*describe_answer(*parse_frame(error))), error);
    }
}

}  // namespace
}  // namespace otbench::bus
