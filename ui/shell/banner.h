#pragma once

#include <QHash>
#include <QWidget>

namespace unroll::ui {

/// Sentences that stay at the top of the window while what they say is so: disk full, engine
/// missing. Threads: GUI only.
class BannerBox : public QWidget {
  Q_OBJECT
 public:
  explicit BannerBox(QWidget* parent);

  /// Shows `sentence` under the name `key`; an empty one takes it away.
  void set(const QString& key, const QString& sentence);

 private:
  QHash<QString, QWidget*> banners_;
};

}  // namespace unroll::ui
