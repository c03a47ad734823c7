// The smallest caller: a header is found, the library links, an error carries its place.
#include <array>
#include <cstdint>
#include <cstdio>
#include <enkat/base/error.hpp>
#include <enkat/table/codes.hpp>
#include <string>

int main() {
  const std::array<std::int32_t, 3> given{0, 1, 2};
  if (enkat::Codes(given, 3).at(2) != 2) return 1;
  try {
    (void)enkat::Codes(given, 2);  // the code 2 is outside two levels
  } catch (const enkat::Error& error) {
    std::printf("as expected: %s\n", error.what());
    return std::string(error.what()).empty() ? 1 : 0;
  }
  return 1;
}
