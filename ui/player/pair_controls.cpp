#include "ui/player/pair_controls.h"

#include <cmath>

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QToolButton>

#include "ui/player/frame_clock.h"
#include "ui/player/pair_actions.h"
#include "ui/player/pair_view.h"
#include "ui/theme/theme.h"

namespace unroll::ui {
namespace {

QToolButton* buttonFor(QAction* action, Qt::ToolButtonStyle style, QWidget* parent) {
  auto* button = new QToolButton(parent);
  button->setObjectName(
      action->objectName().replace(QLatin1String("action"), QLatin1String("button")));
  button->setDefaultAction(action);
  button->setToolButtonStyle(style);
  button->setAccessibleName(action->text());
  return button;
}

QComboBox* comboBox(const char* name, const QString& accessible, QWidget* parent) {
  auto* box = new QComboBox(parent);
  box->setObjectName(QLatin1String(name));
  box->setAccessibleName(accessible);
  box->setToolTip(accessible);
  box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
  return box;
}

QHBoxLayout* rowOf(QWidget* row) {
  auto* layout = new QHBoxLayout(row);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::kGap / 2);
  return layout;
}

QString signedNumber(int value) {
  if (value == 0) return QStringLiteral("0");
  return (value < 0 ? QString(QChar(0x2212)) : QStringLiteral("+")) +
         QString::number(std::abs(value));
}

QIcon roleIcon(ClipRole role) {
  QPixmap pixmap(32, 32);
  pixmap.fill(viewerSurround());
  QPainter painter(&pixmap);
  painter.scale(2, 2);
  drawBadge(painter, QRect(2, 0, 14, 16), role);
  return pixmap;
}

}  // namespace

PairControls::PairControls(PairView& view, PairActions& actions, QWidget* parent)
    : QWidget(parent),
      view_(view),
      left_(comboBox("leftSide", tr("Left side, A"), this)),
      right_(comboBox("rightSide", tr("Right side, B"), this)),
      gain_(comboBox("differenceGain", tr("Gain of the difference"), this)),
      kind_(comboBox("differenceKind", tr("Kind of difference"), this)),
      difference_(new QWidget(this)) {
  setObjectName(QStringLiteral("pairControls"));
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::kGap / 2);
  layout->addWidget(modeRow(actions));
  layout->addWidget(viewRow(actions));

  connect(&view_, &PairView::recordChanged, this, &PairControls::listSides);
  connect(&view_, &PairView::viewChanged, this, &PairControls::refresh);
  connect(&view_, &PairView::modeChanged, this, &PairControls::refresh);
  const auto choose = [this] { view_.setSides(left_->currentIndex(), right_->currentIndex()); };
  connect(left_, &QComboBox::activated, this, choose);
  connect(right_, &QComboBox::activated, this, choose);
  connect(gain_, &QComboBox::activated, this,
          [this] { view_.setGain(gain_->currentData().toInt()); });
  connect(kind_, &QComboBox::activated, this, [this] {
    view_.setDifferenceKind(static_cast<DifferenceKind>(kind_->currentData().toInt()));
  });
  listSides();
}

QWidget* PairControls::modeRow(PairActions& actions) {
  auto* row = new QWidget(this);
  auto* layout = rowOf(row);
  for (QAction* action : actions.modes()) {
    layout->addWidget(buttonFor(action, Qt::ToolButtonTextBesideIcon, row));
  }
  layout->addStretch(1);
  return row;
}

QWidget* PairControls::viewRow(PairActions& actions) {
  auto* row = new QWidget(this);
  auto* layout = rowOf(row);
  layout->addWidget(left_);
  layout->addWidget(buttonFor(actions.swap(), Qt::ToolButtonIconOnly, row));
  layout->addWidget(right_);
  for (const int gain : {1, 2, 4, 8, 16, 32}) gain_->addItem(tr("x%1").arg(gain), gain);
  kind_->addItem(tr("Signed"), static_cast<int>(DifferenceKind::Signed));
  kind_->addItem(tr("Magnitude"), static_cast<int>(DifferenceKind::Magnitude));
  auto* inner = rowOf(difference_);
  inner->addWidget(kind_);
  inner->addWidget(gain_);
  layout->addWidget(difference_);
  layout->addStretch(1);
  for (QAction* action : actions.zooms()) {
    layout->addWidget(buttonFor(action, Qt::ToolButtonTextOnly, row));
  }
  layout->addWidget(buttonFor(actions.smooth(), Qt::ToolButtonTextOnly, row));
  return row;
}

void PairControls::listSides() {
  for (QComboBox* box : {left_, right_}) {
    const QSignalBlocker blocker(box);
    box->clear();
    for (const PairPart& part : view_.record().parts) {
      box->addItem(roleIcon(part.role), part.name.isEmpty()
                                            ? roleName(part.role)
                                            : roleName(part.role) % QLatin1Char(' ') % part.name);
    }
    box->setEnabled(box->count() > 1);
  }
  refresh();
}

void PairControls::refresh() {
  left_->setCurrentIndex(view_.left());
  right_->setCurrentIndex(view_.right());
  gain_->setCurrentIndex(gain_->findData(view_.gain()));
  kind_->setCurrentIndex(static_cast<int>(view_.differenceKind()));
  difference_->setVisible(view_.mode() == PairMode::Difference);
}

PairReadout::PairReadout(PairView& view, const FrameClock* clock, QWidget* parent)
    : QWidget(parent),
      view_(view),
      clock_(clock),
      pixel_(new QLabel(this)),
      measures_(new QLabel(this)),
      note_(new QLabel(this)) {
  setObjectName(QStringLiteral("pairReadout"));
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(2);
  auto* numbers = new QHBoxLayout;
  numbers->setSpacing(Theme::kGroupGap);
  pixel_->setObjectName(QStringLiteral("pixelProbe"));
  pixel_->setAccessibleDescription(tr("Pixel under the pointer"));
  measures_->setObjectName(QStringLiteral("frameMeasures"));
  measures_->setAccessibleDescription(tr("Likeness of the two sides"));
  note_->setObjectName(QStringLiteral("scalingNote"));
  note_->setAccessibleDescription(tr("How the sides are lined up"));
  note_->setWordWrap(true);
  note_->setFont(Theme::captionFont());
  for (QLabel* label : {pixel_, measures_}) {
    label->setFont(Theme::tabularFont());
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setMinimumWidth(40);
  }
  numbers->addWidget(pixel_, 1);
  numbers->addWidget(measures_);
  layout->addLayout(numbers);
  layout->addWidget(note_);

  later_.setSingleShot(true);
  connect(&later_, &QTimer::timeout, this, &PairReadout::showMeasures);
  connect(&view_, &PairView::probeMoved, this, [this](std::optional<QPoint> pixel) {
    at_ = pixel;
    showPixel();
  });
  const auto all = [this] {
    note_->setText(view_.scalingNote());
    note_->setVisible(!note_->text().isEmpty());
    frameChanged();
  };
  connect(&view_, &PairView::recordChanged, this, all);
  connect(&view_, &PairView::viewChanged, this, &PairReadout::frameChanged);
  connect(&view_, &PairView::frameShown, this, &PairReadout::frameChanged);
  all();
}

QString PairReadout::text() const { return pixel_->text() % QLatin1Char('\n') % measures_->text(); }

void PairReadout::frameChanged() {
  showPixel();
  // Painting comes first: the numbers follow when the frame is on the screen.
  if (!later_.isActive()) later_.start(clock_ && clock_->isPlaying() ? 250 : 0);
}

void PairReadout::showPixel() {
  if (!at_) {
    pixel_->setText(tr("Point at a pixel to read it."));
    return;
  }
  const std::optional<PairProbe> probe = view_.probe(*at_);
  if (!probe) {
    pixel_->setText(tr("(x %1, y %2)  one side is missing").arg(at_->x()).arg(at_->y()));
    return;
  }
  const auto values = [](QRgb pixel) {
    return QStringLiteral("%1 %2 %3")
        .arg(qRed(pixel), 3)
        .arg(qGreen(pixel), 3)
        .arg(qBlue(pixel), 3);
  };
  const QList<PairPart>& parts = view_.record().parts;
  pixel_->setText(tr("(x %1, y %2)  %3 %4  %5 %6  difference %7 %8 %9")
                      .arg(probe->pixel.x())
                      .arg(probe->pixel.y())
                      .arg(roleBadge(parts[view_.left()].role), values(probe->left),
                           roleBadge(parts[view_.right()].role), values(probe->right),
                           signedNumber(qRed(probe->right) - qRed(probe->left)),
                           signedNumber(qGreen(probe->right) - qGreen(probe->left)),
                           signedNumber(qBlue(probe->right) - qBlue(probe->left))));
}

void PairReadout::showMeasures() {
  const std::optional<FrameMeasures> measures = view_.measures();
  if (!measures) {
    measures_->clear();
    return;
  }
  const QString psnr =
      std::isinf(measures->psnr) ? tr("equal") : tr("%1 dB").arg(measures->psnr, 0, 'f', 1);
  measures_->setText(tr("MAE %1   PSNR %2   SSIM %3")
                         .arg(QString::number(measures->mae, 'f', 1), psnr,
                              QString::number(measures->ssim, 'f', 3)));
  measures_->setToolTip(
      tr("Of this frame, right side against left side, at the larger side's size."));
}

}  // namespace unroll::ui
