// libpng reports errors by longjmp, which Swift cannot cross: only the simplified API (png_image_*) is used.
#pragma once
#include <png.h>

static const png_uint_32 tspng_rgb_colormap = PNG_FORMAT_RGB_COLORMAP;
static const png_uint_32 tspng_rgba = PNG_FORMAT_RGBA;
