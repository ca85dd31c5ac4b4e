// CRC32C by instruction, in three lanes, and by table.
#include "crc32c.h"

#include <array>
#include <cstring>

#if defined(__aarch64__) && defined(__linux__)
#include <asm/hwcap.h>
#include <sys/auxv.h>
#endif

namespace copybench {
namespace {

constexpr uint32_t kPolynomial = 0x82f63b78;  // Bits reversed: the highest bit is x^0.

constexpr std::array<uint32_t, 256> MakeTable() {
  std::array<uint32_t, 256> table{};
  for (uint32_t byte = 0; byte < 256; byte++) {
    uint32_t state = byte;
    for (int bit = 0; bit < 8; bit++) state = (state >> 1) ^ ((state & 1) ? kPolynomial : 0);
    table[byte] = state;
  }
  return table;
}

constexpr std::array<uint32_t, 256> kTable = MakeTable();

#if defined(__x86_64__) || defined(__aarch64__)

#if defined(__x86_64__)

#ifdef __clang__
#define COPYBENCH_WITH_CRC32C __attribute__((target("sse4.2,crc32")))
#else
#define COPYBENCH_WITH_CRC32C __attribute__((target("sse4.2")))
#endif

COPYBENCH_WITH_CRC32C inline uint32_t StepWord(uint32_t state, uint64_t word) {
  return static_cast<uint32_t>(__builtin_ia32_crc32di(state, word));
}

COPYBENCH_WITH_CRC32C inline uint32_t StepByte(uint32_t state, uint8_t byte) {
  return __builtin_ia32_crc32qi(state, byte);
}

bool CpuHasInstruction() {
  return __builtin_cpu_supports("sse4.2");
}

#else

#define COPYBENCH_WITH_CRC32C

// Compilers disagree on how a function asks for the extension; assemblers do not.
inline uint32_t StepWord(uint32_t state, uint64_t word) {
  asm(".arch_extension crc\n\tcrc32cx %w0, %w0, %x1" : "+r"(state) : "r"(word));
  return state;
}

inline uint32_t StepByte(uint32_t state, uint8_t byte) {
  asm(".arch_extension crc\n\tcrc32cb %w0, %w0, %w1" : "+r"(state) : "r"(byte));
  return state;
}

bool CpuHasInstruction() {
#if defined(__linux__)
  return (::getauxval(AT_HWCAP) & HWCAP_CRC32) != 0;
#else
  return true;  // Every 64-bit processor by Apple.
#endif
}

#endif

// Product of two polynomials modulo the CRC's.
constexpr uint32_t Multiply(uint32_t a, uint32_t b) {
  uint32_t product = 0;
  for (uint32_t bit = 1u << 31; bit != 0; bit >>= 1) {
    if (a & bit) product ^= b;
    b = (b >> 1) ^ ((b & 1) ? kPolynomial : 0);
  }
  return product;
}

// What a state is multiplied by when `bytes` zero bytes follow it: x^(8 bytes).
constexpr uint32_t ShiftOf(uint64_t bytes) {
  uint32_t power = 1u << 31;
  uint32_t square = 1u << 30;
  for (uint64_t exponent = bytes * 8; exponent != 0; exponent >>= 1) {
    if (exponent & 1) power = Multiply(power, square);
    square = Multiply(square, square);
  }
  return power;
}

// The instruction takes three cycles but one can begin in each, so three lanes keep it busy. Long
// enough that joining them does not count, short enough that three fit the first-level cache.
constexpr size_t kLaneBytes = 8192;
constexpr uint32_t kLaneShift = ShiftOf(kLaneBytes);

inline uint64_t WordAt(const char* bytes) {
  uint64_t word;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

COPYBENCH_WITH_CRC32C uint32_t StepLanes(uint32_t first, const char* bytes) {
  uint32_t second = 0;
  uint32_t third = 0;
  for (size_t at = 0; at < kLaneBytes; at += 8) {
    first = StepWord(first, WordAt(bytes + at));
    second = StepWord(second, WordAt(bytes + kLaneBytes + at));
    third = StepWord(third, WordAt(bytes + 2 * kLaneBytes + at));
  }
  return Multiply(Multiply(first, kLaneShift) ^ second, kLaneShift) ^ third;
}

COPYBENCH_WITH_CRC32C uint32_t ByInstruction(uint32_t crc, const char* bytes, size_t count) {
  uint32_t state = ~crc;
  for (; count >= 3 * kLaneBytes; bytes += 3 * kLaneBytes, count -= 3 * kLaneBytes) {
    state = StepLanes(state, bytes);
  }
  for (; count >= 8; bytes += 8, count -= 8) state = StepWord(state, WordAt(bytes));
  for (; count > 0; bytes++, count--) state = StepByte(state, static_cast<uint8_t>(*bytes));
  return ~state;
}

#else

bool CpuHasInstruction() {
  return false;
}

uint32_t ByInstruction(uint32_t crc, const char* bytes, size_t count) {
  return Crc32cByTable(crc, bytes, count);
}

#endif

}  // namespace

uint32_t Crc32cByTable(uint32_t crc, const char* bytes, size_t count) {
  uint32_t state = ~crc;
  for (size_t i = 0; i < count; i++) {
    state = kTable[(state ^ static_cast<uint8_t>(bytes[i])) & 0xff] ^ (state >> 8);
  }
  return ~state;
}

bool HasCrc32cInstruction() {
  static const bool has = CpuHasInstruction();
  return has;
}

uint32_t Crc32c(uint32_t crc, const char* bytes, size_t count) {
  return HasCrc32cInstruction() ? ByInstruction(crc, bytes, count)
                                : Crc32cByTable(crc, bytes, count);
}

}  // namespace copybench
