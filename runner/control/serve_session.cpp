#include "runner/control/serve_session.hpp"

#include <fmt/core.h>

#include "base/printable.hpp"
#include "runner/report/result.hpp"
#include "sim/host/control/control_channel.hpp"
#include "sim/host/control/control_front.hpp"

namespace otbench::runner {

using sim::ControlLine;

namespace {

void notify(BenchSession& session, const sim::ControlChannel& channel) {
    for (auto& [client, text] : session.take_notifications())
        channel.send({ControlLine::Kind::message, client, std::move(text)});
}

/// Answers requests that concern the call that runs, and sends what clients wait for.
void attend(BenchSession& session, sim::ControlChannel& channel) {
    const auto is_urgent = [](const ControlLine& line) {
        return line.kind == ControlLine::Kind::message && BenchSession::is_urgent(line.text);
    };
    while (const auto line = channel.take_first(is_urgent)) {
        std::string answer = session.answer(line->text, line->client);
        if (!answer.empty()) channel.send({ControlLine::Kind::message, line->client, std::move(answer)});
    }
    notify(session, channel);
}

}  // namespace

void serve_line(BenchSession& session, const sim::ControlChannel& channel, const ControlLine& line) {
    if (line.kind == ControlLine::Kind::left) return session.drop_client(line.client);
    std::string answer = session.answer(line.text, line.client);
    if (session.wish() == BenchSession::Wish::renewal) return;
    notify(session, channel);
    if (!answer.empty()) channel.send({ControlLine::Kind::message, line.client, std::move(answer)});
}

int serve_session(SessionOptions options, int fd, const std::atomic<bool>& interrupted) {
    sim::ControlChannel channel{fd};
    options.input = fd;
    BenchSession session{std::move(options), interrupted};
    session.attend_by([&] { attend(session, channel); });
    while (!interrupted) {
        const bool real_time = session.in_real_time();
        if (real_time)
            session.let_time_run([&] {
                notify(session, channel);
                session.tidy();
                return channel.has_input();
            });
        if (const std::string trouble = session.trouble(); real_time && !trouble.empty()) {
            fmt::print(stderr, "otbench: {}\n", printable(trouble));
            session.close();
            return exit_code(Verdict::environment);
        }
        const auto line = channel.next();
        if (!line) break;
        serve_line(session, channel, *line);
        if (session.wish() == BenchSession::Wish::renewal) {
            session.close();
            channel.hand_over({ControlLine::Kind::message, line->client, session.renewed(line->text)});
            return sim::renewal_exit;
        }
        if (session.wish() == BenchSession::Wish::end) return 0;
    }
    session.close();
    return 0;
}

}  // namespace otbench::runner
