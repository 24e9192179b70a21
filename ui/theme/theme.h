#pragma once

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QObject>

namespace unroll::ui {

/// What a colour stands for. Hue means the stage (UX.md, "Role colours"); orange and blue are used
/// for nothing else.
enum class Role {
  Stage1,
  Stage2,
  Stage3,
  Stage4,
  Real,
  Accent,  ///< focus and selection
  Error,   ///< always with an icon and a word
  Window,  ///< the page's ground
  Panel,   ///< rail, bars, inspector
  Raised,  ///< buttons, cards, toasts
  Border,  ///< of inputs
  Grid,    ///< faint lines of plots and tables
  Text,
  TextSecondary,  ///< captions
  ViewerSurround  ///< round moving pictures: the same neutral in both themes
};

/// Colours, fonts and icons of the window, for light and dark.
/// Threads: GUI only.
class Theme : public QObject {
  Q_OBJECT
 public:
  enum class Mode { System, Light, Dark };

  /// Grid of 4 pixels.
  static constexpr int kGap = 8;        ///< inside a group
  static constexpr int kGroupGap = 16;  ///< between groups
  static constexpr int kPageMargin = 24;
  static constexpr int kRow = 28;            ///< height of a row
  static constexpr int kPrimaryButton = 36;  ///< height of the one primary button
  static constexpr int kRail = 56;           ///< width of the rail

  static Theme& instance();

  /// Gives the application its style, palette and style sheet; emits changed().
  static void apply(Mode mode);
  static Mode mode();
  static bool isDark();

  static QColor color(Role role);
  static QColor color(Role role, bool dark);
  /// The role of stage 1, 2, 3 or 4; later stages take Stage4's.
  static Role stageRole(int stage);

  /// resources/icons/NAME.svg in the palette's text colour, whichever theme is on when it is drawn.
  static QIcon icon(const char* name);
  /// The same in the colour of a role.
  static QIcon icon(const char* name, Role role);

  static QFont captionFont();  ///< 9 pt
  static QFont titleFont();    ///< 13 pt semibold
  static QFont numberFont();   ///< 20 pt: the one number that decides
  static QFont tabularFont();  ///< digits of one width

 Q_SIGNALS:
  void changed();

 private:
  Theme() = default;
  Mode mode_ = Mode::System;
  bool dark_ = true;
};

}  // namespace unroll::ui
