#pragma once

#include <exception>
#include <string_view>
#include <systemc>
#include <utility>

#include "base/systemc/time.hpp"

namespace otbench {
namespace systemc_detail {

/// What a process threw, while SystemC makes a report of it.
inline std::exception_ptr thrown_by_process;

/// Keeps SystemC's words from the user: an exception of a process stays what it was, and warnings are not shown.
inline void take_report(const sc_core::sc_report& report, const sc_core::sc_actions& actions) {
    if (report.get_severity() < sc_core::SC_ERROR) return;
    if (std::string_view{report.get_msg_type()} == sc_core::SC_ID_SIMULATION_UNCAUGHT_EXCEPTION_)
        thrown_by_process = std::current_exception();
    sc_core::sc_report_handler::default_handler(report, actions);
}

inline const bool takes_reports = [] {
    sc_core::sc_report_handler::set_handler(take_report);
    return true;
}();

}  // namespace systemc_detail

/// Lets simulated time run for `duration`, 0 being one delta cycle; less when a process calls `sc_pause`. Throws what a
/// process throws; time cannot go on after that.
inline void simulate(Nanoseconds duration) {
    using systemc_detail::thrown_by_process;
    try {
        sc_core::sc_start(to_sc_time(duration));
    } catch (const sc_core::sc_report&) {
        if (thrown_by_process) std::rethrow_exception(std::exchange(thrown_by_process, nullptr));
        throw;
    }
}

}  // namespace otbench
