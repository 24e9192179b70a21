// Plots as files: PNG at twice the size, SVG, PDF, and the numbers as CSV in the C locale.
#include <QBuffer>
#include <QFileInfo>
#include <QPdfWriter>
#include <QStandardPaths>
#include <QSvgGenerator>

#include "ui/plots/ask_file.h"
#include "ui/plots/custom_plot.h"
#include "ui/plots/plot_view.h"

namespace unroll::ui {
namespace {

constexpr int kPixelsAnInch = 96;

QByteArray number(double value) { return QByteArray::number(value, 'g', 17); }

QByteArray quoted(const QString& text) {
  QString inside = text;
  return '"' + inside.replace(QLatin1Char('"'), QStringLiteral("\"\"")).toUtf8() + '"';
}

}  // namespace

void PlotView::paintLines(QPaintDevice& page) const {
  QCPPainter painter;
  if (!painter.begin(&page)) return;
  painter.setMode(QCPPainter::pmVectorized);
  painter.fillRect(QRect(QPoint(0, 0), plot_->size()), Theme::color(Role::Window));
  plot_->toPainter(&painter, plot_->width(), plot_->height());
  paintMarks(painter);
}

QImage PlotView::picture(double scale) const {
  QImage image(plot_->size() * scale, QImage::Format_RGB32);
  image.setDevicePixelRatio(scale);
  image.fill(Theme::color(Role::Window));
  QCPPainter painter(&image);
  plot_->toPainter(&painter, plot_->width(), plot_->height());
  painter.setRenderHint(QPainter::Antialiasing);
  paintMarks(painter);
  return image;
}

std::optional<QString> PlotView::savePng(const QString& path) const {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  picture(2).save(&buffer, "PNG");
  return writeFile(path, bytes);
}

std::optional<QString> PlotView::saveSvg(const QString& path) const {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  QSvgGenerator generator;
  generator.setOutputDevice(&buffer);
  generator.setSize(plot_->size());
  generator.setViewBox(QRect(QPoint(0, 0), plot_->size()));
  generator.setTitle(title_);
  paintLines(generator);
  return writeFile(path, bytes);
}

std::optional<QString> PlotView::savePdf(const QString& path) const {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  {
    QPdfWriter writer(&buffer);
    writer.setTitle(title_);
    writer.setCreator(QStringLiteral("Unroll Studio " UNROLL_VERSION));
    // One unit of the page is one pixel of the plot.
    writer.setResolution(kPixelsAnInch);
    const QSizeF inches = QSizeF(plot_->size()) / kPixelsAnInch;
    writer.setPageSize(QPageSize(inches, QPageSize::Inch, {}, QPageSize::ExactMatch));
    writer.setPageMargins({0, 0, 0, 0});
    paintLines(writer);
  }
  return writeFile(path, bytes);
}

std::optional<QString> PlotView::saveCsv(const QString& path) const {
  QByteArray text = "series,x,y,low,high,abandoned\n";
  for (const PlotSeries& series : series_) {
    const QByteArray name = quoted(series.name);
    for (qsizetype i = 0; i < series.x.size(); ++i) {
      text += name + ',' + number(series.x.at(i)) + ',' + number(series.y.at(i)) + ',';
      if (!series.low.isEmpty())
        text += number(series.low.at(i)) + ',' + number(series.high.at(i));
      else
        text += ',';
      text += ",0\n";
    }
    for (const PlotTail& tail : series.tails) {
      for (qsizetype i = 0; i < tail.x.size(); ++i)
        text += name + ',' + number(tail.x.at(i)) + ',' + number(tail.y.at(i)) + ",,,1\n";
    }
  }
  return writeFile(path, text);
}

QString PlotView::askPath(const QString& suffix) {
  QString base = title_.isEmpty() ? tr("plot") : title_;
  base.replace(QLatin1Char('/'), QLatin1Char('-')).replace(QLatin1Char(' '), QLatin1Char('-'));
  const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
  return askFileToWrite(
      this, tr("Save the plot"), QStringLiteral("%1/%2.%3").arg(folder, base.toLower(), suffix),
      {QStringLiteral("png"), QStringLiteral("svg"), QStringLiteral("pdf"), QStringLiteral("csv")});
}

std::optional<QString> PlotView::save(const QString& path) const {
  const QString suffix = QFileInfo(path).suffix().toLower();
  return suffix == QLatin1String("svg")   ? saveSvg(path)
         : suffix == QLatin1String("pdf") ? savePdf(path)
         : suffix == QLatin1String("csv") ? saveCsv(path)
                                          : savePng(path);
}

}  // namespace unroll::ui
