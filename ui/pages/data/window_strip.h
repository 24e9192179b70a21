#pragma once

#include <QImage>
#include <QWidget>

namespace unroll::ui {

/// The frames of one training window side by side, pixel for pixel as the stage sees them, at a
/// whole factor. Threads: GUI only.
class WindowStrip : public QWidget {
  Q_OBJECT
 public:
  explicit WindowStrip(QWidget* parent);

  void setFrames(const QList<QImage>& frames, const QString& caption);
  void say(const QString& sentence);  ///< in place of frames
  qsizetype count() const { return frames_.size(); }

  QSize sizeHint() const override;
  int heightForWidth(int width) const override;
  bool hasHeightForWidth() const override { return true; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  struct Grid {
    int columns = 1, rows = 1, cell = 0, factor = 1;
  };
  Grid gridFor(int width) const;
  QString caption(const Grid& grid) const;

  QList<QImage> frames_;
  QString caption_;
};

}  // namespace unroll::ui
