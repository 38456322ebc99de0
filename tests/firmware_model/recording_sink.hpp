#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "base/event_sink.hpp"

namespace otbench::firmware {

/// Keeps what was recorded.
class RecordingSink : public EventSink {
public:
    struct Event {
        Nanoseconds at;
        std::string kind;
        Cause cause;
        std::vector<std::pair<std::string, EventField::Value>> fields;

        [[nodiscard]] std::string text(const std::string& key) const {
            const auto* value = std::get_if<std::string>(find(key));
            return value != nullptr ? *value : "";
        }
        [[nodiscard]] std::int64_t number(const std::string& key) const {
            const auto* value = std::get_if<std::int64_t>(find(key));
            return value != nullptr ? *value : -1;
        }
        [[nodiscard]] std::vector<Cause> causes(const std::string& key) const {
            const auto* value = std::get_if<std::vector<Cause>>(find(key));
            return value != nullptr ? *value : std::vector<Cause>{};
        }

    private:
        [[nodiscard]] const EventField::Value* find(const std::string& key) const {
            const auto field =
                std::find_if(fields.begin(), fields.end(), [&](const auto& f) { return f.first == key; });
            return field != fields.end() ? &field->second : nullptr;
        }
    };

    Cause record(Nanoseconds at, std::string_view kind, Cause cause,
                 std::initializer_list<EventField> fields) override {
        Event event{at, std::string{kind}, cause, {}};
        for (const auto& field : fields) event.fields.emplace_back(std::string{field.key}, field.value);
        events.push_back(std::move(event));
        return Cause{events.size()};
    }

    [[nodiscard]] const Event& at(Cause id) const { return events.at(static_cast<std::size_t>(id) - 1); }
    [[nodiscard]] std::vector<Event> of_kind(const std::string& kind) const {
        std::vector<Event> found;
        std::copy_if(events.begin(), events.end(), std::back_inserter(found),
                     [&](const Event& e) { return e.kind == kind; });
        return found;
    }

    std::vector<Event> events;
};

}  // namespace otbench::firmware
