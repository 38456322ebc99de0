#include "check/judge/output_checks.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace otbench::check {
namespace {

std::optional<double> as_number(const std::string& text) {
    char* end = nullptr;
    const double number = std::strtod(text.c_str(), &end);
    if (text.empty() || *end != '\0' || !std::isfinite(number)) return std::nullopt;
    return number;
}

bool is_same_letter(char a, char b) {
    return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
}

bool is_form(const std::string& value, const std::string& form) {
    if (form.back() == '*')
        return value.size() + 1 >= form.size() &&
               std::equal(form.begin(), form.end() - 1, value.begin(), is_same_letter);
    const auto wanted = as_number(form), given = as_number(value);
    if (wanted && given) return std::abs(*wanted - *given) <= std::abs(*wanted) * 1e-6;
    if (wanted) return false;
    const auto found = std::search(value.begin(), value.end(), form.begin(), form.end(), is_same_letter);
    return found != value.end();
}

const ClientRun& run_at(const Evidence& evidence, int run) {
    const auto count = static_cast<int>(evidence.runs.size());
    return evidence.runs[static_cast<std::size_t>(run < 0 ? count + run : run)];
}

std::string listed(const std::vector<Printed>& values) {
    std::vector<std::string> texts;
    texts.reserve(values.size());
    for (const Printed& value : values) texts.push_back(value.what);
    return fmt::format("{}", fmt::join(texts, ", "));
}

/// "in run 2"; empty for the last run.
std::string place(int run) {
    return run < 0 ? "" : fmt::format(" in run {}", run + 1);
}

/// Those of `values` that `run` printed, or did not.
std::vector<Printed> those_printed(const ClientRun& run, const std::vector<Printed>& values, bool printed) {
    std::vector<Printed> some;
    for (const Printed& value : values)
        if (contains(run.values, value) == printed) some.push_back(value);
    return some;
}

std::optional<std::string> unwanted_in(const ClientRun& run, const std::vector<Printed>& unwanted) {
    const auto found = those_printed(run, unwanted, true);
    return found.empty() ? std::nullopt : std::optional{fmt::format("printed {}", listed(found))};
}

}  // namespace

bool contains(const std::vector<std::string>& values, const Printed& printed) {
    return std::any_of(values.begin(), values.end(), [&](const std::string& value) {
        return std::any_of(printed.forms.begin(), printed.forms.end(),
                           [&](const std::string& form) { return is_form(value, form); });
    });
}

Check prints(std::vector<Printed> wanted, int run) {
    return {fmt::format("prints {}{}", listed(wanted), place(run)),
            [wanted = std::move(wanted), run](const Evidence& evidence) -> std::optional<std::string> {
                const auto missing = those_printed(run_at(evidence, run), wanted, false);
                if (missing.empty()) return std::nullopt;
                return fmt::format("did not print {}", listed(missing));
            },
            true};
}

Check prints_none(std::vector<Printed> unwanted) {
    return {fmt::format("does not print {}", listed(unwanted)),
            [unwanted = std::move(unwanted)](const Evidence& evidence) -> std::optional<std::string> {
                for (const ClientRun& run : evidence.runs)
                    if (auto found = unwanted_in(run, unwanted)) return found;
                return std::nullopt;
            },
            true};
}

Check run_prints_none(std::vector<Printed> unwanted, int run) {
    return {fmt::format("does not print {}{}", listed(unwanted), place(run)),
            [unwanted = std::move(unwanted), run](const Evidence& evidence) {
                return unwanted_in(run_at(evidence, run), unwanted);
            },
            true};
}

Check succeeds(int run) {
    return {"ends with exit code 0" + place(run),
            [=](const Evidence& evidence) -> std::optional<std::string> {
                const ClientRun& one = run_at(evidence, run);
                if (!one.ended || one.exit_code == 0) return std::nullopt;
                return fmt::format("exit code {}", one.exit_code);
            },
            true};
}

Check reports_failure(int run) {
    return {"reports the failure by its exit code" + place(run),
            [=](const Evidence& evidence) -> std::optional<std::string> {
                if (run_at(evidence, run).exit_code != 0) return std::nullopt;
                return "exit code 0";
            },
            true};
}

Check ends_within(Nanoseconds limit, int run) {
    return {fmt::format("ends within {:g} s{}", in_seconds(limit), place(run)),
            [=](const Evidence& evidence) -> std::optional<std::string> {
                const ClientRun& one = run_at(evidence, run);
                if (one.ended && one.end - one.start <= limit) return std::nullopt;
                return fmt::format("took {:.1f} s{}", in_seconds(one.end - one.start),
                                   one.ended ? "" : " and was ended");
            },
            true};
}

Check remark(Check check) {
    check.kind = Check::Kind::informational;
    return check;
}

}  // namespace otbench::check
