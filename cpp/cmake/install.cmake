# The component "devel": the static library, its headers and what find_package(enkat) needs.
include(CMakePackageConfigHelpers)
set(ENKAT_CMAKE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/enkat)
install(TARGETS enkat EXPORT enkatTargets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT devel)
install(DIRECTORY cpp/include/enkat DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT devel)
install(EXPORT enkatTargets NAMESPACE enkat:: DESTINATION ${ENKAT_CMAKE_DIR} COMPONENT devel)
configure_package_config_file(cpp/cmake/enkatConfig.cmake.in ${CMAKE_CURRENT_BINARY_DIR}/enkatConfig.cmake
  INSTALL_DESTINATION ${ENKAT_CMAKE_DIR})
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/enkatConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/enkatConfig.cmake ${CMAKE_CURRENT_BINARY_DIR}/enkatConfigVersion.cmake
  DESTINATION ${ENKAT_CMAKE_DIR} COMPONENT devel)
