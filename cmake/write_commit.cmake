# cmake -D SOURCE=… -D HEADER=… -P write_commit.cmake: writes the commit of the checkout into a header, if it has changed.
execute_process(COMMAND git describe --always --dirty --abbrev=12 --match=NONE WORKING_DIRECTORY ${SOURCE}
                OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
if(failed)
    set(commit unknown)
endif()
set(text "#pragma once\n\nnamespace otbench::app {\n\n\
/// Of the checkout that was built, \"-dirty\" behind it when files had changed; \"unknown\" outside a checkout.\n\
inline constexpr const char* commit = \"${commit}\";\n\n}  // namespace otbench::app\n")
set(before "")
if(EXISTS ${HEADER})
    file(READ ${HEADER} before)
endif()
if(NOT text STREQUAL before)
    file(WRITE ${HEADER} "${text}")
endif()
