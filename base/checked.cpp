#include "base/checked.hpp"

#include <stdexcept>

namespace otbench {

void throw_exception_from_error(const InputError& error, const boost::source_location&) {
    throw std::runtime_error{error.message};
}

}  // namespace otbench
