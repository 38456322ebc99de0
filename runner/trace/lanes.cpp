#include "runner/trace/lanes.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <unordered_map>
#include <utility>

#include "base/event_kinds.hpp"

namespace otbench::runner {
namespace {

constexpr const char* lane_names[] = {"steps", "frames", "tx_bytes", "rx_bytes"};
enum Place : std::size_t { steps, frames, tx_bytes, rx_bytes };

constexpr std::pair<std::string_view, Place> byte_kinds[] = {
    {event::softuart_tx, tx_bytes}, {event::uart_tx, tx_bytes},     {event::mezz_tx, tx_bytes},
    {event::master_tx, tx_bytes},   {event::softuart_rx, rx_bytes}, {event::uart_rx, rx_bytes},
    {event::mezz_rx, rx_bytes},     {event::master_rx, rx_bytes},
};

/// The first and the last change of a level that an event led to, and the shortest time between two.
struct Edges {
    Nanoseconds first{}, last{};
    Nanoseconds shortest = Nanoseconds::max();
};

struct LaneInWork {
    Lane lane;
    Nanoseconds bit = Nanoseconds::max();  ///< the shortest time between two edges
};

/// A byte that is sent lasts a start bit, eight of data, a parity and a stop bit, at the most to the next one.
void end_transmissions(LaneInWork& work) {
    constexpr std::size_t bits_of_character = 11;
    constexpr Nanoseconds usual_bit{1'000'000'000 / 2400};
    const Nanoseconds bit = work.bit == Nanoseconds::max() ? usual_bit : work.bit;
    auto& blocks = work.lane.blocks;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        const std::size_t bits = bits_of_character * std::max<std::size_t>(1, blocks[i].text.size() / 2);
        blocks[i].to = blocks[i].from + static_cast<Nanoseconds::rep>(bits) * bit;
        if (i + 1 < blocks.size() && blocks[i + 1].from > blocks[i].from)
            blocks[i].to = std::min(blocks[i].to, blocks[i + 1].from);
    }
}

class Lanes {
public:
    explicit Lanes(const RecordedTrace& trace) : trace_{trace} {
        for (const RecordedEvent& event : trace_.events)
            if (event.kind == event::gpio_edge || event.kind == event::meter_current) add_edge(event);
        for (const RecordedEvent& event : trace_.events) add(event);
        if (step_ != nullptr) step_->to = trace_.events.back().at;
    }

    std::vector<Lane> take() {
        std::vector<Lane> lanes;
        for (auto& [place, work] : lanes_) {
            auto& blocks = work.lane.blocks;
            const auto earlier = [](const LaneBlock& a, const LaneBlock& b) { return a.from < b.from; };
            std::stable_sort(blocks.begin(), blocks.end(), earlier);
            if (place.first == tx_bytes) end_transmissions(work);
            lanes.push_back(std::move(work.lane));
        }
        return lanes;
    }

private:
    void add_edge(const RecordedEvent& event) {
        const auto [edges, is_new] = edges_.emplace(event.cause, Edges{event.at, event.at});
        if (is_new) return;
        Edges& known = edges->second;
        if (event.at > known.last) known.shortest = std::min(known.shortest, event.at - known.last);
        known.last = event.at;
    }

    LaneBlock& add(Place place, const RecordedEvent& event, LaneBlock block) {
        Lane& lane = lanes_[{place, event.source}].lane;
        lane.source = event.source.empty() ? "bench" : event.source;
        lane.name = lane_names[place];
        lane.blocks.push_back(std::move(block));
        return lane.blocks.back();
    }

    void add(const RecordedEvent& event) {
        if (event.kind == event::step) add_step(event);
        if (event.kind == event::frame) add_frame(event);
        if (text_field(event, "origin") == "log") return;  // printed text
        for (const auto& [kind, place] : byte_kinds)
            if (event.kind == kind) add_byte(place, event);
    }

    void add_step(const RecordedEvent& event) {
        if (step_ != nullptr) step_->to = event.at;
        step_ = &add(steps, event, {event.at, event.at, text_field(event, "title")});
    }

    void add_frame(const RecordedEvent& event) {
        const std::string meter = text_field(event, "meter");
        std::string service = text_field(event, "service");
        const bool is_request = text_field(event, "direction") == "request";
        if (service.empty()) service = is_request ? "request" : "answer";
        if (is_request) {
            add(frames, event, {trace_.beginning(event), event.at, service + " to " + meter});
        } else {
            const auto edges = edges_.find(event.id);
            add(frames, event,
                {event.at, edges == edges_.end() ? event.at : edges->second.last, service + " from " + meter});
        }
    }

    void add_byte(Place place, const RecordedEvent& event) {
        LaneBlock block{trace_.beginning(event), event.at, text_field(event, "hex")};
        const auto edges = edges_.find(event.id);
        if (place == tx_bytes && edges != edges_.end()) {
            block.from = edges->second.first;
            Nanoseconds& bit = lanes_[{place, event.source}].bit;
            bit = std::min(bit, edges->second.shortest);
        }
        add(place, event, std::move(block));
    }

    const RecordedTrace& trace_;
    std::unordered_map<std::uint64_t, Edges> edges_;  ///< by the id of their cause
    std::map<std::pair<Place, std::string>, LaneInWork> lanes_;
    LaneBlock* step_ = nullptr;
};

}  // namespace

std::vector<Lane> trace_lanes(const RecordedTrace& trace) {
    return Lanes{trace}.take();
}

}  // namespace otbench::runner
