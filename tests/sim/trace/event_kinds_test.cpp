// The table of event kinds, held to the sources that record them and to the manual.
#include "sim/trace/event_kinds.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>

namespace otbench::sim {
namespace {

namespace fs = std::filesystem;

std::string contents(const fs::path& path) {
    std::ifstream file{path};
    return {std::istreambuf_iterator<char>{file}, {}};
}

std::string sources() {
    std::string all;
    for (const char* folder : {"firmware_model", "meters", "runner", "sim"})
        for (const auto& entry : fs::recursive_directory_iterator{fs::path{OTBENCH_SOURCE_DIR} / folder})
            if (entry.path().extension() == ".cpp" && entry.path().filename() != "event_kinds.cpp")
                all += contents(entry.path());
    return all;
}

/// The constants of base/event_kinds.hpp, `bus_edge` and so on, with the kinds that they stand for.
std::map<std::string, std::string> constants() {
    const auto header = contents(fs::path{OTBENCH_SOURCE_DIR} / "base/event_kinds.hpp");
    const std::regex constant{R"re(string_view (\w+) = "(\w+)";)re"};
    std::map<std::string, std::string> found;
    for (std::sregex_iterator at{header.begin(), header.end(), constant}, end; at != end; ++at)
        found[(*at)[1]] = (*at)[2];
    return found;
}

/// Literals in the place of the kind in calls such as record(now, event::bus_edge, cause, {…}).
std::set<std::string> recorded_literals(const std::string& source) {
    std::set<std::string> literals;
    const std::regex call{R"(\brecord(_from)?\(([^;{]{1,200})\{)"}, literal{R"re("([a-z0-9_]+)")re"};
    for (std::sregex_iterator at{source.begin(), source.end(), call}, end; at != end; ++at) {
        const std::string arguments = (*at)[2];
        const std::string behind_source = (*at)[1].matched ? arguments.substr(arguments.find(',')) : arguments;
        for (std::sregex_iterator word{behind_source.begin(), behind_source.end(), literal}; word != end; ++word)
            literals.insert((*word)[1]);
    }
    return literals;
}

TEST(EventKinds, have_a_row_for_each_constant_that_a_source_may_record) {
    EXPECT_EQ(constants().size(), event_kinds().size());
    for (const auto& [name, kind] : constants()) EXPECT_NE(find_event_kind(kind), nullptr) << name;
}

TEST(EventKinds, are_each_used_by_a_source) {
    const auto source = sources();
    for (const auto& [name, kind] : constants())
        EXPECT_TRUE(std::regex_search(source, std::regex{"event::" + name + "\\b"})) << name;
}

TEST(EventKinds, are_recorded_by_constants_only) {
    for (const std::string& kind : recorded_literals(sources()))
        ADD_FAILURE() << '"' << kind << "\" instead of event::" << kind;
}

TEST(EventKinds, are_there_once_and_explained) {
    std::set<std::string_view> names;
    for (const EventKind& kind : event_kinds()) {
        EXPECT_TRUE(names.insert(kind.name).second) << kind.name;
        EXPECT_FALSE(kind.help.empty()) << kind.name;
    }
}

TEST(EventKinds, are_the_table_of_the_manual) {
    const auto manual = contents(fs::path{OTBENCH_SOURCE_DIR} / "docs/user/traces.md");
    EXPECT_NE(manual.find("<!-- events -->\n" + event_kinds_table() + "<!-- end of events -->\n"), std::string::npos)
        << "put the output of 'otbench scenario events' between the two marks";
}

}  // namespace
}  // namespace otbench::sim
