#pragma once

#include "check/case.hpp"

// Conditions on a gateway's side of MQTT.
namespace otbench::check {

/// Every CONNECT has a client id and a keep-alive time.
[[nodiscard]] Check connects_soundly();
/// Every CONNECT has a will.
[[nodiscard]] Check has_will();
/// Sends CONNECT at most, or at least, so often.
[[nodiscard]] Check opens_at_most(std::size_t most);
[[nodiscard]] Check opens_at_least(std::size_t least);
/// Every CONNECT has the same client id.
[[nodiscard]] Check keeps_its_client_id();
/// Asks for this QoS, or a higher one, in every SUBSCRIBE.
[[nodiscard]] Check subscribes_with(int qos);
/// Sends nothing but CONNECT and DISCONNECT behind a CONNACK that refuses it.
[[nodiscard]] Check accepts_refusals();
/// Acknowledges every message of QoS 1.
[[nodiscard]] Check acknowledges();
/// Publishes text only: no control characters.
[[nodiscard]] Check publishes_text();
/// Reports that it has started at most so often.
[[nodiscard]] Check boots_at_most(std::size_t most);

}  // namespace otbench::check
