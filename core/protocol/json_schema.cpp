#include <nlohmann/json.hpp>

#include "protocol/recipe_schema.h"

namespace unroll {
namespace {

using Json = nlohmann::ordered_json;

Json plainJson(const FieldValue& value) {
  return std::visit([](const auto& plain) { return Json(plain); }, value);
}

void addRange(Json& property, const FieldInfo& info, FieldKind kind) {
  const auto number = [&](double bound) {
    return kind == FieldKind::Integer ? Json(static_cast<int64_t>(bound)) : Json(bound);
  };
  property[info.aboveMinimum ? "exclusiveMinimum" : "minimum"] = number(info.minimum);
  property["maximum"] = number(info.maximum);
}

Json propertyOf(const FieldInfo& info, FieldKind kind, const FieldValue& fallback) {
  constexpr const char* kTypes[] = {"boolean", "integer", "number", "string"};
  Json property = Json::object();
  property["type"] = kTypes[static_cast<size_t>(kind)];
  std::string description(info.help);
  if (!info.unit.empty()) description += " Unit: " + std::string(info.unit) + ".";
  if (info.laterStagesOnly) description += " Stages above the first.";
  if (!info.paper.empty()) description += " " + std::string(info.paper);
  property["description"] = description;
  property["default"] = plainJson(fallback);
  if (!info.choices.empty()) {
    for (const std::string_view choice : info.choices) {
      property["enum"].push_back(kind == FieldKind::Integer ? Json(std::stoll(std::string(choice)))
                                                            : Json(choice));
    }
  } else if (kind == FieldKind::Integer || kind == FieldKind::Number) {
    addRange(property, info, kind);
  } else if (kind == FieldKind::Text) {
    property["maxLength"] = static_cast<int64_t>(info.maximum);
    if (!info.pattern.empty()) property["pattern"] = info.pattern;
  }
  return property;
}

template <typename Owner>
Json objectOf(const std::vector<Field<Owner>>& fields) {
  Json object = Json::object();
  object["type"] = "object";
  object["additionalProperties"] = false;
  object["properties"] = Json::object();
  for (const auto& field : fields) {
    object["properties"][std::string(field.info.key)] =
        propertyOf(field.info, field.kind(), field.defaultValue());
  }
  return object;
}

}  // namespace

std::string recipeJsonSchema() {
  Json schema = Json::object();
  schema["$schema"] = "https://json-schema.org/draft/2020-12/schema";
  schema["title"] = "Unroll recipe";
  schema["description"] =
      "A cascade of video generators and its training. Made by 'unroll recipes --schema'.";
  schema.update(objectOf(recipeFields()));
  schema["required"] = {"stages"};
  schema["properties"]["$schema"] = {{"type", "string"}};
  Json stages = Json::object();
  stages["type"] = "array";
  stages["description"] = "From the smallest and slowest stage to the last.";
  stages["minItems"] = 1;
  stages["maxItems"] = kMaxStages;
  stages["items"] = objectOf(stageFields());
  schema["properties"]["stages"] = std::move(stages);
  return schema.dump(2) + "\n";
}

}  // namespace unroll
