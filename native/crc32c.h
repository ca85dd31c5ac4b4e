// CRC32C (Castagnoli), the CRC that processors have an instruction for; RFC 3720, section 12.1.
#pragma once

#include <cstddef>
#include <cstdint>

namespace copybench {

// Goes on with a CRC over `count` bytes; 0 begins one. By the instruction where this CPU has it
// (SSE4.2, ARMv8 CRC), else by table.
uint32_t Crc32c(uint32_t crc, const char* bytes, size_t count);

// The same without the instruction.
uint32_t Crc32cByTable(uint32_t crc, const char* bytes, size_t count);

bool HasCrc32cInstruction();

}  // namespace copybench
