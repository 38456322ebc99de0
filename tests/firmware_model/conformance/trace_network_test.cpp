// Which answers of the recordings' network a device no longer gets after it has given up what it asked for.

#include "firmware_model/conformance/trace_network.hpp"

#include <gtest/gtest.h>

namespace otbench::firmware {
namespace {

using namespace std::chrono_literals;
using Answers = std::vector<std::string>;

/// Writes down each answer with the instant at which it came.
class Station : public NetworkEvents {
public:
    explicit Station(TraceNetwork::Setup setup = {})
        : network(
              agenda_, [this] { return now_; }, setup) {
        network.attach(*this);
    }

    void run_until(Nanoseconds end) {
        while (agenda_.next().value_or(end + 1ns) <= end) {
            now_ = *agenda_.next();
            agenda_.run_due(now_);
        }
        now_ = end;
    }
    [[nodiscard]] const Answers& answers() const { return answers_; }

private:
    void note(const std::string& what) {
        answers_.push_back(what + " at " +
                           std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(now_).count()));
    }
    void wifi_associated() override { note("associated"); }
    void wifi_got_ip() override { note("address"); }
    void wifi_lost() override { note("lost"); }
    void host_resolved(bool) override { note("resolved"); }
    void tcp_connected() override { note("connected"); }
    void tcp_failed() override { note("failed"); }
    void tcp_closed() override { note("closed"); }
    void tcp_sent() override { note("sent"); }
    void download_connected() override {}
    void download_finished(bool) override {}
    void stack_crashed() override {}
    void tcp_received(boost::span<const std::uint8_t>, Cause) override { note("received"); }
    void http_connected(HttpConnection) override {}
    void http_received(HttpConnection, std::string, Cause) override {}
    void http_closed(HttpConnection) override {}

    Agenda agenda_;
    Nanoseconds now_{0};
    Answers answers_;

public:
    TraceNetwork network;
};

TEST(TraceNetwork, connects_once_when_the_first_attempt_is_given_up) {
    Station station;
    station.network.connect("broker", 1883);
    station.run_until(1ms);
    station.network.disconnect();
    station.network.connect("broker", 1883);
    station.run_until(1s);
    EXPECT_EQ(station.answers(), Answers{"connected at 4"});
}

TEST(TraceNetwork, does_not_answer_an_attempt_that_is_given_up) {
    for (const bool broker_up : {true, false}) {
        TraceNetwork::Setup setup;
        setup.broker_up = broker_up;
        Station station{setup};
        station.network.connect("broker", 1883);
        station.network.disconnect();
        station.run_until(5s);
        EXPECT_EQ(station.answers(), Answers{}) << broker_up;
    }
}

TEST(TraceNetwork, ends_an_attempt_with_the_association) {
    Station left, lost;
    for (Station* station : {&left, &lost}) station->network.connect("broker", 1883);
    left.network.wifi_disconnect();
    lost.network.drop_wifi();
    for (Station* station : {&left, &lost}) station->run_until(1s);
    EXPECT_EQ(left.answers(), Answers{});
    EXPECT_EQ(lost.answers(), Answers{"lost at 0"});
}

TEST(TraceNetwork, gives_a_new_connection_no_answer_of_the_one_before) {
    Station station;
    station.network.connect("broker", 1883);
    station.run_until(10ms);
    station.network.send(mqtt::encode(mqtt::Pingreq{}), Cause::none);
    station.network.drop();
    station.network.connect("broker", 1883);
    station.run_until(1s);
    EXPECT_EQ(station.answers(), (Answers{"connected at 3", "closed at 10", "connected at 13"}));
}

}  // namespace
}  // namespace otbench::firmware
