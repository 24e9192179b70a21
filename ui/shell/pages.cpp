#include "ui/shell/pages.h"

#include <QCoreApplication>

#include "ui/pages/compare/compare_page.h"
#include "ui/pages/data/data_page.h"
#include "ui/pages/jobs/jobs_page.h"
#include "ui/pages/page.h"
#include "ui/pages/samples/samples_page.h"
#include "ui/pages/train/train_page.h"

namespace unroll::ui {
namespace {

struct Pages {
  Q_DECLARE_TR_FUNCTIONS(Pages)
};

template <typename T>
Page* make(StudioContext& context, QWidget* parent) {
  return new T(context, parent);
}

}  // namespace

QList<PageEntry> pageEntries() {
  return {{"data", Pages::tr("Data"), "data", make<DataPage>},
          {"train", Pages::tr("Train"), "train", make<TrainPage>},
          {"samples", Pages::tr("Samples"), "samples", make<SamplesPage>},
          {"compare", Pages::tr("Compare"), "compare", make<ComparePage>},
          {"jobs", Pages::tr("Jobs"), "jobs", make<JobsPage>}};
}

}  // namespace unroll::ui
