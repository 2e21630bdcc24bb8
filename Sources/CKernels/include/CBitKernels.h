// Counts of common bits: the kernel of shared preferences.
#pragma once
#include <stddef.h>
#include <stdint.h>

/// For every pair of rows i ≤ j the weighted number of common bits: Σ_g weights[g] · |row_i,g ∧ row_j,g|, added to sums[i·n + j].
/// A row is `groups` sets of `words` words of 64 bits.
void ck_common_bits(
    const uint64_t *rows, size_t n, size_t groups, size_t words, const int32_t *weights, int32_t *sums);
