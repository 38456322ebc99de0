#include "app/device_program.hpp"

#include <iomanip>
#include <sstream>

namespace otbench::app {

std::vector<std::string> command_words(const std::string& text) {
    std::vector<std::string> words;
    std::istringstream stream{text};
    for (std::string word; stream >> std::quoted(word);) words.push_back(word);
    return words;
}

}  // namespace otbench::app
