#pragma once
#include <cblas.h>

// Not declared by every cblas.h: present in OpenBLAS, absent from other BLAS libraries.
extern void openblas_set_num_threads(int);

// LAPACK's eigenvalues and vectors of a symmetric matrix by relatively robust representations (OpenBLAS brings LAPACK).
extern void dsyevr_(
    const char *jobz, const char *range, const char *uplo, const int *n, double *a, const int *lda,
    const double *vl, const double *vu, const int *il, const int *iu, const double *abstol, int *m,
    double *w, double *z, const int *ldz, int *isuppz, double *work, const int *lwork, int *iwork,
    const int *liwork, int *info);
