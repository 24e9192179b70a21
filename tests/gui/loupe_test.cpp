#include <QAction>
#include <QMouseEvent>
#include <QtTest>

#include "gui/player_clips.h"
#include "gui/support.h"
#include "ui/player/loupe.h"
#include "ui/player/pair_actions.h"
#include "ui/player/pair_view.h"

namespace unroll::ui {

using test::named;
using test::numberedPair;
using test::numberedPixel;

class LoupeTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void itShowsEachPixelOfBothSidesAsOneSquare() {
    QWidget window;
    window.resize(700, 560);
    PairView view(&window);
    view.setGeometry(window.rect());
    const PairActions actions(view, &window);
    view.setRecord(numberedPair());
    view.setFrame(8);
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    auto* loupe = named<Loupe>(view, "loupe");
    const QPoint pixel(5, 2);
    point(view, view.positionOf(pixel));
    QVERIFY(!loupe->isVisible());  // It is off.
    named<QAction>(actions, "actionLoupe")->trigger();
    QVERIFY(loupe->isVisible());
    QCOMPARE(loupe->pixel(), std::optional<QPoint>(pixel));
    // Beside the middle: one pixel to the right, on both sides.
    const QImage seen = loupe->grab().toImage();
    const int size = loupe->factor();
    const int half = loupe->pixels() / 2;
    QVERIFY(loupe->pixels() % 2 == 1);
    const QPoint right(8 + (half + 1) * size + size / 2, 20 + half * size + size / 2);
    const QPoint apart(loupe->pixels() * size + 8, 0);
    QCOMPARE(seen.pixel(right) | 0xFF000000U, numberedPixel(4, 3, 1, 100));
    QCOMPARE(seen.pixel(right + apart) | 0xFF000000U, numberedPixel(8, 6, 2));
    view.setFrame(9);  // It follows the frame.
    QCOMPARE(loupe->grab().toImage().pixel(right + apart) | 0xFF000000U, numberedPixel(9, 6, 2));
    point(view, QPointF(-1, -1));
    QVERIFY(!loupe->isVisible());
    point(view, view.positionOf(pixel));
    QVERIFY(loupe->isVisible());
    view.setMode(PairMode::Single);
    QVERIFY(loupe->width() < 2 * loupe->pixels() * loupe->factor());
    view.setZoom(6);
    QCOMPARE(loupe->factor(), 12);  // Twice what the view itself gives a pixel.
    view.setRecord(numberedPair(QStringLiteral("another")));
    QVERIFY(!loupe->isVisible());  // What was there is not what is there.
  }

 private:
  static void point(PairView& view, const QPointF& at) {
    QMouseEvent move(QEvent::MouseMove, at, view.mapToGlobal(at), Qt::NoButton, Qt::NoButton,
                     Qt::NoModifier);
    QCoreApplication::sendEvent(&view, &move);
  }
};

}  // namespace unroll::ui

QTEST_MAIN(unroll::ui::LoupeTest)
#include "loupe_test.moc"
