#include <QSignalSpy>
#include <QtTest>

#include "ui/model/cursors.h"

namespace unroll::ui {

class CursorsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aChangeIsToldOnce() {
    Cursors cursors;
    QSignalSpy steps(&cursors, &Cursors::stepChanged);
    QSignalSpy frames(&cursors, &Cursors::frameChanged);
    cursors.setStep(500);
    cursors.setStep(500);
    cursors.setFrame(0);
    QCOMPARE(steps.count(), 1);
    QCOMPARE(steps.at(0).at(0).toLongLong(), 500);
    QCOMPARE(frames.count(), 0);
  }
};

}  // namespace unroll::ui

QTEST_GUILESS_MAIN(unroll::ui::CursorsTest)
#include "cursors_test.moc"
