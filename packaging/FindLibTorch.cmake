# Imported targets for the LibTorch that a PyPI wheel carries, without its CMake package (which wants the CUDA toolkit).
#
#   unroll::torch   libtorch_cpu, libc10 and the two include folders; SYSTEM.
#
# Looks in UNROLL_LIBTORCH (a folder holding torch/lib and torch/include), then in the cache that
# packaging/bootstrap.sh fills.
if(NOT UNROLL_LIBTORCH)
  if(DEFINED ENV{UNROLL_LIBTORCH})
    set(UNROLL_LIBTORCH "$ENV{UNROLL_LIBTORCH}")
  else()
    if(DEFINED ENV{UNROLL_CACHE})
      set(_cache "$ENV{UNROLL_CACHE}")
    else()
      set(_cache "$ENV{HOME}/.cache/unroll")
    endif()
    # The GPU half is used where there is a driver to use it with; elsewhere the small set links faster.
    set(_flavours cpu cuda)
    if(EXISTS "/proc/driver/nvidia/version")
      set(_flavours cuda cpu)
    endif()
    foreach(_flavour ${_flavours})
      if(EXISTS "${_cache}/libtorch-2.11.0-${_flavour}/torch/lib/libtorch_cpu.so")
        set(UNROLL_LIBTORCH "${_cache}/libtorch-2.11.0-${_flavour}")
        break()
      endif()
    endforeach()
  endif()
endif()
set(UNROLL_LIBTORCH "${UNROLL_LIBTORCH}" CACHE PATH "Folder that holds torch/lib and torch/include")
if(NOT EXISTS "${UNROLL_LIBTORCH}/torch/lib/libtorch_cpu.so")
  message(FATAL_ERROR "LibTorch was not found in '${UNROLL_LIBTORCH}': run packaging/bootstrap.sh, or set UNROLL_LIBTORCH "
                      "to the folder that holds torch/lib/libtorch_cpu.so.")
endif()
set(_lib "${UNROLL_LIBTORCH}/torch/lib")
set(_include "${UNROLL_LIBTORCH}/torch/include")
add_library(unroll_c10 SHARED IMPORTED)
set_target_properties(unroll_c10 PROPERTIES IMPORTED_LOCATION "${_lib}/libc10.so")
add_library(unroll_torch_cpu SHARED IMPORTED)
set_target_properties(unroll_torch_cpu PROPERTIES IMPORTED_LOCATION "${_lib}/libtorch_cpu.so")
add_library(unroll_torch INTERFACE)
target_include_directories(unroll_torch SYSTEM INTERFACE "${_include}" "${_include}/torch/csrc/api/include")
# The OpenMP runtime that LibTorch brings, for sources compiled with -fopenmp: only there does at::parallel_for use threads.
if(NOT EXISTS "${_lib}/libgomp.so.1")
  message(FATAL_ERROR "LibTorch in '${UNROLL_LIBTORCH}' has no lib/libgomp.so.1: use the one that packaging/bootstrap.sh fetches.")
endif()
add_library(unroll_gomp SHARED IMPORTED)
set_target_properties(unroll_gomp PROPERTIES IMPORTED_LOCATION "${_lib}/libgomp.so.1")
# ThreadSanitizer does not see the barriers of that runtime, which is built without it, and would report races that are none.
set(UNROLL_OPENMP -fopenmp)
if("${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_DEBUG}" MATCHES "fsanitize=thread")
  set(UNROLL_OPENMP "")
endif()
target_link_libraries(unroll_torch INTERFACE unroll_torch_cpu unroll_c10 unroll_gomp ${CMAKE_DL_LIBS})
# libtorch_cpu finds libgomp and the CUDA companions through its own RUNPATH; the linker must be told where to look.
target_link_options(unroll_torch INTERFACE "LINKER:-rpath-link,${_lib}:${UNROLL_LIBTORCH}/nvidia/cu13/lib:${UNROLL_LIBTORCH}/nvidia/cuda_cupti/lib")
add_library(unroll::torch ALIAS unroll_torch)
