#include "ui/shell/new_project_dialog.h"

#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QStandardPaths>

#include "protocol/built_in_recipes.h"
#include "ui/engine_client/engine_launcher.h"

namespace unroll::ui {

QString ProjectPlace::path() const {
  return QDir::cleanPath(folder->text().trimmed() + QLatin1Char('/') + name->text().trimmed());
}

void ProjectPlace::setEnabled(bool enabled) const {
  name->setEnabled(enabled);
  folder->setEnabled(enabled);
  choose->setEnabled(enabled);
}

ProjectPlace addProjectPlace(QFormLayout& form, QDialog& dialog, const QString& name,
                             const QString& folder) {
  ProjectPlace place;
  place.name = named(new QLineEdit(name, &dialog), "projectName",
                     NewProjectDialog::tr("Name of the project"));
  place.name->selectAll();
  form.addRow(NewProjectDialog::tr("Name"), place.name);
  place.folder = named(new QLineEdit(folder, &dialog), "projectFolder",
                       NewProjectDialog::tr("Folder that the project is made in"));
  place.choose = named(new QPushButton(NewProjectDialog::tr("Choose…"), &dialog), "chooseFolder",
                       NewProjectDialog::tr("Choose the folder"));
  place.choose->setAutoDefault(false);
  auto* row = new QHBoxLayout;
  row->addWidget(place.folder);
  row->addWidget(place.choose);
  form.addRow(NewProjectDialog::tr("In folder"), row);
  QObject::connect(place.choose, &QPushButton::clicked, &dialog, [place, &dialog] {
    const QString chosen = QFileDialog::getExistingDirectory(
        &dialog, NewProjectDialog::tr("Folder for the project"), place.folder->text());
    if (!chosen.isEmpty()) place.folder->setText(chosen);
  });
  return place;
}

NewProjectDialog::NewProjectDialog(StudioContext& context, QWidget* parent)
    : QDialog(parent), context_(context) {
  setObjectName(QStringLiteral("newProjectDialog"));
  setWindowTitle(tr("New project"));
  setAttribute(Qt::WA_DeleteOnClose);
  auto* outer = new QVBoxLayout(this);
  auto* form = new QFormLayout;
  outer->addLayout(form);
  const QString documents = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
  place_ = addProjectPlace(
      *form, *this, tr("my-videos"),
      context_.settings->value(QStringLiteral("projectsFolder"), documents).toString());
  recipe_ = new QComboBox(this);
  recipe_->setObjectName(QStringLiteral("projectRecipe"));
  recipe_->setAccessibleName(tr("Recipe"));
  for (const BuiltInRecipe& recipe : builtInRecipes())
    recipe_->addItem(
        QString::fromUtf8(recipe.name.data(), static_cast<qsizetype>(recipe.name.size())));
  form->addRow(tr("Recipe"), recipe_);
  about_ = aboutLabel({}, this, 60);
  form->addRow(QString(), about_);
  end_ = addDialogEnd(*this, QStringLiteral("newProject"), tr("Make the project"));
  connect(recipe_, &QComboBox::currentIndexChanged, this, &NewProjectDialog::describe);
  connect(end_.ok, &QPushButton::clicked, this, &NewProjectDialog::make);
  describe();
}

void NewProjectDialog::describe() {
  const auto recipe = builtInRecipe(recipe_->currentText().toStdString());
  if (!recipe) return;
  QStringList stages;
  for (const StageRecipe& stage : recipe->stages)
    stages.append(tr("%L1 frames of %2x%2").arg(stage.frames).arg(stage.size));
  about_->setText(QString::fromStdString(recipe->summary) + QLatin1Char('\n') +
                  tr("Windows: %1.").arg(stages.join(tr(", then "))));
}

void NewProjectDialog::refuse(const QString& sentence) {
  end_.say(sentence);
  end_.ok->setEnabled(true);  // The same may be tried again: a disk that was full, say.
}

void NewProjectDialog::make() {
  end_.say({});
  const QString path = place_.path();
  if (place_.name->text().trimmed().isEmpty() || place_.folder->text().isEmpty()) {
    refuse(tr("Give the project a name and a folder."));
    return;
  }
  end_.ok->setEnabled(false);
  context_.settings->setValue(QStringLiteral("projectsFolder"), place_.folder->text());
  EngineJob* job = context_.launcher->run(
      {QStringLiteral("new"), path, QStringLiteral("--recipe"), recipe_->currentText()}, this);
  connect(job, &EngineJob::finished, this, [this, job, path](EngineJob::Outcome outcome) {
    end_.ok->setEnabled(true);
    if (outcome == EngineJob::Outcome::Done) {
      Q_EMIT made(path);
      accept();
      return;
    }
    refuse(job->error());
  });
}

}  // namespace unroll::ui
