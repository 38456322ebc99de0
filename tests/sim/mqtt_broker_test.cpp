#include "sim/mqtt_broker.hpp"

#include <gtest/gtest.h>
namespace otbench::sim { namespace {
TEST(MqttBroker, links) { MqttBroker b; b.open(ConnectionId{1}); }
}}
