#include "media/image.h"

#include "media/contact_sheet.h"
#include "media/support.h"

namespace unroll::media {
namespace {

using test::movingPicture;
using test::TempFolder;

std::array<int, 3> pixel(const Image& image, int x, int y) {
  const auto at =
      3 * (static_cast<size_t>(y) * static_cast<size_t>(image.width) + static_cast<size_t>(x));
  return {image.rgb[at], image.rgb[at + 1], image.rgb[at + 2]};
}

TEST(ImageTest, enlargingRepeatsPixels) {
  const auto image = movingPicture(5, 4, 0);
  const auto large = enlarge(image, 3);
  ASSERT_EQ(large.width, 15);
  ASSERT_EQ(large.height, 12);
  for (int y = 0; y < 12; ++y) {
    for (int x = 0; x < 15; ++x) EXPECT_EQ(pixel(large, x, y), pixel(image, x / 3, y / 3));
  }
}

TEST(ImageTest, rowsAndGrids) {
  const std::vector<Image> images = {filled(4, 4, {255, 0, 0}), filled(2, 2, {0, 255, 0}),
                                     filled(4, 4, {0, 0, 255})};
  const auto row = sideBySide(images, 1, {9, 9, 9});
  EXPECT_EQ(row.width, 12);
  EXPECT_EQ(row.height, 4);
  EXPECT_EQ(pixel(row, 5, 1), (std::array{0, 255, 0}));
  EXPECT_EQ(pixel(row, 5, 0), (std::array{9, 9, 9}));
  EXPECT_EQ(pixel(row, 4, 0), (std::array{9, 9, 9}));
  const auto cells = grid(images, 2, 1, {9, 9, 9});
  EXPECT_EQ(cells.width, 9);
  EXPECT_EQ(cells.height, 9);
  EXPECT_EQ(pixel(cells, 0, 5), (std::array{0, 0, 255}));
  EXPECT_EQ(pixel(cells, 6, 6), (std::array{9, 9, 9}));
}

TEST(ImageTest, pngKeepsEveryPixelAndItsText) {
  const TempFolder folder;
  const auto image = movingPicture(37, 21, 3);
  const auto saved = savePng(folder / "a.png", image, {{"comment", "seed 17, größer"}});
  ASSERT_TRUE(saved) << saved.error().message;
  EXPECT_EQ(folder.names(), (std::vector<std::string>{"a.png"}));
  const auto loaded = loadPng(folder / "a.png");
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(*loaded, image);
  EXPECT_NE(test::readBytes(folder / "a.png").find("seed 17, größer"), std::string::npos);
  // Another reader checks the chunk's checksum.
  EXPECT_EQ(test::outputOf({"ffmpeg", "-v", "error", "-xerror", "-err_detect", "crccheck+explode",
                            "-i", folder / "a.png", "-f", "rawvideo", "-pix_fmt", "rgb24", "-"}),
            std::string(image.rgb.begin(), image.rgb.end()));
}

TEST(ImageTest, whatIsNoPngIsRefused) {
  const TempFolder folder;
  test::writeBytes(folder / "a.png", "no picture");
  const auto loaded = loadPng(folder / "a.png");
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().kind, ErrorKind::Corrupt);
  EXPECT_EQ(loadPng(folder / "b.png").error().kind, ErrorKind::NotFound);
  const auto unwritable = savePng(folder / "no/such/folder.png", filled(2, 2, {}));
  ASSERT_FALSE(unwritable);
  EXPECT_EQ(unwritable.error().kind, ErrorKind::Disk);
}

TEST(ContactSheetTest, framesGoAcrossAndSamplesDown) {
  std::vector<std::vector<uint8_t>> clips;
  std::vector<SheetRow> rows;
  for (int i = 0; i < 3; ++i) {
    std::vector<uint8_t> clip;
    for (int t = 0; t < 4; ++t) {
      const auto frame =
          filled(8, 8, {static_cast<uint8_t>(50 * i), static_cast<uint8_t>(60 * t), 7});
      clip.insert(clip.end(), frame.rgb.begin(), frame.rgb.end());
    }
    clips.push_back(std::move(clip));
  }
  for (const auto& clip : clips) rows.push_back({clip, 4, 8, 8, ""});
  SheetSettings settings;
  settings.gap = 2;
  settings.scale = 2;
  const auto sheet = contactSheet(rows, settings);
  ASSERT_TRUE(sheet) << sheet.error().message;
  EXPECT_EQ(sheet->width, 2 + 4 * 18);
  EXPECT_EQ(sheet->height, 2 + 3 * 18);
  for (int i = 0; i < 3; ++i) {
    for (int t = 0; t < 4; ++t) {
      EXPECT_EQ(pixel(*sheet, 2 + 18 * t + 15, 2 + 18 * i + 15), (std::array{50 * i, 60 * t, 7}));
      EXPECT_EQ(pixel(*sheet, 18 * t + 1, 18 * i + 1), (std::array{255, 255, 255}));
    }
  }
  settings.frameStride = 2;
  rows[0].label = "walking";
  settings.frameNumbers = true;
  const auto labelled = contactSheet(rows, settings);
  ASSERT_TRUE(labelled);
  EXPECT_GT(labelled->width, 2 + 2 * 18);
  EXPECT_GT(labelled->height, sheet->height);
}

TEST(ContactSheetTest, rowsThatCannotBeAreRefused) {
  const std::vector<uint8_t> pixels(100);
  EXPECT_FALSE(contactSheet({}));
  const std::vector<SheetRow> rows = {{pixels, 1, 8, 8, ""}};
  EXPECT_FALSE(contactSheet(rows));
}

}  // namespace
}  // namespace unroll::media
