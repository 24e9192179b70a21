#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include <QApplication>
#include <QCommandLineParser>
#include <QFileInfo>
#include <QLibraryInfo>
#include <QLocale>
#include <QTemporaryDir>
#include <QTranslator>

#include "ui/engine_client/engine_launcher.h"
#include "ui/shell/capture.h"
#include "ui/shell/main_window.h"
#include "ui/shell/project_link.h"
#include "ui/shell/studio.h"
#include "ui/theme/theme.h"

namespace {

constexpr int kUsage = 2;
constexpr int kNotFound = 4;
constexpr int kNoDisplay = 5;

struct Options {
  QString project, page, capture, theme, settings;
  QSize size;
  double scale = 0;  ///< 0: the stored one
  bool sample = false;
};

[[noreturn]] void refuse(const QString& sentence, int code) {
  std::fprintf(stderr, "%s\n", qPrintable(sentence));
  std::exit(code);
}

/// Of "--name value" or "--name=value"; empty when it is not given.
QByteArray earlyValue(int argc, char** argv, const QByteArray& name) {
  for (int i = 1; i < argc; ++i) {
    const QByteArray word(argv[i]);
    if (word == name && i + 1 < argc) return argv[i + 1];
    if (word.startsWith(QByteArray(name + '='))) return word.mid(name.size() + 1);
  }
  return {};
}

/// Qt reads the scale before there is an application, so the arguments are looked at by hand.
double earlyScale(int argc, char** argv) {
  const QByteArray wanted = earlyValue(argc, argv, "--scale");
  if (!wanted.isEmpty()) return wanted.toDouble();
  const QString key = QStringLiteral("scale");
  const QByteArray file = earlyValue(argc, argv, "--settings");
  if (!file.isEmpty()) {
    return QSettings(QString::fromLocal8Bit(file), QSettings::IniFormat).value(key, 1.0).toDouble();
  }
  return QSettings(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("unroll"),
                   QStringLiteral("studio"))
      .value(key, 1.0)
      .toDouble();
}

bool given(int argc, char** argv, const QByteArray& option) {
  for (int i = 1; i < argc; ++i) {
    if (option == argv[i] || QByteArray(argv[i]).startsWith(QByteArray(option + '='))) return true;
  }
  return false;
}

/// Without a display a picture can still be drawn; a window cannot be shown.
void checkDisplay(int argc, char** argv) {
#ifdef Q_OS_LINUX
  if (qEnvironmentVariableIsSet("QT_QPA_PLATFORM") || qEnvironmentVariableIsSet("DISPLAY") ||
      qEnvironmentVariableIsSet("WAYLAND_DISPLAY")) {
    return;
  }
  for (const char* harmless : {"--capture", "--help", "-h", "--version", "-v", "--help-all"}) {
    if (!given(argc, argv, harmless)) continue;
    qputenv("QT_QPA_PLATFORM", "offscreen");
    return;
  }
  refuse(QStringLiteral("There is no display here: open the studio on a desktop, or draw a page "
                        "with --capture FILE.png; 'unroll' does all the rest without one."),
         kNoDisplay);
#else
  Q_UNUSED(argc);
  Q_UNUSED(argv);
#endif
}

Options parse(const QApplication& app) {
  QCommandLineParser parser;
  parser.setApplicationDescription(
      QApplication::translate("Studio", "The window of Unroll: train, look, compare, export."));
  parser.addHelpOption();
  parser.addVersionOption();
  parser.addPositionalArgument(
      QStringLiteral("PROJECT"),
      QApplication::translate("Studio", "Project folder to open, a file of it, or a packed model."),
      QStringLiteral("[PROJECT|FILE]"));
  const auto option = [&parser](const char* name, const char* value, const QString& help) {
    parser.addOption(
        QCommandLineOption(QString::fromLatin1(name), help, QString::fromLatin1(value)));
  };
  option("page", "NAME",
         QApplication::translate("Studio", "Page to show: data, train, samples, compare or jobs."));
  option(
      "capture", "FILE.png",
      QApplication::translate("Studio", "Write a picture of the window once it is loaded; leave."));
  option("size", "WxH", QApplication::translate("Studio", "Size of the window."));
  option("theme", "dark|light", QApplication::translate("Studio", "Colours, for this time."));
  option("scale", "FACTOR", QApplication::translate("Studio", "Size of the contents: 1 to 3."));
  option("settings", "FILE.ini",
         QApplication::translate("Studio", "Settings file in place of the user's own."));
  parser.addOption(QCommandLineOption(
      QStringLiteral("sample"),
      QApplication::translate("Studio", "Open the sample project, made when it is not there.")));
  parser.process(app);
  Options options;
  options.project = parser.positionalArguments().value(0);
  options.page = parser.value(QStringLiteral("page"));
  options.capture = parser.value(QStringLiteral("capture"));
  options.theme = parser.value(QStringLiteral("theme"));
  options.settings = parser.value(QStringLiteral("settings"));
  options.sample = parser.isSet(QStringLiteral("sample"));
  if (parser.isSet(QStringLiteral("size"))) {
    const QStringList parts = parser.value(QStringLiteral("size")).split(QLatin1Char('x'));
    options.size = QSize(parts.value(0).toInt(), parts.value(1).toInt());
    if (options.size.width() < 200 || options.size.height() < 200)
      refuse(QApplication::translate("Studio", "--size takes WxH, for example 1440x900."), kUsage);
  }
  if (!options.theme.isEmpty() && options.theme != QLatin1String("dark") &&
      options.theme != QLatin1String("light")) {
    refuse(QApplication::translate("Studio", "--theme takes dark or light."), kUsage);
  }
  if (parser.isSet(QStringLiteral("scale"))) {
    options.scale = parser.value(QStringLiteral("scale")).toDouble();
    if (options.scale < 0.5 || options.scale > 4)
      refuse(QApplication::translate("Studio", "--scale takes a number from 0.5 to 4."), kUsage);
  }
  const QFileInfo wanted(options.project);
  const bool model = wanted.isFile() && wanted.suffix() == QLatin1String("safetensors");
  if (!options.project.isEmpty() && !options.sample && !model &&
      unroll::ui::projectOf(options.project).isEmpty()) {
    refuse(QApplication::translate("Studio",
                                   "'%1' is no project folder: it holds no project.json; make one "
                                   "with 'unroll new' or in the window.")
               .arg(options.project),
           kNotFound);
  }
  if (!options.page.isEmpty()) {
    QStringList keys;
    for (const unroll::ui::PageEntry& entry : unroll::ui::pageEntries())
      keys.append(QString::fromLatin1(entry.key));
    if (!keys.contains(options.page)) {
      refuse(QApplication::translate("Studio", "There is no page '%1': choose one of %2.")
                 .arg(options.page, keys.join(QStringLiteral(", "))),
             kUsage);
    }
  }
  return options;
}

/// Gives the scale to Qt, unless the environment does. True: it is ours to take back.
bool setScale(double scale) {
  if (scale < 0.5 || scale > 4 || scale == 1.0 || qEnvironmentVariableIsSet("QT_SCALE_FACTOR"))
    return false;
  return qputenv("QT_SCALE_FACTOR", QByteArray::number(scale));
}

/// The words of the program that takes this one's place; empty: none does.
using Words = std::vector<std::string>;

int run(int argc, char** argv, Words& next) {
  QCoreApplication::setOrganizationName(QStringLiteral("unroll"));
  QCoreApplication::setApplicationName(QStringLiteral("unroll-studio"));
  QCoreApplication::setApplicationVersion(QStringLiteral(UNROLL_VERSION));
  const bool scaled = setScale(earlyScale(argc, argv));
  checkDisplay(argc, argv);
  QApplication app(argc, argv);
  QGuiApplication::setApplicationDisplayName(QStringLiteral("Unroll Studio"));
  QGuiApplication::setDesktopFileName(QStringLiteral("unroll-studio"));
  QTranslator own;
  QTranslator qt;
  if (own.load(QLocale(), QStringLiteral("unroll"), QStringLiteral("_"), QStringLiteral(":/i18n")))
    QApplication::installTranslator(&own);
  else if (own.load(QStringLiteral(":/i18n/unroll_en.qm")))  // Its plural forms.
    QApplication::installTranslator(&own);
  if (qt.load(QLocale(), QStringLiteral("qtbase"), QStringLiteral("_"),
              QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
    QApplication::installTranslator(&qt);
  const Options options = parse(app);

  // A picture must not depend on, or change, how the person left the window.
  QTemporaryDir scratch;
  const bool capturing = !options.capture.isEmpty();
  const QString settings = capturing && options.settings.isEmpty()
                               ? scratch.filePath(QStringLiteral("studio.ini"))
                               : options.settings;
  unroll::ui::Studio studio(settings);
  using Mode = unroll::ui::Theme::Mode;
  const int stored = studio.context().settings->value(QStringLiteral("theme"), 0).toInt();
  unroll::ui::Theme::apply(options.theme == QLatin1String("dark")    ? Mode::Dark
                           : options.theme == QLatin1String("light") ? Mode::Light
                                                                     : static_cast<Mode>(stored));
  QApplication::setWindowIcon(unroll::ui::Theme::icon("app"));
  unroll::ui::MainWindow window(studio.context());
  // A picture is of one size, whatever screen there is.
  if (options.size.isValid() || capturing)
    window.resize(options.size.isValid() ? options.size : unroll::ui::MainWindow::kFirstSize);
  if (!options.page.isEmpty()) window.preferPage(options.page);
  if (options.sample) {
    window.openSample(options.project);
  } else if (!options.project.isEmpty()) {
    window.openPath(options.project);
  } else if (!capturing) {
    window.restoreSession();
  }
  QObject::connect(&window, &unroll::ui::MainWindow::restartWanted, &app, [&] {
    // The settings file knows the rest: project, page, cursors, windows, scale.
    next = {QCoreApplication::applicationFilePath().toStdString()};
    if (!options.settings.isEmpty()) {
      next.push_back("--settings");
      next.push_back(options.settings.toStdString());
    }
    if (scaled) qunsetenv("QT_SCALE_FACTOR");
    QApplication::quit();
  });
  window.show();
  if (capturing) unroll::ui::captureWhenReady(window, options.capture);
  return QApplication::exec();
}

}  // namespace

int main(int argc, char** argv) {
  Words next;
  const int code = run(argc, argv, next);
  if (next.empty()) return code;
  std::vector<char*> words;
  for (std::string& word : next) words.push_back(word.data());
  words.push_back(nullptr);
  ::execv(words.front(), words.data());
  std::fprintf(stderr, "'%s' could not be started again: %s; start it by hand.\n", words.front(),
               std::strerror(errno));
  return kNotFound;
}
