#include "meters/tape/tape_line.hpp"

#include <algorithm>

namespace otbench::meters {
namespace {

constexpr int silent_bits = 33;  ///< of silence end a frame (spec: M-Bus protocol, section 2)

}  // namespace

TapeLine::TapeLine(const Tape& tape) : format_(tape.head.format) {
    std::vector<Part>* parts = nullptr;
    Nanoseconds request_end{};
    for (const auto& frame : tape.frames) {
        if (frame.direction == bus::Direction::from_master) {
            auto& recorded = answers_[frame.octets].recorded;
            parts = &recorded.emplace_back();
            request_end = frame.end;
        } else if (parts) {
            parts->push_back({std::max(frame.start - request_end, Nanoseconds{0}), frame.octets});
        }
    }
}

/// How long so many characters behind each other take.
Nanoseconds TapeLine::characters(std::size_t count) const {
    return format_.bit_start(format_.bits() * static_cast<int>(count));
}

void TapeLine::receive(OctetView octets, Nanoseconds at) {
    if (at - line_free_ > format_.bit_start(silent_bits)) splitter_.reset();
    const Nanoseconds begin = std::max(line_free_, at);
    for (std::size_t i = 0; i < octets.size(); ++i) {
        line_free_ = begin + characters(i + 1);
        OctetView one = octets.subspan(i, 1);
        for (;;) {
            const auto event = splitter_.next(one);
            if (std::holds_alternative<bus::NeedMore>(event)) break;
            if (const auto* frame = std::get_if<bus::Frame>(&event)) answer(*frame);
        }
    }
}

void TapeLine::answer(const bus::Frame& request) {
    due_.clear();  // a master that asks again does not hear the answer before
    const auto found = answers_.find(OctetBuffer(request.octets.begin(), request.octets.end()));
    knows_last_ = found != answers_.end();
    if (!knows_last_) {
        ++unknown_;
        return;
    }
    Answers& answers = found->second;
    for (const Part& part : answers.recorded[answers.next])
        for (std::size_t i = 0; i < part.octets.size(); ++i)
            due_.push_back({part.octets[i], line_free_ + part.delay + characters(i + 1)});
    answers.next = (answers.next + 1) % answers.recorded.size();
    std::stable_sort(due_.begin(), due_.end(), [](const Due& a, const Due& b) { return a.at < b.at; });
}

std::optional<Nanoseconds> TapeLine::next_event() const {
    return due_.empty() ? std::nullopt : std::optional{due_.front().at};
}

void TapeLine::advance(Nanoseconds until, const Delivery& deliver) {
    for (; !due_.empty() && due_.front().at <= until; due_.pop_front()) deliver(due_.front().octet, due_.front().at);
}

}  // namespace otbench::meters
