#include "CModelWeights.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const _Alignas(64) unsigned char infonet[] = {
#embed "infonet.safetensors"
};

static const _Alignas(64) unsigned char table[] = {
#embed "infonet-table.safetensors"
};

static const _Alignas(64) unsigned char perceiver[] = {
#embed "infonet-perceiver.safetensors"
};

static const _Alignas(64) unsigned char mist[] = {
#embed "mist.safetensors"
};

static const _Alignas(64) unsigned char mist_qr[] = {
#embed "mist-qr.safetensors"
};

static const unsigned char groups[] = {
#embed "motion-groups.txt"
};

static const unsigned char background[] = {
#embed "motion-background.txt"
};

const void *ck_group_weights(void) { return groups; }
size_t ck_group_weights_size(void) { return sizeof groups; }

const void *ck_background_weights(void) { return background; }
size_t ck_background_weights_size(void) { return sizeof background; }

const void *ck_infonet_weights(void) { return infonet; }
size_t ck_infonet_weights_size(void) { return sizeof infonet; }

const void *ck_infonet_table_weights(void) { return table; }
size_t ck_infonet_table_weights_size(void) { return sizeof table; }

const void *ck_perceiver_weights(void) { return perceiver; }
size_t ck_perceiver_weights_size(void) { return sizeof perceiver; }

const void *ck_mist_weights(void) { return mist; }
size_t ck_mist_weights_size(void) { return sizeof mist; }

const void *ck_mist_qr_weights(void) { return mist_qr; }
size_t ck_mist_qr_weights_size(void) { return sizeof mist_qr; }
