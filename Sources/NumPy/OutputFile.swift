internal import Support

/// `AtomicFile`, its failures of this module's type.
struct OutputFile: ~Copyable {
  private var file: AtomicFile

  init(path: String) throws(NumPyError) {
    do throws(OutputError) {
      file = try AtomicFile(path: path)
    } catch {
      throw NumPyError(error)
    }
  }

  mutating func write(_ bytes: [UInt8]) throws(NumPyError) {
    do throws(OutputError) {
      try file.write(bytes)
    } catch {
      throw NumPyError(error)
    }
  }

  consuming func commit() throws(NumPyError) {
    do throws(OutputError) {
      try file.commit()
    } catch {
      throw NumPyError(error)
    }
  }
}

extension NumPyError {
  init(_ error: OutputError) { self.init(.cannotWrite, error.message) }
}
