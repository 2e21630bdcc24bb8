import Foundation
import Glibc
import TestSupport

/// One request to a server of this machine, and its answer.
enum LocalHTTP {
  /// Sends a request with a JSON body and reads until the server is done.
  static func send(_ method: String, port: Int, path: String, body: Data) throws -> (status: Int, body: Data)
  {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard socket >= 0 else { throw failure("socket") }
    defer { close(socket) }
    var patience = timeval(tv_sec: 60, tv_usec: 0)
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port).bigEndian)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { throw failure("connect to port \(port)") }
    let head =
      "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nContent-Type: application/json\r\n"
      + "Content-Length: \(body.count)\r\nConnection: close\r\n\r\n"
    var request = Array(head.utf8) + Array(body)
    while !request.isEmpty {
      let sent = Glibc.send(socket, request, request.count, Int32(MSG_NOSIGNAL))
      guard sent > 0 else { throw failure("send \(path)") }
      request.removeFirst(sent)
    }
    var answer = Data()
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      if let whole = try parse(answer) { return whole }
      let count = recv(socket, &block, block.count, 0)
      guard count > 0 else { throw failure("\(path): the answer ends after \(answer.count) bytes") }
      answer += block.prefix(count)
    }
  }

  /// Status and body, once all of Content-Length is there.
  private static func parse(_ answer: Data) throws -> (status: Int, body: Data)? {
    guard let end = answer.range(of: Data("\r\n\r\n".utf8)) else { return nil }
    let lines = String(decoding: answer[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
    let status = lines[0].split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    let length = lines.first { $0.lowercased().hasPrefix("content-length:") }
      .flatMap { Int($0.dropFirst(15).trimmingCharacters(in: .whitespaces)) }
    guard let length else { throw ProgramFailure(reason: "an answer without a length: \(lines[0])") }
    let body = answer[end.upperBound...]
    return body.count >= length ? (status, Data(body.prefix(length))) : nil
  }

  private static func failure(_ what: String) -> ProgramFailure {
    ProgramFailure(reason: "\(what): \(String(cString: strerror(errno)))")
  }
}
