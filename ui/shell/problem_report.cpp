#include "ui/shell/problem_report.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QDateTime>
#include <QDialogButtonBox>
#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScreen>
#include <QStandardPaths>
#include <QSysInfo>
#include <QThread>

#include "ui/engine_client/engine_launcher.h"
#include "ui/engine_client/job_of_dialog.h"
#include "ui/engine_client/trainer_client.h"
#include "ui/export/job_binding.h"
#include "ui/export/job_queue.h"
#include "ui/model/cursors.h"
#include "ui/model/notices.h"
#include "ui/model/project_model.h"
#include "ui/model/run_model.h"
#include "ui/model/words.h"
#include "ui/plots/ask_file.h"

namespace unroll::ui {
namespace {

constexpr qsizetype kLines = 30;       ///< of each log
constexpr qint64 kTailBytes = 16'384;  ///< of trainer.log

QString tail(const QString& path) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) return {};
  if (file.size() > kTailBytes) file.seek(file.size() - kTailBytes);
  const QStringList lines = QString::fromUtf8(file.readAll()).trimmed().split(QLatin1Char('\n'));
  return lines.mid(std::max<qsizetype>(0, lines.size() - kLines)).join(QLatin1Char('\n'));
}

QString clock(double unixTime) {
  return QDateTime::fromMSecsSinceEpoch(qint64(unixTime * 1000)).toString(Qt::ISODate);
}

}  // namespace

// A report is read by those who wrote the program: it is in English, like their own words.
QString problemText(StudioContext& context) {
  QStringList lines{QStringLiteral("What I did, what I expected, and what happened instead:"),
                    {},
                    {},
                    QStringLiteral("---")};
  const auto fact = [&lines](const char* name, const QString& value) {
    if (!value.isEmpty()) lines.append(QStringLiteral("%1: %2").arg(QLatin1String(name), value));
  };
  fact("Unroll Studio", QStringLiteral(UNROLL_VERSION));
  fact("System", QStringLiteral("%1, kernel %2, %3")
                     .arg(QSysInfo::prettyProductName(), QSysInfo::kernelVersion(),
                          QSysInfo::currentCpuArchitecture()));
  fact("Qt",
       QStringLiteral("%1 on %2").arg(QLatin1String(qVersion()), QGuiApplication::platformName()));
  fact("Cores", QString::number(QThread::idealThreadCount()));
  if (const QScreen* screen = QGuiApplication::primaryScreen()) {
    fact("Screen", QStringLiteral("%1x%2 at %3")
                       .arg(screen->size().width())
                       .arg(screen->size().height())
                       .arg(screen->devicePixelRatio()));
  }
  fact("Engine", context.launcher->available() ? context.launcher->program()
                                               : context.launcher->whyMissing());
  ProjectModel& project = *context.project;
  RunModel* run = nullptr;
  if (project.isOpen()) {
    fact("Project", project.path());
    fact("Recipe", QString::fromStdString(project.recipe().name));
    if (project.freeBytesKnown()) fact("Free on its disk", bytesText(project.freeBytes()));
    run = project.run(context.cursors->run());
  }
  if (run != nullptr) {
    const std::string_view state = protocol::word(run->state());
    fact("Run", QStringLiteral("%1, state %2, stage %3, step %4, %5 checkpoints")
                    .arg(run->name(), QString::fromUtf8(state.data(), qsizetype(state.size())))
                    .arg(run->stage())
                    .arg(run->step())
                    .arg(run->checkpoints().size()));
    fact("Device of the run", run->info().device);
    fact("Failure", run->failure());
    fact("Connected to its trainer",
         context.trainer->speaksFor(run->folder()) ? QStringLiteral("yes") : QStringLiteral("no"));
  }
  for (const Job& job : context.jobs->jobs()) {
    if (job.state == JobState::Failed)
      fact("Failed job", QStringLiteral("%1: %2").arg(job.arguments.join(u' '), job.error));
  }
  const auto section = [&lines](const QString& title, const QStringList& texts) {
    if (texts.isEmpty()) return;
    lines += {QString(), title};
    lines += texts.mid(std::max<qsizetype>(0, texts.size() - kLines));
  };
  QStringList said;
  for (const Notice& notice : context.notices->all())
    said.append(clock(notice.time) + QLatin1Char(' ') + notice.sentence);
  section(QStringLiteral("The window said:"), said);
  if (run != nullptr) {
    QStringList events;
    for (const LogEntry& entry : run->log())
      events.append(clock(entry.time) + QLatin1Char(' ') + entry.sentence);
    section(QStringLiteral("The run said:"), events);
    const QString last = tail(run->folder() + QStringLiteral("/trainer.log"));
    if (!last.isEmpty())
      section(QStringLiteral("End of trainer.log:"), last.split(QLatin1Char('\n')));
  }
  return lines.join(QLatin1Char('\n')).replace(QDir::homePath() + u'/', QStringLiteral("~/")) +
         QLatin1Char('\n');
}

ProblemReport::ProblemReport(StudioContext& context, QWidget* parent)
    : QDialog(parent), context_(context) {
  setObjectName(QStringLiteral("problemReport"));
  setWindowTitle(tr("Report a problem"));
  setAttribute(Qt::WA_DeleteOnClose);
  resize(720, 560);
  auto* layout = new QVBoxLayout(this);
  auto* about = new QLabel(tr("Write at the top what went wrong, take out what is nobody's "
                              "business, and send the text to "
                              "whoever gave you this program. Nothing is sent from here."),
                           this);
  about->setWordWrap(true);
  layout->addWidget(about);
  text_ = new QPlainTextEdit(problemText(context), this);
  text_->setObjectName(QStringLiteral("problemText"));
  text_->setAccessibleName(tr("Text of the report"));
  text_->setTabChangesFocus(true);
  layout->addWidget(text_, 1);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
  buttons->button(QDialogButtonBox::Close)->setObjectName(QStringLiteral("problemClose"));
  const auto button = [this, buttons](const char* name, const QString& words) {
    auto* made = new QPushButton(words, this);
    made->setObjectName(QString::fromLatin1(name));
    made->setAccessibleName(words);
    made->setAutoDefault(false);
    buttons->addButton(made, QDialogButtonBox::ActionRole);
    return made;
  };
  connect(button("problemCopy", tr("Copy")), &QPushButton::clicked, this,
          [this] { QGuiApplication::clipboard()->setText(text_->toPlainText()); });
  connect(button("problemSave", tr("Save…")), &QPushButton::clicked, this, &ProblemReport::save);
  layout->addWidget(buttons);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  text_->setFocus();
  text_->moveCursor(QTextCursor::Down);
  askDevices();
}

void ProblemReport::askDevices() {
  if (!context_.launcher->available()) return;
  EngineJob* job = context_.launcher->run({QStringLiteral("devices")}, this);
  cancelWithDialog(*job, *this, *context_.launcher);
  connect(job, &EngineJob::finished, this, [this, job] {
    QStringList names;
    for (const QJsonValue& device : job->result().value(QLatin1String("devices")).toArray())
      names.append(device.toObject().value(QLatin1String("name")).toString());
    job->deleteLater();
    // At the end: what the person writes meanwhile stays where it is.
    text_->appendPlainText(
        QStringLiteral("Devices: %1").arg(names.isEmpty() ? job->error() : names.join(u", ")));
  });
}

void ProblemReport::save() {
  const QString documents = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
  const QString path =
      askFileToWrite(this, tr("Save the report"), documents + QStringLiteral("/unroll-problem.txt"),
                     {QStringLiteral("txt")});
  if (path.isEmpty()) return;
  const QByteArray bytes = text_->toPlainText().toUtf8();
  if (const auto problem = writeFile(path, bytes)) return context_.notices->error(*problem);
  sayWritten(path, *context_.notices);
}

}  // namespace unroll::ui
