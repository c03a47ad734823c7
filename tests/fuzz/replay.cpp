// A driver without libFuzzer: every seed, and so many mutations of each, in the same order on every machine.
//   fuzz_csv_replay MUTATIONS SEED...
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size);

namespace {

void run(const std::string& bytes) {
  (void)LLVMFuzzerTestOneInput(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
}

/// A few random edits: bytes changed, cut out, doubled, swapped for signs that mean something to parsers.
std::string mutated(const std::string& seed, std::mt19937_64& random) {
  static const std::string signs = "\"';,\n\r\t{}[]()=\\\x00\xFF\xC3\xEF-0919.eE";
  std::string out = seed;
  for (int edits = 1 + static_cast<int>(random() % 4); edits > 0 && !out.empty(); --edits) {
    const std::size_t at = random() % out.size(), n = 1 + random() % 20;
    switch (random() % 5) {
      case 0:
        out[at] = static_cast<char>(random());
        break;
      case 1:
        out.erase(at, n);
        break;
      case 2:
        out.insert(at, out.substr(at, n));
        break;
      case 3:
        out[at] = signs[random() % signs.size()];
        break;
      default:
        out.resize(at);
    }
  }
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  const int mutations = argc > 1 ? std::atoi(argv[1]) : 0;
  std::mt19937_64 random(1);
  std::size_t runs = 0;
  for (int i = 2; i < argc; ++i) {
    std::ifstream in(argv[i], std::ios::binary);
    const std::string seed((std::istreambuf_iterator<char>(in)), {});
    run(seed);
    for (int m = 0; m < mutations; ++m, ++runs) run(mutated(seed, random));
  }
  run("");
  std::printf("%zu mutations\n", runs);
}
