#include "ui/export/export_dialog.h"

#include <algorithm>

#include <QButtonGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/export/job_queue.h"
#include "ui/model/words.h"
#include "ui/theme/dialog_parts.h"
#include "ui/theme/theme.h"

namespace unroll::ui {
namespace {

constexpr int kAimedHeight = 256;
constexpr const char* kFolderKey = "export/folder";
constexpr const char* kPresetKey = "export/preset";

QHBoxLayout* rowLayout(QWidget* row) {
  auto* layout = new QHBoxLayout(row);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::kGap);
  return layout;
}

}  // namespace

ExportDialog::ExportDialog(ExportSource source, PairRecord shown, JobQueue& queue,
                           QSettings* settings, QWidget* parent)
    : QDialog(parent),
      source_(std::move(source)),
      shown_(std::move(shown)),
      queue_(queue),
      settings_(settings) {
  setObjectName(QStringLiteral("exportDialog"));
  setWindowTitle(tr("Export Video"));
  build();
  restore();
  whatChanged();
}

void ExportDialog::build() {
  auto* layout = new QVBoxLayout(this);
  layout->setSpacing(Theme::kGroupGap);
  auto* form = new QFormLayout;
  form->setHorizontalSpacing(Theme::kGroupGap);
  form->setVerticalSpacing(Theme::kGap);
  form->addRow(tr("Preset"), buildPresets());
  form->addRow(tr("What"), buildWhat());
  form->addRow(tr("Length"), buildLength());
  form->addRow(tr("Picture"), buildPicture());
  form->addRow(tr("File"), buildFile());
  estimate_ = named(new QLabel(this), "exportEstimate", tr("Estimated size"));
  estimate_->setFont(Theme::tabularFont());
  form->addRow(tr("Estimate"), estimate_);
  layout->addLayout(form);
  problems_ = named(new QLabel(this), "exportProblems", tr("What to know before starting"));
  problems_->setWordWrap(true);
  problems_->setTextFormat(Qt::PlainText);
  layout->addWidget(problems_);
  layout->addStretch(1);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
  ok_ = named(new QPushButton(tr("Export"), this), "exportStart",
              tr("Export: put it into the queue"));
  ok_->setProperty("primary", true);
  ok_->setDefault(true);
  ok_->setMinimumHeight(Theme::kPrimaryButton);
  buttons->addButton(ok_, QDialogButtonBox::AcceptRole);
  named(buttons->button(QDialogButtonBox::Cancel), "exportCancel", tr("Cancel"));
  layout->addWidget(buttons);
  connect(buttons, &QDialogButtonBox::accepted, this, &ExportDialog::enqueue);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  later_.setSingleShot(true);
  later_.setInterval(200);
  connect(&later_, &QTimer::timeout, this, &ExportDialog::estimate);
  setMinimumWidth(560);
}

QWidget* ExportDialog::buildPresets() {
  auto* row = new QWidget(this);
  auto* layout = rowLayout(row);
  presets_ = new QButtonGroup(this);
  for (const ExportPreset preset : {ExportPreset::Web, ExportPreset::Fine, ExportPreset::Lossless,
                                    ExportPreset::Gif, ExportPreset::Png}) {
    auto* button = new QToolButton(row);
    button->setText(presetName(preset));
    button->setCheckable(true);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setObjectName(QStringLiteral("preset-") + presetKey(preset));
    button->setAccessibleName(presetName(preset));
    button->setToolTip(presetHelp(preset));
    presets_->addButton(button, static_cast<int>(preset));
    layout->addWidget(button);
  }
  layout->addStretch(1);
  connect(presets_, &QButtonGroup::idClicked, this, [this] {
    rename();
    refresh();
  });
  return row;
}

QWidget* ExportDialog::buildWhat() {
  auto* row = new QWidget(this);
  auto* layout = rowLayout(row);
  what_ = named(new QComboBox(row), "exportWhat", tr("What is exported"));
  const int stages = static_cast<int>(source_.recipe.stages.size());
  if (stages > 1)
    what_->addItem(tr("Stage 1 beside stage %1").arg(std::max(2, source_.trainedStages)),
                   QStringLiteral("pair"));
  for (int stage = stages; stage >= 1; --stage) {
    what_->addItem(tr("Stage %1 alone").arg(stage), QStringLiteral("stage%1").arg(stage));
  }
  what_->addItem(tr("Grid of several seeds"), QStringLiteral("grid"));
  layout->addWidget(what_);
  countLabel_ = new QLabel(tr("videos"), row);
  count_ = named(new QSpinBox(row), "exportCount", tr("Videos in the grid"));
  count_->setRange(1, 1'000'000);
  count_->setValue(16);
  layout->addWidget(count_);
  layout->addWidget(countLabel_);
  layout->addStretch(1);
  connect(what_, &QComboBox::activated, this, &ExportDialog::whatChanged);
  connect(count_, &QSpinBox::valueChanged, this, &ExportDialog::refresh);
  return row;
}

QWidget* ExportDialog::buildLength() {
  auto* row = new QWidget(this);
  auto* layout = rowLayout(row);
  frames_ = named(new QSpinBox(row), "exportFrames", tr("Frames"));
  frames_->setRange(1, 100'000'000);
  frames_->setSuffix(tr(" frames"));
  layout->addWidget(frames_);
  seconds_ = named(new QLabel(row), "exportSeconds", tr("Length in seconds"));
  layout->addWidget(seconds_);
  layout->addSpacing(Theme::kGap);
  loop_ = named(new QSpinBox(row), "exportLoop", tr("How often the video is shown"));
  layout->addWidget(loop_);
  pingPong_ = named(new QCheckBox(tr("there and back"), row), "exportPingPong",
                    tr("Show the video forwards, then backwards"));
  layout->addWidget(pingPong_);
  layout->addStretch(1);
  connect(frames_, &QSpinBox::valueChanged, this, &ExportDialog::refresh);
  connect(loop_, &QSpinBox::valueChanged, this, &ExportDialog::refresh);
  connect(pingPong_, &QCheckBox::toggled, this, &ExportDialog::refresh);
  return row;
}

QWidget* ExportDialog::buildPicture() {
  auto* row = new QWidget(this);
  auto* layout = rowLayout(row);
  scale_ = named(new QSpinBox(row), "exportScale", tr("Enlargement"));
  scale_->setRange(1, 64);
  scale_->setSuffix(tr("x nearest"));
  layout->addWidget(scale_);
  size_ = named(new QLabel(row), "exportSize", tr("Size of the picture"));
  size_->setFont(Theme::tabularFont());
  layout->addWidget(size_);
  layout->addSpacing(Theme::kGap);
  ownRate_ = named(new QCheckBox(tr("its own rate"), row), "exportOwnRate",
                   tr("Use the stage's own frame rate"));
  ownRate_->setChecked(true);
  rate_ = named(new QDoubleSpinBox(row), "exportRate", tr("Frames per second"));
  rate_->setRange(0.1, 1000);
  rate_->setDecimals(2);
  rate_->setSuffix(tr(" fps"));
  rate_->setEnabled(false);
  layout->addWidget(rate_);
  layout->addWidget(ownRate_);
  layout->addStretch(1);
  connect(scale_, &QSpinBox::valueChanged, this, &ExportDialog::refresh);
  connect(rate_, &QDoubleSpinBox::valueChanged, this, &ExportDialog::refresh);
  connect(ownRate_, &QCheckBox::toggled, this, [this](bool own) {
    rate_->setEnabled(!own);
    refresh();
  });
  return row;
}

QWidget* ExportDialog::buildFile() {
  auto* row = new QWidget(this);
  auto* layout = rowLayout(row);
  file_ = named(new QLineEdit(row), "exportFile", tr("File to write"));
  layout->addWidget(file_, 1);
  auto* choose = named(new QPushButton(tr("Choose…"), row), "exportBrowse", tr("Choose the file"));
  choose->setAutoDefault(false);
  layout->addWidget(choose);
  connect(file_, &QLineEdit::textChanged, this, &ExportDialog::refresh);
  connect(choose, &QPushButton::clicked, this, &ExportDialog::browse);
  return row;
}

void ExportDialog::offerFolder(QSettings* settings, const QString& folder) {
  if (settings != nullptr) settings->setValue(QLatin1String(kFolderKey), folder);
}

/// The person's last choices, and what fits the sample.
void ExportDialog::restore() {
  const QString kept =
      settings_ != nullptr ? settings_->value(QLatin1String(kPresetKey)).toString() : QString();
  for (QAbstractButton* button : presets_->buttons()) {
    const auto preset = static_cast<ExportPreset>(presets_->id(button));
    if (presetKey(preset) == kept || (kept.isEmpty() && preset == ExportPreset::Web))
      button->setChecked(true);
  }
  if (presets_->checkedButton() == nullptr)
    presets_->button(static_cast<int>(ExportPreset::Web))->setChecked(true);
  if (source_.trainedStages < 2) {
    what_->setCurrentIndex(std::max(0, what_->findData(QStringLiteral("stage1"))));
  }
}

ExportPreset ExportDialog::preset() const {
  return static_cast<ExportPreset>(presets_->checkedId());
}
QString ExportDialog::what() const { return what_->currentData().toString(); }

ExportSettings ExportDialog::exportSettings() const {
  ExportSettings settings;
  settings.what = what();
  settings.preset = preset();
  settings.frames = frames_->value();
  settings.count = count_->value();
  settings.scale = scale_->value();
  settings.frameRate = ownRate_->isChecked() ? 0 : rate_->value();
  settings.loop = loop_->value();
  settings.pingPong = pingPong_->isChecked();
  settings.output = file_->text().trimmed();
  return settings;
}

/// Length, scale and name follow what is exported.
void ExportDialog::whatChanged() {
  const ExportSettings settings = exportSettings();
  const int stage =
      std::min(countedStage(source_, settings), static_cast<int>(source_.recipe.stages.size()));
  const StageRecipe& made = source_.recipe.stages[static_cast<size_t>(stage) - 1];
  const int last = std::max(1, source_.trainedStages);
  const double share = source_.frameRate(stage) / source_.frameRate(last);
  const QSignalBlocker frames(frames_);
  const QSignalBlocker scale(scale_);
  const QSignalBlocker rate(rate_);
  frames_->setValue(source_.frames > 0 ? std::max(1, qRound(source_.frames * share))
                                       : static_cast<int>(made.frames));
  const bool grid = settings.what == QLatin1String("grid");
  scale_->setValue(
      std::max(1, (grid ? kAimedHeight / 2 : kAimedHeight) / static_cast<int>(made.size)));
  if (ownRate_->isChecked()) rate_->setValue(source_.frameRate(stage));
  count_->setVisible(grid);
  countLabel_->setVisible(grid);
  rename();
  refresh();
}

/// Gives the file a name that is free, unless the person has named it.
void ExportDialog::rename() {
  if (!file_->text().isEmpty() && file_->text() != named_) return;
  const QString folder =
      settings_ != nullptr ? settings_->value(QLatin1String(kFolderKey)).toString() : QString();
  const QString place = !folder.isEmpty() && QDir(folder).exists()
                            ? folder
                            : source_.project % QStringLiteral("/exports");
  named_ = freePath(QDir(place).filePath(exportName(source_, exportSettings())), &queue_);
  const QSignalBlocker blocker(file_);
  file_->setText(named_);
}

void ExportDialog::refresh() {
  const bool gif = preset() == ExportPreset::Gif;
  {
    const QSignalBlocker blocker(loop_);
    loop_->setRange(gif ? 0 : 1, 10'000);
    loop_->setSpecialValueText(gif ? tr("for ever") : QString());
    loop_->setPrefix(tr("shown "));
    loop_->setSuffix(loop_->value() == 1 ? tr(" time") : tr(" times"));
    loop_->setEnabled(preset() != ExportPreset::Png);
  }
  const ExportSettings settings = exportSettings();
  const QSize size = exportSize(source_, settings);
  size_->setText(tr("%1 x %2 pixels").arg(size.width()).arg(size.height()));
  seconds_->setText(lengthText(exportSeconds(source_, settings)));
  QStringList lines;
  bool refused = false;
  for (const ExportProblem& problem : checkExport(source_, settings, &queue_)) {
    lines.append((problem.refuses ? QChar(0x2715) : QChar(0x2022)) % QLatin1Char(' ') %
                 problem.sentence);
    refused = refused || problem.refuses;
  }
  problems_->setText(lines.join(QLatin1Char('\n')));
  problems_->setVisible(!lines.isEmpty());
  ok_->setEnabled(!refused);
  ++estimating_;
  estimate_->setText(tr("measuring…"));
  later_.start();
}

void ExportDialog::estimate() {
  const quint64 number = ++estimating_;
  const ExportSettings settings = exportSettings();
  estimateExport(
      shown_, source_, settings, this, [this, number](std::optional<ExportEstimate> estimate) {
        if (number != estimating_) return;
        if (!estimate) {
          estimate_->setText(tr("not known: the sample that is shown lacks what is exported"));
          return;
        }
        estimate_->setText(tr("about %1, measured on %n frames of the sample that is shown",
                              nullptr, estimate->measuredFrames)
                               .arg(bytesText(static_cast<quint64>(estimate->bytes))));
      });
}

void ExportDialog::browse() {
  const QString chosen = QFileDialog::getSaveFileName(this, tr("Export To"), file_->text());
  if (!chosen.isEmpty()) file_->setText(chosen);
}

void ExportDialog::enqueue() {
  const ExportSettings settings = exportSettings();
  if (settings_ != nullptr) {
    settings_->setValue(QLatin1String(kPresetKey), presetKey(settings.preset));
    offerFolder(settings_, QFileInfo(settings.output).absolutePath());
  }
  jobId_ = queue_.add(exportJob(source_, settings));
  if (jobId_.isEmpty()) return refresh();
  accept();
}

}  // namespace unroll::ui
