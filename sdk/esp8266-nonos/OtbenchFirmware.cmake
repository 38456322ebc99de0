# otbench_firmware(NAME [CHECK] SOURCES file… [OPTIONS option…]): the target NAME is the program that otbench-sdk-cc makes of
# the C files, at bin/NAME of the build. OPTIONS go to the wrapper: -I and -D, --sanitize, --defsym=NAME=VALUE … With CHECK
# NAME.zero and NAME.sanitized are built, too, for `otbench firmware check`.
find_program(OTBENCH_SDK_CC otbench-sdk-cc HINTS ${OTBENCH_SDK_DIR}/bin ${CMAKE_CURRENT_LIST_DIR}/../../../bin REQUIRED)

function(otbench_firmware name)
    cmake_parse_arguments(ARG "CHECK" "" "SOURCES;OPTIONS" ${ARGN})
    set(program ${PROJECT_BINARY_DIR}/bin/${name})
    list(TRANSFORM ARG_SOURCES PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/ REGEX "^[^/]")
    set(library)
    set(others)
    if(ARG_CHECK)
        list(APPEND ARG_OPTIONS --check-builds)
        set(others ${program}.zero ${program}.sanitized)
    endif()
    if(TARGET otbench_esp8266_sdk)
        set(library otbench_esp8266_sdk)
    endif()
    add_custom_command(OUTPUT ${program} ${others}
        COMMAND ${OTBENCH_SDK_CC} ${ARG_OPTIONS} ${ARG_SOURCES} -o ${program}
        DEPENDS ${ARG_SOURCES} ${library} ${OTBENCH_SDK_CC}
        COMMENT "Building firmware ${name}"
        VERBATIM)
    add_custom_target(${name} ALL DEPENDS ${program})
endfunction()
