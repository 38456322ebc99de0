#include "sim/host/process/search_path.hpp"

#include <boost/process/search_path.hpp>

namespace otbench::sim {

bool is_on_search_path(const std::string& program) {
    return !boost::process::search_path(program).empty();
}

}  // namespace otbench::sim
