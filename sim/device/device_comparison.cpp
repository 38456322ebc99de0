#include "sim/device/device_comparison.hpp"

#include <fmt/core.h>

#include <sstream>
#include <stdexcept>
#include <utility>

#include "firmware_model/conformance/board_view.hpp"
#include "firmware_model/conformance/random_commands.hpp"
#include "firmware_model/conformance/shortest_list.hpp"
#include "firmware_model/conformance/trace_case.hpp"
#include "firmware_model/conformance/trace_diff.hpp"
#include "firmware_model/conformance/trace_player.hpp"
#include "sim/device/traced_process.hpp"
#include "sim/host/process/worker_pool.hpp"

namespace otbench::sim {
namespace {

PlayedList played(WorkerOutcome outcome) {
    if (outcome.signal != 0) return {{}, fmt::format("the bench was ended by signal {}", outcome.signal)};
    if (outcome.exit_code != 0) return {{}, std::move(outcome.result)};
    return {std::move(outcome.result), {}};
}

}  // namespace

/// In a process of its own: the trace, or with code 1 the failure, goes to `result_fd`.
int DeviceComparison::play_one(const ComparedDevice& device, const List& of_the_list, int result_fd) const {
    List list = preparation();
    list.insert(list.end(), of_the_list.begin(), of_the_list.end());
    std::istringstream file{firmware::steps_file("compare", "", list)};
    auto steps = firmware::TraceCase::parse(file);
    if (!steps) throw std::logic_error{steps.error()};
    steps->device.options = device.options;
    steps->network.kind = firmware::TraceNetwork::Kind::real;
    std::ostringstream trace;
    try {
        if (device.board) {
            trace << play_on_board(*device.board, list);
        } else if (device.command.empty()) {
            firmware::play_trace(*steps, trace);
        } else {
            ProcessSettings settings;
            settings.command = device.command;
            firmware::play_trace(*steps, traced_process(settings), trace);
        }
    } catch (const std::runtime_error& error) {
        write_all(result_fd, error.what());
        return 1;
    }
    write_all(result_fd, trace.str());
    return 0;
}

void DeviceComparison::play(const std::vector<List>& lists, std::size_t processes,
                            const std::function<void(std::size_t index, Pair pair)>& done) const {
    Pair pair;
    WorkerPool{has_board() ? 1 : processes, false}.run(
        lists.size() * 2,
        [&](std::size_t job, int result_fd) { return play_one(devices_[job % 2], lists[job / 2], result_fd); },
        [&](std::size_t job, WorkerOutcome outcome) {
            if (interrupted) return;
            pair[job % 2] = played(std::move(outcome));
            if (job % 2 == 1) done(job / 2, std::exchange(pair, {}));
        });
    if (interrupted) throw Interrupted{};
}

std::vector<std::string> DeviceComparison::differences(const Pair& pair) const {
    std::vector<std::string> sentences;
    if (pair[0].failure != pair[1].failure) {
        for (std::size_t i = 0; i < pair.size(); ++i) {
            if (!pair[i].failure.empty()) sentences.push_back(fmt::format("{}: {}", devices_[i].name, pair[i].failure));
        }
    }
    if (!pair[0].failure.empty() || !pair[1].failure.empty()) return sentences;
    if (has_board()) return differences_on_boards(pair);
    const bool models = devices_[0].command.empty() && devices_[1].command.empty();
    std::istringstream first{pair[0].trace}, second{pair[1].trace};
    auto compared = firmware::compare_traces(first, devices_[0].name, second, devices_[1].name,
                                             models ? firmware::TraceView::inside : firmware::TraceView::outside);
    if (!compared) throw std::logic_error{compared.error()};
    return *std::move(compared);
}

std::vector<std::string> DeviceComparison::differences_on_boards(const Pair& pair) const {
    std::array<firmware::BoardView, 2> views;
    for (std::size_t i = 0; i < pair.size(); ++i) {
        std::istringstream trace{pair[i].trace};
        auto view = firmware::board_view(trace, devices_[i].name);
        if (!view) throw std::logic_error{view.error().message};
        views[i] = *std::move(view);
    }
    return firmware::compare_board_views(views[0], devices_[0].name, views[1], devices_[1].name,
                                         static_cast<int>(preparation().size()));
}

DeviceComparison::List DeviceComparison::preparation() const {
    return has_board() ? firmware::board_preparation() : List{};
}

DeviceComparison::List DeviceComparison::shortened(const List& list, std::size_t processes) const {
    const auto of = [&](const std::vector<std::size_t>& kept) {
        List part;
        for (const auto index : kept) part.push_back(list[index]);
        return part;
    };
    return of(firmware::shortest_failing(list.size(), [&](const std::vector<std::size_t>& kept) {
        bool differs = false;
        play({of(kept)}, processes, [&](std::size_t, const Pair& pair) { differs = !differences(pair).empty(); });
        return differs;
    }));
}

}  // namespace otbench::sim
