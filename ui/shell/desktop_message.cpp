#include "ui/shell/desktop_message.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QGuiApplication>
#include <QVariantMap>

namespace unroll::ui {
namespace {

constexpr int kUsualTime = -1;  ///< as long as the desktop likes

}  // namespace

void tellDesktop(const QString& sentence) {
  // Without an address Qt would start a bus of its own and wait for it.
  if (!qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS")) return;
  const QString name = QStringLiteral("org.freedesktop.Notifications");
  QDBusMessage call = QDBusMessage::createMethodCall(
      name, QStringLiteral("/org/freedesktop/Notifications"), name, QStringLiteral("Notify"));
  call.setArguments({QGuiApplication::applicationDisplayName(), 0U, QStringLiteral("unroll-studio"),
                     QGuiApplication::applicationDisplayName(), sentence.toHtmlEscaped(),
                     QStringList(), QVariantMap(), kUsualTime});
  QDBusConnection::sessionBus().send(call);
}

}  // namespace unroll::ui
