#pragma once

#include <string_view>

namespace otbench::runner {

/// The page of the HTML report before and after its data: share/report, joined by cmake/join_report_page.cmake.
extern const std::string_view report_page_head, report_page_tail;

}  // namespace otbench::runner
