#include "CKernels.h"
#include "elementary.h"
#include <math.h>
#include <string.h>

enum {
  FUNCTIONS = CK_MOMENT_FUNCTIONS,
  LANES = CK_MOMENT_LANES,
  GROUP = CK_MOMENT_GROUP,
  STRIDE = CK_MOMENT_STRIDE,
  PART = CK_MOMENT_PART,
  UNIT = CK_MOMENT_UNIT,
  HALF = CK_MOMENT_HALF,
};

typedef float lanes __attribute__((vector_size(64), aligned(4)));
typedef double double_lanes __attribute__((vector_size(64), aligned(8)));

// One part: the products of 16 functions of a row with one function of 16 columns, or 16 functions of one column.
CK_CLONES void ck_moment_products_portable(
    const int8_t *restrict row, const int8_t *restrict columns, size_t groups, int32_t *restrict out) {
  for (size_t half = 0; half < FUNCTIONS; half += 4) {
    int32_t sums[4][LANES] = {{0}};
    for (size_t g = 0; g < groups; g++) {
      const int8_t *r = row + g * STRIDE + half * GROUP, *c = columns + g * STRIDE;
      for (size_t a = 0; a < 4; a++)
        for (size_t lane = 0; lane < LANES; lane++)
          for (size_t t = 0; t < GROUP; t++)
            sums[a][lane] += (int32_t)r[a * GROUP + t] * (int32_t)c[lane * GROUP + t];
    }
    for (size_t a = 0; a < 4; a++)
      for (size_t lane = 0; lane < LANES; lane++) out[(half + a) * LANES + lane] = sums[a][lane];
  }
}

#if defined(__x86_64__)
#include <immintrin.h>

// The same integers with the products of bytes that newer processors have: unsigned by signed, so columns are raised by 128
// and 128 Σ row is taken off.
__attribute__((target("avx512f,avx512bw,avx512vnni"))) static void part_products_vnni(
    const int8_t *restrict row, const int32_t *restrict rowSums, const int8_t *restrict columns, size_t groups,
    int32_t *restrict out) {
  __m512i sums[FUNCTIONS];
  __m512i raise = _mm512_set1_epi8((char)-128);
#pragma clang loop unroll(full)
  for (int a = 0; a < FUNCTIONS; a++) sums[a] = _mm512_set1_epi32(-128 * rowSums[a]);
  for (size_t g = 0; g < groups; g++) {
    __m512i c = _mm512_xor_si512(_mm512_loadu_si512(columns + g * STRIDE), raise);
    const int8_t *r = row + g * STRIDE;
#pragma clang loop unroll(full)
    for (int a = 0; a < FUNCTIONS; a++) {
      int32_t four;
      memcpy(&four, r + a * GROUP, sizeof four);
      sums[a] = _mm512_dpbusd_epi32(sums[a], c, _mm512_set1_epi32(four));
    }
  }
#pragma clang loop unroll(full)
  for (int a = 0; a < FUNCTIONS; a++) _mm512_storeu_si512(out + a * LANES, sums[a]);
}

static int has_vnni(void) {
  static int known = -1;
  int found = __atomic_load_n(&known, __ATOMIC_RELAXED);
  if (found < 0) {
    found = __builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512bw");
    __atomic_store_n(&known, found, __ATOMIC_RELAXED);
  }
  return found;
}
#endif

void ck_moment_products(
    const int8_t *row, const int32_t *sums, const int8_t *columns, size_t groups, float *out) {
  int32_t part[FUNCTIONS * LANES];
  for (size_t start = 0; start < groups || start == 0; start += PART) {
    size_t count = groups - start < PART ? groups - start : PART;
#if defined(__x86_64__)
    if (has_vnni())
      part_products_vnni(row + start * STRIDE, sums + start / PART * FUNCTIONS, columns + start * STRIDE, count, part);
    else
#endif
      ck_moment_products_portable(row + start * STRIDE, columns + start * STRIDE, count, part);
    for (size_t i = 0; i < FUNCTIONS * LANES; i++) out[i] = (start == 0 ? 0.0f : out[i]) + (float)part[i];
  }
}

CK_CLONES void ck_moment_sums(const int8_t *restrict row, size_t groups, int32_t *restrict sums) {
  for (size_t start = 0; start < groups; start += PART) {
    int32_t *out = sums + start / PART * FUNCTIONS;
    for (size_t a = 0; a < FUNCTIONS; a++) out[a] = 0;
    for (size_t g = start; g < groups && g < start + PART; g++)
      for (size_t a = 0; a < FUNCTIONS; a++)
        for (size_t t = 0; t < GROUP; t++) out[a] += row[g * STRIDE + a * GROUP + t];
  }
}

void ck_moment_pack(const int8_t *const *variables, size_t groups, int8_t *out) {
  for (size_t lane = 0; lane < LANES; lane++) {
    const int8_t *from = variables[lane];
    for (size_t a = 0; a < FUNCTIONS; a++) {
      int8_t *to = out + a * groups * STRIDE + lane * GROUP;
      for (size_t g = 0; g < groups; g++) {
        int32_t four = 0;
        if (from) memcpy(&four, from + g * STRIDE + a * GROUP, sizeof four);
        memcpy(to + g * STRIDE, &four, sizeof four);
      }
    }
  }
}

CK_CLONES void ck_lane_products_f32(
    const float *restrict rows, size_t stride, size_t count, const float *restrict columns, size_t length,
    float *restrict out) {
  size_t row = 0;
  for (; row + 4 <= count; row += 4) {
    const float *p = rows + row * stride, *q = p + stride, *r = q + stride, *s = r + stride;
    lanes a = {0}, b = {0}, c = {0}, d = {0};
    for (size_t t = 0; t < length; t++) {
      lanes v = *(const lanes *)(columns + t * LANES);
      a += p[t] * v;
      b += q[t] * v;
      c += r[t] * v;
      d += s[t] * v;
    }
    lanes *to = (lanes *)(out + row * LANES);
    to[0] = a;
    to[1] = b;
    to[2] = c;
    to[3] = d;
  }
  for (; row < count; row++) {
    lanes a = {0};
    for (size_t t = 0; t < length; t++) a += rows[row * stride + t] * *(const lanes *)(columns + t * LANES);
    *(lanes *)(out + row * LANES) = a;
  }
}

CK_CLONES void ck_lane_products_f64(
    const double *restrict rows, size_t stride, size_t count, const double *restrict columns, size_t length,
    double *restrict out) {
  size_t row = 0;
  for (; row + 2 <= count; row += 2) {
    const double *p = rows + row * stride, *q = p + stride;
    double_lanes a = {0}, b = {0}, c = {0}, d = {0};
    for (size_t t = 0; t < length; t++) {
      const double_lanes *v = (const double_lanes *)(columns + t * LANES);
      a += p[t] * v[0];
      b += p[t] * v[1];
      c += q[t] * v[0];
      d += q[t] * v[1];
    }
    double_lanes *to = (double_lanes *)(out + row * LANES);
    to[0] = a;
    to[1] = b;
    to[2] = c;
    to[3] = d;
  }
  for (; row < count; row++) {
    double_lanes a = {0}, b = {0};
    for (size_t t = 0; t < length; t++) {
      const double_lanes *v = (const double_lanes *)(columns + t * LANES);
      a += rows[row * stride + t] * v[0];
      b += rows[row * stride + t] * v[1];
    }
    double_lanes *to = (double_lanes *)(out + row * LANES);
    to[0] = a;
    to[1] = b;
  }
}

// Adds the forms of a point, eight or on the diagonal four, in an order that exchange and reversal leave.
static inline __attribute__((always_inline)) void add_forms(const lanes v[8], int forms, lanes *to) {
  lanes sum = (v[0] + v[1]) + (v[2] + v[3]);
  *to += forms == 4 ? sum : sum + ((v[4] + v[5]) + (v[6] + v[7]));
}

// Σ_b w_b M_ab φ_b(j) for even and odd b at the first n points, of a symmetric or skew matrix whose upper triangle `at` points to.
static inline __attribute__((always_inline)) void density_rows(
    const float *at[FUNCTIONS][FUNCTIONS], int isSkew, size_t cut, size_t n, const float *basis,
    lanes half[2][FUNCTIONS][HALF]) {
  for (size_t a = 1; a <= cut; a++)
    for (size_t odd = 0; odd < 2; odd++) {
      lanes sums[HALF] = {{0}};
      for (size_t b = odd ? 1 : 2; b <= cut; b += 2) {
        if (isSkew && a == b) continue;
        lanes v = *(const lanes *)(a <= b ? at[a][b] : at[b][a]);
        if (isSkew && b < a) v = -v;
        if (n > 6) {
#pragma clang loop unroll(full)
          for (size_t j = 0; j < HALF; j++) sums[j] += basis[b * HALF + j] * v;
        } else {
#pragma clang loop unroll(full)
          for (size_t j = 0; j < 6; j++) sums[j] += basis[b * HALF + j] * v;
        }
      }
      for (size_t j = 0; j < n; j++) half[odd][a][j] = sums[j] * (1.0f / 3.0f);
    }
}

// The density 1 + Σ M_ab φ_a φ_b at a point (i, j) and in its other forms: reversed both, v, u, and where i ≠ j these exchanged.
static inline __attribute__((always_inline)) void density_forms(
    lanes half[2][2][FUNCTIONS][HALF], size_t cut, const float *basis, size_t i, size_t j, lanes p[8]) {
  // [parity of a][symmetric, skew][parity of b]
  lanes x[2][2][2] = {{{{0}}}};
  for (size_t odd = 0; odd < 2; odd++) {
    lanes s = {0}, t = {0}, u = {0}, v = {0};
    for (size_t a = odd ? 1 : 2; a <= cut; a += 2) {
      float w = basis[a * HALF + i];
      s += w * half[0][0][a][j];
      t += w * half[0][1][a][j];
      u += w * half[1][0][a][j];
      v += w * half[1][1][a][j];
    }
    x[odd][0][0] = s;
    x[odd][0][1] = t;
    x[odd][1][0] = u;
    x[odd][1][1] = v;
  }
  for (int turned = 0; turned < (i == j ? 1 : 2); turned++) {
    lanes ee, oo, eo, oe;
    if (i == j) {
      // Skew parts of equal parity vanish, those of odd parity exchange.
      ee = x[0][0][0];
      oo = x[1][0][1];
      eo = x[0][0][1] + x[0][1][1];
      oe = x[0][0][1] - x[0][1][1];
    } else if (!turned) {
      ee = x[0][0][0] + x[0][1][0];
      oo = x[1][0][1] + x[1][1][1];
      eo = x[0][0][1] + x[0][1][1];
      oe = x[1][0][0] + x[1][1][0];
    } else {
      ee = x[0][0][0] - x[0][1][0];
      oo = x[1][0][1] - x[1][1][1];
      oe = x[0][0][1] - x[0][1][1];
      eo = x[1][0][0] - x[1][1][0];
    }
    lanes even = 1.0f + ee, plus = even + oo, minus = even - oo;
    p[4 * turned] = plus + (eo + oe);
    p[4 * turned + 1] = plus - (eo + oe);
    p[4 * turned + 2] = minus + (oe - eo);
    p[4 * turned + 3] = minus - (oe - eo);
  }
}

// Two numbers of a density on a grid of 2 n × 2 n points: the mean of log p under `raw` (NULL: under p itself) less log ∫ p, and half the
// mean of −log p plus log ∫ p; p is kept above a floor.
static inline __attribute__((always_inline)) void density_numbers(
    lanes half[2][2][FUNCTIONS][HALF], lanes raw[2][2][FUNCTIONS][HALF], size_t cut, size_t n, const float *basis,
    float *restrict out) {
  // Products are rounded before they are added, in any order alike.
#pragma clang fp contract(off)
  lanes weighted = {0}, plain = {0}, mass = {0};
  for (size_t j = 0; j < n; j++)
    for (size_t i = 0; i <= j; i++) {
      int forms = i == j ? 4 : 8;
      lanes p[8], w[8], logs[8];
      density_forms(half, cut, basis, i, j, p);
      if (raw) density_forms(raw, cut, basis, i, j, w);
      for (int k = 0; k < forms; k++) {
        float *value = (float *)&p[k], *log = (float *)&logs[k];
        for (size_t l = 0; l < LANES; l++) {
          value[l] = value[l] < 0.02f ? 0.02f : value[l];
          log[l] = ck_log1(value[l]);
        }
        w[k] = (raw ? w[k] : p[k]) * logs[k];
      }
      add_forms(w, forms, &weighted);
      add_forms(logs, forms, &plain);
      add_forms(p, forms, &mass);
    }
  float share = 1.0f / (float)(4 * n * n);
  for (size_t l = 0; l < LANES; l++) {
    float total = share * mass[l], log = ck_log1(total);
    out[l] = share * weighted[l] / (raw ? 1.0f : total) - log;
    out[LANES + l] = 0.5f * (log - share * plain[l]);
  }
}

// What densities made of the moments tell; see the inputs. `size`: T_eff.
static inline __attribute__((always_inline)) void density_inputs(
    const float *se, const float *so, const float *ae, const float *ao, size_t degree, const float *basis,
    const float *size, float *restrict out) {
  static const size_t cuts[CK_MOMENT_LEVELS] = {3, 6, 10, 15}, halves[CK_MOMENT_LEVELS] = {4, 4, 6, HALF};
  const float *symmetric[FUNCTIONS][FUNCTIONS], *skew[FUNCTIONS][FUNCTIONS];
  for (size_t a = 1; a <= degree; a++)
    for (size_t b = a; b <= degree; b++) {
      size_t odd = (a + b) % 2;
      symmetric[a][b] = odd ? so : se;
      skew[a][b] = odd ? ao : ae;
      if (odd) so += LANES; else se += LANES;
      if (a < b) {
        if (odd) ao += LANES; else ae += LANES;
      }
    }
  lanes half[2][2][FUNCTIONS][HALF], raw[2][2][FUNCTIONS][HALF];
  for (size_t level = 0; level + 1 < CK_MOMENT_LEVELS; level++) {
    size_t cut = cuts[level] < degree ? cuts[level] : degree;
    density_rows(symmetric, 0, cut, halves[level], basis, half[0]);
    density_rows(skew, 1, cut, halves[level], basis, half[1]);
    density_numbers(half, 0, cut, halves[level], basis, out);
    basis += FUNCTIONS * HALF;
    out += 2 * LANES;
  }
  density_rows(symmetric, 0, degree, HALF, basis, raw[0]);
  density_rows(skew, 1, degree, HALF, basis, raw[1]);
  // Moments in units of their noise, x = C² T_eff, are kept by x² / (x² + 4).
  lanes kept[FUNCTIONS * FUNCTIONS], kept_skew[FUNCTIONS * FUNCTIONS];
  lanes scale = *(const lanes *)size * (1.0f / 9.0f);
  for (size_t a = 1; a <= degree; a++)
    for (size_t b = a; b <= degree; b++) {
      lanes s = *(const lanes *)symmetric[a][b], t = {0};
      if (a < b) t = *(const lanes *)skew[a][b];
      lanes x = s + t, y = s - t, u = x * x * scale, v = y * y * scale;
      u *= u;
      v *= v;
      x *= u / (u + 4.0f);
      y *= v / (v + 4.0f);
      kept[a * FUNCTIONS + b] = 0.5f * (x + y);
      kept_skew[a * FUNCTIONS + b] = 0.5f * (x - y);
      symmetric[a][b] = (const float *)&kept[a * FUNCTIONS + b];
      skew[a][b] = (const float *)&kept_skew[a * FUNCTIONS + b];
    }
  density_rows(symmetric, 0, degree, HALF, basis, half[0]);
  density_rows(skew, 1, degree, HALF, basis, half[1]);
  density_numbers(half, raw, degree, HALF, basis, out);
}

CK_CLONES void ck_moment_inputs(
    const float *restrict products, size_t degree, const float *restrict basis, const float *restrict information,
    const float *restrict memory, float *restrict inputs, float *restrict signs) {
  // x x + y y must round as y y + x x does.
#pragma clang fp contract(off)
  const float unit = 1.0f / ((float)UNIT * (float)UNIT);
  float n[LANES], share[LANES], size[LANES], energies[FUNCTIONS][LANES];
  for (size_t l = 0; l < LANES; l++) {
    float count = unit * products[l];
    n[l] = count < 1.0f ? 1.0f : count;
    share[l] = unit / n[l];
    // Bartlett, as EffectiveSampleSize has it, and what a network is told of it.
    float sum = memory ? memory[l] : 0.0f;
    float denominator = 1.0f + 2.0f * sum;
    float s = denominator > 0.0f ? n[l] / denominator : n[l];
    float least = n[l] < 3.0f ? n[l] : 3.0f;
    s = s < least ? least : s;
    s = s > 0.5f * n[l] ? n[l] : s;
    size[l] = s;
  }
  for (size_t l = 0; l < LANES; l++) {
    float first = products[(FUNCTIONS + 1) * LANES + l] * share[l]
                  - products[LANES + l] * share[l] * (products[FUNCTIONS * LANES + l] * share[l]);
    signs[l] = first < 0.0f ? -1.0f : 1.0f;
    inputs[l] = 0.5f * (ck_log1(size[l]) - 5.0f);
    inputs[LANES + l] = 0.5f * (ck_log1(n[l]) - 6.0f);
    float g = information[l];
    float rest = 1.0f - ck_exp1(-2.0f * g);
    inputs[2 * LANES + l] = sqrtf(rest > 0.0f ? rest : 0.0f);
    inputs[3 * LANES + l] = 0.25f * g;
  }
  for (size_t k = 0; k < FUNCTIONS; k++)
    for (size_t l = 0; l < LANES; l++) energies[k][l] = 0.0f;
  size_t even = degree / 2, ones = degree - degree / 2;
  size_t evenPairs = (ones * (ones + 1) + even * (even + 1)) / 2, oddPairs = ones * even;
  float *densities = inputs + (CK_MOMENT_BESIDE + 2 * degree) * LANES;
  float *se = densities + 2 * CK_MOMENT_LEVELS * LANES, *so = se + evenPairs * LANES;
  float *ae = so + oddPairs * LANES, *ao = ae + (evenPairs - degree) * LANES;
  const float *const se0 = se, *const so0 = so, *const ae0 = ae, *const ao0 = ao;
  const lanes part = *(const lanes *)share, odd = 2.0f * *(const lanes *)signs, none = {0};
  for (size_t a = 1; a <= degree; a++)
    for (size_t b = a; b <= degree; b++) {
      // Products are [b][a]: row function a, column function b.
      const float *here = products + (b * FUNCTIONS + a) * LANES, *there = products + (a * FUNCTIONS + b) * LANES;
      const float *ra = products + a * LANES, *rb = products + b * LANES;
      const float *ca = products + a * FUNCTIONS * LANES, *cb = products + b * FUNCTIONS * LANES;
      float *symmetric = (a + b) % 2 ? so : se, *skew = (a + b) % 2 ? ao : ae;
      lanes x = *(const lanes *)here * part - *(const lanes *)ra * part * (*(const lanes *)cb * part);
      lanes y = *(const lanes *)there * part - *(const lanes *)rb * part * (*(const lanes *)ca * part);
      x *= b % 2 ? odd : 2.0f + none;
      y *= a % 2 ? odd : 2.0f + none;
      *(lanes *)symmetric = 1.5f * (x + y);
      if (a < b) *(lanes *)skew = 1.5f * (x - y);
      *(lanes *)energies[b] += a < b ? x * x + y * y : x * x;
      if ((a + b) % 2) so += LANES; else se += LANES;
      if (a < b) {
        if ((a + b) % 2) ao += LANES; else ae += LANES;
      }
    }
  for (size_t k = 1; k <= degree; k++) {
    float *root = inputs + (CK_MOMENT_BESIDE + k - 1) * LANES, *ratio = root + degree * LANES;
    for (size_t l = 0; l < LANES; l++) {
      root[l] = 2.0f * sqrtf(energies[k][l]);
      ratio[l] = 0.5f * ck_log1(1.0f + energies[k][l] * size[l] / (float)(2 * k - 1));
    }
  }
  density_inputs(se0, so0, ae0, ao0, degree, basis, size, densities);
}

CK_CLONES void ck_lane_dense(
    const float *restrict x, const float *restrict w, const float *restrict bias, float *restrict y, size_t inputs,
    size_t outputs) {
  for (size_t j = 0; j < outputs; j += 8) {
    const float *v = w + j * inputs;
    lanes sums[8];
    for (size_t k = 0; k < 8; k++) {
      float start = bias ? bias[j + k] : 0.0f;
      for (size_t l = 0; l < LANES; l++) sums[k][l] = start;
    }
    for (size_t i = 0; i < inputs; i++) {
      lanes in = *(const lanes *)(x + i * LANES);
#pragma clang loop unroll(full)
      for (size_t k = 0; k < 8; k++) sums[k] += v[i * 8 + k] * in;
    }
    for (size_t k = 0; k < 8; k++) *(lanes *)(y + (j + k) * LANES) = sums[k];
  }
}

static inline float swish(float x) {
  float gate = x * (1.0f / 6.0f) + 0.5f;
  gate = gate < 0.0f ? 0.0f : gate;
  gate = gate > 1.0f ? 1.0f : gate;
  return x * gate;
}

CK_CLONES void ck_lane_swish(float *x, size_t count) {
  for (size_t i = 0; i < count; i++) x[i] = swish(x[i]);
}

CK_CLONES void ck_lane_orbit(
    const float *restrict p, const float *restrict q, const float *restrict r, const float *restrict s,
    float *restrict y, size_t count) {
  for (size_t i = 0; i < count; i++) {
    float same = p[i] + q[i], turned = p[i] - q[i], plus = r[i] + s[i], minus = r[i] - s[i];
    float a = swish(same + plus) + swish(same - plus), b = swish(turned + minus) + swish(turned - minus);
    y[i] = 0.25f * (a + b);
  }
}

CK_CLONES void ck_lane_dot(
    const float *restrict x, const float *restrict w, float bias, float *restrict out, size_t count) {
  lanes sum;
  for (size_t l = 0; l < LANES; l++) sum[l] = bias;
  for (size_t i = 0; i < count; i++) sum += w[i] * *(const lanes *)(x + i * LANES);
  *(lanes *)out = sum;
}

CK_CLONES void ck_lane_add_dot(const float *restrict x, const float *restrict w, float *restrict out, size_t count) {
  lanes sum = *(const lanes *)out;
  for (size_t i = 0; i < count; i++) sum += w[i] * *(const lanes *)(x + i * LANES);
  *(lanes *)out = sum;
}
