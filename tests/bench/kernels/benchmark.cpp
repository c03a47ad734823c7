#include <benchmark/benchmark.h>

#include <cstdlib>

#include "workload.hpp"

// The kernels of the engine on one million rows (ENKAT_BENCH_ROWS): a first call warms the design, results are not
// kept.

int main(int argc, char** argv) {
  using namespace enkat;
  const char* rows = std::getenv("ENKAT_BENCH_ROWS");
  const bench::Workload sample(rows ? std::strtoull(rows, nullptr, 10) : 1000000);
  const Design clusters = sample.design(), alone = sample.rows_alone();
  benchmark::Initialize(&argc, argv);
  for (const int threads : {1, 0}) {
    for (const auto& [name, work] : bench::kernels(sample, clusters, alone, threads)) {
      work();
      benchmark::RegisterBenchmark((name + (threads == 1 ? "/one_thread" : "/all_threads")).c_str(),
                                   [work = work](benchmark::State& state) {
                                     for (auto _ : state) benchmark::DoNotOptimize(work());
                                   })
          ->Unit(benchmark::kMillisecond)
          ->UseRealTime();
    }
  }
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
