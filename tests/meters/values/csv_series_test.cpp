#include "meters/values/csv_series.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace otbench::meters {
namespace {

Checked<std::vector<SeriesPoint>> read(const std::string& text, std::string_view column = "kWh") {
    std::istringstream file{text};
    return read_csv_series(file, "day.csv", column);
}

TEST(CsvSeries, reads_two_of_several_columns_whatever_surrounds_their_cells) {
    const auto points = read("x, time ,kWh\r\na, 0 , 1.5\r\n,60,-2e1,more\r\n");
    ASSERT_TRUE(points.has_value()) << points.error().message;
    EXPECT_EQ(*points, (std::vector<SeriesPoint>{{0, 1.5}, {60, -20}}));
}

TEST(CsvSeries, names_the_line_that_has_no_number_or_goes_back_in_time) {
    for (const char* row : {"60", "60,", "60,x", "x,1", "60,1x", "60,nan", "inf,1", "59,1", ""})
        EXPECT_EQ(read(std::string{"time,kWh\n60,1\n"} + row + "\n").error().message,
                  "day.csv:3: needs numbers, times not falling")
            << row;
}

TEST(CsvSeries, refuses_a_file_without_rows_or_without_the_column) {
    EXPECT_EQ(read("").error().message, "day.csv: is empty (expected a line with the names of columns)");
    EXPECT_EQ(read("time,kWh\n").error().message, "day.csv: has no rows");
    EXPECT_EQ(read("time,MWh\n0,1\n").error().message, "day.csv:1: needs the columns 'time' and 'kWh'");
    EXPECT_EQ(read("kWh\n1\n").error().message, "day.csv:1: needs the columns 'time' and 'kWh'");
}

}  // namespace
}  // namespace otbench::meters
