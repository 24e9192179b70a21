// The menus of UX.md, word by word, and what their actions do.
#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QDialog>
#include <QDir>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSettings>
#include <QShortcut>
#include <QSpinBox>
#include <QSplitter>
#include <QTimer>
#include <QToolButton>
#include <QtTest>

#include "gui/seats.h"
#include "ui/engine_client/engine_launcher.h"
#include "ui/export/job_binding.h"
#include "ui/export/job_queue.h"
#include "ui/model/cursors.h"
#include "ui/model/notices.h"
#include "ui/model/project_model.h"
#include "ui/model/run_model.h"
#include "ui/pages/page.h"
#include "ui/pages/train/new_run_dialog.h"
#include "ui/plots/plot_dialog.h"
#include "ui/plots/plot_view.h"
#include "ui/shell/guide_panel.h"
#include "ui/shell/main_window.h"
#include "ui/shell/pages.h"
#include "ui/shell/session.h"
#include "ui/shell/studio.h"

namespace unroll::ui {

using test::named;

class MenusTest : public QObject, private test::WindowSeat {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { QApplication::setAttribute(Qt::AA_DontUseNativeDialogs); }

  void init() {
    begin();
    project_->addRun(run_);
    for (int step = 10; step <= 100; step += 10)
      project_->addScalar(run_, 1, step, QStringLiteral("loss/critic"), 1.0 / step, 1700000000);
    project_->addPreview(run_, 1, 100, 4, 3, 8);
    project_->addCheckpoint(run_, 1, 100);
    showWindow();
  }

  void cleanup() { end(); }

  void everythingThatIsPromisedIsInItsMenu() {
    open();
    makeAllPages();
    const QList<std::pair<QString, QList<const char*>>> promised = {
        {QStringLiteral("File"),
         {"newProjectAction", "openProjectAction", "importFolder", "importFiles", "saveProject",
          "saveProjectAs", "duplicateRun", "projectSettings", "preferencesAction", "quit",
          "openModel"}},
        {QStringLiteral("Edit"),
         {"actionUndo", "actionRedo", "actionCopyFrame", "actionCopyNumbers", "actionStar",
          "actionTags", "findAction"}},
        {QStringLiteral("View"),
         {"data",          "train",       "samples",      "compare",       "jobs",
          "actionZoomFit", "actionZoom1", "actionZoomIn", "actionZoomOut", "actionNearest",
          "showInspector", "showLog",     "newWindow",    "theme0",        "theme1",
          "theme2",        "scale100",    "scale200",     "fullScreen",    "resetLayout"}},
        {QStringLiteral("Playback"),
         {"actionPlay", "actionShuttleBack", "actionShuttleStop", "actionShuttleForward",
          "actionStepBack", "actionStepForward", "actionStepBack10", "actionStepForward100",
          "actionFirstFrame", "actionLastFrame", "actionSetIn", "actionSetOut", "actionClearRange",
          "actionGoToFrame", "actionSlower", "actionFaster", "actionNormalSpeed",
          "actionLoopMode"}},
        {QStringLiteral("Train"),
         {"startTraining", "pauseTraining", "pauseAndFree", "stopTraining", "stopNow",
          "checkpointNow", "sampleNow", "branchRun", "trainingBack", "trainingStop", "trainingOn"}},
        {QStringLiteral("Compare"),
         {"actionSideBySide", "actionWipe", "actionDifference", "actionBlink", "actionSwapSides",
          "actionTile", "actionSwapBaseline", "actionShowS1", "actionShowS2", "actionShowR",
          "actionShowAll"}},
        {QStringLiteral("Export"),
         {"actionExportVideo", "actionSaveFrame", "actionContactSheet", "savePlot", "writeReport",
          "packModel", "showQueue", "actionPauseJobs"}},
        {QStringLiteral("Help"), {"keys", "guide", "openSampleAction", "reportProblem", "about"}},
    };
    QStringList missing;
    const QList<FoundAction> all = window_->actionsInMenus();
    for (const auto& [menu, names] : promised) {
      for (const char* name : names) {
        const bool there = std::any_of(all.begin(), all.end(), [&](const FoundAction& one) {
          return one.action->objectName() == QLatin1String(name) && one.path.startsWith(menu);
        });
        if (!there) missing.append(menu + QStringLiteral(": ") + QLatin1String(name));
      }
    }
    QVERIFY2(missing.isEmpty(), qPrintable(missing.join(QStringLiteral(", "))));
    QCOMPARE(all.last().action->objectName(), QStringLiteral("about"));
    const QList<QAction*> file = named<QMenu>(*window_, "menuFile")->actions();
    QCOMPARE(file.last()->objectName(), QStringLiteral("quit"));  // Pages add theirs above.
  }

  void noKeyDoesWhatNoMenuSays() {
    open();
    makeAllPages();
    QSet<const QAction*> inMenus;
    for (const FoundAction& found : window_->actionsInMenus()) inMenus.insert(found.action);
    QStringList hidden;
    for (const QAction* action : window_->findChildren<QAction*>()) {
      if (!action->shortcut().isEmpty() && !inMenus.contains(action) &&
          !action->objectName().isEmpty()) {
        hidden.append(action->objectName());
      }
    }
    QVERIFY2(hidden.isEmpty(), qPrintable(hidden.join(QStringLiteral(", "))));
    QVERIFY(window_->findChildren<QShortcut*>().isEmpty());
  }

  void withoutAProjectItsActionsAreOff() {
    for (const char* name : {"savePlot", "writeReport", "packModel", "showQueue", "saveProject",
                             "projectSettings", "newWindow", "closeProject"}) {
      QVERIFY2(!action(name)->isEnabled(), name);
    }
    open();
    for (const char* name : {"savePlot", "writeReport", "packModel", "showQueue"})
      QVERIFY2(action(name)->isEnabled(), name);
  }

  void aReportIsAJobThatOpensWhenItIsDone() {
    open();
    JobQueue& jobs = *studio_->context().jobs;
    jobs.setAllPaused(true);  // Nothing is to run here.
    action("writeReport")->trigger();
    auto* dialog = named<QDialog>(*window_, "reportDialog");
    const QString folder = project_->path() + QStringLiteral("/exports/report");
    QCOMPARE(named<QLineEdit>(*dialog, "reportFolder")->text(), folder);
    named<QSpinBox>(*dialog, "reportFrames")->setValue(20);
    named<QSpinBox>(*dialog, "reportSamples")->setValue(2);
    QCOMPARE(test::unnamedWidgets(*dialog), QStringList());
    named<QPushButton>(*dialog, "reportStart")->click();
    QCOMPARE(jobs.jobs().size(), 1);
    const Job job = jobs.jobs().first();
    QCOMPARE(
        job.arguments.join(u' '),
        QStringLiteral("report %1 --out %2 --frames 20 --samples 2").arg(project_->path(), folder));
    QCOMPARE(job.output, folder + QStringLiteral("/index.html"));
    QCOMPARE(openingWord(job), QStringLiteral("Open"));
    QVERIFY(toasts().contains(QStringLiteral("in the queue")));
    // The bar at the bottom says so, and leads there.
    auto* chip = named<QToolButton>(*window_, "jobChip");
    QVERIFY(chip->isVisible() && chip->text().contains(QLatin1Char('1')));
    chip->click();
    QCOMPARE(window_->currentPage(), QStringLiteral("jobs"));
    // The next one is not written over it.
    action("writeReport")->trigger();
    auto* second = dialogBeside(dialog);
    QCOMPARE(named<QLineEdit>(*second, "reportFolder")->text(), folder + QStringLiteral("-2"));
    named<QLineEdit>(*second, "reportFolder")->setText(folder);
    QVERIFY(!named<QPushButton>(*second, "reportStart")->isEnabled());
    QVERIFY(!named<QLabel>(*second, "reportProblem")->text().isEmpty());
  }

  void aRunIsPackedWithItsCard() {
    open();
    JobQueue& jobs = *studio_->context().jobs;
    jobs.setAllPaused(true);
    action("packModel")->trigger();
    auto* dialog = named<QDialog>(*window_, "packDialog");
    auto* file = named<QLineEdit>(*dialog, "packFile");
    QVERIFY(file->text().endsWith(QStringLiteral("/exports/first.safetensors")));
    named<QPlainTextEdit>(*dialog, "packData")->setPlainText(QStringLiteral("my clips, CC0"));
    QCOMPARE(test::unnamedWidgets(*dialog), QStringList());
    file->setText(QStringLiteral("first.safetensors"));
    QVERIFY(!named<QPushButton>(*dialog, "packStart")->isEnabled());
    file->setText(folder_->filePath(QStringLiteral("first.safetensors")));
    named<QPushButton>(*dialog, "packStart")->click();
    QCOMPARE(jobs.jobs().first().arguments.join(u' '),
             QStringLiteral("pack %1 --run first --out %2 --data my clips, CC0")
                 .arg(project_->path(), folder_->filePath(QStringLiteral("first.safetensors"))));
  }

  void aPlotIsSavedFromTheMenu() {
    open();
    QTRY_VERIFY(!PlotDialog::plotsOn(*window_->page(QStringLiteral("train"))).isEmpty());
    action("savePlot")->trigger();
    auto* dialog = named<QDialog>(*window_, "plotDialog");
    QCOMPARE(test::unnamedWidgets(*dialog), QStringList());
    QVERIFY(!named<QLabel>(*dialog, "plotPicture")->pixmap().isNull());
    auto* plots = named<QComboBox>(*dialog, "plotChoice");
    plots->setCurrentIndex(plots->findText(QStringLiteral("Losses")));
    named<QPushButton>(*dialog, "plotCopy")->click();
    QVERIFY(!QGuiApplication::clipboard()->image().isNull());
    auto* formats = named<QComboBox>(*dialog, "plotFormat");
    formats->setCurrentIndex(formats->findData(QStringLiteral("csv")));
    const QString file = folder_->filePath(QStringLiteral("losses.csv"));
    answerFileDialog(file);
    named<QPushButton>(*dialog, "plotSave")->click();
    QFile written(file);
    QVERIFY(written.open(QIODevice::ReadOnly));
    QCOMPARE(written.readLine(), QByteArray("series,x,y,low,high,abandoned\n"));
    QCOMPARE(written.readAll().count('\n'), 10);  // A line for each point.
    QVERIFY(toasts().contains(QStringLiteral("losses.csv")));
  }

  void aFileIsOfTheFormatThatWasChosen() {
    open();
    QTRY_VERIFY(!PlotDialog::plotsOn(*window_->page(QStringLiteral("train"))).isEmpty());
    action("savePlot")->trigger();
    auto* dialog = named<QDialog>(*window_, "plotDialog");
    auto* formats = named<QComboBox>(*dialog, "plotFormat");
    formats->setCurrentIndex(formats->findData(QStringLiteral("csv")));
    // A dot in a name is no suffix.
    answerFileDialog(folder_->filePath(QStringLiteral("loss.v2")));
    named<QPushButton>(*dialog, "plotSave")->click();
    QFile written(folder_->filePath(QStringLiteral("loss.v2.csv")));
    QVERIFY(written.open(QIODevice::ReadOnly));
    QVERIFY(written.readLine().startsWith("series,x,y"));
    QVERIFY(!QFile::exists(folder_->filePath(QStringLiteral("loss.v2"))));
  }

  void aPageWithoutPlotsSaysSo() {
    open();
    window_->showPage(QStringLiteral("jobs"));
    action("savePlot")->trigger();
    QVERIFY(window_->findChild<QDialog*>(QStringLiteral("plotDialog")) == nullptr);
    QVERIFY(toasts().contains(QStringLiteral("no plot")));
  }

  void aDuplicateTakesTheRunsRecipeAndAnotherSeed() {
    open();
    action("duplicateRun")->trigger();
    auto* dialog = named<NewRunDialog>(*window_, "newRunDialog");
    QCOMPARE(named<QLineEdit>(*dialog, "runName")->text(), QStringLiteral("first-2"));
    QCOMPARE(named<QSpinBox>(*dialog, "runSeed")->value(), 2);
    QCOMPARE(named<QComboBox>(*dialog, "runStages")->currentData().toString(),
             QStringLiteral("all"));
    TrainingStart start;
    dialog->disconnect(window_->page(QStringLiteral("train")));  // Nothing is to train here.
    connect(dialog, &NewRunDialog::wanted, this, [&](const TrainingStart& one) { start = one; });
    named<QPushButton>(*dialog, "runStart")->click();
    QCOMPARE(EngineLauncher::trainingArguments(start).join(u' '),
             QStringLiteral("train %1 --run first-2 --stage all --recipe %1/runs/first/recipe.json "
                            "--set seed=2")
                 .arg(project_->path()));
  }

  void aDuplicateTrainsWhatTheRunTrainedItself() {
    // Stage 1 came from its parent, as a file; only stage 2 was trained here.
    project_->addRun(QStringLiteral("upper"));
    project_->addCheckpoint(QStringLiteral("upper"), 1, 30);
    project_->addCheckpoint(QStringLiteral("upper"), 2, 20);
    project_->addScalar(QStringLiteral("upper"), 2, 20, QStringLiteral("loss/critic"), 1,
                        1700000020);
    open();
    studio_->context().cursors->setRun(QStringLiteral("upper"));
    const RunModel* run = studio_->context().project->run(QStringLiteral("upper"));
    QTRY_COMPARE(run->checkpoints().size(), 2);
    QTRY_VERIFY(run->curve(QStringLiteral("loss/critic"), 2) != nullptr);
    action("duplicateRun")->trigger();
    auto* dialog = named<NewRunDialog>(*window_, "newRunDialog");
    QCOMPARE(named<QComboBox>(*dialog, "runStages")->currentData().toString(), QStringLiteral("2"));
    dialog->reject();
  }

  void aRecipeIsReplacedAndPutBack() {
    open();
    ProjectModel& project = *studio_->context().project;
    action("projectSettings")->trigger();
    auto* dialog = named<QDialog>(*window_, "projectDialog");
    QCOMPARE(named<QLabel>(*dialog, "projectPathText")->text(), project_->path());
    QTRY_VERIFY(named<QLabel>(*dialog, "projectDisk")->text().startsWith(QStringLiteral("data ")));
    QCOMPARE(test::unnamedWidgets(*dialog), QStringList());
    named<QAction>(*dialog, "recipe-demo-64")->trigger();
    QTRY_COMPARE(project.recipe().name, std::string("demo-64"));
    QCOMPARE(project.recipe().stages.size(), size_t{3});
    QCOMPARE(QApplication::activeModalWidget(), nullptr);  // It would take the click below.
    named<QPushButton>(*window_, "toastAction")->click();  // Undo.
    QTRY_COMPARE(project.recipe().name, std::string("demo-32"));
    dialog = projectSettings();
    QVERIFY(
        named<QLabel>(*dialog, "projectRecipeText")->text().contains(QStringLiteral("demo-32")));
    named<QPushButton>(*dialog, "projectEditRecipe")->click();
    QCOMPARE(window_->currentPage(), QStringLiteral("train"));
  }

  void aRecipeGoesIntoAFileAndComesBack() {
    open();
    action("projectSettings")->trigger();
    auto* dialog = named<QDialog>(*window_, "projectDialog");
    const QString file = folder_->filePath(QStringLiteral("mine.json"));
    answerFileDialog(file);
    named<QPushButton>(*dialog, "projectSaveRecipe")->click();
    QVERIFY(QFile::exists(file));
    const Recipe before = studio_->context().project->recipe();
    named<QAction>(*dialog, "recipe-demo-64")->trigger();
    QTRY_COMPARE(studio_->context().project->recipe().name, std::string("demo-64"));
    dialog = projectSettings();
    answerFileDialog(file);
    named<QAction>(*dialog, "recipe-file")->trigger();
    QTRY_VERIFY(studio_->context().project->recipe() == before);
  }

  void aProblemReportNamesWhatHelps() {
    open();
    studio_->context().notices->error(QStringLiteral("The moon is too bright."));
    action("reportProblem")->trigger();
    auto* dialog = named<QDialog>(*window_, "problemReport");
    const QString text = named<QPlainTextEdit>(*dialog, "problemText")->toPlainText();
    for (const char* part :
         {UNROLL_VERSION, "Run: first, state idle", "The moon is too bright.", "Recipe: demo-32"}) {
      QVERIFY2(text.contains(QLatin1String(part)), part);
    }
    QVERIFY(!text.contains(QDir::homePath() + QLatin1Char('/')));
    QCOMPARE(test::unnamedWidgets(*dialog), QStringList());
    named<QPushButton>(*dialog, "problemCopy")->click();
    QVERIFY(QGuiApplication::clipboard()->text().startsWith(text.left(20)));
  }

  void theGuideSeesWhatIsDone() {
    auto* guide = named<GuidePanel>(*window_, "guidePanel");
    QVERIFY(!guide->isVisible());
    named<QPushButton>(*window_, "welcomeGuide")->click();
    QVERIFY(guide->isVisible());
    QCOMPARE(guide->step(), 0);
    QCOMPARE(named<QLabel>(*guide, "guideCount")->text(), QStringLiteral("1 of 6"));
    open();  // A project without data.
    QCOMPARE(guide->step(), 1);
    QSignalSpy wanted(guide, &GuidePanel::wanted);
    window_->disconnect(guide);
    guide->disconnect(window_.get());
    named<QPushButton>(*guide, "guideButton")->click();
    QCOMPARE(wanted.first().first().toString(), QStringLiteral("data"));
    QCOMPARE(wanted.first().last().toString(), QStringLiteral("importFolder"));
    // There is a run with previews and a checkpoint already: with data, only looking is left.
    QDir(project_->path()).mkpath(QStringLiteral("data"));
    QFile clips(project_->path() + QStringLiteral("/data/clips.json"));
    QVERIFY(clips.open(QIODevice::WriteOnly) && clips.write("{}") > 0);
    clips.close();
    studio_->context().project->refresh();
    QTRY_COMPARE(guide->step(), 4);
    window_->showPage(QStringLiteral("samples"));
    QCOMPARE(guide->step(), 5);
    QVERIFY(test::unnamedWidgets(*guide).isEmpty());
  }

  void theGuidesButtonsAreActionsThatThereAre() {
    open();
    makeAllPages();
    QSet<QString> names;
    for (const FoundAction& found : window_->actionsInMenus())
      names.insert(found.action->objectName());
    for (const char* name :
         {"openSampleAction", "importFolder", "startTraining", "actionExportVideo"}) {
      QVERIFY2(names.contains(QLatin1String(name)), name);
    }
  }

  void theWindowBeginsAnewAtAnotherSize() {
    open();
    QSignalSpy anew(window_.get(), &MainWindow::restartWanted);
    studio_->context().cursors->setSeed(42);
    action("scale150")->trigger();
    QCOMPARE(anew.count(), 1);
    const QSettings settings(settingsFile(), QSettings::IniFormat);
    QCOMPARE(settings.value(QStringLiteral("scale")).toDouble(), 1.5);
    QCOMPARE(settings.value(QStringLiteral("session/seed")).toInt(), 42);
    QCOMPARE(settings.value(QStringLiteral("session/project")).toString(), project_->path());
  }

  void workThatRunsIsNotCutShortUnasked() {
    open();
    EngineLauncher launcher(QStringLiteral(UNROLL_BIN_DIR "/fake_unroll"), nullptr);
    EngineJob* job =
        launcher.run({QStringLiteral("import"), QStringLiteral("wait")}, window_.get());
    QSignalSpy anew(window_.get(), &MainWindow::restartWanted);
    action("scale150")->trigger();
    QCOMPARE(anew.count(), 0);
    named<QPushButton>(*window_, "toastAction")->click();
    QCOMPARE(anew.count(), 1);
    job->cancel();
    QTRY_VERIFY(job->outcome() != EngineJob::Outcome::Running);
  }

  void windowsComeBackWithTheSession() {
    open();
    action("newWindow")->trigger();
    auto apart = windowsApart(*window_);
    QCOMPARE(apart.size(), 1);
    apart.first()->resize(1003, 641);
    const QSize size = apart.first()->size();
    QTRY_COMPARE(QSettings(settingsFile(), QSettings::IniFormat)
                     .value(QStringLiteral("session/windows"))
                     .toStringList(),
                 QStringList{QStringLiteral("train")});
    // Nothing is closed: what counts is what lies on the disk.
    Studio second(settingsFile());
    MainWindow again(second.context());
    again.restoreSession();
    again.show();
    QTRY_COMPARE(windowsApart(again).size(), 1);
    QCOMPARE(windowsApart(again).first()->size(), size);
    windowsApart(again).first()->close();
    QTRY_VERIFY(QSettings(settingsFile(), QSettings::IniFormat)
                    .value(QStringLiteral("session/windows"))
                    .toStringList()
                    .isEmpty());
  }

  void whatTheSessionHadStaysUntilItIsBack() {
    {
      QSettings settings(settingsFile(), QSettings::IniFormat);
      settings.setValue(QStringLiteral("session/project"), project_->path());
      settings.setValue(QStringLiteral("session/windows"), QStringList{QStringLiteral("train")});
    }
    Studio second(settingsFile());
    MainWindow again(second.context());
    again.restoreSession();
    QVERIFY(second.context().project->isOpening());
    // Written before the project has come, as when its disk is slow.
    auto* session = again.findChild<Session*>();
    QVERIFY(session != nullptr);
    session->save();
    const QSettings written(settingsFile(), QSettings::IniFormat);
    QCOMPARE(written.value(QStringLiteral("session/project")).toString(), project_->path());
    QTRY_COMPARE(windowsApart(again).size(), 1);
    // Beginning anew closes all windows, in whatever order.
    session->save();
    session->freeze();
    windowsApart(again).first()->close();
    session->save();
    QCOMPARE(QSettings(settingsFile(), QSettings::IniFormat)
                 .value(QStringLiteral("session/windows"))
                 .toStringList(),
             QStringList{QStringLiteral("train")});
  }

  void resetLayoutBringsTheFirstLayoutBack() {
    open();
    auto* columns = named<QSplitter>(*window_, "trainColumns");
    const auto share = [columns] {
      const QList<int> sizes = columns->sizes();
      return static_cast<double>(sizes.first()) / (sizes.first() + sizes.last());
    };
    const double before = share();
    columns->setSizes({300, 900});
    QVERIFY(std::abs(share() - before) > 0.05);
    QTest::keyClick(window_.get(), Qt::Key_F9);
    action("resetLayout")->trigger();
    QVERIFY(!named(*window_, "inspector")->isVisible());
    QTRY_VERIFY2(std::abs(share() - before) < 0.02,
                 qPrintable(QStringLiteral("%1, was %2").arg(share()).arg(before)));
  }

  void aDoubleClickedFileOpens() {
    open();
    // The window leaves a file that a desktop opens it with.
    const QString link = project_->path() + QStringLiteral("/project.unroll");
    QTRY_VERIFY(QFile::exists(link));
    studio_->context().project->close();
    QVERIFY(window_->openPath(link));
    QTRY_VERIFY(studio_->context().project->isOpen());
    QVERIFY(!window_->openPath(folder_->path()));
    const QString model = QDir(QStringLiteral(UNROLL_SOURCE_DIR "/models"))
                              .filePath(QStringLiteral("signs-32.safetensors"));
    QVERIFY(window_->openPath(model));
    QTRY_VERIFY(window_->findChild<QDialog*>(QStringLiteral("modelDialog")) != nullptr);
    auto* dialog = named<QDialog>(*window_, "modelDialog");
    const QString card = named<QLabel>(*dialog, "modelCard")->text();
    QVERIFY2(card.contains(QStringLiteral("Stage 2: 32x32")), qPrintable(card));
    QVERIFY2(card.contains(QStringLiteral("CC BY 4.0")), qPrintable(card));
    QVERIFY(named<QComboBox>(*dialog, "modelClass")->findText(QStringLiteral("book")) > 0);
    QCOMPARE(test::unnamedWidgets(*dialog), QStringList());
    QVERIFY(window_->openPath(
        QString(model).replace(QStringLiteral("signs-32"), QStringLiteral("features-small"))));
    QTRY_VERIFY(toasts().contains(QStringLiteral("no packed cascade")));
  }

  void saveWritesWhatWaits() {
    open();
    studio_->context().cursors->setSeed(77);
    QTest::keyClick(window_.get(), Qt::Key_S, Qt::ControlModifier);
    QCOMPARE(QSettings(settingsFile(), QSettings::IniFormat)
                 .value(QStringLiteral("session/seed"))
                 .toInt(),
             77);
    QVERIFY(toasts().contains(QStringLiteral("All is saved")));
  }

  void severalMessagesAllHaveRoom() {
    for (const char* sentence :
         {"One.", "Two, which goes on a little longer than the first.", "3."})
      studio_->context().notices->done(QLatin1String(sentence), QStringLiteral("Show"), [] {});
    const auto toasts = window_->findChildren<QWidget*>(QStringLiteral("toast"));
    QCOMPARE(toasts.size(), 3);
    for (const QWidget* toast : toasts) {
      QTRY_VERIFY2(toast->height() >= toast->minimumSizeHint().height(),
                   qPrintable(QString::number(toast->height())));
    }
  }

  void aQuestionMarkListsTheKeys() {
    open();
    QTest::keyClick(window_.get(), Qt::Key_Question);
    QVERIFY(named<QDialog>(*window_, "keyList")->isVisible());
  }

 private:
  void makeAllPages() {
    for (const PageEntry& entry : pageEntries()) window_->page(QString::fromLatin1(entry.key));
  }

  QAction* action(const char* name) {
    makeAllPages();
    for (const FoundAction& found : window_->actionsInMenus()) {
      if (found.action->objectName() == QLatin1String(name)) return found.action;
    }
    qFatal("No action is called '%s'.", name);
  }

  QDialog* dialogBeside(const QDialog* other) {
    for (QDialog* one : window_->findChildren<QDialog*>(other->objectName())) {
      if (one != other) return one;
    }
    qFatal("There is no second dialog.");
  }

  /// The dialog, opened anew; the one before is gone.
  QDialog* projectSettings() {
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    action("projectSettings")->trigger();
    return named<QDialog>(*window_, "projectDialog");
  }

  static QList<Page*> windowsApart(const MainWindow& window) {
    QList<Page*> found;
    for (Page* page : window.findChildren<Page*>()) {
      if (page->isWindow()) found.append(page);
    }
    return found;
  }

  QString toasts() const {
    QStringList texts;
    for (const QLabel* text : window_->findChildren<QLabel*>(QStringLiteral("toastText")))
      texts.append(text->text());
    return texts.join(u'\n');
  }

  /// A file dialog blocks until it is answered: a path is typed, Return is pressed.
  void answerFileDialog(const QString& path) {
    auto* timer = new QTimer(window_.get());
    connect(timer, &QTimer::timeout, timer, [timer, path] {
      auto* dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
      if (dialog == nullptr) return;
      auto* edit = named<QLineEdit>(*dialog, "fileNameEdit");
      edit->setText(path);
      QTest::keyClick(edit, Qt::Key_Return);
      timer->deleteLater();
    });
    timer->start(20);
  }

  const QString run_ = QStringLiteral("first");
};

}  // namespace unroll::ui

QTEST_MAIN(unroll::ui::MenusTest)
#include "menus_test.moc"
