// Loops that want the widest vectors of the processor they run on: target_clones picks at run time, no flags needed.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include "CBitKernels.h"
#include "CNetworkKernels.h"
#include "CInfoNetKernels.h"
#include "CMomentKernels.h"
#include "CMistKernels.h"

/// out[i] = exp(in[i]) for i < count; relative error below 2e-7 on [-87, 88], saturating outside. In place is allowed.
void ck_exp(const float *in, float *out, size_t count);

/// The processors that this process may run on (its scheduling affinity), at least 1.
int ck_core_count(void);

/// Elements that must be readable before and after the arrays of `ck_ksg_counts`.
enum { CK_KSG_PADDING = 16 };

/// Kraskov estimator 1 for one pair of one-dimensional variables: for every observation the strict neighbour counts.
///
/// `xs`: x in increasing order, with CK_KSG_PADDING elements of -inf before and +inf after; `ys`: y of the same
/// observations, with as many readable finite elements before and after; `ypos`: their positions in `ysorted`, y in
/// increasing order, padded as `xs` is. Distances are |x - x'| wx and |y - y'| wy; 1 <= k < n. `best`: room for k. For every observation
/// counts[nx + 1] and counts[ny + 1] are incremented, where nx and ny count the others that are strictly nearer in x, in
/// y, than the k-th neighbour in the max norm (at distance 0, where the k-th neighbour is at distance 0).
void ck_ksg_counts(
    const double *xs, const double *ys, const int32_t *ypos, const double *ysorted, int32_t n, int32_t k, double wx,
    double wy, double *best, uint32_t *counts);

/// What equal distances leave open for one observation whose k-th neighbour is at a distance r > 0: how many others are
/// nearer than r in x, at r in x, and at r both in x and in the max norm; the same in y; the k-th neighbour's place
/// (from 1) among the `equal` others at r in the max norm.
typedef struct {
  int32_t inside_x, edge_x, equal_x;
  int32_t inside_y, edge_y, equal_y;
  int32_t place, equal;
} ck_ksg_tie;

/// As `ck_ksg_counts`, for data in which distances may be equal.
///
/// An observation with one other alone at the k-th neighbour's distance is counted in `counts` as there. One whose k-th
/// neighbour is at distance 0 has nx and ny, the others at distance 0, counted there too, and the observations equal to it
/// in both (itself included) in `cells`. The remaining ones are written to `ties` (room for n); their number is returned.
int32_t ck_ksg_tied_counts(
    const double *xs, const double *ys, const int32_t *ypos, const double *ysorted, int32_t n, int32_t k, double wx,
    double wy, double *best, uint32_t *counts, uint32_t *cells, ck_ksg_tie *ties);
