#include "runner/steps/bus/bench_master_line.hpp"

#include <algorithm>

#include "sim/bench_master.hpp"

namespace otbench::runner {
namespace {

class BenchMasterLine : public bus::MasterLine {
public:
    BenchMasterLine(Execution& run, RunningBus& bus) : run_(run), uart_(run.bench.add_master(*bus.segment)) {}

    void send(OctetView octets) override {
        uart_.send(octets, run_.step_event);
        const bus::UartFormat format = uart_.format();
        let_time_run(run_, format.bit_start(format.bits() * static_cast<int>(octets.size())));
        while (uart_.is_sending()) let_time_run(run_, format.bit_start(1));
    }
    OctetBuffer receive(Nanoseconds limit) override {
        wait_for(
            run_, [&] { return uart_.has_received(); },
            std::min(run_.bench.time() + limit, Nanoseconds{run_.scenario.time_limit}));
        return uart_.take_received();
    }
    [[nodiscard]] bus::UartFormat format() const override { return uart_.format(); }
    bool set_baud(double baud) override {
        bus::UartFormat format = uart_.format();
        format.baud = baud;
        uart_.set_format(format);
        return true;
    }

private:
    Execution& run_;
    sim::BenchMaster& uart_;
};

/// A master with the line that it stands on.
struct MasterOnLine {
    MasterOnLine(Execution& run, RunningBus& bus) : line(run, bus), master(line) {}

    BenchMasterLine line;
    bus::Master master;
};

}  // namespace

std::shared_ptr<bus::Master> make_master(Execution& run, RunningBus& bus) {
    auto both = std::make_shared<MasterOnLine>(run, bus);
    return {both, &both->master};
}

}  // namespace otbench::runner
