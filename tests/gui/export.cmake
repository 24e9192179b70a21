unroll_gui_test(gui_export_test SOURCES export_test.cpp player_clips.cpp player_clips.h)
