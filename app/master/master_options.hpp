#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "bus/master/master.hpp"
#include "bus/master/master_line.hpp"
#include "bus/master/recording_line.hpp"
#include "bus/master/resumed_line.hpp"

namespace CLI {
class App;
}

namespace otbench::app {

/// The options that all verbs with a master of their own share.
struct MasterArguments {
    std::string from;
    double baud = 2400;
    std::string parity = "even";
    std::string style = "standard";
    int repeats = -1;  ///< -1: the style's
    std::string speed = "wire";
    int allowance_ms = 100;
    int connect_timeout_s = 10;
    std::string preamble;  ///< hex
    bool trace = false;
    std::optional<bus::DigitOrder> search_order;  ///< of `otbench scan`; none: the style's
};

/// Adds --from, --baud, --parity, --style, --repeats, --connect-timeout, --speed, --allowance, --preamble and --trace
/// to `verb`.
enum class FromOption : std::uint8_t { required, optional };
void add_master_options(CLI::App& verb, MasterArguments& arguments, FromOption from = FromOption::required);

/// Speed and shape of the characters, as the options say.
[[nodiscard]] bus::UartFormat format_of(const MasterArguments& arguments);

/// Where a master finds its bus: "serial:/dev/ttyUSB0" and other endpoints, or "mqtt://…", an otb-iot device. Nothing
/// when `text` is one of these, else what is wrong.
[[nodiscard]] Checked<void> check_bus(std::string_view text);

/// A master and the line it works on.
struct OpenMaster {
    std::unique_ptr<bus::MasterLine> line;
    std::unique_ptr<bus::RecordingLine> recording;  ///< null unless captured
    std::unique_ptr<bus::ResumedLine> resumed;      ///< null unless it goes on with earlier work
    std::unique_ptr<bus::Master> master;
    int exit_code = 0;  ///< when `master` is null; the reason is on standard error

    /// Opens the endpoint, or reaches the device behind a broker. `verb` begins the messages: "otbench read".
    /// Everything on the line goes to `capture`, from time 0 on, unless that is null.
    OpenMaster(const MasterArguments& arguments, const char* verb, bus::LineCapture* capture = nullptr);

    /// Lets the master begin again: what it asked before is answered from `known`.
    void resume(const MasterArguments& arguments, std::vector<bus::Dialogue> known,
                std::function<void(const bus::Dialogue&)> learned);
};

/// The exit code of `work`, or `environment_error` with a message when it lost its line.
int with_line(const char* verb, const std::function<int()>& work);

}  // namespace otbench::app
