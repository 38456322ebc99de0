#include "tests/circuit/segment/segment_bench.hpp"

#include <algorithm>

namespace otbench::circuit::test {
void SegmentBench::tx(Nanoseconds at, TxInput input, Tag tag) {
    run(at);
    segment.set_tx(at, input, tag);
}

void SegmentBench::space(std::size_t slave, Nanoseconds at, bool on, Tag tag) {
    run(at);
    segment.set_slave_space(slave, at, on, tag);
}

void SegmentBench::run(Nanoseconds until) {
    while (const auto due = segment.next()) {
        if (*due > until) break;
        if (const auto crossing = segment.pop()) taken.push_back(*crossing);
    }
}

std::vector<Crossing> SegmentBench::crossings(Crossing::What what, Nanoseconds from, std::size_t slave) const {
    std::vector<Crossing> found;
    std::copy_if(taken.begin(), taken.end(), std::back_inserter(found), [&](const Crossing& crossing) {
        return crossing.what == what && crossing.at >= from && crossing.slave == slave;
    });
    return found;
}

std::vector<LevelChange> changes_of(const SegmentBench& bench, Crossing::What what, Nanoseconds from) {
    std::vector<LevelChange> changes;
    for (const auto& crossing : bench.crossings(what, from)) changes.push_back({crossing.at, crossing.level});
    return changes;
}

}  // namespace otbench::circuit::test
