#include "CKernels.h"
#include <stdint.h>
#include <string.h>

#if defined(__x86_64__)
#define CK_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define CK_CLONES
#endif

enum { block = CK_KSG_PADDING };

// Keeps the k smallest distances in increasing order; the caller has checked that d is below the largest.
static inline __attribute__((always_inline)) void keep(double *best, int k, double d) {
  int at = k - 1;
  while (at > 0 && best[at - 1] > d) {
    best[at] = best[at - 1];
    at--;
  }
  best[at] = d;
}

// One block of neighbours: their max-norm distances, and the k best updated where any is nearer than the k-th.
static inline __attribute__((always_inline)) void visit(
    const double *xs, const double *ys, double x, double y, double wx, double wy, double *best, int k) {
  double d[block];
  int nearer = 0;
  for (int b = 0; b < block; b++) {
    double dx = __builtin_fabs(xs[b] - x) * wx;
    double dy = __builtin_fabs(ys[b] - y) * wy;
    d[b] = dx > dy ? dx : dy;
    nearer |= d[b] < best[k - 1];
  }
  if (!nearer) return;
  for (int b = 0; b < block; b++)
    if (d[b] < best[k - 1]) keep(best, k, d[b]);
}

// How many of sorted[0..<count], which do not fall below v, lie within `limit` of it; the distance grows with the index.
static inline __attribute__((always_inline)) int32_t within_above(
    const double *sorted, int32_t count, double v, double w, double limit) {
  const double *base = sorted;
  while (count > 0) {
    int32_t half = (count + 1) >> 1;
    // Half of the range is taken without a branch: which way it goes cannot be predicted.
    base = (base[half - 1] - v) * w <= limit ? base + half : base;
    count -= half;
  }
  return (int32_t)(base - sorted);
}

// The same for the `count` elements before `end`, which do not exceed v.
static inline __attribute__((always_inline)) int32_t within_below(
    const double *end, int32_t count, double v, double w, double limit) {
  const double *base = end;
  while (count > 0) {
    int32_t half = (count + 1) >> 1;
    base = (v - base[-half]) * w <= limit ? base - half : base;
    count -= half;
  }
  return (int32_t)(end - base);
}

CK_CLONES void ck_ksg_counts(
    const double *xs, const double *ys, const int32_t *ypos, const double *ysorted, int32_t n, int32_t k, double wx,
    double wy, double *best, uint32_t *counts) {
  for (int32_t i = 0; i < n; i++) {
    double x = xs[i], y = ys[i];
    for (int b = 0; b < k; b++) best[b] = __builtin_inf();
    int32_t right = i + 1, left = i;
    int go_right = right < n, go_left = left > 0;
    while (go_right | go_left) {
      if (go_right) {
        visit(xs + right, ys + right, x, y, wx, wy, best, k);
        right += block;
        go_right = right < n && (xs[right] - x) * wx < best[k - 1];
      }
      if (go_left) {
        left -= block;
        visit(xs + left, ys + left, x, y, wx, wy, best, k);
        go_left = left > 0 && (x - xs[left - 1]) * wx < best[k - 1];
      }
    }
    // Strictly nearer than the k-th neighbour, or at distance 0 where that is 0: "within the next smaller number".
    double limit = best[k - 1];
    if (limit > 0) {
      uint64_t bits;
      memcpy(&bits, &limit, sizeof bits);
      bits--;
      memcpy(&limit, &bits, sizeof bits);
    }
    // Whoever is strictly nearer in x has been visited; the scan for a distance of 0 ends before all its ties.
    int32_t above = n - (i + 1), below = i;
    if (limit > 0 && right < n) above = right - (i + 1);
    if (limit > 0 && left > 0) below = i - left;
    int32_t nx = 1 + within_above(xs + i + 1, above, x, wx, limit) + within_below(xs + i, below, x, wx, limit);
    int32_t p = ypos[i];
    int32_t ny = 1 + within_above(ysorted + p + 1, n - p - 1, y, wy, limit) +
                 within_below(ysorted + p, p, y, wy, limit);
    counts[nx]++;
    counts[ny]++;
  }
}
