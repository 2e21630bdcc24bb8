// Loops of InfoNet: the histogram of ranks, rank statistics, and the densities of Gaussian mixtures it is trained on.
#pragma once
#include <stddef.h>
#include <stdint.h>

enum {
  /// Cells a side of the table, levels a side of the counts it is made from, and bytes of scratch `ck_rank_histogram` asks for.
  CK_TABLE_SIDE = 32,
  CK_COUNT_SIDE = 64,
};

/// The soft histogram of a pair of ranks: levels x[t], y[t] < 64 are counted (counts: room for 2 × 64 × 64), and every
/// count is shared among the four nearest of 32 × 32 cells by linear B-splines. `cells` receives 16 times the soft counts,
/// whole numbers that sum to 16 n whatever the order of the observations.
void ck_rank_histogram(const uint8_t *x, const uint8_t *y, size_t n, uint32_t *counts, int32_t *cells);

/// The orientation in which a table is read: reversals of either variable and their exchange leave MI as it is, so every
/// table is brought to the one of its eight forms that has Σ c a b > 0, Σ c (a² b + a b²) > 0 and Σ c (a² b − a b²) > 0, with
/// a = 2 i − 31 of the row and b = 2 j − 31 of the column (the lexicographically largest form where a sum is 0). Exact:
/// all eight forms of a table have the same oriented one. Bits: 1 reverse columns, 2 then reverse both, 4 then transpose.
int ck_orientation(const int32_t *cells);

/// out = scale times the cells in an orientation.
void ck_oriented(const int32_t *cells, int orientation, float scale, float *out);

/// Mean of log(|Δy| / 2n) over neighbours in the order of x, plus 3/2: about 0 for independent observations. `doubled` are
/// twice the ranks of y; ties count as the smallest difference.
float ck_spacing(const int32_t *order, const int32_t *doubled, size_t n);

/// A product of sums in sixteen lanes, always in the same order, so that swapping a and b gives the same bits.
float ck_dot(const float *a, const float *b, size_t n);

/// Parameters of one component of a two-dimensional mixture, as the densities use them.
typedef struct {
  float weight, meanX, meanY;
  float inverseX, inverseY;  // 1 / sd
  float rho;                 // correlation
} ck_component;

/// At n points of a mixture: the pointwise MI log p(x,y) / (p(x) p(y)) and the marginal distribution functions.
void ck_mixture(
    const float *x, const float *y, size_t n, const ck_component *components, size_t count, float *ratio, float *u,
    float *v);
