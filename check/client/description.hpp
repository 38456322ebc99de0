#pragma once

#include <boost/core/span.hpp>
#include <functional>

#include "base/config/yaml_reader.hpp"
#include "check/client/client.hpp"

// Clients and gateways are described by files of one form, with one reader.
namespace otbench::check {

/// How descriptions of one kind differ from the others.
struct DescriptionForm {
    std::string_view name;                          ///< "client"
    std::string_view title;                         ///< "a client": how messages call it
    boost::span<const std::string_view> actions;    ///< possible keys of `commands`; `read` is always required
    boost::span<const std::string_view> endpoints;  ///< possible values of `endpoint`
    boost::span<const config::Key> own_keys = {};   ///< beside those of all descriptions
};

template <class Described>
using ReadDescription = boost::system::result<Described, std::vector<config::Diagnostic>>;

/// Reads the keys that all descriptions have into `described`; `read_own` gets the mapping for the others.
void read_keys(std::string_view text, const DescriptionForm& form, Client& described,
               const std::function<void(const config::Mapping&)>& read_own, config::Diagnostics& errors);

/// What a description says, or all mistakes in it; `read_own` takes a mapping and a `Described` and reads the keys of
/// its own. `file` is named in the mistakes.
template <class Described, class ReadOwn>
ReadDescription<Described> read_description(std::string_view text, const std::string& file, const DescriptionForm& form,
                                            ReadOwn read_own) {
    config::Diagnostics errors{file};
    Described described;
    read_keys(
        text, form, described, [&](const config::Mapping& mapping) { read_own(mapping, described); }, errors);
    if (!errors.empty()) return errors.take_all();
    return described;
}

}  // namespace otbench::check
