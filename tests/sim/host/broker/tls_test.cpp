// Brokers outside with TLS: a real mosquitto, certificates made by openssl.

#include <fmt/core.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "sim/host/broker/broker_factory.hpp"
#include "sim/host/broker/mosquitto.hpp"
#include "sim/host/broker/mqtt_connection.hpp"
#include "tests/sim/mqtt/broker_conversation.hpp"
#include "tests/support/program.hpp"

namespace otbench::sim {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

/// Certificates of an authority and of those that it knows, as PEM files in a folder.
class Authority {
public:
    explicit Authority(std::string folder) : folder_(std::move(folder)) {
        openssl({"req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj",
                 "/CN=authority", "-keyout", file("key"), "-out", file("ca")});
    }
    /// `NAME.pem` and `NAME.key` in the folder, valid for `days` from now on for `subject_alternative_name`.
    void certify(const std::string& name, const std::string& subject_alternative_name, int days = 2) {
        const auto extensions = file(name + ".ext");
        tests::write_file(extensions, "subjectAltName=" + subject_alternative_name + "\n");
        openssl({"req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=" + name,
                 "-keyout", file(name + ".key"), "-out", file(name + ".csr")});
        openssl({"x509", "-req", "-in", file(name + ".csr"), "-CA", file("ca"), "-CAkey", file("key"),
                 "-CAcreateserial", "-extfile", extensions, "-days", std::to_string(days), "-out",
                 file(name + ".pem")});
    }
    [[nodiscard]] std::string file(const std::string& name) const { return folder_ + "/" + name; }

private:
    static void openssl(const std::vector<std::string>& arguments) {
        const auto made = tests::run_program("/usr/bin/openssl", arguments);
        ASSERT_EQ(made.exit_code, 0) << made.err;
    }
    std::string folder_;
};

class TlsBroker : public ::testing::Test {
protected:
    void SetUp() override {
        authority.certify("server", "IP:127.0.0.1");
        authority.certify("client", "DNS:client");
    }
    /// Starts a broker with this certificate and further lines of configuration; its URL without options.
    std::string start(const std::string& certificate = "server", std::vector<std::string> extra = {}) {
        extra.push_back("certfile " + authority.file(certificate + ".pem"));
        extra.push_back("keyfile " + authority.file(certificate + ".key"));
        mosquitto.emplace(loop, extra);
        return fmt::format("mqtts://127.0.0.1:{}", mosquitto->address().port);
    }
    /// One that asks for a client's certificate.
    std::string start_mutual() {
        return start("server", {"cafile " + authority.file("ca"), "require_certificate true"});
    }
    /// Why neither the bench nor a client in real time may connect.
    static std::string refusal(const std::string& url) {
        std::string bench, client;
        try {
            (void)make_broker(url);
        } catch (const BrokerError& error) {
            bench = error.what();
        }
        try {
            MqttConnection{*parse_broker_address(url), "test"};
        } catch (const BrokerError& error) {
            client = error.what();
        }
        EXPECT_EQ(bench, client);
        EXPECT_THAT(bench, Not(HasSubstr("\n")));
        return bench;
    }

    tests::TemporaryFolder folder;
    Authority authority{folder.path()};
    EventLoop loop;
    std::optional<Mosquitto> mosquitto;
    const std::string ca = "?ca=" + authority.file("ca");
    const std::string client = "&cert=" + authority.file("client.pem") + "&key=" + authority.file("client.key");
};

TEST_F(TlsBroker, serves_devices_and_the_bench_in_lock_step_as_one_without_tls) {
    const auto conversation = [](Broker& broker) {
        Conversation talk{broker};
        Transcript all = talk.subscribe("#", 2);
        const auto add = [&](const Transcript& lines) { all.insert(all.end(), lines.begin(), lines.end()); };
        add(talk.open_and_connect(1, device_connect("dev")));
        add(talk.send(1, {mqtt::Subscribe{1, {{"all", 0}}}}));
        add(talk.publish("all", "hello", 1));
        add(talk.close(1, CloseKind::reset));
        add(talk.open_and_connect(2, device_connect("other")));
        add(talk.close(2, CloseKind::orderly));
        return all;
    };
    const auto broker = make_broker(start_mutual() + ca + client);
    const auto plain = make_broker("internal");
    EXPECT_EQ(conversation(*broker), conversation(*plain));
    EXPECT_THAT(broker->description(), StartsWith("mqtts://127.0.0.1:"));
}

TEST_F(TlsBroker, carries_the_messages_of_a_client_in_real_time) {
    const auto address = parse_broker_address(start_mutual() + ca + client);
    ASSERT_TRUE(address);
    MqttConnection connection{*address, "test"};
    connection.subscribe("a/b", 1);
    connection.publish({"a/b", "payload", 1, false});
    const auto message = connection.receive(std::chrono::seconds{5});
    ASSERT_TRUE(message);
    EXPECT_EQ(message->payload, "payload");
}

TEST_F(TlsBroker, is_refused_when_another_authority_signed_its_certificate) {
    tests::TemporaryFolder elsewhere;
    const Authority other{elsewhere.path()};
    EXPECT_THAT(refusal(start() + "?ca=" + other.file("ca")),
                AllOf(StartsWith("broker mqtts://127.0.0.1:"), HasSubstr(": its certificate is not trusted: ")));
}

TEST_F(TlsBroker, is_refused_when_the_system_does_not_trust_it_and_no_authority_is_named) {
    EXPECT_THAT(refusal(start()), HasSubstr(": its certificate is not trusted: "));
}

TEST_F(TlsBroker, is_refused_when_its_certificate_has_expired) {
    authority.certify("old", "IP:127.0.0.1", -1);
    EXPECT_THAT(refusal(start("old") + ca), HasSubstr(": its certificate is not trusted: certificate has expired"));
}

TEST_F(TlsBroker, is_refused_when_its_certificate_is_for_another_host) {
    authority.certify("other", "DNS:broker.example");
    EXPECT_THAT(refusal(start("other") + ca), HasSubstr(": its certificate is not trusted: IP address mismatch"));
}

TEST_F(TlsBroker, refuses_a_client_without_a_certificate) {
    EXPECT_THAT(refusal(start_mutual() + ca), HasSubstr(": TLS: tlsv13 alert certificate required"));
}

TEST_F(TlsBroker, is_refused_where_it_speaks_no_tls) {
    mosquitto.emplace(loop);
    EXPECT_THAT(refusal(fmt::format("mqtts://127.0.0.1:{}{}", mosquitto->address().port, ca)),
                StartsWith("broker mqtts://127.0.0.1:"));
}

TEST_F(TlsBroker, is_not_reached_when_a_file_is_missing_or_no_pem) {
    EXPECT_THAT(refusal("mqtts://127.0.0.1:1?ca=/nowhere.pem"), HasSubstr(": /nowhere.pem: "));
    EXPECT_THAT(refusal("mqtts://127.0.0.1:1?ca=" + authority.file("server.ext")),
                HasSubstr("unusable CA certificates"));
    EXPECT_THAT(refusal("mqtts://127.0.0.1:1?cert=" + authority.file("client.key") + "&key=" + authority.file("key")),
                HasSubstr("unusable client certificate"));
    EXPECT_THAT(refusal("mqtts://127.0.0.1:1?cert=" + authority.file("client.pem") + "&key=" + authority.file("ca")),
                HasSubstr("unusable client key"));
}

TEST_F(TlsBroker, takes_a_password_from_a_file_or_the_environment) {
    const auto passwords = authority.file("passwords"), secret = authority.file("secret");
    ASSERT_EQ(tests::run_program("/usr/bin/mosquitto_passwd", {"-c", "-b", passwords, "me", "open sesame"}).exit_code,
              0);
    tests::write_file(secret, "open sesame\nnot this\n");
    mosquitto.emplace(loop, std::vector<std::string>{"allow_anonymous false", "password_file " + passwords});
    const auto url = fmt::format("mqtt://me@127.0.0.1:{}", mosquitto->address().port);
    EXPECT_THAT(refusal(url), HasSubstr("not authorised"));
    EXPECT_EQ(refusal(url + "?password-file=" + secret), "");
    ::setenv("OTBENCH_MQTT_PASSWORD", "open sesame", 1);
    EXPECT_EQ(refusal(url), "");
    ::unsetenv("OTBENCH_MQTT_PASSWORD");
}

}  // namespace
}  // namespace otbench::sim
