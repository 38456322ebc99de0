# cmake -D SOURCE=… -D HEADER=… -P write_commit.cmake: writes the commit that is built into a header, if it has changed:
# OTBENCH_COMMIT, that of an archive which git made, or that of the checkout.
file(READ ${SOURCE}/cmake/commit.txt archived)
string(STRIP "${archived}" archived)
string(REGEX MATCH "^[0-9a-f]+$" commit "${archived}")
string(SUBSTRING "${commit}" 0 12 commit)
if(NOT "$ENV{OTBENCH_COMMIT}" STREQUAL "")
    set(commit "$ENV{OTBENCH_COMMIT}")
elseif(commit STREQUAL "" AND EXISTS ${SOURCE}/.git)  # not that of another project around an unpacked archive
    # The checkout may be another user's, for whom root builds.
    execute_process(COMMAND git -c safe.directory=* describe --always --dirty --abbrev=12 --match=NONE
                    WORKING_DIRECTORY ${SOURCE} OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
if(commit STREQUAL "")
    set(commit unknown)
endif()
set(text "#pragma once\n\nnamespace otbench::app {\n\n\
/// What was built, \"-dirty\" behind it when files of the checkout had changed; \"unknown\" if nothing tells.\n\
inline constexpr const char* commit = \"${commit}\";\n\n}  // namespace otbench::app\n")
set(before "")
if(EXISTS ${HEADER})
    file(READ ${HEADER} before)
endif()
if(NOT text STREQUAL before)
    file(WRITE ${HEADER} "${text}")
endif()
