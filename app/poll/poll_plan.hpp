#pragma once

#include <boost/system/result.hpp>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "app/master/target.hpp"
#include "base/config/diagnostics.hpp"
#include "base/time.hpp"

namespace otbench::app {

/// A broker that gets readings.
struct MqttSinkPlan {
    std::string broker;                            ///< its URL; empty: not wanted
    std::string topic = "otbench";                 ///< the begin of all topics
    std::string home_assistant = "homeassistant";  ///< the begin of its discovery topics; empty: not told
};

/// What `otbench poll` does: which meters it reads, how often, and where their readings go.
struct PollPlan {
    struct Meter {
        std::string name;
        Target target;
    };
    struct Bus {
        std::string name;
        std::string from;  ///< the endpoint
        double baud = 2400;
        std::string parity = "even", style = "standard";
        Nanoseconds allowance = std::chrono::milliseconds{100};  ///< as of `otbench read`
        std::vector<Meter> meters;
    };

    Nanoseconds every = std::chrono::minutes{15};
    int attempts = 2;  ///< readouts of a meter in one round until one is complete
    std::vector<Bus> buses;
    std::string csv, json_lines, influx;  ///< files, and for `influx` also a URL; empty: not wanted
    std::string spool;                    ///< where points wait that a server has not taken
    MqttSinkPlan mqtt;
};

/// Reads a plan; all mistakes at once.
[[nodiscard]] boost::system::result<PollPlan, std::vector<config::Diagnostic>> read_poll_plan(std::string_view text,
                                                                                              const std::string& file);

}  // namespace otbench::app
