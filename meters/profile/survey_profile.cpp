#include "meters/profile/survey_profile.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace otbench::meters {
namespace {

bool same_records(const ProfileTelegram& left, const ProfileTelegram& right) {
    if (left.content.index() != right.content.index()) return false;
    const auto* l = std::get_if<VariableTelegram>(&left.content);
    const auto* r = std::get_if<VariableTelegram>(&right.content);
    if (!l) return true;  // fixed data are two counters, and of others nothing is known
    return std::equal(l->records.begin(), l->records.end(), r->records.begin(), r->records.end(),
                      [](const ProfileRecord& a, const ProfileRecord& b) {
                          return a.name() == b.name() && a.description.coding == b.description.coding;
                      });
}

bool same_records(const ProfileReadout& left, const ProfileReadout& right) {
    return std::equal(left.telegrams.begin(), left.telegrams.end(), right.telegrams.begin(), right.telegrams.end(),
                      [](const ProfileTelegram& l, const ProfileTelegram& r) { return same_records(l, r); });
}

/// Puts further readouts beside the first one.
class SurveyMerger {
public:
    explicit SurveyMerger(ImportedProfile& result) : result_(result) {}

    void add(ImportedProfile imported, std::uint8_t subcode) {
        ProfileReadout& readout = imported.profile.readouts.front();
        const auto& known = result_.profile.readouts;
        if (std::any_of(known.begin(), known.end(), [&](const auto& k) { return same_records(k, readout); })) return;
        readout.subcode = subcode;
        for (ProfileTelegram& telegram : readout.telegrams) {
            keep_header(telegram.header, imported.profile);
            if (auto* variable = std::get_if<VariableTelegram>(&telegram.content))
                for (ProfileRecord& record : variable->records) keep_apart(record, subcode);
        }
        result_.profile.readouts.push_back(std::move(readout));
        for (const auto& note : imported.notes)
            result_.notes.push_back(fmt::format("after application reset {:02x}: {}", subcode, note));
    }

private:
    /// What `of` says of all of its telegrams, where that is not what the result says.
    void keep_header(TelegramHeader& header, const Profile& of) const {
        const Profile& profile = result_.profile;
        if (!header.status && of.status != profile.status) header.status = of.status;
        if (!header.signature && of.signature != profile.signature) header.signature = of.signature;
        if (!header.control_flags && of.control_flags != profile.control_flags) header.control_flags = of.control_flags;
    }

    /// Values of one name are one value; so what differs needs another name.
    void keep_apart(ProfileRecord& record, std::uint8_t subcode) const {
        if (!record.has_value()) return;
        const auto differs = [&](const std::string& name) {
            const auto* known = result_.profile.find(name);
            return known && (known->initial != record.initial || known->follows_id != record.follows_id ||
                             known->description.coding != record.description.coding);
        };
        const std::string name = record.name();
        for (int i = 1; differs(record.name()); ++i)
            record.description.name =
                fmt::format("{}-reset-{:02x}{}", name, subcode, i == 1 ? "" : fmt::format("-{}", i));
    }

    ImportedProfile& result_;
};

/// A meter sets ACD while class 1 data are waiting, and so does the profile when it has an alarm.
Checked<ImportedProfile> import_part(const RecordedReadout& readout) {
    auto imported = import_profile(readout.telegrams);
    if (imported) imported->profile.control_flags &= static_cast<std::uint8_t>(~bus::control::acd);
    return imported;
}

}  // namespace

Checked<ImportedProfile> import_survey(const std::vector<RecordedReadout>& readouts,
                                       const std::optional<bus::Frame>& class_1) {
    if (readouts.empty()) return InputError{"no telegram of a meter found"};
    auto result = import_part(readouts.front());
    if (!result) return result;
    SurveyMerger merger{*result};
    for (auto readout = readouts.begin() + 1; readout != readouts.end(); ++readout) {
        auto imported = import_part(*readout);
        if (imported)
            merger.add(std::move(*imported), readout->subcode.value_or(0));
        else
            result->notes.push_back(fmt::format("the readout after application reset {:02x} is left out: {}",
                                                readout->subcode.value_or(0), imported.error().message));
    }
    if (class_1) {
        ProfileTelegram& alarm = result->profile.alarm.emplace();
        alarm.content = RawTelegram{class_1->ci, {class_1->data.begin(), class_1->data.end()}};
    }
    return result;
}

}  // namespace otbench::meters
