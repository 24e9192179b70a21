unroll_gui_test(gui_cursors_test SOURCES cursors_test.cpp)
unroll_gui_test(gui_plots_test SOURCES plots_test.cpp)
