/// Text as protocol 0 writes it: each byte a character, but for `\uXXXX` and `\UXXXXXXXX`; nil where that names no character.
func rawUnicodeEscaped(_ line: [UInt8]) -> String? {
  var text = String.UnicodeScalarView()
  var at = 0
  while at < line.count {
    let digits =
      at + 1 < line.count && line[at] == 0x5C ? (line[at + 1] == 0x75 ? 4 : line[at + 1] == 0x55 ? 8 : 0) : 0
    if digits == 0 {
      text.append(Unicode.Scalar(line[at]))
      at += 1
      continue
    }
    guard at + 2 + digits <= line.count else { return nil }
    let hexadecimal = line[(at + 2)..<(at + 2 + digits)]
    guard hexadecimal.first != 0x2B, hexadecimal.first != 0x2D,
      let code = UInt32(String(decoding: hexadecimal, as: UTF8.self), radix: 16),
      let scalar = Unicode.Scalar(code)
    else { return nil }
    text.append(scalar)
    at += 2 + digits
  }
  return String(text)
}
