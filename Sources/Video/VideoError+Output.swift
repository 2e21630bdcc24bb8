internal import Support

extension VideoError {
  init(_ error: OutputError) { self.init(.cannotWrite, error.message) }
}
