#include "CKernels.h"
#include "elementary.h"
#include <math.h>
#include <string.h>

enum { SIDE = CK_TABLE_SIDE, TOKENS = CK_TOKENS, CELLS = CK_PATCH_CELLS, PATCH = 8, ACROSS = SIDE / PATCH };

CK_CLONES void ck_patches(
    const int32_t *restrict cells, int orientation, float scale, float *restrict patches, float *restrict features) {
  ptrdiff_t origin, down, right;
  ck_strides(orientation, SIDE, &origin, &down, &right);
  for (ptrdiff_t i = 0; i < SIDE; i++)
    for (ptrdiff_t block = 0; block < ACROSS; block++) {
      const int32_t *from = cells + origin + i * down + block * PATCH * right;
      float *to = patches + (i / PATCH * ACROSS + block) * CELLS + i % PATCH * PATCH;
      for (ptrdiff_t j = 0; j < PATCH; j++) to[j] = scale * (float)from[j * right];
    }
  for (size_t token = 0; token < TOKENS; token++) {
    const float *h = patches + token * CELLS;
    float *out = features + token * 2 * CELLS;
    for (size_t c = 0; c < CELLS; c++) {
      float ratio = (float)(SIDE * SIDE) * h[c];
      out[c] = sqrtf(ratio) - 1.0f;
      out[CELLS + c] = ck_log1(1.0f + ratio) - 0.6931471805599453f;
    }
  }
}

CK_CLONES void ck_token_attention(
    const float *restrict qkv, size_t pairs, size_t width, size_t heads, float *restrict out) {
  size_t d = width / heads, stride = 3 * width;
  float scale = 1.0f / sqrtf((float)d);
  for (size_t pair = 0; pair < pairs; pair++)
    for (size_t head = 0; head < heads; head++) {
      const float *q = qkv + pair * TOKENS * stride + head * d, *k = q + width, *v = k + width;
      float *o = out + pair * TOKENS * width + head * d;
      float keys[64][TOKENS];
      for (size_t j = 0; j < TOKENS; j++)
        for (size_t c = 0; c < d; c++) keys[c][j] = k[j * stride + c];
      for (size_t i = 0; i < TOKENS; i++) {
        float s[TOKENS] = {0};
        for (size_t c = 0; c < d; c++) {
          float a = q[i * stride + c] * scale;
          for (size_t j = 0; j < TOKENS; j++) s[j] += a * keys[c][j];
        }
        float top = s[0];
        for (size_t j = 1; j < TOKENS; j++) top = s[j] > top ? s[j] : top;
        for (size_t j = 0; j < TOKENS; j++) s[j] = ck_exp1(s[j] - top);
        float sum = 0;
        for (size_t j = 0; j < TOKENS; j++) sum += s[j];
        float factor = 1.0f / sum;
        float *row = o + i * width;
        for (size_t c = 0; c < d; c++) row[c] = 0;
        for (size_t j = 0; j < TOKENS; j++) {
          float p = s[j] * factor;
          for (size_t c = 0; c < d; c++) row[c] += p * v[j * stride + c];
        }
      }
    }
}

CK_CLONES void ck_bias_gelu(float *restrict x, const float *restrict bias, size_t rows, size_t columns) {
  for (size_t r = 0; r < rows; r++)
    for (size_t c = 0; c < columns; c++) {
      float v = x[r * columns + c] + bias[c];
      float t = 1.5957691216057308f * (v + 0.044715f * v * v * v);
      x[r * columns + c] = v / (1.0f + ck_exp1(-t));
    }
}

CK_CLONES float ck_dual_value(const float *restrict theta, const float *restrict h) {
  float tops[16], dots[16] = {0}, sums[16] = {0};
  for (size_t lane = 0; lane < 16; lane++) tops[lane] = theta[lane];
  for (size_t c = 0; c < SIDE * SIDE; c += 16)
    for (size_t lane = 0; lane < 16; lane++)
      tops[lane] = theta[c + lane] > tops[lane] ? theta[c + lane] : tops[lane];
  float top = tops[0];
  for (size_t lane = 1; lane < 16; lane++) top = tops[lane] > top ? tops[lane] : top;
  for (size_t c = 0; c < SIDE * SIDE; c += 16)
    for (size_t lane = 0; lane < 16; lane++) {
      dots[lane] += theta[c + lane] * h[c + lane];
      sums[lane] += ck_exp1(theta[c + lane] - top);
    }
  float dot = 0, sum = 0;
  for (size_t lane = 0; lane < 16; lane++) {
    dot += dots[lane];
    sum += sums[lane];
  }
  return dot - top - logf(sum / (float)(SIDE * SIDE));
}
