// Element-wise loops of neural networks for float (ck_f32_*) and double (ck_f64_*); what each does: network.inc.
#pragma once
#include <stddef.h>
#include <stdint.h>

#define CK_DECLARE(REAL, PREFIX)                                                                                      \
  void PREFIX##add_bias(REAL *x, const REAL *bias, size_t rows, size_t columns);                                      \
  void PREFIX##column_sums(const REAL *x, REAL *sums, size_t rows, size_t columns);                                   \
  void PREFIX##accumulate(REAL scale, const REAL *x, REAL *y, size_t count);                                          \
  REAL PREFIX##inner(const REAL *x, const REAL *y, size_t count);                                                     \
  void PREFIX##gelu(const REAL *x, REAL *y, size_t count);                                                            \
  void PREFIX##gelu_backward(const REAL *x, const REAL *dy, REAL *dx, size_t count);                                  \
  void PREFIX##layer_norm(                                                                                            \
      const REAL *x, const REAL *gamma, const REAL *beta, REAL *y, REAL *mean, REAL *rstd, size_t rows,               \
      size_t columns);                                                                                                \
  void PREFIX##layer_norm_backward(                                                                                   \
      const REAL *x, const REAL *gamma, const REAL *mean, const REAL *rstd, const REAL *dy, REAL *dx, REAL *dgamma,   \
      REAL *dbeta, size_t rows, size_t columns);                                                                      \
  void PREFIX##softmax(REAL *x, REAL scale, size_t rows, size_t columns, size_t valid);                               \
  void PREFIX##softmax_backward(const REAL *p, REAL *dp, REAL scale, size_t rows, size_t columns);                    \
  void PREFIX##gather(const REAL *x, const int32_t *indices, REAL *out, size_t count);                                \
  void PREFIX##scatter_add(const REAL *x, const int32_t *indices, REAL *out, size_t count);                           \
  void PREFIX##softplus(const REAL *x, REAL *y, size_t count);                                                        \
  void PREFIX##softplus_backward(const REAL *x, const REAL *dy, REAL *dx, size_t count);                              \
  void PREFIX##adam(                                                                                                  \
      REAL *value, const REAL *gradient, REAL *first, REAL *second, REAL scale, REAL rate, REAL beta1, REAL beta2,    \
      REAL epsilon, size_t count);

CK_DECLARE(float, ck_f32_)
CK_DECLARE(double, ck_f64_)
#undef CK_DECLARE
