unroll_gui_test(gui_frame_clock_test SOURCES frame_clock_test.cpp)
unroll_gui_test(gui_player_test SOURCES player_test.cpp player_clips.cpp player_clips.h)
unroll_gui_test(gui_loupe_test SOURCES loupe_test.cpp player_clips.cpp player_clips.h)
