/*
 * What the kernels for arm64 share: bits of the bytes of a block. HAS_NEON where there are any.
 */
#ifndef HANGUP_NEON_H
#define HANGUP_NEON_H

#if defined(__aarch64__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define HAS_NEON

#include <arm_neon.h>
#include <stdint.h>

/*
 * A bit for each of 64 bytes, the first byte's lowest, given all ones or zeros for each as vld4q_u8 loads them: each
 * fourth in the same register. There is no instruction that gathers one bit of each byte. But of four bytes side by side
 * in the block each is at the same place of its register: two shifts that insert put the four results into the upper
 * half of a byte, a third copies them into the lower half, and eight bits for eight bytes are then the upper half of one
 * byte and the lower half of the next.
 */
static inline uint64_t neon_bits(uint8x16_t first, uint8x16_t second, uint8x16_t third, uint8x16_t fourth)
{
	uint8x16_t all = vsriq_n_u8(vsriq_n_u8(fourth, third, 1), vsriq_n_u8(second, first, 1), 2);
	uint8x8_t bits = vshrn_n_u16(vreinterpretq_u16_u8(vsriq_n_u8(all, all, 4)), 4);

	return vget_lane_u64(vreinterpret_u64_u8(bits), 0);
}

#endif
#endif
