#include "ui/shell/pages.h"

#include <QCoreApplication>

#include "ui/pages/page.h"

// A page joins the list as soon as its folder has one: ui/CMakeLists.txt defines UNROLL_PAGE_*.
#ifdef UNROLL_PAGE_DATA
#include "ui/pages/data/data_page.h"
#endif
#ifdef UNROLL_PAGE_TRAIN
#include "ui/pages/train/train_page.h"
#endif
#ifdef UNROLL_PAGE_SAMPLES
#include "ui/pages/samples/samples_page.h"
#endif
#ifdef UNROLL_PAGE_COMPARE
#include "ui/pages/compare/compare_page.h"
#endif
#ifdef UNROLL_PAGE_JOBS
#include "ui/pages/jobs/jobs_page.h"
#endif

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
  QList<PageEntry> entries;
#ifdef UNROLL_PAGE_DATA
  entries.append({"data", Pages::tr("Data"), "data", make<DataPage>});
#endif
#ifdef UNROLL_PAGE_TRAIN
  entries.append({"train", Pages::tr("Train"), "train", make<TrainPage>});
#endif
#ifdef UNROLL_PAGE_SAMPLES
  entries.append({"samples", Pages::tr("Samples"), "samples", make<SamplesPage>});
#endif
#ifdef UNROLL_PAGE_COMPARE
  entries.append({"compare", Pages::tr("Compare"), "compare", make<ComparePage>});
#endif
#ifdef UNROLL_PAGE_JOBS
  entries.append({"jobs", Pages::tr("Jobs"), "jobs", make<JobsPage>});
#endif
  return entries;
}

}  // namespace unroll::ui
