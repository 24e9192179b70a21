#include <QCheckBox>
#include <QComboBox>
#include <QGroupBox>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QSpinBox>
#include <QToolButton>
#include <QTranslator>
#include <QtTest>

#include "gui/support.h"
#include "protocol/built_in_recipes.h"
#include "ui/pages/train/recipe_form.h"
#include "ui/pages/train/recipe_texts.h"
#include "ui/theme/theme.h"

namespace unroll::ui {

using test::named;

/// Puts every text of the recipe's schema between brackets.
class Words : public QTranslator {
 public:
  QString translate(const char* context, const char* text, const char* /*comment*/,
                    int /*count*/) const override {
    if (qstrcmp(context, "recipe") != 0) return {};
    return QLatin1Char('<') + QString::fromUtf8(text) + QLatin1Char('>');
  }
  bool isEmpty() const override { return false; }
};

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

  /// The schema's texts stand in recipe_texts.cpp once more, for translators, and nothing else.
  void everyTextOfTheSchemaCanBeTranslated() {
    QStringList wanted;
    const auto want = [&wanted](const QString& text) {
      if (!text.isEmpty() && !wanted.contains(text)) wanted << text;
    };
    const auto words = [](std::string_view text) {
      return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    };
    const auto wantAll = [&](const FieldInfo& info) {
      want(plainFieldName(info.key));
      for (const std::string_view text : {info.group, info.help, info.unit, info.patternText})
        want(words(text));
    };
    for (const RecipeField& field : recipeFields()) {
      if (field.info.key != "version") wantAll(field.info);
    }
    for (const StageField& field : stageFields()) wantAll(field.info);
    QStringList known, wrong;
    for (const char* text : recipeTexts()) known << QString::fromUtf8(text);
    for (const QString& text : std::as_const(wanted)) {
      if (!known.contains(text))
        wrong << QStringLiteral("    QT_TRANSLATE_NOOP(\"recipe\", \"%1\"),").arg(text);
    }
    for (const QString& text : std::as_const(known)) {
      if (!wanted.contains(text)) wrong << QStringLiteral("is in no field: ") + text;
    }
    QVERIFY2(wrong.isEmpty(),
             qPrintable(QStringLiteral("ui/pages/train/recipe_texts.cpp lacks:\n") +
                        wrong.join(QLatin1Char('\n'))));
    QCOMPARE(QSet<QString>(known.begin(), known.end()).size(), known.size());
  }

  void theFormSpeaksThePersonsLanguage() {
    Words german;
    QVERIFY(QCoreApplication::installTranslator(&german));
    const auto back = qScopeGuard([&german] { QCoreApplication::removeTranslator(&german); });
    RecipeForm form;
    form.setRecipe(recipe_, recipe_, QStringLiteral("demo-32"));
    const auto* rate = named<QLineEdit>(form, "field-stage1.generatorRate");
    QCOMPARE(rate->accessibleName(), QStringLiteral("<Generator rate> of stage 1"));
    QCOMPARE(rate->toolTip(), QStringLiteral("<Learning rate of the generator.>"));
    const auto* box = qobject_cast<QGroupBox*>(rate->parentWidget());
    QVERIFY(box != nullptr);
    QCOMPARE(box->title(), QStringLiteral("<Learning>"));
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
