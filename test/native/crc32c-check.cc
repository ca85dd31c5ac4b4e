// Checks both ways of computing CRC32C; built and run by crc32c.test.ts. Prints what is wrong.
#include <cstdio>
#include <cstring>
#include <random>
#include <string>
#include <vector>

#include "../../native/crc32c.h"

using copybench::Crc32c;
using copybench::Crc32cByTable;

static int wrong = 0;

static void Expect(const char* what, uint32_t found, uint32_t expected) {
  if (found == expected) return;
  std::printf("%s: %08x instead of %08x\n", what, found, expected);
  wrong++;
}

static void ExpectBoth(const char* what, const std::string& bytes, uint32_t expected) {
  Expect(what, Crc32c(0, bytes.data(), bytes.size()), expected);
  Expect(what, Crc32cByTable(0, bytes.data(), bytes.size()), expected);
}

// RFC 3720, appendix B.4; it prints the bytes of a CRC in the order of the wire, the lowest first.
static void Vectors() {
  std::string up, down;
  for (char i = 0; i < 32; i++) {
    up += i;
    down += static_cast<char>(31 - i);
  }
  // clang-format off
  const unsigned char read_command[] = {
      0x01, 0xc0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
      0x14, 0x00, 0x00, 0x00, 0x00, 0x00, 0x04, 0x00, 0x00, 0x00, 0x00, 0x14, 0x00, 0x00, 0x00, 0x18,
      0x28, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00};
  // clang-format on
  ExpectBoth("32 bytes of zeros", std::string(32, '\0'), 0x8a9136aa);
  ExpectBoth("32 bytes of ones", std::string(32, '\xff'), 0x62a8ab43);
  ExpectBoth("32 bytes going up", up, 0x46dd794e);
  ExpectBoth("32 bytes going down", down, 0x113fdb5c);
  ExpectBoth("an iSCSI SCSI Read (10) command PDU",
             std::string(reinterpret_cast<const char*>(read_command), sizeof read_command),
             0xd9963a56);
  ExpectBoth("nothing", "", 0);
}

// Around the lengths of words and lanes, from every alignment, whole and in pieces.
static void Agreement() {
  std::vector<char> bytes(200000);
  std::mt19937 random(20081);
  for (char& byte : bytes) byte = static_cast<char>(random());
  for (const size_t count : {1, 7, 8, 9, 63, 8191, 8192, 24575, 24576, 24577, 49151, 49152, 150001}) {
    for (size_t from = 0; from < 9; from++) {
      const uint32_t expected = Crc32cByTable(0, &bytes[from], count);
      Expect("whole", Crc32c(0, &bytes[from], count), expected);
      const size_t half = count / 3;
      const uint32_t first = Crc32c(0, &bytes[from], half);
      Expect("in pieces", Crc32c(first, &bytes[from + half], count - half), expected);
    }
  }
}

int main() {
  Vectors();
  Agreement();
  std::printf("%s, %d wrong\n",
              copybench::HasCrc32cInstruction() ? "by instruction" : "by table only", wrong);
  return wrong == 0 ? 0 : 1;
}
