#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/rpc/failure.hpp"
#include "base/rpc/method.hpp"

namespace otbench::rpc {

/// Limits of a request, so that a line made to exhaust the program is refused instead.
constexpr std::size_t longest_line = 1 << 20;
constexpr int deepest_nesting = 32;

/// One of several programs that call.
using ClientId = std::uint32_t;

/// A call whose parameters fit the description of its method.
struct Call {
    ClientId client;
    const Request& parameters;  ///< an object
    Request id = {};            ///< by which the client knows its answer; null: none

    [[nodiscard]] bool has(const char* name) const { return parameters.contains(name); }
    /// The parameter `name`, or `otherwise` when it is not given.
    template <class T>
    [[nodiscard]] T get(const char* name, T otherwise = {}) const {
        const auto found = parameters.find(name);
        return found == parameters.end() ? otherwise : found->template get<T>();
    }
};

/// Answers requests of JSON-RPC 2.0, each of them one line. Does no input or output of its own.
class Dispatcher {
public:
    using Handler = std::function<Outcome(const Call& call)>;

    /// `program` is what `version` tells. Every dispatcher has the methods `version` and `rpc.describe`.
    explicit Dispatcher(std::string program);
    Dispatcher(const Dispatcher&) = delete;
    Dispatcher& operator=(const Dispatcher&) = delete;

    void add(Method method, Handler handler);

    /// Answers `line` of a client: with a line without its end, or with nothing for a notification. Never throws for
    /// what the line holds.
    [[nodiscard]] std::string answer(std::string_view line, ClientId client);

    /// Every method in the order of `add`, as `rpc.describe` returns them.
    [[nodiscard]] nlohmann::json description() const;
    /// The same as a table in Markdown.
    [[nodiscard]] std::string method_table() const;

private:
    struct Row {
        Method method;
        Handler handler;
    };

    [[nodiscard]] const Row* find(std::string_view name) const;
    [[nodiscard]] Outcome perform(const Request& request, ClientId client) const;

    std::string program_;
    std::vector<Row> rows_;
};

/// A notification of the server to a client, as a line without its end.
[[nodiscard]] std::string notification(std::string_view method, const nlohmann::json& parameters);

/// The codes of errors as a table in Markdown.
[[nodiscard]] std::string error_table();

/// The version of the control interface: it changes when a client has to.
constexpr int protocol_version = 1;

}  // namespace otbench::rpc
