// gbench.cc - the C interface of gbench.h over Google Benchmark. The only C++ file of the project.
#include "bench/gbench.h"

#include <fstream>
#include <string>

#include <benchmark/benchmark.h>

struct eep_bench {
    benchmark::State &state;
    bool failed = false;
};

namespace
{
bool any_failed = false;

/* What the processor calls itself, where the system says so. */
std::string processor()
{
    std::ifstream file("/proc/cpuinfo");
    std::string line;
    while (std::getline(file, line)) {
        const auto colon = line.find(": ");
        if (line.compare(0, 10, "model name") == 0 && colon != std::string::npos)
            return line.substr(colon + 2);
    }
    return "unknown";
}
} // namespace

void eep_bench_add(const char *name, eep_bench_function function, const void *what, int64_t argument)
{
    auto run = [function, what](benchmark::State &state) {
        eep_bench bench{state};
        function(&bench, what, state.range(0));
        any_failed = any_failed || bench.failed;
    };
    benchmark::RegisterBenchmark(name, run)->Arg(argument)->UseRealTime();
}

int eep_bench_next(eep_bench *bench)
{
    return bench->state.KeepRunning();
}

void eep_bench_work(eep_bench *bench, int64_t items, int64_t bytes)
{
    const auto repetitions = static_cast<int64_t>(bench->state.iterations());
    bench->state.SetItemsProcessed(items * repetitions);
    bench->state.SetBytesProcessed(bytes * repetitions);
}

void eep_bench_report(eep_bench *bench, const char *name, double value)
{
    bench->state.counters[name] = value;
}

void eep_bench_fail(eep_bench *bench, const char *why)
{
    bench->failed = true;
    bench->state.SkipWithError(why);
}

void eep_bench_keep(uint64_t result)
{
    benchmark::DoNotOptimize(result);
}

int main(int argc, char **argv)
{
#define EEP_BENCH_FILE(subject) eep_bench_##subject();
#include "bench_files.def"
#undef EEP_BENCH_FILE
    benchmark::AddCustomContext("compiler", EEP_BUILD_COMPILER);
    benchmark::AddCustomContext("processor", processor());
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
    if (benchmark::RunSpecifiedBenchmarks() == 0) return 2;
    benchmark::Shutdown();
    return any_failed ? 1 : 0;
}
