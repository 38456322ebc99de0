#include "base/rpc/failure.hpp"

#include <stdexcept>

namespace otbench::rpc {

const std::vector<CodeDescription>& codes() {
    static const std::vector<CodeDescription> all{
        {Code::parse_error, "The line is not JSON in UTF-8, is too long or is nested too deeply."},
        {Code::invalid_request, "The line is not a request of JSON-RPC 2.0."},
        {Code::unknown_method, "The method does not exist."},
        {Code::invalid_parameters, "A parameter is missing, unknown or invalid."},
        {Code::internal_error, "The program has a mistake."},
        {Code::bad_input, "A scenario, a step or a setting is invalid; `data` lists the mistakes."},
        {Code::environment, "The environment failed: a broker, an endpoint or a disk."},
        {Code::no_bench, "The method needs a bench, and none is loaded."},
        {Code::cancelled,
         "The call was cancelled by `run.cancel`; `data` has `time_ns` and `event`, as `time` tells them, and of "
         "`step` "
         "also `steps` and `story` of the steps that had finished; `bench.load` has none."},
        {Code::time_limit, "The time limit of the scenario is reached."},
        {Code::interrupted, "The program was interrupted."},
    };
    return all;
}

void throw_exception_from_error(const Failure& failure, const boost::source_location& /*where*/) {
    throw std::runtime_error{failure.message};
}

}  // namespace otbench::rpc
