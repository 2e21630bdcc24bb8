#include "CKernels.h"
#include "elementary.h"

CK_CLONES void ck_exp(const float *in, float *out, size_t count) {
  for (size_t i = 0; i < count; i++) out[i] = ck_exp1(in[i]);
}
