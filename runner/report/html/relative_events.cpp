#include "runner/report/html/relative_events.hpp"

#include <array>
#include <charconv>

#include "runner/report/html/line_rest.hpp"

namespace otbench::runner {

void RelativeEvents::append(std::int64_t number) {
    std::array<char, 24> digits;
    const char* const end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    line_.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

std::string_view RelativeEvents::line_of(std::string_view line) {
    LineRest rest{line};
    if (!rest.pass("{\"id\":")) return line;
    const auto id = static_cast<std::int64_t>(rest.number());
    if (!rest.pass(",\"t_ns\":")) return line;
    const auto time = static_cast<std::int64_t>(rest.number());
    if (!rest.pass(",")) return line;
    line_.clear();
    append(id - id_);
    line_ += ',';
    append(time - time_);
    line_ += ',';
    id_ = id;
    time_ = time;
    const std::string_view fields = rest.all();
    if (rest.pass("\"kind\":\"")) rest.text();
    if (rest.pass("\",\"source\":\"")) rest.text();
    if (rest.pass("\",\"cause\":")) {
        line_ += fields.substr(0, fields.size() - rest.all().size());
        append(id - static_cast<std::int64_t>(rest.number()));
        return line_ += rest.all();
    }
    return line_ += fields;
}

}  // namespace otbench::runner
