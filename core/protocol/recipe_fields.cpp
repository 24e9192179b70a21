// The one table of every key of a recipe. All else (JSON, checks, --set, the JSON Schema, help, the
// studio's form) is made from it.
#include "protocol/recipe_schema.h"

namespace unroll {
namespace {

constexpr double kMaxSteps = 100'000'000;
constexpr double kMaxExactInteger = 9'007'199'254'740'991;  // 2^53 - 1, exact in every JSON reader.
constexpr std::string_view kDvdGan = "https://arxiv.org/abs/1907.06571";
constexpr std::string_view kBigGan = "https://arxiv.org/abs/1809.11096";
constexpr std::string_view kCascade = "https://arxiv.org/abs/2206.00735";
constexpr std::string_view kModeSeeking = "https://arxiv.org/abs/1903.05628";
constexpr std::string_view kDiffAugment = "https://arxiv.org/abs/2006.10738";
constexpr std::string_view kAdam = "https://arxiv.org/abs/1412.6980";

FieldInfo flag(std::string_view key, std::string_view group, std::string_view help,
               std::string_view paper = "", bool laterStagesOnly = false) {
  FieldInfo info{key, group, help};
  info.paper = paper;
  info.laterStagesOnly = laterStagesOnly;
  return info;
}

FieldInfo range(std::string_view key, std::string_view group, double minimum, double maximum,
                std::string_view unit, std::string_view help, std::string_view paper = "") {
  FieldInfo info{key, group, help, unit, paper, minimum, maximum};
  return info;
}

FieldInfo rate(std::string_view key, std::string_view help) {
  FieldInfo info{key, "Learning", help, "", kDvdGan, 0, 1};
  info.aboveMinimum = true;
  return info;
}

FieldInfo choice(std::string_view key, std::string_view group,
                 std::vector<std::string_view> choices, std::string_view unit,
                 std::string_view help, std::string_view paper = "") {
  FieldInfo info{key, group, help, unit, paper};
  info.maximum = 64;
  info.choices = std::move(choices);
  return info;
}

FieldInfo sentence(std::string_view key, double longest, std::string_view help) {
  return {key, "About", help, "", "", 0, longest};
}

FieldInfo later(FieldInfo info) {
  info.laterStagesOnly = true;
  return info;
}

FieldInfo conditioning() {
  FieldInfo info{
      "conditioning",
      "Critics",
      "Which windows of the stage below this stage learns from: of the data, made by that "
      "stage, or a mixture with P of them made.",
      "",
      kCascade,
      0,
      32};
  info.pattern = R"(^(real|generated|mixed:(0(\.[0-9]+)?|1(\.0+)?))$)";
  info.patternText = "real, generated or mixed:P with P from 0 to 1";
  info.laterStagesOnly = true;
  return info;
}

FieldInfo recipeName() {
  FieldInfo info = sentence("name", 64, "Name of the recipe.");
  info.pattern = "^([A-Za-z0-9][A-Za-z0-9._-]*)?$";
  info.patternText = "letters, digits, '.', '_' and '-', 64 at most";
  return info;
}

std::vector<RecipeField> makeRecipeFields() {
  using R = Recipe;
  return {
      {choice("version", "About", {"1"}, "", "Version of this file format."), &R::version},
      {recipeName(), &R::name},
      {sentence("summary", 600, "What it is, in a sentence."), &R::summary},
      {sentence("reproduces", 600, "Which figure or baseline it stands for."), &R::reproduces},
      {range("classes", "Shape", 0, 100'000, "classes",
             "Number of classes; 0 takes as many as the data has, 1 is unconditional."),
       &R::classes},
      {range("latent", "Shape", 1, 4096, "numbers",
             "Width of the noise z and of the class embedding.", kDvdGan),
       &R::latent},
      {range("frameRate", "Shape", 0.1, 240, "frames per second",
             "Frame rate of the last stage and of the stored data."),
       &R::frameRate},
      {range("seed", "Running", 0, kMaxExactInteger, "",
             "The one number that every stream of random numbers is made from."),
       &R::seed},
      {range("previewEvery", "Running", 0, kMaxSteps, "steps",
             "Steps between previews; 0 is never."),
       &R::previewEvery},
      {range("checkpointEvery", "Running", 0, kMaxSteps, "steps",
             "Steps between checkpoints; 0 is only by time and at the end."),
       &R::checkpointEvery},
      {range("checkpointMinutes", "Running", 0, 1440, "minutes",
             "Longest time between checkpoints; 0 is only by steps."),
       &R::checkpointMinutes},
      {range("evaluateEvery", "Running", 0, kMaxSteps, "steps",
             "Steps between measures; 0 is never."),
       &R::evaluateEvery},
      {choice("bestBy", "Running",
              {"fd_small", "fd_small_look", "is_small", "psd_high_db", "motion", "flow"}, "",
              "The measure, of those made while training, whose best checkpoint is kept."),
       &R::bestBy},
      {range("logEvery", "Running", 1, kMaxSteps, "steps", "Steps between points of the curves."),
       &R::logEvery},
      {range("keepLast", "Running", 1, 1000, "checkpoints",
             "Newest checkpoints kept, besides the best, the starred and ever older ones."),
       &R::keepLast},
      {range(
           "standingBatches", "Sampling", 1, 1000, "batches",
           "Batches from which batch-norm statistics are estimated again for the averaged weights.",
           kBigGan),
       &R::standingBatches},
      {range("truncation", "Sampling", 0, 10, "standard deviations",
             "Noise beyond this is drawn again when sampling; 0 is no truncation.", kBigGan),
       &R::truncation},
  };
}

std::vector<StageField> makeStageFields() {
  using S = StageRecipe;
  return {
      {choice("size", "Shape", {"8", "16", "32", "64", "128", "256"}, "pixels",
              "Height and width of the stage's frames."),
       &S::size},
      {later(range("temporalStride", "Shape", 1, 16, "frames",
                   "Frames this stage makes for each frame of the stage below.", kCascade)),
       &S::temporalStride},
      {later(choice("timeInterpolation", "Shape", {"nearest", "linear"}, "",
                    "How the last layers see the stage below between its frames: each frame "
                    "repeated, or going over into the next one, so that motion does not stutter.")),
       &S::timeInterpolation},
      {range("frames", "Shape", 1, 1024, "frames",
             "Frames of a training window at this stage's own rate."),
       &S::frames},
      {range("channels", "Shape", 1, 512, "", "Width of the generator (the papers' ch).", kDvdGan),
       &S::channels},
      {range("criticChannels", "Shape", 1, 512, "", "Width of the critics.", kDvdGan),
       &S::criticChannels},
      {choice("temporal", "Shape", {"conv_gru", "separable_conv3d"}, "",
              "What carries the picture from frame to frame.", "https://arxiv.org/abs/1511.06432"),
       &S::temporal},
      {flag("learntInitialState", "Shape",
            "The first state of the ConvGRU is learnt; otherwise it is zero."),
       &S::learntInitialState},
      {range("burnIn", "Shape", 0, 64, "frames", "Frames made before the first one that is shown."),
       &S::burnIn},
      {range("lateStart", "Shape", 0, 1000, "frames",
             "Training windows of a recurrent stage 1 begin up to this many frames later, at "
             "random, so that the critics see how a long video goes on; the frames before are "
             "made without gradients. It grows from 0 over the first half of the training. Other "
             "stages have no use for it."),
       &S::lateStart},
      {flag("spatialCritic", "Critics", "A critic judges single frames.", kDvdGan),
       &S::spatialCritic},
      {flag("temporalCritic", "Critics", "A critic judges the motion of whole windows.", kDvdGan),
       &S::temporalCritic},
      {flag("temporalPool", "Critics",
            "The temporal critic sees clips at half their height and width. Switch it off for "
            "stages of 16 pixels or so, where half of them hides small motion.",
            kDvdGan),
       &S::temporalPool},
      {range("motionGain", "Critics", 0, 64, "",
             "The temporal critic also sees the differences of successive frames, this many times "
             "enlarged, so that a clip at rest is told from one that hardly moves; 0 leaves them "
             "out."),
       &S::motionGain},
      {flag("matchingCritic", "Critics",
            "A critic judges whether the window belongs to that of the stage below.", kCascade,
            true),
       &S::matchingCritic},
      {conditioning(), &S::conditioning},
      {range("steps", "Learning", 1, kMaxSteps, "steps", "Generator steps to train for."),
       &S::steps},
      {range("batch", "Learning", 1, 4096, "clips", "Clips of one forward pass."), &S::batch},
      {range("accumulation", "Learning", 1, 1024, "passes",
             "Forward passes whose gradients are added up for one optimiser step."),
       &S::accumulation},
      {range("criticSteps", "Learning", 1, 16, "steps", "Critic steps for each generator step.",
             kBigGan),
       &S::criticSteps},
      {range("spatialFrames", "Critics", 1, 1024, "frames",
             "Frames of each clip, drawn at random, that the spatial critic sees.", kDvdGan),
       &S::spatialFrames},
      {rate("generatorRate", "Learning rate of the generator."), &S::generatorRate},
      {rate("criticRate", "Learning rate of the critics."), &S::criticRate},
      {range("beta1", "Learning", 0, 0.9999, "", "Adam's decay of the first moment.", kAdam),
       &S::beta1},
      {range("beta2", "Learning", 0, 0.999999, "", "Adam's decay of the second moment.", kAdam),
       &S::beta2},
      {range("adamEpsilon", "Learning", 1e-12, 1e-2, "", "Adam's epsilon.", kAdam),
       &S::adamEpsilon},
      {range("varietyWeight", "Learning", 0, 100, "",
             "Loss of stage 1 for clips of a class that are more alike than real ones are; 0 "
             "leaves it out. Other stages have no use for it.",
             kModeSeeking),
       &S::varietyWeight},
      {range("emaDecay", "Learning", 0, 0.999999, "",
             "Decay of the averaged generator that samples are made with.", kBigGan),
       &S::emaDecay},
      {choice("precision", "Learning", {"float32", "bfloat16"}, "",
              "Arithmetic of the networks; bfloat16 needs CUDA."),
       &S::precision},
      {range("flip", "Augmentation", 0, 1, "",
             "Probability that a window is mirrored left to right."),
       &S::flip},
      {range("translation", "Augmentation", 0, 0.5, "of the size", "Largest random shift.",
             kDiffAugment),
       &S::translation},
      {range("cutout", "Augmentation", 0, 0.5, "of the size", "Side of the square that is removed.",
             kDiffAugment),
       &S::cutout},
      {range("color", "Augmentation", 0, 1, "",
             "Strength of random brightness, saturation, contrast.", kDiffAugment),
       &S::color},
  };
}

}  // namespace

const std::vector<RecipeField>& recipeFields() {
  static const std::vector<RecipeField> fields = makeRecipeFields();
  return fields;
}

const std::vector<StageField>& stageFields() {
  static const std::vector<StageField> fields = makeStageFields();
  return fields;
}

}  // namespace unroll
