/// Pickles of plain data and NumPy arrays, read without running anything.
///
/// A pickle is a program. This reader knows numbers, text, bytes, lists, tuples, dictionaries and NumPy arrays; whatever else
/// a pickle names is refused by name and never looked up.
public enum Pickle {
  /// Reads a `.pkl` file, or the pickled object of an `.npy` file (`numpy.save` of a dictionary: Kubric, CoTracker), which is
  /// returned without the array of shape () around it.
  ///
  /// - Parameters:
  ///   - skipping: keys whose arrays are not to be decoded (the `video` of TAP-Vid): they become `.skipped`.
  /// - Throws: `NumPyError`; `refusedGlobal` names what the pickle wanted to call.
  public static func read(
    file path: String, skipping: Set<String> = [], limits: NumPyLimits = NumPyLimits()
  ) throws(NumPyError) -> PickleValue {
    throw NumPyError(.unsupportedType, "\(path): pickles are not read yet")
  }
}
