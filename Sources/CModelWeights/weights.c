#include "CModelWeights.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const _Alignas(64) unsigned char infonet[] = {
#embed "infonet.safetensors"
};

static const _Alignas(64) unsigned char perceiver[] = {
#embed "infonet-perceiver.safetensors"
};

const void *ck_infonet_weights(void) { return infonet; }
size_t ck_infonet_weights_size(void) { return sizeof infonet; }

const void *ck_perceiver_weights(void) { return perceiver; }
size_t ck_perceiver_weights_size(void) { return sizeof perceiver; }
