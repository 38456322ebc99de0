#include "bus/uart/uart_transmitter.hpp"

namespace otbench::bus {

void UartTransmitter::begin(const UartFormat& format, std::uint8_t octet, Nanoseconds start) {
    edges_.clear();
    next_ = 0;
    end_ = append_uart_edges(format, octet, start, edges_);
    sending_ = true;
}

void UartTransmitter::stop() {
    next_ = edges_.size();
    sending_ = false;
}

std::optional<Nanoseconds> UartTransmitter::next_edge() const {
    return next_ < edges_.size() ? std::optional{edges_[next_].at} : std::nullopt;
}

std::optional<Nanoseconds> UartTransmitter::deadline() const {
    if (!sending_) return std::nullopt;
    return next_edge().value_or(end_);
}

std::optional<UartEdge> UartTransmitter::advance(Nanoseconds now) {
    if (!sending_ || *deadline() > now) return std::nullopt;
    if (next_ < edges_.size()) return edges_[next_++];
    sending_ = false;
    return std::nullopt;
}

}  // namespace otbench::bus
