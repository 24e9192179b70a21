#pragma once

#include <functional>

#include <QHash>
#include <QUndoStack>
#include <QWidget>

#include "protocol/recipe.h"
#include "protocol/recipe_schema.h"

class QLabel;
class QTabWidget;

namespace unroll::ui {

/// The recipe as a form, made from the schema's tables: one tab for the whole and one for each
/// stage, groups, ranges, units and help. What differs from `base` is marked and can be put back;
/// every edit can be undone. Threads: GUI only.
class RecipeForm : public QWidget {
  Q_OBJECT
 public:
  explicit RecipeForm(QWidget* parent = nullptr);

  /// `base`: what marks are against. Forgets the undo steps when another recipe comes.
  void setRecipe(const Recipe& recipe, const Recipe& base, const QString& baseName);
  const Recipe& recipe() const { return recipe_; }
  QUndoStack* undoStack() { return &undo_; }
  /// One sentence when the recipe as a whole cannot be trained; empty when it can.
  QString problem() const { return problem_; }
  /// Keys that differ from the base: "seed", "stage2.batch".
  QStringList differences() const;

 Q_SIGNALS:
  void changed(const Recipe& recipe);  ///< by the person, also by undo

 private:
  friend class RecipeEdit;
  struct Row {
    QString id;  ///< "stage2.batch"
    FieldInfo info;
    FieldKind kind = FieldKind::Text;
    std::function<FieldValue(const Recipe&)> value;
    std::function<void(Recipe&, const FieldValue&)> assign;
    QWidget* editor = nullptr;
    QLabel* name = nullptr;
    QWidget* restore = nullptr;
  };

  void build();
  QWidget* buildTab(const QString& title, QList<Row>& rows, qsizetype first);
  QWidget* makeEditor(Row& row, qsizetype index, QWidget* parent);
  void showValue(const Row& row);
  void showAll();
  void edit(qsizetype index, const FieldValue& value);
  void take(const Recipe& recipe);
  void explain(const Row& row);
  bool eventFilter(QObject* watched, QEvent* event) override;

  Recipe recipe_, base_;
  QString baseName_, problem_;
  QUndoStack undo_;
  QList<Row> rows_;
  QHash<QObject*, qsizetype> rowOf_;
  QTabWidget* tabs_ = nullptr;
  QLabel *help_ = nullptr, *problemLabel_ = nullptr;
  bool showing_ = false;
};

}  // namespace unroll::ui
