#pragma once

namespace otbench::app {

/// Opens `/dev/null` as each of standard input, output and error that is closed, so that no file opened later takes its
/// number and receives what was meant for it. To be called first in a program.
void open_standard_streams();

/// Flushes standard output. False when something written to it was lost (a full disk), after one line on standard error
/// that begins with `program`.
bool flush_standard_output(const char* program);

}  // namespace otbench::app
