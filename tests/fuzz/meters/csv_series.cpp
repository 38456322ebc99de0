// A CSV file with the course of a value. Input: the column's name, a line feed, the file.
#include "meters/values/csv_series.hpp"

#include <cmath>
#include <sstream>

#include "tests/fuzz/fuzz_input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace otbench;
    const auto text = fuzz::text_of(data, size);
    const auto line = std::min(text.find('\n'), text.size());
    std::istringstream file{std::string{text.substr(std::min(line + 1, text.size()))}};
    const auto points = meters::read_csv_series(file, "series.csv", text.substr(0, line));
    if (!points) return 0;
    double before = points->front().first;
    for (const auto& [at, value] : *points) {
        fuzz::require(std::isfinite(at) && std::isfinite(value) && at >= before, "times do not fall");
        before = at;
    }
    return 0;
}
