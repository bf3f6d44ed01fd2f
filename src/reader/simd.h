/* SPDX-License-Identifier: MIT */
/*
 * What the kernels share that look at many bytes at once. There is a wide kernel where SIMD_WIDE is defined, for what
 * most machines of that kind have, and always a portable one, which works in plain words.
 */
#ifndef HANGUP_SIMD_H
#define HANGUP_SIMD_H

#include <stdbool.h>
#include <stdint.h>

#if defined(__x86_64__)

#include <immintrin.h>

/* Before each function of a wide kernel, and what it is called. */
#define SIMD_WIDE __attribute__((target("avx2,bmi,bmi2,popcnt")))
#define SIMD_NAME "avx2"

/* Whether the machine it runs on has what the wide kernels need. */
static inline bool simd_has_wide(void)
{
	return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
	       __builtin_cpu_supports("popcnt");
}

#elif defined(__aarch64__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__

#include <arm_neon.h>

#define SIMD_WIDE
#define SIMD_NAME "neon"

/* Every ARM of 64 bits has them. */
static inline bool simd_has_wide(void)
{
	return true;
}

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

static inline bool simd_has_words(void)
{
	return true;
}

/* A list of kernels, the wide one first: of each is_supported says whether this machine can run it. Ends with NULL. */
#ifdef SIMD_WIDE
#define SIMD_KERNELS(wide, portable) &(wide), &(portable), NULL
#else
#define SIMD_KERNELS(wide, portable) &(portable), NULL
#endif

/* Which of such a list is the fastest that this machine can run. */
static inline size_t simd_fastest(void)
{
#ifdef SIMD_WIDE
	return simd_has_wide() ? 0 : 1;
#else
	return 0;
#endif
}

#endif
