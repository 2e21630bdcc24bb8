#include "CKernels.h"
#include <stdint.h>
#include <string.h>

#if defined(__x86_64__)
#define CK_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define CK_CLONES
#endif

enum { block = 8 };

// Takes d into the k smallest distances, kept in increasing order, where it belongs among them. Without a branch: whether
// and where it belongs cannot be predicted.
static inline __attribute__((always_inline)) void keep(double *best, int k, double d) {
  for (int s = k - 1; s > 0; s--) {
    double later = best[s - 1] > d ? best[s - 1] : d;
    best[s] = best[s] < later ? best[s] : later;
  }
  best[0] = best[0] < d ? best[0] : d;
}

// One block of neighbours: their max-norm distances, and those nearer than the k-th so far taken in.
static inline __attribute__((always_inline)) void visit(
    const double *xs, const double *ys, double x, double y, double wx, double wy, double *best, int k) {
  double d[block], nearer[block];
  double bound = best[k - 1];
  int any = 0;
  for (int b = 0; b < block; b++) {
    double dx = __builtin_fabs(xs[b] - x) * wx;
    double dy = __builtin_fabs(ys[b] - y) * wy;
    d[b] = dx > dy ? dx : dy;
    any |= d[b] < bound;
  }
  if (!any) return;
  int count = 0;
  for (int b = 0; b < block; b++) {
    nearer[count] = d[b];
    count += d[b] < bound;
  }
  for (int c = 0; c < count; c++) keep(best, k, nearer[c]);
}

// How many values from `sorted` on lie within `limit` of v, before one does not: infinite padding ends the count. Blocks of
// sixteen are counted without branches.
static inline __attribute__((always_inline)) int32_t within_above(
    const double *sorted, double v, double w, double limit) {
  int32_t total = 0;
  for (;;) {
    int32_t count = 0;
    for (int b = 0; b < CK_KSG_PADDING; b++) count += __builtin_fabs(sorted[b] - v) * w <= limit;
    total += count;
    if (count < CK_KSG_PADDING) return total;
    sorted += CK_KSG_PADDING;
  }
}

// The same for the values before `end`.
static inline __attribute__((always_inline)) int32_t within_below(
    const double *end, double v, double w, double limit) {
  int32_t total = 0;
  for (;;) {
    int32_t count = 0;
    end -= CK_KSG_PADDING;
    for (int b = 0; b < CK_KSG_PADDING; b++) count += __builtin_fabs(end[b] - v) * w <= limit;
    total += count;
    if (count < CK_KSG_PADDING) return total;
  }
}

// The distance of observation i's k-th neighbour in the max norm, outwards from i along the sorted x.
static inline __attribute__((always_inline)) double kth_distance(
    const double *xs, const double *ys, int32_t i, int32_t n, int32_t k, double wx, double wy, double *best) {
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
  return best[k - 1];
}

// The next smaller number; `limit` > 0.
static inline __attribute__((always_inline)) double next_down(double limit) {
  uint64_t bits;
  memcpy(&bits, &limit, sizeof bits);
  bits--;
  memcpy(&limit, &bits, sizeof bits);
  return limit;
}

CK_CLONES void ck_ksg_counts(
    const double *xs, const double *ys, const int32_t *ypos, const double *ysorted, int32_t n, int32_t k, double wx,
    double wy, double *best, uint32_t *counts) {
  for (int32_t i = 0; i < n; i++) {
    double x = xs[i], y = ys[i];
    double limit = kth_distance(xs, ys, i, n, k, wx, wy, best);
    // Strictly nearer than the k-th neighbour: "within the next smaller number". (Without ties it is never at distance 0.)
    if (limit > 0) limit = next_down(limit);
    int32_t nx = 1 + within_above(xs + i + 1, x, wx, limit) + within_below(xs + i, x, wx, limit);
    int32_t p = ypos[i];
    int32_t ny = 1 + within_above(ysorted + p + 1, y, wy, limit) + within_below(ysorted + p, y, wy, limit);
    counts[nx]++;
    counts[ny]++;
  }
}

// The counts of one observation whose k-th neighbour is at `limit`, where equal distances are about; see the header.
static inline __attribute__((always_inline)) void ties_at(
    const double *xs, const double *ys, int32_t from, int32_t to, double x, double y, double wx, double wy,
    double limit, int32_t *nearer, int32_t *equal, int32_t *equal_x, int32_t *equal_y) {
  int32_t less = 0, same = 0, same_x = 0, same_y = 0;
  for (int32_t j = from; j < to; j++) {
    double dx = __builtin_fabs(xs[j] - x) * wx;
    double dy = __builtin_fabs(ys[j] - y) * wy;
    double d = dx > dy ? dx : dy;
    less += d < limit;
    same += d == limit;
    same_x += (d == limit) & (dx == limit);
    same_y += (d == limit) & (dy == limit);
  }
  *nearer = less;
  *equal = same;
  *equal_x = same_x;
  *equal_y = same_y;
}

CK_CLONES int32_t ck_ksg_tied_counts(
    const double *xs, const double *ys, const int32_t *ypos, const double *ysorted, int32_t n, int32_t k, double wx,
    double wy, double *best, uint32_t *counts, uint32_t *cells, ck_ksg_tie *ties) {
  int32_t tied = 0;
  for (int32_t i = 0; i < n; i++) {
    double x = xs[i], y = ys[i];
    double limit = kth_distance(xs, ys, i, n, k, wx, wy, best);
    int32_t right = within_above(xs + i + 1, x, wx, limit), left = within_below(xs + i, x, wx, limit);
    int32_t p = ypos[i];
    int32_t nx = right + left;
    int32_t ny = within_above(ysorted + p + 1, y, wy, limit) + within_below(ysorted + p, y, wy, limit);
    int32_t nearer, equal, equal_x, equal_y;
    if (limit == 0) {
      ties_at(xs, ys, i - left, i + right + 1, x, y, wx, wy, limit, &nearer, &equal, &equal_x, &equal_y);
      counts[nx + 1]++;
      counts[ny + 1]++;
      cells[equal]++;  // the observation itself included
      continue;
    }
    double below = next_down(limit);
    int32_t inside_x = within_above(xs + i + 1, x, wx, below) + within_below(xs + i, x, wx, below);
    int32_t inside_y = within_above(ysorted + p + 1, y, wy, below) + within_below(ysorted + p, y, wy, below);
    if (nx - inside_x + ny - inside_y == 1) {
      // The k-th neighbour alone is at that distance: nothing is tied.
      counts[inside_x + 1]++;
      counts[inside_y + 1]++;
      continue;
    }
    ties_at(xs, ys, i - left, i + right + 1, x, y, wx, wy, limit, &nearer, &equal, &equal_x, &equal_y);
    nearer--;  // the observation itself
    ck_ksg_tie tie = {inside_x, nx - inside_x, equal_x, inside_y, ny - inside_y, equal_y, k - nearer, equal};
    ties[tied++] = tie;
  }
  return tied;
}
