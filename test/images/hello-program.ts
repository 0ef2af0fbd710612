/**
 * An ELF64 program for Linux on x86-64 that writes a text to stdout and exits with 0: two system calls, no library,
 * no interpreter. One segment holds headers, code and text; see https://refspecs.linuxfoundation.org/elf/elf.pdf
 */
export function helloProgram(text: string): Buffer {
  const data = Buffer.from(text);
  const base = 0x400000;
  const headerBytes = 64 + 56;
  const code = Buffer.from(
    // mov eax,1 (write) | mov edi,1 (stdout) | mov esi,ADDRESS | mov edx,LENGTH | syscall
    // mov eax,60 (exit) | xor edi,edi | syscall
    'b801000000bf01000000be00000000ba000000000f05b83c00000031ff0f05',
    'hex',
  );
  const textAt = headerBytes + code.length;
  code.writeUInt32LE(base + textAt, 11);
  code.writeUInt32LE(data.length, 16);
  const header = Buffer.alloc(headerBytes);
  header.write('7f454c46020101', 'hex');
  // ET_EXEC, EM_X86_64, version 1
  header.writeUInt16LE(2, 16);
  header.writeUInt16LE(62, 18);
  header.writeUInt32LE(1, 20);
  // entry point, program headers at 64; sizes: header 64, program header 56, one of them
  header.writeBigUInt64LE(BigInt(base + headerBytes), 24);
  header.writeBigUInt64LE(64n, 32);
  header.writeUInt16LE(64, 52);
  header.writeUInt16LE(56, 54);
  header.writeUInt16LE(1, 56);
  // PT_LOAD, readable and executable, the whole file at `base`
  const total = BigInt(textAt + data.length);
  header.writeUInt32LE(1, 64);
  header.writeUInt32LE(5, 68);
  header.writeBigUInt64LE(BigInt(base), 80);
  header.writeBigUInt64LE(BigInt(base), 88);
  header.writeBigUInt64LE(total, 96);
  header.writeBigUInt64LE(total, 104);
  header.writeBigUInt64LE(0x1000n, 112);
  return Buffer.concat([header, code, data]);
}
