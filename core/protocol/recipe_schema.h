#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "protocol/recipe.h"

namespace unroll {

enum class FieldKind { Boolean, Integer, Number, Text };

using FieldValue = std::variant<bool, int64_t, double, std::string>;

/// What is known of one key of a recipe: enough to read it, check it, explain it and draw a form.
struct FieldInfo {
  std::string_view key;
  std::string_view group;      ///< heading of the form: Shape, Critics, Learning, Augmentation, ...
  std::string_view help;       ///< one sentence
  std::string_view unit = "";  ///< "frames", "steps", ...; empty where there is none
  std::string_view paper = "";  ///< link to where the setting comes from, if anywhere
  double minimum = 0;           ///< Integer, Number: the range; Text: unused
  double maximum = 0;           ///< Text: longest value in bytes
  bool aboveMinimum = false;    ///< the minimum itself is not allowed
  std::vector<std::string_view> choices = {};  ///< the only values, where they can be listed
  std::string_view pattern = "";      ///< Text: regular expression of the JSON Schema (ECMA 262)
  std::string_view patternText = "";  ///< the same in words
  bool laterStagesOnly = false;       ///< means nothing for stage 1
};

/// One key and the member of `Owner` that holds its value.
template <typename Owner>
struct Field {
  FieldInfo info;
  std::variant<bool Owner::*, int64_t Owner::*, double Owner::*, std::string Owner::*> member;

  FieldKind kind() const { return static_cast<FieldKind>(member.index()); }

  FieldValue value(const Owner& owner) const {
    return std::visit([&](auto pointer) { return FieldValue(owner.*pointer); }, member);
  }

  /// The type of `newValue` must be the field's own (caller's bug otherwise:
  /// std::bad_variant_access).
  void assign(Owner& owner, const FieldValue& newValue) const {
    std::visit(
        [&](auto pointer) {
          using Value = std::remove_reference_t<decltype(owner.*pointer)>;
          owner.*pointer = std::get<Value>(newValue);
        },
        member);
  }

  FieldValue defaultValue() const { return value(Owner{}); }
};

using RecipeField = Field<Recipe>;
using StageField = Field<StageRecipe>;

/// Every key of a recipe but `stages`, and every key of a stage, in the order they are written.
/// No key is in both lists, so that `--set batch=8` is never ambiguous. Any thread.
const std::vector<RecipeField>& recipeFields();
const std::vector<StageField>& stageFields();

/// Largest number of stages: 8 doubles to 256 in five steps.
inline constexpr size_t kMaxStages = 6;

/// What a key may hold, as part of a sentence: "a whole number from 1 to 16", "one of a, b".
std::string allowedValues(const FieldInfo& info, FieldKind kind);

/// " Did you mean 'x'?" for a word that is near one of the field's choices; else an empty string.
std::string nearestChoice(const FieldInfo& info, std::string_view text);

/// True when `value` is inside the field's range, choices and pattern.
bool isAllowed(const FieldInfo& info, const FieldValue& value);

/// `value` as it stands in JSON or after `=` in --set (texts without quotes).
std::string toText(const FieldValue& value);

/// The JSON Schema (draft 2020-12) of recipe.json, made from the tables above: the text of
/// resources/recipes/recipe.schema.json.
std::string recipeJsonSchema();

}  // namespace unroll
