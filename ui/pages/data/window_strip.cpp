#include "ui/pages/data/window_strip.h"

#include <algorithm>

#include <QPainter>

#include "ui/theme/theme.h"

namespace unroll::ui {
namespace {

constexpr int kGap = 3;
constexpr int kWantedCell = 64;

}  // namespace

WindowStrip::WindowStrip(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("windowStrip"));
  QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
}

void WindowStrip::setFrames(const QList<QImage>& frames, const QString& caption) {
  frames_ = frames;
  caption_ = caption;
  setAccessibleName(caption);
  updateGeometry();
  update();
}

void WindowStrip::say(const QString& sentence) { setFrames({}, sentence); }

WindowStrip::Grid WindowStrip::gridFor(int width) const {
  Grid grid;
  if (frames_.isEmpty()) return grid;
  const int pixels = frames_.first().width();
  grid.factor = std::max(1, kWantedCell / pixels);
  grid.cell = pixels * grid.factor;
  grid.columns = std::clamp(static_cast<int>((width + kGap) / (grid.cell + kGap)), 1,
                            static_cast<int>(frames_.size()));
  grid.rows = static_cast<int>((frames_.size() + grid.columns - 1) / grid.columns);
  return grid;
}

QString WindowStrip::caption(const Grid& grid) const {
  return frames_.isEmpty() ? caption_ : caption_ + tr("; shown at %1x, nearest").arg(grid.factor);
}

QSize WindowStrip::sizeHint() const { return {360, heightForWidth(360)}; }

int WindowStrip::heightForWidth(int width) const {
  const Grid grid = gridFor(width);
  const int text = QFontMetrics(Theme::captionFont())
                       .boundingRect(QRect(0, 0, width, 1000), Qt::TextWordWrap, caption(grid))
                       .height() +
                   8;
  return frames_.isEmpty() ? text : grid.rows * (grid.cell + kGap) + text;
}

void WindowStrip::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const Grid grid = gridFor(width());
  painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
  for (qsizetype i = 0; i < frames_.size(); ++i) {
    const int column = static_cast<int>(i) % grid.columns;
    const int row = static_cast<int>(i) / grid.columns;
    painter.drawImage(
        QRect(column * (grid.cell + kGap), row * (grid.cell + kGap), grid.cell, grid.cell),
        frames_.at(i));
  }
  const int top = frames_.isEmpty() ? 0 : grid.rows * (grid.cell + kGap) + 4;
  painter.setFont(Theme::captionFont());
  painter.setPen(Theme::color(Role::TextSecondary));
  painter.drawText(QRect(0, top, width(), height() - top), Qt::AlignLeft | Qt::TextWordWrap,
                   caption(grid));
}

}  // namespace unroll::ui
