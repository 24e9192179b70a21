#pragma once

#include <QList>
#include <QString>

#include "io/event_log.h"

namespace unroll::ui {

// What a JSON object of the engine's files holds under a key, in the window's types. A key that is
// missing, or of another kind, gives the fallback: files may be older or newer than the window.

/// The value; null when there is none.
inline const io::Json& jsonAt(const io::Json& object, const char* key) {
  static const io::Json nothing;
  const auto found = object.is_object() ? object.find(key) : object.end();
  return found == object.end() ? nothing : *found;
}

inline QString jsonText(const io::Json& object, const char* key) {
  const io::Json& value = jsonAt(object, key);
  return value.is_string() ? QString::fromStdString(value.get<std::string>()) : QString();
}

inline qint64 jsonInteger(const io::Json& object, const char* key, qint64 fallback = 0) {
  const io::Json& value = jsonAt(object, key);
  return value.is_number_integer() ? value.get<qint64>() : fallback;
}

/// A list of numbers; NaN stands for what is none.
inline QList<double> jsonNumbers(const io::Json& list) {
  QList<double> values;
  if (!list.is_array()) return values;
  for (const io::Json& value : list) values.append(io::eventNumber(value));
  return values;
}

/// The mean over the rows of a table, for example a spectrum for each frame; empty when the rows
/// are not of one length.
inline QList<double> jsonMeanOfRows(const io::Json& table) {
  QList<double> mean;
  if (!table.is_array()) return mean;
  for (const io::Json& row : table) {
    const QList<double> values = jsonNumbers(row);
    if (mean.isEmpty()) mean.fill(0, values.size());
    if (values.isEmpty() || values.size() != mean.size()) return {};
    for (qsizetype i = 0; i < mean.size(); ++i)
      mean[i] += values[i] / static_cast<double>(table.size());
  }
  return mean;
}

}  // namespace unroll::ui
