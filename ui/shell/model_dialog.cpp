#include "ui/shell/model_dialog.h"

#include <algorithm>
#include <limits>

#include <QBoxLayout>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QStandardPaths>

#include "io/json_file.h"
#include "io/safetensors.h"
#include "protocol/recipe_json.h"
#include "ui/engine_client/engine_launcher.h"
#include "ui/engine_client/job_of_dialog.h"
#include "ui/export/export_settings.h"
#include "ui/export/job_binding.h"
#include "ui/model/json_fields.h"
#include "ui/theme/dialog_parts.h"

namespace unroll::ui {
namespace {

constexpr int kAimedSize = 256;
constexpr const char* kFormat = "unroll-cascade-1";

}  // namespace

Result<ModelCard> readModelCard(const QString& path) {
  const std::string where = path.toStdString();
  UNROLL_TRY_ASSIGN(file, io::SafetensorsFile::open(where));
  const auto text = [&file](const char* key) {
    const auto found = file.metadata().find(key);
    return found == file.metadata().end() ? std::string() : found->second;
  };
  if (text("format") != kFormat) {
    return unroll::fail(ErrorKind::Unsupported,
                        ModelDialog::tr("'%1' holds no packed cascade: Export > Packed Model makes "
                                        "one of a trained run.")
                            .arg(path)
                            .toStdString());
  }
  ModelCard card;
  card.path = path;
  UNROLL_TRY_ASSIGN(recipe, parseRecipe(text("recipe"), where));
  card.recipe = std::move(recipe);
  UNROLL_TRY_ASSIGN(classes, io::parseStrictJson(text("classes"), where));
  for (const auto& name : classes) {
    if (name.is_string()) card.classes.append(QString::fromStdString(name.get<std::string>()));
  }
  UNROLL_TRY_ASSIGN(steps, io::parseStrictJson(text("steps"), where));
  for (const auto& step : steps) {
    if (step.is_number_integer()) card.steps.append(step.get<int64_t>());
  }
  UNROLL_TRY_ASSIGN(said, io::parseStrictJson(text("card"), where));
  card.trainedOn = jsonText(said, "trained_on");
  card.limits = jsonText(said, "limits");
  return card;
}

ModelDialog::ModelDialog(StudioContext& context, ModelCard card, QWidget* parent)
    : QDialog(parent), context_(context), card_(std::move(card)) {
  setObjectName(QStringLiteral("modelDialog"));
  setWindowTitle(tr("Packed model %1").arg(QFileInfo(card_.path).completeBaseName()));
  setAttribute(Qt::WA_DeleteOnClose);
  setMinimumWidth(fontMetrics().averageCharWidth() * 84);
  build();
  propose();
}

QString ModelDialog::cardText() const {
  QStringList lines;
  for (size_t k = 0; k < card_.recipe.stages.size(); ++k) {
    const StageRecipe& stage = card_.recipe.stages[k];
    lines.append(tr("Stage %1: %2x%2, trained for %L3 steps on windows of %L4 frames")
                     .arg(k + 1)
                     .arg(stage.size)
                     .arg(card_.steps.value(qsizetype(k)))
                     .arg(stage.frames));
  }
  if (card_.classes.size() > 1)
    lines.append(tr("Classes: %1").arg(card_.classes.join(QStringLiteral(", "))));
  if (!card_.trainedOn.isEmpty()) lines.append(tr("Trained on: %1").arg(card_.trainedOn));
  if (!card_.limits.isEmpty()) lines.append(tr("Limits: %1").arg(card_.limits));
  return lines.join(QLatin1Char('\n'));
}

void ModelDialog::build() {
  auto* layout = new QVBoxLayout(this);
  auto* about = named(new QLabel(cardText(), this), "modelCard", tr("Card of the model"));
  about->setWordWrap(true);
  about->setTextInteractionFlags(Qt::TextSelectableByMouse);
  layout->addWidget(about);
  auto* form = new QFormLayout;
  layout->addLayout(form);
  what_ = named(new QComboBox(this), "modelWhat", tr("What the video shows"));
  const int stages = static_cast<int>(card_.recipe.stages.size());
  if (stages > 1) what_->addItem(tr("Stage 1 beside stage %1").arg(stages), QStringLiteral("pair"));
  for (int stage = stages; stage >= 1; --stage)
    what_->addItem(tr("Stage %1 alone").arg(stage), QStringLiteral("stage%1").arg(stage));
  form->addRow(tr("What"), what_);
  class_ = named(new QComboBox(this), "modelClass", tr("Class"));
  class_->addItem(tr("drawn from the seed"), -1);
  for (int i = 0; i < card_.classes.size(); ++i) class_->addItem(card_.classes.at(i), i);
  if (card_.classes.size() > 1) form->addRow(tr("Class"), class_);
  class_->setVisible(card_.classes.size() > 1);
  const auto number = [this](const char* name, const QString& accessible, int low, int high) {
    auto* made = named(new QSpinBox(this), name, accessible);
    made->setRange(low, high);
    return made;
  };
  frames_ = number("modelFrames", tr("Frames"), 1, 1'000'000);
  frames_->setValue(static_cast<int>(card_.recipe.stages.back().frames));
  form->addRow(tr("Frames"), frames_);
  seed_ = number("modelSeed", tr("Seed"), 0, std::numeric_limits<int>::max());
  seed_->setValue(1);
  form->addRow(tr("Seed"), seed_);
  file_ = named(new QLineEdit(this), "modelFile", tr("File to write"));
  form->addRow(tr("File"), file_);
  bar_ = named(new QProgressBar(this), "modelProgress", tr("Progress"));
  bar_->setTextVisible(false);
  bar_->hide();
  layout->addWidget(bar_);
  state_ = named(new QLabel(this), "modelState", tr("How far the video is"));
  state_->setWordWrap(true);
  layout->addWidget(state_);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
  buttons->button(QDialogButtonBox::Close)->setObjectName(QStringLiteral("modelClose"));
  const auto button = [this, buttons](const char* name, const QString& words, bool primary) {
    auto* made = named(new QPushButton(words, this), name, words);
    made->setProperty("primary", primary);
    made->setDefault(primary);
    buttons->addButton(made, QDialogButtonBox::ActionRole);
    return made;
  };
  play_ = button("modelPlay", tr("Play"), false);
  make_ = button("modelMake", tr("Make the video"), true);
  play_->hide();  // The box shows its buttons whenever one is added.
  layout->addWidget(buttons);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(what_, &QComboBox::activated, this, &ModelDialog::propose);
  connect(seed_, &QSpinBox::valueChanged, this, &ModelDialog::propose);
  connect(make_, &QPushButton::clicked, this, &ModelDialog::make);
  connect(play_, &QPushButton::clicked, this,
          [this] { openWithDesktop(play_->property("file").toString(), context_.notices); });
  if (!context_.launcher->available()) {
    make_->setEnabled(false);
    state_->setText(context_.launcher->whyMissing());
  }
}

void ModelDialog::propose() {
  if (!file_->text().isEmpty() && file_->text() != named_) return;
  ExportSource source;
  source.run = QFileInfo(card_.path).completeBaseName();
  source.seed = static_cast<quint64>(seed_->value());
  ExportSettings settings;
  settings.what = what_->currentData().toString();
  const QString videos = QStandardPaths::writableLocation(QStandardPaths::MoviesLocation);
  const QDir place(QFileInfo::exists(videos) ? videos : QDir::homePath());
  named_ = freePath(place.filePath(exportName(source, settings)), nullptr);
  file_->setText(named_);
}

void ModelDialog::make() {
  if (job_ != nullptr) return job_->cancel();
  ExportSource source;
  source.model = card_.path;
  source.seed = static_cast<quint64>(seed_->value());
  source.label = class_->currentData().toLongLong();
  ExportSettings settings;
  settings.what = what_->currentData().toString();
  settings.frames = frames_->value();
  settings.scale = std::max(1, kAimedSize / static_cast<int>(card_.recipe.stages.back().size));
  settings.output = file_->text().trimmed();
  if (QFileInfo::exists(settings.output)) {
    state_->setText(tr("'%1' is there already: choose another name.").arg(settings.output));
    return;
  }
  job_ = context_.launcher->run(exportArguments(source, settings), this);
  job_->setProperty("file", settings.output);
  make_->setText(tr("Stop"));
  play_->hide();
  state_->setText(tr("measuring"));
  bar_->setRange(0, 0);
  bar_->show();
  connect(job_, &EngineJob::progress, this, [this](const JobProgress& at) {
    bar_->setRange(0, static_cast<int>(at.total));
    bar_->setValue(static_cast<int>(at.done));
    state_->setText(tr("frame %L1 of %L2").arg(at.done).arg(at.total));
  });
  connect(job_, &EngineJob::finished, this, &ModelDialog::made);
  cancelWithDialog(*job_, *this, *context_.launcher);
}

void ModelDialog::made() {
  EngineJob* job = job_;
  job_.clear();
  bar_->hide();
  make_->setText(tr("Make the video"));
  const QString file = job->property("file").toString();
  const bool done = job->outcome() == EngineJob::Outcome::Done;
  state_->setText(done ? tr("'%1' was written.").arg(file)
                  : job->outcome() == EngineJob::Outcome::Cancelled
                      ? tr("Stopped; nothing was written.")
                      : job->error());
  play_->setProperty("file", file);
  play_->setVisible(done);
  if (done) propose();
  job->deleteLater();
}

}  // namespace unroll::ui
