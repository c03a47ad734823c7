include(CMakePackageConfigHelpers)
install(TARGETS enkat EXPORT enkatTargets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY cpp/include/enkat DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT enkatTargets NAMESPACE enkat:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/enkat)
configure_package_config_file(cpp/cmake/enkatConfig.cmake.in ${CMAKE_CURRENT_BINARY_DIR}/enkatConfig.cmake
  INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/enkat)
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/enkatConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/enkatConfig.cmake ${CMAKE_CURRENT_BINARY_DIR}/enkatConfigVersion.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/enkat)
