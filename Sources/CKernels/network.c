#include "CKernels.h"
#include "elementary.h"
#include <math.h>

static inline float ck_f32_exp1(float x) { return ck_exp1(x); }
static inline float ck_f32_log1(float x) { return ck_log1(x); }
static inline double ck_f64_exp1(double x) { return exp(x); }
static inline double ck_f64_log1(double x) { return log(x); }

#define REAL float
#define NAME(x) ck_f32_##x
#define SQRT sqrtf
#define LOG logf
#include "network.inc"
#include "infonet.inc"
#include "moments.inc"
#include "mist.inc"
#undef REAL
#undef NAME
#undef SQRT
#undef LOG

#define REAL double
#define NAME(x) ck_f64_##x
#define SQRT sqrt
#define LOG log
#include "network.inc"
#include "infonet.inc"
#include "moments.inc"
#include "mist.inc"
