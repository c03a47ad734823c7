#include <cstdio>
#include <cstdlib>

#include "workload.hpp"

// Runs one kernel once on one thread, for callgrind: only `measured` is counted (tools/instructions.py).

extern "C" double measured(const std::function<double()>& work);
extern "C" [[gnu::noinline]] double measured(const std::function<double()>& work) { return work(); }

int main(int argc, char** argv) {
  using namespace enkat;
  if (argc < 2) return 2;
  if (std::string(argv[1]) == "compiler") return std::puts(__VERSION__), 0;
  const bench::Workload sample(12000);
  const Design clusters = sample.design(), alone = sample.rows_alone();
  const auto kernels = bench::kernels(sample, clusters, alone, 1);
  const auto found = kernels.find(argv[1]);
  if (found == kernels.end()) {
    for (const auto& [name, work] : kernels) std::puts(name.c_str());
    return 2;
  }
  found->second();  // warms the design
  std::printf("%.17g\n", measured(found->second));
}
