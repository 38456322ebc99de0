#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

namespace otbench::runner {

/// Chooses the events of a run that a page holds. Left out are edges that its waves show and that caused nothing in the
/// page: those of the bus voltage, of RX, and of a meter's current but for the last of each answer, which ends it.
class ShownEvents {
public:
    /// What decides about an event.
    struct Head {
        std::size_t id = 0;
        std::size_t cause = 0;  ///< 0: none
        std::string_view kind;
    };

    /// The next event of the file.
    void add(const Head& head);
    /// All events of an events.jsonl; a line that was written in part has none.
    void add_all(std::istream& file);

    /// After the last event, `complete` chooses. Then `use` gets the lines that the page holds of the file with these
    /// events, without their ends; and `packed` is what `packed_text` makes of them as `RelativeEvents`, empty when
    /// there are none.
    void complete();
    void for_each(std::istream& file, const std::function<void(std::string_view line)>& use) const;
    [[nodiscard]] std::string packed(std::istream& file) const;

private:
    struct Event {
        std::uint32_t cause = 0;
        std::uint32_t last_edge = 0;  ///< of the current of a meter that this event made answer; 0: none
        bool is_kept = false;
    };

    void keep(std::size_t number);

    std::vector<Event> events_;  ///< whose number is that of their line, from 1
    std::size_t kept_ = 0;
};

}  // namespace otbench::runner
