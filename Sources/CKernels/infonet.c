#include "CKernels.h"
#include "elementary.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LEVELS = CK_COUNT_SIDE, SIDE = CK_TABLE_SIDE };
_Static_assert(LEVELS == 2 * SIDE, "gather_levels: a cell is two levels");
_Static_assert(CK_CELL_UNITS == 16, "gather_levels: a level's shares are quarters in either direction");

// Level l of 64 is the interval [l, l + 1) / 64: its middle lies a quarter of a cell from the middle of cell l / 2 and three
// quarters from that of the neighbour it leans to (l odd: the next one, l even: the one before). So cell i gathers levels
// 2i − 1, 2i, 2i + 1, 2i + 2 with weights 1, 3, 3, 1 quarters; at the border the outer share stays in the border cell.
CK_CLONES static void gather_levels(const uint32_t *restrict counts, int32_t *restrict cells) {
  int32_t half[SIDE][LEVELS];
  for (size_t i = 0; i < SIDE; i++) {
    const uint32_t *before = counts + (i == 0 ? 0 : 2 * i - 1) * LEVELS;
    const uint32_t *first = counts + 2 * i * LEVELS, *second = first + LEVELS;
    const uint32_t *after = counts + (i == SIDE - 1 ? LEVELS - 1 : 2 * i + 2) * LEVELS;
    for (size_t l = 0; l < LEVELS; l++)
      half[i][l] = (int32_t)(before[l] + 3 * first[l] + 3 * second[l] + after[l]);
  }
  for (size_t i = 0; i < SIDE; i++) {
    int32_t padded[LEVELS + 2];
    memcpy(padded + 1, half[i], sizeof half[i]);
    padded[0] = half[i][0];
    padded[LEVELS + 1] = half[i][LEVELS - 1];
    int32_t *row = cells + i * SIDE;
    for (size_t j = 0; j < SIDE; j++)
      row[j] = padded[2 * j] + 3 * padded[2 * j + 1] + 3 * padded[2 * j + 2] + padded[2 * j + 3];
  }
}

void ck_rank_histogram(const uint8_t *x, const uint8_t *y, size_t n, uint32_t *counts, int32_t *cells) {
  // Neighbouring frames fall into the same cell: two tables keep one addition from waiting for the one before it.
  uint32_t *other = counts + LEVELS * LEVELS;
  memset(counts, 0, 2 * LEVELS * LEVELS * sizeof *counts);
  size_t t = 0;
  for (; t + 2 <= n; t += 2) {
    counts[x[t] * LEVELS + y[t]]++;
    other[x[t + 1] * LEVELS + y[t + 1]]++;
  }
  if (t < n) counts[x[t] * LEVELS + y[t]]++;
  for (size_t c = 0; c < LEVELS * LEVELS; c++) counts[c] += other[c];
  gather_levels(counts, cells);
}

// Sums of whole numbers below 2⁵³: exact, whatever their order.
CK_CLONES static void table_moments(const int32_t *cells, double *moments) {
  double total[3] = {0, 0, 0};
  for (size_t i = 0; i < SIDE; i++) {
    double a = 2.0 * (double)i - (SIDE - 1), first[8] = {0}, second[8] = {0};
    for (size_t j = 0; j < SIDE; j += 8)
      for (size_t lane = 0; lane < 8; lane++) {
        double c = cells[i * SIDE + j + lane], b = 2.0 * (double)(j + lane) - (SIDE - 1);
        first[lane] += c * b;
        second[lane] += c * b * b;
      }
    double one = 0, two = 0;
    for (size_t lane = 0; lane < 8; lane++) {
      one += first[lane];
      two += second[lane];
    }
    total[0] += a * one;
    total[1] += a * a * one;
    total[2] += a * two;
  }
  memcpy(moments, total, sizeof total);
}

static int compare(const int32_t *cells, int first, int second) {
  ptrdiff_t o1, d1, r1, o2, d2, r2;
  ck_strides(first, SIDE, &o1, &d1, &r1);
  ck_strides(second, SIDE, &o2, &d2, &r2);
  for (ptrdiff_t i = 0; i < SIDE; i++)
    for (ptrdiff_t j = 0; j < SIDE; j++) {
      int32_t a = cells[o1 + i * d1 + j * r1], b = cells[o2 + i * d2 + j * r2];
      if (a != b) return a < b ? -1 : 1;
    }
  return 0;
}

int ck_orientation(const int32_t *cells) {
  double m[3];
  table_moments(cells, m);
  int orientation = 0;
  if (m[0] < 0) {
    orientation |= 1;
    m[1] = -m[1];
  }
  if (m[1] + m[2] < 0) {
    orientation |= 2;
    m[1] = -m[1];
    m[2] = -m[2];
  }
  if (m[1] < m[2]) orientation |= 4;
  if (m[0] != 0 && m[1] + m[2] != 0 && m[1] != m[2]) return orientation;
  int best = 0;
  for (int other = 1; other < 8; other++)
    if (compare(cells, other, best) > 0) best = other;
  return best;
}

CK_CLONES void ck_oriented(const int32_t *cells, int orientation, float scale, float *out) {
  ptrdiff_t origin, down, right;
  ck_strides(orientation, SIDE, &origin, &down, &right);
  for (ptrdiff_t i = 0; i < SIDE; i++)
    for (ptrdiff_t j = 0; j < SIDE; j++)
      out[i * SIDE + j] = scale * (float)cells[origin + i * down + j * right];
}

enum { LANES = 16, FAR = 1 << 29 };

CK_CLONES static double strip_logs(const int32_t *restrict v, size_t n) {
  // Sixteen observations at a time; the three smallest differences are kept sorted as each neighbour is seen.
  double total = 0;
  for (size_t start = 0; start < n; start += LANES) {
    int32_t first[LANES], second[LANES], third[LANES];
    float distance[LANES];
    for (size_t lane = 0; lane < LANES; lane++) first[lane] = second[lane] = third[lane] = FAR;
    const int32_t *here = v + start;
    for (ptrdiff_t d = -CK_STRIP; d <= CK_STRIP; d++) {
      if (d == 0) continue;
      for (size_t lane = 0; lane < LANES; lane++) {
        int32_t difference = here[(ptrdiff_t)lane + d] - here[lane];
        difference = difference < 0 ? -difference : difference;
        int32_t high = first[lane] > difference ? first[lane] : difference;
        first[lane] = first[lane] < difference ? first[lane] : difference;
        int32_t higher = second[lane] > high ? second[lane] : high;
        second[lane] = second[lane] < high ? second[lane] : high;
        third[lane] = third[lane] < higher ? third[lane] : higher;
      }
    }
    size_t count = n - start < LANES ? n - start : LANES;
    for (size_t lane = 0; lane < LANES; lane++) distance[lane] = third[lane] < 1 ? 1.0f : (float)third[lane];
    for (size_t lane = 0; lane < LANES; lane++) distance[lane] = ck_log1(distance[lane]);
    float sum = 0;
    for (size_t lane = 0; lane < count; lane++) sum += distance[lane];
    total += sum;
  }
  return total;
}

float ck_strip_information(const int32_t *order, const int32_t *doubled, size_t n, int32_t *room) {
  if (n < 4) return 0;
  int32_t *v = room + CK_STRIP;
  for (size_t i = 0; i < n; i++) v[i] = doubled[order[i]];
  // Outside there is nobody near.
  for (int i = 1; i <= CK_STRIP; i++) v[-i] = -FAR;
  for (int i = 0; i < CK_STRIP_ROOM - CK_STRIP; i++) v[n + i] = FAR + FAR / 2;
  // ψ(3) − ψ(17): the third of sixteen neighbours. A difference of ranks d is d / 2n of the range, to either side.
  return (float)(0.9227843351 - 2.8035753 + log((double)n) - strip_logs(v, n) / (double)n);
}

CK_CLONES float ck_dot(const float *restrict a, const float *restrict b, size_t n) {
  float sums[16] = {0};
  size_t t = 0;
  for (; t + 16 <= n; t += 16)
    for (size_t lane = 0; lane < 16; lane++) sums[lane] += a[t + lane] * b[t + lane];
  float sum = 0;
  for (size_t lane = 0; lane < 16; lane++) sum += sums[lane];
  for (; t < n; t++) sum += a[t] * b[t];
  return sum;
}

// Φ by Abramowitz & Stegun 26.2.17 (error below 7.5e-8); `density` is φ(x).
static inline float distribution(float x, float density) {
  float a = x < 0 ? -x : x;
  float t = 1.0f / (1.0f + 0.2316419f * a);
  float p = 1.330274429f;
  p = p * t - 1.821255978f;
  p = p * t + 1.781477937f;
  p = p * t - 0.356563782f;
  p = p * t + 0.319381530f;
  float tail = density * p * t;
  return x < 0 ? tail : 1.0f - tail;
}

CK_CLONES float ck_distance(const float *restrict a, const float *restrict b, size_t n) {
  double near[8] = {0}, far[8] = {0};
  size_t t = 0;
  for (; t + 8 <= n; t += 8)
    for (size_t lane = 0; lane < 8; lane++) {
      double d = (double)a[t + lane] - b[t + lane], s = (double)a[t + lane] + b[t + lane];
      near[lane] += d * d;
      far[lane] += s * s;
    }
  double difference = 0, sum = 0;
  for (size_t lane = 0; lane < 8; lane++) {
    difference += near[lane];
    sum += far[lane];
  }
  for (; t < n; t++) {
    double d = (double)a[t] - b[t], s = (double)a[t] + b[t];
    difference += d * d;
    sum += s * s;
  }
  return (float)(difference < sum ? difference : sum);
}

CK_CLONES void ck_mixture(
    const float *restrict x, const float *restrict y, size_t n, const ck_component *components, size_t count,
    float *restrict ratio, float *restrict u, float *restrict v) {
  const float norm = 0.3989422804014327f;
  for (size_t start = 0; start < n; start += 64) {
    size_t end = n - start < 64 ? n - start : 64;
    float joint[64] = {0}, px[64] = {0}, py[64] = {0}, fx[64] = {0}, fy[64] = {0};
    for (size_t k = 0; k < count; k++) {
      ck_component c = components[k];
      float w = c.weight;
      float inverse = 1.0f / c.residual, scale = w * norm * norm * c.inverseX * c.inverseY / sqrtf(c.residual);
      for (size_t i = 0; i < end; i++) {
        float a = (x[start + i] - c.meanX) * c.inverseX, b = (y[start + i] - c.meanY) * c.inverseY;
        // a² + (b − ρ a)² / (1 − ρ²): no cancellation for strong correlation.
        float d = b - c.rho * a;
        joint[i] += scale * ck_exp1(-0.5f * (a * a + d * d * inverse));
        float da = norm * ck_exp1(-0.5f * a * a), db = norm * ck_exp1(-0.5f * b * b);
        px[i] += w * c.inverseX * da;
        py[i] += w * c.inverseY * db;
        fx[i] += w * distribution(a, da);
        fy[i] += w * distribution(b, db);
      }
    }
    for (size_t i = 0; i < end; i++) {
      ratio[start + i] = logf(joint[i]) - logf(px[i]) - logf(py[i]);
      u[start + i] = fx[i];
      v[start + i] = fy[i];
    }
  }
}
