#include "ui/shell/pages.h"

#include <QCoreApplication>

#include "ui/pages/page.h"

// A page joins the list as soon as its folder has one.
#if __has_include("ui/pages/data/data_page.h")
#include "ui/pages/data/data_page.h"
#endif
#if __has_include("ui/pages/train/train_page.h")
#include "ui/pages/train/train_page.h"
#endif
#if __has_include("ui/pages/samples/samples_page.h")
#include "ui/pages/samples/samples_page.h"
#endif
#if __has_include("ui/pages/compare/compare_page.h")
#include "ui/pages/compare/compare_page.h"
#endif
#if __has_include("ui/pages/jobs/jobs_page.h")
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
#if __has_include("ui/pages/data/data_page.h")
  entries.append({"data", Pages::tr("Data"), "data", make<DataPage>});
#endif
#if __has_include("ui/pages/train/train_page.h")
  entries.append({"train", Pages::tr("Train"), "train", make<TrainPage>});
#endif
#if __has_include("ui/pages/samples/samples_page.h")
  entries.append({"samples", Pages::tr("Samples"), "samples", make<SamplesPage>});
#endif
#if __has_include("ui/pages/compare/compare_page.h")
  entries.append({"compare", Pages::tr("Compare"), "compare", make<ComparePage>});
#endif
#if __has_include("ui/pages/jobs/jobs_page.h")
  entries.append({"jobs", Pages::tr("Jobs"), "jobs", make<JobsPage>});
#endif
  return entries;
}

}  // namespace unroll::ui
