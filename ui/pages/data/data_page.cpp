#include "ui/pages/data/data_page.h"

#include <QAction>
#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QInputDialog>
#include <QJsonObject>
#include <QLabel>
#include <QProgressBar>
#include <QSettings>
#include <QStandardPaths>
#include <QTableWidget>

#include "data/window_sampler.h"
#include "ui/engine_client/engine_launcher.h"
#include "ui/model/background.h"
#include "ui/model/notices.h"
#include "ui/model/project_model.h"
#include "ui/model/words.h"
#include "ui/pages/data/clip_grid.h"
#include "ui/pages/data/window_strip.h"
#include "ui/theme/theme.h"

namespace unroll::ui {
namespace {

constexpr int kScenes = 400;
constexpr QLatin1String kVideosFolder("videosFolder");

/// What an import came to, in a sentence; the document is that of `unroll import --json`.
QString importSentence(const QJsonObject& done) {
  const auto count = [&done](const char* key) { return done.value(QLatin1String(key)).toInt(); };
  if (!done.contains(QLatin1String("accepted"))) return DataPage::tr("The import is done.");
  QStringList parts = {
      DataPage::tr("%Ln video(s) imported", nullptr, count("accepted") + count("partial"))};
  if (const int known = count("known") + count("duplicates"); known > 0)
    parts.append(DataPage::tr("%Ln here already", nullptr, known));
  if (const int rejected = count("rejected"); rejected > 0)
    parts.append(DataPage::tr("%Ln rejected: 'Files with problems' says why", nullptr, rejected));
  return parts.join(QStringLiteral(", ")) + QLatin1Char('.');
}

QAction* newAction(QObject* parent, const char* name, const QString& text, const char* icon,
                   const QKeySequence& keys) {
  auto* action = new QAction(Theme::icon(icon), text, parent);
  action->setObjectName(QString::fromLatin1(name));
  action->setShortcut(keys);
  action->setProperty("menu", QStringLiteral("File"));
  action->setProperty("everywhere", true);
  return action;
}

QTableWidgetItem* cell(const QString& text) {
  auto* item = new QTableWidgetItem(text);
  item->setFlags(Qt::ItemIsSelectable | Qt::ItemIsEnabled);
  item->setToolTip(text);
  return item;
}

QTableWidgetItem* number(qint64 value) {
  auto* item = new QTableWidgetItem;
  item->setData(Qt::DisplayRole, value);
  item->setFlags(Qt::ItemIsSelectable | Qt::ItemIsEnabled);
  item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
  return item;
}

}  // namespace

DataPage::DataPage(StudioContext& context, QWidget* parent) : Page(parent), context_(context) {
  setObjectName(QStringLiteral("dataPage"));
  folderAction_ = newAction(this, "importFolder", tr("Import a Folder of Videos…"), "add-folder",
                            QKeySequence(Qt::CTRL | Qt::Key_I));
  filesAction_ = newAction(this, "importFiles", tr("Import Videos…"), "film", {});
  scenesAction_ = newAction(this, "importScenes", tr("Make Synthetic Scenes…"), "synthetic", {});
  cancelAction_ = newAction(this, "cancelImport", tr("Stop the Import"), "close", {});
  cancelAction_->setEnabled(false);
  connect(folderAction_, &QAction::triggered, this, &DataPage::addFolder);
  connect(filesAction_, &QAction::triggered, this, &DataPage::addFiles);
  connect(scenesAction_, &QAction::triggered, this, &DataPage::addScenes);
  connect(cancelAction_, &QAction::triggered, this, [this] {
    if (job_ != nullptr) job_->cancel();
  });
  buildHeader();
  buildBody();
  connect(context_.project, &ProjectModel::opened, this, [this] {
    listStages();
    read();
  });
  connect(context_.project, &ProjectModel::closed, this, [this] { take({}); });
  connect(context_.project, &ProjectModel::dataChanged, this, &DataPage::read);
  connect(context_.project, &ProjectModel::recipeChanged, this, &DataPage::listStages);
  listStages();
  read();
}

DataPage::~DataPage() = default;

QString DataPage::title() const { return tr("Data"); }

QIcon DataPage::icon() const { return Theme::icon("data"); }

QList<QAction*> DataPage::pageActions() {
  return {folderAction_, filesAction_, scenesAction_, cancelAction_};
}

bool DataPage::readyToCapture() const {
  return !reading_ && !windowPending_ && !grid_->clips().isReading();
}

bool DataPage::takePaths(const QStringList& paths) {
  import(paths);
  return true;
}

QString DataPage::videosFolder() const {
  const QString last = context_.settings->value(kVideosFolder).toString();
  if (QFileInfo::exists(last)) return last;
  const QString movies = QStandardPaths::writableLocation(QStandardPaths::MoviesLocation);
  return QFileInfo::exists(movies) ? movies : QDir::homePath();
}

void DataPage::addFolder() {
  const QString folder = QFileDialog::getExistingDirectory(
      this, tr("A folder of videos; its folders are the classes"), videosFolder());
  if (folder.isEmpty()) return;
  context_.settings->setValue(kVideosFolder, folder);
  import({folder});
}

void DataPage::addFiles() {
  const QStringList files = QFileDialog::getOpenFileNames(this, tr("Videos"), videosFolder());
  if (files.isEmpty()) return;
  context_.settings->setValue(kVideosFolder, QFileInfo(files.first()).absolutePath());
  import(files);
}

void DataPage::addScenes() {
  auto* ask = new QInputDialog(this);
  ask->setAttribute(Qt::WA_DeleteOnClose);
  ask->setObjectName(QStringLiteral("scenesDialog"));
  ask->setWindowTitle(tr("Make synthetic scenes"));
  ask->setLabelText(tr("Number of scenes (eight classes of motion, drawn by the program itself)"));
  ask->setInputMode(QInputDialog::IntInput);
  ask->setIntRange(8, 100000);
  ask->setIntValue(kScenes);
  connect(ask, &QInputDialog::intValueSelected, this, [this](int scenes) {
    import({QStringLiteral("--synthetic"), QStringLiteral("moving-scenes"),
            QStringLiteral("--clips"), QString::number(scenes)});
  });
  ask->open();
}

void DataPage::import(const QStringList& words) {
  if (!context_.project->isOpen() || words.isEmpty()) return;
  if (job_ != nullptr) {
    context_.notices->info(tr("An import is under way: wait for it, or stop it first."));
    return;
  }
  lastImport_ = words;
  job_ = context_.launcher->run(
      QStringList{QStringLiteral("import"), context_.project->path()} + words, this);
  cancelAction_->setEnabled(true);
  progress_->setRange(0, 0);
  progressText_->setText(tr("Importing…"));
  progressBox_->show();
  connect(job_, &EngineJob::progress, this, [this](const JobProgress& at) {
    progress_->setRange(0, static_cast<int>(at.total));
    progress_->setValue(static_cast<int>(at.done));
    QString text = tr("%1: %L2 of %L3 files").arg(at.title).arg(at.done).arg(at.total);
    if (at.secondsLeft >= 0) text += tr(", %1 left").arg(durationText(at.secondsLeft));
    progressText_->setText(text);
  });
  connect(job_, &EngineJob::note, context_.notices,
          [this](const QString& sentence) { context_.notices->info(sentence); });
  connect(job_, &EngineJob::finished, this, &DataPage::importEnded);
}

void DataPage::importEnded() {
  EngineJob* job = job_;
  job_ = nullptr;
  progressBox_->hide();
  cancelAction_->setEnabled(false);
  const QStringList again = lastImport_;
  switch (job->outcome()) {
    case EngineJob::Outcome::Done:
      context_.notices->done(importSentence(job->result()));
      break;
    case EngineJob::Outcome::Cancelled:
      context_.notices->info(tr("The import was stopped; what was stored stays."), tr("Go on"),
                             [this, again] { import(again); });
      break;
    case EngineJob::Outcome::Failed:
    case EngineJob::Outcome::Running:
      context_.notices->error(job->error(), tr("Try again"), [this, again] { import(again); });
      break;
  }
  job->deleteLater();
  context_.project->refresh();
  read();
}

void DataPage::read() {
  if (!context_.project->isOpen()) return;
  if (reading_) {
    readAgain_ = true;
    return;
  }
  reading_ = true;
  inBackground(
      this, [folder = context_.project->dataFolder()] { return readClipData(folder); },
      [this](const ClipData& found) {
        reading_ = false;
        take(found);
        if (std::exchange(readAgain_, false)) read();
      });
}

void DataPage::take(const ClipData& found) {
  data_ = found;
  clip_ = 0;
  grid_->clips().setStore(data_.store);
  const bool any = data_.store != nullptr && !data_.store->clips().empty();
  grid_->setVisible(any);
  tabs_->setVisible(any || !data_.files.isEmpty());
  empty_->setVisible(!any);
  empty_->setText(data_.problem.isEmpty()
                      ? tr("No clips yet. Drop a folder of videos here, add one, or make synthetic "
                           "scenes to try things out. The folders in it become the classes.")
                      : data_.problem);
  showCounts();
  showClasses();
  showFiles();
  showWindow();
}

void DataPage::showCounts() {
  if (data_.store == nullptr) {
    counts_->setText(tr("No data yet"));
    notes_->clear();
    return;
  }
  const auto& clips = data_.store->clips();
  qint64 frames = 0;
  qint64 held = 0;
  for (const data::ClipInfo& clip : clips) {
    frames += clip.frames;
    held += clip.split == data::Split::Held ? 1 : 0;
  }
  qint64 rejected = 0;
  for (const ReportedFile& file : data_.files)
    rejected += file.outcome == QLatin1String("rejected") ? 1 : 0;
  const double rate = data_.store->frameRate();
  QStringList parts = {
      tr("%Ln clip(s)", nullptr, static_cast<int>(clips.size())),
      tr("%Ln class(es)", nullptr, static_cast<int>(data_.store->classes().size())),
      QStringLiteral("%1×%1").arg(data_.store->size()),
      tr("%L1 frames a second").arg(rate),
      durationText(static_cast<double>(frames) / rate),
      tr("%Ln kept for measures", nullptr, static_cast<int>(held))};
  if (rejected > 0) parts.append(tr("%Ln rejected", nullptr, static_cast<int>(rejected)));
  counts_->setText(parts.join(QStringLiteral(" · ")));
  notes_->setText(data_.notes.join(QLatin1Char(' ')));
  notes_->setVisible(!data_.notes.isEmpty());
}

void DataPage::showClasses() {
  classes_->setSortingEnabled(false);
  classes_->setRowCount(0);
  if (data_.store == nullptr) return;
  const auto& names = data_.store->classes();
  struct Count {
    qint64 clips = 0, held = 0, frames = 0;
  };
  std::vector<Count> counts(names.size());
  for (const data::ClipInfo& clip : data_.store->clips()) {
    Count& count = counts[static_cast<size_t>(clip.label)];
    ++count.clips;
    count.held += clip.split == data::Split::Held ? 1 : 0;
    count.frames += clip.frames;
  }
  classes_->setRowCount(static_cast<int>(names.size()));
  for (size_t i = 0; i < names.size(); ++i) {
    const int row = static_cast<int>(i);
    QTableWidgetItem* name = cell(QString::fromStdString(names[i]));
    name->setData(Qt::UserRole, static_cast<qlonglong>(i));
    classes_->setItem(row, 0, name);
    classes_->setItem(row, 1, number(counts[i].clips));
    classes_->setItem(row, 2, number(counts[i].held));
    classes_->setItem(row, 3, number(counts[i].frames));
  }
  classes_->setSortingEnabled(true);
  classes_->sortByColumn(0, Qt::AscendingOrder);
}

void DataPage::showFiles() {
  files_->setRowCount(static_cast<int>(data_.files.size()));
  for (int row = 0; row < files_->rowCount(); ++row) {
    const ReportedFile& file = data_.files.at(row);
    QTableWidgetItem* name = cell(QFileInfo(file.path).fileName());
    name->setToolTip(file.path);
    files_->setItem(row, 0, name);
    files_->setItem(row, 1, cell(file.message.isEmpty() ? file.outcome : file.message));
  }
  tabs_->setTabText(1, data_.files.isEmpty()
                           ? tr("Files with problems")
                           : tr("Files with problems (%L1)").arg(data_.files.size()));
}

void DataPage::listStages() {
  const int chosen = stage_->currentIndex();
  const QSignalBlocker quiet(stage_);
  stage_->clear();
  for (size_t k = 0; k < context_.project->recipe().stages.size(); ++k)
    stage_->addItem(tr("Stage %1").arg(k + 1));
  stage_->setCurrentIndex(std::clamp(chosen, 0, std::max(stage_->count() - 1, 0)));
  showWindow();
}

void DataPage::showWindow() {
  const Recipe& recipe = context_.project->recipe();
  const int index = stage_->currentIndex();
  if (data_.store == nullptr || data_.store->clips().empty() || index < 0 ||
      static_cast<size_t>(index) >= recipe.stages.size()) {
    strip_->say(tr("Once there are clips, a training window of each stage is shown here."));
    return;
  }
  const StageRecipe& stage = recipe.stages[static_cast<size_t>(index)];
  const qint64 stride = recipe.dataStride(static_cast<size_t>(index));
  const qint64 frames = stage.frames;
  const qint64 size = stage.size;
  struct Read {
    QList<QImage> frames;
    QString problem, count;
  };
  windowPending_ = true;
  inBackground(
      this,
      [store = data_.store, clip = clip_, frames, stride, size] {
        Read read;
        read.frames = windowFrames(*store, clip, frames, stride, size, read.problem);
        const data::WindowSummary all = data::describeWindows(*store, frames, stride);
        read.count = tr("%L1 different windows in %L2 clips; %L3 clips are too short")
                         .arg(all.all.windows)
                         .arg(all.all.clips)
                         .arg(all.all.clips - all.all.usable);
        return read;
      },
      [this, number = ++windowNumber_, stride, frames, size](const Read& read) {
        if (number != windowNumber_) return;
        windowPending_ = false;
        if (read.frames.isEmpty()) {
          strip_->say(read.problem);
          return;
        }
        const double rate = data_.store == nullptr ? 1 : data_.store->frameRate();
        const QString every = stride == 1 ? tr("every frame") : tr("one frame in %L1").arg(stride);
        strip_->setFrames(
            read.frames, tr("A window of this clip: %L1 frames of %2×%2, %3 of the data, %L4 s; %5")
                             .arg(frames)
                             .arg(size)
                             .arg(every)
                             .arg(static_cast<double>((frames - 1) * stride + 1) / rate, 0, 'f', 2)
                             .arg(read.count));
      });
}

}  // namespace unroll::ui
