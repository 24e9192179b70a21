#include "ui/shell/save_as_dialog.h"

#include <QBoxLayout>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>

#include "ui/export/export_settings.h"
#include "ui/model/background.h"
#include "ui/model/notices.h"
#include "ui/model/project_copy.h"
#include "ui/model/project_model.h"
#include "ui/model/words.h"

namespace unroll::ui {
namespace {

constexpr int kWatchMs = 100;
constexpr int kParts = 1000;  ///< of the bar

}  // namespace

SaveAsDialog::SaveAsDialog(StudioContext& context, QWidget* parent)
    : QDialog(parent), context_(context) {
  setObjectName(QStringLiteral("saveAsDialog"));
  setWindowTitle(tr("Save the project as"));
  setAttribute(Qt::WA_DeleteOnClose);
  auto* layout = new QVBoxLayout(this);
  layout->addWidget(aboutLabel(
      tr("A copy of the whole project, with its clips, runs, checkpoints and exports, which is "
         "opened then. This project stays as it is; so does its queue of exports."),
      this));
  auto* form = new QFormLayout;
  layout->addLayout(form);
  const QFileInfo copy(freePath(context_.project->path() + QStringLiteral("-copy"), nullptr));
  place_ = addProjectPlace(*form, *this, copy.fileName(), copy.absolutePath());
  bar_ = named(new QProgressBar(this), "saveAsProgress", tr("Progress"));
  bar_->setRange(0, kParts);
  bar_->setTextVisible(false);
  layout->addWidget(bar_);
  state_ = named(new QLabel(this), "saveAsState", tr("How far the copy is"));
  layout->addWidget(state_);
  end_ = addDialogEnd(*this, QStringLiteral("saveAs"), tr("Save the copy"));
  connect(end_.ok, &QPushButton::clicked, this, &SaveAsDialog::start);
  connect(place_.name, &QLineEdit::textChanged, this, &SaveAsDialog::check);
  connect(place_.folder, &QLineEdit::textChanged, this, &SaveAsDialog::check);
  connect(context_.project, &ProjectModel::runsChanged, this, [this] {
    if (copy_ == nullptr) check();
  });
  connect(context_.project, &ProjectModel::closed, this, &SaveAsDialog::reject);
  watch_.setInterval(kWatchMs);
  connect(&watch_, &QTimer::timeout, this, &SaveAsDialog::showProgress);
  setCopying(false);
  check();
}

SaveAsDialog::~SaveAsDialog() {
  if (copy_ != nullptr) copy_->stop = true;
}

void SaveAsDialog::check() {
  QString problem;
  if (place_.name->text().trimmed().isEmpty() ||
      !QFileInfo(place_.folder->text().trimmed()).isAbsolute()) {
    problem = tr("Give the copy a name and a folder, from the first '/' on.");
  } else if (QFileInfo::exists(place_.path())) {
    problem = tr("'%1' is there already: choose another name.").arg(place_.path());
  }
  for (const QString& name : context_.project->runNames()) {
    if (context_.project->runInfo(name)->live)
      problem = tr("Run '%1' is being trained: stop it on the Train page first.").arg(name);
  }
  end_.say(problem);
}

void SaveAsDialog::reject() {
  if (copy_ == nullptr) return QDialog::reject();
  copy_->stop = true;
  showProgress();
}

void SaveAsDialog::start() {
  copy_ = std::make_shared<CopyProgress>();
  setCopying(true);
  const QString to = place_.path();
  const auto work = [from = context_.project->path(), to, progress = copy_] {
    return copyProject(realVfs(), from.toStdString(), to.toStdString(), *progress);
  };
  inBackground(this, work, [this, to](const Result<void>& done) {
    const bool givenUp = copy_->stop;
    copy_.reset();
    setCopying(false);
    if (givenUp) {
      // It may have come too late to be heard.
      if (done) context_.notices->info(tr("The copy '%1' was whole already; it stays.").arg(to));
      return QDialog::reject();
    }
    if (!done) {
      end_.say(QString::fromStdString(done.error().message));
      end_.ok->setEnabled(true);  // What was in the way may have gone.
      return;
    }
    Q_EMIT made(to);
    accept();
  });
}

void SaveAsDialog::setCopying(bool copying) {
  place_.setEnabled(!copying);
  bar_->setVisible(copying);
  state_->setVisible(copying);
  if (!copying) return watch_.stop();
  end_.say({});
  end_.ok->setEnabled(false);
  showProgress();
  growToFit(*this);
  watch_.start();
}

void SaveAsDialog::showProgress() {
  const uint64_t done = copy_->done, total = copy_->total;
  const double share = total == 0 ? 0 : static_cast<double>(done) / static_cast<double>(total);
  bar_->setValue(static_cast<int>(share * kParts));
  state_->setText(copy_->stop  ? tr("The copy is being given up…")
                  : total == 0 ? tr("Looking at the project…")
                               : tr("%1 of %2").arg(bytesText(done), bytesText(total)));
}

}  // namespace unroll::ui
