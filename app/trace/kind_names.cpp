#include "app/trace/kind_names.hpp"

#include "app/print_error.hpp"
#include "base/config/suggest.hpp"
#include "sim/trace/event_kinds.hpp"

namespace otbench::app {

bool known_kinds(const char* verb, const char* option, const std::vector<std::string>& kinds) {
    std::vector<std::string_view> names;
    for (const sim::EventKind& kind : sim::event_kinds()) names.push_back(kind.name);
    for (const std::string& kind : kinds) {
        if (sim::find_event_kind(kind) != nullptr) continue;
        print_error("{}: {}: unknown kind '{}'{}\n", verb, option, kind, config::did_you_mean(kind, names));
        return false;
    }
    return true;
}

}  // namespace otbench::app
