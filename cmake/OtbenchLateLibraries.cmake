# otbench_load_late(TARGET LIBRARIES…): TARGET, which links static libraries alone besides, loads these shared libraries when
# it calls one of their functions, not when it starts (app/late_libraries.cpp). The property OTBENCH_LATE_PACKAGES names
# the Debian packages that have them, as dpkg-shlibdeps does not see them.
find_program(OTBENCH_DPKG_QUERY dpkg-query)
function(otbench_load_late target)
    set(libraries)
    set(packages)
    foreach(library IN LISTS ARGN)
        if(TARGET ${library})
            get_target_property(library ${library} LOCATION)
        endif()
        list(APPEND libraries ${library})
        file(REAL_PATH ${library} file)
        if(OTBENCH_DPKG_QUERY)
            execute_process(COMMAND ${OTBENCH_DPKG_QUERY} --search ${file} OUTPUT_VARIABLE found ERROR_QUIET)
            string(REGEX REPLACE ":.*" "" package "${found}")
            list(APPEND packages ${package})
        endif()
    endforeach()
    list(REMOVE_DUPLICATES packages)
    set_property(GLOBAL PROPERTY OTBENCH_LATE_PACKAGES ${packages})

    get_property(archives GLOBAL PROPERTY OTBENCH_LIBRARIES)
    list(TRANSFORM archives REPLACE "(.+)" "$<TARGET_FILE:\\1>" OUTPUT_VARIABLE files)
    set(functions ${CMAKE_CURRENT_BINARY_DIR}/app/late_functions.inc)
    add_custom_command(
        OUTPUT ${functions}
        COMMAND ${PROJECT_SOURCE_DIR}/cmake/write_late_functions.sh ${CMAKE_NM} ${functions} ${libraries} -- ${files}
        DEPENDS ${PROJECT_SOURCE_DIR}/cmake/write_late_functions.sh ${archives}
        COMMENT "Listing the functions of libraries that are loaded late"
        VERBATIM)
    target_sources(${target} PRIVATE late_libraries.cpp ${functions})
    target_include_directories(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR})
    target_link_libraries(${target} PRIVATE ${CMAKE_DL_LIBS})
    target_link_options(${target} PRIVATE LINKER:--as-needed)  # what no function is left of is not needed
endfunction()
