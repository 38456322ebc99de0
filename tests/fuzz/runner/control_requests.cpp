// Lines as clients of the control interface send them: each is answered by a line of JSON with a result or an error.
#include <atomic>
#include <nlohmann/json.hpp>

#include "runner/control/bench_session.hpp"
#include "tests/fuzz/fuzz_input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace otbench;
    static const std::atomic<bool> never{false};
    runner::BenchSession session{{}, never};
    auto text = fuzz::text_of(data, size);
    if (text.find("load") != std::string_view::npos) return 0;  // one bench a process
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        const std::string line{text.substr(0, end)};
        text.remove_prefix(std::min(end + 1, text.size()));
        const std::string answer = session.answer(line, 1);
        if (answer.empty()) continue;
        const auto json = nlohmann::json::parse(answer);
        fuzz::require(json.contains("result") != json.contains("error"), "a result or an error");
    }
    return 0;
}
