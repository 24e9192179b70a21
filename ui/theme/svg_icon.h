#pragma once

#include <optional>

#include <QIcon>
#include <QString>

#include "ui/theme/theme.h"

namespace unroll::ui {

/// An icon drawn from a single-colour SVG whose "currentColor" takes the colour of `role`, or the
/// palette's text colour. It is recoloured when it is painted, so it follows the theme.
QIcon svgIcon(const QString& path, std::optional<Role> role);

}  // namespace unroll::ui
