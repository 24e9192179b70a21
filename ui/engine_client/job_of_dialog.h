#pragma once

class QDialog;
class QObject;

namespace unroll::ui {

class EngineJob;

/// Cancels the job when the dialog is closed, and hands it to `heir` until it has ended: nobody
/// waits for it, as the job's destructor would. The dialog hears of it no more.
/// Threads: the GUI thread.
void cancelWithDialog(EngineJob& job, QDialog& dialog, QObject& heir);

}  // namespace unroll::ui
