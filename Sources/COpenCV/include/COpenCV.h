// Point tracking by OpenCV: a plain C interface to the few functions of its modules video, imgproc and core that Tracking uses.
//
// Every function may be called from several threads at once; OpenCV itself uses one thread (`ocv_setup`). Functions return 0, or
// -1 where OpenCV failed: `ocv_error` then has its message, for the calling thread.
#ifndef COPENCV_H
#define COPENCV_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A grey picture with its pyramid and derivatives.
typedef struct ocv_frame ocv_frame;
/// Dense flow by DIS, with its buffers.
typedef struct ocv_dis ocv_dis;

/// Tells OpenCV to use no threads of its own: the caller divides the work.
void ocv_setup(void);
/// The message of the last error of this thread.
const char *ocv_error(void);

/// Makes a frame from packed 8-bit RGB rows, scaled to `width` x `height`; NULL where OpenCV failed.
///
/// `window` and `levels` are those of Lucas–Kanade later.
ocv_frame *ocv_frame_create(const uint8_t *rgb, int rgb_width, int rgb_height, int width, int height, int window, int levels);
void ocv_frame_destroy(ocv_frame *frame);
/// The grey picture, `width * height` values; valid as long as the frame.
void ocv_frame_copy_grey(const ocv_frame *frame, uint8_t *grey);

/// Pyramidal Lucas–Kanade of `count` points (x, y) of `from`; `to` holds guesses, and the results after it.
///
/// `status` is 1 where a point was found; `least_eigenvalue` is OpenCV's minEigThreshold.
int ocv_lucas_kanade(
  const ocv_frame *from, const ocv_frame *to_frame, const float *points, float *to, uint8_t *status, int count, int window,
  int levels, int iterations, double precision, double least_eigenvalue);

/// The smaller eigenvalue of the gradient's covariance about every pixel (good features to track), `width * height` values.
int ocv_corners(const ocv_frame *frame, int block, float *values);

/// DIS: quality 0 (ultrafast) to 2 (medium); NULL where OpenCV failed.
ocv_dis *ocv_dis_create(int quality);
void ocv_dis_destroy(ocv_dis *dis);
/// Flow from one frame to another at 1/`reduction` of their size, in pixels of the reduced picture: (x, y) a pixel.
///
/// `flow` holds `2 * ceil(width/reduction) * ceil(height/reduction)` values.
int ocv_dis_flow(ocv_dis *dis, const ocv_frame *from, const ocv_frame *to, int reduction, float *flow);

/// A square of `size` x `size` values about a point, between pixels by interpolation, the border repeated.
int ocv_patch(const ocv_frame *frame, float x, float y, int size, float *values);

/// Looks for a patch (of `size` x `size` values) within `reach` pixels of a point: the place of the largest normalised correlation, and
/// that correlation; `second` is the largest one more than 2 pixels from there. `score` is -1 where the window leaves the picture.
int ocv_search(
  const ocv_frame *frame, const float *patch, int size, float x, float y, int reach, float *found_x, float *found_y, float *score,
  float *second);

#ifdef __cplusplus
}
#endif
#endif
