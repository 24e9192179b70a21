#include "ui/shell/log_drawer.h"

#include <algorithm>

#include <QBoxLayout>
#include <QClipboard>
#include <QComboBox>
#include <QDateTime>
#include <QDesktopServices>
#include <QFileInfo>
#include <QGuiApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QUrl>

#include "ui/model/cursors.h"
#include "ui/model/notices.h"
#include "ui/model/project_model.h"
#include "ui/model/run_model.h"
#include "ui/theme/theme.h"

namespace unroll::ui {

LogDrawer::LogDrawer(StudioContext& context, QWidget* parent) : QWidget(parent), context_(context) {
  setObjectName(QStringLiteral("logDrawer"));
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(12, 6, 12, 6);
  layout->setSpacing(4);
  auto* head = new QHBoxLayout;
  auto* title = new QLabel(tr("Log"), this);
  QFont bold = title->font();
  bold.setWeight(QFont::DemiBold);
  title->setFont(bold);
  head->addWidget(title);
  level_ = new QComboBox(this);
  level_->setObjectName(QStringLiteral("logLevel"));
  level_->setAccessibleName(tr("Lines shown"));
  level_->addItems({tr("All"), tr("Errors")});
  head->addWidget(level_);
  head->addStretch(1);
  const auto button = [this, head](const QString& text, const char* name) {
    auto* made = new QPushButton(text, this);
    made->setObjectName(QString::fromLatin1(name));
    made->setAccessibleName(text);
    head->addWidget(made);
    return made;
  };
  auto* copy = button(tr("Copy"), "copyLog");
  auto* file = button(tr("Open the trainer's log file"), "openLogFile");
  layout->addLayout(head);
  lines_ = new QPlainTextEdit(this);
  lines_->setObjectName(QStringLiteral("logLines"));
  lines_->setAccessibleName(tr("Log"));
  lines_->setReadOnly(true);
  lines_->setFont(Theme::captionFont());
  layout->addWidget(lines_, 1);
  connect(level_, &QComboBox::currentIndexChanged, this, &LogDrawer::fill);
  connect(copy, &QPushButton::clicked, this,
          [this] { QGuiApplication::clipboard()->setText(lines_->toPlainText()); });
  connect(file, &QPushButton::clicked, this, [this] {
    if (run_ == nullptr) return;
    const QString path = run_->folder() + QStringLiteral("/trainer.log");
    if (QFileInfo::exists(path)) {
      QDesktopServices::openUrl(QUrl::fromLocalFile(path));
    } else {
      context_.notices->info(
          tr("This run was started in a terminal: it has no log file of its own."));
    }
  });
  connect(context_.cursors, &Cursors::runChanged, this, &LogDrawer::followRun);
  connect(context_.project, &ProjectModel::runsChanged, this, &LogDrawer::followRun);
  connect(context_.notices, &Notices::said, this, &LogDrawer::fill);
  followRun();
}

QString LogDrawer::text() const { return lines_->toPlainText(); }

void LogDrawer::followRun() {
  RunModel* run = context_.project->run(context_.cursors->run());
  if (run != run_) {
    if (run_ != nullptr) run_->disconnect(this);
    run_ = run;
    if (run_ != nullptr) {
      connect(run_, &RunModel::logChanged, this, &LogDrawer::fill);
    }
  }
  fill();
}

void LogDrawer::fill() {
  struct Line {
    double time;
    QString text;
  };
  const bool errors = level_->currentIndex() == 1;
  QList<Line> lines;
  if (run_ != nullptr) {
    for (const LogEntry& entry : run_->log()) {
      if (errors && !entry.error) continue;
      const QString where = entry.stage > 0 ? tr("stage %1: ").arg(entry.stage) : QString();
      lines.append(
          {entry.time, (entry.error ? tr("Error: ") : QString()) + where + entry.sentence});
    }
  }
  for (const Notice& notice : context_.notices->all()) {
    const bool error = notice.kind == Notice::Kind::Error;
    if (errors && !error) continue;
    lines.append({notice.time, (error ? tr("Error: ") : QString()) + notice.sentence});
  }
  std::stable_sort(lines.begin(), lines.end(),
                   [](const Line& a, const Line& b) { return a.time < b.time; });
  QStringList texts;
  for (const Line& line : std::as_const(lines)) {
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(line.time * 1000));
    texts.append(time.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss  ")) + line.text);
  }
  const QString text = texts.join(QLatin1Char('\n'));
  if (text == lines_->toPlainText()) return;
  lines_->setPlainText(text);
  lines_->verticalScrollBar()->setValue(lines_->verticalScrollBar()->maximum());
}

}  // namespace unroll::ui
