#include "ui/pages/train/recipe_form.h"

#include <limits>

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QGridLayout>
#include <QGroupBox>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QSpinBox>
#include <QTabWidget>
#include <QToolButton>
#include <QUndoCommand>

#include "protocol/recipe_json.h"
#include "ui/pages/train/recipe_texts.h"
#include "ui/theme/theme.h"

namespace unroll::ui {
namespace {

QString words(std::string_view text) {
  return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString shown(const FieldValue& value) { return QString::fromStdString(toText(value)); }

/// What the person typed as a value of the field's type; empty when it is none.
std::optional<FieldValue> parsed(FieldKind kind, const QString& text) {
  bool fine = true;
  switch (kind) {
    case FieldKind::Boolean:
      return FieldValue(text == QLatin1String("true"));
    case FieldKind::Integer: {
      const qlonglong value = QLocale::c().toLongLong(text.simplified().remove(u' '), &fine);
      if (fine) return FieldValue(static_cast<int64_t>(value));
      return std::nullopt;
    }
    case FieldKind::Number: {
      const double value = QLocale::c().toDouble(text.simplified(), &fine);
      if (fine) return FieldValue(value);
      return std::nullopt;
    }
    case FieldKind::Text:
      return FieldValue(text.toStdString());
  }
  return std::nullopt;
}

}  // namespace

/// One edit of one value; edits of the same value in a row are one step of undo.
class RecipeEdit : public QUndoCommand {
 public:
  RecipeEdit(RecipeForm& form, int row, const QString& name, Recipe before, Recipe after)
      : form_(form), row_(row), before_(std::move(before)), after_(std::move(after)) {
    setText(RecipeForm::tr("change of %1").arg(name));
  }
  void undo() override { form_.take(before_); }
  void redo() override { form_.take(after_); }
  int id() const override { return row_; }
  bool mergeWith(const QUndoCommand* other) override {
    after_ = static_cast<const RecipeEdit*>(other)->after_;
    return true;
  }

 private:
  RecipeForm& form_;
  int row_;
  Recipe before_, after_;
};

RecipeForm::RecipeForm(QWidget* parent) : QWidget(parent) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  tabs_ = new QTabWidget(this);
  tabs_->setObjectName(QStringLiteral("recipeTabs"));
  tabs_->setAccessibleName(tr("Parts of the recipe"));
  tabs_->tabBar()->setObjectName(QStringLiteral("recipeTabBar"));
  tabs_->tabBar()->setAccessibleName(tr("Parts of the recipe"));
  layout->addWidget(tabs_, 1);
  problemLabel_ = new QLabel(this);
  problemLabel_->setObjectName(QStringLiteral("recipeProblem"));
  problemLabel_->setProperty("role", QStringLiteral("error"));
  problemLabel_->setWordWrap(true);
  layout->addWidget(problemLabel_);
  help_ = new QLabel(this);
  help_->setObjectName(QStringLiteral("recipeHelp"));
  help_->setProperty("role", QStringLiteral("caption"));
  help_->setFont(Theme::captionFont());
  help_->setWordWrap(true);
  help_->setOpenExternalLinks(true);
  help_->setMinimumHeight(3 * fontMetrics().height());
  help_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
  help_->setText(tr("Choose a field to read what it means."));
  layout->addWidget(help_);
}

void RecipeForm::setRecipe(const Recipe& recipe, const Recipe& base, const QString& baseName) {
  const bool known = !rows_.isEmpty() && recipe == recipe_;
  const bool sameShape = !rows_.isEmpty() && recipe.stages.size() == recipe_.stages.size();
  recipe_ = recipe;
  base_ = base;
  baseName_ = baseName;
  if (!known) undo_.clear();
  if (!sameShape) build();
  showAll();
}

void RecipeForm::build() {
  const int tab = tabs_->currentIndex();
  while (tabs_->count() > 0) {
    QWidget* old = tabs_->widget(0);
    tabs_->removeTab(0);
    old->deleteLater();
  }
  rows_.clear();
  rowOf_.clear();
  QList<Row> whole;
  for (const RecipeField& field : recipeFields()) {
    if (field.info.key == "version") continue;
    Row row;
    row.id = words(field.info.key);
    row.info = field.info;
    row.kind = field.kind();
    row.value = [&field](const Recipe& recipe) { return field.value(recipe); };
    row.assign = [&field](Recipe& recipe, const FieldValue& value) { field.assign(recipe, value); };
    whole.append(row);
  }
  tabs_->addTab(buildTab(tr("Whole"), whole, 0), tr("Whole"));
  for (size_t k = 0; k < recipe_.stages.size(); ++k) {
    QList<Row> rows;
    for (const StageField& field : stageFields()) {
      if (field.info.laterStagesOnly && k == 0) continue;
      Row row;
      row.id = QStringLiteral("stage%1.%2").arg(k + 1).arg(words(field.info.key));
      row.info = field.info;
      row.kind = field.kind();
      row.value = [&field, k](const Recipe& recipe) { return field.value(recipe.stages[k]); };
      row.assign = [&field, k](Recipe& recipe, const FieldValue& value) {
        field.assign(recipe.stages[k], value);
      };
      rows.append(row);
    }
    const QString title = tr("Stage %1").arg(k + 1);
    tabs_->addTab(buildTab(title, rows, rows_.size()), title);
  }
  tabs_->setCurrentIndex(std::clamp(tab, 0, tabs_->count() - 1));
}

QWidget* RecipeForm::buildTab(const QString& title, QList<Row>& rows, qsizetype first) {
  auto* scroll = new QScrollArea(tabs_);
  scroll->setObjectName(QStringLiteral("recipeScroll"));
  scroll->setAccessibleName(title);
  scroll->setWidgetResizable(true);
  scroll->setFocusPolicy(Qt::NoFocus);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  auto* body = new QWidget(scroll);
  auto* layout = new QVBoxLayout(body);
  layout->setContentsMargins(4, 8, 8, 8);
  QStringList groups;
  for (const Row& row : std::as_const(rows)) {
    const QString group = recipeText(row.info.group);
    if (!groups.contains(group)) groups.append(group);
  }
  for (const QString& group : std::as_const(groups)) {
    auto* box = new QGroupBox(group, body);
    auto* grid = new QGridLayout(box);
    grid->setColumnStretch(1, 1);
    grid->setVerticalSpacing(4);
    int line = 0;
    for (qsizetype i = 0; i < rows.size(); ++i) {
      Row& row = rows[i];
      if (recipeText(row.info.group) != group) continue;
      row.name = new QLabel(fieldName(row.info.key), box);
      row.editor = makeEditor(row, first + i, box);
      row.name->setBuddy(row.editor);
      auto* unit = new QLabel(recipeText(row.info.unit), box);
      unit->setProperty("role", QStringLiteral("caption"));
      unit->setFont(Theme::captionFont());
      auto* restore = new QToolButton(box);
      restore->setObjectName(QStringLiteral("restore-") + row.id);
      restore->setIcon(Theme::icon("undo"));
      restore->setIconSize({12, 12});
      restore->setAccessibleName(tr("Put %1 back").arg(fieldName(row.info.key)));
      QSizePolicy policy = restore->sizePolicy();
      policy.setRetainSizeWhenHidden(true);
      restore->setSizePolicy(policy);
      connect(restore, &QToolButton::clicked, this,
              [this, index = first + i] { edit(index, rows_.at(index).value(base_)); });
      row.restore = restore;
      grid->addWidget(row.name, line, 0);
      grid->addWidget(row.editor, line, 1);
      grid->addWidget(unit, line, 2);
      grid->addWidget(restore, line, 3);
      ++line;
    }
    layout->addWidget(box);
  }
  layout->addStretch(1);
  scroll->setWidget(body);
  rows_.append(rows);
  return scroll;
}

QWidget* RecipeForm::makeEditor(Row& row, qsizetype index, QWidget* parent) {
  QWidget* editor = nullptr;
  const auto put = [this, index](const QString& text) {
    if (showing_) return;
    const Row& edited = rows_.at(index);
    const std::optional<FieldValue> value = parsed(edited.kind, text);
    if (value && isAllowed(edited.info, *value)) {
      edit(index, *value);
      return;
    }
    showValue(edited);
    problemLabel_->setText(
        tr("'%1' is not allowed for %2: it takes %3.")
            .arg(text, fieldName(edited.info.key), allowedText(edited.info, edited.kind)));
    problemLabel_->show();
  };
  if (row.kind == FieldKind::Boolean) {
    auto* box = new QCheckBox(parent);
    connect(box, &QCheckBox::toggled, this,
            [put](bool on) { put(on ? QStringLiteral("true") : QStringLiteral("false")); });
    editor = box;
  } else if (!row.info.choices.empty()) {
    auto* box = new QComboBox(parent);
    for (const std::string_view choice : row.info.choices) box->addItem(words(choice));
    connect(box, &QComboBox::currentTextChanged, this, put);
    box->setFocusPolicy(Qt::StrongFocus);
    editor = box;
  } else if (row.kind == FieldKind::Integer &&
             row.info.maximum <= std::numeric_limits<int>::max()) {
    auto* box = new QSpinBox(parent);
    box->setRange(static_cast<int>(row.info.minimum), static_cast<int>(row.info.maximum));
    box->setKeyboardTracking(false);
    box->setFocusPolicy(Qt::StrongFocus);
    connect(box, &QSpinBox::valueChanged, this, [put](int value) { put(QString::number(value)); });
    editor = box;
  } else {
    auto* box = new QLineEdit(parent);
    connect(box, &QLineEdit::editingFinished, this, [this, put, box, index] {
      if (box->text() != shown(rows_.at(index).value(recipe_))) put(box->text());
    });
    editor = box;
  }
  editor->setObjectName(QStringLiteral("field-") + row.id);
  editor->setAccessibleName(
      row.id.startsWith(QLatin1String("stage"))
          ? tr("%1 of stage %2").arg(fieldName(row.info.key), row.id.mid(5, 1))
          : fieldName(row.info.key));
  editor->setAccessibleDescription(recipeText(row.info.help));
  editor->setToolTip(recipeText(row.info.help));
  editor->installEventFilter(this);
  rowOf_.insert(editor, index);
  return editor;
}

bool RecipeForm::eventFilter(QObject* watched, QEvent* event) {
  const auto row = rowOf_.constFind(watched);
  if (row != rowOf_.cend()) {
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::Enter) explain(rows_.at(*row));
    // A wheel that scrolls the form must not change numbers on its way.
    if (event->type() == QEvent::Wheel && !static_cast<QWidget*>(watched)->hasFocus()) {
      event->ignore();
      return true;
    }
  }
  return QWidget::eventFilter(watched, event);
}

void RecipeForm::explain(const Row& row) {
  QString text = QStringLiteral("<b>%1</b>: %2 %3")
                     .arg(words(row.info.key), recipeText(row.info.help).toHtmlEscaped(),
                          tr("It takes %1.").arg(allowedText(row.info, row.kind)).toHtmlEscaped());
  if (!row.info.paper.empty())
    text += QStringLiteral(" <a href=\"%1\">%1</a>").arg(words(row.info.paper));
  help_->setText(text);
}

void RecipeForm::edit(qsizetype index, const FieldValue& value) {
  const Row& row = rows_.at(index);
  if (row.value(recipe_) == value) return;
  Recipe after = recipe_;
  row.assign(after, value);
  undo_.push(new RecipeEdit(*this, static_cast<int>(index), fieldName(row.info.key), recipe_,
                            std::move(after)));
}

void RecipeForm::take(const Recipe& recipe) {
  recipe_ = recipe;
  showAll();
  Q_EMIT changed(recipe_);
}

void RecipeForm::showValue(const Row& row) {
  showing_ = true;
  const QString text = shown(row.value(recipe_));
  if (auto* check = qobject_cast<QCheckBox*>(row.editor)) {
    check->setChecked(text == QLatin1String("true"));
  } else if (auto* choice = qobject_cast<QComboBox*>(row.editor)) {
    choice->setCurrentText(text);
  } else if (auto* number = qobject_cast<QSpinBox*>(row.editor)) {
    number->setValue(text.toInt());
  } else if (auto* line = qobject_cast<QLineEdit*>(row.editor)) {
    if (line->text() != text) line->setText(text);
    if (!line->hasFocus()) line->setCursorPosition(0);  // A long text is read from its beginning.
  }
  showing_ = false;
}

void RecipeForm::showAll() {
  const bool comparable = base_.stages.size() == recipe_.stages.size();
  for (const Row& row : std::as_const(rows_)) {
    showValue(row);
    const bool differs = comparable && row.value(recipe_) != row.value(base_);
    QFont font = row.name->font();
    font.setBold(differs);
    row.name->setFont(font);
    row.name->setText(differs ? QStringLiteral("● ") + fieldName(row.info.key)
                              : fieldName(row.info.key));
    row.restore->setVisible(differs);
    if (differs)
      row.restore->setToolTip(tr("Back to %1 as in %2").arg(shown(row.value(base_)), baseName_));
  }
  const auto valid = validate(recipe_);
  problem_ = valid ? QString() : QString::fromStdString(valid.error().message);
  problemLabel_->setText(problem_);
  problemLabel_->setVisible(!problem_.isEmpty());
}

QStringList RecipeForm::differences() const {
  QStringList keys;
  if (base_.stages.size() != recipe_.stages.size()) return keys;
  for (const Row& row : rows_) {
    if (row.value(recipe_) != row.value(base_)) keys.append(row.id);
  }
  return keys;
}

}  // namespace unroll::ui
