#include "CKernels.h"
#include <stdint.h>
#include <string.h>

#if defined(__x86_64__)
#define CK_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define CK_CLONES
#endif

// Cephes' expf: x = n ln 2 + r with |r| <= ln 2 / 2, a polynomial of degree 5 for exp(r), and n put into the exponent.
CK_CLONES void ck_exp(const float *in, float *out, size_t count) {
  for (size_t i = 0; i < count; i++) {
    float x = in[i];
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
    out[i] = p * scale;
  }
}
