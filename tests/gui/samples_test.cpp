#include <QAction>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

#include <cmath>

#include "gui/player_clips.h"
#include "gui/support.h"
#include "media/image.h"
#include "ui/engine_client/engine_launcher.h"
#include "ui/engine_client/serve_client.h"
#include "ui/export/export_dialog.h"
#include "ui/export/job_queue.h"
#include "ui/model/cursors.h"
#include "ui/model/notices.h"
#include "ui/model/project_model.h"
#include "ui/model/run_model.h"
#include "ui/model/studio_context.h"
#include "ui/pages/samples/sample_files.h"
#include "ui/pages/samples/sample_grid.h"
#include "ui/pages/samples/sample_marks.h"
#include "ui/pages/samples/sample_numbers.h"
#include "ui/pages/samples/sample_store.h"
#include "ui/pages/samples/samples_page.h"
#include "ui/player/pair_view.h"
#include "ui/plots/plot_view.h"
#include "ui/theme/theme.h"

namespace unroll::ui {

using test::named;

namespace {

SampleChoice someChoice() {
  SampleChoice choice;
  choice.project = QStringLiteral("/project");
  choice.run = QStringLiteral("first");
  choice.weights = QStringLiteral("stage1@10 stage2@20");
  choice.frames = 12;
  return choice;
}

/// A cache folder in which samples of someChoice() lie, all of them with the same two clips.
struct Cache {
  QTemporaryDir folder;

  Cache(quint64 from, quint64 to) {
    const QString place = folder.filePath(someChoice().key());
    const QString one = place + QStringLiteral("/one.npy");
    const QString two = place + QStringLiteral("/two.npy");
    test::writeNumberedClip(one, 6, 16, 100);
    test::writeNumberedClip(two, 12, 32);
    const QJsonObject first{{QStringLiteral("role"), 0},
                            {QStringLiteral("file"), one},
                            {QStringLiteral("frameRate"), 12.5},
                            {QStringLiteral("steps"), 10}};
    const QJsonObject second{{QStringLiteral("role"), 1},
                             {QStringLiteral("file"), two},
                             {QStringLiteral("frameRate"), 25},
                             {QStringLiteral("steps"), 20}};
    const QByteArray note =
        QJsonDocument(QJsonObject{{QStringLiteral("label"), 3},
                                  {QStringLiteral("class"), QStringLiteral("milk")},
                                  {QStringLiteral("clips"), QJsonArray{first, second}}})
            .toJson();
    for (quint64 seed = from; seed <= to; ++seed) {
      QFile file(QStringLiteral("%1/sample-%2.json").arg(place).arg(seed));
      if (!file.open(QIODevice::WriteOnly)) qFatal("A note cannot be written.");
      file.write(note);
    }
  }
};

QList<quint64> seedsUpTo(quint64 last) {
  QList<quint64> seeds;
  for (quint64 seed = 1; seed <= last; ++seed) seeds.append(seed);
  return seeds;
}

/// What a page works with, without a window round it.
struct Work {
  QTemporaryDir folder;
  QSettings settings{folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat};
  Cursors cursors;
  Notices notices;
  ProjectModel project;
  EngineLauncher launcher;
  ServeClient serve{launcher};
  JobQueue jobs{launcher};
  StudioContext context{&cursors, &project, &launcher, &serve, &jobs, &settings, nullptr, &notices};
};

bool isReady(const SampleStore& store, int row) {
  return store.sample(row).state == Sample::State::Ready;
}

}  // namespace

class SamplesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

  void seedsAreReadFromText() {
    QCOMPARE(seedsFromText(QStringLiteral("1-3, 42,2"), 100), QList<quint64>({1, 2, 3, 42}));
    QCOMPARE(textFromSeeds({1, 2, 3, 42}), QStringLiteral("1-3, 42"));
    QVERIFY(seedsFromText(QStringLiteral("1-"), 100).isEmpty());
    QVERIFY(seedsFromText(QStringLiteral("3-1"), 100).isEmpty());
    QVERIFY(seedsFromText(QStringLiteral("one"), 100).isEmpty());
    QVERIFY(seedsFromText(QStringLiteral("1-101"), 100).isEmpty());
    QVERIFY(seedsFromText(QStringLiteral("0-18446744073709551615"), 100).isEmpty());
    QCOMPARE(seedsFromText(QStringLiteral("1-100"), 100).size(), 100);
  }

  void anotherChoiceHasAnotherFolder() {
    const SampleChoice choice = someChoice();
    SampleChoice other = choice;
    QCOMPARE(other.key(), choice.key());
    other.weights =
        QStringLiteral("stage1@10 stage2@30");  // A newer checkpoint under the same name.
    QVERIFY(other.key() != choice.key());
    other = choice;
    other.label = 4;
    QVERIFY(other.key() != choice.key());
  }

  void stagesAreSampledFromTheirNewestCheckpoints() {
    test::ScratchProject project;
    const QString name = QStringLiteral("first");
    project.addRun(name);
    for (const qint64 step : {10, 20}) project.addCheckpoint(name, 1, step);
    for (const qint64 step : {30, 40}) project.addCheckpoint(name, 2, step);
    Work work;
    work.project.open(project.path());
    QTRY_VERIFY(work.project.isOpen());
    RunModel* run = work.project.run(name);
    QVERIFY(run != nullptr);
    QTRY_VERIFY(run->isLoaded());
    QCOMPARE(stageSteps(*run, -1), (QList<qint64>{20, 40}));
    QCOMPARE(stageSteps(*run, 30), (QList<qint64>{20, 30}));
  }

  void numbersOfTheVideosInView() {
    EngineLauncher launcher(QStringLiteral(UNROLL_BIN_DIR "/fake_unroll"), nullptr);
    ServeClient serve(launcher);
    SampleNumbers numbers(&serve);
    QSignalSpy measured(&serve, &ServeClient::measureDone);
    NumbersChoice choice;
    choice.project = QStringLiteral("/project");
    choice.run = QStringLiteral("first");
    choice.steps = {20, 40};
    choice.firstSeed = 7;
    choice.videos = 16;
    numbers.choose(choice);
    QTest::qWait(500);  // Longer than the pause before asking: hidden, it asks for nothing.
    QCOMPARE(serve.pending(), 0);
    QVERIFY(!numbers.isBusy());

    numbers.resize(400, 600);
    numbers.show();
    QTRY_COMPARE(numbers.records().size(), 2);
    QTRY_VERIFY(!numbers.isBusy());
    const auto* spectrum = named<PlotView>(numbers, "numbersSpectrum");
    QCOMPARE(spectrum->series().size(), 4);  // Two stages, and the real clips of each.
    QCOMPARE(spectrum->series()[0].role, Theme::stageRole(1));
    QCOMPARE(spectrum->series()[0].y, (QList<double>{20, 4}));  // The fake measures the step.
    QCOMPARE(spectrum->series()[2].y, (QList<double>{40, 4}));
    QCOMPARE(spectrum->series()[3].role, Role::Real);
    QCOMPARE(spectrum->series()[3].high, (QList<double>{14, 7}));
    QVERIFY(spectrum->logX() && spectrum->logY());
    const auto* motion = named<PlotView>(numbers, "numbersMotion");
    QCOMPARE(motion->series()[2].y, (QList<double>{40, 2, 1}));
    const QString state = named<QLabel>(numbers, "numbersState")->text();
    QVERIFY(state.contains(QLatin1String("Stage 2 at step 40: 16 made and 40 real clips")));
    QVERIFY(state.contains(QLatin1String("Seeds from 7 on")));
    named<QComboBox>(numbers, "numbersLine")->setCurrentIndex(1);
    QCOMPARE(spectrum->series().size(), 2);
    QCOMPARE(spectrum->series()[1].y[0], 10 * std::log10(40.0 / 10));
    QVERIFY(!spectrum->logY() && spectrum->reference());

    // The step is moved: the old numbers go at once; what takes too long is dropped for the newest.
    choice.steps = {20, 999};
    numbers.choose(choice);
    QVERIFY(numbers.records().isEmpty());
    QVERIFY(spectrum->series().isEmpty());
    QTRY_COMPARE(numbers.records().size(), 1);  // Stage 1 is there, stage 2 never comes.
    QSignalSpy failed(&serve, &ServeClient::requestFailed);
    choice.steps = {20, 60};
    numbers.choose(choice);
    QTRY_COMPARE(numbers.records().size(), 2);
    QTRY_COMPARE(numbers.records()[1].step, qint64{60});
    QCOMPARE(failed.count(), 1);
    QCOMPARE(failed[0][2].toString(), QStringLiteral("cancelled"));
    QCOMPARE(serve.pending(), 0);

    // Back again: it is known already.
    const auto before = measured.count();
    choice.steps = {20, 40};
    numbers.choose(choice);
    QCOMPARE(numbers.records().size(), 2);
    QVERIFY(!numbers.isBusy());
    QCOMPARE(measured.count(), before);

    // A refusal is said, and can be tried again.
    auto* again = named<QPushButton>(numbers, "numbersAgain");
    QVERIFY(!again->isVisible());
    choice.steps = {20, 666};
    numbers.choose(choice);
    QTRY_COMPARE(named<QLabel>(numbers, "numbersState")->text(),
                 QStringLiteral("There is no checkpoint 666."));
    QVERIFY(again->isVisible());
    QTest::mouseClick(again, Qt::LeftButton);
    QVERIFY(numbers.isBusy());
    numbers.hide();
    QVERIFY(!numbers.isBusy());
    QTRY_COMPARE(serve.pending(), 0);
    numbers.choose({}, QStringLiteral("Open a project."));
    QCOMPARE(named<QLabel>(numbers, "numbersState")->text(), QStringLiteral("Open a project."));
    QCOMPARE(test::unnamedWidgets(numbers), QStringList());
  }

  void thePageRemembersThatItsNumbersAreShown() {
    Work work;
    {
      SamplesPage page(work.context, nullptr);
      page.show();
      auto* action = page.findChild<QAction*>(QStringLiteral("actionNumbers"));
      auto* numbers = page.findChild<SampleNumbers*>();
      QVERIFY(!numbers->isVisible());
      action->trigger();
      QVERIFY(numbers->isVisible());
      QVERIFY(named<QLabel>(*numbers, "numbersState")->text().startsWith(QLatin1String("Open")));
    }
    SamplesPage page(work.context, nullptr);
    page.show();
    QVERIFY(page.findChild<SampleNumbers*>()->isVisible());
    QCOMPARE(test::unnamedWidgets(page), QStringList());
  }

  void cachedSamplesNeedNoEngine() {
    const Cache cache(1, 4);
    SampleMarks marks;
    SampleStore store(nullptr, marks, cache.folder.path());
    store.choose(someChoice(), seedsUpTo(4));
    QSignalSpy ready(&store, &SampleStore::sampleReady);
    store.want(0, 3);
    QTRY_COMPARE(ready.count(), 4);
    QCOMPARE(store.sample(2).className, QStringLiteral("milk"));
    QCOMPARE(store.sample(2).clips.size(), 2);
    QCOMPARE(store.sample(2).clips[0].frameRate, 12.5);
    QCOMPARE(store.sample(2).steps, QList<qint64>({10, 20}));
  }

  void ofTenThousandTilesOnlyTheVisibleAreMade() {
    const Cache cache(1, 10'000);
    SampleMarks marks;
    SampleStore store(nullptr, marks, cache.folder.path());
    SampleGrid grid(store);
    grid.resize(640, 480);
    grid.show();
    store.choose(someChoice(), seedsUpTo(10'000));
    QVERIFY(QTest::qWaitForWindowExposed(&grid));
    const auto visible = [&] { return grid.visibleRows(); };
    QTRY_VERIFY(isReady(store, visible().second));
    const int shown = visible().second - visible().first + 1;
    QVERIFY(shown > 8 && shown < 100);
    QTRY_VERIFY(store.thumbnailsMade() >= shown - grid.gridSize().width());
    QTRY_VERIFY(!store.thumbnailsPending());
    QVERIFY2(store.thumbnailsMade() <= shown, qPrintable(QString::number(store.thumbnailsMade())));
    QCOMPARE(store.data(store.index(5000), SampleStore::StateRole).toInt(),
             static_cast<int>(Sample::State::Unknown));

    // At the other end of the list the tiles there are made, and still no others.
    grid.verticalScrollBar()->setValue(grid.verticalScrollBar()->maximum());
    QTRY_VERIFY(isReady(store, 9999));
    QTRY_VERIFY(
        !store.data(store.index(9999), SampleStore::ThumbnailRole).value<QImage>().isNull());
    QVERIFY(store.thumbnailsMade() <= 3 * shown);
    QCOMPARE(visible().second, 9999);
    QCOMPARE(store.data(store.index(9999), SampleStore::ThumbnailRole).value<QImage>().pixel(3, 4),
             test::numberedPixel(6, 3, 4));
  }

  void thePointerPlaysATile() {
    const Cache cache(1, 4);
    SampleMarks marks;
    SampleStore store(nullptr, marks, cache.folder.path());
    SampleGrid grid(store);
    grid.resize(600, 300);
    grid.show();
    store.choose(someChoice(), seedsUpTo(4));
    QVERIFY(QTest::qWaitForWindowExposed(&grid));
    QTRY_VERIFY(isReady(store, 1));
    const QPoint at = grid.visualRect(store.index(1)).center();
    QMouseEvent move(QEvent::MouseMove, at, grid.viewport()->mapToGlobal(at), Qt::NoButton,
                     Qt::NoButton, Qt::NoModifier);
    QCoreApplication::sendEvent(grid.viewport(), &move);
    QTRY_VERIFY(!grid.hoverFrame(1).isNull() &&
                grid.hoverFrame(1).pixel(0, 0) != test::numberedPixel(0, 0, 0));
    QVERIFY(grid.hoverFrame(0).isNull());
  }

  void anotherChoiceDropsWhatWasThere() {
    const Cache cache(1, 4);
    SampleMarks marks;
    SampleStore store(nullptr, marks, cache.folder.path());
    store.choose(someChoice(), seedsUpTo(4));
    store.want(0, 3);
    SampleChoice other = someChoice();
    other.run = QStringLiteral("second");
    store.choose(other, seedsUpTo(4));
    store.want(0, 3);
    QTRY_VERIFY(!store.thumbnailsPending());
    QCOMPARE(store.readyCount(), 0);  // What was read for the first choice came too late.
    store.choose(someChoice(), seedsUpTo(4));
    store.want(0, 3);
    QTRY_COMPARE(store.readyCount(), 4);
  }

  void aRefusalIsSaidOnceAndHeld() {
    EngineLauncher launcher(QStringLiteral("/nowhere/unroll"), nullptr);
    ServeClient serve(launcher);
    const QTemporaryDir empty;
    SampleMarks marks;
    SampleStore store(&serve, marks, empty.path());
    store.choose(someChoice(), seedsUpTo(30));
    store.want(0, 9);
    QTRY_VERIFY(!store.failure().isEmpty());
    QVERIFY(!store.isBusy());
    QVERIFY(store.isHeld());
    QCOMPARE(static_cast<int>(store.sample(0).state), static_cast<int>(Sample::State::Failed));
    QCOMPARE(static_cast<int>(store.sample(9).state), static_cast<int>(Sample::State::Waiting));
    // A sample of a request that nobody waits for any more changes nothing.
    protocol::SampleReady stale;
    stale.seed = 3;
    Q_EMIT serve.sampleReady(999, stale);
    QCOMPARE(store.readyCount(), 0);
  }

  void starsSurviveReopeningAndAreUndone() {
    const QTemporaryDir project;
    const QString address = SampleMarks::address(QStringLiteral("first"), 20, 17, -1);
    {
      SampleMarks marks;
      marks.setProject(project.path());
      marks.toggleStar(address);
      marks.setTags(address, {QStringLiteral(" good hands"), QStringLiteral("good hands"), {}});
    }
    SampleMarks marks;
    QSignalSpy changed(&marks, &SampleMarks::changed);
    marks.setProject(project.path());
    QCOMPARE(changed.count(), 1);
    QVERIFY(marks.isStarred(address));
    QCOMPARE(marks.tags(address), QStringList({QStringLiteral("good hands")}));
    marks.toggleStar(address);
    QVERIFY(!marks.isStarred(address));
    marks.undoStack()->undo();
    QVERIFY(marks.isStarred(address));
    marks.undoStack()->redo();
    marks.waitForWritten();
    SampleMarks again;
    again.setProject(project.path());
    QVERIFY(!again.isStarred(address));
  }

  void unreadableMarksAreNotWrittenOver() {
    const QTemporaryDir project;
    QFile file(project.filePath(QStringLiteral("marks.json")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{ cut");
    file.close();
    SampleMarks marks;
    QSignalSpy failed(&marks, &SampleMarks::failed);
    marks.setProject(project.path());
    QCOMPARE(failed.count(), 1);
    marks.toggleStar(QStringLiteral("first@1/2"));
    marks.waitForWritten();
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("{ cut"));
  }

  void framesAndSheetsAreWritten() {
    const Cache cache(1, 2);
    const QString clip = cache.folder.filePath(someChoice().key() + QStringLiteral("/two.npy"));
    const QString frame = cache.folder.filePath(QStringLiteral("frame.png"));
    const QString sheet = cache.folder.filePath(QStringLiteral("sheet.png"));
    int done = 0;
    const auto count = [&](const Result<void>& result) { done += result ? 1 : 100; };
    const ClipPtr source = test::numberedClip(12, 32, 25);
    saveFramePng(frameImage(source, 7), {{QStringLiteral("unroll_seed"), QStringLiteral("17")}},
                 frame, this, count);
    saveSampleSheet({{QStringLiteral("17"), {ClipRole::Stage2, {}, clip, 25, {}}},
                     {QStringLiteral("18"), {ClipRole::Stage2, {}, clip, 25, {}}}},
                    2, sheet, this, count);
    QTRY_COMPARE(done, 2);
    QCOMPARE(QImage(frame).pixel(5, 6), test::numberedPixel(7, 5, 6));
    QVERIFY(QImage(frame).text(QStringLiteral("unroll_seed")) == QLatin1String("17"));
    QVERIFY(QImage(sheet).width() > 12 * 64 && QImage(sheet).height() > 2 * 64);
    saveFramePng(frameImage(source, 7), {}, QStringLiteral("/nowhere/frame.png"), this, count);
    QTRY_COMPARE(done, 102);
  }

  void thePageSaysWhatIsMissing() {
    Work work;
    SamplesPage page(work.context, nullptr);
    page.show();
    auto* status = test::named<QLabel>(page, "samplesStatus");
    QVERIFY(status->text().contains(QStringLiteral("Open a project")));
    const test::ScratchProject project;
    work.project.open(project.path());
    QTRY_VERIFY2(status->text().contains(QStringLiteral("no run yet")), qPrintable(status->text()));
    QStringList unnamed = test::unnamedWidgets(page);
    QVERIFY2(unnamed.isEmpty(), qPrintable(unnamed.join(QLatin1Char('\n'))));
  }

  void aRunWithoutCheckpointIsSaid() {
    Work work;
    test::ScratchProject project;
    project.addRun(QStringLiteral("first"));
    SamplesPage page(work.context, nullptr);
    page.show();
    work.project.open(project.path());
    QTRY_VERIFY(work.project.isOpen());
    work.cursors.setRun(QStringLiteral("first"));
    auto* status = test::named<QLabel>(page, "samplesStatus");
    QTRY_VERIFY2(status->text().contains(QStringLiteral("no checkpoint yet")),
                 qPrintable(status->text()));
  }

  void everyActionOfThePageHasNameAndMenu() {
    Work work;
    SamplesPage page(work.context, nullptr);
    QSet<QString> names;
    QMap<QString, QString> keys;
    for (const QAction* action : page.pageActions()) {
      QVERIFY2(!action->objectName().isEmpty(), qPrintable(action->text()));
      QVERIFY2(!action->text().isEmpty(), qPrintable(action->objectName()));
      QVERIFY2(!action->property("menu").toString().isEmpty(), qPrintable(action->objectName()));
      QVERIFY2(!names.contains(action->objectName()), qPrintable(action->objectName()));
      names.insert(action->objectName());
      for (const QKeySequence& key : action->shortcuts()) {
        const QString text = key.toString();
        QVERIFY2(!keys.contains(text), qPrintable(text + QStringLiteral(": ") + keys.value(text) +
                                                  QStringLiteral(" and ") + action->objectName()));
        keys.insert(text, action->objectName());
      }
    }
    QVERIFY(keys.contains(QStringLiteral("Ctrl+E")));
  }

  /// The whole way with the real engine: a tiny run is trained, sampled, shown, starred and saved.
  void theRealEngineMakesSamples() {
    Work work;
    if (!work.launcher.available())
      QSKIP("The engine's program 'unroll' is not built beside the tests.");
    const auto run = [&](const QStringList& words) {
      EngineJob* job = work.launcher.run(words, this);
      QSignalSpy ended(job, &EngineJob::finished);
      if (!ended.wait(110'000)) return QStringLiteral("The engine did not end in time.");
      return job->outcome() == EngineJob::Outcome::Done ? QString() : job->error();
    };
    const QString path = work.folder.filePath(QStringLiteral("tiny"));
    QStringList words{QStringLiteral("new"), path, QStringLiteral("--recipe"),
                      QStringLiteral("demo-32")};
    for (const char* setting :
         {"channels=4", "criticChannels=4", "batch=1", "criticSteps=1", "standingBatches=1"}) {
      words.append({QStringLiteral("--set"), QLatin1String(setting)});
    }
    QCOMPARE(run(words), QString());
    QCOMPARE(run({QStringLiteral("import"), path, QStringLiteral("--synthetic"),
                  QStringLiteral("moving-scenes"), QStringLiteral("--clips"), QStringLiteral("4")}),
             QString());
    QCOMPARE(run({QStringLiteral("train"), path, QStringLiteral("--run"), QStringLiteral("first"),
                  QStringLiteral("--steps"), QStringLiteral("1"), QStringLiteral("--threads"),
                  QStringLiteral("1")}),
             QString());

    SamplesPage page(work.context, nullptr);
    page.resize(1200, 800);
    page.show();
    work.project.open(path);
    QTRY_VERIFY(work.project.isOpen());
    work.cursors.setRun(QStringLiteral("first"));
    test::named<QLineEdit>(page, "sampleSeeds")->selectAll();
    QTest::keyClicks(test::named<QLineEdit>(page, "sampleSeeds"), QStringLiteral("5-8"));
    QTRY_COMPARE_WITH_TIMEOUT(page.store().rowCount(), 4, 20'000);
    auto* status = test::named<QLabel>(page, "samplesStatus");
    QTRY_VERIFY2_WITH_TIMEOUT(page.store().readyCount() == 4, qPrintable(status->text()), 60'000);
    auto* view = test::named<PairView>(page, "pairView");
    QTRY_VERIFY_WITH_TIMEOUT(view->record().parts.size() == 3, 20'000);
    QCOMPARE(view->record().size(), QSize(32, 32));
    QTRY_VERIFY(page.readyToCapture());
    QCOMPARE(work.cursors.seed(), 5);

    page.clock().setFrame(7);
    QCOMPARE(work.cursors.frame(), 7);
    page.saveFrame(work.folder.filePath(QStringLiteral("frame.png")));
    QTRY_VERIFY(QFile::exists(work.folder.filePath(QStringLiteral("frame.png"))));
    QCOMPARE(QImage(work.folder.filePath(QStringLiteral("frame.png"))),
             view->shownImage().convertToFormat(
                 QImage(work.folder.filePath(QStringLiteral("frame.png"))).format()));

    // Stars, the next sample, a sheet of all, and an export of exactly what is seen.
    const auto trigger = [&](const char* name) {
      auto* action = page.findChild<QAction*>(QLatin1String(name));
      QVERIFY2(action != nullptr && action->isEnabled(), name);
      action->trigger();
    };
    const auto starred = [&](int row) {
      return page.store().data(page.store().index(row), SampleStore::StarRole).toBool();
    };
    trigger("actionNextSample");
    QCOMPARE(work.cursors.seed(), 6);
    trigger("actionStar");
    QVERIFY(starred(1) && !starred(0));
    trigger("actionUndo");
    QVERIFY(!starred(1));
    trigger("actionRedo");
    QVERIFY(starred(1));
    page.saveSheet(work.folder.filePath(QStringLiteral("sheet.png")));
    QTRY_VERIFY(QFile::exists(work.folder.filePath(QStringLiteral("sheet.png"))));
    // There may be no real clip of this seed's class; the stages are there, of this seed and no
    // other.
    QTRY_VERIFY_WITH_TIMEOUT(
        view->record().id.startsWith(QStringLiteral("Seed 6")) && view->record().parts.size() == 3,
        20'000);
    QVERIFY(view->record().parts[0].clip && view->record().parts[1].clip);
    work.jobs.setProject(path);
    work.jobs.setAllPaused(true);
    trigger("actionExportVideo");
    auto* dialog = page.findChild<ExportDialog*>();
    QVERIFY(dialog != nullptr);
    test::named<QPushButton>(*dialog, "exportStart")->click();
    QCOMPARE(work.jobs.jobs().size(), 1);
    const QStringList asked = work.jobs.jobs().first().arguments;
    QCOMPARE(asked.value(asked.indexOf(QStringLiteral("--at")) + 1), QStringLiteral("1"));
    QCOMPARE(asked.value(asked.indexOf(QStringLiteral("--seed")) + 1), QStringLiteral("6"));

    // The same seeds again come from the cache: the service may be asked for what the page shows
    // before they are typed, but not for them.
    page.hide();
    work.serve.shutdown();
    QList<quint64> made;
    connect(&work.serve, &ServeClient::sampleReady, &work.serve,
            [&made](quint64, const protocol::SampleReady& ready) { made.append(ready.seed); });
    SamplesPage second(work.context, nullptr);
    second.show();
    test::named<QLineEdit>(second, "sampleSeeds")->selectAll();
    QTest::keyClicks(test::named<QLineEdit>(second, "sampleSeeds"), QStringLiteral("5-8"));
    QTRY_COMPARE_WITH_TIMEOUT(second.store().readyCount(), 4, 20'000);
    for (const quint64 seed : {5, 6, 7, 8}) QVERIFY(!made.contains(seed));
  }
};

}  // namespace unroll::ui

QTEST_MAIN(unroll::ui::SamplesTest)
#include "samples_test.moc"
