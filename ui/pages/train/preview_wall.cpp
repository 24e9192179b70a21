#include "ui/pages/train/preview_wall.h"

#include <algorithm>
#include <limits>

#include <QBoxLayout>
#include <QGridLayout>
#include <QLabel>

#include "ui/model/checkpoints.h"
#include "ui/model/words.h"
#include "ui/player/clip_view.h"
#include "ui/theme/theme.h"

namespace unroll::ui {
namespace {

constexpr int kMostColumns = 6;
constexpr int kAgedColumns = 3;  // More of them are too narrow for the preview's age.

/// The stage that a part shows; 0: real clips. What a joint training makes is its last stage's.
int shownStage(const QString& part, const Recipe& recipe) {
  return part == stageName(0) ? static_cast<int>(recipe.stages.size()) : stageOf(part);
}

/// Frames per second of a part: coarser stages have fewer. Real clips are those of the last stage
/// that is shown.
double rateOf(const QString& part, const Recipe& recipe, int finest) {
  const int stage = shownStage(part, recipe) > 0 ? shownStage(part, recipe) : finest;
  const size_t index =
      std::min(static_cast<size_t>(std::max(stage, 1)), std::max<size_t>(recipe.stages.size(), 1)) -
      1;
  return recipe.frameRate / static_cast<double>(recipe.dataStride(index));
}

}  // namespace

PreviewWall::PreviewWall(FrameClock& clock, QWidget* parent) : QWidget(parent), clock_(clock) {
  setObjectName(QStringLiteral("previewWall"));
  setProperty("role", QStringLiteral("viewer"));
  setAttribute(Qt::WA_StyledBackground);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(8, 8, 8, 8);
  empty_ = new QLabel(this);
  empty_->setObjectName(QStringLiteral("previewEmpty"));
  empty_->setAlignment(Qt::AlignCenter);
  empty_->setWordWrap(true);
  // The surround is dark in both themes, so its text is light in both.
  QPalette light = empty_->palette();
  light.setColor(QPalette::WindowText, Theme::color(Role::TextSecondary, true));
  empty_->setPalette(light);
  layout->addWidget(empty_, 1);
  grid_ = new QGridLayout;
  grid_->setSpacing(8);
  layout->addLayout(grid_, 1);
}

void PreviewWall::clear() {
  qDeleteAll(tiles_);
  tiles_.clear();
  waiting_ = 0;
  for (int i = 0; i < grid_->rowCount(); ++i) grid_->setRowStretch(i, 0);
  for (int i = 0; i < grid_->columnCount(); ++i) grid_->setColumnStretch(i, 0);
}

void PreviewWall::setPreview(const Preview* preview, const Recipe& recipe, const QString& reason) {
  const QString wanted =
      preview == nullptr ? QString() : preview->folder + QString::number(preview->files.size());
  empty_->setText(reason);
  empty_->setVisible(preview == nullptr);
  if (preview == nullptr) {
    clear();
    shown_.clear();
    return;
  }
  const QString step = tr("step %L1").arg(preview->step);
  const QString stepAndAge = tr("step %L1, %2").arg(preview->step).arg(ageText(preview->time));
  // A narrow tile has no room for the age, which stands below the wall too.
  const auto captionFor = [&](int columns) { return columns > kAgedColumns ? step : stepAndAge; };
  if (wanted == shown_) {
    for (ClipView* view : std::as_const(tiles_)) view->setCaption(captionFor(columns_));
    return;
  }
  shown_ = wanted;
  QStringList parts;
  int probes = 0;
  int finest = 0;
  for (const PreviewFile& file : preview->files) {
    if (!parts.contains(file.part)) parts.append(file.part);
    probes = std::max(probes, file.probe + 1);
    finest = std::max(finest, shownStage(file.part, recipe));
  }
  std::sort(parts.begin(), parts.end(), [&recipe](const QString& a, const QString& b) {
    const auto place = [&recipe](const QString& part) {
      const int stage = shownStage(part, recipe);
      return stage == 0 ? std::numeric_limits<int>::max() : stage;
    };
    return place(a) < place(b);
  });
  // One row alone is folded, so that its tiles are large.
  const bool folded = parts.size() == 1 && probes > 3;
  const int columns = std::min(folded ? (probes + 1) / 2 : probes, kMostColumns);
  columns_ = columns;
  const int rows = folded ? (probes + columns - 1) / columns : static_cast<int>(parts.size());
  const bool sameShape = tiles_.size() == (folded ? probes : parts.size() * columns);
  if (!sameShape) clear();
  rate_ = rateOf({}, recipe, finest);
  waiting_ = 0;
  qsizetype next = 0;
  const auto tile = [&](int row, int column, int probe, const QString& part) {
    ClipView* view = nullptr;
    if (next < tiles_.size()) {
      view = tiles_.at(next);
    } else {
      view = new ClipView(this);
      view->setClock(&clock_);
      connect(view, &ClipView::loaded, this, &PreviewWall::loaded);
      grid_->addWidget(view, row, column);
      tiles_.append(view);
    }
    ++next;
    const int stage = shownStage(part, recipe);
    view->setObjectName(QStringLiteral("preview-%1-%2").arg(part).arg(probe));
    view->setRole(stage == 0 ? ClipRole::Real : stageRole(stage));
    view->setTitle(tr("probe %1").arg(probe + 1));
    view->setCaption(captionFor(columns));
    const QString file = preview->file(probe, part);
    if (file.isEmpty()) {
      view->setClip({});
      view->setMissing(tr("not in this preview"));
    } else {
      ++waiting_;
      view->load(file, rateOf(part, recipe, finest));
    }
  };
  if (folded) {
    for (int probe = 0; probe < probes; ++probe)
      tile(probe / columns, probe % columns, probe, parts.first());
  } else {
    for (int row = 0; row < parts.size(); ++row) {
      for (int probe = 0; probe < columns; ++probe) tile(row, probe, probe, parts.at(row));
    }
  }
  for (int row = 0; row < rows; ++row) grid_->setRowStretch(row, 1);
  for (int column = 0; column < columns; ++column) grid_->setColumnStretch(column, 1);
}

void PreviewWall::loaded() {
  waiting_ = std::max(waiting_ - 1, 0);
  int frames = 0;
  for (const ClipView* view : std::as_const(tiles_)) {
    if (view->clip() != nullptr) frames = std::max(frames, view->clip()->lengthAt(rate_));
  }
  if (frames > 0 && (clock_.frameCount() != frames || clock_.rate() != rate_))
    clock_.setTimeline(frames, rate_);
  if (waiting_ == 0) Q_EMIT allLoaded();
}

}  // namespace unroll::ui
