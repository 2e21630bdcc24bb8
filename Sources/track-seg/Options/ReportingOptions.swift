import ArgumentParser

/// What every command that reports shares.
struct ReportingOptions: ParsableArguments {
  @Flag(name: .shortAndLong, help: "Print only warnings and errors.")
  var quiet = false

  @Flag(help: "Print a JSON summary on standard output. Progress goes to standard error.")
  var json = false

  var observer: ConsoleObserver { ConsoleObserver(isQuiet: quiet) }
}
