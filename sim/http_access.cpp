#include "sim/http_access.hpp"

#include <utility>

namespace otbench::sim {

using firmware::HttpConnection;

bool HttpAccess::is_open(HttpConnection connection) const {
    return current_ && HttpConnection{connections_} == connection;
}

template <typename Action>
void HttpAccess::on_connection(Nanoseconds delay, Action action) {
    alarms_.at(alarms_.now() + delay, [this, id = HttpConnection{connections_}, action = std::move(action)] {
        if (is_open(id)) action(id);
    });
}

HttpAccess::Client HttpAccess::end() {
    Client client = std::exchange(current_, nullptr);
    while (!current_ && !waiting_.empty()) {
        const auto next = waiting_.front().lock();
        waiting_.pop_front();
        if (next) arrived(next);
    }
    return client;
}

// ---- the device ----

void HttpAccess::listen(bool on) {
    listening_ = on;
}

void HttpAccess::answer(HttpConnection connection, std::string bytes, Cause cause) {
    if (!is_open(connection)) return;
    on_connection(delays_.answer, [this, bytes = std::move(bytes), cause](HttpConnection /*id*/) {
        end()->http_answered(bytes, cause);
    });
}

void HttpAccess::send_back(HttpConnection connection, const std::string& bytes, Cause cause) {
    if (!is_open(connection)) return;
    sent_back_ += bytes;
    sent_back_cause_ = cause;
    on_connection(delays_.acknowledge, [this](HttpConnection id) { device_->http_sent(id); });
}

void HttpAccess::close(HttpConnection connection) {
    if (!sent_back_.empty()) return answer(connection, std::exchange(sent_back_, {}), sent_back_cause_);
    if (is_open(connection)) on_connection(delays_.answer, [this](HttpConnection /*id*/) { end()->http_ended(false); });
}

void HttpAccess::power_cycle() {
    listening_ = false;
    if (current_) end()->http_ended(false);
}

// ---- the clients ----

void HttpAccess::connect(const Client& client) {
    alarms_.at(alarms_.now() + delays_.connect, [this, weak = std::weak_ptr<HttpClient>{client}] {
        if (const auto arriving = weak.lock()) arrived(arriving);
    });
}

void HttpAccess::arrived(const Client& client) {
    if (!listening_) return client->http_ended(true);
    if (current_) {
        waiting_.push_back(client);
    } else {
        begin(client);
    }
}

void HttpAccess::begin(const Client& client) {
    current_ = client;
    sent_back_.clear();
    ++connections_;
    device_->http_connected(HttpConnection{connections_});
    client->http_accepted();
}

void HttpAccess::send(const HttpClient& client, std::string bytes, Cause cause) {
    if (current_.get() != &client) return;
    on_connection(delays_.forward, [this, bytes = std::move(bytes), cause](HttpConnection id) {
        device_->http_received(id, bytes, cause);
    });
}

void HttpAccess::disconnect(const HttpClient& client) {
    if (current_.get() != &client) return;
    device_->http_closed(HttpConnection{connections_});
    end();
}

}  // namespace otbench::sim
