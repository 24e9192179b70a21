#include "ui/model/words.h"

#include <cmath>

#include <QAction>
#include <QCoreApplication>
#include <QLocale>

#include "io/event_log.h"

namespace unroll::ui {
namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(Words)
};

}  // namespace

QString durationText(double seconds) {
  const qint64 whole = std::llround(std::max(seconds, 0.0));
  const qint64 minutes = (whole + 30) / 60;
  if (whole < 90) return Words::tr("%L1 s").arg(whole);
  if (minutes < 60) return Words::tr("%L1 min").arg(minutes);
  if (minutes < 48 * 60) return Words::tr("%L1 h %2 min").arg(minutes / 60).arg(minutes % 60);
  return Words::tr("%L1 d %2 h").arg(minutes / 1440).arg(minutes % 1440 / 60);
}

QString ageText(double unixTime) {
  const double age = unixNow() - unixTime;
  return age < 5 ? Words::tr("just now") : Words::tr("%1 ago").arg(durationText(age));
}

QString lengthText(double seconds) {
  return Words::tr("%1 s").arg(QLocale().toString(seconds, 'f', 1));
}

QString bytesText(quint64 bytes) {
  double leading = static_cast<double>(bytes);
  while (leading >= 1000) leading /= 1000;
  return QLocale().formattedDataSize(static_cast<qint64>(bytes), leading < 10 ? 1 : 0,
                                     QLocale::DataSizeSIFormat);
}

void explainKeys(QAction& action, const QString& about) {
  const auto explain = [&action, about] {
    const QString text = about.isEmpty() ? action.text() : about;
    const QString keys = action.shortcut().toString(QKeySequence::NativeText);
    action.setToolTip(keys.isEmpty() ? text : QStringLiteral("%1  (%2)").arg(text, keys));
  };
  QObject::connect(&action, &QAction::changed, &action, explain);
  explain();
}

double unixNow() { return io::unixTime(); }

}  // namespace unroll::ui
