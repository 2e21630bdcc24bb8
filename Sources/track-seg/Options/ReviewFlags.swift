import ArgumentParser

/// Whether review pages are made.
struct ReviewFlags: ParsableArguments {
  @Flag(name: .customLong("no-review"), help: "Do not write the review page (index.html) and its frames.")
  var withoutReview = false

  var isWanted: Bool { !withoutReview }
}
