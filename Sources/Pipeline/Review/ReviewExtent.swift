/// How much of a review page a run makes.
public enum ReviewExtent: Sendable {
  /// Nothing.
  case none
  /// What the page is made of; whoever runs the job writes the page itself, knowing more.
  case data
  /// The page, index.html.
  case page
}
