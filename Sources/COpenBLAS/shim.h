#pragma once
#include <cblas.h>

// Not declared by every cblas.h: present in OpenBLAS, absent from other BLAS libraries.
extern void openblas_set_num_threads(int);
