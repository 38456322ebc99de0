#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <utility>

#include "base/time.hpp"

namespace otbench::firmware {

/// What is due at given instants; that of one instant in the order in which it was given. `Id` is an enumeration over
/// 64 bits that names an entry; its 0 names none.
template <typename Id, typename What>
class Schedule {
public:
    struct Entry {
        Nanoseconds due{};
        Id id{};
        What what;
    };

    Id add(Nanoseconds due, What what) {
        const Id id{count_ + 1};
        add_again(id, due, std::move(what));
        return id;
    }

    /// Adds `what` under an id that named an entry which has been taken out.
    void add_again(Id id, Nanoseconds due, What what) {
        const Key key{due, ++count_};
        keys_[id] = key;
        entries_.emplace(key, Entry{due, id, std::move(what)});
    }

    /// Does nothing when `id` names no entry, or one that has been taken out.
    void cancel(Id id) {
        const auto key = keys_.find(id);
        if (key == keys_.end()) return;
        entries_.erase(key->second);
        keys_.erase(key);
    }

    void clear() {
        entries_.clear();
        keys_.clear();
    }

    /// When the first entry is due.
    [[nodiscard]] std::optional<Nanoseconds> next() const {
        if (entries_.empty()) return std::nullopt;
        return entries_.begin()->first.first;
    }

    /// Takes out the first entry if it is due at `now`.
    std::optional<Entry> take_due(Nanoseconds now) {
        if (entries_.empty() || entries_.begin()->first.first > now) return std::nullopt;
        Entry entry = std::move(entries_.begin()->second);
        entries_.erase(entries_.begin());
        keys_.erase(entry.id);
        return entry;
    }

private:
    using Key = std::pair<Nanoseconds, std::uint64_t>;

    std::map<Key, Entry> entries_;
    std::map<Id, Key> keys_;
    std::uint64_t count_ = 0;
};

}  // namespace otbench::firmware
