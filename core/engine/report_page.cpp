#include "engine/report_page.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include <fmt/format.h>

namespace unroll::engine {
namespace {

constexpr double kWidth = 440, kHeight = 280;
constexpr double kLeft = 64, kRight = 12, kTop = 30, kBottom = 44;
// Okabe and Ito's colours, dark enough on white.
constexpr std::array<const char*, 6> kColours = {"#0072b2", "#d55e00", "#009e73",
                                                 "#cc79a7", "#56708a", "#8a6d00"};
constexpr std::array<const char*, 3> kDashes = {"", "6 3", "2 3"};

constexpr const char* kStyle = R"css(
body{font:15px/1.5 system-ui,sans-serif;color:#1d2226;background:#fff;max-width:62rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.7rem;margin:0 0 .3rem}h2{font-size:1.25rem;margin:2.2rem 0 .5rem;border-bottom:1px solid #d6dbe0}
h3{font-size:1.02rem;margin:1.2rem 0 .3rem}
table{border-collapse:collapse;margin:.6rem 0;font-variant-numeric:tabular-nums}
th,td{padding:.2rem .8rem .2rem 0;text-align:right;vertical-align:top}th:first-child,td:first-child{text-align:left}
th{font-weight:600;border-bottom:1px solid #aab2ba}tr:nth-child(even) td{background:#f5f7f9}
figure{margin:.8rem 0}figcaption,.note{color:#56616b;font-size:.86rem}
img{max-width:100%;image-rendering:pixelated;border:1px solid #d6dbe0}
.plots{display:flex;flex-wrap:wrap;gap:.6rem}svg{max-width:100%;height:auto}
nav a{margin-right:1rem;white-space:nowrap}.wide{overflow-x:auto}
@media print{h2{break-after:avoid}figure,svg{break-inside:avoid}}
)css";

std::string base64(std::span<const uint8_t> bytes) {
  constexpr const char* kLetters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (size_t i = 0; i < bytes.size(); i += 3) {
    const size_t left = std::min<size_t>(3, bytes.size() - i);
    uint32_t word = 0;
    for (size_t k = 0; k < 3; ++k) word = word << 8 | (k < left ? bytes[i + k] : 0u);
    for (size_t k = 0; k < 4; ++k) {
      text += k <= left ? kLetters[word >> (18 - 6 * k) & 63] : '=';
    }
  }
  return text;
}

struct Range {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();
  void take(double value) {
    if (!std::isfinite(value)) return;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  bool empty() const { return low > high; }
  void widen() {
    if (high - low < 1e-12 * std::max(1.0, std::abs(high))) {
      const double more = std::max(0.5, std::abs(high) * 0.1);
      low -= more;
      high += more;
    }
  }
};

/// Round steps, at most six.
std::vector<double> ticksOf(const Range& range) {
  const double rough = (range.high - range.low) / 5;
  const double unit = std::pow(10, std::floor(std::log10(rough)));
  double step = unit * 10;
  for (double factor : {1.0, 2.0, 5.0}) {
    if (unit * factor >= rough) {
      step = unit * factor;
      break;
    }
  }
  std::vector<double> ticks;
  for (double at = std::ceil(range.low / step) * step; at <= range.high + step * 1e-9; at += step) {
    ticks.push_back(std::abs(at) < step * 1e-9 ? 0 : at);
  }
  return ticks;
}

class Plot {
 public:
  Plot(const std::vector<PlotLine>& lines, const PlotLabels& labels)
      : lines_(lines), labels_(labels) {
    for (const PlotLine& line : lines) {
      for (size_t i = 0; i < line.y.size(); ++i) {
        if (!std::isfinite(scaled(line.y[i]))) continue;
        x_.take(line.x[i]);
        y_.take(scaled(line.y[i]));
        if (i < line.low.size()) y_.take(scaled(line.low[i]));
        if (i < line.high.size()) y_.take(scaled(line.high[i]));
      }
    }
  }

  std::string svg() {
    if (x_.empty() || y_.empty() || x_.low == x_.high) return {};
    y_.widen();
    const auto [names, height] = legend();
    std::string out = fmt::format(
        "<svg viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" role=\"img\" aria-label=\"{2}\" "
        "font-family=\"system-ui,sans-serif\" font-size=\"11\" fill=\"#1d2226\">"
        "<text x=\"{3}\" y=\"16\" font-size=\"13\" font-weight=\"600\">{2}</text>",
        kWidth, height, escaped(labels_.title), kLeft);
    out += axes();
    for (size_t i = 0; i < lines_.size(); ++i) out += band(i);
    for (size_t i = 0; i < lines_.size(); ++i) out += curve(i);
    return out + names + "</svg>";
  }

 private:
  double scaled(double value) const {
    if (!labels_.logarithmic) return value;
    return value > 0 ? std::log10(value) : std::numeric_limits<double>::quiet_NaN();
  }
  double px(double x) const {
    return kLeft + (x - x_.low) / (x_.high - x_.low) * (kWidth - kLeft - kRight);
  }
  double py(double y) const {
    return kHeight - kBottom - (y - y_.low) / (y_.high - y_.low) * (kHeight - kTop - kBottom);
  }

  std::string axes() const {
    std::string out;
    for (double at : ticksOf(y_)) {
      out += fmt::format(
          "<path d=\"M{:.1f} {:.1f}H{:.1f}\" stroke=\"#e3e7ea\"/>"
          "<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"end\">{}</text>",
          kLeft, py(at), kWidth - kRight, kLeft - 5, py(at) + 4,
          labels_.logarithmic ? fmt::format("{:.2g}", std::pow(10, at))
                              : fmt::format("{:.4g}", at));
    }
    for (double at : ticksOf(x_)) {
      out += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\">{:.5g}</text>",
                         px(at), kHeight - kBottom + 15, at);
    }
    out += fmt::format(
        "<path d=\"M{0} {1}V{2}H{3}\" fill=\"none\" stroke=\"#8a949d\"/>"
        "<text x=\"{4:.1f}\" y=\"{5:.1f}\" text-anchor=\"middle\" fill=\"#56616b\">{6}</text>"
        "<text transform=\"translate(13 {7:.1f}) rotate(-90)\" text-anchor=\"middle\" "
        "fill=\"#56616b\">{8}</text>",
        kLeft, kTop, kHeight - kBottom, kWidth - kRight, (kLeft + kWidth - kRight) / 2,
        kHeight - kBottom + 30, escaped(labels_.x), (kTop + kHeight - kBottom) / 2,
        escaped(labels_.y));
    return out;
  }

  std::string band(size_t index) const {
    const PlotLine& line = lines_[index];
    if (line.low.size() != line.y.size() || line.high.size() != line.y.size()) return {};
    std::string forward, back;
    for (size_t i = 0; i < line.y.size(); ++i) {
      const double low = scaled(line.low[i]), high = scaled(line.high[i]);
      if (!std::isfinite(low) || !std::isfinite(high)) continue;
      forward +=
          fmt::format("{}{:.1f} {:.1f}", forward.empty() ? "M" : "L", px(line.x[i]), py(high));
      back = fmt::format("L{:.1f} {:.1f}", px(line.x[i]), py(low)) + back;
    }
    if (forward.empty()) return {};
    return fmt::format("<path d=\"{}{}Z\" fill=\"{}\" opacity=\"0.15\"/>", forward, back,
                       kColours[index % kColours.size()]);
  }

  std::string curve(size_t index) const {
    const PlotLine& line = lines_[index];
    std::string path;
    bool broken = true;
    for (size_t i = 0; i < line.y.size(); ++i) {
      const double y = scaled(line.y[i]);
      if (!std::isfinite(y)) {
        broken = true;
        continue;
      }
      path += fmt::format("{}{:.1f} {:.1f}", broken ? "M" : "L", px(line.x[i]), py(y));
      broken = false;
    }
    return fmt::format(
        "<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"1.6\" stroke-dasharray=\"{}\"/>",
        path, kColours[index % kColours.size()], dash(index));
  }

  const char* dash(size_t index) const {
    return lines_[index].dashed ? kDashes[1] : kDashes[index / kColours.size() % kDashes.size()];
  }

  /// The lines' names, in as many rows as they need, and the height of the plot with them.
  std::pair<std::string, double> legend() const {
    if (lines_.size() < 2 && (lines_.empty() || lines_[0].name.empty())) return {"", kHeight};
    constexpr double kRow = 15;
    std::string out;
    double x = kLeft, y = kHeight - 2;
    for (size_t i = 0; i < lines_.size(); ++i) {
      const double width = 32 + 6.1 * static_cast<double>(lines_[i].name.size());
      if (x + width > kWidth && x > kLeft) {
        x = kLeft;
        y += kRow;
      }
      out += fmt::format(
          "<path d=\"M{:.1f} {:.1f}h14\" stroke=\"{}\" stroke-width=\"2\" stroke-dasharray=\"{}\"/>"
          "<text x=\"{:.1f}\" y=\"{:.1f}\">{}</text>",
          x, y - 4, kColours[i % kColours.size()], dash(i), x + 18, y, escaped(lines_[i].name));
      x += width;
    }
    return {out, y + 2};
  }

  const std::vector<PlotLine>& lines_;
  const PlotLabels& labels_;
  Range x_, y_;
};

}  // namespace

std::string svgPlot(const std::vector<PlotLine>& lines, const PlotLabels& labels) {
  return Plot(lines, labels).svg();
}

std::string escaped(const std::string& text) {
  std::string out;
  for (char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

ReportPage::ReportPage(std::string title) : title_(std::move(title)) {}

void ReportPage::section(const std::string& title) {
  ++sections_;
  body_ += fmt::format("<h2 id=\"s{}\">{}</h2>\n", sections_, escaped(title));
  contents_ += fmt::format("<a href=\"#s{}\">{}</a> ", sections_, escaped(title));
}

void ReportPage::subsection(const std::string& title) {
  body_ += fmt::format("<h3>{}</h3>\n", escaped(title));
}

void ReportPage::paragraph(const std::string& text) {
  body_ += fmt::format("<p>{}</p>\n", escaped(text));
}

void ReportPage::table(const std::vector<std::string>& header,
                       const std::vector<std::vector<std::string>>& rows) {
  if (rows.empty()) return;
  body_ += "<div class=\"wide\"><table><tr>";
  for (const std::string& cell : header) body_ += fmt::format("<th>{}</th>", escaped(cell));
  body_ += "</tr>\n";
  for (const auto& row : rows) {
    body_ += "<tr>";
    for (const std::string& cell : row) body_ += fmt::format("<td>{}</td>", escaped(cell));
    body_ += "</tr>\n";
  }
  body_ += "</table></div>\n";
}

void ReportPage::plots(const std::vector<std::string>& svgs) {
  std::string inside;
  for (const std::string& svg : svgs) inside += svg;
  if (!inside.empty()) body_ += "<div class=\"plots\">" + inside + "</div>\n";
}

void ReportPage::picture(std::span<const uint8_t> png, const std::string& caption) {
  body_ += fmt::format(
      "<figure><img alt=\"{0}\" src=\"data:image/png;base64,{1}\"><figcaption>{0}</figcaption>"
      "</figure>\n",
      escaped(caption), base64(png));
}

void ReportPage::note(const std::string& text) {
  body_ += fmt::format("<p class=\"note\">{}</p>\n", escaped(text));
}

std::string ReportPage::html() const {
  return fmt::format(
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
      "<title>{0}</title><style>{1}</style></head><body>\n<h1>{0}</h1>\n<nav>{2}</nav>\n{3}"
      "</body></html>\n",
      escaped(title_), kStyle, contents_, body_);
}

}  // namespace unroll::engine
