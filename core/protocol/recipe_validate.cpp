#include <charconv>

#include <fmt/format.h>

#include "protocol/recipe_json.h"
#include "protocol/recipe_schema.h"

namespace unroll {
namespace {

/// Time is halved twice by the 3-D blocks of the temporal and matching critics.
constexpr int64_t kLeastCriticFrames = 4;
/// These critics average 2x2 pixels first and need 8 left.
constexpr int64_t kLeastPooledSize = 16;
/// Below this, redrawing truncated noise takes longer than making the clip.
constexpr double kLeastTruncation = 0.04;

template <typename Owner>
Result<void> checkRanges(const Owner& owner, const std::vector<Field<Owner>>& fields,
                         const std::string& place) {
  for (const auto& field : fields) {
    const FieldValue value = field.value(owner);
    if (!isAllowed(field.info, value)) {
      return fail(ErrorKind::Usage,
                  fmt::format("{}'{}' is {}, which must be {}.{}", place, field.info.key,
                              toText(value), allowedValues(field.info, field.kind()),
                              nearestChoice(field.info, toText(value))));
    }
  }
  return {};
}

Result<void> checkCritics(const StageRecipe& stage, size_t number) {
  if (stage.spatialCritic && stage.spatialFrames > stage.frames) {
    return fail(ErrorKind::Usage,
                fmt::format("stage {} shows {} frames to the spatial critic and has {}: set "
                            "stage{}.spatialFrames to {} or less.",
                            number, stage.spatialFrames, stage.frames, number, stage.frames));
  }
  if (!stage.temporalCritic && !stage.matchingCritic) return {};
  const char* critic = stage.temporalCritic ? "temporalCritic" : "matchingCritic";
  const bool pooled = (stage.temporalCritic && stage.temporalPool) || stage.matchingCritic;
  if (pooled && stage.size < kLeastPooledSize) {
    return fail(
        ErrorKind::Usage,
        fmt::format("stage {} has {} pixels and its {} needs {}: set stage{}.{}=false or a larger "
                    "size.",
                    number, stage.size, critic, kLeastPooledSize, number, critic));
  }
  if (stage.frames < kLeastCriticFrames) {
    return fail(
        ErrorKind::Usage,
        fmt::format(
            "stage {} has windows of {} frames and its {} needs {}: set stage{}.frames to {} "
            "or more.",
            number, stage.frames, critic, kLeastCriticFrames, number, kLeastCriticFrames));
  }
  return {};
}

Result<void> checkFirst(const StageRecipe& stage) {
  if (stage.temporalStride != 1) {
    return fail(ErrorKind::Usage, "stage 1 has no stage below it: set stage1.temporalStride=1.");
  }
  if (stage.matchingCritic) {
    return fail(ErrorKind::Usage,
                "stage 1 has no stage below it: set stage1.matchingCritic=false.");
  }
  return {};
}

Result<void> checkPair(const StageRecipe& below, const StageRecipe& stage, size_t number) {
  if (stage.size <= below.size) {
    return fail(
        ErrorKind::Usage,
        fmt::format("stage {} has {} pixels and the stage below it {}: each stage must be larger "
                    "than the one below, so set stage{}.size to {} or more.",
                    number, stage.size, below.size, number, 2 * below.size));
  }
  if (stage.timeInterpolation == "linear" && stage.temporal == "conv_gru") {
    return fail(
        ErrorKind::Usage,
        fmt::format("stage {} is recurrent and cannot look at a frame ahead: set "
                    "stage{}.timeInterpolation=nearest or stage{}.temporal=separable_conv3d.",
                    number, number, number));
  }
  if (stage.frames % stage.temporalStride != 0) {
    return fail(
        ErrorKind::Usage,
        fmt::format("stage {} has windows of {} frames, which its temporalStride {} does not "
                    "divide: set stage{}.frames to {}.",
                    number, stage.frames, stage.temporalStride, number,
                    (stage.frames / stage.temporalStride + 1) * stage.temporalStride));
  }
  if (stage.frames / stage.temporalStride > below.frames) {
    return fail(
        ErrorKind::Usage,
        fmt::format("stage {} needs {} frames of the stage below it, which is trained on {}: set "
                    "stage{}.frames to {} or less, or stage{}.frames to {} or more.",
                    number, stage.frames / stage.temporalStride, below.frames, number,
                    below.frames * stage.temporalStride, number - 1,
                    stage.frames / stage.temporalStride));
  }
  return {};
}

}  // namespace

Result<double> generatedShare(std::string_view conditioning) {
  if (conditioning == "real") return 0.0;
  if (conditioning == "generated") return 1.0;
  if (conditioning.starts_with("mixed:")) {
    const std::string_view text = conditioning.substr(6);
    double share = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), share);
    if (error == std::errc() && end == text.data() + text.size() && share >= 0 && share <= 1)
      return share;
  }
  return fail(
      ErrorKind::Usage,
      fmt::format("Conditioning '{}' is none of real, generated and mixed:P with P from 0 to 1.",
                  conditioning));
}

Result<void> validate(const Recipe& recipe) {
  UNROLL_TRY(checkRanges(recipe, recipeFields(), ""));
  if (recipe.stages.empty() || recipe.stages.size() > kMaxStages) {
    return fail(ErrorKind::Usage, fmt::format("a recipe has 1 to {} stages and this one {}.",
                                              kMaxStages, recipe.stages.size()));
  }
  if (recipe.truncation > 0 && recipe.truncation < kLeastTruncation) {
    return fail(ErrorKind::Usage,
                fmt::format("'truncation' is {}: set it to 0 (none) or to {} or more.",
                            recipe.truncation, kLeastTruncation));
  }
  for (size_t index = 0; index < recipe.stages.size(); ++index) {
    const StageRecipe& stage = recipe.stages[index];
    UNROLL_TRY(checkRanges(stage, stageFields(), fmt::format("stage {}: ", index + 1)));
    if (index == 0) {
      UNROLL_TRY(checkFirst(stage));
    } else {
      UNROLL_TRY(checkPair(recipe.stages[index - 1], stage, index + 1));
    }
    UNROLL_TRY(checkCritics(stage, index + 1));
    if (stage.learntInitialState && stage.temporal != "conv_gru") {
      return fail(
          ErrorKind::Usage,
          fmt::format(
              "stage {} has no recurrent state to learn: set stage{}.learntInitialState=false "
              "or stage{}.temporal=conv_gru.",
              index + 1, index + 1, index + 1));
    }
  }
  const StageRecipe& last = recipe.stages.back();
  if (!last.spatialCritic && !last.temporalCritic && !last.matchingCritic) {
    return fail(
        ErrorKind::Usage,
        fmt::format("the last stage has no critic to learn from: set stage{}.spatialCritic=true.",
                    recipe.stages.size()));
  }
  return {};
}

}  // namespace unroll
