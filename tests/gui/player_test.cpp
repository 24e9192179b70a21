#include <limits>

#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QVBoxLayout>
#include <QtTest>

#include "gui/player_clips.h"
#include "gui/support.h"
#include "ui/player/clip_view.h"
#include "ui/player/pair_actions.h"
#include "ui/player/pair_controls.h"
#include "ui/player/pair_view.h"
#include "ui/player/playback_actions.h"
#include "ui/player/timeline.h"
#include "ui/player/transport.h"

namespace unroll::ui {

using test::numberedClip;
using test::numberedPair;
using test::numberedPixel;

namespace {

QRgb pixelOf(QWidget& widget, QPointF at) {
  return widget.grab().toImage().pixel(at.toPoint()) | 0xFF000000U;
}

/// A pair view with its bars, as a page has it.
struct Bench {
  QWidget window;
  FrameClock clock;
  PairView* view = new PairView(&window);
  PlaybackActions playback{clock, &window};
  PairActions* actions = new PairActions(*view, &window);
  PairControls* controls = new PairControls(*view, *actions, &window);
  PairReadout* readout = new PairReadout(*view, &clock, &window);

  Bench() {
    auto* layout = new QVBoxLayout(&window);
    layout->addWidget(view, 1);
    layout->addWidget(controls);
    layout->addWidget(readout);
    window.addActions(playback.all());
    window.addActions(actions->all());
    view->setClock(&clock);
    view->setRecord(numberedPair());
    window.resize(700, 560);
    window.show();
    window.activateWindow();
    if (!QTest::qWaitForWindowActive(&window)) qFatal("The window did not become active.");
    view->setFocus();
  }
};

}  // namespace

class PlayerTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aClipIsReadOffTheGuiThread() {
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("clip.npy"));
    test::writeNumberedClip(path, 5, 8);
    ClipView view;
    QSignalSpy loaded(&view, &ClipView::loaded);
    view.load(path, 12.5);
    QVERIFY(!view.clip());
    QTRY_COMPARE(loaded.count(), 1);
    QCOMPARE(view.clip()->frameCount, 5);
    QCOMPARE(view.clip()->frameRate, 12.5);
    QCOMPARE(frameImage(view.clip(), 3).pixel(2, 6), numberedPixel(3, 2, 6));
  }

  void onlyTheNewestLoadIsShown() {
    QTemporaryDir folder;
    test::writeNumberedClip(folder.filePath(QStringLiteral("a.npy")), 5, 8);
    test::writeNumberedClip(folder.filePath(QStringLiteral("b.npy")), 7, 8);
    ClipView view;
    QSignalSpy loaded(&view, &ClipView::loaded);
    view.load(folder.filePath(QStringLiteral("a.npy")), 25);
    view.load(folder.filePath(QStringLiteral("b.npy")), 25);
    QTRY_COMPARE(loaded.count(), 1);
    QCOMPARE(view.clip()->frameCount, 7);
  }

  void aMissingFileIsSaidOnTheTile() {
    ClipView view;
    QSignalSpy loaded(&view, &ClipView::loaded);
    view.load(QStringLiteral("/nowhere/clip.npy"), 25);
    QTRY_COMPARE(loaded.count(), 1);
    QVERIFY(!view.clip());
    QVERIFY(view.accessibleDescription().contains(QStringLiteral("/nowhere/clip.npy")));
  }

  void framesShareTheMemoryOfTheirClip() {
    const ClipPtr clip = numberedClip(4, 8, 25);
    const QImage frame = frameImage(clip, 2);
    QCOMPARE(static_cast<const void*>(frame.constBits()),
             static_cast<const void*>(clip->frameBytes(2).data()));
    QVERIFY(frameImage(clip, 4).isNull());
    QVERIFY(frameImage(clip, -1).isNull());
  }

  void aTileShowsWholePixelsOfItsFrame() {
    ClipView view;
    view.setClip(numberedClip(12, 8, 25));
    view.resize(200, 200);
    view.setFrame(7, 25);
    const QImage picture = view.grab().toImage();
    const int factor = view.factor().numerator;
    QVERIFY(factor > 1);
    QCOMPARE(view.factor().denominator, 1);
    // Find the picture by its first pixel, then every pixel is a square of one colour.
    QPoint corner(-1, -1);
    for (int y = 0; y < picture.height() && corner.x() < 0; ++y) {
      for (int x = 0; x < picture.width(); ++x) {
        if (picture.pixel(x, y) == numberedPixel(7, 0, 0)) {
          corner = {x, y};
          break;
        }
      }
    }
    QVERIFY(corner.x() >= 0);
    for (int y = 0; y < 8 * factor; ++y) {
      for (int x = 0; x < 8 * factor; ++x) {
        QCOMPARE(picture.pixel(corner + QPoint(x, y)), numberedPixel(7, x / factor, y / factor));
      }
    }
  }

  void aSlowerClipHoldsItsFrames() {
    ClipView view;
    view.setClip(numberedClip(6, 8, 12.5));
    const QList<int> held{0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5};
    for (int cursor = 0; cursor < 12; ++cursor) {
      view.setFrame(cursor, 25);
      QCOMPARE(view.shownFrame(), held[cursor]);
    }
    for (int cursor = 11; cursor >= 0; --cursor) {
      view.setFrame(cursor, 25);
      QCOMPARE(view.shownFrame(), held[cursor]);
    }
  }

  void everyClipOfAPageMovesInTheSamePaint() {
    FrameClock clock;
    QWidget page;
    QVBoxLayout layout(&page);
    QList<ClipView*> tiles;
    for (int i = 0; i < 3; ++i) {
      tiles.append(new ClipView(&page));
      tiles.last()->setClip(numberedClip(12, 8, 25, 10 * i));
      tiles.last()->setClock(&clock);
      layout.addWidget(tiles.last());
    }
    clock.setTimeline(12, 25);
    page.resize(300, 600);
    page.show();
    QVERIFY(QTest::qWaitForWindowExposed(&page));
    QCoreApplication::processEvents();
    clock.setFrame(9);
    // No event loop ran: all of them already stand at the new frame when the next paint comes.
    for (const ClipView* tile : tiles) QCOMPARE(tile->shownFrame(), 9);
  }

  void hoverPlaysATileAlone() {
    ClipView view;
    view.setClip(numberedClip(12, 8, 200));
    view.setHoverPlays(true);
    view.resize(200, 200);
    view.show();
    QEnterEvent enter({20, 20}, {20, 20}, {20, 20});
    QCoreApplication::sendEvent(&view, &enter);
    QTRY_VERIFY(view.shownFrame() > 2);
    QEvent leave(QEvent::Leave);
    QCoreApplication::sendEvent(&view, &leave);
    const int stopped = view.shownFrame();
    QTest::qWait(30);
    QCOMPARE(view.shownFrame(), stopped);
  }

  void sidesAreMatchedInTimeAndPlace() {
    PairView view;
    view.setRecord(numberedPair());
    QCOMPARE(view.record().frameRate(), 25.0);
    QCOMPARE(view.record().frameCount(), 12);
    for (int cursor = 0; cursor < 12; ++cursor) {
      view.setFrame(cursor);
      QCOMPARE(view.partImage(0).size(), QSize(8, 8));
      QCOMPARE(view.partImage(0).pixel(5, 2), numberedPixel(cursor / 2, 2, 1, 100));
      QCOMPARE(view.partImage(1).pixel(5, 2), numberedPixel(cursor, 5, 2));
    }
    QVERIFY(view.scalingNote().contains(QStringLiteral("2 times")));
  }

  void aRecordReplacesEveryPart() {
    PairView view;
    view.setRecord(numberedPair(QStringLiteral("first")));
    PairRecord second;
    second.id = QStringLiteral("second");
    second.parts = {{ClipRole::Stage1, {}, numberedClip(6, 4, 12.5, 50), {}},
                    {ClipRole::Stage2, {}, nullptr, QStringLiteral("stage 2 is not trained yet")}};
    view.setRecord(second);
    QCOMPARE(view.record().id, QStringLiteral("second"));
    QVERIFY(view.partImage(1).isNull());
    QVERIFY(!view.measures());
    QVERIFY(view.accessibleDescription().contains(QStringLiteral("not trained yet")));
  }

  void partsOfARecordAreHandedOverTogether() {
    QTemporaryDir folder;
    test::writeNumberedClip(folder.filePath(QStringLiteral("one.npy")), 6, 4);
    QObject context;
    QList<PairRecord> got;
    loadRecord(QStringLiteral("id"), QStringLiteral("title"),
               {{ClipRole::Stage1, {}, folder.filePath(QStringLiteral("one.npy")), 12.5, {}},
                {ClipRole::Stage2, {}, folder.filePath(QStringLiteral("two.npy")), 25, {}},
                {ClipRole::Real, {}, {}, 25, QStringLiteral("no real clip belongs to a seed")}},
               &context, [&](PairRecord record) { got.append(std::move(record)); });
    QTRY_COMPARE(got.size(), 1);
    QVERIFY(got[0].parts[0].clip);
    QVERIFY(got[0].parts[1].missing.contains(QStringLiteral("two.npy")));
    QCOMPARE(got[0].parts[2].missing, QStringLiteral("no real clip belongs to a seed"));
  }

  void wipeDividesBetweenPixelsAlsoWhenZoomed() {
    Bench bench;
    bench.view->setMode(PairMode::Wipe);
    bench.clock.setFrame(3);
    for (const std::optional<int> zoom : {std::optional<int>(), std::optional<int>(100)}) {
      bench.view->setZoom(zoom);
      bench.view->setCenter({4, 4});
      bench.view->setWipe(0.5);
      QCOMPARE(pixelOf(*bench.view, bench.view->positionOf({3, 3})), numberedPixel(1, 1, 1, 100));
      QCOMPARE(pixelOf(*bench.view, bench.view->positionOf({4, 3})), numberedPixel(3, 4, 3));
    }
  }

  void theWipeIsDraggedByTheMouse() {
    Bench bench;
    bench.view->setMode(PairMode::Wipe);
    bench.view->setZoom(32);
    bench.view->setWipe(0.5);
    const QPointF line = (bench.view->positionOf({3, 4}) + bench.view->positionOf({4, 4})) / 2;
    const QPointF target = (bench.view->positionOf({5, 4}) + bench.view->positionOf({6, 4})) / 2;
    QTest::mousePress(bench.view, Qt::LeftButton, {}, line.toPoint());
    QMouseEvent move(QEvent::MouseMove, target, bench.view->mapToGlobal(target), Qt::NoButton,
                     Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(bench.view, &move);
    QTest::mouseRelease(bench.view, Qt::LeftButton, {}, target.toPoint());
    QVERIFY(qAbs(bench.view->wipe() - 0.75) < 0.01);
  }

  void differenceIsSignedAmplifiedAndClipped() {
    const auto plain = [](int level) {
      QImage image(8, 8, QImage::Format_RGB32);
      image.fill(qRgb(level, level, level));
      return image;
    };
    const auto at = [&](int a, int b, DifferenceKind kind, int gain) {
      return differenceImage(plain(a), plain(b), kind, gain).pixel(3, 3);
    };
    QCOMPARE(at(90, 90, DifferenceKind::Signed, 32), qRgb(255, 255, 255));
    QCOMPARE(at(0, 255, DifferenceKind::Signed, 1), qRgb(214, 92, 0));
    QCOMPARE(at(255, 0, DifferenceKind::Signed, 1), qRgb(0, 82, 204));
    QCOMPARE(at(100, 110, DifferenceKind::Signed, 32), qRgb(214, 92, 0));  // Clipped.
    const QRgb half = at(0, 51, DifferenceKind::Signed, 1);
    QCOMPARE(half, differenceColor(DifferenceKind::Signed, 0.2).rgb());
    QCOMPARE(at(100, 104, DifferenceKind::Signed, 8),
             differenceColor(DifferenceKind::Signed, 32.0 / 255).rgb());
    QCOMPARE(at(90, 90, DifferenceKind::Magnitude, 8), qRgb(0, 20, 60));
    QCOMPARE(at(0, 255, DifferenceKind::Magnitude, 1), qRgb(255, 233, 70));
    QCOMPARE(at(104, 100, DifferenceKind::Magnitude, 8),
             at(100, 104, DifferenceKind::Magnitude, 8));
  }

  void theDifferenceIsDrawnWhereThePixelIs() {
    Bench bench;
    bench.view->setMode(PairMode::Difference);
    bench.view->setGain(4);
    bench.clock.setFrame(5);
    const QImage expected = differenceImage(bench.view->partImage(0), bench.view->partImage(1),
                                            DifferenceKind::Signed, 4);
    for (const QPoint pixel : {QPoint(0, 0), QPoint(7, 7), QPoint(2, 5)}) {
      QCOMPARE(pixelOf(*bench.view, bench.view->positionOf(pixel)), expected.pixel(pixel));
    }
  }

  void theProbeReadsBothSides() {
    Bench bench;
    bench.clock.setFrame(8);
    const auto probe = bench.view->probe({5, 2});
    QVERIFY(probe);
    QCOMPARE(probe->left, numberedPixel(4, 2, 1, 100));
    QCOMPARE(probe->right, numberedPixel(8, 5, 2));
    QTest::mouseMove(bench.view, bench.view->positionOf({5, 2}).toPoint());
    QMouseEvent move(QEvent::MouseMove, bench.view->positionOf({5, 2}),
                     bench.view->mapToGlobal(bench.view->positionOf({5, 2})), Qt::NoButton,
                     Qt::NoButton, Qt::NoModifier);
    QCoreApplication::sendEvent(bench.view, &move);
    const QString text = bench.readout->text();
    QVERIFY2(text.contains(QStringLiteral("x 5, y 2")), qPrintable(text));
    QVERIFY2(text.contains(QStringLiteral("112  10   7")), qPrintable(text));
    QVERIFY2(text.contains(QStringLiteral(" 24  25  14")), qPrintable(text));
    QVERIFY2(text.contains(QStringLiteral("−88 +15 +7")), qPrintable(text));
  }

  void measuresAgreeWithTheirDefinitions() {
    const ClipPtr clip = numberedClip(2, 8, 25);
    const QImage same = frameImage(clip, 0);
    const FrameMeasures equal = measureFrames(same, same);
    QCOMPARE(equal.mae, 0.0);
    QCOMPARE(equal.psnr, std::numeric_limits<double>::infinity());
    QVERIFY(qAbs(equal.ssim - 1) < 1e-9);
    // Frame 1 is 3 higher in one of three channels.
    const FrameMeasures measures = measureFrames(same, frameImage(clip, 1));
    QVERIFY(qAbs(measures.mae - 1.0) < 1e-9);
    QVERIFY(qAbs(measures.psnr - 10 * std::log10(255.0 * 255 / 3)) < 1e-9);
    // Flat pictures: only the term of the means is left.
    QImage dark(16, 16, QImage::Format_RGB32), light(16, 16, QImage::Format_RGB32);
    dark.fill(qRgb(100, 100, 100));
    light.fill(qRgb(150, 150, 150));
    const double c1 = 0.01 * 255 * 0.01 * 255;
    QVERIFY(qAbs(measureFrames(dark, light).ssim -
                 (2 * 100.0 * 150 + c1) / (100.0 * 100 + 150.0 * 150 + c1)) < 1e-6);
  }

  void swapShowsTheOtherSideInTheNextPaint() {
    Bench bench;
    bench.view->setMode(PairMode::Single);
    bench.clock.setFrame(3);
    QCOMPARE(pixelOf(*bench.view, bench.view->positionOf({5, 2})), numberedPixel(1, 2, 1, 100));
    QTest::keyClick(bench.view, Qt::Key_X);
    QCOMPARE(bench.view->left(), 1);
    QCOMPARE(bench.view->right(), 0);
    QCOMPARE(pixelOf(*bench.view, bench.view->positionOf({5, 2})), numberedPixel(3, 5, 2));
  }

  void holdingBPeeksAndATapBlinks() {
    Bench bench;
    bench.view->setMode(PairMode::Single);
    const auto send = [&](QEvent::Type type, quint64 time) {
      QKeyEvent event(type, Qt::Key_B, Qt::NoModifier, QStringLiteral("b"));
      event.setTimestamp(time);
      QCoreApplication::sendEvent(bench.view, &event);
    };
    send(QEvent::KeyPress, 1000);
    QVERIFY(bench.view->isPeeking());
    QCOMPARE(pixelOf(*bench.view, bench.view->positionOf({5, 2})), numberedPixel(0, 5, 2));
    send(QEvent::KeyRelease, 2000);
    QVERIFY(!bench.view->isPeeking());
    QCOMPARE(bench.view->mode(), PairMode::Single);
    send(QEvent::KeyPress, 3000);
    send(QEvent::KeyRelease, 3050);
    QCOMPARE(bench.view->mode(), PairMode::Blink);
    // Let go of in another window: the other side does not stay.
    send(QEvent::KeyPress, 5000);
    QVERIFY(bench.view->isPeeking());
    QEvent left(QEvent::WindowDeactivate);
    QCoreApplication::sendEvent(&bench.window, &left);
    QVERIFY(!bench.view->isPeeking());
  }

  void blinkTakesTurns() {
    Bench bench;
    bench.view->setMode(PairMode::Blink);
    const QPointF at = bench.view->positionOf({5, 2});
    QCOMPARE(pixelOf(*bench.view, at), numberedPixel(0, 2, 1, 100));
    QTRY_COMPARE_WITH_TIMEOUT(pixelOf(*bench.view, at), numberedPixel(0, 5, 2), 3000);
    QTRY_COMPARE_WITH_TIMEOUT(pixelOf(*bench.view, at), numberedPixel(0, 2, 1, 100), 3000);
  }

  void tilesShowEveryPart() {
    Bench bench;
    PairRecord record = numberedPair();
    record.parts.append({ClipRole::Real, {}, numberedClip(12, 8, 25, 200), {}});
    bench.view->setRecord(record);
    QCOMPARE(bench.view->right(), 1);  // The real clip is not one of the two sides at first.
    bench.view->setMode(PairMode::Tile);
    const QImage shown = bench.view->grab().toImage();
    for (const QRgb first :
         {numberedPixel(0, 0, 0, 100), numberedPixel(0, 7, 7), numberedPixel(0, 7, 7, 200)}) {
      bool found = false;
      for (int y = 0; y < shown.height() && !found; ++y) {
        for (int x = 0; x < shown.width() && !found; ++x) found = shown.pixel(x, y) == first;
      }
      QVERIFY(found);
    }
  }

  void zoomAndPanAreSharedAndWhole() {
    Bench bench;
    bench.view->setZoom(64);
    QCOMPARE(bench.view->factor().text(), QStringLiteral("64x"));
    bench.view->setCenter({2, 2});
    // Zoomed in, the probe and the picture still agree.
    const auto pixel = bench.view->pixelAt(bench.view->positionOf({2, 2}));
    QCOMPARE(pixel.value_or(QPoint()), QPoint(2, 2));
    QCOMPARE(pixelOf(*bench.view, bench.view->positionOf({2, 2})), numberedPixel(0, 1, 1, 100));
    bench.view->zoomBy(-1);
    QCOMPARE(bench.view->factor().numerator, 32);
    bench.view->setZoom(std::nullopt);
    QVERIFY(bench.view->factor().numerator >= 1);
  }

  void linearBlursAndNearestDoesNot() {
    Bench bench;
    bench.view->setMode(PairMode::Single);
    bench.view->swapSides();
    const QPointF edge = (bench.view->positionOf({3, 3}) + bench.view->positionOf({4, 3})) / 2;
    const QRgb sharp = pixelOf(*bench.view, edge);
    QVERIFY(sharp == numberedPixel(0, 3, 3) || sharp == numberedPixel(0, 4, 3));
    QTest::keyClick(bench.view, Qt::Key_N);
    QVERIFY(bench.view->isSmooth());
    const QRgb soft = pixelOf(*bench.view, edge);
    QVERIFY(soft != numberedPixel(0, 3, 3) && soft != numberedPixel(0, 4, 3));
  }

  void keysWorkTheClockButNotFromATextField() {
    Bench bench;
    QTest::keyClick(bench.view, Qt::Key_Right);
    QTest::keyClick(bench.view, Qt::Key_Period);
    QCOMPARE(bench.clock.frame(), 2);
    QTest::keyClick(bench.view, Qt::Key_End);
    QCOMPARE(bench.clock.frame(), 11);
    QTest::keyClick(bench.view, Qt::Key_Left, Qt::ShiftModifier);
    QCOMPARE(bench.clock.frame(), 1);
    QTest::keyClick(bench.view, Qt::Key_L);
    QVERIFY(bench.clock.isPlaying());
    QTest::keyClick(bench.view, Qt::Key_Space);
    QVERIFY(!bench.clock.isPlaying());
    QTest::keyClick(bench.view, Qt::Key_R);
    QCOMPARE(bench.clock.loopMode(), LoopMode::Once);

    auto* text = new QLineEdit(&bench.window);
    text->show();
    text->setFocus();
    QTest::keyClick(text, Qt::Key_L);
    QTest::keyClick(text, Qt::Key_B);
    QTest::keyClick(text, Qt::Key_Space);
    QVERIFY(!bench.clock.isPlaying());
    QVERIFY(!bench.view->isPeeking());
    QCOMPARE(text->text(), QStringLiteral("lb "));
  }

  void theTimelineScrubsAndGoesOn() {
    FrameClock clock;
    clock.setTimeline(100, 25);
    Timeline timeline;
    timeline.setClock(&clock);
    timeline.resize(212, 30);
    timeline.show();
    clock.play();
    QTest::mousePress(&timeline, Qt::LeftButton, {}, {6 + 101, 10});
    QCOMPARE(clock.frame(), 50);
    QVERIFY(!clock.isPlaying());
    QTest::mouseRelease(&timeline, Qt::LeftButton, {}, {6 + 101, 10});
    QVERIFY(clock.isPlaying());
    clock.pause();
    QTest::keyClick(&timeline, Qt::Key_Right);
    QCOMPARE(clock.frame(), timeline.value());
  }

  void theTransportSaysWhereItIs() {
    QWidget window;
    FrameClock clock;
    clock.setTimeline(48, 25);
    PlaybackActions actions(clock, &window);
    Transport transport(clock, actions, &window);
    clock.setFrame(12);
    QCOMPARE(transport.findChild<QLabel*>(QStringLiteral("frameCounter"))->text(),
             QStringLiteral("012/047"));
    QVERIFY(transport.findChild<QLabel*>(QStringLiteral("frameRate"))
                ->text()
                .startsWith(QStringLiteral("25 fps")));
  }

  void everyControlHasAName() {
    Bench bench;
    Transport transport(bench.clock, bench.playback, &bench.window);
    Filmstrip strip(&bench.window);
    const QStringList unnamed = test::unnamedWidgets(bench.window);
    QVERIFY2(unnamed.isEmpty(), qPrintable(unnamed.join(QLatin1Char(','))));
  }
};

}  // namespace unroll::ui

QTEST_MAIN(unroll::ui::PlayerTest)
#include "player_test.moc"
