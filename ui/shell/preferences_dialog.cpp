#include "ui/shell/preferences_dialog.h"

#include <QAction>
#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QTabBar>
#include <QTabWidget>

#include "ui/shell/key_editor.h"
#include "ui/shell/shortcuts.h"

namespace unroll::ui {

PreferencesDialog::PreferencesDialog(const QList<FoundAction>& actions, Shortcuts& shortcuts,
                                     QSettings& settings, QWidget* parent)
    : QDialog(parent) {
  setObjectName(QStringLiteral("preferences"));
  setWindowTitle(tr("Preferences"));
  setAttribute(Qt::WA_DeleteOnClose);
  resize(640, 560);
  auto* layout = new QVBoxLayout(this);
  auto* tabs = new QTabWidget(this);
  tabs->setObjectName(QStringLiteral("preferenceTabs"));
  tabs->setAccessibleName(tr("Groups of preferences"));
  tabs->tabBar()->setObjectName(QStringLiteral("preferenceTabBar"));
  tabs->tabBar()->setAccessibleName(tr("Groups of preferences"));
  tabs->addTab(buildGeneral(actions, settings), tr("General"));
  tabs->addTab(new KeyEditor(actions, shortcuts, tabs), tr("Keys"));
  layout->addWidget(tabs, 1);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
  QPushButton* close = buttons->button(QDialogButtonBox::Close);
  close->setObjectName(QStringLiteral("preferencesClose"));
  // Enter belongs to the keys that are being edited.
  close->setAutoDefault(false);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  layout->addWidget(buttons);
}

QComboBox* PreferencesDialog::choiceOf(const QList<FoundAction>& actions, const QString& prefix,
                                       const char* name, const QString& accessible) {
  auto* box = new QComboBox(this);
  box->setObjectName(QLatin1String(name));
  box->setAccessibleName(accessible);
  for (const FoundAction& found : actions) {
    QAction* action = found.action;
    if (!action->objectName().startsWith(prefix)) continue;
    box->addItem(action->text(), QVariant::fromValue(action));
    if (action->isChecked()) box->setCurrentIndex(box->count() - 1);
  }
  connect(box, &QComboBox::activated, this,
          [box] { box->currentData().value<QAction*>()->trigger(); });
  return box;
}

QWidget* PreferencesDialog::buildGeneral(const QList<FoundAction>& actions, QSettings& settings) {
  auto* general = new QWidget(this);
  auto* form = new QFormLayout(general);
  form->addRow(tr("Theme"),
               choiceOf(actions, QStringLiteral("theme"), "preferenceTheme", tr("Theme")));
  form->addRow(tr("Size of the window's contents"),
               choiceOf(actions, QStringLiteral("scale"), "preferenceScale",
                        tr("Size of the window's contents")));
  auto* note = new QLabel(
      tr("The window begins anew at the new size, with all as it was; training goes on."), general);
  note->setProperty("role", QStringLiteral("caption"));
  form->addRow(QString(), note);
  auto* plays = new QCheckBox(tr("Previews play by themselves when a run is opened"), general);
  plays->setObjectName(QStringLiteral("preferenceAutoplay"));
  plays->setChecked(settings.value(QStringLiteral("autoplay"), true).toBool());
  connect(plays, &QCheckBox::toggled, this,
          [&settings](bool on) { settings.setValue(QStringLiteral("autoplay"), on); });
  form->addRow(QString(), plays);
  return general;
}

}  // namespace unroll::ui
