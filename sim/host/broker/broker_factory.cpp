#include "sim/host/broker/broker_factory.hpp"

#include <fmt/core.h>

#include <stdexcept>

#include "sim/host/broker/broker_address.hpp"
#include "sim/host/broker/lock_step_broker.hpp"
#include "sim/mqtt/internal_broker.hpp"

namespace otbench::sim {

std::unique_ptr<Broker> make_broker(const std::string& option) {
    if (option == "internal") return std::make_unique<InternalBroker>();
    if (option == "mosquitto") return std::make_unique<LockStepBroker>();
    const auto address = parse_broker_address(option);
    if (!address) {
        throw std::invalid_argument{fmt::format(
            "invalid broker '{}' (expected internal, mosquitto or mqtt://[user[:password]@]host[:port])", option)};
    }
    return std::make_unique<LockStepBroker>(*address);
}

}  // namespace otbench::sim
