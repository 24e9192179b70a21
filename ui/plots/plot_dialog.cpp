#include "ui/plots/plot_dialog.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>

#include "ui/plots/plot_view.h"

namespace unroll::ui {
namespace {

constexpr QSize kPicture{480, 260};

}  // namespace

QList<PlotView*> PlotDialog::plotsOn(const QWidget& page) {
  QList<PlotView*> found;
  for (PlotView* plot : page.findChildren<PlotView*>()) {
    const QList<SeriesSummary> summaries = plot->summaries();
    const bool drawn = std::any_of(summaries.begin(), summaries.end(),
                                   [](const SeriesSummary& one) { return one.points > 0; });
    if (drawn && plot->isVisibleTo(&page)) found.append(plot);
  }
  // As they stand on the page, from top to bottom.
  std::stable_sort(found.begin(), found.end(), [&page](const PlotView* a, const PlotView* b) {
    const QPoint first = a->mapTo(&page, QPoint());
    const QPoint second = b->mapTo(&page, QPoint());
    return std::pair(first.y(), first.x()) < std::pair(second.y(), second.x());
  });
  return found;
}

PlotDialog::PlotDialog(const QList<PlotView*>& plots, PlotView* first, QWidget* parent)
    : QDialog(parent), plots_(plots.begin(), plots.end()) {
  setObjectName(QStringLiteral("plotDialog"));
  setWindowTitle(tr("Save a Plot"));
  setAttribute(Qt::WA_DeleteOnClose);
  auto* layout = new QVBoxLayout(this);
  auto* form = new QFormLayout;
  layout->addLayout(form);
  const auto box = [this](const char* name, const QString& accessible) {
    auto* made = new QComboBox(this);
    made->setObjectName(QString::fromLatin1(name));
    made->setAccessibleName(accessible);
    return made;
  };
  plot_ = box("plotChoice", tr("Plot"));
  for (const PlotView* plot : plots) plot_->addItem(plot->title());
  plot_->setCurrentIndex(std::max(0, static_cast<int>(plots.indexOf(first))));
  form->addRow(tr("Plot"), plot_);
  format_ = box("plotFormat", tr("How it is written"));
  format_->addItem(tr("PNG: a picture at twice the size"), QStringLiteral("png"));
  format_->addItem(tr("SVG: lines that stay sharp at any size"), QStringLiteral("svg"));
  format_->addItem(tr("PDF: the same for print and papers"), QStringLiteral("pdf"));
  format_->addItem(tr("CSV: the numbers"), QStringLiteral("csv"));
  form->addRow(tr("As"), format_);
  picture_ = new QLabel(this);
  picture_->setObjectName(QStringLiteral("plotPicture"));
  picture_->setAlignment(Qt::AlignCenter);
  picture_->setMinimumSize(kPicture);
  layout->addWidget(picture_, 1);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
  buttons->button(QDialogButtonBox::Cancel)->setObjectName(QStringLiteral("plotCancel"));
  const auto button = [this, buttons](const char* name, const QString& text, bool primary) {
    auto* made = new QPushButton(text, this);
    made->setObjectName(QString::fromLatin1(name));
    made->setAccessibleName(text);
    made->setProperty("primary", primary);
    made->setDefault(primary);
    made->setAutoDefault(primary);
    buttons->addButton(made, QDialogButtonBox::ActionRole);
    return made;
  };
  auto* copies = button("plotCopy", tr("Copy the picture"), false);
  auto* saves = button("plotSave", tr("Save…"), true);
  layout->addWidget(buttons);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(copies, &QPushButton::clicked, this, &PlotDialog::copy);
  connect(saves, &QPushButton::clicked, this, &PlotDialog::save);
  connect(plot_, &QComboBox::currentIndexChanged, this, &PlotDialog::showPlot);
  showPlot();
}

PlotView* PlotDialog::chosen() const { return plots_.value(plot_->currentIndex()); }

void PlotDialog::showPlot() {
  const PlotView* plot = chosen();
  // A plot goes when another run is shown.
  if (plot == nullptr) return picture_->setText(tr("This plot is gone: choose another one."));
  const qreal ratio = devicePixelRatioF();
  QImage image =
      plot->picture(ratio).scaled(kPicture * ratio, Qt::KeepAspectRatio, Qt::SmoothTransformation);
  image.setDevicePixelRatio(ratio);
  picture_->setPixmap(QPixmap::fromImage(image));
}

void PlotDialog::copy() {
  if (const PlotView* plot = chosen()) QGuiApplication::clipboard()->setImage(plot->picture(2));
}

void PlotDialog::save() {
  PlotView* plot = chosen();
  if (plot == nullptr) return showPlot();
  const QString path = plot->askPath(format_->currentData().toString());
  if (path.isEmpty()) return;
  if (const auto problem = plot->save(path)) {
    Q_EMIT failed(*problem);
  } else {
    Q_EMIT saved(path);
  }
  accept();
}

}  // namespace unroll::ui
