#!/bin/sh
# build-ffmpeg.sh SOURCE PREFIX [OPTION …]
# Static FFmpeg libraries with the H.264 decoder and the containers that clips come in, and nothing else. What is hot is
# in assembly: small C code decodes as fast, but not without the compiler's usual optimization.
# OPTION goes to configure as well.
set -eu
source=$1 prefix=$2
shift 2

cd "$source"
./configure --prefix="$prefix" --disable-everything --disable-autodetect --disable-programs \
    --disable-doc --disable-network --disable-avdevice --disable-avfilter --disable-swresample \
    --disable-swscale --disable-postproc --disable-debug --enable-static --disable-shared \
    --enable-small --optflags=-O2 --enable-pic --disable-pthreads --disable-iconv \
    --enable-decoder=h264 --enable-parser=h264 --enable-demuxer=h264,mov,matroska,mpegts "$@"
make -j"$(nproc)"
make install
