// The whole window with the real program behind it: buttons that steer a training, a trainer and a
// window that are killed, videos that are imported, a disk that is full.
#include <signal.h>
#include <sys/mount.h>

#include <cstdio>
#include <cstring>

#include <QAction>
#include <QComboBox>
#include <QDialog>
#include <QDir>
#include <QDropEvent>
#include <QElapsedTimer>
#include <QFile>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QProcess>
#include <QProgressBar>
#include <QPushButton>
#include <QSettings>
#include <QSpinBox>
#include <QTableWidget>
#include <QTimer>
#include <QToolButton>
#include <QtTest>

#include "gui/real_engine.h"
#include "gui/support.h"
#include "ui/engine_client/run_watch.h"
#include "ui/engine_client/trainer_client.h"
#include "ui/model/project_model.h"
#include "ui/model/run_model.h"
#include "ui/pages/data/clip_grid.h"
#include "ui/pages/train/failure_card.h"
#include "ui/pages/train/preview_wall.h"
#include "ui/shell/main_window.h"
#include "ui/shell/studio.h"
#include "ui/theme/theme.h"

namespace unroll::ui {

using test::kEnginePatienceMs;
using test::named;

constexpr const char* kDiskSize = "size=48m";

/// A studio as a person has it on the screen, with a project open.
struct Seat {
  Seat(const QString& project, const QString& settings) : studio(settings) {
    window = std::make_unique<MainWindow>(studio.context());
    window->resize(1200, 800);
    window->show();
    window->preferPage(QStringLiteral("train"));
    window->openProject(project);
  }

  bool opened() { return studio.context().project->isOpen() && window->readyToCapture(); }
  QString state() { return named<QLabel>(*window, "runState")->text(); }
  /// Clicks once the button can be clicked: the window may show a state before it may steer.
  bool click(const char* button) {
    auto* found = named<QAbstractButton>(*window, button);
    if (!QTest::qWaitFor([found] { return found->isVisible() && found->isEnabled(); },
                         kEnginePatienceMs)) {
      return false;
    }
    QTest::mouseClick(found, Qt::LeftButton);
    return true;
  }
  /// Chooses from the list that a button drops.
  bool choose(const char* button, const char* entry) {
    const QMenu* list = named<QToolButton>(*window, button)->menu();
    auto* found = named<QAction>(*window, entry);
    if (list == nullptr || !list->actions().contains(found) || !found->isEnabled()) return false;
    found->trigger();
    return true;
  }
  bool press(Qt::Key key) {
    window->activateWindow();  // No window manager does it when a dialog has gone.
    if (!QTest::qWaitForWindowActive(window.get())) return false;
    QTest::keyClick(window.get(), key);
    return true;
  }
  /// The New Run dialog, filled in and sent off: stage 1 alone, one thread.
  void start(const QString& run) {
    if (!click("newRunButton")) qFatal("No new run can be asked for.");
    auto* dialog = named<QDialog>(*window, "newRunDialog");
    named<QLineEdit>(*dialog, "runName")->setText(run);
    auto* stages = named<QComboBox>(*dialog, "runStages");
    stages->setCurrentIndex(stages->findData(QStringLiteral("1")));
    named<QSpinBox>(*dialog, "runThreads")->setValue(1);
    QTest::keyClick(dialog, Qt::Key_Return);
  }
  RunModel* run(const QString& name) { return studio.context().project->run(name); }
  QString toasts() {
    QStringList texts;
    for (const QLabel* text : window->findChildren<QLabel*>(QStringLiteral("toastText")))
      texts += text->text();
    return texts.join(u'\n');
  }
  QString banner() {
    const auto* text = window->findChild<QLabel*>(QStringLiteral("bannerText"));
    return text == nullptr ? QString() : text->text();
  }

  Studio studio;
  std::unique_ptr<MainWindow> window;
};

class SessionTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void cleanup();
  void theButtonsSteerATraining();
  void aKilledTrainerIsShownAndResumed();
  void aKilledWindowLosesNothing();
  void videosAreImportedFromThePage();
  void aFullDiskPausesTraining();
  void aReadOnlyProjectIsSaid();

 private:
  /// A small disk of its own with room for a project: that project's folder; empty where nothing
  /// can be mounted, with the reason in whyNoDisk_.
  QString mountDisk();
  int remount(unsigned long flags) const;
  QString runFolder(const QString& run) const { return project_ + QStringLiteral("/runs/") + run; }
  static QStringList checkpoints(const QString& runFolder) {
    return QDir(runFolder + QStringLiteral("/checkpoints"))
        .entryList({QStringLiteral("*.safetensors")}, QDir::Files);
  }
  QString settings() const { return folder_.filePath(QStringLiteral("studio.ini")); }

  QTemporaryDir folder_;
  QString project_;
  QString mounted_, whyNoDisk_;
};

void SessionTest::initTestCase() {
  QLocale::setDefault(QLocale::c());
  Theme::apply(Theme::Mode::Dark);
  if (!QFile::exists(test::engineProgram()))
    QSKIP("The engine's program is not built beside this test.");
  project_ = folder_.filePath(QStringLiteral("tiny"));
  QVERIFY(test::makeTinyProject(project_));
  QVERIFY(test::importScenes(project_));
}

void SessionTest::cleanup() {
  // A trainer outlives its window; no test may leave one behind.
  for (const QString& root : QStringList{project_, mounted_ + QStringLiteral("/tiny")}) {
    const QDir runs(root + QStringLiteral("/runs"));
    for (const QString& run : runs.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
      const qint64 pid = lookAtRun(runs.filePath(run), 0).pid;
      if (pid <= 0) continue;
      ::kill(static_cast<pid_t>(pid), SIGKILL);
      QTRY_VERIFY(!processAlive(pid));
    }
  }
  const QByteArray disk = std::exchange(mounted_, QString()).toUtf8();
  // A process that was killed holds its files for another moment.
  const auto gone = [&disk] { return ::umount(disk.constData()) == 0; };
  QVERIFY(disk.isEmpty() || QTest::qWaitFor(gone, kEnginePatienceMs));
}

void SessionTest::theButtonsSteerATraining() {
  const QString run = QStringLiteral("first");
  Seat seat(project_, settings());
  QTRY_VERIFY(seat.opened());
  seat.start(run);
  QTRY_COMPARE_WITH_TIMEOUT(seat.state(), QStringLiteral("Running"), kEnginePatienceMs);
  QTRY_VERIFY(!named(*seat.window, "startButton")->isVisible());

  QVERIFY(seat.click("pauseButton"));
  QTRY_COMPARE_WITH_TIMEOUT(seat.state(), QStringLiteral("Paused"), kEnginePatienceMs);
  auto* start = named<QPushButton>(*seat.window, "startButton");
  QTRY_VERIFY(start->isVisible());
  QCOMPARE(start->text(), QStringLiteral("Go On"));
  QTRY_VERIFY(!named(*seat.window, "pauseButton")->isVisible());
  QTRY_COMPARE(checkpoints(runFolder(run)).size(), 1);

  QVERIFY(seat.press(Qt::Key_F7));
  auto* wall = named<PreviewWall>(*seat.window, "previewWall");
  QTRY_VERIFY_WITH_TIMEOUT(!wall->tiles().isEmpty(), kEnginePatienceMs);

  QVERIFY(seat.click("startButton"));
  QTRY_COMPARE_WITH_TIMEOUT(seat.state(), QStringLiteral("Running"), kEnginePatienceMs);
  const QString before = checkpoints(runFolder(run)).last();
  // Waiting for steps: the checkpoint of a step that has one is not written again.
  const qint64 paused = seat.studio.context().trainer->lastProgress()->step;
  QTRY_VERIFY_WITH_TIMEOUT(seat.studio.context().trainer->lastProgress()->step > paused,
                           kEnginePatienceMs);
  QVERIFY(seat.click("checkpointNowButton"));
  QTRY_VERIFY_WITH_TIMEOUT(checkpoints(runFolder(run)).last() > before, kEnginePatienceMs);

  QVERIFY(!named(*seat.window, "pauseAndFreeButton")->isVisible());  // Pause has it in its list.
  QVERIFY(seat.choose("pauseButton", "pauseAndFree"));
  QTRY_COMPARE_WITH_TIMEOUT(seat.state(), QStringLiteral("Paused (memory free)"),
                            kEnginePatienceMs);
  QTRY_VERIFY(!named<QAction>(*seat.window, "sampleNow")->isEnabled());
  QVERIFY(seat.press(Qt::Key_F5));
  QTRY_COMPARE_WITH_TIMEOUT(seat.state(), QStringLiteral("Running"), kEnginePatienceMs);

  QVERIFY(seat.click("stopTrainingButton"));
  QTRY_COMPARE_WITH_TIMEOUT(seat.state(), QStringLiteral("Stopped"), kEnginePatienceMs);
  const RunModel* model = seat.run(run);
  QTRY_VERIFY(model->lastCheckpoint() != nullptr && model->lastCheckpoint()->step == model->step());
  QVERIFY(QFile::exists(model->lastCheckpoint()->path));
  QTRY_COMPARE(start->text(), QStringLiteral("Resume first"));
}

void SessionTest::aKilledTrainerIsShownAndResumed() {
  Seat seat(project_, settings());
  QTRY_VERIFY(seat.opened());
  seat.start(QStringLiteral("killed"));
  QTRY_COMPARE_WITH_TIMEOUT(named<QComboBox>(*seat.window, "runChoice")->currentText(),
                            QStringLiteral("killed"), kEnginePatienceMs);
  QTRY_COMPARE_WITH_TIMEOUT(seat.state(), QStringLiteral("Running"), kEnginePatienceMs);
  QVERIFY(seat.click("checkpointNowButton"));
  QTRY_VERIFY_WITH_TIMEOUT(seat.run(QStringLiteral("killed"))->lastCheckpoint() != nullptr,
                           kEnginePatienceMs);
  auto* card = named<FailureCard>(*seat.window, "failureCard");
  QVERIFY(!card->isVisible());
  const qint64 pid = seat.studio.context().trainer->trainerPid();
  QVERIFY(pid > 0);
  QElapsedTimer timer;
  timer.start();
  QCOMPARE(::kill(static_cast<pid_t>(pid), SIGKILL), 0);
  QTRY_VERIFY_WITH_TIMEOUT(card->isVisible(), 5000);
  QTRY_COMPARE_WITH_TIMEOUT(seat.state(), QStringLiteral("Failed"), 5000);
  QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
  QVERIFY2(card->text().contains(QStringLiteral("killed")), qPrintable(card->text()));
  QVERIFY2(card->text().contains(QStringLiteral("last good checkpoint")), qPrintable(card->text()));
  QVERIFY(seat.click("failureResume"));
  QTRY_COMPARE_WITH_TIMEOUT(seat.state(), QStringLiteral("Running"), kEnginePatienceMs);
  QTRY_VERIFY(!card->isVisible());
  QVERIFY(seat.click("stopTrainingButton"));
  QTRY_COMPARE_WITH_TIMEOUT(seat.state(), QStringLiteral("Stopped"), kEnginePatienceMs);
}

void SessionTest::aKilledWindowLosesNothing() {
  // This program again, as a window that starts a training and is killed with all its group.
  QProcess other;
  other.setChildProcessModifier([] { ::setpgid(0, 0); });
  other.start(
      QCoreApplication::applicationFilePath(),
      {QStringLiteral("--as-window"), project_, folder_.filePath(QStringLiteral("other.ini"))});
  QTRY_VERIFY_WITH_TIMEOUT(other.bytesAvailable() > 0 || other.state() == QProcess::NotRunning,
                           kEnginePatienceMs);
  const qint64 pid = other.readAllStandardOutput().trimmed().toLongLong();
  QVERIFY(pid > 0);
  QCOMPARE(::kill(-static_cast<pid_t>(other.processId()), SIGKILL), 0);
  QVERIFY(other.waitForFinished(kEnginePatienceMs));
  QVERIFY(processAlive(pid));

  Seat seat(project_, folder_.filePath(QStringLiteral("other.ini")));
  QTRY_VERIFY(seat.opened());
  QCOMPARE(named<QComboBox>(*seat.window, "runChoice")->currentText(),
           QStringLiteral("detached"));  // The one that trains.
  QTRY_COMPARE_WITH_TIMEOUT(seat.state(), QStringLiteral("Running"), kEnginePatienceMs);
  QCOMPARE(seat.studio.context().trainer->trainerPid(), pid);
  RunModel* run = seat.run(QStringLiteral("detached"));
  QTRY_VERIFY_WITH_TIMEOUT(run->step() > 20, kEnginePatienceMs);
  QVERIFY(seat.click("stopTrainingButton"));
  QTRY_COMPARE_WITH_TIMEOUT(seat.state(), QStringLiteral("Stopped"), kEnginePatienceMs);
  const Curve* curve = run->curve(QStringLiteral("loss/critic"), 1);
  QVERIFY(curve != nullptr);
  QTRY_COMPARE(curve->steps.last(), static_cast<double>(run->step()));
  // A point at every step, those before this window too.
  for (qsizetype i = 0; i < curve->size(); ++i)
    QCOMPARE(curve->steps.at(i), static_cast<double>(i + 1));
}

void SessionTest::videosAreImportedFromThePage() {
  const QString clips = qEnvironmentVariable("UNROLL_CLIPS");
  if (!QDir(clips + QStringLiteral("/signs")).exists())
    QSKIP("UNROLL_CLIPS names no folder with 'signs' in it.");
  const QString project = folder_.filePath(QStringLiteral("videos"));
  QVERIFY(test::makeTinyProject(project));
  Seat seat(project, settings());
  seat.window->preferPage(QStringLiteral("data"));
  QTRY_VERIFY(seat.opened());
  auto* box = named(*seat.window, "importProgress");
  QVERIFY(!box->isVisible());

  // The dialog blocks until it is answered: a path is typed, Return is pressed.
  QTimer answer;
  connect(&answer, &QTimer::timeout, seat.window.get(), [&] {
    auto* dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
    if (dialog == nullptr) return;
    auto* edit = named<QLineEdit>(*dialog, "fileNameEdit");
    edit->setText(clips + QStringLiteral("/signs"));
    QTest::keyClick(edit, Qt::Key_Return);
    answer.stop();
  });
  answer.start(50);
  QVERIFY(seat.click("importFolderButton"));
  QVERIFY(box->isVisible());

  // Stopped in the middle, nothing is lost; the message offers to go on.
  auto* bar = named<QProgressBar>(*seat.window, "importBar");
  QTRY_VERIFY_WITH_TIMEOUT(bar->maximum() == 15 && bar->value() > 0, kEnginePatienceMs);
  QVERIFY(
      named<QLabel>(*seat.window, "importText")->text().contains(QStringLiteral("of 15 files")));
  QVERIFY(seat.click("importStop"));
  QTRY_VERIFY_WITH_TIMEOUT(!box->isVisible(), kEnginePatienceMs);
  QTRY_VERIFY(seat.window->findChild<QPushButton*>(QStringLiteral("toastAction")) != nullptr);
  QVERIFY(seat.click("toastAction"));
  QVERIFY(box->isVisible());
  QTRY_VERIFY_WITH_TIMEOUT(!box->isVisible(), kEnginePatienceMs);
  auto* grid = named<ClipGrid>(*seat.window, "clipGrid");
  QTRY_COMPARE_WITH_TIMEOUT(grid->clips().rowCount(), 15, kEnginePatienceMs);
  QTRY_VERIFY(grid->isVisible());
  QTRY_VERIFY(grid->clips().frames(14) != nullptr);
  QCOMPARE(grid->clips().frames(14)->first().size(), QSize(32, 32));
  QCOMPARE(named<QTableWidget>(*seat.window, "classTable")->rowCount(), 15);

  // Files that are no good are listed with the reason, and stop nothing.
  const QString bad = folder_.filePath(QStringLiteral("bad"));
  QVERIFY(QDir().mkpath(bad));
  QFile text(bad + QStringLiteral("/not-a-video.mp4"));
  QVERIFY(text.open(QIODevice::WriteOnly) && text.write("These are words.\n") > 0);
  text.close();
  QMimeData mime;
  mime.setUrls({QUrl::fromLocalFile(bad)});
  QDropEvent drop(QPointF(300, 300), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
  static_cast<QObject*>(seat.window.get())->event(&drop);
  QTRY_VERIFY(box->isVisible());
  QTRY_VERIFY_WITH_TIMEOUT(!box->isVisible(), kEnginePatienceMs);
  auto* files = named<QTableWidget>(*seat.window, "fileTable");
  QTRY_COMPARE_WITH_TIMEOUT(files->rowCount(), 1, kEnginePatienceMs);
  QCOMPARE(files->item(0, 0)->text(), QStringLiteral("not-a-video.mp4"));
  QVERIFY(files->item(0, 1)->text().size() > 20);
  QCOMPARE(grid->clips().rowCount(), 15);
}

QString SessionTest::mountDisk() {
  const QString disk = folder_.filePath(QStringLiteral("disk"));
  if (!QDir().mkpath(disk) ||
      ::mount("tmpfs", disk.toUtf8().constData(), "tmpfs", 0, kDiskSize) != 0) {
    whyNoDisk_ = QStringLiteral("No small disk can be mounted here: %1.")
                     .arg(QString::fromLocal8Bit(std::strerror(errno)));
    return {};
  }
  mounted_ = disk;
  return disk + QStringLiteral("/tiny");
}

int SessionTest::remount(unsigned long flags) const {
  return ::mount("tmpfs", mounted_.toUtf8().constData(), "tmpfs", MS_REMOUNT | flags, kDiskSize);
}

void SessionTest::aFullDiskPausesTraining() {
  const QString project = mountDisk();
  if (project.isEmpty()) QSKIP(qPrintable(whyNoDisk_));
  const QString disk = mounted_;
  const QString run = project + QStringLiteral("/runs/first");
  QVERIFY(test::makeTinyProject(project));
  QVERIFY(test::importScenes(project));
  Seat seat(project, settings());
  QTRY_VERIFY(seat.opened());
  // So small a disk is said at once; from here on other words count.
  QTRY_VERIFY(seat.banner().contains(QStringLiteral("free where the project lies")));
  seat.start(QStringLiteral("first"));
  QTRY_COMPARE_WITH_TIMEOUT(seat.state(), QStringLiteral("Running"), kEnginePatienceMs);

  QFile filler(disk + QStringLiteral("/filler"));
  QVERIFY(filler.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
  const QByteArray block(4096, 'x');
  while (filler.write(block) == block.size()) continue;
  QVERIFY(seat.click("checkpointNowButton"));
  QTRY_COMPARE_WITH_TIMEOUT(seat.state(), QStringLiteral("Paused"), kEnginePatienceMs);
  QTRY_VERIFY(seat.banner().startsWith(QStringLiteral("Training is paused: ")));
  QVERIFY2(seat.banner().contains(QStringLiteral("free some space")), qPrintable(seat.banner()));
  QVERIFY(seat.banner().contains(disk));
  QVERIFY(checkpoints(run).isEmpty());

  filler.close();
  QVERIFY(filler.remove());
  QVERIFY(seat.click("startButton"));
  QTRY_COMPARE_WITH_TIMEOUT(seat.state(), QStringLiteral("Running"), kEnginePatienceMs);
  QTRY_COMPARE_WITH_TIMEOUT(checkpoints(run).size(), 1, kEnginePatienceMs);
  QTRY_VERIFY(!seat.banner().startsWith(QStringLiteral("Training is paused: ")));
}

void SessionTest::aReadOnlyProjectIsSaid() {
  const QString project = mountDisk();
  if (project.isEmpty()) QSKIP(qPrintable(whyNoDisk_));
  QVERIFY(test::makeTinyProject(project));
  QVERIFY(test::importScenes(project));
  QCOMPARE(remount(MS_RDONLY), 0);
  Seat seat(project, settings());
  QTRY_VERIFY(seat.opened());
  QTRY_VERIFY(seat.banner().contains(QStringLiteral("cannot be written to")));
  seat.start(QStringLiteral("first"));
  // The refusal names what cannot be written, and nothing pretends to train.
  QTRY_VERIFY2_WITH_TIMEOUT(seat.toasts().contains(project + QStringLiteral("/runs")),
                            qPrintable(seat.toasts()), kEnginePatienceMs);
  QCOMPARE(seat.state(), QStringLiteral("No run yet"));
  seat.studio.context().project->close();
  QTRY_COMPARE(remount(0), 0);
  seat.window->openProject(project);
  QTRY_VERIFY(seat.opened());
  QTRY_VERIFY(!seat.banner().contains(QStringLiteral("cannot be written to")));
}

namespace {

/// The window that is killed: starts a training, says the trainer's number, waits for its end.
int asWindow(const QString& project, const QString& settings) {
  Seat seat(project, settings);
  auto* timer = new QTimer(seat.window.get());
  bool asked = false;
  bool told = false;
  QObject::connect(timer, &QTimer::timeout, seat.window.get(), [&] {
    if (!seat.opened()) return;
    if (!std::exchange(asked, true)) seat.start(QStringLiteral("detached"));
    const RunModel* run = seat.run(QStringLiteral("detached"));
    if (told || run == nullptr || run->step() < 5) return;
    const QSettings session(settings, QSettings::IniFormat);
    if (session.value(QStringLiteral("session/run")).toString() != QLatin1String("detached"))
      return;
    told = true;
    std::printf("%lld\n", static_cast<long long>(seat.studio.context().trainer->trainerPid()));
    std::fflush(stdout);
  });
  timer->start(50);
  return QApplication::exec();
}

}  // namespace
}  // namespace unroll::ui

int main(int argc, char** argv) {
  QApplication app(argc, argv);
  QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
  const QStringList arguments = QApplication::arguments();
  if (arguments.size() == 4 && arguments[1] == QLatin1String("--as-window"))
    return unroll::ui::asWindow(arguments[2], arguments[3]);
  unroll::ui::SessionTest test;
  return QTest::qExec(&test, argc, argv);
}
#include "session_test.moc"
