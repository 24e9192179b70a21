#include "engine/device.h"

#include <dlfcn.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <fmt/format.h>
#include <torch/version.h>

#include "base/nearest.h"

namespace unroll::engine {
namespace {

constexpr int kProbeTimeoutMs = 5000;

std::string processorName() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
  }
  return "CPU";
}

/// What the child says of the driver: "ok <memory> <name>" or a sentence why there is no GPU.
std::string askDriver() {
  void* library = dlopen("libcuda.so.1", RTLD_NOW);
  if (library == nullptr) return "no NVIDIA driver is installed (libcuda.so.1 was not found)";
  const auto find = [&](const char* symbol) { return dlsym(library, symbol); };
  const auto init = reinterpret_cast<int (*)(unsigned)>(find("cuInit"));
  const auto countOf = reinterpret_cast<int (*)(int*)>(find("cuDeviceGetCount"));
  const auto nameOf = reinterpret_cast<int (*)(char*, int, int)>(find("cuDeviceGetName"));
  const auto memoryOf = reinterpret_cast<int (*)(size_t*, int)>(find("cuDeviceTotalMem_v2"));
  const auto versionOf = reinterpret_cast<int (*)(int*)>(find("cuDriverGetVersion"));
  if (init == nullptr || countOf == nullptr || nameOf == nullptr || memoryOf == nullptr || versionOf == nullptr) {
    return "the NVIDIA driver lacks functions this program needs";
  }
  if (const int code = init(0); code != 0) return fmt::format("the NVIDIA driver refused to start (error {})", code);
  int count = 0, version = 0;
  if (countOf(&count) != 0 || count == 0) return "the NVIDIA driver reports no GPU";
  if (versionOf(&version) != 0 || version < 13000) {
    return fmt::format("the NVIDIA driver is too old (it knows CUDA {}.{}, this program needs 13.0)", version / 1000,
                       version % 1000 / 10);
  }
  std::array<char, 256> text{};
  size_t memory = 0;
  if (nameOf(text.data(), static_cast<int>(text.size()), 0) != 0 || memoryOf(&memory, 0) != 0) {
    return "the NVIDIA driver does not describe its GPU";
  }
  return fmt::format("ok {} {}", memory, text.data());
}

/// askDriver() in a child process, so that a driver that crashes or hangs harms nobody.
std::string askDriverSafely() {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) return "no pipe could be made to ask the NVIDIA driver";
  const pid_t child = fork();
  if (child == 0) {
    const std::string answer = askDriver();
    const ssize_t written = write(ends[1], answer.data(), answer.size());
    _exit(written == static_cast<ssize_t>(answer.size()) ? 0 : 1);
  }
  close(ends[1]);
  std::string answer;
  if (child < 0) {
    answer = "no process could be made to ask the NVIDIA driver";
  } else {
    pollfd waiting{ends[0], POLLIN, 0};
    std::array<char, 512> text{};
    if (poll(&waiting, 1, kProbeTimeoutMs) == 1) {
      const ssize_t length = read(ends[0], text.data(), text.size());
      if (length > 0) answer.assign(text.data(), static_cast<size_t>(length));
    } else {
      answer = "the NVIDIA driver did not answer within 5 s";
    }
    kill(child, SIGKILL);
    int status = 0;
    waitpid(child, &status, 0);
    if (answer.empty()) answer = "the NVIDIA driver crashed when asked";
  }
  close(ends[0]);
  return answer;
}

/// Loads LibTorch's CUDA half, which lies beside libtorch_cpu. "" or why it could not be loaded.
std::string loadCudaHalf() {
  Dl_info where{};
  if (dladdr(reinterpret_cast<void*>(&at::get_num_threads), &where) == 0 || where.dli_fname == nullptr) {
    return "LibTorch's folder is unknown";
  }
  const std::filesystem::path folder = std::filesystem::path(where.dli_fname).parent_path();
  if (!std::filesystem::exists(folder / "libtorch_cuda.so")) {
    return "LibTorch's CUDA half is not installed; run packaging/bootstrap.sh --cuda";
  }
  if (dlopen((folder / "libtorch_cuda.so").c_str(), RTLD_NOW | RTLD_GLOBAL) == nullptr) {
    return fmt::format("LibTorch's CUDA half could not be loaded ({})", dlerror());
  }
  return at::hasCUDA() ? "" : "LibTorch sees no CUDA device";
}

DeviceReport makeReport() {
  DeviceReport report;
  report.torchVersion = TORCH_VERSION;
  report.threads = at::get_num_threads();
  report.devices.push_back({"cpu", processorName(), sysconf(_SC_PHYS_PAGES) * sysconf(_SC_PAGESIZE)});
  const std::string answer = askDriverSafely();
  if (!answer.starts_with("ok ")) {
    report.reason = "The CPU is used: " + answer + ".";
    return report;
  }
  const std::string problem = loadCudaHalf();
  if (!problem.empty()) {
    report.reason = "The CPU is used although there is a GPU: " + problem + ".";
    return report;
  }
  const size_t space = answer.find(' ', 3);
  report.devices.push_back({"cuda", answer.substr(space + 1), std::stoll(answer.substr(3, space - 3))});
  report.chosen = "cuda";
  report.reason = "The GPU is used: its driver answers and LibTorch's CUDA half is loaded.";
  return report;
}

}  // namespace

void flushDenormals() { at::globalContext().setFlushDenormal(true); }

const DeviceReport& deviceReport() {
  static const DeviceReport report = makeReport();
  return report;
}

Result<std::string> chooseDevice(const std::string& wanted) {
  const std::vector<std::string> known{"auto", "cpu", "cuda"};
  if (wanted == "cpu") return wanted;
  if (wanted == "auto") return deviceReport().chosen;
  if (wanted == "cuda") {
    if (deviceReport().chosen == "cuda") return wanted;
    return fail(ErrorKind::Device, fmt::format("CUDA was asked for and cannot be used; use --device cpu. {}", deviceReport().reason));
  }
  return fail(ErrorKind::Usage,
              fmt::format("There is no device '{}'; devices are auto, cpu and cuda.{}", wanted, didYouMean(wanted, known)));
}

}  // namespace unroll::engine
