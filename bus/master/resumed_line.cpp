#include "bus/master/resumed_line.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "base/text.hpp"

namespace otbench::bus {
namespace {

constexpr std::string_view silence = "-";

Checked<Dialogue> parse_dialogue(std::string_view line) {
    const auto space = line.find(' ');
    const auto received = space == std::string_view::npos ? std::string_view{} : line.substr(space + 1);
    const auto sent = parse_octets(line.substr(0, space));
    const auto answer = received == silence ? Checked<OctetBuffer>{OctetBuffer{}} : parse_octets(received);
    if (sent && !sent->empty() && answer && !received.empty()) return Dialogue{*sent, *answer};
    return InputError{"invalid dialogue (expected two groups of hex digits, or - for silence as the second one)"};
}

}  // namespace

std::string to_string(const Dialogue& dialogue) {
    return fmt::format("{} {}", hex_text(dialogue.sent),
                       dialogue.received.empty() ? std::string{silence} : hex_text(dialogue.received));
}

Checked<std::vector<Dialogue>> parse_dialogues(std::string_view text) {
    std::vector<Dialogue> dialogues;
    for (std::size_t number = 1;; ++number) {
        const auto end = text.find('\n');
        if (end == std::string_view::npos) return dialogues;
        const auto line = trimmed(text.substr(0, end));
        text.remove_prefix(end + 1);
        if (line.empty() || line.front() == '#') continue;
        auto dialogue = parse_dialogue(line);
        if (!dialogue) return InputError{fmt::format("{}: {}", number, dialogue.error().message)};
        dialogues.push_back(std::move(*dialogue));
    }
}

void ResumedLine::send(OctetView octets) {
    finish();
    from_memory_ = next_ < known_.size();
    if (!from_memory_) {
        present_.sent.assign(octets.begin(), octets.end());
        return line_.send(octets);
    }
    const auto& known = known_[next_++];
    if (!std::equal(octets.begin(), octets.end(), known.sent.begin(), known.sent.end()))
        throw OtherDialogue{
            fmt::format("question {} was '{}' before and is '{}' now", next_, hex_text(known.sent), hex_text(octets))};
    remembered_ = known.received;
}

OctetBuffer ResumedLine::receive(Nanoseconds limit) {
    if (from_memory_) return std::exchange(remembered_, {});
    try {
        auto octets = line_.receive(limit);
        present_.received.insert(present_.received.end(), octets.begin(), octets.end());
        return octets;
    } catch (const LineLost&) {
        present_ = {};  // it was not answered to the end
        throw;
    }
}

void ResumedLine::finish() {
    if (!present_.sent.empty()) learned_(std::exchange(present_, {}));
}

}  // namespace otbench::bus
