#include "ui/pages/train/health_line.h"

#include <QBoxLayout>
#include <QLabel>

#include "ui/model/run_model.h"
#include "ui/theme/theme.h"

namespace unroll::ui {

HealthLine::HealthLine(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("healthLine"));
  row_ = new QHBoxLayout(this);
  row_->setContentsMargins(0, 0, 0, 0);
  row_->setSpacing(Theme::kGroupGap);
}

void HealthLine::setHealth(const Health& health) {
  using Level = Health::Item::Level;
  QStringList words;
  for (const Health::Item& item : health.items) {
    const QString sign = item.level == Level::Fine      ? QStringLiteral("✓")
                         : item.level == Level::Warning ? QStringLiteral("⚠")
                                                        : QStringLiteral("✖");
    words.append(QStringLiteral("%1 %2").arg(sign, item.text));
  }
  const QString text = words.join(QStringLiteral(" · "));
  if (text == text_) return;
  text_ = text;
  while (row_->count() > 0) {
    QLayoutItem* old = row_->takeAt(0);
    delete old->widget();
    delete old;
  }
  auto* title = new QLabel(health.items.isEmpty() ? QString() : tr("Health"), this);
  title->setProperty("role", QStringLiteral("caption"));
  row_->addWidget(title);
  for (qsizetype i = 0; i < health.items.size(); ++i) {
    const Health::Item& item = health.items.at(i);
    auto* label = new QLabel(words.at(i), this);
    label->setFont(Theme::captionFont());
    label->setToolTip(item.why);
    label->setAccessibleDescription(item.why);
    if (item.level != Level::Fine) {
      QPalette palette = label->palette();
      palette.setColor(QPalette::WindowText, Theme::color(Role::Error));
      label->setPalette(palette);
    }
    row_->addWidget(label);
  }
  row_->addStretch(1);
}

}  // namespace unroll::ui
