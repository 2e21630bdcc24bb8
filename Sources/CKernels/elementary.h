// What the loops share: run-time dispatch on the vector width, and exp and log as inline code so that loops around them
// vectorise (Cephes' expf and logf).
#pragma once
#include "CKernels.h"
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__x86_64__)
#define CK_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define CK_CLONES
#endif

static inline float ck_exp1(float x) {
  x = x < -87.0f ? -87.0f : x;
  x = x > 88.0f ? 88.0f : x;
  float n = x * 1.44269504088896341f;
  n = (float)(int32_t)(n + (n < 0 ? -0.5f : 0.5f));
  float r = x - n * 0.693359375f;
  r = r + n * 2.12194440e-4f;
  float p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * r * r + r + 1.0f;
  int32_t bits = ((int32_t)n + 127) << 23;
  float scale;
  memcpy(&scale, &bits, sizeof scale);
  return p * scale;
}
static inline float ck_log1(float x) {
  int32_t bits;
  memcpy(&bits, &x, sizeof bits);
  int32_t e = ((bits >> 23) & 255) - 126;
  bits = (bits & 0x007fffff) | 0x3f000000;
  float m;
  memcpy(&m, &bits, sizeof m);
  int32_t small = m < 0.707106781186547524f;
  e -= small;
  m = small ? m + m - 1.0f : m - 1.0f;
  float z = m * m;
  float p = 7.0376836292e-2f;
  p = p * m - 1.1514610310e-1f;
  p = p * m + 1.1676998740e-1f;
  p = p * m - 1.2420140846e-1f;
  p = p * m + 1.4249322787e-1f;
  p = p * m - 1.6668057665e-1f;
  p = p * m + 2.0000714765e-1f;
  p = p * m - 2.4999993993e-1f;
  p = p * m + 3.3333331174e-1f;
  p = p * m * z;
  p += -2.12194440e-4f * (float)e;
  p += -0.5f * z;
  return m + p + 0.693359375f * (float)e;
}

// Where cell (i, j) of an oriented table comes from: origin + i * down + j * right; see ck_orientation.
static inline void ck_strides(
    int orientation, ptrdiff_t side, ptrdiff_t *origin, ptrdiff_t *down, ptrdiff_t *right) {
  ptrdiff_t o = 0, r = side, c = 1;
  if (orientation & 1) {
    o += (side - 1) * c;
    c = -c;
  }
  if (orientation & 2) {
    o += (side - 1) * (r + c);
    r = -r;
    c = -c;
  }
  *origin = o;
  *down = orientation & 4 ? c : r;
  *right = orientation & 4 ? r : c;
}
