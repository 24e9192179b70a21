// What is hidden does no work: no program is started for it and nothing is drawn.
#include <QFile>
#include <QLabel>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest>

#include "gui/support.h"
#include "ui/engine_client/engine_launcher.h"
#include "ui/model/cursors.h"
#include "ui/model/notices.h"
#include "ui/model/project_model.h"
#include "ui/model/run_model.h"
#include "ui/model/studio_context.h"
#include "ui/pages/train/curve_panel.h"
#include "ui/pages/train/memory_forecast.h"
#include "ui/pages/train/stage_strip.h"
#include "ui/theme/theme.h"

namespace unroll::ui {

using test::ScratchProject;

namespace {

/// An engine that counts its calls. The first one does not hear that it shall end.
constexpr const char* kEngine = R"(#!/bin/sh
folder=$(dirname "$0")
echo call >> "$folder/calls"
calls=$(grep -c call "$folder/calls")
if [ "$calls" = 1 ]; then
  trap : TERM
  echo ready > "$folder/ready"
  while [ ! -e "$folder/go" ]; do sleep 0.02; done
fi
echo '{"availableBytes":8e9,"stages":[{"stage":"stage1","peak":'$calls'e9}]}'
)";

/// How often the styles of a widget were worked out anew.
class StyleChanges : public QObject {
 public:
  explicit StyleChanges(QObject* watched) { watched->installEventFilter(this); }
  int count = 0;

 protected:
  bool eventFilter(QObject*, QEvent* event) override {
    count += event->type() == QEvent::StyleChange ? 1 : 0;
    return false;
  }
};

}  // namespace

class HiddenWorkTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() {
    QLocale::setDefault(QLocale::c());
    Theme::apply(Theme::Mode::Dark);
  }

  void theForecastIsAskedForWhenItIsSeenAndNeverWaitedFor() {
    const ScratchProject scratch;
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("engine")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(kEngine);
    file.close();
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::ExeOwner);
    Cursors cursors;
    ProjectModel project;
    EngineLauncher launcher(file.fileName(), nullptr);
    StudioContext context{&cursors, &project, &launcher, nullptr,
                          nullptr,  nullptr,  nullptr,   nullptr};
    MemoryForecast forecast(context, nullptr);
    project.open(scratch.path());
    QTRY_VERIFY(project.isOpen());
    QTest::qWait(900);  // Longer than it waits for further edits.
    QVERIFY(!QFile::exists(folder.filePath(QStringLiteral("calls"))));

    forecast.show();
    QTRY_VERIFY(QFile::exists(folder.filePath(QStringLiteral("ready"))));
    // Another recipe while the first program still runs, and does not want to end.
    Recipe recipe = project.recipe();
    recipe.stages[0].batch += 1;
    project.saveRecipe(recipe);
    QElapsedTimer longest;
    qint64 blocked = 0;
    const auto arrived = [&] {
      blocked = std::max(blocked, longest.restart());
      return forecast.text().contains(QStringLiteral("<b>2.0 GB</b>"));
    };
    longest.start();
    QVERIFY(QTest::qWaitFor(arrived, 20'000));
    QVERIFY2(blocked < 1500, qPrintable(QString::number(blocked)));
    // The answer to the question of before comes late and is not shown.
    QFile go(folder.filePath(QStringLiteral("go")));
    QVERIFY(go.open(QIODevice::WriteOnly));
    QTRY_VERIFY(forecast.findChildren<EngineJob*>().isEmpty());
    QVERIFY(forecast.text().contains(QStringLiteral("<b>2.0 GB</b>")));
  }

  void curvesAndStagesAreDrawnWhenTheyAreSeen() {
    ScratchProject scratch;
    const QString name = QStringLiteral("first");
    scratch.addRun(name);
    scratch.addScalar(name, 1, 10, QStringLiteral("loss/critic"), 1, 10);
    Cursors cursors;
    ProjectModel project;
    Notices notices;
    StudioContext context{&cursors, &project, nullptr, nullptr,
                          nullptr,  nullptr,  nullptr, &notices};
    project.open(scratch.path());
    QTRY_VERIFY(project.isOpen());
    RunModel* run = project.run(name);
    QTRY_VERIFY(run->isLoaded());

    CurvePanel curves(context, nullptr);
    curves.setRun(run);
    QVERIFY(curves.plots().isEmpty());
    curves.show();
    QCOMPARE(curves.plots().size(), 1);
    curves.hide();
    scratch.addScalar(name, 1, 11, QStringLiteral("time/step"), 1, 11);
    QTRY_VERIFY(run->curve(QStringLiteral("time/step"), 1) != nullptr);
    QCOMPARE(curves.plots().size(), 1);
    curves.show();
    QCOMPARE(curves.plots().size(), 2);

    StageStrip strip(nullptr);
    strip.setRun(run, 1);
    QVERIFY(strip.findChildren<QToolButton*>().isEmpty());
    strip.show();
    auto* first = test::named<QToolButton>(strip, "stage1Button");
    QVERIFY(first->isChecked());
    QVERIFY(first->toolTip().contains(QStringLiteral("11 of ")));
    StyleChanges styles(first);
    strip.setRun(run, 1);
    QCOMPARE(styles.count, 0);
    strip.setRun(run, 2);
    QVERIFY(!first->isChecked());
    QCOMPARE(styles.count, 0);
    Theme::apply(Theme::Mode::Light);
    QVERIFY(styles.count > 0);
  }
};

}  // namespace unroll::ui

QTEST_MAIN(unroll::ui::HiddenWorkTest)
#include "hidden_work_test.moc"
