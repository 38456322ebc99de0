#include "meters/profile/yaml_documents.hpp"

#include <yaml-cpp/eventhandler.h>

#include <sstream>

namespace otbench::meters {
namespace {

/// Sees a parser that makes no progress: two documents begin at one place.
class Progress : public YAML::EventHandler {
public:
    void OnDocumentStart(const YAML::Mark& mark) override {
        if (mark.pos == begin_) throw YAML::ParserException{mark, "this cannot begin a document"};
        begin_ = mark.pos;
    }
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
    void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
    void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t, const std::string&) override {}
    void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {}
    void OnSequenceEnd() override {}
    void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {}
    void OnMapEnd() override {}

private:
    int begin_ = -1;
};

}  // namespace

std::vector<YAML::Node> yaml_documents(const std::string& text) {
    std::istringstream stream{text};
    YAML::Parser parser{stream};
    Progress progress;
    while (parser.HandleNextDocument(progress)) {
    }
    return YAML::LoadAll(text);
}

}  // namespace otbench::meters
