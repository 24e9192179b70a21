#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "base/nearest.h"
#include "protocol/recipe_json.h"
#include "protocol/recipe_schema.h"

namespace unroll {
namespace {

/// The key of a setting, split: `stage` counts from 1, 0 when the key names no stage.
struct SettingKey {
  size_t stage = 0;
  std::string_view name;
};

/// Splits `stages.2.batch` and `stage2.batch`; nothing when the stage is no number.
std::optional<SettingKey> splitKey(std::string_view key) {
  const size_t dot = key.rfind('.');
  if (dot == std::string_view::npos) return SettingKey{0, key};
  std::string_view place = key.substr(0, dot);
  if (place.starts_with("stages.")) {
    place.remove_prefix(7);
  } else if (place.starts_with("stage")) {
    place.remove_prefix(5);
  } else {
    return std::nullopt;
  }
  size_t stage = 0;
  const auto [end, error] = std::from_chars(place.data(), place.data() + place.size(), stage);
  if (error != std::errc() || end != place.data() + place.size() || stage == 0) return std::nullopt;
  return SettingKey{stage, key.substr(dot + 1)};
}

template <typename Number>
std::optional<FieldValue> wholeNumber(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<FieldValue> fromText(std::string_view text, FieldKind kind) {
  switch (kind) {
    case FieldKind::Boolean:
      if (text == "true" || text == "on" || text == "yes") return true;
      if (text == "false" || text == "off" || text == "no") return false;
      return std::nullopt;
    case FieldKind::Integer:
      return wholeNumber<int64_t>(text);
    case FieldKind::Number:
      return wholeNumber<double>(text);
    case FieldKind::Text:
      return FieldValue(std::string(text));
  }
  return std::nullopt;
}

template <typename Owner>
const Field<Owner>* find(const std::vector<Field<Owner>>& fields, std::string_view name) {
  for (const auto& field : fields) {
    if (field.info.key == name) return &field;
  }
  return nullptr;
}

template <typename Owner>
Result<FieldValue> checkedValue(const Field<Owner>& field, std::string_view value,
                                std::string_view setting) {
  const auto read = fromText(value, field.kind());
  if (!read || !isAllowed(field.info, *read)) {
    return fail(
        ErrorKind::Usage,
        fmt::format("Setting '{}' is not possible: '{}' must be {}.{}", setting, field.info.key,
                    allowedValues(field.info, field.kind()), nearestChoice(field.info, value)));
  }
  return *read;
}

tl::unexpected<Error> unknownKey(const SettingKey& key, std::string_view setting) {
  std::vector<std::string> names;
  for (const StageField& field : stageFields()) names.emplace_back(field.info.key);
  if (key.stage == 0) {
    for (const RecipeField& field : recipeFields()) names.emplace_back(field.info.key);
  }
  const std::string near = nearest(key.name, names);
  std::string hint = "'unroll recipes --keys' lists all keys.";
  if (const StageField* field = find(stageFields(), near)) {
    hint = fmt::format("Did you mean '{}', {}?", near, allowedValues(field->info, field->kind()));
  } else if (const RecipeField* global = find(recipeFields(), near)) {
    hint = fmt::format("Did you mean '{}', {}?", near, allowedValues(global->info, global->kind()));
  }
  return fail(ErrorKind::Usage,
              fmt::format("Setting '{}' names the unknown key '{}'. {}", setting, key.name, hint));
}

}  // namespace

Result<void> applySetting(Recipe& recipe, std::string_view setting) {
  const size_t equals = setting.find('=');
  if (equals == std::string_view::npos || equals == 0) {
    return fail(
        ErrorKind::Usage,
        fmt::format("Setting '{}' has no value: write key=value, for example stage2.batch=4.",
                    setting));
  }
  const std::string_view value = setting.substr(equals + 1);
  const auto key = splitKey(setting.substr(0, equals));
  if (!key || key->stage > recipe.stages.size()) {
    return fail(
        ErrorKind::Usage,
        fmt::format("Setting '{}' names no stage of this recipe: write stage1.KEY{}, or KEY alone.",
                    setting,
                    recipe.stages.size() > 1 ? fmt::format(" to stage{}.KEY", recipe.stages.size())
                                             : std::string()));
  }
  if (key->stage == 0) {
    if (const RecipeField* field = find(recipeFields(), key->name)) {
      UNROLL_TRY_ASSIGN(checked, checkedValue(*field, value, setting));
      field->assign(recipe, checked);
      return {};
    }
  }
  const StageField* field = find(stageFields(), key->name);
  if (!field) return unknownKey(*key, setting);
  UNROLL_TRY_ASSIGN(checked, checkedValue(*field, value, setting));
  for (size_t index = 0; index < recipe.stages.size(); ++index) {
    const bool meant =
        key->stage == 0 ? !(field->info.laterStagesOnly && index == 0) : index + 1 == key->stage;
    if (meant) field->assign(recipe.stages[index], checked);
  }
  return {};
}

}  // namespace unroll
