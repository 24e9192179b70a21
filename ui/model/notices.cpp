#include "ui/model/notices.h"

#include "ui/model/words.h"

namespace unroll::ui {
namespace {

constexpr qsizetype kMostKept = 1000;

}  // namespace

void Notices::info(const QString& sentence, const QString& actionText,
                   std::function<void()> action) {
  say(Notice::Kind::Info, sentence, actionText, std::move(action));
}

void Notices::done(const QString& sentence, const QString& actionText,
                   std::function<void()> action) {
  say(Notice::Kind::Done, sentence, actionText, std::move(action));
}

void Notices::error(const QString& sentence, const QString& actionText,
                    std::function<void()> action) {
  say(Notice::Kind::Error, sentence, actionText, std::move(action));
}

void Notices::say(Notice::Kind kind, const QString& sentence, const QString& actionText,
                  std::function<void()> action) {
  if (sentence.isEmpty()) return;
  if (all_.size() >= kMostKept) all_.removeFirst();
  all_.append({kind, sentence, actionText, std::move(action), unixNow()});
  Q_EMIT said(all_.back());
}

}  // namespace unroll::ui
