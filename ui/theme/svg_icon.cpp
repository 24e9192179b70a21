#include "ui/theme/svg_icon.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmap>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace unroll::ui {
namespace {

class SvgIconEngine final : public QIconEngine {
 public:
  SvgIconEngine(QString path, std::optional<Role> role) : path_(std::move(path)), role_(role) {}

  void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override {
    const qreal ratio = painter->device()->devicePixelRatioF();
    painter->drawPixmap(rect, scaledPixmap(rect.size() * ratio, mode, state, ratio));
  }

  QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
    return scaledPixmap(size, mode, state, 1);
  }

  QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State, qreal scale) override {
    if (size.isEmpty()) return {};  // A button that is squeezed to nothing.
    const QColor color = tint(mode);
    const QString key = QStringLiteral("unroll-icon:%1:%2x%3:%4")
                            .arg(path_)
                            .arg(size.width())
                            .arg(size.height())
                            .arg(color.rgba());
    QPixmap made;
    if (!QPixmapCache::find(key, &made)) {
      QFile file(path_);
      if (!file.open(QIODevice::ReadOnly)) return {};
      QByteArray text = file.readAll();
      text.replace("currentColor", color.name().toLatin1());
      QSvgRenderer renderer(text);
      made = QPixmap(size);
      made.fill(Qt::transparent);
      QPainter painter(&made);
      painter.setOpacity(color.alphaF());
      renderer.render(&painter);
      painter.end();
      QPixmapCache::insert(key, made);
    }
    made.setDevicePixelRatio(scale);
    return made;
  }

  QIconEngine* clone() const override { return new SvgIconEngine(*this); }
  QString key() const override { return QStringLiteral("unroll-svg"); }
  bool isNull() override { return !QFile::exists(path_); }
  QString iconName() override { return path_; }

 private:
  QColor tint(QIcon::Mode mode) const {
    QColor color = Theme::color(role_.value_or(Role::Text));
    if (mode == QIcon::Disabled) color.setAlphaF(0.4F);
    return color;
  }

  QString path_;
  std::optional<Role> role_;
};

}  // namespace

QIcon svgIcon(const QString& path, std::optional<Role> role) {
  return QIcon(new SvgIconEngine(path, role));
}

}  // namespace unroll::ui
