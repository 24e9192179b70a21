#include "ui/shell/project_dialog.h"

#include <QBoxLayout>
#include <QDialogButtonBox>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QFormLayout>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QStandardPaths>

#include "protocol/built_in_recipes.h"
#include "protocol/recipe_json.h"
#include "ui/export/job_binding.h"
#include "ui/export/written_bytes.h"
#include "ui/model/background.h"
#include "ui/model/notices.h"
#include "ui/model/project_model.h"
#include "ui/model/words.h"
#include "ui/plots/ask_file.h"

namespace unroll::ui {
namespace {

constexpr qint64 kMostRecipeBytes = 1 << 20;

QString stagesText(const Recipe& recipe) {
  QStringList stages;
  for (const StageRecipe& stage : recipe.stages)
    stages.append(ProjectDialog::tr("%L1 frames of %2x%2").arg(stage.frames).arg(stage.size));
  return stages.join(ProjectDialog::tr(", then "));
}

QLabel* selectable(QLabel* label, const char* name, const QString& accessible) {
  label->setObjectName(QString::fromLatin1(name));
  label->setAccessibleName(accessible);
  label->setWordWrap(true);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse);
  return label;
}

}  // namespace

ProjectDialog::ProjectDialog(StudioContext& context, QWidget* parent)
    : QDialog(parent), context_(context) {
  setObjectName(QStringLiteral("projectDialog"));
  setWindowTitle(tr("Project settings"));
  setAttribute(Qt::WA_DeleteOnClose);
  setMinimumWidth(fontMetrics().averageCharWidth() * 80);
  auto* layout = new QVBoxLayout(this);
  auto* form = new QFormLayout;
  layout->addLayout(form);
  addFacts(form);
  addRecipe(form);
  layout->addStretch(1);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
  buttons->button(QDialogButtonBox::Close)->setObjectName(QStringLiteral("projectClose"));
  layout->addWidget(buttons);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(context_.project, &ProjectModel::recipeChanged, this, &ProjectDialog::describe);
  connect(context_.project, &ProjectModel::closed, this, &QDialog::reject);
  describe();
  measure();
}

void ProjectDialog::addFacts(QFormLayout* form) {
  const ProjectModel& project = *context_.project;
  form->addRow(tr("Name"),
               selectable(new QLabel(project.name(), this), "projectNameText", tr("Name")));
  auto* folder = new QHBoxLayout;
  folder->addWidget(
      selectable(new QLabel(project.path(), this), "projectPathText", tr("Folder of the project")),
      1);
  auto* show = new QPushButton(tr("Show"), this);
  show->setObjectName(QStringLiteral("projectShow"));
  show->setAccessibleName(tr("Show the folder of the project"));
  show->setAutoDefault(false);
  connect(show, &QPushButton::clicked, this,
          [this] { openWithDesktop(context_.project->path(), context_.notices); });
  folder->addWidget(show);
  form->addRow(tr("Folder"), folder);
  disk_ = selectable(new QLabel(tr("measuring"), this), "projectDisk", tr("Room on the disk"));
  form->addRow(tr("On the disk"), disk_);
}

void ProjectDialog::addRecipe(QFormLayout* form) {
  recipe_ = selectable(new QLabel(this), "projectRecipeText", tr("Recipe of the next new run"));
  form->addRow(tr("Recipe"), recipe_);
  auto* row = new QHBoxLayout;
  const auto button = [this, row](const char* name, const QString& text) {
    auto* made = new QPushButton(text, this);
    made->setObjectName(QString::fromLatin1(name));
    made->setAccessibleName(text);
    made->setAutoDefault(false);
    row->addWidget(made);
    return made;
  };
  connect(button("projectEditRecipe", tr("Edit on the Train page")), &QPushButton::clicked, this,
          [this] {
            Q_EMIT recipeWanted();
            accept();
          });
  button("projectReplaceRecipe", tr("Replace"))->setMenu(replaceMenu());
  connect(button("projectSaveRecipe", tr("Save to a file…")), &QPushButton::clicked, this,
          &ProjectDialog::saveRecipe);
  row->addStretch(1);
  form->addRow(QString(), row);
  auto* note = new QLabel(tr("Runs keep the recipe they were begun with. Steps, checkpoints that "
                             "are kept, previews and measures are part of it."),
                          this);
  note->setProperty("role", QStringLiteral("caption"));
  note->setWordWrap(true);
  form->addRow(QString(), note);
}

QMenu* ProjectDialog::replaceMenu() {
  auto* menu = new QMenu(this);
  for (const BuiltInRecipe& known : builtInRecipes()) {
    const QString name = QString::fromUtf8(known.name.data(), qsizetype(known.name.size()));
    QAction* action = menu->addAction(tr("By %1").arg(name));
    action->setObjectName(QStringLiteral("recipe-") + name);
    connect(action, &QAction::triggered, this, [this, name] {
      if (const auto recipe = builtInRecipe(name.toStdString())) replaceBy(*recipe);
    });
  }
  menu->addSeparator();
  QAction* file = menu->addAction(tr("By a file…"));
  file->setObjectName(QStringLiteral("recipe-file"));
  connect(file, &QAction::triggered, this, &ProjectDialog::replaceByFile);
  return menu;
}

void ProjectDialog::measure() {
  const QDir project(context_.project->path());
  const auto measured = [project] {
    QList<qint64> bytes;
    for (const char* part : {"data", "runs", "exports", "cache"})
      bytes.append(bytesAt(project.filePath(QLatin1String(part))));
    return bytes;
  };
  inBackground(this, measured, [this](const QList<qint64>& bytes) {
    const auto text = [&bytes](int part) { return bytesText(quint64(bytes.at(part))); };
    QString words =
        tr("data %1, runs %2, exports %3, kept samples %4").arg(text(0), text(1), text(2), text(3));
    if (context_.project->freeBytesKnown())
      words += tr("; %1 are free").arg(bytesText(context_.project->freeBytes()));
    disk_->setText(words);
  });
}

void ProjectDialog::describe() {
  const Recipe& recipe = context_.project->recipe();
  const QString name = QString::fromStdString(recipe.name);
  recipe_->setText(QStringLiteral("%1\n%2").arg(name.isEmpty() ? tr("without a name") : name,
                                                stagesText(recipe)));
}

void ProjectDialog::replaceBy(const Recipe& recipe) {
  const Recipe before = context_.project->recipe();
  context_.project->saveRecipe(recipe);
  ProjectModel* project = context_.project;
  const QString path = project->path();
  context_.notices->done(
      tr("The next new run takes the recipe %1.").arg(QString::fromStdString(recipe.name)),
      tr("Undo"), [project, path, before] {
        if (project->path() == path) project->saveRecipe(before);
      });
  accept();  // Undo stands in the window, which this dialog keeps from hearing clicks.
}

void ProjectDialog::replaceByFile() {
  const QString path =
      QFileDialog::getOpenFileName(this, tr("A recipe"), {}, tr("Recipes (*.json)"));
  if (path.isEmpty()) return;
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) {
    context_.notices->error(tr("'%1' cannot be read: %2.").arg(path, file.errorString()));
    return;
  }
  const QByteArray text = file.read(kMostRecipeBytes);
  const auto recipe = parseRecipe(
      std::string_view(text.constData(), static_cast<size_t>(text.size())), path.toStdString());
  if (!recipe) return context_.notices->error(QString::fromStdString(recipe.error().message));
  replaceBy(*recipe);
}

void ProjectDialog::saveRecipe() {
  const QString documents = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
  const QString path =
      askFileToWrite(this, tr("Save the recipe"),
                     QStringLiteral("%1/%2.json").arg(documents, context_.project->name()),
                     {QStringLiteral("json")});
  if (path.isEmpty()) return;
  const QByteArray text = QByteArray::fromStdString(toJson(context_.project->recipe()));
  if (const auto problem = writeFile(path, text)) return context_.notices->error(*problem);
  sayWritten(path, *context_.notices);
}

}  // namespace unroll::ui
