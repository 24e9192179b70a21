#include "ui/model/words.h"

#include <cmath>

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

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

QString bytesText(quint64 bytes) {
  return QLocale().formattedDataSize(static_cast<qint64>(bytes), bytes < 10'000'000 ? 1 : 0,
                                     QLocale::DataSizeSIFormat);
}

double unixNow() { return static_cast<double>(QDateTime::currentMSecsSinceEpoch()) / 1000; }

}  // namespace unroll::ui
