internal import NumPy
public import Support

/// review/objects.npy: the labels of every track with 1, 2, … objects, as runs with these numbers give them.
///
/// With it the review page offers the number of objects.
public struct ObjectCuts: ResultPart, Equatable {
  public static let files = ["review/objects.npy"]

  /// For 1, 2, … objects the label of every track of the file: −1 dropped or without a label, 0 static or of the background, 1… objects.
  public let labels: [[Int]]

  /// nil where there are none, or not the same tracks in each.
  public init?(labels: [[Int]]) {
    guard let first = labels.first, !first.isEmpty, labels.allSatisfy({ $0.count == first.count }) else {
      return nil
    }
    self.labels = labels
  }

  public func write(to folder: OutputFolder) throws {
    try NPY.write(
      NumPyArray(
        shape: [labels.count, labels[0].count], elements: .integer(labels.joined().map { Int64($0) }),
        elementType: .int32), to: folder.claimed(Self.files[0]))
  }

  public init(from folder: ResultFolder) throws {
    let path = folder.file(Self.files[0])
    let array = try NPY.read(file: path)
    let values = try array.integers().map { Int($0) }
    guard array.shape.count == 2, array.shape[1] > 0,
      let made = Self(
        labels: stride(from: 0, to: values.count, by: array.shape[1]).map {
          Array(values[$0..<$0 + array.shape[1]])
        })
    else {
      throw RunError(
        .input, "\(path) has the shape \(array.shape); expected rows of labels, one column per track")
    }
    self = made
  }
}
