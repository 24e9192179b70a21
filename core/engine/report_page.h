#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace unroll::engine {

/// One line of a plot; `low` and `high`, where given, are a band around it.
struct PlotLine {
  std::string name;
  std::vector<double> x, y;
  std::vector<double> low, high;
  bool dashed = false;
};

struct PlotLabels {
  std::string title, x, y;
  bool logarithmic = false;  ///< the y axis; values that are not above 0 are left out
};

/// A plot as SVG text, with axes, ticks and a legend. Colours are told apart also without colour
/// vision, and lines by their dashes. Empty when no line has two finite points.
std::string svgPlot(const std::vector<PlotLine>& lines, const PlotLabels& labels);

/// Text for HTML.
std::string escaped(const std::string& text);

/// One HTML page that needs no other file.
class ReportPage {
 public:
  explicit ReportPage(std::string title);

  void section(const std::string& title);
  void subsection(const std::string& title);
  void paragraph(const std::string& text);
  void table(const std::vector<std::string>& header,
             const std::vector<std::vector<std::string>>& rows);
  /// Plots side by side where there is room; empty ones are left out.
  void plots(const std::vector<std::string>& svgs);
  /// A PNG file's bytes with a caption.
  void picture(std::span<const uint8_t> png, const std::string& caption);
  /// Settings and protocols in small print.
  void note(const std::string& text);

  std::string html() const;

 private:
  std::string title_, body_, contents_;
  int sections_ = 0;
};

}  // namespace unroll::engine
