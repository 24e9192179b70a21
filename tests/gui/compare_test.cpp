// Two runs side by side: what is chosen, what the numbers say, what the page shows.
#include <QAction>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTest>

#include "base/atomic_file.h"
#include "base/file_system.h"
#include "gui/support.h"
#include "io/project.h"
#include "protocol/built_in_recipes.h"
#include "protocol/recipe_json.h"
#include "ui/engine_client/engine_launcher.h"
#include "ui/engine_client/serve_client.h"
#include "ui/export/job_queue.h"
#include "ui/model/cursors.h"
#include "ui/model/notices.h"
#include "ui/model/project_model.h"
#include "ui/model/run_model.h"
#include "ui/model/studio_context.h"
#include "ui/pages/compare/compare_model.h"
#include "ui/pages/compare/compare_page.h"
#include "ui/player/clip_view.h"
#include "ui/plots/plot_view.h"
#include "ui/theme/theme.h"

namespace unroll::ui {

using test::named;
using test::ScratchProject;

namespace {

MeasureRecord record(qint64 step, double mean, double deviation, const QString& protocol) {
  MeasureRecord made;
  made.stage = 2;
  made.step = step;
  made.protocol = protocol;
  made.draws = 5;
  made.entries << MeasureEntry{QStringLiteral("fd_small"), QStringLiteral("Distance"),
                               QStringLiteral("lower"), MeasuredNumber{mean, deviation}};
  return made;
}

}  // namespace

class CompareTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { Theme::apply(Theme::Mode::Dark); }
  void settingsThatDiffer();
  void stepsThatAllRunsHave();
  void differencesHaveIntervalsOnlyWhereTheyMeanSomething();
  void theCounterpartIsTheSameButForTheCritic();
  void measuresAreReadFromTheRun();
  void thePageShowsTwoRuns();
  void unequalStepsAreSaid();
  void measuresAreReadAgainWhenAJobEnds();
  void holdingBShowsTheOtherRow();
  void aHiddenPageAsksForNothing();
  void everyControlHasAName();

 private:
  /// Two runs, "off" without and "on" with the matching critic, trained to `steps`.
  void addRuns(ScratchProject& project, qint64 off = 100, qint64 on = 100);
  void addMeasures(ScratchProject& project, const QString& run, double mean, const char* key);

  /// The page of a project, with what it needs.
  struct Studio {
    explicit Studio(const ScratchProject& project, bool shown = true) {
      jobs.setProject(project.path());
      model.open(project.path());
      page.resize(1200, 800);
      page.setVisible(shown);
    }
    Cursors cursors;
    ProjectModel model;
    EngineLauncher launcher{QStringLiteral(UNROLL_BIN_DIR "/fake_unroll"), nullptr};
    ServeClient serve{launcher};
    JobQueue jobs{launcher};
    Notices notices;
    StudioContext context{&cursors, &model, &launcher, &serve, &jobs, nullptr, nullptr, &notices};
    ComparePage page{context, nullptr};
  };
};

void CompareTest::settingsThatDiffer() {
  Recipe one = *builtInRecipe("demo-32");
  Recipe two = one;
  two.stages[1].matchingCritic = !one.stages[1].matchingCritic;
  two.seed = 99;
  Recipe shorter = one;
  shorter.stages.pop_back();
  int different = 0;
  for (const SettingRow& row : settingRows({one, two})) different += row.differs ? 1 : 0;
  QCOMPARE(different, 2);
  const auto rows = settingRows({one, shorter});
  QCOMPARE(rows.back().values[1], QStringLiteral("-"));
  QVERIFY(rows.back().differs);
}

void CompareTest::stepsThatAllRunsHave() {
  const QList<QList<qint64>> steps{{100, 200, 300}, {300, 100}, {100, 300, 400}};
  QCOMPARE(chooseSteps(steps, -1).steps, (QList<qint64>{300, 300, 300}));
  QCOMPARE(chooseSteps(steps, 250).steps, (QList<qint64>{100, 100, 100}));
  QVERIFY(chooseSteps(steps, 250).same);
  const ChosenSteps apart = chooseSteps({{100, 200}, {150}}, -1);
  QVERIFY(!apart.same);
  QCOMPARE(apart.steps, (QList<qint64>{200, 150}));
  QCOMPARE(chooseSteps({{100, 200}, {}}, 150).steps, (QList<qint64>{100, -1}));
  QCOMPARE(chooseSteps({{100}, {50}}, 10).steps, (QList<qint64>{100, 50}));
  QVERIFY(chooseSteps({}, 1).steps.isEmpty());
}

void CompareTest::differencesHaveIntervalsOnlyWhereTheyMeanSomething() {
  const MeasureRecord off = record(100, 350, 3, QStringLiteral("a"));
  const MeasureRecord on = record(100, 312, 4, QStringLiteral("a"));
  const auto clear = measureDifference(off, on, QStringLiteral("fd_small"));
  QVERIFY(clear && clear->hasInterval);
  QCOMPARE(clear->difference, -38.0);
  QCOMPARE(clear->low, -38 - 1.96 * 5);
  QVERIFY(verdict(off, on, QStringLiteral("off"), QStringLiteral("on"))
              .contains(QLatin1String("on is better in Distance")));
  const MeasureRecord near = record(100, 349, 4, QStringLiteral("a"));
  QVERIFY(verdict(off, near, QStringLiteral("off"), QStringLiteral("near"))
              .startsWith(QLatin1String("No clear difference")));
  const MeasureRecord exact = record(100, 312, 0, QStringLiteral("a"));
  QVERIFY(
      !measureDifference(record(1, 1, 0, QStringLiteral("a")), exact, QStringLiteral("fd_small"))
           ->hasInterval);
  const MeasureRecord elsewhere = record(100, 312, 4, QStringLiteral("b"));
  const auto apart = measureDifference(off, elsewhere, QStringLiteral("fd_small"));
  QVERIFY(apart && !apart->comparable && !apart->hasInterval);
  QVERIFY(verdict(off, elsewhere, QString(), QString()).isEmpty());
  QVERIFY(!measureDifference(off, on, QStringLiteral("none")));
}

void CompareTest::theCounterpartIsTheSameButForTheCritic() {
  RunInfo run;
  run.name = QStringLiteral("first");
  run.recipe = *builtInRecipe("demo-32");
  run.recipe.stages[1].matchingCritic = true;
  const Recipe project = run.recipe;
  const auto off = counterpartOf(QStringLiteral("/p"), project, run, false,
                                 {QStringLiteral("first"), QStringLiteral("first-md-off")});
  QVERIFY(off && !off->matching);
  QCOMPARE(off->start.run, QStringLiteral("first-md-off-2"));
  QCOMPARE(off->start.from, QStringLiteral("first"));
  QCOMPARE(off->start.stage, QStringLiteral("2"));
  QCOMPARE(off->start.settings, QStringList{QStringLiteral("stage2.matchingCritic=false")});
  // A joint run begins anew, so its own settings are said again.
  run.recipe.stages[1].matchingCritic = false;
  run.recipe.stages[0].batch = 3;
  run.recipe.seed = 7;
  const auto on = counterpartOf(QStringLiteral("/p"), project, run, true, {});
  QVERIFY(on && on->matching);
  QVERIFY(on->start.from.isEmpty());
  QCOMPARE(on->start.stage, QStringLiteral("joint"));
  QCOMPARE(on->start.settings,
           (QStringList{QStringLiteral("seed=7"), QStringLiteral("stage1.batch=3"),
                        QStringLiteral("stage2.matchingCritic=true")}));
  run.recipe.stages.pop_back();
  QVERIFY(!counterpartOf(QStringLiteral("/p"), project, run, false, {}));
}

void CompareTest::addRuns(ScratchProject& project, qint64 off, qint64 on) {
  for (const auto& [name, matching, step] :
       {std::tuple{"off", false, off}, std::tuple{"on", true, on}}) {
    const QString run = QString::fromLatin1(name);
    project.addRun(run);
    Recipe recipe = *builtInRecipe("demo-32");
    recipe.stages[1].matchingCritic = matching;
    auto folder = io::RunFolder::open(realVfs(), project.runFolder(run).toStdString());
    QVERIFY(folder);
    QVERIFY(folder->setRecipe(io::Json::parse(toJson(recipe))));
    project.addCheckpoint(run, 2, step);
    for (int point = 1; point <= 5; ++point) {
      project.addScalar(run, 2, point * 20, QStringLiteral("loss/generator"),
                        matching ? point : 10 - point, 1000 + point * (matching ? 3600 : 7200));
    }
  }
}

void CompareTest::addMeasures(ScratchProject& project, const QString& run, double mean,
                              const char* key) {
  const io::Json document = {
      {"stage", 2},
      {"step", 100},
      {"protocol", {{"key", key}, {"draws", 5}, {"network", "features-small"}, {"fakeClips", 64}}},
      {"measures",
       {{{"name", "fd_small"},
         {"title", "Fréchet distance"},
         {"unit", ""},
         {"better", "lower"},
         {"fake", {{"mean", mean}, {"deviation", 2.0}}}},
        {{"name", "bad"}, {"title", "Bad"}, {"better", "lower"}, {"fake", {{"mean", "NaN"}}}}}},
      {"curves", {{{"name", "motion"}, {"fake", {4, 3, 2}}, {"real", {4, 4, 4}}}}},
      {"spectrum",
       {{"fake", {{10, 1, 2}, {10, 1, 4}}},
        {"real", {{10, 10, 2}}},
        {"realDeviation", {{1, 4, 3}}}}}};
  const std::filesystem::path folder =
      std::filesystem::path(project.runFolder(run).toStdString()) / "measures";
  QVERIFY(makeFolders(realVfs(), folder));
  QVERIFY(io::writeJsonFile(realVfs(), folder / "stage2-step-00000100.json", document));
  QVERIFY(writeFileAtomically(realVfs(), folder / "other.json", "[1, 2"));
}

void CompareTest::measuresAreReadFromTheRun() {
  ScratchProject project;
  addRuns(project);
  addMeasures(project, QStringLiteral("on"), 12.5, "k");
  const auto records = readMeasures(project.runFolder(QStringLiteral("on")));
  QCOMPARE(records.size(), 1);
  QCOMPARE(records[0].step, qint64{100});
  QCOMPARE(records[0].entry(QStringLiteral("fd_small"))->value->mean, 12.5);
  QVERIFY(!records[0].entry(QStringLiteral("bad"))->value);
  QCOMPARE(records[0].lines[0].name, QStringLiteral("motion"));
  QCOMPARE(records[0].lines[0].values, (QList<double>{4, 3, 2}));
  QCOMPARE(records[0].spectrum.made, (QList<double>{10, 1, 3}));
  QCOMPARE(records[0].spectrum.real, (QList<double>{10, 10, 2}));
  QCOMPARE(records[0].spectrum.deviation, (QList<double>{1, 4, 3}));
  QVERIFY(measuresAt(records, 2, -1) != nullptr);
  QVERIFY(measuresAt(records, 2, 99) == nullptr);
  QVERIFY(measuresAt(records, 1, -1) == nullptr);
  QVERIFY(readMeasures(project.runFolder(QStringLiteral("off"))).isEmpty());
}

void CompareTest::thePageShowsTwoRuns() {
  ScratchProject project;
  addRuns(project);
  addMeasures(project, QStringLiteral("off"), 350, "k");
  addMeasures(project, QStringLiteral("on"), 312, "k");
  Studio studio(project);
  ComparePage& page = studio.page;
  studio.cursors.setSeed(20);
  QTRY_COMPARE(page.runs(), (QStringList{QStringLiteral("off"), QStringLiteral("on")}));
  QTRY_VERIFY_WITH_TIMEOUT(page.readyToCapture(), 20'000);
  const auto* clip = named<ClipView>(page, "compareClip1_3");
  QTRY_VERIFY(clip->clip() != nullptr);
  QCOMPARE(qRed(clip->shownImage().pixel(0, 0)), 23);  // The fake makes one grey, the seed.
  QVERIFY(named<QLabel>(page, "compareRun0")->text().contains(QLatin1String("without matching")));
  QVERIFY(!named<QLabel>(page, "compareNote")->isVisible());

  // One line solid, one dashed, over the same steps; over hours they have different lengths.
  const auto* curves = named<PlotView>(page, "compareCurves");
  QTRY_COMPARE(curves->series().size(), 2);
  QCOMPARE(curves->series()[0].dash, Qt::DashLine);
  QVERIFY(curves->series()[0].hollow);
  QCOMPARE(curves->series()[1].dash, Qt::SolidLine);
  QCOMPARE(curves->series()[0].x, curves->series()[1].x);
  auto* align = named<QComboBox>(page, "compareAlign");
  align->setCurrentIndex(1);
  Q_EMIT align->activated(1);
  QCOMPARE(curves->series()[0].x.back(), 8.0);
  QCOMPARE(curves->series()[1].x.back(), 4.0);

  const auto* measures = named<QTableWidget>(page, "compareMeasures");
  QTRY_COMPARE(measures->rowCount(), 1);
  QVERIFY(measures->item(0, 3)->text().startsWith(QStringLiteral("\u221238")));
  QVERIFY(measures->item(0, 3)->text().contains(QStringLiteral("\u221243.54 \u2026 \u221232.46")));
  QVERIFY(measures->horizontalHeaderItem(3)->text().contains(QLatin1String("95 %")));
  named<QAction>(page, "actionCopyNumbers")->trigger();
  const QStringList copied = QGuiApplication::clipboard()->text().split(QLatin1Char('\n'));
  QCOMPARE(copied.size(), 3);  // Headings, a row, the end of its line.
  QVERIFY(copied[0].startsWith(QStringLiteral("Measure\toff\ton\t")));
  QVERIFY(copied[1].startsWith(QStringLiteral("Fréchet distance\t350 \u00b1 2")));
  QVERIFY(named<QLabel>(page, "compareVerdict")
              ->text()
              .contains(QStringLiteral("on is better in Fréchet distance")));
  // Spectra: against real in decibels, and as they are with the band of real clips.
  const auto* lines = named<PlotView>(page, "compareLines");
  QCOMPARE(lines->series().size(), 2);
  QCOMPARE(lines->series()[0].x, (QList<double>{1, 2}));
  QCOMPARE(lines->series()[0].y[0], -10.0);
  QVERIFY(lines->logX() && !lines->logY() && lines->reference());
  auto* line = named<QComboBox>(page, "compareLine");
  const auto choose = [line](const char* name) {
    line->setCurrentIndex(line->findData(QString::fromLatin1(name)));
    Q_EMIT line->activated(line->currentIndex());
  };
  choose("psd");
  QCOMPARE(lines->series().size(), 3);
  QCOMPARE(lines->series()[2].role, Role::Real);
  QCOMPARE(lines->series()[2].y, (QList<double>{10, 2}));
  QCOMPARE(lines->series()[2].high, (QList<double>{14, 5}));
  QCOMPARE(lines->series()[2].low, (QList<double>{6, 0.2}));  // Never below zero.
  QVERIFY(lines->logX() && lines->logY() && !lines->reference());
  choose("motion");
  QCOMPARE(lines->series()[2].y, (QList<double>{4, 4, 4}));
  QVERIFY(!lines->logX() && !lines->logY());
  choose("psd");
  const auto* settings = named<QTableWidget>(page, "compareSettings");
  QCOMPARE(settings->rowCount(), 1);
  QCOMPARE(settings->item(0, 0)->text(), QStringLiteral("stage2.matchingCritic"));
  named<QCheckBox>(page, "compareDifferencesOnly")->setChecked(false);
  QVERIFY(settings->rowCount() > 20);

  // The counterpart of the baseline is started as a run of its own.
  auto* counterpart = named<QPushButton>(page, "compareCounterpart");
  QVERIFY(counterpart->text().contains(QLatin1String("with matching critic")));
  QTest::mouseClick(counterpart, Qt::LeftButton);
  QTRY_COMPARE(studio.notices.all().size(), 1);
  QCOMPARE(studio.notices.all()[0].kind, Notice::Kind::Info);
  QTRY_VERIFY(QFile::exists(project.runFolder(QStringLiteral("off-md-on")) +
                            QStringLiteral("/trainer.log")));

  // Another baseline swaps the two.
  auto* baseline = named<QComboBox>(page, "compareBaseline");
  baseline->setCurrentIndex(baseline->findText(QStringLiteral("on")));
  Q_EMIT baseline->activated(baseline->currentIndex());
  QCOMPARE(page.runs(), (QStringList{QStringLiteral("on"), QStringLiteral("off")}));
  QTRY_VERIFY_WITH_TIMEOUT(page.readyToCapture(), 20'000);
  if (qEnvironmentVariableIsSet("UNROLL_PICTURES")) {
    page.grab().save(qEnvironmentVariable("UNROLL_PICTURES") + QStringLiteral("/compare.png"));
  }
}

void CompareTest::unequalStepsAreSaid() {
  ScratchProject project;
  addRuns(project, 100, 80);
  addMeasures(project, QStringLiteral("off"), 350, "k");
  addMeasures(project, QStringLiteral("on"), 312, "other");
  Studio studio(project);
  ComparePage& page = studio.page;
  QTRY_COMPARE(page.runs().size(), 2);
  QTRY_VERIFY(named<QLabel>(page, "compareNote")->isVisible());
  QTRY_VERIFY(named<QLabel>(page, "compareRun1")->text().contains(QLatin1String("step 80")));
}

void CompareTest::measuresAreReadAgainWhenAJobEnds() {
  ScratchProject project;
  addRuns(project);
  Studio studio(project);
  ComparePage& page = studio.page;
  QTRY_COMPARE(page.runs().size(), 2);
  QTRY_VERIFY_WITH_TIMEOUT(page.readyToCapture(), 20'000);
  const auto* measures = named<QTableWidget>(page, "compareMeasures");
  QCOMPARE(measures->rowCount(), 0);
  addMeasures(project, QStringLiteral("off"), 350, "k");
  addMeasures(project, QStringLiteral("on"), 312, "k");
  Job job;
  job.kind = QStringLiteral("evaluate");
  job.arguments = {QStringLiteral("job")};
  QVERIFY(!studio.jobs.add(job).isEmpty());
  QTRY_COMPARE(measures->rowCount(), 1);
}

void CompareTest::holdingBShowsTheOtherRow() {
  ScratchProject project;
  addRuns(project);
  Studio studio(project);
  ComparePage& page = studio.page;
  QTRY_COMPARE(page.runs().size(), 2);
  QTRY_VERIFY_WITH_TIMEOUT(page.readyToCapture(), 20'000);
  const auto* top = named<ClipView>(page, "compareClip0_0");
  const auto* bottom = named<ClipView>(page, "compareClip1_0");
  QTRY_VERIFY(top->clip() != nullptr && bottom->clip() != nullptr);
  const ClipPtr above = top->clip();
  const ClipPtr below = bottom->clip();
  QVERIFY(above != below);
  QVERIFY(QTest::qWaitForWindowActive(&page));
  named<QComboBox>(page, "compareBaseline")->setFocus();
  QTest::keyPress(page.windowHandle(), Qt::Key_B);
  QCOMPARE(top->clip(), below);
  QCOMPARE(bottom->clip(), above);
  QTest::keyRelease(page.windowHandle(), Qt::Key_B);
  QCOMPARE(top->clip(), above);
  // A key that is let go of in another window is let go of.
  QTest::keyPress(page.windowHandle(), Qt::Key_B);
  QEvent left(QEvent::WindowDeactivate);
  QCoreApplication::sendEvent(&page, &left);
  QCOMPARE(top->clip(), above);
  // From the menu it stays so, and the key shows the runs in their own rows.
  auto* blink = named<QAction>(page, "actionBlinkRows");
  blink->trigger();
  QCOMPARE(top->clip(), below);
  QTest::keyPress(page.windowHandle(), Qt::Key_B);
  QCOMPARE(top->clip(), above);
  QTest::keyRelease(page.windowHandle(), Qt::Key_B);
  QCOMPARE(top->clip(), below);
}

void CompareTest::aHiddenPageAsksForNothing() {
  ScratchProject project;
  addRuns(project);
  addMeasures(project, QStringLiteral("off"), 350, "k");
  addMeasures(project, QStringLiteral("on"), 312, "k");
  Studio studio(project, false);
  ComparePage& page = studio.page;
  QTRY_VERIFY(studio.model.isOpen());
  for (const char* name : {"off", "on"}) {
    RunModel* run = studio.model.run(QString::fromLatin1(name));
    QTRY_VERIFY(run != nullptr && run->isLoaded());
  }
  QSignalSpy runs(&studio.model, &ProjectModel::runsChanged);
  project.addRun(QStringLiteral("third"));
  QTRY_COMPARE(runs.count(), 1);
  QTest::qWait(150);  // Time in which a page that listened would have asked.
  QCOMPARE(studio.serve.pending(), 0);
  QVERIFY(!studio.serve.isRunning());

  QSignalSpy made(&studio.serve, &ServeClient::sampleDone);
  page.show();
  QTRY_COMPARE_WITH_TIMEOUT(made.count(), 2, 20'000);  // One for each of the two runs.
  QTRY_VERIFY_WITH_TIMEOUT(page.readyToCapture(), 20'000);
  QCOMPARE(named<QTableWidget>(page, "compareMeasures")->rowCount(), 1);
  page.hide();
  studio.cursors.setSeed(50);
  QTest::qWait(150);
  QCOMPARE(studio.serve.pending(), 0);
  QCOMPARE(made.count(), 2);
  page.show();
  const auto* clip = named<ClipView>(page, "compareClip0_0");
  QTRY_VERIFY_WITH_TIMEOUT(page.readyToCapture() && clip->clip() != nullptr, 20'000);
  QCOMPARE(qRed(clip->shownImage().pixel(0, 0)), 50);
}

void CompareTest::everyControlHasAName() {
  ScratchProject project;
  addRuns(project);
  Studio studio(project);
  ComparePage& page = studio.page;
  QTRY_COMPARE(page.runs().size(), 2);
  QCOMPARE(test::unnamedWidgets(page), QStringList());

  ScratchProject empty;
  Studio without(empty);
  ComparePage& alone = without.page;
  QTRY_VERIFY(without.model.isOpen());
  QVERIFY(named<QLabel>(alone, "compareEmpty")->isVisible());
  QTRY_VERIFY(alone.readyToCapture());
}

}  // namespace unroll::ui

QTEST_MAIN(unroll::ui::CompareTest)
#include "compare_test.moc"
