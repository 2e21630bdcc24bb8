internal import CCrypto
internal import CReviewPage
internal import FoundationEssentials

/// A page put together from its embedded sources and its data.
///
/// The content security policy allows the page's own script and style, by their digests, and pictures beside the
/// page: whatever else found its way in would not run.
enum PageTemplate {
  /// The pages that there are.
  enum Kind { case result, batch }

  /// One element of data: its id, its type, its text.
  struct Element {
    var id: String
    var type: String
    var text: [UInt8]
  }

  /// The page's bytes.
  static func page(_ kind: Kind, elements: [Element]) -> [UInt8] {
    let (html, script) =
      switch kind {
      case .result: (ck_result_html(), ck_result_script())
      case .batch: (ck_batch_html(), ck_batch_script())
      }
    let program = Array("(() => {\n\"use strict\";\n".utf8) + bytes(script) + Array("})();\n".utf8)
    let style = bytes(ck_review_style())
    let policy =
      "default-src 'none'; script-src 'sha256-\(digest(program))'; style-src 'sha256-\(digest(style))'; "
      + "img-src 'self' file: data:; base-uri 'none'; form-action 'none'"
    var data: [UInt8] = []
    for element in elements {
      data += Array("<script type=\"\(element.type)\" id=\"\(element.id)\">".utf8)
      data += element.text + Array("</script>\n".utf8)
    }
    let parts: [String: [UInt8]] = [
      "@policy@": Array(policy.utf8), "@style@": style, "@data@": data, "@script@": program,
    ]
    return fill(bytes(html), parts)
  }

  /// The template with every marker replaced.
  private static func fill(_ template: [UInt8], _ parts: [String: [UInt8]]) -> [UInt8] {
    var filled: [UInt8] = []
    for (index, piece) in String(decoding: template, as: UTF8.self).split(
      separator: "@", omittingEmptySubsequences: false
    ).enumerated() {
      // Odd pieces stand between two marks.
      if index % 2 == 1, let part = parts["@\(piece)@"] {
        filled += part
      } else {
        filled += Array(piece.utf8)
      }
    }
    return filled
  }

  private static func bytes(_ part: ck_page_part) -> [UInt8] {
    Array(UnsafeRawBufferPointer(start: part.bytes, count: part.size))
  }

  private static func digest(_ bytes: [UInt8]) -> String {
    var digest = [UInt8](repeating: 0, count: 32)
    EVP_Digest(bytes, bytes.count, &digest, nil, EVP_sha256(), nil)
    return Data(digest).base64EncodedString()
  }
}
