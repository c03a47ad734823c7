# Header-only build dependencies, from system packages or from wheels in a Python environment.
# Each becomes an INTERFACE target that the installed library does not export.
find_package(Threads REQUIRED)

foreach(prefix IN LISTS CMAKE_PREFIX_PATH)
  if(IS_DIRECTORY "${prefix}/cmeel.prefix")
    list(APPEND CMAKE_PREFIX_PATH "${prefix}/cmeel.prefix")
  endif()
endforeach()
find_package(Eigen3 CONFIG REQUIRED)
add_library(enkat_eigen INTERFACE)
target_link_libraries(enkat_eigen INTERFACE Eigen3::Eigen)
target_compile_definitions(enkat_eigen INTERFACE EIGEN_MPL2_ONLY EIGEN_DONT_PARALLELIZE)

find_path(ENKAT_JSON_INCLUDE nlohmann/json.hpp PATH_SUFFIXES nlohmann_json/include REQUIRED)
add_library(enkat_json INTERFACE)
target_include_directories(enkat_json SYSTEM INTERFACE "${ENKAT_JSON_INCLUDE}")

find_path(ENKAT_BOOST_INCLUDE boost/math/distributions/beta.hpp PATH_SUFFIXES libboost_headers/include REQUIRED)
add_library(enkat_boost INTERFACE)
target_include_directories(enkat_boost SYSTEM INTERFACE "${ENKAT_BOOST_INCLUDE}")
