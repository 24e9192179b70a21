unroll_gui_test(gui_jobs_test SOURCES jobs_test.cpp)
