#include "firmware_model/response.hpp"

#include <gtest/gtest.h>

namespace otbench::firmware {
namespace {

TEST(Response, joins_texts_by_slashes) {
    Response response;
    response.append("");
    EXPECT_EQ(response.text(), "");
    response.append("a");
    response.append("b");
    EXPECT_EQ(response.text(), "a/b");
}

TEST(Response, remembers_where_its_texts_came_from_until_it_is_cleared) {
    Response response;
    response.append_from("68", Cause{4});
    response.append_from("16", Cause{5});
    EXPECT_EQ(response.sources(), (std::vector{Cause{4}, Cause{5}}));
    response.clear();
    EXPECT_EQ(response.text(), "");
    EXPECT_TRUE(response.sources().empty());
}

TEST(Response, never_holds_more_than_its_buffer) {
    Response response;
    for (int i = 0; i < 10; ++i) response.append(std::string(60, 'x'));
    EXPECT_LT(response.text().size(), 256U);
}

}  // namespace
}  // namespace otbench::firmware
