# The codec as a package for other CMake projects: find_package(otbench), target otbench::bus (docs/user/decoding.md).
if(NOT TARGET otbench_bus)
    return()
endif()
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/otbench)
foreach(layer base bus)
    set_target_properties(otbench_${layer} PROPERTIES EXPORT_NAME ${layer})
    target_include_directories(otbench_${layer} INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/otbench>)
    target_compile_features(otbench_${layer} PUBLIC cxx_std_17)
    install(TARGETS otbench_${layer} EXPORT otbench ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT library)
    install(DIRECTORY ${PROJECT_SOURCE_DIR}/${layer} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/otbench COMPONENT library
            FILES_MATCHING PATTERN *.hpp PATTERN config EXCLUDE PATTERN mqtt EXCLUDE PATTERN rpc EXCLUDE PATTERN systemc EXCLUDE)
endforeach()
install(EXPORT otbench FILE otbenchTargets.cmake NAMESPACE otbench:: DESTINATION ${package_dir} COMPONENT library)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/otbenchConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_LIST_DIR}/otbenchConfig.cmake ${PROJECT_BINARY_DIR}/otbenchConfigVersion.cmake
        DESTINATION ${package_dir} COMPONENT library)
