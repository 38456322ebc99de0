#include "app/poll/poll_sinks.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "app/poll/http_post.hpp"
#include "app/poll/mqtt_sink.hpp"
#include "base/output_file.hpp"
#include "base/text.hpp"
#include "bus/reading/render_csv.hpp"
#include "bus/reading/render_influx.hpp"
#include "bus/reading/render_json.hpp"

namespace otbench::app {
namespace {

/// A file that grows; each piece is on the disk when `append` returns, whole or not at all where the disk allows.
class GrowingFile {
public:
    explicit GrowingFile(std::string path)
        : path_(std::move(path)), file_(::open(path_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644)) {
        if (file_ < 0) throw_write_error(path_);
    }
    ~GrowingFile() { ::close(file_); }
    GrowingFile(const GrowingFile&) = delete;
    GrowingFile& operator=(const GrowingFile&) = delete;

    void append(std::string_view text) {
        if (::write(file_, text.data(), text.size()) != static_cast<ssize_t>(text.size()) || ::fsync(file_) != 0)
            throw_write_error(path_);
    }
    void clear() {
        if (::ftruncate(file_, 0) != 0) throw_write_error(path_);
    }
    [[nodiscard]] bool empty() const { return std::filesystem::file_size(path_) == 0; }
    [[nodiscard]] const std::string& path() const { return path_; }

private:
    std::string path_;
    int file_;
};

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
    explicit CsvSink(const std::string& path) : file_(path) {
        if (file_.empty()) file_.append(fmt::format("bus,meter,{}", bus::csv_head));
    }
    void store(const PolledMeter& meter, const bus::AnswerReading& reading) override {
        std::string text;
        for_each_line(rendered<bus::render_csv>(reading),
                      [&](std::string_view line) { text += fmt::format("{},{},{}\n", meter.bus, meter.name, line); });
        file_.append(text);
    }
    /// Columns: bus, meter, address, received, then the reason as the fault of a record without value.
    void gap(const PolledMeter& meter, std::string_view why) override {
        file_.append(fmt::format("{},{},,{},,,,,,,,,,,,,,,,{},,,\n", meter.bus, meter.name, seconds_of(meter), why));
    }

private:
    GrowingFile file_;
};

class JsonSink : public PollSink {
public:
    explicit JsonSink(const std::string& path) : file_(path) {}
    void store(const PolledMeter& meter, const bus::AnswerReading& reading) override {
        file_.append(json_line(meter, reading) + "\n");
    }
    void gap(const PolledMeter& meter, std::string_view why) override {
        file_.append(fmt::format("{{\"bus\":\"{}\",\"meter\":\"{}\",\"received\":{},\"gap\":\"{}\"}}\n", meter.bus,
                                 meter.name, seconds_of(meter), why));
    }

private:
    GrowingFile file_;
};

/// Lines of InfluxDB in a file, or in a spool from which a server gets them.
class InfluxSink : public PollSink {
public:
    InfluxSink(const std::string& file, std::string url) : file_(file), url_(std::move(url)) {}

    void store(const PolledMeter& meter, const bus::AnswerReading& reading) override {
        std::string text;
        for_each_line(rendered<bus::render_influx>(reading), [&](std::string_view line) {
            // Two readings within a second are two points, so the time is the one to the nanosecond.
            const auto measurement = line.find_first_of(", "), time = line.rfind(' ');
            text += fmt::format("{}{}{} {}\n", line.substr(0, measurement), tags(meter),
                                line.substr(measurement, time - measurement), meter.at.count());
        });
        file_.append(text);
    }
    void gap(const PolledMeter& meter, std::string_view why) override {
        file_.append(fmt::format("mbus_gap{} reason=\"{}\" {}\n", tags(meter), why, meter.at.count()));
    }
    /// A point that a server got twice, because this machine stopped between delivery and clearing, is one point there.
    std::string deliver() override {
        if (url_.empty() || file_.empty()) return {};
        std::ifstream spool{file_.path(), std::ios::binary};
        std::ostringstream points;
        points << spool.rdbuf();
        if (const auto refused = post(url_, points.str()); !refused.empty()) return refused;
        file_.clear();
        return {};
    }

private:
    static std::string tags(const PolledMeter& meter) { return fmt::format(",bus={},meter={}", meter.bus, meter.name); }

    GrowingFile file_;
    std::string url_;
};

}  // namespace

std::string json_line(const PolledMeter& meter, const bus::AnswerReading& reading) {
    const auto line = rendered<bus::render_json>(reading);
    return fmt::format(R"({{"bus":"{}","meter":"{}",{})", meter.bus, meter.name, trimmed(line).substr(1));
}

std::vector<std::unique_ptr<PollSink>> make_sinks(const PollPlan& plan) {
    std::vector<std::unique_ptr<PollSink>> sinks;
    if (!plan.csv.empty()) sinks.push_back(std::make_unique<CsvSink>(plan.csv));
    if (!plan.json_lines.empty()) sinks.push_back(std::make_unique<JsonSink>(plan.json_lines));
    if (!plan.mqtt.broker.empty()) sinks.push_back(make_mqtt_sink(plan.mqtt));
    if (plan.influx.empty()) return sinks;
    const bool is_server = plan.influx.rfind("http://", 0) == 0;
    sinks.push_back(std::make_unique<InfluxSink>(is_server ? plan.spool : plan.influx, is_server ? plan.influx : ""));
    return sinks;
}

}  // namespace otbench::app
