# Toolchain of the preset `aarch64`: gcc of Debian for AArch64, libraries of its architecture arm64, and qemu to run
# what was built. ./dev test runs the tests of kernels/ so, where all of it is there or can be installed.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_C_COMPILER aarch64-linux-gnu-gcc)
set(CMAKE_CROSSCOMPILING_EMULATOR qemu-aarch64)
set(ENV{PKG_CONFIG_LIBDIR} /usr/lib/aarch64-linux-gnu/pkgconfig)
