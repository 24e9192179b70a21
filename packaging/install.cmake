# What `cmake --install` and the Debian package hold: both programs, the LibTorch they were linked with in a folder of
# its own, the shipped models, and the desktop's files. `packaging/package.sh` makes the package.
include(GNUInstallDirs)
set(_private "${CMAKE_INSTALL_LIBDIR}/unroll-studio")
foreach(_program unroll unroll-studio)
  if(TARGET ${_program})
    set_target_properties(${_program} PROPERTIES INSTALL_RPATH "\$ORIGIN/../${_private}")
    install(TARGETS ${_program} RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
  endif()
endforeach()

# libtorch_cpu looks for these beside itself ($ORIGIN in its RPATH).
install(FILES "${UNROLL_LIBTORCH}/torch/lib/libtorch_cpu.so" "${UNROLL_LIBTORCH}/torch/lib/libc10.so"
  "${UNROLL_LIBTORCH}/torch/lib/libgomp.so.1" "${UNROLL_LIBTORCH}/nvidia/cu13/lib/libcudart.so.13"
  "${UNROLL_LIBTORCH}/nvidia/cu13/lib/libcupti.so.13" DESTINATION "${_private}")

install(DIRECTORY models/ DESTINATION "${CMAKE_INSTALL_DATADIR}/unroll-studio/models" FILES_MATCHING PATTERN "*.safetensors" PATTERN "*.md")
install(DIRECTORY resources/man/ DESTINATION "${CMAKE_INSTALL_MANDIR}/man1" FILES_MATCHING PATTERN "*.1")
install(DIRECTORY "${UNROLL_LIBTORCH}/torch-2.11.0.dist-info/licenses/" DESTINATION "${CMAKE_INSTALL_DOCDIR}/libtorch")
install(FILES LICENSE DESTINATION "${CMAKE_INSTALL_DOCDIR}" RENAME copyright)
if(UNROLL_GUI)
  install(FILES resources/studio/unroll-studio.svg DESTINATION "${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps")
  install(FILES resources/studio/unroll-studio.desktop DESTINATION "${CMAKE_INSTALL_DATADIR}/applications")
  install(FILES resources/studio/unroll-studio-mime.xml DESTINATION "${CMAKE_INSTALL_DATADIR}/mime/packages" RENAME unroll-studio.xml)
  install(FILES resources/studio/org.unroll.Studio.metainfo.xml DESTINATION "${CMAKE_INSTALL_DATADIR}/metainfo")
endif()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME unroll-studio)
set(CPACK_PACKAGE_VENDOR "Unroll Studio")
set(CPACK_PACKAGE_CONTACT "The developers of Unroll Studio <unroll-studio@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Studio for cascaded video GANs")
set(CPACK_PACKAGE_DESCRIPTION "Trains small generators of video stage by stage, with live previews, compares runs, and\n\
unrolls videos far longer than those trained on. The window is unroll-studio, the\n\
engine and command line unroll.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION video)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Qt's own words (Cancel, Close) in the window's languages.
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS qt6-translations-l10n)
# The package's own libraries are found in the folder they come from.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS "${UNROLL_LIBTORCH}/torch/lib" "${UNROLL_LIBTORCH}/nvidia/cu13/lib")
set(CPACK_DEBIAN_COMPRESSION_TYPE zstd)
include(CPack)
