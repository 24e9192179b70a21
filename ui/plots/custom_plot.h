#pragma once

// QCustomPlot's header uses Qt's keywords, which this program is built without (they clash with
// names of other libraries); here they mean what they mean to QCustomPlot and nowhere else.
#define signals Q_SIGNALS
#define slots Q_SLOTS
#define emit Q_EMIT
#define foreach(variable, container) for (variable : container)
#include <qcustomplot.h>
#undef foreach
#undef emit
#undef slots
#undef signals
