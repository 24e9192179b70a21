// What the desktop is told, by a bus of the test's own with something that plays the desktop.
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusVirtualObject>
#include <QProcess>
#include <QStandardPaths>
#include <QtTest>

#include "ui/shell/desktop_message.h"

namespace unroll::ui {

/// Takes every call to its path.
class FakeDesktop : public QDBusVirtualObject {
 public:
  QString introspect(const QString&) const override { return {}; }
  bool handleMessage(const QDBusMessage& message, const QDBusConnection&) override {
    calls.append(message);
    return true;
  }

  QList<QDBusMessage> calls;
};

class DesktopMessageTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void withoutADesktopNothingHappens() {
    qunsetenv("DBUS_SESSION_BUS_ADDRESS");
    tellDesktop(QStringLiteral("Nobody hears this."));
  }

  void aSentenceArrivesAsANotification() {
    const QString program = QStandardPaths::findExecutable(QStringLiteral("dbus-daemon"));
    if (program.isEmpty()) QSKIP("There is no dbus-daemon here.");
    QProcess bus;
    bus.start(program, {QStringLiteral("--session"), QStringLiteral("--nofork"),
                        QStringLiteral("--print-address")});
    QVERIFY(bus.waitForReadyRead());
    const QByteArray address = bus.readAllStandardOutput().trimmed();
    qputenv("DBUS_SESSION_BUS_ADDRESS", address);
    FakeDesktop desktop;
    QDBusConnection served =
        QDBusConnection::connectToBus(QString::fromLatin1(address), QStringLiteral("desktop"));
    QVERIFY(served.registerService(QStringLiteral("org.freedesktop.Notifications")));
    QVERIFY(
        served.registerVirtualObject(QStringLiteral("/org/freedesktop/Notifications"), &desktop));
    tellDesktop(QStringLiteral("pair.mp4 is <done>."));
    QTRY_COMPARE(desktop.calls.size(), 1);
    const QDBusMessage call = desktop.calls.first();
    QCOMPARE(call.member(), QStringLiteral("Notify"));
    // The signature that the specification asks for; text may hold markup, so it is escaped.
    QCOMPARE(call.signature(), QStringLiteral("susssasa{sv}i"));
    QCOMPARE(call.arguments().at(4).toString(), QStringLiteral("pair.mp4 is &lt;done&gt;."));
    QDBusConnection::disconnectFromBus(QStringLiteral("desktop"));
    bus.kill();
    bus.waitForFinished();
  }
};

}  // namespace unroll::ui

QTEST_MAIN(unroll::ui::DesktopMessageTest)
#include "desktop_message_test.moc"
