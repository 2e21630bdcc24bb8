extension Dictionary where Key: Comparable, Value == Int {
  /// The key with the greatest count, the least of them where several have it; nil where there is none.
  public var mostFrequent: Key? {
    self.max { $0.value != $1.value ? $0.value < $1.value : $0.key > $1.key }?.key
  }
}
