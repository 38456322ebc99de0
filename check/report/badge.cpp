#include "check/report/badge.hpp"

#include <fmt/format.h>

namespace otbench::check {

std::string badge_svg(const Scorecard& scorecard) {
    constexpr const char* form =
        R"(<svg xmlns="http://www.w3.org/2000/svg" width="150" height="20" role="img" aria-label="M-Bus check: {0}">
<title>M-Bus check: {0}</title>
<rect width="150" height="20" rx="3" fill="#444"/>
<path d="M88 0h59a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3H88z" fill="{1}"/>
<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle">
<text x="44" y="14">M-Bus check</text><text x="119" y="14">{0}</text></g>
</svg>
)";
    const std::size_t applicable = scorecard.results.size() - scorecard.count(Verdict::not_applicable);
    const std::size_t failed = scorecard.count(Verdict::fail);
    const char* colour = failed == 0 ? "#187a3c" : failed * 10 <= applicable ? "#8a6100" : "#b02525";
    return fmt::format(form, fmt::format("{}/{}", applicable - failed, applicable), colour);
}

}  // namespace otbench::check
