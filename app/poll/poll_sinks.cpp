#include "app/poll/poll_sinks.hpp"

#include <fmt/core.h>

#include <fstream>
#include <sstream>

#include "app/poll/http_post.hpp"
#include "app/poll/mqtt_sink.hpp"
#include "base/text.hpp"
#include "bus/reading/render_csv.hpp"
#include "bus/reading/render_influx.hpp"
#include "bus/reading/render_json.hpp"

namespace otbench::app {
namespace {

/// Calls `use` with each line of `text`.
template <class Use>
void for_each_line(std::string_view text, Use use) {
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        use(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

template <void render(const bus::AnswerReading&, TextBuffer&)>
std::string rendered(const bus::AnswerReading& reading) {
    TextBuffer out;
    render(reading, out);
    return std::string{out.view()};
}

std::int64_t seconds_of(const PolledMeter& meter) {
    return std::chrono::duration_cast<std::chrono::seconds>(meter.at).count();
}

class CsvSink : public PollSink {
public:
    CsvSink(GrowingFiles& files, const std::string& path) : files_(files), file_(files.add(path)) {
        if (files_.empty(file_)) files_.stage(file_, fmt::format("bus,meter,{}", bus::csv_head));
    }
    void store(const PolledMeter& meter, const bus::AnswerReading& reading) override {
        for_each_line(rendered<bus::render_csv>(reading), [&](std::string_view line) {
            files_.stage(file_, fmt::format("{},{},{}\n", meter.bus, meter.name, line));
        });
    }
    /// Columns: bus, meter, address, received, then the reason as the fault of a record without value.
    void gap(const PolledMeter& meter, std::string_view why) override {
        files_.stage(file_,
                     fmt::format("{},{},,{},,,,,,,,,,,,,,,,{},,,\n", meter.bus, meter.name, seconds_of(meter), why));
    }

private:
    GrowingFiles& files_;
    std::size_t file_;
};

class JsonSink : public PollSink {
public:
    JsonSink(GrowingFiles& files, const std::string& path) : files_(files), file_(files.add(path)) {}
    void store(const PolledMeter& meter, const bus::AnswerReading& reading) override {
        files_.stage(file_, json_line(meter, reading) + "\n");
    }
    void gap(const PolledMeter& meter, std::string_view why) override {
        files_.stage(file_, fmt::format("{{\"bus\":\"{}\",\"meter\":\"{}\",\"received\":{},\"gap\":\"{}\"}}\n",
                                        meter.bus, meter.name, seconds_of(meter), why));
    }

private:
    GrowingFiles& files_;
    std::size_t file_;
};

/// Lines of InfluxDB in a file, or in a spool from which a server gets them.
class InfluxSink : public PollSink {
public:
    InfluxSink(GrowingFiles& files, const std::string& file, std::string url)
        : files_(files), file_(files.add(file)), url_(std::move(url)) {}

    void store(const PolledMeter& meter, const bus::AnswerReading& reading) override {
        for_each_line(rendered<bus::render_influx>(reading), [&](std::string_view line) {
            // Two readings within a second are two points, so the time is the one to the nanosecond.
            const auto measurement = line.find_first_of(", "), time = line.rfind(' ');
            files_.stage(file_, fmt::format("{}{}{} {}\n", line.substr(0, measurement), tags(meter),
                                            line.substr(measurement, time - measurement), meter.at.count()));
        });
    }
    void gap(const PolledMeter& meter, std::string_view why) override {
        files_.stage(file_, fmt::format("mbus_gap{} reason=\"{}\" {}\n", tags(meter), why, meter.at.count()));
    }
    /// A point that a server got twice, because this machine stopped between delivery and clearing, is one point there.
    std::string deliver() override {
        if (url_.empty() || files_.empty(file_)) return {};
        std::ifstream spool{files_.path(file_), std::ios::binary};
        std::ostringstream points;
        points << spool.rdbuf();
        if (const auto refused = post(url_, points.str()); !refused.empty()) return refused;
        files_.clear(file_);
        return {};
    }

private:
    static std::string tags(const PolledMeter& meter) { return fmt::format(",bus={},meter={}", meter.bus, meter.name); }

    GrowingFiles& files_;
    std::size_t file_;
    std::string url_;
};

bool has_server(const PollPlan& plan) {
    return plan.influx.rfind("http://", 0) == 0;
}

const std::string& influx_file(const PollPlan& plan) {
    return has_server(plan) ? plan.spool : plan.influx;
}

/// Beside the first file of a plan; empty without files.
std::string journal_of(const PollPlan& plan) {
    for (const auto* file : {&plan.csv, &plan.json_lines, &influx_file(plan)})
        if (!file->empty()) return *file + ".journal";
    return {};
}

}  // namespace

std::string json_line(const PolledMeter& meter, const bus::AnswerReading& reading) {
    const auto line = rendered<bus::render_json>(reading);
    return fmt::format(R"({{"bus":"{}","meter":"{}",{})", meter.bus, meter.name, trimmed(line).substr(1));
}

PollSinks::PollSinks(const PollPlan& plan) : files_(journal_of(plan)) {
    if (!plan.csv.empty()) sinks_.push_back(std::make_unique<CsvSink>(files_, plan.csv));
    if (!plan.json_lines.empty()) sinks_.push_back(std::make_unique<JsonSink>(files_, plan.json_lines));
    if (!plan.mqtt.broker.empty()) sinks_.push_back(make_mqtt_sink(plan.mqtt));
    if (!plan.influx.empty())
        sinks_.push_back(std::make_unique<InfluxSink>(files_, influx_file(plan), has_server(plan) ? plan.influx : ""));
}

void PollSinks::store(const PolledMeter& meter, const bus::AnswerReading& reading) {
    for (const auto& sink : sinks_) sink->store(meter, reading);
    files_.commit();
}

void PollSinks::gap(const PolledMeter& meter, std::string_view why) {
    for (const auto& sink : sinks_) sink->gap(meter, why);
    files_.commit();
}

std::vector<std::string> PollSinks::deliver() {
    std::vector<std::string> troubles;
    for (const auto& sink : sinks_)
        if (auto trouble = sink->deliver(); !trouble.empty()) troubles.push_back(std::move(trouble));
    return troubles;
}

}  // namespace otbench::app
