unroll_gui_test(gui_cursors_test SOURCES cursors_test.cpp)
unroll_gui_test(gui_plots_test SOURCES plots_test.cpp)
unroll_gui_test(gui_hidden_work_test SOURCES hidden_work_test.cpp)
unroll_gui_test(gui_data_page_test SOURCES data_page_test.cpp)
unroll_gui_test(gui_models_test SOURCES models_test.cpp)
unroll_gui_test(gui_recipe_form_test SOURCES recipe_form_test.cpp)
unroll_gui_test(gui_train_page_test SOURCES train_page_test.cpp)
unroll_gui_test(gui_shortcuts_test SOURCES shortcuts_test.cpp)
unroll_gui_test(gui_translations_test SOURCES translations_test.cpp)
unroll_gui_test(gui_window_test SOURCES window_test.cpp)

# Not a test: timings of this machine. unroll_studio_benchmark [--slack FACTOR]
add_executable(unroll_studio_benchmark studio_benchmark.cpp)
target_link_libraries(unroll_studio_benchmark PRIVATE unroll_gui_support)
