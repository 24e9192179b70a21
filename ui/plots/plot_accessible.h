#pragma once

class QWidget;

namespace unroll::ui {

/// Makes plots known to screen readers: a chart with its table of series as description and the
/// crosshair's readout as value. Any number of calls.
void installPlotAccessibility();

/// Says that the crosshair of the plot `overlay` belongs to has moved.
void announcePlotValue(QWidget* overlay);

}  // namespace unroll::ui
