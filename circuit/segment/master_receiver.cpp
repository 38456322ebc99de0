#include "circuit/segment/master_receiver.hpp"

#include "circuit/segment/standard_master.hpp"

namespace otbench::circuit {
namespace {

constexpr double logic_v = 1.65;       // what separates the levels of the controller's input: half of its 3.3 V
constexpr double no_input_ohm = 1e11;  // R1 open: the input's own pull-up decides

/// A logic input at the converter's output.
class LogicInput : public MasterReceiver {
public:
    LogicInput(const Plant& plant, double rx_v) {
        LogicInput::adapt(plant);
        level_ = LogicInput::settles_high(rx_v);
    }

    void adapt(const Plant& plant) override {
        const auto& resistors = plant.converter().resistors;
        const auto r1 = resistors.find("r1");
        connected_ = r1 == resistors.end() || r1->second < no_input_ohm;
    }

    void follow(Nanoseconds at, const BusTransient& transient, bool /*by_tx*/) override { watch(at, transient); }
    void on_due(const BusTransient& transient) override {
        const Expected now = due_;
        if (now.certain) level_ = !level_;
        watch(now.at, transient);
    }
    [[nodiscard]] const Expected& due() const override { return due_; }
    [[nodiscard]] bool level() const override { return level_; }
    [[nodiscard]] bool settles_high(double rx_v) const override { return !connected_ || rx_v >= logic_v; }

private:
    void watch(Nanoseconds at, const BusTransient& transient) {
        if (connected_) {
            due_ = level_ ? transient.falls_below(logic_v, at) : transient.rises_above(logic_v, at);
        } else {
            due_ = {level_ ? never : at};
        }
    }

    bool connected_;
    bool level_;
    Expected due_;
};

/// Current above the tracked idle current, seen as a voltage that falls as the current rises.
class IdleTracking : public MasterReceiver {
public:
    explicit IdleTracking(double rx_v)
        : space_{across(standard_master::space_a), rx_v, standard_master::tracking},
          collision_{across(standard_master::collision_a), rx_v, standard_master::tracking} {}

    void follow(Nanoseconds at, const BusTransient& transient, bool by_tx) override {
        if (by_tx) deaf_until_ = after(at, standard_master::deaf_s);
        for (TrackingReceiver* receiver : {&space_, &collision_})
            receiver->follow(at, transient.voltage(at), transient, deaf_until_);
    }
    void on_due(const BusTransient& transient) override { space_.on_due(transient); }
    [[nodiscard]] const Expected& due() const override { return space_.due(); }
    [[nodiscard]] bool level() const override { return space_.level(); }
    [[nodiscard]] bool settles_high(double /*rx_v*/) const override { return true; }
    [[nodiscard]] Expected collision() const override { return collision_.due(); }
    void on_collision_due(const BusTransient& transient) override { collision_.on_due(transient); }

private:
    static double across(double amperes) { return amperes * standard_master::sense_ohm; }

    TrackingReceiver space_, collision_;
    Nanoseconds deaf_until_{};
};

}  // namespace

std::unique_ptr<MasterReceiver> make_logic_input(const Plant& plant, double rx_v) {
    return std::make_unique<LogicInput>(plant, rx_v);
}

std::unique_ptr<MasterReceiver> make_idle_tracking(const Plant& /*plant*/, double rx_v) {
    return std::make_unique<IdleTracking>(rx_v);
}

}  // namespace otbench::circuit
