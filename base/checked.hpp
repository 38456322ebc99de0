#pragma once

#include <boost/assert/source_location.hpp>
#include <boost/system/result.hpp>
#include <string>

namespace otbench {

/// A mistake in what a person or a file asked for; `message` is for that person, one line without a full stop.
struct InputError {
    std::string message;
};

/// What was asked for or the reason why it cannot be had.
template <class T>
using Checked = boost::system::result<T, InputError>;

/// Lets `result::value()` throw std::runtime_error with the message; the project itself never calls it.
[[noreturn]] void throw_exception_from_error(const InputError& error, const boost::source_location& where);

}  // namespace otbench
