#include "ui/pages/train/failure_card.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>

#include "ui/theme/theme.h"

namespace unroll::ui {

FailureCard::FailureCard(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("failureCard"));
  setProperty("role", QStringLiteral("card"));
  setAttribute(Qt::WA_StyledBackground);
  auto* row = new QHBoxLayout(this);
  auto* icon = new QLabel(this);
  icon->setPixmap(Theme::icon("error", Role::Error).pixmap(QSize(20, 20), devicePixelRatioF()));
  row->addWidget(icon, 0, Qt::AlignTop);
  auto* texts = new QVBoxLayout;
  reason_ = new QLabel(this);
  reason_->setObjectName(QStringLiteral("failureReason"));
  reason_->setWordWrap(true);
  reason_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  kept_ = new QLabel(this);
  kept_->setObjectName(QStringLiteral("failureKept"));
  kept_->setProperty("role", QStringLiteral("caption"));
  kept_->setWordWrap(true);
  about_ = new QLabel(this);
  about_->setObjectName(QStringLiteral("failureRemedyText"));
  about_->setWordWrap(true);
  texts->addWidget(reason_);
  texts->addWidget(kept_);
  texts->addWidget(about_);
  row->addLayout(texts, 1);
  const auto button = [this, row](const QString& text, const char* name) {
    auto* made = new QPushButton(text, this);
    made->setObjectName(QString::fromLatin1(name));
    made->setAccessibleName(text);
    row->addWidget(made, 0, Qt::AlignTop);
    return made;
  };
  remedy_ = button(tr("Go on with less memory"), "failureRemedy");
  resume_ = button(tr("Resume from it"), "failureResume");
  auto* log = button(tr("Open log"), "failureLog");
  auto* copy = button(tr("Copy report"), "failureCopy");
  connect(remedy_, &QPushButton::clicked, this, &FailureCard::remedyWanted);
  connect(resume_, &QPushButton::clicked, this, &FailureCard::resumeWanted);
  connect(log, &QPushButton::clicked, this, &FailureCard::logWanted);
  connect(copy, &QPushButton::clicked, this,
          [this] { QGuiApplication::clipboard()->setText(text()); });
  hide();
}

void FailureCard::setFailure(const QString& reason, const QString& kept, bool canResume) {
  reason_->setText(tr("Training failed. %1").arg(reason));
  kept_->setText(kept);
  resume_->setVisible(canResume);
  setVisible(true);
}

void FailureCard::setRemedy(const QString& button, const QString& about) {
  remedy_->setVisible(!button.isEmpty());
  if (!button.isEmpty()) {
    remedy_->setText(button);
    remedy_->setAccessibleName(button);
  }
  about_->setText(about);
  about_->setVisible(!about.isEmpty());
}

QString FailureCard::text() const {
  QStringList lines;
  for (const QLabel* label : {reason_, kept_, about_}) {
    if (!label->text().isEmpty()) lines << label->text();
  }
  return lines.join(QLatin1Char('\n'));
}

}  // namespace unroll::ui
