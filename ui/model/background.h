#pragma once

#include <utility>

#include <QCoreApplication>
#include <QMetaObject>
#include <QPointer>
#include <QThreadPool>

namespace unroll::ui {

/// Calls `work` on a worker thread and then `done` with its result on the GUI thread, unless
/// `context` is gone by then. Call from the GUI thread.
template <typename Work, typename Done>
void inBackground(QObject* context, Work work, Done done) {
  QThreadPool::globalInstance()->start([context = QPointer<QObject>(context),
                                        work = std::move(work), done = std::move(done)]() mutable {
    QMetaObject::invokeMethod(
        QCoreApplication::instance(),
        [context, done = std::move(done), result = work()]() mutable {
          if (!context.isNull()) done(std::move(result));
        },
        Qt::QueuedConnection);
  });
}

}  // namespace unroll::ui
