#include "app/check/scorecard_files.hpp"

#include <filesystem>

#include "base/output_file.hpp"
#include "check/report/badge.hpp"
#include "check/report/junit.hpp"
#include "check/report/page.hpp"
#include "check/result_json.hpp"

namespace otbench::app {

void write_scorecard(const check::Scorecard& card, const std::string& folder) {
    const auto write = [&](const char* name, const std::string& text) {
        write_whole_file((std::filesystem::path{folder} / name).string(), text);
    };
    write("scorecard.json", check::to_json(card));
    write("scorecard.html", check::scorecard_page(card));
    write("junit.xml", check::junit_xml(card));
    write("badge.svg", check::badge_svg(card));
}

}  // namespace otbench::app
