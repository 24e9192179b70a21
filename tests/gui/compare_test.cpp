// Two runs side by side: what is chosen, what the numbers say, what the page shows, what people
// who do not know which is whose prefer.
#include <QAction>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QRegularExpression>
#include <QScrollArea>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTabWidget>
#include <QTableWidget>
#include <QTemporaryDir>
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
#include "ui/model/curve_words.h"
#include "ui/model/notices.h"
#include "ui/model/project_model.h"
#include "ui/model/run_model.h"
#include "ui/model/setting_rows.h"
#include "ui/model/studio_context.h"
#include "ui/pages/compare/blind_dialog.h"
#include "ui/pages/compare/compare_model.h"
#include "ui/pages/compare/compare_page.h"
#include "ui/pages/compare/compare_rows.h"
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
                               QStringLiteral("lower"), MeasuredNumber{mean, deviation},
                               std::nullopt};
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
  void measuresAreSaidInWords();
  void thePageShowsTwoRuns();
  void unequalStepsAreSaid();
  void differencesTellWhichWayIsBetter();
  void unlikeRunsAreNotPutOnOneAxis();
  void whatIsMissingIsMeasured();
  void measuringCanBeCancelledAndSaysWhyItCannot();
  void theDifferenceIsSeenInANarrowWindow();
  void settingsCanBePutAside();
  void anOlderClipIsTakenAway();
  void sharesHaveExactIntervals();
  void aBlindTestHidesTheRunsAndCountsVotes();
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
    /// Both runs are on the page, all clips made.
    void waitUntilShown() {
      QTRY_COMPARE(page.runs().size(), 2);
      QTRY_VERIFY_WITH_TIMEOUT(page.readyToCapture(), 20'000);
    }
    QTemporaryDir own;
    QSettings settings{own.filePath(QStringLiteral("studio.ini")), QSettings::IniFormat};
    Cursors cursors;
    ProjectModel model;
    EngineLauncher launcher{QStringLiteral(UNROLL_BIN_DIR "/fake_unroll"), nullptr};
    ServeClient serve{launcher};
    JobQueue jobs{launcher};
    Notices notices;
    StudioContext context{&cursors, &model, &launcher, &serve, &jobs, &settings, nullptr, &notices};
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
              .contains(QStringLiteral("on is better in Fr\u00e9chet distance")));
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

void CompareTest::measuresAreSaidInWords() {
  const CurveWords recall = measureWords(QStringLiteral("recall_small_late"));
  QCOMPARE(recall.shortTitle(), QStringLiteral("Recall, last window"));
  QCOMPARE(recall.fullTitle(), QStringLiteral("Recall (small), last window"));
  QCOMPARE(recall.better, QStringLiteral("higher"));
  QCOMPARE(measureWords(QStringLiteral("fvd")).fullTitle(), QStringLiteral("FVD"));
  QCOMPARE(curveWords(QStringLiteral("measure/fd_small/real")).fullTitle(),
           QStringLiteral("Fr\u00e9chet distance (small), real clips"));
  // Every measure that the engine may put into the log or a table has words of its own.
  for (const char* name : {"fvd", "fid", "fd_small", "fd_small_look", "kvd_small", "is_small",
                           "precision_small", "recall_small", "density_small", "coverage_small",
                           "psd_high_db", "motion", "flow", "grounding_db", "grounding_other_db",
                           "grounding_ssim", "diversity", "nearest_real", "seam"})
    QVERIFY2(!measureWords(QLatin1String(name)).about.isEmpty(), name);
  for (const char* name : {"loss/critic", "loss/generator", "gradient/critic", "gradient/generator",
                           "time/step", "time/waiting", "memory/resident", "score/spatial/real",
                           "score/matching/fake", "variety/made_to_real"})
    QVERIFY2(!curveWords(QLatin1String(name)).about.isEmpty(), name);
  // Those taken while training are the same measures.
  const CurveWords live = curveWords(QStringLiteral("measure/live_fd_small"));
  QCOMPARE(live.fullTitle(), QStringLiteral("Fr\u00e9chet distance (small), while training"));
  QCOMPARE(live.better, QStringLiteral("lower"));
  QVERIFY(live.about.contains(QLatin1String("while training")));
  QCOMPARE(curveWords(QStringLiteral("measure/live_motion/real")).shortTitle(),
           QStringLiteral("Change from frame to frame, while training, real clips"));
  QCOMPARE(measureWords(QStringLiteral("live_psd_high_db")).unit, QStringLiteral("dB"));
  QCOMPARE(measureRank(QStringLiteral("live_fd_small")), measureRank(QStringLiteral("fd_small")));
  QVERIFY(measureRank(QStringLiteral("live_is_small")) <
          measureRank(QStringLiteral("live_psd_high_db")));
  // A name of tomorrow keeps what the engine calls it; the key stays in the tip.
  const CurveWords other = measureWords(QStringLiteral("new_one"), QStringLiteral("New"));
  QCOMPARE(other.fullTitle(), QStringLiteral("New"));
  QVERIFY(aboutCurve(other, QStringLiteral("new_one")).contains(QLatin1String("new_one")));
  QVERIFY(aboutCurve(recall, QStringLiteral("recall_small_late"))
              .contains(QLatin1String("Higher is better.")));
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
      {"protocol", {{"key", key}, {"draws", 5}, {"network", "features-small"}, {"fakeClips", 48}}},
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
  const MeasureLine* motion = records[0].line(QStringLiteral("motion"));
  QVERIFY(motion != nullptr);
  QCOMPARE(motion->made, (QList<double>{4, 3, 2}));
  QCOMPARE(motion->real, (QList<double>{4, 4, 4}));
  QVERIFY(records[0].line(QStringLiteral("flow")) == nullptr);
  QCOMPARE(records[0].madeClips, qint64{48});
  QCOMPARE(records[0].spectrum.made, (QList<double>{10, 1, 3}));
  QCOMPARE(records[0].spectrum.real, (QList<double>{10, 10, 2}));
  QCOMPARE(records[0].spectrum.deviation, (QList<double>{1, 4, 3}));
  QVERIFY(measuresAt(records, 2, 100) != nullptr);
  QVERIFY(measuresAt(records, 2, 200) == nullptr);  // Never an older one in its place.
  QVERIFY(measuresAt(records, 1, 100) == nullptr);
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
  QVERIFY(measures->item(0, 1)->text().contains(QStringLiteral("\u2713 \u221238.00")));
  QVERIFY(measures->item(0, 1)->text().contains(QStringLiteral("\u221243.54 \u2026 \u221232.46")));
  QCOMPARE(measures->item(0, 1)->toolTip(), QStringLiteral("on is better than off"));
  QVERIFY(measures->horizontalHeaderItem(1)->text().contains(QLatin1String("95 %")));
  QVERIFY(measures->item(0, 0)->text().startsWith(QChar(0x2193)));  // Lower is better.
  named<QAction>(page, "actionCopyNumbers")->trigger();
  const QStringList copied = QGuiApplication::clipboard()->text().split(QLatin1Char('\n'));
  QCOMPARE(copied.size(), 3);  // Headings, a row, the end of its line.
  QCOMPARE(copied[0], QStringLiteral("Measure\tDifference (95 %)\toff\ton"));
  QVERIFY(copied[1].contains(QStringLiteral("Fréchet distance\t")));
  QVERIFY(copied[1].contains(QStringLiteral("\t350 \u00b1 2")));
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
  QVERIFY(counterpart->toolTip().contains(QLatin1String("with matching critic")));
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

void CompareTest::differencesTellWhichWayIsBetter() {
  using Better = MeasureDifference::Better;
  const auto better = [](const char* way, double one, double two, double real = 0) {
    MeasureRecord off = record(100, one, 1, QStringLiteral("a"));
    MeasureRecord on = record(100, two, 1, QStringLiteral("a"));
    for (MeasureRecord* of : {&off, &on}) {
      of->entries[0].better = QString::fromLatin1(way);
      of->entries[0].real = real;
    }
    return measureDifference(off, on, QStringLiteral("fd_small"))->better;
  };
  QCOMPARE(better("lower", 20, 10), Better::Other);
  QCOMPARE(better("lower", 10, 20), Better::Baseline);
  QCOMPARE(better("higher", 10, 20), Better::Other);
  QCOMPARE(better("lower", 10, 11), Better::Neither);
  QCOMPARE(better("near real", 10, 20, 22), Better::Other);
  QCOMPARE(better("near real", 10, 20, 8), Better::Baseline);
  QCOMPARE(better("near real", 10, 20, 15), Better::Neither);  // As far on one side as the other.
}

void CompareTest::unlikeRunsAreNotPutOnOneAxis() {
  const QStringList names{QStringLiteral("one"), QStringLiteral("two")};
  const Recipe one = *builtInRecipe("demo-32");
  Recipe larger = one;
  larger.stages[1].size *= 2;
  const QList<QStringList> none;
  QVERIFY(unlikeMeasures(names, {one, one}, none, 2).isEmpty());
  QVERIFY(unlikeMeasures(names, {one, larger}, none, 1).isEmpty());  // Stage 1 is the same.
  const QString said = unlikeMeasures(names, {one, larger}, none, 2);
  QVERIFY(said.contains(QLatin1String("two")));
  QVERIFY(said.contains(QString::number(larger.stages[1].size)));
  const QString a = QStringLiteral("a"), b = QStringLiteral("b");
  QVERIFY(unlikeMeasures(names, {one, one}, {{a}, {a}}, 2).isEmpty());
  QVERIFY(!unlikeMeasures(names, {one, one}, {{a}, {a, b}}, 2).isEmpty());

  ScratchProject project;
  addRuns(project);
  addMeasures(project, QStringLiteral("off"), 350, "k");
  addMeasures(project, QStringLiteral("on"), 312, "other");
  for (const char* run : {"off", "on"})
    project.addScalar(QString::fromLatin1(run), 2, 100, QStringLiteral("measure/fd_small"), 3, 5);
  project.addScalar(QStringLiteral("on"), 2, 100, QStringLiteral("measure/fd_small/real"), 1, 5);
  Studio studio(project);
  studio.waitUntilShown();
  const auto* unlike = named<QLabel>(studio.page, "compareUnlike");
  QTRY_VERIFY(unlike->isVisible());
  QVERIFY(unlike->text().contains(QLatin1String("different ways")));
  QVERIFY(named<QLabel>(studio.page, "compareVerdict")
              ->text()
              .contains(QLatin1String("cannot be compared")));
  // Real clips are a line beside the runs', and nothing to choose.
  auto* curve = named<QComboBox>(studio.page, "compareCurve");
  const auto* curves = named<PlotView>(studio.page, "compareCurves");
  QCOMPARE(curve->currentText(), QStringLiteral("Fr\u00e9chet distance (small)"));
  QCOMPARE(curve->findData(QStringLiteral("measure/fd_small/real")), -1);
  QTRY_COMPARE(curves->series().size(), 3);
  QCOMPARE(curves->series().last().role, Role::Real);
  QCOMPARE(curves->series().last().y, QList<double>{1});
  curve->setCurrentIndex(curve->findData(QStringLiteral("loss/generator")));
  QCOMPARE(curve->currentText(), QStringLiteral("Loss of the generator"));
  Q_EMIT curve->activated(curve->currentIndex());
  QVERIFY(!unlike->isVisible());  // Of losses nobody says so.
}

void CompareTest::whatIsMissingIsMeasured() {
  ScratchProject project;
  addRuns(project);
  addMeasures(project, QStringLiteral("off"), 350, "fake");
  Studio studio(project);
  studio.waitUntilShown();
  const auto* table = named<QTableWidget>(studio.page, "compareMeasures");
  const auto* sentence = named<QLabel>(studio.page, "compareNoMeasures");
  QTRY_COMPARE(table->rowCount(), 1);
  QTRY_VERIFY(sentence->text().contains(QLatin1String("Not measured yet: on at step 100")));
  QCOMPARE(table->item(0, 1)->text(), QStringLiteral("-"));
  auto* measure = named<QPushButton>(studio.page, "compareMeasure");
  QCOMPARE(measure->text(), QStringLiteral("Measure these"));
  QSignalSpy measured(&studio.serve, &ServeClient::stageMeasured);
  QTest::mouseClick(measure, Qt::LeftButton);
  QCOMPARE(measure->text(), QStringLiteral("Cancel measuring"));
  QTRY_COMPARE(measured.count(), 1);  // The run that had none, and only that.
  // The fake measures the step itself: 100 against the 350 of the other.
  QTRY_VERIFY(table->item(0, 1)->text().contains(QStringLiteral("\u2713 \u2212250")));
  QVERIFY(!measure->isVisible());
  QVERIFY(!sentence->isVisible());
  // It was measured with as many clips as what it stands beside, and is kept in the run.
  const auto kept = readMeasures(project.runFolder(QStringLiteral("on")));
  QCOMPARE(kept.size(), 1);
  QCOMPARE(kept[0].madeClips, qint64{48});
}

void CompareTest::measuringCanBeCancelledAndSaysWhyItCannot() {
  {
    ScratchProject project;
    addRuns(project, 999, 999);
    Studio studio(project);
    studio.waitUntilShown();
    auto* measure = named<QPushButton>(studio.page, "compareMeasure");
    const auto* sentence = named<QLabel>(studio.page, "compareNoMeasures");
    QTest::mouseClick(measure, Qt::LeftButton);
    // Either of the two: the fake works on both at once.
    QTRY_VERIFY(sentence->text().contains(QLatin1String(", stage 2, step 999: 1 of")));
    QTest::mouseClick(measure, Qt::LeftButton);
    QCOMPARE(measure->text(), QStringLiteral("Measure these"));
    QVERIFY(sentence->text().startsWith(QLatin1String("Not measured yet")));
    QTRY_COMPARE(studio.serve.pending(), 0);
    QVERIFY(studio.notices.all().isEmpty());  // Nobody is told of what they cancelled.
  }
  ScratchProject project;
  addRuns(project, 666, 666);
  Studio studio(project);
  studio.waitUntilShown();
  QTest::mouseClick(named<QPushButton>(studio.page, "compareMeasure"), Qt::LeftButton);
  const auto* sentence = named<QLabel>(studio.page, "compareNoMeasures");
  QTRY_COMPARE(sentence->text(), QStringLiteral("There is no checkpoint 666."));
  QVERIFY(named<QPushButton>(studio.page, "compareMeasure")->isVisible());
}

void CompareTest::theDifferenceIsSeenInANarrowWindow() {
  ScratchProject project;
  addRuns(project);
  addMeasures(project, QStringLiteral("off"), 350, "k");
  addMeasures(project, QStringLiteral("on"), 312, "k");
  Studio studio(project);
  studio.waitUntilShown();
  const auto* table = named<QTableWidget>(studio.page, "compareMeasures");
  QTRY_COMPARE(table->rowCount(), 1);
  // What the page has of a window of 1024 x 700 and of 1440 x 900.
  for (const QSize size : {QSize(936, 590), QSize(1352, 790)}) {
    studio.page.resize(size);
    QTRY_COMPARE(studio.page.size(), size);
    QCoreApplication::processEvents();
    const int end = table->columnViewportPosition(1) + table->columnWidth(1);
    QVERIFY2(end <= table->viewport()->width(), qPrintable(QString::number(end)));
    const QString text = table->item(0, 1)->text();  // Whole, not elided.
    QVERIFY(table->columnWidth(1) >= table->fontMetrics().horizontalAdvance(text));
    QVERIFY(table->viewport()->height() >= 2 * table->rowHeight(0));
    // Both rows of clips are there without scrolling too.
    QCOMPARE(named<QScrollArea>(studio.page, "comparePictures")->verticalScrollBar()->maximum(), 0);
  }
}

void CompareTest::settingsCanBePutAside() {
  ScratchProject project;
  addRuns(project);
  Studio studio(project);
  studio.waitUntilShown();
  auto* tabs = named<QTabWidget>(studio.page, "compareTabs");
  tabs->setCurrentIndex(1);
  auto* settings = named<QTableWidget>(studio.page, "compareSettings");
  auto* ignore = named<QPushButton>(studio.page, "compareIgnore");
  auto* restore = named<QPushButton>(studio.page, "compareRestoreIgnored");
  QCOMPARE(settings->rowCount(), 1);
  QVERIFY(tabs->tabText(1).contains(QLatin1Char('1')));
  QVERIFY(!ignore->isEnabled());
  QVERIFY(!restore->isVisible());
  settings->selectRow(0);
  QTest::mouseClick(ignore, Qt::LeftButton);
  QCOMPARE(settings->rowCount(), 0);
  QVERIFY(tabs->tabText(1).contains(QLatin1Char('0')));
  QVERIFY(restore->isVisible());
  QCOMPARE(studio.settings.value(QStringLiteral("compare/ignored")).toStringList(),
           QStringList{QStringLiteral("stage2.matchingCritic")});
  QTest::mouseClick(restore, Qt::LeftButton);
  QCOMPARE(settings->rowCount(), 1);
  QVERIFY(!restore->isVisible());
}

void CompareTest::anOlderClipIsTakenAway() {
  ScratchProject scratch;
  Studio studio(scratch, false);
  FrameClock clock;
  CompareRows rows(&studio.serve, clock);
  rows.resize(400, 300);
  const QString project = QStringLiteral("/p");
  rows.show(project, {{QStringLiteral("on"), {}, 100}}, 2, {20});
  QTRY_VERIFY_WITH_TIMEOUT(rows.view(0, 0)->clip() != nullptr, 20'000);
  // The next one takes its time: until then nothing stands under its name.
  rows.show(project, {{QStringLiteral("slow"), {}, 100}}, 2, {20});
  QVERIFY(rows.view(0, 0)->clip() == nullptr);
  QVERIFY(!rows.isReady());
}

void CompareTest::sharesHaveExactIntervals() {
  // Clopper and Pearson's table: 0, 5 and 9 of 10.
  const auto near = [](double a, double b) { return std::abs(a - b) < 5e-5; };
  QCOMPARE(shareInterval(0, 10).low, 0.0);
  QVERIFY(near(shareInterval(0, 10).high, 0.30850));
  QVERIFY(near(shareInterval(5, 10).low, 0.18709));
  QVERIFY(near(shareInterval(5, 10).high, 0.81291));
  QVERIFY(near(shareInterval(9, 10).low, 0.55498));
  QVERIFY(near(shareInterval(9, 10).high, 0.99747));
  QCOMPARE(shareInterval(10, 10).high, 1.0);
  QCOMPARE(shareInterval(0, 0).low, 0.0);
  QCOMPARE(shareInterval(0, 0).high, 1.0);

  QList<BlindAnswer> answers;
  for (int i = 0; i < 9; ++i) {
    const bool left = i % 2 == 0;
    answers << BlindAnswer{quint64(i), left, left ? BlindVote::Right : BlindVote::Left, 5};
  }
  answers << BlindAnswer{9, true, BlindVote::Left, 5};
  answers << BlindAnswer{10, true, BlindVote::Neither, 5};
  const BlindTally tally = tallyOf(answers);
  QCOMPARE(tally.other, 9);
  QCOMPARE(tally.baseline, 1);
  QCOMPARE(tally.neither, 1);
  QCOMPARE(tally.share, 0.9);
  QVERIFY(near(tally.low, 0.55498));
  QCOMPARE(tally.chance, 2 * 11.0 / 1024);
  QCOMPARE(tallyOf({}).high, 1.0);
}

void CompareTest::aBlindTestHidesTheRunsAndCountsVotes() {
  ScratchProject project;
  addRuns(project);
  Studio studio(project);
  studio.waitUntilShown();
  studio.cursors.setSeed(30);
  studio.waitUntilShown();
  QTest::mouseClick(named<QPushButton>(studio.page, "compareBlind"), Qt::LeftButton);
  QPointer<BlindDialog> dialog = studio.page.findChild<BlindDialog*>();
  QVERIFY(dialog != nullptr && dialog->isVisible());
  QCOMPARE(test::unnamedWidgets(*dialog), QStringList());
  named<QSpinBox>(*dialog, "blindPairs")->setValue(6);
  named<QLineEdit>(*dialog, "blindParticipant")->setText(QStringLiteral("Ann \"A\""));
  QTest::mouseClick(named<QPushButton>(*dialog, "blindBegin"), Qt::LeftButton);
  auto* left = named<QPushButton>(*dialog, "blindVoteLeft");
  auto* right = named<QPushButton>(*dialog, "blindVoteRight");
  const QRegularExpression names(QStringLiteral("\\b(off|on)\\b"));
  for (int pair = 0; pair < 6; ++pair) {
    QTRY_VERIFY_WITH_TIMEOUT(left->isEnabled(), 20'000);
    const auto* shown = named<ClipView>(*dialog, "blindLeft");
    QCOMPARE(qRed(shown->shownImage().pixel(0, 0)), 30 + pair);  // The fake draws the seed.
    for (const QWidget* widget : dialog->findChildren<QWidget*>()) {
      const auto* label = qobject_cast<const QLabel*>(widget);
      const QString text = widget->toolTip() + widget->accessibleName() +
                           widget->accessibleDescription() +
                           (label != nullptr && label->isVisible() ? label->text() : QString());
      QVERIFY2(!text.contains(names), qPrintable(text));
    }
    // Always for the run called "on", but for the last.
    const bool forOn = pair < 5;
    QTest::mouseClick(dialog->isBaselineLeft(pair) == forOn ? right : left, Qt::LeftButton);
    QCOMPARE(dialog->answers().size(), pair + 1);
    QCOMPARE(dialog->answers().last().forOther(), forOn);
  }
  const QString told = named<QLabel>(*dialog, "blindTally")->text();
  QVERIFY(told.contains(QLatin1String("on: <b>5</b>")));
  QVERIFY(told.contains(QLatin1String("off: <b>1</b>")));
  QVERIFY(told.contains(QLatin1String("83 %")));
  QVERIFY(told.contains(QLatin1String("No clear preference")));
  QFile file(dialog->written());
  QVERIFY(file.open(QIODevice::ReadOnly));
  QVERIFY(dialog->written().startsWith(project.path()));
  const QList<QByteArray> lines = file.readAll().split('\n');
  QCOMPARE(lines.size(), 8);
  QVERIFY(lines[1].startsWith(
      "\"Ann \"\"A\"\"\",\"Which clip looks more real?\",2,\"off\",100,\"on\",100,1,30,"));
  QCOMPARE(lines[1].split(',').size(), lines[0].split(',').size());
  dialog->close();
  QTRY_VERIFY(dialog.isNull());

  // Closed half-way: the votes that were given are kept all the same.
  named<QAction>(studio.page, "actionBlindTest")->trigger();
  dialog = studio.page.findChild<BlindDialog*>();
  QVERIFY(dialog != nullptr);
  QTest::mouseClick(named<QPushButton>(*dialog, "blindBegin"), Qt::LeftButton);
  QTRY_VERIFY_WITH_TIMEOUT(named<QPushButton>(*dialog, "blindVoteLeft")->isEnabled(), 20'000);
  QVERIFY(QTest::qWaitForWindowActive(dialog));
  QTest::keyClick(dialog, Qt::Key_0);
  QTRY_COMPARE(dialog->answers().size(), 1);
  dialog->close();
  QTRY_VERIFY(dialog.isNull());
  const QDir exports(studio.model.exportsFolder());
  QCOMPARE(exports.entryList({QStringLiteral("blind-*.csv")}).size(), 2);

  // Runs of other sizes would give themselves away.
  Recipe larger = *builtInRecipe("demo-32");
  larger.stages[1].size *= 2;
  auto folder =
      io::RunFolder::open(realVfs(), project.runFolder(QStringLiteral("on")).toStdString());
  QVERIFY(folder);
  QVERIFY(folder->setRecipe(io::Json::parse(toJson(larger))));
  Studio other(project);
  other.waitUntilShown();
  named<QAction>(other.page, "actionBlindTest")->trigger();
  QVERIFY(other.page.findChild<BlindDialog*>() == nullptr);
  QCOMPARE(other.notices.all().size(), 1);
}

void CompareTest::holdingBShowsTheOtherRow() {
  ScratchProject project;
  addRuns(project);
  Studio studio(project);
  ComparePage& page = studio.page;
  studio.waitUntilShown();
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
