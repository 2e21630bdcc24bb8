// Loops of InfoNet: the histogram of ranks, rank statistics, and the densities of Gaussian mixtures it is trained on.
#pragma once
#include <stddef.h>
#include <stdint.h>

enum {
  /// Cells a side of the table, and levels a side of the counts it is made from.
  CK_TABLE_SIDE = 32,
  CK_COUNT_SIDE = 64,
  /// Units of one observation in the cells: the B-splines share it in sixteenths.
  CK_CELL_UNITS = 16,
};

/// The soft histogram of a pair of ranks: levels x[t], y[t] < 64 are counted (counts: room for 2 × 64 × 64), and every
/// count is shared among the four nearest of 32 × 32 cells by linear B-splines. `cells` receives the soft counts in
/// units of 1 / CK_CELL_UNITS, whole numbers that sum to 16 n whatever the order of the observations; the first 64 × 64 of `counts` keep the counts.
void ck_rank_histogram(const uint8_t *x, const uint8_t *y, size_t n, uint32_t *counts, int32_t *cells);

/// The orientation in which a table is read: reversals of either variable and their exchange leave MI as it is, so every
/// table is brought to the one of its eight forms that has Σ c a b > 0, Σ c (a² b + a b²) > 0 and Σ c (a² b − a b²) > 0, with
/// a = 2 i − 31 of the row and b = 2 j − 31 of the column (the lexicographically largest form where a sum is 0). Exact:
/// all eight forms of a table have the same oriented one. Bits: 1 reverse columns, 2 then reverse both, 4 then transpose.
int ck_orientation(const int32_t *cells);

/// out = scale times the cells in an orientation.
void ck_oriented(const int32_t *cells, int orientation, float scale, float *out);

enum {
  /// Neighbours on either side, in the order of x, among which `ck_strip_information` looks.
  CK_STRIP = 8,
  /// Integers that it needs besides one an observation: a strip before, a strip and sixteen lanes after.
  CK_STRIP_ROOM = 2 * CK_STRIP + 16,
};

/// −h(v | u) of the copula from strips: for every observation the third smallest |Δv| among its 8 neighbours on either side
/// in the order of x, whose logarithm tells the conditional density there. About 0 for independent observations, and a
/// nearly unbiased estimate of MI for strong dependence. `doubled` are twice the ranks of y (ties count as the smallest
/// difference); `room`: n + CK_STRIP_ROOM integers.
float ck_strip_information(const int32_t *order, const int32_t *doubled, size_t n, int32_t *room);

/// The smaller of Σ (a − b)² and Σ (a + b)² in lanes: 2 − 2 |r| for vectors of length 1, without cancellation where |r| is
/// near 1. Swapping a and b gives the same bits.
float ck_distance(const float *a, const float *b, size_t n);

/// A product of sums in sixteen lanes, always in the same order, so that swapping a and b gives the same bits.
float ck_dot(const float *a, const float *b, size_t n);

/// Parameters of one component of a two-dimensional mixture, as the densities use them.
typedef struct {
  float weight, meanX, meanY;
  float inverseX, inverseY;  // 1 / sd
  float rho;                 // correlation ρ
  float residual;            // 1 − ρ², which a float ρ near 1 no longer knows
} ck_component;

/// At n points of a mixture: the pointwise MI log p(x,y) / (p(x) p(y)) and the marginal distribution functions.
void ck_mixture(
    const float *x, const float *y, size_t n, const ck_component *components, size_t count, float *ratio, float *u,
    float *v);

enum {
  /// Cells of a patch's side and of a patch; tokens of one pair, the patches of its table.
  CK_PATCH_SIDE = 8,
  CK_PATCH_CELLS = CK_PATCH_SIDE * CK_PATCH_SIDE,
  CK_TOKENS = CK_TABLE_SIDE * CK_TABLE_SIDE / CK_PATCH_CELLS,
};

/// The cells in an orientation, times scale, patch by patch: `patches` (16 × 64) and, for every token, √ρ − 1 of its cells
/// and log(1 + ρ) − log 2 (`features`, 16 × 128) of the density ratio ρ = 1024 h.
void ck_patches(const int32_t *cells, int orientation, float scale, float *patches, float *features);

/// Self-attention among the 16 tokens of every pair. qkv: (pairs · 16) × 3 width, queries, keys, values side by side; out:
/// (pairs · 16) × width. A head has width / heads ≤ 64 columns.
void ck_token_attention(const float *qkv, size_t pairs, size_t width, size_t heads, float *out);

/// y = x w, or y += x w with `add`: the 16 tokens of a pair (16 × k) times a layer's weights (k × n).
void ck_token_product(const float *x, const float *w, float *y, size_t k, size_t n, int add);

/// x = gelu(x + bias), row by row.
void ck_bias_gelu(float *x, const float *bias, size_t rows, size_t columns);

/// ⟨θ, h⟩ − log mean exp θ over 1024 cells.
float ck_dual_value(const float *theta, const float *h);

// Operations on a tape, for float (ck_f32_*) and double (ck_f64_*); what each does: infonet.inc.
#define CK_DECLARE(REAL, PREFIX)                                                                                      \
  REAL PREFIX##dual(const REAL *theta, const REAL *h, REAL *weights, size_t count);                                   \
  void PREFIX##ratio_features(const REAL *h, REAL scale, REAL *roots, REAL *logs, size_t count);

CK_DECLARE(float, ck_f32_)
CK_DECLARE(double, ck_f64_)
#undef CK_DECLARE
