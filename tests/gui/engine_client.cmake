# A trainer and a program that play the engine's part, for every test of the window.
add_library(unroll_gui_fake_engine STATIC fake_engine.cpp fake_engine.h)
set_target_properties(unroll_gui_fake_engine PROPERTIES AUTOMOC ON)
target_link_libraries(unroll_gui_fake_engine PUBLIC unroll_gui_support)
find_package(Qt6 6.4 REQUIRED COMPONENTS Network)
add_executable(fake_unroll fake_unroll.cpp)
target_link_libraries(fake_unroll PRIVATE unroll_options unroll_qt_options unroll_protocol unroll_io Qt6::Network)

unroll_gui_test(gui_engine_client_test SOURCES engine_client_test.cpp LIBRARIES unroll_gui_fake_engine)
# A tiny project for the real program.
add_library(unroll_gui_real_engine STATIC real_engine.cpp real_engine.h)
target_link_libraries(unroll_gui_real_engine PUBLIC unroll_gui_support)
target_compile_definitions(unroll_gui_real_engine PRIVATE UNROLL_BIN_DIR="${PROJECT_BINARY_DIR}/bin")

unroll_gui_test(gui_engine_real_test SOURCES engine_real_test.cpp LIBRARIES unroll_gui_real_engine)
add_dependencies(gui_engine_client_test fake_unroll)
add_dependencies(gui_menus_test fake_unroll)
unroll_gui_test(gui_stop_now_test SOURCES stop_now_test.cpp LIBRARIES unroll_gui_fake_engine)
unroll_gui_test(gui_session_test SOURCES session_test.cpp LIBRARIES unroll_gui_real_engine)
set_tests_properties(gui_session_test PROPERTIES TIMEOUT 600)
