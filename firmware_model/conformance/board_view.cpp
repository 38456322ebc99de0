#include "firmware_model/conformance/board_view.hpp"

#include <fmt/core.h>

#include <boost/algorithm/string/predicate.hpp>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "base/config/json_numbers.hpp"
#include "base/event_kinds.hpp"
#include "base/text.hpp"

namespace otbench::firmware {
namespace {

using BoardJson = nlohmann::json;

/// Collects the lines of a trace.
class BoardReader {
public:
    void add(const BoardJson& line) {
        const auto kind = line.at("kind").get<std::string>();
        const int step = json_integer<int>(line.at("step"), "step");
        if (kind == event::gpio_edge && line.at("pin") == board_tx_pin) {
            const std::chrono::microseconds at{json_integer<std::int64_t>(line.at("t_us"), "t_us")};
            take_characters(at);
            receiver_.edge(at, line.at("level") != 0);
            step_ = step;
        } else if (kind == event::uart_tx && line.value("source", "") == "line") {
            view_[step].sent += line.at("hex").get<std::string>();
        } else if (kind == event::mqtt_tx && line.at("type") == "PUBLISH" && !line.value("after_reset", false) &&
                   boost::algorithm::ends_with(line.at("topic").get<std::string>(), "/status")) {
            view_[step].replies.push_back(line.contains("payload") ? line.at("payload").dump()
                                                                   : line.at("payload_hex").dump());
        }
    }
    BoardView take() {
        take_characters(Nanoseconds::max());
        return std::move(view_);
    }

private:
    /// A character belongs to the step of its last edge.
    void take_characters(Nanoseconds until) {
        const auto due = receiver_.deadline();
        if (!due || *due > until) return;
        if (const auto character = receiver_.advance(*due))
            view_[step_].sent += fmt::format("{:02x}", character->octet);
    }

    BoardView view_;
    bus::UartReceiver receiver_{board_line_format};
    int step_ = 0;
};

std::string shown_replies(const std::vector<std::string>& replies) {
    std::string list;
    for (const auto& reply : replies) list += (list.empty() ? "" : ", ") + reply;
    return list.empty() ? "none" : list;
}

}  // namespace

BoardAction board_action(const std::string& step) {
    const BoardJson json = BoardJson::parse(step);
    BoardAction action;
    if (json.at("op") == "mqtt")
        action.command = json.at("payload").get<std::string>();
    else
        action.octets = parse_octets(json.at("hex").get<std::string>()).value();
    action.pause = std::chrono::microseconds{json.at("then_us").get<std::int64_t>()};
    return action;
}

Checked<BoardView> board_view(std::istream& trace, const std::string& name) {
    BoardReader reader;
    int number = 0;
    for (std::string text; std::getline(trace, text);) {
        ++number;
        // The library reports by exceptions; they end here.
        try {
            reader.add(BoardJson::parse(text));
        } catch (const std::exception&) {
            return InputError{
                fmt::format("{}:{}: invalid event (expected a JSON object with t_us, step and kind)", name, number)};
        }
    }
    return reader.take();
}

std::vector<std::string> compare_board_views(const BoardView& a, const std::string& first, const BoardView& b,
                                             const std::string& second, int skipped) {
    std::set<int> steps;
    for (const BoardView* view : {&a, &b}) {
        for (const auto& [step, shown] : *view) {
            if (step > skipped) steps.insert(step);
        }
    }
    std::vector<std::string> sentences;
    const auto step_of = [](const BoardView& view, int step) {
        const auto found = view.find(step);
        return found == view.end() ? BoardStep{} : found->second;
    };
    for (const int step : steps) {
        const BoardStep left = step_of(a, step), right = step_of(b, step);
        if (left.replies != right.replies)
            sentences.push_back(fmt::format("step {}: replies are {} in {}, {} in {}", step - skipped,
                                            shown_replies(left.replies), first, shown_replies(right.replies), second));
        if (left.sent != right.sent)
            sentences.push_back(fmt::format("step {}: bytes on the serial line are {} in {}, {} in {}", step - skipped,
                                            left.sent.empty() ? "none" : left.sent, first,
                                            right.sent.empty() ? "none" : right.sent, second));
    }
    return sentences;
}

}  // namespace otbench::firmware
