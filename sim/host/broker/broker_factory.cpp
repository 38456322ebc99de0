#include "sim/host/broker/broker_factory.hpp"

#include <stdexcept>

#include "sim/host/broker/broker_address.hpp"
#include "sim/host/broker/lock_step_broker.hpp"
#include "sim/host/broker/real_time_broker.hpp"
#include "sim/mqtt/internal_broker.hpp"

namespace otbench::sim {

std::unique_ptr<Broker> make_broker(const std::string& option, BrokerAbsence absence) {
    if (option == "internal") return std::make_unique<InternalBroker>();
    if (option == "mosquitto") return std::make_unique<LockStepBroker>();
    if (const auto known = check_broker(option); !known) throw std::invalid_argument{known.error().message};
    const BrokerAddress address = *parse_broker_address(option);
    if (!address.lock_step.empty()) return std::make_unique<RealTimeBroker>(address);
    return std::make_unique<LockStepBroker>(address, absence);
}

}  // namespace otbench::sim
