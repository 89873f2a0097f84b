/* What a fuzz target gives: libFuzzer (`make fuzz`) and the replay of its seeds (unit tests) call this.
 *
 * Returns 0. Keeps nothing between two calls, frees what it takes, and aborts only on a broken promise. */
#ifndef ST_FUZZ_TARGET_H
#define ST_FUZZ_TARGET_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
