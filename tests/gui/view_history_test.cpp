// Undo of what a person chose to see: sizes of the parts, drawers, compared runs.
#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QPushButton>
#include <QSplitter>
#include <QUndoStack>
#include <QtTest>

#include "gui/seats.h"
#include "ui/model/project_model.h"
#include "ui/model/run_model.h"
#include "ui/pages/compare/compare_page.h"
#include "ui/shell/main_window.h"
#include "ui/shell/studio.h"

namespace unroll::ui {

using test::named;
using test::ScratchProject;

class ViewHistoryTest : public QObject, private test::WindowSeat {
  Q_OBJECT
 private Q_SLOTS:
  void init() {
    begin();
    for (const char* run : {"first", "second", "third"}) {
      project_->addRun(QLatin1String(run));
      for (int step = 10; step <= 40; step += 10) {
        for (const char* name : {"loss/critic", "loss/generator"})
          project_->addScalar(QLatin1String(run), 2, step, QLatin1String(name), step, step);
      }
    }
    showWindow();
    window_->openProject(project_->path());
    QTRY_VERIFY(studio_->context().project->isOpen());
    window_->showPage(QStringLiteral("train"));
  }

  void cleanup() { end(); }

  void oneDragIsOneStep() {
    auto* splitter = named<QSplitter>(*window_, "trainColumns");
    const QList<int> before = splitter->sizes();
    drag(*splitter, {-30, -60, -90});
    const QList<int> after = splitter->sizes();
    QVERIFY(after.first() < before.first() - 60);
    QCOMPARE(stack()->count(), 1);
    QCOMPARE(undo()->text(), QStringLiteral("Undo sizes of the parts"));
    undo()->trigger();
    QCOMPARE(splitter->sizes(), before);
    QVERIFY(!undo()->isEnabled());
    redo()->trigger();
    QCOMPARE(splitter->sizes(), after);
    drag(*splitter, {});  // A click moves nothing.
    QCOMPARE(stack()->count(), 1);
  }

  void drawersComeBack() {
    auto* log = named<QAction>(*window_, "showLog");
    log->trigger();
    named<QAction>(*window_, "showInspector")->trigger();
    QVERIFY(named(*window_, "logDrawer")->isVisible());
    QCOMPARE(undo()->text(), QStringLiteral("Undo show the inspector"));
    undo()->trigger();
    QVERIFY(!named<QAction>(*window_, "showInspector")->isChecked());
    QVERIFY(log->isChecked());
    undo()->trigger();
    QVERIFY(!named(*window_, "logDrawer")->isVisible());
    log->setChecked(true);  // By the program: nobody's step.
    QCOMPARE(stack()->count(), 2);
    QVERIFY(!undo()->isEnabled());
  }

  void aResetIsTakenBackAsAWhole() {
    auto* splitter = named<QSplitter>(*window_, "trainColumns");
    drag(*splitter, {-90});
    named<QAction>(*window_, "showLog")->trigger();
    const QList<int> chosen = splitter->sizes();
    named<QAction>(*window_, "resetLayout")->trigger();
    QTRY_VERIFY(splitter->sizes() != chosen);
    QVERIFY(!named<QAction>(*window_, "showLog")->isChecked());
    undo()->trigger();
    QVERIFY(named<QAction>(*window_, "showLog")->isChecked());
    QTRY_COMPARE(window_->width(), 1200);
    QTRY_COMPARE(splitter->sizes(), chosen);
  }

  void comparedRunsAndCurvesComeBack() {
    window_->showPage(QStringLiteral("compare"));
    auto* page = named<ComparePage>(*window_, "comparePage");
    QTRY_COMPARE(page->runs().size(), 2);
    const QStringList before = page->runs();
    QTRY_VERIFY(page->readyToCapture());
    choose("compareAdd", 1);
    QCOMPARE(page->runs().size(), 3);
    named<QAction>(*window_, "actionSwapBaseline")->trigger();
    QCOMPARE(page->runs().first(), before.at(1));
    QCOMPARE(undo()->text(), QStringLiteral("Undo compared runs"));
    undo()->trigger();
    QCOMPARE(page->runs().first(), before.at(0));
    undo()->trigger();
    QCOMPARE(page->runs(), before);
    auto* curve = named<QComboBox>(*window_, "compareCurve");
    QTRY_COMPARE(curve->count(), 2);
    const QVariant shown = curve->currentData();
    choose("compareCurve", 1 - curve->currentIndex());
    QCOMPARE(undo()->text(), QStringLiteral("Undo choice of the curve"));
    undo()->trigger();
    QCOMPARE(curve->currentData(), shown);
    redo()->trigger();
    QVERIFY(curve->currentData() != shown);
    choose("compareAlign", 1);
    auto* only = named<QCheckBox>(*window_, "compareDifferencesOnly");
    only->click();
    QVERIFY(!only->isChecked());
    undo()->trigger();
    QVERIFY(only->isChecked());
    undo()->trigger();
    QCOMPARE(named<QComboBox>(*window_, "compareAlign")->currentIndex(), 0);
  }

  void aCurveComesBackWithTheRunsThatHaveIt() {
    for (const char* run : {"poor", "poorer"}) {
      project_->addRun(QLatin1String(run));
      project_->addScalar(QLatin1String(run), 2, 10, QStringLiteral("loss/generator"), 1, 10);
    }
    window_->showPage(QStringLiteral("compare"));
    auto* page = named<ComparePage>(*window_, "comparePage");
    auto* other = named<QComboBox>(*window_, "compareOther");
    auto* curve = named<QComboBox>(*window_, "compareCurve");
    QTRY_VERIFY(other->findText(QStringLiteral("poorer")) >= 0);
    auto* baseline = named<QComboBox>(*window_, "compareBaseline");
    choose("compareBaseline", baseline->findText(QStringLiteral("poor")));
    QTRY_VERIFY(page->readyToCapture() && curve->count() == 2);
    const QString chosen = QStringLiteral("loss/critic");
    choose("compareCurve", curve->findData(chosen));
    const QStringList before = page->runs();
    choose("compareOther", other->findText(QStringLiteral("poorer")));
    QCOMPARE(page->runs(), (QStringList{QStringLiteral("poor"), QStringLiteral("poorer")}));
    QCOMPARE(curve->currentData().toString(), QStringLiteral("loss/generator"));
    undo()->trigger();
    QCOMPARE(page->runs(), before);
    QCOMPARE(curve->currentData().toString(), chosen);
  }

  void everyPageHasItsOwnSteps() {
    auto* splitter = named<QSplitter>(*window_, "trainColumns");
    drag(*splitter, {-90});
    const QList<int> after = splitter->sizes();
    window_->showPage(QStringLiteral("jobs"));
    QVERIFY(!undo()->isEnabled());
    named<QAction>(*window_, "showLog")->trigger();
    undo()->trigger();
    QVERIFY(!named<QAction>(*window_, "showLog")->isChecked());
    window_->showPage(QStringLiteral("train"));
    QCOMPARE(splitter->sizes(), after);
    QVERIFY(undo()->isEnabled());
  }

  void anotherProjectBeginsWithoutSteps() {
    named<QAction>(*window_, "showLog")->trigger();
    QVERIFY(undo()->isEnabled());
    const ScratchProject other;
    window_->openProject(other.path());
    QTRY_COMPARE(studio_->context().project->path(), other.path());
    QVERIFY(!undo()->isEnabled());
  }

  void whatUndoPutBackIsThereAfterAKill() {
    auto* splitter = named<QSplitter>(*window_, "trainColumns");
    const auto key = QStringLiteral("session/splitter/trainColumns");
    const auto saved = [&] { return studio_->context().settings->value(key).toByteArray(); };
    drag(*splitter, {-90});
    QTRY_COMPARE(saved(), splitter->saveState());
    undo()->trigger();
    QTRY_COMPARE(saved(), splitter->saveState());
  }

 private:
  QUndoStack* stack() { return window_->page(window_->currentPage())->undoStack(); }
  QAction* undo() { return named<QAction>(*window_->page(window_->currentPage()), "actionUndo"); }
  QAction* redo() { return named<QAction>(*window_->page(window_->currentPage()), "actionRedo"); }

  static void drag(QSplitter& splitter, const QList<int>& byPixels) {
    QWidget* handle = splitter.handle(1);
    const QPoint grip = handle->rect().center();
    const QPoint from = handle->mapToParent(grip);
    QTest::mousePress(handle, Qt::LeftButton, {}, grip);
    for (const int pixels : byPixels) {
      // The handle moves away under the pointer.
      QTest::mouseMove(handle, handle->mapFromParent(from + QPoint(pixels, 0)));
    }
    QTest::mouseRelease(handle, Qt::LeftButton, {}, grip);
  }

  void choose(const char* box, int index) {
    auto* found = named<QComboBox>(*window_, box);
    found->setCurrentIndex(index);
    Q_EMIT found->activated(index);
  }
};

}  // namespace unroll::ui

QTEST_MAIN(unroll::ui::ViewHistoryTest)
#include "view_history_test.moc"
