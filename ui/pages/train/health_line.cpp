#include "ui/pages/train/health_line.h"

#include "ui/model/run_model.h"
#include "ui/theme/theme.h"

namespace unroll::ui {

HealthLine::HealthLine(QWidget* parent) : QLabel(parent) {
  setObjectName(QStringLiteral("healthLine"));
  setFont(Theme::captionFont());
  setTextFormat(Qt::RichText);
  setWordWrap(true);
}

void HealthLine::setHealth(const Health& health) {
  using Level = Health::Item::Level;
  QStringList words;
  QStringList spoken;
  QStringList reasons;
  for (const Health::Item& item : health.items) {
    const QString sign = item.level == Level::Fine      ? QStringLiteral("✓")
                         : item.level == Level::Warning ? QStringLiteral("⚠")
                                                        : QStringLiteral("✖");
    QString word = QStringLiteral("%1 %2").arg(sign, item.text);
    spoken.append(word);
    reasons.append(QStringLiteral("%1: %2").arg(item.text, item.why));
    // A no-break space keeps the mark with its word.
    word = word.toHtmlEscaped().replace(QLatin1Char(' '), QStringLiteral("&nbsp;"));
    if (item.level != Level::Fine) {
      word = QStringLiteral("<span style=\"color:%1\">%2</span>")
                 .arg(Theme::color(Role::Error).name(), word);
    }
    words.append(word);
  }
  const QString line = words.isEmpty()
                           ? QString()
                           : QStringLiteral("<span style=\"color:%1\">%2</span> &nbsp; %3")
                                 .arg(Theme::color(Role::TextSecondary).name(), tr("Health"),
                                      words.join(QStringLiteral(" &nbsp; ")));
  if (line != text()) setText(line);
  setToolTip(reasons.join(QLatin1Char('\n')));
  setAccessibleName(spoken.join(QStringLiteral(", ")));
  setAccessibleDescription(reasons.join(QLatin1Char(' ')));
}

}  // namespace unroll::ui
