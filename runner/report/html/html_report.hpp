#pragma once

#include <string>

#include "runner/report/summary.hpp"

namespace otbench::runner {

/// Writes the pages of a run whose traces are in the folder `out`: report.html with all results, and for each of
/// several cases one with its trace, in the folder of that. A page needs no other file and no network. The page of a
/// batch holds the traces of cases that did not pass as far as they fit in 8 MB, and links to the pages of the others.
///
/// Throws `std::system_error` when a page cannot be written.
void write_html_reports(const std::string& out, const Summary& summary, const std::string& version);

}  // namespace otbench::runner
