// File > Save As: what is copied, what is not, and that nothing half-made stays.
#include <climits>

#include <QAction>
#include <QDirIterator>
#include <QJsonDocument>
#include <QLabel>
#include <QLayout>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSemaphore>
#include <QSignalSpy>
#include <QThreadPool>
#include <QtTest>

#include "data/faulty_vfs.h"
#include "gui/seats.h"
#include "io/project.h"
#include "ui/model/project_copy.h"
#include "ui/model/project_model.h"
#include "ui/shell/main_window.h"
#include "ui/shell/save_as_dialog.h"
#include "ui/shell/studio.h"

namespace unroll::ui {

using test::named;
using test::ScratchProject;

namespace {

void write(const QString& path, const QByteArray& bytes) {
  QDir().mkpath(QFileInfo(path).path());
  QFile file(path);
  if (!file.open(QIODevice::WriteOnly)) qFatal("'%s' cannot be written.", qPrintable(path));
  file.write(bytes);
}

QByteArray read(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// All files below, by their place in the folder.
QStringList filesIn(const QString& folder) {
  QStringList found;
  const auto all = QDir::Files | QDir::Hidden | QDir::System;
  for (QDirIterator files(folder, all, QDirIterator::Subdirectories); files.hasNext();)
    found << QDir(folder).relativeFilePath(files.next());
  found.sort();
  return found;
}

}  // namespace

class SaveAsTest : public QObject, private test::StudioSeat {
  Q_OBJECT
 private Q_SLOTS:
  void init() {
    begin();
    project_->addRun(run_);
    project_->addCheckpoint(run_, 1, 30, 1'700'000'000);
    project_->addPreview(run_, 1, 30, 2, 3, 8);
    // More than one piece of a copy, and no whole number of them.
    QByteArray frames(9'000'001, 'x');
    for (qsizetype i = 0; i < frames.size(); i += 997) frames[i] = static_cast<char>(i);
    write(project_->path() + QStringLiteral("/data/frames-00000.bin"), frames);
    write(project_->path() + QStringLiteral("/marks.json"), "{}");
    write(project_->path() + QStringLiteral("/exports/first.mp4"), "video");
    to_ = folder_->filePath(QStringLiteral("other/copied"));
  }

  void theCopyIsTheSameProjectUnderItsOwnName() {
    const QStringList own = {QStringLiteral("data/.lock"),
                             QStringLiteral("exports/frames.part/frame-000000.png"),
                             QStringLiteral("exports/late.part-final.mp4"),
                             QStringLiteral("exports/late.part.mp4"),
                             QStringLiteral("exports/queue.json"),
                             QStringLiteral("exports/queue.json.unreadable"),
                             QStringLiteral("exports/queue.lock"),
                             QStringLiteral("project.unroll"),
                             QStringLiteral("runs/first/.tmp-x-1")};
    for (const QString& file : own) write(project_->path() + u'/' + file, "of the programs");
    // Names that only sound like theirs are a person's.
    for (const char* kept : {"exports/queue.mp4", "exports/talk/queue.json", "exports/my.party.mp4",
                             "exports/a.partial.gif", "exports/talk/second.part"})
      write(project_->path() + u'/' + QLatin1String(kept), "mine");
    const QStringList before = filesIn(project_->path());
    CopyProgress progress;
    QVERIFY(copyProject(realVfs(), project_->path().toStdString(), to_.toStdString(), progress));
    QCOMPARE(progress.done, progress.total);
    QCOMPARE(filesIn(project_->path()), before);
    const QStringList copied = filesIn(to_);
    for (const QString& file : copied) {
      if (file != QLatin1String("project.json"))
        QCOMPARE(read(to_ + u'/' + file), read(project_->path() + u'/' + file));
    }
    QStringList left = before;
    left.removeIf([&](const QString& file) { return copied.contains(file); });
    QCOMPARE(left, own);
    const auto copy = io::Project::open(to_.toStdString());
    QVERIFY(copy.has_value());
    QCOMPARE(QString::fromStdString(copy->name()), QStringLiteral("copied"));
    const QFileInfo checkpoint(to_ + QStringLiteral("/runs/first/checkpoints/") +
                               ScratchProject::checkpointName(1, 30));
    QCOMPARE(checkpoint.lastModified().toSecsSinceEpoch(), 1'700'000'000);
  }

  void whateverIsRefusedNothingHalfMadeStays() {
    int failures = 0;
    write(project_->path() + QStringLiteral("/data/frames-00000.bin"), "few");  // It goes faster.
    for (int at = 1;; ++at) {
      FaultyVfs vfs(at, ENOSPC);
      CopyProgress progress;
      const auto done =
          copyProject(vfs, project_->path().toStdString(), to_.toStdString(), progress);
      if (done) break;
      ++failures;
      QVERIFY2(!done.error().message.empty(), qPrintable(QString::number(at)));
      // The last step is the sync behind the rename: the copy is there and whole then.
      if (QFileInfo::exists(to_)) {
        QVERIFY(io::Project::open(to_.toStdString()).has_value());
        QVERIFY(QDir(to_).removeRecursively());
      }
      QVERIFY(!QFileInfo::exists(to_ + QStringLiteral(".part")));
    }
    QVERIFY(failures > 20);
    QVERIFY(io::Project::open(to_.toStdString()).has_value());
  }

  void aCopyThatIsGivenUpLeavesNothing() {
    CopyProgress progress;
    progress.stop = true;
    const auto done =
        copyProject(realVfs(), project_->path().toStdString(), to_.toStdString(), progress);
    QVERIFY(!done && done.error().kind == ErrorKind::Cancelled);
    QVERIFY(!QFileInfo::exists(to_) && !QFileInfo::exists(to_ + QStringLiteral(".part")));
  }

  void givenUpInTheLastMomentItIsGivenUp() {
    /// Stops the copy when all its files are there.
    struct LateStop : FaultyVfs {
      explicit LateStop(CopyProgress& copy) : FaultyVfs(INT_MAX, EIO), progress(copy) {}
      IoResult<void> syncFolder(const std::filesystem::path& path) override {
        if (progress.total > 0 && progress.done == progress.total) progress.stop = true;
        return FaultyVfs::syncFolder(path);
      }
      CopyProgress& progress;
    };
    CopyProgress progress;
    LateStop vfs(progress);
    const auto done = copyProject(vfs, project_->path().toStdString(), to_.toStdString(), progress);
    QVERIFY(progress.stop);
    QCOMPARE(progress.done, progress.total);
    QVERIFY(!done && done.error().kind == ErrorKind::Cancelled);
    QVERIFY(!QFileInfo::exists(to_) && !QFileInfo::exists(to_ + QStringLiteral(".part")));
  }

  void cancelIsFinal() {
    Studio studio(settingsFile());
    studio.context().project->open(project_->path());
    QTRY_VERIFY(studio.context().project->isOpen());
    SaveAsDialog dialog(studio.context(), nullptr);
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    named<QLineEdit>(dialog, "projectName")->setText(QStringLiteral("copied"));
    named<QLineEdit>(dialog, "projectFolder")->setText(folder_->filePath(QStringLiteral("other")));
    dialog.open();
    QSignalSpy made(&dialog, &SaveAsDialog::made);
    // The copy waits behind other work until it has been given up.
    QThreadPool* pool = QThreadPool::globalInstance();
    const int threads = pool->maxThreadCount();
    QSemaphore others;
    pool->setMaxThreadCount(1);
    pool->start([&others] { others.acquire(); });
    named<QPushButton>(dialog, "saveAsStart")->click();
    named<QPushButton>(dialog, "saveAsCancel")->click();
    const bool stays = dialog.isVisible();
    const QString said = named<QLabel>(dialog, "saveAsState")->text();
    others.release();
    pool->setMaxThreadCount(threads);
    QVERIFY(stays);  // No second copy can be begun beside it.
    QCOMPARE(said, QStringLiteral("The copy is being given up…"));
    QTRY_VERIFY(!dialog.isVisible());
    QCOMPARE(dialog.result(), int(QDialog::Rejected));
    QCOMPARE(made.count(), 0);
    QVERIFY(!QFileInfo::exists(to_) && !QFileInfo::exists(to_ + QStringLiteral(".part")));
  }

  void whatACopyCutShortTookIsFreeForTheNext() {
    /// A disk that is full for as long as the first half lies there.
    struct FullDisk : FaultyVfs {
      explicit FullDisk(QString path) : FaultyVfs(INT_MAX, EIO), half(std::move(path)) {}
      IoResult<uint64_t> freeSpace(const std::filesystem::path& path) override {
        if (QFileInfo::exists(half)) return 0;
        return FaultyVfs::freeSpace(path);
      }
      QString half;
    };
    const QString part = to_ + QStringLiteral(".part");
    write(part + QStringLiteral("/.unroll-copy"), "");
    write(part + QStringLiteral("/half.bin"), "half");
    FullDisk vfs(part + QStringLiteral("/half.bin"));
    CopyProgress progress;
    const auto done = copyProject(vfs, project_->path().toStdString(), to_.toStdString(), progress);
    QVERIFY2(done, done ? "" : done.error().message.c_str());
  }

  void aCopyCutShortIsDoneAgainButNoFolderOfAPersonGoes() {
    const QString part = to_ + QStringLiteral(".part");
    write(part + QStringLiteral("/mine.txt"), "mine");
    CopyProgress progress;
    const auto attempt = [&] {
      return copyProject(realVfs(), project_->path().toStdString(), to_.toStdString(), progress);
    };
    const auto refused = attempt();
    QVERIFY(!refused && refused.error().message.find("in the way") != std::string::npos);
    QCOMPARE(read(part + QStringLiteral("/mine.txt")), QByteArray("mine"));
    write(part + QStringLiteral("/.unroll-copy"), "");  // As a killed window leaves it.
    QVERIFY(attempt().has_value());
    QVERIFY(!QFileInfo::exists(part));
    QVERIFY(!QFileInfo::exists(to_ + QStringLiteral("/mine.txt")));
  }

  void whatCannotBeCopiedIsSaid() {
    CopyProgress progress;
    const auto why = [&](const QString& to) {
      const auto done =
          copyProject(realVfs(), project_->path().toStdString(), to.toStdString(), progress);
      return done ? QString() : QString::fromStdString(done.error().message);
    };
    QVERIFY(why(project_->path() + QStringLiteral("/exports/copy")).contains(u"within"));
    QVERIFY(why(folder_->path()).contains(u"there already"));
    QVERIFY(why(QString()).contains(u"cannot be reached"));
    const QString round = folder_->filePath(QStringLiteral("round"));
    QVERIFY(QFile::link(round, round));
    QVERIFY(why(round + QStringLiteral("/copy")).contains(u"cannot be reached"));
    QVERIFY(!QFileInfo::exists(QStringLiteral(".part")));
    const auto project = io::Project::open(project_->path().toStdString());
    const auto run = project->openRun(run_.toStdString());
    {
      const auto lock = run->lock();
      QVERIFY(lock.has_value());
      QVERIFY(why(to_).contains(u"'first' is being trained"));
    }
    QVERIFY(!QFileInfo::exists(to_));
    QVERIFY(QFile::link(project_->path(), project_->path() + QStringLiteral("/data/round")));
    QVERIFY(why(to_).contains(u"leads back up"));
    QVERIFY(!QFileInfo::exists(to_) && !QFileInfo::exists(to_ + QStringLiteral(".part")));
  }

  void theMenuSavesACopyAndOpensIt() {
    Studio studio(settingsFile());
    MainWindow window(studio.context());
    window.show();
    QVERIFY(!named<QAction>(window, "saveProjectAs")->isEnabled());
    window.openProject(project_->path());
    ProjectModel* project = studio.context().project;
    QTRY_VERIFY(project->isOpen());
    QVERIFY(QTest::qWaitForWindowActive(&window));
    QTest::keyClick(&window, Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
    auto* dialog = named<SaveAsDialog>(window, "saveAsDialog");
    QCOMPARE(test::unnamedWidgets(*dialog), QStringList());
    auto* name = named<QLineEdit>(*dialog, "projectName");
    auto* start = named<QPushButton>(*dialog, "saveAsStart");
    QCOMPARE(name->text(), QStringLiteral("project-copy"));
    QVERIFY(start->isEnabled());
    name->setText(QStringLiteral("project"));
    QVERIFY(!start->isEnabled());
    QVERIFY(named<QLabel>(*dialog, "saveAsProblem")->text().contains(u"there already"));
    name->setText(QStringLiteral("copied"));
    named<QLineEdit>(*dialog, "projectFolder")->setText(folder_->filePath(QStringLiteral("other")));
    start->click();
    QVERIFY(named(*dialog, "saveAsProgress")->isVisible());
    QVERIFY(dialog->height() >= dialog->layout()->totalHeightForWidth(dialog->width()));
    QVERIFY(!start->isEnabled() && !name->isEnabled());
    QTRY_COMPARE(project->path(), to_);
    QCOMPARE(project->name(), QStringLiteral("copied"));
    QCOMPARE(project->runNames(), QStringList{run_});
    QTRY_VERIFY(window.findChild<QDialog*>(QStringLiteral("saveAsDialog")) == nullptr);
  }

  void whileARunIsTrainedTheDialogWaits() {
    Studio studio(settingsFile());
    auto project = io::Project::open(project_->path().toStdString());
    const auto run = project->openRun(run_.toStdString());
    auto lock = run->lock();
    studio.context().project->open(project_->path());
    QTRY_VERIFY(studio.context().project->isOpen());
    SaveAsDialog dialog(studio.context(), nullptr);
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    auto* start = named<QPushButton>(dialog, "saveAsStart");
    QVERIFY(!start->isEnabled());
    QVERIFY(named<QLabel>(dialog, "saveAsProblem")->text().contains(u"being trained"));
    lock = tl::unexpected(Error{});  // The trainer ends.
    QTRY_VERIFY(start->isEnabled());
  }

 private:
  const QString run_ = QStringLiteral("first");
  QString to_;
};

}  // namespace unroll::ui

QTEST_MAIN(unroll::ui::SaveAsTest)
#include "save_as_test.moc"
