#include "CKernels.h"
#include "elementary.h"
#include <math.h>
#include <string.h>

enum { SIDE = CK_TABLE_SIDE, TOKENS = CK_TOKENS, CELLS = CK_PATCH_CELLS, PATCH = CK_PATCH_SIDE, ACROSS = SIDE / PATCH };

CK_CLONES void ck_patches(
    const int32_t *restrict cells, int orientation, float scale, float *restrict patches, float *restrict features) {
  ptrdiff_t origin, down, right;
  ck_strides(orientation, SIDE, &origin, &down, &right);
  // Turned first, with strides that are not known before; all that follows is in order.
  int32_t turned[SIDE * SIDE];
  for (ptrdiff_t i = 0; i < SIDE; i++) {
    const int32_t *from = cells + origin + i * down;
    for (ptrdiff_t j = 0; j < SIDE; j++) turned[i * SIDE + j] = from[j * right];
  }
  for (size_t i = 0; i < SIDE; i++)
    for (size_t block = 0; block < ACROSS; block++) {
      const int32_t *from = turned + i * SIDE + block * PATCH;
      float *to = patches + (i / PATCH * ACROSS + block) * CELLS + i % PATCH * PATCH;
      for (size_t j = 0; j < PATCH; j++) to[j] = scale * (float)from[j];
    }
  for (size_t token = 0; token < TOKENS; token++) {
    const float *h = patches + token * CELLS;
    float *roots = features + token * 2 * CELLS, *logs = roots + CELLS;
    for (size_t c = 0; c < CELLS; c++) roots[c] = sqrtf((float)(SIDE * SIDE) * h[c]) - 1.0f;
    for (size_t c = 0; c < CELLS; c++)
      logs[c] = ck_log1(1.0f + (float)(SIDE * SIDE) * h[c]) - 0.6931471805599453f;
  }
}

// One head of d columns; inlined with d known, the loops over columns become single vectors.
static inline __attribute__((always_inline)) void attend(
    const float *restrict q, const float *restrict k, const float *restrict v, float *restrict out, size_t stride,
    size_t width, size_t d) {
  float scale = 1.0f / sqrtf((float)d);
  float keys[64][TOKENS], values[TOKENS][64], weights[TOKENS][TOKENS];
  for (size_t j = 0; j < TOKENS; j++)
    for (size_t c = 0; c < d; c++) {
      keys[c][j] = k[j * stride + c];
      values[j][c] = v[j * stride + c];
    }
  for (size_t i = 0; i < TOKENS; i++) {
    float s[TOKENS] = {0};
    for (size_t c = 0; c < d; c++) {
      float a = q[i * stride + c] * scale;
      for (size_t j = 0; j < TOKENS; j++) s[j] += a * keys[c][j];
    }
    float top = s[0];
    for (size_t j = 1; j < TOKENS; j++) top = s[j] > top ? s[j] : top;
    for (size_t j = 0; j < TOKENS; j++) weights[i][j] = ck_exp1(s[j] - top);
  }
  for (size_t i = 0; i < TOKENS; i++) {
    float sum = 0, row[64] = {0};
    for (size_t j = 0; j < TOKENS; j++) {
      float p = weights[i][j];
      sum += p;
      for (size_t c = 0; c < d; c++) row[c] += p * values[j][c];
    }
    float factor = 1.0f / sum;
    for (size_t c = 0; c < d; c++) out[i * width + c] = factor * row[c];
  }
}

CK_CLONES void ck_token_attention(
    const float *restrict qkv, size_t pairs, size_t width, size_t heads, float *restrict out) {
  size_t d = width / heads, stride = 3 * width;
  for (size_t pair = 0; pair < pairs; pair++)
    for (size_t head = 0; head < heads; head++) {
      const float *q = qkv + pair * TOKENS * stride + head * d;
      float *o = out + pair * TOKENS * width + head * d;
      if (d == 16)
        attend(q, q + width, q + 2 * width, o, stride, width, 16);
      else
        attend(q, q + width, q + 2 * width, o, stride, width, d);
    }
}

typedef float lanes __attribute__((vector_size(64), aligned(4)));

CK_CLONES void ck_token_product(
    const float *restrict x, const float *restrict w, float *restrict y, size_t k, size_t n, int add) {
  size_t wide = n / 16 * 16;
  for (size_t j = 0; j < wide; j += 16)
    for (size_t i = 0; i < TOKENS; i += 4) {
      // Four rows of sixteen columns stay in registers while k goes by.
      float *out = y + i * n + j;
      const float *p = x + i * k, *q = p + k, *r = q + k, *s = r + k;
      lanes a = {0}, b = {0}, c = {0}, d = {0};
      if (add) {
        a = *(lanes *)out;
        b = *(lanes *)(out + n);
        c = *(lanes *)(out + 2 * n);
        d = *(lanes *)(out + 3 * n);
      }
      for (size_t l = 0; l < k; l++) {
        lanes v = *(const lanes *)(w + l * n + j);
        a += p[l] * v;
        b += q[l] * v;
        c += r[l] * v;
        d += s[l] * v;
      }
      *(lanes *)out = a;
      *(lanes *)(out + n) = b;
      *(lanes *)(out + 2 * n) = c;
      *(lanes *)(out + 3 * n) = d;
    }
  for (size_t j = wide; j < n; j++)
    for (size_t i = 0; i < TOKENS; i++) {
      float sum = add ? y[i * n + j] : 0;
      for (size_t l = 0; l < k; l++) sum += x[i * k + l] * w[l * n + j];
      y[i * n + j] = sum;
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
