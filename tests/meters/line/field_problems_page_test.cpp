// The commands of docs/user/field-problems.md that its own examples do not run.
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include "meters/line/control_text.hpp"
#include "meters/line/fleet.hpp"

namespace otbench::meters {
namespace {

/// What stands in the page between backquotes and begins with `start`.
std::vector<std::string> commands(const std::string& start) {
    std::ifstream file{OTBENCH_SOURCE_DIR "/docs/user/field-problems.md"};
    const std::string page{std::istreambuf_iterator<char>{file}, {}};
    const std::regex command{"`" + start + " ([^`]*)`"};
    std::vector<std::string> found;
    for (auto match = std::sregex_iterator{page.begin(), page.end(), command}; match != std::sregex_iterator{}; ++match)
        found.push_back((*match)[1]);
    return found;
}

/// The words of a command line; quotes of the shell are those of the control interface but for their form.
std::vector<std::string> shell_words(std::string command) {
    std::replace(command.begin(), command.end(), '\'', '"');
    return command_words(command).value();
}

TEST(FieldProblemsPage, gives_meters_and_faults_that_exist) {
    const ProfileIndex shipped{{OTBENCH_SOURCE_DIR "/meters/profiles"}};
    const auto emulations = commands("otbench emulate");
    EXPECT_GT(emulations.size(), 30u);
    for (const std::string& command : emulations) {
        SCOPED_TRACE(command);
        std::vector<MeterDescription> meters;
        LinkFaults faults;
        const auto words = shell_words(command);
        for (std::size_t i = 0; i < words.size(); ++i) {
            if (words[i] == "--fault") {
                const auto setting = assignments({words.at(++i)});
                ASSERT_TRUE(setting);
                const auto done = set_link_fault(faults, setting->front().first, setting->front().second);
                EXPECT_TRUE(done) << done.error().message;
            } else if (words[i] == "--on") {
                ++i;
            } else {
                meters.push_back(parse_meter_description(words[i]).value());
            }
        }
        const auto made = make_meters(meters, shipped);
        EXPECT_TRUE(made) << made.error().message;
    }
}

TEST(FieldProblemsPage, names_the_scenarios_that_exist) {
    const auto named = commands("otbench run");
    std::set<std::string> present;
    for (const auto& entry : std::filesystem::directory_iterator{OTBENCH_SOURCE_DIR "/scenarios/field"})
        if (entry.path().extension() == ".yaml") present.insert("scenarios/field/" + entry.path().filename().string());
    EXPECT_EQ(std::set<std::string>(named.begin(), named.end()), present);
}

}  // namespace
}  // namespace otbench::meters
