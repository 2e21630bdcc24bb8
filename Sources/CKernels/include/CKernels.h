// Loops that want the widest vectors of the processor they run on: target_clones picks at run time, no flags needed.
#pragma once
#include <stddef.h>

/// out[i] = exp(in[i]) for i < count; relative error below 2e-7 on [-87, 88], saturating outside. In place is allowed.
void ck_exp(const float *in, float *out, size_t count);

/// The processors that this process may run on (its scheduling affinity), at least 1.
int ck_core_count(void);
