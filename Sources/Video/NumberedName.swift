/// A file's name taken apart into text and numbers, so that names compare as people number things.
struct NumberedName: Sendable, Equatable {
  /// A run of digits, with the decimals after a point, as in a time in seconds: 1305031102.175304.
  struct Number: Sendable, Equatable {
    let whole: String
    let decimals: String?
  }

  /// The name with its suffix.
  let name: String
  /// The name without its suffix.
  let stem: String
  /// From the last point on; empty where there is none.
  let suffix: String
  /// The stem in lower case with # in place of every number: the same for all names of one sequence.
  let template: String
  /// The numbers of the stem, from left to right.
  let numbers: [Number]

  init(_ name: String) {
    self.name = name
    let dot = name.lastIndex(of: ".") ?? name.endIndex
    stem = String(name[..<dot])
    suffix = String(name[dot...])
    var (template, numbers) = ("", [Number]())
    let characters = Array(stem)
    var place = 0
    func digits(from start: Int) -> String {
      String(characters[start...].prefix { $0.isASCII && $0.isNumber })
    }
    while place < characters.count {
      let whole = digits(from: place)
      guard !whole.isEmpty else {
        template += characters[place].lowercased()
        place += 1
        continue
      }
      place += whole.count
      var decimals: String?
      if place < characters.count, characters[place] == "." {
        let following = digits(from: place + 1)
        if !following.isEmpty {
          decimals = following
          place += 1 + following.count
        }
      }
      template += "#"
      numbers.append(Number(whole: whole, decimals: decimals))
    }
    self.template = template
    self.numbers = numbers
  }

  /// Digits without leading zeros, so that equal numbers are equal strings; numbers may be longer than any integer type.
  static func trimmed(_ digits: String) -> String {
    let rest = digits.drop { $0 == "0" }
    return rest.isEmpty ? "0" : String(rest)
  }
}
