#pragma once

#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "check/case.hpp"
#include "check/gateway/gateway.hpp"
#include "check/gateway/mqtt_journal.hpp"

namespace otbench::sim {
class ServedBroker;
}

namespace otbench::check {

/// What the cases do beside the actions of a gateway: messages of their own, and faults of the broker.
[[nodiscard]] bool is_deed(std::string_view action);

/// What a case does to a gateway, in real time: one `ClientRun` for each of its asks, of which the output is the
/// answers that came meanwhile. Nothing happens but in `go_on`.
class GatewaySession {
public:
    /// The arguments must outlive this. Throws std::runtime_error for a script with unknown placeholders.
    GatewaySession(const Case& judged, const Gateway& gateway, sim::ServedBroker& broker, MqttJournal& journal);

    /// Does what is due; false when nothing is left to do.
    bool go_on();
    [[nodiscard]] const std::vector<ClientRun>& runs() const { return runs_; }

    // Deeds, by their names in session.cpp. `words` of an ask are their parameters.
    void post(const Ask& ask);
    void wait(const Ask& ask);
    void set_fault(const Ask& ask);
    void act_on_broker(const Ask& ask);

private:
    /// Something that is begun, and over when `done`, or after `limit`.
    struct Step {
        std::function<void()> begin;
        std::function<bool()> done;
        Nanoseconds limit{};
        Nanoseconds deadline{-1};  ///< negative: not begun
    };

    void add(std::function<void()> begin, std::function<bool()> done = {}, Nanoseconds limit = {});
    void add_run(const Ask& ask);
    void run_script(const Ask& ask);
    void await_connection();
    void publish(const std::string& topic, const std::string& payload, bool retain);
    void finish_run();
    [[nodiscard]] std::vector<ScriptLine> script_of(const std::string& action, const Ask& ask) const;

    const Gateway& gateway_;
    sim::ServedBroker& broker_;
    MqttJournal& journal_;
    std::deque<Step> steps_;
    std::vector<ClientRun> runs_;
    std::size_t answers_before_ = 0;  ///< of the present message
    std::size_t answers_of_run_ = 0;  ///< those before the present run
};

}  // namespace otbench::check
