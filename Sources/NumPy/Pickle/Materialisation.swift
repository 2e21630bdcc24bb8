/// Nodes turned into values, once the pickle has run.
struct Materialisation: ~Copyable {
  private let machine: Unpickler
  private let skipping: Set<String>
  private var values: [Int: (value: PickleValue, size: Int)] = [:]
  /// Nodes on the way from the root: meeting one again is a cycle.
  private var path: Set<Int> = []
  private var bytesLeft: Int

  init(_ machine: consuming Unpickler, skipping: Set<String>) {
    bytesLeft = machine.limits.arrayBytes
    self.machine = machine
    self.skipping = skipping
  }

  /// The value of a node.
  mutating func value(_ node: Int) throws(NumPyError) -> PickleValue { try sized(node).value }

  /// The value of a node, and how many values it holds; each node is turned only once however often it occurs.
  private mutating func sized(_ node: Int) throws(NumPyError) -> (value: PickleValue, size: Int) {
    if let done = values[node] { return done }
    var size = 1
    let value: PickleValue
    switch machine.nodes[node] {
    case .none: return (.none, 1)
    case .bool(let bool): return (.bool(bool), 1)
    case .integer(let integer): return (.integer(integer), 1)
    case .double(let double): return (.double(double), 1)
    case .text(let text): return (.text(text), 1)
    case .longText(let range):
      try take(range.count)
      guard let text = String(validating: try machine.bytes.bytes(range), as: UTF8.self) else {
        throw machine.wrong("text that is not UTF-8", "UTF-8")
      }
      value = .text(text)
    case .bytes(let payload):
      try take(length(payload))
      value = .bytes(try machine.contents(payload))
    case .list(let items): value = .list(try children(items, of: node, &size))
    case .tuple(let items): value = .tuple(try children(items, of: node, &size))
    case .dictionary(let entries): value = .dictionary(try dictionary(entries, of: node, &size))
    case .array(let array):
      switch array.content {
      case .objects(let items):
        value = .objects(shape: array.header.shape, try objects(array, items, node, &size))
      case .payload(let payload): value = .array(try decode(array, payload))
      }
    case .global, .elementType, .unbuiltArray:
      throw machine.wrong("a function or a type as a value", "data")
    }
    values[node] = (value, size)
    return (value, size)
  }

  private mutating func enter(_ node: Int) throws(NumPyError) {
    if !path.insert(node).inserted { throw machine.wrong("a container inside itself", "no cycles") }
    if path.count > machine.limits.pickleDepth {
      throw machine.wrong("containers nested deeper than \(machine.limits.pickleDepth)", "fewer")
    }
  }

  private func add(_ size: inout Int, _ more: Int) throws(NumPyError) {
    // Both are at most the limit, so that the sum cannot overflow.
    size += more
    if size > machine.limits.pickleValues {
      throw machine.wrong("more than \(machine.limits.pickleValues) values, repetitions counted", "fewer")
    }
  }

  private mutating func children(
    _ items: [Int], of node: Int, _ size: inout Int
  ) throws(NumPyError) -> [PickleValue] {
    try enter(node)
    defer { path.remove(node) }
    var children: [PickleValue] = []
    for item in items {
      let child = try sized(item)
      try add(&size, child.size)
      children.append(child.value)
    }
    return children
  }

  private mutating func dictionary(
    _ pairs: [(key: Int, value: Int)], of node: Int, _ size: inout Int
  ) throws(NumPyError) -> [PickleValue.Entry] {
    try enter(node)
    defer { path.remove(node) }
    var entries: [PickleValue.Entry] = []
    var places: [String: Int] = [:]
    for pair in pairs {
      let key = try sized(pair.key)
      try add(&size, key.size)
      var value: PickleValue?
      var place: Int?
      if case .text(let name) = key.value {
        if skipping.contains(name), case .array(let array) = machine.nodes[pair.value] {
          value = .skipped(shape: array.header.shape, elementType: array.header.elementType)
        }
        place = places[name]
        if place == nil { places[name] = entries.count }
      }
      if value == nil {
        let child = try sized(pair.value)
        try add(&size, child.size)
        value = child.value
      }
      let entry = PickleValue.Entry(key: key.value, value: value ?? .none)
      if let place { entries[place] = entry } else { entries.append(entry) }
    }
    return entries
  }

  private mutating func objects(
    _ array: PickleNode.PickledArray, _ items: [Int], _ node: Int, _ size: inout Int
  ) throws(NumPyError) -> [PickleValue] {
    let values = try children(items, of: node, &size)
    return array.header.isFortranOrder ? fortranOrdered(values, array.header.shape) : values
  }

  private mutating func decode(
    _ array: PickleNode.PickledArray, _ payload: PickleNode.Payload
  ) throws(NumPyError) -> NumPyArray {
    let header = array.header
    let (bytes, overflow) = header.count.multipliedReportingOverflow(by: header.elementType.decodedSize)
    if overflow { throw machine.wrong("an array of \(header.count) elements", "fewer") }
    try take(bytes)
    var elements = try machine.decode(header, payload)
    var shape = header.shape
    if header.isFortranOrder { elements = elements.fromFortranOrder(shape) }
    if !array.axes.isEmpty {
      elements = elements.transposed(shape, array.axes)
      shape = array.axes.map { header.shape[$0] }
    }
    return NumPyArray(shape: shape, elements: elements, elementType: header.elementType)
  }

  private func length(_ payload: PickleNode.Payload) -> Int {
    switch payload {
    case .inFile(let range), .latin1(let range): range.count
    case .inMemory(let content): content.count
    }
  }

  private mutating func take(_ count: Int) throws(NumPyError) {
    if count > bytesLeft {
      throw NumPyError(
        .absurdShape,
        "\(machine.bytes.origin): the pickle's arrays take more than the \(machine.limits.arrayBytes) bytes that are "
          + "allowed; skip the large ones, or raise the limit")
    }
    bytesLeft -= count
  }
}
