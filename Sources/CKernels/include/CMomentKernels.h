// Loops of the moment network: cosine moments of pairs as integer products, and a perceptron on sixteen pairs at a time.
//
// Sixteen pairs are the sixteen lanes of a vector: every pair is computed in the same way, wherever it stands.
#pragma once
#include <stddef.h>
#include <stdint.h>

enum {
  /// Functions of a variable: 1, then √2 cos(π a u) for a = 1 … 15, in units of 1/127 (the cosines without √2).
  CK_MOMENT_FUNCTIONS = 16,
  CK_MOMENT_UNIT = 127,
  /// Observations that lie side by side, and pairs in a vector.
  CK_MOMENT_GROUP = 4,
  CK_MOMENT_LANES = 16,
  /// Bytes of a group: 16 functions of 4 observations each.
  CK_MOMENT_STRIDE = CK_MOMENT_FUNCTIONS * CK_MOMENT_GROUP,
  /// Groups whose products fit 32 bits; longer samples are added up in parts.
  CK_MOMENT_PART = 16384,
  /// Numbers beside the moments, for moments of degree d: 4 + 2 d, and 2 for each level of the density.
  CK_MOMENT_BESIDE = 4,
  CK_MOMENT_LEVELS = 4,
  /// Points of a half grid that a level's functions are kept for.
  CK_MOMENT_HALF = 10,
};

/// out[a][lane] = Σ_t row[a](t) column[lane](t), a < 16, of bytes [group][16][4]; exact up to the rounding of the results.
///
/// `sums`: for every part of CK_MOMENT_PART groups Σ_t row[a](t), 16 each.
void ck_moment_products(
    const int8_t *row, const int32_t *sums, const int8_t *columns, size_t groups, float *out);

/// The same products of at most CK_MOMENT_PART groups as integers, by loops that run on every processor.
void ck_moment_products_portable(const int8_t *row, const int8_t *columns, size_t groups, int32_t *out);

/// The sums that `ck_moment_products` reads: for every part of a variable's groups, 16 each.
void ck_moment_sums(const int8_t *row, size_t groups, int32_t *sums);

/// Puts the functions of 16 variables side by side, [function][group][variable][4]; NULL among `variables`: zeros.
void ck_moment_pack(const int8_t *const *variables, size_t groups, int8_t *out);

/// out[row][lane] = Σ_t rows[row][t] columns[t][lane], one after the other in t; rows are `stride` apart.
void ck_lane_products_f32(
    const float *rows, size_t stride, size_t count, const float *columns, size_t length, float *out);
void ck_lane_products_f64(
    const double *rows, size_t stride, size_t count, const double *columns, size_t length, double *out);

/// The inputs of the network for 16 pairs, [input][16], from products [b][a][16] of moments up to `degree` ≤ 15.
///
/// `information`: −½ log(1 − r²) of the normal scores. `memory`: Σ over the lags of the products of both autocorrelations; NULL for
/// independent draws. `basis`: [level][a][10], φ_a at the first half of the level's points, damped. Where the first moment is negative y is reversed, and signs[lane] is −1. Inputs, in this order:
/// invariants (log T_eff, log n, |r|, the information; energies by degree √E_k; log(1 + E_k T_eff / (2 k − 1)); of the damped densities p
/// to the degrees 3, 6, 10 the integrals of p log p and −log p; of the density q of the moments that stand out of the noise the mean of log q
/// under the density of all moments, less log ∫ q, and the integral of −log q) and S_ab, a + b even; S_ab, a + b odd; A_ab, a + b even;
/// A_ab, a + b odd; with S = (C + Cᵀ) / 2, A = (C − Cᵀ) / 2, a ≤ b.
void ck_moment_inputs(
    const float *products, size_t degree, const float *basis, const float *information, const float *memory,
    float *inputs, float *signs);

/// y (outputs × 16) = w x + bias; w packed as [output / 8][input][8] (`outputs` a multiple of 8), bias NULL: none.
void ck_lane_dense(
    const float *x, const float *w, const float *bias, float *y, size_t inputs, size_t outputs);

/// x = x · min(max(x / 6 + ½, 0), 1).
void ck_lane_swish(float *x, size_t count);

/// y = the mean of that activation over the four forms of a pair: p ± q ± r ± s, as in `ck_f32_orbit`.
void ck_lane_orbit(const float *p, const float *q, const float *r, const float *s, float *y, size_t count);

/// out[lane] = bias + Σ_i w[i] x[i][lane].
void ck_lane_dot(const float *x, const float *w, float bias, float *out, size_t count);

/// out[lane] += Σ_i w[i] x[i][lane].
void ck_lane_add_dot(const float *x, const float *w, float *out, size_t count);

// The activation x · min(max(x / 6 + ½, 0), 1), and its mean over the four forms of a pair: for float and double.
#define CK_DECLARE(REAL, PREFIX)                                                                                      \
  void PREFIX##swish(const REAL *x, REAL *y, size_t count);                                                           \
  void PREFIX##swish_backward(const REAL *x, const REAL *dy, REAL *dx, size_t count);                                 \
  void PREFIX##orbit(const REAL *p, const REAL *q, const REAL *r, const REAL *s, REAL *y, size_t count);              \
  void PREFIX##orbit_backward(                                                                                        \
      const REAL *p, const REAL *q, const REAL *r, const REAL *s, const REAL *dy, REAL *dp, REAL *dq, REAL *dr,       \
      REAL *ds, size_t count);

CK_DECLARE(float, ck_f32_)
CK_DECLARE(double, ck_f64_)
#undef CK_DECLARE
