#include "protocol/recipe_json.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/nearest.h"
#include "protocol/recipe_schema.h"
#include "protocol/strict_json.h"

namespace unroll {
namespace {

using Json = nlohmann::ordered_json;

/// The JSON value as the field's own type, or nothing when it is of another type.
std::optional<FieldValue> fromJson(const Json& value, FieldKind kind) {
  switch (kind) {
    case FieldKind::Boolean:
      if (value.is_boolean()) return value.get<bool>();
      break;
    case FieldKind::Integer:
      // An unsigned above int64 would turn negative in get<int64_t>().
      if (value.is_number_unsigned() &&
          value.get<uint64_t>() > static_cast<uint64_t>(std::numeric_limits<int64_t>::max())) {
        break;
      }
      if (value.is_number_integer()) return value.get<int64_t>();
      break;
    case FieldKind::Number:
      if (value.is_number()) return value.get<double>();
      break;
    case FieldKind::Text:
      if (value.is_string()) return value.get<std::string>();
      break;
  }
  return std::nullopt;
}

/// The start of a value as it stands in the file, short enough for a sentence.
std::string shortened(const Json& value) {
  std::string text = value.dump(-1, ' ', true, Json::error_handler_t::replace);
  if (text.size() > 40) text = text.substr(0, 37) + "...";
  return text;
}

template <typename Owner>
Result<void> readFields(Owner& owner, const Json& object, const std::vector<Field<Owner>>& fields,
                        const std::string& where, std::vector<std::string> otherKeys) {
  for (const auto& [key, value] : object.items()) {
    const Field<Owner>* field = nullptr;
    for (const auto& candidate : fields) {
      if (candidate.info.key == key) field = &candidate;
    }
    if (!field) {
      if (std::ranges::find(otherKeys, key) != otherKeys.end()) continue;
      std::vector<std::string> names = otherKeys;
      for (const auto& candidate : fields) names.emplace_back(candidate.info.key);
      const std::string near = nearest(key, names);
      std::string hint = " 'unroll recipes --keys' lists all keys.";
      for (const auto& candidate : fields) {
        if (candidate.info.key == near) {
          hint = fmt::format(" Did you mean '{}', {}?", near,
                             allowedValues(candidate.info, candidate.kind()));
        }
      }
      return fail(ErrorKind::Refused,
                  fmt::format("{} has the unknown key '{}'.{}", where, key.substr(0, 60), hint));
    }
    const auto read = fromJson(value, field->kind());
    if (!read || !isAllowed(field->info, *read)) {
      return fail(ErrorKind::Refused,
                  fmt::format("{} has {} for '{}', which must be {}.{}", where, shortened(value),
                              key, allowedValues(field->info, field->kind()),
                              read ? nearestChoice(field->info, toText(*read)) : std::string()));
    }
    field->assign(owner, *read);
  }
  return {};
}

template <typename Owner>
Json writeFields(const Owner& owner, const std::vector<Field<Owner>>& fields, bool firstStage) {
  Json object = Json::object();
  for (const auto& field : fields) {
    const FieldValue value = field.value(owner);
    if (firstStage && field.info.laterStagesOnly && value == field.defaultValue()) continue;
    std::visit([&](const auto& plain) { object[std::string(field.info.key)] = plain; }, value);
  }
  return object;
}

}  // namespace

Result<Recipe> parseRecipe(std::string_view text, std::string_view where) {
  UNROLL_TRY_ASSIGN(document, parseStrictJson(text, where));
  const std::string place(where);
  if (!document.is_object()) {
    return fail(ErrorKind::Refused,
                fmt::format("{} is not a JSON object; write {{\"stages\": [...]}}.", place));
  }
  // A file of a later version may hold keys of its own, so the version is looked at first.
  if (const auto version = document.find("version");
      version != document.end() && version->is_number_integer() && *version != 1) {
    return fail(
        ErrorKind::Unsupported,
        fmt::format("{} is of version {}, and this program reads version 1; use a newer Unroll.",
                    place, shortened(*version)));
  }
  Recipe recipe;
  UNROLL_TRY(readFields(recipe, document, recipeFields(), place, {"stages", "$schema"}));
  const auto stages = document.find("stages");
  if (stages == document.end() || !stages->is_array() || stages->empty() ||
      stages->size() > kMaxStages) {
    return fail(ErrorKind::Refused, fmt::format("{} must have 'stages', a list of 1 to {} objects.",
                                                place, kMaxStages));
  }
  for (const Json& object : *stages) {
    const std::string stagePlace = fmt::format("{}, stage {},", place, recipe.stages.size() + 1);
    if (!object.is_object()) {
      return fail(ErrorKind::Refused,
                  fmt::format("{} is {}, not an object.", stagePlace, shortened(object)));
    }
    StageRecipe stage;
    UNROLL_TRY(readFields(stage, object, stageFields(), stagePlace, {}));
    recipe.stages.push_back(std::move(stage));
  }
  if (auto checked = validate(recipe); !checked) {
    return fail(ErrorKind::Refused,
                fmt::format("{} cannot be used: {}", place, checked.error().message));
  }
  return recipe;
}

std::string toJson(const Recipe& recipe) {
  Json document = writeFields(recipe, recipeFields(), false);
  Json stages = Json::array();
  for (const StageRecipe& stage : recipe.stages) {
    stages.push_back(writeFields(stage, stageFields(), stages.empty()));
  }
  document["stages"] = std::move(stages);
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace unroll
