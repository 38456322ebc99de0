#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "base/event_sink.hpp"

namespace otbench::runner {

/// A message that reached the bench.
struct ReceivedMessage {
    Nanoseconds at;
    std::string topic;
    std::string payload;
    Cause event;  ///< its own entry in the event log
};

/// All messages the bench received, in order, with one reading position for each topic: an expectation takes messages
/// from there on, so none is overlooked and none is matched twice.
class Inbox {
public:
    void add(ReceivedMessage message);

    /// The next message on `topic` that no expectation took yet; null when there is none.
    [[nodiscard]] const ReceivedMessage* peek(const std::string& topic) const;
    /// Takes it.
    void take_next(const std::string& topic);
    /// Takes all messages there are on `topic` and returns them.
    std::vector<const ReceivedMessage*> take_all(const std::string& topic);

    /// Every message received on `topic`, taken or not, as far as they are kept.
    [[nodiscard]] std::vector<const ReceivedMessage*> history(const std::string& topic) const;

    /// Forgets all but the last `most` messages of each topic; pointers to them go bad.
    void keep(std::size_t most);

private:
    struct Topic {
        std::deque<ReceivedMessage> messages;  // a deque: pointers to its messages stay good
        std::size_t taken = 0;                 ///< how many of them
    };
    std::map<std::string, Topic> topics_;
};

}  // namespace otbench::runner
