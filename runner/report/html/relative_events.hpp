#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace otbench::runner {

/// Lines of an events.jsonl in a form that packs to a fifth: id and time as differences to the line before, the cause
/// as one to the id, as the page reads them (`readEvents` of share/report/trace.js).
///
/// `{"id":9,"t_ns":1500,"kind":"rx_edge","cause":7,"level":0}`, after id 7 at 1000 ns, becomes
/// `2,500,"kind":"rx_edge","cause":2,"level":0}`.
class RelativeEvents {
public:
    /// Valid until the next one. A line that does not begin as those of a run stays as it is.
    std::string_view line_of(std::string_view line);

private:
    void append(std::int64_t number);

    std::int64_t id_ = 0, time_ = 0;
    std::string line_;
};

}  // namespace otbench::runner
