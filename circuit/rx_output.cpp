#include "circuit/rx_output.hpp"

#include <algorithm>

namespace otbench::circuit {

void RxOutput::State::apply(const Change& change) {
    if (change.echo) {
        echo = !change.level;
    } else {
        comparator = change.level;
    }
}

void RxOutput::plan(Tick now, const Change& first, const std::optional<Change>& second) {
    drop_masked(now);
    const auto is_planned = [](const Change& change) { return !change.echo; };
    const auto on_its_way = std::find_if(pending_.begin(), pending_.end(), is_planned);
    std::optional<Change> kept;
    if (on_its_way != pending_.end() && on_its_way->level == first.level) kept = *on_its_way;
    pending_.erase(std::remove_if(pending_.begin(), pending_.end(), is_planned), pending_.end());
    if (kept) {
        insert(*kept);
    } else if (state_.comparator != first.level) {
        insert(first);
    }
    if (second) insert(*second);
}

void RxOutput::echo(Tick start, Tick end, Tag tag) {
    insert({start, false, tag, true});
    insert({end, true, tag, true});
}

void RxOutput::insert(const Change& change) {
    const auto later = [](const Change& a, const Change& b) { return a.at < b.at; };
    pending_.insert(std::upper_bound(pending_.begin(), pending_.end(), change, later), change);
}

/// Index of the next pending change that shows at the output; their number if none does.
std::size_t RxOutput::next_visible() const {
    State state = state_;
    for (std::size_t i = 0; i < pending_.size(); ++i) {
        state.apply(pending_[i]);
        if (state.level() != state_.level()) return i;
    }
    return pending_.size();
}

/// Makes the changes up to `now` that do not show, so that they do not pile up on an output that sticks.
void RxOutput::drop_masked(Tick now) {
    const auto visible = pending_.begin() + static_cast<std::ptrdiff_t>(next_visible());
    const auto end = std::find_if(pending_.begin(), visible, [now](const Change& change) { return change.at > now; });
    std::for_each(pending_.begin(), end, [this](const Change& change) { state_.apply(change); });
    pending_.erase(pending_.begin(), end);
}

std::optional<RxOutput::Change> RxOutput::next() const {
    const auto index = next_visible();
    if (index == pending_.size()) return std::nullopt;
    return pending_[index];
}

RxOutput::Change RxOutput::take() {
    const auto index = next_visible();
    const Change change = pending_.at(index);
    const auto end = pending_.begin() + static_cast<std::ptrdiff_t>(index) + 1;
    std::for_each(pending_.begin(), end, [this](const Change& past) { state_.apply(past); });
    pending_.erase(pending_.begin(), end);
    return change;
}

bool RxOutput::level(Tick at) const {
    State state = state_;
    for (const auto& change : pending_) {
        if (change.at > at) break;
        state.apply(change);
    }
    return state.level();
}

}  // namespace otbench::circuit
