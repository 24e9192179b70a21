#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QSpinBox>
#include <QToolButton>
#include <QtTest>

#include "gui/support.h"
#include "protocol/built_in_recipes.h"
#include "ui/pages/train/recipe_form.h"
#include "ui/theme/theme.h"

namespace unroll::ui {

using test::named;

class RecipeFormTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() {
    QLocale::setDefault(QLocale::c());
    Theme::apply(Theme::Mode::Dark);
    recipe_ = builtInRecipe("demo-32").value();
  }

  void init() {
    form_ = std::make_unique<RecipeForm>();
    form_->setRecipe(recipe_, recipe_, QStringLiteral("demo-32"));
    form_->show();
  }

  void everyKeyOfTheSchemaHasANamedField() {
    for (const RecipeField& field : recipeFields()) {
      if (field.info.key == "version") continue;
      const std::string name = "field-" + std::string(field.info.key);
      QVERIFY2(form_->findChild<QWidget*>(QString::fromStdString(name)), name.c_str());
    }
    for (size_t k = 1; k <= recipe_.stages.size(); ++k) {
      for (const StageField& field : stageFields()) {
        const std::string name =
            "field-stage" + std::to_string(k) + "." + std::string(field.info.key);
        const bool wanted = k > 1 || !field.info.laterStagesOnly;
        QCOMPARE(form_->findChild<QWidget*>(QString::fromStdString(name)) != nullptr, wanted);
      }
    }
    QCOMPARE(test::unnamedWidgets(*form_), QStringList());
  }

  void anEditIsMarkedUndoneAndPutBack() {
    QSignalSpy changed(form_.get(), &RecipeForm::changed);
    auto* batch = named<QSpinBox>(*form_, "field-stage1.batch");
    const int before = batch->value();
    batch->setValue(before + 3);
    QCOMPARE(form_->recipe().stages[0].batch, before + 3);
    QCOMPARE(form_->differences(), QStringList{QStringLiteral("stage1.batch")});
    auto* restore = named<QToolButton>(*form_, "restore-stage1.batch");
    QVERIFY(!restore->isHidden());
    form_->undoStack()->undo();
    QCOMPARE(batch->value(), before);
    QCOMPARE(form_->differences(), QStringList());
    form_->undoStack()->redo();
    QCOMPARE(batch->value(), before + 3);
    restore->click();
    QCOMPARE(batch->value(), before);
    QCOMPARE(changed.count(), 4);
  }

  void editsOfOneFieldAreOneStepOfUndo() {
    auto* batch = named<QSpinBox>(*form_, "field-stage1.batch");
    const int before = batch->value();
    for (int i = 1; i <= 5; ++i) batch->setValue(before + i);
    named<QCheckBox>(*form_, "field-stage2.matchingCritic")->toggle();
    QCOMPARE(form_->undoStack()->count(), 2);
    form_->undoStack()->undo();
    form_->undoStack()->undo();
    QVERIFY(form_->recipe() == recipe_);
  }

  void aValueOutOfRangeIsRefusedWithTheRange() {
    auto* rate = named<QLineEdit>(*form_, "field-stage1.generatorRate");
    const double before = form_->recipe().stages[0].generatorRate;
    rate->setText(QStringLiteral("7"));
    Q_EMIT rate->editingFinished();
    QCOMPARE(form_->recipe().stages[0].generatorRate, before);
    QVERIFY(named<QLabel>(*form_, "recipeProblem")->text().contains(QStringLiteral("'7'")));
    rate->setText(QStringLiteral("3e-4"));
    Q_EMIT rate->editingFinished();
    QCOMPARE(form_->recipe().stages[0].generatorRate, 3e-4);
  }

  void aRecipeThatDoesNotFitTogetherSaysWhy() {
    named<QComboBox>(*form_, "field-stage1.size")->setCurrentText(QStringLiteral("256"));
    QVERIFY(form_->problem().contains(QStringLiteral("stage"), Qt::CaseInsensitive));
    QVERIFY(!named<QLabel>(*form_, "recipeProblem")->isHidden());
    form_->undoStack()->undo();
    QVERIFY(form_->problem().isEmpty());
  }

 private:
  Recipe recipe_;
  std::unique_ptr<RecipeForm> form_;
};

}  // namespace unroll::ui

QTEST_MAIN(unroll::ui::RecipeFormTest)
#include "recipe_form_test.moc"
