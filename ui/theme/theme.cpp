#include "ui/theme/theme.h"

#include <array>

#include <QApplication>
#include <QFontDatabase>
#include <QPalette>
#include <QStyle>
#include <QStyleFactory>

#include "ui/theme/style_sheet.h"
#include "ui/theme/svg_icon.h"

// A static library's resources are registered by hand, outside every namespace.
static void registerIcons() { Q_INIT_RESOURCE(icons); }

namespace unroll::ui {
namespace {

struct RoleColor {
  Role role;
  QRgb dark;
  QRgb light;
};

// UX.md, "Role colours", with their contrasts; borders keep 3:1 against their ground.
constexpr std::array<RoleColor, 15> kColors = {{
    {Role::Stage1, 0xffE69F00, 0xffB35C00},
    {Role::Stage2, 0xff56B4E9, 0xff0072B2},
    {Role::Stage3, 0xff009E73, 0xff007A5A},
    {Role::Stage4, 0xffCC79A7, 0xffA8497F},
    {Role::Real, 0xffF2F2F2, 0xff1A1A1A},
    {Role::Accent, 0xff9D8CFF, 0xff5B45D6},
    {Role::Error, 0xffFF6B6B, 0xffC62828},
    {Role::Window, 0xff1B1D21, 0xffFFFFFF},
    {Role::Panel, 0xff23262B, 0xffF3F4F6},
    {Role::Raised, 0xff2C3036, 0xffE6E8EC},
    {Role::Border, 0xff7A828E, 0xff868D98},
    {Role::Grid, 0xff363B43, 0xffDADDE2},
    {Role::Text, 0xffE8EAED, 0xff1B1D21},
    {Role::TextSecondary, 0xffA9B0BA, 0xff4B5563},
    {Role::ViewerSurround, 0xff1B1D21, 0xff1B1D21},
}};

QPalette paletteFor(bool dark) {
  const auto color = [dark](Role role) { return Theme::color(role, dark); };
  QPalette palette;
  palette.setColor(QPalette::Window, color(Role::Window));
  palette.setColor(QPalette::WindowText, color(Role::Text));
  palette.setColor(QPalette::Base, color(Role::Window));
  palette.setColor(QPalette::AlternateBase, color(Role::Panel));
  palette.setColor(QPalette::Text, color(Role::Text));
  palette.setColor(QPalette::PlaceholderText, color(Role::TextSecondary));
  palette.setColor(QPalette::Button, color(Role::Raised));
  palette.setColor(QPalette::ButtonText, color(Role::Text));
  palette.setColor(QPalette::BrightText, color(Role::Error));
  palette.setColor(QPalette::ToolTipBase, color(Role::Raised));
  palette.setColor(QPalette::ToolTipText, color(Role::Text));
  palette.setColor(QPalette::Highlight, color(Role::Accent));
  palette.setColor(QPalette::HighlightedText, dark ? color(Role::Window) : QColor(Qt::white));
  palette.setColor(QPalette::Link, color(Role::Accent));
  palette.setColor(QPalette::LinkVisited, color(Role::Accent));
  palette.setColor(QPalette::Mid, color(Role::Border));
  palette.setColor(QPalette::Dark, color(Role::Grid));
  palette.setColor(QPalette::Light, color(Role::Raised));
  palette.setColor(QPalette::Midlight, color(Role::Raised));
  palette.setColor(QPalette::Shadow, color(Role::Grid));
  QColor faded = color(Role::TextSecondary);
  faded.setAlphaF(0.6F);
  for (const auto role : {QPalette::Text, QPalette::WindowText, QPalette::ButtonText})
    palette.setColor(QPalette::Disabled, role, faded);
  palette.setColor(QPalette::Disabled, QPalette::Highlight, color(Role::Border));
  return palette;
}

/// Qt 6.4 knows no colour scheme, but the platform's own palette shows it.
bool systemIsDark() {
  static const bool dark = [] {
    const QPalette palette = QApplication::style()->standardPalette();
    const QPalette platform = QGuiApplication::palette();
    const bool same = palette == platform;
    const QColor window = (same ? palette : platform).color(QPalette::Window);
    return window.lightness() < 128;
  }();
  return dark;
}

QFont scaledFont(double points, QFont::Weight weight) {
  QFont font = QApplication::font();
  font.setPointSizeF(points);
  font.setWeight(weight);
  return font;
}

}  // namespace

Theme& Theme::instance() {
  static Theme theme;
  return theme;
}

void Theme::apply(Mode mode) {
  static const bool registered = [] {
    registerIcons();
    (void)systemIsDark();  // The platform's palette, before ours replaces it.
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QFont font = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    font.setPointSizeF(10);
    QApplication::setFont(font);
    return true;
  }();
  Q_UNUSED(registered);
  Theme& theme = instance();
  theme.mode_ = mode;
  theme.dark_ = mode == Mode::System ? systemIsDark() : mode == Mode::Dark;
  QApplication::setPalette(paletteFor(theme.dark_));
  qApp->setStyleSheet(styleSheet());
  Q_EMIT theme.changed();
}

Theme::Mode Theme::mode() { return instance().mode_; }

bool Theme::isDark() { return instance().dark_; }

QColor Theme::color(Role role) { return color(role, isDark()); }

QColor Theme::color(Role role, bool dark) {
  for (const RoleColor& entry : kColors) {
    if (entry.role == role) return QColor::fromRgba(dark ? entry.dark : entry.light);
  }
  return {};
}

Role Theme::stageRole(int stage) {
  switch (stage) {
    case 1:
      return Role::Stage1;
    case 2:
      return Role::Stage2;
    case 3:
      return Role::Stage3;
    default:
      return Role::Stage4;
  }
}

QIcon Theme::icon(const char* name) {
  return svgIcon(QStringLiteral(":/icons/%1.svg").arg(QLatin1String(name)), std::nullopt);
}

QIcon Theme::icon(const char* name, Role role) {
  return svgIcon(QStringLiteral(":/icons/%1.svg").arg(QLatin1String(name)), role);
}

QFont Theme::captionFont() { return scaledFont(9, QFont::Normal); }

QFont Theme::titleFont() { return scaledFont(13, QFont::DemiBold); }

QFont Theme::numberFont() { return scaledFont(20, QFont::Normal); }

QFont Theme::tabularFont() {
  // Qt 6.4 cannot ask a font for tabular figures; these families have them.
  QFont font = QApplication::font();
  font.setFamilies({font.family(), QStringLiteral("DejaVu Sans"), QStringLiteral("Noto Sans")});
  return font;
}

}  // namespace unroll::ui
