#include "ui/theme/dialog_parts.h"

#include <QBoxLayout>
#include <QDialog>
#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>

namespace unroll::ui {

QLabel* aboutLabel(const QString& text, QWidget* parent, int characters) {
  auto* about = new QLabel(text, parent);
  about->setWordWrap(true);
  about->setProperty("role", QStringLiteral("caption"));
  about->setMinimumWidth(parent->fontMetrics().averageCharWidth() * characters);
  return about;
}

void growToFit(QDialog& dialog) {
  QLayout& layout = *dialog.layout();
  layout.activate();
  const int width = dialog.width();
  const int height = layout.hasHeightForWidth() ? layout.totalHeightForWidth(width)
                                                : layout.totalSizeHint().height();
  if (dialog.isVisible() && height > dialog.height()) dialog.resize(width, height);
}

void DialogEnd::say(const QString& sentence) const {
  problem->setText(sentence);
  problem->setVisible(!sentence.isEmpty());
  ok->setEnabled(sentence.isEmpty());
  growToFit(*dialog);
}

DialogEnd addDialogEnd(QDialog& dialog, const QString& name, const QString& primary) {
  DialogEnd end;
  end.dialog = &dialog;
  end.problem = new QLabel(&dialog);
  end.problem->setObjectName(name + QStringLiteral("Problem"));
  end.problem->setProperty("role", QStringLiteral("error"));
  end.problem->setWordWrap(true);
  end.problem->hide();
  dialog.layout()->addWidget(end.problem);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, &dialog);
  buttons->button(QDialogButtonBox::Cancel)->setObjectName(name + QStringLiteral("Cancel"));
  end.ok = new QPushButton(primary, &dialog);
  end.ok->setObjectName(name + QStringLiteral("Start"));
  end.ok->setAccessibleName(primary);
  end.ok->setProperty("primary", true);
  end.ok->setDefault(true);
  buttons->addButton(end.ok, QDialogButtonBox::AcceptRole);
  dialog.layout()->addWidget(buttons);
  QObject::connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
  return end;
}

}  // namespace unroll::ui
