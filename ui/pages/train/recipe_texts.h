#pragma once

#include <span>

#include <QString>

#include "protocol/recipe_schema.h"

namespace unroll::ui {

/// "generatorRate" as people write it, in English: "Generator rate".
QString plainFieldName(std::string_view key);

/// The same in the person's language.
QString fieldName(std::string_view key);

/// A group, help sentence, unit or pattern of the recipe's schema in the person's language.
QString recipeText(std::string_view text);

/// allowedValues() in the person's language.
QString allowedText(const FieldInfo& info, FieldKind kind);

/// Every text of the schema as the translations know it: names, groups, help, units, patterns. A
/// test holds it against the schema and prints the lines that are missing.
std::span<const char* const> recipeTexts();

}  // namespace unroll::ui
