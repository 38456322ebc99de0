#pragma once

namespace otbench::config {

/// Where in a file something stands; line and column count from 1.
struct Position {
    int line = 0;
    int column = 0;
};

}  // namespace otbench::config
