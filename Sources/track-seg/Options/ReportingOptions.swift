import ArgumentParser

/// What every command that reports shares.
struct ReportingOptions: ParsableArguments {
  @Flag(name: .shortAndLong, help: "Say nothing but warnings and errors.")
  var quiet = false

  @Flag(help: "Print one machine-readable JSON summary on standard output; progress stays on standard error.")
  var json = false

  var observer: ConsoleObserver { ConsoleObserver(isQuiet: quiet) }
}
