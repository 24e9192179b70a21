#include "ui/shell/banner.h"

#include <QBoxLayout>
#include <QLabel>

#include "ui/theme/theme.h"

namespace unroll::ui {

BannerBox::BannerBox(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("banners"));
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  hide();
}

void BannerBox::set(const QString& key, const QString& sentence) {
  QWidget*& banner = banners_[key];
  if (sentence.isEmpty()) {
    delete banner;
    banners_.remove(key);
    setVisible(!banners_.isEmpty());
    return;
  }
  if (banner != nullptr) {
    banner->findChild<QLabel*>(QStringLiteral("bannerText"))->setText(sentence);
    return;
  }
  banner = new QWidget(this);
  banner->setProperty("role", QStringLiteral("card"));
  banner->setAttribute(Qt::WA_StyledBackground);
  auto* row = new QHBoxLayout(banner);
  row->setContentsMargins(12, 6, 12, 6);
  auto* icon = new QLabel(banner);
  icon->setPixmap(Theme::icon("warning", Role::Error).pixmap(QSize(16, 16), devicePixelRatioF()));
  row->addWidget(icon);
  auto* text = new QLabel(sentence, banner);
  text->setObjectName(QStringLiteral("bannerText"));
  text->setWordWrap(true);
  row->addWidget(text, 1);
  layout()->addWidget(banner);
  setVisible(true);
}

}  // namespace unroll::ui
