#include "media/support.h"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace unroll::media::test {

namespace fs = std::filesystem;

TempFolder::TempFolder() {
  auto name = (fs::temp_directory_path() / "unroll-media-XXXXXX").string();
  path = ::mkdtemp(name.data());
}

TempFolder::~TempFolder() {
  std::error_code ignored;
  fs::remove_all(path, ignored);
}

std::vector<std::string> TempFolder::names() const {
  std::vector<std::string> found;
  for (const auto& entry : fs::directory_iterator(path))
    found.push_back(entry.path().filename().string());
  std::sort(found.begin(), found.end());
  return found;
}

std::string clipsFolder() {
  const char* folder = std::getenv("UNROLL_CLIPS");
  return folder != nullptr && fs::is_directory(folder) ? folder : "";
}

std::string outputOf(const std::vector<std::string>& arguments) {
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0) return {};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", 0, 0);
  posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
  posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", 1, 0);
  posix_spawn_file_actions_addclosefrom_np(&actions, 3);
  std::vector<std::string> words = arguments;
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  pid_t pid = -1;
  const int code = ::posix_spawnp(&pid, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  ::close(ends[1]);
  std::string text;
  std::array<char, 65536> buffer{};
  ssize_t got = 0;
  while (code == 0 && (got = ::read(ends[0], buffer.data(), buffer.size())) > 0) {
    text.append(buffer.data(), static_cast<size_t>(got));
  }
  ::close(ends[0]);
  if (code == 0) ::waitpid(pid, nullptr, 0);
  return text;
}

std::string probe(const std::string& path, const std::string& entry) {
  auto text =
      outputOf({"ffprobe", "-v", "error", "-count_frames", "-select_streams", "v:0",
                "-show_entries", "stream=" + entry + ":format=" + entry + ":format_tags=" + entry,
                "-of", "default=nw=1:nk=1", path});
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

void writeBytes(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

std::string readBytes(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

void writeConstantY4m(const std::string& path, int width, int height, int frames, uint8_t y,
                      uint8_t u, uint8_t v, const std::string& extra) {
  const auto plane = static_cast<size_t>(width) * static_cast<size_t>(height);
  std::string bytes = "YUV4MPEG2 W" + std::to_string(width) + " H" + std::to_string(height) +
                      " F25:1 Ip A1:1 C444" + extra + "\n";
  for (int i = 0; i < frames; ++i) {
    bytes += "FRAME\n" + std::string(plane, static_cast<char>(y)) +
             std::string(plane, static_cast<char>(u)) + std::string(plane, static_cast<char>(v));
  }
  writeBytes(path, bytes);
}

Image movingPicture(int width, int height, int number) {
  Image image = filled(width, height, {});
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      auto* pixel = image.rgb.data() + 3 * (static_cast<size_t>(y) * static_cast<size_t>(width) +
                                            static_cast<size_t>(x));
      pixel[0] = static_cast<uint8_t>(40 + 160 * x / width);
      pixel[1] = static_cast<uint8_t>(40 + 160 * y / height);
      pixel[2] = static_cast<uint8_t>(128 + 4 * (number % 16));
    }
  }
  const int side = std::max(1, height / 4);
  paste(image, filled(side, side, {230, 30, 60}), (3 * number) % std::max(1, width - side),
        height / 3);
  return image;
}

double meanDifference(std::span<const uint8_t> a, std::span<const uint8_t> b) {
  if (a.size() != b.size() || a.empty()) return 255;
  double sum = 0;
  for (size_t i = 0; i < a.size(); ++i) sum += std::abs(int{a[i]} - int{b[i]});
  return sum / static_cast<double>(a.size());
}

}  // namespace unroll::media::test
