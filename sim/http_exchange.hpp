#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "sim/http_access.hpp"

namespace otbench::sim {

/// One request of the bench to a device's HTTP port, and what became of it.
class HttpExchange : public HttpClient, public std::enable_shared_from_this<HttpExchange> {
public:
    enum class Outcome : std::uint8_t {
        pending,
        answered,
        refused,  ///< nothing listens on the port
        closed,   ///< the device closed the connection without an answer, or restarted
    };

    /// `request` are the bytes to be sent; `cause` is the event that made the bench send them. `on_end` is called once,
    /// unless the exchange is destroyed before. `access` must outlive it.
    HttpExchange(HttpAccess& access, std::string request, Cause cause, std::function<void()> on_end)
        : access_(access), request_(std::move(request)), cause_(cause), on_end_(std::move(on_end)) {}

    void start() { access_.connect(shared_from_this()); }
    /// The bench does not wait any longer: the device loses its client.
    void give_up() { access_.disconnect(*this); }

    [[nodiscard]] Outcome outcome() const { return outcome_; }
    /// What the device sent, head and body, and the event that it did so.
    [[nodiscard]] const std::string& answer() const { return answer_; }
    [[nodiscard]] Cause answer_event() const { return answer_event_; }

private:
    void http_accepted() override { access_.send(*this, request_, cause_); }
    void http_answered(const std::string& bytes, Cause cause) override {
        answer_ = bytes;
        answer_event_ = cause;
        end(Outcome::answered);
    }
    void http_ended(bool refused) override { end(refused ? Outcome::refused : Outcome::closed); }

    void end(Outcome outcome) {
        outcome_ = outcome;
        on_end_();
    }

    HttpAccess& access_;
    const std::string request_;
    const Cause cause_;
    const std::function<void()> on_end_;
    Outcome outcome_ = Outcome::pending;
    std::string answer_;
    Cause answer_event_ = Cause::none;
};

}  // namespace otbench::sim
