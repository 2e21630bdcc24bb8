// MIST's operation on a tape, for float (ck_f32_*) and double (ck_f64_*); what each does: mist.inc.
#pragma once
#include <stddef.h>

#define CK_DECLARE(REAL, PREFIX)                                                                                      \
  void PREFIX##token_pool(                                                                                            \
      const REAL *scores, const REAL *values, REAL *weights, REAL *out, size_t blocks, size_t tokens, size_t heads,   \
      size_t width);                                                                                                  \
  void PREFIX##token_pool_backward(                                                                                   \
      const REAL *weights, const REAL *values, const REAL *dy, REAL *dscores, REAL *dvalues, size_t blocks,           \
      size_t tokens, size_t heads, size_t width);

CK_DECLARE(float, ck_f32_)
CK_DECLARE(double, ck_f64_)
#undef CK_DECLARE
