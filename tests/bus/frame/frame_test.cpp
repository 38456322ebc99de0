#include "bus/frame/frame.hpp"

#include <gmock/gmock.h>

#include <random>

namespace otbench::bus {
namespace {

using testing::ElementsAre;

const OctetBuffer snd_nke = {
    0x10,  // short frame
    0x40,  // C: SND_NKE
    0x01,  // A
    0x41,  // checksum
    0x16,  // stop
};
const OctetBuffer req_ud2 = {0x10, 0x7B, 0x01, 0x7C, 0x16};
const OctetBuffer application_reset = {
    0x68, 0x03, 0x03, 0x68,  // control frame
    0x53, 0x01, 0x50,        // C: SND_UD, A, CI: application reset
    0xA4, 0x16,
};
const OctetBuffer application_busy = {
    0x68, 0x04, 0x04, 0x68,  // long frame
    0x08, 0x01, 0x70,        // C: RSP_UD, A, CI: application error
    0x08,                    // application busy
    0x81, 0x16,
};

struct Split {
    std::vector<OctetBuffer> frames;
    std::vector<FrameError> errors;
};

void collect(const FrameEvent& event, Split& split) {
    if (const auto* frame = std::get_if<Frame>(&event)) {
        split.frames.emplace_back(frame->octets.begin(), frame->octets.end());
    } else if (const auto* error = std::get_if<FrameError>(&event)) {
        split.errors.push_back(*error);
    }
}

void feed(FrameSplitter& splitter, OctetView bytes, Split& split) {
    for (;;) {
        const auto event = splitter.next(bytes);
        if (std::holds_alternative<NeedMore>(event)) return;
        collect(event, split);
    }
}

void fall_silent(FrameSplitter& splitter, Split& split) {
    while (const auto event = splitter.gap()) collect(*event, split);
}

Split split_all(OctetView bytes) {
    FrameSplitter splitter;
    Split split;
    feed(splitter, bytes, split);
    fall_silent(splitter, split);
    return split;
}

OctetBuffer joined(std::initializer_list<OctetBuffer> parts) {
    OctetBuffer all;
    for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
    return all;
}

FrameError error_of(const OctetBuffer& octets) {
    const auto frame = parse_frame(octets);
    EXPECT_TRUE(frame.has_error());
    return frame.has_error() ? frame.error() : FrameError{};
}

TEST(ParseFrame, knows_the_four_kinds) {
    EXPECT_EQ(parse_frame(OctetBuffer{0xE5})->kind, FrameKind::single_character);
    EXPECT_EQ(parse_frame(snd_nke)->kind, FrameKind::short_frame);
    EXPECT_EQ(parse_frame(application_reset)->kind, FrameKind::control_frame);
    EXPECT_EQ(parse_frame(application_busy)->kind, FrameKind::long_frame);
}

TEST(ParseFrame, gives_the_fields_of_a_long_frame) {
    const auto frame = parse_frame(application_busy);
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame->control, 0x08);
    EXPECT_EQ(frame->address, 0x01);
    EXPECT_EQ(frame->ci, 0x70);
    EXPECT_THAT(frame->data, ElementsAre(0x08));
    EXPECT_EQ(frame->octets.size(), application_busy.size());
}

TEST(ParseFrame, says_which_octet_is_wrong_and_what_belongs_there) {
    const auto sum = error_of({0x10, 0x5B, 0x01, 0x5D, 0x16});
    EXPECT_EQ(sum.fault, FrameFault::checksum);
    EXPECT_EQ(describe(sum), "byte 3: checksum 0x5d, computed 0x5c");
    EXPECT_EQ(describe(error_of({0x10, 0x5B, 0x01, 0x5C, 0x17})), "byte 4: stop byte 0x17 (expected 0x16)");
    EXPECT_EQ(describe(error_of({0x68, 0x03, 0x04, 0x68})), "byte 2: length 4 differs from the first, 3");
    EXPECT_EQ(describe(error_of({0x68, 0x02, 0x02, 0x68})), "byte 1: length 2 leaves no room for C, A and CI");
    EXPECT_EQ(describe(error_of({0x68, 0x03, 0x03, 0x10})), "byte 3: 0x10 where a long frame repeats its start 0x68");
    EXPECT_EQ(describe(error_of({0x00})), "byte 0: invalid start byte 0x00 (expected 0x10, 0x68 or 0xe5)");
    EXPECT_EQ(describe(error_of({0xE5, 0xE5})), "byte 1: 0xe5 after the end of the frame");
    EXPECT_EQ(describe(error_of({0x10, 0x5B})), "byte 2: the frame that began at byte 0 is not complete");
    EXPECT_EQ(error_of({}).fault, FrameFault::truncated);
}

TEST(ParseFrame, survives_every_truncation_of_every_kind) {
    for (const auto& whole : {snd_nke, application_reset, application_busy}) {
        for (std::size_t length = 0; length < whole.size(); ++length) {
            EXPECT_EQ(error_of({whole.begin(), whole.begin() + length}).fault, FrameFault::truncated);
        }
    }
}

TEST(Serialise, builds_the_frames_of_the_standard) {
    EXPECT_EQ(single_character(), OctetBuffer{0xE5});
    EXPECT_EQ(short_frame(control::SND_NKE, 1), snd_nke);
    EXPECT_EQ(long_frame(control::SND_UD, 1, 0x50, {}), application_reset);
    EXPECT_EQ(long_frame(control::RSP_UD, 1, 0x70, OctetBuffer{0x08}), application_busy);
}

TEST(Serialise, refuses_more_user_data_than_a_frame_holds) {
    EXPECT_EQ(long_frame(0x08, 1, 0x72, OctetBuffer(252)).size(), max_frame_octets);
    EXPECT_THROW(static_cast<void>(long_frame(0x08, 1, 0x72, OctetBuffer(253))), std::length_error);
}

TEST(Service, is_known_with_and_without_frame_count_bit) {
    for (const auto c : OctetBuffer{0x4B, 0x5B, 0x6B, 0x7B}) EXPECT_EQ(service_of(c), Service::REQ_UD2);
    for (const auto c : OctetBuffer{0x4A, 0x5A, 0x6A, 0x7A}) EXPECT_EQ(service_of(c), Service::REQ_UD1);
    for (const auto c : OctetBuffer{0x43, 0x53, 0x63, 0x73}) EXPECT_EQ(service_of(c), Service::SND_UD);
    for (const auto c : OctetBuffer{0x08, 0x18, 0x28, 0x38}) EXPECT_EQ(service_of(c), Service::RSP_UD);
    EXPECT_EQ(service_of(0x40), Service::SND_NKE);
    EXPECT_EQ(service_of(0xC0), Service::unknown);
    EXPECT_STREQ(name_of(service_of(0x7B)), "REQ_UD2");
}

TEST(FrameSplitter, finds_a_request_glued_to_its_echo_and_its_answer) {
    const auto split = split_all(joined({req_ud2, req_ud2, application_busy, {0xE5}}));
    EXPECT_THAT(split.frames, ElementsAre(req_ud2, req_ud2, application_busy, OctetBuffer{0xE5}));
    EXPECT_TRUE(split.errors.empty());
}

TEST(FrameSplitter, reports_a_run_of_garbage_once_with_its_offset) {
    const auto split = split_all(joined({{0xE5}, {0x00, 0xFF, 0x42}, snd_nke, {0x42}}));
    EXPECT_THAT(split.frames, ElementsAre(OctetBuffer{0xE5}, snd_nke));
    ASSERT_EQ(split.errors.size(), 2u);
    EXPECT_EQ(describe(split.errors[0]), "byte 1: invalid start byte 0x00 (expected 0x10, 0x68 or 0xe5)");
    EXPECT_EQ(describe(split.errors[1]), "byte 9: invalid start byte 0x42 (expected 0x10, 0x68 or 0xe5)");
}

TEST(FrameSplitter, finds_a_frame_inside_what_looked_like_a_longer_one) {
    // 68 20 20 68 promises 38 octets; a request stands in their place
    FrameSplitter splitter;
    Split split;
    feed(splitter, joined({{0x68, 0x20, 0x20, 0x68}, req_ud2}), split);
    EXPECT_TRUE(split.frames.empty());
    fall_silent(splitter, split);
    EXPECT_THAT(split.frames, ElementsAre(req_ud2));
    ASSERT_EQ(split.errors.size(), 1u);
    EXPECT_EQ(split.errors[0].fault, FrameFault::truncated);
    EXPECT_EQ(split.errors[0].frame_offset, 0u);
}

TEST(FrameSplitter, is_clean_after_a_gap) {
    FrameSplitter splitter;
    Split split;
    feed(splitter, OctetBuffer{0x10, 0x7B}, split);
    EXPECT_TRUE(splitter.pending());
    fall_silent(splitter, split);
    EXPECT_FALSE(splitter.pending());
    feed(splitter, req_ud2, split);
    EXPECT_THAT(split.frames, ElementsAre(req_ud2));
    EXPECT_EQ(split.errors.size(), 1u);
}

TEST(FrameSplitter, drops_pending_octets_when_reset) {
    FrameSplitter splitter;
    Split split;
    feed(splitter, OctetBuffer{0x68, 0x03}, split);
    splitter.reset();
    fall_silent(splitter, split);
    EXPECT_TRUE(split.errors.empty());
    feed(splitter, snd_nke, split);
    EXPECT_THAT(split.frames, ElementsAre(snd_nke));
}

/// Garbage that can neither be nor begin a frame.
OctetBuffer harmless_garbage(std::mt19937& random) {
    OctetBuffer octets(random() % 20);
    for (auto& o : octets) {
        do {
            o = static_cast<std::uint8_t>(random());
        } while (o == octet::acknowledge || o == octet::short_start || o == octet::long_start);
    }
    return octets;
}

OctetBuffer any_frame(std::mt19937& random) {
    OctetBuffer data(random() % (max_user_data + 1));
    for (auto& o : data) o = static_cast<std::uint8_t>(random());
    const auto a = static_cast<std::uint8_t>(random());
    switch (random() % 3) {
        case 0: return single_character();
        case 1: return short_frame(control::REQ_UD2, a);
        default: return long_frame(control::RSP_UD, a, 0x72, data);
    }
}

TEST(FrameSplitter, finds_every_frame_between_garbage_however_the_stream_is_cut) {
    for (unsigned seed = 0; seed < 200; ++seed) {
        std::mt19937 random{seed};
        std::vector<OctetBuffer> sent;
        OctetBuffer stream;
        for (int i = 0; i < 8; ++i) {
            const auto garbage = harmless_garbage(random);
            stream.insert(stream.end(), garbage.begin(), garbage.end());
            sent.push_back(any_frame(random));
            stream.insert(stream.end(), sent.back().begin(), sent.back().end());
        }
        FrameSplitter splitter;
        Split split;
        for (OctetView rest{stream}; !rest.empty();) {
            const auto piece = std::min<std::size_t>(1 + random() % 40, rest.size());
            feed(splitter, rest.first(piece), split);
            rest = rest.subspan(piece);
        }
        EXPECT_EQ(split.frames, sent) << "seed " << seed;
    }
}

TEST(FrameSplitter, yields_only_well_formed_frames_from_noise_and_the_good_one_after_the_gap) {
    constexpr std::array<std::uint8_t, 8> likely = {0x68, 0x10, 0x16, 0xE5, 0x03, 0x04, 0xFF, 0x00};
    for (unsigned seed = 0; seed < 200; ++seed) {
        std::mt19937 random{seed};
        OctetBuffer noise(random() % 700);
        for (auto& o : noise) o = random() % 2 ? likely[random() % likely.size()] : static_cast<std::uint8_t>(random());
        FrameSplitter splitter;
        Split split;
        feed(splitter, noise, split);
        fall_silent(splitter, split);
        feed(splitter, req_ud2, split);
        for (const auto& frame : split.frames) EXPECT_TRUE(parse_frame(frame)) << "seed " << seed;
        ASSERT_FALSE(split.frames.empty());
        EXPECT_EQ(split.frames.back(), req_ud2);
    }
}

}  // namespace
}  // namespace otbench::bus
