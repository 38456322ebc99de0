#include "sim/otb_iot_model.hpp"

namespace otbench::sim {
namespace {

firmware::DeviceConfig config_for(const std::string& mac) {
    firmware::DeviceConfig config;
    config.mac = mac;
    return config;
}

}  // namespace

OtbIotModel::OtbIotModel(const std::string& name, const std::string& mac, firmware::NetworkPort& network, EventLog& log)
    : events_(log, name), device_(name.c_str(), config_for(mac), network, events_) {}

}  // namespace otbench::sim
