#include "ui/pages/train/recipe_texts.h"

#include <QCoreApplication>
#include <QLocale>

namespace unroll::ui {
namespace {

// The schema is core's, which knows no Qt: its texts stand here once more for lupdate to find.
constexpr const char* kTexts[] = {
    // Names.
    QT_TRANSLATE_NOOP("recipe", "Name"),
    QT_TRANSLATE_NOOP("recipe", "Summary"),
    QT_TRANSLATE_NOOP("recipe", "Reproduces"),
    QT_TRANSLATE_NOOP("recipe", "Classes"),
    QT_TRANSLATE_NOOP("recipe", "Latent"),
    QT_TRANSLATE_NOOP("recipe", "Frame rate"),
    QT_TRANSLATE_NOOP("recipe", "Seed"),
    QT_TRANSLATE_NOOP("recipe", "Preview every"),
    QT_TRANSLATE_NOOP("recipe", "Checkpoint every"),
    QT_TRANSLATE_NOOP("recipe", "Checkpoint minutes"),
    QT_TRANSLATE_NOOP("recipe", "Evaluate every"),
    QT_TRANSLATE_NOOP("recipe", "Best by"),
    QT_TRANSLATE_NOOP("recipe", "Log every"),
    QT_TRANSLATE_NOOP("recipe", "Keep last"),
    QT_TRANSLATE_NOOP("recipe", "Standing batches"),
    QT_TRANSLATE_NOOP("recipe", "Truncation"),
    QT_TRANSLATE_NOOP("recipe", "Size"),
    QT_TRANSLATE_NOOP("recipe", "Temporal stride"),
    QT_TRANSLATE_NOOP("recipe", "Time interpolation"),
    QT_TRANSLATE_NOOP("recipe", "Frames"),
    QT_TRANSLATE_NOOP("recipe", "Channels"),
    QT_TRANSLATE_NOOP("recipe", "Critic channels"),
    QT_TRANSLATE_NOOP("recipe", "Temporal"),
    QT_TRANSLATE_NOOP("recipe", "Learnt initial state"),
    QT_TRANSLATE_NOOP("recipe", "Burn in"),
    QT_TRANSLATE_NOOP("recipe", "Late start"),
    QT_TRANSLATE_NOOP("recipe", "Spatial critic"),
    QT_TRANSLATE_NOOP("recipe", "Temporal critic"),
    QT_TRANSLATE_NOOP("recipe", "Temporal pool"),
    QT_TRANSLATE_NOOP("recipe", "Motion gain"),
    QT_TRANSLATE_NOOP("recipe", "Matching critic"),
    QT_TRANSLATE_NOOP("recipe", "Steps"),
    QT_TRANSLATE_NOOP("recipe", "Batch"),
    QT_TRANSLATE_NOOP("recipe", "Accumulation"),
    QT_TRANSLATE_NOOP("recipe", "Critic steps"),
    QT_TRANSLATE_NOOP("recipe", "Spatial frames"),
    QT_TRANSLATE_NOOP("recipe", "Generator rate"),
    QT_TRANSLATE_NOOP("recipe", "Critic rate"),
    QT_TRANSLATE_NOOP("recipe", "Beta1"),
    QT_TRANSLATE_NOOP("recipe", "Beta2"),
    QT_TRANSLATE_NOOP("recipe", "Adam epsilon"),
    QT_TRANSLATE_NOOP("recipe", "Variety weight"),
    QT_TRANSLATE_NOOP("recipe", "Ema decay"),
    QT_TRANSLATE_NOOP("recipe", "Precision"),
    QT_TRANSLATE_NOOP("recipe", "Flip"),
    QT_TRANSLATE_NOOP("recipe", "Translation"),
    QT_TRANSLATE_NOOP("recipe", "Cutout"),
    QT_TRANSLATE_NOOP("recipe", "Color"),
    QT_TRANSLATE_NOOP("recipe", "Conditioning"),
    // Groups.
    QT_TRANSLATE_NOOP("recipe", "About"),
    QT_TRANSLATE_NOOP("recipe", "Shape"),
    QT_TRANSLATE_NOOP("recipe", "Running"),
    QT_TRANSLATE_NOOP("recipe", "Sampling"),
    QT_TRANSLATE_NOOP("recipe", "Critics"),
    QT_TRANSLATE_NOOP("recipe", "Learning"),
    QT_TRANSLATE_NOOP("recipe", "Augmentation"),
    // Help.
    QT_TRANSLATE_NOOP("recipe", "Name of the recipe."),
    QT_TRANSLATE_NOOP("recipe", "What it is, in a sentence."),
    QT_TRANSLATE_NOOP("recipe", "Which figure or baseline it stands for."),
    QT_TRANSLATE_NOOP("recipe",
                      "Number of classes; 0 takes as many as the data has, 1 is unconditional."),
    QT_TRANSLATE_NOOP("recipe", "Width of the noise z and of the class embedding."),
    QT_TRANSLATE_NOOP("recipe", "Frame rate of the last stage and of the stored data."),
    QT_TRANSLATE_NOOP("recipe", "The one number that every stream of random numbers is made from."),
    QT_TRANSLATE_NOOP("recipe", "Steps between previews; 0 is never."),
    QT_TRANSLATE_NOOP("recipe", "Steps between checkpoints; 0 is only by time and at the end."),
    QT_TRANSLATE_NOOP("recipe", "Longest time between checkpoints; 0 is only by steps."),
    QT_TRANSLATE_NOOP("recipe", "Steps between measures; 0 is never."),
    QT_TRANSLATE_NOOP("recipe",
                      "The measure, of those made while training, whose best checkpoint is kept."),
    QT_TRANSLATE_NOOP("recipe", "Steps between points of the curves."),
    QT_TRANSLATE_NOOP(
        "recipe", "Newest checkpoints kept, besides the best, the starred and ever older ones."),
    QT_TRANSLATE_NOOP(
        "recipe",
        "Batches from which batch-norm statistics are estimated again for the averaged weights."),
    QT_TRANSLATE_NOOP("recipe",
                      "Noise beyond this is drawn again when sampling; 0 is no truncation."),
    QT_TRANSLATE_NOOP("recipe", "Height and width of the stage's frames."),
    QT_TRANSLATE_NOOP("recipe", "Frames this stage makes for each frame of the stage below."),
    QT_TRANSLATE_NOOP(
        "recipe",
        "How the last layers see the stage below between its frames: each frame "
        "repeated, or going over into the next one, so that motion does not stutter."),
    QT_TRANSLATE_NOOP("recipe", "Frames of a training window at this stage's own rate."),
    QT_TRANSLATE_NOOP("recipe", "Width of the generator (the papers' ch)."),
    QT_TRANSLATE_NOOP("recipe", "Width of the critics."),
    QT_TRANSLATE_NOOP("recipe", "What carries the picture from frame to frame."),
    QT_TRANSLATE_NOOP("recipe", "The first state of the ConvGRU is learnt; otherwise it is zero."),
    QT_TRANSLATE_NOOP("recipe", "Frames made before the first one that is shown."),
    QT_TRANSLATE_NOOP("recipe",
                      "Training windows of a recurrent stage 1 begin up to this many frames later, "
                      "at random, so that the critics see how a long video goes on; the frames "
                      "before are made without gradients. It grows from 0 over the first half of "
                      "the training. Other stages have no use for it."),
    QT_TRANSLATE_NOOP("recipe", "A critic judges single frames."),
    QT_TRANSLATE_NOOP("recipe", "A critic judges the motion of whole windows."),
    QT_TRANSLATE_NOOP("recipe",
                      "The temporal critic sees clips at half their height and width. Switch it "
                      "off for stages of 16 pixels or so, where half of them hides small motion."),
    QT_TRANSLATE_NOOP(
        "recipe",
        "The temporal critic also sees the differences of successive frames, this many times "
        "enlarged, so that a clip at rest is told from one that hardly moves; 0 leaves them out."),
    QT_TRANSLATE_NOOP("recipe",
                      "A critic judges whether the window belongs to that of the stage below."),
    QT_TRANSLATE_NOOP("recipe", "Generator steps to train for."),
    QT_TRANSLATE_NOOP("recipe", "Clips of one forward pass."),
    QT_TRANSLATE_NOOP("recipe",
                      "Forward passes whose gradients are added up for one optimiser step."),
    QT_TRANSLATE_NOOP("recipe", "Critic steps for each generator step."),
    QT_TRANSLATE_NOOP("recipe",
                      "Frames of each clip, drawn at random, that the spatial critic sees."),
    QT_TRANSLATE_NOOP("recipe", "Learning rate of the generator."),
    QT_TRANSLATE_NOOP("recipe", "Learning rate of the critics."),
    QT_TRANSLATE_NOOP("recipe", "Adam's decay of the first moment."),
    QT_TRANSLATE_NOOP("recipe", "Adam's decay of the second moment."),
    QT_TRANSLATE_NOOP("recipe", "Adam's epsilon."),
    QT_TRANSLATE_NOOP("recipe",
                      "Loss of stage 1 for clips of a class that are more alike than real ones "
                      "are; 0 leaves it out. Other stages have no use for it."),
    QT_TRANSLATE_NOOP("recipe", "Decay of the averaged generator that samples are made with."),
    QT_TRANSLATE_NOOP("recipe", "Arithmetic of the networks; bfloat16 needs CUDA."),
    QT_TRANSLATE_NOOP("recipe", "Probability that a window is mirrored left to right."),
    QT_TRANSLATE_NOOP("recipe", "Largest random shift."),
    QT_TRANSLATE_NOOP("recipe", "Side of the square that is removed."),
    QT_TRANSLATE_NOOP("recipe", "Strength of random brightness, saturation, contrast."),
    QT_TRANSLATE_NOOP("recipe",
                      "Which windows of the stage below this stage learns from: of the data, made "
                      "by that stage, or a mixture with P of them made."),
    // Units.
    QT_TRANSLATE_NOOP("recipe", "classes"),
    QT_TRANSLATE_NOOP("recipe", "numbers"),
    QT_TRANSLATE_NOOP("recipe", "frames per second"),
    QT_TRANSLATE_NOOP("recipe", "steps"),
    QT_TRANSLATE_NOOP("recipe", "minutes"),
    QT_TRANSLATE_NOOP("recipe", "checkpoints"),
    QT_TRANSLATE_NOOP("recipe", "batches"),
    QT_TRANSLATE_NOOP("recipe", "standard deviations"),
    QT_TRANSLATE_NOOP("recipe", "pixels"),
    QT_TRANSLATE_NOOP("recipe", "frames"),
    QT_TRANSLATE_NOOP("recipe", "clips"),
    QT_TRANSLATE_NOOP("recipe", "passes"),
    QT_TRANSLATE_NOOP("recipe", "of the size"),
    // Patterns.
    QT_TRANSLATE_NOOP("recipe", "real, generated or mixed:P with P from 0 to 1"),
    QT_TRANSLATE_NOOP("recipe", "letters, digits, '.', '_' and '-', 64 at most"),
};

// Free functions: the translations name them by their namespace.
QString tr(const char* text) { return QCoreApplication::translate("unroll::ui", text); }

QString words(std::string_view text) {
  return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// A bound of a range: whole numbers with their groups, small ones as they are written.
QString bound(double value) {
  const bool whole = value == static_cast<double>(static_cast<qint64>(value));
  return whole ? QLocale().toString(static_cast<qint64>(value)) : QLocale().toString(value, 'g', 6);
}

}  // namespace

std::span<const char* const> recipeTexts() { return kTexts; }

QString recipeText(std::string_view text) {
  return QCoreApplication::translate("recipe", std::string(text).c_str());
}

QString plainFieldName(std::string_view key) {
  QString name;
  for (const char letter : key) {
    if (letter >= 'A' && letter <= 'Z') {
      name += QLatin1Char(' ');
      name += QChar::fromLatin1(letter).toLower();
    } else {
      name += QChar::fromLatin1(letter);
    }
  }
  if (!name.isEmpty()) name[0] = name[0].toUpper();
  return name;
}

QString fieldName(std::string_view key) { return recipeText(plainFieldName(key).toStdString()); }

QString allowedText(const FieldInfo& info, FieldKind kind) {
  const QString unit =
      info.unit.empty() ? QString() : QStringLiteral(" (%1)").arg(recipeText(info.unit));
  if (!info.choices.empty()) {
    QStringList choices;
    for (const std::string_view choice : info.choices) choices << words(choice);
    return tr("one of %1").arg(choices.join(QStringLiteral(", "))) + unit;
  }
  switch (kind) {
    case FieldKind::Boolean:
      return tr("on or off");
    case FieldKind::Integer:
      return tr("a whole number from %1 to %2").arg(bound(info.minimum), bound(info.maximum)) +
             unit;
    case FieldKind::Number:
      return (info.aboveMinimum ? tr("a number above %1 and up to %2")
                                : tr("a number from %1 to %2"))
                 .arg(bound(info.minimum), bound(info.maximum)) +
             unit;
    case FieldKind::Text:
      break;
  }
  if (!info.patternText.empty()) return recipeText(info.patternText);
  return tr("a text of at most %1 bytes").arg(bound(info.maximum));
}

}  // namespace unroll::ui
