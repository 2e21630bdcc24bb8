// Trained weights as safetensors files, embedded by the compiler.
#pragma once
#include <stddef.h>

// The log odds of merging two groups of tracks, as text.
const void *ck_group_weights(void);
size_t ck_group_weights_size(void);

// The odds of a group to be the background, as text.
const void *ck_background_weights(void);
size_t ck_background_weights_size(void);

const void *ck_infonet_weights(void);
size_t ck_infonet_weights_size(void);

const void *ck_infonet_table_weights(void);
size_t ck_infonet_table_weights_size(void);

const void *ck_perceiver_weights(void);
size_t ck_perceiver_weights_size(void);

const void *ck_mist_weights(void);
size_t ck_mist_weights_size(void);

const void *ck_mist_qr_weights(void);
size_t ck_mist_qr_weights_size(void);
