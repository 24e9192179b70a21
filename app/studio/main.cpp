#include <QApplication>
#include <QMainWindow>

#include "ui/theme/theme.h"

int main(int argc, char** argv) {
  QApplication app(argc, argv);
  QApplication::setApplicationName(QStringLiteral("Unroll Studio"));
  unroll::ui::Theme::apply(unroll::ui::Theme::Mode::System);
  QMainWindow window;
  window.show();
  return QApplication::exec();
}
