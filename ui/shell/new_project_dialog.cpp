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

NewProjectDialog::NewProjectDialog(StudioContext& context, QWidget* parent)
    : QDialog(parent), context_(context) {
  setObjectName(QStringLiteral("newProjectDialog"));
  setWindowTitle(tr("New project"));
  setAttribute(Qt::WA_DeleteOnClose);
  auto* outer = new QVBoxLayout(this);
  auto* form = new QFormLayout;
  outer->addLayout(form);
  name_ = new QLineEdit(tr("my-videos"), this);
  name_->setObjectName(QStringLiteral("projectName"));
  name_->setAccessibleName(tr("Name of the project"));
  name_->selectAll();
  form->addRow(tr("Name"), name_);
  const QString documents = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
  folder_ = new QLineEdit(
      context_.settings->value(QStringLiteral("projectsFolder"), documents).toString(), this);
  folder_->setObjectName(QStringLiteral("projectFolder"));
  folder_->setAccessibleName(tr("Folder that the project is made in"));
  auto* browse = new QPushButton(tr("Choose…"), this);
  browse->setObjectName(QStringLiteral("chooseFolder"));
  browse->setAccessibleName(tr("Choose the folder"));
  auto* row = new QHBoxLayout;
  row->addWidget(folder_);
  row->addWidget(browse);
  form->addRow(tr("In folder"), row);
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
  browse->setAutoDefault(false);
  connect(browse, &QPushButton::clicked, this, [this] {
    const QString chosen =
        QFileDialog::getExistingDirectory(this, tr("Folder for the project"), folder_->text());
    if (!chosen.isEmpty()) folder_->setText(chosen);
  });
  connect(recipe_, &QComboBox::currentIndexChanged, this, &NewProjectDialog::describe);
  connect(end_.ok, &QPushButton::clicked, this, &NewProjectDialog::make);
  describe();
}

QString NewProjectDialog::projectPath() const {
  return QDir::cleanPath(folder_->text() + QLatin1Char('/') + name_->text().trimmed());
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
  adjustSize();
}

void NewProjectDialog::make() {
  end_.say({});
  const QString path = projectPath();
  if (name_->text().trimmed().isEmpty() || folder_->text().isEmpty()) {
    refuse(tr("Give the project a name and a folder."));
    return;
  }
  end_.ok->setEnabled(false);
  context_.settings->setValue(QStringLiteral("projectsFolder"), folder_->text());
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
