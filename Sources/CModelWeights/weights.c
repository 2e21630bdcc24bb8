#include "CModelWeights.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const _Alignas(64) unsigned char infonet[] = {
#embed "infonet.safetensors"
};

const void *ck_infonet_weights(void) { return infonet; }
size_t ck_infonet_weights_size(void) { return sizeof infonet; }
