#include "gui/real_engine.h"

#include <QProcess>

namespace unroll::ui::test {

QString engineProgram() {
  const QString folder = qEnvironmentVariable("UNROLL_BIN_DIR", QStringLiteral(UNROLL_BIN_DIR));
  return folder + QStringLiteral("/unroll");
}

QStringList words(const char* text) {
  return QString::fromLatin1(text).split(u' ', Qt::SkipEmptyParts);
}

bool runEngine(const QStringList& arguments) {
  QProcess process;
  process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
  process.start(engineProgram(), arguments);
  return process.waitForFinished(kEnginePatienceMs) &&
         process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
}

bool makeTinyProject(const QString& folder, const QStringList& settings) {
  QStringList arguments{QStringLiteral("new"), folder};
  arguments += words(
      "--recipe demo-32 --set channels=2 --set criticChannels=2 --set batch=2 --set latent=8 "
      "--set frames=8 --set spatialFrames=4 --set standingBatches=2 --set steps=1000000 "
      "--set logEvery=1 --set previewEvery=0");
  for (const QString& setting : settings) arguments << QStringLiteral("--set") << setting;
  return runEngine(arguments);
}

bool importScenes(const QString& folder) {
  return runEngine(QStringList{QStringLiteral("import"), folder} +
                   words("--synthetic moving-scenes --clips 16 --clip-frames 40"));
}

}  // namespace unroll::ui::test
