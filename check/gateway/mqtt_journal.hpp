#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "check/evidence.hpp"

namespace otbench::check {

/// The packets between a gateway and its broker, in real time.
class MqttJournal {
public:
    using Clock = std::chrono::steady_clock;

    /// `answers` is the topic filter of the gateway's answers; times count from `start`.
    MqttJournal(std::string answers, Clock::time_point start) : answers_filter_(std::move(answers)), start_(start) {}

    void add(bool from_gateway, const mqtt::Packet& packet);

    [[nodiscard]] const std::vector<MqttNote>& notes() const { return notes_; }
    /// The payloads of the gateway's answers so far.
    [[nodiscard]] const std::vector<std::string>& answers() const { return answers_; }
    /// Whether the gateway has subscribed since its last CONNECT, in a connection that the broker did not end.
    [[nodiscard]] bool subscribed() const { return subscribed_; }
    /// The broker has ended the connection.
    void disconnected() { subscribed_ = false; }
    /// For how long there has been no packet.
    [[nodiscard]] Nanoseconds quiet() const { return now() - last_; }
    [[nodiscard]] Nanoseconds now() const { return Clock::now() - start_; }

private:
    std::string answers_filter_;
    Clock::time_point start_;
    std::vector<MqttNote> notes_;
    std::vector<std::string> answers_;
    bool subscribed_ = false;
    Nanoseconds last_{};
};

}  // namespace otbench::check
