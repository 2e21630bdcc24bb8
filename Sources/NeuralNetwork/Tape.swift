/// Reverse-mode differentiation: operations are carried out as they are written and remembered, `backward` undoes them.
///
/// Values are row-major matrices. A tape is used by one thread, over and over: `begin` forgets what was recorded and keeps
/// the memory. Parameters come in as one flat vector, and their gradients go out as one.
public final class Tape<Scalar: NetworkScalar> {
  /// A matrix on the tape.
  public struct Variable {
    let index: Int
    public let rows: Int
    public let columns: Int
    public var count: Int { rows * columns }
  }

  struct Node {
    var value: UnsafeMutablePointer<Scalar>
    /// Nil where it has no gradient.
    var gradient: UnsafeMutablePointer<Scalar>?
  }

  private var nodes: [Node] = []
  private var steps: [(Tape<Scalar>) -> Void] = []
  private var parameterVariables: [Int: Variable] = [:]
  /// The loops that operations run.
  package let kernels = Scalar.kernels
  private let pool = BufferPool<Scalar>()
  private let parameters: UnsafeMutableBufferPointer<Scalar>
  private let gradients: UnsafeMutableBufferPointer<Scalar>
  private var recording = true

  /// A tape for models of `parameterCount` scalars.
  public init(parameterCount: Int) {
    parameters = .allocate(capacity: max(parameterCount, 1))
    gradients = .allocate(capacity: max(parameterCount, 1))
    parameters.initialize(repeating: 0)
    gradients.initialize(repeating: 0)
  }

  deinit {
    parameters.deallocate()
    gradients.deallocate()
  }

  /// Starts anew with these parameters; with `recording` false nothing is remembered for `backward`.
  public func begin(parameters values: [Float], recording: Bool = true) {
    precondition(values.count <= parameters.count, "the tape was made for fewer parameters")
    if let base = parameters.baseAddress { kernels.copy(values, base) }
    restart(recording: recording)
  }

  /// Starts anew with the parameters it has; nothing is remembered for `backward`.
  public func beginAgain() { restart(recording: false) }

  /// Starts anew with these parameters at the tape's own precision.
  public func begin(exactParameters values: [Scalar]) {
    precondition(values.count <= parameters.count, "the tape was made for fewer parameters")
    for index in values.indices { parameters[index] = values[index] }
    restart(recording: true)
  }

  private func restart(recording: Bool) {
    self.recording = recording
    if recording, let base = gradients.baseAddress { kernels.clear(base, gradients.count) }
    nodes.removeAll(keepingCapacity: true)
    steps.removeAll(keepingCapacity: true)
    parameterVariables.removeAll(keepingCapacity: true)
    pool.takeBackAll()
  }

  /// The gradients of the parameters, summed by the last `backward`.
  public var parameterGradients: UnsafeBufferPointer<Scalar> { UnsafeBufferPointer(gradients) }

  // MARK: Leaves

  /// A constant matrix, rows × columns, filled by `fill`.
  public func constant(
    rows: Int, columns: Int, _ fill: (UnsafeMutableBufferPointer<Scalar>) -> Void
  ) -> Variable {
    let variable = make(rows: rows, columns: columns, differentiable: false)
    fill(UnsafeMutableBufferPointer(start: value(variable), count: variable.count))
    return variable
  }

  /// An input with a gradient; values: rows · columns → rows × columns.
  public func input(rows: Int, columns: Int, _ values: [Scalar]) -> Variable {
    let variable = make(rows: rows, columns: columns, differentiable: true)
    for index in values.indices { value(variable)[index] = values[index] }
    return variable
  }

  /// The same numbers, row by row, with another number of columns: no copy, one gradient.
  ///
  /// x: n × w → (n w / columns) × columns.
  public func reshaped(_ x: Variable, columns: Int) -> Variable {
    precondition(x.count % columns == 0, "reshaped: \(x.count) elements do not fill rows of \(columns)")
    return Variable(index: x.index, rows: x.count / columns, columns: columns)
  }

  /// A parameter as a matrix of its shape; a vector of w numbers is 1 × w.
  public func parameter(_ parameter: Parameter) -> Variable {
    if let known = parameterVariables[parameter.offset] { return known }
    let columns = parameter.shape.last ?? 1
    let variable = Variable(index: nodes.count, rows: parameter.count / max(columns, 1), columns: columns)
    nodes.append(
      Node(
        value: parameters.baseAddress.unsafelyUnwrapped + parameter.offset,
        gradient: recording ? gradients.baseAddress.unsafelyUnwrapped + parameter.offset : nil))
    parameterVariables[parameter.offset] = variable
    return variable
  }

  // MARK: Reading

  /// The values of a matrix, row by row.
  public func values(_ variable: Variable) -> UnsafeBufferPointer<Scalar> {
    UnsafeBufferPointer(start: value(variable), count: variable.count)
  }

  /// The gradient of a matrix after `backward`; nil where it has none.
  public func gradient(_ variable: Variable) -> UnsafeBufferPointer<Scalar>? {
    nodes[variable.index].gradient.map { UnsafeBufferPointer(start: $0, count: variable.count) }
  }

  // MARK: For operations

  package func value(_ variable: Variable) -> UnsafeMutablePointer<Scalar> { nodes[variable.index].value }

  /// Where an operation adds its gradient; nil where it has none.
  package func slope(_ variable: Variable) -> UnsafeMutablePointer<Scalar>? { nodes[variable.index].gradient }

  /// A new matrix whose values the caller sets.
  package func make(rows: Int, columns: Int, differentiable: Bool) -> Variable {
    let variable = Variable(index: nodes.count, rows: rows, columns: columns)
    let hasGradient = differentiable && recording
    nodes.append(
      Node(
        value: pool.take(variable.count),
        gradient: hasGradient ? pool.takeZeroed(variable.count) : nil))
    return variable
  }

  /// A new matrix that carries a gradient if any of its inputs does.
  package func make(rows: Int, columns: Int, from inputs: Variable...) -> Variable {
    make(rows: rows, columns: columns, differentiable: inputs.contains { slope($0) != nil })
  }

  /// Memory that lives until the next `begin`.
  package func scratch(_ count: Int) -> UnsafeMutablePointer<Scalar> { pool.take(count) }

  /// Remembers how to pass the gradient of `output` on.
  package func record(_ output: Variable, _ step: @escaping (Tape<Scalar>) -> Void) {
    if slope(output) != nil { steps.append(step) }
  }

  // MARK: Differentiation

  /// Adds the gradient of `loss` (one number, times `scale`) to every matrix that has one and to the parameters.
  public func backward(_ loss: Variable, scale: Scalar = 1) {
    precondition(loss.count == 1, "a loss is one number, this is \(loss.rows) × \(loss.columns)")
    guard let slope = slope(loss) else { return }
    slope[0] += scale
    for step in steps.reversed() { step(self) }
  }
}
