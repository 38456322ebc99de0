# What an installation has besides programs and the codec's library: manual, completion, examples, documents. And the
# Debian packages made from it (./bench package).
if(NOT TARGET otbench)
    return()
endif()

set(manual ${PROJECT_BINARY_DIR}/manual)
set(completion ${PROJECT_BINARY_DIR}/completion)
add_custom_command(
    OUTPUT ${manual}/otbench.1.gz ${completion}/otbench
    COMMAND ${CMAKE_COMMAND} -E rm -rf ${manual} ${completion}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${completion}
    COMMAND otbench man --into ${manual}
    COMMAND ${CMAKE_COMMAND} -E copy ${PROJECT_SOURCE_DIR}/share/man/mbus_parse_hex.1
            ${PROJECT_SOURCE_DIR}/share/man/mbus_process_hex_dump.1 ${manual}
    COMMAND sh -c "gzip -9n ${manual}/*.1"
    COMMAND otbench completion bash > ${completion}/otbench
    COMMAND otbench completion zsh > ${completion}/_otbench
    COMMAND otbench completion fish > ${completion}/otbench.fish
    DEPENDS otbench share/man/mbus_parse_hex.1 share/man/mbus_process_hex_dump.1
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
    COMMENT "Writing the manual and the completion scripts"
    VERBATIM)
add_custom_target(otbench_manual ALL DEPENDS ${manual}/otbench.1.gz ${completion}/otbench)
# What has to be built for `cmake --install` and for the packages.
add_custom_target(otbench_installed DEPENDS otbench_manual otbench_bus otbench_base otbench_parity_shim mbus_parse_hex
                                            mbus_process_hex_dump)
if(TARGET otbench_esp8266_sdk)  # 32-bit, and thus in no package
    add_dependencies(otbench_installed otbench_esp8266_sdk)
endif()

install(DIRECTORY ${manual}/ DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${completion}/otbench DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES ${completion}/_otbench DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
install(FILES ${completion}/otbench.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
set(data ${CMAKE_INSTALL_DATADIR}/otbench)
install(DIRECTORY scenarios circuit/netlists DESTINATION ${data})
install(FILES docs/scenario.schema.json DESTINATION ${data})
install(DIRECTORY share/ci share/systemd DESTINATION ${data})
install(DIRECTORY sdk/ DESTINATION ${data}/sdk PATTERN CMakeLists.txt EXCLUDE PATTERN esp8266-nonos EXCLUDE)
install(DIRECTORY docs/user docs/dev DESTINATION ${CMAKE_INSTALL_DOCDIR}/docs PATTERN *.py EXCLUDE)
install(FILES docs/openapi.json docs/summary.schema.json DESTINATION ${CMAKE_INSTALL_DOCDIR}/docs)
install(FILES README.md SECURITY.md CHANGELOG.md CONTRIBUTING.md DESTINATION ${CMAKE_INSTALL_DOCDIR})

# The pages link to files of the checkout; where they are installed, these lead to them.
file(RELATIVE_PATH from_pages ${CMAKE_INSTALL_FULL_DOCDIR} ${CMAKE_INSTALL_FULL_DATADIR}/otbench)
file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/links/circuit ${PROJECT_BINARY_DIR}/links/docs)
file(CREATE_LINK ${from_pages} ${PROJECT_BINARY_DIR}/links/share SYMBOLIC)
file(CREATE_LINK ${from_pages}/scenarios ${PROJECT_BINARY_DIR}/links/scenarios SYMBOLIC)
file(CREATE_LINK ../${from_pages}/netlists ${PROJECT_BINARY_DIR}/links/circuit/netlists SYMBOLIC)
file(CREATE_LINK ../${from_pages}/scenario.schema.json ${PROJECT_BINARY_DIR}/links/docs/scenario.schema.json SYMBOLIC)
install(DIRECTORY ${PROJECT_BINARY_DIR}/links/ DESTINATION ${CMAKE_INSTALL_DOCDIR})

# The Python package, with what pytest finds its plug-in by.
set(python lib/python3/dist-packages)
set(python_info ${PROJECT_BINARY_DIR}/otbench-${PROJECT_VERSION}.dist-info)
file(CONFIGURE OUTPUT ${python_info}/METADATA CONTENT "Metadata-Version: 2.1\nName: otbench\nVersion: @PROJECT_VERSION@\n" @ONLY)
install(DIRECTORY python/otbench DESTINATION ${python} PATTERN __pycache__ EXCLUDE)
install(FILES ${python_info}/METADATA python/entry_points.txt DESTINATION ${python}/otbench-${PROJECT_VERSION}.dist-info)

add_custom_target(uninstall COMMAND ${CMAKE_COMMAND} -D MANIFEST=${PROJECT_BINARY_DIR}/install_manifest.txt
                                    -P ${PROJECT_SOURCE_DIR}/cmake/uninstall.cmake
                  COMMENT "Removing what was installed" VERBATIM)

# Debian's policy wants a copyright and a change log of the package; the dates are those of the build, or SOURCE_DATE_EPOCH.
string(TIMESTAMP OTBENCH_PACKAGE_DATE "%a, %d %b %Y %H:%M:%S +0000" UTC)
configure_file(${PROJECT_SOURCE_DIR}/share/debian/changelog.in ${PROJECT_BINARY_DIR}/debian/changelog @ONLY)
execute_process(COMMAND gzip -9nkf ${PROJECT_BINARY_DIR}/debian/changelog COMMAND_ERROR_IS_FATAL ANY)
foreach(component program library)
    set(package otbench)
    if(component STREQUAL library)
        set(package libotbench-dev)
    endif()
    install(FILES share/debian/copyright DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${package} COMPONENT ${component})
    install(FILES ${PROJECT_BINARY_DIR}/debian/changelog.gz DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${package}
            COMPONENT ${component})
endforeach()

set(CPACK_GENERATOR DEB)
set(CPACK_COMPONENTS_ALL program library)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ
                                                WORLD_EXECUTE)
set(CPACK_PACKAGE_CONTACT "Otbench maintainers <maintainers@otbench.example>")
set(CPACK_PACKAGE_DIRECTORY ${PROJECT_BINARY_DIR}/packages)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME otbench)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SECTION electronics)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SHLIBDEPS ON)
get_property(packages GLOBAL PROPERTY OTBENCH_LATE_PACKAGES)
list(JOIN packages ", " packages)
string(JOIN ", " CPACK_DEBIAN_PROGRAM_PACKAGE_DEPENDS mosquitto ${packages})
set(CPACK_DEBIAN_PROGRAM_PACKAGE_RECOMMENDS ca-certificates)  # for mqtts://
set(CPACK_DEBIAN_PROGRAM_PACKAGE_CONTROL_EXTRA ${PROJECT_SOURCE_DIR}/share/debian/prerm)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SUGGESTS "ngspice, python3, wireshark, sigrok-cli")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "")  # each package has a synopsis of its own; CPack indents what follows
set(CPACK_DEBIAN_PROGRAM_DESCRIPTION "test bench for wired M-Bus and otb-iot, without the hardware
Otbench runs scenarios of commands and expected replies on a simulated
otb-iot device (ESP8266, MQTT), its level converter, the cable and the
meters. It also emulates meters for M-Bus clients, reads real meters, and
decodes telegrams.")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_NAME libotbench-dev)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_DEPENDS "libboost1.81-dev, libfmt-dev, libssl-dev")
set(CPACK_DEBIAN_LIBRARY_DESCRIPTION "M-Bus codec of Otbench for C++ programs
A static library that decodes and encodes frames and telegrams of wired
M-Bus (EN 13757-2 and EN 13757-3), with headers and a package for CMake.")
include(CPack)
