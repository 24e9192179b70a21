// The actions of SamplesPage: stars, tags, files, export, moving about.
#include <QAction>
#include <QClipboard>
#include <QDir>
#include <QGuiApplication>
#include <QInputDialog>
#include <QItemSelectionModel>
#include <QSettings>

#include "ui/export/export_dialog.h"
#include "ui/export/job_binding.h"
#include "ui/export/job_queue.h"
#include "ui/model/notices.h"
#include "ui/model/project_model.h"
#include "ui/model/run_model.h"
#include "ui/model/studio_context.h"
#include "ui/pages/samples/sample_controls.h"
#include "ui/pages/samples/sample_files.h"
#include "ui/pages/samples/sample_grid.h"
#include "ui/pages/samples/sample_numbers.h"
#include "ui/pages/samples/sample_store.h"
#include "ui/pages/samples/samples_page.h"
#include "ui/pages/view_history.h"
#include "ui/player/pair_actions.h"
#include "ui/player/pair_controls.h"
#include "ui/player/pair_view.h"
#include "ui/player/playback_actions.h"
#include "ui/plots/ask_file.h"
#include "ui/theme/theme.h"

namespace unroll::ui {
namespace {

constexpr int kMostSheetRows = 32;
const QString kNumbersShown = QStringLiteral("samples/numbers");
const QString kNumbersKey = QStringLiteral("numbers");

}  // namespace

QAction* SamplesPage::add(const char* name, const QString& text, const QKeySequence& key,
                          const char* menu) {
  auto* action = new QAction(text, this);
  action->setObjectName(QLatin1String(name));
  if (!key.isEmpty()) action->setShortcut(key);
  action->setProperty("menu", QLatin1String(menu));
  actions_.append(action);
  return action;
}

void SamplesPage::addActions() {
  history_ = new ViewHistory(*this, [this] { return undoStack(); });
  addEditActions();
  addFileActions();
  const auto move = [this](const char* name, const QString& text, const QKeySequence& key,
                           int samples) {
    connect(add(name, text, key, "View"), &QAction::triggered, this,
            [this, samples] { moveBy(samples); });
  };
  move("actionPreviousSample", tr("Previous Sample"), Qt::Key_Up, -1);
  move("actionNextSample", tr("Next Sample"), Qt::Key_Down, 1);
  const auto step = [this](const char* name, const QString& text, const QKeySequence& key,
                           int places) {
    connect(add(name, text, key, "View"), &QAction::triggered, this,
            [this, places] { controls_->stepBy(places); });
  };
  step("actionOlderCheckpoint", tr("Older Checkpoint"), Qt::Key_PageUp, -1);
  step("actionNewerCheckpoint", tr("Newer Checkpoint"), Qt::Key_PageDown, 1);
  const auto tile = [this](const char* name, const QString& text, const QKeySequence& key,
                           double times) {
    connect(add(name, text, key, "View"), &QAction::triggered, this, [this, times] {
      const ViewHistory::Values before = history_->now();
      grid_->setTile(qRound(grid_->tile() * times));
      history_->changed(tr("size of the tiles"), before);
    });
  };
  tile("actionLargerTiles", tr("Larger Tiles"), Qt::CTRL | Qt::ALT | Qt::Key_Plus, 4.0 / 3);
  tile("actionSmallerTiles", tr("Smaller Tiles"), Qt::CTRL | Qt::ALT | Qt::Key_Minus, 3.0 / 4);
  numbersAction_->setObjectName(QStringLiteral("actionNumbers"));
  numbersAction_->setCheckable(true);
  numbersAction_->setShortcut(Qt::SHIFT | Qt::Key_F9);
  numbersAction_->setProperty("menu", QStringLiteral("View"));
  actions_.append(numbersAction_);
  const bool shown =
      context_.settings != nullptr && context_.settings->value(kNumbersShown, false).toBool();
  numbersAction_->setChecked(shown);
  numbers_->setVisible(shown);
  connect(numbersAction_, &QAction::toggled, this, [this](bool on) {
    numbers_->setVisible(on);
    if (context_.settings != nullptr) context_.settings->setValue(kNumbersShown, on);
  });
  connect(numbersAction_, &QAction::triggered, this, [this](bool on) {
    history_->changed(on ? tr("show the spectrum") : tr("hide the spectrum"), {{kNumbersKey, !on}});
  });
  history_->keep(
      kNumbersKey, [this] { return numbersAction_->isChecked(); },
      [this](const QVariant& on) { numbersAction_->setChecked(on.toBool()); });
  history_->keep(
      QStringLiteral("tile"), [this] { return grid_->tile(); },
      [this](const QVariant& pixels) { grid_->setTile(pixels.toInt()); });
  actions_ += playback_->all();
  actions_ += pairActions_->all();
}

void SamplesPage::addEditActions() {
  undoActions();  // Made with the page: its first stars may come before a menu asks.
  connect(add("actionStar", tr("Star or Unstar"), Qt::Key_M, "Edit"), &QAction::triggered, this,
          &SamplesPage::toggleStar);
  connect(add("actionTags", tr("Tags…"), Qt::SHIFT | Qt::Key_M, "Edit"), &QAction::triggered, this,
          &SamplesPage::editTags);
  connect(add("actionCopyFrame", tr("Copy Frame"), QKeySequence::Copy, "Edit"), &QAction::triggered,
          this, &SamplesPage::copyFrame);
  connect(add("actionCopyNumbers", tr("Copy Numbers"), Qt::CTRL | Qt::SHIFT | Qt::Key_C, "Edit"),
          &QAction::triggered, this,
          [this] { QGuiApplication::clipboard()->setText(readout_->text()); });
}

void SamplesPage::addFileActions() {
  connect(add("actionExportVideo", tr("Export Video…"), Qt::CTRL | Qt::Key_E, "Export"),
          &QAction::triggered, this, &SamplesPage::openExport);
  connect(add("actionSaveFrame", tr("Save Frame…"), Qt::CTRL | Qt::SHIFT | Qt::Key_E, "Export"),
          &QAction::triggered, this, &SamplesPage::askSaveFrame);
  connect(add("actionContactSheet", tr("Save Contact Sheet…"), {}, "Export"), &QAction::triggered,
          this, &SamplesPage::askSaveSheet);
}

QList<int> SamplesPage::selectedRows() const {
  QList<int> rows;
  for (const QModelIndex& index : grid_->selectionModel()->selectedIndexes())
    rows.append(index.row());
  if (rows.isEmpty() && current_ >= 0) rows.append(current_);
  std::sort(rows.begin(), rows.end());
  return rows;
}

QString SamplesPage::addressOf(int row) const {
  const Sample& sample = store_->sample(row);
  const SampleChoice& choice = store_->choice();
  return SampleMarks::address(choice.run,
                              sample.steps.isEmpty() ? choice.step : sample.steps.last(),
                              sample.seed, choice.label);
}

void SamplesPage::toggleStar() {
  for (const int row : selectedRows()) marks_.toggleStar(addressOf(row));
}

void SamplesPage::editTags() {
  const QList<int> rows = selectedRows();
  if (rows.isEmpty()) return;
  bool accepted = false;
  const QString text = QInputDialog::getText(
      this, tr("Tags"),
      tr("Tags of %n samples, with commas between them:", nullptr, static_cast<int>(rows.size())),
      QLineEdit::Normal, marks_.tags(addressOf(rows.first())).join(QStringLiteral(", ")),
      &accepted);
  if (!accepted) return;
  for (const int row : rows) marks_.setTags(addressOf(row), text.split(QLatin1Char(',')));
}

void SamplesPage::copyFrame() {
  const QImage image = view_->shownImage();
  if (!image.isNull()) QGuiApplication::clipboard()->setImage(image);
}

void SamplesPage::say(const Result<void>& result, const QString& path) {
  if (context_.notices == nullptr) return;
  if (!result) return context_.notices->error(QString::fromStdString(result.error().message));
  sayWritten(path, *context_.notices);
}

void SamplesPage::saveFrame(const QString& path) {
  const QImage image = view_->shownImage();
  if (image.isNull()) return;
  const QMap<QString, QString> facts{
      {QStringLiteral("Title"), view_->record().title},
      {QStringLiteral("unroll_run"), store_->choice().run},
      {QStringLiteral("unroll_seed"), QString::number(store_->sample(current_).seed)},
      {QStringLiteral("unroll_step"), QString::number(store_->sample(current_).steps.value(
                                          store_->sample(current_).steps.size() - 1))},
      {QStringLiteral("unroll_frame"), QString::number(clock_.frame())}};
  saveFramePng(image, facts, path, this,
               [this, path](const Result<void>& result) { say(result, path); });
}

void SamplesPage::saveSheet(const QString& path) {
  QList<int> rows = selectedRows();
  if (rows.size() < 2) {
    // One sample alone is no choice: all that are made.
    rows.clear();
    for (int row = 0; row < store_->rowCount(); ++row) rows.append(row);
  }
  QList<SheetSource> sources;
  for (const int row : rows) {
    const Sample& sample = store_->sample(row);
    if (sample.state != Sample::State::Ready || sources.size() >= kMostSheetRows) continue;
    sources.append({QStringLiteral("%1").arg(sample.seed), sample.clips.last()});
  }
  saveSampleSheet(sources, 2, path, this,
                  [this, path](const Result<void>& result) { say(result, path); });
}

QString SamplesPage::askPicture(const QString& title, const QString& name) {
  return askFileToWrite(this, title, QDir(context_.project->exportsFolder()).filePath(name),
                        {QStringLiteral("png")});
}

void SamplesPage::askSaveFrame() {
  if (view_->shownImage().isNull()) return;
  const QString name = QStringLiteral("%1_s%2_f%3.png")
                           .arg(store_->choice().run)
                           .arg(store_->sample(current_).seed)
                           .arg(clock_.frame(), 4, 10, QLatin1Char('0'));
  const QString path = askPicture(tr("Save Frame"), name);
  if (!path.isEmpty()) saveFrame(path);
}

void SamplesPage::askSaveSheet() {
  const QString name = QStringLiteral("%1_sheet.png").arg(store_->choice().run);
  const QString path = askPicture(tr("Save Contact Sheet"), name);
  if (!path.isEmpty()) saveSheet(path);
}

void SamplesPage::openExport() {
  RunModel* run = controls_->run();
  if (run == nullptr || context_.jobs == nullptr) return;
  const SampleChoice choice = store_->choice();
  ExportSource source;
  source.project = context_.project->path();
  source.run = run->name();
  source.step = choice.step;
  source.recipe = run->recipe();
  source.trainedStages = trainedStages(*run);
  if (current_ >= 0 && current_ < store_->rowCount()) {
    const Sample& sample = store_->sample(current_);
    source.seed = sample.seed;
    // What is seen is exported, also when a newer checkpoint comes while the job waits.
    if (source.step < 0 && !sample.steps.isEmpty()) source.step = sample.steps.last();
  }
  source.label = choice.label;
  source.truncation = choice.truncation;
  source.frames = choice.frames;
  auto* dialog = new ExportDialog(source, view_->record(), *context_.jobs, context_.settings, this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->open();
}

}  // namespace unroll::ui
