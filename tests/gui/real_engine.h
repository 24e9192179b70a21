#pragma once

#include <QList>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

namespace unroll::ui::test {

/// For what the engine's program does: it loads LibTorch, perhaps on a busy machine.
inline constexpr int kEnginePatienceMs = 90'000;

/// The engine's program beside the tests.
QString engineProgram();

/// "a b" -> {"a", "b"}.
QStringList words(const char* text);

/// A recipe so small that a step takes milliseconds, trained without end, and no previews but
/// those asked for. `folder` gets the project; false: the engine refused (it has said why).
bool makeTinyProject(const QString& folder, const QStringList& settings = {});

/// Sixteen built-in scenes for it.
bool importScenes(const QString& folder);

/// Runs `unroll ARGUMENTS` to its end: whether it went well.
bool runEngine(const QStringList& arguments);

}  // namespace unroll::ui::test
