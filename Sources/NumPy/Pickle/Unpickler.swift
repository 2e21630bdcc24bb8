/// The machine that a pickle is a program for: a stack, marks in it, and a memo.
///
/// It builds nodes and calls nothing.
struct Unpickler: ~Copyable {
  var bytes: PickleBytes
  let limits: NumPyLimits
  /// Every value built so far.
  var nodes: [PickleNode] = []
  private var stack: [Int] = []
  private var marks: [Int] = []
  private var memo: [Int: Int] = [:]
  /// Where the opcode at work began.
  private var opcodeOffset = 0

  init(_ bytes: consuming PickleBytes, limits: NumPyLimits) {
    self.bytes = bytes
    self.limits = limits
  }

  /// Runs the pickle to its end.
  /// - Returns: the index of the node that it leaves.
  mutating func run() throws(NumPyError) -> Int {
    if bytes.size == bytes.position {
      throw NumPyError(.truncated, "\(bytes.origin): found nothing, expected a pickle")
    }
    let start = bytes.position
    while true {
      opcodeOffset = bytes.position
      let opcode = try bytes.byte()
      if opcode == UInt8(ascii: ".") { break }
      if try !simple(opcode), try !textual(opcode), try !structural(opcode) {
        let character = Unicode.Scalar(opcode)
        let shown = opcode > 32 && opcode < 127 ? "'\(character)'" : "\(opcode)"
        throw NumPyError(
          opcodeOffset == start ? .notThisFormat : .corruptPickle,
          "\(bytes.origin), byte \(opcodeOffset): found the opcode \(shown), expected a pickle of plain data")
      }
    }
    let result = try pop()
    guard stack.isEmpty, marks.isEmpty else { throw wrong("values left over at the end", "one value") }
    guard bytes.position == bytes.size else {
      throw wrong("\(bytes.size - bytes.position) bytes after the end of the pickle", "the end of the file")
    }
    return result
  }

  // MARK: Opcodes

  /// Opcodes that push one value without looking at the stack.
  private mutating func simple(_ opcode: UInt8) throws(NumPyError) -> Bool {
    switch opcode {
    case UInt8(ascii: "N"): try push(.none)
    case 0x88: try push(.bool(true))
    case 0x89: try push(.bool(false))
    case UInt8(ascii: "K"): try push(.integer(Int64(try bytes.byte())))
    case UInt8(ascii: "M"): try push(.integer(Int64(try bytes.number(2) ?? 0)))
    case UInt8(ascii: "J"):
      let value = try bytes.number(4) ?? 0
      try push(.integer(Int64(Int32(truncatingIfNeeded: value))))
    case 0x8A: try push(.integer(try long(Int(try bytes.byte()))))
    case 0x8B: try push(.integer(try long(try bytes.number(4) ?? 0)))
    case UInt8(ascii: "G"):
      var bits: UInt64 = 0
      for _ in 0..<8 { bits = bits << 8 | UInt64(try bytes.byte()) }
      try push(.double(Double(bitPattern: bits)))
    case UInt8(ascii: "X"): try push(try text(bytes.skip(bytes.number(4))))
    case 0x8C: try push(try text(bytes.skip(Int(bytes.byte()))))
    case 0x8D: try push(try text(bytes.skip(bytes.number(8))))
    case UInt8(ascii: "C"): try push(.bytes(.inFile(bytes.skip(Int(bytes.byte())))))
    case UInt8(ascii: "B"): try push(.bytes(.inFile(bytes.skip(bytes.number(4)))))
    case 0x8E, 0x96: try push(.bytes(.inFile(bytes.skip(bytes.number(8)))))
    // Python 2's strings: text where they are ASCII, else bytes.
    case UInt8(ascii: "U"): try push(try legacyString(bytes.skip(Int(bytes.byte()))))
    case UInt8(ascii: "T"): try push(try legacyString(bytes.skip(bytes.number(4))))
    case UInt8(ascii: "]"): try push(.list([]))
    case UInt8(ascii: ")"): try push(.tuple([]))
    case UInt8(ascii: "}"): try push(.dictionary([]))
    default: return false
    }
    return true
  }

  /// Opcodes of protocol 0, which are lines of text, and the names of globals.
  private mutating func textual(_ opcode: UInt8) throws(NumPyError) -> Bool {
    switch opcode {
    case UInt8(ascii: "I"):
      let line = try textLine()
      if line == "00" || line == "01" {
        try push(.bool(line == "01"))
      } else {
        try push(.integer(decimal(line)))
      }
    case UInt8(ascii: "L"):
      let line = try textLine()
      try push(.integer(decimal(line.hasSuffix("L") ? String(line.dropLast()) : line)))
    case UInt8(ascii: "F"):
      let line = try textLine()
      guard let value = Double(line) else { throw wrong("'\(line)'", "a number") }
      try push(.double(value))
    case UInt8(ascii: "V"):
      guard let text = rawUnicodeEscaped(try bytes.line(most: 1 << 28)) else {
        throw wrong("a character that does not exist", "Unicode text")
      }
      try push(.text(text))
    case UInt8(ascii: "c"):
      let module = try textLine()
      try pushGlobal(module, try textLine())
    case UInt8(ascii: "i"):
      let module = try textLine()
      throw refused("\(module).\(try textLine())")
    case 0x93:
      guard case .text(let name) = nodes[try pop()], case .text(let module) = nodes[try pop()] else {
        throw wrong("a global without a name", "two strings")
      }
      try pushGlobal(module, name)
    case UInt8(ascii: "p"): try remember(try index(try textLine()))
    case UInt8(ascii: "g"): try recall(try index(try textLine()))
    default: return false
    }
    return true
  }

  /// Opcodes that work on the stack and the memo.
  private mutating func structural(_ opcode: UInt8) throws(NumPyError) -> Bool {
    switch opcode {
    case 0x80:
      let version = try bytes.byte()
      if version > 5 { throw wrong("protocol \(version)", "0 to 5") }
    // A frame only says how much may be read ahead.
    case 0x95:
      guard let length = try bytes.number(8), length <= bytes.size - bytes.position else {
        throw NumPyError(
          .truncated,
          "\(bytes.origin), byte \(opcodeOffset): found a frame beyond the end; the pickle was cut off")
      }
    case UInt8(ascii: "("): marks.append(stack.count)
    case UInt8(ascii: "0"):
      // Python pops the mark itself where nothing lies above it.
      if marks.last == stack.count { marks.removeLast() } else { _ = try pop() }
    case UInt8(ascii: "1"): _ = try popToMark()
    case UInt8(ascii: "2"):
      let top = try pop()
      stack += [top, top]
    case UInt8(ascii: "l"): try push(.list(try popToMark()))
    case UInt8(ascii: "t"): try push(.tuple(try popToMark()))
    case 0x85: try pushTuple(1)
    case 0x86: try pushTuple(2)
    case 0x87: try pushTuple(3)
    case UInt8(ascii: "d"): try push(.dictionary(try pairs(try popToMark())))
    case UInt8(ascii: "a"): try append([try pop()])
    case UInt8(ascii: "e"): try append(try popToMark())
    case UInt8(ascii: "s"):
      let value = try pop()
      try set([(try pop(), value)])
    case UInt8(ascii: "u"): try set(try pairs(try popToMark()))
    case UInt8(ascii: "q"): try remember(Int(try bytes.byte()))
    case UInt8(ascii: "r"): try remember(try bytes.number(4) ?? 0)
    case 0x94: try remember(memo.count)
    case UInt8(ascii: "h"): try recall(Int(try bytes.byte()))
    case UInt8(ascii: "j"): try recall(try bytes.number(4) ?? 0)
    case UInt8(ascii: "R"):
      let arguments = try pop()
      guard case .global(let global) = nodes[try pop()], case .tuple(let values) = nodes[arguments] else {
        throw wrong("a call of something that is not a function", "a NumPy array")
      }
      try push(try call(global, values))
    case UInt8(ascii: "b"):
      let state = try pop()
      try build(try top(), state)
    case UInt8(ascii: "P"), UInt8(ascii: "Q"):
      throw NumPyError(
        .unsupportedType,
        "\(bytes.origin), byte \(opcodeOffset): found a persistent id, which points outside the pickle (a PyTorch "
          + "file?); expected plain data")
    case 0x82, 0x83, 0x84: throw refused("an entry of the copyreg extension registry")
    case UInt8(ascii: "o"), 0x81, 0x92: throw refused("the constructor of a class")
    case 0x8F, 0x90, 0x91:
      throw NumPyError(
        .unsupportedType,
        "\(bytes.origin), byte \(opcodeOffset): found a set, expected lists, tuples and dictionaries")
    case 0x97, 0x98:
      throw NumPyError(
        .unsupportedType,
        "\(bytes.origin), byte \(opcodeOffset): found a buffer outside the pickle, expected the data inside"
      )
    default: return false
    }
    return true
  }

  // MARK: Stack and memo

  private mutating func push(_ node: PickleNode) throws(NumPyError) {
    if nodes.count >= limits.pickleValues {
      throw wrong("more than \(limits.pickleValues) values", "fewer; the limit can be raised")
    }
    stack.append(nodes.count)
    nodes.append(node)
  }

  private func top() throws(NumPyError) -> Int {
    guard stack.count > marks.last ?? 0, let top = stack.last else {
      throw wrong("an empty stack", "a value")
    }
    return top
  }

  private mutating func pop() throws(NumPyError) -> Int {
    let top = try top()
    stack.removeLast()
    return top
  }

  private mutating func popToMark() throws(NumPyError) -> [Int] {
    guard let mark = marks.popLast() else { throw wrong("no mark on the stack", "the start of a container") }
    let values = Array(stack[mark...])
    stack.removeSubrange(mark...)
    return values
  }

  private mutating func pushTuple(_ count: Int) throws(NumPyError) {
    var values: [Int] = []
    for _ in 0..<count { values.insert(try pop(), at: 0) }
    try push(.tuple(values))
  }

  private mutating func pushGlobal(_ module: String, _ name: String) throws(NumPyError) {
    guard let global = PickleGlobal(module: module, name: name) else { throw refused("\(module).\(name)") }
    try push(.global(global))
  }

  private mutating func remember(_ index: Int) throws(NumPyError) { memo[index] = try top() }

  private mutating func recall(_ index: Int) throws(NumPyError) {
    guard let node = memo[index] else { throw wrong("no entry \(index) in the memo", "one stored before") }
    stack.append(node)
    // Repetition costs nothing here, but a pickle of repetitions only is nothing anyone saved.
    if stack.count > limits.pickleValues { throw wrong("more than \(limits.pickleValues) values", "fewer") }
  }

  private func pairs(_ values: [Int]) throws(NumPyError) -> [(key: Int, value: Int)] {
    guard values.count % 2 == 0 else { throw wrong("a key without a value", "pairs") }
    return stride(from: 0, to: values.count, by: 2).map { (values[$0], values[$0 + 1]) }
  }

  private mutating func append(_ values: [Int]) throws(NumPyError) {
    let target = try top()
    guard case .list(var list) = nodes[target] else {
      throw wrong("an element for something that is not a list", "a list")
    }
    nodes[target] = .none  // so that the list is not copied
    list += values
    nodes[target] = .list(list)
  }

  private mutating func set(_ pairs: [(key: Int, value: Int)]) throws(NumPyError) {
    let target = try top()
    guard case .dictionary(var entries) = nodes[target] else {
      throw wrong("an entry for something that is not a dictionary", "a dictionary")
    }
    nodes[target] = .none
    entries += pairs
    nodes[target] = .dictionary(entries)
  }

  // MARK: Literals

  private func text(_ range: Range<Int>) throws(NumPyError) -> PickleNode {
    // Short texts are keys and names; long ones are mostly bytes in disguise, and may never be wanted.
    if range.count > 4096 { return .longText(range) }
    guard let text = String(validating: try bytes.bytes(range), as: UTF8.self) else {
      throw wrong("text that is not UTF-8", "UTF-8")
    }
    return .text(text)
  }

  private func legacyString(_ range: Range<Int>) throws(NumPyError) -> PickleNode {
    if range.count <= 4096 {
      let content = try bytes.bytes(range)
      if content.allSatisfy({ $0 < 0x80 }) { return .text(String(decoding: content, as: UTF8.self)) }
    }
    return .bytes(.inFile(range))
  }

  /// A signed little-endian number of any length.
  private mutating func long(_ count: Int) throws(NumPyError) -> Int64 {
    let range = try bytes.skip(count)
    if count == 0 { return 0 }
    guard count <= 8 else { throw wrong("an integer of \(count) bytes", "at most 8") }
    let content = try bytes.bytes(range)
    let sign: UInt64 = content[count - 1] >= 0x80 ? ~0 : 0
    return Int64(bitPattern: content.reversed().reduce(sign) { $0 << 8 | UInt64($1) })
  }

  private mutating func textLine() throws(NumPyError) -> String {
    let line = try bytes.line(most: 4096)
    guard let text = String(validating: line, as: UTF8.self) else {
      throw wrong("a line that is not text", "text")
    }
    return text
  }

  private func decimal(_ line: String) throws(NumPyError) -> Int64 {
    guard let value = Int64(line) else {
      throw wrong("'\(line.prefix(40))'", "an integer of at most 8 bytes")
    }
    return value
  }

  private func index(_ line: String) throws(NumPyError) -> Int {
    guard let value = Int(line), value >= 0 else {
      throw wrong("'\(line.prefix(40))'", "an index of the memo")
    }
    return value
  }

  // MARK: Errors

  func wrong(_ found: String, _ expected: String) -> NumPyError {
    NumPyError(.corruptPickle, "\(bytes.origin), byte \(opcodeOffset): found \(found), expected \(expected)")
  }

  private func refused(_ name: String) -> NumPyError {
    NumPyError(
      .refusedGlobal,
      "\(bytes.origin), byte \(opcodeOffset): the pickle wants to call \(name), which plain data and NumPy arrays do not "
        + "need; no code was run")
  }
}
