#include "base/rpc/dispatcher.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace otbench::rpc {
namespace {

using nlohmann::json;

/// A dispatcher with one method, `add`, which joins what it is given.
class Dispatching : public testing::Test {
protected:
    Dispatching() {
        dispatcher.add({"join",
                        "Joins texts.",
                        {{"words", types::texts, true, "The texts."}, {"times", types::whole, false, "How often."}},
                        "`joined`"},
                       [this](const Call& call) -> Outcome {
                           std::string joined;
                           for (std::uint64_t i = 0; i < call.get<std::uint64_t>("times", 1); ++i)
                               for (const auto& word : call.get<std::vector<std::string>>("words")) joined += word;
                           last_client = call.client;
                           if (joined == "bad") return Failure{Code::bad_input, "bad words", json{{"word", joined}}};
                           if (joined == "broken") throw std::runtime_error{"broke"};
                           return json{{"joined", joined}};
                       });
    }
    json answer(const std::string& line) { return json::parse(dispatcher.answer(line, 7)); }
    int error(const std::string& line) { return answer(line).at("error").at("code").get<int>(); }
    std::string complaint(const std::string& line) { return answer(line).at("error").at("message"); }

    Dispatcher dispatcher{"otbench 9"};
    ClientId last_client = 0;
};

TEST_F(Dispatching, answers_a_call_with_its_id_and_result) {
    const auto reply = answer(R"({"jsonrpc":"2.0","id":"x","method":"join","params":{"words":["a","b"],"times":2}})");
    EXPECT_EQ(reply, json::parse(R"({"jsonrpc":"2.0","id":"x","result":{"joined":"abab"}})"));
    EXPECT_EQ(last_client, 7u);
}

TEST_F(Dispatching, does_not_answer_a_notification) {
    EXPECT_EQ(dispatcher.answer(R"({"jsonrpc":"2.0","method":"join","params":{"words":["a"]}})", 3), "");
    EXPECT_EQ(last_client, 3u);
}

TEST_F(Dispatching, refuses_lines_that_are_no_requests) {
    EXPECT_EQ(error("{"), -32700);
    EXPECT_EQ(error("\xff\xfe"), -32700);
    EXPECT_EQ(error(R"({"jsonrpc":"2.0","id":1e999,"method":"version"})"), -32700);
    EXPECT_EQ(error("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\xff\"}"), -32700);
    EXPECT_EQ(error("[]"), -32600);
    EXPECT_EQ(error("1"), -32600);
    EXPECT_EQ(error(R"({"id":1,"method":"version"})"), -32600);
    EXPECT_EQ(error(R"({"jsonrpc":"2.0","id":{},"method":"version"})"), -32600);
    EXPECT_EQ(error(R"({"jsonrpc":"2.0","id":1,"method":2})"), -32600);
    EXPECT_EQ(error(R"({"jsonrpc":"2.0","id":1,"method":"version","params":[1]})"), -32602);
}

TEST_F(Dispatching, refuses_lines_that_would_exhaust_it) {
    EXPECT_EQ(error(std::string(longest_line + 1, ' ')), -32700);
    const std::string deep(2'000, '[');
    EXPECT_EQ(error(R"({"jsonrpc":"2.0","id":1,"method":"version","params":{"a":)" + deep), -32700);
    const std::string closed = std::string(100, '[') + std::string(100, ']');
    EXPECT_EQ(error(R"({"jsonrpc":"2.0","id":1,"method":"join","params":{"words":)" + closed + "}}"), -32700);
}

TEST_F(Dispatching, checks_parameters_before_the_call) {
    EXPECT_EQ(complaint(R"({"jsonrpc":"2.0","id":1,"method":"join"})"),
              "join: missing parameter 'words' (expected a list of texts)");
    EXPECT_EQ(complaint(R"({"jsonrpc":"2.0","id":1,"method":"join","params":{"words":["a",1]}})"),
              "join: invalid parameter 'words' (expected a list of texts)");
    EXPECT_EQ(complaint(R"({"jsonrpc":"2.0","id":1,"method":"join","params":{"words":[],"times":-1}})"),
              "join: invalid parameter 'times' (expected a whole number, 0 or more)");
    EXPECT_EQ(complaint(R"({"jsonrpc":"2.0","id":1,"method":"join","params":{"words":[],"time":1}})"),
              "join: unknown parameter 'time'; did you mean 'times'?");
    EXPECT_EQ(last_client, 0u);
}

TEST_F(Dispatching, suggests_a_method) {
    EXPECT_EQ(error(R"({"jsonrpc":"2.0","id":1,"method":"joni"})"), -32601);
    EXPECT_EQ(complaint(R"({"jsonrpc":"2.0","id":1,"method":"joni"})"), "unknown method 'joni'; did you mean 'join'?");
}

TEST_F(Dispatching, passes_on_a_failure_with_its_data) {
    const auto reply = answer(R"({"jsonrpc":"2.0","id":1,"method":"join","params":{"words":["bad"]}})");
    EXPECT_EQ(reply.at("error"), json::parse(R"({"code":2,"message":"bad words","data":{"word":"bad"}})"));
}

TEST_F(Dispatching, survives_an_exception) {
    EXPECT_EQ(error(R"({"jsonrpc":"2.0","id":1,"method":"join","params":{"words":["broken"]}})"), -32603);
    EXPECT_EQ(answer(R"({"jsonrpc":"2.0","id":2,"method":"version"})").at("result"),
              json::parse(R"({"program":"otbench 9","protocol":1})"));
}

TEST_F(Dispatching, describes_its_methods) {
    const auto methods = answer(R"({"jsonrpc":"2.0","id":1,"method":"rpc.describe"})").at("result").at("methods");
    ASSERT_EQ(methods.size(), 3u);
    EXPECT_EQ(methods[2].at("name"), "join");
    EXPECT_EQ(methods[2].at("parameters")[1],
              json::parse(R"({"name":"times","type":"integer","required":false,"help":"How often."})"));
    EXPECT_NE(
        dispatcher.method_table().find("| `join` | Joins texts. | `words` (required): list of texts. The texts.<br>"),
        std::string::npos);
}

TEST_F(Dispatching, keeps_the_order_of_members) {
    std::string order;
    dispatcher.add({"order", "Tells the order.", {{"of", types::object, true, "An object."}}, ""},
                   [&](const Call& call) -> Outcome {
                       for (const auto& [name, value] : call.parameters.at("of").items()) order += name;
                       return json::object();
                   });
    answer(R"({"jsonrpc":"2.0","id":1,"method":"order","params":{"of":{"b":1,"a":2}}})");
    EXPECT_EQ(order, "ba");
}

}  // namespace
}  // namespace otbench::rpc
