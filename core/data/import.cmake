# Included by core/data/CMakeLists.txt where the media library is built.
unroll_library(import
  import_classes.cpp
  import_plan.cpp
  import_report.cpp
  import_run.cpp
  import_scan.cpp
  import_videos.cpp)
target_link_libraries(unroll_import PUBLIC unroll_data PRIVATE unroll_media nlohmann_json::nlohmann_json xxhash)
