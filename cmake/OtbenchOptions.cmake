# Compiler settings that every target of the project shares, and the two helpers with which targets are declared.
option(OTBENCH_TESTS "Build the tests" ON)
option(OTBENCH_BENCHMARKS "Build the benchmarks" OFF)
option(OTBENCH_SANITIZE "Build everything with AddressSanitizer and UndefinedBehaviorSanitizer" OFF)
option(OTBENCH_WERROR "Treat warnings as errors; OFF for compilers that the project does not know" ON)
option(OTBENCH_UNITY "Compile each folder of a library as a whole; OFF while working on a single file" ON)
option(OTBENCH_LATE_LIBRARIES "Load the libraries of brokers and archives when they are used; for x86-64" ON)
option(OTBENCH_FUZZ "Build the fuzz targets, with clang and sanitizers" OFF)

set(CMAKE_CXX_STANDARD 17)  # Debian's SystemC links at nothing else
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

find_program(OTBENCH_CCACHE ccache)
if(OTBENCH_CCACHE)
    # Without this it does not cache what uses a precompiled header.
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${OTBENCH_CCACHE})
    add_compile_options($<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
endif()

add_library(otbench_options INTERFACE)
target_include_directories(otbench_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(otbench_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion
                                                 -Wnon-virtual-dtor -Woverloaded-virtual
                                                 $<$<BOOL:${OTBENCH_WERROR}>:-Werror>)
if(OTBENCH_SANITIZE OR NOT CMAKE_SYSTEM_PROCESSOR STREQUAL "x86_64")
    set(OTBENCH_LATE_LIBRARIES OFF)
endif()
if(OTBENCH_SANITIZE)
    add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
    add_link_options(-fsanitize=address,undefined)
    # GCC 12 warns of the standard library's own code when that is instrumented (std::regex).
    target_compile_options(otbench_options INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
endif()
if(OTBENCH_FUZZ)
    add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# What nearly every source file reads; precompiled once for each library that asks for it.
set(OTBENCH_COMMON_HEADERS <algorithm> <array> <charconv> <chrono> <cmath> <cstdint> <functional> <map> <memory> <optional>
                           <string> <string_view> <utility> <variant> <vector> <boost/core/span.hpp>
                           <boost/system/result.hpp> <fmt/format.h>)

# otbench_precompile(TARGET HEADERS…): precompiles the common headers and these for the sources of TARGET. A source file
# still includes what it uses.
function(otbench_precompile target)
    target_precompile_headers(${target} PRIVATE ${OTBENCH_COMMON_HEADERS} ${ARGN})
endfunction()

# otbench_unite_folders(TARGET): compiles the files of a folder as one, since they instantiate much the same of their
# headers; what is local to a file has a name of its own in its folder.
function(otbench_unite_folders target)
    if(NOT OTBENCH_UNITY)
        return()
    endif()
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
    get_target_property(sources ${target} SOURCES)
    foreach(source IN LISTS sources)
        cmake_path(GET source PARENT_PATH folder)
        cmake_path(IS_ABSOLUTE source generated)
        if(folder AND NOT generated)
            string(REPLACE "/" "_" group ${target}_${folder})
            set_source_files_properties(${source} PROPERTIES UNITY_GROUP ${group})
        endif()
    endforeach()
endfunction()

# otbench_library(NAME SOURCES… LINK targets…): the static library otbench_NAME with the alias otbench::NAME. With
# PRECOMPILE the common headers and those named are precompiled for it.
function(otbench_library name)
    cmake_parse_arguments(ARG "" "" "SOURCES;LINK;PRIVATE_LINK;PRECOMPILE" ${ARGN})
    add_library(otbench_${name} STATIC ${ARG_SOURCES})
    add_library(otbench::${name} ALIAS otbench_${name})
    set_property(GLOBAL APPEND PROPERTY OTBENCH_LIBRARIES otbench_${name})
    target_link_libraries(otbench_${name} PUBLIC ${ARG_LINK}
                                         PRIVATE $<BUILD_INTERFACE:otbench_options> ${ARG_PRIVATE_LINK})
    target_include_directories(otbench_${name} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>)
    if(ARG_PRECOMPILE)
        otbench_precompile(otbench_${name} ${ARG_PRECOMPILE})
    endif()
    otbench_unite_folders(otbench_${name})
endfunction()

# otbench_compile_quickly(LEVEL): for a folder in which no time is spent at run time, but much in the compiler; with
# sanitizers, which make the compiler slower still, its level is 0.
macro(otbench_compile_quickly level)
    if(OTBENCH_SANITIZE)
        add_compile_options(-O0)
    elseif(CMAKE_BUILD_TYPE STREQUAL "Release")
        add_compile_options(${level})
    endif()
endmacro()
