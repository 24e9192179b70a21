#include "engine/report_page.h"

#include <limits>

#include <gtest/gtest.h>

namespace unroll::engine {
namespace {

TEST(SvgPlotTest, leavesOutWhatCannotBeDrawn) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(svgPlot({}, {"a", "b", "c", false}), "");
  EXPECT_EQ(svgPlot({{"one", {1}, {2}, {}, {}}}, {"a", "b", "c", false}), "");
  EXPECT_EQ(svgPlot({{"none", {1, 2}, {nan, nan}, {}, {}}}, {"a", "b", "c", false}), "");
  EXPECT_EQ(svgPlot({{"log", {1, 2}, {0, -1}, {}, {}}}, {"a", "b", "c", true}), "");
  const std::string broken =
      svgPlot({{"gap", {1, 2, 3, 4}, {1, nan, 2, 3}, {}, {}}}, {"a", "b", "c", false});
  EXPECT_EQ(broken.find("nan"), std::string::npos);
  EXPECT_NE(broken.find("<svg"), std::string::npos);
}

TEST(SvgPlotTest, drawsFlatLinesAndBands) {
  const std::string flat =
      svgPlot({{"flat", {0, 1}, {5, 5}, {4, 4}, {6, 6}}, {"other", {0, 1}, {5, 5}, {}, {}, true}},
              {"A & B", "x", "y", false});
  EXPECT_NE(flat.find("A &amp; B"), std::string::npos);
  EXPECT_NE(flat.find("opacity=\"0.15\""), std::string::npos);
  EXPECT_NE(flat.find("other"), std::string::npos);
}

TEST(SvgPlotTest, namesEveryLineHoweverManyThereAre) {
  std::vector<PlotLine> lines;
  for (int i = 0; i < 9; ++i) {
    lines.push_back({"a run with a long name " + std::to_string(i), {0, 1}, {0, 1.0 * i}, {}, {}});
  }
  const std::string few = svgPlot({lines.begin(), lines.begin() + 2}, {"a", "x", "y"});
  const std::string many = svgPlot(lines, {"a", "x", "y"});
  for (const PlotLine& line : lines)
    EXPECT_NE(many.find(line.name), std::string::npos) << line.name;
  const auto height = [](const std::string& svg) {
    const std::string word = " height=\"";
    return std::stod(svg.substr(svg.find(word) + word.size()));
  };
  EXPECT_GT(height(many), height(few)) << "names below each other need room";
}

TEST(ReportPageTest, isOneFileWithEverythingEscaped) {
  ReportPage page("<title>");
  page.section("One & two");
  page.table({"a"}, {{"<b>"}});
  page.table({"never"}, {});
  const uint8_t bytes[] = {'M', 'a', 'n', 'y'};
  page.picture(bytes, "caption");
  const std::string html = page.html();
  EXPECT_NE(html.find("&lt;title&gt;"), std::string::npos);
  EXPECT_NE(html.find("One &amp; two"), std::string::npos);
  EXPECT_NE(html.find("&lt;b&gt;"), std::string::npos);
  EXPECT_EQ(html.find("never"), std::string::npos);
  EXPECT_NE(html.find("base64,TWFueQ=="), std::string::npos);
}

}  // namespace
}  // namespace unroll::engine
