#pragma once

#include "base/event_sink.hpp"
#include "base/mqtt/mqtt_packet.hpp"

namespace otbench::firmware {

/// Records as `mqtt_tx` that the device put `packet` on the wire.
Cause record_sent_packet(EventSink& events, Nanoseconds at, Cause cause, const mqtt::Packet& packet);

}  // namespace otbench::firmware
