unroll_gui_test(gui_samples_test SOURCES samples_test.cpp player_clips.cpp player_clips.h)
add_dependencies(gui_samples_test fake_unroll)

# Not a test: prints how the player keeps its budgets (UX.md) as a table.
add_executable(unroll_player_benchmark player_benchmark.cpp player_clips.cpp player_clips.h)
target_link_libraries(unroll_player_benchmark PRIVATE unroll_gui_support)
