#include "elementary.h"

CK_CLONES
void ck_common_bits(
    const uint64_t *rows, size_t n, size_t groups, size_t words, const int32_t *weights, int32_t *sums) {
  size_t stride = groups * words;
  for (size_t i = 0; i < n; i++) {
    const uint64_t *a = rows + i * stride;
    for (size_t j = i; j < n; j++) {
      const uint64_t *b = rows + j * stride;
      int32_t sum = 0;
      for (size_t g = 0; g < groups; g++) {
        int32_t common = 0;
        for (size_t w = g * words; w < (g + 1) * words; w++) common += __builtin_popcountll(a[w] & b[w]);
        sum += weights[g] * common;
      }
      sums[i * n + j] += sum;
    }
  }
}
