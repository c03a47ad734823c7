// Definitions and policies from hostile bytes: a definition, or an error with a message; what loads is saved and loads
// again.
#include <string_view>

#include "enkat/base/error.hpp"
#include "enkat/definition/load.hpp"
#include "enkat/validation/policy.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    const enkat::Definition d = enkat::load_definition(text);
    const std::string saved = enkat::save_definition(d);
    if (enkat::save_definition(enkat::load_definition(saved)) != saved) __builtin_trap();
  } catch (const enkat::Error& e) {
    if (std::string_view(e.what()).empty()) __builtin_trap();
  }
  try {
    (void)enkat::load_policy(text);
  } catch (const enkat::Error&) {
  }
  return 0;
}
