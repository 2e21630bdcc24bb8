// What Swift cannot import from FFmpeg's headers: macros with casts, re-exported as constants and inline functions.
#pragma once
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/display.h>
#include <libavutil/imgutils.h>
#include <libavutil/opt.h>
#include <libswscale/swscale.h>

static const int64_t tsav_no_pts = AV_NOPTS_VALUE;
static const int tsav_error_eof = AVERROR_EOF;
static const int tsav_error_invalid_data = AVERROR_INVALIDDATA;
static inline int tsav_error(int code) { return AVERROR(code); }
